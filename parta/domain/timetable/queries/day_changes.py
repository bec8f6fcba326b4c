"""Before a change of a day is written: who is taken at that time, which lessons the classes have."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.school.models import AcademicYear, GroupMembership, Room, SchoolClass, StaffMember
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.errors import TimetableNotFound
from parta.domain.timetable.models import Lesson, StaffAbsence
from parta.domain.timetable.queries.lessons import with_parts
from parta.lib import dates
from parta.lib.russian import lower_first


def absent_on(day: date) -> QuerySet[StaffAbsence]:
    """Who of the staff is away on the day, by the alphabet."""
    rows = StaffAbsence.objects.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day)
    return rows.select_related("staff__user").order_by("staff__user__sort_name", "id")


def absence_for(absence_id: int) -> StaffAbsence:
    """An absence by id."""
    row = StaffAbsence.objects.select_related("staff__user").filter(pk=absence_id).first()
    if row is None:
        raise TimetableNotFound("Такой записи об отсутствии нет.")
    return row


def cancelled_reasons(day: date) -> list[tuple[str, int]]:
    """Why lessons of the day are cancelled, with their number, the most frequent first."""
    rows = Lesson.objects.filter(day=day, status=LessonStatus.CANCELLED).exclude(note="")
    return list(rows.values_list("note").annotate(count=Count("id")).order_by("-count", "note"))


def lessons_of_classes(year: AcademicYear, day: date, classes: Collection[SchoolClass] | None) -> list[Lesson]:
    """Lessons of the day of the classes and of the groups that take pupils of them only; None: of the whole school.

    A group that also takes another class still has its lesson.
    """
    rows = Lesson.objects.filter(day=day, course__year=year).select_related(
        "course__subject", "course__school_class", "course__group", "room"
    )
    rows = rows.prefetch_related(Prefetch("course__group__classes", queryset=SchoolClass.objects.only("id")))
    everything = list(rows.order_by("number", "id"))
    if classes is None:
        return everything
    wanted = {one.pk for one in classes}
    return [one for one in everything if (of := class_ids(one)) and of <= wanted]


def class_ids(lesson: Lesson) -> set[int]:
    """Classes the lesson is for: its own, or those of its group."""
    if lesson.course.school_class_id:
        return {lesson.course.school_class_id}
    return {one.pk for one in lesson.course.group.classes.all()} if lesson.course.group else set()


def givers_of(lessons: Iterable[Lesson]) -> dict[int, set[int]]:
    """Ids of staff who give each lesson: the substitute, else the named teacher, else all assigned that day.

    One query, or none. Needs the substitution loaded.
    """
    found: dict[int, set[int]] = {}
    open_lessons = []
    for lesson in lessons:
        substitution = getattr(lesson, "substitution", None)
        if substitution:
            found[lesson.pk] = {substitution.teacher_id}
        elif lesson.teacher_id:
            found[lesson.pk] = {lesson.teacher_id}
        else:
            open_lessons.append(lesson)
    team: dict[int, set[int]] = defaultdict(set)
    if open_lessons:
        courses = {one.course_id for one in open_lessons}
        rows = TeachingAssignment.objects.filter(in_force("", open_lessons[0].day), course__in=courses)
        for course_id, staff_id in rows.values_list("course_id", "staff_id"):
            team[course_id].add(staff_id)
    return found | {one.pk: team[one.course_id] for one in open_lessons}


def clashes_at(
    lesson: Lesson,
    *,
    teacher: StaffMember | None = None,
    room: Room | None = None,
    pupils: bool = True,
    ignoring: Lesson | None = None,
) -> list[str]:
    """Who would be in two places if the lesson stood at its (new, unsaved) day and time; each as a sentence.

    teacher: the one who is to give it; without one and with `pupils` (a move) its own teachers are asked about.
    room: where it is to be; ignoring: the lesson it is joined with. At most five queries.
    """
    others = _going_on(lesson, ignoring)
    givers = givers_of(others)
    own = givers_of([lesson])[lesson.pk] if pupils and not teacher else set()
    wanted = {teacher.pk} if teacher else own
    found = [_busy(other, givers[other.pk] & wanted, teacher) for other in others if givers[other.pk] & wanted]
    found += _away(wanted, lesson.day)
    if room:
        found += [
            f"Каб. {room.name} занят: {other.course.title}."
            for other in others
            if _room_of(other) == room.pk and other.course.subject_id != lesson.course.subject_id
        ]
    return found + (_pupils_taken(lesson, others) if pupils else [])


def _going_on(lesson: Lesson, ignoring: Lesson | None) -> list[Lesson]:
    rows = Lesson.objects.filter(day=lesson.day, starts_at__lt=lesson.ends_at, ends_at__gt=lesson.starts_at)
    rows = rows.exclude(status=LessonStatus.CANCELLED).exclude(pk=lesson.pk)
    rows = rows.exclude(pk=ignoring.pk) if ignoring else rows
    return list(with_parts(rows).prefetch_related("course__group__classes").order_by("number", "id"))


def _busy(other: Lesson, who: set[int], teacher: StaffMember | None) -> str:
    substitution = getattr(other, "substitution", None)
    one = teacher or (substitution.teacher if substitution else other.teacher)
    name = one.user.short_name if one else "Учитель"
    return f"{name} в это время ведёт {other.course.title}."


def _away(staff: set[int], day: date) -> list[str]:
    rows = absent_on(day).filter(staff__in=staff) if staff else []
    return [f"{row.staff.user.short_name} отсутствует {dates.day_title(day)}." for row in rows]


def _room_of(lesson: Lesson) -> int | None:
    substitution = getattr(lesson, "substitution", None)
    return (substitution.room_id if substitution else None) or lesson.room_id


def _pupils_taken(lesson: Lesson, others: Iterable[Lesson]) -> list[str]:
    """A class at two lessons; of two groups only pupils who are in both count."""
    here = class_ids(lesson)
    meeting = [other for other in others if class_ids(other) & here]
    groups = [other for other in meeting if other.course.group_id and lesson.course.group_id]
    shared = _shared_pupils(lesson, groups)
    return [
        f"У {_whose(other)} в это время {lower_first(other.course.subject.name)}."
        for other in meeting
        if other not in groups or other.pk in shared
    ]


def _whose(other: Lesson) -> str:
    return f"класса {other.course.unit_name}" if other.course.school_class_id else f"группы «{other.course.unit_name}»"


def _shared_pupils(lesson: Lesson, groups: list[Lesson]) -> set[int]:
    if not groups:
        return set()
    ids = {lesson.course.group_id, *(one.course.group_id for one in groups)}
    members: dict[int, set[int]] = defaultdict(set)
    rows = GroupMembership.objects.filter(in_force("", lesson.day), group__in=ids)
    for group_id, student_id in rows.values_list("group_id", "student_id"):
        members[group_id].add(student_id)
    own = members[lesson.course.group_id or 0]
    return {
        one.pk
        for one in groups
        if one.course.group_id == lesson.course.group_id or own & members[one.course.group_id or 0]
    }
