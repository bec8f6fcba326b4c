"""Rows of a list that are not people: totals, class headings, subgroups, signatures; and how to say so."""

import re
from dataclasses import dataclass

from parta.exchange.dates import academic_year_in
from parta.exchange.headers import Header
from parta.exchange.people.names import class_in_title, looks_like_full_name
from parta.exchange.reading import Sheet

_TOTAL = re.compile(
    r"^(?:всего|итого|мальчик\w*|девоч\w*|юнош\w*|девуш\w*|количество|кол-во|из них|в том числе|на начало|на конец)\b",
    re.I,
)
_WHOLE = re.compile(r"^(?:всего|итого|количество (?:уч|обуч)\w*)\b(?!.*(?:мальч|девоч|юнош|девуш))", re.I)
_TEACHER = re.compile(r"(?:классн\w*\s+руководител\w*|кл\.?\s*рук\w*\.?)\s*[:–—-]?\s*(.*)", re.I | re.S)
_SIGNATURE = re.compile(
    r"^(?:директор|зам\.|заместитель|секретарь|дата|подпись|исполнитель|м\.\s?п\.|составил\w*|ответственн\w+|утвержд\w+|"
    r"приказ|завуч|согласовано|рассмотрено|список|классн\w*\s+руководител\w*|кл\.?\s*рук\w*|учебный год)\b|_{3,}",
    re.I,
)
_GROUP = re.compile(
    r"(?P<before>.*?)\b(?P<word>перв\w+|втор\w+|трет\w+|[1-4]|i{1,3})?\s*(?:-?\s*(?:ая|я)\b)?\s*(?:под)?групп[аы]?\b"
    r"\s*(?:№\s*)?(?P<number>[1-9]|i{1,3}\b)?(?P<after>.*)",
    re.I | re.S,
)
_ORDINALS = {"перв": "1", "втор": "2", "трет": "3", "i": "1", "ii": "2", "iii": "3"}
_MOVED = re.compile(r"^(?:(?P<left>выбы(?:ли|вшие))|(?P<joined>прибы(?:ли|вшие)))\b", re.I)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a row without a person tells: a class, a teacher, a year, a total, a subgroup, or nothing of use."""

    class_name: str = ""
    teacher: str = ""
    year: int | None = None
    total: int | None = None
    subject: str = ""
    group: str = ""
    moved: str = ""


def name_is_formula(sheet: Sheet, row: int, header: Header) -> bool:
    """Whether a formula stands where the name is written."""
    columns = header.columns("full", "last", "first")
    return any((row, column) in sheet.formulas for column in columns)


def row_heading(texts: list[str], name: str, number: str) -> Heading | None:
    """What a row says when it is no person; `name` and `number` are its texts in the columns of these keys.

    With something in the column of names only that text and the number decide: a class or a position elsewhere in the
    row belongs to a person.
    """
    if not name:
        return heading_of(texts)
    for told in (name, number):
        if told and not told.strip(" .)").isdigit() and heading_of([told]):
            return heading_of([told, *(text for text in texts if text != told)])
    return None


def heading_of(texts: list[str]) -> Heading | None:
    """What the row of these texts (left to right) says when it is no person; None when it may be one."""
    first = texts[0]
    if _TOTAL.match(first):
        return Heading(total=_total(texts) if _WHOLE.match(first) else None)
    moved = _MOVED.match(first)
    if moved:
        return Heading(moved="left" if moved["left"] else "joined")
    group = group_in(first) if len(texts) <= 2 else None
    if group:
        return Heading(subject=group[0], group=group[1])
    return _title(texts)


def _title(texts: list[str]) -> Heading | None:
    title = title_of_row(texts)
    if title.class_name and not looks_like_full_name(texts[0]) and not texts[0].strip(" .)").isdigit():
        return title
    return title if _SIGNATURE.search(texts[0]) or title.teacher else None


def title_of_row(texts: list[str]) -> Heading:
    """Class, class teacher and academic year named in a title row."""
    joined = " ".join(texts)
    teacher = _TEACHER.search(joined)
    name = teacher[1].rpartition(":")[2].strip(" _") if teacher else ""
    # Only the first text may be a bare «5А»; further ones have to say «класс», or any cell of a table would do.
    telling = [text for index, text in enumerate(texts) if not text.isdigit() and (index == 0 or "кл" in text.lower())]
    classes = [found for text in telling if (found := class_in_title(_before_teacher(text)))]
    return Heading(classes[0] if classes else "", name, academic_year_in(joined))


def _before_teacher(text: str) -> str:
    return _TEACHER.sub(" ", text)


def _total(texts: list[str]) -> int | None:
    found = re.search(r"\d+", " ".join(texts))
    return int(found[0]) if found else None


def group_in(text: str) -> tuple[str, str] | None:
    """(subject, group) of «Английский язык, 2 группа», «вторая подгруппа», «Группа № 1 (информатика)»."""
    found = _GROUP.fullmatch(" ".join(text.split())) if len(text) <= 90 else None
    if not found:
        return None
    name = group_name(found["word"] or found["number"] or "")
    # «Группа 1 (английский язык, Петрова А. В.)»: what follows the comma is the teacher.
    described = found["before"].strip(" ,.:(") or found["after"].strip(" ,.:(").partition(",")[0]
    subject = re.sub(r"[\s,:;()–—«»\"-]+", " ", described).strip(" .")
    return (subject, name or subject) if name or subject else None


def group_name(text: str) -> str:
    """«1», «1 группа», «первая», «I подгр.» → «1»; another name stays as it is."""
    text = " ".join(text.split())
    lower = text.lower()
    for start, number in _ORDINALS.items():
        if re.fullmatch(rf"{start}(?:[а-я]*)?(?:\s*(?:под)?гр\w*\.?)?", lower) and (len(start) > 3 or lower[0] == "i"):
            if start.startswith("i") and not re.match(rf"{start}\b", lower):
                continue
            return number
    found = re.fullmatch(r"([1-9])\s*(?:-?\s*(?:ая|я))?\s*(?:(?:под)?гр\w*\.?)?|(?:под)?гр\w*\.?\s*№?\s*([1-9])", lower)
    return (found[1] or found[2]) if found else text


__all__ = ["Heading", "group_name", "heading_of", "name_is_formula", "row_heading", "title_of_row"]
