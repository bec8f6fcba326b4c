"""Reads staff lists: names, positions, subjects, classes and class teachers."""

import re
from collections import defaultdict
from dataclasses import replace

from parta.exchange.errors import UnreadableFile
from parta.exchange.headers import Header, cell_place, header_at, headings_seen, row_place
from parta.exchange.people.columns import NAMES, STAFF, title_of
from parta.exchange.people.contacts import emails_in, phones_in
from parta.exchange.people.guess import header_by_content
from parta.exchange.people.movement import movement_of_cell, movements
from parta.exchange.people.names import (
    ReadName,
    class_name,
    class_sort_key,
    fold,
    looks_like_full_name,
    read_full_name,
    read_name_parts,
)
from parta.exchange.people.parsed import Movement, ParsedStaff, ParsedStaffList
from parta.exchange.people.rows import name_is_formula, row_heading
from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet, open_tables

_NOTHING = frozenset({"", "-", "–", "—", "нет", "не имеет"})


def read_staff(data: bytes, file_name: str) -> ParsedStaffList:
    """Members of staff of an XLSX, ODS, XLS or CSV file (requirements §5 «Import with a dry run»).

    A person on several rows (a row a subject) becomes one. Raises UnreadableFile when there is no column of names.
    """
    sheets = [sheet for sheet in open_tables(data, file_name) if sheet.rows]
    parsed = ParsedStaffList(file_name)
    for sheet in sheets:
        if sheet.hidden:
            message = "Лист скрыт и не прочитан. Если он нужен, покажите его."
            parsed.problems.append(Problem(f"лист «{sheet.name}»", message))
        else:
            _SheetReader(sheet, parsed).read()
    if not parsed.staff and not any(problem.blocking for problem in parsed.problems):
        seen = headings_seen(sheets)
        found = f" Найдены заголовки: {seen}." if seen else ""
        raise UnreadableFile(
            f"В файле «{file_name}» нет столбца с именами сотрудников.{found} "
            "Добавьте столбец «ФИО» или столбцы «Фамилия», «Имя», «Отчество» и загрузите файл снова."
        )
    _join_repeated(parsed)
    parsed.problems += [*_shared_homerooms(parsed.staff), *_near_namesakes(parsed.staff)]
    return parsed


class _SheetReader:
    """Walks one sheet; rows that are no people (sections, totals, signatures) are passed over."""

    def __init__(self, sheet: Sheet, parsed: ParsedStaffList) -> None:
        self.sheet = sheet
        self.parsed = parsed
        self.header: Header | None = None
        self.empty_numbers: list[int] = []

    def read(self) -> None:
        row = 0
        while row < self.sheet.height:
            header = header_at(self.sheet, row, STAFF, NAMES, repeated=self.header is not None)
            if header:
                self._begin(header)
                row = header.bottom
            elif self.header:
                self._take(row, self.header)
            row += 1
        if not self.header:
            self._read_without_header()
        self._say_empty_numbers()

    def _begin(self, header: Header) -> None:
        self.header = header
        for column, heading in header.headings.items():
            self.parsed.columns.setdefault(heading, title_of(STAFF, header.keys.get(column, "")))

    def _read_without_header(self) -> None:
        header = header_by_content(self.sheet)
        if header is None:
            return
        message = "Заголовков нет. Что в каком столбце, определено по содержимому: проверьте первые строки."
        self.parsed.problems.append(Problem(f"лист «{self.sheet.name}»" if self.sheet.name else "файл", message))
        self._begin(header)
        for row in range(self.sheet.height):
            self._take(row, header)

    def _take(self, row: int, header: Header) -> None:
        texts = {column: text for column in range(self.sheet.width) if (text := self._text(row, column))}
        name = " ".join(self._by_key(row, key) for key in ("full", "last", "first", "middle")).strip()
        keys = {header.keys.get(column, "") for column in texts}
        goes_on = not name and bool(keys) and keys <= {"subjects", "load", "homeroom"}
        if not name and name_is_formula(self.sheet, row, header):
            self._refuse_formulas(row, header)
            return
        if not texts or (not goes_on and self._is_heading(list(texts.values()), name, self._by_key(row, "number"))):
            return
        self._refuse_formulas(row, header)
        if name:
            self._take_person(row, header)
        else:
            self._take_nameless(row, keys)

    def _is_heading(self, texts: list[str], name: str, number: str) -> bool:
        if row_heading(texts, name, number):
            return True
        return len(texts) == 1 and not texts[0].isdigit() and not looks_like_full_name(name)

    def _take_person(self, row: int, header: Header) -> None:
        read = self._name(row)
        if read.error:
            self._problem(row, f"{read.error[:1].upper()}{read.error[1:]} и загрузите файл снова.", True)
            return
        for remark in read.remarks:
            self._problem(row, f"{remark[:1].upper()}{remark[1:]}.")
        note = "; ".join(text for text in (self._by_key(row, "note"), read.note) if text)
        joined, left = movements(note, None)
        person = ParsedStaff(
            name=read.name,
            place=row_place(self.sheet, row),
            position=self._by_key(row, "position"),
            subjects=_subjects(self._by_key(row, "subjects", lines=True)),
            load=self._by_key(row, "load"),
            homeroom=self._homeroom(row),
            email=next(iter(emails_in(self._by_key(row, "email"))), ""),
            phone=", ".join(phones_in(self._by_key(row, "phone"))),
            joined=joined or self._movement(row, header, "joined"),
            left=left or self._movement(row, header, "left"),
            note=note,
        )
        self.parsed.staff.append(person)

    def _movement(self, row: int, header: Header, key: str) -> Movement | None:
        column = header.column(key)
        return None if column is None else movement_of_cell(self.sheet.raw(row, column), None)

    def _take_nameless(self, row: int, keys: set[str]) -> None:
        """A row of subjects without a name goes on with the person above; a bare number is a lost person."""
        if keys <= {"number", ""}:
            if "number" in keys:
                self.empty_numbers.append(row)
        elif "number" not in keys and keys <= {"subjects", "load", "homeroom", ""} and self.parsed.staff:
            last = self.parsed.staff[-1]
            more = _subjects(self._by_key(row, "subjects", lines=True))
            load = "; ".join(text for text in (last.load, self._by_key(row, "load")) if text)
            merged = replace(last, subjects=tuple(dict.fromkeys((*last.subjects, *more))), load=load)
            self.parsed.staff[-1] = replace(
                merged, homeroom=tuple(dict.fromkeys((*last.homeroom, *self._homeroom(row))))
            )
        else:
            self._problem(row, "В строке нет фамилии и имени. Допишите их или удалите строку.", True)

    def _name(self, row: int) -> ReadName:
        full = self._by_key(row, "full")
        if full:
            return read_full_name(full)
        last, first, middle = (self._by_key(row, key) for key in ("last", "first", "middle"))
        if first and not middle and len(first.split()) == 2:
            first, middle = first.split()
        return read_name_parts(last, first, middle)

    def _homeroom(self, row: int) -> tuple[str, ...]:
        text = self._by_key(row, "homeroom")
        if text.lower() in _NOTHING:
            return ()
        pieces = [piece for piece in re.split(r"[,;/\n]|\s+и\s+", text) if piece.strip()]
        names = [class_name(piece) for piece in pieces]
        if not all(names):
            message = f"Класс «{text}» не понят. Запишите его так: 5А."
            self._problem(row, message, True)
        return tuple(name for name in names if name)

    def _text(self, row: int, column: int) -> str:
        return self.sheet.text(row, column) if self.sheet.raw(row, column) is not None else ""

    def _by_key(self, row: int, key: str, lines: bool = False) -> str:
        if self.header is None:
            return ""
        texts = [self._text(row, column) for column in self.header.columns(key)]
        joined = ("\n" if lines else "; ").join(text for text in texts if text)
        return joined if lines else " ".join(joined.split())

    def _refuse_formulas(self, row: int, header: Header) -> None:
        for column, key in header.keys.items():
            if (row, column) in self.sheet.formulas and key not in {"number", ""}:
                message = f"В столбце «{title_of(STAFF, key)}» формула. Замените её значением и загрузите файл снова."
                self.parsed.problems.append(Problem(cell_place(self.sheet, row, column), message, blocking=True))

    def _say_empty_numbers(self) -> None:
        for row in self.empty_numbers:
            self._problem(row, "Стоит номер, а имени нет. Допишите сотрудника или удалите строку.", True)

    def _problem(self, row: int, message: str, blocking: bool = False) -> None:
        self.parsed.problems.append(Problem(row_place(self.sheet, row), message, blocking))


def _subjects(text: str) -> tuple[str, ...]:
    """«Русский язык, литература» → two subjects with capital letters; commas inside brackets do not divide."""
    pieces = re.split(r"[,;\n/](?![^()]*\))", text)
    names = [" ".join(piece.split()).strip(" .") for piece in pieces]
    return tuple(dict.fromkeys(name[:1].upper() + name[1:] for name in names if name.lower() not in _NOTHING))


def _join_repeated(parsed: ParsedStaffList) -> None:
    """One person on several rows: subjects, load and classes are put together, and the owner is told."""
    known: dict[str, int] = {}
    people: list[ParsedStaff] = []
    for person in parsed.staff:
        name = person.name.full()
        index = known.get(name)
        if index is None or not person.name.first or _other_email(people[index], person):
            known.setdefault(name, len(people))
            people.append(person)
            continue
        message = f"«{name}» уже есть: {people[index].place}. Принято за одного человека, предметы объединены."
        parsed.problems.append(Problem(person.place, message))
        people[index] = _joined(people[index], person)
    parsed.staff = people


def _other_email(one: ParsedStaff, two: ParsedStaff) -> bool:
    return bool(one.email and two.email and one.email != two.email)


def _joined(one: ParsedStaff, two: ParsedStaff) -> ParsedStaff:
    return replace(
        one,
        subjects=tuple(dict.fromkeys((*one.subjects, *two.subjects))),
        homeroom=tuple(dict.fromkeys((*one.homeroom, *two.homeroom))),
        load="; ".join(text for text in (one.load, two.load) if text),
        position=one.position or two.position,
        email=one.email or two.email,
        phone=one.phone or two.phone,
    )


def _shared_homerooms(staff: list[ParsedStaff]) -> list[Problem]:
    teachers: dict[str, list[ParsedStaff]] = defaultdict(list)
    for person in staff:
        for name in person.homeroom:
            teachers[name].append(person)
    return [
        Problem(
            teachers[name][-1].place,
            f"Класс {name} записан у нескольких: {', '.join(person.name.full() for person in teachers[name])}. "
            "Проверьте, кто классный руководитель.",
        )
        for name in sorted(teachers, key=class_sort_key)
        if len(teachers[name]) > 1
    ]


def _near_namesakes(staff: list[ParsedStaff]) -> list[Problem]:
    first_of: dict[str, ParsedStaff] = {}
    problems: list[Problem] = []
    for person in staff:
        other = first_of.setdefault(fold(person.name.full()), person)
        if other is not person:
            message = (
                f"Почти одно имя: «{other.name.full()}» ({other.place}) и «{person.name.full()}». Это два человека?"
            )
            problems.append(Problem(person.place, message))
    return problems


__all__ = ["read_staff"]
