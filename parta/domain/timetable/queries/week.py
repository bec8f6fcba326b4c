"""A week of lessons as people look at it: of a class, a group, a teacher, a room, a pupil; every change in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.db.models import F, Q

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.school.models import (
    AcademicYear,
    Enrollment,
    GroupMembership,
    Room,
    SchoolClass,
    StaffMember,
    Student,
    TeachingGroup,
)
from parta.domain.school.queries import calendar_between, year_on
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.domain.timetable.queries.lessons import with_parts
from parta.lib import clock, dates, russian

Unit = SchoolClass | TeachingGroup | StaffMember | Room | Student
SIX_DAYS, FIVE_DAYS = 6, 5


@dataclass(frozen=True, slots=True)
class TimetableItem:
    """One lesson. `change`: «замена», «другой кабинет», «перенос», «дистанционно», «урока не будет» or «».

    `change_text` explains it; `is_off`: the lesson does not take place here (cancelled or moved away); `link`: where a
    distance lesson is held.
    """

    lesson_id: int
    course_id: int
    subject: str
    subject_short: str
    unit: str
    is_group: bool
    teacher: str
    room: str
    status: str
    change: str = ""
    change_text: str = ""
    is_off: bool = False
    link: str = ""


@dataclass(slots=True)
class TimetableSlot:
    """A lesson number of a day with everything that goes on at it (groups side by side)."""

    number: int
    starts_at: time | None = None
    ends_at: time | None = None
    items: list[TimetableItem] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Is anything here not as in the weekly timetable?"""
        return any(item.change for item in self.items)


@dataclass(slots=True)
class TimetableDay:
    """A day with its slots; a day without lessons says why, when the calendar knows."""

    day: date
    is_today: bool
    slots: list[TimetableSlot] = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TimetableWeek:
    """Monday to Friday, or to Saturday where there are lessons on it. `changes`: lessons not as planned."""

    title: str
    monday: date
    last: date
    days: list[TimetableDay]
    changes: int

    @property
    def previous(self) -> date:
        """Monday before."""
        return self.monday - timedelta(days=7)

    @property
    def following(self) -> date:
        """Monday after."""
        return self.monday + timedelta(days=7)


def week_of(unit: Unit, monday: date) -> TimetableWeek:
    """The week that begins on the Monday. At most ten queries, whatever the number of lessons."""
    monday = dates.monday_of(monday)
    sunday = monday + timedelta(days=6)
    lessons = list(_lessons(unit, monday, sunday))
    year = year_on(monday)
    weekdays = _week_length(unit, lessons, monday, sunday)
    days = [_empty_day(monday + timedelta(days=shift)) for shift in range(weekdays)]
    _fill(days, lessons, unit, _team(lessons, monday))
    _give_reasons(days, unit, year)
    changes = sum(1 for day in days for slot in day.slots for item in slot.items if item.change)
    return TimetableWeek(_title(unit), monday, monday + timedelta(days=weekdays - 1), days, changes)


def _lessons(unit: Unit, first: date, last: date) -> Iterator[Lesson]:
    span = Q(day__range=(first, last)) | Q(moved_from_day__range=(first, last))
    if isinstance(unit, Student):
        yield from _lessons_of_student(unit, span, first, last)
        return
    rows = with_parts(Lesson.objects.filter(span, _filter(unit, first, last)))
    yield from rows.order_by("day", "number", F("course__group__sort_name").asc(nulls_first=True), "id")


def _filter(unit: SchoolClass | TeachingGroup | StaffMember | Room, first: date, last: date) -> Q:
    if isinstance(unit, SchoolClass):
        groups = TeachingGroup.objects.filter(classes=unit).values("id")
        return Q(course__school_class=unit) | Q(course__group__in=groups)
    if isinstance(unit, TeachingGroup):
        return Q(course__group=unit)
    if isinstance(unit, Room):
        return Q(room=unit) | Q(substitution__room=unit)
    assigned = TeachingAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first), staff=unit, valid_from__lte=last
    ).values("course_id")
    return Q(teacher=unit) | Q(substitution__teacher=unit) | Q(teacher__isnull=True, course__in=assigned)


def _lessons_of_student(student: Student, span: Q, first: date, last: date) -> Iterator[Lesson]:
    """Lessons of the class and the groups the pupil belongs to on the very day of the lesson."""
    during = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
    classes = list(Enrollment.objects.filter(during, student=student, valid_from__lte=last))
    groups = list(GroupMembership.objects.filter(during, student=student, valid_from__lte=last))
    units = Q(course__school_class__in=[row.school_class_id for row in classes]) | Q(
        course__group__in=[row.group_id for row in groups]
    )
    spans = [("class", row.school_class_id, row.valid_from, row.valid_to) for row in classes]
    spans += [("group", row.group_id, row.valid_from, row.valid_to) for row in groups]
    for lesson in with_parts(Lesson.objects.filter(span, units)).order_by("day", "number", "id"):
        course = lesson.course
        own = ("class", course.school_class_id) if course.school_class_id else ("group", course.group_id)
        if any(
            own == (kind, unit_id) and start <= lesson.day and (end is None or lesson.day <= end)
            for kind, unit_id, start, end in spans
        ):
            yield lesson


def _week_length(unit: Unit, lessons: Iterable[Lesson], monday: date, sunday: date) -> int:
    used = [lesson.day.isoweekday() for lesson in lessons if monday <= lesson.day <= sunday]
    six = isinstance(unit, SchoolClass) and unit.days_per_week == SIX_DAYS
    return max([SIX_DAYS if six else FIVE_DAYS, *used])


def _fill(days: list[TimetableDay], lessons: Iterable[Lesson], unit: Unit, team: dict[int, str]) -> None:
    slots: dict[date, dict[int, TimetableSlot]] = {day.day: {} for day in days}
    for lesson in lessons:
        if lesson.day in slots:
            slot = slots[lesson.day].setdefault(lesson.number, TimetableSlot(lesson.number))
            if slot.starts_at is None:
                slot.starts_at, slot.ends_at = lesson.starts_at, lesson.ends_at
            slot.items.append(item_of(lesson, unit, team))
        origin = (lesson.moved_from_day, lesson.moved_from_number)
        if lesson.status == LessonStatus.MOVED and origin[0] in slots and origin[1] is not None:
            slot = slots[origin[0]].setdefault(origin[1], TimetableSlot(origin[1]))
            slot.items.append(_moved_away(lesson))
    for day in days:
        day.slots = [slots[day.day][number] for number in sorted(slots[day.day])]


def item_of(lesson: Lesson, unit: Unit | None = None, team: dict[int, str] | None = None) -> TimetableItem:
    """A lesson in words. Needs `with_parts`. For a teacher whose lesson another gives, it is off.

    team: names of the teachers of a course, for lessons that name none.
    """
    substitution = getattr(lesson, "substitution", None)
    teacher, room = _teacher(lesson, team), lesson.room.name if lesson.room else ""
    if not lesson.is_held:
        return _item(lesson, teacher, room, change="урока не будет", change_text=lesson.note, is_off=True)
    if substitution:
        new_room = substitution.room.name if substitution.room else room
        text = _instead(lesson, teacher, f"каб. {room}" if room and new_room != room else "")
        gone = isinstance(unit, StaffMember) and substitution.teacher_id != unit.pk
        name = substitution.teacher.user.short_name
        return _item(lesson, name, new_room, change="замена", change_text=text, is_off=gone)
    change, text = _change_of(lesson)
    return _item(lesson, teacher, room, change=change, change_text=text)


def _instead(lesson: Lesson, teacher: str, old_room: str) -> str:
    """What stood there before the substitution."""
    if lesson.in_place_of_id:
        return lesson.note[:1].lower() + lesson.note[1:]
    joined = lesson.substitution.joined_with
    together = f"вместе с {joined.course.unit_name}" if joined else ""
    planned = _sentence("по расписанию", teacher, old_room) if teacher or old_room else ""
    return ", ".join(part for part in (together, planned) if part)


def _change_of(lesson: Lesson) -> tuple[str, str]:
    """A move, a distance lesson or another room, and what it was before."""
    if lesson.status == LessonStatus.MOVED and lesson.moved_from_day:
        origin = f"с {_place(lesson.moved_from_day, lesson.moved_from_number)}"
        return "перенос", f"{origin}: {lesson.note}" if lesson.note else origin
    if lesson.distance_link:
        return "дистанционно", "по ссылке"
    planned = lesson.entry.room if lesson.entry else None
    # Only a room changed by hand has a note: lessons of a closed version keep their rooms without being a change.
    if lesson.note and planned and lesson.room_id and planned.pk != lesson.room_id:
        return "другой кабинет", f"вместо {planned.name}"
    return "", ""


def _teacher(lesson: Lesson, team: dict[int, str] | None) -> str:
    return lesson.teacher.user.short_name if lesson.teacher else (team or {}).get(lesson.course_id, "")


def _team(lessons: Iterable[Lesson], monday: date) -> dict[int, str]:
    """Who teaches the courses whose lessons name no teacher. One query, or none."""
    courses = {lesson.course_id for lesson in lessons if lesson.teacher_id is None}
    names: dict[int, list[str]] = defaultdict(list)
    if courses:
        rows = TeachingAssignment.objects.filter(in_force("", monday), course__in=courses)
        for row in rows.select_related("staff__user").order_by("id"):
            names[row.course_id].append(row.staff.user.short_name)
    return {course: ", ".join(found) for course, found in names.items()}


def _moved_away(lesson: Lesson) -> TimetableItem:
    text = f"перенесён на {_place(lesson.day, lesson.number)}"
    teacher = lesson.teacher.user.short_name if lesson.teacher else ""
    return _item(lesson, teacher, "", change="урока не будет", change_text=text, is_off=True)


def _item(
    lesson: Lesson, teacher: str, room: str, *, change: str = "", change_text: str = "", is_off: bool = False
) -> TimetableItem:
    course = lesson.course
    return TimetableItem(
        lesson_id=lesson.pk,
        course_id=course.pk,
        subject=course.subject.name,
        subject_short=course.subject.short_name or course.subject.name,
        unit=course.unit_name,
        is_group=course.group_id is not None,
        teacher=teacher,
        room=room,
        status=lesson.status,
        change=change,
        change_text=change_text,
        is_off=is_off,
        link="" if is_off else lesson.distance_link,
    )


def _give_reasons(days: list[TimetableDay], unit: Unit, year: AcademicYear | None) -> None:
    if year is None or all(day.slots for day in days):
        return
    calendar = calendar_between(year, days[0].day, days[-1].day)
    grade = _grade_of(unit, days)
    for day in days:
        if not day.slots:
            day.reason = calendar.reason(day.day, grade, SIX_DAYS)


def _grade_of(unit: Unit, days: list[TimetableDay]) -> int:
    """Whose vacations count; 0 is the whole school, for teachers and rooms."""
    if isinstance(unit, SchoolClass):
        return unit.grade_level
    if isinstance(unit, Student):
        row = Enrollment.objects.filter(student=unit, valid_from__lte=days[-1].day).select_related("school_class")
        last = row.order_by("-valid_from").first()
        return last.school_class.grade_level if last else 0
    return 0


def _empty_day(day: date) -> TimetableDay:
    return TimetableDay(day, day == clock.today())


def _title(unit: Unit) -> str:
    if isinstance(unit, StaffMember):
        return unit.user.short_name
    if isinstance(unit, Student):
        return unit.user.list_name
    return f"каб. {unit.name}" if isinstance(unit, Room) else unit.name


def _place(day: date, number: int | None) -> str:
    return f"{dates.day_title(day)}, {russian.ordinal_lesson(number)}" if number is not None else dates.day_title(day)


def _sentence(head: str, *parts: str) -> str:
    return f"{head} {', '.join(part for part in parts if part)}"
