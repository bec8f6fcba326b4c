"""A small school for the tests of the diary and its pages. Thursday, 11 December 2025; invented names."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.curriculum.tests.small_school import SmallSchool, make, person
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.rules import Operation
from parta.domain.school.choices import DayKind, PeriodKind
from parta.domain.school.models import (
    CalendarException,
    ClassTeacher,
    Enrollment,
    GradingPeriod,
    GroupMembership,
    Guardian,
    Guardianship,
    SchoolClass,
    StaffMember,
    Student,
    TeachingGroup,
    Vacation,
)
from parta.domain.timetable.models import BellSchedule, Lesson, LessonSlot
from parta.lib import clock

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2025, 12, day) for day in range(8, 13))
NEXT_MONDAY = date(2025, 12, 15)
YEAR_START = date(2025, 9, 1)
BELLS = {1: (8, 30), 2: (9, 25), 3: (10, 25), 4: (11, 25), 5: (12, 25), 6: (13, 20), 7: (14, 15)}


def noon(day: date = THURSDAY, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of a school day."""
    return clock.at(day, hour, minute)


@dataclass
class Cast:
    """7Б with Даниил and Мария, 1А with Вера, Даниил's sister; their mothers; a father whose tie has ended."""

    school: SmallSchool
    class_7b: SchoolClass
    class_1a: SchoolClass
    english_one: TeachingGroup
    english_two: TeachingGroup
    krylova: StaffMember
    belykh: StaffMember
    kim: StaffMember
    los: StaffMember
    algebra: Course
    russian: Course
    english: Course
    english_other: Course
    reading: Course
    daniil: Student
    maria: Student
    vera: Student
    mother: User
    other_mother: User
    former_father: User
    lessons: dict[str, Lesson] = field(default_factory=dict)

    def lesson(self, course: Course, day: date, number: int, teacher: StaffMember | None = None) -> Lesson:
        """A dated lesson of 45 minutes in room 214."""
        starts_at, ends_at = _bell(number)
        return Lesson.objects.create(
            course=course,
            day=day,
            number=number,
            starts_at=starts_at,
            ends_at=ends_at,
            room=self.school.room("214"),
            teacher=teacher or self.teacher_of(course),
        )

    def teacher_of(self, course: Course) -> StaffMember:
        """The course's teacher."""
        return course.assignments.select_related("staff__user").get().staff

    def enter(self, lesson: Lesson, kind: str, value: str = "", student: Student | None = None, **more: Any) -> None:
        """The teacher of the lesson enters something in the journal, as the page does; it must be accepted.

        An old lesson is filled on its own day: later it is closed.
        """
        teacher = self.teacher_of(lesson.course)
        operation = Operation(
            id=uuid.uuid4(),
            kind=OperationKind(kind),
            lesson=lesson.pk,
            value=value,
            student=student.pk if student else None,
            **more,
        )
        long_ago = lesson.day < clock.today() - timedelta(days=7)
        with clock.frozen_at(lesson.ends if long_ago else clock.now()):
            (result,) = apply_operations(teacher.user, [operation])
        assert result.status == OperationStatus.APPLIED, result

    def mark(self, lesson: Lesson, student: Student, value: str, **more: Any) -> None:
        """A mark by the teacher of the course."""
        self.enter(lesson, "mark", value, student, **more)

    def absent(self, lesson: Lesson, student: Student, code: str, comment: str | None = None) -> None:
        """A sign of absence."""
        self.enter(lesson, "attendance", code, student, comment=comment)

    def homework(self, lesson: Lesson, text: str, due_on: date | None) -> None:
        """Homework set at the lesson."""
        self.enter(lesson, "homework", text, due_on=due_on)


def build() -> Cast:
    """The school with its lessons of 8–15 December; nothing is entered yet."""
    school = make()
    class_7b, class_1a = school.school_class("7Б"), school.school_class("1А")
    one, two = school.group("7Б, английский, 1", class_7b), school.group("7Б, английский, 2", class_7b)
    krylova, belykh = school.teacher("Крылова", "Елена", "Андреевна"), school.teacher("Белых", "Нина", "Петровна")
    kim, los = school.teacher("Ким", "Анна", "Сергеевна"), school.teacher("Лось", "Ирина", "Олеговна")
    ClassTeacher.objects.create(school_class=class_7b, staff=krylova, valid_from=YEAR_START)
    daniil, maria = _pupil("Ковалёв", "Даниил", class_7b, one), _pupil("Орлова", "Мария", class_7b, two)
    vera = _pupil("Ковалёва", "Вера", class_1a)
    cast = Cast(
        school=school,
        class_7b=class_7b,
        class_1a=class_1a,
        english_one=one,
        english_two=two,
        krylova=krylova,
        belykh=belykh,
        kim=kim,
        los=los,
        algebra=school.course("Алгебра", class_7b, krylova),
        russian=school.course("Русский язык", class_7b, belykh),
        english=school.course("Английский язык", one, kim),
        english_other=school.course("Английский язык", two, los),
        reading=school.course("Обучение грамоте", class_1a, belykh),
        daniil=daniil,
        maria=maria,
        vera=vera,
        mother=_guardian("Ковалёва", "Наталья", daniil, vera),
        other_mother=_guardian("Орлова", "Ольга", maria),
        former_father=_guardian("Ковалёв", "Сергей", daniil, last=date(2025, 11, 30)),
    )
    _calendar(cast)
    _lessons(cast)
    return cast


def _pupil(last_name: str, first_name: str, school_class: SchoolClass, *groups: TeachingGroup) -> Student:
    user = person(f"{last_name}-{first_name}", first_name, "")
    User.objects.filter(pk=user.pk).update(last_name=last_name)
    student = Student.objects.create(user=User.objects.get(pk=user.pk))
    Enrollment.objects.create(student=student, school_class=school_class, valid_from=YEAR_START)
    for group in groups:
        GroupMembership.objects.create(student=student, group=group, valid_from=YEAR_START)
    return student


def _guardian(last_name: str, first_name: str, *children: Student, last: date | None = None) -> User:
    user = person(f"{last_name}-{first_name}-взрослый", first_name, "Ивановна")
    User.objects.filter(pk=user.pk).update(last_name=last_name)
    guardian = Guardian.objects.create(user=user)
    for child in children:
        Guardianship.objects.create(guardian=guardian, student=child, valid_from=YEAR_START, valid_to=last)
    return User.objects.get(pk=user.pk)


def _calendar(cast: Cast) -> None:
    year = cast.school.year
    quarters = [(1, YEAR_START, date(2025, 10, 26)), (2, date(2025, 11, 5), date(2025, 12, 30))]
    for grade in (1, 7):
        for number, first, last in quarters:
            GradingPeriod.objects.create(
                year=year, grade_level=grade, kind=PeriodKind.QUARTER, number=number, starts_on=first, ends_on=last
            )
    Vacation.objects.create(year=year, title="зимние каникулы", starts_on=date(2025, 12, 31), ends_on=date(2026, 1, 11))
    Vacation.objects.create(
        year=year,
        title="дополнительные каникулы",
        starts_on=date(2026, 2, 16),
        ends_on=date(2026, 2, 22),
        last_grade=1,
    )
    CalendarException.objects.create(day=date(2025, 11, 4), kind=DayKind.HOLIDAY, title="День народного единства")
    CalendarException.objects.create(
        day=date(2025, 11, 1), kind=DayKind.SCHOOL_DAY, title="рабочая суббота", as_weekday=1
    )


def _bell(number: int) -> tuple[time, time]:
    hour, minute = BELLS[number]
    return time(hour, minute), time(*divmod(hour * 60 + minute + 45, 60))


def _lessons(cast: Cast) -> None:
    bells = BellSchedule.objects.create(year=cast.school.year, title="Звонки", valid_from=YEAR_START)
    for number in BELLS:
        starts_at, ends_at = _bell(number)
        LessonSlot.objects.create(schedule=bells, number=number, starts_at=starts_at, ends_at=ends_at)
    for name, course, day, number in (
        ("algebra_monday", cast.algebra, MONDAY, 2),
        ("russian_monday", cast.russian, MONDAY, 3),
        ("algebra_thursday", cast.algebra, THURSDAY, 3),
        ("russian_thursday", cast.russian, THURSDAY, 4),
        ("english_thursday", cast.english, THURSDAY, 5),
        ("english_other", cast.english_other, THURSDAY, 5),
        ("russian_friday", cast.russian, FRIDAY, 1),
        ("english_friday", cast.english, FRIDAY, 2),
        ("algebra_next", cast.algebra, NEXT_MONDAY, 2),
        ("reading", cast.reading, THURSDAY, 1),
        ("reading_friday", cast.reading, FRIDAY, 1),
    ):
        cast.lessons[name] = cast.lesson(course, day, number)
