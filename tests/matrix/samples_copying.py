"""What the copying of homework to other classes is sent."""

from datetime import timedelta
from typing import Any

from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.journal import actions as journal
from parta.domain.journal.models import Homework
from parta.domain.school.models import SchoolClass, StaffMember
from parta.domain.timetable.models import Lesson
from tests.matrix.world import World


def parallel(world: World) -> Lesson:
    """Another 7th class taught the subject by the same teacher, and homework of the lesson in question to copy."""
    klass = SchoolClass.objects.create(year=world.cast.school.year, grade_level=7, letter="Я")
    course = Course.objects.create(
        year=world.course.year, subject=world.course.subject, school_class=klass, grade_level=7
    )
    teacher = StaffMember.objects.get(user=world.users["teacher"])
    TeachingAssignment.objects.create(course=course, staff=teacher, valid_from=world.course.year.starts_on)
    about = {"course": course, "number": 1, "starts_at": world.lesson.starts_at, "ends_at": world.lesson.ends_at}
    lessons = [
        Lesson.objects.create(**about, day=world.cast.today + timedelta(days=days), teacher=teacher) for days in (0, 1)
    ]
    entered = {"text": "§ 12", "entered_by": world.users["teacher"], "entered_at": world.cast.now}
    Homework.objects.update_or_create(lesson=world.lesson, defaults=entered)
    return lessons[0]


def copied(world: World) -> None:
    place = parallel(world)
    journal.copy_homework(world.users["teacher"], lesson=world.lesson, places=[place.pk], with_topic=False)


def copying(world: World, role: str) -> dict[str, Any]:
    place = _place(world)
    return {"course": [place.course_id], f"lesson-{place.course_id}": place.pk} if place else {}


def copy_key(world: World, role: str) -> dict[str, Any]:
    place = _place(world)
    return {"copy": [f"{place.pk}:1:0"]} if place else {}


def _place(world: World) -> Lesson | None:
    return Lesson.objects.filter(course__school_class__letter="Я", day=world.cast.today).first()
