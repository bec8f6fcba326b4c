"""What is to be expected of a period that has no final marks yet: what the marks so far give, and the forecast."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from parta.domain.finals.queries.class_forecast import class_forecast
from parta.domain.finals.queries.pages import Page
from parta.domain.finals.rules.proposal import propose_period
from parta.domain.journal.models import Mark
from parta.domain.journal.queries.settings import weight_book
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import SchoolClass
from parta.lib.russian import search_form


@dataclass(frozen=True, slots=True)
class Expected:
    """value: the mark the mean gives today. marks: how many marks it rests on. is_near: near a boundary."""

    value: str
    mean: Fraction
    marks: int
    is_near: bool = False


Key = tuple[int, int]
"""Pupil, subject."""


def expected_marks(
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
        proposal = propose_period(mean, rules, pass_fail=subject in passed)
        expected[student, subject] = Expected(proposal.value, mean, int(count), proposal.is_near)
    return expected


def forecast_marks(school_class: SchoolClass, period: int) -> dict[Key, str]:
    """The likeliest mark by the forecast, by pupil and subject; nothing when another period goes on today."""
    found = class_forecast(school_class)
    if found.period is None or found.period.pk != period:
        return {}
    subjects = {page.pk: page.subject_id for page in found.pages}
    return {
        (row.student.pk, subjects[course]): str(one.mark) for row in found.rows for course, one in row.prospects.items()
    }
