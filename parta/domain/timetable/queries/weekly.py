"""The weekly timetable as it is drawn: versions, classes across and lessons down, hours placed, conflicts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Prefetch, QuerySet, prefetch_related_objects

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.curriculum.queries import hours_by_course
from parta.domain.school.models import AcademicYear, GroupMembership, Room, SchoolClass, StaffMember
from parta.domain.timetable import rules
from parta.domain.timetable.choices import WeekParity
from parta.domain.timetable.errors import TimetableNotFound
from parta.domain.timetable.models import BellSchedule, LessonSlot, Timetable, TimetableEntry
from parta.domain.timetable.queries.generation import classes_of, load_bells
from parta.domain.timetable.rules import Bells, Conflict, Occupied
from parta.lib import clock, russian
from parta.lib.prepared import prepared

MINUTES = 60


@dataclass(frozen=True, slots=True)
class GridItem:
    """A line of the timetable in a cell. `teachers`: the one named, else everybody assigned to the course.

    `surnames`: the same without initials, for tight places.
    """

    entry: TimetableEntry
    subject: str
    unit: str
    is_group: bool
    teachers: str
    surnames: str
    room: str
    week: str
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class GridPlace:
    """A cell: a class (or a teacher, a room, by `class_id`) at a lesson of a weekday."""

    class_id: int
    weekday: int
    number: int
    items: list[GridItem]

    @property
    def key(self) -> str:
        """«12-2-3»: class, weekday, number."""
        return f"{self.class_id}-{self.weekday}-{self.number}"

    @property
    def sign(self) -> str:
        """What stands here, shortly: another sign means that somebody changed the place in the meantime."""
        return place_sign(item.entry for item in self.items)

    @property
    def spot(self) -> str:
        """The place of a class behind a cell of a teacher or a room; «» for a free one."""
        classes = classes_of(self.items[0].entry) if self.items else []
        return f"{classes[0].pk}-{self.weekday}-{self.number}" if classes else ""

    @property
    def has_conflict(self) -> bool:
        """Is any line here in two places?"""
        return any(item.conflict for item in self.items)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A lesson number of a weekday across the classes."""

    weekday: int
    number: int
    places: list[GridPlace]
    is_first: bool = False
    span: int = 0


@dataclass(frozen=True, slots=True)
class WeeklyGrid:
    """Days × lessons down, classes across."""

    timetable: Timetable
    classes: Sequence[SchoolClass | StaffMember | Room]
    rows: list[GridRow]
    conflicts: list[Conflict]


@dataclass(frozen=True, slots=True)
class PlacedHours:
    """Hours a week of a course: by the study plan and placed in the timetable (a line of odd weeks is half)."""

    course: Course
    required: Decimal | None
    placed: Decimal

    @property
    def left(self) -> Decimal | None:
        """Hours still to be placed; negative when there are too many."""
        return None if self.required is None else self.required - self.placed


@dataclass(slots=True)
class _Sources:
    teachers: dict[int, list[StaffMember]] = field(default_factory=dict)
    conflicts: dict[int, str] = field(default_factory=dict)


def timetables(year: AcademicYear) -> QuerySet[Timetable]:
    """Versions of the year by date, with the number of their lines (`entry_count`)."""
    return Timetable.objects.filter(year=year).annotate(entry_count=Count("entries")).order_by("valid_from")


def timetable_for(timetable_id: int) -> Timetable:
    """A version by id."""
    row = Timetable.objects.select_related("year").filter(pk=timetable_id).first()
    if row is None:
        raise TimetableNotFound("Такого расписания нет.")
    return row


def timetable_on(year: AcademicYear, day: date) -> Timetable | None:
    """The published version in force on the day, else the first one to come, else the last."""
    rows = list(timetables(year))
    current = rules.in_force_on([one for one in rows if not one.is_draft], day)
    coming = [one for one in rows if one.valid_from > day]
    return next(iter([*([current] if current else []), *coming[:1], *rows[-1:]]), None)


def entry_for(entry_id: int) -> TimetableEntry:
    """A line of a weekly timetable."""
    row = _entries().filter(pk=entry_id).first()
    if row is None:
        raise TimetableNotFound("Этого урока в расписании уже нет.")
    return row


def entries_at(timetable: Timetable, school_class: SchoolClass, weekday: int, number: int) -> list[TimetableEntry]:
    """Lines of a class at a place: its own and those of its groups."""
    rows = _entries().filter(timetable=timetable, weekday=weekday, number=number)
    return [row for row in rows if any(one.pk == school_class.pk for one in classes_of(row))]


def bell_schedules(year: AcademicYear) -> list[BellSchedule]:
    """Bells of the year with their slots loaded."""
    slots = Prefetch("slots", queryset=LessonSlot.objects.order_by("number"))
    return list(
        BellSchedule.objects.filter(year=year).prefetch_related(slots).order_by("shift", "valid_from", "weekday", "id")
    )


def weekly_grid(
    timetable: Timetable, units: Sequence[SchoolClass | StaffMember | Room], by: str = "class"
) -> WeeklyGrid:
    """The version drawn for classes, teachers or rooms, with the conflicts of the whole school.

    by: «class», «teacher» or «room», the kind of the units. A fixed number of queries.
    """
    entries = _of_version(timetable)
    sources = _Sources(teachers=_teachers(timetable.year_id, timetable.valid_from))
    conflicts = _conflicts(timetable, entries, sources.teachers)
    for conflict in conflicts:
        for entry_id in conflict.entry_ids if not conflict.soft else ():
            sources.conflicts.setdefault(entry_id, conflict.text)
    places: dict[tuple[int, int, int], list[GridItem]] = defaultdict(list)
    for entry in entries:
        item = _grid_item(entry, sources)
        for key in _units_of(entry, by, sources.teachers):
            places[(key, entry.weekday, entry.number)].append(item)
    return WeeklyGrid(timetable, units, _rows(units, places), conflicts)


def _units_of(entry: TimetableEntry, by: str, teachers: dict[int, list[StaffMember]]) -> list[int]:
    """Ids of the columns a line stands in."""
    if by == "teacher":
        return [entry.teacher_id] if entry.teacher_id else [one.pk for one in teachers.get(entry.course_id, [])]
    if by == "room":
        return [entry.room_id] if entry.room_id else []
    return [one.pk for one in classes_of(entry)]


def place_sign(entries: Iterable[TimetableEntry]) -> str:
    """A short sign of the lines of a place; «» for a free one."""
    return ";".join(
        sorted(f"{one.pk}.{one.course_id}.{one.room_id or ''}.{one.teacher_id or ''}.{one.week[0]}" for one in entries)
    )


def usual_room(timetable: Timetable, course: Course) -> Room | None:
    """Where the course is taught most in this version: what a new lesson of it gets. One query."""
    rows = TimetableEntry.objects.filter(timetable=timetable, course=course, room__isnull=False)
    best = rows.values("room").annotate(count=Count("id")).order_by("-count", "room").first()
    return Room.objects.filter(pk=best["room"]).first() if best else None


def conflicts(timetable: Timetable) -> list[Conflict]:
    """Double bookings of teachers, rooms, classes, groups, pupils; lessons outside the shift or above the study plan;

    remarks about gaps and lessons without a teacher.
    """
    entries = _of_version(timetable)
    teachers = _teachers(timetable.year_id, timetable.valid_from)
    return _conflicts(timetable, entries, teachers)


def placed_hours(timetable: Timetable, courses: Iterable[Course]) -> list[PlacedHours]:
    """Hours of the courses against the lines of the version, in the order given."""
    courses = list(courses)
    placed: Counter[int] = Counter()
    halves: Counter[int] = Counter()
    rows = TimetableEntry.objects.filter(timetable=timetable, course__in=courses).values_list("course_id", "week")
    for course_id, week in rows:
        (placed if week == WeekParity.EVERY else halves)[course_id] += 1
    lines = hours_by_course(courses)
    return [
        PlacedHours(
            course,
            lines[course.pk].hours_per_week if course.pk in lines else None,
            placed[course.pk] + Decimal(halves[course.pk]) / 2,
        )
        for course in courses
    ]


def _of_version(timetable: Timetable) -> list[TimetableEntry]:
    """Every line with its parts, one instance of each course. Two statements."""
    entries = _lines(timetable.pk)
    prefetch_related_objects(entries, _classes())
    return entries


@prepared
def _lines(timetable_id: int) -> QuerySet[TimetableEntry]:
    return _entries().filter(timetable_id=timetable_id).prefetch_related(None)


def _classes() -> Prefetch:  # type: ignore[type-arg]  # generic in the stubs only
    return Prefetch("course__group__classes", queryset=SchoolClass.objects.order_by("sort_name"))


def _entries() -> QuerySet[TimetableEntry]:
    return (
        TimetableEntry.objects.select_related(
            "course__subject", "course__school_class", "course__group", "room", "teacher__user"
        )
        .prefetch_related(_classes())
        .order_by("weekday", "number", F("course__group__sort_name").asc(nulls_first=True), "id")
    )


def _teachers(year_id: int, day: date) -> dict[int, list[StaffMember]]:
    """Those assigned to each course, now or later in the year."""
    teachers: dict[int, list[StaffMember]] = defaultdict(list)
    for row in _assigned(year_id, day):
        teachers[row.course_id].append(row.staff)
    return teachers


@prepared
def _assigned(year_id: int, day: date) -> QuerySet[TeachingAssignment]:
    rows = TeachingAssignment.objects.filter(course__year_id=year_id).exclude(valid_to__lt=day)
    return rows.select_related("staff__user").order_by("valid_from", "id")


def _grid_item(entry: TimetableEntry, sources: _Sources) -> GridItem:
    teachers = [entry.teacher] if entry.teacher else sources.teachers.get(entry.course_id, [])
    return GridItem(
        entry=entry,
        subject=entry.course.subject.short_name or entry.course.subject.name,
        unit=entry.course.unit_name,
        is_group=entry.course.group_id is not None,
        teachers=", ".join(one.user.short_name for one in teachers),
        surnames=", ".join(one.user.last_name for one in teachers),
        room=entry.room.name if entry.room else "",
        week=entry.week,
        conflict=sources.conflicts.get(entry.pk, ""),
    )


def _rows(
    classes: Sequence[SchoolClass | StaffMember | Room], places: dict[tuple[int, int, int], list[GridItem]]
) -> list[GridRow]:
    """Seven lessons a day at least, to have where to put; Saturday for a week of six days or when it has lessons."""
    ids = {one.pk for one in classes}
    used = [(weekday, number) for class_id, weekday, number in places if class_id in ids]
    six = any(isinstance(one, SchoolClass) and one.days_per_week == 6 for one in classes)
    last_day = max([6 if six else 5, *[day for day, _ in used]])
    first = min([1, *[number for _, number in used]])
    last = max([6, *[number for _, number in used]]) + 1
    numbers = range(first, last + 1)
    return [
        GridRow(
            weekday,
            number,
            [GridPlace(one.pk, weekday, number, places.get((one.pk, weekday, number), [])) for one in classes],
            is_first=number == first,
            span=len(numbers),
        )
        for weekday in range(1, last_day + 1)
        for number in numbers
    ]


def _conflicts(
    timetable: Timetable, entries: Sequence[TimetableEntry], teachers: dict[int, list[StaffMember]]
) -> list[Conflict]:
    bells, day = load_bells(timetable.year), timetable.valid_from
    return rules.find_conflicts(
        [_occupied(entry, bells, day, teachers) for entry in entries],
        members=_members(entries, max(day, clock.today())),
        above_plan=_above_plan(entries),
    )


def _members(entries: Iterable[TimetableEntry], day: date) -> dict[int, dict[int, str]]:
    """Pupils of the groups on the day, by group. One query, or none."""
    groups = {entry.course.group_id for entry in entries if entry.course.group_id}
    found: dict[int, dict[int, str]] = defaultdict(dict)
    if groups:
        rows = GroupMembership.objects.filter(in_force("", day), group__in=groups)
        names = rows.values_list("group_id", "student_id", "student__user__last_name", "student__user__first_name")
        for group_id, student_id, last, first in names:
            found[group_id][student_id] = russian.list_name(last, first)
    return found


def _above_plan(entries: Iterable[TimetableEntry]) -> list[rules.Hours]:
    """Courses with more lines than the study plan has hours. One query."""
    by_course: dict[int, list[TimetableEntry]] = defaultdict(list)
    for entry in entries:
        by_course[entry.course_id].append(entry)
    lines = hours_by_course(rows[0].course for rows in by_course.values())
    found = []
    for course_id, rows in by_course.items():
        placed = sum((_weight(row) for row in rows), Decimal(0))
        required = lines[course_id].hours_per_week if course_id in lines else None
        if required is not None and placed > required:
            course, ids = rows[0].course, tuple(row.pk for row in rows)
            found.append(rules.Hours(course.unit_name, course.subject.name, required, placed, ids))
    return found


def _weight(entry: TimetableEntry) -> Decimal:
    return Decimal(1) if entry.week == WeekParity.EVERY else Decimal("0.5")


def _occupied(entry: TimetableEntry, bells: Bells, day: date, teachers: dict[int, list[StaffMember]]) -> Occupied:
    classes = classes_of(entry)
    shift = min((one.shift for one in classes), default=1)
    starts, ends = _minutes(entry, bells, day, shift)
    assigned = teachers.get(entry.course_id, [])
    teacher = entry.teacher or (assigned[0] if len(assigned) == 1 else None)
    return Occupied(
        entry_id=entry.pk,
        weekday=entry.weekday,
        number=entry.number,
        week=entry.week,
        starts=starts,
        ends=ends,
        subject=entry.course.subject.name,
        unit=entry.course.unit_name,
        classes=tuple((one.pk, one.name) for one in classes),
        is_group=entry.course.group_id is not None,
        teacher_id=teacher.pk if teacher else None,
        teacher=teacher.user.short_name if teacher else "",
        has_teacher=bool(teacher or assigned),
        room_id=entry.room_id,
        room=entry.room.name if entry.room else "",
        group_id=entry.course.group_id,
        shift_fault=_shift_fault(entry, bells, day, classes),
    )


def _shift_fault(entry: TimetableEntry, bells: Bells, day: date, classes: list[SchoolClass]) -> str:
    """Why the place is not in the shift of its classes; «» also while there are no bells at all."""
    shifts = sorted({one.shift for one in classes})
    if len(shifts) > 1:
        return "классы из разных смен"
    if not bells.schedules or not shifts or bells.times(shifts[0], entry.weekday, day, entry.number):
        return ""
    return f"{russian.ordinal_lesson(entry.number)} не входит в {'первую' if shifts[0] == 1 else 'вторую'} смену"


def _minutes(entry: TimetableEntry, bells: Bells, day: date, shift: int) -> tuple[int, int]:
    """Minutes of the day by the bells; without a bell, places of different shifts never meet."""
    times = bells.times(shift, entry.weekday, day, entry.number)
    if times is None:
        start = 10_000 * shift + entry.number * MINUTES
        return start, start + MINUTES
    starts, ends = times
    return starts.hour * MINUTES + starts.minute, ends.hour * MINUTES + ends.minute
