"""Zip containers (XLSX, ODS, DOCX) are looked through before any library unpacks them."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from parta.exchange.errors import UnreadableFile

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 120 * 1024 * 1024
MAX_TOTAL_BYTES = 200 * 1024 * 1024
# An honest sheet shrinks 5 to 40 times; small parts may shrink more, so they are not judged.
MAX_RATIO = 250
RATIO_MATTERS_FROM = 10 * 1024 * 1024
_CHUNK = 1024 * 1024
_ENTITY_MARKS = ("<!DOCTYPE", "<!ENTITY")


def check_archive(data: bytes, file_name: str) -> frozenset[str]:
    """Names of the parts of a safe zip container.

    Raises UnreadableFile when it is cut short, encrypted, a zip bomb (by declared sizes, and by unpacking every part
    in pieces without keeping it), or an XML part declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_declared(infos, len(data), file_name)
            for info in infos:
                _check_streamed(archive, info, file_name)
            return frozenset(info.filename for info in infos)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableFile(
            f"Файл «{file_name}» повреждён или скачан не целиком. Скачайте или сохраните его ещё раз и загрузите снова."
        ) from error


def _check_declared(infos: list[zipfile.ZipInfo], packed: int, file_name: str) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise protected_file(file_name)
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise NotImplementedError("office files are stored or deflated, never packed otherwise")
    sizes = [info.file_size for info in infos]
    too_big = len(infos) > MAX_MEMBERS or sum(sizes) > MAX_TOTAL_BYTES or max(sizes, default=0) > MAX_MEMBER_BYTES
    if too_big or (sum(sizes) > RATIO_MATTERS_FROM and sum(sizes) > MAX_RATIO * packed):
        raise UnreadableFile(
            f"Файл «{file_name}» при распаковке становится слишком большим и может повредить серверу. "
            "Скопируйте нужную таблицу в новый файл и загрузите его."
        )


def _check_streamed(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file_name: str) -> None:
    """Reading to the end also compares the real size and checksum with the declared ones (BadZipFile otherwise)."""
    is_xml = info.filename.lower().endswith((".xml", ".rels", ".vml"))
    # Old OpenOffice writes a harmless DOCTYPE into its manifest, and nobody reads that part.
    is_manifest = info.filename == "META-INF/manifest.xml"
    marks = list(_encoded_marks(_ENTITY_MARKS[1:] if is_manifest else _ENTITY_MARKS)) if is_xml else []
    tail = b""
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            window = tail + chunk
            if any(mark in window for mark in marks):
                raise UnreadableFile(
                    f"В файле «{file_name}» объявлены внешние сущности XML: такие файлы опасны и не принимаются. "
                    "Пересохраните таблицу в Excel или LibreOffice и загрузите снова."
                )
            tail = window[-32:]


def _encoded_marks(marks: tuple[str, ...]) -> Iterator[bytes]:
    for mark in marks:
        for encoding in ("ascii", "utf-16-le", "utf-16-be"):
            yield mark.encode(encoding)


def protected_file(file_name: str) -> UnreadableFile:
    """The sentence for a file closed with a password."""
    return UnreadableFile(f"Файл «{file_name}» защищён паролем. Снимите пароль, сохраните файл и загрузите снова.")


__all__ = ["MAX_FILE_BYTES", "check_archive", "protected_file"]
