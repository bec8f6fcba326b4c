"""A school of 1,000 pupils with a full year of entries: to measure on, not to look at. Same actions, larger batches."""

from collections.abc import Callable
from datetime import date, time
from itertools import cycle
from random import Random

from django.db import transaction

from parta.domain.access import actions as access
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.models import Course
from parta.domain.regulation.actions import adopt_profile
from parta.domain.school import actions as school
from parta.domain.school.choices import Relation
from parta.domain.school.models import AcademicYear, SchoolClass, StaffMember, Student
from parta.domain.timetable import actions as timetable
from parta.lib import clock
from parta.ops.demo import people
from parta.ops.demo.coloring import color_edges
from parta.ops.demo.finals import give_earlier
from parta.ops.demo.load import BELLS
from parta.ops.demo.school import FIRST_DAY, YEAR
from parta.ops.demo.teaching import teach

TODAY = date(YEAR + 1, 5, 20)
NOW = (12, 20)
"""A lesson of the last weeks has just ended: everything before it is entered, and the day's marks are still in time."""
CLASSES = [(grade, letter) for grade in range(1, 12) for letter in ("АБВГ" if grade <= 7 else "АБВ")]
PUPILS = 25
TEACHERS = 60
SUBJECTS = (
    ("Русский язык", 4), ("Литература", 3), ("Английский язык", 3), ("Математика", 5), ("История", 2),
    ("География", 2), ("Биология", 2), ("Физика", 2), ("Информатика", 1), ("Музыка", 1), ("Труд (технология)", 2),
    ("Физическая культура", 3),
)  # fmt: skip
PLACES = 30
STEP = 20
"""Every twentieth pupil and parent gets a login: hashing passwords takes longer than entering a year."""
MARKED = (24, 25)
"""Pupils marked at an ordinary lesson: high, so that a year holds a million entries."""


def build_large(progress: Callable[[date], None] | None = None) -> None:
    """Build the school, then its year day by day; each day is committed by itself."""
    random = Random(1000)  # noqa: S311  the same school every time
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 9)):
        system = system_user()
        school.create_school(system, name="Школа № 1000", short_name="Школа № 1000")
        adopt_profile(system, year=YEAR, profile="full-act-2021", reason="Учебная школа")
        year = school.create_year(system, year=YEAR)
        staff = _staff(system)
        classes = school.create_classes(system, year=year, names=CLASSES)
        pupils = _pupils(system, classes, random)
        _families(system, pupils)
        _timetable(system, year, classes, staff)
    teach(clock.at(TODAY, *NOW), progress, marked=MARKED)
    with transaction.atomic():
        give_earlier(year, TODAY)


def _staff(system: User) -> list[StaffMember]:
    names = [
        access.NewPerson(people.masculine_to_feminine(last), first, "Сергеевна")
        for last, first in zip(people.SURNAMES, cycle(people.GIRLS), strict=False)
    ][:TEACHERS]
    hired = school.hire_many(system, [school.NewStaff(date(2020, 8, 25), "учитель", name) for name in names])
    boss = school.hire_staff(system, school.NewStaff(date(2020, 8, 25), "", access.NewPerson("Орлова", "Нина")))
    deputy = school.hire_staff(system, school.NewStaff(date(2020, 8, 25), "", access.NewPerson("Соловьёва", "Инна")))
    access.appoint(system, boss.user, role=Role.ADMINISTRATOR, valid_from=FIRST_DAY)
    access.appoint(system, deputy.user, role=Role.DEPUTY, valid_from=FIRST_DAY)
    logins = [f"teacher{number}" for number in range(1, TEACHERS + 1)]
    _issue(system, [member.user for member in hired], logins)
    _issue(system, [boss.user, deputy.user], ["admin", "zavuch"])
    return hired


def _pupils(system: User, classes: list[SchoolClass], random: Random) -> list[Student]:
    found: list[Student] = []
    for school_class in classes:
        rows = []
        for surname in random.sample(people.SURNAMES, PUPILS):
            girl = random.random() < 0.5
            last = people.masculine_to_feminine(surname) if girl else surname
            first = random.choice(people.GIRLS if girl else people.BOYS)
            middle = people.patronymic(random.choice(people.FATHERS), girl=girl)
            rows.append(school.NewPupil(school_class, FIRST_DAY, access.NewPerson(last, first, middle)))
        found.extend(one.student for one in school.enroll_students(system, rows))
    _issue(
        system, [one.user for one in found[::STEP]], [f"pupil{number}" for number in range(1, len(found) // STEP + 1)]
    )
    return found


def _families(system: User, pupils: list[Student]) -> None:
    ties = [
        school.NewTie(one, FIRST_DAY, Relation.MOTHER, person=access.NewPerson(one.user.last_name, "Мария"))
        for one in pupils
    ]
    linked = school.link_guardians(system, ties)
    users = [tie.guardian.user for tie in linked[::STEP]]
    _issue(system, users, [f"parent{number}" for number in range(1, len(users) + 1)])


def _issue(system: User, users: list[User], logins: list[str]) -> None:
    access.issue_logins(system, users, logins=logins, passwords=[people.PASSWORD] * len(users))


def _timetable(system: User, year: AcademicYear, classes: list[SchoolClass], staff: list[StaffMember]) -> None:
    rows = curriculum.add_subjects(system, subjects=[curriculum.NewSubject(name) for name, _ in SUBJECTS])
    subjects = {row.name: row for row in rows}
    pairs = [(school_class, name, hours) for school_class in classes for name, hours in SUBJECTS]
    courses = curriculum.open_courses(
        system, year=year, courses=[curriculum.NewCourse(subjects[name], one) for one, name, _ in pairs]
    )
    teachers = _share([hours for _, _, hours in pairs], staff)
    curriculum.assign_teachers(
        system,
        assignments=[
            curriculum.NewAssignment(course, member, FIRST_DAY)
            for course, member in zip(courses, teachers, strict=True)
        ],
    )
    slots = [
        timetable.SlotTimes(number, time.fromisoformat(f"{first:0>5}"), time.fromisoformat(f"{last:0>5}"))
        for number, (first, last) in enumerate(BELLS, start=1)
    ]
    timetable.set_bell_schedule(system, year=year, slots=slots)
    week = timetable.create_timetable(system, year=year, valid_from=year.starts_on, title="Расписание года")
    timetable.replace_entries(system, timetable=week, entries=_entries(pairs, courses, teachers))
    timetable.generate_lessons(system, year=year, include_past=True)


def _share(hours: list[int], staff: list[StaffMember]) -> list[StaffMember]:
    """Each course to the teacher with the fewest hours so far."""
    load = dict.fromkeys(range(len(staff)), 0)
    chosen = []
    for one in hours:
        number = min(load, key=lambda key: (load[key], key))
        load[number] += one
        chosen.append(staff[number])
    return chosen


def _entries(
    pairs: list[tuple[SchoolClass, str, int]], courses: list[Course], teachers: list[StaffMember]
) -> list[timetable.NewEntry]:
    hours = [
        (course, member)
        for (_, _, count), course, member in zip(pairs, courses, teachers, strict=True)
        for _ in range(count)
    ]
    colors = color_edges([(str(course.school_class_id), str(member.pk)) for course, member in hours], PLACES)
    return [
        timetable.NewEntry(course, 1 + color % 5, 1 + color // 5, teacher=member)
        for (course, member), color in zip(hours, colors, strict=True)
    ]
