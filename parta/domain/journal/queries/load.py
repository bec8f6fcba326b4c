"""Homework of a class for one day across all subjects, as one of them is being typed."""

from datetime import date

from django.db.models import Q

from parta.domain.journal.models import Homework
from parta.domain.journal.rules.load import DayLoad, TaskTime, day_load
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import SchoolClass
from parta.domain.timetable.models import Lesson

COURSE = "lesson__course__"
COLUMNS = ("pk", "subject__name", "school_class_id", "group_id", "group__classes")


def homework_load(lesson: Lesson, due_on: date, minutes: int | None) -> DayLoad:
    """All tasks due on the day for the lesson's class, this lesson's own taken as `minutes`. Three statements at most.

    Of several classes (a stream) the one with the most. lesson: got by `lesson_for`.
    """
    course = lesson.course
    classes = [course.school_class] if course.school_class else _classes(course.group_id)
    ids = [one.pk for one in classes]
    mine = Q(**{f"{COURSE}school_class__in": ids}) | Q(**{f"{COURSE}group__classes__in": ids})
    rows = list(
        Homework.objects.filter(mine, due_on=due_on, student_ids=[])
        .exclude(text="")
        .exclude(lesson=lesson)
        .values_list("id", "minutes", *(COURSE + name for name in COLUMNS))
        .distinct()
    )
    limit = rulebook_for(course.year.year).rulebook.marks.homework_minutes_a_day.of(course.grade_level)
    own = TaskTime(course.pk, course.subject.name, course.group_id is not None, minutes)
    loads = []
    for one in classes:
        tasks = {
            pk: TaskTime(course_id, subject, group_id is not None, spent)
            for pk, spent, course_id, subject, class_id, group_id, group_class in rows
            if one.pk in (class_id, group_class) and not _of_others(own, course_id, subject, group_id)
        }
        loads.append(day_load(one.name, due_on, [own, *tasks.values()], limit))
    return max(loads, key=lambda load: load.total)


def _of_others(own: TaskTime, course_id: int, subject: str, group_id: int | None) -> bool:
    """Set to another group of the same subject: the pupils of this one do not have it."""
    return own.in_group and group_id is not None and subject == own.subject and course_id != own.course


def _classes(group_id: int | None) -> list[SchoolClass]:
    return list(SchoolClass.objects.filter(groups=group_id))
