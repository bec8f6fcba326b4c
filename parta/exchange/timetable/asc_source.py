"""aSc Timetables XML as plain tables: the encoding found, entities refused, `columns` of every table respected."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from parta.exchange.errors import UnreadableFile
from parta.exchange.reading import decode_text
from parta.exchange.timetable.findings import KNOWN_FILES, Findings, check_amount

Row = dict[str, str]

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
_DECLARED = re.compile(rb"""\A\s*<\?xml\b[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\x00?\x00": "utf-16-le", b"\x00<\x00?": "utf-16-be"}
_CYRILLIC_READ_AS_LATIN = re.compile(r"[\u00c0-\u00ff]{4,}")
_LATIN_SIGN = re.compile(r"[\u0080-\u00ff]")
_LATIN = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"})
# What tells the rows of a table apart; read even where `columns` forgets it, or nothing could be linked.
_KEYS = {"periods": {"period"}, "grades": {"grade"}, "cards": {"lessonid"}, "days": {"day"}}
_OTHER_PROGRAMS = {
    "fet": "это файл программы FET: в нём требования к расписанию, а не готовое расписание",
    "highschooltimetablearchive": "это архив расписаний XHSTT",
    "html": "это веб-страница",
    "workbook": "это таблица Excel 2003: сохраните её как XLSX",
    "document": "это выгрузка другой программы",
}


@dataclass(slots=True)
class AscTables:
    """Rows of the file by the name of their table, attributes in lower case; `options` of the root."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    options: str = ""

    def table(self, *names: str) -> list[Row]:
        """Rows of the first of the named tables that has any."""
        return next((self.rows[name] for name in names if self.rows.get(name)), [])


def load_asc(data: bytes, file_name: str, findings: Findings) -> AscTables:
    """The tables of an aSc Timetables file.

    An attribute that the table's `columns` does not name is left out and reported; without `columns` all are read.
    Raises UnreadableFile with a Russian sentence: not XML, cut short (line), declares entities, another program's file.
    """
    root = _parse(_text(data, file_name, findings), file_name)
    tables = AscTables(options=root.attrib.get("options", ""))
    for child in root:
        name = _tag(child)
        check_amount(len(child), file_name)
        tables.rows.setdefault(name, []).extend(_rows(name, child, findings))
    if _tag(root) != "timetable" or {"cards", "lessons", "classes"}.isdisjoint(tables.rows):
        what = _OTHER_PROGRAMS.get(_tag(root), f"внутри «{_tag(root)}», а не расписание aSc Timetables")
        raise UnreadableFile(f"Файл «{file_name}» не подходит: {what}. {KNOWN_FILES}")
    return tables


def _tag(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()


def _rows(name: str, table: Element, findings: Findings) -> list[Row]:
    listed = {column.strip().lower() for column in table.attrib.get("columns", "").split(",") if column.strip()}
    trusted = listed | {"id"} | _KEYS.get(name, set())
    rows: list[Row] = []
    left_out: set[str] = set()
    for element in table:
        row = {key.lower(): value for key, value in element.attrib.items()}
        if listed:
            left_out |= row.keys() - trusted
            row = {key: value for key, value in row.items() if key in trusted}
        rows.append(row)
    if left_out:
        names = ", ".join(sorted(left_out))
        findings.add(f"таблица {name}", f"Эти столбцы не перечислены в columns и поэтому не прочитаны: {names}.")
    return rows


def _parse(text: str, file_name: str) -> Element:
    # The text is already decoded, so the declaration would only mislead the parser; its lines are kept for messages.
    bare = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text.lstrip("\ufeff"), count=1)
    try:
        return fromstring(bare.encode("utf-8"), forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableFile(
            f"В файле «{file_name}» объявлены сущности или DTD: такие файлы опасны и не принимаются. "
            "Выгрузите расписание из aSc Timetables ещё раз."
        ) from error
    except ParseError as error:
        line, column = error.position
        raise UnreadableFile(
            f"Файл «{file_name}» оборван или испорчен (строка {line}, знак {column + 1}). "
            "Выгрузите расписание ещё раз и загрузите файл целиком."
        ) from error


def _text(data: bytes, file_name: str, findings: Findings) -> str:
    """The file as text: by its byte order mark, by its declaration, or, where that is wrong, by what fits."""
    if not data.strip():
        raise UnreadableFile(f"Файл «{file_name}» пуст. Проверьте, тот ли файл выбран.")
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
    if marked:
        return _by_codec(data, marked) or decode_text(data, file_name)
    match = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    declared = match[1].decode("ascii").lower() if match else ""
    if declared in _LATIN or declared in ("", "utf-8", "utf8"):
        return _by_content(data, declared, file_name, findings)
    is_utf8 = not data.isascii() and _by_codec(data, "utf-8") is not None
    text = None if is_utf8 else _by_codec(data, declared)
    return _by_content(data, declared, file_name, findings) if text is None else text


def _by_content(data: bytes, declared: str, file_name: str, findings: Findings) -> str:
    """UTF-8 if the bytes are UTF-8, a Latin encoding if declared and it reads well, otherwise windows-1251."""
    text = _by_codec(data, "utf-8")
    if text is not None:
        if declared not in ("", "utf-8", "utf8") and not data.isascii():
            _report_encoding(findings, declared, "utf-8")
        return text
    latin = _by_codec(data, declared) if declared in _LATIN else None
    if latin is not None and not _is_cyrillic(latin):
        return latin
    text = decode_text(data, file_name)
    _report_encoding(findings, declared, "windows-1251")
    return text


def _report_encoding(findings: Findings, declared: str, used: str) -> None:
    said = f"объявлена кодировка {declared}, но буквы в ней не читаются" if declared else "кодировка не объявлена"
    findings.add("первая строка файла", f"В файле {said}: прочитан как {used}. Проверьте, верны ли названия.")


def _is_cyrillic(latin: str) -> bool:
    """Russian words in windows-1251 read as Latin are whole words of accented letters; no Latin language has them."""
    accented = len(_LATIN_SIGN.findall(latin))
    return sum(map(len, _CYRILLIC_READ_AS_LATIN.findall(latin))) * 2 > accented


def _by_codec(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError):
        return None


__all__ = ["AscTables", "Row", "load_asc"]
