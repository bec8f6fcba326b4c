"""Rows of class lists: dates, totals, broken rows, subgroups, movement, parents, formulas."""

from datetime import date

import pytest

from parta.exchange.people.report import roster_report
from parta.exchange.tests.roster_files import HEAD, blocked, names, pupil_of, roster_of, said
from parta.exchange.tests.table_files import Row

# Dates and other values


@pytest.mark.parametrize(
    "written",
    ["12.05.2014", "12.5.14", "12/05/2014", "2014-05-12", "12 мая 2014 г.", "12 мая 2014 года", "12.05.2014г.", 41771,
     "41771", date(2014, 5, 12), " 12.05.2014\u00a0", "12-05-2014", "12,05,2014", "12.05.2014 г.", "12.5.2014 0:00:00"],
)  # fmt: skip
def test_a_birth_date_is_understood_however_it_is_typed(written: object) -> None:
    roster = pupil_of("Щукина Вера", written, "ж")
    assert (roster.students[0].birth_date, roster.problems) == (date(2014, 5, 12), [])


@pytest.mark.parametrize("written", ["31.02.2014", "05/25/2014", "май 2014", "12.05", "2014", "12.05.1814", "скоро"])
def test_a_birth_date_that_is_none_blocks_by_its_cell(written: object) -> None:
    roster = pupil_of("Щукина Вера", written, "ж")
    assert roster.students[0].birth_date is None
    assert blocked(roster)
    assert "ячейка C2" in said(roster)


def test_a_birth_date_far_from_the_class_is_told() -> None:
    rows: list[Row] = [
        [number, f"Щукина {name}", f"0{number}.05.2014", "ж"] for number, name in enumerate(("Вера", "Инна", "Зоя"), 1)
    ]
    roster = roster_of(HEAD, *rows, [4, "Ёлкин Пётр", "01.05.04", "м"])
    assert "Ёлкин Пётр: дата рождения 01.05.2004 далека" in said(roster)


@pytest.mark.parametrize(
    ("written", "gender"), [("м", "м"), ("Ж.", "ж"), ("муж.", "м"), ("жен", "ж"), ("Мужской", "м"), ("-", "")]
)
def test_gender_is_understood_however_it_is_typed(written: object, gender: str) -> None:
    roster = pupil_of("Щукина Вера", "12.05.2014", written)
    assert (roster.students[0].gender, roster.problems) == (gender, [])


def test_an_unknown_gender_is_told_by_its_cell() -> None:
    assert "ячейка D2: Пол «да» не понят" in said(pupil_of("Щукина Вера", "12.05.2014", "да"))


# Rows that are no pupils


def test_totals_and_signatures_are_no_pupils() -> None:
    below: list[Row] = [
        [None, "Всего: 2"], ["Мальчиков", 1], [None, "девочек - 1"], [],
        [None, "Классный руководитель ____________ Крылова Е. А."], ["Директор школы", "Орлов И. И."],
    ]  # fmt: skip
    roster = roster_of(HEAD, [1, "Щукина Вера"], [2, "Ёлкин Пётр"], *below)
    assert (names(roster), roster.problems) == (["Щукина Вера", "Ёлкин Пётр"], [])


def test_a_total_that_differs_from_the_list_blocks() -> None:
    roster = roster_of(HEAD, [1, "Щукина Вера"], [None, "Всего учащихся", 27])
    assert blocked(roster)
    assert "указано «всего 27», а в списке выше учеников: 1" in said(roster)


def test_numbered_rows_without_names_block() -> None:
    roster = roster_of(HEAD, [1, "Щукина Вера"], [2], [3], [4])
    assert blocked(roster)
    assert "строки 3–5" in said(roster)


def test_a_row_broken_off_blocks() -> None:
    roster = roster_of(HEAD, [1, "Щукина Вера", "12.05.2014", "ж"], [2, "Ёлкин"])
    assert blocked(roster)
    assert "нет имени" in said(roster)
    assert "В строке нет фамилии" in said(roster_of(HEAD, [1, None, "12.05.2014", "ж"], [2, "Щукина Вера"]))


def test_subgroup_rows_inside_the_list_name_the_group() -> None:
    roster = roster_of(HEAD, ["первая подгруппа"], [1, "Щукина Вера"], [None, "вторая подгруппа"], [2, "Ёлкин Пётр"])
    assert [student.groups for student in roster.students] == [(("", "1"),), (("", "2"),)]


def test_a_subgroup_named_only_lower_down_is_told() -> None:
    roster = roster_of(HEAD, [1, "Щукина Вера"], ["2 подгруппа"], [2, "Ёлкин Пётр"])
    assert [student.groups for student in roster.students] == [(), (("", "2"),)]
    assert "оставлены без подгруппы" in said(roster)


def test_subgroups_of_a_subject_keep_it() -> None:
    roster = roster_of(
        HEAD, ["Английский язык, 1 группа"], [1, "Щукина Вера"], ["Английский язык, 2 группа"], [2, "Ёлкин Пётр"]
    )
    assert [student.groups for student in roster.students] == [(("Английский язык", "1"),), (("Английский язык", "2"),)]


def test_a_group_column_is_named_by_its_subject() -> None:
    roster = roster_of(["ФИО", "Подгруппа по информатике"], ["Щукина Вера", "I"], ["Ёлкин Пётр", "2 гр."])
    assert [student.groups for student in roster.students] == [(("информатике", "1"),), (("информатике", "2"),)]


# Movement


@pytest.mark.parametrize(
    ("note", "joined", "left"),
    [
        ("прибыл 12.01.2026", (date(2026, 1, 12), ""), None),
        ("выбыл 03.02.2026 пр. № 15", None, (date(2026, 2, 3), "15")),
        ("Выбыла 3 февраля 2026 г., приказ от 02.02.2026 № 15-у", None, (date(2026, 2, 3), "15-у")),
        ("прибыл 12.01.2026, выбыл 03.02.2026 пр. № 15", (date(2026, 1, 12), ""), (date(2026, 2, 3), "15")),
        ("отчислен, пр. № 7 от 01.11.2025", None, (date(2025, 11, 1), "7")),
        ("домашнее обучение", None, None),
    ],
)
def test_notes_on_movement_give_day_and_order(note: str, joined: object, left: object) -> None:
    (student,) = roster_of(["ФИО", "Примечание"], ["Щукина Вера", note]).students
    told = [(move.day, move.order) if move else None for move in (student.joined, student.left)]
    assert told == [joined, left]


def test_movement_in_its_own_columns() -> None:
    rows: list[Row] = [
        ["ФИО", "Прибыл", "Выбыл"],
        ["Щукина Вера", date(2026, 1, 12), None],
        ["Ёлкин Пётр", None, "03.02.2026, пр. № 15"],
    ]
    report = roster_report(roster_of(*rows))
    assert (report["joined"], report["left"], report["students"]) == (["Щукина Вера"], ["Ёлкин Пётр"], 2)


def test_movement_written_beside_the_name() -> None:
    (student,) = pupil_of("Щукина Вера (выбыла 03.02.2026)").students
    assert (student.name.full(), student.left and student.left.day) == ("Щукина Вера", date(2026, 2, 3))


def test_movement_jotted_beside_the_table() -> None:
    roster = roster_of(["№", "ФИО", "Пол"], [1, "Щукина Вера", "ж", "выбыла 03.02.2026"], [2, "Ёлкин Пётр", "м"])
    assert roster_report(roster)["left"] == ["Щукина Вера"]


def test_the_day_of_entering_school_is_no_movement() -> None:
    roster = roster_of(["ФИО", "Дата зачисления"], ["Щукина Вера", "01.09.2021"], ["Ёлкин Пётр", "01.09.2021"])
    assert roster_report(roster)["joined"] == []


def test_pupils_under_the_heading_left_have_left() -> None:
    roster = roster_of(HEAD, [1, "Щукина Вера"], ["Выбыли:"], [1, "Ёлкин Пётр"])
    assert roster_report(roster)["left"] == ["Ёлкин Пётр"]


def test_a_movement_without_a_day_is_told() -> None:
    assert "Нет даты выбытия" in said(roster_of(["ФИО", "Примечание"], ["Щукина Вера", "выбыла"]))


# Parents


def test_parents_of_one_cell_are_told_apart() -> None:
    text = (
        "мать: Щукина Анна Петровна, +7 (900) 000-11-22\nотец – Щукин Олег Ильич, 8-900-000-33-44, shchukin@example.org"
    )
    mother, father = roster_of(["ФИО", "Родители (ФИО, телефон)"], ["Щукина Вера", text]).students[0].guardians
    assert (mother.relation, mother.name.full(), mother.phone) == ("мать", "Щукина Анна Петровна", "+79000001122")
    assert (father.relation, father.name.full(), father.phone) == ("отец", "Щукин Олег Ильич", "+79000003344")
    assert father.email == "shchukin@example.org"


def test_a_parent_named_in_three_columns_and_one_beside_a_phone() -> None:
    rows: list[Row] = [
        ["ФИО", "Фамилия матери", "Имя матери", "Отчество матери", "Отец, телефон"],
        ["Щукина Вера", "Щукина", "Анна", "Петровна", "Щукин Олег Ильич, 8(900)000-33-44"],
    ]
    mother, father = roster_of(*rows).students[0].guardians
    assert (mother.name.full(), mother.relation) == ("Щукина Анна Петровна", "мать")
    assert (father.name.full(), father.relation, father.phone) == ("Щукин Олег Ильич", "отец", "+79000003344")


def test_a_second_parent_on_the_next_row_belongs_to_the_same_pupil() -> None:
    rows: list[Row] = [
        ["№", "ФИО", "Законный представитель", "Телефон"],
        [1, "Щукина Вера", "Щукина Анна Петровна", "89000001122"],
        [None, None, "Щукин Олег Ильич", "89000003344"],
        [2, "Ёлкин Пётр", "Ёлкина Яна Юрьевна", "89000005566"],
    ]
    roster = roster_of(*rows)
    assert [len(student.guardians) for student in roster.students] == [2, 1]
    assert roster.students[0].guardians[1].phone == "+79000003344"


def test_columns_about_the_family_that_are_not_asked_for_are_left_out() -> None:
    rows: list[Row] = [
        ["ФИО", "Место работы матери", "Группа здоровья", "Адрес"],
        ["Щукина Вера", "завод", "1", "ул. Садовая, 1"],
    ]
    roster = roster_of(*rows)
    assert (roster.students[0].guardians, roster.students[0].groups) == ((), ())
    assert roster.columns["Адрес"] == ""


# Formulas


def test_a_formula_in_a_column_that_matters_blocks_by_its_cell() -> None:
    roster = roster_of(HEAD, ["=ROW()-1", "Щукина Вера", "=DATE(2014,5,12)", "ж"])
    assert blocked(roster)
    assert "ячейка C2: В столбце «дата рождения» формула. Замените её значением" in said(roster)
    assert "A2" not in said(roster)


def test_formulas_in_numbers_and_unused_columns_do_no_harm() -> None:
    roster = roster_of([*HEAD, "Возраст"], ["=ROW()-1", "Щукина Вера", "12.05.2014", "ж", "=2025-2014"])
    assert blocked(roster) is False
