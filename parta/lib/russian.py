"""Russian words and names: plurals, search form, sorting with ё = е, short forms of a person's name."""

NBSP = "\u00a0"
_ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ORDER = {letter: f"{index:02d}" for index, letter in enumerate(_ALPHABET.replace("ё", ""), start=10)}
_ORDER["ё"] = _ORDER["е"]


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form of the word after a number: 1 пятёрка, 2 пятёрки, 5 пятёрок."""
    tail = abs(number) % 100
    if 11 <= tail <= 14:
        return many
    tail %= 10
    if tail == 1:
        return one
    return few if 2 <= tail <= 4 else many


def counted(number: int, one: str, few: str, many: str) -> str:
    """«27 учеников», with a no-break space."""
    return f"{number}{NBSP}{plural(number, one, few, many)}"


def search_form(text: str) -> str:
    """What is stored and searched on both databases: lower case, ё → е, single spaces."""
    return " ".join(text.casefold().replace("ё", "е").split())


def sort_key(text: str) -> str:
    """A key that sorts by the Russian alphabet in plain byte order on every database.

    Ё stands with Е; among equal names the one spelled with Е comes first. Foreign letters follow the Russian ones,
    digits come before letters, and numbers inside sort by value up to nine digits («9А» before «10А»).
    """
    folded = " ".join(text.casefold().split())
    tail = "1" if "ё" in folded else "0"
    return "".join(_key_parts(folded)) + "!" + tail


def _key_parts(folded: str) -> list[str]:
    parts: list[str] = []
    digits = ""
    for letter in [*folded, ""]:
        if letter.isascii() and letter.isdigit():
            digits += letter
            continue
        if digits:
            parts.append(f"#{int(digits):09d}")
            digits = ""
        if letter:
            parts.append(_letter_key(letter))
    return parts


def _letter_key(letter: str) -> str:
    if letter in _ORDER:
        return _ORDER[letter]
    if letter == " ":
        return "!"
    if letter.isalpha():
        return f"z{ord(letter):06x}"
    return f"%{ord(letter):06x}"


def full_name(last: str, first: str, middle: str) -> str:
    """«Ковалёв Даниил Сергеевич»; no stray space without a patronymic."""
    return " ".join(part for part in (last, first, middle) if part)


def list_name(last: str, first: str) -> str:
    """«Ковалёв Даниил», as in registers."""
    return " ".join(part for part in (last, first) if part)


def short_name(last: str, first: str, middle: str) -> str:
    """«Крылова Е. А.» with no-break spaces, as staff are named."""
    initials = [f"{part[0]}." for part in (first, middle) if part]
    return NBSP.join([last, *initials])


def ordinal_lesson(number: int) -> str:
    """«3‑й урок» with a no-break hyphen; 3, 13, 23 take «й», and so do all lesson numbers."""
    return f"{number}\u2011й урок"


def lower_first(text: str) -> str:
    """A name inside a sentence: «физическая культура», «основы безопасности и защиты Родины»; «ОБЗР» stays."""
    return text if text[:2].isupper() and text[1:2].isalpha() else text[:1].lower() + text[1:]


def decimal_comma(value: object) -> str:
    """«4,27»."""
    return str(value).replace(".", ",")
