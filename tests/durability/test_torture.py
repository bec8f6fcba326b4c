"""The server killed under eight writers: the short run. The long one: `make torture`."""

import os
import random

import pytest

from tests.durability.conftest import SmallSchool
from tests.durability.ledger import Ledger
from tests.durability.torture import DATABASE_KILLS, Torture, ground

SHORT = ["worker", "group", "worker", "server", "worker", "worker"]


def test_nothing_acknowledged_is_lost_or_doubled_by_six_kills(small_school: SmallSchool) -> None:
    said: list[str] = []
    torture = Torture(small_school, random.Random(6))
    crowd = torture.run(SHORT, 6, said.append)
    assert not crowd.total()["503"], "пока база цела, никто не запирает другого"
    assert torture.checked > 50
    assert "потеряно 0" in said[-1]


@pytest.mark.skipif("PARTA_DATABASE_URL" not in os.environ, reason="убивают PostgreSQL")
def test_a_killed_postgres_loses_nothing_and_its_connections_come_back_by_themselves() -> None:
    with ground("postgres", fsync=False) as (school, postgres):
        torture = Torture(school, random.Random(7), postgres)
        crowd = torture.run(list(DATABASE_KILLS), 7, lambda _line: None)
        assert torture.checked > 20
        assert crowd.total()["503"], "пока базы нет, сервер отвечает, а не молчит"


def test_the_ledger_notices_what_it_is_there_for(small_school: SmallSchool) -> None:
    ledger = Ledger()
    ledger.check(small_school.place)
    ledger.acknowledge("00000000-0000-4000-8000-000000000001", 1)
    with pytest.raises(AssertionError, match="потеряна подтверждённая операция"):
        ledger.check(small_school.place)
    with pytest.raises(AssertionError, match="подтверждена как версия 1 и как версия 2"):
        ledger.acknowledge("00000000-0000-4000-8000-000000000001", 2)
