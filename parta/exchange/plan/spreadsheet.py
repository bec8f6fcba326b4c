"""Turns the rows of a plan's tables into lessons: sections, rows of N hours, ranges of numbers, dates that follow."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from parta.exchange.dates import DayWithoutYear
from parta.exchange.headers import Header, formula_cells
from parta.exchange.plan.cells import dates_of, plain, split_hours_tail, topic_text
from parta.exchange.plan.parsed import ParsedPlan, ParsedTopic, ParsedUnit, PlanTable
from parta.exchange.plan.rows import Meaning, PlanRow, read_row, with_meanings
from parta.exchange.problems import Problem
from parta.exchange.reading import address

_NO_DATE = frozenset({"-", "–", "—"})


class PlanBuilder:
    """Collects lessons from one table after another into one plan.

    academic_year: first year, for dates written without one; None when the file names none.
    """

    def __init__(self, plan: ParsedPlan, academic_year: int | None) -> None:
        self.plan = plan
        self.academic_year = academic_year
        self.unit: int | None = None
        self.unit_of_section: dict[str, int] = {}
        # Copies of the last topic that have no date of their own yet: the next rows may hold only dates.
        self.undated_copies = 0
        self.last_number = 0
        self.after_hours = 0
        self.totals: list[tuple[Decimal, str]] = []
        self.lost: list[PlanRow] = []
        self.odd_dates: list[str] = []

    def take_table(self, table: PlanTable, header: Header, first: int, last: int) -> None:
        """Reads rows first…last (0-based, inclusive) under this header."""
        for line, column in formula_cells(table.sheet, range(first, last + 1), header.columns("topic")):
            if table.sheet.raw(line, column) is None:
                # Nobody has calculated it: the row reads as one without a topic, or as nothing at all.
                self._refuse_formula(table, line, column)
        read = (read_row(table, row, header) for row in range(first, last + 1))
        for row in with_meanings([row for row in read if row], header):
            self._take(row, header)

    def _take(self, row: PlanRow, header: Header) -> None:
        if row.meaning in {Meaning.LESSON, Meaning.MORE_DATES}:
            self._refuse_formulas(row, header)
        takers = {
            Meaning.LESSON: self._take_lesson,
            Meaning.SECTION: self._take_section,
            Meaning.MORE_DATES: self._take_more_dates,
            Meaning.LOST_TOPIC: self._take_lost,
            Meaning.NOTHING: self._take_odd,
            Meaning.PART_TOTAL: self._leave_section,
            Meaning.TOTAL: self._take_total,
        }
        takers[row.meaning](row)

    def _leave_section(self, _row: PlanRow) -> None:
        """«Итого по разделу»: what follows is in no section until the next one."""
        self.unit = None

    def _take_total(self, row: PlanRow) -> None:
        hours = row.hours or split_hours_tail(row.topic)[1]
        if hours is not None:
            self.totals.append((hours, row.place))

    def _refuse_formulas(self, row: PlanRow, header: Header) -> None:
        for column, key in header.keys.items():
            if (
                key in {"topic", "hours", "date", "homework", "section"}
                and (row.row, column) in row.table.sheet.formulas
            ):
                self._refuse_formula(row.table, row.row, column)

    def _refuse_formula(self, table: PlanTable, row: int, column: int) -> None:
        cell = address(row, column)
        place = f"{table.label}, ячейка {cell}" if table.label else f"ячейка {cell}"
        message = f"В ячейке {cell} формула. Замените её значением и загрузите файл снова."
        self.plan.problems.append(Problem(place, message, blocking=True))

    def _take_section(self, row: PlanRow) -> None:
        title, tail = split_hours_tail(" ".join((row.topic or row.section).split()))
        self.unit = len(self.plan.units)
        hours = None if self._is_formula(row) else row.hours
        self.plan.units.append(ParsedUnit(title, hours if hours is not None else tail))
        self.undated_copies = 0

    def _is_formula(self, row: PlanRow) -> bool:
        return any(cell[0] == row.row for cell in row.table.sheet.formulas)

    def _take_lesson(self, row: PlanRow) -> None:
        if row.section:
            self._enter_section(row.section)
        self._check_number(row)
        text = topic_text(row.topic)
        if text != " ".join(row.topic.split()):
            self.plan.problems.append(
                Problem(row.place, "В конце темы стояло «0,5» (практическая работа): это убрано из темы.")
            )
        lessons, hours_each = self._lessons(row)
        dates = self._dates(row)
        self.plan.add(
            ParsedTopic(text, hours_each, self.unit, day, row.homework, row.kind, row.place)
            for day in [*dates, *[None] * lessons][:lessons]
        )
        self.undated_copies = max(0, lessons - max(1, len(dates)))

    def _enter_section(self, text: str) -> None:
        """A column of sections: the same title again is the same section."""
        title, hours = split_hours_tail(" ".join(text.split()))
        if title not in self.unit_of_section:
            self.unit_of_section[title] = len(self.plan.units)
            self.plan.units.append(ParsedUnit(title, hours))
        self.unit = self.unit_of_section[title]

    def _lessons(self, row: PlanRow) -> tuple[int, Decimal]:
        """How many lessons the row stands for, and the hours of each."""
        count = row.number.count if row.number else 1
        if row.hours is None:
            if row.hours_written:
                self.plan.problems.append(
                    Problem(row.place, "Часы не поняты, принят один урок. Впишите число.", blocking=True)
                )
            return count, Decimal(1)
        if count > 1:
            if row.hours != count:
                said, hours = row.number_text, plain(row.hours)
                message = f"Номер «{said}» означает уроков: {count}, а часов указано {hours}. Проверьте строку."
                self.plan.problems.append(Problem(row.place, message))
            return count, row.hours / count
        lessons = int(row.hours.to_integral_value(rounding=ROUND_CEILING))
        if lessons > 1 and lessons != row.hours:
            message = f"Дробное число часов {plain(row.hours)}: строка принята за уроки, их {lessons}."
            self.plan.problems.append(Problem(row.place, message))
        return lessons, row.hours / lessons

    def _check_number(self, row: PlanRow) -> None:
        """Lost and repeated numbers are told; numbering may begin anew in each section."""
        if row.number is None or len(row.number.path) > 1:
            return
        number = row.number.path[0]
        if self.last_number and number not in {1, self.last_number + 1, self.after_hours}:
            message = f"После урока {self.last_number} идёт урок {number}. Проверьте, не потеряны ли строки."
            self.plan.problems.append(Problem(row.place, message))
        self.last_number = row.number.last
        # A row of two hours numbered 1 may be followed by row 2 or by lesson 3.
        self.after_hours = number + math.ceil(row.hours or 1)

    def _dates(self, row: PlanRow) -> list[date | None]:
        found = dates_of(row.date)
        if row.date is not None and not found and row.date not in _NO_DATE:
            self.odd_dates.append(row.place)
        return [self._with_year(day, row) for day in found]

    def _with_year(self, day: date | DayWithoutYear, row: PlanRow) -> date | None:
        if isinstance(day, date):
            return day
        full = day.in_academic_year(self.academic_year) if self.academic_year else None
        if full is None:
            self.odd_dates.append(row.place)
        return full

    def _take_more_dates(self, row: PlanRow) -> None:
        """A row with a date and no topic is the next lesson of the topic above."""
        if not self.plan.topics:
            return
        dates = self._dates(row)
        if row.number:
            self._check_number(row)
        if self.undated_copies:
            index = len(self.plan.topics) - self.undated_copies
            self.plan.topics[index] = replace(self.plan.topics[index], planned_date=next(iter(dates), None))
            self.undated_copies -= 1
        elif row.number is not None or row.topic:
            day = next(iter(dates), None)
            last = replace(
                self.plan.topics[-1], hours=Decimal(1), planned_date=day, homework=row.homework, place=row.place
            )
            self.plan.add([last])
        else:
            self.plan.problems.append(
                Problem(row.place, "Дата без темы: впишите тему или удалите строку.", blocking=True)
            )

    def _take_odd(self, row: PlanRow) -> None:
        """Homework or hours without a topic: nothing is guessed, the row is named."""
        if not row.topic and (row.homework or row.hours is not None):
            message = "В строке нет темы, она не взята. Впишите тему или перенесите задание к уроку выше."
            self.plan.problems.append(Problem(row.place, message))

    def _take_lost(self, row: PlanRow) -> None:
        """A number without a topic goes on with the topic above if that one has hours left; else the topic is lost."""
        if self.undated_copies:
            self._take_more_dates(row)
        else:
            self.lost.append(row)

    def finish(self) -> None:
        """Says once what was met many times, and compares the totals."""
        if self.lost:
            first, last = self.lost[0], self.lost[-1]
            rows = first.place if first is last else f"{first.place} и далее до строки {last.row + 1}"
            message = "Стоит номер урока, а темы нет. Впишите темы или удалите строки и загрузите файл снова."
            self.plan.problems.append(Problem(rows, message, blocking=True))
        if self.odd_dates:
            message = f"Даты не поняты и не перенесены (строк: {len(self.odd_dates)}). Запишите их так: 05.09.2025."
            self.plan.problems.append(Problem(self.odd_dates[0], message))
        for hours, place in self.totals[-1:]:
            if hours != self.plan.hours:
                said, summed = plain(hours), plain(self.plan.hours)
                message = f"В строке «Всего» указано {said} ч, а по строкам выходит {summed} ч. Проверьте план."
                self.plan.problems.append(Problem(place, message))


def titles_above(table: PlanTable, header: Header) -> list[str]:
    """Texts outside the table and in the rows above its header, top to bottom, each once."""
    inside = [table.sheet.text(row, column) for row in range(header.top) for column in range(table.sheet.width)]
    return list(dict.fromkeys(text for text in [*table.titles, *inside] if text))


def unit_hours_problems(plan: ParsedPlan, tables: Sequence[PlanTable]) -> list[Problem]:
    """Sections whose own hours differ from their lessons', in one sentence."""
    sums = [Decimal(0)] * len(plan.units)
    for topic in plan.topics:
        if topic.unit is not None:
            sums[topic.unit] += topic.hours
    wrong = [unit for unit, total in zip(plan.units, sums, strict=True) if unit.hours and total and unit.hours != total]
    if not wrong:
        return []
    named = "; ".join(f"«{unit.title[:60]}»" for unit in wrong[:3]) + (" и другие" if len(wrong) > 3 else "")
    place = tables[0].label or "файл"
    return [
        Problem(place, f"Часы раздела не равны сумме его уроков (разделов: {len(wrong)}): {named}. Проверьте план.")
    ]


__all__ = ["PlanBuilder", "titles_above", "unit_hours_problems"]
