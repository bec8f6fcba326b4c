"""Deferrals as pages show them: the register, one sheet, what may be deferred, what reminds of its term."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.access.models import User
from parta.domain.access.queries import has_role, in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.finals.errors import DeferralNotFound
from parta.domain.finals.models import Deferral, DeferredCourse, FinalMark
from parta.domain.finals.queries.required import Page, marks_of_period, marks_of_year, order_needed
from parta.domain.finals.rules.deferrals import DeferralFacts, DeferralState, order_text, state_of, until_text
from parta.domain.finals.rules.proposal import PASS_FAIL
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import AcademicYear, ClassTeacher, Enrollment, GradingPeriod, SchoolClass, Student
from parta.lib import clock
from parta.lib.russian import lower_first, search_form, short_name

READERS = (*JOURNAL_READERS, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class DeferredLine:
    """A page of a deferral. value: the result, «» until it is entered; may_enter: by this person, now."""

    place: DeferredCourse
    teachers: str
    value: str
    may_enter: bool


@dataclass(frozen=True, slots=True)
class DeferralLine:
    """A deferral in the register or on its sheet."""

    row: Deferral
    class_name: str
    class_id: int | None
    state: DeferralState
    pages: list[DeferredLine]

    @property
    def period_text(self) -> str:
        """«2 четверть», «год»."""
        return str(self.row.period) if self.row.period else "год"

    @property
    def until_text(self) -> str:
        """«отсрочка до 23 января»."""
        return until_text(self.row.due_on)

    @property
    def order_text(self) -> str:
        """«приказ № 331 от 22.12.2026», «»."""
        return order_text(self.row.order_number, self.row.order_date)

    @property
    def left(self) -> list[DeferredLine]:
        """Pages whose result is not entered."""
        return [one for one in self.pages if one.place.closed_at is None]

    @property
    def is_going_on(self) -> bool:
        """May it still be changed?"""
        return self.state not in (DeferralState.DONE, DeferralState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Deferrable:
    """A page of a pupil in a period: its mark, or whether it is deferred already."""

    page: Page
    value: str
    is_deferred: bool

    @property
    def is_free(self) -> bool:
        """May it be deferred?"""
        return not self.value and not self.is_deferred


@dataclass(frozen=True, slots=True)
class DeferralPlace:
    """What may be deferred for a pupil. school_class: of the last day of the period, None when the pupil left."""

    school_class: SchoolClass | None
    lines: list[Deferrable]


def deferrable(student: Student, year: AcademicYear, period: GradingPeriod | None) -> DeferralPlace:
    """Pages of the pupil with what stands there. Nine statements."""
    last = period.ends_on if period else year.ends_on
    row = (
        Enrollment.objects.filter(in_force("", last), student=student, school_class__year=year)
        .select_related("school_class__year")
        .first()
    )
    if row is None or (period is not None and period.grade_level != row.school_class.grade_level):
        return DeferralPlace(None, [])
    own = row.school_class
    found = (
        marks_of_period(year, [own], {own.grade_level: period}, [student.pk])
        if period
        else marks_of_year(year, [own], [student.pk])
    )
    lines: dict[int, Deferrable] = {}
    for key in found.keys:
        value, deferred = found.given.get(key, ""), key in found.ordered or key in found.drafted
        lines.setdefault(key[1], Deferrable(found.pages[key[1]], value, deferred))
    return DeferralPlace(own, list(lines.values()))


def result_values(course: Course) -> tuple[str, ...]:
    """What may be entered as a result, best first. Needs `course.subject`, `course.year`."""
    marks = rulebook_for(course.year.year).rulebook.marks
    named = {search_form(one) for one in marks.pass_fail_subjects}
    return PASS_FAIL if search_form(course.subject.name) in named else marks.mark_values


def deferral_for(user: User, deferral_id: int) -> Deferral:
    """One deferral, for those who read the journals, the class teacher and the teachers of its pages."""
    row = _open_to(user).select_related("student__user", "year", "period", "entered_by").filter(pk=deferral_id).first()
    if row is None:
        raise DeferralNotFound("Такой отсрочки нет.")
    return row


def place_for(user: User, place_id: int) -> DeferredCourse:
    """One page of a deferral the person may read."""
    rows = DeferredCourse.objects.filter(deferral__in=_open_to(user))
    row = rows.select_related("course__subject", "course__year", "deferral").filter(pk=place_id).first()
    if row is None:
        raise DeferralNotFound("Такой отсрочки нет.")
    return row


def deferrals_of_year(user: User, year: AcademicYear) -> list[DeferralLine]:
    """The register of the year as far as the person may read it, what asks for something first. Five statements."""
    rows = _open_to(user).filter(year=year).select_related("student__user", "year", "period", "entered_by")
    lines = deferral_lines(list(rows.order_by("due_on", "student__user__sort_name", "id")), user)
    order = list(DeferralState)
    rank = {DeferralState.OVERDUE: -2, DeferralState.DRAFT: -1}
    return sorted(lines, key=lambda one: rank.get(one.state, order.index(one.state)))


def deferral_lines(rows: list[Deferral], user: User | None = None) -> list[DeferralLine]:
    """Lines with their pages, teachers and results. Four statements."""
    ids = [row.pk for row in rows]
    places = list(
        DeferredCourse.objects.filter(deferral__in=ids)
        .select_related("course__subject", "course__school_class", "course__group", "course__year")
        .order_by("course__subject__sort_name", "id")
    )
    teachers = _teachers([one.course_id for one in places])
    values = _values(rows, places)
    classes = _classes(rows)
    today = clock.today()
    found = []
    for row in rows:
        mine = [one for one in places if one.deferral_id == row.pk]
        state = _state(row, sum(one.closed_at is None for one in mine), today)
        lines = [
            DeferredLine(
                one,
                ", ".join(name for _, name in teachers.get(one.course_id, [])),
                values.get((row.student_id, one.course_id, row.period_id), ""),
                one.closed_at is None
                and state in (DeferralState.OPEN, DeferralState.SOON)
                and user is not None
                and any(pk == user.pk for pk, _ in teachers.get(one.course_id, [])),
            )
            for one in mine
        ]
        unit = classes.get(row.pk)
        found.append(DeferralLine(row, unit.name if unit else "", unit.pk if unit else None, state, lines))
    return found


def reminders_of(user: User) -> list[DeferralLine]:
    """For «Мой день»: deferrals on the person's own pages that ask for a result soon, or whose term has passed."""
    mine = TeachingAssignment.objects.filter(in_force("", clock.today()), staff__user=user).values("course_id")
    rows = _standing().filter(courses__course__in=mine, courses__closed_at=None).distinct()
    lines = deferral_lines(list(rows.order_by("due_on", "id")), user) if rows.exists() else []
    asking = (DeferralState.SOON, DeferralState.OVERDUE)
    return [one for one in lines if one.state in asking]


def deferrals_of_class(school_class: SchoolClass) -> list[DeferralLine]:
    """For the class teacher's page: everything of the class's pupils that is not over. Six statements at most."""
    today = clock.today()
    pupils = Enrollment.objects.filter(in_force("", today), school_class=school_class).values("student_id")
    rows = _standing().filter(year=school_class.year_id, student__in=pupils, courses__closed_at=None).distinct()
    found = list(rows.order_by("due_on", "id"))
    return [one for one in deferral_lines(found) if one.is_going_on] if found else []


def family_deferrals(student: Student, year: AcademicYear) -> dict[tuple[int, int | None], str]:
    """By subject and period (None: the year): «отсрочка до 23 января», for the diary and every sheet. One statement.

    A draft that waits for its order is not shown to the family.
    """
    rows = DeferredCourse.objects.filter(
        deferral__student=student, deferral__year=year, deferral__withdrawn_at=None, closed_at=None
    )
    if order_needed(rulebook_for(year.year)):
        rows = rows.exclude(deferral__order_number="")
    found = rows.values_list("course__subject_id", "deferral__period_id", "deferral__due_on")
    return {(subject, period): until_text(due) for subject, period, due in found}


def deferral_words(
    student: Student, school_class: SchoolClass | None, period: GradingPeriod | None
) -> list[tuple[str, list[str]]]:
    """For the page of a period (None: the year): «отсрочка до 23 января» with its subjects. One statement."""
    if school_class is None:
        return []
    rows = DeferredCourse.objects.filter(
        deferral__student=student, deferral__year=school_class.year, deferral__period=period,
        deferral__withdrawn_at=None, closed_at=None,
    )  # fmt: skip
    if order_needed(rulebook_for(school_class.year.year)):
        rows = rows.exclude(deferral__order_number="")
    found: dict[str, list[str]] = {}
    for name, due in rows.order_by("course__subject__sort_name").values_list(
        "course__subject__name", "deferral__due_on"
    ):
        found.setdefault(until_text(due), []).append(lower_first(name))
    return list(found.items())


def _standing() -> QuerySet[Deferral]:
    return Deferral.objects.filter(withdrawn_at=None).select_related("student__user", "year", "period", "entered_by")


def _open_to(user: User) -> QuerySet[Deferral]:
    if has_role(user, *READERS):
        return Deferral.objects.all()
    day = clock.today()
    mine = TeachingAssignment.objects.filter(in_force("", day), staff__user=user).values("course_id")
    led = ClassTeacher.objects.filter(in_force("", day), staff__user=user).values("school_class_id")
    pupils = Enrollment.objects.filter(in_force("", day), school_class__in=led).values("student_id")
    places = DeferredCourse.objects.filter(course__in=mine).values("deferral_id")
    return Deferral.objects.filter(Q(student__in=pupils) | Q(pk__in=places))


def _state(row: Deferral, left: int, today: date) -> DeferralState:
    needed = order_needed(rulebook_for(row.year.year))
    return state_of(
        DeferralFacts(row.due_on, left, bool(row.order_number), needed, row.withdrawn_at is not None), today
    )


def _teachers(courses: list[int]) -> dict[int, list[tuple[int, str]]]:
    rows = TeachingAssignment.objects.filter(in_force("", clock.today()), course__in=courses).order_by("id")
    found: dict[int, list[tuple[int, str]]] = {}
    for course, pk, *name in rows.values_list(
        "course_id", "staff__user_id", "staff__user__last_name", "staff__user__first_name", "staff__user__middle_name"
    ):
        found.setdefault(course, []).append((pk, short_name(*name)))
    return found


def _values(rows: list[Deferral], places: list[DeferredCourse]) -> dict[tuple[int, int, int | None], str]:
    marks = FinalMark.objects.filter(
        student__in=[row.student_id for row in rows], course__in=[one.course_id for one in places]
    ).exclude(value="")
    wanted = {(row.period.kind if row.period else "year", row.period_id) for row in rows}
    return {
        (student, course, period): value
        for student, course, kind, period, value in marks.values_list(
            "student_id", "course_id", "kind", "period_id", "value"
        )
        if (kind, period) in wanted
    }


def _classes(rows: Iterable[Deferral]) -> dict[int, SchoolClass]:
    """Of each deferral, the pupil's class of its year: the last one."""
    found: dict[int, SchoolClass] = {}
    rows = list(rows)
    stays = Enrollment.objects.filter(
        student__in=[row.student_id for row in rows], school_class__year__in={row.year_id for row in rows}
    ).select_related("school_class")
    for stay in stays.order_by("valid_from"):
        for row in rows:
            if row.student_id == stay.student_id and row.year_id == stay.school_class.year_id:
                found[row.pk] = stay.school_class
    return found
