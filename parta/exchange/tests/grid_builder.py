"""Draws small timetables in the many ways schools draw them, for the tests of the grid reader."""

import io
from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from parta.exchange.timetable.grid import read_grid
from parta.exchange.timetable.parsed import ParsedTimetable

DAYS = ["Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота"]
SUBJECTS = ["Математика", "Русский язык", "Физика", "История", "Биология", "Химия", "География", "Литература"]

Cells = Mapping[str, object]


def workbook(sheets: Mapping[str, Cells], merges: Mapping[str, Iterable[str]] | None = None) -> bytes:
    """An XLSX file from cells by address: {"Лист1": {"A1": "Пн"}}."""
    book = Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for address, value in cells.items():
            sheet[address] = value
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
