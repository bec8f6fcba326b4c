"""The table of a thematic plan as a form: lines read from what was posted, one act of a row applied, text pasted in."""

import json
from collections.abc import Sequence
from dataclasses import replace

from django.http import QueryDict

from parta.domain.curriculum.choices import TopicKind
from parta.domain.curriculum.rules import PlanLine
from parta.lib.errors import InvalidInput

NEW_TOPIC = "Новая тема"
NEW_SECTION = "Новый раздел"
COLUMNS = ("id", "sec", "title", "kind", "homework")
SECTION_WORDS = ("раздел ", "раздел:", "глава ", "#")


def read_lines(data: QueryDict) -> list[PlanLine]:
    """Lines of the posted table: parallel lists `id`, `sec` (index into `section`), `title`, `homework`, `kind`."""
    sections = data.getlist("section")
    columns = [data.getlist(name) for name in COLUMNS]
    if len({len(column) for column in columns}) != 1:
        raise InvalidInput(TORN)
    return [_line(sections, row) for row in zip(*columns, strict=True)]


TORN = "Таблица пришла не целиком. Обновите страницу и повторите: план не изменился."


def read_draft(raw: bytes) -> tuple[str, list[PlanLine]]:
    """The version the editor saw, and the lines: `{"base", "sections": [title], "rows": [[id, sec, title, kind, hw]]}`.

    A row is five strings, `sec` the index of its section, an empty `id` a new line. Raises InvalidInput.
    """
    try:
        body = json.loads(raw)
        base, sections, rows = body["base"], body["sections"], body["rows"]
        texts = [base, *sections, *(text for row in rows for text in row)]
        whole = all(isinstance(text, str) for text in texts) and all(len(row) == len(COLUMNS) for row in rows)
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise InvalidInput(TORN)
    return base, [_line(sections, row) for row in rows]


def _line(sections: Sequence[str], row: Sequence[str]) -> PlanLine:
    """One posted row, in the order of COLUMNS."""
    topic, sec, title, kind, homework = row
    return PlanLine(
        title=title,
        unit=sections[int(sec)] if number_in(sec) is not None and int(sec) < len(sections) else "",
        homework=homework,
        kind=kind or TopicKind.LESSON,
        id=number_in(topic),
    )


def number_in(text: str) -> int | None:
    """A number that fits a key of the database, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def apply(lines: list[PlanLine], act: str) -> tuple[list[PlanLine], int | None]:
    """Do the act of a row («up:3», «down:3», «add:3», «drop:3», «split:3»; «save» does nothing).

    Returns the new lines and the place to come back to.
    """
    name, _, text = act.partition(":")
    if name not in ACTS or not text.isdecimal() or int(text) >= len(lines):
        return lines, None
    return ACTS[name](list(lines), int(text))


def _up(lines: list[PlanLine], at: int) -> tuple[list[PlanLine], int]:
    """One line up; over the border of a section the topic first joins that section."""
    if at == 0:
        return lines, at
    if lines[at].unit != lines[at - 1].unit:
        lines[at] = replace(lines[at], unit=lines[at - 1].unit)
        return lines, at
    lines[at - 1], lines[at] = lines[at], lines[at - 1]
    return lines, at - 1


def _down(lines: list[PlanLine], at: int) -> tuple[list[PlanLine], int]:
    if at == len(lines) - 1:
        return lines, at
    if lines[at].unit != lines[at + 1].unit:
        lines[at] = replace(lines[at], unit=lines[at + 1].unit)
        return lines, at
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return lines, at + 1


def _add(lines: list[PlanLine], at: int) -> tuple[list[PlanLine], int]:
    lines.insert(at + 1, PlanLine(NEW_TOPIC, lines[at].unit))
    return lines, at + 1


def _drop(lines: list[PlanLine], at: int) -> tuple[list[PlanLine], int]:
    del lines[at]
    return lines, max(0, at - 1)


def _split(lines: list[PlanLine], at: int) -> tuple[list[PlanLine], int]:
    """From this topic to the end of its section a new section begins; its title is edited at once."""
    taken = {line.unit for line in lines}
    title = next(name for name in _section_names() if name not in taken)
    unit = lines[at].unit
    for place in range(at, len(lines)):
        if lines[place].unit != unit:
            break
        lines[place] = replace(lines[place], unit=title)
    return lines, at


def _section_names() -> list[str]:
    return [NEW_SECTION, *(f"{NEW_SECTION} {number}" for number in range(2, 500))]


def _join(lines: list[PlanLine], at: int) -> tuple[list[PlanLine], int]:
    """One lesson of this topic and the next of the same section."""
    if at + 1 < len(lines) and lines[at + 1].unit == lines[at].unit:
        one, other = lines[at], lines.pop(at + 1)
        title = ". ".join(dict.fromkeys([one.title, other.title]))
        homework = "; ".join(dict.fromkeys(text for text in (one.homework, other.homework) if text))
        kind = other.kind if one.kind == TopicKind.LESSON else one.kind
        lines[at] = replace(one, title=title, homework=homework, kind=kind, id=one.id or other.id)
    return lines, at


def _halve(lines: list[PlanLine], at: int) -> tuple[list[PlanLine], int]:
    """One more lesson of the same topic."""
    lines.insert(at + 1, replace(lines[at], homework="", id=None))
    return lines, at + 1


ACTS = {"up": _up, "down": _down, "add": _add, "drop": _drop, "split": _split, "join": _join, "halve": _halve}


def pasted_lines(text: str, unit: str = "") -> list[PlanLine]:
    """Lines pasted from a spreadsheet or typed: a topic a line, homework after a tab.

    A line that begins with «Раздел», «Глава» or «#» opens a section.
    """
    lines = []
    for row in text.splitlines():
        cells = [cell.strip() for cell in row.split("\t") if cell.strip()]
        if not cells:
            continue
        if cells[0].casefold().startswith(SECTION_WORDS):
            unit = cells[0].lstrip("# ").strip()
        else:
            lines.append(PlanLine(cells[0], unit, " ".join(cells[1:])))
    return lines
