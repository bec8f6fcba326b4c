"""Day, class, shift and week of each band: from the labels beside it, the headings above it, the sheet's name."""

from dataclasses import dataclass
from typing import TypeVar

from parta.exchange.problems import Problem
from parta.exchange.timetable.grid.bands import Band
from parta.exchange.timetable.grid.classes import ClassName, parse_class
from parta.exchange.timetable.grid.labels import DAY_NAMES, weekday
from parta.exchange.timetable.grid.plan import Rules
from parta.exchange.timetable.grid.sections import Label, Section, SheetHints
from parta.exchange.timetable.grid.view import GridView

T = TypeVar("T")


@dataclass(slots=True)
class BandRules:
    """A band with what rules it; week «» means every week."""

    band: Band
    rules: Rules
    week: str = ""


def rules_of(
    view: GridView, section: Section, sections: list[Section], hints: SheetHints
) -> tuple[list[BandRules], list[Problem]]:
    """Rules for each band of the section, top to bottom; sections: all of the sheet, in case they share headings."""
    finder = _Finder(view, section, sections, hints)
    ruled = [finder.next(band) for band in section.bands]
    return ruled, [*section.problems, *finder.problems, *_fill_missing_days(view, section, ruled)]


def _fill_missing_days(view: GridView, section: Section, ruled: list[BandRules]) -> list[Problem]:
    """A block without a day between Monday and Wednesday is Tuesday; the reader says so."""
    problems = _count_days(view, section, ruled)
    for before, one, after in zip(ruled, ruled[1:], ruled[2:], strict=False):
        days = before.rules.weekday, one.rules.weekday, after.rules.weekday
        if days[1] is not None or one.rules.day_row is not None or days[0] is None or days[2] != days[0] + 2:
            continue
        one.rules.weekday = days[0] + 1
        problems.append(
            Problem(
                view.place(one.band.top, section.numbers.column),
                f"День у этого блока не написан; он стоит между днями «{DAY_NAMES[days[0]]}» и «{DAY_NAMES[days[2]]}», "
                f"поэтому записан как «{DAY_NAMES[days[0] + 1]}». Проверьте и впишите день.",
            )
        )
    return problems


def _count_days(view: GridView, section: Section, ruled: list[BandRules]) -> list[Problem]:
    """No day is named anywhere and the blocks under one row of classes are five or six: they are the week."""
    nameless = all(one.rules.weekday is None and one.rules.day_row is None for one in ruled)
    if not nameless or len(ruled) not in (5, 6) or len({one.rules.class_row for one in ruled}) > 1:
        return []
    for day, one in enumerate(ruled, start=1):
        one.rules.weekday = day
    return [
        Problem(
            view.place(ruled[0].band.top, section.numbers.column),
            f"Дни недели не написаны. Блоков с уроками {len(ruled)}, они записаны по порядку с понедельника; "
            "проверьте и впишите дни.",
        )
    ]


def _class_titles(sections: list[Section]) -> dict[int, ClassName]:
    """Rows of the sheet with one class in all: titles that rule every section under them."""
    rows: dict[int, list[ClassName]] = {}
    for section in sections:
        for row, labels in section.class_rows.items():
            rows.setdefault(row, []).extend(label.value for label in labels)
    return {row: classes[0] for row, classes in rows.items() if len(classes) == 1}


class _Finder:
    def __init__(self, view: GridView, section: Section, sections: list[Section], hints: SheetHints) -> None:
        self.view, self.section, self.hints = view, section, hints
        self.all_days = [label for one in sections for label in one.days]
        self.titles = _class_titles(sections) if len(sections) > 1 else {}
        self.problems: list[Problem] = []
        self.before: BandRules | None = None
        self.shift_of_row: dict[int, int] = {}
        """Shift of the bands read under each row of classes."""
        self.edge = -1
        """Last row of the band before."""

    def next(self, band: Band) -> BandRules:
        own_class = self._ruling(self.section.classes, band, "класса")
        day_row = _nearest_above(self.section.day_rows, band)
        class_row = _nearest_above(self.section.class_rows, band)
        day = self._day(band, day_row, class_row)
        shift = self._shift(band, day)
        class_row = self._class_row_of_shift(class_row, shift)
        if own_class is None:
            class_row, own_class = self._class_above(class_row, band)
        known_class = own_class or (self.hints.school_class if class_row is None else None)
        rules = Rules(
            weekday=day,
            school_class=known_class,
            shift=shift,
            class_row=None if own_class else class_row,
            day_row=day_row if day is None else None,
            shift_row=_nearest_above(self.section.shift_rows, band),
        )
        self._compare_class_with_sheet_name(rules)
        self.before = BandRules(band, rules, self._week(band))
        self.edge = band.bottom
        return self.before

    def _class_row_of_shift(self, nearest: int | None, shift: int) -> int | None:
        """Classes named once for each shift: the next day's first shift goes on under the first row of classes."""
        if nearest is None:
            return None
        if nearest <= self.edge and self.shift_of_row.get(nearest, shift) != shift:
            alike = [row for row, known in self.shift_of_row.items() if known == shift]
            nearest = max(alike, default=nearest)
        self.shift_of_row.setdefault(nearest, shift)
        return nearest

    def _class_above(self, class_row: int | None, band: Band) -> tuple[int | None, ClassName | None]:
        """The nearest heading: the section's own row of classes, or a title over several sections."""
        title = max((row for row in self.titles if row < band.top), default=None)
        if title is None or (class_row is not None and class_row >= title):
            return class_row, None
        return class_row, self.titles[title]

    def _ruling(self, labels: list[Label[T]], band: Band, what: str) -> T | None:
        """The label that stands beside the band or right above it, after the band before."""
        near = [label for label in labels if label.top <= band.bottom and label.bottom > self.edge]
        beside = [label for label in near if label.bottom >= band.top]
        chosen = beside or near
        values = {label.value for label in chosen}
        if len(values) > 1 and beside:
            # A label of the band before that reaches down here, and this band's own label: its own begins later.
            latest = max(label.top for label in beside)
            values = {label.value for label in beside if label.top == latest} if latest <= band.top else values
        if len(values) > 1:
            cells = ", ".join(self.view.cell(label.top, label.left) for label in chosen)
            self.problems.append(
                Problem(
                    f"Лист «{self.view.name}», ячейки {cells}",
                    f"Рядом с одними и теми же уроками два {what}, а номера уроков не начинаются заново. "
                    "Взято первое; разделите блоки в файле и загрузите снова.",
                    blocking=True,
                )
            )
        return min(chosen, key=lambda label: label.top).value if len(values) > 1 else next(iter(values), None)

    def _day(self, band: Band, day_row: int | None, class_row: int | None) -> int | None:
        own = self._ruling(self.section.days, band, "дня")
        if own is not None:
            self._compare_with_sheet_name(band, own)
            return own
        if day_row is not None:
            return None
        shared = self._ruling(self.all_days, band, "дня")
        if shared is not None:
            return shared
        if self.before and (self._goes_on(band, class_row) or self.hints.weekday is None):
            return self.before.rules.weekday if self._goes_on(band, class_row) else None
        return self.hints.weekday

    def _goes_on(self, band: Band, class_row: int | None) -> bool:
        """The same day continues: new class headings or a shift stand between the bands, but no new day."""
        headed = class_row is not None and class_row > self.edge
        classes = any(self.edge < label.bottom and label.top <= band.bottom for label in self.section.classes)
        shifts = any(self.edge < label.bottom and label.top <= band.bottom for label in self.section.shifts)
        return headed or classes or shifts

    def _compare_with_sheet_name(self, band: Band, own: int) -> None:
        named = weekday(self.view.name)
        if named is not None and named != own:
            self.problems.append(
                Problem(
                    self.view.place(band.top, self.section.numbers.column),
                    f"День рядом с уроками и название листа «{self.view.name}» не совпадают. "
                    "Взят день, написанный у уроков; проверьте.",
                )
            )

    def _compare_class_with_sheet_name(self, rules: Rules) -> None:
        named = parse_class(self.view.name)
        labels = self.section.class_rows.get(rules.class_row, []) if rules.class_row is not None else []
        own = rules.school_class or (labels[0].value if len(labels) == 1 else None)
        if named is None or own is None or (own.grade, own.letter) == (named.grade, named.letter):
            return
        where = self.view.place(labels[0].top, labels[0].left) if labels else self.view.sheet_place
        problem = Problem(where, f"Класс в заголовке и название листа «{self.view.name}» не совпадают. Взят заголовок.")
        if problem not in self.problems:
            self.problems.append(problem)

    def _shift(self, band: Band, day: int | None) -> int:
        own = [label for label in self.section.shifts if label.top <= band.bottom and label.bottom > self.edge]
        if own:
            return own[-1].value
        above = [label for label in self.section.shifts if label.top < band.top]
        named = {label.value for label in self.section.shifts}
        if named == {2} and len(self.section.shifts) > 1:
            # «2 смена» stands in every day after an unnamed first shift: a new day begins with the first.
            same_day = self.before is not None and self.before.rules.weekday == day
            return self.before.rules.shift if self.before and same_day else 1
        return max(above, key=lambda label: label.top).value if above else self.hints.shift or 1

    def _week(self, band: Band) -> str:
        heads = self.section.class_rows.keys() | self.section.day_rows.keys()
        titles = [
            label
            for label in self.section.weeks
            if label.left not in self.section.label_columns and label.top not in heads
        ]
        above = [label for label in titles if label.top < band.top]
        if not above:
            return self.hints.week
        latest = max(label.top for label in above)
        row = {label.value for label in above if label.top == latest}
        # Two weeks in one row are headings of columns.
        return row.pop() if len(row) == 1 else ""


def _nearest_above(rows: dict[int, list[Label[T]]], band: Band) -> int | None:
    return max((row for row in rows if row < band.top), default=None)


__all__ = ["BandRules", "rules_of"]
