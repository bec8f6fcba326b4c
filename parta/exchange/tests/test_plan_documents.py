"""Plans in CSV, on several sheets and in Word documents."""

import io

import docx
from openpyxl import load_workbook

from parta.exchange.plan.detect import read_plan
from parta.exchange.tests.plan_files import HEAD, blocked, refusal, said, texts, titles
from parta.exchange.tests.table_files import csv_bytes, word, xlsx, xlsx_sheets


def test_csv_with_commas_inside_topics() -> None:
    text = "№;Тема урока;Часы;Дата\n1;Степень, её свойства;1;01.09.2025\n2-3;Корень;2;"
    plan = read_plan(csv_bytes(text), "план.csv", "Алгебра", 7)
    assert texts(plan) == ["Степень, её свойства", "Корень", "Корень"]


def test_sheets_of_grades_give_the_chosen_one() -> None:
    data = xlsx_sheets({"7 класс": [HEAD, [1, "Степень", 1]], "8 класс": [HEAD, [1, "Корень", 1]]})
    assert texts(read_plan(data, "план.xlsx", "Алгебра", 8)) == ["Корень"]
    assert "планы для классов: 7, 8" in refusal(data, None)
    assert "нет плана для 9 класса" in refusal(data, 9)


def test_a_hidden_sheet_is_told_and_left() -> None:
    book = load_workbook(
        io.BytesIO(xlsx_sheets({"План": [HEAD, [1, "Степень", 1]], "Старый": [HEAD, [1, "Корень", 1]]}))
    )
    book["Старый"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    plan = read_plan(out.getvalue(), "план.xlsx", "Алгебра", 7)
    assert texts(plan) == ["Степень"]
    assert "лист «Старый»: Лист скрыт" in said(plan)


def test_sheets_of_quarters_are_one_plan() -> None:
    data = xlsx_sheets({"1 четверть": [HEAD, [1, "Степень", 1]], "2 четверть": [HEAD, [2, "Корень", 1]]})
    plan = read_plan(data, "план.xlsx", "Алгебра", 7)
    assert (texts(plan), blocked(plan)) == (["Степень", "Корень"], False)
    assert "собран из нескольких таблиц" in said(plan)


def test_sheets_of_parallel_classes_give_one_plan() -> None:
    data = xlsx_sheets({"7А": [HEAD, [1, "Степень", 1]], "7Б": [HEAD, [1, "Степень", 1]]})
    plan = read_plan(data, "план.xlsx", "Алгебра", 7)
    assert (len(plan.topics), "Взят лист «7А»" in said(plan)) == (1, True)


def test_a_word_plan_of_themes_and_of_lessons_gives_the_lessons() -> None:
    themes = [["№", "Наименование разделов и тем", "Количество часов"], ["1", "Степень", "2"], ["", "Итого", "2"]]
    lessons = [
        ["№", "Тема урока", "Количество часов", "Дата"],
        ["1", "Свойства", "1", "02.09.2025"],
        ["2", "График", "1", ""],
    ]
    data = word("Рабочая программа. Алгебра. 7 класс", themes, "Поурочное планирование", lessons)
    plan = read_plan(data, "план.docx", None, 7)
    assert (texts(plan), plan.subject) == (["Свойства", "График"], "Алгебра")
    assert "Взят поурочный план" in said(plan)


def test_a_word_table_that_goes_on_in_the_next_table() -> None:
    data = word("Алгебра, 7 класс", [["№", "Тема урока", "Часы"], ["1", "Степень", "1"]], [["2", "Корень", "1"]])
    document = docx.Document(io.BytesIO(data))
    assert len(document.tables) == 2
    assert texts(read_plan(data, "план.docx", None, None)) == ["Степень", "Корень"]


def test_merged_cells_of_word() -> None:
    document = docx.Document()
    table = document.add_table(rows=5, cols=5)
    for row, values in enumerate([["№", "Тема урока", "Часы", "Дата", ""], ["", "", "", "план", "факт"],
                                  ["Раздел 1. Степень", "", "", "", ""], ["1", "Свойства", "1", "02.09.2025", ""],
                                  ["2", "", "1", "04.09.2025", ""]]):  # fmt: skip
        for column, text in enumerate(values):
            table.cell(row, column).text = text
    for column in range(3):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 3).merge(table.cell(0, 4))
    table.cell(2, 0).merge(table.cell(2, 4))
    table.cell(3, 1).merge(table.cell(4, 1))
    out = io.BytesIO()
    document.save(out)
    plan = read_plan(out.getvalue(), "план.docx", "Алгебра", 7)
    assert (titles(plan), texts(plan)) == (["Раздел 1. Степень"], ["Свойства", "Свойства"])
    assert [topic.planned_date.day for topic in plan.topics if topic.planned_date] == [2, 4]
    assert plan.topics[1].place == "таблица 1, строка 5"


def test_a_word_document_without_tables_is_told() -> None:
    assert "нет ни одной таблицы" in refusal(word("Просто текст"))


def test_a_word_document_cut_in_the_middle_is_told() -> None:
    data = word([["№", "Тема урока"], ["1", "Степень"]])
    assert "не целиком" in refusal(data[: len(data) // 2])


def test_headings_without_lessons_are_told() -> None:
    assert "ни одного урока" in refusal(xlsx([HEAD]))
