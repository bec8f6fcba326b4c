"""Small XLSX, ODS, CSV and DOCX files made in memory, as schools might send them; and the real ones where they are."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

Row = Sequence[object]
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def shared_file(path: str) -> bytes:
    """A real file of the task's data folder; the test is skipped where that folder is not."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the data folder has no {path} here")
    return found.read_bytes()


def xlsx(rows: Sequence[Row], merged: Sequence[str] = (), sheet: str = "Лист1") -> bytes:
    """A workbook with one sheet; merged ranges as «A1:C1»."""
    return xlsx_sheets({sheet: rows}, {sheet: merged})


def xlsx_sheets(sheets: Mapping[str, Sequence[Row]], merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """A workbook with several sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Sequence[Row], sheet: str = "Лист1") -> bytes:
    """An OpenDocument spreadsheet; text beginning with «of:=» becomes a formula."""
    document = OpenDocumentSpreadsheet()
    table = Table(name=sheet)
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def _ods_cell(value: object) -> TableCell:
    if value is None:
        return TableCell()
    if isinstance(value, date) and not isinstance(value, datetime):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
        text = value.strftime("%d.%m.%Y")
    elif isinstance(value, int | float):
        cell, text = TableCell(valuetype="float", value=value), str(value)
    elif str(value).startswith("of:="):
        cell, text = TableCell(valuetype="float", value=7, formula=str(value)), "7"
    else:
        cell, text = TableCell(valuetype="string"), str(value)
    cell.addElement(P(text=text))
    return cell


def csv_bytes(text: str, encoding: str = "cp1251") -> bytes:
    """Lines of a CSV file with Windows line ends."""
    return text.strip("\n").replace("\n", "\r\n").encode(encoding)


def word(*parts: str | Sequence[Sequence[str]]) -> bytes:
    """A document of paragraphs (text) and tables (rows of texts) in this order."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=len(part), cols=max(len(row) for row in part))
        for cells, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(cells.cells, texts, strict=False):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
