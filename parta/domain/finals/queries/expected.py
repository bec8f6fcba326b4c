"""What the marks so far would give by the school's thresholds: for a period that has no final marks yet.

The seam of the forecast: whoever knows better registers a function with `register_expectation`, and the sheets show it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from parta.domain.finals.queries.pages import Page
from parta.domain.journal.models import Mark
from parta.domain.journal.queries.settings import weight_book
from parta.domain.regulation.choices import MarkScale
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules import Rounding


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
    return {
        key: Expected(_mark(total / weights, rules.mark_scale, rules.final_mark_rounding), total / weights, int(count))
        for key, (total, weights, count) in sums.items()
    }


def _mark(mean: Fraction, scale: MarkScale, rounding: Rounding) -> str:
    """By the thresholds for five points, else by halves up."""
    if scale is not MarkScale.FIVE_POINT:
        return str(int(mean + Fraction(1, 2)))
    borders = ((5, rounding.five), (4, rounding.four), (3, rounding.three))
    return str(next((mark for mark, start in borders if mean >= Fraction(start)), 2))


_expectation: list[Expectation] = [weighted_means]


def register_expectation(source: Expectation) -> None:
    """A better one takes the place of the means. Called from `apps.ready`."""
    _expectation[:] = [source]


def expected_marks(
    students: Iterable[int], pages: list[Page], span: tuple[date, date], year: int
) -> dict[Key, Expected]:
    """By pupil and subject what may be expected of the period, today."""
    return _expectation[0](students, pages, span, year)
