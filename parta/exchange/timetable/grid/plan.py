"""What each column of a band holds: whose class, which day, subject or room or teacher, which group."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from parta.exchange.problems import Problem
from parta.exchange.timetable.grid.bands import Band, is_heading_text
from parta.exchange.timetable.grid.classes import ClassName, parse_class
from parta.exchange.timetable.grid.kinds import ColumnJudge, Kind, Kinds
from parta.exchange.timetable.grid.labels import Head, group_of, head_of, lesson_number, week_of
from parta.exchange.timetable.grid.places import Place
from parta.exchange.timetable.grid.rooms import is_nothing, is_room_text
from parta.exchange.timetable.grid.sections import Label, Section
from parta.exchange.timetable.grid.view import GridView

T = TypeVar("T")


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
        self.by_order = False
        """Headings were a column off, so no heading stands over its own column."""
        self.first_headings: dict[tuple[ClassName, int], tuple[tuple[int, int], ...]] = {}
        self.judge = ColumnJudge(view, self._rows(), self.header_rows)
        self.kinds: dict[int, Kind] = {}

    def find_kinds(self) -> dict[int, Kind]:
        return {column: self.judge.kind(column) for column in self.columns}

    def plan(self) -> Plan:
        classes = self._owners(self.rules.class_row, self.section.class_rows, self.rules.school_class, "Класс")
        days = self._owners(self.rules.day_row, self.section.day_rows, self.rules.weekday, "День")
        shifts = self._owners(self.rules.shift_row, self.section.shift_rows, self.rules.shift, "Смена")
        self._find_strange_below()
        for column in sorted(self.strange):
            self._say_strange(column)
        self._fill_places(classes, days, shifts)
        self.result.strange = self.strange
        return self.result

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
        subject: int | None = None
        for column in range(self.section.lo, self.section.hi + 1):
            is_subject = self.kinds.get(column) is Kind.SUBJECT
            if column in by_column:
                subject = subject if current is by_column[column] else None
                current = by_column[column]
            elif not self._continues(row, column, current) or (is_subject and self._is_another_class(column, subject)):
                current = None
            if is_subject and subject is None:
                subject = column
            if current is not None and column in self.kinds:
                owners[column] = current.value
        return owners

    def _is_another_class(self, column: int, subject: int | None) -> bool:
        """Lessons under an empty heading beside lessons of a class: a group has a heading or is mostly empty."""
        if subject is None or (any(self._marks(column)) and any(self._marks(subject))):
            return False
        return self.judge.go_together(column, subject)

    def _continues(self, row: int, column: int, current: Label[T] | None) -> bool:
        text = self.view.text(row, column)
        odd = head_of(text) in (Head.LABEL, Head.TIME) or lesson_number(text)
        if (odd and self.kinds.get(column) is Kind.SUBJECT) or (text and not _says_nothing_of_owner(text)):
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
        if len(subjects) != len(labels) or len({label.value for label in labels}) != len(labels):
            return owners
        cells = ", ".join(self.view.cell(row, label.left) for label in labels)
        self.result.problems.append(
            Problem(
                f"Лист «{self.view.name}», ячейки {cells}",
                f"{what} написан не над своим столбцом: заголовки сдвинуты. Столбцы разобраны по порядку заголовков; "
                "проверьте и поставьте заголовки над уроками.",
            )
        )
        self.by_order = True
        matched: dict[int, T] = {}
        for column in self.columns:
            index = sum(subject <= column for subject in subjects) - 1
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

    def _rows(self) -> Iterable[int]:
        return (row for band in self.bands for item in band.items for row in range(item.top, item.bottom + 1))

    def _fill_places(self, classes: dict[int, ClassName], days: dict[int, int], shifts: dict[int, int]) -> None:
        places: dict[tuple[ClassName, int], Place] = {}
        for column in self.columns:
            kind = self.kinds[column]
            if kind in (Kind.EMPTY, Kind.SKIPPED) or column in self.strange:
                continue
            if column not in classes or column not in days:
                if kind is Kind.SUBJECT:
                    self.result.orphans.append(column)
                continue
            key = classes[column], days[column]
            if self._is_doubled(key, column):
                continue
            place = places.setdefault(key, Place(*key, shifts.get(column, self.rules.shift)))
            place.put(kind, column, *self._marks(column))
        self.result.places = [place for place in places.values() if any(slot.subjects for slot in place.slots)]

    def _headings(self, column: int) -> tuple[tuple[int, int], ...]:
        """Cells of the class and day headings that stand over the column, to tell one heading from its namesake."""
        cells = []
        pairs = ((self.rules.class_row, self.section.class_rows), (self.rules.day_row, self.section.day_rows))
        for row, rows in pairs:
            lefts = [label.left for label in (rows.get(row, []) if row is not None else []) if label.left <= column]
            if row is not None and lefts:
                cells.append((row, max(lefts)))
        return tuple(cells)

    def _is_doubled(self, key: tuple[ClassName, int], column: int) -> bool:
        """Two headings with one name: a slip of the pen, the second column is not read."""
        own = self._headings(column)
        first = self.first_headings.setdefault(key, own)
        if self.by_order or first == own or len(first) != len(own):
            return False
        here, there = next(pair for pair in zip(own, first, strict=True) if pair[0] != pair[1])
        problem = Problem(
            self.view.place(*here),
            f"«{self.view.own(*here)}» уже есть в ячейке {self.view.cell(*there)}. "
            "Уроки второго столбца не взяты; исправьте заголовок.",
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


__all__ = ["Plan", "Rules", "plan_columns"]
