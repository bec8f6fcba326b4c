"""The API tried against its own OpenAPI document by generated requests: no undocumented answer, no server fault."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from parta.api import limits
from parta.domain.access import actions as access
from parta.domain.access.choices import Scope
from parta.ops.cast import Cast

EXAMPLES = 15
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Requests keep the connection of the test, as those of Django's own test client do."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


OPERATIONS = ["me", "courses", "journal", "operations", "diary", "changes"]


@pytest.fixture
def real(cast: Cast) -> dict[str, int]:
    """Numbers of things the teacher may read and fill, for half of the requests."""
    lesson = cast.lesson("7Б", "Алгебра", on_or_before=cast.today.replace(day=9))
    return {
        "course_id": lesson.course_id,
        "student_id": cast.pupil("Крылов Степан").pk,
        "lesson": lesson.pk,
        "student": cast.pupil("Ковалёв Даниил").pk,
    }


def about_real_things(case: Any, real: dict[str, int]) -> None:
    """Put numbers that exist in the place of invented ones."""
    if case.path_parameters:
        case.path_parameters = {key: real[key] for key in case.path_parameters}
    if case.meta.generation.mode is GenerationMode.POSITIVE and isinstance(case.body, dict):
        case.body["operations"] = [
            one | {key: real[key] for key in ("lesson", "student") if key in one} for one in case.body["operations"]
        ]


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_a_documented_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, real: dict[str, int], name: str, mode: GenerationMode
) -> None:
    monkeypatch.setattr(limits, "REQUESTS", 10**6)
    monkeypatch.setattr(limits, "WRONG_KEYS", 10**6)
    user = cast.user("krylova")
    raw = access.issue_token(user, user, name="Проверка", scopes=tuple(Scope)).raw
    headers = {"Authorization": f"Bearer {raw}", "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operation = schema.find_operation_by_id(name)
    # A document cannot say that one day is before another, nor that a cursor comes from us; and addresses may carry
    # parameters nobody asked for. Bodies that break the document are refused, every one.
    excluded = [positive_data_acceptance, *([] if name == "operations" else [negative_data_rejection])]
    seen: set[int] = set()

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW)
    @given(case=operation.as_strategy(generation_mode=mode), is_real=st.booleans())
    def attempt(case: Any, is_real: bool) -> None:
        if is_real:
            about_real_things(case, real)
        seen.add(case.call_and_validate(headers=headers, excluded_checks=excluded).status_code)

    attempt()
    if mode is GenerationMode.POSITIVE:
        assert 200 in seen, "the examples never got in: nothing was tried"
