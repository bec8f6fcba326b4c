"""Reads one sheet into lessons: finds its bands, plans their columns, reads each cell, and lists what was left over."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import time

from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet
from parta.exchange.timetable.grid.bands import Band, Item, NumberColumn, bell_times, number_columns
from parta.exchange.timetable.grid.cells import (
    CellReading,
    Entry,
    Part,
    add_columns,
    numbered_lines,
    parts_of,
    read_cell,
)
from parta.exchange.timetable.grid.classes import ClassName, parse_class
from parta.exchange.timetable.grid.kinds import Kinds
from parta.exchange.timetable.grid.labels import weekday
from parta.exchange.timetable.grid.leftovers import Leftovers
from parta.exchange.timetable.grid.numbering import number_problems
from parta.exchange.timetable.grid.picking import LessonCell, Picker
from parta.exchange.timetable.grid.places import Place
from parta.exchange.timetable.grid.plan import Plan, plan_columns
from parta.exchange.timetable.grid.presumed import presumed_columns
from parta.exchange.timetable.grid.rooms import is_nothing, is_teacher_text
from parta.exchange.timetable.grid.rules import BandRules, rules_of
from parta.exchange.timetable.grid.sections import Section, hints_of, sections_of
from parta.exchange.timetable.grid.view import GridView

AFTERNOON = time(12, 30)
"""A day whose first lesson begins after this is a second shift."""


@dataclass(slots=True)
class Found:
    """One lesson as it was met in the file."""

    sheet: str
    cell: str
    classes: list[ClassName]
    weekday: int
    number: int
    shift: int
    part: Part
    block: tuple[int, int]
    """Column of lesson numbers and top row of the lesson: lessons of one place come from one block."""

    @property
    def place(self) -> str:
        return f"Лист «{self.sheet}», ячейка {self.cell}" if self.sheet else f"Ячейка {self.cell}"


@dataclass(slots=True)
class SheetReading:
    """All that one sheet gave."""

    name: str
    lessons: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headed: list[ClassName] = field(default_factory=list)
    """Classes named in headings, with or without lessons."""
    bells: dict[tuple[int, int], tuple[time, time]] = field(default_factory=dict)
    """(shift, lesson number) to start and end."""
    other_bells: set[tuple[int, tuple[time, time]]] = field(default_factory=set)
    """Times that differ from `bells` and have been told."""
    hidden: bool = False
    was_counted: bool = False
    """Some lesson number is not in the file but comes from the order of the rows."""
    has_days: bool = False
    has_classes: bool = False
    is_for_teachers: bool = False
    """Rows of people and cells of classes: the same timetable seen from the other side."""


def read_sheet(sheet: Sheet) -> SheetReading:
    """Lessons and problems of a sheet; no lessons when it is not a timetable.

    A sheet whose lesson numbers go across is read turned on its side; where both ways seem possible (classes named
    «5», «6», «7» look like lesson numbers too), the one that gives lessons is taken.
    """
    first: SheetReading | None = None
    for view, columns in _possible_views(sheet):
        reading = _read_view(view, columns)
        if reading.lessons:
            return reading
        first = first or reading
    return first or SheetReading(sheet.name)


def _possible_views(sheet: Sheet) -> Iterator[tuple[GridView, list[NumberColumn]]]:
    """Upright or turned, the one with more lesson numbers first; last, the lessons counted by their order."""
    upright, turned = GridView(sheet), GridView(sheet, turned=True)
    found = [(view, number_columns(view)) for view in (upright, turned)]
    found.sort(key=lambda one: -sum(column.weight for column in one[1]))
    yield from ((view, columns) for view, columns in found if columns)
    yield upright, presumed_columns(upright)


def _read_view(view: GridView, columns: list[NumberColumn]) -> SheetReading:
    reading = SheetReading(view.name, hidden=view.sheet.hidden)
    _look_around(view, reading)
    if not columns or reading.is_for_teachers:
        return reading
    sections = sections_of(view, columns)
    hints = hints_of(view, min(band.top for section in sections for band in section.bands))
    for section in sections:
        ruled, problems = rules_of(view, section, sections, hints)
        reading.problems += problems
        _SectionReader(view, section, reading).read(ruled)
    if reading.was_counted:
        _say_counted(view, columns, reading)
    return reading


def _look_around(view: GridView, reading: SheetReading) -> None:
    """What is on the sheet at all, to say why it was not understood."""
    texts = [view.own(row, column) for row in range(view.height) for column in view.filled[row]]
    classes = sum(bool(parse_class(text)) for text in texts)
    reading.has_days = any(map(weekday, texts)) or weekday(view.name) is not None
    reading.has_classes = classes > 0 or parse_class(view.name) is not None
    people = sum(map(is_teacher_text, texts))
    reading.is_for_teachers = people >= 2 and classes >= 10 and 2 * (classes + people) > len(texts)


def _say_counted(view: GridView, columns: list[NumberColumn], reading: SheetReading) -> None:
    what = next(("нет" for column in columns if column.counted), "")
    what = what or next(("нет, есть только время" for column in columns if column.by_time), "")
    if what:
        reading.problems.append(
            Problem(view.sheet_place, f"Номеров уроков на листе {what}: уроки посчитаны по порядку. Проверьте номера.")
        )


class _SectionReader:
    def __init__(self, view: GridView, section: Section, reading: SheetReading) -> None:
        self.view, self.section, self.reading = view, section, reading
        self.leftovers = Leftovers(view, section)
        self.picker = Picker(view, section)

    def read(self, ruled: list[BandRules]) -> None:
        alike: dict[tuple[int | None, int | None], list[Band]] = defaultdict(list)
        for one in ruled:
            alike[one.rules.class_row, one.rules.day_row].append(one.band)
        kinds: Kinds = {}
        for one in ruled:
            bands = alike[one.rules.class_row, one.rules.day_row]
            plan = plan_columns(self.view, self.section, bands, one.rules, kinds)
            self._note_heading(one, plan)
            self._read_band(one, plan)
        self.reading.problems += self.leftovers.problems(kinds)
        rows = {found.block[1] for found in self.reading.lessons if found.block[0] == self.section.numbers.column}
        self.reading.problems += number_problems(self.view, self.section.numbers.column, ruled, rows)

    def _note_heading(self, one: BandRules, plan: Plan) -> None:
        self.reading.problems += [problem for problem in plan.problems if problem not in self.reading.problems]
        row = one.rules.class_row
        labels = self.section.class_rows.get(row, []) if row is not None else []
        self.reading.headed += [label.value for label in labels]
        if one.rules.school_class:
            self.reading.headed.append(one.rules.school_class)
        self.leftovers.note_plan(one, plan)

    def _read_band(self, one: BandRules, plan: Plan) -> None:
        tall = self.picker.has_tall_lessons(one.band, plan.places)
        begins = bell_times(self.view, self.section.label_columns, one.band.items[0])
        if begins and begins[0] >= AFTERNOON:
            plan.be_second_shift()
            one.rules.shift = 2
        for item in one.band.items:
            self._note_bell(item, one.rules.shift)
            lesson = _LessonReader(self, one, item, tall=tall)
            before = len(self.reading.lessons)
            for place in plan.places:
                lesson.read(place)
            counted = self.section.numbers.by_time or self.section.numbers.counted
            if item.presumed and len(self.reading.lessons) > before and not counted:
                self._say_presumed(item)

    def _note_bell(self, item: Item, shift: int) -> None:
        times = bell_times(self.view, self.section.label_columns, item)
        if not times:
            return
        known = self.reading.bells.setdefault((shift, item.number), times)
        if known != times and (item.number, times) not in self.reading.other_bells:
            self.reading.other_bells.add((item.number, times))
            self.reading.problems.append(
                Problem(
                    self.view.place(item.top, self.section.numbers.column),
                    f"Время {item.number}-го урока здесь {_span(times)}, а раньше было {_span(known)}. "
                    "В расписание звонков взято первое.",
                )
            )

    def _say_presumed(self, item: Item) -> None:
        self.reading.problems.append(
            Problem(
                self.view.place(item.top, max(self.section.numbers.column, 0)),
                f"Номер урока не написан; по соседним номерам это {item.number}-й урок. Впишите номер в файл.",
            )
        )


class _LessonReader:
    """Reads one lesson number of one band, class after class."""

    def __init__(self, owner: _SectionReader, one: BandRules, item: Item, *, tall: bool) -> None:
        self.owner, self.one, self.item, self.tall = owner, one, item, tall
        self.view, self.reading = owner.view, owner.reading
        self.met: dict[tuple[tuple[int, int], int], list[Found]] = {}
        """Cell and weekday to its lessons: the next class under the same merged cell joins them."""

    def read(self, place: Place) -> None:
        cells = self.owner.picker.cells_of(self.item, place)
        fresh = []
        for cell in cells:
            self.owner.leftovers.consume(cell.anchors)
            shared = self.met.get((cell.spot, place.weekday))
            if shared is None:
                fresh.append(cell)
            else:
                _join(place.school_class, cell, shared)
        read = [(cell, self._parts(cell)) for cell in fresh]
        several = sum(1 for _, parts in read if parts) > 1
        position = 0
        for cell, parts in read:
            found = []
            for number, part in parts:
                position += 1
                marked = replace(
                    part,
                    week=part.week or cell.week or self.one.week,
                    group=self._group(place, cell, part, position if several else 0),
                )
                found.append(self._found(place, cell, number, marked))
            self.met[cell.spot, place.weekday] = found
            self.reading.lessons += found

    def _group(self, place: Place, cell: LessonCell, part: Part, position: int) -> str:
        """position: place among the lessons of several cells at once; 0 when one cell is all there is."""
        if part.week or cell.week or cell.group:
            return part.group or cell.group
        if position:
            # Groups of neighbouring cells are counted through: «1» and «2», not twice «1».
            return part.group if part.group and not part.group.isdigit() else str(position)
        return part.group or self.owner.picker.lone_group(self.item, place, cell, tall=self.tall)

    def _found(self, place: Place, cell: LessonCell, number: int, part: Part) -> Found:
        return Found(
            sheet=self.view.name,
            cell=self.view.cell(cell.row, cell.column),
            classes=[place.school_class],
            weekday=place.weekday,
            number=number,
            shift=place.shift,
            part=part,
            block=(self.owner.section.numbers.column, self.item.top),
        )

    def _parts(self, cell: LessonCell) -> list[tuple[int, Part]]:
        """Lessons of the cell with their numbers; doubts go to the problems."""
        lines = numbered_lines(cell.text)
        if lines:
            return [(number, part) for number, text in lines for part in self._finished(cell, read_cell(text))]
        read = read_cell(cell.text)
        parts = self._finished(cell, read)
        numbers = self.owner.section.numbers
        if read.own_number is not None and numbers.counted:
            return [(read.own_number, part) for part in parts]
        self.reading.was_counted |= bool(parts) and (numbers.counted or numbers.by_time)
        return [(self.item.number, part) for part in parts]

    def _finished(self, cell: LessonCell, read: CellReading) -> list[Part]:
        add_columns(read, cell.rooms, cell.teachers)
        if read.own_number not in (None, self.item.number) and not self.owner.section.numbers.counted:
            read.doubts.append(
                f"в тексте урок {read.own_number}-й, а строка {self.item.number}-го; записан {self.item.number}-м"
            )
        place = self.view.place(cell.row, cell.column)
        self.reading.problems += [Problem(place, f"{doubt[0].upper()}{doubt[1:]}.") for doubt in read.doubts]
        return parts_of(read.entries)


def _join(school_class: ClassName, cell: LessonCell, shared: list[Found]) -> None:
    """The cell is merged over several classes: they have this lesson together."""
    for found in shared:
        if school_class not in found.classes:
            found.classes.append(school_class)
    if cell.rooms and not is_nothing(cell.rooms) and not any(found.part.rooms for found in shared):
        reading = CellReading([Entry(found.part.subject) for found in shared])
        add_columns(reading, cell.rooms, "")
        for found, entry in zip(shared, reading.entries, strict=True):
            found.part = replace(found.part, rooms=tuple(room for room in entry.rooms if room))


def _span(times: tuple[time, time]) -> str:
    start, end = times
    return f"{start.hour}:{start.minute:02}–{end.hour}:{end.minute:02}"


__all__ = ["Found", "SheetReading", "read_sheet"]
