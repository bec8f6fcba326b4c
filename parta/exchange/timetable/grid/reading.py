"""The door of the room: opens the file, reads its sheets, refuses what is no timetable."""

from parta.exchange.errors import UnreadableFile
from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet, open_workbook
from parta.exchange.timetable.grid.assembling import assemble
from parta.exchange.timetable.grid.reader import SheetReading, read_sheet
from parta.exchange.timetable.parsed import ParsedTimetable

MAX_ROWS = 5_000
MAX_COLUMNS = 1_000


def read_grid(data: bytes, file_name: str) -> ParsedTimetable:
    """The timetable of an XLSX file whose lessons are drawn as a grid.

    Classes are named «7Б»; subjects and rooms stay as written. What was not understood is in `problems`, by sheet
    and cell. Raises UnreadableFile with a Russian sentence when the file is broken or holds no timetable.
    """
    sheets = open_workbook(data, file_name)
    for sheet in sheets:
        _check_size(sheet)
    readings = [read_sheet(sheet) for sheet in sheets if sheet.height]
    timetables = [reading for reading in readings if reading.lessons]
    if not timetables:
        raise UnreadableFile(_why_not(file_name, readings))
    result = assemble(timetables)
    result.problems += [_skipped(reading) for reading in readings if not reading.lessons]
    return result


def _check_size(sheet: Sheet) -> None:
    if sheet.height > MAX_ROWS or sheet.width > MAX_COLUMNS:
        raise UnreadableFile(
            f"На листе «{sheet.name}» {sheet.height} строк и {sheet.width} столбцов: это больше любого расписания. "
            "Оставьте на листе одно расписание и загрузите файл снова."
        )


def _skipped(reading: SheetReading) -> Problem:
    return Problem(f"Лист «{reading.name}»", "На этом листе расписание не найдено, лист пропущен.")


def _why_not(file_name: str, readings: list[SheetReading]) -> str:
    if not readings:
        return f"Файл «{file_name}» пуст: на листах нет ни одной записи. Проверьте, тот ли файл выбран."
    told = next((problem.message for reading in readings for problem in reading.problems), "")
    if told:
        return f"В файле «{file_name}» расписание не разобрано. {told}"
    return (
        f"В файле «{file_name}» не найдено расписание: нет дней недели, номеров уроков и классов рядом с ними. "
        "Проверьте, тот ли файл выбран."
    )


__all__ = ["read_grid"]
