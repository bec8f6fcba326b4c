"""What the marks so far would give by the school's thresholds: for a period that has no final marks yet.

The seam of the forecast: whoever knows better registers a function with `register_expectation`, and the sheets show it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from parta.domain.finals.queries.pages import Page
from parta.domain.finals.rules.proposal import propose_period
from parta.domain.journal.models import Mark
from parta.domain.journal.queries.settings import weight_book
from parta.domain.regulation.queries import rulebook_for
from parta.lib.russian import search_form


@dataclass(frozen=True, slots=True)
class Expected:
    """value: the mark the mean gives today. marks: how many marks it rests on."""

    value: str
    mean: Fraction
    marks: int


Key = tuple[int, int]
"""Pupil, subject."""
Expectation = Callable[[Iterable[int], list[Page], tuple[date, date], int], dict[Key, Expected]]
"""Of pupils and pages, the days of the period, the first year of the academic year."""


def weighted_means(
    students: Iterable[int], pages: list[Page], span: tuple[date, date], year: int
) -> dict[Key, Expected]:
    """Exact weighted means put through the thresholds of the rulebook. One statement."""
    by_course = {page.course_id: page for page in pages}
    rows = Mark.objects.filter(
        student_id__in=list(students), lesson__course_id__in=list(by_course), lesson__day__range=span, counts=True
    ).exclude(value="")
    book = weight_book()
    sums: dict[Key, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0), Fraction(0)])
    fields = ("student_id", "lesson__course_id", "lesson__day", "value", "work_type_id", "lesson__record__work_type_id")
    for student, course, day, value, kind, of_lesson in rows.order_by().values_list(*fields):
        page = by_course[course]
        weight = Fraction(book.weight(kind or of_lesson, day, subject=page.subject_id, grade=page.grade))
        if weight and value.isdigit():
            found = sums[student, page.subject_id]
            found[0] += int(value) * weight
            found[1] += weight
            found[2] += 1
    rules = rulebook_for(year).rulebook.marks
    named = {search_form(one) for one in rules.pass_fail_subjects}
    passed = {page.subject_id for page in pages if search_form(page.subject) in named}
    expected: dict[Key, Expected] = {}
    for (student, subject), (total, weights, count) in sums.items():
        mean = total / weights
        value = propose_period(mean, rules, pass_fail=subject in passed).value
        expected[student, subject] = Expected(value, mean, int(count))
    return expected


_expectation: list[Expectation] = [weighted_means]


def register_expectation(source: Expectation) -> None:
    """A better one takes the place of the means. Called from `apps.ready`."""
    _expectation[:] = [source]


def expected_marks(
    students: Iterable[int], pages: list[Page], span: tuple[date, date], year: int
) -> dict[Key, Expected]:
    """By pupil and subject what may be expected of the period, today."""
    return _expectation[0](students, pages, span, year)
