"""A dictionary is made once a request, anew after a change, and never outlives the request."""

from collections.abc import Iterator

import pytest

from parta.lib import within


@pytest.fixture
def numbers() -> Iterator[Iterator[int]]:
    yield iter(range(10))
    within.end_request()


def test_within_a_request_a_value_is_made_once_and_anew_after_a_change(numbers: Iterator[int]) -> None:
    within.begin_request()
    assert [within.once("key", lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]
    assert within.once("other", lambda: next(numbers)) == 1
    within.forget("key", "unknown")
    assert within.once("key", lambda: next(numbers)) == 2


def test_nothing_outlives_the_request_and_nothing_is_kept_outside(numbers: Iterator[int]) -> None:
    within.begin_request()
    within.once("key", lambda: next(numbers))
    within.end_request()
    assert [within.once("key", lambda: next(numbers)) for _ in range(2)] == [1, 2]
    within.begin_request()
    assert within.once("key", lambda: next(numbers)) == 3
