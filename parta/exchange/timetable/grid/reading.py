"""The door of the room: opens the file, reads its sheets, refuses what is no timetable."""

from parta.exchange.errors import UnreadableFile
from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet, open_workbook
from parta.exchange.timetable.grid.assembling import assemble
from parta.exchange.timetable.grid.reader import SheetReading, read_sheet
from parta.exchange.timetable.parsed import ParsedTimetable
from parta.lib.russian import counted

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
    shown = [reading for reading in timetables if not reading.hidden] or timetables
    result = assemble(shown)
    result.problems += [_skipped(reading) for reading in readings if reading not in shown]
    return result


def _check_size(sheet: Sheet) -> None:
    if sheet.height > MAX_ROWS or sheet.width > MAX_COLUMNS:
        raise UnreadableFile(
            f"На листе «{sheet.name}» {counted(sheet.height, 'строка', 'строки', 'строк')} "
            f"и {counted(sheet.width, 'столбец', 'столбца', 'столбцов')}: это больше любого расписания. "
            "Оставьте на листе одно расписание и загрузите файл снова."
        )


def _skipped(reading: SheetReading) -> Problem:
    place = f"Лист «{reading.name}»"
    if reading.is_for_teachers:
        return Problem(place, "Здесь расписание по учителям; классы взяты с других листов, этот лист пропущен.")
    if reading.lessons:
        return Problem(
            place, "Лист скрыт, поэтому не прочитан. Если он нужен, покажите его в Excel и загрузите файл снова."
        )
    told = f" {reading.problems[0].place}: {reading.problems[0].message}" if reading.problems else ""
    return Problem(place, f"На этом листе расписание не найдено, лист пропущен.{told}")


def _why_not(file_name: str, readings: list[SheetReading]) -> str:
    if not readings:
        return f"Файл «{file_name}» пуст: на листах нет ни одной записи. Проверьте, тот ли файл выбран."
    if any(reading.is_for_teachers for reading in readings):
        return (
            f"В файле «{file_name}» расписание по учителям: в строках люди, в ячейках классы. "
            "Загрузите расписание по классам."
        )
    days = any(reading.has_days for reading in readings)
    classes = any(reading.has_classes for reading in readings)
    told = next((problem for reading in readings for problem in reading.problems), None)
    if days and classes and told:
        return f"В файле «{file_name}» расписание не разобрано. {told.place}: {told.message}"
    missing = [word for word, known in (("дней недели", days), ("названий классов", classes)) if not known]
    lacking = " и ".join(missing) or "номеров уроков рядом с классами"
    return f"В файле «{file_name}» не найдено расписание уроков: нет {lacking}. Проверьте, тот ли файл выбран."


__all__ = ["read_grid"]
