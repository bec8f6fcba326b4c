"""Reads an aSc Timetables export (XML, 2012 and the older 2008 shape) into a ParsedTimetable."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from parta.exchange.timetable.asc_lessons import (
    AscBook,
    AscLesson,
    class_ids_of,
    classes_title,
    open_asc_book,
    read_lesson,
    room_ids_of,
    teacher_ids_of,
)
from parta.exchange.timetable.asc_source import AscTables, Row, load_asc
from parta.exchange.timetable.asc_week import AscDays, Spot, read_days, read_spot, span_of, spans_of
from parta.exchange.timetable.findings import Findings, place_of
from parta.exchange.timetable.naming import grade_of, parse_time, small_number
from parta.exchange.timetable.parsed import ParsedBell, ParsedLesson, ParsedTimetable
from parta.lib.dates import WEEKDAYS


def read_asc(data: bytes, file_name: str) -> ParsedTimetable:
    """The timetable that the file's cards draw.

    `counts`: `lessons`, `cards`, `groups` and the sizes of the other tables as the file has them; `cards_by_class`
    (cards whose lesson names the class); `lessons_without_class`, `_teacher`, `_card` as numbers.
    Raises UnreadableFile with a Russian sentence when the file is no aSc export, is broken or is dangerous.
    """
    findings = Findings()
    tables = load_asc(data, file_name, findings)
    reader = _Reader(tables, open_asc_book(tables, findings), read_days(tables))
    reader.read()
    book = reader.book
    return ParsedTimetable(
        format="asc",
        classes=book.classes.listed(),
        class_grades=_grades(tables, book),
        teachers=book.teachers.listed(),
        subjects=book.subjects.listed(),
        rooms=book.rooms.listed(),
        bells=_bells(tables, findings),
        lessons=reader.lessons,
        doubtful_teachers=book.doubtful_teachers,
        counts=reader.counts(),
        problems=findings.problems(),
    )


@dataclass(slots=True)
class _Reader:
    tables: AscTables
    book: AscBook
    days: AscDays
    lessons: list[ParsedLesson] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    named: dict[str, AscLesson] = field(default_factory=dict)
    cards_by_class: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    spanning: bool = False

    def read(self) -> None:
        """Goes through lessons, then cards, then looks back at what got no place."""
        for number, row in enumerate(self.tables.table("lessons"), start=1):
            lesson_id = row.get("id", "").strip() or f"№ {number}"
            if lesson_id in self.rows:
                self.book.findings.add(f"урок № {number}", f"Код {lesson_id} уже занят другим уроком: прочитан первый.")
                continue
            self.rows[lesson_id], self.numbers[lesson_id] = row, number
            self.named[lesson_id] = read_lesson(self.book, row, number)
        cards = self.tables.table("cards")
        self.spanning = spans_of(self.rows, cards)
        for number, card in enumerate(cards, start=1):
            self._read_card(number, card)
        self._report_gaps()

    def _read_card(self, number: int, card: Row) -> None:
        lesson_id = card.get("lessonid", "").strip()
        lesson, row = self.named.get(lesson_id), self.rows.get(lesson_id, {})
        if lesson is None and (card.get("subjectid") or card.get("classids")):
            lesson, row = read_lesson(self.book, card, number), card
        if lesson is None:
            what = f"с кодом {lesson_id} нет в таблице lessons" if lesson_id else "не указан"
            self.book.findings.add(f"карточка № {number}", f"Урок карточки {what}: карточка пропущена.")
            return
        self.placed[lesson_id] += 1
        self.cards_by_class.update(lesson.classes)
        spot = read_spot(card, row, self.days, f"карточка № {number}, {lesson.title}", self.book.findings)
        if spot is None:
            return
        rooms = self._rooms(card, lesson, number)
        for step in range(span_of(row) if self.spanning else 1):
            self.lessons += [_placed(lesson, spot, weekday, step, rooms) for weekday in spot.weekdays]
        if any(weekday > len(WEEKDAYS) for weekday in spot.weekdays):
            self.book.findings.add(
                "таблица daysdefs",
                "В файле больше семи дней. Неделя в Парте из семи дней: задайте чередование неделями (weeks).",
                blocking=True,
            )

    def _rooms(self, card: Row, lesson: AscLesson, number: int) -> tuple[str, ...]:
        """The card's room; a lesson lists rooms that are allowed, so only a single one of them can stand for it."""
        if "classroomids" in card or "classroomid" in card:
            return self.book.names(self.book.rooms, room_ids_of(card), f"карточка № {number}", "Кабинета")
        return lesson.rooms if len(lesson.rooms) == 1 else ()

    def _report_gaps(self) -> None:
        findings = self.book.findings
        for lessons in self._by_classes(lambda _one, row: not class_ids_of(self.book, row)).values():
            findings.add("таблица lessons", f"Не указан класс, в расписание не попали уроки: {lessons}.")
        for who, lessons in self._by_classes(lambda _one, row: not teacher_ids_of(row)).items():
            findings.add(who, f"Не указан учитель у уроков: {lessons}. Назначьте его после импорта.")
        for who, lessons in self._by_classes(lambda one, _row: not self.placed[one]).items():
            findings.add(who, f"Есть в нагрузке, но не поставлены в сетку уроки: {lessons}.")
        busy = {name for lesson in self.lessons for name in lesson.classes}
        for name in self.book.classes.listed():
            if name not in busy:
                findings.add(name, "У класса нет ни одного урока в сетке.")

    def _by_classes(self, chosen: Callable[[str, Row], bool]) -> dict[str, str]:
        """Lessons of the file that are chosen, listed under their classes: «5А» → «№ 3 Физика; № 8 Химия»."""
        found: dict[str, list[str]] = {}
        for lesson_id, row in self.rows.items():
            if chosen(lesson_id, row):
                subject = self.book.subjects.find(row.get("subjectid", "").strip()) or "без предмета"
                label = f"№\u00a0{self.numbers[lesson_id]} {subject}"
                found.setdefault(classes_title(self.book, row), []).append(label)
        return {who: "; ".join(labels) for who, labels in found.items()}

    def counts(self) -> dict[str, object]:
        """Figures of the file, each a plain count of its rows."""
        sizes = {key: len(self.tables.table(table)) for key, table in _SIZES.items()}
        rows = list(self.tables.table("lessons"))
        return {
            **sizes,
            "cards_by_class": {name: self.cards_by_class[name] for name in self._class_names()},
            "lessons_without_class": sum(not class_ids_of(self.book, row) for row in rows),
            "lessons_without_teacher": sum(not teacher_ids_of(row) for row in rows),
            "lessons_without_card": sum(not self.placed[lesson_id] for lesson_id in self.rows),
        }

    def _class_names(self) -> list[str]:
        return [name for name in self.book.classes.listed() if self.cards_by_class[name]]


_SIZES = {
    "classes": "classes",
    "teachers": "teachers",
    "subjects": "subjects",
    "rooms": "classrooms",
    "bells": "periods",
    "lessons": "lessons",
    "cards": "cards",
    "groups": "groups",
}


def _placed(lesson: AscLesson, spot: Spot, weekday: int, step: int, rooms: tuple[str, ...]) -> ParsedLesson:
    number = spot.number + step
    return ParsedLesson(
        weekday=weekday,
        number=number,
        classes=lesson.classes,
        subject=lesson.subject,
        teachers=lesson.teachers,
        rooms=rooms,
        group=lesson.group(),
        week=spot.weeks,
        place=place_of(lesson.classes, weekday, number),
        class_groups=lesson.class_groups,
        term=spot.terms,
        subject_known=lesson.subject_known,
    )


def _bells(tables: AscTables, findings: Findings) -> list[ParsedBell]:
    bells: dict[int, ParsedBell] = {}
    for row in tables.table("periods"):
        label = row.get("period", "").strip() or row.get("short", "").strip()
        number = small_number(label)
        starts_at, ends_at = parse_time(row.get("starttime")), parse_time(row.get("endtime"))
        if number is None or starts_at is None or ends_at is None or starts_at >= ends_at:
            findings.add(f"таблица periods, урок {label}", "Время урока не понято: звонок не прочитан.")
        elif number in bells:
            findings.add(f"таблица periods, урок {number}", "Номер урока встречается дважды: прочитан первый.")
        else:
            bells[number] = ParsedBell(number, starts_at, ends_at)
    return [bells[number] for number in sorted(bells)]


def _grades(tables: AscTables, book: AscBook) -> dict[str, int]:
    grades: dict[str, int] = {}
    for row in tables.table("classes"):
        name = book.classes.find(row.get("id", "").strip()) or ""
        grade = grade_of(row.get("grade") or row.get("gradeid"), name)
        if grade is not None and name:
            grades.setdefault(name, grade)
    return grades


__all__ = ["read_asc"]
