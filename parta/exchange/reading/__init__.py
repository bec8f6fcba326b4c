"""Opens any table a school sends (XLSX, ODS, XLS, CSV) as plain sheets; refuses harmful or broken files in words."""

from parta.exchange.reading.archives import check_archive
from parta.exchange.reading.sheets import CellValue, Sheet, address
from parta.exchange.reading.tables import check_size, open_tables, open_workbook, read_csv
from parta.exchange.reading.text import decode_text

__all__ = [
    "CellValue",
    "Sheet",
    "address",
    "check_archive",
    "check_size",
    "decode_text",
    "open_tables",
    "open_workbook",
    "read_csv",
]
