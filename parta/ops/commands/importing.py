"""`parta import`: read a file, show what it holds, write it to the school when asked."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.db import connection

from parta.domain.access.queries import system_user
from parta.domain.school.models import AcademicYear
from parta.exchange import apply
from parta.exchange.errors import UnreadableFile
from parta.exchange.preview import (
    KIND_TITLES,
    SIGN_WORDS,
    SYMBOLS,
    ImportKind,
    ImportOptions,
    ImportPreview,
    ImportResult,
    Sign,
)
from parta.exchange.problems import Problem
from parta.exchange.reading.archives import MAX_FILE_BYTES
from parta.lib import russian

SHOWN_NUMBERS = {
    "class": "класс", "classes": "классы", "teachers": "учителя", "subjects": "предметы", "rooms": "кабинеты",
    "bells": "звонки", "slots": "занятых мест в неделе", "split_slots": "из них с делением на группы",
    "substitutions": "замены", "cancelled": "отменённые уроки", "students": "ученики", "staff": "сотрудники",
    "joined": "прибыли", "left": "выбыли", "without_patronymic": "без отчества", "subject": "предмет",
    "grade": "параллель", "lessons": "уроки", "hours": "часы", "sections": "разделы", "topics": "темы",
    "first_date": "первая дата", "cards": "карточки", "groups": "группы", "lessons_without_class": "уроки без класса",
    "lessons_without_teacher": "уроки без учителя", "lessons_without_card": "уроки вне сетки",
    "second_shift_classes": "классы второй смены",
}  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """0 when understood, 2 with a sentence on standard error when not. A dry run needs no database."""
    kind = ImportKind(options.kind)
    chosen = _options(options)
    try:
        data, name = _read(Path(options.file))
        parsed = apply.read_file(kind, data, name, chosen)
    except UnreadableFile as error:
        print(error, file=sys.stderr)
        return 2
    if options.dry_run:
        _show(kind, parsed, chosen, name, as_json=options.json)
        return 0
    if not _has_school():
        print("Школы в этой папке данных ещё нет. Сначала выполните «parta setup».", file=sys.stderr)
        return 2
    print("Записываю…", file=sys.stderr)
    result = apply.commit_file(system_user(), kind, data, name, chosen)
    _tell(result, as_json=options.json)
    return 0


def _options(options: argparse.Namespace) -> ImportOptions:
    return ImportOptions(
        class_name=options.school_class or "",
        subject=options.subject or "",
        grade=options.grade,
        valid_from=options.valid_from.date() if options.valid_from else None,
    )


def _read(path: Path) -> tuple[bytes, str]:
    try:
        with path.open("rb") as file:
            # One byte over the limit is enough to refuse a file that is too large.
            return file.read(MAX_FILE_BYTES + 1), path.name
    except FileNotFoundError as error:
        raise UnreadableFile(f"Файла «{path}» нет. Проверьте путь.") from error
    except OSError as error:
        raise UnreadableFile(f"Файл «{path}» не открылся: проверьте, что это файл и его можно читать.") from error


def _has_school() -> bool:
    """Are the tables there? A dry run asks without making a database file."""
    if connection.vendor == "sqlite" and not _database_file_is_there():
        return False
    return AcademicYear._meta.db_table in connection.introspection.table_names()


def _database_file_is_there() -> bool:
    name = str(connection.settings_dict["NAME"])
    return name.startswith("file:") or Path(name).exists()


def _show(kind: ImportKind, parsed: Any, chosen: ImportOptions, name: str, *, as_json: bool) -> None:
    report = apply.report_of(kind, parsed)
    if as_json:
        _print_json(report)
        return
    print(f"{KIND_TITLES[kind]}: файл «{name}» прочитан.")
    for key, words in SHOWN_NUMBERS.items():
        if report.get(key) not in (None, "", []):
            print(f"  {words}: {_shown(report[key])}")
    if _has_school():
        preview = apply.plan_changes(kind, parsed, chosen, name)
        _print_changes(preview)
        _print_problems(preview.problems)
    else:
        _print_problems(parsed.problems)
    print("Это пробный прогон: ничего не записано.")


def _shown(value: object) -> str:
    """A number as it is; of a long list its length, of a short one its words."""
    if not isinstance(value, list):
        return str(value)
    return ", ".join(str(one) for one in value) if len(value) <= 12 else str(len(value))


def _print_changes(preview: ImportPreview) -> None:
    print(f"Будет записано: {russian.counted(preview.changes, 'изменение', 'изменения', 'изменений')}.")
    for sign in Sign:
        if preview.count(sign):
            print(f"  {SYMBOLS[sign]} {SIGN_WORDS[sign]}: {preview.summary(sign)}")
    for question in preview.questions:
        print(f"  ? {question.place}: {question.text} Ответить можно на странице «Загрузка».")


def _print_problems(problems: list[Problem]) -> None:
    if problems:
        print(f"Замечаний: {len(problems)}.")
    for problem in problems:
        mark = "✗" if problem.blocking else "•"
        print(f"  {mark} {problem.place}: {problem.message}")


def _tell(result: ImportResult, *, as_json: bool) -> None:
    if as_json:
        _print_json({"written": result.changes, "counts": result.counts, "notes": list(result.notes)})
        return
    if not result.changes:
        print("Всё уже записано: изменений нет.")
        return
    print(f"Записано: {result.summary}.")
    for note in result.notes:
        print(note)


def _print_json(value: object) -> None:
    """One object and nothing else, in UTF-8 whatever the console's own encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")
    sys.stdout.buffer.flush()
