"""Staff lists: subjects, class teachers, several rows a person, rows that are no people."""

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.people.parsed import ParsedStaffList
from parta.exchange.people.report import staff_report
from parta.exchange.people.staff import read_staff
from parta.exchange.tests.table_files import Row, csv_bytes, ods, shared_file, xlsx

HEAD: Row = ["№", "ФИО", "Должность", "Предметы", "Классное руководство"]


def staff_of(*rows: Row) -> ParsedStaffList:
    return read_staff(xlsx(list(rows)), "педагоги.xlsx")


def names(parsed: ParsedStaffList) -> list[str]:
    return [person.name.full() for person in parsed.staff]


def said(parsed: ParsedStaffList) -> str:
    return "\n".join(f"{problem.place}: {problem.message}" for problem in parsed.problems)


def blocked(parsed: ParsedStaffList) -> bool:
    return any(problem.blocking for problem in parsed.problems)


def test_the_real_list_of_teachers_is_read_whole() -> None:
    parsed = read_staff(shared_file("class_lists/teachers.xlsx"), "teachers.xlsx")
    report = staff_report(parsed)
    assert report["staff"] == 19
    assert report["classes"] == ["5А", "5Б", "6А", "6Б", "8Б", "9Б", "10А", "10Б"]
    assert (report["joined"], report["left"], report["without_patronymic"]) == ([], [], [])
    first = parsed.staff[0]
    assert (first.name.full(), first.position) == ("Косая Ая Егоровна", "учитель")
    assert (first.subjects, first.homeroom) == (("Русский язык", "Литература"), ("5Б",))
    assert (first.load, first.email) == ("5А (5); 6А (3); 8А (5)", "teacher1@example.org")


def test_a_class_with_two_class_teachers_is_told() -> None:
    parsed = read_staff(shared_file("class_lists/teachers.xlsx"), "teachers.xlsx")
    assert "Класс 9Б записан у нескольких: Ломоносова Нана Алексеевна, Асафьева Флорентина Михайловна" in said(parsed)
    assert blocked(parsed) is False


def test_subjects_are_divided_outside_brackets_only() -> None:
    parsed = staff_of(
        HEAD, [1, "Орлова Инна Юрьевна", "учитель", "Иностранный язык (английский, немецкий); история", None]
    )
    assert parsed.staff[0].subjects == ("Иностранный язык (английский, немецкий)", "История")


def test_csv_and_ods_lists_are_read() -> None:
    text = "Фамилия;Имя;Отчество;Телефон\nОрлова;Инна;Юрьевна;8 900 000-11-22"
    assert read_staff(csv_bytes(text), "a.csv").staff[0].phone == "+79000001122"
    assert names(read_staff(ods([HEAD, [1, "Орлова Инна Юрьевна"]]), "a.ods")) == ["Орлова Инна Юрьевна"]


def test_a_director_is_a_person_and_a_signature_is_not() -> None:
    parsed = staff_of(
        ["Педагогический состав на 2025/2026 учебный год"],
        ["Должность", "ФИО", "Кл. рук."],
        ["Администрация"],
        ["Директор", "Орлова Инна Юрьевна", "-"],
        ["Секретарь", "Ёлкин Пётр Ильич", None],
        ["Учителя начальных классов"],
        ["учитель", "Щукина Вера Олеговна", "1 «А»"],
        [None, "Всего: 3"],
        [None, "Директор ______________ И. Ю. Орлова"],
    )
    assert names(parsed) == ["Орлова Инна Юрьевна", "Ёлкин Пётр Ильич", "Щукина Вера Олеговна"]
    assert (parsed.staff[2].homeroom, parsed.problems) == (("1А",), [])


def test_rows_of_further_subjects_belong_to_the_person_above() -> None:
    parsed = staff_of(
        HEAD,
        [1, "Орлова Инна Юрьевна", "учитель", "Алгебра", "7А"],
        [None, None, None, "Геометрия"],
        [2, "Щукина Вера Олеговна", "учитель", "Музыка"],
    )
    assert [person.subjects for person in parsed.staff] == [("Алгебра", "Геометрия"), ("Музыка",)]


def test_a_person_on_two_rows_is_one_and_told() -> None:
    parsed = staff_of(
        HEAD, [1, "Орлова Инна Юрьевна", "учитель", "Алгебра"], [2, "Орлова Инна Юрьевна", "учитель", "Физика"]
    )
    assert (len(parsed.staff), parsed.staff[0].subjects) == (1, ("Алгебра", "Физика"))
    assert "Принято за одного человека" in said(parsed)


def test_people_whose_names_differ_by_yo_stay_two_and_are_told() -> None:
    parsed = staff_of(HEAD, [1, "Семёнова Алёна Юрьевна"], [2, "Семенова Алена Юрьевна"])
    assert len(parsed.staff) == 2
    assert "Почти одно имя" in said(parsed)


@pytest.mark.parametrize(
    ("written", "classes"),
    [
        ("5Б", ("5Б",)),
        ("5 «Б» класс", ("5Б",)),
        ("5Б, 6А", ("5Б", "6А")),
        ("нет", ()),
        ("–", ()),
        ("5Б и 6А", ("5Б", "6А")),
    ],
)
def test_the_class_of_a_class_teacher(written: str, classes: tuple[str, ...]) -> None:
    parsed = staff_of(HEAD, [1, "Орлова Инна Юрьевна", "учитель", "Алгебра", written])
    assert (parsed.staff[0].homeroom, parsed.problems) == (classes, [])


def test_an_unclear_class_blocks() -> None:
    parsed = staff_of(HEAD, [1, "Орлова Инна Юрьевна", "учитель", "Алгебра", "да"])
    assert blocked(parsed)
    assert "Класс «да» не понят" in said(parsed)


def test_people_who_came_and_left_are_listed() -> None:
    rows: list[Row] = [
        ["ФИО", "Примечание"],
        ["Орлова Инна Юрьевна", "уволена 01.11.2025"],
        ["Тань Ли", "принята 12.01.2026"],
    ]
    report = staff_report(staff_of(*rows))
    assert (report["left"], report["joined"]) == (["Орлова Инна Юрьевна"], ["Тань Ли"])
    assert report["without_patronymic"] == ["Тань Ли"]


def test_numbered_rows_without_names_and_broken_names_block() -> None:
    assert blocked(staff_of(HEAD, [1, "Орлова Инна Юрьевна"], [2], [3]))
    assert blocked(staff_of(HEAD, [1, "Орлова"]))
    assert blocked(staff_of(HEAD, [1, None, "учитель", "Алгебра"], [2, "Орлова Инна Юрьевна"]))


def test_a_formula_in_a_column_that_matters_blocks() -> None:
    parsed = staff_of(HEAD, ["=ROW()", "Орлова Инна Юрьевна", '="учитель"', "Алгебра"])
    assert blocked(parsed)
    assert "ячейка C2" in said(parsed)


def test_a_list_without_names_is_told_with_the_headings_seen() -> None:
    with pytest.raises(UnreadableFile, match="нет столбца с именами сотрудников"):
        staff_of(["Предмет", "Часы"], ["Алгебра", 3])
