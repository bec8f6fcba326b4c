"""A small school for the tests of the room."""

from datetime import date

import pytest

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.school import actions as school
from parta.domain.school.actions import NewPupil
from parta.domain.school.models import AcademicYear, Enrollment, SchoolClass, Student

SINCE = date(2025, 9, 1)


@pytest.fixture
def admin() -> User:
    user = access.create_person(system_user(), NewPerson("Титов", "Антон", "Викторович"))
    access.appoint(system_user(), user, role=Role.ADMINISTRATOR, valid_from=SINCE)
    return user


@pytest.fixture
def secretary(admin: User) -> User:
    user = access.create_person(admin, NewPerson("Зимина", "Вера"))
    access.appoint(admin, user, role=Role.SECRETARY, valid_from=SINCE)
    return user


@pytest.fixture
def year(admin: User) -> AcademicYear:
    return school.create_year(admin, year=2025)


@pytest.fixture
def class_7a(admin: User, year: AcademicYear) -> SchoolClass:
    return school.create_class(admin, year=year, grade_level=7, letter="А")


@pytest.fixture
def class_7b(admin: User, year: AcademicYear) -> SchoolClass:
    return school.create_class(admin, year=year, grade_level=7, letter="Б")


@pytest.fixture
def pupils(admin: User, class_7b: SchoolClass) -> list[Student]:
    """Абрамов, Ёлкина, Попов of 7Б since the first of September."""
    rows: list[Enrollment] = school.enroll_students(
        admin,
        [NewPupil(class_7b, SINCE, NewPerson(last, first)) for last, first in NAMES],
    )
    return [row.student for row in rows]


NAMES = (("Абрамов", "Тимофей"), ("Ёлкина", "Майя"), ("Попов", "Иван"))
