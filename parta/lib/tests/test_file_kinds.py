"""What people send: told by what is inside, and by a name that hides nothing."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from parta.lib.errors import InvalidInput
from parta.lib.file_kinds import KINDS, kind_of, safe_name
from parta.lib.file_store import FileStore

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def archive(*names: str, first: bytes = b"") -> bytes:
    """A document's archive with these names inside."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name in names:
            box.writestr(name, first if name == "mimetype" else b"x")
    return out.getvalue()


def compound(*streams: str) -> bytes:
    """A compound file of the old Office with these names in its directory."""
    names = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names


GOOD = {
    "Задание.pdf": b"%PDF-1.7 ...",
    "Тест.docx": archive("[Content_Types].xml", "word/document.xml"),
    "Таблица.xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "План.odt": archive("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.text"),
    "Диктант.doc": compound("WordDocument"),
    "Ведомость.xls": compound("Workbook"),
    "Старая ведомость.xls": compound("Book"),
    "Слайды.ppt": compound("PowerPoint Document"),
    "Памятка.rtf": b"{\\rtf1\\ansi \\'cf\\'f0}",
    "Доска.JPG": b"\xff\xd8\xff\xe0" + b"\0" * 9,
    "Схема.png": PNG,
    "Диктант.mp3": b"ID3\x03" + b"\0" * 9,
    "Слова.txt": "Ёлка, ёж".encode("cp1251"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_document_is_taken_for_what_it_is(name: str) -> None:
    assert kind_of(safe_name(name), GOOD[name]) is KINDS[name.rpartition(".")[2].lower()]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("Задание.pdf", PNG, "внутри не PDF"),
        ("Фото.png", b"MZ\x90\0" + b"\0" * 60, "внутри не PNG"),
        ("Фото.jpg", b"<html><script>alert(1)</script>", "внутри не JPG"),
        ("Тест.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "макросы"),
        ("Тест.docx", archive("payload.exe"), "внутри не DOCX"),
        ("Тест.docx", b"PK\x03\x04" + b"\0" * 40, "внутри не DOCX"),
        ("План.odt", archive("content.xml", "mimetype"), "внутри не ODT"),
        ("Слова.txt", b"MZ\0\0", "внутри не TXT"),
        ("Пусто.pdf", b"", "файл пустой"),
        ("Программа.exe", b"MZ", "такие файлы не принимаются"),
        ("Страница.html", b"<p>", "такие файлы не принимаются"),
        ("Рисунок.svg", b"<svg/>", "такие файлы не принимаются"),
        ("Архив.zip", archive("a.txt"), "такие файлы не принимаются"),
        ("Архив.zip", archive("a.txt"), "по одному, без архива"),
        ("Старый.doc", compound(), "внутри не DOC"),
        ("Старый.doc", compound("Workbook"), "внутри не DOC"),
        ("Старый.doc", b"MZ" + compound("WordDocument"), "внутри не DOC"),
        ("Старый.doc", compound("WordDocument", "_VBA_PROJECT"), "макросы"),
        ("Таблица.xls", compound("Workbook", "\x01Ole10Native"), "вложена программа"),
        ("Памятка.rtf", b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}", "вложена программа"),
        ("Памятка.rtf", b"MZ{\\rtf1}", "внутри не RTF"),
        ("Без расширения", b"abc", "такие файлы не принимаются"),
    ],
)
def test_anything_else_is_refused_in_words(name: str, data: bytes, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        kind_of(name, data)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../../etc/passwd.txt", "знак пути"),
        ("C:\\задание.txt", "знак пути"),
        ("задание\u202efdp.exe.pdf", "невидимые знаки"),
        ("задание\u200b.pdf", "невидимые знаки"),
        ("за\x00дание.pdf", "невидимые знаки"),
        ("задание\n.pdf", "невидимые знаки"),
        ("реферат.exe.pdf", "двойное расширение"),
        ("реферат.JS .pdf", "двойное расширение"),
        ("а" * 150 + ".pdf", "длиннее 150"),
        ("", "нет имени"),
        (".pdf", "нет имени"),
        ("задание.", "нет имени"),
    ],
)
def test_a_name_that_hides_something_is_refused(name: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        safe_name(name)


def test_a_name_comes_back_in_one_form_and_dots_are_no_crime() -> None:
    assert safe_name("  Задание 15.12 и\u0306.pdf ") == "Задание 15.12 й.pdf"


def test_a_file_is_kept_whole_under_a_random_name_for_its_owner_only(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    first, second = store.keep(b"abc"), store.keep(b"abc")
    assert first.name != second.name
    assert (first.size, first.sha256) == (3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    with store.open(first.name) as file:
        assert file.read() == b"abc"
    place = tmp_path / "files" / first.name[:2] / first.name
    assert oct(place.stat().st_mode)[-3:] == "600"
    assert {name for name, _ in store.names()} == {first.name, second.name}
    store.remove(first.name)
    store.remove(first.name)
    for name in (first.name, "../secret_key", "/etc/passwd"):
        with pytest.raises(FileNotFoundError):
            store.open(name)


def test_no_room_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        FileStore(tmp_path).keep(b"abc")
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
