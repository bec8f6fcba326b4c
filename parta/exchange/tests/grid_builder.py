"""Draws small timetables in the many ways schools draw them, for the tests of the grid reader."""

import io
from collections.abc import Callable, Iterable, Mapping

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from parta.exchange.timetable.grid import read_grid
from parta.exchange.timetable.parsed import ParsedTimetable

DAYS = ["Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота"]
SUBJECTS = ["Математика", "Русский язык", "Физика", "История", "Биология", "Химия", "География", "Литература"]

FIVE = DAYS[:5]

Cells = Mapping[str, object]
Rows = list[list[object]]


def workbook(
    sheets: Mapping[str, Cells], merges: Mapping[str, Iterable[str]] | None = None, hidden: Iterable[str] = ()
) -> bytes:
    """An XLSX file from cells by address: {"Лист1": {"A1": "Пн"}}."""
    book = Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for address, value in cells.items():
            sheet[address] = value
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for merged in (merges or {}).get(name, ()):
            sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def table(rows: Iterable[Iterable[object]], top: int = 1) -> dict[str, object]:
    """Cells of a table written as rows, from A{top}; None stays empty."""
    cells: dict[str, object] = {}
    for row, values in enumerate(rows, start=top):
        for column, value in enumerate(values):
            if value is not None:
                cells[f"{letter(column)}{row}"] = value
    return cells


def letter(column: int) -> str:
    """Column letter from 0."""
    return (letter(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def read(sheets: Mapping[str, Cells], merges: Mapping[str, Iterable[str]] | None = None) -> ParsedTimetable:
    """The drawn file as the importer reads it."""
    return read_grid(workbook(sheets, merges), "расписание.xlsx")


def week(result: ParsedTimetable, school_class: str) -> dict[tuple[int, int], list[str]]:
    """(weekday, lesson) to «subject|room|group|week» of one class, sorted."""
    found: dict[tuple[int, int], list[str]] = {}
    for lesson in result.lessons:
        if school_class in lesson.classes:
            text = "|".join((lesson.subject, ",".join(lesson.rooms), lesson.group, lesson.week)).rstrip("|")
            found.setdefault((lesson.weekday, lesson.number), []).append(text)
    return {key: sorted(found[key]) for key in sorted(found)}


def slots(result: ParsedTimetable) -> int:
    """Filled class × day × lesson places."""
    return len({(name, one.weekday, one.number) for one in result.lessons for name in one.classes})


def messages(result: ParsedTimetable) -> str:
    """All problems as text."""
    return "\n".join(f"{problem.place}: {problem.message}" for problem in result.problems)


def days_down(head: list[object], line: Callable[[int, int], list[object]], lessons: int = 5) -> Rows:
    """Rows of a grid with days in column A and numbers in column B; line(day, lesson) gives the rest of the row."""
    rows: Rows = [head]
    for day, name in enumerate(FIVE):
        for index in range(lessons):
            rows.append([name if index == 0 else None, index + 1, *line(day, index)])
    return rows


def two(_: int, index: int) -> list[object]:
    """One lesson for each of two classes."""
    return [SUBJECTS[index], SUBJECTS[index + 1]]


def plain() -> Rows:
    """Two classes, five days of five lessons."""
    return days_down(["День", "№", "5а", "5б"], two)


def one_sheet(rows: Rows, *merges: str) -> ParsedTimetable:
    """The rows read as a file of one sheet."""
    return read({"Расписание": table(rows)}, {"Расписание": merges})


def first_day(result: ParsedTimetable, name: str) -> list[list[str]]:
    """Monday's lessons of one class in order."""
    return [parts for (day, _), parts in week(result, name).items() if day == 1]
