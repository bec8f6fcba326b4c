"""One slip of the pen in a good timetable: whatever it changes, the reader must not keep silent about it."""

import random

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.tests.grid_builder import (
    DAYS,
    FIVE,
    SUBJECTS,
    Rows,
    messages,
    one_sheet,
    plain,
    read,
    slots,
    table,
    week,
)
from parta.exchange.timetable.parsed import ParsedTimetable

SLIPS: list[object] = [
    None, 1, 3, 7, 12.5, "2 урок", "Вт", "Среда", "5б", "5 классы", "каб", "Учитель", "8:00-8:40", "13:00-13:40",
    "Труд 12", "физика 211/химия 213", "205", "с/з", "-", "*", "/", "№", "III", "2 смена", "числ", "знам", "1 гр",
    "А", "Иванова И.И.", "Англ\nИнф", "Обед",
]  # fmt: skip


def days_down() -> tuple[str, Rows]:
    rows: Rows = [["День", "№", "5а", "каб", "5б", "каб"]]
    for name in FIVE:
        rows += [[name if i == 0 else None, i + 1, SUBJECTS[i], 100 + i, SUBJECTS[i + 1], "с/з"] for i in range(5)]
    return "Лист1", rows


def blocks_on_a_day() -> tuple[str, Rows]:
    rows: Rows = []
    for names in (["5а", "5б"], ["6а", "6б"]):
        rows.append(["понедельник", None, names[0], None, names[1], None])
        rows += [[None, i + 1, SUBJECTS[i], 100 + i, SUBJECTS[i + 1], "с/з"] for i in range(6)]
    return "понедельник", rows


def days_across() -> tuple[str, Rows]:
    rows: Rows = [["№", *[cell for name in FIVE for cell in (name, "каб")]]]
    rows += [[i + 1, *[c for k in range(5) for c in (SUBJECTS[(i + k) % 8], 100 + k)]] for i in range(6)]
    return "5А", rows


def classes_down() -> tuple[str, Rows]:
    rows: Rows = [["Класс", *[cell for name in FIVE for cell in (name, None, None, None)]], [None, *[1, 2, 3, 4] * 5]]
    rows += [[name, *[f"{SUBJECTS[k % 8]} {300 + k}" for k in range(20)]] for name in ("5а", "5б", "6а", "7а")]
    return "Лист1", rows


def week_of(result: ParsedTimetable) -> dict[str, dict[tuple[int, int], list[str]]]:
    return {name: week(result, name) for name in result.classes}


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("draw", [days_down, blocks_on_a_day, days_across, classes_down])
def test_a_slip_that_changes_more_than_its_own_cell_is_told(draw: object, seed: int) -> None:
    assert callable(draw)
    name, rows = draw()
    truth = week_of(read({name: table(rows)}))
    rnd = random.Random(seed)
    row = rnd.randrange(len(rows))
    column = rnd.randrange(len(rows[row]))
    rows[row][column] = rnd.choice(SLIPS)
    try:
        result = read({name: table(rows)})
    except UnreadableFile:
        return
    found = week_of(result)
    changed = [
        (one, spot)
        for one in truth.keys() | found.keys()
        for spot in truth.get(one, {}).keys() | found.get(one, {}).keys()
        if truth.get(one, {}).get(spot) != found.get(one, {}).get(spot)
    ]
    assert len(changed) <= 1 or result.problems, changed


def test_lessons_without_a_class_above_are_not_given_to_the_neighbour() -> None:
    rows = plain()
    rows[0][3] = None
    result = one_sheet(rows)
    assert week(result, "5А")[1, 1] == ["Математика"]
    assert slots(result) == 25
    assert "D2, D3, D4, D5, D6: Над этим столбцом не найден класс или день" in messages(result)


def test_room_heading_over_lessons_is_not_believed() -> None:
    rows = plain()
    rows[0][3] = "каб."
    assert "Над этим столбцом не найден класс" in messages(one_sheet(rows))


def test_number_that_jumps_is_told() -> None:
    rows = plain()
    rows[4][1] = 8
    told = messages(one_sheet(rows))
    assert "ячейка B5: После 3-го урока сразу 8-й" in told
    assert "ячейки C6, D6: Есть уроки, но не понятно, какой это день" in told


def test_class_among_the_days_does_not_rename_the_block() -> None:
    rows = plain()
    rows[7][0] = "6в"
    result = one_sheet(rows)
    assert result.classes == ["5А", "5Б"]
    assert slots(result) == 50
    assert "ячейка A8: «6в» стоит среди дней недели" in messages(result)


def test_sheet_name_that_contradicts_the_heading_is_told() -> None:
    by_day = read({"Вторник": table([["Понедельник", "5а"], *[[i + 1, SUBJECTS[i]] for i in range(4)]])})
    assert "название листа «Вторник» не совпадают" in messages(by_day)
    rows: Rows = [["5б"], ["№", *DAYS[:5]], *[[i + 1, *SUBJECTS[:5]] for i in range(4)]]
    assert "название листа «5А» не совпадают" in messages(read({"5А": table(rows)}))
