"""Picks the cells of one lesson of one class: its groups side by side or one under another, with rooms and teachers."""

from dataclasses import dataclass, field

from parta.exchange.timetable.grid.bands import Band, Item
from parta.exchange.timetable.grid.places import Place, Slot
from parta.exchange.timetable.grid.rooms import is_room_text, is_teacher_text
from parta.exchange.timetable.grid.sections import Section
from parta.exchange.timetable.grid.view import GridView


@dataclass(slots=True)
class LessonCell:
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

    @property
    def spot(self) -> tuple[int, int]:
        return self.row, self.column


class Picker:
    """Picks cells in one section."""

    def __init__(self, view: GridView, section: Section) -> None:
        self.view, self.section = view, section

    def cells_of(self, item: Item, place: Place) -> list[LessonCell]:
        """Filled lesson cells of the place, left to right and top to bottom, each once."""
        first: dict[tuple[int, int], LessonCell] = {}
        for slot in place.slots:
            for cell in self._cells_of_slot(item, slot):
                known = first.setdefault(cell.spot, cell)
                if known is not cell:
                    # Merged over the columns of both groups: the whole class has it.
                    known.rooms = known.rooms or cell.rooms
                    known.teachers = known.teachers or cell.teachers
                    known.group = ""
        return list(first.values())

    def _cells_of_slot(self, item: Item, slot: Slot) -> list[LessonCell]:
        cells: list[LessonCell] = []
        for column in slot.subjects:
            cells += self._stack(item, slot, column)
        if len(slot.subjects) > 1 and len(cells) > 1 and len(slot.rooms) == 1:
            cells = [_joined(cells)]
        one_row = len({cell.depth for cell in cells}) == 1
        for index, cell in enumerate(cells):
            rows = range(item.top, item.bottom + 1) if one_row else self._rows_of(cell, item)
            own = [slot.rooms[index]] if len(slot.rooms) == len(cells) == len(slot.subjects) else slot.rooms
            cell.rooms = cell.rooms or self._side_text(cell, rows, own)
            cell.teachers = cell.teachers or self._side_text(cell, rows, slot.teachers)
        return cells

    def _stack(self, item: Item, slot: Slot, column: int) -> list[LessonCell]:
        """Cells of one column from the first row of the lesson to the last: subgroups, or a room under a subject."""
        cells: list[LessonCell] = []
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
                cell = LessonCell(*anchor, text, group=slot.group, depth=row - item.top, anchors=[anchor])
                cell.week = slot.week or self._row_week(row)
                cells.append(cell)
        return cells

    def _row_week(self, row: int) -> str:
        found = [
            label.value
            for label in self.section.weeks
            if label.left in self.section.label_columns and label.top <= row <= label.bottom
        ]
        return found[0] if found else ""

    def _rows_of(self, cell: LessonCell, item: Item) -> range:
        bottom = self.view.span(cell.row, cell.column)[2]
        return range(max(cell.row, item.top), min(bottom, item.bottom) + 1)

    def _side_text(self, cell: LessonCell, rows: range, columns: list[int]) -> str:
        texts = []
        for column in columns:
            for row in rows:
                anchor = self.view.anchor(row, column)
                if anchor not in cell.anchors and self.view.text(row, column):
                    cell.anchors.append(anchor)
                    texts.append(self.view.text(row, column))
        return "/".join(texts)

    def has_tall_lessons(self, band: Band, places: list[Place]) -> bool:
        """Somewhere a lesson is merged over both rows of its number, so an unmerged one is a group's."""
        return any(
            self.view.span(item.top, column)[2] > item.top
            for item in band.items
            if item.bottom > item.top
            for place in places
            for slot in place.slots
            for column in slot.subjects
            if self.view.own(item.top, column)
        )

    def lone_group(self, item: Item, place: Place, cell: LessonCell, *, tall: bool) -> str:
        """Group of the only filled cell where groups are drawn apart; «» when it is for the whole class."""
        columns = [column for slot in place.slots for column in slot.subjects]
        if len(columns) > 1:
            return self._group_by_column(columns, cell)
        merged_down = self.view.span(cell.row, cell.column)[2] >= item.bottom
        apart = cell.depth > 0 or (tall and item.bottom > item.top)
        return str(cell.depth + 1) if apart and not (merged_down and cell.depth == 0) else ""

    def _group_by_column(self, columns: list[int], cell: LessonCell) -> str:
        _, left, _, right = self.view.span(cell.row, cell.column)
        if left > columns[0]:
            return str(sum(column <= left for column in columns))
        return "1" if right < columns[1] and self._has_wide_lessons(columns) else ""

    def _has_wide_lessons(self, columns: list[int]) -> bool:
        """Somewhere a lesson is merged over the columns of both groups, so an unmerged one is a group's."""
        return any(
            self.view.span(row, columns[0])[3] >= columns[1] and self.view.text(row, columns[0])
            for row in self.section.item_rows
        )


def _joined(cells: list[LessonCell]) -> LessonCell:
    first = cells[0]
    first.text = "/".join(cell.text for cell in cells)
    first.anchors = [anchor for cell in cells for anchor in cell.anchors]
    return first


__all__ = ["LessonCell", "Picker"]
