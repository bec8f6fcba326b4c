"""Names of people and classes as they are typed into lists, turned into parts in their usual case."""

import re
from dataclasses import dataclass

from parta.exchange.letters import as_cyrillic, is_all_lookalike, with_cyrillic_lookalikes
from parta.exchange.people.parsed import PersonName

_NUMBERING = re.compile(r"^\s*\d{1,3}\s*[.)]\s*")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_DASHES = re.compile(r"\s*[-‐‑–—]\s*")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ`-])*\.?")
# Words that belong to the patronymic before them and are written small.
_PATRONYMIC_TAILS = frozenset({"оглы", "оглу", "углы", "огли", "кызы", "гызы", "кизи", "уулу", "улы", "заде"})
_PARTICLES = frozenset({"де", "да", "ди", "дель", "фон", "ван", "эль", "аль", "ибн", "бен", "бин", "ла", "ле", "дер"})
_PATRONYMIC = re.compile(r"(?:ович|евич|ич|овна|евна|ична|инична|вна|шна)$", re.IGNORECASE)
_SURNAME = re.compile(
    r"(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ой|ый|ий|ая|ко|ук|юк|ик|ян|дзе|швили|ых|их)$",
    re.IGNORECASE,
)
_QUOTE = "[«»\"“”„‟']?"
_GRADE = r"(1[0-2]|[1-9])(?:\s*[-–]?\s*(?:й|го|х|е|м)(?=\s+кл))?"
_LETTER = rf"(?:\s*[-–—]?\s*{_QUOTE}\s*(?!кл)([А-ЯЁA-Z]{{1,3}}?)\s*{_QUOTE})?"
_CLASS = re.compile(
    rf"(?:класс\s*:?\s*)?{_GRADE}{_LETTER}(?:\s*[-./]\s*(\d))?(?:\s*кл(?:асс(?:а|ы|е)?)?\.?)?", re.IGNORECASE
)
_CLASS_BEFORE_WORD = re.compile(rf"(?<![\d/.,–-]){_GRADE}{_LETTER}\s*кл(?:асс(?:а|у|е|ы|ов)?)?\b", re.IGNORECASE)
_CLASS_AFTER_WORD = re.compile(
    rf"класс(?:а|у|е)?\s*[:–—-]?\s*{_GRADE}(?:\s*[-–]?\s*{_QUOTE}\s*([А-ЯЁA-Z])\s*{_QUOTE}(?![\w./]))?(?![\d/.])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name read from a cell: its parts, what stood in brackets or after it, and remarks in Russian for the owner."""

    name: PersonName
    note: str = ""
    remarks: tuple[str, ...] = ()
    error: str = ""


def read_full_name(text: str) -> ReadName:
    """«ИВАНОВА-ПЕТРОВА Анна, Сергеевна» → parts. Errors and doubtful splits are told, not hidden."""
    text, note = _without_note(_NUMBERING.sub("", text))
    text, remarks = _with_mended_letters(text)
    if re.search(r"\d", text):
        return ReadName(PersonName(text), note, error=f"в имени «{text}» стоит цифра. Исправьте имя")
    words = [_in_usual_case(word) for word in _words(text)]
    if not all(_WORD.fullmatch(word) for word in words):
        return ReadName(
            PersonName(text), note, error=f"имя «{text}» не понято. Оставьте в ячейке фамилию, имя и отчество"
        )
    if len(words) < 2:
        return ReadName(PersonName(" ".join(words)), note, error=f"в ячейке «{text}» нет имени. Впишите фамилию и имя")
    name, doubt = _split(words)
    if len(name.first) <= 2 and name.first.endswith("."):
        remarks.append(f"вместо имени инициалы: «{name.full()}»")
    return ReadName(name, note, tuple(remarks + ([doubt] if doubt else [])))


def read_name_parts(last: str, first: str, middle: str) -> ReadName:
    """Name from three columns (a dash or «нет» means no patronymic); a whole name in the first column is split."""
    middle = "" if middle.strip().lower() in {"-", "–", "—", "нет", "отсутствует", "б/о"} else middle
    if last and not first and not middle:
        return read_full_name(last)
    last, note = _without_note(_NUMBERING.sub("", last))
    parts: list[str] = []
    remarks: list[str] = []
    for text in (last, first, middle):
        mended, said = _with_mended_letters(text)
        remarks += said
        parts.append(" ".join(_in_usual_case(word) for word in _words(mended)) if mended else "")
        if re.search(r"\d", mended):
            return ReadName(
                PersonName(last, first, middle), note, error=f"в имени «{mended}» стоит цифра. Исправьте имя"
            )
    if not parts[0] or not parts[1]:
        missing = "фамилии" if not parts[0] else "имени"
        return ReadName(PersonName(*parts), note, error=f"нет {missing}: «{' '.join(filter(None, parts))}». Впишите")
    return ReadName(PersonName(*parts), note, tuple(remarks))


def _without_note(text: str) -> tuple[str, str]:
    """Text before «(…)», «выбыл…», «прибыл…» and the note itself."""
    notes = _BRACKETS.findall(text)
    text = _BRACKETS.sub(" ", text)
    moved = re.search(r"[\s,;–—-]*\b(прибы|выбы|зачисл|отчисл|перевед)\w*.*", text, re.IGNORECASE | re.DOTALL)
    if moved:
        notes.append(moved[0].strip(" ,;–—-"))
        text = text[: moved.start()]
    return " ".join(text.split()).strip(" ,;"), "; ".join(note.strip() for note in notes if note.strip())


def _with_mended_letters(text: str) -> tuple[str, list[str]]:
    mended = with_cyrillic_lookalikes(text)
    if _CYRILLIC.search(mended):
        # One wholly Latin word among Russian ones was typed on the wrong layout if every letter has a twin.
        words = [as_cyrillic(word) if len(word) > 2 and is_all_lookalike(word) else word for word in mended.split(" ")]
        mended = " ".join(words)
    if mended == text:
        return text, []
    return mended, [f"латинские буквы в имени заменены русскими: «{mended}»"]


def _words(text: str) -> list[str]:
    text = _DASHES.sub("-", re.sub(r"\.(?=\S)", ". ", text.replace(",", " ")))
    return text.split()


def _in_usual_case(word: str) -> str:
    """Words all in capital or all in small letters get a capital first letter in each hyphened part."""
    lower = word.lower()
    if lower in _PATRONYMIC_TAILS:
        return lower
    if not (word.isupper() or word.islower()) or (word.islower() and lower in _PARTICLES):
        return word
    return "-".join(part if part in _PATRONYMIC_TAILS else part[:1].upper() + part[1:] for part in lower.split("-"))


def is_patronymic(word: str) -> bool:
    """Whether a word looks like a patronymic («Сергеевна», «Ильич», «Гасан оглы»)."""
    last = re.split(r"[ -]", word)[-1].lower()
    return last in _PATRONYMIC_TAILS or (len(word) > 4 and bool(_PATRONYMIC.search(word)))


def _split(words: list[str]) -> tuple[PersonName, str]:
    """Words of a full name as parts, and a doubt in words when the split is not certain."""
    words, middle = _cut_patronymic(words)
    while len(words) > 2 and words[0].lower() in _PARTICLES:
        words = [f"{words[0]} {words[1]}", *words[2:]]
    if len(words) == 2:
        return PersonName(words[0], words[1], middle), ""
    if middle and _SURNAME.search(words[1]) and len(words) == 3:
        name = PersonName(" ".join(words[:2]), words[2], middle)
    else:
        name = PersonName(words[0], " ".join(words[1:]), middle)
    return name, f"имя разделено так: фамилия «{name.last}», имя «{name.first}», отчество «{middle or 'нет'}»"


def _cut_patronymic(words: list[str]) -> tuple[list[str], str]:
    if len(words) >= 3 and words[-1].lower() in _PATRONYMIC_TAILS:
        return words[:-2], " ".join(words[-2:])
    initials = len(words) == 3 and words[1].endswith(".") and words[2].endswith(".")
    if len(words) >= 3 and (is_patronymic(words[-1]) or initials):
        return words[:-1], words[-1]
    return words, ""


def looks_like_full_name(text: str) -> bool:
    """Two to four capitalised Russian words, no digits: good enough to recognise a column of names."""
    words = _words(_NUMBERING.sub("", _BRACKETS.sub(" ", text)))
    plain = all(_WORD.fullmatch(word) and word[0].isupper() for word in words)
    return plain and 2 <= len(words) <= 4 and bool(_CYRILLIC.search(text))


def fold(text: str) -> str:
    """Names compared without case and with ё = е."""
    return " ".join(text.lower().replace("ё", "е").split())


def class_name(text: str) -> str:
    """«5 «А» класс», «5-а», «5A» (Latin) → «5А»; «5 класс» → «5»; «10-1» stays; empty text when it is not a class."""
    found = _CLASS.fullmatch(text.strip(" ,;:."))
    if not found:
        return ""
    return found[1] + as_cyrillic((found[2] or "").upper()) + (f"-{found[3]}" if found[3] else "")


def class_in_title(text: str) -> str:
    """The class named inside a title: «Список учащихся 5 «А» класса» → «5А»; empty text when there is none."""
    text = re.sub(r"№\s*\d+", " ", text)  # the number of the school is no class
    found = _CLASS_BEFORE_WORD.search(text) or _CLASS_AFTER_WORD.search(text)
    if found:
        return found[1] + as_cyrillic((found[2] or "").upper())
    return class_name(text)


def class_sort_key(name: str) -> tuple[int, str]:
    """Classes in the order of grades, then letters."""
    digits = re.match(r"\d+", name)
    return (int(digits[0]) if digits else 99, fold(name))


__all__ = [
    "ReadName",
    "class_in_title",
    "class_name",
    "class_sort_key",
    "fold",
    "is_patronymic",
    "looks_like_full_name",
    "read_full_name",
    "read_name_parts",
]
