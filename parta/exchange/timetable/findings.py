"""Problems of one timetable file, gathered: one sentence about many places is one problem that names the places."""

from parta.exchange.errors import UnreadableFile
from parta.exchange.problems import Problem
from parta.lib.dates import WEEKDAYS
from parta.lib.russian import counted

_NAMED_PLACES = 5
KNOWN_FILES = "Парта читает выгрузку «Ники» (.json, .js), aSc Timetables (.xml) и сетку расписания в Excel (.xlsx)."
# A very large school has some 2,000 lessons a week, and a file may hold the weeks of a whole year; more is a mistake.
_MAX_ENTRIES = 90_000


def check_amount(entries: int, file_name: str) -> None:
    """Refuses a file with more entries of one kind than any school has (UnreadableFile)."""
    if entries > _MAX_ENTRIES:
        raise UnreadableFile(
            f"В файле «{file_name}» слишком много записей ({entries}): это не расписание одной школы. "
            "Выгрузите только нужный период."
        )


class Findings:
    """Collects what a reader did not guess, in the order it was met."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, bool], dict[str, None]] = {}

    def add(self, place: str, message: str, *, blocking: bool = False) -> None:
        """One finding; repeated messages are joined and their places listed."""
        self._places.setdefault((message, blocking), {})[place] = None

    def problems(self) -> list[Problem]:
        """Every message once, with up to five of its places by name and the number of the rest."""
        return [
            Problem(place=some_of(list(places), "место", "места", "мест"), message=message, blocking=blocking)
            for (message, blocking), places in self._places.items()
        ]


def some_of(items: list[str], one: str, few: str, many: str, *, most: int = _NAMED_PLACES) -> str:
    """«а; б; в и ещё 4 места»: a list that stays short."""
    shown = "; ".join(items[:most])
    rest = len(items) - most
    return f"{shown} и ещё {counted(rest, one, few, many)}" if rest > 0 else shown


def place_of(classes: tuple[str, ...] | list[str], weekday: int, number: int) -> str:
    """«5А, понедельник, урок 3»; of many classes the first two are named."""
    who = some_of(list(classes), "класс", "класса", "классов", most=2) or "без класса"
    day = WEEKDAYS[weekday - 1] if 1 <= weekday <= len(WEEKDAYS) else f"день № {weekday}"
    return f"{who}, {day}, урок {number}"


__all__ = ["KNOWN_FILES", "Findings", "check_amount", "place_of", "some_of"]
