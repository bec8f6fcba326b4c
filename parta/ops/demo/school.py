"""The demo school without its teaching: people, classes, load, timetable and a year of dated lessons."""

import json
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random

from parta.domain.access import actions as access
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.models import Course, Subject
from parta.domain.regulation.actions import adopt_profile
from parta.domain.school import actions as school
from parta.domain.school.choices import Relation
from parta.domain.school.models import AcademicYear, Room, SchoolClass, StaffMember, Student, TeachingGroup
from parta.domain.timetable import actions as timetable
from parta.lib import clock
from parta.lib.russian import sort_key
from parta.ops.demo import people
from parta.ops.demo.load import BELLS, CLASS_TEACHERS, ENGLISH_GROUPS, LOAD, ROOMS
from parta.ops.demo.plans import write_plans
from parta.ops.demo.week import Piece, place

YEAR = 2026
FIRST_DAY = date(YEAR, 9, 1)
SEED = 12
WEEK_SEED = 1450
"""A week in which the teacher of mathematics has three lessons on the demo's Thursday."""


@dataclass
class DemoSchool:
    """What was built, by the names people know."""

    system: User
    year: AcademicYear
    staff: dict[str, StaffMember] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    pupils: dict[str, list[Student]] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    groups: dict[str, TeachingGroup] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    courses: dict[tuple[str, str], list[Course]] = field(default_factory=dict)

    @property
    def administrator(self) -> User:
        """Who sets the school up."""
        return self.staff["admin"].user


def build_school(*, plans: bool = True) -> DemoSchool:
    """Build through the real actions, on the clock the caller has set (late August of the demo year)."""
    system = system_user()
    school.create_school(
        system,
        name="Муниципальное бюджетное общеобразовательное учреждение «Школа № 12»",
        short_name="МБОУ «Школа № 12»",
        address="Заречный, ул. Школьная, 12",
    )
    adopt_profile(system, year=YEAR, profile="full-act-2021", reason="Положение школы на новый учебный год")
    built = DemoSchool(system, school.create_year(system, year=YEAR))
    _staff(built)
    _classes(built)
    _pupils(built)
    _courses(built)
    _timetable(built)
    if plans:
        with clock.frozen_at(clock.at(FIRST_DAY, 7, 30)):
            write_plans(built, _topics(), _hours())
    return built


def _staff(built: DemoSchool) -> None:
    rows = [
        school.NewStaff(date(2020, 8, 25), part.position, access.NewPerson(*part.name.split())) for part in people.STAFF
    ]
    hired = school.hire_many(built.system, rows)
    built.staff = {part.login: member for part, member in zip(people.STAFF, hired, strict=True)}
    for part in people.STAFF:
        for role in part.roles:
            access.appoint(
                built.system,
                built.staff[part.login].user,
                role=role,
                valid_from=date(YEAR, 8, 25),
                order_number="87",
                order_date=date(YEAR, 8, 25),
            )
    access.issue_logins(
        built.system,
        [member.user for member in hired],
        logins=[part.login for part in people.STAFF],
        passwords=[people.PASSWORD] * len(hired),
    )


def _classes(built: DemoSchool) -> None:
    names = [(grade, letter) for grade, letter, _ in people.CLASSES]
    built.classes = {row.name: row for row in school.create_classes(built.system, year=built.year, names=names)}
    rooms = school.add_rooms(built.system, names=sorted(set(ROOMS.values())))
    built.rooms = {room.name: room for room in rooms}
    for name, login in CLASS_TEACHERS.items():
        school.appoint_class_teacher(
            built.system, school_class=built.classes[name], staff=built.staff[login], valid_from=FIRST_DAY
        )


def _pupils(built: DemoSchool) -> None:
    random = Random(SEED)  # noqa: S311  the same pupils every time
    for grade, letter, size in people.CLASSES:
        name = f"{grade}{letter}"
        fathers: dict[str, str] = {}
        rows = [_pupil(built.classes[name], full, random, grade, fathers) for full in _names(name, size, random)]
        enrolled = school.enroll_students(built.system, rows)
        built.pupils[name] = [one.student for one in enrolled]
    _families(built)
    _logins(built)


def _names(class_name: str, size: int, random: Random) -> list[str]:
    known = list(people.KNOWN_PUPILS.get(class_name, ()))
    taken = {one.split()[0].rstrip("а") for one in known}
    surnames = [one for one in people.SURNAMES if one not in taken]
    chosen = random.sample(surnames, size - len(known))
    full = list(known)
    for number, surname in enumerate(chosen):
        girl = number % 2 == 0
        first = random.choice(people.GIRLS if girl else people.BOYS)
        father = random.choice(people.FATHERS)
        last = people.masculine_to_feminine(surname) if girl else surname
        full.append(f"{last} {first} {people.patronymic(father, girl=girl)}")
    return sorted(full, key=sort_key)


def _pupil(
    school_class: SchoolClass, full: str, random: Random, grade: int, fathers: dict[str, str]
) -> school.NewPupil:
    born = YEAR - 6 - grade
    return school.NewPupil(
        school_class=school_class,
        valid_from=FIRST_DAY,
        person=access.NewPerson(*full.split()),
        birth_date=date(born, random.randint(1, 12), random.randint(1, 28)),
        gender="f" if full.endswith("на") else "m",
        file_number=f"{full[0]}-{random.randint(100, 999)}",
        joined_order="92",
        joined_order_date=date(YEAR, 8, 28),
    )


def _families(built: DemoSchool) -> None:
    """A mother for everybody; two pairs of siblings share one, a teacher is a mother too."""
    by_name = {one.user.full_name: one for row in built.pupils.values() for one in row}
    shared = {
        "Ковалёв Даниил Сергеевич": "Ковалёва Ирина Олеговна",
        "Ковалёва Алиса Сергеевна": "Ковалёва Ирина Олеговна",
        "Лебедева Анна Павловна": "Лебедева Светлана Юрьевна",
        "Лебедев Лев Павлович": "Лебедева Светлана Юрьевна",
    }
    mothers = {name: access.NewPerson(*name.split()) for name in shared.values()}
    teacher_mother = {"Крылов Степан Игоревич": built.staff["krylova"].user}
    random = Random(SEED + 1)  # noqa: S311
    ties = []
    for name, student in by_name.items():
        user = teacher_mother.get(name)
        person = None if user else mothers.get(shared.get(name, "")) or _mother(student, random)
        ties.append(school.NewTie(student, FIRST_DAY, Relation.MOTHER, user, person))
    school.link_guardians(built.system, ties)


def _mother(student: Student, random: Random) -> access.NewPerson:
    last = student.user.last_name
    surname = last if student.gender == "f" else people.masculine_to_feminine(last)
    father = random.choice(people.FATHERS)
    return access.NewPerson(surname, random.choice(people.MOTHERS), people.patronymic(father, girl=True))


def _logins(built: DemoSchool) -> None:
    known = {login: User.objects.get(search_name=_search(name)) for login, name in people.FAMILY_LOGINS.items()}
    access.issue_logins(
        built.system, list(known.values()), logins=list(known), passwords=[people.PASSWORD] * len(known)
    )


def _search(name: str) -> str:
    return name.casefold().replace("ё", "е")


def _courses(built: DemoSchool) -> None:
    names = sorted({subject for rows in LOAD.values() for subject, _, _ in rows}, key=sort_key)
    subjects = curriculum.add_subjects(built.system, subjects=[curriculum.NewSubject(name) for name in names])
    built.subjects = {subject.name: subject for subject in subjects}
    hours = {
        (built.classes[unit].grade_level, built.subjects[subject].pk): Decimal(str(weekly))
        for unit, rows in LOAD.items()
        for subject, weekly, _ in rows
    }
    curriculum.set_study_plan_hours(built.system, year=built.year, hours=hours)
    _groups(built)
    wanted: list[tuple[tuple[str, str], curriculum.NewCourse, str]] = []
    for unit, rows in LOAD.items():
        for subject, _, logins in rows:
            row = built.subjects[subject]
            if "+" in logins:
                for group, login in zip(ENGLISH_GROUPS, logins.split("+"), strict=True):
                    wanted.append(((unit, subject), curriculum.NewCourse(row, group=built.groups[group]), login))
            else:
                wanted.append(((unit, subject), curriculum.NewCourse(row, built.classes[unit]), logins))
    opened = curriculum.open_courses(built.system, year=built.year, courses=[course for _, course, _ in wanted])
    curriculum.assign_teachers(
        built.system,
        assignments=[
            curriculum.NewAssignment(course, built.staff[login], FIRST_DAY)
            for course, (_, _, login) in zip(opened, wanted, strict=True)
        ],
    )
    for course, (key, _, _) in zip(opened, wanted, strict=True):
        built.courses.setdefault(key, []).append(course)


def _groups(built: DemoSchool) -> None:
    pupils = built.pupils["7Б"]
    halves = (pupils[: len(pupils) // 2], pupils[len(pupils) // 2 :])
    for name, students in zip(ENGLISH_GROUPS, halves, strict=True):
        built.groups[name] = school.create_group(
            built.system,
            year=built.year,
            name=name,
            classes=[built.classes["7Б"]],
            students=students,
            valid_from=FIRST_DAY,
        )
    school.create_division(
        built.system,
        year=built.year,
        title="Английский язык",
        classes=[built.classes["7Б"]],
        groups=list(built.groups.values()),
    )


@lru_cache
def _topics() -> dict[str, list[list[object]]]:
    text = (Path(__file__).parent / "topics.json").read_text(encoding="utf-8")
    topics: dict[str, list[list[object]]] = json.loads(text)
    return topics


def _hours() -> dict[tuple[str, str], float]:
    return {(unit, subject): hours for unit, rows in LOAD.items() for subject, hours, _ in rows}


def _timetable(built: DemoSchool) -> None:
    slots = [
        timetable.SlotTimes(number, time.fromisoformat(f"{first:0>5}"), time.fromisoformat(f"{last:0>5}"))
        for number, (first, last) in enumerate(BELLS, start=1)
    ]
    timetable.set_bell_schedule(built.system, year=built.year, slots=slots)
    week = timetable.create_timetable(
        built.system, year=built.year, valid_from=built.year.starts_on, title="Расписание с 1 сентября"
    )
    pieces = [
        Piece(unit, subject, tuple(logins.split("+")))
        for unit, rows in LOAD.items()
        for subject, hours, logins in rows
        for _ in range(int(hours))
    ]
    entries = [
        timetable.NewEntry(course, day, number, room=built.rooms[ROOMS[login]], teacher=built.staff[login])
        for (unit, day, number), piece in place(pieces, WEEK_SEED).items()
        for course, login in zip(built.courses[unit, piece.subject], piece.teachers, strict=True)
    ]
    timetable.replace_entries(built.system, timetable=week, entries=entries)
    timetable.generate_lessons(built.system, year=built.year, include_past=True)


__all__ = ["FIRST_DAY", "YEAR", "DemoSchool", "Role", "build_school"]
