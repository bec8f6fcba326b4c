"""One-sheet plans for the tests, and what was read from them in plain words."""

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.plan.detect import read_plan
from parta.exchange.plan.parsed import ParsedPlan
from parta.exchange.tests.table_files import Row, xlsx

HEAD: Row = ["№ п/п", "Тема урока", "Кол-во часов", "Дата"]


def plan_of(*rows: Row, merged: tuple[str, ...] = ()) -> ParsedPlan:
    return read_plan(xlsx(list(rows), merged), "план.xlsx", "Алгебра", 7)


def texts(plan: ParsedPlan) -> list[str]:
    return [topic.text for topic in plan.topics]


def units(plan: ParsedPlan) -> list[tuple[str, str]]:
    return [(unit.title, str(unit.hours or "")) for unit in plan.units]


def titles(plan: ParsedPlan) -> list[str]:
    return [unit.title for unit in plan.units]


def said(plan: ParsedPlan) -> str:
    return "\n".join(f"{problem.place}: {problem.message}" for problem in plan.problems)


def blocked(plan: ParsedPlan) -> bool:
    return any(problem.blocking for problem in plan.problems)


def refusal(data: bytes, grade: int | None = 7) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_plan(data, "план", "Алгебра", grade)
    return str(caught.value)
