"""Files are opened by what is inside them; broken and harmful ones are refused with a sentence."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, time

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.reading import address, decode_text, open_tables, open_workbook, read_csv
from parta.exchange.reading.sheets import Sheet, clean_value
from parta.exchange.tests.table_files import csv_bytes, ods, word, xlsx, xlsx_sheets

ROWS: list[list[object]] = [["№", "Фамилия", "Родился"], [1, "Щукина", date(2014, 5, 12)], [2.0, "\u00a0Ёлкин ", None]]


def refusal(data: bytes, name: str = "список.xlsx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        open_tables(data, name)
    return str(caught.value)


def repacked(data: bytes, part: str, change: bytes) -> bytes:
    """The same container with another content of one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if info.filename != part:
                target.writestr(info.filename, source.read(info))
        target.writestr(part, change)
    return out.getvalue()


def test_a_cell_is_named_as_in_the_spreadsheet() -> None:
    assert [address(40, 1), address(0, 25), address(0, 26), address(9, 701), address(9, 702)] == [
        "B41", "Z1", "AA1", "ZZ10", "AAA10",
    ]  # fmt: skip


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_workbook_gives_clean_values(make: Callable[[list[list[object]]], bytes]) -> None:
    (sheet,) = open_tables(make(ROWS), "без расширения")
    assert sheet.rows == [["№", "Фамилия", "Родился"], [1, "Щукина", date(2014, 5, 12)], [2, "Ёлкин", None]]


def test_rows_keep_their_places_under_empty_ones() -> None:
    (sheet,) = open_tables(xlsx([[], [], [None, "ФИО"], [None, "Щукина Вера"]]), "список.xlsx")
    assert sheet.value(2, 1) == "ФИО"
    assert sheet.value(0, 0) is None


def test_a_merged_range_shows_its_value_everywhere() -> None:
    (sheet,) = open_tables(xlsx([["Дата", None, "ДЗ"], ["план", "факт", None]], ["A1:B1", "C1:C2"]), "план.xlsx")
    assert sheet.merged == [(0, 0, 0, 1), (0, 2, 1, 2)]
    assert [sheet.value(0, 1), sheet.value(1, 2), sheet.raw(0, 1)] == ["Дата", "ДЗ", None]


def test_sheets_come_in_the_order_of_their_tabs() -> None:
    assert [sheet.name for sheet in open_workbook(xlsx_sheets({"5Б": ROWS, "5А": ROWS}), "k.xlsx")] == ["5Б", "5А"]


def test_formulas_are_found_in_every_format() -> None:
    (book,) = open_tables(xlsx([["Часы", 1], ["Итого", "=SUM(B1:B1)"]]), "a.xlsx")
    (odf,) = open_tables(ods([["Часы", 1], ["Итого", "of:=SUM([.B1])"]]), "a.ods")
    (text,) = open_tables(csv_bytes("Часы;1\nИтого;=СУММ(B1:B1)"), "a.csv")
    assert book.formulas == odf.formulas == text.formulas == {(1, 1)}


def test_phones_dashes_and_negative_numbers_in_csv_are_no_formulas() -> None:
    sheet = read_csv(csv_bytes("+7 (900) 000-11-22;-1;- повторение;-\n+1;–;@;=\n+2,5;—;+79000001122;--"), "a.csv")
    assert sheet.formulas == frozenset()


def test_dangerous_csv_formulas_are_seen() -> None:
    sheet = read_csv(csv_bytes("=cmd|' /C calc'!A0;@SUM(1);-2+3;+A1"), "a.csv")
    assert sheet.formulas == {(0, 0), (0, 1), (0, 2), (0, 3)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_encoding_and_delimiter_are_found(encoding: str, delimiter: str) -> None:
    text = "№;Фамилия;Имя\n1;Ёлкин;Пётр\n2;Щукина;Вера".replace(";", delimiter)
    assert read_csv(csv_bytes(text, encoding), "a.csv").rows[1] == ["1", "Ёлкин", "Пётр"]


def test_csv_keeps_delimiters_and_line_breaks_inside_quotes() -> None:
    sheet = read_csv(csv_bytes('Тема;ДЗ\n"Былины; сказки";"§ 1,\n№ 5"\nПовести, рассказы;'), "a.csv")
    assert sheet.rows == [["Тема", "ДЗ"], ["Былины; сказки", "§ 1,\n№ 5"], ["Повести, рассказы", None]]


def test_the_delimiter_line_of_excel_is_obeyed() -> None:
    assert read_csv(csv_bytes("sep=,\nа;б,в"), "a.csv").rows == [["а;б", "в"]]


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r", "mac_cyrillic"])
def test_other_russian_encodings_are_refused_in_words(encoding: str) -> None:
    text = "Фамилия;Имя;Отчество\nЁлкин;Пётр;Ильич\nЩукина;Вера;Олеговна"
    assert "испорчены" in refusal(csv_bytes(text, encoding), "a.csv")


def test_twice_encoded_and_lost_letters_are_refused() -> None:
    text = "Фамилия;Имя;Отчество\nЁлкин;Пётр;Ильич"
    assert "испорчены" in refusal(text.encode().decode("cp1251", "replace").encode(), "a.csv")
    assert "испорчены" in refusal(b"???????;???;????????\n?????;????;?????\n", "a.csv")


def test_a_broken_character_in_utf8_is_refused() -> None:
    data = ("Фамилия;Имя\n" + "Щукина;Вера\n" * 20).encode()
    assert "не распознана (строка 3)" in refusal(data[:57] + b"\xff" + data[57:], "a.csv")


def test_binary_data_is_no_csv() -> None:
    assert "двоичные" in refusal(b"\x00\x01\x02\x03" * 50, "a.csv")
    assert "двоичные" in refusal("Фамилия\x00;Имя".encode("cp1251"), "a.csv")


def test_an_open_quote_is_named_with_its_row() -> None:
    text = "Тема;ДЗ\nБылины;1\n" + '"Сказки;2\n' + "Повести;3\n" * 60
    assert "после строки 2 не закрыта кавычка" in refusal(csv_bytes(text), "a.csv")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "пуст"),
        (b"  \r\n ", "пуст"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "картинка"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "веб-страница"),
        (b"<?xml version='1.0'?><Workbook/>", "веб-страница или XML"),
        (b"{\\rtf1 text}", "RTF"),
        (b"PK\x03\x04" + b"0" * 40, "не целиком"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "не читается"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "паролем"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_a_word_document_is_no_table() -> None:
    assert "документ Word" in refusal(word("Список"))


def test_a_file_cut_in_the_middle_is_told_so() -> None:
    data = xlsx(ROWS * 300)
    assert "не целиком" in refusal(data[: len(data) // 2])


def test_a_part_with_a_wrong_checksum_is_told_so() -> None:
    data = bytearray(xlsx(ROWS * 300))
    at = data.index(b"xl/worksheets/sheet1.xml") + 200
    data[at : at + 20] = b"\x00" * 20
    assert "повреждён" in refusal(bytes(data))


def test_a_workbook_with_nothing_in_it_is_told_so() -> None:
    assert "ни одной заполненной ячейки" in refusal(xlsx([]))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(xlsx(ROWS), "xl/worksheets/sheet1.xml", b"<a>" + b" " * (60 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert "слишком большим" in refusal(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(repacked(xlsx(ROWS), "xl/worksheets/sheet1.xml", b" " * (30 * 1024 * 1024)))
    size = (30 * 1024 * 1024).to_bytes(4, "little")
    assert data.count(size) >= 1
    assert "повреждён" in refusal(bytes(data).replace(size, (1000).to_bytes(4, "little")))


def test_thousands_of_parts_are_refused() -> None:
    out = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/media/{number}", b"")
    assert "слишком большим" in refusal(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entities_are_refused(encoding: str) -> None:
    evil = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    )
    assert "внешние сущности" in refusal(repacked(xlsx(ROWS), "xl/sharedStrings.xml", evil.encode(encoding)))
    assert "внешние сущности" in refusal(repacked(ods(ROWS), "content.xml", evil.encode(encoding)))


def test_too_many_rows_are_refused() -> None:
    rows = [[number, "Щукина"] for number in range(20_001)]
    assert "больше 20\u00a0000 заполненных строк" in refusal(xlsx(rows))
    assert "больше 20\u00a0000 заполненных строк" in refusal(csv_bytes("\n".join("1;Щукина" for _ in rows)), "a.csv")


def test_a_hundred_thousand_rows_are_refused() -> None:
    lines = "\n".join(f"{number};Щукина;Вера" for number in range(100_000))
    assert "заполненных строк" in refusal(csv_bytes(lines), "a.csv")


def test_an_ods_row_repeated_a_million_times_is_refused() -> None:
    data = ods([["Щукина", "Вера"]])
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml")
    many = content.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">')
    assert many != content
    assert "заполненных строк" in refusal(repacked(data, "content.xml", many))


def test_a_value_in_the_far_corner_is_refused_by_its_cell() -> None:
    data = xlsx(ROWS)
    part = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    far = part.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert "XFD1048576" in refusal(repacked(data, "xl/worksheets/sheet1.xml", far))


def test_a_file_over_twenty_megabytes_is_refused() -> None:
    assert "больше 20\u00a0МБ" in refusal(b"1;2\n" * (6 * 1024 * 1024), "a.csv")


def test_extents_written_by_libreoffice_as_rows_are_read() -> None:
    data = xlsx(ROWS)
    part = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    odd = part.replace(b'<dimension ref="A1:C3"', b'<dimension ref="1:3"')
    assert odd != part
    assert open_tables(repacked(data, "xl/worksheets/sheet1.xml", odd), "a.xlsx")[0].height == 3


def test_times_and_whole_numbers_read_as_people_see_them() -> None:
    sheet = Sheet("", [[clean_value(time(8, 30)), clean_value(0.5), clean_value(102.0), clean_value(date(2025, 9, 1))]])
    assert [sheet.text(0, column) for column in range(4)] == ["8:30", "0,5", "102", "01.09.2025"]


def test_text_without_a_mark_is_read_as_utf8_or_windows() -> None:
    assert decode_text("Ёлка — «да»".encode(), "a") == decode_text("Ёлка — «да»".encode("cp1251"), "a") == "Ёлка — «да»"
