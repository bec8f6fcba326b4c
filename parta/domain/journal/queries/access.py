"""Whose journal it is: which courses and lessons a person may read and fill today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from parta.domain.access.choices import JOURNAL_READERS
from parta.domain.access.models import Appointment, User
from parta.domain.access.queries import appointed_roles, in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.journal.errors import CourseNotFound
from parta.domain.journal.queries.attached import with_attachments
from parta.domain.journal.queries.closed import with_closed_periods
from parta.domain.school.models import ClassTeacher, TeachingGroup
from parta.domain.timetable.models import Lesson, Substitution
from parta.lib import clock
from parta.lib.prepared import prepared

TEACHES = "reader_teaches_it"
"""Put on a lesson by `WriteRights.of`: the person teaches its course on its day and today."""


@dataclass(frozen=True, slots=True)
class WriteRights:
    """What the person may fill today, of lessons loaded through `of`: the right comes with the lesson."""

    user: User
    today: date

    def of(self, lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
        """The same lessons, with what `may_write` asks; `substitution__teacher` is for the caller to select."""
        return with_right(lessons, self.user.pk, self.today)

    def may_write(self, lesson: Lesson, *, on: date | None = None) -> bool:
        """The teacher of the course on the lesson's day who still teaches it; the substitute on the very day.

        on: the day the entry was made, today by default (an entry made without a network comes later).

        S3R-1.15c: own pages only; S3-4.4.3a: a substitute fills the lesson; S4-2.2b: the right ends with it.
        """
        if self.user.is_system:
            return True
        substitution = getattr(lesson, "substitution", None)
        given = substitution is not None and substitution.teacher.user_id == self.user.pk
        if given and lesson.day == (on or self.today):
            return True
        return bool(getattr(lesson, TEACHES))


def with_right(lessons: QuerySet[Lesson], user_id: int, today: date) -> QuerySet[Lesson]:
    """Lessons that say whether the person teaches the course, on the lesson's day and today."""
    mine = TeachingAssignment.objects.filter(course_id=OuterRef("course_id"), staff__user_id=user_id)
    then, now = mine.filter(in_force("", OuterRef("day"))), mine.filter(in_force("", today))
    return lessons.annotate(**{TEACHES: Exists(then) & Exists(now)})


def write_rights(user: User) -> WriteRights:
    """The person's rights of today. No statement of its own."""
    return WriteRights(user, clock.today())


def reads_every_journal(user: User, day: date) -> bool:
    """Director, deputy, working group. One statement."""
    return bool(appointed_roles(user, day) & JOURNAL_READERS)


def readable_courses(user: User, day: date) -> QuerySet[Course]:
    """Courses whose page the person may open on the day: own, substituted that day, of the own class, or all."""
    return _courses(user.pk, day, [role.value for role in JOURNAL_READERS])


def course_for(user: User, course_id: int) -> Course:
    """The course, if the person may read it; CourseNotFound otherwise, whether it exists or not."""
    found = _course(user.pk, clock.today(), [role.value for role in JOURNAL_READERS], course_id)
    if not found:
        raise CourseNotFound("Такой страницы журнала у вас нет")
    return found[0]


@prepared
def _course(user_id: int, day: date, readers: list[str], course_id: int) -> QuerySet[Course]:
    return _courses(user_id, day, readers).filter(pk=course_id)


def _courses(user_id: int, day: date, readers: list[str]) -> QuerySet[Course]:
    every = Appointment.objects.filter(in_force("", day), user_id=user_id, role__in=readers)
    taught = TeachingAssignment.objects.filter(in_force("", day), staff__user_id=user_id).values("course_id")
    substituted = Substitution.objects.filter(teacher__user_id=user_id, lesson__day=day).values("lesson__course_id")
    homeroom = ClassTeacher.objects.filter(in_force("", day), staff__user_id=user_id).values("school_class_id")
    streams = TeachingGroup.classes.through.objects.filter(schoolclass_id__in=homeroom).values("teachinggroup_id")
    own = Q(id__in=taught) | Q(id__in=substituted) | Q(school_class_id__in=homeroom) | Q(group_id__in=streams)
    return Course.objects.select_related("subject", "school_class", "group", "year").filter(Exists(every) | own)


def lesson_for(user: User, lesson_id: int) -> Lesson:
    """The lesson, if the person may read its course."""
    lesson = (
        with_attachments(with_closed_periods(write_rights(user).of(Lesson.objects.all())))
        .select_related(
            "course__subject", "course__school_class", "course__group", "course__year", "room", "teacher__user",
            "substitution__teacher__user", "substitution__room", "record__work_type", "record__plan_topic", "homework",
        )
        .filter(pk=lesson_id)
        .first()
    )  # fmt: skip
    if lesson is None or not readable_courses(user, clock.today()).filter(pk=lesson.course_id).exists():
        raise CourseNotFound("Такого урока в ваших журналах нет")
    return lesson
