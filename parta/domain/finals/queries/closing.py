"""The steps before classes are closed: of the whole school in one table, of one class with names and ways out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.finals.models import ClassClosing, Deferral, FinalDates, FinalMark
from parta.domain.finals.queries.outlook import NearCase, near_cases
from parta.domain.finals.queries.required import Key, Page, Required, marks_of_period, order_needed, reasons_bind
from parta.domain.finals.queries.unwritten import Unwritten, unwritten_works
from parta.domain.finals.rules.closing import ClassFacts, Step, StepState, is_over, steps_of
from parta.domain.finals.rules.windows import FinalSpan, span_of_order, span_of_period
from parta.domain.journal.choices import AttendanceCode
from parta.domain.journal.models import AbsenceReason, AttendanceEntry
from parta.domain.journal.queries.locks import ClassDays
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import AcademicYear, ClassTeacher, GradingPeriod, SchoolClass, TeachingGroup
from parta.domain.school.queries import calendar_of
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title

STEP_TITLES = {
    "lessons": "Уроки",
    "marks": "Отметки",
    "works": "Работы",
    "deferrals": "Отсрочки",
    "absences": "Пропуски",
    "plans": "КТП",
}
"""Columns of the table of the school, by the key of a step."""


@dataclass(slots=True)
class Board:
    """One class before its closing. closing: the row that stands; teacher: the class teacher of today."""

    school_class: SchoolClass
    period: GradingPeriod
    facts: ClassFacts
    steps: list[Step]
    closing: ClassClosing | None = None
    teacher: User | None = None

    @property
    def is_closed(self) -> bool:
        """Alone or with its grade."""
        return self.closing is not None or self.period.closed_at is not None

    @property
    def is_over(self) -> bool:
        """Has the last day passed?"""
        return is_over(self.facts, clock.today())

    @property
    def is_ready(self) -> bool:
        """Every step is done, but those only worth a look, and the last day has passed."""
        return not self.is_closed and self.is_over and all(one.is_settled for one in self.steps)

    @property
    def may_close(self) -> bool:
        """Nothing forbids it, though something may be left."""
        return not self.is_closed and self.is_over and not any(one.blocks for one in self.steps)

    @property
    def done(self) -> int:
        """Steps with nothing left."""
        return sum(one.is_done for one in self.steps)

    @property
    def shown(self) -> list[Step]:
        """Those of the table of the school."""
        return [self.step(key) for key in STEP_TITLES]

    def step(self, key: str) -> Step:
        """One step by its key."""
        return next(one for one in self.steps if one.key == key)


@dataclass(slots=True)
class Survey:
    """What was counted about several classes at once."""

    marks: Required
    boards: list[Board]
    unfilled: dict[int, int] = field(default_factory=dict)
    absences: dict[int, int] = field(default_factory=dict)
    deviations: list[tuple[int, int, str, str, str]] = field(default_factory=list)
    unwritten: list[Unwritten] = field(default_factory=list)

    @property
    def ready(self) -> list[Board]:
        """Classes that may be closed at once."""
        return [one for one in self.boards if one.is_ready]


def survey(year: AcademicYear, classes: Sequence[SchoolClass], periods: Mapping[int, GradingPeriod]) -> Survey:
    """The steps of these classes for the periods of their grades. Twenty-two statements, whatever the classes."""
    own = [one for one in classes if one.grade_level in periods]
    marks = marks_of_period(year, own, periods)
    spans = _spans(year, periods)
    counted = _Counted(marks, periods)
    closings = {one.school_class_id: one for one in _closings(periods)}
    teachers = class_teachers(own)
    current = rulebook_for(year.year)
    required, justified = current.rulebook.marks.final_mark_for_every_student, reasons_bind(current)
    now = clock.now()
    boards = []
    for one in own:
        facts = counted.facts(one, periods[one.grade_level], spans[one.grade_level])
        steps = steps_of(facts, now, required=required, justified=justified)
        board = Board(one, periods[one.grade_level], facts, steps, closings.get(one.pk), teachers.get(one.pk))
        boards.append(board)
    return Survey(marks, boards, counted.unfilled, counted.absences, counted.deviations, counted.unwritten)


class _Counted:
    """Counts by class, each kind by one statement or two."""

    def __init__(self, marks: Required, periods: Mapping[int, GradingPeriod]) -> None:
        self.marks, self.periods = marks, periods
        self.class_of = {one.student_id: one.class_id for one in marks.pupils.values()}
        self.lessons: Counter[int] = Counter()
        self.lacking: Counter[int] = Counter()
        self.unfilled: dict[int, int] = {}
        self._count_lessons()
        self.absences = self._absences()
        self.deviations = self._deviations()
        self.deferred, self.drafted, self.overdue = self._deferrals()
        self.asked = Counter(self.class_of[key[0]] for key in marks.keys)
        self.missing = Counter(self.class_of[key[0]] for key in marks.missing)
        self.behind, self.pages = self._plans()
        self.unwritten = unwritten_works(marks, periods)
        self.works = Counter(self.class_of[one.student_id] for one in self.unwritten)

    def facts(self, one: SchoolClass, period: GradingPeriod, span: FinalSpan) -> ClassFacts:
        pk = one.pk
        by_class: Counter[int] = Counter()
        for student, count in self.absences.items():
            by_class[self.class_of[student]] += count
        mine = [row for row in self.deviations if self.class_of.get(row[0]) == pk]
        return ClassFacts(
            last=period.ends_on,
            opens=span.opens,
            closes=span.closes or clock.at(period.ends_on, 23, 59),
            lessons=self.lessons[pk],
            unfilled=self.lacking[pk],
            required=self.asked[pk],
            missing=self.missing[pk],
            drafted=self.drafted[pk],
            deferred=self.deferred[pk],
            overdue=self.overdue[pk],
            absences=by_class[pk],
            deviations=len(mine),
            unexplained=sum(not reason for *_, reason in mine),
            pages=self.pages[pk],
            behind=self.behind[pk],
            unwritten=self.works[pk],
        )

    def _days(self, prefix: str, day: str) -> Q:
        where = Q(pk__in=[])
        today = clock.today()
        for grade, one in self.periods.items():
            where |= Q(**{f"{prefix}grade_level": grade, f"{day}__range": (one.starts_on, one.ends_on)})
        return where & Q(**{f"{day}__lt": today})

    def _count_lessons(self) -> None:
        filled = Q(record__roll_called_at__isnull=False) & ~Q(record__topic="")
        rows = Lesson.objects.filter(self._days("course__", "day"), course__is_active=True)
        rows = rows.exclude(status=LessonStatus.CANCELLED).order_by()
        counts = rows.values_list("course_id", "course__school_class_id", "course__group_id").annotate(
            total=Count("id"), filled=Count("id", filter=filled)
        )
        found = list(counts)
        classes = _classes_of({group for _, _, group, _, _ in found if group})
        known = set(self.marks.last_days)
        for course, unit, group, total, done in found:
            self.unfilled[course] = total - done
            for class_id in [unit] if unit else classes[group]:
                if class_id in known:
                    self.lessons[class_id] += total
                    self.lacking[class_id] += total - done

    def _absences(self) -> dict[int, int]:
        """Missed lessons that nobody has explained, by pupil."""
        told = AbsenceReason.objects.filter(
            student=OuterRef("student"), withdrawn_at=None, first_day__lte=OuterRef("lesson__day"),
            last_day__gte=OuterRef("lesson__day"),
        )  # fmt: skip
        rows = AttendanceEntry.objects.filter(
            self._days("lesson__course__", "lesson__day"), ~Exists(told), code=AttendanceCode.ABSENT,
            student__in=list(self.class_of),
        )  # fmt: skip
        return dict(rows.order_by().values_list("student_id").annotate(count=Count("id")))

    def _deviations(self) -> list[tuple[int, int, str, str, str]]:
        """Pupil, page, value, proposal and reason of marks unlike what was proposed."""
        rows = FinalMark.objects.filter(period__in=[one.pk for one in self.periods.values()])
        rows = rows.filter(student__in=list(self.class_of)).exclude(value="").exclude(proposed="")
        found = rows.values_list("student_id", "course_id", "value", "proposed", "deviation_reason")
        return [row for row in found if row[2] != row[3] and row[1] in self.marks.pages]

    def _deferrals(self) -> tuple[Counter[int], Counter[int], Counter[int]]:
        deferred, drafted, overdue = Counter[int](), Counter[int](), Counter[int]()
        rows = Deferral.objects.filter(
            period__in=[one.pk for one in self.periods.values()], withdrawn_at=None, student__in=list(self.class_of),
            courses__closed_at=None,
        ).distinct()  # fmt: skip
        for row in rows.select_related("year"):
            unit = self.class_of[row.student_id]
            deferred[unit] += 1
            if not row.order_number and order_needed(rulebook_for(row.year.year)):
                drafted[unit] += 1
            elif row.due_on < clock.today():
                overdue[unit] += 1
        return deferred, drafted, overdue

    def _plans(self) -> tuple[Counter[int], Counter[int]]:
        behind, pages = Counter[int](), Counter[int]()
        seen = {(self.class_of[student], course) for student, course, _ in self.marks.keys}
        for class_id, course in seen:
            pages[class_id] += 1
            behind[class_id] += not self.marks.pages[course].has_approved_plan
        return behind, pages


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page of the class: how many of its marks stand, who teaches it, how to reach them."""

    page: Page
    given: int
    deferred: int
    asked: int
    missing: list[str]
    unfilled: int
    teachers: list[User]

    @property
    def is_done(self) -> bool:
        """Nobody lacks a mark."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class ClassBoard:
    """The class's own page: the board, its pages (those that lack something first), names behind the counts."""

    board: Board
    lines: list[PageLine]
    absences: list[tuple[str, int]]
    deviations: list[tuple[str, str, str, str, str]]
    unwritten: list[tuple[str, str, str]]
    near: list[NearCase]

    @property
    def lacking(self) -> list[PageLine]:
        """Pages where somebody has neither a mark nor a deferral."""
        return [one for one in self.lines if not one.is_done]

    @property
    def empty(self) -> list[PageLine]:
        """Pages with lessons that are not filled."""
        return [one for one in self.lines if one.unfilled]

    @property
    def without_plan(self) -> list[PageLine]:
        """Pages without an approved plan."""
        return [one for one in self.lines if not one.page.has_approved_plan]


def class_board(school_class: SchoolClass, period: GradingPeriod) -> ClassBoard:
    """The page of one class, with names. Twenty-five statements."""
    found = survey(school_class.year, [school_class], {period.grade_level: period})
    marks = found.marks
    by_page: dict[int, list[tuple[int, Key]]] = defaultdict(list)
    for key in marks.keys:
        by_page[key[1]].append((key[0], key))
    teachers = _page_teachers(list(by_page))
    missing = set(marks.missing)
    lines = []
    for course, keys in by_page.items():
        lack = [marks.pupils[student].name for student, key in keys if key in missing]
        given = sum(key in marks.given for _, key in keys)
        lines.append(
            PageLine(
                marks.pages[course], given, len(keys) - given - len(lack), len(keys), lack,
                found.unfilled.get(course, 0), teachers.get(course, []),
            )
        )  # fmt: skip
    lines.sort(key=lambda one: (-len(one.missing), -one.unfilled, one.page.subject))
    absences = sorted(((marks.pupils[pk].name, n) for pk, n in found.absences.items()), key=lambda one: -one[1])
    deviations = [
        (marks.pupils[student].name, marks.pages[course].subject, value, proposed, reason)
        for student, course, value, proposed, reason in found.deviations
    ]
    unwritten = [
        (marks.pupils[one.student_id].name, marks.pages[one.course_id].subject, one.lack.words)
        for one in found.unwritten
    ]
    board, near = found.boards[0], near_cases(school_class, period, marks)
    board.steps.insert(2, Step("near", StepState.LEFT if near else StepState.DONE, len(near)))
    return ClassBoard(board, lines, absences, deviations, unwritten, near)


def periods_named(year: AcademicYear, kind: str, number: int) -> dict[int, GradingPeriod]:
    """By grade: its period of the kind and number. One statement."""
    rows = GradingPeriod.objects.filter(year=year, kind=kind, number=number).select_related("year")
    return {one.grade_level: one for one in rows}


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period as the page offers it: «quarter-2», «2 четверть», for which grades."""

    code: str
    title: str
    kind: str
    number: int
    starts_on: date
    is_closed: bool


def period_choices(year: AcademicYear) -> list[PeriodChoice]:
    """Periods of the year in the order they end, those alike together; of grades that have classes. One statement."""
    rows: dict[tuple[str, int], list[GradingPeriod]] = defaultdict(list)
    grades = SchoolClass.objects.filter(year=year).values("grade_level")
    for one in GradingPeriod.objects.filter(year=year, grade_level__in=grades).order_by(
        "ends_on", "number", "grade_level"
    ):
        rows[one.kind, one.number].append(one)
    alike = sorted(rows.items(), key=lambda one: (max(row.ends_on for row in one[1]), -len(one[1])))
    return [
        PeriodChoice(
            f"{kind}-{number}", str(own[0]), kind, number, min(one.starts_on for one in own),
            all(one.closed_at for one in own),
        )
        for (kind, number), own in alike
    ]  # fmt: skip


def chosen_period(choices: Sequence[PeriodChoice], code: str) -> PeriodChoice | None:
    """The one asked for, else the first that has begun and is not closed, else the last."""
    asked = next((one for one in choices if one.code == code), None)
    today = clock.today()
    open_now = [one for one in choices if not one.is_closed and one.starts_on <= today]
    return asked or next(iter(open_now), None) or (choices[-1] if choices else None)


def _closings(periods: Mapping[int, GradingPeriod]) -> list[ClassClosing]:
    rows = ClassClosing.objects.filter(period__in=[one.pk for one in periods.values()], reopened_at=None)
    return list(rows.select_related("closed_by"))


def class_teachers(classes: Sequence[SchoolClass]) -> dict[int, User]:
    """By class: its teacher of today. One statement."""
    rows = ClassTeacher.objects.filter(in_force("", clock.today()), school_class__in=[one.pk for one in classes])
    return {row.school_class_id: row.staff.user for row in rows.select_related("staff__user")}


def _page_teachers(courses: list[int]) -> dict[int, list[User]]:
    rows = TeachingAssignment.objects.filter(in_force("", clock.today()), course__in=courses)
    found: dict[int, list[User]] = defaultdict(list)
    for row in rows.select_related("staff__user").order_by("id"):
        found[row.course_id].append(row.staff.user)
    return found


def _classes_of(groups: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    links = TeachingGroup.classes.through.objects.filter(teachinggroup_id__in=groups)
    for group, unit in links.values_list("teachinggroup_id", "schoolclass_id"):
        found[group].append(unit)
    return found


def _spans(year: AcademicYear, periods: Mapping[int, GradingPeriod]) -> dict[int, FinalSpan]:
    """By grade: when the final marks of its period are given. Three statements."""
    orders = {one.period_id: one for one in FinalDates.objects.filter(period__in=list(periods.values()))}
    calendar = calendar_of(year)
    found = {}
    for grade, one in periods.items():
        order = orders.get(one.pk)
        if order:
            words = f"приказ № {order.order_number} от {day_title(order.order_date)}"
            found[grade] = span_of_order(order.opens_on, order.closes_on, words)
        else:
            rules = rulebook_for(one.ends_on).rulebook
            found[grade] = span_of_period(one.ends_on, ClassDays(calendar, year, grade), rules)
    return found
