"""Parts of a sheet, one for each column of lesson numbers, with their labels: days, classes, shifts, weeks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

from parta.exchange.problems import Problem
from parta.exchange.timetable.grid.bands import Band, NumberColumn
from parta.exchange.timetable.grid.classes import (
    ClassName,
    class_in_title,
    grade_in_title,
    parse_class,
    parse_numbered_class,
)
from parta.exchange.timetable.grid.labels import (
    DAY_NAMES,
    date_in_title,
    days_in_title,
    head_of,
    is_clock_text,
    is_misspelled_day,
    lesson_number,
    shift_of,
    time_range,
    week_in_title,
    week_of,
    weekday,
)
from parta.exchange.timetable.grid.view import GridView

T = TypeVar("T")


class Role(Enum):
    """What fills a column in the rows of lessons."""

    EMPTY = "empty"
    LABEL = "label"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Label(Generic[T]):
    """A day, class, shift or week and the rows and columns its cell takes."""

    top: int
    left: int
    bottom: int
    right: int
    value: T


@dataclass(slots=True)
class Section:
    """Columns lo … hi that belong to one column of lesson numbers."""

    numbers: NumberColumn
    lo: int
    hi: int
    item_rows: frozenset[int]
    label_columns: frozenset[int]
    days: list[Label[int]] = field(default_factory=list)
    """Days that rule rows: beside the lessons or in a title of their own."""
    day_rows: dict[int, list[Label[int]]] = field(default_factory=dict)
    """Rows with several days, which rule columns."""
    classes: list[Label[ClassName]] = field(default_factory=list)
    class_rows: dict[int, list[Label[ClassName]]] = field(default_factory=dict)
    shifts: list[Label[int]] = field(default_factory=list)
    shift_rows: dict[int, list[Label[int]]] = field(default_factory=dict)
    weeks: list[Label[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def bands(self) -> list[Band]:
        return self.numbers.bands

    @property
    def content_columns(self) -> list[int]:
        return [
            column
            for column in range(self.lo, self.hi + 1)
            if column not in self.label_columns and column != self.numbers.column
        ]


@dataclass(frozen=True, slots=True)
class SheetHints:
    """What the sheet's name and titles say about all of it."""

    weekday: int | None
    school_class: ClassName | None
    shift: int | None
    week: str


def sections_of(view: GridView, columns: list[NumberColumn]) -> list[Section]:
    """Sections with their labels collected."""
    sections: list[Section] = []
    for index, numbers in enumerate(columns):
        rows = frozenset(
            row for band in numbers.bands for item in band.items for row in range(item.top, item.bottom + 1)
        )
        before = columns[index - 1].column if index else -1
        after = columns[index + 1].column if index + 1 < len(columns) else view.width
        lo = _left_edge(view, numbers.column, (before, after), rows) if index else 0
        if sections:
            sections[-1].hi = lo - 1
        labels = frozenset(
            column
            for column in range(lo, min(numbers.column + 3, view.width))
            if _role(view, column, rows, numbers_too=column <= numbers.column) is Role.LABEL
        )
        sections.append(Section(numbers, lo, view.width - 1, rows, labels))
    for section in sections:
        _collect(view, section)
    return sections


def _left_edge(view: GridView, column: int, around: tuple[int, int], rows: frozenset[int]) -> int:
    """First column of the section: labels before its numbers, and the block's title above them."""
    before, after = around
    own_headings = any(_has_class_heading(view, right, rows) for right in range(column + 1, after - 1))
    while column - 1 > before:
        role = _role(view, column - 1, rows, numbers_too=False)
        # An empty column under a class name is a class without lessons, unless the name is the title of this block.
        titled = own_headings and _has_class_heading(view, column - 1, rows)
        if role is Role.CONTENT or (role is Role.EMPTY and titled):
            break
        column -= 1
    return column


def _has_class_heading(view: GridView, column: int, rows: frozenset[int]) -> bool:
    return any(parse_class(view.own(row, column)) for row in range(view.height) if row not in rows)


def _role(view: GridView, column: int, rows: frozenset[int], *, numbers_too: bool = True) -> Role:
    """A label column holds only days, classes, times, weeks, shifts or single letters of a day's name."""
    seen = {view.anchor(row, column) for row in rows if row < view.height}
    texts = [text for row, left in seen if left == column and (text := view.own(row, left))]
    if not texts:
        return Role.EMPTY
    labels = sum(_is_label_text(text) or (numbers_too and bool(lesson_number(text))) for text in texts)
    return Role.LABEL if labels >= 0.8 * len(texts) else Role.CONTENT


def _is_label_text(text: str) -> bool:
    if weekday(text) or parse_class(text) or week_of(text) or shift_of(text) or head_of(text):
        return True
    return bool((len(text) == 1 and text.isalpha()) or time_range(text) or is_clock_text(text))


def _collect(view: GridView, section: Section) -> None:
    section.days, section.day_rows = _sorted_labels(view, section, weekday)
    section.classes, section.class_rows = _class_labels(view, section)
    section.shifts, section.shift_rows = _sorted_labels(view, section, shift_of)
    section.weeks = [
        label
        for label in _labels(view, section, week_of)
        if label.left in section.label_columns or _is_free(section, label)
    ]
    beside = [label for label in section.weeks if label.left in section.label_columns]
    kept = _of_their_column(view, section, beside, weekday, "знак недели")
    section.weeks = [label for label in section.weeks if label not in beside or label in kept]
    section.days += _spelled_days(view, section)
    section.days.sort(key=lambda label: label.top)
    for label in (*section.days, *(one for row in section.day_rows.values() for one in row)):
        text = view.own(label.top, label.left)
        if is_misspelled_day(text):
            section.problems.append(
                Problem(
                    view.place(label.top, label.left),
                    f"«{text}» прочитано как «{DAY_NAMES[label.value]}». Если день другой, исправьте слово в файле.",
                )
            )


def _labels(view: GridView, section: Section, parse: Callable[[str], T | None]) -> list[Label[T]]:
    found = []
    for row in range(view.height):
        for column in view.filled[row]:
            if not section.lo <= column <= section.hi:
                continue
            value = parse(view.own(row, column))
            if value is not None:
                found.append(Label(*view.span(row, column), value))
    return found


def _is_free(section: Section, label: Label[T]) -> bool:
    return label.top not in section.item_rows


def _sorted_labels(
    view: GridView, section: Section, parse: Callable[[str], T | None]
) -> tuple[list[Label[T]], dict[int, list[Label[T]]]]:
    """Labels that rule rows, and rows with two or more different ones, which rule columns."""
    rows: dict[int, list[Label[T]]] = {}
    for label in _labels(view, section, parse):
        if _is_free(section, label) or label.left in section.label_columns:
            rows.setdefault(label.top, []).append(label)
    across = {
        row: labels
        for row, labels in rows.items()
        if len({label.value for label in labels}) > 1 and row not in section.item_rows
    }
    down = [label for row, labels in rows.items() if row not in across for label in labels]
    return down, across


def _class_labels(view: GridView, section: Section) -> tuple[list[Label[ClassName]], dict[int, list[Label[ClassName]]]]:
    """Classes beside the lessons, and rows of class headings above them."""
    down: list[Label[ClassName]] = []
    across: dict[int, list[Label[ClassName]]] = {}
    for label in _labels(view, section, parse_class):
        if label.top in section.item_rows:
            if label.left in section.label_columns:
                down.append(label)
        elif label.bottom in section.item_rows and label.left < section.numbers.column:
            down.append(label)
        else:
            across.setdefault(label.top, []).append(label)
    if not down and not across:
        across = _numbered_classes(view, section) or _letters_of_grade(view, section) or _bare_grades(view, section)
    down = _of_their_column(view, section, down, weekday, "класс")
    for row in list(across):
        _read_letters_below(view, section, row, across)
    return down, across


def _of_their_column(
    view: GridView, section: Section, labels: list[Label[T]], others: Callable[[str], object | None], what: str
) -> list[Label[T]]:
    """Drops and tells labels that stand in a column of something else: a class among the days is a slip of the pen."""
    kept = []
    for label in labels:
        same = sum(one.left == label.left for one in labels)
        other = sum(bool(others(view.own(row, label.left))) for row in range(view.height))
        if same > other:
            kept.append(label)
            continue
        section.problems.append(
            Problem(
                view.place(label.top, label.left),
                f"«{view.own(label.top, label.left)}» стоит среди дней недели; {what} здесь не понят и пропущен.",
            )
        )
    return kept


def _numbered_classes(view: GridView, section: Section) -> dict[int, list[Label[ClassName]]]:
    """«7-1 | 7-2 | 8-1» in one row."""
    rows: dict[int, list[Label[ClassName]]] = {}
    for label in _labels(view, section, parse_numbered_class):
        if _is_free(section, label):
            rows.setdefault(label.top, []).append(label)
    return {row: labels for row, labels in rows.items() if len(labels) > 1}


def _letters_of_grade(view: GridView, section: Section) -> dict[int, list[Label[ClassName]]]:
    """«А | Б | В» on a sheet called «5 классы»."""
    grade = grade_in_title(view.name)
    for row in range(section.bands[0].top if grade else 0):
        letters = [column for column in view.filled[row] if _is_letter(view.own(row, column))]
        if len(letters) > 1 and row not in section.item_rows:
            named = [(column, parse_class(f"{grade}{view.own(row, column)}")) for column in letters]
            return {row: [Label(*view.span(row, column), one) for column, one in named if one and one.letter]}
    return {}


def _bare_grades(view: GridView, section: Section) -> dict[int, list[Label[ClassName]]]:
    """«5 | 6 | 7 | 8» where every grade has one class; told, because such numbers may mean something else."""
    columns = section.content_columns
    for row in range(section.bands[0].top - 1, -1, -1):
        texts = [(column, view.own(row, column)) for column in columns if view.own(row, column)]
        grades = [int(text) for _, text in texts if text.isdigit() and 1 <= int(text) <= 11]
        if len(grades) < 2 or row in section.item_rows or grades != sorted(set(grades)):
            continue
        labels = [Label(*view.span(row, column), ClassName(int(text), "")) for column, text in texts if text.isdigit()]
        cells = ", ".join(view.cell(row, label.left) for label in labels)
        section.problems.append(
            Problem(
                f"Лист «{view.name}», ячейки {cells}",
                "Числа в заголовке прочитаны как классы. Проверьте; понятнее писать «5 класс» или «5А».",
            )
        )
        return {row: labels}
    return {}


def _is_letter(text: str) -> bool:
    bare = text.strip("«»\"'")
    return len(bare) == 1 and bare.isalpha()


def _read_letters_below(view: GridView, section: Section, row: int, across: dict[int, list[Label[ClassName]]]) -> None:
    """«5 классы» over «А | Б | В»: the names are in two rows."""
    grades = across[row]
    below = max(label.bottom for label in grades) + 1
    if below in section.item_rows or below >= view.height or any(label.value.letter for label in grades):
        return
    labels = []
    for grade, after in zip(grades, [*grades[1:], None], strict=True):
        end = grade.right if grade.right > grade.left else (after.left - 1 if after else section.hi)
        for column in range(grade.left, end + 1):
            named = parse_class(f"{grade.value.grade}{view.own(below, column)}")
            if named and named.letter:
                labels.append(Label(*view.span(below, column), named))
    if labels:
        del across[row]
        across[below] = labels


def _spelled_days(view: GridView, section: Section) -> list[Label[int]]:
    """«П», «о», «н» … one letter in a cell, down a column."""
    found = []
    for column in sorted(section.label_columns):
        for band in section.bands:
            # The name may begin in the row of headings above; the row above may also end the name before.
            label = _spelled(view, column, band.top, band.bottom) or _spelled(view, column, band.top - 1, band.bottom)
            if label:
                found.append(label)
    return found


def _spelled(view: GridView, column: int, top: int, bottom: int) -> Label[int] | None:
    rows = [row for row in range(top, bottom + 1) if len(text := view.own(row, column)) == 1 and text.isalpha()]
    day = weekday("".join(view.own(row, column) for row in rows)) if len(rows) > 1 else None
    return Label(rows[0], column, rows[-1], column, day) if day else None


def hints_of(view: GridView, first_row: int) -> SheetHints:
    """The sheet's name and the titles above row first_row."""
    titles = [view.own(row, column) for row in range(min(first_row, view.height)) for column in view.filled[row]]
    day = weekday(view.name) or _only(days_in_title(view.name)) or _only(set().union(*map(days_in_title, titles)))
    named = (
        parse_class(view.name)
        or class_in_title(view.name)
        or _only({one for t in titles if (one := class_in_title(t))})
    )
    if day is None:
        day = _only({on.isoweekday() for text in (view.name, *titles) if (on := date_in_title(text))})
    # Week marks in the rows above may belong to single columns; only words of a title count for the sheet.
    weeks = {found for title in titles if len(title) > 14 and (found := week_in_title(title))}
    week = week_in_title(view.name) or _only(weeks)
    return SheetHints(day, named, shift_of(view.name), week or "")


def _only(values: set[T]) -> T | None:
    return next(iter(values)) if len(values) == 1 else None


__all__ = ["Label", "Role", "Section", "SheetHints", "hints_of", "sections_of"]
