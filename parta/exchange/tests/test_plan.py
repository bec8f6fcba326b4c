"""Thematic plans as teachers lay them out: letterheads, two-row headings, sections, rows of several hours, dates."""

from datetime import date
from decimal import Decimal

import pytest

from parta.exchange.plan.detect import read_plan
from parta.exchange.plan.report import plan_report
from parta.exchange.tests.plan_files import HEAD, blocked, plan_of, refusal, said, texts, titles, units
from parta.exchange.tests.table_files import Row, xlsx

# Headings and titles


def test_subject_grade_and_year_come_from_the_titles() -> None:
    rows: list[Row] = [
        ["РАССМОТРЕНО", None, "УТВЕРЖДАЮ"], [None, None, "Приказ № 5 от 29.08.2025"],
        ["Календарно-тематическое планирование по русскому языку"], ["7 «Б» класс, 2025-2026 учебный год"], [],
        HEAD, [1, "Причастие", 1, "03.09"], [2, "Деепричастие", 1, "14.01"],
    ]  # fmt: skip
    plan = read_plan(xlsx(rows), "план.xlsx", None, None)
    assert (plan.subject, plan.grade, plan.problems) == ("Русский язык", 7, [])
    assert [topic.planned_date for topic in plan.topics] == [date(2025, 9, 3), date(2026, 1, 14)]


def test_merged_headings_in_two_rows() -> None:
    rows: list[Row] = [
        ["№", "Тема", "Часы", "Дата", None, "Домашнее задание"], [None, None, None, "план", "факт", None],
        [1, "Степень", 1, "01.09.2025", "02.09.2025", "§ 1"],
    ]  # fmt: skip
    plan = plan_of(*rows, merged=("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"))
    (topic,) = plan.topics
    assert (topic.planned_date, topic.homework) == (date(2025, 9, 1), "§ 1")
    assert plan.columns["Дата факт"] == ""


def test_headings_in_two_rows_that_are_not_merged() -> None:
    rows: list[Row] = [
        ["№", "Тема урока", "Дата", None, "ДЗ"], [None, None, "план", "факт", None],
        [1, "Степень", "01.09.2025", None, "§ 1"],
    ]  # fmt: skip
    plan = plan_of(*rows)
    assert (texts(plan), plan.topics[0].planned_date, plan.topics[0].homework) == (["Степень"], date(2025, 9, 1), "§ 1")


def test_hours_in_all_and_of_them_practical() -> None:
    rows: list[Row] = [
        ["№", "Наименование разделов и тем программы", "Количество часов", None, None, "Электронные ресурсы"],
        [None, None, "Всего", "Контрольные работы", "Практические работы", None],
        [1, "Степень", 2, 1, 0, "example.org"],
    ]
    plan = plan_of(*rows, merged=("A1:A2", "B1:B2", "C1:E1", "F1:F2"))
    assert texts(plan) == ["Степень", "Степень"]
    assert plan.hours == 2


def test_a_row_of_column_numbers_and_repeated_headings_are_no_lessons() -> None:
    plan = plan_of(HEAD, [1, 2, 3, 4], [1, "Степень", 1], HEAD, [2, "Корень", 1])
    assert (texts(plan), plan.problems) == (["Степень", "Корень"], [])


def test_a_plan_of_topics_only() -> None:
    assert texts(plan_of(["Тема урока"], ["Степень"], ["Корень"])) == ["Степень", "Корень"]


def test_expected_results_are_not_taken_for_dates_or_topics() -> None:
    rows: list[Row] = [["№", "Тема урока", "Планируемые результаты", "Дата"], [1, "Степень", "умеют", "01.09.2025"]]
    assert plan_of(*rows).topics[0].planned_date == date(2025, 9, 1)


def test_a_column_of_topics_that_is_missing_is_told_with_the_headings_seen() -> None:
    assert "Найдены заголовки: «№», «Часы», «Дата»" in refusal(xlsx([["№", "Часы", "Дата"], [1, 1, "01.09"]]))


def test_a_plan_of_nobody_needs_subject_and_grade_chosen() -> None:
    plan = read_plan(xlsx([HEAD, [1, "Степень", 1]]), "план.xlsx", None, None)
    assert blocked(plan)
    assert "Выберите предмет" in said(plan)
    assert "Выберите класс" in said(plan)


def test_another_grade_and_subject_than_chosen_are_told() -> None:
    plan = plan_of(["Физика, 8 класс"], HEAD, [1, "Степень", 1])
    assert "в заголовке файла «Физика»" in said(plan)
    assert "в заголовке файла 8 класс" in said(plan)
    assert (plan.subject, plan.grade) == ("Алгебра", 7)


# Sections


def test_sections_are_rows_without_a_number() -> None:
    plan = plan_of(
        HEAD,
        [None, "Раздел 1. Степень (2 ч)"],
        [1, "Свойства", 1],
        [2, "График", 1],
        [None, "Корень", 1],
        [3, "Кубы", 1],
    )
    assert units(plan) == [("Раздел 1. Степень", "2"), ("Корень", "1")]
    assert [topic.unit for topic in plan.topics] == [0, 0, 1]


def test_a_section_merged_over_the_whole_row() -> None:
    plan = plan_of(HEAD, ["Глава I. Степень"], [1, "Свойства", 1], merged=("A2:D2",))
    assert (titles(plan), texts(plan)) == (["Глава I. Степень"], ["Свойства"])


def test_sections_numbered_one_level_up() -> None:
    plan = plan_of(
        HEAD, ["1", "Степень", 3], ["1.1", "Свойства", 2], ["1.2", "График", 1], ["2", "Корень", 1], ["2.1", "Кубы", 1]
    )
    assert (units(plan), texts(plan)) == (
        [("Степень", "3"), ("Корень", "1")],
        ["Свойства", "Свойства", "График", "Кубы"],
    )


def test_sections_with_roman_numbers() -> None:
    plan = plan_of(HEAD, ["I", "Степень", 2], [1, "Свойства", 1], [2, "График", 1], ["II", "Корень", 1], [3, "Кубы", 1])
    assert (titles(plan), len(plan.topics)) == (["Степень", "Корень"], 3)


def test_sections_in_a_plan_without_numbers() -> None:
    plan = plan_of(
        ["Тема", "Количество часов"], ["Степень 2ч"], ["Свойства", 1.0], ["График", "1 ч"], ["Корень"], ["Кубы", 1]
    )
    assert (units(plan), texts(plan)) == ([("Степень", "2"), ("Корень", "")], ["Свойства", "График", "Кубы"])


def test_sections_with_hours_and_without_any_mark_are_found_by_their_sums() -> None:
    plan = plan_of(
        ["Тема", "Часы"], ["Степень", 2], ["Свойства", 1], ["График", 1], ["Корень", 2], ["Кубы", 1], ["Знаки", 1]
    )
    assert (units(plan), len(plan.topics)) == ([("Степень", "2"), ("Корень", "2")], 4)
    rows_of_hours = plan_of(
        ["Тема", "Часы"], ["Степень", 2], ["Свойства", 1], ["График", 1], ["Корень", 3], ["Кубы", 2]
    )
    assert (units(rows_of_hours), len(rows_of_hours.topics)) == ([], 9)


def test_a_section_typed_into_the_column_of_numbers() -> None:
    plan = plan_of(HEAD, ["Раздел 1. Степень", None, 2], [1, "Свойства", 1], [2, "График", 1])
    assert (units(plan), len(plan.topics)) == ([("Раздел 1. Степень", "2")], 2)


def test_a_section_typed_into_the_column_of_dates() -> None:
    plan = plan_of(["Дата", "Тема"], ["01.09.2025", "Свойства"], ["Раздел 2. Корень"], ["03.09.2025", "Кубы"])
    assert (titles(plan), texts(plan)) == (["Раздел 2. Корень"], ["Свойства", "Кубы"])


def test_topics_that_carry_their_own_numbers() -> None:
    plan = plan_of(["Тема урока", "Дата"], ["Степень"], ["1. Свойства", "01.09.2025"], ["2. График", "02.09.2025"])
    assert (titles(plan), texts(plan)) == (["Степень"], ["Свойства", "График"])


def test_a_thematic_plan_of_the_federal_programme() -> None:
    plan = plan_of(
        ["№ п/п", "Наименование разделов и тем программы", "Всего"],
        ["Раздел 1. Числа"], ["1.1", "Дроби", 3], ["Итого по разделу", None, 3],
        ["Резервное время", None, 1], ["ОБЩЕЕ КОЛИЧЕСТВО ЧАСОВ ПО ПРОГРАММЕ", None, 4],
    )  # fmt: skip
    assert (titles(plan), texts(plan)) == (["Раздел 1. Числа"], ["Дроби", "Дроби", "Дроби", "Резервное время"])
    assert ([topic.unit for topic in plan.topics], plan.problems) == ([0, 0, 0, None], [])


def test_a_column_of_sections_merged_or_written_once() -> None:
    rows: list[Row] = [["Раздел", "Тема урока"], ["Степень", "Свойства"], [None, "График"], ["Корень", "Кубы"]]
    for merged in ((), ("A2:A3",)):
        plan = plan_of(*rows, merged=merged)
        assert (titles(plan), [topic.unit for topic in plan.topics]) == (["Степень", "Корень"], [0, 0, 1])


def test_quarters_are_no_sections() -> None:
    plan = plan_of(HEAD, ["1 четверть"], ["Степень"], [1, "Свойства", 1], ["II четверть (24 ч)"], [2, "График", 1])
    assert (titles(plan), len(plan.topics)) == (["Степень"], 2)


def test_totals_are_no_lessons_and_are_compared() -> None:
    plan = plan_of(HEAD, [1, "Степень", 1], [None, "Итого по разделу", 1], [2, "Итоговый урок", 1], [None, "Итого", 3])
    assert texts(plan) == ["Степень", "Итоговый урок"]
    assert "указано 3 ч, а по строкам выходит 2 ч" in said(plan)
    assert plan_of(HEAD, [1, "Степень", 1], ["Всего часов: 1"]).problems == []


def test_hours_of_a_section_that_differ_from_its_lessons_are_told() -> None:
    assert "Часы раздела не равны" in said(plan_of(HEAD, [None, "Раздел 1. Степень (5 ч)"], [1, "Свойства", 1]))


# Hours and numbers


@pytest.mark.parametrize(
    ("hours", "lessons", "total"),
    [(3, 3, "3"), ("2 ч", 2, "2"), ("2 часа", 2, "2"), (1.0, 1, "1"), ("0,5", 1, "0.5"), (0.5, 1, "0.5"),
     ("1+1", 2, "2"),
     (None, 1, "1"), ("1 ч.", 1, "1"), ("1.0", 1, "1")],
)  # fmt: skip
def test_a_row_of_n_hours_is_n_lessons(hours: object, lessons: int, total: str) -> None:
    plan = plan_of(HEAD, [1, "Свойства", 1], [2, "Степень", hours], [3, "График", 1], [4, "Корень", 1])
    assert (len(plan.topics) - 3, plan.hours - 3) == (lessons, Decimal(total))
    assert blocked(plan) is False


def test_half_hours_add_up() -> None:
    plan = plan_of(HEAD, *[[number, f"Практическая {number}", "0,5"] for number in range(1, 35)])
    assert (plan_report(plan)["lessons"], plan_report(plan)["hours"]) == (34, 17)


def test_hours_that_are_no_number_block() -> None:
    plan = plan_of(HEAD, [1, "Свойства", 1], [2, "Степень", "много"], [3, "Корень", 1])
    assert blocked(plan)


@pytest.mark.parametrize("number", ["2-3", "2–3", "2, 3", "2,3", "2 - 3."])
def test_a_range_of_numbers_is_several_lessons(number: str) -> None:
    plan = plan_of(HEAD, [1, "Свойства", 1], [number, "Степень", 2], [4, "Корень", 1])
    assert (texts(plan), plan.problems) == (["Свойства", "Степень", "Степень", "Корень"], [])
    assert plan.hours == 4


def test_a_range_that_the_spreadsheet_took_for_a_date() -> None:
    plan = plan_of(HEAD, [1, "Свойства", 1], [date(2025, 3, 2), "Степень", 2], [4, "Корень", 1])
    assert len(plan.topics) == 4


def test_a_range_and_other_hours_are_told() -> None:
    assert "Проверьте строку" in said(plan_of(HEAD, ["1-2", "Степень", 3]))


def test_numbering_may_begin_anew_and_a_lost_number_is_told() -> None:
    anew = plan_of(HEAD, [None, "Степень"], [1, "Свойства", 1], [2, "График", 1], [None, "Корень"], [1, "Кубы", 1])
    assert anew.problems == []
    assert "После урока 1 идёт урок 4" in said(plan_of(HEAD, [1, "Свойства", 1], [4, "График", 1]))


def test_numbers_without_topics_block() -> None:
    plan = plan_of(HEAD, [1, "Свойства", 1], [2], [3], [4])
    assert blocked(plan)
    assert "строка 3 и далее до строки 5" in said(plan)


def test_a_plan_of_thousands_of_lessons_is_refused() -> None:
    rows: list[Row] = [[number, f"Степень {number}-я", 400] for number in range(1, 6)]
    assert "больше 1500 уроков" in refusal(xlsx([HEAD, *rows]))


def test_fewer_lessons_than_the_title_says_block() -> None:
    plan = plan_of(
        ["Алгебра, 7 класс, 102 часа, 3 часа в неделю"],
        HEAD,
        *[[number, f"Тема {number}-я", 1] for number in range(1, 41)],
    )
    assert blocked(plan)
    assert "В заголовке указано 102 ч, а по строкам выходит 40 ч" in said(plan)


# Merged topics and dates


def test_a_topic_merged_over_its_lessons() -> None:
    rows: list[Row] = [
        HEAD,
        [1, "Степень", 1, "01.09.2025"],
        [2, None, 1, "03.09.2025"],
        [3, "Корень", 1, "05.09.2025"],
    ]
    plan = plan_of(*rows, merged=("B2:B3",))
    assert texts(plan) == ["Степень", "Степень", "Корень"]
    assert [topic.planned_date.day for topic in plan.topics if topic.planned_date] == [1, 3, 5]


def test_a_topic_and_its_hours_merged_over_two_dates() -> None:
    rows: list[Row] = [
        HEAD,
        [1, "Степень", 2, "01.09.2025"],
        [2, None, None, "03.09.2025"],
        [3, "Корень", 1, "05.09.2025"],
    ]
    for merged in (("B2:B3", "C2:C3"), ("B2:B3",), ()):
        plan = plan_of(*rows, merged=merged)
        assert texts(plan) == ["Степень", "Степень", "Корень"], merged
        assert [topic.planned_date.day for topic in plan.topics if topic.planned_date] == [1, 3, 5], merged
        assert plan.hours == 3
        assert blocked(plan) is False


@pytest.mark.parametrize(
    "written",
    ["01.09, 03.09", "01.09\n03.09", "01.09.2025; 03.09.2025", "01-03.09", "1.09-3.09.2025", "1 сентября, 3 сентября"],
)
def test_several_dates_in_one_cell_go_to_the_lessons_in_turn(written: str) -> None:
    plan = plan_of(["Алгебра, 7 класс, 2025/26 учебный год"], HEAD, [1, "Степень", 2, written])
    assert [topic.planned_date for topic in plan.topics] == [date(2025, 9, 1), date(2025, 9, 3)]


def test_a_date_without_any_year_is_told_and_left() -> None:
    plan = plan_of(HEAD, [1, "Степень", 1, "03.09"])
    assert plan.topics[0].planned_date is None
    assert "Даты не поняты" in said(plan)


def test_weeks_instead_of_dates_are_told_once() -> None:
    plan = plan_of(HEAD, [1, "Степень", 1, "1 неделя"], [2, "Корень", 1, "2 неделя"])
    assert "строк: 2" in said(plan)
    assert blocked(plan) is False


def test_the_first_date_is_the_earliest() -> None:
    plan = plan_of(HEAD, [1, "Степень", 1, date(2025, 9, 3)], [2, "Корень", 1, date(2025, 9, 1)])
    assert plan_report(plan)["first_date"] == "2025-09-01"


# Formulas


def test_a_formula_in_a_column_that_matters_blocks_by_its_cell() -> None:
    plan = plan_of(HEAD, ["=ROW()-1", "Степень", "=1+1"])
    assert blocked(plan)
    assert "В ячейке C2 формула. Замените её значением и загрузите файл снова." in said(plan)
    assert "A2" not in said(plan)


def test_formulas_in_totals_and_sections_do_no_harm() -> None:
    plan = plan_of(
        HEAD, [None, "Раздел 1. Степень", "=SUM(C3:C4)"], [1, "Свойства", 1], [2, "График", 1], [None, "Всего", "=C2"]
    )
    assert (len(plan.topics), blocked(plan)) == (2, False)
