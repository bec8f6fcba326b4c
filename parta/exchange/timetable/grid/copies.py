"""The same lessons drawn twice in one file (by days and again by grades): counted once, differences told by cell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from parta.exchange.problems import Problem
from parta.exchange.timetable.grid.reader import Found, SheetReading

Key = tuple[str, int]
"""Class and weekday."""
Spot = tuple[int, int, str]
"""Shift, lesson number and week."""


@dataclass(slots=True)
class _Family:
    """Sheets that complete each other: no class has one day in two of them."""

    sheets: list[str] = field(default_factory=list)
    keys: dict[Key, str] = field(default_factory=dict)


def without_doubles(readings: list[SheetReading], names: dict[tuple[int, str, str], str]) -> list[Problem]:
    """Takes out lessons that one sheet gives twice for the same place; the first stays, the second is told by cell."""
    problems: list[Problem] = []
    for reading in readings:
        first: dict[tuple[str, int, Spot], Found] = {}
        kept: list[Found] = []
        for found in reading.lessons:
            # Both shifts together: a class has one lesson number once a day.
            spot = 0, found.number, found.part.week
            owners = [first.setdefault((names[one.key], found.weekday, spot), found) for one in found.classes]
            earlier = next((one for one in owners if one.block != found.block), None)
            if earlier is None:
                kept.append(found)
                continue
            problems.append(
                Problem(
                    found.place,
                    f"{names[found.classes[0].key]}: {found.number}-й урок этого дня уже записан "
                    f"в ячейке {earlier.cell}. Второй не взят; проверьте дни и номера уроков.",
                    blocking=True,
                )
            )
        reading.lessons = kept
    return problems


def without_copies(
    readings: list[SheetReading], names: dict[tuple[int, str, str], str]
) -> tuple[list[Found], list[Problem]]:
    """Lessons of the fuller copy, in the order of the file, and what differs in the other copies."""
    drawn = _by_sheet(readings, names)
    families = _families(drawn)
    if len(families) < 2:
        return [found for reading in readings for found in reading.lessons], []
    contested = _contested(families)
    families.sort(key=lambda family: -sum(len(drawn[family.keys[key]][key]) for key in contested if key in family.keys))
    chosen: dict[Key, str] = {}
    for family in families:
        for key, sheet in family.keys.items():
            chosen.setdefault(key, sheet)
    kept = [
        found
        for reading in readings
        for found in reading.lessons
        if any(chosen[names[one.key], found.weekday] == reading.name for one in found.classes)
    ]
    return kept, _differences(drawn, families, chosen)


def _by_sheet(
    readings: list[SheetReading], names: dict[tuple[int, str, str], str]
) -> dict[str, dict[Key, dict[Spot, list[Found]]]]:
    drawn: dict[str, dict[Key, dict[Spot, list[Found]]]] = {}
    for reading in readings:
        days: dict[Key, dict[Spot, list[Found]]] = defaultdict(lambda: defaultdict(list))
        for found in reading.lessons:
            for one in found.classes:
                days[names[one.key], found.weekday][found.shift, found.number, found.part.week].append(found)
        if days:
            drawn[reading.name] = days
    return drawn


def _families(drawn: dict[str, dict[Key, dict[Spot, list[Found]]]]) -> list[_Family]:
    families: list[_Family] = []
    for sheet, days in drawn.items():
        family = next((one for one in families if not _overlaps(drawn, one, days)), None)
        if family is None:
            family = _Family()
            families.append(family)
        family.sheets.append(sheet)
        for key in days:
            family.keys.setdefault(key, sheet)
    return families


def _overlaps(
    drawn: dict[str, dict[Key, dict[Spot, list[Found]]]], family: _Family, days: dict[Key, dict[Spot, list[Found]]]
) -> bool:
    """The same place of the week is filled in both; different lessons of one day complete each other."""
    return any(set(drawn[sheet].get(key, {})) & set(spots) for key, spots in days.items() for sheet in family.sheets)


def _contested(families: list[_Family]) -> set[Key]:
    seen: set[Key] = set()
    twice: set[Key] = set()
    for family in families:
        twice |= seen & family.keys.keys()
        seen |= family.keys.keys()
    return twice


def _differences(
    drawn: dict[str, dict[Key, dict[Spot, list[Found]]]], families: list[_Family], chosen: dict[Key, str]
) -> list[Problem]:
    problems: list[Problem] = []
    pairs: dict[str, list[str]] = defaultdict(list)
    for family in families[1:]:
        for key, sheet in family.keys.items():
            if chosen[key] != sheet:
                pairs[sheet].append(chosen[key])
                problems += _compared(key, drawn[sheet][key], drawn[chosen[key]][key], sheet, chosen[key])
    return [_summary(pairs), *problems]


def _summary(pairs: dict[str, list[str]]) -> Problem:
    copies = _listed(pairs)
    taken = _listed(dict.fromkeys(sheet for sheets in pairs.values() for sheet in sheets))
    return Problem(
        f"Листы {copies}" if len(pairs) > 1 else f"Лист {copies}",
        f"Те же классы и дни есть ещё раз: {taken}; там уроков не меньше. Взято оттуда, каждый урок посчитан "
        "один раз; отличия перечислены по ячейкам.",
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _compared(
    key: Key, spots: dict[Spot, list[Found]], chosen: dict[Spot, list[Found]], sheet: str, other: str
) -> list[Problem]:
    problems = []
    rooms: list[str] = []
    for spot in sorted(spots.keys() | chosen.keys()):
        mine, theirs = spots.get(spot, []), chosen.get(spot, [])
        if _subjects(mine) != _subjects(theirs):
            problems.append(_subject_difference(key, spot[1], (mine, theirs), sheet, other))
        elif _rooms(mine) != _rooms(theirs):
            rooms.append(f"{mine[0].cell} ({_rooms(mine)}) и {theirs[0].cell} ({_rooms(theirs)})")
    if rooms:
        problems.append(
            Problem(
                f"Лист «{sheet}» и лист «{other}», {key[0]}",
                f"Кабинеты разные: {'; '.join(rooms)}. Взяты кабинеты листа «{other}».",
            )
        )
    return problems


def _subject_difference(
    key: Key, number: int, drawn: tuple[list[Found], list[Found]], sheet: str, other: str
) -> Problem:
    mine, theirs = drawn
    place = mine[0].place if mine else f"Лист «{other}», ячейка {theirs[0].cell}"
    here = f"«{_subjects(mine)}»" if mine else "урока нет"
    there = f"«{_subjects(theirs)}» (ячейка {theirs[0].cell})" if theirs else "урока нет"
    return Problem(
        place,
        f"{key[0]}, {number}-й урок: на листе «{sheet}» {here}, на листе «{other}» {there}. Взято с листа «{other}».",
    )


def _subjects(lessons: list[Found]) -> str:
    return " / ".join(sorted({found.part.subject.lower().replace("ё", "е") for found in lessons}))


def _rooms(lessons: list[Found]) -> str:
    return ", ".join(room for found in lessons for room in found.part.rooms) or "нет"


__all__ = ["without_copies", "without_doubles"]
