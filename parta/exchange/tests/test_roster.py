"""Class lists as real schools draw them: formats, headings anywhere, classes on sheets and in rows, names."""

from datetime import date

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.people.report import roster_report
from parta.exchange.people.roster import read_roster
from parta.exchange.tests.roster_files import HEAD, blocked, names, pupil_of, roster_of, said
from parta.exchange.tests.table_files import Row, csv_bytes, ods, shared_file, xlsx, xlsx_sheets

# The real files


def test_the_list_of_5a_is_read_whole() -> None:
    roster = read_roster(shared_file("class_lists/5A_list.xlsx"), "5A_list.xlsx")
    assert roster_report(roster) == {
        "class": "5А", "students": 27, "joined": [], "left": [], "without_patronymic": [], "problems": [],
    }  # fmt: skip
    assert (roster.homeroom, roster.academic_year) == ({"5А": "Тарасова Л.В."}, 2025)
    first = roster.students[0]
    assert (first.name.full(), first.birth_date, first.gender) == ("Акиндинова Роберта Юрьевна", date(2015, 1, 14), "ж")
    assert first.file_number == "А-101"
    (parent,) = first.guardians
    assert (parent.name.full(), parent.phone) == ("Акиндинова Лаура Александровна", "+79000008835")
    assert parent.email == "parent5a1@example.org"


def test_the_windows_csv_of_10b_keeps_groups() -> None:
    roster = read_roster(shared_file("class_lists/10B_list_cp1251.csv"), "10B_list_cp1251.csv")
    report = roster_report(roster)
    assert (report["class"], report["students"], report["problems"]) == ("10Б", 24, [])
    assert roster.students[1].groups == (("иностранный язык", "2"), ("информатика", "1"))
    assert {student.gender for student in roster.students} == {"м", "ж"}


def test_the_whole_school_comes_by_sheets() -> None:
    roster = read_roster(shared_file("class_lists/school_contingent_sheet_per_class.xlsx"), "school.xlsx")
    assert len(roster.students) == 458
    assert (roster.classes[0], roster.classes[-1], len(roster.classes)) == ("1А", "11А", 20)
    assert roster.problems == []


# Formats and encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_csv_is_read_in_usual_encodings(encoding: str) -> None:
    text = "№;ФИО учащегося;Д.р.\n1;Щукина Вера Олеговна;12.05.2014\n2;Ёлкин Пётр Ильич;1.6.14"
    roster = read_roster(csv_bytes(text, encoding), "список.csv", "5А")
    assert names(roster) == ["Щукина Вера Олеговна", "Ёлкин Пётр Ильич"]
    assert [student.birth_date for student in roster.students] == [date(2014, 5, 12), date(2014, 6, 1)]


def test_ods_is_read() -> None:
    roster = read_roster(ods([HEAD, [1, "Щукина Вера Олеговна", date(2014, 5, 12), "ж"]], "5А"), "список.ods")
    assert (names(roster), roster.classes) == (["Щукина Вера Олеговна"], ["5А"])


# Headings


@pytest.mark.parametrize(
    "heading",
    ["Ф.И.О. учащегося", "ФИО", "Фамилия Имя Отчество", "Фамилия, имя", "Ученик", "Фамилия, имя, отчество обучающегося",
     "Ф. И. О.", "ФИО\nребёнка", "Обучающийся", "Список учащихся"],
)  # fmt: skip
def test_the_column_of_names_has_many_headings(heading: str) -> None:
    assert names(roster_of(["№ п/п", heading, "Пол"], [1, "Щукина Вера Олеговна", "ж"])) == ["Щукина Вера Олеговна"]


@pytest.mark.parametrize("heading", ["Дата рождения", "Дата рожд.", "Д.р.", "д/р", "Дата, месяц, год рождения", "Г.р."])
def test_the_column_of_birth_dates_has_many_headings(heading: str) -> None:
    roster = roster_of(["ФИО", heading], ["Щукина Вера", "12.05.2014"])
    assert roster.students[0].birth_date == date(2014, 5, 12)


def test_the_name_stands_in_one_two_or_three_columns() -> None:
    three = roster_of(["Фамилия", "Имя", "Отчество"], ["Щукина", "Вера", "Олеговна"])
    two = roster_of(["Фамилия", "Имя, отчество"], ["Щукина", "Вера Олеговна"])
    one = roster_of(["ФИО"], ["Щукина Вера Олеговна"])
    assert names(three) == names(two) == names(one) == ["Щукина Вера Олеговна"]
    assert three.students[0].name == two.students[0].name == one.students[0].name


@pytest.mark.parametrize("merged", [("B1:D1",), ()])
def test_one_heading_may_cover_three_columns_of_the_name(merged: tuple[str, ...]) -> None:
    rows: list[Row] = [["№", "ФИО", None, None, "Д.р."], [1, "Щукина", "Вера", "Олеговна", "1.2.14"], [2, "Тань", "Ли"]]
    roster = read_roster(xlsx(rows, merged), "a.xlsx", "5А")
    assert names(roster) == ["Щукина Вера Олеговна", "Тань Ли"]
    assert roster.students[0].birth_date == date(2014, 2, 1)


def test_a_whole_name_under_the_heading_surname_is_divided() -> None:
    assert roster_of(["№", "Фамилия"], [1, "Щукина Вера Олеговна"]).students[0].name.first == "Вера"


def test_the_heading_may_stand_low_under_titles() -> None:
    roster = roster_of(
        ["МБОУ «Средняя школа № 7»"], ["Список учащихся 5 «Б» класса"], ["на 2025-2026 учебный год"],
        ["Классный руководитель: Крылова Е. А."], [], [None, *HEAD], [None, 1, "Щукина Вера", "12.05.2014", "ж"],
        chosen=None,
    )  # fmt: skip
    assert (roster.classes, roster.homeroom, roster.academic_year) == (["5Б"], {"5Б": "Крылова Е. А."}, 2025)
    assert blocked(roster) is False


def test_two_rows_of_headings_are_read_together() -> None:
    rows: list[Row] = [
        ["№", "ФИО", "Мать", None, "Отец", None],
        [None, None, "ФИО", "Телефон", "ФИО", "Телефон"],
        [1, "Щукина Вера", "Щукина Анна Петровна", "8 900 000-11-22", "Щукин Олег Ильич", 79000003344],
    ]
    roster = read_roster(xlsx(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]), "a.xlsx", "5А")
    mother, father = roster.students[0].guardians
    assert (mother.relation, mother.name.first, mother.phone) == ("мать", "Анна", "+79000001122")
    assert (father.relation, father.name.first, father.phone) == ("отец", "Олег", "+79000003344")


def test_a_row_of_column_numbers_is_no_pupil() -> None:
    assert names(roster_of(["№", "ФИО", "Пол"], [1, 2, 3], [1, "Щукина Вера", "ж"])) == ["Щукина Вера"]


def test_a_heading_repeated_on_the_next_page_is_no_pupil() -> None:
    roster = roster_of(HEAD, [1, "Щукина Вера"], HEAD, [2, "Ёлкин Пётр"])
    assert (names(roster), roster.problems) == (["Щукина Вера", "Ёлкин Пётр"], [])


def test_a_list_without_headings_is_read_and_told() -> None:
    roster = roster_of(["5А класс"], [1, "Щукина Вера Олеговна", "12.05.2014"], [2, "Ёлкин Пётр", "01.06.2014"],
                       [3, "Орлова Инна", "02.06.2014"], chosen=None)  # fmt: skip
    assert (len(roster.students), roster.classes) == (3, ["5А"])
    assert roster.students[1].birth_date == date(2014, 6, 1)
    assert "Заголовков нет" in said(roster)


def test_a_missing_column_of_names_is_told_with_the_headings_seen() -> None:
    with pytest.raises(UnreadableFile, match="Найдены заголовки: «№», «Дата рождения», «Пол»"):
        roster_of(["№", "Дата рождения", "Пол"], [1, "12.05.2014", "ж"])


def test_a_missing_column_of_first_names_blocks() -> None:
    roster = roster_of(["№", "Фамилия", "Дата рождения"], [1, "Щукина", "12.05.2014"])
    assert blocked(roster)
    assert "нет имени" in said(roster)


def test_a_journal_sheet_with_dates_across_gives_its_names() -> None:
    roster = roster_of(["ФИО", "01.09", "03.09", "05.09"], ["Щукина Вера", 5, None, "н"], ["Ёлкин Пётр", None, 4, 3])
    assert names(roster) == ["Щукина Вера", "Ёлкин Пётр"]


# Classes


def test_several_classes_on_one_sheet_by_heading_rows() -> None:
    roster = roster_of(
        HEAD, ["5 «А» класс"], [1, "Щукина Вера"], [2, "Ёлкин Пётр"], ["5-Б"], [1, "Орлова Инна"], chosen=None
    )
    assert [student.class_name for student in roster.students] == ["5А", "5А", "5Б"]


def test_several_classes_by_a_column_with_the_letter_apart() -> None:
    rows: list[Row] = [["ФИО", "Класс", "Литера"], ["Щукина Вера", 5, "А"], ["Ёлкин Пётр", 10, "Б"]]
    assert roster_of(*rows, chosen=None).classes == ["5А", "10Б"]


def test_a_class_written_with_a_latin_letter_is_the_same_class() -> None:
    rows: list[Row] = [["ФИО", "Класс"], ["Щукина Вера", "5A"], ["Ёлкин Пётр", "5а"], ["Орлова Инна", '5 "А"']]
    assert roster_of(*rows, chosen=None).classes == ["5А"]


def test_the_tab_names_the_class_and_its_title_wins() -> None:
    sheets: dict[str, list[Row]] = {"5А": [HEAD, [1, "Щукина Вера"]], "Лист2": [["6Б класс"], HEAD, [1, "Ёлкин Пётр"]]}
    assert read_roster(xlsx_sheets(sheets), "a.xlsx").classes == ["5А", "6Б"]


def test_two_classes_side_by_side() -> None:
    roster = roster_of(
        ["5А класс", None, None, "5Б класс"], ["№", "ФИО", None, "№", "ФИО"],
        [1, "Щукина Вера", None, 1, "Ёлкин Пётр"], [2, "Орлова Инна"], chosen=None,
    )  # fmt: skip
    assert {student.name.last: student.class_name for student in roster.students} == {
        "Щукина": "5А", "Ёлкин": "5Б", "Орлова": "5А",
    }  # fmt: skip


def test_a_list_of_an_unnamed_class_needs_the_class_chosen() -> None:
    rows: list[Row] = [HEAD, [1, "Щукина Вера"]]
    assert "какой это класс" in said(roster_of(*rows, chosen=None))
    assert roster_of(*rows, chosen="5а").classes == ["5А"]


def test_a_list_of_another_class_than_chosen_blocks() -> None:
    roster = roster_of(["Список 6 «Б» класса"], HEAD, [1, "Щукина Вера"], chosen="5А")
    assert blocked(roster)
    assert "Выбран класс 5А, а в файле: 6Б" in said(roster)


def test_an_unclear_class_is_named_by_its_cell() -> None:
    roster = roster_of(["ФИО", "Класс"], ["Щукина Вера", "пятый"])
    assert "ячейка B2: Класс «пятый» не понят" in said(roster)


def test_a_sheet_that_only_counts_pupils_is_left() -> None:
    counts: list[Row] = [["Класс", "Учащихся", "Мальчиков"], ["5А", 27, 12], ["Итого", 27, 12]]
    sheets: dict[str, list[Row]] = {"5А": [HEAD, [1, "Щукина Вера"]], "Свод": counts}
    roster = read_roster(xlsx_sheets(sheets), "a.xlsx")
    assert (names(roster), blocked(roster)) == (["Щукина Вера"], False)


def test_a_sheet_without_names_is_told_and_left() -> None:
    roster = read_roster(xlsx_sheets({"5А": [HEAD, [1, "Щукина Вера"]], "Итоги": [["Всего", 27]]}), "a.xlsx")
    assert len(roster.students) == 1
    assert "лист «Итоги»" in said(roster)


# Names


@pytest.mark.parametrize(
    ("written", "last", "first", "middle"),
    [
        ("ЩУКИНА ВЕРА ОЛЕГОВНА", "Щукина", "Вера", "Олеговна"),
        ("щукина вера олеговна", "Щукина", "Вера", "Олеговна"),
        ("Щукина-Ёлкина Анна-Мария", "Щукина-Ёлкина", "Анна-Мария", ""),
        ("ЩУКИНА-ЁЛКИНА Вера", "Щукина-Ёлкина", "Вера", ""),
        ("Салимов Тимур Рашид оглы", "Салимов", "Тимур", "Рашид оглы"),
        ("САЛИМОВА ЛЕЙЛА РАШИД КЫЗЫ", "Салимова", "Лейла", "Рашид кызы"),
        ("Щукина, Вера Олеговна", "Щукина", "Вера", "Олеговна"),
        ("3. Щукина  Вера", "Щукина", "Вера", ""),
        ("Оболенская Вишневая Анна Петровна", "Оболенская Вишневая", "Анна", "Петровна"),
        ("Чан Тхи Лан", "Чан", "Тхи Лан", ""),
        ("Тань Ли", "Тань", "Ли", ""),
        ("О'Коннор Джон", "О'Коннор", "Джон", ""),
    ],
)
def test_a_name_is_divided_as_a_person_would(written: object, last: str, first: str, middle: str) -> None:
    name = pupil_of(written).students[0].name
    assert (name.last, name.first, name.middle) == (last, first, middle)


def test_a_doubtful_division_is_told() -> None:
    assert "Имя разделено так: фамилия «Чан», имя «Тхи Лан»" in said(pupil_of("Чан Тхи Лан"))


def test_pupils_without_a_patronymic_are_listed() -> None:
    roster = roster_of(
        ["Фамилия", "Имя", "Отчество"], ["Тань", "Ли", None], ["Щукина", "Вера", "Олеговна"], ["Чан", "Лан", "-"]
    )
    assert roster_report(roster)["without_patronymic"] == ["Тань Ли", "Чан Лан"]


def test_latin_letters_inside_russian_names_are_mended_and_told() -> None:
    roster = pupil_of("Cтоляровa Bepa")
    assert names(roster) == ["Столярова Вера"]
    assert "латинские буквы" in said(roster).lower()
    assert blocked(roster) is False


def test_a_wholly_foreign_name_stays() -> None:
    assert names(pupil_of("Smith John")) == ["Smith John"]


def test_a_digit_in_a_name_blocks() -> None:
    roster = pupil_of("Щук1на Вера")
    assert blocked(roster)
    assert "стоит цифра" in said(roster)


def test_namesakes_that_differ_by_yo_stay_two_and_are_named() -> None:
    roster = roster_of(HEAD, [1, "Семёнов Пётр", "01.02.2014", "м"], [2, "Семенов Петр", "03.04.2014", "м"])
    assert names(roster) == ["Семёнов Пётр", "Семенов Петр"]
    assert "«Семёнов Пётр»" in said(roster)
    assert "«Семенов Петр»" in said(roster)
    assert blocked(roster) is False


def test_a_pupil_listed_twice_blocks() -> None:
    roster = roster_of(HEAD, [1, "Щукина Вера", "01.02.2014", "ж"], [2, "Щукина Вера", "01.02.2014", "ж"])
    assert blocked(roster)
    assert "записан дважды" in said(roster)


def test_full_namesakes_with_their_own_birth_dates_are_two() -> None:
    roster = roster_of(HEAD, [1, "Щукина Вера", "01.02.2014", "ж"], [2, "Щукина Вера", "05.02.2014", "ж"])
    assert (len(roster.students), blocked(roster)) == (2, False)
    assert "тёзки" in said(roster)
