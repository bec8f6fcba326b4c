"""Finds the heading of a table wherever it stands and says what each column holds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parta.exchange.letters import with_cyrillic_lookalikes
from parta.exchange.reading import Sheet, address

_HYPHENATED = re.compile(r"(\w)-\s*\n\s*(\w)")
_NOISE = re.compile(r"[\s.,:;*«»\"'()\[\]_]+")
MAX_HEADING = 120
MAX_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """One thing a column can hold: its key, how headings of it look (searched in heading_form), its Russian name.

    An empty title means: known, and left out on purpose.
    """

    key: str
    pattern: re.Pattern[str]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a table: rows top…bottom (0-based, inclusive), column → key, column → heading as written."""

    top: int
    bottom: int
    keys: dict[int, str]
    headings: dict[int, str] = field(default_factory=dict)

    def columns(self, *keys: str) -> list[int]:
        """Columns of these keys, left to right."""
        return sorted(column for column, key in self.keys.items() if key in keys)

    def column(self, *keys: str) -> int | None:
        """The leftmost column of these keys, or None."""
        return next(iter(self.columns(*keys)), None)

    def has(self, *keys: str) -> bool:
        return any(key in keys for key in self.keys.values())


def kind(key: str, pattern: str, title: str = "") -> ColumnKind:
    """A ColumnKind from a pattern for heading_form (lower case, no ё, no dots and brackets)."""
    return ColumnKind(key, re.compile(pattern), title)


def heading_form(text: str) -> str:
    """A heading as it is compared: «Ф.И.О.\\n учащегося» → «ф и о учащегося»."""
    text = with_cyrillic_lookalikes(_HYPHENATED.sub(r"\1\2", text))
    return _NOISE.sub(" ", text.lower().replace("ё", "е")).strip()


def header_at(
    sheet: Sheet, row: int, kinds: Sequence[ColumnKind], core: frozenset[str], *, repeated: bool = False
) -> Header | None:
    """The header that begins in this row, or None.

    It needs a column of a `core` key and one more known column (or a short heading that stands alone or beside strange
    ones). Headings may take up to three rows, merged or not; a row of column numbers under them belongs to the header.
    repeated: a header is already known, so only a row with two known headings is one more.
    """
    first = _known_keys(_headings(sheet, row, row), kinds)
    if not first:
        return None
    for bottom in range(row, min(row + MAX_HEADER_ROWS, sheet.height)):
        if bottom > row and not _continues(sheet, row, bottom):
            return None
        keys = _known_keys(_headings(sheet, row, bottom), kinds)
        if _is_enough(sheet, row, keys, core) and (not repeated or len(set(keys.values())) > 1):
            return _grown(sheet, row, bottom, kinds)
    return None


def _is_enough(sheet: Sheet, row: int, keys: dict[int, str], core: frozenset[str]) -> bool:
    if not any(key in core for key in keys.values()):
        return False
    filled = filled_columns(sheet, row)
    if len(filled) == 1:
        # A title may begin with the same word; a heading that stands alone is short and not merged over the table.
        column = filled[0]
        return len(sheet.text(row, column)) <= 25 and sheet.anchor(row, column + 1) != (row, column)
    # One short known heading is enough beside strange ones: «ФИО» and a row of dates.
    return len(set(keys.values())) > 1 or (len(filled) > 2 and _is_short(sheet, row, keys, core))


def _is_short(sheet: Sheet, row: int, keys: dict[int, str], core: frozenset[str]) -> bool:
    texts = [sheet.text(row, column) for column, key in keys.items() if key in core]
    return any(len(text) <= 30 and not any(sign.isdigit() for sign in text) for text in texts)


def _grown(sheet: Sheet, top: int, bottom: int, kinds: Sequence[ColumnKind]) -> Header:
    """The header with the rows below that still belong to it."""
    while bottom + 1 < min(sheet.height, top + MAX_HEADER_ROWS) and _continues(sheet, top, bottom + 1):
        bottom += 1
    headings = {column: " ".join(parts) for column, parts in _headings(sheet, top, bottom).items()}
    keys = {column: key for column, key in _known_keys(_headings(sheet, top, bottom), kinds).items() if key}
    if bottom + 1 < sheet.height and _counts_columns(sheet, bottom + 1):
        bottom += 1
    return Header(top, bottom, keys, headings)


def _continues(sheet: Sheet, top: int, row: int) -> bool:
    """A cell of the top row is merged down to here, or all texts here stand under wide or empty headings."""
    above = filled_columns(sheet, top)
    if len(above) < 2:
        return False
    if any(sheet.anchor(row, column) == (top, column) for column in above):
        return True
    columns = filled_columns(sheet, row)
    return bool(columns) and all(_is_lower_heading(sheet, top, row, column) for column in columns)


def _is_lower_heading(sheet: Sheet, top: int, row: int, column: int) -> bool:
    value = sheet.raw(row, column)
    if not isinstance(value, str) or len(value) > 40 or re.fullmatch(r"[\d\s.,:/\-]+", value):
        return False
    upper = sheet.anchor(top, column)
    spans_columns = sheet.anchor(top, column + 1) == upper or upper[1] < column
    # Without merging, the wide heading stands over its first column and the next ones are empty.
    stands_over_gap = sheet.raw(top, column) is None or (
        column + 1 < sheet.width and sheet.raw(top, column + 1) is None and sheet.raw(row, column + 1) is not None
    )
    return spans_columns or stands_over_gap


def _counts_columns(sheet: Sheet, row: int) -> bool:
    numbers = [sheet.text(row, column).strip(". ") for column in filled_columns(sheet, row)]
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _headings(sheet: Sheet, top: int, bottom: int) -> dict[int, list[str]]:
    """For each column the texts above each other, a merged or repeated one once."""
    found: dict[int, list[str]] = {}
    for column in range(sheet.width):
        parts: list[str] = []
        for row in range(top, bottom + 1):
            text = _heading_text(sheet, row, column, is_upper=row == top < bottom)
            if text and text not in parts and len(text) <= MAX_HEADING:
                parts.append(text)
        if parts:
            found[column] = parts
    return found


def _heading_text(sheet: Sheet, row: int, column: int, *, is_upper: bool) -> str:
    value = sheet.value(row, column)
    if value is None and is_upper and isinstance(sheet.raw(row + 1, column), str):
        # «Дата» typed over the first of two columns and not merged covers the empty one to the right as well.
        left = next((left for left in range(column - 1, -1, -1) if sheet.raw(row, left) is not None), None)
        value = sheet.raw(row, left) if left is not None else None
    return value if isinstance(value, str) else ""


def _known_keys(headings: dict[int, list[str]], kinds: Sequence[ColumnKind]) -> dict[int, str]:
    """Column → key; a column known and left out on purpose has an empty one."""
    return {column: key for column, parts in headings.items() if (key := _key(parts, kinds)) is not None}


def _key(parts: list[str], kinds: Sequence[ColumnKind]) -> str | None:
    """Two headings above each other mean what they mean together («Мать» over «Телефон»), else the lower, the upper."""
    for text in (" ".join(parts), *reversed(parts)):
        form = heading_form(text)
        for known in kinds:
            if known.pattern.search(form):
                return known.key
    return None


def filled_columns(sheet: Sheet, row: int) -> list[int]:
    """Columns with something written in this row (a merged range counts once, at its first cell)."""
    return [column for column in range(sheet.width) if sheet.raw(row, column) is not None]


def headings_seen(sheets: Sequence[Sheet]) -> str:
    """The texts of the first row with several of them, for «found no column …» messages: «№», «Дата», «Пол»."""
    for sheet in sheets:
        for row in range(min(sheet.height, 40)):
            texts = [text for column in filled_columns(sheet, row) if (text := sheet.text(row, column))]
            if len(texts) > 1:
                return ", ".join(f"«{text[:40]}»" for text in texts[:12])
    return ""


def cell_place(sheet: Sheet, row: int, column: int) -> str:
    """«Лист «5А», ячейка B12», or «ячейка B12» for a file with one nameless sheet."""
    return f"лист «{sheet.name}», ячейка {address(row, column)}" if sheet.name else f"ячейка {address(row, column)}"


def row_place(sheet: Sheet, row: int) -> str:
    """«лист «5А», строка 12»."""
    return f"лист «{sheet.name}», строка {row + 1}" if sheet.name else f"строка {row + 1}"


def formula_cells(sheet: Sheet, rows: range, columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cells of these rows and columns that hold a formula, in reading order."""
    wanted = set(columns)
    return iter(sorted(cell for cell in sheet.formulas if cell[0] in rows and cell[1] in wanted))


__all__ = [
    "ColumnKind",
    "Header",
    "cell_place",
    "filled_columns",
    "formula_cells",
    "header_at",
    "heading_form",
    "headings_seen",
    "kind",
    "row_place",
]
