"""Files people send: which kinds are taken, told by what is inside as well as by the name, and names that are safe."""

import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from parta.lib.errors import InvalidInput

MAX_NAME = 150
INNER_LIMIT = 2000
"""Entries of a document's archive; more is no document."""
PACKED = {"zip", "rar", "7z", "gz", "tar"}
"""What is inside an archive nobody has looked at: homework is put file by file."""
DANGEROUS = {
    "exe", "com", "scr", "pif", "bat", "cmd", "msi", "msp", "dll", "cpl", "sys", "vbs", "vbe", "js", "jse", "mjs",
    "ws", "wsf", "wsh", "ps1", "psm1", "sh", "bash", "run", "app", "jar", "class", "apk", "lnk", "url", "hta", "htm",
    "html", "xhtml", "xht", "mht", "mhtml", "svg", "svgz", "xml", "php", "phtml", "asp", "aspx", "jsp", "cgi", "py",
    "pl", "rb", "reg", "inf", "iso", "img", "dmg", "docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm",
    "ppsm", "ppam", "zip", "rar", "7z", "gz", "tar",
}  # fmt: skip
"""Endings a computer or a browser would run: refused at the end of a name and before its last ending too."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind that is taken: its media type and what is asked of the bytes."""

    media: str
    fits: Callable[[bytes], bool]


def _starts(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(signs)


def _boxed(*brands: bytes) -> Callable[[bytes], bool]:
    """Media whose fifth byte begins «ftyp» and one of the brands."""
    return lambda data: data[4:8] == b"ftyp" and data[8:12].startswith(brands)


def _webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _wave(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE"


def _names(data: bytes) -> list[str]:
    """Names inside a document's archive, nothing when it is none."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []
    return found if len(found) <= INNER_LIMIT else []


def _office(folder: str) -> Callable[[bytes], bool]:
    """An Office document without macros."""

    def fits(data: bytes) -> bool:
        names = _names(data)
        macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return "[Content_Types].xml" in names and not macros and any(name.startswith(folder) for name in names)

    return fits


def _open_document(kind: str) -> Callable[[bytes], bool]:
    """An OpenDocument file without scripts: its first entry says what it is."""
    sign = f"application/vnd.oasis.opendocument.{kind}".encode()

    def fits(data: bytes) -> bool:
        names = _names(data)
        scripts = any(name.startswith(("Basic/", "Scripts/")) for name in names)
        return names[:1] == ["mimetype"] and not scripts and sign in data[:200]

    return fits


def _old_office(*streams: str) -> Callable[[bytes], bool]:
    """A compound file of the old Office that holds one of the streams, and neither macros nor an embedded program."""
    wanted = [_stream(name) for name in streams]

    def fits(data: bytes) -> bool:
        if not data.startswith(OLE) or any(sign in data for sign in OLE_PROGRAMS):
            return False
        return any(sign in data for sign in wanted)

    return fits


def _stream(name: str) -> bytes:
    """A name as the directory of a compound file keeps it: two bytes a letter and the ending zero."""
    return f"{name}\0".encode("utf-16-le")


def _rich_text(data: bytes) -> bool:
    """RTF without embedded objects: those may hold a program."""
    return data.startswith(b"{\\rtf") and not any(sign in data for sign in (b"\\objdata", b"\\objocx", b"\\objautlink"))


def _text(data: bytes) -> bool:
    """Plain words: no control signs but tabs and ends of lines, readable as UTF-8 or Windows‑1251."""
    if any(one < 32 and one not in (9, 10, 12, 13) for one in data):
        return False
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_PROGRAMS = tuple(_stream(name) for name in ("_VBA_PROJECT", "\x01Ole10Native", "VBA"))
"""Names of parts that hold macros or a packed program."""
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_JPEG = FileKind("image/jpeg", _starts(b"\xff\xd8\xff"))
KINDS: dict[str, FileKind] = {
    "pdf": FileKind("application/pdf", _starts(b"%PDF-")),
    "docx": FileKind(f"{_OOXML}.wordprocessingml.document", _office("word/")),
    "xlsx": FileKind(f"{_OOXML}.spreadsheetml.sheet", _office("xl/")),
    "pptx": FileKind(f"{_OOXML}.presentationml.presentation", _office("ppt/")),
    "odt": FileKind(f"{_ODF}.text", _open_document("text")),
    "ods": FileKind(f"{_ODF}.spreadsheet", _open_document("spreadsheet")),
    "odp": FileKind(f"{_ODF}.presentation", _open_document("presentation")),
    "doc": FileKind("application/msword", _old_office("WordDocument")),
    "xls": FileKind("application/vnd.ms-excel", _old_office("Workbook", "Book")),
    "ppt": FileKind("application/vnd.ms-powerpoint", _old_office("PowerPoint Document")),
    "rtf": FileKind("application/rtf", _rich_text),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": FileKind("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "gif": FileKind("image/gif", _starts(b"GIF87a", b"GIF89a")),
    "webp": FileKind("image/webp", _webp),
    "heic": FileKind("image/heic", _boxed(b"heic", b"heix", b"mif1", b"hevc")),
    "mp3": FileKind("audio/mpeg", _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "m4a": FileKind("audio/mp4", _boxed(b"M4A", b"mp4", b"isom", b"iso2")),
    "wav": FileKind("audio/wav", _wave),
    "mp4": FileKind("video/mp4", _boxed(b"mp4", b"isom", b"iso2", b"avc1", b"M4V")),
    "txt": FileKind("text/plain; charset=utf-8", _text),
}
"""Allowed endings. What is not here is refused, whatever it is."""
ALLOWED_WORDS = (
    "PDF, DOCX, XLSX, PPTX, DOC, XLS, PPT, RTF, ODT, ODS, ODP, JPG, PNG, GIF, WEBP, HEIC, MP3, M4A, WAV, MP4, TXT"
)


def safe_name(raw: str) -> str:
    """The name to keep and to give back, in one normal form. Raises InvalidInput saying what is wrong with it."""
    name = unicodedata.normalize("NFC", raw).strip()
    if len(name) > MAX_NAME:
        raise InvalidInput(f"Имя файла длиннее {MAX_NAME} знаков: сократите его и приложите снова.")
    if any(sign in name for sign in '/\\:*?"<>|'):
        raise InvalidInput('В имени файла есть знак пути или один из : * ? " < > | — переименуйте файл.')
    if not name or name.startswith(".") or name.endswith("."):
        raise InvalidInput("У файла нет имени: назовите его, например «Задание.pdf», и приложите снова.")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for sign in name):
        raise InvalidInput("В имени файла есть невидимые знаки: переименуйте файл и приложите снова.")
    parts = [part.strip().lower() for part in name.split(".")]
    if any(part in DANGEROUS for part in parts[1:-1]):
        raise InvalidInput(f"«{name}»: у файла двойное расширение, такие не принимаются. Переименуйте файл.")
    return name


def kind_of(name: str, data: bytes) -> FileKind:
    """The kind of the file. Raises InvalidInput when it is not taken or is not what its name says."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(ending)
    if kind is None:
        packed = " Приложите файлы по одному, без архива." if ending in PACKED else ""
        raise InvalidInput(f"«{name}»: такие файлы не принимаются.{packed} Можно: {ALLOWED_WORDS}.")
    if not data:
        raise InvalidInput(f"«{name}»: файл пустой.")
    if not kind.fits(data):
        raise InvalidInput(
            f"«{name}»: внутри не {ending.upper()}, или есть макросы, или вложена программа. Откройте файл, сохраните "
            "заново без них и приложите."
        )
    return kind
