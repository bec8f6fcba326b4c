"""Counts what `parta import timetable --dry-run --json` promises about a file."""

from collections import Counter
from itertools import combinations

from parta.exchange.timetable.parsed import ParsedLesson, ParsedTimetable

Place = tuple[str, int, int]


def timetable_report(parsed: ParsedTimetable) -> dict[str, object]:
    """The JSON object of a dry run, by the table of the task.

    `slots` are distinct filled places (class, weekday, lesson number), in any week; `split_slots` are those where
    several lessons stand at the same time; `hours_by_class_and_subject` counts a place once for each of its subjects.
    Classes without lessons are in `classes` but not in the dictionaries. `counts` of the reader add or refine figures.
    """
    places = lessons_by_place(parsed)
    slots = Counter(place[0] for place in places)
    report: dict[str, object] = {
        "format": parsed.format,
        "classes": len(parsed.classes),
        "teachers": len(parsed.teachers),
        "subjects": len(parsed.subjects),
        "rooms": len(parsed.rooms),
        "bells": len(parsed.bells),
        "slots": len(places),
        "split_slots": sum(is_split(lessons) for lessons in places.values()),
        "slots_by_class": {name: slots[name] for name in class_order(parsed, slots)},
        "hours_by_class_and_subject": _hours(parsed, places),
        "second_shift_classes": list(parsed.second_shift_classes),
    }
    report.update(parsed.counts)
    report["problems"] = [problem.as_json() for problem in parsed.problems]
    return report


def lessons_by_place(parsed: ParsedTimetable) -> dict[Place, list[ParsedLesson]]:
    """Lessons at each filled place; a lesson of several classes stands at the place of each."""
    places: dict[Place, list[ParsedLesson]] = {}
    for lesson in parsed.lessons:
        for name in dict.fromkeys(lesson.classes):
            places.setdefault((name, lesson.weekday, lesson.number), []).append(lesson)
    return places


def is_split(lessons: list[ParsedLesson]) -> bool:
    """Whether two different lessons of a place are held at the same time (in a common week and term)."""
    different = {(_essence(lesson), lesson.week, lesson.term) for lesson in lessons}
    return any(
        one != two and _common(one_week, two_week) and _common(one_term, two_term)
        for (one, one_week, one_term), (two, two_week, two_term) in combinations(different, 2)
    )


def class_order(parsed: ParsedTimetable, names: Counter[str]) -> list[str]:
    """Classes that have lessons: as the file lists them, then any others as they were met."""
    return [name for name in dict.fromkeys([*parsed.classes, *names]) if names[name]]


def _hours(parsed: ParsedTimetable, places: dict[Place, list[ParsedLesson]]) -> dict[str, dict[str, int]]:
    hours: dict[str, Counter[str]] = {}
    for (name, _weekday, _number), lessons in places.items():
        hours.setdefault(name, Counter()).update({lesson.subject for lesson in lessons if lesson.subject})
    order = class_order(parsed, Counter(dict.fromkeys(hours, 1)))
    return {name: dict(sorted(hours[name].items())) for name in order}


def _common(one: str, two: str) -> bool:
    return not one or not two or any(first == second == "1" for first, second in zip(one, two, strict=False))


def _essence(lesson: ParsedLesson) -> tuple[object, ...]:
    return (lesson.subject, lesson.group, lesson.class_groups, lesson.teachers, lesson.rooms)


__all__ = ["class_order", "is_split", "lessons_by_place", "timetable_report"]
