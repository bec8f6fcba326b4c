"""Bytes of a text file as text: finds the encoding and refuses text whose letters are damaged."""

import re

from parta.exchange.errors import UnreadableFile

_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_LETTER_WORD = re.compile(r"[А-Яа-яЁё]{3,}")
# «Ф» and «ё» of a UTF-8 file read as windows-1251: Р or С before a sign that never follows them in Russian.
_MOJIBAKE = re.compile("[РС][\u0402-\u045f\u00a0-\u00bf\u2018-\u203a\u20ac\u2122]")
_EXPECTED_SIGNS = frozenset("«»—–№…“”„’°·•\u00a0±×€§©®\u2212\u202f\u2009²³½¼")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode_text(data: bytes, file_name: str) -> str:
    """The text of a file in UTF-8, UTF-16 (with a byte order mark) or windows-1251, line ends as they are.

    Raises UnreadableFile with a Russian sentence when the file is empty, binary, or its letters are damaged.
    """
    if not data.strip():
        raise UnreadableFile(f"Файл «{file_name}» пуст. Проверьте, тот ли файл выбран.")
    text = _decoded(data, file_name)
    if _BINARY.search(text):
        raise UnreadableFile(
            f"В файле «{file_name}» не текст: внутри двоичные данные. "
            "Сохраните таблицу как XLSX или CSV и загрузите снова."
        )
    _refuse_damaged_letters(text, file_name)
    return text


def _decoded(data: bytes, file_name: str) -> str:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        # Russian letters before the first wrong byte: it is UTF-8 with damage, not windows-1251.
        if encoding or not data[: error.start].isascii():
            raise _unknown_encoding(data, error, file_name) from error
    try:
        return data.decode("cp1251")
    except UnicodeDecodeError as error:
        raise _unknown_encoding(data, error, file_name) from error


def _unknown_encoding(data: bytes, error: UnicodeDecodeError, file_name: str) -> UnreadableFile:
    line = data[: error.start].count(b"\n") + 1
    return UnreadableFile(
        f"Кодировка файла «{file_name}» не распознана (строка {line}). "
        "Сохраните его как «CSV UTF-8» или в кодировке windows-1251 и загрузите снова."
    )


def _refuse_damaged_letters(text: str, file_name: str) -> None:
    if _looks_damaged(text):
        raise UnreadableFile(
            f"Буквы в файле «{file_name}» испорчены: кодировка неизвестна или файл повреждён при пересылке. "
            "Сохраните его как «CSV UTF-8» или в кодировке windows-1251 и загрузите снова."
        )


def _looks_damaged(text: str) -> bool:
    """Tells Russian text from DOS (cp866), KOI8-R, Mac and twice-encoded text, and from letters lost as «?»."""
    foreign = [sign for sign in text if ord(sign) > 127]
    if not foreign:
        return text.count("?") > 20 and text.count("?") * 3 > len(text)
    usual = sum(sign in _EXPECTED_SIGNS or _is_plain_letter(sign) for sign in foreign)
    if usual < 0.95 * len(foreign):
        return True
    mojibake = len(_MOJIBAKE.findall(text))
    return mojibake * 5 > len(foreign) or _case_is_upside_down(text)


def _is_plain_letter(sign: str) -> bool:
    """A Russian letter, or a Latin one with an accent (foreign names); U+FFFD and the rest are not."""
    return "А" <= sign <= "я" or sign in "Ёё" or "\u00c0" <= sign <= "\u024f"


def _case_is_upside_down(text: str) -> bool:
    """KOI8-R read as windows-1251 gives Russian letters with small and capital ones exchanged: «жБНЙМЙС»."""
    words = _LETTER_WORD.findall(text)
    odd = sum(word[0].islower() and word[1:].isupper() for word in words)
    return bool(words) and odd * 4 > len(words)


__all__ = ["decode_text"]
