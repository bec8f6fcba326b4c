"""The journal page: lessons across, pupils down, everything a cell shows, in a handful of statements."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.journal.models import AttendanceEntry, Mark, WorkType
from parta.domain.journal.queries.access import WriteRights, with_right, write_rights
from parta.domain.journal.queries.carried import CarriedMark, carried_marks, carried_words
from parta.domain.journal.queries.cells import EMPTY, OUTSIDE, GridCell, GridMark
from parta.domain.journal.queries.closed import with_closed_periods
from parta.domain.journal.queries.locks import DeadlineBook, LessonState
from parta.domain.journal.queries.openings import OpenTimes
from parta.domain.journal.queries.roster import RosterLine, roster_of
from parta.domain.journal.queries.settings import CoursePolicy, course_policy, weight_book, work_types
from parta.domain.journal.rules import Weighted, average_text, weighted_average
from parta.domain.journal.rules.averages import HUNDREDTH
from parta.domain.regulation.choices import GradeOneRecord
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import MONTHS, WEEKDAYS_SHORT, day_title, day_with_weekday
from parta.lib.prepared import prepared
from parta.lib.russian import ordinal_lesson, short_name

Weigh = Callable[[int | None, date], Decimal]
"""Weight of a kind of work on a day, on the page in question."""
WORK_TYPE = 3
"""Place of a mark's own kind of work in what is told of it."""
FOOTER_MARKS = 10
"""A column's class average is shown from this number of marks on (DESIGN §4)."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A dated lesson."""

    lesson_id: int
    day: date
    number: int
    kind_code: str
    kind_short: str
    kind_title: str
    weight: Decimal
    is_today: bool
    is_future: bool
    is_cancelled: bool
    may_write: bool
    note: str
    label: str
    record_version: int
    comment: str = ""
    state: LessonState | None = None

    @property
    def is_locked(self) -> bool:
        """Closed by its deadline: the person has the right, the time is over."""
        return self.state is not None and self.state.is_locked

    @property
    def why(self) -> str:
        """Why nothing may be entered, with the clause; «» for an open lesson."""
        if self.state is None or not self.state.is_locked:
            return ""
        return ", ".join(part for part in (self.state.sentence, self.state.clause) if part)

    @property
    def day_text(self) -> str:
        """«11»."""
        return str(self.day.day)

    @property
    def weekday(self) -> str:
        """«чт»."""
        return WEEKDAYS_SHORT[self.day.weekday()]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A pupil."""

    student_id: int
    number: int
    name: str
    cells: list[GridCell]
    average: str
    mark_count: int
    note: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class JournalGrid:
    """The whole page."""

    course: Course
    title: str
    first: date
    last: date
    columns: list[GridColumn]
    rows: list[GridRow]
    months: list[tuple[str, int]]
    column_averages: list[str]
    class_average: str
    may_write: bool
    policy: CoursePolicy
    mark_values: tuple[str, ...] = field(default=("5", "4", "3", "2"))

    def with_signs(self, codes: Collection[str]) -> set[int]:
        """Ids of the pupils with one of these signs of absence in a cell."""
        return {row.student_id for row in self.rows if any(cell.absence in codes for cell in row.cells if cell.absence)}

    @property
    def marks_allowed(self) -> bool:
        """False in grade 1 and in subjects without marks."""
        return self.policy.marks_allowed

    @property
    def grade1_notice(self) -> str:
        """Why digits do nothing here, or «»."""
        return self.policy.notice

    @property
    def grade1_clause(self) -> str:
        """The clause of the notice."""
        return self.policy.clause


def journal_grid(user: User, course: Course, first: date, last: date, *, signed: bool = False) -> JournalGrid:
    """The page of a course between two days, averages over the same days. The caller has checked the right to read.

    signed: marks say who entered them and when.
    """
    kinds = work_types()
    policy = course_policy(course)
    rights = write_rights(user)
    lessons = _lessons(course.pk, first, last, user.pk, rights.today)
    for lesson in lessons:
        lesson.course = course
    book = DeadlineBook(open_times=OpenTimes.shown())
    weigh = partial(weight_book().weight, subject=course.subject_id, grade=course.grade_level)
    state = partial(_state, rights=rights, kinds=kinds, book=book, marks=policy.marks_allowed)
    columns = [_column(lesson, rights, kinds, weigh, state(lesson)) for lesson in lessons]
    span = (course.pk, first, last)
    cells = _cells(
        {column.lesson_id: column for column in columns}, _marks(*span, signed), _absences(*span), kinds, weigh
    )
    rows = _rows(course, first, last, columns, cells, moves=GradeOneRecord.MOVEMENT not in policy.closed_records)
    return JournalGrid(
        course=course,
        title=course.title,
        first=first,
        last=last,
        columns=columns,
        rows=rows,
        months=_months(columns),
        column_averages=[_column_average(rows, index) for index in range(len(columns))],
        class_average=average_text(_mean(rows)),
        may_write=any(column.may_write for column in columns),
        policy=policy,
        mark_values=policy.mark_values,
    )


@prepared
def _lessons(course_id: int, first: date, last: date, user_id: int, today: date) -> QuerySet[Lesson]:
    rows = with_closed_periods(Lesson.objects.filter(course_id=course_id, day__gte=first, day__lte=last))
    return with_right(rows.select_related("record", "substitution__teacher__user"), user_id, today).order_by(
        "day", "number"
    )


@prepared
def _marks(course_id: int, first: date, last: date, signed: bool) -> QuerySet[Mark, tuple[Any, ...]]:
    rows = Mark.objects.filter(lesson__course_id=course_id, lesson__day__gte=first, lesson__day__lte=last)
    by = ("entered_at", "entered_by__last_name", "entered_by__first_name", "entered_by__middle_name")
    return rows.order_by("slot").values_list(
        "lesson_id",
        "student_id",
        "slot",
        "value",
        "version",
        "work_type_id",
        "comment",
        "counts",
        "owed",
        "first_value",
        *(by if signed else ()),
    )


@prepared
def _absences(course_id: int, first: date, last: date) -> QuerySet[AttendanceEntry, tuple[Any, ...]]:
    rows = AttendanceEntry.objects.filter(lesson__course_id=course_id, lesson__day__gte=first, lesson__day__lte=last)
    return rows.values_list("lesson_id", "student_id", "code", "version", "comment")


def kind_of(lesson: Lesson, kinds: dict[int, WorkType]) -> WorkType:
    """The lesson's kind of work; ordinary work when nothing was chosen."""
    record = getattr(lesson, "record", None)
    chosen = kinds.get(record.work_type_id) if record and record.work_type_id else None
    return chosen or ordinary(kinds)


def ordinary(kinds: dict[int, WorkType]) -> WorkType:
    """The kind every lesson has by default."""
    return next(kind for kind in kinds.values() if kind.code == "lesson")


def lesson_note(lesson: Lesson) -> str:
    """What changed against the timetable, in words; «» when nothing did."""
    notes = []
    if lesson.status == LessonStatus.CANCELLED:
        notes.append("урок отменён")
    if lesson.status == LessonStatus.MOVED and lesson.moved_from_day:
        notes.append(f"перенесён с {day_title(lesson.moved_from_day)}")
    substitution = getattr(lesson, "substitution", None)
    if substitution is not None:
        notes.append(f"замена: {substitution.teacher.user.short_name}")
    if lesson.distance_link:
        notes.append("дистанционно")
    if lesson.note:
        notes.append(lesson.note)
    return " · ".join(notes)


def _column(
    lesson: Lesson, rights: WriteRights, kinds: dict[int, WorkType], weigh: Weigh, state: LessonState | None
) -> GridColumn:
    kind = kind_of(lesson, kinds)
    today = rights.today
    record = getattr(lesson, "record", None)
    note = lesson_note(lesson)
    parts = [day_with_weekday(lesson.day), ordinal_lesson(lesson.number), kind.name.lower() if kind.short_name else ""]
    return GridColumn(
        lesson_id=lesson.pk,
        day=lesson.day,
        number=lesson.number,
        kind_code=kind.code,
        kind_short=kind.short_name,
        kind_title=kind.name,
        weight=weigh(kind.pk, lesson.day),
        is_today=lesson.day == today,
        is_future=lesson.day > today,
        is_cancelled=not lesson.is_held,
        may_write=lesson.is_held and rights.may_write(lesson),
        note=note,
        label=", ".join(part for part in [*parts, note] if part),
        record_version=record.version if record else 0,
        comment=record.comment if record else "",
        state=state,
    )


def _state(
    lesson: Lesson, *, rights: WriteRights, kinds: dict[int, WorkType], book: DeadlineBook, marks: bool
) -> LessonState | None:
    """Of lessons the person may fill; a reader needs no deadlines."""
    if not lesson.is_held or lesson.day > rights.today or not rights.may_write(lesson):
        return None
    return book.lesson_state(lesson, kind_of(lesson, kinds).deadline_class, marks=marks)


def _cells(
    columns: dict[int, GridColumn],
    entered: list[tuple[Any, ...]],
    missed: list[tuple[Any, ...]],
    kinds: dict[int, WorkType],
    weigh: Weigh,
) -> dict[tuple[int, int], GridCell]:
    alike: dict[tuple[Any, ...], GridCell] = {}
    cells: dict[tuple[int, int], GridCell] = {}
    for lesson_id, student_id, *told in entered:
        column = columns[lesson_id]
        known = (*told, column.weight, column.day if told[WORK_TYPE] else None)
        cell = alike.get(known)
        if cell is None:
            cell = alike[known] = GridCell(marks=(_mark(told, column, kinds, weigh),))
        place = (lesson_id, student_id)
        before = cells.get(place)
        cells[place] = before._replace(marks=before.marks + cell.marks) if before else cell
    for lesson_id, student_id, code, version, comment in missed:
        place = (lesson_id, student_id)
        cells[place] = GridCell(cells.get(place, EMPTY).marks, code, version, comment if code else "")
    return cells


def _mark(told: Sequence[Any], column: GridColumn, kinds: dict[int, WorkType], weigh: Weigh) -> GridMark:
    slot, value, version, kind_id, comment, counts, owed, first, *signature = told
    kind = kinds.get(kind_id) if kind_id else None
    weight = weigh(kind.pk, column.day) if kind else column.weight
    at, by = (signature[0], short_name(*signature[1:])) if signature else (None, "")
    return GridMark(slot, value, version, kind.code if kind else "", weight, comment, by, at, counts, owed, first)


def _rows(
    course: Course,
    first: date,
    last: date,
    columns: list[GridColumn],
    cells: dict[tuple[int, int], GridCell],
    *,
    moves: bool,
) -> list[GridRow]:
    roster = roster_of(course, first, last)
    carried = carried_marks(course, roster, first, last, weight_book())
    return [
        _row(number, line, columns, cells, carried.get(line.student_id, []), moves=moves)
        for number, line in enumerate(roster, start=1)
    ]


def _row(
    number: int,
    line: RosterLine,
    columns: list[GridColumn],
    cells: dict[tuple[int, int], GridCell],
    carried: list[CarriedMark],
    *,
    moves: bool,
) -> GridRow:
    pupil = line.student_id
    if columns and line.belongs_throughout(columns[0].day, columns[-1].day):
        found = [cells.get((column.lesson_id, pupil), EMPTY) for column in columns]
    else:
        found = [
            cells.get((column.lesson_id, pupil), EMPTY)
            if line.belongs_on(column.day)
            else cells.get((column.lesson_id, pupil), OUTSIDE)._replace(outside=True)
            for column in columns
        ]
    weighted = [Weighted(int(mark.value), mark.weight) for cell in found if not cell.outside for mark in cell.counted]
    weighted += [Weighted(int(mark.value), mark.weight) for mark in carried if mark.value.isdigit()]
    return GridRow(
        student_id=line.student_id,
        number=number,
        name=line.name,
        cells=found,
        average=average_text(weighted_average(weighted)),
        mark_count=len(weighted),
        gone=bool(line.left_on and line.left_on < clock.today()),
        note=row_note(line, course_first=columns[0].day if columns else line.came_on, carried=carried, moves=moves),
    )


def row_note(line: RosterLine, *, course_first: date, carried: list[CarriedMark], moves: bool = True) -> str:
    """When the pupil came and left, where he studies now, what marks came along; «» for an ordinary row.

    moves: False where the act does not list the movement of pupils among the records of the page.
    """
    today = clock.today()
    left, apart = line.left_on, line.apart_on(today)
    parts = [
        f"с {day_title(line.came_on)}" if moves and line.came_on > course_first else "",
        f"до {day_title(left)}" if moves and left and left < today else "",
        apart.words if apart else "",
        carried_words(carried),
    ]
    return " · ".join(part for part in parts if part)


def _months(columns: list[GridColumn]) -> list[tuple[str, int]]:
    return [
        (MONTHS[month].capitalize(), len(list(group)))
        for (_, month), group in groupby(columns, key=lambda column: (column.day.year, column.day.month))
    ]


def _column_average(rows: list[GridRow], index: int) -> str:
    values = [int(mark.value) for row in rows if not (cell := row.cells[index]).outside for mark in cell.counted]
    if len(values) < FOOTER_MARKS:
        return ""
    return f"{_plain_mean(sum(values), len(values)):.1f}".replace(".", ",")


@lru_cache(maxsize=4096)
def _plain_mean(total: int, number: int) -> Decimal:
    return (Decimal(total) / number).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def _mean(rows: list[GridRow]) -> Decimal | None:
    averages = [Decimal(row.average.replace(",", ".")) for row in rows if row.average]
    return (sum(averages, Decimal(0)) / len(averages)).quantize(Decimal("0.01")) if averages else None
