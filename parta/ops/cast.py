"""The cast of the tests: the demo school's fixed people, without its year of teaching, on a fixed school day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.school.models import Student
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.demo.build import NOW, TODAY
from parta.ops.demo.school import YEAR, DemoSchool, build_school


@dataclass
class Cast:
    """People and things by the names tests use. Built at the end of August; the story is told on `today`."""

    school: DemoSchool
    today: date
    now: datetime

    def user(self, login: str) -> User:
        """Fresh from the database, so that no cached role or name leaks between tests."""
        return User.objects.get(login=login)

    def pupil(self, name: str) -> Student:
        """By «Фамилия Имя»."""
        last, first = name.split()
        return Student.objects.select_related("user").get(user__last_name=last, user__first_name=first)

    def course(self, unit: str, subject: str, number: int = 0) -> Course:
        """A page of the journal; `number` chooses among groups."""
        return Course.objects.select_related("subject", "school_class", "group", "year").get(
            pk=self.school.courses[unit, subject][number].pk
        )

    def lesson(self, unit: str, subject: str, *, on_or_before: date | None = None, after: date | None = None) -> Lesson:
        """The last lesson of a course up to a day (today by default), or the first one after a day."""
        lessons = Lesson.objects.select_related(
            "course__subject", "course__year", "course__school_class", "course__group"
        ).filter(course=self.course(unit, subject))
        if after:
            return lessons.filter(day__gt=after).order_by("day", "number")[0]
        return lessons.filter(day__lte=on_or_before or self.today).order_by("-day", "-number")[0]


def build_cast() -> Cast:
    """Build the school on its own August clock; today's last lesson of 7Б is given to the substitute."""
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 9)):
        school = build_school()
    with clock.frozen_at(clock.at(TODAY - timedelta(days=1), 15)):
        lesson = (
            Lesson.objects.filter(course__school_class=school.classes["7Б"], day=TODAY)
            .exclude(teacher__user__login="krylova")
            .select_related("course__year", "course__subject", "course__school_class", "course__group")
            .order_by("-number")[0]
        )
        timetable.substitute_lesson(
            school.staff["zavuch"].user, lesson=lesson, teacher=school.staff["zamena"], reason="Болезнь"
        )
    return Cast(school, TODAY, clock.at(TODAY, *NOW))
