"""A child's pages are for the child and the own parents: for anybody else they do not exist."""

from datetime import date

import pytest

from parta.domain.school import actions as school
from parta.domain.school.models import Guardianship
from parta.lib import clock
from tests.matrix.roles import ROLES
from tests.matrix.samples import SAMPLES
from tests.matrix.table import FAMILY, LINES
from tests.matrix.world import World, patterns

OF_CHILD = sorted(name for name, one in patterns().items() if "student_id" in one.pattern.converters)
OF_CLASS = {"absence_reason", "absence_reason_withdraw", "medical_group", "medical_group_withdraw"}
"""What the class teacher writes about a pupil of the own class."""
READ_ONLY = {"cell_history", "api_diary", "absence_reason_withdraw", "medical_group_withdraw"}
"""Addresses that tell a wrong method before they look whose they are: of any child, there or not."""
DIARY = [name for name in OF_CHILD if name not in READ_ONLY | OF_CLASS]
METHODS = {name: {line.method for line in LINES if line.name == name} for name in OF_CHILD}


def statuses(world: World, role: str, name: str, address: str) -> dict[str, int]:
    """GET and POST of the role."""
    client = world.enter(role)
    data = SAMPLES[name](world, role) if name in SAMPLES else {}
    return {"GET": client.get(address).status_code, "POST": client.post(address, data).status_code}


@pytest.mark.clause("S3-3.6a", "S0-2b")
@pytest.mark.parametrize("name", OF_CHILD)
@pytest.mark.parametrize("role", ["other_guardian", "other_student"])
def test_another_child_is_not_found_by_any_method(world: World, role: str, name: str) -> None:
    foreign = statuses(world, role, name, world.address(name))
    absent = statuses(world, role, name, world.address(name, unknown=True))
    assert foreign == absent, "чужой ребёнок и несуществующий должны выглядеть одинаково"
    for method, status in foreign.items():
        assert status == 404 or (name in READ_ONLY and method not in METHODS[name] and status == 405)


@pytest.mark.parametrize("name", DIARY)
def test_the_staff_have_no_diaries_of_pupils(world: World, name: str) -> None:
    for role in set(ROLES) - set(FAMILY.split()):
        assert set(statuses(world, role, name, world.address(name)).values()) == {404}, role


@pytest.mark.parametrize("name", DIARY)
def test_a_parent_whose_tie_has_ended_finds_nothing(world: World, name: str) -> None:
    tie = Guardianship.objects.get(student=world.pupil)
    school.end_link(world.cast.school.system, tie, last_day=date(2026, 12, 10), reason="Решение суда")
    assert statuses(world, "guardian", name, world.address(name)).get("GET") in {200, 405}
    with clock.frozen_at(clock.at(date(2026, 12, 11), 9)):
        assert set(statuses(world, "guardian", name, world.address(name)).values()) == {404}
