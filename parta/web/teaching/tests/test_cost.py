"""What a page and a saved mark cost, and that nothing cheap was bought with an old right."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.access.models import User
from parta.domain.curriculum.models import TeachingAssignment
from parta.lib import clock
from parta.web.conftest import Enter
from parta.web.teaching.tests.small_school import TODAY, SmallSchool

MARK_CEILING = {"sqlite": 8, "postgresql": 10}
"""PostgreSQL asks for the lock of the chain and writes one statement more; SQLite's own transaction is the lock."""
"""Person, lesson with the right and the chain's head, marks, roster, two writes, begin and end of the transaction."""
PAGE_CEILING = 10


def save(client: Client, school: SmallSchool, value: str = "5", base: int = 0) -> HttpResponse:
    lesson, student = school.lesson_on(TODAY), school.students[0]
    operation = {"id": str(uuid.uuid4()), "kind": "mark", "lesson": lesson.pk, "student": student.pk, "slot": 1}
    body = {
        "operations": [operation | {"value": value, "base": base}],
        "span": [str(school.year.starts_on), str(school.year.ends_on)],
    }
    return client.post(reverse("journal_operations"), json.dumps(body), content_type="application/json")  # type: ignore[return-value]


def status(response: HttpResponse) -> str:
    return str(json.loads(response.content)["results"][0]["status"])


@pytest.mark.parametrize("base", [0, 1], ids=["new", "changed"])
def test_a_saved_mark_costs_eight_statements_and_answers_in_few_bytes(
    school: SmallSchool, enter: Enter, base: int
) -> None:
    client = enter(school.teacher)
    if base:
        save(client, school)
    save(client, school, "4", base + 5)
    with CaptureQueriesContext(connection) as statements:
        answer = save(client, school, "4", base)
    assert status(answer) == "applied"
    assert len(statements) <= MARK_CEILING[connection.vendor]
    assert len(answer.content) < 2048


@pytest.mark.parametrize("address", ["journal", "my_day"])
def test_a_page_of_a_teacher_costs_at_most_ten_statements(school: SmallSchool, enter: Enter, address: str) -> None:
    client = enter(school.teacher)
    place = reverse(address, args=[school.course.pk] if address == "journal" else [])
    client.get(place)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(place).status_code == 200
    assert len(statements) <= PAGE_CEILING


def test_a_right_that_has_ended_is_refused_by_the_very_next_mark(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    assert status(save(client, school)) == "applied"
    TeachingAssignment.objects.update(valid_to=TODAY - timedelta(days=1))
    assert status(save(client, school, "4", 1)) == "refused"


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"password": "md5$salt$0123456789abcdef0123456789abcdef"},
        {"signed_out_at": clock.real_now() + timedelta(days=400)},
    ],
    ids=["blocked", "new password", "signed out"],
)
def test_a_person_who_may_no_longer_enter_is_a_stranger_at_the_very_next_request(
    school: SmallSchool, enter: Enter, change: dict[str, object]
) -> None:
    client = enter(school.teacher)
    assert client.get(reverse("my_day")).status_code == 200
    User.objects.filter(pk=school.teacher.pk).update(**change)
    assert client.get(reverse("my_day")).status_code == 302
