"""Russian names are found and sorted the same on both databases, whatever the server's locale."""

import pytest
from django.apps import apps
from django.db import connection

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.domain.school.queries import people
from parta.lib import clock

pytestmark = pytest.mark.django_db
REGISTER = ["Абрамов Ян", "Елисеев Лев", "Ёлкин Пётр", "Емельянов Ян", "Иванов Яков", "Иванова Анна", "Яковлев Ян"]


@pytest.fixture
def register() -> list[str]:
    """People entered in the wrong order."""
    for name in sorted(REGISTER, key=lambda name: name[-1::-1]):
        access.create_person(system_user(), NewPerson(*name.split()))
    return REGISTER


def test_a_register_is_in_the_order_of_the_russian_alphabet(register: list[str]) -> None:
    assert [user.list_name for user in User.objects.filter(is_system=False)] == register


@pytest.mark.parametrize("text", ["ёлкин", "елкин", "ЁЛКИН", "ЕЛКИН пётр", "петр ёлкин", "лкин"])
def test_a_person_is_found_in_any_case_and_with_either_letter(register: list[str], text: str) -> None:
    assert [user.list_name for user in people(day=clock.today(), text=text)] == ["Ёлкин Пётр"]


@pytest.mark.parametrize("text", ["%", "_", "' OR 1=1 --", "\\"])
def test_signs_of_the_query_language_are_only_signs(register: list[str], text: str) -> None:
    assert not people(day=clock.today(), text=text)


def test_classes_are_in_order_of_grade_and_letter() -> None:
    day = clock.today()
    year = AcademicYear.objects.create(year=day.year, starts_on=day, ends_on=day.replace(year=day.year + 1))
    for grade, letter in ((10, "А"), (9, "Ё"), (9, "Ж"), (9, "Е"), (1, "А")):
        SchoolClass.objects.create(year=year, grade_level=grade, letter=letter)
    names = [row.name for row in SchoolClass.objects.order_by("sort_name")]
    assert names == ["1А", "9Е", "9Ё", "9Ж", "10А"]


def test_sort_columns_are_compared_by_bytes_on_any_server() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite compares bytes
    wanted = {
        model._meta.db_table for model in apps.get_models() if "sort_name" in {f.name for f in model._meta.fields}
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, collation_name FROM information_schema.columns WHERE column_name = 'sort_name'"
        )
        found = dict(cursor.fetchall())
    assert {table: found[table] for table in wanted} == dict.fromkeys(wanted, "C")
