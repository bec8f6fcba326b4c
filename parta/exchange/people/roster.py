"""Reads class lists: one class or a whole school, a sheet per class or all on one, headings wherever they stand."""

from collections.abc import Iterator
from dataclasses import replace

from parta.exchange.errors import UnreadableFile
from parta.exchange.headers import Header, filled_columns, header_at, headings_seen
from parta.exchange.people.checks import check_students
from parta.exchange.people.columns import NAMES, ROSTER, title_of
from parta.exchange.people.guess import header_by_content
from parta.exchange.people.names import class_name as read_class
from parta.exchange.people.parsed import Movement, ParsedRoster, ParsedStudent
from parta.exchange.people.pupil import PupilRow
from parta.exchange.people.rows import Heading, name_is_formula, row_heading, title_of_row
from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet, open_tables


def read_roster(data: bytes, file_name: str, class_name: str | None = None) -> ParsedRoster:
    """Class lists of an XLSX, ODS, XLS or CSV file (requirements §5 «Import with a dry run»).

    class_name: the class chosen by the person, used where the file names none.
    Students who left are listed too, with `left` filled. What was not understood stands in `problems`; a blocking one
    must be mended before the list is written. Raises UnreadableFile when there is no column of names at all.
    """
    sheets = [sheet for sheet in open_tables(data, file_name) if sheet.rows]
    roster = ParsedRoster(file_name)
    chosen = read_class(class_name or "") or (class_name or "")
    names_are_grades = len(sheets) > 1 and all(read_class(sheet.name) for sheet in sheets)
    for sheet in sheets:
        if sheet.hidden:
            roster.problems.append(
                Problem(f"лист «{sheet.name}»", "Лист скрыт и не прочитан. Если он нужен, покажите его.")
            )
            continue
        _SheetReader(sheet, roster, _class_of_tab(sheet, names_are_grades)).read()
    if not roster.students and not any(problem.blocking for problem in roster.problems):
        raise UnreadableFile(_no_names(sheets, file_name))
    _settle_classes(roster, chosen)
    roster.problems += check_students(roster.students)
    return roster


def _class_of_tab(sheet: Sheet, bare_grades_too: bool) -> str:
    name = read_class(sheet.name)
    return "" if name.isdigit() and not bare_grades_too and "кл" not in sheet.name.lower() else name


def _no_names(sheets: list[Sheet], file_name: str) -> str:
    seen = headings_seen(sheets)
    found = f" Найдены заголовки: {seen}." if seen else ""
    return (
        f"В файле «{file_name}» нет столбца с именами учеников.{found} "
        "Добавьте столбец «ФИО» или столбцы «Фамилия», «Имя», «Отчество» и загрузите файл снова."
    )


def _settle_classes(roster: ParsedRoster, chosen: str) -> None:
    """Gives the chosen class to students without one, and says when the file names another."""
    without = [student for student in roster.students if not student.class_name]
    if without and chosen:
        roster.students = [
            student if student.class_name else replace(student, class_name=chosen) for student in roster.students
        ]
    elif without:
        roster.problems.append(
            Problem(
                without[0].place, "Не указано, какой это класс. Выберите класс и загрузите файл снова.", blocking=True
            )
        )
    named = dict.fromkeys(student.class_name for student in roster.students if student.class_name)
    roster.classes = list(named)
    others = [name for name in named if name != chosen]
    if chosen and others:
        roster.problems.append(
            Problem(
                "файл", f"Выбран класс {chosen}, а в файле: {', '.join(others)}. Проверьте, тот ли это список.", True
            )
        )


class _SheetReader:
    """Walks one sheet from top to bottom and keeps in mind the class, subgroup and section it is in."""

    def __init__(self, sheet: Sheet, roster: ParsedRoster, class_of_tab: str) -> None:
        self.sheet = sheet
        self.roster = roster
        self.class_of_tab = class_of_tab
        self.title_classes: list[tuple[int, str]] = []
        self.header: Header | None = None
        self.lists: list[_List] = []

    def read(self) -> None:
        row = 0
        while row < self.sheet.height:
            header = header_at(self.sheet, row, ROSTER, NAMES, repeated=self.header is not None)
            if header:
                self._begin(header)
                row = header.bottom
            elif self.header:
                for one in self.lists:
                    one.take(row)
            else:
                self._take_title(row)
            row += 1
        if not self.header:
            self._read_without_header()
        for one in self.lists:
            one.finish()

    def _begin(self, header: Header) -> None:
        before = {one.left: one for one in self.lists}
        for one in self.lists:
            one.finish()
        self.header = header
        for column, heading in header.headings.items():
            self.roster.columns.setdefault(heading, title_of(ROSTER, header.keys.get(column, "")))
        self.lists = []
        blocks = list(_blocks(header))
        for block in blocks:
            one = _List(self.sheet, self.roster, block, self._class_above(block), len(blocks) > 1)
            if block.left in before:
                one.continue_after(before[block.left])
            self.lists.append(one)

    def _class_above(self, block: "_Block") -> str:
        """The title nearest above this block of columns, else the last title, else the name of the tab."""
        inside = [name for column, name in self.title_classes if block.left <= column <= block.right]
        anywhere = [name for _, name in self.title_classes]
        return next(reversed(inside or anywhere), self.class_of_tab)

    def _take_title(self, row: int) -> None:
        columns = filled_columns(self.sheet, row)
        texts = [self.sheet.text(row, column) for column in columns]
        if not texts:
            return
        title = title_of_row(texts)
        self.roster.academic_year = title.year or self.roster.academic_year
        for column, text in zip(columns, texts, strict=True):
            name = title_of_row([text]).class_name
            if name:
                self.title_classes.append((column, name))
        if title.teacher:
            known = title.class_name or (self.title_classes[-1][1] if self.title_classes else self.class_of_tab)
            self.roster.homeroom.setdefault(known, title.teacher)

    def _read_without_header(self) -> None:
        header = header_by_content(self.sheet)
        if header is None:
            if self.sheet.name:
                message = "На листе нет столбца с именами учеников, он не прочитан."
                self.roster.problems.append(Problem(f"лист «{self.sheet.name}»", message))
            return
        message = "Заголовков нет. Что в каком столбце, определено по содержимому: проверьте первые строки."
        self.roster.problems.append(Problem(f"лист «{self.sheet.name}»" if self.sheet.name else "файл", message))
        self.title_classes.clear()
        self._begin(header)
        for row in range(self.sheet.height):
            self.lists[0].take(row)


class _Block(Header):
    """The columns of one list; several lists may stand side by side under one row of headings."""

    __slots__ = ()

    @property
    def left(self) -> int:
        return min(self.keys)

    @property
    def right(self) -> int:
        return max(self.keys)


def _blocks(header: Header) -> Iterator[_Block]:
    """A list begins anew where a column of numbers or names is met for the second time."""
    current: dict[int, str] = {}
    for column, key in sorted(header.keys.items()):
        same_heading = current.get(column - 1) == key and header.headings.get(column) == header.headings.get(column - 1)
        if key in {"number", "full", "last"} and key in current.values() and not same_heading:
            if NAMES & set(current.values()):
                yield _Block(header.top, header.bottom, current, header.headings)
            current = {}
        current[column] = key
    if NAMES & set(current.values()):
        yield _Block(header.top, header.bottom, current, header.headings)


class _List:
    """One list of pupils: its columns and everything that headings between its rows have said so far."""

    def __init__(self, sheet: Sheet, roster: ParsedRoster, block: _Block, class_name: str, beside_others: bool) -> None:
        self.sheet = sheet
        self.roster = roster
        self.block = block
        self.left = block.left
        self.class_name = class_name
        self.groups: dict[str, str] = {}
        self.moved = ""
        self.since_total = 0
        self.empty_numbers: list[int] = []
        self.columns = range(block.left, block.right + 1) if beside_others else range(sheet.width)

    def continue_after(self, other: "_List") -> None:
        """The heading is repeated on the next page: class, subgroup and section go on."""
        self.class_name = other.class_name or self.class_name
        self.groups, self.moved, self.since_total = other.groups, other.moved, other.since_total

    def take(self, row: int) -> None:
        texts = [text for column in self.columns if (text := self._own_text(row, column))]
        pupil = PupilRow(self.sheet, row, self.block, self.roster)
        if not pupil.name_text and name_is_formula(self.sheet, row, self.block):
            # A name that nobody has calculated reads as an empty cell: the pupil may not be lost without a word.
            self._take_pupil(pupil)
            return
        if not texts:
            return
        heading = row_heading(texts, pupil.name_text, pupil.number_text)
        if heading and not pupil.has_birth_date():
            self._take_heading(heading, row)
        elif pupil.is_empty_number():
            self.empty_numbers.append(row)
        else:
            self._take_pupil(pupil)

    def _own_text(self, row: int, column: int) -> str:
        return self.sheet.text(row, column) if self.sheet.raw(row, column) is not None else ""

    def _take_pupil(self, pupil: PupilRow) -> None:
        student = pupil.student(self.class_name, tuple(self.groups.items()))
        if student:
            self.roster.students.append(self._in_section(student))
            self.since_total += 1

    def _in_section(self, student: ParsedStudent) -> ParsedStudent:
        """Rows under «Выбыли» or «Прибыли» have moved even when their own note does not say so."""
        moved = Movement(None, "", student.note)
        if self.moved == "left" and not student.left:
            return replace(student, left=moved)
        return replace(student, joined=moved) if self.moved == "joined" and not student.joined else student

    def _take_heading(self, heading: Heading, row: int) -> None:
        if heading.total is not None:
            self._compare_total(heading.total, row)
        if heading.moved:
            self.moved = heading.moved
        if heading.group:
            self._take_group(heading, row)
        if heading.class_name:
            self.class_name, self.groups, self.moved, self.since_total = heading.class_name, {}, "", 0
        if heading.teacher:
            self.roster.homeroom.setdefault(heading.class_name or self.class_name, heading.teacher)

    def _take_group(self, heading: Heading, row: int) -> None:
        first = heading.subject not in self.groups
        self.groups[heading.subject] = heading.group
        if first and self.since_total and heading.group != "1":
            message = "Выше этой строки подгруппа не названа: эти ученики оставлены без подгруппы."
            self.roster.problems.append(Problem(PupilRow.place_of(self.sheet, row), message))

    def _compare_total(self, total: int, row: int) -> None:
        if self.since_total and total != self.since_total:
            message = f"Здесь указано «всего {total}», а в списке выше учеников: {self.since_total}. Проверьте список."
            self.roster.problems.append(Problem(PupilRow.place_of(self.sheet, row), message, blocking=True))
        self.since_total = 0

    def finish(self) -> None:
        """Says which numbered rows are empty: a list may have lost its second half."""
        if not self.empty_numbers:
            return
        first, last = self.empty_numbers[0] + 1, self.empty_numbers[-1] + 1
        rows = f"строка {first}" if first == last else f"строки {first}–{last}"
        place = f"лист «{self.sheet.name}», {rows}" if self.sheet.name else rows
        message = "Стоит номер, а имени нет. Допишите ученика или удалите строку и загрузите файл снова."
        self.roster.problems.append(Problem(place, message, blocking=True))
        self.empty_numbers = []


__all__ = ["read_roster"]
