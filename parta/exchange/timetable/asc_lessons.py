"""Lessons of an aSc file: what is taught to whom by whom, with ids turned into names and groups told from classes."""

from dataclasses import dataclass

from parta.exchange.timetable.asc_source import AscTables, Row
from parta.exchange.timetable.asc_week import split_ids
from parta.exchange.timetable.findings import Findings, some_of
from parta.exchange.timetable.naming import Directory, NameRow, check_subjects, clean, doubtful_people, read_directory


@dataclass(frozen=True, slots=True)
class AscGroup:
    """A group of a class; whole: the group is the whole class («entireclass»), so it has no name of its own."""

    name: str
    class_id: str
    whole: bool


@dataclass(slots=True)
class AscBook:
    """Names of the file by id, and its groups."""

    findings: Findings
    classes: Directory
    teachers: Directory
    subjects: Directory
    rooms: Directory
    groups: dict[str, AscGroup]
    doubtful_teachers: list[str]

    def names(self, directory: Directory, ids: list[str], place: str, what: str) -> tuple[str, ...]:
        """Names behind ids; an unknown id is reported and left out."""
        found: dict[str, None] = {}
        for one in ids:
            name = directory.find(one)
            if name is None:
                self.findings.add(place, f"{what} с кодом {one} нет в файле ({directory.title}): в уроке не записано.")
            else:
                found[name] = None
        return tuple(found)


@dataclass(frozen=True, slots=True)
class AscLesson:
    """A lesson with names. class_groups stands beside classes («» = whole class); rooms are those allowed for it."""

    title: str
    classes: tuple[str, ...]
    class_groups: tuple[str, ...]
    subject: str
    subject_known: bool
    teachers: tuple[str, ...]
    rooms: tuple[str, ...]

    def group(self) -> str:
        """«» for whole classes; the group's name, with the class when groups of a joined lesson differ."""
        named = {group for group in self.class_groups if group}
        if len(named) == 1 and "" not in self.class_groups:
            return named.pop()
        pairs = zip(self.classes, self.class_groups, strict=True)
        return ", ".join(f"{group} ({name})" for name, group in pairs if group)


def open_asc_book(tables: AscTables, findings: Findings) -> AscBook:
    """Names and groups of the file; missing tables and odd names are reported."""
    for name, what in (("classes", "классы"), ("subjects", "предметы"), ("teachers", "учителя"), ("cards", "сетка")):
        if not tables.table(name):
            findings.add(f"таблица {name}", f"Таблицы {name} нет в файле или она пуста: {what} не прочитаны.")
    subjects = _directory(tables, "subjects", "предметы", findings, distinct=False)
    teachers = _directory(tables, "teachers", "учителя", findings, distinct=True)
    check_subjects(subjects, findings)
    return AscBook(
        findings=findings,
        classes=_directory(tables, "classes", "классы", findings, distinct=True),
        teachers=teachers,
        subjects=subjects,
        rooms=_directory(tables, "classrooms", "кабинеты", findings, distinct=False),
        groups=_groups(tables, findings),
        doubtful_teachers=doubtful_people(teachers, subjects, findings, looks_right=lambda _name: True),
    )


def _directory(tables: AscTables, table: str, what: str, findings: Findings, *, distinct: bool) -> Directory:
    title = f"таблица {table} ({what})"
    rows: dict[str, NameRow] = {}
    for row in tables.table(table):
        code = row.get("id", "").strip() or clean(row.get("short") or row.get("name"))
        name = row.get("name") or f"{row.get('lastname', '')} {row.get('firstname', '')}"
        if code in rows:
            findings.add(title, f"Код {code} стоит у двух строк: прочитана первая.")
        rows.setdefault(code, NameRow(code, name, row.get("short", "")))
    return read_directory(title, rows.values(), findings, distinct=distinct)


def _groups(tables: AscTables, findings: Findings) -> dict[str, AscGroup]:
    groups: dict[str, AscGroup] = {}
    for row in tables.table("groups"):
        # Exports without `entireclass` still give the whole class the division 0.
        whole = row.get("entireclass", "1" if row.get("divisiontag") == "0" else "0").strip() == "1"
        name = clean(row.get("name"))
        if not name and not whole:
            findings.add(f"таблица groups, код {row.get('id', '')}", "У группы нет названия: вместо него записан код.")
        groups[row.get("id", "").strip()] = AscGroup(
            name or row.get("id", "").strip(), row.get("classid", "").strip(), whole
        )
    return groups


def read_lesson(book: AscBook, row: Row, number: int) -> AscLesson:
    """The lesson of a row (or of a card that carries its lesson itself); what is missing in it is reported."""
    subject_id = row.get("subjectid", "").strip()
    subject = book.subjects.find(subject_id)
    class_ids, group_ids = class_ids_of(book, row), split_ids(row.get("groupids", ""))
    known = [one for one in class_ids if book.classes.find(one) is not None]
    title = lesson_title(book, row, number)
    if subject is None:
        why = f"предмета с кодом {subject_id} нет в файле" if subject_id else "предмет не указан"
        book.findings.add(title, f"У урока {why}: место занято, но предмет не назван.")
    book.names(book.classes, class_ids, title, "Класса")
    return AscLesson(
        title=title,
        classes=tuple(str(book.classes.find(one)) for one in known),
        class_groups=tuple(_group_of(book, one, group_ids, title) for one in known),
        subject=subject if subject is not None else subject_id,
        subject_known=subject is not None,
        teachers=book.names(book.teachers, teacher_ids_of(row), title, "Учителя"),
        rooms=book.names(book.rooms, room_ids_of(row), title, "Кабинета"),
    )


def _group_of(book: AscBook, class_id: str, group_ids: list[str], title: str) -> str:
    """The group of one class in a lesson: «» when a group is the whole class, or the lesson has none of its groups."""
    groups = [book.groups[one] for one in group_ids if one in book.groups]
    for one in group_ids:
        if one not in book.groups:
            book.findings.add(title, f"Группы с кодом {one} нет в таблице groups: записан весь класс.")
    own = [group for group in groups if group.class_id == class_id]
    if not own and groups:
        book.findings.add(title, "Среди групп урока нет группы одного из его классов: этот класс записан целиком.")
    if any(group.whole for group in own):
        return ""
    return " + ".join(group.name for group in own)


def class_ids_of(book: AscBook, row: Row) -> list[str]:
    """Classes of a lesson: as named, otherwise those of its groups."""
    named = split_ids(row.get("classids", "") or row.get("classid", ""))
    if named:
        return named
    groups = [book.groups[one] for one in split_ids(row.get("groupids", "")) if one in book.groups]
    return list(dict.fromkeys(group.class_id for group in groups if group.class_id))


def teacher_ids_of(row: Row) -> list[str]:
    """Teachers of a lesson; older exports name one in `teacherid`."""
    return split_ids(row.get("teacherids", "") or row.get("teacherid", ""))


def room_ids_of(row: Row) -> list[str]:
    """Rooms of a lesson or a card; older exports name one in `classroomid`."""
    return split_ids(row.get("classroomids", "") or row.get("classroomid", ""))


def lesson_title(book: AscBook, row: Row, number: int) -> str:
    """«урок № 7 (5А; 5Б: Математика)», so that its owner finds it without looking into XML."""
    what = book.subjects.find(row.get("subjectid", "").strip()) or "без предмета"
    return f"урок № {number} ({classes_title(book, row)}: {what})"


def classes_title(book: AscBook, row: Row) -> str:
    """«5А; 5Б», of many classes the first two."""
    names = [book.classes.find(one) or one for one in class_ids_of(book, row)]
    return some_of(names, "класс", "класса", "классов", most=2) or "без класса"


__all__ = [
    "AscBook",
    "AscGroup",
    "AscLesson",
    "class_ids_of",
    "classes_title",
    "lesson_title",
    "open_asc_book",
    "read_lesson",
    "room_ids_of",
    "teacher_ids_of",
]
