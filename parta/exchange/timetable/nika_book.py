"""Tables of a NIKA file that give names to codes, and one entry of its timetable: subjects, teachers, rooms, groups.

Format: subjects `s`, teachers `t`, rooms `r` and groups `g` are parallel lists; an empty string in `s` means that the
group has no lesson; a value may also stand without a list.
"""

import re
from dataclasses import dataclass, field

from parta.exchange.timetable.findings import Findings
from parta.exchange.timetable.naming import (
    Directory,
    NameRow,
    check_subjects,
    clean,
    doubtful_people,
    read_directory,
)

_SURNAME_AND_INITIALS = re.compile(r"[^\W\d_]{2,}[\w\-]*\s+\S")
_TITLES = {
    "CLASSES": "таблица CLASSES (классы)",
    "TEACHERS": "таблица TEACHERS (учителя)",
    "SUBJECTS": "таблица SUBJECTS (предметы)",
    "ROOMS": "таблица ROOMS (кабинеты)",
    "CLASSGROUPS": "таблица CLASSGROUPS (группы)",
}


def as_table(value: object) -> dict[str, object]:
    """A JSON object with text keys; an empty list, as PHP writes an empty object, is an empty table."""
    if isinstance(value, dict):
        return {str(key): item for key, item in value.items()}
    return {str(index): item for index, item in enumerate(value)} if isinstance(value, list) else {}


def as_codes(value: object) -> list[str]:
    """Codes of a parallel list; a single value is a list of one, nothing is an empty list."""
    return [clean(item) for item in value] if isinstance(value, list) else [clean(value)] if clean(value) else []


@dataclass(slots=True)
class NikaBook:
    """The file's raw tables, its names by code, and what was found odd so far."""

    raw: dict[str, object]
    findings: Findings
    classes: Directory
    teachers: Directory
    subjects: Directory
    rooms: Directory
    groups: Directory
    doubtful_teachers: list[str] = field(default_factory=list)

    def class_name(self, code: str) -> str:
        """The class behind a code; an unknown code becomes the name and is reported once."""
        name = self.classes.find(code)
        if name is None:
            self.findings.add(
                self.classes.title, f"Класса с кодом {code} нет в таблице: вместо названия записан код. Проверьте его."
            )
            self.classes.put(code, code)
        return name if name is not None else code

    def group_name(self, code: str, place: str) -> str:
        """The group behind a code; an unknown code is kept in the name and reported."""
        name = self.groups.find(code)
        if name is None and code:
            name = f"Группа {code}"
            self.findings.add(place, f"Группы с кодом {code} нет в таблице CLASSGROUPS: записана как «{name}».")
        return name or ""

    def subject_name(self, code: str, place: str) -> tuple[str, bool]:
        """The subject behind a code and whether it is known; an unknown code stands for itself and is reported."""
        name = self.subjects.find(code)
        if name is None:
            self.findings.add(
                place,
                f"Предмета с кодом {code} нет в таблице SUBJECTS: урок отмечен, но предмет не назван. "
                "Добавьте предмет в «Нике» и выгрузите файл ещё раз.",
            )
        return (code, False) if name is None else (name, True)

    def people(self, codes: tuple[str, ...], place: str, *, names_too: bool = False) -> tuple[str, ...]:
        """Teachers behind codes. names_too: exchanges may carry a name instead of a code."""
        return self._all(self.teachers, codes, place, "Учителя", names_too)

    def places(self, codes: tuple[str, ...], place: str, *, names_too: bool = False) -> tuple[str, ...]:
        """Rooms behind codes. names_too: exchanges may carry a name instead of a code."""
        return self._all(self.rooms, codes, place, "Кабинета", names_too)

    def _all(
        self, directory: Directory, codes: tuple[str, ...], place: str, whose: str, names_too: bool
    ) -> tuple[str, ...]:
        names: list[str] = []
        for code in codes:
            name = directory.find(code)
            if name is None:
                name = self._unknown(directory, code, place, whose, names_too)
            if name and name not in names:
                names.append(name)
        return tuple(names)

    def _unknown(self, directory: Directory, code: str, place: str, whose: str, names_too: bool) -> str:
        pieces = [piece.strip() for piece in re.split(r"[,;|]", code)]
        table = directory.title.split()[1]
        if names_too and not code.isdigit():
            self.findings.add(place, f"{whose} «{code}» нет в таблице {table}: записано так, как стоит в замене.")
            return code
        hint = " Похоже на несколько кодов в одной строке." if len(pieces) > 1 else ""
        self.findings.add(place, f"{whose} с кодом {code} нет в таблице {table}: в уроке не записано.{hint}")
        return ""


def open_book(raw: dict[str, object]) -> NikaBook:
    """The book of a file; missing and odd tables are reported."""
    findings = Findings()
    for table, what in (("CLASSES", "названия классов"), ("SUBJECTS", "названия предметов"), ("TEACHERS", "учителя")):
        if not as_table(raw.get(table)):
            findings.add(f"таблица {table}", f"Таблицы {table} нет в файле или она пуста: {what} не прочитаны.")

    def directory(table: str, *, distinct: bool) -> Directory:
        rows = [NameRow(code, _name(value)) for code, value in as_table(raw.get(table)).items()]
        return read_directory(_TITLES[table], rows, findings, distinct=distinct)

    book = NikaBook(
        raw=raw,
        findings=findings,
        classes=directory("CLASSES", distinct=True),
        teachers=directory("TEACHERS", distinct=True),
        subjects=directory("SUBJECTS", distinct=False),
        rooms=directory("ROOMS", distinct=False),
        groups=directory("CLASSGROUPS", distinct=False),
    )
    check_subjects(book.subjects, findings)
    book.doubtful_teachers = doubtful_people(
        book.teachers, book.subjects, findings, looks_right=lambda name: bool(_SURNAME_AND_INITIALS.match(name))
    )
    return book


def _name(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("NAME") or "")
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Part:
    """What one group (or the whole class) has at a place; codes, not names. No subject: this group is free."""

    subject: str
    teachers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    group: str = ""
    group_title: str = ""


def entry_parts(entry: dict[str, object], place: str, findings: Findings) -> list[Part]:
    """The parts of one entry {s, t, r, g}: one for a whole class, one for each group of a split class."""
    subjects, teachers = as_codes(entry.get("s")), as_codes(entry.get("t"))
    rooms, groups = as_codes(entry.get("r")), as_codes(entry.get("g"))
    if len(subjects) == 1 and not isinstance(entry.get("s"), list):
        subjects *= max(1, len(groups))
    if max(len(subjects), len(groups)) <= 1:
        return [Part(_at(subjects, 0), _filled(teachers), _filled(rooms), _at(groups, 0))]
    _check_lengths({"s": subjects, "t": teachers, "r": rooms, "g": groups}, place, findings)
    parts = [
        Part(
            _at(subjects, index),
            _filled(teachers[index : index + 1]),
            _filled(rooms[index : index + 1]),
            _at(groups, index),
            "" if _at(groups, index) else f"Группа {index + 1}",
        )
        for index in range(max(len(subjects), len(groups)))
    ]
    return _together(parts)


def _check_lengths(columns: dict[str, list[str]], place: str, findings: Findings) -> None:
    count = max(len(columns["s"]), len(columns["g"]))
    if len(columns["g"]) < count or "" in columns["g"]:
        findings.add(place, "Урок разделён, а группы не названы: записаны как «Группа 1», «Группа 2». Проверьте их.")
    if len(columns["s"]) < count:
        findings.add(place, "Групп больше, чем предметов: у лишних групп урок не записан.")
    if len(columns["t"]) > count or len(columns["r"]) > count:
        findings.add(place, "Учителей или кабинетов больше, чем групп: чьи лишние, неясно, они не записаны.")


def _together(parts: list[Part]) -> list[Part]:
    """One group with one subject named twice is one lesson of two teachers."""
    joined: dict[tuple[str, str, str], Part] = {}
    for part in parts:
        key = (part.subject, part.group, part.group_title)
        seen = joined.get(key)
        if seen is None:
            joined[key] = part
        else:
            teachers = tuple(dict.fromkeys(seen.teachers + part.teachers))
            rooms = tuple(dict.fromkeys(seen.rooms + part.rooms))
            joined[key] = Part(part.subject, teachers, rooms, part.group, part.group_title)
    return list(joined.values())


def _at(items: list[str], index: int) -> str:
    return items[index] if index < len(items) else ""


def _filled(items: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in items if item))


__all__ = ["NikaBook", "Part", "as_codes", "as_table", "entry_parts", "open_book"]
