"""Days, lesson numbers and classes as schools write them: what a person would lose if one stopped being understood."""

import pytest

from parta.exchange.tests.grid_builder import (
    FIVE,
    SUBJECTS,
    Rows,
    days_down,
    first_day,
    messages,
    one_sheet,
    plain,
    read,
    slots,
    table,
    two,
    week,
)

# Days


def test_letters_of_a_day_each_in_its_own_cell() -> None:
    rows: Rows = [["День", "№", "5а", "5б"]]
    for word in ("ПОНЕД", "ВТОРНИК", "СРЕДА", "ЧЕТВЕРГ", "ПЯТНИЦА"):
        rows += [[word[i] if i < len(word) else None, i + 1, SUBJECTS[i % 8], SUBJECTS[i % 8]] for i in range(7)]
    result = one_sheet(rows)
    assert slots(result) == 70
    assert result.problems == []


def test_day_written_in_the_middle_of_its_block() -> None:
    rows: Rows = [["День", "№", "5а", "5б"]]
    for name in FIVE:
        rows += [[name if i == 2 else None, i + 1, SUBJECTS[i], SUBJECTS[i]] for i in range(6)]
    result = one_sheet(rows)
    assert slots(result) == 60
    assert {one.weekday for one in result.lessons} == {1, 2, 3, 4, 5}


def test_day_left_out_between_two_others_is_restored_and_told() -> None:
    rows = plain()
    rows[6][0] = None
    result = one_sheet(rows)
    assert slots(result) == 50
    assert "ячейка B7: День у этого блока не написан" in messages(result)
    assert "записан как «вторник»" in messages(result)


def test_misspelled_day_is_read_and_told() -> None:
    rows = plain()
    rows[6][0] = "Вторнк"
    result = one_sheet(rows)
    assert slots(result) == 50
    assert "ячейка A7: «Вторнк» прочитано как «вторник»" in messages(result)


def test_last_day_without_a_name_is_not_guessed() -> None:
    rows = plain()
    rows[21][0] = None
    result = one_sheet(rows)
    assert slots(result) == 40
    assert "C22, D22" in messages(result)
    assert "не понятно, какой это день" in messages(result)


def test_sheet_of_one_date_is_the_day_of_that_date() -> None:
    rows: Rows = [["№", "Время", "5а"], *[[i + 1, f"{8 + i}:00-{8 + i}:40", SUBJECTS[i]] for i in range(5)]]
    result = read({"30.01.25": table(rows)})
    assert {one.weekday for one in result.lessons} == {4}


def test_saturday_with_a_single_lesson() -> None:
    result = one_sheet([*plain(), ["Сб", 1, "Химия", None]])
    assert week(result, "5А")[6, 1] == ["Химия"]
    assert slots(result) == 51


# Numbers and bells


def test_times_beside_the_numbers_become_bells() -> None:
    rows = days_down(["День", "№", "Время", "5а"], lambda _, i: [f"{8 + i}.00 – {8 + i}.45", SUBJECTS[i]])
    bells = one_sheet(rows).bells
    assert [(one.number, f"{one.starts_at:%H:%M}", f"{one.ends_at:%H:%M}") for one in bells[:2]] == [
        (1, "08:00", "08:45"),
        (2, "09:00", "09:45"),
    ]
    assert len(bells) == 5


def test_start_and_end_in_two_columns_become_bells() -> None:
    rows = days_down(["День", "№", "Начало", "Конец", "5а"], lambda _, i: [f"{8 + i}:00", f"{8 + i}:45", SUBJECTS[i]])
    assert len(one_sheet(rows).bells) == 5


def test_times_instead_of_numbers_are_counted_and_told() -> None:
    rows = plain()
    for row in rows[1:]:
        row[1] = f"{7 + int(str(row[1]))}:00-{7 + int(str(row[1]))}:40"
    result = one_sheet(rows)
    assert slots(result) == 50
    assert [bell.number for bell in result.bells] == [1, 2, 3, 4, 5]
    assert "Номеров уроков на листе нет, есть только время" in messages(result)


def test_a_forgotten_number_is_restored_and_told_by_cell() -> None:
    rows = plain()
    rows[3][1] = None
    result = one_sheet(rows)
    assert slots(result) == 50
    assert "ячейка B4: Номер урока не написан; по соседним номерам это 3-й урок" in messages(result)


def test_zero_lesson() -> None:
    rows = plain()
    for row in rows[1:]:
        row[1] = int(str(row[1])) - 1
    assert week(one_sheet(rows), "5А")[1, 0] == ["Математика"]


def test_sheet_without_numbers_is_counted_and_told() -> None:
    rows = [[row[0], row[2], row[3]] for row in plain()]
    result = one_sheet(rows, *[f"A{2 + 5 * day}:A{6 + 5 * day}" for day in range(5)])
    assert slots(result) == 50
    assert "Номеров уроков на листе нет: уроки посчитаны по порядку" in messages(result)


def test_whole_day_in_one_cell() -> None:
    day = "1. Математика\n2. Русский язык 12\n3. Физкультура"
    result = one_sheet([["Класс", *FIVE], ["1а", *[day] * 5], ["1б", *[day] * 5]])
    assert first_day(result, "1Б") == [["Математика"], ["Русский язык|12"], ["Физкультура"]]
    assert slots(result) == 30


# Classes


def test_class_names_get_one_form() -> None:
    heads = ["5a", "5 «Б»", '5"В"', "6-А", "10А (физ-мат)", "11 «Б»", "1 класс", "8 В класс"]
    result = one_sheet(days_down(["День", "№", *heads], lambda _, i: [SUBJECTS[i]] * 8))
    assert result.classes == ["1", "5А", "5Б", "5В", "6А", "8В", "10А", "11Б"]
    assert result.class_grades["11Б"] == 11
    assert "Буква класса 5А набрана латиницей" in messages(result)


def test_mark_in_brackets_stays_when_it_tells_two_classes_apart() -> None:
    heads = ["7к(г)", "7к(т)", "10А (физмат)", "10А (химбио)"]
    result = one_sheet(days_down(["День", "№", *heads], lambda _, i: [SUBJECTS[i]] * 4))
    assert result.classes == ["7К(г)", "7К(т)", "10А(физмат)", "10А(химбио)"]


def test_parallel_over_letters() -> None:
    rows = days_down([None, None, "А", "Б", "В", "А", "Б"], lambda _, i: [SUBJECTS[i]] * 5)
    result = one_sheet([["День", "№", "5 классы", None, None, "6 классы", None], *rows], "C1:E1", "F1:G1")
    assert result.classes == ["5А", "5Б", "5В", "6А", "6Б"]
    assert slots(result) == 125


def test_letters_on_a_sheet_named_by_the_grade() -> None:
    rows = days_down(["День", "№", "А", "Б"], two)
    result = read({"5 класс": table(rows), "6 классы": table(rows)})
    assert result.classes == ["5А", "5Б", "6А", "6Б"]
    assert slots(result) == 100


def test_classes_numbered_instead_of_lettered() -> None:
    assert one_sheet(days_down(["День", "№", "7-1", "7-2"], two)).classes == ["7-1", "7-2"]


def test_headings_a_column_off_are_matched_by_order_and_told() -> None:
    rows = days_down(
        ["День", "№", None, "5а", None, "5б", None, "6а"],
        lambda _, i: [SUBJECTS[i], 100 + i, SUBJECTS[i + 1], 200 + i, SUBJECTS[i + 2], "с/з"],
    )
    result = one_sheet(rows)
    assert week(result, "5А")[1, 1] == ["Математика|100"]
    assert week(result, "5Б")[1, 1] == ["Русский язык|200"]
    assert week(result, "6А")[1, 1] == ["Физика|с/з"]
    assert "ячейки D1, F1, H1: Класс написан не над своим столбцом" in messages(result)


def test_one_heading_off_among_right_ones() -> None:
    rows = days_down(["День", "№", "5а", None, "5б", "6а"], lambda _, i: [SUBJECTS[i], SUBJECTS[i + 1], None, "Химия"])
    result = one_sheet(rows)
    assert week(result, "5Б")[1, 1] == ["Русский язык"]
    assert "сдвинуты" in messages(result)


def test_two_columns_of_one_class_are_refused_by_cell() -> None:
    result = one_sheet(days_down(["День", "№", "5а", "5а", "5б"], lambda _, i: [SUBJECTS[i], "Химия", SUBJECTS[i]]))
    assert first_day(result, "5А")[0] == ["Математика"]
    assert "ячейка D1: «5а» уже есть в ячейке C1" in messages(result)
    assert any(problem.blocking for problem in result.problems)


@pytest.mark.parametrize("head", ["Дежурный", "5а, 5б", "5ббб"])
def test_heading_that_is_no_class_is_told_and_its_column_left(head: str) -> None:
    result = one_sheet(days_down(["День", "№", "6а", head], two))
    assert result.classes == ["6А"]
    assert f"ячейка D1: Заголовок «{head}» не понят" in messages(result)
    assert week(result, "6А")[1, 1] == ["Математика"]


def test_class_without_lessons_is_named() -> None:
    result = one_sheet(days_down(["День", "№", "5а", "5б"], lambda _, i: [SUBJECTS[i], None]))
    assert result.classes == ["5А", "5Б"]
    assert "Класс 5Б: Класс есть в заголовке, но ни одного урока у него нет" in messages(result)


def test_one_class_a_grade_named_by_bare_numbers() -> None:
    rows = [["Урок", 5, 6, 7, 8, 9, 10, 11], *[[i + 1, *[SUBJECTS[i]] * 7] for i in range(5)]]
    result = read({name: table(rows) for name in FIVE})
    assert result.classes == ["5", "6", "7", "8", "9", "10", "11"]
    assert slots(result) == 175
    assert "ячейки B1, C1, D1, E1, F1, G1, H1: Числа в заголовке прочитаны как классы" in messages(result)


def test_roman_grades() -> None:
    result = one_sheet(days_down(["День", "№", "V а", "VII-А", "XI «Б»"], lambda _, i: [SUBJECTS[i]] * 3))
    assert result.classes == ["5А", "7А", "11Б"]


def test_two_levels_with_their_own_times_are_told_once_a_lesson() -> None:
    rows: Rows = [["День", "№", "Время", "1а", "№", "Время", "5а"]]
    for name in FIVE:
        rows += [
            [
                name if i == 0 else None,
                i + 1,
                f"{8 + i}.00-{8 + i}.35",
                SUBJECTS[i],
                i + 1,
                f"{8 + i}.30-{9 + i}.10",
                "Труд",
            ]
            for i in range(5)
        ]
    result = one_sheet(rows)
    assert slots(result) == 50
    assert len(result.bells) == 5
    assert messages(result).count("В расписание звонков взято первое") == 5


def test_class_teachers_and_home_rooms_under_the_headings_are_not_lessons() -> None:
    rows: Rows = []
    for name in FIVE:
        rows += [[name, None, "5а", "5б"], [None, None, "Иванова И.И.", "Ким О.Н."], [None, None, "каб. 12", "каб. 14"]]
        rows += [[None, i + 1, SUBJECTS[i], SUBJECTS[i]] for i in range(5)]
    result = one_sheet(rows)
    assert slots(result) == 50
    assert result.teachers == []
    assert result.problems == []
