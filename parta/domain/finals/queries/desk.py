"""Everything one column of final marks stands on: who is asked, what is proposed, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q

from parta.domain.curriculum.models import Course
from parta.domain.curriculum.queries import hours_by_course
from parta.domain.finals.models import DeferredCourse, FinalMark
from parta.domain.finals.queries.evidence import Evidence, evidence_of
from parta.domain.finals.queries.places import FinalPlace
from parta.domain.finals.queries.windows import FinalWindow, closed_students, window_of
from parta.domain.finals.rules.enough import Lack, lack_of
from parta.domain.finals.rules.kinds import PERIOD_KINDS
from parta.domain.finals.rules.proposal import (
    NOTHING,
    PASS_FAIL,
    GivenMarks,
    Proposal,
    propose_final,
    propose_period,
    propose_year,
)
from parta.domain.journal.queries.openings import OpenTimes
from parta.domain.journal.queries.roster import RosterLine, roster_of
from parta.domain.journal.queries.settings import CoursePolicy, course_policy
from parta.domain.regulation.choices import FinalMarkKind, MinMarksRule, WorkNature, YearMarkRule
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.queries import periods_of
from parta.lib import clock
from parta.lib.russian import search_form

OTHER_MARK = tuple[int, str, int | None]
"""Pupil, kind, period of a final mark of the page."""
HALVES = (FinalMarkKind.HALF_YEAR, FinalMarkKind.YEAR)


@dataclass
class FinalDesk:
    """lines: pupils who are asked for a mark, by the alphabet. rows: what stands in the column, erased rows too.

    others: final marks of the page in other columns. earlier: by pupil, half-years and years of grade 10 (grade 11).
    needed: how many marks the rulebook wants in the period, 0 for any number. closed: pupils of a closed class.
    """

    course: Course
    place: FinalPlace
    current: CurrentRulebook
    policy: CoursePolicy
    window: FinalWindow
    lines: list[RosterLine]
    evidence: dict[int, Evidence]
    rows: dict[int, FinalMark]
    others: dict[OTHER_MARK, str]
    deferrals: dict[int, DeferredCourse]
    closed: set[int]
    needed: int
    earlier: dict[int, list[str]] = field(default_factory=dict)
    before: int | None = None
    """Id of the period before."""
    period_count: int = 0
    """How many periods the year of the grade has; asked for a year's mark only."""

    @property
    def pass_fail(self) -> bool:
        """Does the subject end with «зачёт»?"""
        named = {search_form(one) for one in self.current.rulebook.marks.pass_fail_subjects}
        return search_form(self.course.subject.name) in named

    @property
    def values(self) -> tuple[str, ...]:
        """What may stand in the column, best first."""
        return PASS_FAIL if self.pass_fail else self.current.rulebook.marks.mark_values

    @property
    def natures(self) -> tuple[WorkNature, ...]:
        """Works the act wants taken into account, control works among them."""
        return (*self.current.rulebook.marks.mandatory_work_kinds, WorkNature.CONTROL)

    def proposal(self, student: int) -> Proposal:
        """What the journal proposes for a pupil. No statement."""
        rules, evidence = self.current.rulebook.marks, self.evidence.get(student, Evidence())
        if self.place.kind in PERIOD_KINDS:
            last = evidence.last_control
            return propose_period(evidence.mean, rules, pass_fail=self.pass_fail, last_control=last)
        given = self._given(student)
        if self.place.kind is FinalMarkKind.YEAR:
            return propose_year(given, evidence.mean, rules, rules.year_mark_rule, pass_fail=self.pass_fail)
        if self.place.kind is FinalMarkKind.EXAM:
            return NOTHING
        year = self.others.get((student, FinalMarkKind.YEAR.value, None), "")
        exam = self.others.get((student, FinalMarkKind.EXAM.value, None), "")
        marks = GivenMarks(year, exam, (*self.earlier.get(student, []), *given, year))
        ninth, eleventh = rules.final_mark_9_rule, rules.final_mark_11_rule
        return propose_final(marks, grade=self.course.grade_level, ninth=ninth, eleventh=eleventh)

    def lack(self, student: int) -> Lack:
        """What a pupil lacks for the mark of a period; nothing where the rulebook does not check."""
        evidence = self.evidence.get(student)
        checked = self.current.rulebook.marks.min_marks_per_period is MinMarksRule.WARN
        if evidence is None or self.place.period is None or not checked:
            return Lack()
        wanted = [one for one in evidence.works if one.nature in self.natures]
        return lack_of(self.needed, [one.lesson for one in evidence.marks], wanted)

    def given_count(self, student: int) -> int:
        """How many periods of the pupil have a mark."""
        return len(self._given(student))

    def _given(self, student: int) -> list[str]:
        """Marks of the periods in order, those given."""
        return [
            value for (pupil, kind, period), value in self.others.items()
            if pupil == student and period is not None and kind in PERIOD_KINDS
        ]  # fmt: skip


def load_desk(course: Course, place: FinalPlace, *, openings: OpenTimes | None = None) -> FinalDesk:
    """A bounded number of statements, whatever the number of pupils. course: with subject, class, group, year."""
    current = rulebook_for(place.closing.ends_on)
    lines = asked(roster_of(course, place.first, place.last), place, course)
    students = [line.student_id for line in lines]
    rests_on_marks = place.period is not None or (
        place.kind is FinalMarkKind.YEAR and current.rulebook.marks.year_mark_rule is YearMarkRule.YEAR_MEAN
    )
    rows, others = _stored(course, place)
    desk = FinalDesk(
        course=course,
        place=place,
        current=current,
        policy=course_policy(course),
        window=window_of(course, place, openings=openings),
        lines=lines,
        evidence=evidence_of(course, lines, place.first, place.last) if rests_on_marks else {},
        rows=rows,
        others=others,
        deferrals=open_deferrals(course, place),
        closed=closed_students(place, students, course.year_id),
        needed=_needed(course, current) if place.period else 0,
    )
    if place.number > 1 or place.kind is FinalMarkKind.YEAR:
        periods = periods_of(course.year, course.grade_level)
        desk.before = next((one.pk for one in periods if one.number == place.number - 1), None)
        desk.period_count = len(periods)
    if place.kind is FinalMarkKind.FINAL and course.grade_level >= 11:
        desk.earlier = _earlier(course, students)
    return desk


def asked(lines: Iterable[RosterLine], place: FinalPlace, course: Course) -> list[RosterLine]:
    """Pupils who end the period on the page: not those who left, nor those with an own page at home (S2-5a)."""
    end = min(max(clock.today(), place.first), place.last)
    return [line for line in lines if line.enrolled_on(end) and _studies_here(line, end)]


def _studies_here(line: RosterLine, day: date) -> bool:
    apart = line.apart_on(day)
    return apart is None or apart.is_elsewhere


def open_deferrals(course: Course, place: FinalPlace) -> dict[int, DeferredCourse]:
    """By pupil: deferrals that stand and are not passed yet. One statement."""
    rows = DeferredCourse.objects.filter(
        course=course, closed_at__isnull=True, deferral__withdrawn_at__isnull=True, deferral__year=course.year_id
    ).select_related("deferral")
    rows = rows.filter(deferral__period=place.period) if place.period else rows.filter(deferral__period__isnull=True)
    return {one.deferral.student_id: one for one in rows}


def _stored(course: Course, place: FinalPlace) -> tuple[dict[int, FinalMark], dict[OTHER_MARK, str]]:
    rows: dict[int, FinalMark] = {}
    others: dict[OTHER_MARK, str] = {}
    period = place.period.pk if place.period else None
    for row in FinalMark.objects.filter(course=course).select_related("entered_by").order_by("period__number"):
        if (row.kind, row.period_id) == (place.kind.value, period):
            rows[row.student_id] = row
        elif row.value:
            others[row.student_id, row.kind, row.period_id] = row.value
    return rows, others


def _needed(course: Course, current: CurrentRulebook) -> int:
    line = hours_by_course([course]).get(course.pk)
    return current.rulebook.marks.min_marks_by_weekly_hours.needed(line.hours_per_week if line else Decimal(0))


def _earlier(course: Course, students: list[int]) -> dict[int, list[str]]:
    """Half-years and years of the same subject in grade 10, wherever it was taught here."""
    found: dict[int, list[str]] = {}
    rows = FinalMark.objects.filter(
        Q(kind__in=[one.value for one in HALVES]),
        student_id__in=students,
        course__subject=course.subject_id,
        course__grade_level=course.grade_level - 1,
        course__year__year__lt=course.year.year,
    ).exclude(value="")
    for student, value in rows.order_by("course__year__year", "kind", "period__number").values_list(
        "student_id", "value"
    ):
        found.setdefault(student, []).append(value)
    return found
