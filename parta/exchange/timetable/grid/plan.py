"""What each column of a band holds: whose class, which day, subject or room or teacher, which group."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from parta.exchange.problems import Problem
from parta.exchange.timetable.grid.bands import Band, is_heading_text
from parta.exchange.timetable.grid.classes import ClassName, parse_class
from parta.exchange.timetable.grid.labels import Head, group_of, head_of, is_clock_text, lesson_number, week_of
from parta.exchange.timetable.grid.rooms import is_nothing, is_room_text, is_teacher_text
from parta.exchange.timetable.grid.sections import Label, Section
from parta.exchange.timetable.grid.view import GridView

T = TypeVar("T")


class Kind(Enum):
    """What the cells of a column are."""

    EMPTY = "empty"
    SUBJECT = "subject"
    ROOM = "room"
    TEACHER = "teacher"
    SKIPPED = "skipped"


@dataclass(slots=True)
class Slot:
    """Neighbouring columns read together: one subject column (or two that share a room column)."""

    subjects: list[int] = field(default_factory=list)
    rooms: list[int] = field(default_factory=list)
    teachers: list[int] = field(default_factory=list)
    group: str = ""
    week: str = ""


@dataclass(slots=True)
class Place:
    """All columns of one class on one day."""

    school_class: ClassName
    weekday: int
    shift: int
    slots: list[Slot] = field(default_factory=list)

    @property
    def columns(self) -> list[int]:
        return [column for slot in self.slots for column in (*slot.subjects, *slot.rooms, *slot.teachers)]


@dataclass(slots=True)
class Rules:
    """What is known for a whole band before its columns are looked at."""

    weekday: int | None
    school_class: ClassName | None
    shift: int
    class_row: int | None
    day_row: int | None
    shift_row: int | None = None


@dataclass(slots=True)
class Plan:
    """Places of the bands that share one heading; problems of the heading itself."""

    places: list[Place] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    orphans: list[int] = field(default_factory=list)
    """Columns with lessons whose class or day is unknown."""
    strange: set[int] = field(default_factory=set)
    """Columns under a heading that is not a class and not a day."""

    def be_second_shift(self) -> None:
        """The lessons begin in the afternoon, whatever the headings leave unsaid."""
        for place in self.places:
            place.shift = 2


Kinds = dict[tuple[int | None, int | None], dict[int, Kind]]


def plan_columns(view: GridView, section: Section, bands: list[Band], rules: Rules, kinds: Kinds) -> Plan:
    """Places of the columns for one band; bands: all that stand under the same headings.

    kinds remembers what the columns hold, by the rows of headings: it is costly and the same for all these bands.
    """
    planner = _Planner(view, section, bands, rules)
    key = rules.class_row, rules.day_row
    if key not in kinds:
        kinds[key] = planner.find_kinds()
    planner.kinds = kinds[key]
    return planner.plan()


class _Planner:
    def __init__(self, view: GridView, section: Section, bands: list[Band], rules: Rules) -> None:
        self.view, self.section, self.bands, self.rules = view, section, bands, rules
        self.result = Plan()
        self.columns = section.content_columns
        self.header_rows = self._header_rows()
        self.strange: set[int] = set()
        self.heading_of: dict[int, Label[ClassName]] = {}
        """The class heading that rules a column, when classes stand in a row above."""
        self.kinds: dict[int, Kind] = {}

    def find_kinds(self) -> dict[int, Kind]:
        return {column: self._kind(column) for column in self.columns}

    def plan(self) -> Plan:
        classes = self._owners(self.rules.class_row, self.section.class_rows, self.rules.school_class, "Класс")
        days = self._owners(self.rules.day_row, self.section.day_rows, self.rules.weekday, "День")
        self._note_headings(classes)
        shifts = self._owners(self.rules.shift_row, self.section.shift_rows, self.rules.shift, "Смена")
        self._find_strange_below()
        for column in sorted(self.strange):
            self._say_strange(column)
        self._fill_places(classes, days, shifts)
        self.result.strange = self.strange
        return self.result

    def _note_headings(self, classes: dict[int, ClassName]) -> None:
        labels = self.section.class_rows.get(self.rules.class_row, []) if self.rules.class_row is not None else []
        for column, school_class in classes.items():
            own = [label for label in labels if label.value == school_class and label.left <= column]
            if own:
                self.heading_of[column] = max(own, key=lambda label: label.left)

    def _header_rows(self) -> list[int]:
        """Rows from the highest heading used down to the first lesson, without rows of other lessons."""
        used = [row for row in (self.rules.class_row, self.rules.day_row) if row is not None]
        top = self.bands[0].top
        first = min(used) if used else max(top - 1, 0)
        return [row for row in range(first, top) if row not in self.section.item_rows]

    def _owners(self, row: int | None, rows: dict[int, list[Label[T]]], constant: T | None, what: str) -> dict[int, T]:
        """Value for each content column, from the row of headings or the same for all."""
        if row is None or row not in rows:
            return {} if constant is None else dict.fromkeys(self.columns, constant)
        labels = sorted(rows[row], key=lambda label: label.left)
        if len(labels) == 1 and self._rules_all(row):
            return dict.fromkeys(self.columns, labels[0].value)
        owners = self._spread(row, labels)
        return self._straightened(row, labels, owners, what)

    def _rules_all(self, row: int) -> bool:
        subjects = sum(kind is Kind.SUBJECT for kind in self.kinds.values())
        return subjects <= 1 or self.rules.day_row not in (None, row)

    def _spread(self, row: int, labels: list[Label[T]]) -> dict[int, T]:
        """A heading rules its own columns and the empty headings after it, up to the next one."""
        owners: dict[int, T] = {}
        by_column = {column: label for label in labels for column in range(label.left, label.right + 1)}
        current: Label[T] | None = None
        for column in range(self.section.lo, self.section.hi + 1):
            if column in by_column:
                current = by_column[column]
            elif not self._continues(row, column, current):
                current = None
            if current is not None and column in self.kinds:
                owners[column] = current.value
        return owners

    def _continues(self, row: int, column: int, current: Label[T] | None) -> bool:
        text = self.view.text(row, column)
        odd = head_of(text) in (Head.LABEL, Head.TIME) or lesson_number(text)
        if odd and self.kinds.get(column) is Kind.SUBJECT:
            self.strange.add(column)
            return False
        if text and not _says_nothing_of_owner(text):
            self.strange.add(column)
            return False
        beyond = current is not None and current.right > current.left and column > current.right
        return not (beyond and self.kinds.get(column) is Kind.SUBJECT)

    def _straightened(self, row: int, labels: list[Label[T]], owners: dict[int, T], what: str) -> dict[int, T]:
        """Headings a column off: when some heading has no lessons under it and the counts agree, match by order."""
        subjects = [
            column for column, kind in self.kinds.items() if kind is Kind.SUBJECT and column not in self.strange
        ]
        lost = [column for column in subjects if column not in owners]
        ruled = {owners[column] for column in subjects if column in owners}
        idle = [label for label in labels if label.value not in ruled]
        if not lost and not (idle and self._has_doubled(subjects, owners)):
            return owners
        if not subjects or len(subjects) % len(labels) or len({label.value for label in labels}) != len(labels):
            return owners
        share = len(subjects) // len(labels)
        starts = subjects[::share]
        cells = ", ".join(self.view.cell(row, label.left) for label in labels)
        self.result.problems.append(
            Problem(
                f"Лист «{self.view.name}», ячейки {cells}",
                f"{what} написан не над своим столбцом: заголовки сдвинуты. Столбцы разобраны по порядку заголовков; "
                "проверьте и поставьте заголовки над уроками.",
            )
        )
        matched: dict[int, T] = {}
        for column in self.columns:
            index = sum(start <= column for start in starts) - 1
            if index >= 0 and column not in self.strange:
                matched[column] = labels[index].value
        return matched

    def _find_strange_below(self) -> None:
        """«Предмет | Вид | Каб.» under a class: where columns have headings, an unknown one is not a group."""
        for row in self.header_rows:
            texts = {column: self.view.text(row, column) for column in self.columns if self.view.text(row, column)}
            if any(head_of(text) in (Head.SUBJECT, Head.ROOM, Head.TEACHER) for text in texts.values()):
                self.strange |= {column for column, text in texts.items() if not _says_nothing_of_owner(text)}

    @staticmethod
    def _has_doubled(subjects: list[int], owners: dict[int, T]) -> bool:
        counts: dict[object, int] = {}
        for column in subjects:
            if column in owners:
                counts[owners[column]] = counts.get(owners[column], 0) + 1
        return any(count > 1 for count in counts.values())

    def _say_strange(self, column: int) -> None:
        row = next((row for row in self.header_rows if self.view.own(row, column)), None)
        if row is None:
            return
        filled = self.kinds.get(column, Kind.EMPTY) is not Kind.EMPTY
        if not filled and len(self.view.own(row, column)) > 12:
            return  # A title of the sheet beside the headings.
        tail = "столбец под ним не разобран" if filled else "уроков под ним нет"
        self.result.problems.append(
            Problem(
                self.view.place(row, column),
                f"Заголовок «{self.view.own(row, column)}» не понят: это не класс и не день; {tail}.",
            )
        )

    def _kind(self, column: int) -> Kind:
        heads = [head for row in self.header_rows if (head := head_of(self.view.own(row, column)))]
        if Head.ROOM in heads:
            return Kind.ROOM
        if Head.TEACHER in heads:
            return Kind.TEACHER
        if Head.BREAK in heads or Head.TIME in heads:
            return Kind.SKIPPED
        return self._kind_by_content(column)

    def _kind_by_content(self, column: int) -> Kind:
        texts = [text for row in self._rows() if (text := self.view.own(row, column)) and not is_nothing(text)]
        stars = any(self.view.own(row, column).strip() == "*" for row in self._rows())
        if not texts:
            return Kind.ROOM if stars else self._kind_of_empty(column)
        tests: tuple[tuple[Kind, Callable[[str], bool]], ...] = (
            (Kind.SKIPPED, is_clock_text),
            (Kind.ROOM, is_room_text),
            (Kind.TEACHER, is_teacher_text),
        )
        for kind, test in tests:
            if sum(map(test, texts)) >= 0.6 * len(texts):
                return kind
        return Kind.SUBJECT

    def _kind_of_empty(self, column: int) -> Kind:
        """A column without its own texts may still lie under lessons merged over several classes."""
        covered = any(
            (text := self.view.text(row, column)) and not is_room_text(text) and not is_nothing(text)
            for row in self._rows()
        )
        headed = any(self.view.own(row, column) for row in self.header_rows)
        return Kind.SUBJECT if covered and headed else Kind.EMPTY

    def _rows(self) -> Iterable[int]:
        return (row for band in self.bands for item in band.items for row in range(item.top, item.bottom + 1))

    def _fill_places(self, classes: dict[int, ClassName], days: dict[int, int], shifts: dict[int, int]) -> None:
        places: dict[tuple[ClassName, int], Place] = {}
        headings: dict[tuple[ClassName, int], Label[ClassName]] = {}
        for column in self.columns:
            kind = self.kinds[column]
            if kind in (Kind.EMPTY, Kind.SKIPPED) or column in self.strange:
                continue
            if column not in classes or column not in days:
                if kind is Kind.SUBJECT:
                    self.result.orphans.append(column)
                continue
            key = classes[column], days[column]
            if self._is_doubled(key, column, headings):
                continue
            place = places.setdefault(key, Place(*key, shifts.get(column, self.rules.shift)))
            _put(place, kind, column, *self._marks(column))
        self.result.places = [place for place in places.values() if any(slot.subjects for slot in place.slots)]

    def _is_doubled(
        self, key: tuple[ClassName, int], column: int, headings: dict[tuple[ClassName, int], Label[ClassName]]
    ) -> bool:
        """Two headings with one name on one day: a slip of the pen, the second column is not read."""
        heading = self.heading_of.get(column)
        if heading is None or headings.setdefault(key, heading) == heading:
            return False
        first = self.view.cell(headings[key].top, headings[key].left)
        problem = Problem(
            self.view.place(heading.top, heading.left),
            f"Класс «{self.view.own(heading.top, heading.left)}» уже есть в ячейке {first}. "
            "Уроки второго столбца не взяты; исправьте название класса.",
            blocking=True,
        )
        if problem not in self.result.problems:
            self.result.problems.append(problem)
        self.strange.add(column)
        return True

    def _marks(self, column: int) -> tuple[str, str]:
        """Group and week written in the heading of the column itself."""
        texts = [self.view.text(row, column) for row in self.header_rows]
        group = next((name for text in texts if (name := group_of(text))), "")
        return group, next((week for text in texts if (week := week_of(text))), "")


def _says_nothing_of_owner(text: str) -> bool:
    if any(parse_class(part.strip()) for part in re.split(r"[,/+;]|\sи\s", text)) and not is_heading_text(text):
        return False  # «5А, 5Б» over one column is not understood, so it is told.
    tests: tuple[Callable[[str], object], ...] = (
        head_of,
        group_of,
        week_of,
        is_nothing,
        is_room_text,
        is_heading_text,
        lesson_number,
    )
    return any(test(text) for test in tests)


def _put(place: Place, kind: Kind, column: int, group: str, week: str) -> None:
    """Subject, subject, room: the room column is shared; subject, room, subject, room: each has its own."""
    last = place.slots[-1] if place.slots else None
    if kind is Kind.SUBJECT:
        if last is not None and not last.subjects:
            last.subjects.append(column)
            last.group, last.week = group, week
        else:
            place.slots.append(Slot([column], group=group, week=week))
        return
    if last is None:
        last = Slot()
        place.slots.append(last)
    bare = [slot for slot in place.slots if slot.subjects and not slot.rooms and not slot.teachers]
    if (
        kind is Kind.ROOM
        and not last.rooms
        and len(bare) > 1
        and last in bare
        and not any(slot.group or slot.week for slot in bare)
    ):
        _share(place, bare)
        last = place.slots[-1]
    (last.rooms if kind is Kind.ROOM else last.teachers).append(column)


def _share(place: Place, bare: list[Slot]) -> None:
    place.slots = [slot for slot in place.slots if slot not in bare]
    place.slots.append(Slot([column for slot in bare for column in slot.subjects]))


__all__ = ["Kind", "Kinds", "Place", "Plan", "Rules", "Slot", "plan_columns"]
