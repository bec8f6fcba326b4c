"""Pure rules of plan lines: their shape, and keeping topics through an edit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from parta.domain.curriculum.choices import TopicKind

MAX_TOPICS = 2000


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One lesson of a plan as people write it. `id`: the topic this line was before the edit, None for a new one."""

    title: str
    unit: str = ""
    homework: str = ""
    kind: str = TopicKind.LESSON.value
    id: int | None = None


@dataclass(frozen=True, slots=True)
class OldTopic:
    """A stored topic, as much of it as matching needs."""

    id: int
    title: str
    unit: str


def clean_lines(lines: Iterable[PlanLine]) -> list[PlanLine]:
    """Single spaces, no empty lines; a line with text in any column but no topic stays (the caller refuses it)."""
    cleaned = [
        PlanLine(
            _one_line(line.title, 600), _one_line(line.unit, 400), _one_line(line.homework, 600), line.kind, line.id
        )
        for line in lines
    ]
    return [line for line in cleaned if line.title or line.homework]


def line_without_topic(lines: Sequence[PlanLine]) -> int | None:
    """Number (from 1) of the first line that has no topic."""
    return next((number for number, line in enumerate(lines, start=1) if not line.title), None)


def match_topics(old: Sequence[OldTopic], new: Sequence[PlanLine]) -> list[int | None]:
    """For every new line the id of the topic it continues, or None.

    First by the id the line carries, then by the same text in the same section, then by the same text anywhere. So the
    records of given lessons keep their topic when a plan is loaded again from a newer file.
    """
    free = {topic.id: topic for topic in old}
    kept: list[int | None] = [None] * len(new)
    for index, line in enumerate(new):
        if line.id in free:
            kept[index] = free.pop(line.id).id
    for with_unit in (True, False):
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for topic in free.values():
            waiting[_key(topic.title, topic.unit, with_unit)].append(topic.id)
        for index, line in enumerate(new):
            same = waiting.get(_key(line.title, line.unit, with_unit))
            if kept[index] is None and same:
                kept[index] = same.pop(0)
                free.pop(kept[index] or 0)
    return kept


def units_in_order(lines: Iterable[PlanLine]) -> list[str]:
    """Section titles as they follow each other; a section met twice is one section."""
    return list(dict.fromkeys(line.unit for line in lines if line.unit))


def same_words(old: Sequence[PlanLine], new: Sequence[PlanLine]) -> bool:
    """Do both say the same, whatever the ids?"""
    return [_words(line) for line in old] == [_words(line) for line in new]


def changed_lines(
    old: Sequence[PlanLine], new: Sequence[PlanLine]
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """What the log keeps of an edit: lines that are gone or were different, and lines that came instead, by number."""
    before: list[dict[str, object]] = []
    after: list[dict[str, object]] = []
    keys = [[_words(line) for line in lines] for lines in (old, new)]
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_opcodes():
        if tag != "equal":
            before += [_plain(number, old[number]) for number in range(i1, i2)]
            after += [_plain(number, new[number]) for number in range(j1, j2)]
    return before, after


def _words(line: PlanLine) -> tuple[str, str, str, str]:
    return (line.unit, line.title, line.homework, line.kind)


def _plain(index: int, line: PlanLine) -> dict[str, object]:
    row = {"unit": line.unit, "title": line.title, "homework": line.homework, "kind": line.kind}
    return {"number": index + 1, **row}


def _key(title: str, unit: str, with_unit: bool) -> tuple[str, str]:
    return (title.casefold(), unit.casefold() if with_unit else "")


def _one_line(text: str, limit: int) -> str:
    return " ".join(text.split())[:limit]
