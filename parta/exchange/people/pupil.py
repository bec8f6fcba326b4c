"""One row of a class list read as a pupil."""

import re
from dataclasses import replace
from datetime import date

from parta.exchange.dates import day_of
from parta.exchange.headers import Header, cell_place, heading_form, row_place
from parta.exchange.people.columns import ROSTER, title_of
from parta.exchange.people.contacts import emails_in, guardians_in, phones_in, with_contacts
from parta.exchange.people.movement import movement_of_cell, movements
from parta.exchange.people.names import ReadName, read_full_name, read_name_parts
from parta.exchange.people.names import class_name as read_class
from parta.exchange.people.parsed import Movement, ParsedGuardian, ParsedRoster, ParsedStudent
from parta.exchange.people.rows import group_name
from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet

_MALE = frozenset({"м", "муж", "мужской", "мальчик", "m", "male", "юноша"})
_FEMALE = frozenset({"ж", "жен", "женский", "девочка", "f", "female", "девушка"})
_PERSON = re.compile(r"[А-ЯЁ][а-яё]+ [А-ЯЁ]")
_JOTTED = re.compile(r"прибы|выбы|зачисл|отчисл", re.IGNORECASE)
_NOTHING = frozenset({"", "-", "–", "—", "нет"})
# Nobody at school was born outside these years; a list's own median is the finer measure (checks).
_BIRTH_YEARS = range(1985, 2036)


class PupilRow:
    """The cells of one row under the headings of its list."""

    def __init__(self, sheet: Sheet, row: int, header: Header, roster: ParsedRoster) -> None:
        self.sheet = sheet
        self.row = row
        self.header = header
        self.roster = roster
        self.full_name = self._full_name()
        parts = [self.full_name, *(self._text(key) for key in ("last", "first", "middle"))]
        self.name_text = " ".join(part for part in parts if part)
        self.number_text = self._text("number")

    @staticmethod
    def place_of(sheet: Sheet, row: int) -> str:
        return row_place(sheet, row)

    def has_birth_date(self) -> bool:
        return self._day("birth") is not None

    def is_empty_number(self) -> bool:
        """Only the number in the list is written (and perhaps the class): the pupil is missing."""
        said = {key for column, key in self.header.keys.items() if self.sheet.raw(self.row, column) is not None}
        return "number" in said and not said - {"number", "class", "letter", "group"}

    def student(self, class_name: str, groups: tuple[tuple[str, str], ...]) -> ParsedStudent | None:
        """The pupil, or None after noting why the row is not one."""
        self._refuse_formulas()
        if not self.name_text:
            self._take_nameless()
            return None
        read = self._name()
        if read.error:
            self._problem(f"{read.error[:1].upper()}{read.error[1:]} и загрузите файл снова.", blocking=True)
        for remark in read.remarks:
            self._problem(f"{remark[:1].upper()}{remark[1:]}.")
        if not (read.name.last and read.name.first):
            return None
        joined, left, note = self._movements(read.note)
        return ParsedStudent(
            name=read.name,
            class_name=self._class_name() or class_name,
            place=row_place(self.sheet, self.row),
            birth_date=self._birth_date(),
            gender=self._gender(),
            file_number=self._text("file_number"),
            guardians=tuple(self._guardians()),
            groups=self._groups(groups),
            joined=joined,
            left=left,
            note=note,
        )

    def _text(self, key: str) -> str:
        column = self.header.column(key)
        if column is None or self.sheet.raw(self.row, column) is None:
            return ""
        return " ".join(self.sheet.text(self.row, column).split())

    def _full_name(self) -> str:
        """The name under «ФИО»; the heading may cover three columns of surname, name and patronymic, merged or not."""
        columns = self.header.columns("full")
        if not columns:
            return ""
        parts = [text for column in columns if (text := " ".join(self._cell(column).split()))]
        column = columns[-1] + 1
        while len(parts) in {1, 2} and len(parts[0].split()) == 1 and column not in self.header.headings:
            text = self._cell(column).strip()
            if not re.fullmatch(r"[А-ЯЁA-Z][\w’'-]+(?: (?:оглы|кызы))?", text):
                break
            parts.append(text)
            column += 1
        return " ".join(parts)

    def _day(self, key: str) -> date | None:
        column = self.header.column(key)
        return None if column is None else day_of(self.sheet.raw(self.row, column))

    def _problem(self, message: str, key: str = "", blocking: bool = False) -> None:
        column = self.header.column(key) if key else None
        place = row_place(self.sheet, self.row) if column is None else cell_place(self.sheet, self.row, column)
        self.roster.problems.append(Problem(place, message, blocking))

    def _refuse_formulas(self) -> None:
        for column, key in self.header.keys.items():
            if (self.row, column) in self.sheet.formulas and key not in {"number", ""}:
                message = f"В столбце «{title_of(ROSTER, key)}» формула. Замените её значением и загрузите файл снова."
                self.roster.problems.append(Problem(cell_place(self.sheet, self.row, column), message, blocking=True))

    def _take_nameless(self) -> None:
        """A row with only a parent belongs to the pupil above; any other row without a name is broken."""
        written = {key for column, key in self.header.keys.items() if self.sheet.raw(self.row, column) is not None}
        if not written:
            return
        if written <= {"guardian", "phone", "email"} and self.roster.students:
            last = self.roster.students[-1]
            more = with_contacts(self._named_guardians(), self._phones(), self._emails())
            self.roster.students[-1] = replace(last, guardians=(*last.guardians, *more))
            return
        self._problem("В строке нет фамилии и имени. Допишите их или удалите строку.", blocking=True)

    def _name(self) -> ReadName:
        if self.full_name:
            # A column of surnames may stand beside a full name; the full one says more.
            return read_full_name(self.full_name)
        last, first, middle = self._text("last"), self._text("first"), self._text("middle")
        if first and not middle and not self.header.has("middle") and len(first.split()) == 2:
            first, middle = first.split()
        return read_name_parts(last, first, middle)

    def _class_name(self) -> str:
        column = self.header.column("class")
        if column is None:
            return ""
        letter = self.header.column("letter")
        text = self.sheet.text(self.row, column) + (self.sheet.text(self.row, letter) if letter is not None else "")
        name = read_class(text)
        if text and not name:
            self._problem(f"Класс «{text}» не понят. Запишите его так: 5А.", "class", blocking=True)
        return name

    def _birth_date(self) -> date | None:
        text = self._text("birth")
        if text in _NOTHING:
            return None
        day = self._day("birth")
        if day is None:
            only_year = re.fullmatch(r"(19|20)\d{2}(?:\s*г\.?)?", text)
            said = "Указан только год рождения" if only_year else f"Дата рождения «{text}» не понята"
            self._problem(f"{said}. Запишите её так: 12.05.2014, и загрузите файл снова.", "birth", blocking=True)
        elif day.year not in _BIRTH_YEARS:
            self._problem(f"Год рождения {day.year} не похож на правду. Исправьте дату.", "birth", blocking=True)
            return None
        return day

    def _gender(self) -> str:
        text = self._text("gender").lower().strip(". ")
        if text in _MALE:
            return "м"
        if text in _FEMALE:
            return "ж"
        if text not in _NOTHING:
            self._problem(f"Пол «{text}» не понят. Запишите «м» или «ж».", "gender", blocking=True)
        return ""

    def _phones(self) -> list[str]:
        return [phone for column in self.header.columns("phone") for phone in phones_in(self._cell(column))]

    def _emails(self) -> list[str]:
        return [email for column in self.header.columns("email") for email in emails_in(self._cell(column))]

    def _cell(self, column: int) -> str:
        return self.sheet.text(self.row, column) if self.sheet.raw(self.row, column) is not None else ""

    def _named_guardians(self) -> list[ParsedGuardian]:
        found: list[ParsedGuardian] = []
        for column, text in self._guardian_texts():
            guardians, remarks = guardians_in(text, self.header.headings.get(column, ""))
            found += self._with_near_contacts(column, guardians)
            for remark in remarks:
                place = cell_place(self.sheet, self.row, column)
                self.roster.problems.append(Problem(place, f"Родитель: {remark}."))
        return found

    def _guardian_texts(self) -> list[tuple[int, str]]:
        """Texts with parents by column: a name may take three columns, «Мать, телефон» may hold one."""
        found: list[tuple[int, str]] = []
        for column in self.header.columns("guardian", "phone"):
            text, heading = self._cell(column), heading_form(self.header.headings.get(column, ""))
            if self.header.keys[column] == "phone" and not _PERSON.search(text):
                continue
            if found and re.match(r"имя|отчество", heading) and "фамилия" not in heading:
                found[-1] = (found[-1][0], f"{found[-1][1]} {text}".strip())
            else:
                found.append((column, text))
        return found

    def _with_near_contacts(self, column: int, guardians: list[ParsedGuardian]) -> list[ParsedGuardian]:
        """«Мать», «Телефон», «Отец», «Телефон»: each phone belongs to the parent before it."""
        columns = self.header.columns("guardian")
        if len(columns) < 2:
            return guardians
        following = next((other for other in columns if other > column), self.sheet.width)
        if following == column + 1 and following in columns:
            return guardians
        phones = [phone for near in self._near("phone", column, following) for phone in phones_in(self._cell(near))]
        emails = [email for near in self._near("email", column, following) for email in emails_in(self._cell(near))]
        return with_contacts(guardians, phones, emails)

    def _near(self, key: str, after: int, before: int) -> list[int]:
        return [column for column in self.header.columns(key) if after < column < before]

    def _guardians(self) -> list[ParsedGuardian]:
        guardians = self._named_guardians()
        given = {phone for guardian in guardians for phone in guardian.phone.split(", ")}
        mails = {guardian.email for guardian in guardians}
        phones = [phone for phone in self._phones() if phone not in given]
        return with_contacts(guardians, phones, [email for email in self._emails() if email not in mails])

    def _groups(self, inherited: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        found = dict(inherited)
        for column in self.header.columns("group"):
            text = self.sheet.text(self.row, column)
            if text not in _NOTHING:
                found[_group_subject(self.header.headings.get(column, ""))] = group_name(text)
        return tuple(found.items())

    def _movements(self, name_note: str) -> tuple[Movement | None, Movement | None, str]:
        columns = self.header.columns("note")
        notes = [" ".join(self._cell(column).split()) for column in columns] + [
            name_note,
            *self._notes_without_heading(),
        ]
        note = "; ".join(text for text in notes if text)
        joined, left = movements(note, self.roster.academic_year)
        joined = joined or self._movement_cell("joined")
        left = left or self._movement_cell("left")
        for movement, word in ((joined, "прибытия"), (left, "выбытия")):
            if movement and movement.day is None:
                self._problem(f"Нет даты {word}: «{movement.note}». Её можно вписать после загрузки.")
        return joined, left, note

    def _notes_without_heading(self) -> list[str]:
        """«выбыл 03.02.2026» jotted beside the table."""
        beside = (column for column in range(self.sheet.width) if column not in self.header.headings)
        return [text for column in beside if _JOTTED.match(text := " ".join(self._cell(column).split()))]

    def _movement_cell(self, key: str) -> Movement | None:
        column = self.header.column(key)
        return None if column is None else movement_of_cell(self.sheet.raw(self.row, column), self.roster.academic_year)


def _group_subject(heading: str) -> str:
    """«Группа (иностранный язык)» → «иностранный язык»."""
    return " ".join(re.sub(r"(?:под)?групп\w*|[()№:«»,]|\bпо\b", " ", heading, flags=re.IGNORECASE).split())


__all__ = ["PupilRow"]
