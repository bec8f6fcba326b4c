"""Journal operations × roles: only the teacher of the page and today's substitute write, whatever the road."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from parta.domain.journal.choices import OperationKind
from parta.lib import clock
from tests.matrix.operation_kinds import OPERATIONS
from tests.matrix.roles import ROLES
from tests.matrix.samples import operation, put_kind, put_mark
from tests.matrix.table import OWN_PAGE, WRITERS
from tests.matrix.world import World, fingerprint

WORKS = {"checked": "test", "received": "external"}


def status_of(world: World, role: str, kind: str, road: str = "journal_operations") -> str:
    """What the role is answered to one operation."""
    body = {"operations": [operation(world, kind)]}
    response = world.enter(role).post(reverse(road), body, content_type="application/json")
    assert response.status_code == 200, f"{role}: {response.status_code}"
    return str(response.json()["results"][0]["status"])


def test_every_kind_of_operation_is_in_the_table() -> None:
    assert set(OPERATIONS) == set(OperationKind.values)


@pytest.mark.parametrize("road", ["journal_operations", "api_operations"])
@pytest.mark.parametrize("kind", sorted(OPERATIONS))
def test_only_the_teacher_and_the_substitute_write(world: World, kind: str, road: str) -> None:
    if kind in ("comment", "move"):
        put_mark(world)
    if kind in WORKS:
        put_kind(world, WORKS[kind])
    answers = {}
    for role in ROLES:
        before, point = fingerprint(), transaction.savepoint()
        answers[role] = status_of(world, role, kind, road)
        assert (fingerprint() != before) == (answers[role] == "applied"), role
        transaction.savepoint_rollback(point)
    writers = OWN_PAGE.split() if kind == "move" else WRITERS.split()
    assert answers == {role: "applied" if role in writers else "refused" for role in ROLES}


@pytest.mark.clause("S3-4.4.3a")
def test_the_right_of_a_substitute_is_that_lesson_on_that_day(world: World) -> None:
    earlier = type(world.lesson).objects.filter(course=world.course, day__lt=world.cast.today).latest("day")
    address = reverse("journal_operations")
    body = {"operations": [{**operation(world, "mark"), "lesson": earlier.pk}]}
    answer = world.enter("substitute").post(address, body, content_type="application/json").json()
    assert answer["results"][0]["status"] == "refused"
    with clock.frozen_at(clock.at(world.cast.today + timedelta(days=1), 9)):
        late = {"operations": [operation(world, "mark")]}
        client = world.enter("substitute")
        assert client.post(address, late, content_type="application/json").json()["results"][0]["status"] == "refused"
        assert client.get(world.address("journal")).status_code == 404
        assert client.get(world.address("lesson")).status_code == 404


@pytest.mark.clause("S3R-1.15d")
def test_a_homeroom_teacher_reads_the_subject_pages_and_never_writes_in_them(world: World) -> None:
    client = world.enter("class_teacher")
    assert client.get(world.address("journal")).status_code == 200
    assert status_of(world, "class_teacher", "mark") == "refused"


@pytest.mark.clause("S3R-1.15c")
def test_a_teacher_has_the_pages_of_the_own_subject_only(world: World) -> None:
    client = world.enter("other_teacher")
    assert client.get(world.address("journal")).status_code == 404
    assert status_of(world, "other_teacher", "mark") == "refused"
