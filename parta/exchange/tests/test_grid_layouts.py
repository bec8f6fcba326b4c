"""Layouts met in schools, one test each: what a person would lose if the reader stopped understanding it."""

from collections.abc import Callable

import pytest

from parta.exchange.tests.grid_builder import DAYS, SUBJECTS, letter, messages, read, slots, table, week
from parta.exchange.timetable.parsed import ParsedTimetable

Rows = list[list[object]]
FIVE = DAYS[:5]


def days_down(head: list[object], line: Callable[[int, int], list[object]], lessons: int = 5) -> Rows:
    """Rows of a grid with days in column A and numbers in column B; line(day, lesson) gives the rest of the row."""
    rows: Rows = [head]
    for day, name in enumerate(FIVE):
        for index in range(lessons):
            rows.append([name if index == 0 else None, index + 1, *line(day, index)])
    return rows


def two(day: int, index: int) -> list[object]:
    return [SUBJECTS[index], SUBJECTS[index + 1]]


def plain() -> Rows:
    return days_down(["День", "№", "5а", "5б"], two)


def one_sheet(rows: Rows, *merges: str) -> ParsedTimetable:
    return read({"Расписание": table(rows)}, {"Расписание": merges})


def first_day(result: ParsedTimetable, name: str) -> list[list[str]]:
    return [parts for (day, _), parts in week(result, name).items() if day == 1]


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
    assert "ячейка D1: Класс «5а» уже есть в ячейке C1" in messages(result)
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


# Blocks


def test_blocks_side_by_side_with_small_room_numbers() -> None:
    rows: Rows = [["5а", None, None, None, "5б"], ["№", "Предмет", "Каб.", None, "№", "Предмет", "Каб."]]
    for day, name in enumerate(FIVE):
        rows.append([name, None, None, None, name])
        rows += [[i + 1, SUBJECTS[i], i + 1, None, i + 1, SUBJECTS[i], i + 11] for i in range(5 + day % 2)]
    result = one_sheet(rows)
    assert slots(result) == 54
    assert week(result, "5А")[1, 2] == ["Русский язык|2"]
    assert week(result, "5Б")[1, 2] == ["Русский язык|12"]


def test_days_under_days_and_beside_each_other_for_one_class() -> None:
    rows: Rows = [["Расписание 9 «В» класса"]]
    for three in (DAYS[:3], DAYS[3:]):
        rows.append([cell for name in three for cell in ("№", name, "каб")])
        rows += [[cell for _ in three for cell in (i + 1, SUBJECTS[i], 10 + i)] for i in range(5)]
    result = one_sheet(rows)
    assert result.classes == ["9В"]
    assert slots(result) == 30
    assert {one.weekday for one in result.lessons} == {1, 2, 3, 4, 5, 6}


def test_class_and_number_beside_days_across() -> None:
    rows: Rows = [["Класс", "Урок", *FIVE]]
    for name in ("1а", "1б", "2а"):
        rows += [[name if i == 0 else None, i + 1, *[SUBJECTS[i]] * 5] for i in range(4)]
    result = one_sheet(rows, "A2:A5", "A6:A9", "A10:A13")
    assert slots(result) == 60


def test_days_and_classes_down_lessons_across() -> None:
    rows: Rows = [[None, None, 1, 2, 3, 4], ["День", "Класс", "8:00-8:40", "8:50-9:30", "9:40-10:20", "10:30-11:10"]]
    for name in FIVE:
        rows += [[name if c == "5а" else None, c, *SUBJECTS[:4]] for c in ("5а", "5б", "6а")]
    result = one_sheet(rows, *[f"A{3 + 3 * day}:A{5 + 3 * day}" for day in range(5)])
    assert slots(result) == 60
    assert len(result.bells) == 4


def test_classes_under_days_and_days_under_classes() -> None:
    lines: Rows = [[i + 1, *[SUBJECTS[(i + k) % 8] for k in range(15)]] for i in range(4)]
    under_days: Rows = [["№", *[c for d in FIVE for c in (d, None, None)]], [None, *["5а", "5б", "6а"] * 5], *lines]
    result = one_sheet(under_days, *[f"{letter(1 + 3 * d)}1:{letter(3 + 3 * d)}1" for d in range(5)])
    assert slots(result) == 60
    assert week(result, "5Б")[2, 1] == [SUBJECTS[4]]
    blank = [None] * 4
    under_classes: Rows = [
        ["№", "5а", *blank, "5б", *blank, "6а", *blank],
        [None, *["ПН", "ВТ", "СР", "ЧТ", "ПТ"] * 3],
        *lines,
    ]
    result = one_sheet(under_classes, "B1:F1", "G1:K1", "L1:P1")
    assert slots(result) == 60
    assert week(result, "5Б")[2, 1] == [SUBJECTS[6]]


# Rooms and teachers


def test_teacher_and_room_columns() -> None:
    rows = days_down(
        ["День", "№", "5а", "Учитель", "каб", "5б", "Учитель", "каб"],
        lambda _, i: [SUBJECTS[i], "Иванова И.И.", 100 + i, SUBJECTS[i], "Петров П. П.", "с/з"],
    )
    result = one_sheet(rows)
    assert result.teachers == ["Иванова И.И.", "Петров П. П."]
    assert week(result, "5Б")[1, 1] == ["Математика|с/з"]


def test_unknown_column_under_a_class_is_not_a_group() -> None:
    rows: Rows = [["День", "№", "5а", None, None], [None, None, "Предмет", "Вид", "Ауд."]]
    rows += [row for row in days_down([], lambda _, i: [SUBJECTS[i], "пр", 100 + i]) if row]
    result = one_sheet(rows, "C1:E1")
    assert week(result, "5А")[1, 1] == ["Математика|100"]
    assert "Заголовок «Вид» не понят" in messages(result)


def test_subject_teacher_and_room_one_under_another() -> None:
    rows: Rows = [["День", "Урок", "5а", "5б"]]
    for name in FIVE:
        for i in range(4):
            rows.append([name if i == 0 else None, i + 1, SUBJECTS[i], "Англ/Инф"])
            rows.append([None, None, "Иванова И.И.", "Ким О.Н./Белов А.А."])
            rows.append([None, None, 100 + i, "12/14"])
    result = one_sheet(rows)
    assert week(result, "5А")[1, 4] == ["История|103"]
    assert week(result, "5Б")[1, 4] == ["Англ|12|1", "Инф|14|2"]
    assert result.teachers == ["Иванова И.И.", "Ким О.Н.", "Белов А.А."]


def test_room_without_a_subject_is_told_by_cell() -> None:
    rows = days_down(["День", "№", "5а", "каб"], lambda day, i: [None if (day, i) == (1, 2) else SUBJECTS[i], 100 + i])
    result = one_sheet(rows)
    assert slots(result) == 24
    assert "ячейка D9: Есть кабинет «102», а предмета рядом нет" in messages(result)


def test_more_rooms_than_subjects_are_told_and_not_given_at_random() -> None:
    rows = days_down(["День", "№", "5а", "каб"], lambda _, i: ["Англ/Инф" if i == 1 else SUBJECTS[i], "12/14/15"])
    result = one_sheet(rows)
    assert week(result, "5А")[1, 2] == ["Англ||1", "Инф||2"]
    assert "ячейка C3: Предметов 2, а кабинетов 3" in messages(result)


# Groups


def test_groups_in_two_rows_of_one_lesson() -> None:
    rows: Rows = [["День", "Урок", "5а", "5б"]]
    merges = []
    for name in FIVE:
        for i in range(4):
            top = len(rows) + 1
            rows.append([name if i == 0 else None, i + 1, "Английский 12" if i == 1 else SUBJECTS[i], SUBJECTS[i]])
            rows.append([None, None, "Информатика 14" if i == 1 else None, None])
            merges += [f"B{top}:B{top + 1}", f"D{top}:D{top + 1}"] + ([] if i == 1 else [f"C{top}:C{top + 1}"])
    result = one_sheet(rows, *merges)
    assert slots(result) == 40
    assert week(result, "5А")[1, 2] == ["Английский|12|1", "Информатика|14|2"]
    assert week(result, "5А")[1, 1] == ["Математика"]


def test_groups_in_two_columns_whole_class_merged_over_both() -> None:
    rows = days_down(
        ["День", "№", "5а", None, "5б"],
        lambda _, i: ["Англ" if i == 1 else SUBJECTS[i], "Инф" if i == 1 else None, "Труд"],
    )
    rows[3][2], rows[3][3] = None, "Немец. яз."
    merges = [f"C{2 + 5 * day + i}:D{2 + 5 * day + i}" for day in range(5) for i in range(5) if i not in (1, 2)]
    result = one_sheet(rows, "C1:D1", *merges)
    assert week(result, "5А")[1, 1] == ["Математика"]
    assert week(result, "5А")[1, 2] == ["Англ||1", "Инф||2"]
    assert week(result, "5А")[1, 3] == ["Немец. яз.||2"]


def test_group_names_from_the_heading() -> None:
    rows = days_down(
        [None, None, "1 гр.", "2 гр.", "1 гр.", "2 гр."], lambda _, i: [SUBJECTS[i], "Инф", SUBJECTS[i], None]
    )
    result = one_sheet([["День", "№", "5а", None, "5б", None], *rows], "C1:D1", "E1:F1")
    assert week(result, "5А")[1, 1] == ["Инф||2", "Математика||1"]


def test_cell_merged_over_classes_is_one_common_lesson() -> None:
    rows = days_down(["День", "№", "5а", "каб", "5б", "каб"], lambda _, i: [SUBJECTS[i], 100, SUBJECTS[i], 200])
    rows[1][2:] = ["Разговоры о важном", None, None, None]
    rows[2][3:5] = [None, None]
    result = one_sheet(rows, "C2:F2", "C3:E3")
    assert [one.classes for one in result.lessons if one.subject == "Разговоры о важном"] == [("5А", "5Б")]
    assert week(result, "5Б")[1, 2] == ["Русский язык|200"]
    assert slots(result) == 50


def test_lesson_merged_over_two_numbers_is_two_lessons() -> None:
    rows = plain()
    rows[2][2] = None
    result = one_sheet(rows, "C2:C3")
    assert week(result, "5А")[1, 2] == ["Математика"]


# Shifts


def test_second_shift_under_its_own_heading() -> None:
    first = days_down(["День", "№", "5а", "5б"], two)
    second = days_down(["День", "№", "6а", "6б"], two)
    result = one_sheet([["I смена"], *first, [], ["II смена"], *second])
    assert result.second_shift_classes == ["6А", "6Б"]
    assert slots(result) == 100
    assert result.problems == []


def test_second_shift_heading_over_columns() -> None:
    rows = days_down([None, None, "5а", "5б", "6а", "6б"], lambda _, i: [SUBJECTS[i]] * 4)
    result = one_sheet([["День", "№", "1 смена", None, "2 смена", None], *rows], "C1:D1", "E1:F1")
    assert result.second_shift_classes == ["6А", "6Б"]


def test_second_shift_by_numbers_that_go_on() -> None:
    rows: Rows = [["День", "№", "5а", "5б"]]
    for name in FIVE:
        rows += [[name, None, "5а", "5б"], *[[None, i + 1, *two(0, i)] for i in range(5)]]
        rows += [[None, None, "6а", "6б"], *[[None, i + 6, *two(0, i)] for i in range(5)]]
    result = one_sheet(rows)
    assert slots(result) == 100
    assert result.second_shift_classes == ["6А", "6Б"]
    assert week(result, "6А")[1, 6] == ["Математика"]


def test_second_numbers_column_of_the_second_shift() -> None:
    rows = days_down(["День", "№", "5а", "5б", "№", "6а"], lambda _, i: [SUBJECTS[i], SUBJECTS[i], i + 7, SUBJECTS[i]])
    result = one_sheet(rows)
    assert week(result, "6А")[1, 7] == ["Математика"]
    assert result.second_shift_classes == ["6А"]


def test_second_shift_by_time() -> None:
    rows = days_down(["День", "№", "Время", "5а"], lambda _, i: [f"{13 + i}:00-{13 + i}:40", SUBJECTS[i]])
    assert one_sheet(rows).second_shift_classes == ["5А"]


def test_second_shift_on_its_own_sheet() -> None:
    rows = days_down(["День", "№", "6а", "7а"], two)
    result = read({"1 смена": table(plain()), "2 смена": table(rows)})
    assert result.second_shift_classes == ["6А", "7А"]


# Weeks


def test_weeks_in_one_cell() -> None:
    rows = days_down(["День", "№", "5а"], lambda _, i: ["числ. Физика 12 / знам. Химия 13" if i == 1 else SUBJECTS[i]])
    assert week(one_sheet(rows), "5А")[1, 2] == ["Физика|12||10", "Химия|13||01"]


def test_weeks_in_a_column_of_two_rows() -> None:
    rows: Rows = [["День", "Урок", "Неделя", "5а", "5б"]]
    for name in FIVE:
        for i in range(3):
            rows.append([name if i == 0 else None, i + 1, "числ", SUBJECTS[i], "Труд"])
            rows.append([None, None, "знам", SUBJECTS[i + 1], "Химия"])
    result = one_sheet(rows)
    assert week(result, "5А")[1, 1] == ["Математика|||10", "Русский язык|||01"]
    assert slots(result) == 30


def test_weeks_on_two_sheets_are_not_copies() -> None:
    other = days_down(["День", "№", "5а", "5б"], lambda _, i: [SUBJECTS[i + 1], SUBJECTS[i]])
    result = read({"Чётная неделя": table(plain()), "Нечётная неделя": table(other)})
    assert week(result, "5А")[1, 1] == ["Математика|||01", "Русский язык|||10"]
    assert slots(result) == 50


# Copies and slips


def test_the_same_lessons_by_day_and_by_class_are_counted_once_and_compared() -> None:
    by_day = {name: table([["№", "5а", "каб"], *[[i + 1, SUBJECTS[i], 100 + i] for i in range(4)]]) for name in FIVE}
    rows = days_down(
        ["День", "№", "5а", "каб"], lambda _, i: ["Химия" if i == 3 else SUBJECTS[i], 100 + 2 * i], lessons=5
    )
    result = read({**by_day, "5 классы": table(rows)})
    told = messages(result)
    assert slots(result) == 25
    assert "«Понедельник», ячейка B5: 5А, 4-й урок: на листе «Понедельник» «история»" in told
    assert "«5 классы» «химия» (ячейка C5)" in told
    assert "C3 (101) и D3" not in told
    assert "Кабинеты разные: B3 (101) и C3 (102); B4 (102) и C4 (104)" in told


def test_the_same_place_twice_on_one_sheet_is_told() -> None:
    rows = plain()
    rows[6][0] = "Понедельник"
    result = one_sheet(rows)
    assert slots(result) == 40
    assert "ячейка C7: 5А: 1-й урок этого дня уже записан в ячейке C2" in messages(result)


def test_row_without_a_number_between_lessons_is_told() -> None:
    rows = plain()
    rows.insert(6, [None, None, "Обед", "Обед"])
    result = one_sheet(rows)
    assert slots(result) == 50
    assert "ячейки C7, D7: Запись вне уроков" in messages(result)


def test_lost_formula_and_bare_room_are_told_by_cell() -> None:
    rows = plain()
    rows[7][2], rows[8][3] = "205", "=Z1"
    result = one_sheet(rows)
    assert slots(result) == 48
    assert "ячейка C8: Предмет не найден в тексте «205»" in messages(result)
    assert "ячейка D9: Формула ничего не даёт" in messages(result)


def test_spellings_of_one_subject_count_once() -> None:
    rows = plain()
    rows[1][2] = "математика."
    result = one_sheet(rows)
    assert "математика." not in result.subjects
    assert "ячейка C2: Название «математика.»" in messages(result)


def test_titles_above_and_notes_below_are_not_lessons() -> None:
    above: Rows = [
        [None, None, None, "УТВЕРЖДАЮ"],
        [None, None, None, "Директор школы"],
        ["Расписание на 2025-2026 уч. год"],
        [],
    ]
    below: Rows = [[], ["Примечание: с 1 сентября"], ["Заместитель директора __________"]]
    result = one_sheet([*above, *plain(), *below])
    assert slots(result) == 50
    assert result.problems == []


def test_empty_rows_and_columns_between() -> None:
    rows: Rows = [["День", None, "№", None, "5а", None, "5б"]]
    for name in FIVE:
        rows.append([])
        rows += [[name if i == 0 else None, None, i + 1, None, SUBJECTS[i], None, SUBJECTS[i]] for i in range(5)]
    result = one_sheet(rows)
    assert slots(result) == 50
    assert result.problems == []
