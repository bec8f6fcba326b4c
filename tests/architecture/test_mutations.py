"""The tables of broken rules fit the code: what they replace stands there once, and their tests exist."""

import pytest

from tests.mutations.table import Mutation, mutations

ALL = list(mutations())


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.rule}: {one.what}")
def test_the_line_fits_the_code(one: Mutation) -> None:
    assert one.stale == ""
    assert one.old != one.new


def test_no_rule_is_broken_twice_in_the_same_way() -> None:
    assert len({(one.file, one.old, one.new, one.test) for one in ALL}) == len(ALL)
