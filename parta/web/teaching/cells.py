"""The body of the journal table as HTML, built by hand for speed: a year of a class is some four thousand cells.

Everything a person typed is escaped here, and only here is text declared safe.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from parta.domain.finals.queries import FinalColumn
from parta.domain.journal.queries import GridCell, GridColumn, GridRow, JournalGrid
from parta.web.addresses import escaped_address

HEAVY = 2
"""From this weight on a lesson has side lines and a filled kind in the head (DESIGN §4: «к/р»)."""
LATE = "Срок прошёл: записи помечаются как опоздавшие"
LONG_TEXT = 4
"""«оп 4» and longer is set in the smallest type, so that a column keeps its width."""


Made = dict[tuple[int, str], str]
"""Cells of one table made so far: alike ones are one object of the grid, which lives as long as this does."""


@dataclass(frozen=True, slots=True)
class MonthHead:
    """A month over its lessons; `locked` when this person may change none of them any more."""

    title: str
    span: int
    locked: bool


def column_classes(columns: Sequence[GridColumn], *, writable: bool = True) -> list[str]:
    """CSS words of each lesson: month start, future, cancelled, locked, heavy work, past its deadline."""
    found = []
    month = 0
    for column in columns:
        words = ["ms"] if column.day.month != month else []
        month = column.day.month
        state = column_state(column, writable=writable)
        if state:
            words.append(state)
        if column.weight >= HEAVY:
            words.append("work")
        if column.state is not None and column.state.is_late:
            words.append("lt")
        found.append(" ".join(words))
    return found


def column_state(column: GridColumn, *, writable: bool = True) -> str:
    """«off» cancelled, «fut» not held yet, «lock» closed for this person, «» open. A page for reading locks nothing."""
    if column.is_cancelled:
        return "off"
    if column.is_future:
        return "fut"
    return "lock" if writable and (not column.may_write or column.is_locked) else ""


def month_heads(grid: JournalGrid) -> list[MonthHead]:
    """The upper row of the head."""
    heads, start = [], 0
    for title, span in grid.months:
        columns = grid.columns[start : start + span]
        closed = all(column_state(column, writable=grid.may_write) == "lock" for column in columns)
        heads.append(MonthHead(title, span, closed))
        start += span
    return heads


def head_columns(grid: JournalGrid) -> list[tuple[GridColumn, str, str]]:
    """The lower row of the head: a lesson, its CSS words and its state."""
    classes = column_classes(grid.columns, writable=grid.may_write)
    states = [column_state(column, writable=grid.may_write) for column in grid.columns]
    return list(zip(grid.columns, classes, states, strict=True))


def render_head(grid: JournalGrid) -> SafeString:
    """The same as HTML: a dozen words for each lesson of a year."""
    return SafeString("".join(_head(*one) for one in head_columns(grid)))


def _head(column: GridColumn, css: str, state: str) -> str:
    label, comment, kind = escape(column.label), escape(column.comment), escape(column.kind_short)
    words = _joined(css, "today" if column.is_today else "", "cm" if comment else "")
    why, seen = escape(column.why), column.state
    late = "" if why or seen is None or not seen.is_late else LATE
    opened = escape(seen.opened_text) if seen is not None and not why else ""
    title = ". ".join(part for part in (label, comment, why or opened or late) if part)
    data = "".join(
        (
            f' data-state="{state}"' if state else "",
            f' data-why="{why}"' if why else "",
            ' data-late="yes"' if late else "",
        )
    )
    heard = f'<span class="vh">, комментарий: {comment}</span>' if comment else ""
    return (
        f'<th scope="col" class="{words}" data-lesson="{column.lesson_id}"{data} '
        f'data-kind="{escape(column.kind_title)}" data-label="{label}">'
        f'<a href="{escaped_address("lesson", column.lesson_id)}" title="{title}">'
        f'<span class="d">{column.day_text}</span>'
        f'<span class="w{" has" if kind else ""}">{column.weekday}</span><span class="k">{kind}</span>{heard}</a></th>'
    )


def render_foot(grid: JournalGrid) -> SafeString:
    """Averages of the lessons."""
    return SafeString("".join(f"<td>{average}</td>" for average in grid.column_averages))


def render_body(
    grid: JournalGrid, finals: Sequence[FinalColumn] = (), theory: Mapping[int, str] | None = None
) -> SafeString:
    """Every row of the table; finals: the last columns. theory: pupils assessed on theory, by id, and its words."""
    classes = column_classes(grid.columns, writable=grid.may_write)
    signs = theory or {}
    made: Made = {}
    rows = (_row(row, classes, made, finals, signs.get(row.student_id, "")) for row in grid.rows)
    return SafeString("".join(rows))


def render_row_cells(row: GridRow, columns: Sequence[GridColumn], *, writable: bool = True) -> SafeString:
    """The strip of cells of one pupil, without the name and the average."""
    return SafeString(_strip(row.cells, column_classes(columns, writable=writable), {}))


def _row(row: GridRow, classes: Sequence[str], made: Made, finals: Sequence[FinalColumn] = (), theory: str = "") -> str:
    note = f' <small title="{escape(row.note)}">{escape(row.note)}</small>' if row.note else ""
    if theory:
        note += f' <small class="th" title="{escape(theory)}">теория<span class="vh">: {escape(theory)}</span></small>'
    gone = ' class="gone"' if row.gone else ""
    return (
        f'<tr data-student="{row.student_id}"{gone}>'
        f'<th class="nm" scope="row"><span class="no">{row.number}</span><span>{escape(row.name)}</span>{note}</th>'
        f"{_strip(row.cells, classes, made)}"
        f'<td class="sm av">{row.average}</td><td class="sm ct">{row.mark_count or ""}</td>'
        f"{''.join(_final(row, column) for column in finals)}</tr>"
    )


def _final(row: GridRow, column: FinalColumn) -> str:
    value = column.values.get(row.student_id, "")
    tone = f" m{value}" if value.isdigit() else ""
    near = " near" if column.is_near else ""
    return f'<td class="sm fn{near}{tone}" data-final="{column.place.code}">{escape(value)}</td>'


def _strip(cells: Iterable[GridCell], classes: Sequence[str], made: Made) -> str:
    parts = []
    for cell, words in zip(cells, classes, strict=True):
        key = (id(cell), words)
        part = made.get(key)
        if part is None:
            part = made[key] = _cell(cell, words)
        parts.append(part)
    return "".join(parts)


def _cell(cell: GridCell, column: str) -> str:
    if cell.outside:
        return f'<td class="{_joined(column, "out")}">{escape(cell.text)}</td>'
    if not cell.marks and not cell.absence_version:
        return f'<td class="{column}"></td>' if column else "<td></td>"
    if len(cell.marks) == 1 and not cell.absence_version and not cell.marks[0].comment:
        mark = cell.marks[0]
        if mark.slot == 1 and mark.value and not mark.work_type and not mark.words:
            return _one_mark(column, mark.value, mark.version)
    text = cell.text
    tone = f"m{escape(cell.tone)}" if cell.tone.isdigit() else cell.tone
    uncounted = "nc" if cell.shown and not cell.counted else ""
    words = _joined(column, tone, uncounted, "xs" if len(text) >= LONG_TEXT else "", "cm" if cell.has_comment else "")
    shown = f' class="{words}"' if words else ""
    said = [*(mark.words for mark in cell.shown), "есть комментарий" if cell.has_comment else ""]
    heard = "".join(f'<span class="vh">, {escape(one)}</span>' for one in said if one)
    return f"<td{shown}{_versions(cell)}{_details(cell)}>{escape(text)}{heard}</td>"


@lru_cache(maxsize=4096)
def _one_mark(column: str, value: str, version: int) -> str:
    """The cell met most: one mark with nothing to tell about it."""
    tone = f"m{value}" if value.isdigit() else value
    return f'<td class="{escape(_joined(column, tone))}" data-v="{version}">{escape(value)}</td>'


def _versions(cell: GridCell) -> str:
    """Versions for the next entry: of the first mark, the second one and the absence; what is absent is 0."""
    parts = [f' data-v{"2" if mark.slot == 2 else ""}="{mark.version}"' for mark in cell.marks]
    if cell.absence_version:
        parts.append(f' data-va="{cell.absence_version}"')
    if [mark.slot for mark in cell.shown] == [2]:
        parts.append(' data-s="2"')
    return "".join(parts)


def _details(cell: GridCell) -> str:
    """Comments and kinds of work that differ from the lesson's: what the editor opens with."""
    parts, spoken = [], []
    for mark in cell.shown:
        slot = "2" if mark.slot == 2 else ""
        spoken += [words for words in (mark.comment, mark.words) if words]
        told = {"c": mark.comment, "n": "" if mark.counts else "1", "f": mark.first, "w": mark.work_type}
        parts += [f' data-{key}{slot}="{escape(text)}"' for key, text in told.items() if text]
    if cell.absence_comment:
        parts.append(f' data-ca="{escape(cell.absence_comment)}"')
        spoken.append(cell.absence_comment)
    if spoken:
        parts.append(f' title="{escape("; ".join(spoken))}"')
    return "".join(parts)


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
