"""The two real grids of the data folder, recounted here from the raw cells in another, simpler way."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from parta.exchange.tests.grid_builder import messages, week
from parta.exchange.timetable.grid import read_grid
from parta.exchange.timetable.parsed import ParsedTimetable

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "timetable" / "xlsx"
SCHOOL_A = FOLDER / "school_A_one_grid_grades_1-11.xlsx"
SCHOOL_B = FOLDER / "school_B_sheet_per_day_grades_5-11.xlsx"
needs_data = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="../shared/data is absent: the real timetables are not part of the project"
)

DAYS = {"ПН": 1, "ВТ": 2, "СР": 3, "ЧТ": 4, "ПТ": 5, "СБ": 6}
WEEK = {"понедельник": 1, "вторник": 2, "среда": 3, "четверг": 4, "пятница": 5}

Spot = tuple[str, int, int]


@cache
def read(path: Path) -> ParsedTimetable:
    return read_grid(path.read_bytes(), path.name)


def spots(result: ParsedTimetable) -> dict[Spot, list[str]]:
    """(class, day, lesson) to the subjects there, sorted."""
    found: dict[Spot, list[str]] = defaultdict(list)
    for lesson in result.lessons:
        for name in lesson.classes:
            found[name, lesson.weekday, lesson.number].append(lesson.subject)
    return {spot: sorted(subjects) for spot, subjects in found.items()}


def full(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """Texts of the sheet with merged ranges filled in."""
    cells = {
        (cell.row, cell.column): str(cell.value).strip() for row in sheet for cell in row if cell.value is not None
    }
    for merged in sheet.merged_cells.ranges:
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                if (merged.min_row, merged.min_col) in cells:
                    cells[row, column] = cells[merged.min_row, merged.min_col]
    return cells


def subjects_of_a(text: str) -> list[str]:
    """«физика 211/химия 213» → two; «англ. яз. 308,313» → the same subject twice, once for each room."""
    if "/" in text and not re.search(r"[см]/з", text):
        halves = text.split("/")
    elif re.search(r"\d, [а-я]", text):
        halves = text.split(", ")
    else:
        halves = [text]
    found = []
    for half in halves:
        rooms = re.findall(r"\d{3}", half)
        name = " ".join(re.sub(r"\d{3},?|[см]/з", " ", half).split())
        # The two slips of the file: «лит. чт», «окр. мир.».
        name = {"лит. чт": "лит. чт.", "окр. мир.": "окр. мир"}.get(name, name)
        found += [name] * max(len(rooms), 1) if name else []
    return sorted(found)


def recount_a() -> dict[Spot, list[str]]:
    cells = full(openpyxl.load_workbook(SCHOOL_A)["Расписание"])
    found: dict[Spot, list[str]] = {}
    day = 0
    for row in range(2, 49):
        day = DAYS.get(cells.get((row, 1), ""), day)
        for column in [*range(3, 15), *range(17, 36)]:
            text = cells.get((row, column))
            # Columns up to O are numbered in B, the rest in P; nothing is written in row 9, where they disagree.
            number = cells[row, 2 if column < 16 else 16]
            if text:
                found[cells[1, column].upper(), day, int(number)] = subjects_of_a(text)
    return found


@needs_data
def test_school_a_has_every_lesson_of_the_sheet_and_no_other() -> None:
    assert spots(read(SCHOOL_A)) == recount_a()


@needs_data
def test_school_a_figures() -> None:
    result = read(SCHOOL_A)
    assert result.format == "xlsx"
    assert len(result.classes) == 31
    assert result.classes[0] == "1А"
    assert result.classes[-1] == "11Б"
    assert result.class_grades["10А"] == 10
    assert len(spots(result)) == len(recount_a()) == 944
    assert len(result.subjects) == 27
    assert result.second_shift_classes == []
    assert result.bells == []
    assert {lesson.weekday for lesson in result.lessons} == {1, 2, 3, 4, 5, 6}


@needs_data
def test_school_a_rooms_are_those_written_in_the_cells() -> None:
    cells = full(openpyxl.load_workbook(SCHOOL_A)["Расписание"])
    lessons = (text for (row, column), text in cells.items() if row > 1 and column not in (1, 2, 15, 16, 36, 37))
    written = {room for text in lessons for room in re.findall(r"\d{3}|[см]/з", text)}
    assert set(read(SCHOOL_A).rooms) == written


@needs_data
def test_school_a_electives_are_common_to_the_three_classes_under_the_merged_cell() -> None:
    result = read(SCHOOL_A)
    common = [one for one in result.lessons if one.weekday == 2 and one.number == 1 and "9Б" in one.classes]
    assert [(one.subject, one.rooms) for one in common] == [
        ("англ. яз.", ("314",)),
        ("географ.", ("212",)),
        ("биолог.", ("210",)),
        ("физика", ("107",)),
    ]
    assert {one.classes for one in common} == {("9А", "9Б", "9В")}
    assert "AC10, AC11, AC42, AC43" in messages(result)


@needs_data
def test_school_a_half_of_a_class_has_a_lesson_while_the_other_is_free() -> None:
    thursday = week(read(SCHOOL_A), "1А")
    assert thursday[4, 6] == ["англ. яз.|307|1"]
    assert thursday[4, 7] == ["англ. яз.|306|2"]


@needs_data
def test_school_a_oddities_are_listed_by_cell() -> None:
    told = messages(read(SCHOOL_A))
    assert "ячейка O1: Заголовок «ю.ю» не понят" in told
    assert "ячейка E2: Название «лит. чт»" in told
    assert "ячейка K36: Название «окр. мир.»" in told


def blocks_of_b(sheet: Worksheet) -> dict[Spot, tuple[str, str]]:
    """(class, day, lesson) to subject and room cells: a block begins where a day stands in the first columns."""
    cells = full(sheet)
    heads = [
        row for row in range(1, sheet.max_row + 1) if {sheet.cell(row, 1).value, sheet.cell(row, 2).value} & set(WEEK)
    ]
    found: dict[Spot, tuple[str, str]] = {}
    for head in heads:
        day = WEEK[next(cells[head, column] for column in (1, 2) if cells.get((head, column)) in WEEK)]
        number_column = 3 if cells.get((head, 2)) in WEEK else 2
        for column in range(number_column + 1, sheet.max_column + 1):
            name = cells.get((head, column), "")
            if not name[:1].isdigit():
                continue
            for row in range(head + 1, head + 10):
                number = str(sheet.cell(row, number_column).value or "")
                if not number.isdigit():
                    break
                text = str(sheet.cell(row, column).value or "").strip()
                if text.strip("-"):
                    room = str(sheet.cell(row, column + 1).value or "").strip()
                    spot = (re.sub(r"[а-я]", lambda one: one[0].upper(), name, count=1), day, int(number))
                    found[spot] = (text, room)
    return found


def recount_b(sheets: slice) -> dict[Spot, tuple[str, str]]:
    book = openpyxl.load_workbook(SCHOOL_B)
    return {spot: cell for name in book.sheetnames[sheets] for spot, cell in blocks_of_b(book[name]).items()}


def subjects_of_b(text: str, room: str) -> list[str]:
    names = [" ".join(name.split()) for name in (text.split("/") if text != "с/о" else [text])]
    names = [{"англ.язык": "англ. язык", "немец.язык": "немец. язык"}.get(name, name) for name in names]
    count = room.count("/") + 1 if len(names) == 1 and room != "с/з" else 1
    return sorted(name for name in names * count if name != "-")


@needs_data
def test_school_b_is_read_from_the_fuller_copy_and_each_lesson_once() -> None:
    by_day, by_grade = recount_b(slice(0, 5)), recount_b(slice(5, None))
    assert len(by_day) < len(by_grade)
    expected = {spot: subjects_of_b(*cell) for spot, cell in by_grade.items()}
    assert spots(read(SCHOOL_B)) == expected
    assert len(expected) == 1328


@needs_data
def test_school_b_figures() -> None:
    result = read(SCHOOL_B)
    assert len(result.classes) == 40
    assert {"7К(г)", "7К(т)", "8К", "8К(г)", "10В(с)", "11К(и)"} <= set(result.classes)
    assert result.second_shift_classes == []
    assert "*" not in result.rooms
    assert "203-205" in result.rooms


@needs_data
def test_school_b_split_groups_have_each_its_own_room() -> None:
    assert week(read(SCHOOL_B), "10А")[2, 5] == ["ИКТ|344|1", "английский язык|326|2"]
    assert week(read(SCHOOL_B), "8Ж")[2, 7] == ["проект.деят.|126|1"]


@needs_data
def test_school_b_every_difference_of_the_two_copies_is_told() -> None:
    by_day, by_grade = recount_b(slice(0, 5)), recount_b(slice(5, None))
    told = messages(read(SCHOOL_B))
    grades = {spot[0] for spot in by_day}
    different = [
        spot
        for spot in by_day.keys() | by_grade.keys()
        if spot[0] in grades
        and set(subjects_of_b(*by_day.get(spot, ("-", "")))) != set(subjects_of_b(*by_grade.get(spot, ("-", ""))))
    ]
    # Two lines of the same day and lesson of one class would be one difference twice.
    assert len(re.findall(r"-й урок: на листе «", told)) == len(different)
    assert "«понедельник», ячейка C7: 5К, 5-й урок" in told
