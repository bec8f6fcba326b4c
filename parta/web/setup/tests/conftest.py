"""A school with two classes, families and a cast of roles, for the pages of this desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.school import actions as school
from parta.domain.school.actions import NewPupil, NewStaff, NewTie
from parta.domain.school.choices import Relation
from parta.domain.school.models import AcademicYear, SchoolClass, StaffMember, Student
from parta.lib import clock

SINCE = date(2025, 9, 1)
PUPILS = (("Абрамов", "Тимофей"), ("Ёлкина", "Майя"), ("Попов", "Иван"))


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in the small school."""

    admin: User
    director: User
    deputy: User
    secretary: User
    homeroom: StaffMember
    teacher: StaffMember
    year: AcademicYear
    class_7a: SchoolClass
    class_7b: SchoolClass
    pupils: list[Student]
    mother: User


@pytest.fixture
def thursday() -> Iterator[None]:
    """Thursday of the second quarter."""
    with clock.frozen_at(clock.at(date(2025, 12, 11), 12)):
        yield


@pytest.fixture
def cast(db: None, thursday: None) -> Cast:
    system = system_user()
    names = ("Титов", "Орлова", "Тихомирова", "Зимина")
    roles = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.SECRETARY)
    office = access.create_people(system, [NewPerson(name, "Анна", "Олеговна") for name in names])
    for user, role in zip(office, roles, strict=True):
        access.appoint(system, user, role=role, valid_from=SINCE)
    school.create_school(system, name="Школа № 12", short_name="Школа № 12")
    year = school.create_year(system, year=2025)
    class_7a, class_7b = school.create_classes(system, year=year, names=[(7, "А"), (7, "Б")])
    staff = school.hire_many(
        system, [NewStaff(SINCE, "учитель", NewPerson(name, "Ольга")) for name in ("Крылова", "Ким")]
    )
    school.appoint_class_teacher(system, school_class=class_7b, staff=staff[0], valid_from=SINCE)
    rows = school.enroll_students(system, [NewPupil(class_7b, SINCE, NewPerson(*name)) for name in PUPILS])
    pupils = [row.student for row in rows]
    mother = school.link_guardian(
        system, NewTie(pupils[0], SINCE, Relation.MOTHER, person=NewPerson("Абрамова", "Инна"))
    ).guardian.user
    admin, director, deputy, secretary = office
    return Cast(
        admin=admin,
        director=director,
        deputy=deputy,
        secretary=secretary,
        homeroom=staff[0],
        teacher=staff[1],
        year=year,
        class_7a=class_7a,
        class_7b=class_7b,
        pupils=pupils,
        mother=mother,
    )
