"""Reads tables of examination results as schools and examination offices send them: a row a pupil."""

import re

from parta.exchange.errors import UnreadableFile
from parta.exchange.exams.parsed import Cell, ParsedResult, ParsedResults
from parta.exchange.headers import ColumnKind, Header, cell_place, header_at, headings_seen, kind, row_place
from parta.exchange.people.columns import NAMES, ROSTER, title_of
from parta.exchange.people.names import ReadName, class_in_title, class_name, read_full_name, read_name_parts
from parta.exchange.people.rows import row_heading
from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet, address, open_tables

_PEOPLE = frozenset({"number", "last", "first", "middle", "full", "class", "letter"})
# Order matters: the first pattern that is found decides. Numbers of papers are nobody's business here.
COLUMNS: tuple[ColumnKind, ...] = (
    kind("", r"паспорт|серия|документ|снилс|пункт|аудитор|место|минимал|задани|процент|вариант|^код"),
    kind("primary", r"первичн|сумма балл", "первичный балл"),
    kind("points", r"балл", "балл"),
    kind("value", r"оценка|отметка|зач[её]т", "отметка"),
    kind("result", r"результат", "результат"),
    kind("subject", r"предмет", "предмет"),
    *(one for one in ROSTER if one.key in _PEOPLE),
)
_NOBODY = re.compile(r"[-–—]+|н/?я|не\s*явил(?:ся|ась)|неявка|отсутств\w*|не сдавал[а]?|не участв\w*", re.IGNORECASE)


def read_results(data: bytes, file_name: str) -> ParsedResults:
    """Pupils with a mark, points or both, of an XLSX, ODS, XLS or CSV file (S0-8b, S1-1.10d).

    Rows without a result (did not come) are kept, with empty cells. What cannot be read is a blocking Problem with its
    row and column. Raises UnreadableFile when no sheet has names beside marks or points.
    """
    sheets = [sheet for sheet in open_tables(data, file_name) if sheet.rows]
    parsed = ParsedResults(file_name)
    for sheet in sheets:
        if sheet.hidden:
            message = "Лист скрыт и не прочитан. Если он нужен, покажите его."
            parsed.problems.append(Problem(f"лист «{sheet.name}»", message))
        else:
            _SheetReader(sheet, parsed).read()
    if not parsed.rows and not any(problem.blocking for problem in parsed.problems):
        seen = headings_seen(sheets)
        found = f" Найдены заголовки: {seen}." if seen else ""
        raise UnreadableFile(
            f"В файле «{file_name}» не найдено таблицы с результатами.{found} "
            "Нужен столбец «ФИО» (или «Фамилия», «Имя», «Отчество») и столбец «Отметка» или «Балл»."
        )
    return parsed


class _SheetReader:
    """Walks one sheet; titles, totals and signatures are passed over."""

    def __init__(self, sheet: Sheet, parsed: ParsedResults) -> None:
        self.sheet = sheet
        self.parsed = parsed
        self.header: Header | None = None
        self.class_name = class_in_title(sheet.name)

    def read(self) -> None:
        row = 0
        while row < self.sheet.height:
            header = header_at(self.sheet, row, COLUMNS, NAMES, repeated=self.header is not None)
            if header:
                self._begin(header)
                row = header.bottom
            else:
                self._take(row)
            row += 1

    def _begin(self, header: Header) -> None:
        self.header = header
        for column, heading in header.headings.items():
            self.parsed.columns.setdefault(heading, title_of(COLUMNS, header.keys.get(column, "")))
        if header.has("result") and not header.has("points", "primary", "value"):
            column = header.column("result") or 0
            message = "Отметка это или балл? Назовите столбец «Отметка» или «Балл» и загрузите файл снова."
            self._problem(self._column_place(header.top, column, header), message)
        elif not header.has("points", "primary", "value"):
            message = "Рядом с именами нет столбца «Отметка» или «Балл». Добавьте его и загрузите файл снова."
            self._problem(row_place(self.sheet, header.top), message)

    def _take(self, row: int) -> None:
        texts = [text for column in range(self.sheet.width) if (text := self._text(row, column))]
        header = self.header
        if not texts:
            return
        if header is None:
            self.class_name = class_in_title(" ".join(texts)) or self.class_name
            return
        name = " ".join(self._cell(row, key).text for key in ("full", "last", "first", "middle")).strip()
        heading = row_heading(texts, name, self._cell(row, "number").text)
        if heading:
            self.class_name = heading.class_name or self.class_name
        elif name:
            self._take_pupil(row, header)
        elif self._value(row).text or self._points(row).text:
            self._problem(row_place(self.sheet, row), "Результат есть, а имени нет. Допишите имя или удалите строку.")

    def _take_pupil(self, row: int, header: Header) -> None:
        read, place = self._name(row), row_place(self.sheet, row)
        if read.error:
            self._problem(place, f"{read.error[:1].upper()}{read.error[1:]} и загрузите файл снова.")
            return
        self._refuse_formulas(row, header)
        told = self._cell(row, "class").text + self._cell(row, "letter").text
        unit = class_name(told) if told else self.class_name
        if told and not unit:
            message = f"Класс «{told}» не понят. Запишите его так: 9А."
            self._problem(self._cell(row, "class").place, message)
        self.parsed.rows.append(
            ParsedResult(read.name, place, unit, self._value(row), self._points(row), self._cell(row, "subject"))
        )

    def _name(self, row: int) -> ReadName:
        full = self._cell(row, "full").text
        if full:
            return read_full_name(full)
        last, first, middle = (self._cell(row, key).text for key in ("last", "first", "middle"))
        if first and not middle and len(first.split()) == 2:
            first, middle = first.split()
        return read_name_parts(last, first, middle)

    def _value(self, row: int) -> Cell:
        return self._told(row, "value")

    def _points(self, row: int) -> Cell:
        """Of the test score, where the file has one, else of the primary score."""
        own = self.header is not None and self.header.has("points")
        return self._told(row, "points" if own else "primary")

    def _told(self, row: int, key: str) -> Cell:
        cell = self._cell(row, key)
        return Cell("", cell.place) if _NOBODY.fullmatch(cell.text) else cell

    def _cell(self, row: int, key: str) -> Cell:
        """The first filled cell of the key; an empty one still knows its place."""
        header = self.header
        columns = header.columns(key) if header else []
        if header is None or not columns:
            return Cell()
        column = next((one for one in columns if self._text(row, one)), columns[0])
        return Cell(" ".join(self._text(row, column).split()), self._column_place(row, column, header))

    def _column_place(self, row: int, column: int, header: Header) -> str:
        heading = header.headings.get(column, "")
        return cell_place(self.sheet, row, column) + (f", столбец «{heading}»" if heading else "")

    def _text(self, row: int, column: int) -> str:
        return self.sheet.text(row, column) if self.sheet.raw(row, column) is not None else ""

    def _refuse_formulas(self, row: int, header: Header) -> None:
        for column, key in header.keys.items():
            if (row, column) in self.sheet.formulas and key not in {"number", ""}:
                message = f"В ячейке {address(row, column)} формула. Замените её значением и загрузите файл снова."
                self._problem(self._column_place(row, column, header), message)

    def _problem(self, place: str, message: str) -> None:
        self.parsed.problems.append(Problem(place, message, blocking=True))


__all__ = ["COLUMNS", "read_results"]
