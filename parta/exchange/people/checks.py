"""Looks at a whole list at once: duplicates, namesakes that differ by ё and е, dates far from the others."""

from collections import defaultdict
from itertools import combinations
from statistics import median

from parta.exchange.people.names import fold
from parta.exchange.people.parsed import ParsedStudent
from parta.exchange.problems import Problem

# Repeaters and early starters differ by two years from their class; more is a slip of the pen.
MAX_YEARS_APART = 3


def check_students(students: list[ParsedStudent]) -> list[Problem]:
    """Problems of the list as a whole; only a pupil listed twice is a blocking one."""
    return [*_same_names(students), *_far_birth_dates(students), *_without_birth_dates(students)]


def _same_names(students: list[ParsedStudent]) -> list[Problem]:
    alike: dict[tuple[str, str], list[ParsedStudent]] = defaultdict(list)
    for student in students:
        alike[fold(student.name.last), fold(student.name.first)].append(student)
    pairs = (pair for same in alike.values() for pair in combinations(same, 2))
    return [problem for one, two in pairs if (problem := _compare(one, two))]


def _compare(one: ParsedStudent, two: ParsedStudent) -> Problem | None:
    names = f"«{one.name.full()}» ({one.place}) и «{two.name.full()}» ({two.place})"
    if one.name == two.name and one.birth_date == two.birth_date:
        if one.birth_date is None and one.class_name != two.class_name:
            return None
        message = f"Ученик записан дважды: {names}. Оставьте одну строку или впишите разные даты рождения."
        return Problem(two.place, message, blocking=True)
    if (one.name.last, one.name.first) != (two.name.last, two.name.first):
        return Problem(
            two.place, f"Имена различаются только буквами ё и е: {names}. Это два ученика; проверьте, так ли это."
        )
    if one.name == two.name and one.class_name == two.class_name:
        return Problem(two.place, f"Полные тёзки: {names}. Это два ученика; проверьте, так ли это.")
    return None


def _far_birth_dates(students: list[ParsedStudent]) -> list[Problem]:
    by_class: dict[str, list[ParsedStudent]] = defaultdict(list)
    for student in students:
        if student.birth_date:
            by_class[student.class_name].append(student)
    return [problem for same in by_class.values() if len(same) >= 4 for problem in _far_from_median(same)]


def _far_from_median(students: list[ParsedStudent]) -> list[Problem]:
    usual = median(student.birth_date.toordinal() for student in students if student.birth_date)
    return [
        Problem(
            student.place,
            f"{student.name.full()}: дата рождения {student.birth_date:%d.%m.%Y} далека от остальных. Проверьте год.",
        )
        for student in students
        if student.birth_date and abs(student.birth_date.toordinal() - usual) > MAX_YEARS_APART * 365
    ]


def _without_birth_dates(students: list[ParsedStudent]) -> list[Problem]:
    """Said only when most have a date: a list without such a column is a fair list."""
    missing = [student for student in students if student.birth_date is None]
    if not missing or len(missing) * 2 > len(students):
        return []
    return [Problem(student.place, f"{student.name.full()}: нет даты рождения.") for student in missing]


__all__ = ["check_students"]
