"""Chooses the reader by what is inside the file, not by its extension, and loads its sheets."""

import csv
import io
import re
import zipfile
from collections import Counter

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from parta.exchange.errors import UnreadableFile
from parta.exchange.reading.archives import MAX_FILE_BYTES, check_archive, protected_file
from parta.exchange.reading.scan import SheetFacts, TableLimits, scan_ods, scan_xlsx
from parta.exchange.reading.sheets import CellValue, Sheet, clean_text, clean_value, squared
from parta.exchange.reading.text import decode_text

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream in which Excel keeps a workbook closed with a password.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_OTHER_KINDS = (
    (b"%PDF", "это PDF"),
    (b"\x89PNG", "это картинка"),
    (b"\xff\xd8\xff", "это картинка"),
    (b"GIF8", "это картинка"),
    (b"{\\rtf", "это документ RTF"),
    (b"Rar!", "это архив RAR"),
    (b"7z\xbc\xaf", "это архив 7z"),
    (b"\x1f\x8b", "это архив GZ"),
)
_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<html|<table|<meta|<workbook)", re.IGNORECASE)
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*\r?\n", re.IGNORECASE)
_CSV_FORMULA = re.compile(r"=\s*[\w(+\-$\"'.]|@[A-Za-z]|[+\-]\s*[A-Za-z0-9$(.]")
_NUMBER_OR_PHONE = re.compile(r"[+\-]?\s*\d[\d\s.,%]*|\+[\d\s()\-]{7,}.*")
_FORMULA_SIGN = re.compile(r"[A-Za-z(!|*/^]|\d\s*[+\-]\s*\d")


def open_tables(data: bytes, file_name: str) -> list[Sheet]:
    """Every sheet of an XLSX, ODS, XLS or CSV file, told apart by content.

    Raises UnreadableFile with a Russian sentence for anything else and for harmful, cut or too big files.
    """
    check_size(data, file_name)
    if data.startswith((_ZIP, _OLE)):
        return open_workbook(data, file_name)
    for signature, kind in _OTHER_KINDS:
        if data.startswith(signature):
            raise _wrong_kind(file_name, kind)
    return [read_csv(data, file_name)]


def check_size(data: bytes, file_name: str) -> None:
    """Refuses an empty file and one larger than 20 MB."""
    if not data:
        raise UnreadableFile(f"Файл «{file_name}» пуст. Проверьте, тот ли файл выбран.")
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFile(f"Файл «{file_name}» больше 20\u00a0МБ. Оставьте в нём только нужную таблицу.")


def open_workbook(data: bytes, file_name: str) -> list[Sheet]:
    """Sheets of an XLSX, ODS or XLS file in the order of the tabs; chart sheets are left out.

    Raises UnreadableFile with a Russian sentence (cut, encrypted, zip bomb, external entities, too many rows).
    """
    check_size(data, file_name)
    if data.startswith(_ZIP):
        facts = _zip_facts(data, file_name)
    elif data.startswith(_OLE):
        facts = _ole_facts(data, file_name)
    else:
        raise _wrong_kind(file_name, "это не таблица Excel или LibreOffice")
    sheets = _load(data, file_name, facts)
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFile(f"В файле «{file_name}» нет ни одной заполненной ячейки. Проверьте, тот ли файл выбран.")
    _limit_rows(sheets, file_name)
    return sheets


def _zip_facts(data: bytes, file_name: str) -> dict[str, SheetFacts]:
    parts = check_archive(data, file_name)
    if "xl/workbook.xml" in parts:
        return scan_xlsx(data, file_name)
    if "word/document.xml" in parts:
        raise _wrong_kind(file_name, "это документ Word")
    if "xl/workbook.bin" in parts:
        raise _wrong_kind(file_name, "это двоичная книга Excel (XLSB)")
    if "content.xml" in parts:
        if b"encryption-data" in _part(data, "META-INF/manifest.xml", parts):
            raise protected_file(file_name)
        return scan_ods(data, file_name)
    raise _wrong_kind(file_name, "это архив ZIP без таблицы")


def _part(data: bytes, name: str, parts: frozenset[str]) -> bytes:
    if name not in parts:
        return b""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def _ole_facts(data: bytes, file_name: str) -> dict[str, SheetFacts]:
    if _ENCRYPTED_STREAM in data:
        raise protected_file(file_name)
    if _WORD_STREAM in data:
        raise _wrong_kind(file_name, "это документ Word старого вида (DOC)")
    return {}


def _load(data: bytes, file_name: str, facts: dict[str, SheetFacts]) -> list[Sheet]:
    try:
        try:
            return _read_book(data, facts)
        except CalamineError:
            if not data.startswith(_ZIP):
                raise
            return _read_book(_without_dimensions(data), facts)
    except PasswordError as error:
        raise protected_file(file_name) from error
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFile(
            f"Таблица в файле «{file_name}» не читается: файл повреждён или это не таблица. "
            "Откройте его в Excel или LibreOffice, сохраните как XLSX и загрузите снова."
        ) from error


def _read_book(data: bytes, facts: dict[str, SheetFacts]) -> list[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        kinds = {meta.name: meta for meta in book.sheets_metadata}
        names = [name for name in book.sheet_names if kinds[name].typ == SheetTypeEnum.WorkSheet]
        hidden = {name for name in names if kinds[name].visible != SheetVisibleEnum.Visible}
        return [_load_sheet(book, name, facts.get(name, SheetFacts(name)), name in hidden) for name in names]


def _without_dimensions(data: bytes) -> bytes:
    """The same workbook without the optional extents: LibreOffice may write «1:44» there, which the loader refuses."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info)
            is_sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
            target.writestr(info.filename, _DIMENSION.sub(b"", part, count=1) if is_sheet else part)
    return out.getvalue()


def _load_sheet(book: CalamineWorkbook, name: str, facts: SheetFacts, hidden: bool) -> Sheet:
    loaded = book.get_sheet_by_name(name)
    rows = squared([clean_value(value) for value in row] for row in loaded.to_python(skip_empty_area=False))
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in loaded.merged_cell_ranges or []]
    return Sheet(clean_text(name) or "", rows, sorted(merged or facts.merged), frozenset(facts.formulas), hidden)


def _limit_rows(sheets: list[Sheet], file_name: str) -> None:
    """XLSX and ODS were counted before loading; old XLS can only be counted after."""
    limits = TableLimits(file_name)
    for sheet in sheets:
        limits.add_rows(sum(any(value is not None for value in row) for row in sheet.rows))


def read_csv(data: bytes, file_name: str) -> Sheet:
    """The one sheet of a CSV file: delimiter «;», «,» or tab found by itself; every filled value is text.

    Raises UnreadableFile with a Russian sentence (encoding, binary data, an open quote, too many rows).
    """
    check_size(data, file_name)
    text = decode_text(data, file_name)
    if _MARKUP.match(text):
        raise _wrong_kind(file_name, "внутри него веб-страница или XML")
    delimiter, text = _delimiter(text)
    rows = squared(_csv_rows(text, delimiter, file_name))
    formulas = frozenset(
        (row, column)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if isinstance(value, str) and _is_csv_formula(value)
    )
    return Sheet("", rows, [], formulas)


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter and the text without Excel's own «sep=;» line."""
    told = _SEPARATOR_LINE.match(text)
    if told:
        return told[1], text[told.end() :]
    lines = [line for line in text.splitlines() if line.strip()][:60]
    return max(";\t,", key=lambda delimiter: _agreement(lines, delimiter)), text


def _agreement(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines fall into the same number (above one) of fields, and into how many."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return (0, 0)
    common = Counter(width for width in widths if width > 1).most_common(1)
    return (common[0][1], common[0][0]) if common else (0, 0)


def _csv_rows(text: str, delimiter: str, file_name: str) -> list[list[CellValue]]:
    limits = TableLimits(file_name)
    rows: list[list[CellValue]] = []
    try:
        for fields in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(len(field) > 20_000 or field.count("\n") > 50 for field in fields):
                raise csv.Error("a quote that is never closed")
            rows.append([clean_text(field) for field in fields])
            limits.add_rows(1 if any(fields) else 0)
    except csv.Error as error:
        raise UnreadableFile(
            f"В файле «{file_name}» после строки {len(rows)} не закрыта кавычка, и дальше таблица не читается. "
            "Исправьте строку или сохраните таблицу как XLSX."
        ) from error
    return rows


def _is_csv_formula(value: str) -> bool:
    """Text that a spreadsheet would calculate: «=B2+C2», «@SUM(A1)», «-2+3», but not «+7 900…», «-1», «- тема»."""
    if not _CSV_FORMULA.match(value) or _NUMBER_OR_PHONE.fullmatch(value):
        return False
    return value[0] in "=@" or bool(_FORMULA_SIGN.search(value))


def _wrong_kind(file_name: str, what: str) -> UnreadableFile:
    return UnreadableFile(
        f"Файл «{file_name}» не подходит: {what}. Сохраните таблицу как XLSX, ODS или CSV и загрузите её."
    )


__all__ = ["check_size", "open_tables", "open_workbook", "read_csv"]
