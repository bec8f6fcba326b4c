"""What generating lessons would do, before it is done: the weekly versions laid over the calendar of the year."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q

from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.school.choices import Shift
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.domain.school.queries import calendar_of
from parta.domain.timetable import rules
from parta.domain.timetable.choices import WeekParity
from parta.domain.timetable.errors import TimetableClash
from parta.domain.timetable.models import BellSchedule, Lesson, LessonSlot, Timetable, TimetableEntry
from parta.domain.timetable.queries.lessons import lessons_with_entries
from parta.domain.timetable.rules import Bells, Matching, Place, Standing, Teaching, Times
from parta.lib import clock, dates, russian


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day on which the weekly timetable had lessons and the calendar has none; `lessons`: how many fell out."""

    day: date
    reason: str
    lessons: int


@dataclass(frozen=True, slots=True)
class LeftLesson:
    """A lesson with entries that the timetable no longer asks for."""

    lesson_id: int
    day: date
    number: int
    course_id: int


@dataclass(frozen=True, slots=True)
class CourseTouch:
    """How many lessons of one page of the journal are made, changed (time, room, teacher, place) and removed."""

    course_id: int
    created: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class GenerationReport:
    """What was done, or would be: counts of lessons, days without lessons with reasons, what could not be done."""

    created: int
    kept: int
    changed: int
    moved: int
    removed: int
    left: list[LeftLesson]
    skipped: list[SkippedDay]
    problems: list[str]
    courses: list[CourseTouch] = field(default_factory=list)

    @property
    def touches(self) -> int:
        """How many lessons are written: the number on the button."""
        return self.created + self.changed + self.moved + self.removed


@dataclass(slots=True)
class GenerationPlan:
    """The matching itself, for the action, and its report, for people."""

    year: AcademicYear
    first: date
    last: date
    matching: Matching
    skipped: list[SkippedDay] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def report(self) -> GenerationReport:
        """Counts, of all and by page of the journal."""
        found = self.matching
        changed = self._changed()
        left = [LeftLesson(one.id, one.day, one.number, one.course_id) for one in found.left]
        return GenerationReport(
            created=len(found.created),
            kept=len(found.kept) + len(found.left) + len(found.changed) - len(changed),
            changed=len(changed),
            moved=len(found.moved),
            removed=len(found.removed),
            left=left,
            skipped=self.skipped,
            problems=self.problems,
            courses=self._courses(),
        )

    def _changed(self) -> list[tuple[Standing, Place]]:
        """Lessons that people will see changed."""
        return [(one, place) for one, place in self.matching.changed if one.shows(place)]

    def _courses(self) -> list[CourseTouch]:
        found = self.matching
        made = Counter(one.course_id for one in found.created)
        changed = Counter(one.course_id for one, _ in [*self._changed(), *found.moved])
        gone = Counter(one.course_id for one in found.removed)
        pages = sorted({*made, *changed, *gone})
        return [CourseTouch(one, made[one], changed[one], gone[one]) for one in pages]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the weekly timetable with what is needed to date it."""

    entry_id: int
    course_id: int
    grade: int
    days_per_week: int
    shift: int
    number: int
    week: str
    room_id: int | None
    teacher_id: int | None

    @property
    def kind(self) -> tuple[int, int]:
        """What the calendar asks about: grade and days in the week."""
        return (self.grade, self.days_per_week)


def plan_generation(
    year: AcademicYear,
    *,
    first: date | None = None,
    last: date | None = None,
    courses: Collection[int] | None = None,
    include_past: bool = False,
    publishing: Timetable | None = None,
) -> GenerationPlan:
    """Lay the published weeks over the days from `first` to `last` (the whole year by default) and match what stands.

    courses: ids to limit the work to. include_past: also days before today, where lessons are added and empty ones
    removed, but times, rooms and teachers of those that stay are never rewritten. publishing: a draft, as if it were
    published. A fixed number of queries.
    """
    start = max(first or year.starts_on, year.starts_on)
    start = start if include_past else max(start, clock.today())
    end = min(last or year.ends_on, year.ends_on)
    versions = _versions(year, publishing)
    if not versions:
        raise TimetableClash(
            "Расписания на этот год ещё нет: создайте его или загрузите из файла, потом создавайте уроки."
        )
    layout = _Layout(year, versions, courses)
    places = list(layout.places(start, end))
    standing = list(_standing(year, start, end, courses))
    matching = rules.pair(places, standing, today=clock.today())
    entered = lessons_with_entries(one.id for one in matching.unmatched)
    matching = rules.settle(matching, entered)
    return GenerationPlan(year, start, end, matching, layout.skipped_days(), layout.problems())


def load_bells(year: AcademicYear) -> Bells:
    """Bells of the year. Two queries."""
    rows = BellSchedule.objects.filter(year=year).prefetch_related(
        Prefetch("slots", queryset=LessonSlot.objects.order_by("number"))
    )
    return Bells(
        [
            Times(
                row.shift,
                row.weekday,
                row.valid_from,
                {slot.number: (slot.starts_at, slot.ends_at) for slot in row.slots.all()},
            )
            for row in rows
        ]
    )


class _Layout:
    """The weekly versions laid over days; counts what the calendar and the bells left out."""

    def __init__(self, year: AcademicYear, versions: list[Timetable], courses: Collection[int] | None) -> None:
        self.versions = versions
        self.calendar = calendar_of(year)
        self.bells = load_bells(year)
        self.lines = _lines(versions, courses)
        self.kinds = {key: {line.kind for lines in days.values() for line in lines} for key, days in self.lines.items()}
        self.teaching = _teaching(year)
        self.skipped: Counter[tuple[date, str]] = Counter()
        self.no_bell: Counter[tuple[int, int, int]] = Counter()

    def places(self, first: date, last: date) -> Iterator[Place]:
        """Every lesson the versions ask for between the days."""
        for day in clock.days_between(first, last):
            version = rules.in_force_on(self.versions, day)
            if version:
                yield from self._places_of_day(day, version)

    def _places_of_day(self, day: date, version: Timetable) -> Iterator[Place]:
        parity = rules.parity_of(day, version.valid_from)
        weekdays: dict[tuple[int, int], int] = {}
        for kind in self.kinds[version.pk]:
            reason = self.calendar.reason(day, *kind)
            weekdays[kind] = 0 if reason else self.calendar.weekday_of(day)
            if reason:
                lost = [line for line in self._lines_of(version, day.isoweekday(), parity) if line.kind == kind]
                self.skipped[(day, reason)] += len(lost)
        for weekday in sorted(set(weekdays.values()) - {0}):
            for line in self._lines_of(version, weekday, parity):
                if weekdays[line.kind] == weekday:
                    yield from self._place(day, weekday, line)

    def _lines_of(self, version: Timetable, weekday: int, parity: str) -> list[_Line]:
        lines = self.lines[version.pk].get(weekday, [])
        return [line for line in lines if line.week in (WeekParity.EVERY, parity)]

    def _place(self, day: date, weekday: int, line: _Line) -> Iterator[Place]:
        times = self.bells.times(line.shift, weekday, day, line.number)
        if times is None:
            self.no_bell[(line.shift, weekday, line.number)] += 1
            return
        teacher = rules.teacher_on(day, line.teacher_id, self.teaching.get(line.course_id, ()))
        yield Place(line.course_id, day, line.number, *times, line.room_id, teacher, line.entry_id)

    def skipped_days(self) -> list[SkippedDay]:
        """Days the calendar left without lessons, in order."""
        return [SkippedDay(day, reason, count) for (day, reason), count in sorted(self.skipped.items()) if count]

    def problems(self) -> list[str]:
        """Lessons without a bell, one sentence for each number of a day."""
        return [
            f"Нет звонка: {russian.ordinal_lesson(number)}, {Shift(shift).label}, {dates.WEEKDAYS[weekday - 1]}. "
            f"Без него не {russian.plural(count, 'создан', 'созданы', 'создано')} "
            f"{russian.counted(count, 'урок', 'урока', 'уроков')}."
            for (shift, weekday, number), count in sorted(self.no_bell.items())
        ]


def _versions(year: AcademicYear, publishing: Timetable | None) -> list[Timetable]:
    versions = list(Timetable.objects.filter(year=year, published_at__isnull=False).order_by("valid_from"))
    if publishing is None:
        return versions
    rules.bounded(versions, publishing)
    return sorted([*versions, publishing], key=lambda one: one.valid_from)


def _lines(versions: Iterable[Timetable], courses: Collection[int] | None) -> dict[int, dict[int, list[_Line]]]:
    """Lines by version and weekday; pages that are closed get no lessons."""
    rows = (
        TimetableEntry.objects.filter(timetable__in=versions, course__is_active=True)
        .select_related("course__school_class", "course__group")
        .prefetch_related(Prefetch("course__group__classes", queryset=SchoolClass.objects.order_by("id")))
        .order_by("weekday", "number", "id")
    )
    if courses is not None:
        rows = rows.filter(course__in=courses)
    lines: dict[int, dict[int, list[_Line]]] = {one.pk: defaultdict(list) for one in versions}
    for row in rows:
        lines[row.timetable_id][row.weekday].append(_line(row))
    return lines


def _line(row: TimetableEntry) -> _Line:
    classes = classes_of(row)
    return _Line(
        entry_id=row.pk,
        course_id=row.course_id,
        grade=row.course.grade_level,
        days_per_week=max((one.days_per_week for one in classes), default=5),
        shift=min((one.shift for one in classes), default=Shift.FIRST),
        number=row.number,
        week=row.week,
        room_id=row.room_id,
        teacher_id=row.teacher_id,
    )


def classes_of(row: TimetableEntry) -> list[SchoolClass]:
    """Classes a line is for: its own class, or those of the group. Needs the course with both loaded."""
    if row.course.school_class:
        return [row.course.school_class]
    return list(row.course.group.classes.all()) if row.course.group else []


def _teaching(year: AcademicYear) -> dict[int, list[Teaching]]:
    rows = TeachingAssignment.objects.filter(course__year=year).values_list(
        "course_id", "staff_id", "valid_from", "valid_to"
    )
    teaching: dict[int, list[Teaching]] = defaultdict(list)
    for course_id, staff_id, first, last in rows:
        teaching[course_id].append(Teaching(staff_id, first, last))
    return teaching


def _standing(year: AcademicYear, first: date, last: date, courses: Collection[int] | None) -> Iterator[Standing]:
    """Lessons of the days, and those moved away from them by hand."""
    rows = Lesson.objects.filter(
        Q(day__range=(first, last)) | Q(moved_from_day__range=(first, last)), course__year=year
    )
    if courses is not None:
        rows = rows.filter(course__in=courses)
    fields = rows.values_list(
        "id", "course_id", "day", "number", "starts_at", "ends_at", "room_id", "teacher_id", "entry_id",
        "status", "note", "moved_from_day", "moved_from_number", "substitution", "distance_link",
    )  # fmt: skip
    for row in fields.iterator(chunk_size=5000):
        origin = (row[11], row[12]) if row[11] and row[12] is not None else None
        yield Standing(*row[:11], moved_from=origin, substituted=row[13] is not None, at_distance=bool(row[14]))
