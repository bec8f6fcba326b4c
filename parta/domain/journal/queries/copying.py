"""Where a lesson's homework and topic may be copied: the teacher's other classes of the subject, their lessons near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.journal.errors import CopyingRefused
from parta.domain.journal.queries.access import WriteRights, write_rights
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import WEEKDAYS_SHORT, day_title
from parta.lib.russian import ordinal_lesson

AROUND = timedelta(days=10)
AHEAD = timedelta(days=40)
OFFERED = 4


@dataclass(frozen=True, slots=True)
class CopyPlace:
    """A lesson of another class that may take the homework. due_on: the day of that class's next lesson."""

    lesson: Lesson
    due_on: date
    taken: str
    """The homework that stands there already, or «»."""

    @property
    def text(self) -> str:
        """«чт, 10 декабря, 2‑й урок — к пн, 14 декабря»."""
        told = f"{_day(self.lesson.day)}, {ordinal_lesson(self.lesson.number)} — к {_day(self.due_on)}"
        return f"{told} (уже записано)" if self.taken else told


@dataclass(frozen=True, slots=True)
class CopyTarget:
    """Another page of the teacher. `places` nearest first; `chosen` is the nearest free one; `refusal` when none is."""

    course: Course
    places: list[CopyPlace]
    chosen: CopyPlace | None
    refusal: str


def copy_targets(user: User, lesson: Lesson) -> list[CopyTarget]:
    """The other pages the person teaches today of the same subject and grade. Raises CopyingRefused for those who do
    not teach the lesson's own page. A handful of statements whatever their number.
    """
    today = clock.today()
    taught = TeachingAssignment.objects.filter(in_force("", today), staff__user=user).values("course_id")
    if not taught.filter(course_id=lesson.course_id).exists():
        raise CopyingRefused("Задание копирует учитель, который ведёт этот предмет в классе")
    course = lesson.course
    courses = list(
        Course.objects.filter(
            pk__in=taught, year=course.year, subject=course.subject, grade_level=course.grade_level, is_active=True
        )
        .exclude(pk=course.pk)
        .select_related("subject", "school_class", "group", "year")
    )
    rights = write_rights(user)
    near = _lessons(rights, courses, lesson.day)
    writable = {one.pk for one in near if rights.may_write(one)}
    found = [_target(one, [each for each in near if each.course_id == one.pk], writable, lesson) for one in courses]
    return sorted(found, key=lambda target: target.course.unit_name)


def _lessons(rights: WriteRights, courses: Sequence[Course], day: date) -> list[Lesson]:
    rows = rights.of(Lesson.objects.filter(course__in=courses, day__gte=day - AROUND, day__lte=day + AHEAD))
    return list(
        rows.exclude(status=LessonStatus.CANCELLED)
        .select_related(
            "course__subject", "course__school_class", "course__group", "homework", "record", "substitution__teacher"
        )
        .order_by("day", "number")
    )


def _target(course: Course, lessons: list[Lesson], writable: set[int], source: Lesson) -> CopyTarget:
    places = []
    for one in lessons:
        due = next((other.day for other in lessons if other.day > one.day), None)
        if due and one.pk in writable and abs(one.day - source.day) <= AROUND:
            places.append(CopyPlace(one, due, homework_there(one)))
    places.sort(key=lambda place: (abs(place.lesson.day - source.day), place.lesson.day < source.day))
    chosen = next((place for place in places if not place.taken), None)
    refusal = "" if chosen else "Задания уже записаны" if places else "Нет уроков рядом с этим днём"
    return CopyTarget(course, places[:OFFERED], chosen if chosen in places[:OFFERED] else None, refusal)


def homework_there(lesson: Lesson) -> str:
    """The homework of a lesson in words, «» when nothing was written."""
    homework = getattr(lesson, "homework", None)
    if homework is None:
        return ""
    return homework.text or ("не задано" if homework.not_set else "")


def _day(day: date) -> str:
    return f"{WEEKDAYS_SHORT[day.weekday()]}, {day_title(day)}"
