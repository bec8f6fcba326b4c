"""Lists by cell what stayed unread among the lessons of a section: nothing is dropped silently."""

import re
from collections import defaultdict
from collections.abc import Iterable

from parta.exchange.problems import Problem
from parta.exchange.timetable.grid.bands import Band, is_heading_text
from parta.exchange.timetable.grid.kinds import Kind, Kinds
from parta.exchange.timetable.grid.labels import group_of, head_of, lesson_number, time_range, week_of, weekday
from parta.exchange.timetable.grid.plan import Plan
from parta.exchange.timetable.grid.rooms import is_nothing, is_room_text, is_teacher_text
from parta.exchange.timetable.grid.rules import BandRules
from parta.exchange.timetable.grid.sections import Section
from parta.exchange.timetable.grid.view import GridView

_TOTALS = re.compile(r"^(?:всего|итого|сумма|часов|нагрузка|кол-во)", re.IGNORECASE)
_SHOWN = 12


class Leftovers:
    """Remembers which cells were read; tells about the rest."""

    def __init__(self, view: GridView, section: Section) -> None:
        self.view, self.section = view, section
        self.consumed: set[tuple[int, int]] = set()
        self.kinds_of: dict[int, tuple[int | None, int | None]] = {}
        """Top row of a band to the key of its headings."""
        self.orphans: dict[int, set[int]] = {}
        self.skipped: dict[int, set[int]] = {}
        self.unruled: dict[int, str] = {}

    def consume(self, anchors: Iterable[tuple[int, int]]) -> None:
        self.consumed.update(anchors)

    def note_plan(self, one: BandRules, plan: Plan) -> None:
        top = one.band.top
        self.kinds_of[top] = one.rules.class_row, one.rules.day_row
        self.orphans[top] = set(plan.orphans)
        self.skipped[top] = set(plan.strange)
        no_class = one.rules.class_row is None and one.rules.school_class is None
        no_day = one.rules.day_row is None and one.rules.weekday is None
        self.unruled[top] = "класс" if no_class else "день" if no_day else ""

    def problems(self, kinds: Kinds) -> list[Problem]:
        found: list[Problem] = []
        for band in self.section.bands:
            found += self._of_band(band, kinds.get(self.kinds_of.get(band.top, (None, None)), {}))
        return found + self._rows_without_number()

    def _of_band(self, band: Band, kinds: dict[int, Kind]) -> list[Problem]:
        lost = self._lost_formulas(band)
        cells = self._unread_cells(band, kinds)
        if not cells:
            return lost
        missing = self.unruled.get(band.top, "")
        if missing:
            return [
                *lost,
                Problem(
                    self._places(cells),
                    f"Есть уроки, но не понятно, какой это {missing}. Напишите {missing} в заголовке "
                    "и загрузите файл снова.",
                ),
            ]
        found = lost
        for column in sorted({column for _, column in cells}):
            own = [cell for cell in cells if cell[1] == column]
            if column in self.orphans.get(band.top, set()):
                found.append(
                    Problem(self._places(own), "Над этим столбцом не найден класс или день; уроки в нём не взяты.")
                )
            else:
                found += [self._unread(cell) for cell in own]
        return found

    def _unread_cells(self, band: Band, kinds: dict[int, Kind]) -> list[tuple[int, int]]:
        skipped = self.skipped.get(band.top, set())
        columns = [
            column
            for column in self.section.content_columns
            if column not in skipped and kinds.get(column) is not Kind.SKIPPED
        ]
        return [
            (row, column)
            for item in band.items
            for row in range(item.top, item.bottom + 1)
            for column in columns
            if (text := self.view.own(row, column))
            and not is_nothing(text)
            and (row, column) not in self.consumed
            and not _is_label(text)
        ]

    def _lost_formulas(self, band: Band) -> list[Problem]:
        return [
            Problem(self.view.place(*cell), "Формула ничего не даёт или даёт ошибку. Впишите вместо неё урок текстом.")
            for cell in sorted(self.view.lost_formulas)
            if band.top <= cell[0] <= band.bottom and cell[1] in self.section.content_columns
        ]

    def _unread(self, cell: tuple[int, int]) -> Problem:
        text = " ".join(self.view.own(*cell).split())
        if is_room_text(text):
            return Problem(self.view.place(*cell), f"Есть кабинет «{text}», а предмета рядом нет. Впишите предмет.")
        return Problem(self.view.place(*cell), f"Не понято: «{text}». Проверьте, на своём ли месте эта запись.")

    def _places(self, cells: list[tuple[int, int]]) -> str:
        names = [self.view.cell(*cell) for cell in cells]
        shown = ", ".join(names[:_SHOWN]) + (f" и ещё {len(names) - _SHOWN}" if len(names) > _SHOWN else "")
        return f"Лист «{self.view.name}», {'ячейка' if len(names) == 1 else 'ячейки'} {shown}"

    def _rows_without_number(self) -> list[Problem]:
        """Rows of lessons between or right under the bands that have no lesson number."""
        if not self.section.bands:
            return []
        rows: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        last = self.section.bands[-1].bottom + 1
        first = self.section.bands[0].top
        headings = [row for key in self.kinds_of.values() for row in key if row is not None and row < first]
        title = max(headings, default=-1)
        day_rows = (row for row in range(first) if row > title >= 0 or self._names_a_day(row))
        for row in (*day_rows, *range(first, min(last, self.view.height - 1) + 1)):
            if row not in self.section.item_rows:
                cells = self._lesson_like(row)
                # «Обед» after every fourth lesson is told once, with all its cells.
                rows[tuple(self.view.own(*cell) for cell in cells)] += cells
        return [
            Problem(self._places(cells), "Запись вне уроков: у строки нет номера урока. Если это урок, впишите номер.")
            for cells in rows.values()
            if cells
        ]

    def _names_a_day(self, row: int) -> bool:
        """The day stands beside the row, so the row is no title, though no lesson number was found in it."""
        return any(weekday(self.view.own(row, column)) for column in self.section.label_columns)

    def _lesson_like(self, row: int) -> list[tuple[int, int]]:
        columns = set(self.section.content_columns)
        filled = [column for column in self.view.filled[row] if column in columns]
        texts = [self.view.own(row, column) for column in filled]
        labels = [self.view.own(row, column) for column in self.view.filled[row] if column not in columns]
        if any(is_heading_text(text) or head_of(text) for text in texts) or any(map(_TOTALS.match, [*texts, *labels])):
            return []
        if row - 1 not in self.section.item_rows and all(is_room_text(text) or is_teacher_text(text) for text in texts):
            return []  # The class teachers and home rooms under a row of class names.
        return [
            (row, column)
            for column, text in zip(filled, texts, strict=True)
            if (row, column) not in self.consumed and len(text) <= 60 and not _is_label(text) and not is_nothing(text)
        ]


def _is_label(text: str) -> bool:
    return bool(head_of(text) or group_of(text) or week_of(text) or lesson_number(text) or time_range(text))


__all__ = ["Leftovers"]
