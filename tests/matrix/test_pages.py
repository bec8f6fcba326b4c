"""Every address × every role: who gets in, who is refused, and a refused one changes nothing."""

from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase

from tests.matrix.lines import Line
from tests.matrix.roles import ROLES, STRANGER
from tests.matrix.samples import JSON, PREPARE, SAMPLES
from tests.matrix.table import LINES
from tests.matrix.world import World, fingerprint, patterns

INSIDE = {200, 204, 302, 409, 422}
OUTSIDE = {403, 404, 405}
EVERYONE = [*ROLES, STRANGER]
BY_PLACE = {(line.name, line.method): line for line in LINES}


def attempt(world: World, role: str, line: Line, address: str) -> HttpResponseBase:
    """One request of the role, with the sample of the form for a POST."""
    client = world.enter(role)
    data: Any = SAMPLES[line.name](world, role) if line.name in SAMPLES else {}
    response: HttpResponseBase
    if line.method == "GET":
        response = client.get(address)
    elif line.name in JSON:
        response = client.post(address, data, content_type="application/json")
    else:
        response = client.post(address, data)
    return response


def prepare(world: World, line: Line) -> None:
    """Make the form have something to do."""
    world.address(line.name)  # the things in question are found before they are made to be wanting
    if line.name in PREPARE:
        PREPARE[line.name](world)


def fault(world: World, role: str, line: Line) -> str:
    """What is wrong with the answer the role gets, or «»."""
    prepare(world, line)
    address = world.address(line.name)
    before = fingerprint()
    response = attempt(world, role, line, address)
    changed = {key for key, value in fingerprint().items() if value != before[key]}
    status = response.status_code
    if role in line.allowed:
        return "" if status in INSIDE and not _to_sign_in(response) else f"{role}: {status}, а должен войти"
    if changed:
        return f"{role}: {status}, изменено: {', '.join(sorted(changed))}"
    if role == STRANGER:
        return "" if status == 401 or _to_sign_in(response) else f"незнакомец: {status}, а не вход"
    if status in OUTSIDE or (line.soft and status in INSIDE):
        return ""
    return f"{role}: {status}, а права нет"


def _to_sign_in(response: HttpResponseBase) -> bool:
    return response.headers.get("Location", "").startswith("/sign-in/?next=")


def tried(world: World, line: Line) -> list[str]:
    """Faults of all roles; everything an attempt wrote is undone."""
    faults = []
    world.address(line.name)
    for role in EVERYONE:
        point = transaction.savepoint()
        faults.append(fault(world, role, line))
        transaction.savepoint_rollback(point)
    return [one for one in faults if one]


def test_the_table_names_every_address_and_no_other() -> None:
    listed = {line.name for line in LINES}
    assert sorted(set(patterns()) - listed) == [], "нет в таблице tests/matrix/table.py"
    assert sorted(listed - set(patterns())) == [], "в таблице есть, а страницы нет"


def test_no_line_of_the_table_is_written_twice_and_every_role_exists() -> None:
    assert len(BY_PLACE) == len(LINES)
    assert set().union(*(line.allowed for line in LINES)) <= {*ROLES, STRANGER}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method}-{line.name}")
def test_only_those_with_the_right_get_in(world: World, line: Line) -> None:
    assert tried(world, line) == []


@pytest.mark.parametrize("line", [one for one in LINES if one.method == "POST" and not one.idle], ids=lambda o: o.name)
def test_the_sample_of_a_form_really_acts(world: World, line: Line) -> None:
    """Otherwise «a refused one changes nothing» would prove nothing."""
    role = next(role for role in EVERYONE if role in line.allowed)
    prepare(world, line)
    before = fingerprint()
    response = attempt(world, role, line, world.address(line.name))
    assert fingerprint() != before, f"{role}: {response.status_code}, ничего не записано: проверьте samples.py"


@pytest.mark.any_database
@pytest.mark.parametrize("name", sorted({line.name for line in LINES}))
def test_a_method_that_is_not_in_the_table_changes_nothing(world: World, name: str) -> None:
    for method in {"GET", "POST"} - {method for one, method in BY_PLACE if one == name}:
        readers = frozenset().union(*(line.allowed for line in LINES if line.name == name))
        line = Line(name, method, "", "")
        for role in EVERYONE:
            address = world.address(name)
            before = fingerprint()
            status = attempt(world, role, line, address).status_code
            assert fingerprint() == before, f"{method} {role}: {status}"
            assert status < 500
            assert role in readers or status in OUTSIDE | {302, 401}, f"{method} {role}: {status}"


@pytest.mark.any_database
@pytest.mark.parametrize(
    "line",
    [one for one in LINES if one.name in patterns() and patterns()[one.name].pattern.converters],
    ids=lambda line: f"{line.method}-{line.name}",
)
def test_what_does_not_exist_is_not_found(world: World, line: Line) -> None:
    address = world.address(line.name, unknown=True)
    inside = [role for role in ROLES if role in line.allowed]
    for role in [*inside[:3], *(role for role in ("other_teacher", "student", "nobody") if role not in inside)]:
        status = attempt(world, role, line, address).status_code
        assert status == 404 if role in line.allowed else status in {403, 404}, f"{role}: {status}"
