"""Rooms and teachers as they are written in cells: «каб. 12», «308,313», «с/з», «Иванова И. И.»."""

import re

_Z = r"(?![А-Яа-яЁёA-Za-z])"
_HALL = (
    r"(?:[смба]\s?/\s?з(?:ал)?\.?"
    r"|[смб]\.\s?з\.?"
    r"|(?:больш[а-я]*|бол\.?|мал[а-я]*\.?|актов[а-я]*|акт\.?|спорт[а-я]*\.?|сп\.|хореогр[а-я]*\.?|гимн[а-я]*\.?|трен[а-я]*\.?)\s?зал[е]?"
    r"|мастерск[а-я]+|маст\.|библиотек[а-я]+|библ\.|бассейн[а-я]?|стадион[а-я]?|спорт[а-я.]*\s?площадк[а-я]+|каток|улица)"
)
# 205, 205а, 2-15, 3.12, 203-205, А-12
_NUM = r"(?:\d{1,4}(?:[-–.]\d{1,4})?[А-Яа-яЁёA-Za-z]?|[А-ЯA-Z]-?\d{1,4}[а-я]?)"
_PREFIX = r"(?:(?:каб(?:инет)?|ауд|пом)\s*\.?\s*№?|к\s*\.|к(?=\d)|№)\s*"

ROOM = (
    rf"(?P<room>[(\[]\s*(?:(?i:{_PREFIX}))?(?P<room1>{_NUM}|(?i:{_HALL}))\s*[)\]]"
    rf"|(?i:(?<![А-Яа-яЁёA-Za-z])(?:{_PREFIX})(?P<room2>{_NUM}|{_HALL})){_Z}"
    rf"|(?<![А-Яа-яЁёA-Za-z/.])(?P<room3>(?i:{_HALL})){_Z}"
    rf"|(?<![\w./,-])(?<!№)(?P<room4>{_NUM}){_Z}(?=\s*(?:$|[\s,;/|\\)*+]|\.(?:$|\s)))"
    rf"|(?<=[,/;])(?P<room5>{_NUM}){_Z}(?=\s*(?:$|[\s,;/|\\)*+]))"
    rf"|(?<=[а-яё.])(?P<room6>\d{{3,4}}){_Z}(?=\s*(?:$|[\s,;/|\\)*+])))"
)
ROOM_NAMES = ("room1", "room2", "room3", "room4", "room5", "room6")

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|[А-ЯЁ]{3,}"
_ONE_SURNAME = re.compile(
    r"^[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?:ова|ева|ёва|ина|ына|ов|ев|ёв|ин|ын|енко|чук|юк|ян|дзе|швили|ских|ых)$"
)
TEACHER = (
    rf"(?P<teacher>(?<![А-Яа-яЁё.])(?:[А-ЯЁ]\.[ ]?[А-ЯЁ]\.[ ]?(?:{_SURNAME})"
    # «Алгебра И. И. Иванов» is a subject and a person, not a person and a word more.
    rf"|(?:{_SURNAME})[ ][А-ЯЁ]\.(?:[ ]?[А-ЯЁ](?:\.|(?![А-Яа-яЁё.])))?(?![ ]?[А-ЯЁ]\.)"
    r"(?![ ]*[А-ЯЁ][а-яё]+(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ко|юк|ук|ич|ян)(?![а-яё])(?![ ]*[А-ЯЁ]\.))"
    r"|[А-ЯЁ][а-яё]+(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ий|ая|ко|юк|ук|ич|ян)[ ][А-ЯЁ][А-ЯЁ](?![А-Яа-яЁё.])"
    r"|[А-ЯЁ][а-яё]+[ ][А-ЯЁ][а-яё]+[ ][А-ЯЁ][а-яё]+(?:вич|вна|ична|инична|оглы|кызы)(?![а-яё])))"
)

_ROOM_RE = re.compile(ROOM)
_TEACHER_RE = re.compile(TEACHER)
_BETWEEN = re.compile(r"[\s,;/|\\*+()–—−-]*")
_STAR = re.compile(r"^[*?]+$")
_NOTHING = re.compile(
    r"^(?:[\s\-–—−_.*/\\=xхXХ×]*|\s*(?:нет(?:\s+уроков|\s+урока)?|окно|выходной(?:\s+день)?)\s*)$", re.IGNORECASE
)
_ROOM_SPLIT = re.compile(r"\s*[/,;|\\\n+]\s*")
_STRIP_PREFIX = re.compile(rf"^(?:{_PREFIX})(?=\S)", re.IGNORECASE)


def is_nothing(text: str) -> bool:
    """No lesson: «-», «—», «***», «x»; an empty cell too."""
    return bool(_NOTHING.match(text))


def is_room_text(text: str) -> bool:
    """The whole text is one or several rooms («412/326», «с/з», «*/405», «каб. 5»)."""
    if not re.search(r"\d|\*|[а-яё]", text, re.IGNORECASE):
        return False
    left = _ROOM_RE.sub(" ", text)
    return (left != text and bool(_BETWEEN.fullmatch(left))) or bool(_STAR.match(text.strip()))


def is_teacher_text(text: str) -> bool:
    """The whole text is one or several people («Иванова И. И.», «Иванова И.И./Петров П.П.»)."""
    left = _TEACHER_RE.sub(" ", text)
    return left != text and bool(_BETWEEN.fullmatch(left))


def is_surname(text: str) -> bool:
    """One capitalised word with a surname's ending; only trust it where a teacher is expected."""
    return bool(_ONE_SURNAME.match(text))


def split_rooms(text: str) -> list[str]:
    """Rooms of a room column in order; «» keeps the place of an unknown one («*», «-»)."""
    if not text or (_STRIP_PREFIX.sub("", text) == text and re.fullmatch(r"(?i)" + _HALL, text.strip())):
        return [" ".join(text.split())] if text else []
    guarded = re.sub(r"(?i)(?<![а-яё])([смба])\s?/\s?(?=з)", "\\1\0", text)
    rooms = [room.replace("\0", "/").strip(" .()[]") for room in _ROOM_SPLIT.split(guarded)]
    return ["" if is_nothing(room) or _STAR.match(room) else bare_room(room) for room in rooms]


def bare_room(room: str) -> str:
    """The room's own name without «каб.», «№»."""
    return " ".join(_STRIP_PREFIX.sub("", room).split())


def split_teachers(text: str) -> list[str]:
    """People of a teacher column in order."""
    found = [" ".join(match[0].split()) for match in _TEACHER_RE.finditer(text)]
    if found:
        return found
    return ["" if is_nothing(name) else " ".join(name.split()) for name in re.split(r"\s*[/,;\n]\s*", text) if name]


__all__ = [
    "ROOM",
    "ROOM_NAMES",
    "TEACHER",
    "bare_room",
    "is_nothing",
    "is_room_text",
    "is_surname",
    "is_teacher_text",
    "split_rooms",
    "split_teachers",
]
