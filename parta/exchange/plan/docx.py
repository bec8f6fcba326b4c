"""Tables of a Word document as sheets, with merged cells and the paragraphs that stand above each table."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from parta.exchange.errors import UnreadableFile
from parta.exchange.plan.parsed import PlanTable
from parta.exchange.reading import CellValue, Sheet, check_archive, check_size
from parta.exchange.reading.scan import TableLimits
from parta.exchange.reading.sheets import clean_text, squared

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Content controls, tracked insertions and smart tags wrap rows and cells without being any themselves.
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "customXml", "smartTag"})
_MAX_COLUMNS = 63


def is_docx(data: bytes) -> bool:
    """Whether the bytes are a zip container with a Word document in it."""
    return data.startswith(b"PK\x03\x04") and b"word/document.xml" in data


def docx_tables(data: bytes, file_name: str) -> list[PlanTable]:
    """Every table of the document in order; titles are the paragraphs since the table before it.

    Raises UnreadableFile with a Russian sentence for a cut, harmful or damaged file.
    """
    check_size(data, file_name)
    check_archive(data, file_name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = fromstring(archive.read("word/document.xml"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, KeyError) as error:
        raise UnreadableFile(
            f"Документ «{file_name}» повреждён и не читается. Откройте его в Word, сохраните заново и загрузите снова."
        ) from error
    return list(_tables(root, TableLimits(file_name)))


def _tables(root: Element, limits: TableLimits) -> Iterator[PlanTable]:
    titles: list[str] = []
    number = 0
    for body in _children(root, "body"):
        for element in _children(body, "p", "tbl"):
            if element.tag == f"{_W}p":
                text = clean_text(_text(element))
                titles += [text] if text else []
                continue
            number += 1
            sheet = _sheet(element)
            limits.add_rows(sheet.height)
            yield PlanTable(sheet, titles, f"таблица {number}")
            titles = []


def _children(parent: Element, *names: str) -> Iterator[Element]:
    for child in parent:
        name = child.tag.removeprefix(_W)
        if name in names:
            yield child
        elif name in _WRAPPERS:
            yield from _children(child, *names)


def _sheet(table: Element) -> Sheet:
    rows: list[list[CellValue]] = []
    merged: list[tuple[int, int, int, int]] = []
    # Column → (row where a cell merged downwards begins, its last column).
    open_cells: dict[int, tuple[int, int]] = {}
    for index, row in enumerate(_children(table, "tr")):
        values, spans = _row(row)
        rows.append(values)
        for column, width, vertical in spans:
            if vertical == "continue" and column in open_cells:
                continue
            for covered in range(column, column + width):
                _close(open_cells, covered, index, merged)
            if vertical == "restart":
                open_cells[column] = (index, column + width - 1)
            elif width > 1:
                merged.append((index, column, index, column + width - 1))
    for column in list(open_cells):
        _close(open_cells, column, len(rows), merged)
    return Sheet("", squared(rows), merged)


def _close(
    open_cells: dict[int, tuple[int, int]], column: int, row: int, merged: list[tuple[int, int, int, int]]
) -> None:
    """A cell merged downwards ends above this row."""
    if column in open_cells:
        top, right = open_cells.pop(column)
        if row - 1 > top or right > column:
            merged.append((top, column, row - 1, right))


def _row(row: Element) -> tuple[list[CellValue], list[tuple[int, int, str]]]:
    """Values by grid column, and (column, width, vertical merge) of each cell."""
    values: list[CellValue] = [None] * _skipped(row)
    spans: list[tuple[int, int, str]] = []
    for cell in _children(row, "tc"):
        if len(values) >= _MAX_COLUMNS:
            break
        width = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"))
        vertical = cell.find(f"{_W}tcPr/{_W}vMerge")
        state = "" if vertical is None else vertical.get(f"{_W}val") or "continue"
        spans.append((len(values), width, state))
        text = clean_text("\n".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p")))
        values += [None if state == "continue" else text, *[None] * (width - 1)]
    return values, spans


def _skipped(row: Element) -> int:
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    return _number(before) if before is not None else 0


def _number(element: Element | None) -> int:
    text = element.get(f"{_W}val", "1") if element is not None else "1"
    return min(_MAX_COLUMNS, max(1, int(text))) if text.isdigit() else 1


def _text(paragraph: Element) -> str:
    parts: list[str] = []
    for element in paragraph.iter():
        name = element.tag.removeprefix(_W)
        if name == "t":
            parts.append(element.text or "")
        elif name in {"br", "cr"}:
            parts.append("\n")
        elif name == "tab":
            parts.append(" ")
        elif name == "noBreakHyphen":
            parts.append("-")
    return "".join(parts)


__all__ = ["docx_tables", "is_docx"]
