"""Names and words: a register must sort and search as a Russian reader expects, on every database."""

import pytest

from parta.lib import russian


def in_order(*names: str) -> bool:
    """Are the names in the order in which their keys put them, byte by byte?"""
    return sorted(names, key=lambda name: russian.sort_key(name).encode()) == list(names)


def test_yo_stands_with_ye_and_never_before_a() -> None:
    assert in_order("Абрамов", "Елисеев", "Ёлкин", "Емельянов", "Ёршин", "Ефимов", "Жуков", "Яковлев")
    assert in_order("Берёзкин", "Березовский")


def test_of_two_spellings_of_one_name_the_plain_one_comes_first_always() -> None:
    assert in_order("Семенов Лев", "Семёнов Лев")
    assert russian.sort_key("Семенов Лев") != russian.sort_key("Семёнов Лев")


def test_a_short_surname_comes_before_a_longer_one_that_begins_with_it() -> None:
    assert in_order("Иванов Яков", "Иванова Анна", "Ивановский Лев")
    assert in_order("Ким Яна", "Кимов Артём")


def test_case_and_spare_spaces_do_not_matter() -> None:
    assert russian.sort_key("  ИВАНОВ   Пётр ") == russian.sort_key("Иванов Пётр")


def test_classes_sort_by_number_then_letter() -> None:
    assert in_order("1А", "2Б", "9А", "9Ё", "9Ж", "10А", "10Б", "11А")
    assert in_order("Кабинет 9", "Кабинет 10", "Кабинет 101")


def test_foreign_letters_follow_the_russian_ones() -> None:
    assert in_order("Яковлев", "Smith")


def test_search_finds_a_name_in_any_case_and_with_either_letter() -> None:
    assert russian.search_form("  Ковалёв  ДАНИИЛ ") == "ковалев даниил"
    assert russian.search_form("КОВАЛЕВ") in russian.search_form("Ковалёв Даниил Сергеевич")


@pytest.mark.parametrize(
    ("number", "word"),
    [(0, "уроков"), (1, "урок"), (2, "урока"), (4, "урока"), (5, "уроков"), (11, "уроков"), (14, "уроков"),
     (21, "урок"), (22, "урока"), (25, "уроков"), (101, "урок"), (111, "уроков"), (112, "уроков"), (1004, "урока")],
)  # fmt: skip
def test_a_word_agrees_with_its_number(number: int, word: str) -> None:
    assert russian.plural(number, "урок", "урока", "уроков") == word
    assert russian.counted(number, "урок", "урока", "уроков") == f"{number}\u00a0{word}"


def test_names_are_written_without_stray_spaces_and_dots() -> None:
    assert russian.full_name("Ким", "Яна", "") == "Ким Яна"
    assert russian.short_name("Ким", "Яна", "") == "Ким\u00a0Я."
    assert russian.short_name("Крылова", "Елена", "Александровна") == "Крылова\u00a0Е.\u00a0А."
    assert russian.short_name("Крылова", "", "") == "Крылова"


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Физика", "физика"), ("ОБЗР", "ОБЗР"), ("Основы защиты Родины", "основы защиты Родины"), ("Я", "я"), ("", "")],
)  # fmt: skip
def test_a_subject_inside_a_sentence_keeps_its_capitals(name: str, inside: str) -> None:
    assert russian.lower_first(name) == inside
