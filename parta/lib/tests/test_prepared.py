"""A prepared statement answers as the queryset it was made from, for other values, other lengths and other threads."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Count, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from parta.domain.access.models import Appointment, SignInAttempt, User
from parta.lib import prepared as module
from parta.lib.prepared import prepared

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SPRING = date(2026, 3, 1)


@prepared
def appointments(users: list[int], first: date, role: str) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(Q(role=role) | Q(role="other"), user_id__in=users, valid_from__gte=first)
    return rows.select_related("user").annotate(number=Count("user__appointments")).order_by("id")


@prepared
def attempts(since: datetime, login: str | None) -> QuerySet[Any, tuple[Any, ...]]:
    return SignInAttempt.objects.filter(at__gt=since, login_key=login or "nobody").values_list("id", "at")


@prepared
def longest_names(limit: bool) -> QuerySet[User]:
    return User.objects.order_by("-last_name")[: 1 if limit else 5]


def people(number: int) -> list[User]:
    return [User.objects.create(last_name=f"Иванов{one}") for one in range(number)]


def appoint(user: User, day: date, role: str = "teacher") -> Appointment:
    return Appointment.objects.create(user=user, role=role, valid_from=day)


def test_rows_are_those_of_the_queryset_for_any_values(django_assert_num_queries: Any) -> None:
    users = people(3)
    rows = [appoint(user, SPRING + timedelta(days=number)) for number, user in enumerate(users)]
    ids = [user.pk for user in users]
    for chosen, first, role in (
        (ids, SPRING, "teacher"), (ids[:1], SPRING, "teacher"), (ids, SPRING + timedelta(days=2), "teacher"),
        (ids[::-1], SPRING, "deputy"),
    ):  # fmt: skip
        with django_assert_num_queries(1):
            found = appointments(chosen, first, role)
        assert found == list(appointments.build(chosen, first, role))
    again = appointments(ids, SPRING, "teacher")
    assert again == rows
    with django_assert_num_queries(0):
        assert [row.user.last_name for row in again] == ["Иванов0", "Иванов1", "Иванов2"]
    assert [row.number for row in again] == [1, 1, 1]  # type: ignore[attr-defined]  # annotated


def test_moments_texts_and_nothing_are_bound_as_the_database_wants_them() -> None:
    row = SignInAttempt.objects.create(login_key="ivanov", address="", succeeded=True, at=MOMENT)
    SignInAttempt.objects.create(login_key="o'hara", address="", succeeded=True, at=MOMENT)
    assert attempts(MOMENT - timedelta(seconds=1), "ivanov") == [(row.pk, MOMENT)]
    assert attempts(MOMENT, "ivanov") == []
    assert len(attempts(MOMENT - timedelta(hours=1), "o'hara")) == 1
    assert attempts(MOMENT - timedelta(hours=1), None) == []


def test_true_and_false_are_other_statements() -> None:
    people(4)
    assert (len(longest_names(True)), len(longest_names(False))) == (1, 4)


def test_an_empty_list_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert appointments([], SPRING, "teacher") == []


def test_a_number_no_column_can_hold_finds_nothing() -> None:
    @prepared
    def of_number(number: int) -> QuerySet[User]:
        return User.objects.filter(pk=number)

    user = people(1)[0]
    assert [of_number(number) for number in (user.pk, 10**25)] == [[user], []]


def test_too_many_lengths_are_composed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SHAPES", 0)
    user = people(1)[0]
    row = appoint(user, SPRING)
    assert appointments([user.pk, *range(10_000, 10_050)], SPRING, "teacher") == [row]


def test_a_value_that_does_not_reach_the_statement_is_an_error_at_once() -> None:
    @prepared
    def changed(text: str) -> QuerySet[User]:
        return User.objects.filter(last_name=text.upper())

    with pytest.raises(RuntimeError, match="cannot be prepared"):
        changed("Иванов")


def test_the_statement_is_composed_once_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    built = []

    @prepared
    def of_name(name: str) -> QuerySet[User]:
        built.append(name)
        return User.objects.filter(last_name=name)

    people(1)
    with CaptureQueriesContext(connection) as asked:
        assert [len(of_name(name)) for name in ("Иванов0", "Петров", "Иванов0")] == [1, 0, 1]
    assert (len(built), len(asked)) == (1, 3)
    statements: list[object] = []
    other = Thread(target=lambda: statements.append(of_name._statements(connections["default"])))
    other.start()
    other.join()
    assert statements == [{}]


def test_a_row_related_to_many_is_one_instance_and_values_keep_their_types() -> None:
    user = people(1)[0]
    for number, role in enumerate(("teacher", "other")):
        appoint(user, SPRING + timedelta(days=number), role)
    found = appointments([user.pk], SPRING, "teacher")
    assert len({id(one.user) for one in found}) == 1
    assert [one.valid_from for one in found] == [SPRING, SPRING + timedelta(days=1)]
    assert found[0].user.is_active is True
    found[0].user.last_name = "Петров"
    found[0].user.save(update_fields=["last_name"])  # no insert: the instance knows that it is stored
    assert User.objects.get().last_name == "Петров"
