"""What `parta import roster|staff --dry-run --json` prints: counts and names, without the people's other data."""

from collections.abc import Iterable

from parta.exchange.people.names import class_sort_key
from parta.exchange.people.parsed import ParsedRoster, ParsedStaff, ParsedStaffList, ParsedStudent


def roster_report(parsed: ParsedRoster) -> dict[str, object]:
    """The JSON object of a class list.

    `class` (the file holds one) or `classes` in file order; `students` counts every listed pupil, those who joined or
    left within the year too; `joined`, `left`, `without_patronymic` are full names in file order.
    """
    name = {"class": parsed.classes[0]} if len(parsed.classes) == 1 else {"classes": parsed.classes}
    return {**name, "students": len(parsed.students), **_lists(parsed.students), "problems": _problems(parsed)}


def staff_report(parsed: ParsedStaffList) -> dict[str, object]:
    """The JSON object of a staff list; `classes` are those with a class teacher, by grade and letter."""
    classes = sorted({name for person in parsed.staff for name in person.homeroom}, key=class_sort_key)
    return {"classes": classes, "staff": len(parsed.staff), **_lists(parsed.staff), "problems": _problems(parsed)}


def _lists(people: Iterable[ParsedStudent | ParsedStaff]) -> dict[str, list[str]]:
    everyone = list(people)
    return {
        "joined": [person.name.full() for person in everyone if person.joined],
        "left": [person.name.full() for person in everyone if person.left],
        "without_patronymic": [person.name.full() for person in everyone if not person.name.middle],
    }


def _problems(parsed: ParsedRoster | ParsedStaffList) -> list[dict[str, str]]:
    return [problem.as_json() for problem in parsed.problems]


__all__ = ["roster_report", "staff_report"]
