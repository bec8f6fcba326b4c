"""Random timetables drawn in random manners must be read back lesson for lesson."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from parta.exchange.tests.grid_builder import DAYS, letter, messages, read, table
from parta.exchange.timetable.parsed import ParsedTimetable

Truth = dict[tuple[str, int, int], list[tuple[str, str]]]
"""(class, day, lesson) to (subject, room) pairs."""

Form = Callable[[int], object]
ClassForm = Callable[[str], str]

SUBJECTS = [
    "Математика", "Русский язык", "Алгебра", "Физика", "История", "Биология", "Химия", "Физ-ра", "ИЗО", "Окр. мир",
    "Родной язык", "Информатика", "Англ. яз.", "Разговоры о важном", "Вероят. и стат.", "Труд (технология)", "Кл. час",
]  # fmt: skip
DAY_FORMS: tuple[Form, ...] = (
    lambda day: DAYS[day],
    lambda day: DAYS[day].upper() + " ",
    lambda day: ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб")[day],
    lambda day: ("Пон.", "Вт.", "Ср.", "Четв.", "Пятн.", "Субб.")[day],
    lambda day: "\n".join(DAYS[day]),
    lambda day: " ".join(DAYS[day].upper()),
)
NUMBER_FORMS: tuple[Form, ...] = (
    lambda number: number,
    lambda number: f"{number} урок",
    lambda number: f"{number}.",
    lambda number: ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")[number - 1],
    lambda number: f"{number}\n{7 + number}:30-{8 + number}:10",
)
CLASS_FORMS: tuple[ClassForm, ...] = (
    lambda name: name,
    lambda name: name.lower(),
    lambda name: f"{name[:-1]} «{name[-1]}»",
    lambda name: f'{name[:-1]}"{name[-1].lower()}"',
    lambda name: f"{name[:-1]}-{name[-1]} класс",
    lambda name: f"{name[:-1]} {name[-1]}",
)


@dataclass
class Drawing:
    """How one random school draws."""

    rnd: random.Random
    classes: list[str]
    days: int
    truth: Truth
    room_column: bool

    def parts(self, name: str, day: int, number: int) -> list[tuple[str, str]]:
        return self.truth.get((name, day + 1, number), [])

    def cells(self, name: str, day: int, number: int) -> list[object]:
        """The lesson as one cell, or as a subject and a room cell."""
        parts = self.parts(name, day, number)
        subjects = list(dict.fromkeys(subject for subject, _ in parts))
        rooms = [room for _, room in parts]
        if self.room_column:
            shown = "/".join(room or "*" for room in rooms)
            room: object = int(shown) if shown.isdigit() else shown or None
            return ["/".join(subjects) or None, room]
        if len(subjects) == 1:
            return [f"{subjects[0]} {self.rnd.choice((',', '/', ', ')).join(filter(None, rooms))}".strip()]
        return ["/".join(f"{subject} {room}".strip() for subject, room in parts) or None]


def draw(seed: int) -> tuple[Truth, ParsedTimetable]:
    rnd = random.Random(seed)
    grades = rnd.sample(range(1, 12), rnd.randint(1, 4))
    classes = [f"{grade}{name}" for grade in sorted(grades) for name in "АБВГ"[: rnd.randint(1, 4)]]
    days = rnd.choice((5, 6))
    truth: Truth = {}
    for name in classes:
        for day in range(1, days + 1):
            for number in range(rnd.choice((1, 1, 1, 2)), rnd.randint(4, 8)):
                if rnd.random() > 0.04:
                    truth[name, day, number] = lesson(rnd)
    drawing = Drawing(rnd, classes, days, truth, room_column=rnd.random() < 0.5)
    layout = rnd.choice((days_down, days_down, sheet_a_day, day_titles, sheet_a_class, class_rows, class_blocks))
    return truth, layout(drawing)


def lesson(rnd: random.Random) -> list[tuple[str, str]]:
    """One subject; or two groups in two rooms; or two subjects."""
    room = str(rnd.choice((rnd.randint(101, 420), rnd.randint(11, 60), "с/з", "205а")))
    kind = rnd.random()
    if kind < 0.75:
        return [(rnd.choice(SUBJECTS), room if rnd.random() < 0.9 else "")]
    if kind < 0.88:
        return [("Англ. яз.", str(rnd.randint(101, 250))), ("Англ. яз.", str(rnd.randint(251, 420)))]
    first, second = rnd.sample(SUBJECTS[:12], 2)
    return [(first, str(rnd.randint(101, 420))), (second, str(rnd.randint(101, 420)))]


def head_cells(drawing: Drawing, form: ClassForm, names: list[str]) -> list[object]:
    cells: list[object] = []
    head = drawing.rnd.choice(("каб.", "Каб", "№ каб", None))
    for name in names:
        cells += [form(name), head] if drawing.room_column else [form(name)]
    return cells


def titles(drawing: Drawing) -> list[list[object]]:
    above: list[list[object]] = [[None, None, None, "УТВЕРЖДАЮ"], ["Расписание уроков на 2025-2026 учебный год"], []]
    return above[: drawing.rnd.randint(0, 3)]


def lines(drawing: Drawing, day: int, names: list[str], number_form: Form) -> list[list[object]]:
    last = max([number for name, one, number in drawing.truth if name in names and one == day + 1], default=4)
    return [
        [number_form(number), *(cell for name in names for cell in drawing.cells(name, day, number))]
        for number in range(1, max(last, 3) + 1)
    ]


def days_down(drawing: Drawing) -> ParsedTimetable:
    """Days in the first column, numbers in the second, classes across."""
    day_form, number_form = drawing.rnd.choice(DAY_FORMS), drawing.rnd.choice(NUMBER_FORMS)
    rows = [*titles(drawing), ["День", "№", *head_cells(drawing, drawing.rnd.choice(CLASS_FORMS), drawing.classes)]]
    merges = []
    merged, spaced = drawing.rnd.random() < 0.6, drawing.rnd.random() < 0.3
    for day in range(drawing.days):
        block = lines(drawing, day, drawing.classes, number_form)
        if merged:
            merges.append(f"A{len(rows) + 1}:A{len(rows) + len(block)}")
        rows += [[day_form(day) if index == 0 else None, *line] for index, line in enumerate(block)]
        rows += [[]] if spaced else []
    rows += [[], ["Заместитель директора ____________"]]
    return read({"Лист1": table(rows)}, {"Лист1": merges})


def sheet_a_day(drawing: Drawing) -> ParsedTimetable:
    """A sheet for each day; two blocks of classes one under another."""
    form, number_form = drawing.rnd.choice(CLASS_FORMS), drawing.rnd.choice(NUMBER_FORMS)
    middle = (len(drawing.classes) + 1) // 2
    sheets = {}
    for day in range(drawing.days):
        rows = titles(drawing)
        for names in filter(None, (drawing.classes[:middle], drawing.classes[middle:])):
            rows.append(["№", *head_cells(drawing, form, names)])
            rows += lines(drawing, day, names, number_form)
            rows += [[]] * drawing.rnd.randint(0, 2)
        sheets[DAYS[day]] = table(rows)
    return read(sheets)


def day_titles(drawing: Drawing) -> ParsedTimetable:
    """The day is a row of its own, merged over the table; classes are named once or under every day."""
    form, number_form = drawing.rnd.choice(CLASS_FORMS), drawing.rnd.choice(NUMBER_FORMS)
    head = ["№", *head_cells(drawing, form, drawing.classes)]
    again = drawing.rnd.random() < 0.5
    rows: list[list[object]] = [*titles(drawing)] + ([] if again else [head])
    merges = []
    for day in range(drawing.days):
        rows.append([DAYS[day]])
        merges.append(f"A{len(rows)}:{letter(len(head) - 1)}{len(rows)}")
        rows += [head] if again else []
        rows += lines(drawing, day, drawing.classes, number_form)
    return read({"Расписание": table(rows)}, {"Расписание": merges})


def sheet_a_class(drawing: Drawing) -> ParsedTimetable:
    """A sheet for each class, days across."""
    day_form, number_form = drawing.rnd.choice(DAY_FORMS[:4]), drawing.rnd.choice(NUMBER_FORMS)
    sheets = {}
    for name in drawing.classes:
        rows = [*titles(drawing)]
        head: list[object] = ["Урок"]
        for day in range(drawing.days):
            head += [day_form(day), "каб."] if drawing.room_column else [day_form(day)]
        rows.append(head)
        for number in range(1, 9):
            rows.append(
                [number_form(number), *(c for day in range(drawing.days) for c in drawing.cells(name, day, number))]
            )
        sheets[name] = table(rows)
    return read(sheets)


def class_rows(drawing: Drawing) -> ParsedTimetable:
    """Classes down, days and under them lesson numbers across."""
    day_form, form = drawing.rnd.choice(DAY_FORMS[:4]), drawing.rnd.choice(CLASS_FORMS)
    width = 2 if drawing.room_column else 1
    top: list[object] = ["Класс"]
    numbers: list[object] = [None]
    merges = []
    for day in range(drawing.days):
        merges.append(f"{letter(len(top))}1:{letter(len(top) + 8 * width - 1)}1")
        top += [day_form(day)] + [None] * (8 * width - 1)
        numbers += [cell for number in range(1, 9) for cell in ([number, "каб"] if width == 2 else [number])]
    rows = [top, numbers]
    for name in drawing.classes:
        rows.append(
            [form(name), *(c for day in range(drawing.days) for n in range(1, 9) for c in drawing.cells(name, day, n))]
        )
    return read({"Л": table(rows)}, {"Л": merges})


def class_blocks(drawing: Drawing) -> ParsedTimetable:
    """Blocks of classes one under another on one sheet, days across."""
    form, number_form = drawing.rnd.choice(CLASS_FORMS), drawing.rnd.choice(NUMBER_FORMS[:4])
    rows: list[list[object]] = titles(drawing)
    for name in drawing.classes:
        rows.append([form(name)] if drawing.rnd.random() < 0.5 else [None, form(name)])
        head: list[object] = ["№"]
        for day in range(drawing.days):
            head += [DAYS[day], "каб."] if drawing.room_column else [DAYS[day]]
        rows.append(head)
        for number in range(1, 9):
            rows.append(
                [number_form(number), *(c for day in range(drawing.days) for c in drawing.cells(name, day, number))]
            )
        rows.append([])
    return read({"Все классы": table(rows)})


@pytest.mark.parametrize("seed", range(60))
def test_a_random_school_is_read_lesson_for_lesson(seed: int) -> None:
    truth, result = draw(seed)
    found: Truth = {}
    for one in result.lessons:
        for name in one.classes:
            found.setdefault((name, one.weekday, one.number), []).append((one.subject, ", ".join(one.rooms)))
    assert {key: sorted(parts) for key, parts in found.items()} == {key: sorted(parts) for key, parts in truth.items()}
    assert result.classes == sorted({name for name, _, _ in truth}, key=lambda name: (int(name[:-1]), name[-1])), (
        messages(result)
    )
