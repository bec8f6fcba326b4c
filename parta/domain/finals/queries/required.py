"""Who must have which final mark, and how it stands: given, deferred, or missing. The rule of every closing (S2-5a)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from parta.domain.access.queries import in_force
from parta.domain.curriculum.choices import PlanStatus
from parta.domain.curriculum.models import Course
from parta.domain.finals.models import DeferredCourse, FinalMark
from parta.domain.finals.rules.kinds import kind_of, offers
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.choices import ArrangementKind, GroupKind
from parta.domain.school.models import (
    AcademicYear,
    Enrollment,
    GradingPeriod,
    GroupMembership,
    SchoolClass,
    StudyArrangement,
)
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib.russian import list_name

APART = (ArrangementKind.INDIVIDUAL, ArrangementKind.HOME)
"""Who studies so gets marks on the own pages, not on those of the class."""
OF_YEAR = (FinalMarkKind.YEAR, FinalMarkKind.FINAL)
Key = tuple[int, int, FinalMarkKind]
"""Pupil, page of the journal, kind of the final mark."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil of the list of a class on the last day."""

    student_id: int
    class_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the journal as the lists name it."""

    course_id: int
    title: str
    subject_id: int
    subject: str
    class_id: int | None
    group_id: int | None
    group: str
    has_approved_plan: bool


@dataclass(slots=True)
class Required:
    """The final marks of some classes. last_days: of each class, the day its list is taken on.

    ordered: deferred by rights; drafted: a deferral that still lacks its order.
    """

    pupils: dict[int, Pupil]
    pages: dict[int, Page]
    last_days: dict[int, date]
    keys: list[Key] = field(default_factory=list)
    given: dict[Key, str] = field(default_factory=dict)
    ordered: set[Key] = field(default_factory=set)
    drafted: set[Key] = field(default_factory=set)
    unexplained: set[Key] = field(default_factory=set)
    """Given, not what was proposed, without a word why."""

    @property
    def missing(self) -> list[Key]:
        """Neither a mark nor a deferral."""
        return [key for key in self.keys if key not in self.given and key not in self.ordered]

    def of_class(self, class_id: int) -> list[Key]:
        """The final marks that the pupils of the class must have."""
        return [key for key in self.keys if self.pupils[key[0]].class_id == class_id]


def marks_of_period(
    year: AcademicYear,
    classes: Sequence[SchoolClass],
    periods: Mapping[int, GradingPeriod],
    students: Iterable[int] | None = None,
) -> Required:
    """Final marks of a period for the pupils on the lists on its last day. Seven statements, whatever the classes.

    periods: of each grade, all of one kind. students: only these pupils. A page with no lesson held or planned in the
    period asks for nothing; a pupil with an own page of a subject gets the mark there. Grade 1 and subjects without
    marks ask for nothing. Source: S2-5a, S3R-1.15m, S3P-2.5n.
    """
    spans = {grade: (one.starts_on, one.ends_on) for grade, one in periods.items()}
    found = _belonging(year, [one for one in classes if one.grade_level in periods], spans, students)
    allowed = rulebook_for(year.year).rulebook.marks
    kinds = {grade: [one] for grade, row in periods.items() if offers(one := kind_of(row.kind), grade, allowed)}
    _ask(found, classes, kinds)
    ids = [one.pk for one in periods.values()]
    deferred = DeferredCourse.objects.filter(deferral__period__in=ids)
    _answer(found, year, FinalMark.objects.filter(period__in=ids), deferred)
    return found


def marks_of_year(
    year: AcademicYear, classes: Sequence[SchoolClass], students: Iterable[int] | None = None
) -> Required:
    """Final marks of the year for the pupils on its last day: of the year, and the overall one where a certificate
    follows. Seven statements."""
    spans = {one.grade_level: (year.starts_on, year.ends_on) for one in classes}
    found = _belonging(year, classes, spans, students)
    allowed = rulebook_for(year.year).rulebook.marks
    kinds = {grade: [one for one in OF_YEAR if offers(one, grade, allowed)] for grade in spans}
    _ask(found, classes, kinds)
    marks = FinalMark.objects.filter(period=None, course__year=year)
    _answer(found, year, marks, DeferredCourse.objects.filter(deferral__period=None, deferral__year=year))
    return found


def reasons_bind(current: CurrentRulebook) -> bool:
    """Does a document say that final marks must be justified (S3-5.1a)? Then a class does not close without reasons; a
    value of Парта's own only advises."""
    return current.rulebook.marks.final_deviation_reason and bool(current.clause("final_deviation_reason"))


def order_needed(current: CurrentRulebook) -> bool:
    """Must an order of the school stand behind a deferral (S3-5.3b)?"""
    return current.rulebook.marks.deferral_requires_order


def _belonging(
    year: AcademicYear,
    classes: Sequence[SchoolClass],
    spans: Mapping[int, tuple[date, date]],
    students: Iterable[int] | None,
) -> Required:
    by_day: dict[date, list[int]] = defaultdict(list)
    for one in classes:
        by_day[spans[one.grade_level][1]].append(one.pk)
    where = Q(pk__in=[])
    for day, ids in by_day.items():
        where |= in_force("", day) & Q(school_class__in=ids)
    rows = Enrollment.objects.filter(where)
    if students is not None:
        rows = rows.filter(student__in=list(students))
    named = rows.order_by("student__user__sort_name", "student_id").values_list(
        "student_id", "school_class_id", "student__user__last_name", "student__user__first_name"
    )
    pupils = {student: Pupil(student, unit, list_name(last, first)) for student, unit, last, first in named}
    return Required(pupils, _pages(year, classes, spans), {one.pk: spans[one.grade_level][1] for one in classes})


def _pages(
    year: AcademicYear, classes: Sequence[SchoolClass], spans: Mapping[int, tuple[date, date]]
) -> dict[int, Page]:
    """Pages with marks that have lessons in the period. Two statements."""
    ids = [one.pk for one in classes]
    first_marks = rulebook_for(year.year).rulebook.marks.grade1_marks_allowed
    rows = Course.objects.filter(
        Q(school_class__in=ids) | Q(group__classes__in=ids), year=year, is_active=True, subject__has_marks=True
    ).distinct()
    rows = rows.exclude(grade_level=1) if not first_marks else rows
    found = list(rows.select_related("subject", "school_class", "group", "plan").order_by("subject__sort_name", "id"))
    held = _held([one.pk for one in found], spans)
    return {one.pk: _page(one) for one in found if one.pk in held}


def _held(courses: list[int], spans: Mapping[int, tuple[date, date]]) -> set[int]:
    where = Q(pk__in=[])
    for grade, days in spans.items():
        where |= Q(course__grade_level=grade, day__range=days)
    rows = Lesson.objects.filter(where, course__in=courses).exclude(status=LessonStatus.CANCELLED)
    return set(rows.order_by().values_list("course_id", flat=True).distinct())


def _page(one: Course) -> Page:
    return Page(
        one.pk, one.title, one.subject_id, one.subject.name, one.school_class_id, one.group_id,
        one.group.name if one.group else "", bool(one.plan and one.plan.status == PlanStatus.APPROVED),
    )  # fmt: skip


def _ask(found: Required, classes: Sequence[SchoolClass], kinds: Mapping[int, list[FinalMarkKind]]) -> None:
    """Which pupil is on which page. Two statements."""
    grades = {one.pk: one.grade_level for one in classes}
    by_class: dict[int, list[Page]] = defaultdict(list)
    by_group: dict[int, list[Page]] = defaultdict(list)
    for page in found.pages.values():
        (by_class[page.class_id] if page.class_id else by_group[page.group_id or 0]).append(page)
    groups, apart = _groups(found, list(by_group)), _apart(found)
    for pupil in found.pupils.values():
        mine = groups.get(pupil.student_id, [])
        pages = [page for group, alone in mine if alone for page in by_group[group]]
        own = {page.subject_id for page in pages}
        shared = [page for group, alone in mine if not alone for page in by_group[group]] + by_class[pupil.class_id]
        away = apart.get(pupil.student_id, [])
        pages += [
            page
            for page in shared
            if page.subject_id not in own and not any(not named or page.subject_id in named for named in away)
        ]
        found.keys += [
            (pupil.student_id, page.course_id, kind) for page in pages for kind in kinds.get(grades[pupil.class_id], [])
        ]


def _groups(found: Required, groups: list[int]) -> dict[int, list[tuple[int, bool]]]:
    """Groups of every pupil on the last day of the pupil's class."""
    if not groups:
        return {}
    days = found.last_days
    rows = GroupMembership.objects.filter(group__in=groups, student__in=list(found.pupils))
    mine: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for student, group, kind, first, last in rows.values_list(
        "student_id", "group_id", "group__kind", "valid_from", "valid_to"
    ):
        day = days[found.pupils[student].class_id]
        if first <= day and (last is None or day <= last):
            mine[student].append((group, kind == GroupKind.INDIVIDUAL))
    return mine


def _apart(found: Required) -> dict[int, list[list[int]]]:
    """Of pupils who study apart on the last day: the subjects named, none for all of them."""
    days = found.last_days
    rows = StudyArrangement.objects.filter(student__in=list(found.pupils), kind__in=APART)
    away: dict[int, list[list[int]]] = defaultdict(list)
    for student, subjects, first, last in rows.values_list("student_id", "subjects", "valid_from", "valid_to"):
        day = days[found.pupils[student].class_id]
        if first <= day and (last is None or day <= last):
            away[student].append(list(subjects or ()))
    return away


def _answer(
    found: Required, year: AcademicYear, marks: QuerySet[FinalMark], deferred: QuerySet[DeferredCourse]
) -> None:
    """What stands for what is asked. Two statements."""
    pages, pupils = list(found.pages), list(found.pupils)
    rows = marks.filter(course__in=pages, student__in=pupils).exclude(value="")
    fields = ("student_id", "course_id", "kind", "value", "proposed", "deviation_reason")
    for student, course, kind, value, proposed, reason in rows.values_list(*fields):
        key = (student, course, kind_of(kind))
        found.given[key] = value
        if proposed and value != proposed and not reason:
            found.unexplained.add(key)
    needed = order_needed(rulebook_for(year.year))
    open_rows = deferred.filter(
        course__in=pages, deferral__student__in=pupils, deferral__withdrawn_at=None, closed_at=None
    )
    wanted: dict[tuple[int, int], list[Key]] = defaultdict(list)
    for key in found.keys:
        wanted[key[:2]].append(key)
    for student, course, order in open_rows.values_list("deferral__student_id", "course_id", "deferral__order_number"):
        into = found.drafted if needed and not order else found.ordered
        into.update(wanted[student, course])
