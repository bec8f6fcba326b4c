"""Puts the sheets of one file together: one name for each class and subject, second shifts, what must be checked."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from parta.exchange.problems import Problem
from parta.exchange.timetable.grid.classes import ClassName, display_names
from parta.exchange.timetable.grid.copies import without_copies, without_doubles
from parta.exchange.timetable.grid.labels import LATIN_TWINS
from parta.exchange.timetable.grid.reader import Found, SheetReading
from parta.exchange.timetable.parsed import ParsedBell, ParsedLesson, ParsedTimetable
from parta.lib.russian import counted


def assemble(readings: list[SheetReading]) -> ParsedTimetable:
    """The whole file from its sheets; copies of the same lessons are counted once and compared."""
    names = display_names(one for reading in readings for one in _classes_of(reading))
    result = ParsedTimetable(format="xlsx")
    doubles = without_doubles(readings, names)
    kept, copy_problems = without_copies(readings, names)
    for reading in readings:
        result.problems += reading.problems
    result.problems += _joint_problems(kept, names)
    result.problems += doubles + copy_problems
    _name_classes(result, readings, names, kept)
    spelling = _one_spelling((found.part.subject, found) for found in kept)
    people = _one_spelling((teacher, found) for found in kept for teacher in found.part.teachers)
    result.problems += _spelling_problems(spelling)
    result.subjects = _distinct(spelling.name(found.part.subject) for found in kept)
    result.teachers = _distinct(people.name(teacher) for found in kept for teacher in found.part.teachers)
    result.rooms = _distinct(room for found in kept for room in found.part.rooms)
    result.lessons = [_lesson(found, names, spelling, people) for found in kept]
    result.bells = _bells(readings)
    result.second_shift_classes = _second_shift(result, kept, names)
    result.problems = list(dict.fromkeys(result.problems))
    return result


def _classes_of(reading: SheetReading) -> list[ClassName]:
    return [*reading.headed, *(one for found in reading.lessons for one in found.classes)]


def _name_classes(
    result: ParsedTimetable,
    readings: list[SheetReading],
    names: dict[tuple[int, str, str], str],
    kept: list[Found],
) -> None:
    ordered = sorted(
        {one.key: one for reading in readings for one in _classes_of(reading)}.values(),
        key=lambda one: (one.grade, one.letter.replace("Ё", "Е"), one.mark),
    )
    result.classes = _distinct(names[one.key] for one in ordered)
    result.class_grades = {names[one.key]: one.grade for one in ordered}
    taught = {names[one.key] for found in kept for one in found.classes}
    for name in result.classes:
        if name not in taught:
            result.problems.append(Problem(f"Класс {name}", "Класс есть в заголовке, но ни одного урока у него нет."))
    lettered = {one.grade for one in ordered if one.letter and not one.letter.startswith("-")}
    for one in ordered:
        if not one.letter and one.grade in lettered:
            result.problems.append(
                Problem(
                    f"Класс {names[one.key]}",
                    f"Класс «{names[one.key]}» написан без буквы, а у других классов параллели она есть. Проверьте.",
                )
            )
    latin = {(reading.name, names[one.key]) for reading in readings for one in _classes_of(reading) if one.latin}
    for sheet, name in sorted(latin):
        result.problems.append(
            Problem(
                f"Лист «{sheet}»", f"Буква класса {name} набрана латиницей; класс записан русской буквой. Проверьте."
            )
        )


def _joint_problems(kept: list[Found], names: dict[tuple[int, str, str], str]) -> list[Problem]:
    """Cells merged over several classes: the file says they study together, a person should confirm it."""
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for found in kept:
        if len(found.classes) > 1:
            together = ", ".join(names[one.key] for one in found.classes)
            cells[found.sheet, together].append(found.cell)
    return [
        Problem(
            f"Лист «{sheet}», {', '.join(_distinct(own))}",
            f"Ячейка объединена над классами {together}: урок записан им как общий. Проверьте, так ли это.",
        )
        for (sheet, together), own in cells.items()
    ]


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


class _Spelling:
    """Names that differ in case, dots, spaces or ё are one; the most frequent spelling stands for all."""

    def __init__(self, uses: list[tuple[str, Found]]) -> None:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.first: dict[str, Found] = {}
        for name, found in uses:
            counts[_spelling_key(name)][name] += 1
            self.first.setdefault(name, found)
        self.counts = counts
        self._best = {key: max(names, key=lambda name: names[name]) for key, names in counts.items()}

    def name(self, spelled: str) -> str:
        return self._best[_spelling_key(spelled)]


def _spelling_key(name: str) -> str:
    folded = name.translate(LATIN_TWINS) if any("а" <= sign <= "я" for sign in name.lower()) else name
    return "".join(sign for sign in folded.lower().replace("ё", "е") if sign not in ". \u00a0")


def _one_spelling(uses: Iterable[tuple[str, Found]]) -> _Spelling:
    return _Spelling(list(uses))


def _spelling_problems(spelling: _Spelling) -> list[Problem]:
    problems = []
    for names in spelling.counts.values():
        best, *others = sorted(names, key=lambda name: -names[name])
        problems += [
            Problem(
                spelling.first[other].place,
                f"Название «{other}» встретилось {counted(names[other], 'раз', 'раза', 'раз')}, а «{best}» — "
                f"{counted(names[best], 'раз', 'раза', 'раз')}. Это один предмет, взято «{best}».",
            )
            for other in others
        ]
    return problems


def _lesson(
    found: Found, names: dict[tuple[int, str, str], str], spelling: _Spelling, people: _Spelling
) -> ParsedLesson:
    part = found.part
    return ParsedLesson(
        weekday=found.weekday,
        number=found.number,
        classes=tuple(_distinct(names[one.key] for one in found.classes)),
        subject=spelling.name(part.subject),
        teachers=tuple(people.name(teacher) for teacher in part.teachers),
        rooms=part.rooms,
        group=part.group,
        week=part.week,
        place=found.place,
    )


def _bells(readings: list[SheetReading]) -> list[ParsedBell]:
    bells: dict[tuple[int, int], ParsedBell] = {}
    for reading in readings:
        for (shift, number), (start, end) in reading.bells.items():
            bells.setdefault((shift, number), ParsedBell(number, start, end, shift=shift))
    return [bells[key] for key in sorted(bells)]


def _second_shift(
    result: ParsedTimetable,
    kept: list[Found],
    names: dict[tuple[int, str, str], str],
) -> list[str]:
    """Only by evidence: a «2 смена» heading or times after 12:30 (then shift is 2), or numbers from the sixth on."""
    by_class: dict[str, list[Found]] = defaultdict(list)
    for found in kept:
        for one in found.classes:
            by_class[names[one.key]].append(found)
    return [
        name
        for name in result.classes
        if by_class[name]
        and (all(found.shift == 2 for found in by_class[name]) or all(found.number >= 6 for found in by_class[name]))
    ]


__all__ = ["assemble"]
