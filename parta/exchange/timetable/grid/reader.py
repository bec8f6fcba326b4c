"""Reads one sheet into lessons: finds its bands, plans their columns, reads each cell, and lists what was left over."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import time

from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet
from parta.exchange.timetable.grid.bands import Band, Item, NumberColumn, bell_times, number_columns
from parta.exchange.timetable.grid.cells import CellReading, Entry, Part, add_columns, parts_of, read_cell
from parta.exchange.timetable.grid.classes import ClassName
from parta.exchange.timetable.grid.leftovers import Leftovers
from parta.exchange.timetable.grid.plan import Kinds, Place, Plan, Slot, plan_columns
from parta.exchange.timetable.grid.presumed import presumed_columns
from parta.exchange.timetable.grid.rooms import is_nothing, is_room_text, is_teacher_text
from parta.exchange.timetable.grid.rules import BandRules, rules_of
from parta.exchange.timetable.grid.sections import Section, hints_of, sections_of
from parta.exchange.timetable.grid.view import GridView


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
    block: tuple[int, int] = (0, 0)
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


@dataclass(slots=True)
class _Cell:
    """A lesson cell with the texts of the room and teacher cells that belong to it."""

    row: int
    column: int
    text: str
    rooms: str = ""
    teachers: str = ""
    week: str = ""
    group: str = ""
    depth: int = 0
    """0 for the first row of the lesson, 1 for the second …"""
    anchors: list[tuple[int, int]] = field(default_factory=list)


def read_sheet(sheet: Sheet) -> SheetReading:
    """Lessons and problems of a sheet; no lessons when it is not a timetable."""
    reading = SheetReading(sheet.name)
    view, columns = _best_view(sheet)
    if not columns:
        return reading
    sections = sections_of(view, columns)
    hints = hints_of(view, min(band.top for section in sections for band in section.bands))
    all_days = [label for section in sections for label in section.days]
    for section in sections:
        ruled, problems = rules_of(view, section, all_days, hints)
        reading.problems += problems
        _SectionReader(view, section, reading).read(ruled)
    return reading


def _best_view(sheet: Sheet) -> tuple[GridView, list[NumberColumn]]:
    """The sheet as it is, or turned on its side when the lesson numbers go across."""
    candidates = []
    for turned in (False, True):
        view = GridView(sheet, turned=turned)
        columns = number_columns(view)
        size = sum(column.size for column in columns if not column.by_time) or 0.5 * bool(columns)
        candidates.append((size, view, columns))
    size, view, columns = max(candidates, key=lambda candidate: candidate[0])
    if not columns:
        view = candidates[0][1]
        columns = presumed_columns(view)
    return view, columns


class _SectionReader:
    def __init__(self, view: GridView, section: Section, reading: SheetReading) -> None:
        self.view, self.section, self.reading = view, section, reading
        self.leftovers = Leftovers(view, section)

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

    def _note_heading(self, one: BandRules, plan: Plan) -> None:
        self.reading.problems += [problem for problem in plan.problems if problem not in self.reading.problems]
        row = one.rules.class_row
        labels = self.section.class_rows.get(row, []) if row is not None else []
        self.reading.headed += [label.value for label in labels]
        if one.rules.school_class:
            self.reading.headed.append(one.rules.school_class)
        self.leftovers.note_plan(one, plan)

    def _read_band(self, one: BandRules, plan: Plan) -> None:
        tall = any(
            self.view.span(item.top, column)[2] > item.top
            for item in one.band.items
            if item.bottom > item.top
            for place in plan.places
            for column in place.columns
            if self.view.own(item.top, column)
        )
        for item in one.band.items:
            self._note_bell(item, one.rules.shift)
            met: dict[tuple[tuple[int, int], int], list[Found]] = {}
            before = len(self.reading.lessons)
            for place in plan.places:
                self._read_place(item, place, one, met, tall=tall)
            if item.presumed and len(self.reading.lessons) > before and not self.section.numbers.by_time:
                self._say_presumed(item)

    def _note_bell(self, item: Item, shift: int) -> None:
        times = bell_times(self.view, self.section.label_columns, item)
        if not times:
            return
        known = self.reading.bells.setdefault((shift, item.number), times)
        if known != times:
            self.reading.problems.append(
                Problem(
                    self.view.place(item.top, self.section.numbers.column),
                    f"Время {item.number}-го урока здесь {_span(times)}, а выше {_span(known)}. "
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

    def _read_place(
        self,
        item: Item,
        place: Place,
        one: BandRules,
        met: dict[tuple[tuple[int, int], int], list[Found]],
        *,
        tall: bool,
    ) -> None:
        cells: list[_Cell] = []
        for slot in place.slots:
            cells += self._cells_of(item, slot)
        fresh = []
        for cell in cells:
            self.leftovers.consume(cell.anchors)
            shared = met.get(((cell.row, cell.column), place.weekday))
            if shared is not None:
                self._join(place.school_class, cell, shared)
            else:
                fresh.append(cell)
        lessons = self._lessons_of(item, place, one, fresh, tall=tall)
        for cell, found in lessons:
            met[(cell.row, cell.column), place.weekday] = found
            self.reading.lessons += found

    @staticmethod
    def _join(school_class: ClassName, cell: _Cell, shared: list[Found]) -> None:
        """The cell is merged over several classes: they have this lesson together."""
        for found in shared:
            if school_class not in found.classes:
                found.classes.append(school_class)
        if cell.rooms and not is_nothing(cell.rooms) and not any(found.part.rooms for found in shared):
            reading = CellReading([Entry(found.part.subject) for found in shared])
            add_columns(reading, cell.rooms, "")
            for found, entry in zip(shared, reading.entries, strict=True):
                found.part = replace(found.part, rooms=tuple(room for room in entry.rooms if room))

    def _cells_of(self, item: Item, slot: Slot) -> list[_Cell]:
        """Cells of the slot that hold a lesson, with their rooms and teachers."""
        cells: list[_Cell] = []
        for column in slot.subjects:
            cells += self._stack(item, slot, column)
        if len(slot.subjects) > 1 and len(cells) > 1 and len(slot.rooms) == 1:
            cells = [self._merged(cells)]
        for index, cell in enumerate(cells):
            alone = len({one.depth for one in cells}) == 1
            rows = range(item.top, item.bottom + 1) if alone else self._rows_of(cell, item)
            own = [slot.rooms[index]] if len(slot.rooms) == len(cells) == len(slot.subjects) else slot.rooms
            cell.rooms = cell.rooms or self._side_text(cell, rows, own)
            cell.teachers = cell.teachers or self._side_text(cell, rows, slot.teachers)
        return cells

    @staticmethod
    def _merged(cells: list[_Cell]) -> _Cell:
        first = cells[0]
        first.text = "/".join(cell.text for cell in cells)
        first.anchors = [anchor for cell in cells for anchor in cell.anchors]
        return first

    def _stack(self, item: Item, slot: Slot, column: int) -> list[_Cell]:
        """Cells of one column from the first row of the lesson to the last: subgroups, or a room under a subject."""
        cells: list[_Cell] = []
        for row in range(item.top, item.bottom + 1):
            anchor = self.view.anchor(row, column)
            text = self.view.text(row, column)
            if not text or any(anchor in cell.anchors for cell in cells):
                continue
            if cells and is_room_text(text):
                cells[-1].rooms = "/".join(filter(None, (cells[-1].rooms, text)))
                cells[-1].anchors.append(anchor)
            elif cells and is_teacher_text(text):
                cells[-1].teachers = "/".join(filter(None, (cells[-1].teachers, text)))
                cells[-1].anchors.append(anchor)
            else:
                week = slot.week or self._row_week(row)
                cells.append(_Cell(*anchor, text, week=week, group=slot.group, depth=row - item.top, anchors=[anchor]))
        return cells

    def _row_week(self, row: int) -> str:
        found = [
            label.value
            for label in self.section.weeks
            if label.left in self.section.label_columns and label.top <= row <= label.bottom
        ]
        return found[0] if found else ""

    def _rows_of(self, cell: _Cell, item: Item) -> range:
        bottom = self.view.span(cell.row, cell.column)[2]
        return range(max(cell.row, item.top), min(bottom, item.bottom) + 1)

    def _side_text(self, cell: _Cell, rows: range, columns: list[int]) -> str:
        texts = []
        for column in columns:
            for row in rows:
                anchor = self.view.anchor(row, column)
                if anchor in cell.anchors or not self.view.text(row, column):
                    continue
                cell.anchors.append(anchor)
                texts.append(self.view.text(row, column))
        self.leftovers.consume(cell.anchors)
        return "/".join(texts)

    def _lessons_of(
        self, item: Item, place: Place, one: BandRules, cells: list[_Cell], *, tall: bool
    ) -> Iterator[tuple[_Cell, list[Found]]]:
        read = [(cell, self._parts(cell, item)) for cell in cells]
        several = sum(1 for _, parts in read if parts) > 1
        position = 0
        for cell, parts in read:
            found = []
            for part in parts:
                position += 1
                week = part.week or cell.week or one.week
                group = part.group or cell.group
                if several and not cell.week and not cell.group:
                    # Groups of neighbouring cells are counted through: «1» and «2», not twice «1».
                    group = str(position) if not part.group or part.group.isdigit() else part.group
                elif not group and not several and not cell.week:
                    group = self._lone_group(item, place, cell, tall=tall)
                part = replace(part, week=week, group=group)
                found.append(
                    Found(
                        self.view.name,
                        self.view.cell(cell.row, cell.column),
                        [place.school_class],
                        place.weekday,
                        item.number,
                        place.shift,
                        part,
                        (self.section.numbers.column, item.top),
                    )
                )
            yield cell, found

    def _lone_group(self, item: Item, place: Place, cell: _Cell, *, tall: bool) -> str:
        """One filled cell where groups are drawn apart: the whole class when it is merged over all of them."""
        columns = [column for slot in place.slots for column in slot.subjects]
        _, left, bottom, right = self.view.span(cell.row, cell.column)
        if len(columns) > 1:
            index = sum(column <= cell.column for column in columns) - 1
            if index > 0 and right < columns[-1] or index > 0 and left > columns[0]:
                return str(index + 1)
            return "1" if right < columns[1] and self._wide(item, columns) else ""
        if item.bottom > item.top and bottom < item.bottom and tall:
            return str(cell.depth + 1)
        return str(cell.depth + 1) if cell.depth else ""

    def _wide(self, item: Item, columns: list[int]) -> bool:
        """Lessons of the whole class are merged over the columns of its groups elsewhere in these bands."""
        return any(
            self.view.span(row, columns[0])[3] >= columns[1] and self.view.text(row, columns[0])
            for row in self.section.item_rows
        )

    def _parts(self, cell: _Cell, item: Item) -> list[Part]:
        reading = read_cell(cell.text)
        add_columns(reading, cell.rooms, cell.teachers)
        place = self.view.place(cell.row, cell.column)
        if reading.own_number not in (None, item.number):
            reading.doubts.append(
                f"в тексте урок {reading.own_number}-й, а строка {item.number}-го; записан {item.number}-м"
            )
        for doubt in reading.doubts:
            self.reading.problems.append(Problem(place, f"{doubt[0].upper()}{doubt[1:]}."))
        return parts_of(reading.entries)


def _span(times: tuple[time, time]) -> str:
    start, end = times
    return f"{start.hour}:{start.minute:02}–{end.hour}:{end.minute:02}"


__all__ = ["Found", "SheetReading", "read_sheet"]
