"""Problems of one timetable file, gathered: one sentence about many places is one problem that names the places."""

from parta.exchange.problems import Problem
from parta.lib.dates import WEEKDAYS
from parta.lib.russian import counted

_NAMED_PLACES = 5


class Findings:
    """Collects what a reader did not guess, in the order it was met."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, bool], list[str]] = {}

    def add(self, place: str, message: str, *, blocking: bool = False) -> None:
        """One finding; repeated messages are joined and their places listed."""
        places = self._places.setdefault((message, blocking), [])
        if place not in places:
            places.append(place)

    def problems(self) -> list[Problem]:
        """Every message once, with up to five of its places by name and the number of the rest."""
        return [
            Problem(place=some_of(places, "место", "места", "мест"), message=message, blocking=blocking)
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


__all__ = ["Findings", "place_of", "some_of"]
