"""«Мой день»: final marks a teacher gives now, and by name who still lacks marks for them (S3-5.2a, S3-5.2b)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course
from parta.domain.curriculum.queries import hours_by_course
from parta.domain.finals.models import DeferredCourse, FinalDates, FinalMark
from parta.domain.finals.queries.desk import asked
from parta.domain.finals.queries.places import FinalPlace
from parta.domain.finals.queries.windows import FinalWindow, span_of
from parta.domain.finals.rules.enough import HeldWork, Lack, lack_of, nature_of, warning_stage
from parta.domain.finals.rules.kinds import kind_of, offers
from parta.domain.journal.models import Mark
from parta.domain.journal.queries.roster import RosterLine, roster_of
from parta.domain.journal.queries.settings import course_policy, work_types
from parta.domain.regulation.choices import MinMarksRule, WorkNature
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.regulation.rules import Rulebook
from parta.domain.school.models import GradingPeriod
from parta.domain.school.queries import SchoolCalendar, calendar_of
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.russian import counted

PARTS = ("subject", "school_class", "group", "year")
SHOWN = 4
"""Names said on «Мой день»; the others are on the page of final marks."""


@dataclass(frozen=True, slots=True)
class CourseFinals:
    """A page of the teacher near the end of a period. stage: 1 or 2, how near; 0 once the window is what matters.

    lacking: pupils by name with what each lacks, those who have a mark or a deferral left out.
    """

    course: Course
    place: FinalPlace
    window: FinalWindow
    stage: int
    done: int
    total: int
    lacking: tuple[tuple[str, Lack], ...]

    @property
    def is_done(self) -> bool:
        """Everybody has a mark or a deferral."""
        return self.total > 0 and self.done >= self.total

    @property
    def more_text(self) -> str:
        """«и ещё у 3 учеников»."""
        rest = len(self.lacking) - SHOWN
        return f"и ещё у {counted(rest, 'ученика', 'учеников', 'учеников')}" if rest > 0 else ""

    @property
    def named(self) -> tuple[tuple[str, Lack], ...]:
        """Those named on a short page."""
        return self.lacking[:SHOWN]


def teacher_finals(user: User, day: date) -> list[CourseFinals]:
    """Pages on which final marks are given, or near: nothing far from the end of a period. Two statements then, else
    ten and one a page (its list of pupils)."""
    rows = Course.objects.filter(in_force("assignments__", day), assignments__staff__user=user, is_active=True)
    courses = [one for one in rows.select_related(*PARTS).distinct() if course_policy(one).marks_allowed]
    periods = _periods(courses, day)
    near = [
        (one, periods[one.year_id, one.grade_level]) for one in courses if (one.year_id, one.grade_level) in periods
    ]
    current = {period.pk: rulebook_for(period.ends_on) for _, period in near}
    orders = {one.period_id: one for one in FinalDates.objects.filter(period__in=current)} if near else {}
    calendars: dict[int, SchoolCalendar] = {}
    found = []
    for course, period in near:
        rules = current[period.pk]
        kind = kind_of(period.kind)
        if course.year_id not in calendars:
            calendars[course.year_id] = calendar_of(course.year)
        if not offers(kind, course.grade_level, rules.rulebook.marks):
            continue
        place = FinalPlace(kind, period, period.starts_on, period.ends_on, period)
        span = span_of(place, rules, orders.get(period.pk), calendars[course.year_id], course)
        window = FinalWindow(span, rules, clock.now(), "closed" if period.closed_at else "")
        stage = _stage(rules.rulebook, day, period)
        if stage or window.is_open:
            found.append((course, place, window, stage))
    return _filled(found)


def _stage(rulebook: Rulebook, day: date, period: GradingPeriod) -> int:
    marks = rulebook.marks
    return warning_stage(day, period.ends_on, marks.final_warning_weeks, marks.final_warning_last_weeks)


def _periods(courses: Iterable[Course], day: date) -> dict[tuple[int, int], GradingPeriod]:
    """By year and grade: the period that goes on, in vacations the one before."""
    grades = {(one.year_id, one.grade_level) for one in courses}
    rows = GradingPeriod.objects.filter(year_id__in={year for year, _ in grades}, starts_on__lte=day)
    return {
        (one.year_id, one.grade_level): one
        for one in rows.order_by("number")
        if (one.year_id, one.grade_level) in grades and not one.closed_at
    }


Near = tuple[Course, FinalPlace, FinalWindow, int]


def _filled(near: list[Near]) -> list[CourseFinals]:
    if not near:
        return []
    book = _Book([course for course, _, _, _ in near], [place.closing for _, place, _, _ in near])
    found = []
    for course, place, window, stage in near:
        lines = [
            one for one in asked(roster_of(course, place.first, place.last), place, course)
            if (course.pk, one.student_id) not in book.deferred
        ]  # fmt: skip
        done = {one.student_id for one in lines if (course.pk, one.student_id) in book.given}
        waiting = [one for one in lines if one.student_id not in done]
        lacks = [(one.name, book.lack(course, one, place, window.current)) for one in waiting]
        lacking = tuple((name, lack) for name, lack in lacks if lack)
        found.append(CourseFinals(course, place, window, stage, len(done), len(lines), lacking))
    return found


class _Book:
    """What the pages of one teacher hold in their periods, in six statements."""

    def __init__(self, courses: list[Course], periods: list[GradingPeriod]) -> None:
        ids = [one.pk for one in courses]
        first, last = min(one.starts_on for one in periods), max(one.ends_on for one in periods)
        given = FinalMark.objects.filter(course__in=ids, period__in=periods).exclude(value="")
        self.given = set(given.values_list("course_id", "student_id"))
        open_ones = DeferredCourse.objects.filter(
            course__in=ids, closed_at__isnull=True, deferral__withdrawn_at__isnull=True, deferral__period__in=periods
        )
        self.deferred = set(open_ones.values_list("course_id", "deferral__student_id"))
        self.hours = hours_by_course(courses)
        self.marks: dict[tuple[int, int], list[tuple[int, date]]] = defaultdict(list)
        self.marked: set[int] = set()
        span = {"lesson__course__in": ids, "lesson__day__range": (first, last)}
        rows = Mark.objects.filter(**span).exclude(value="").filter(counts=True)
        for course, student, lesson, day in rows.values_list(
            "lesson__course_id", "student_id", "lesson_id", "lesson__day"
        ):
            self.marks[course, student].append((lesson, day))
            self.marked.add(lesson)
        self.works = self._works(ids, first, min(last, clock.today()))

    def _works(self, courses: list[int], first: date, last: date) -> dict[int, list[HeldWork]]:
        kinds, found = work_types(), defaultdict(list)
        rows: Any = Lesson.objects.filter(course__in=courses, day__range=(first, last), record__work_type__isnull=False)
        rows = rows.exclude(status=LessonStatus.CANCELLED).order_by("day", "number")
        for course, lesson, day, kind_id in rows.values_list("course_id", "pk", "day", "record__work_type_id"):
            kind = kinds.get(kind_id)
            nature = nature_of(kind.code, kind.deadline_class) if kind else None
            if nature and lesson in self.marked:
                found[course].append(HeldWork(lesson, day, nature))
        return found

    def lack(self, course: Course, line: RosterLine, place: FinalPlace, current: CurrentRulebook) -> Lack:
        """What a pupil lacks on a page."""
        rules = current.rulebook.marks
        if rules.min_marks_per_period is not MinMarksRule.WARN:
            return Lack()
        wanted = {*rules.mandatory_work_kinds, WorkNature.CONTROL}
        works = [
            one for one in self.works.get(course.pk, [])
            if one.nature in wanted and place.first <= one.day <= place.last and line.belongs_on(one.day)
        ]  # fmt: skip
        plan = self.hours.get(course.pk)
        needed = rules.min_marks_by_weekly_hours.needed(plan.hours_per_week) if plan else 0
        have = [
            lesson for lesson, day in self.marks.get((course.pk, line.student_id), [])
            if place.first <= day <= place.last and line.belongs_on(day)
        ]  # fmt: skip
        return lack_of(needed, have, works)
