"""Walks the XML of a workbook before it is loaded: formulas, merged ranges, how many rows and how wide."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from parta.exchange.errors import UnreadableFile
from parta.exchange.reading.sheets import address

MAX_ROWS = 20_000
MAX_CELLS = 4_000_000
_REFERENCE = re.compile(r"^([A-Z]{1,3})([1-9]\d{0,6})$")


@dataclass(slots=True)
class SheetFacts:
    """What the loader does not tell: formulas, merged ranges (ODS only), how many rows are filled, the far corner."""

    name: str
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0

    def fill(self, row: int, column: int) -> None:
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)


class TableLimits:
    """Counts the filled rows of a whole file and stops the reading when there are too many."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self.rows = 0

    def add_rows(self, number: int) -> None:
        self.rows += number
        if self.rows > MAX_ROWS:
            raise UnreadableFile(
                f"В файле «{self.file_name}» больше 20\u00a0000 заполненных строк. "
                "Оставьте в нём одну нужную таблицу, удалите лишние строки и загрузите снова."
            )

    def check_area(self, facts: SheetFacts) -> None:
        if (facts.last_row + 1) * (facts.last_column + 1) > MAX_CELLS:
            raise UnreadableFile(
                f"На листе «{facts.name}» файла «{self.file_name}» что-то записано очень далеко от таблицы: "
                f"до ячейки {address(facts.last_row, facts.last_column)}. Удалите лишнее и загрузите файл снова."
            )


@contextmanager
def _broken_xml_said(file_name: str) -> Iterator[None]:
    try:
        yield
    except (ParseError, DefusedXmlException, KeyError, ValueError) as error:
        raise UnreadableFile(
            f"Файл «{file_name}» повреждён: таблица внутри него не читается. "
            "Откройте его в Excel или LibreOffice, сохраните заново и загрузите снова."
        ) from error


def scan_xlsx(data: bytes, file_name: str) -> dict[str, SheetFacts]:
    """Facts of each sheet of an XLSX file by its name; the file has passed check_archive. Raises UnreadableFile."""
    limits = TableLimits(file_name)
    found: dict[str, SheetFacts] = {}
    with _broken_xml_said(file_name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, part in _xlsx_parts(archive):
            if part in archive.namelist():
                found[name] = _scan_xlsx_sheet(archive, part, SheetFacts(name), limits)
    return found


def scan_ods(data: bytes, file_name: str) -> dict[str, SheetFacts]:
    """Facts of each sheet of an ODS file by its name; the file has passed check_archive. Raises UnreadableFile."""
    limits = TableLimits(file_name)
    found: dict[str, SheetFacts] = {}
    facts = SheetFacts("")
    row = 0
    with (
        _broken_xml_said(file_name),
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        archive.open("content.xml") as source,
    ):
        for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
            name = _local(element)
            if event == "start" and name == "table":
                facts, row = SheetFacts(_attribute(element, "name")), 0
                found[facts.name] = facts
            elif event == "end" and name == "table-row":
                row += _scan_ods_row(element, row, facts, limits)
                element.clear()
    return found


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """An attribute by its name without the namespace (ODS and strict OOXML use several)."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _xlsx_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(sheet name, path of its part) in the order of the tabs."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    book = fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    sheets = [element for element in book.iter() if _local(element) == "sheet"]
    return [(sheet.get("name", ""), _part_path(targets.get(_attribute(sheet, "id"), ""))) for sheet in sheets]


def _part_path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _scan_xlsx_sheet(archive: zipfile.ZipFile, part: str, facts: SheetFacts, limits: TableLimits) -> SheetFacts:
    row = -1
    with archive.open(part) as source:
        for _event, element in iterparse(source, events=("end",), forbid_dtd=True):
            if _local(element) != "row":
                continue
            # Both the row number and the cell reference may be left out; then the next place is meant.
            row = int(element.get("r") or row + 2) - 1
            limits.add_rows(_scan_xlsx_row(element, row, facts))
            limits.check_area(facts)
            element.clear()
    return facts


def _scan_xlsx_row(element: Element, row: int, facts: SheetFacts) -> int:
    """Notes formulas and extent of one row; 1 when anything is written in it, else 0."""
    column = -1
    filled = 0
    for cell in element:
        column = _column(cell.get("r")) if cell.get("r") else column + 1
        parts = {_local(part) for part in cell}
        if "f" in parts:
            facts.formulas.add((row, column))
        if parts & {"v", "is", "f"}:
            facts.fill(row, column)
            filled = 1
    return filled


def _column(reference: str | None) -> int:
    match = _REFERENCE.match(reference or "")
    if not match:
        raise ValueError(reference)
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _scan_ods_row(element: Element, row: int, facts: SheetFacts, limits: TableLimits) -> int:
    """Notes one stored row (which may stand for many equal ones) and returns how many rows it stands for."""
    repeats = _number(element, "number-rows-repeated")
    column = 0
    filled = False
    for cell in element:
        if _local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        width = _number(cell, "number-columns-repeated")
        if _is_filled(cell):
            filled = True
            facts.fill(row + repeats - 1, column + width - 1)
            limits.check_area(facts)
            _note_ods_cell(cell, row, column, facts)
        column += width
    if filled:
        limits.add_rows(repeats)
    return repeats


def _is_filled(cell: Element) -> bool:
    return bool(_attribute(cell, "value-type") or _attribute(cell, "formula")) or any(
        _local(part) == "p" and any(True for _ in part.itertext()) for part in cell
    )


def _note_ods_cell(cell: Element, row: int, column: int, facts: SheetFacts) -> None:
    if _attribute(cell, "formula"):
        facts.formulas.add((row, column))
    height, width = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
    if height > 1 or width > 1:
        facts.merged.append((row, column, row + height - 1, column + width - 1))


def _number(element: Element, name: str) -> int:
    return max(1, int(_attribute(element, name) or 1))


__all__ = ["MAX_ROWS", "SheetFacts", "TableLimits", "scan_ods", "scan_xlsx"]
