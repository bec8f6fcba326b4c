"""Opens a plan in any of its formats, finds the tables that hold lessons and chooses those of the asked grade."""

from collections.abc import Sequence
from dataclasses import dataclass

from parta.exchange.dates import academic_year_in, day_of
from parta.exchange.errors import UnreadableFile
from parta.exchange.headers import Header, header_at, headings_seen
from parta.exchange.people.names import fold
from parta.exchange.plan.cells import plain
from parta.exchange.plan.columns import CORE, PLAN
from parta.exchange.plan.docx import docx_tables, is_docx
from parta.exchange.plan.frp_json import read_frp
from parta.exchange.plan.parsed import ParsedPlan, PlanTable
from parta.exchange.plan.spreadsheet import PlanBuilder, titles_above, unit_hours_problems
from parta.exchange.plan.titles import class_of_tab, declared_hours, grade_in, known_subject, subject_in
from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet, check_size, decode_text, open_tables
from parta.lib.dates import academic_year_of

# A plan with fewer lessons than this share of the declared hours has probably lost its second half.
LEAST_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Part:
    """Rows first…last of a table under one header; grade and letter when its tab or titles name them."""

    table: PlanTable
    header: Header
    first: int
    last: int
    titles: tuple[str, ...]
    grade: int | None
    letter: str

    @property
    def is_lesson_list(self) -> bool:
        """A list of lessons, not only of themes with hours: it says «урок» or has dates."""
        topics = [self.header.headings.get(column, "") for column in self.header.columns("topic")]
        return self.header.has("date", "homework") or any(
            "урок" in fold(text) or "занят" in fold(text) for text in topics
        )


def read_plan(data: bytes, file_name: str, subject: str | None, grade: int | None) -> ParsedPlan:
    """The thematic plan of one course (XLSX, ODS, CSV, DOCX tables, JSON of the federal programmes).

    subject, grade: as chosen by the person; None: taken from the titles of the file. Every lesson becomes one
    ParsedTopic. What was not understood stands in `problems`. Raises UnreadableFile with a Russian sentence when
    there is no column of topics, the grade is not in the file, or the file is broken or harmful.
    """
    check_size(data, file_name)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return _named(read_frp(decode_text(data, file_name).lstrip("\ufeff"), file_name, subject, grade))
    tables = docx_tables(data, file_name) if is_docx(data) else _sheet_tables(open_tables(data, file_name))
    parts = _parts([table for table in tables if not table.sheet.hidden])
    if not parts:
        raise UnreadableFile(_no_topics(tables, file_name))
    plan = ParsedPlan(file_name, subject or "", grade)
    hidden = [table.label for table in tables if table.sheet.hidden]
    plan.problems += [Problem(label, "Лист скрыт и не прочитан. Если он нужен, покажите его.") for label in hidden]
    chosen = _chosen(parts, plan, grade)
    titles = list(dict.fromkeys(text for part in chosen for text in part.titles))
    everywhere = list(dict.fromkeys([*titles, *(text for part in parts for text in part.titles)]))
    _read_titles(plan, everywhere, subject, chosen[0].grade or grade_in(everywhere))
    builder = PlanBuilder(plan, _academic_year(titles, chosen))
    for part in chosen:
        for column, heading in part.header.headings.items():
            plan.columns.setdefault(heading, _meaning(part.header.keys.get(column, "")))
        builder.take_table(part.table, part.header, part.first, part.last)
    builder.finish()
    if not plan.topics:
        raise UnreadableFile(
            f"В файле «{file_name}» под заголовками нет ни одного урока. Проверьте, тот ли файл выбран."
        )
    plan.problems += unit_hours_problems(plan, tables)
    _compare_declared(plan, titles)
    return _named(plan)


def _meaning(key: str) -> str:
    return next((known.title for known in PLAN if known.key == key), "")


def _sheet_tables(sheets: Sequence[Sheet]) -> list[PlanTable]:
    filled = [sheet for sheet in sheets if sheet.rows]
    return [PlanTable(sheet, [], f"лист «{sheet.name}»" if sheet.name else "") for sheet in filled]


def _parts(tables: Sequence[PlanTable]) -> list[Part]:
    parts: list[Part] = []
    for table in tables:
        found = _parts_of(table)
        # A Word table broken in two goes on without a heading.
        if not found and parts and not table.titles and table.label.startswith("таблица"):
            before = parts[-1]
            if before.table.sheet.width == table.sheet.width:
                header = Header(-1, -1, before.header.keys, before.header.headings)
                found = [Part(table, header, 0, table.sheet.height - 1, (), before.grade, before.letter)]
        parts += found
    return parts


def _parts_of(table: PlanTable) -> list[Part]:
    headers = _headers(table.sheet)
    if not headers:
        return []
    ends = [header.top - 1 for header in headers[1:]] + [table.sheet.height - 1]
    parts: list[Part] = []
    for header, end in zip(headers, ends, strict=True):
        titles = titles_above(table, headers[0])
        named = class_of_tab(table.sheet.name) if table.sheet.name else None
        grade, letter = named or (grade_in(titles), "")
        parts.append(Part(table, header, header.bottom + 1, end, tuple(titles), grade, letter))
    return parts


def _headers(sheet: Sheet) -> list[Header]:
    """The headers of a table: the first, and every later row that repeats its headings (printed pages)."""
    found: list[Header] = []
    row = 0
    while row < sheet.height:
        header = header_at(sheet, row, PLAN, CORE)
        if header and (not found or _repeats(found[0], header)):
            found.append(_with_topic(header))
            row = header.bottom
        row += 1
    return found


def _repeats(first: Header, later: Header) -> bool:
    same = set(first.headings.values()) & set(later.headings.values())
    return len(same) * 2 > len(later.headings)


def _with_topic(header: Header) -> Header:
    """A table has one column of topics: without it the sections are the topics, of two the one about lessons stays."""
    keys = dict(header.keys)
    topics = header.columns("topic")
    if not topics:
        keys[header.columns("section")[0]] = "topic"
    elif len(topics) > 1:
        lessons = [column for column in topics if "урок" in fold(header.headings.get(column, ""))]
        kept = (lessons or topics)[0]
        for column in topics:
            if column != kept:
                keys[column] = "section" if column < kept and not header.has("section") else ""
    return Header(header.top, header.bottom, keys, header.headings)


def _chosen(parts: list[Part], plan: ParsedPlan, grade: int | None) -> list[Part]:
    """The parts that make up one plan: lesson lists rather than lists of themes, one grade, one class."""
    lists = [part for part in parts if part.is_lesson_list]
    if lists and len(lists) < len(parts):
        left_out = ", ".join(dict.fromkeys(part.table.label for part in parts if part not in lists))
        message = f"Без уроков, только темы и часы: {left_out}. Взят поурочный план."
        plan.problems.append(Problem(lists[0].table.label or "файл", message))
        parts = lists
    parts = _of_grade(parts, plan, grade)
    letters = list(dict.fromkeys(part.letter for part in parts))
    if len(letters) > 1:
        others = ", ".join(part.table.label for part in parts if part.letter != letters[0])
        plan.problems.append(Problem(others, f"Планы для разных классов. Взят {parts[0].table.label}."))
        parts = [part for part in parts if part.letter == letters[0]]
    labels = list(dict.fromkeys(part.table.label for part in parts))
    if len(labels) > 1:
        plan.problems.append(Problem("файл", f"План собран из нескольких таблиц подряд: {', '.join(labels)}."))
    return parts


def _of_grade(parts: list[Part], plan: ParsedPlan, grade: int | None) -> list[Part]:
    grades = sorted({part.grade for part in parts if part.grade is not None})
    if len(grades) < 2:
        return parts
    named = ", ".join(str(number) for number in grades)
    if grade is None:
        raise UnreadableFile(f"В файле «{plan.file_name}» планы для классов: {named}. Укажите, какой нужен.")
    if grade not in grades:
        raise UnreadableFile(f"В файле «{plan.file_name}» нет плана для {grade} класса. В нём есть классы: {named}.")
    return [part for part in parts if part.grade == grade]


def _read_titles(plan: ParsedPlan, titles: Sequence[str], subject: str | None, named_grade: int | None) -> None:
    """Subject and grade from the titles, compared with those the person chose."""
    found = subject_in(titles)
    plan.title = next((text for text in titles if grade_in([text])), titles[-1] if titles else "")
    if subject and found and (known_subject(subject) or found) != found:
        message = f"Выбран предмет «{subject}», а в заголовке файла «{found}». Проверьте, тот ли это план."
        plan.problems.append(Problem("заголовок", message))
    if plan.grade and named_grade and plan.grade != named_grade:
        message = f"Выбран {plan.grade} класс, а в заголовке файла {named_grade} класс. Проверьте, тот ли это план."
        plan.problems.append(Problem("заголовок", message))
    plan.subject = plan.subject or found
    plan.grade = plan.grade or named_grade


def _academic_year(titles: Sequence[str], parts: Sequence[Part]) -> int | None:
    """First year of «2025/2026» in the titles, else of the first full date in the plan."""
    for text in titles:
        year = academic_year_in(text)
        if year:
            return year
    for part in parts:
        column = part.header.column("date")
        for row in range(part.first, part.last + 1):
            day = day_of(part.table.sheet.raw(row, column)) if column is not None else None
            if day:
                return academic_year_of(day)
    return None


def _compare_declared(plan: ParsedPlan, titles: Sequence[str]) -> None:
    declared = declared_hours(titles)
    if declared and declared != plan.hours:
        lost = float(plan.hours) < LEAST_SHARE * declared
        advice = "Похоже, файл обрезан: проверьте, все ли строки на месте." if lost else "Проверьте план."
        message = f"В заголовке указано {declared} ч, а по строкам выходит {plain(plan.hours)} ч. {advice}"
        plan.problems.append(Problem("заголовок", message, blocking=lost))


def _named(plan: ParsedPlan) -> ParsedPlan:
    if not plan.subject:
        plan.problems.append(Problem("файл", "Предмет в файле не назван. Выберите предмет.", blocking=True))
    if plan.grade is None:
        plan.problems.append(Problem("файл", "Класс в файле не назван. Выберите класс.", blocking=True))
    return plan


def _no_topics(tables: Sequence[PlanTable], file_name: str) -> str:
    seen = headings_seen([table.sheet for table in tables])
    found = f" Найдены заголовки: {seen}." if seen else ""
    if not tables:
        return f"В документе «{file_name}» нет ни одной таблицы. Оформите план таблицей и загрузите файл снова."
    return (
        f"В файле «{file_name}» нет столбца с темами уроков.{found} "
        "Добавьте над таблицей строку заголовков со столбцом «Тема урока» и загрузите файл снова."
    )


__all__ = ["read_plan"]
