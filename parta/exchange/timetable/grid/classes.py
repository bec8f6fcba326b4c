"""Class names as schools write them («5 А», «5"а"», «10-А (физ-мат)», «1 класс») and their one form «5А»."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from parta.exchange.timetable.grid.labels import LATIN_TWINS, group_of, plain, shift_of
from parta.exchange.timetable.grid.rooms import is_room_text, is_teacher_text

_QUOTES = "\"«»“”„'‘’`"
_WORD = re.compile(r"(?<![а-яё])кл(?:асс(?:ы|а|у)?)?(?![а-яё])\.?", re.IGNORECASE)
_CLASS = re.compile(
    rf"^(?P<grade>1[0-2]|[1-9])\s*[-–—.]?\s*[{_QUOTES}(]*\s*(?P<letter>(?![ЙЪЫЬйъыь])[A-Za-zА-Яа-яЁё])\s*[{_QUOTES})]*"
    r"(?![A-Za-zА-Яа-яЁё/.\d])(?P<rest>.*)$",
    re.DOTALL,
)
_SEVERAL_LETTERS = re.compile(
    rf"^(?P<grade>1[0-2]|[1-9])\s*[-–—]?\s*[{_QUOTES}(]*(?P<letter>[A-ZА-ЯЁ]{{2,4}}|[А-ЯЁ][а-яё]?[А-ЯЁ])[{_QUOTES})]*$"
    r"|^(?P<grade3>1[01])\s+(?P<letter3>(?!ур|гр|час|нед|янв|фев|мар|апр|мая|июн|сен|окт|ноя|дек|мин|чел)[а-яё]{3,4})$"
)
_GRADE_ONLY = re.compile(r"^(?P<grade>1[0-2]|[1-9])\s*[-–]?\s*(?:й|ый|е|ые|ий)?\s*$")
_ROMAN_GRADES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")
_ROMAN_TWINS = str.maketrans("ІХ", "IX")
_ROMAN = re.compile(
    rf"^(?P<grade>[IІ]{{1,3}}|[IІ]V|V[IІ]{{0,3}}|[IІ][XХ]|[XХ][IІ]?)(?:\s*[-–{_QUOTES}(]+\s*|\s+|(?=[А-ЯЁ]))"
    rf"(?P<letter>[А-ЯЁа-яё])[{_QUOTES})]*(?:\s*кл(?:асс|\.)?)?$"
)
_MAY_BEGIN = re.compile(r"[\dIVXІХ]|кл", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?P<grade>1[01]|[1-9])\s*[-–/.,]\s*(?P<letter>[1-9])$")
_IN_TITLE = re.compile(
    rf"(?<![\d.,/-])(?P<grade>1[0-2]|[1-9])\s*[-–]?\s*[{_QUOTES}(]*(?P<letter>[A-Za-zА-Яа-яЁё])[{_QUOTES})]*\s*кл(?:асс|\.)"
    rf"|класс[а-я]*\s*[:–-]?\s*[{_QUOTES}]*(?P<grade2>1[0-2]|[1-9])\s*[-–]?\s*[{_QUOTES}(]*(?P<letter2>[A-Za-zА-Яа-яЁё])"
    r"(?![A-Za-zА-Яа-яЁё])",
    re.IGNORECASE,
)
# «5А, 5Б», «1 и 2»: more than one class, or no class at all.
_MORE = re.compile(r"^[/+]|^(?:1[0-2]|[1-9])(?:\s*[-–]?\s*[«\"]?[А-Яа-яA-Za-z]\b|$)")
_BRACKETED = re.compile(r"^\s*\((?P<mark>[^()]{1,40})\)\s*$")


@dataclass(frozen=True, slots=True)
class ClassName:
    """One class: grade, capital letter («» when the grade has one class) and the mark in brackets («физ-мат», «г»)."""

    grade: int
    letter: str
    mark: str = ""
    latin: bool = False
    """The letter was typed in Latin, its Cyrillic twin is meant."""

    @property
    def key(self) -> tuple[int, str, str]:
        """What makes two spellings the same class."""
        return self.grade, self.letter, plain(self.mark)


def parse_class(text: str) -> ClassName | None:
    """The class a heading names; None when the cell is something else."""
    if not text or len(text) > 60 or (not _MAY_BEGIN.match(text)):
        return None
    roman = _ROMAN.match(text)
    if roman:
        return _named(_ROMAN_GRADES.index(roman["grade"].translate(_ROMAN_TWINS)) + 1, roman["letter"], "")
    bare = _WORD.sub(" ", text).strip(" \n:.,–-")
    match = _CLASS.match(bare)
    several = _SEVERAL_LETTERS.match(bare)
    if several:
        return _named(int(several["grade"] or several["grade3"]), several["letter"] or several["letter3"], "")
    if match:
        mark = _mark_of(match["rest"], capital=match["letter"].isupper())
        return None if mark is None else _named(int(match["grade"]), match["letter"], mark)
    grade = _GRADE_ONLY.match(bare)
    return ClassName(int(grade["grade"]), "") if grade and _WORD.search(text) else None


def parse_numbered_class(text: str) -> ClassName | None:
    """«7-1», «7.2»: classes told apart by a number. Only for a row where every heading looks so."""
    match = _NUMBERED.match(text.strip())
    return ClassName(int(match["grade"]), f"-{match['letter']}") if match else None


def class_in_title(text: str) -> ClassName | None:
    """The class named inside a longer title («Расписание уроков 5 «А» класса»)."""
    match = _IN_TITLE.search(text)
    if not match:
        return None
    return _named(int(match["grade"] or match["grade2"]), match["letter"] or match["letter2"], "")


def grade_in_title(text: str) -> int | None:
    """5 for a sheet called «5 классы», «5-е классы», «параллель 5»."""
    match = re.search(
        r"(?<!\d)(1[0-2]|[1-9])(?!\d)\s*-?\s*[а-я]{0,2}\s*(?:кл|паралл)|паралл\w*\s*(1[0-2]|[1-9])", plain(text)
    )
    return int(match[1] or match[2]) if match else None


def _named(grade: int, letter: str, mark: str) -> ClassName:
    cyrillic = letter.translate(LATIN_TWINS).upper()
    return ClassName(grade, cyrillic, mark, latin=cyrillic != letter.upper())


def _mark_of(rest: str, *, capital: bool) -> str | None:
    """What follows the name: «» for nothing worth keeping, the profile, or None when this is no class heading."""
    bracketed = _BRACKETED.match(rest)
    text = bracketed["mark"].strip() if bracketed else rest.strip(" \n,–-()")
    if _MORE.match(text):
        return None
    if not text or is_room_text(text) or is_teacher_text(text) or "рук" in text or shift_of(text) or group_of(text):
        return ""
    if bracketed:
        return "" if any(sign.isdigit() for sign in text) else text
    # Words without brackets are a profile only after a capital letter or on the next line («10 А физмат»):
    # «2 в неделю» is no class.
    if (capital or rest.startswith("\n")) and not text[0].isdigit() and len(text) <= 40:
        return text
    return None


def display_names(classes: Iterable[ClassName]) -> dict[tuple[int, str, str], str]:
    """Key of each class to its name: «7Б»; the mark stays when it is one or two letters or tells two classes apart."""
    marks: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    keys: dict[tuple[int, str, str], ClassName] = {}
    for one in classes:
        keys.setdefault(one.key, one)
        if one.mark:
            marks[one.grade, one.letter].setdefault(one.key[2], one.mark)
    names = {}
    for key, one in keys.items():
        kept = one.mark and (len(one.mark) <= 2 or len(marks[one.grade, one.letter]) > 1)
        names[key] = f"{one.grade}{one.letter}" + (f"({one.mark})" if kept else "")
    return names


__all__ = ["ClassName", "class_in_title", "display_names", "grade_in_title", "parse_class", "parse_numbered_class"]
