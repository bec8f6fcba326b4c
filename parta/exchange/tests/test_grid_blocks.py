"""Blocks, rooms, groups, shifts, weeks and copies as schools draw them, one test each."""

from parta.exchange.tests.grid_builder import (
    DAYS,
    FIVE,
    SUBJECTS,
    Rows,
    days_down,
    letter,
    messages,
    one_sheet,
    plain,
    read,
    slots,
    table,
    two,
    week,
    workbook,
)
from parta.exchange.timetable.grid import read_grid

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


def test_shifts_in_a_column_and_the_first_classes_named_once() -> None:
    rows: Rows = [["День", "Смена", "№", "5а", "5б"]]
    for name in FIVE:
        for shift in (1, 2):
            rows += [[None, None, None, "6а", "6б"]] if shift == 2 else []
            for i in range(4):
                first = i == 0
                rows.append(
                    [name if first and shift == 1 else None, f"{shift} смена" if first else None, i + 1, *two(0, i)]
                )
    result = one_sheet(rows)
    assert slots(result) == 80
    assert result.second_shift_classes == ["6А", "6Б"]


def test_break_rows_without_a_number_are_told_together() -> None:
    rows: Rows = [["День", "№", "5а", "5б"]]
    for name in FIVE:
        rows += [[name if i == 0 else None, i + 1, *two(0, i)] for i in range(5)]
        rows.append([None, None, "Обед"])
    result = one_sheet(rows)
    assert slots(result) == 50
    assert "ячейки C7, C13, C19, C25, C31: Запись вне уроков" in messages(result)


def test_hidden_sheet_is_left_and_named() -> None:
    data = workbook({"Расписание": table(plain()), "Старое": table(plain())}, hidden=["Старое"])
    result = read_grid(data, "расписание.xlsx")
    assert slots(result) == 50
    assert "Лист «Старое»: Лист скрыт" in messages(result)
