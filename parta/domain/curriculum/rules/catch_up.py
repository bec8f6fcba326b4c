"""How a lag is made good: hours are won by joining topics and by using reserve hours. No topic is ever dropped."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from parta.domain.curriculum.choices import TopicKind
from parta.domain.curriculum.rules.placement import Block, Placed

RESERVE = re.compile(r"^резерв", re.I)
_REVIEW = re.compile(r"работа над ошибками|анализ контрольн|обобщ|повторен|закреплен|решение задач|практикум", re.I)
_WORD = re.compile(r"[а-яёa-z]{4,}", re.I)
MOST_IN_A_LESSON = 2
SPARE_IDEAS = 3
"""Proposals beyond those that are needed, to choose from."""


class StepKind(StrEnum):
    """What is done with a topic."""

    JOIN = "join"
    SHORTEN = "shorten"
    MOVE = "move"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Step:
    """One act. JOIN, SHORTEN: `topic` is given in the lesson of `to`, the topic before it. MOVE: the reserve hour
    `topic` moves up to the lesson of `to`. PART: `topic` gets its own lesson again."""

    kind: StepKind
    topic: int
    to: int = 0

    @property
    def key(self) -> str:
        """«join-17-16»: how a page names it."""
        return f"{self.kind.value}-{self.topic}-{self.to}"

    @classmethod
    def parse(cls, text: str) -> "Step | None":
        """The step of a key; None for anything else."""
        kind, _, rest = text.partition("-")
        topic, _, to = rest.partition("-")
        if kind not in set(StepKind) or not (topic.isdecimal() and to.isdecimal()):
            return None
        return cls(StepKind(kind), int(topic), int(to))


@dataclass(frozen=True, slots=True)
class Idea:
    """A proposal: a step that wins an hour. `reason`: why these two. `count`: equal lessons in a row (SHORTEN)."""

    step: Step
    reason: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """What the rules know of a topic."""

    title: str
    unit: str
    kind: str


def ideas_for(ahead: Sequence[Block], facts: Mapping[int, TopicFacts], need: int) -> list[Idea]:
    """Proposals, the mildest first: reserve hours, equal lessons in a row, review lessons, topics that share words,
    then neighbours of one section. Control, laboratory and practical works keep their own lesson.

    At most need + 3, of one sort no more than needed, none touching a lesson twice. Empty when nothing has to be won.
    """
    if need <= 0 or not ahead:
        return []
    found = [*_reserves(ahead, facts), *_joins(ahead, facts)]
    taken: set[int] = set()
    grades: Counter[int] = Counter()
    chosen: list[Idea] = []
    for grade, _, idea, touched in sorted(found, key=lambda row: row[:2]):
        if not taken & touched and grades[grade] < need:
            taken |= touched
            grades[grade] += 1
            chosen.append(idea)
        if len(chosen) == need + SPARE_IDEAS:
            break
    return chosen


_Found = tuple[int, int, Idea, set[int]]


def _reserves(ahead: Sequence[Block], facts: Mapping[int, TopicFacts]) -> Iterable[_Found]:
    """A reserve hour moves to the first lesson ahead and is spent there; the first lesson itself stays free to join."""
    head = ahead[0]
    for index, block in enumerate(ahead[1:], start=1):
        topic = block.ids[0]
        if len(block.ids) == 1 and RESERVE.match(facts[topic].title):
            yield 0, -index, Idea(Step(StepKind.MOVE, topic, head.ids[-1]), "reserve"), {topic}


def _joins(ahead: Sequence[Block], facts: Mapping[int, TopicFacts]) -> Iterable[_Found]:
    for index, (one, other) in enumerate(pairwise(ahead)):
        rank = _rank(one, other, facts)
        if rank is None:
            continue
        grade, reason = rank
        first, second = facts[one.ids[0]], facts[other.ids[0]]
        same = _same(first, second)
        step = Step(StepKind.SHORTEN if same else StepKind.JOIN, other.ids[0], one.ids[-1])
        count = sum(_same(first, facts[block.ids[0]]) for block in ahead) if same else 0
        yield grade, index, Idea(step, reason, count), {*one.ids, *other.ids}


def _rank(one: Block, other: Block, facts: Mapping[int, TopicFacts]) -> tuple[int, str] | None:
    """How natural it is to give both in one lesson, 1 is best; None when it may not be."""
    if len(one.ids) + len(other.ids) > MOST_IN_A_LESSON:
        return None
    first, second = facts[one.ids[0]], facts[other.ids[0]]
    if first.unit != second.unit or {first.kind, second.kind} != {TopicKind.LESSON.value}:
        return None
    if RESERVE.match(first.title) or RESERVE.match(second.title):
        return None
    if _same(first, second):
        return 1, "same"
    if _REVIEW.search(first.title) or _REVIEW.search(second.title):
        return 2, "review"
    if _words(first.title) & _words(second.title):
        return 3, "alike"
    return 4, "near"


def _same(one: TopicFacts, other: TopicFacts) -> bool:
    return (one.unit, one.title.casefold()) == (other.unit, other.title.casefold())


def _words(title: str) -> set[str]:
    """The first five letters of the longer words: «функция» and «функции» are one."""
    return {word.casefold()[:5] for word in _WORD.findall(title)}


def apply_steps(
    placed: Sequence[Placed], steps: Iterable[Step], *, fixed: frozenset[int] = frozenset()
) -> list[Placed]:
    """The order after the steps. fixed: topics already given, which stay as they are. Raises ValueError for a step that
    does not fit any more: the plan has changed since it was proposed."""
    order = list(placed)
    for step in steps:
        if step.topic in fixed:
            raise ValueError(step.key)
        order = _ACTS[step.kind](order, step, fixed)
    return order


def _join(order: list[Placed], step: Step, fixed: frozenset[int]) -> list[Placed]:
    """The topic goes to the end of the other's lesson; between them there may only be what has no lesson ahead."""
    at, to = _index(order, step.topic), _index(order, step.to)
    between = order[to + 1 : at]
    follows = at + 1 < len(order) and order[at + 1].joined
    if to >= at or order[at].joined or follows or any(not one.joined and one.topic not in fixed for one in between):
        raise ValueError(step.key)
    return _after(order, at, to)


def _move(order: list[Placed], step: Step, fixed: frozenset[int]) -> list[Placed]:
    at, to = _index(order, step.topic), _index(order, step.to)
    follows = at + 1 < len(order) and order[at + 1].joined
    if to >= at or follows or order[at].joined:
        raise ValueError(step.key)
    return _after(order, at, to)


def _after(order: list[Placed], at: int, to: int) -> list[Placed]:
    """The topic at one place behind the whole lesson of the other."""
    one = order.pop(at)
    end = to + 1
    while end < len(order) and order[end].joined:
        end += 1
    order.insert(end, replace(one, joined=True))
    return order


def _part(order: list[Placed], step: Step, fixed: frozenset[int]) -> list[Placed]:
    at = _index(order, step.topic)
    if not order[at].joined:
        raise ValueError(step.key)
    order[at] = replace(order[at], joined=False)
    return order


def _index(order: Sequence[Placed], topic: int) -> int:
    at = next((index for index, one in enumerate(order) if one.topic == topic), None)
    if at is None:
        raise ValueError(f"topic {topic}")
    return at


_ACTS = {StepKind.JOIN: _join, StepKind.SHORTEN: _join, StepKind.MOVE: _move, StepKind.PART: _part}


__all__ = ["RESERVE", "Idea", "Step", "StepKind", "TopicFacts", "apply_steps", "ideas_for"]
