"""Cuts the text of a lesson cell into words of known kinds: subject, room, teacher, group, week, separators."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from parta.exchange.timetable.grid.labels import EVEN_WEEK, ODD_WEEK, plain, week_of
from parta.exchange.timetable.grid.rooms import ROOM, ROOM_NAMES, TEACHER, bare_room, is_surname


class Kind(Enum):
    """What a piece of the cell is."""

    TEXT = "text"
    ROOM = "room"
    TEACHER = "teacher"
    GROUP = "group"
    WEEK = "week"
    SLASH = "slash"
    COMMA = "comma"
    LINE = "line"
    DASH = "dash"


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of the cell. marked: a room written as a room («каб. 5», «(5)», «с/з»), not a bare number;
    bracketed: only brackets mark it so."""

    kind: Kind
    value: str = ""
    marked: bool = False
    bracketed: bool = False


SEPARATORS = frozenset({Kind.SLASH, Kind.COMMA, Kind.LINE})

_NO_LETTER = r"(?![А-Яа-яЁёA-Za-z])"
_GROUP = (
    r"(?P<group>[(\[]?\s*(?<![А-Яа-яЁё\d])(?:(?i:(?P<g1>[1-4]|I{1,3})\s*[-–]?\s*(?:я|ая)?\s*(?:под)?гр(?:уппа|уп|\.)?"
    rf"|(?:под)?гр(?:уппа|\.)?\s*№?\s*(?P<g2>[1-4])){_NO_LETTER}(?!\d)|(?i:(?P<g3>мальчики|девочки|юноши|девушки)){_NO_LETTER}"
    r"|(?<=\()(?i:(?P<g4>мал\.?|дев\.?|юн\.?|м\.?|д\.?))(?=\)))\s*[)\]]?\s*[:.]?)"
)
_WEEK = (
    r"(?P<week>[(\[]\s*(?i:чис[а-я]*\.?|знам[а-я]*\.?|неч[её]т[а-я]*\.?|ч[её]т[а-я]*\.?|[12]\s*-?я?\s*нед[а-я]*\.?|[чзн])\s*[)\]]"
    rf"|(?<![А-Яа-яЁё])(?i:числитель|числ\.|знаменатель|знам\.|неч[её]тн[а-я]+(?:\s+нед[а-я]+\.?)?|нечет\.?|ч[её]тн[а-я]+(?:\s+нед[а-я]+\.?)?"
    rf"|[12]\s*-?(?:я|ая)?\s*нед(?:еля|\.)){_NO_LETTER})\s*[:–-]?"
)
_ATOM = re.compile(
    rf"{TEACHER}|{_GROUP}|{_WEEK}|{ROOM}"
    r"|(?P<word>(?<![А-Яа-яЁё])[А-Яа-яЁё]/[А-Яа-яЁё]{1,3}(?![А-Яа-яЁё]))"
    r"|(?P<star>(?<![^\s,/;|(])[*?](?![^\s,/;|)]))"
    r"|(?P<slash>\s*(?:/+|\\+|\|+|;)\s*)|(?P<line>\s*\n\s*)|(?P<comma>\s*,\s*)"
    r"|(?P<dash>(?<![^\s/,;|])[-–—−]+(?![^\s/,;|]))"
)
_LETTER = re.compile(r"[А-Яа-яЁёA-Za-z]")
_TRAILING_SURNAME = re.compile(r"^(?P<head>.*\S)\s+\(?(?P<name>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)\)?$")


def atoms_of(text: str) -> list[Atom]:
    """The pieces of one cell in order; numbers inside a subject's name («История 20 века») stay in the name."""
    pieces: list[Atom] = []
    position = 0
    for match in _ATOM.finditer(text):
        _add_text(pieces, text[position : match.start()])
        pieces.append(_atom(match))
        position = match.end()
    _add_text(pieces, text[position:])
    return _with_week_letters(_numbers_back_into_names(_with_bracketed_groups(pieces)))


def _atom(match: re.Match[str]) -> Atom:
    found = next(name for name in _MAKERS if match[name] is not None)
    return _MAKERS[found](match)


def _room(match: re.Match[str]) -> Atom:
    name = next(name for name in ROOM_NAMES if match[name] is not None)
    return Atom(
        Kind.ROOM,
        bare_room(match[name]),
        marked=name in ("room1", "room2", "room3"),
        bracketed=name == "room1" and match["room"].strip("([ ")[:1].isdigit(),
    )


def _group(match: re.Match[str]) -> Atom:
    name = next(str(match[key]) for key in ("g1", "g2", "g3", "g4") if match[key] is not None)
    return Atom(Kind.GROUP, {"I": "1", "II": "2", "III": "3"}.get(name.upper(), name.rstrip(".")))


def _week(match: re.Match[str]) -> Atom:
    word = match["week"].strip(" ()[]:–-")
    return Atom(Kind.WEEK, week_of(word) or week_of(word.rstrip(".") + ".") or _week_by_stem(word))


def _week_by_stem(word: str) -> str:
    low = plain(word)
    if low.startswith(("числ", "нечет", "1")):
        return ODD_WEEK
    return EVEN_WEEK if low.startswith(("знам", "чет", "2")) else low


_MAKERS: dict[str, Callable[[re.Match[str]], Atom]] = {
    "teacher": lambda match: Atom(Kind.TEACHER, " ".join(match["teacher"].split())),
    "group": _group,
    "week": _week,
    "room": _room,
    "word": lambda match: Atom(Kind.TEXT, match["word"]),
    "star": lambda _: Atom(Kind.ROOM, "", marked=True),
    "slash": lambda _: Atom(Kind.SLASH),
    "line": lambda _: Atom(Kind.LINE),
    "comma": lambda _: Atom(Kind.COMMA),
    "dash": lambda _: Atom(Kind.DASH),
}


def _add_text(pieces: list[Atom], text: str) -> None:
    cleaned = " ".join(text.split()).rstrip(" ;:([").lstrip(" ;:)]")
    number = cleaned.strip("-–—. ")
    if number.isdigit() and len(number) <= 4:
        pieces.append(Atom(Kind.ROOM, number))
    if not _LETTER.search(cleaned):
        return
    surname = _TRAILING_SURNAME.match(cleaned)
    if surname and is_surname(surname["name"]):
        pieces += [Atom(Kind.TEXT, surname["head"]), Atom(Kind.TEACHER, surname["name"])]
    elif is_surname(cleaned) and any(piece.kind is Kind.TEXT for piece in pieces):
        pieces.append(Atom(Kind.TEACHER, cleaned))
    else:
        pieces.append(Atom(Kind.TEXT, cleaned))


def _with_bracketed_groups(pieces: list[Atom]) -> list[Atom]:
    """«Англ (1) 12 / Инф (2) 14»: a small number in brackets is a group beside other rooms or such numbers."""
    small = [piece for piece in pieces if _may_be_group(piece)]
    others = [piece for piece in pieces if piece.kind is Kind.ROOM and piece.value and not _may_be_group(piece)]
    if not small or not (others or len({piece.value for piece in small}) > 1):
        return pieces
    return [Atom(Kind.GROUP, piece.value) if _may_be_group(piece) else piece for piece in pieces]


def _may_be_group(piece: Atom) -> bool:
    return piece.kind is Kind.ROOM and piece.bracketed and piece.value in ("1", "2", "3", "4")


def _numbers_back_into_names(pieces: list[Atom]) -> list[Atom]:
    """A bare number before a word belongs to the word, unless it has three digits: «2 иностранный», «205 Алгебра»."""
    result: list[Atom] = []
    for index, piece in enumerate(pieces):
        follower = pieces[index + 1] if index + 1 < len(pieces) else None
        is_word = _is_short_number(piece) and follower is not None and follower.kind is Kind.TEXT
        atom = Atom(Kind.TEXT, piece.value) if is_word else piece
        if result and atom.kind is Kind.TEXT and result[-1].kind is Kind.TEXT:
            result[-1] = Atom(Kind.TEXT, f"{result[-1].value} {atom.value}")
        else:
            result.append(atom)
    return result


def _is_short_number(piece: Atom) -> bool:
    return piece.kind is Kind.ROOM and not piece.marked and piece.value.isdigit() and len(piece.value) <= 2


def _with_week_letters(pieces: list[Atom]) -> list[Atom]:
    """«(ч)» is the numerator beside «(з)» and the even week beside «(н)»; alone it says nothing and stays a word."""
    letters = {piece.value for piece in pieces if piece.kind is Kind.WEEK}
    meaning = {"з": EVEN_WEEK, "н": ODD_WEEK}
    if "з" in letters:
        meaning["ч"] = ODD_WEEK
    elif "н" in letters:
        meaning["ч"] = EVEN_WEEK
    return [
        piece
        if piece.kind is not Kind.WEEK or piece.value in (ODD_WEEK, EVEN_WEEK)
        else Atom(Kind.WEEK, meaning[piece.value])
        if piece.value in meaning
        else Atom(Kind.TEXT, f"({piece.value})")
        for piece in pieces
    ]


__all__ = ["SEPARATORS", "Atom", "Kind", "atoms_of"]
