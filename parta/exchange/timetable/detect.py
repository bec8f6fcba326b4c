"""Reads any timetable file Parta knows: the format is told by what is inside, never by the extension."""

import re
from datetime import date

from parta.exchange.errors import UnreadableFile
from parta.exchange.reading import check_size, decode_text
from parta.exchange.timetable.asc import read_asc
from parta.exchange.timetable.findings import KNOWN_FILES
from parta.exchange.timetable.grid import read_grid
from parta.exchange.timetable.nika import read_nika
from parta.exchange.timetable.parsed import ParsedTimetable

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_XML_STARTS = (b"<", b"<\x00", b"\x00<")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)", re.I | re.S)
_NIKA = re.compile(r"\A\s*[{\[]|\bNIKA\b|\bCLASS_SCHEDULE\b|\bCLASS_EXCHANGE\b")
_OTHER_KINDS = {
    b"%PDF": "это PDF: в нём нельзя надёжно прочитать таблицу",
    b"\x89PNG": "это картинка",
    b"\xff\xd8\xff": "это картинка",
    b"GIF8": "это картинка",
    b"{\\rtf": "это документ RTF",
    b"Rar!": "это архив RAR: распакуйте его",
    b"7z\xbc\xaf": "это архив 7z: распакуйте его",
    b"\x1f\x8b": "это архив GZ: распакуйте его",
}


def read_timetable(data: bytes, file_name: str, on: date | None = None) -> ParsedTimetable:
    """The timetable of a file of any known format: NIKA, aSc Timetables, or a grid in a workbook.

    on: the day whose period is wanted, for formats that hold several periods; otherwise the latest is read.
    Raises UnreadableFile with a Russian sentence: an empty, broken, dangerous or foreign file.
    """
    check_size(data, file_name)
    if data.startswith(_WORKBOOKS):
        return read_grid(data, file_name)
    for signature, what in _OTHER_KINDS.items():
        if data.startswith(signature):
            raise _unknown(file_name, what)
    if _WEB_PAGE.match(data):
        raise _unknown(file_name, "это веб-страница")
    if _bare_start(data).startswith(_XML_STARTS):
        return read_asc(data, file_name)
    if _NIKA.search(decode_text(data, file_name).lstrip("\ufeff")):
        return read_nika(data, file_name, on)
    raise _unknown(file_name, "внутри нет расписания известного вида")


def _bare_start(data: bytes) -> bytes:
    for mark in _MARKS:
        data = data.removeprefix(mark)
    return data[:200].lstrip()


def _unknown(file_name: str, what: str) -> UnreadableFile:
    return UnreadableFile(f"Файл «{file_name}» не подходит: {what}. {KNOWN_FILES}")


__all__ = ["read_timetable"]
