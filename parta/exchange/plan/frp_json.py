"""Federal working programmes as JSON: classes, sections, topics with hours, and lesson lists where they exist."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from parta.exchange.errors import UnreadableFile
from parta.exchange.people.names import fold
from parta.exchange.plan.cells import hours_of, plain, topic_text
from parta.exchange.plan.parsed import ParsedPlan, ParsedTopic, ParsedUnit
from parta.exchange.problems import Problem

JsonObject = dict[str, Any]


def read_frp(text: str, file_name: str, subject: str | None, grade: int | None) -> ParsedPlan:
    """The plan of one grade from a programme {subject, classes: [{grade, sections, lessonVariants}]}.

    A lesson list is used where there is one, the first of several (a problem names the others); otherwise a topic of N
    hours becomes N lessons. Raises UnreadableFile when it is other JSON, or the grade is not in it.
    """
    programme = _programme(text, file_name)
    entry = _entry(_objects(programme.get("classes")), file_name, grade)
    plan = ParsedPlan(file_name, subject or str(programme.get("subject") or ""), _whole(entry.get("grade")))
    plan.title = " ".join(str(programme.get(key) or "") for key in ("subject", "level", "variant")).strip()
    _compare_subject(plan, str(programme.get("subject") or ""), subject)
    variants = [variant for variant in _objects(entry.get("lessonVariants")) if _objects(variant.get("lessons"))]
    _take_sections(plan, entry, with_topics=not variants)
    if variants:
        _take_lessons(plan, variants)
    _compare_hours(plan, entry)
    return plan


def _programme(text: str, file_name: str) -> JsonObject:
    try:
        loaded = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = f" (строка {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableFile(
            f"Файл «{file_name}» не читается как JSON{line}: он повреждён или скачан не целиком. Скачайте его ещё раз."
        ) from error
    if not isinstance(loaded, dict) or not _objects(loaded.get("classes")):
        raise UnreadableFile(f"В файле «{file_name}» нет рабочей программы: не найден список классов «classes».")
    return loaded


def _objects(value: object) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


def _entry(classes: list[JsonObject], file_name: str, grade: int | None) -> JsonObject:
    grades = [str(entry.get("grade")) for entry in classes]
    if grade is None and len(classes) == 1:
        return classes[0]
    if grade is None:
        raise UnreadableFile(f"В файле «{file_name}» программы для классов: {', '.join(grades)}. Укажите, какой нужен.")
    for entry in classes:
        if _whole(entry.get("grade")) == grade:
            return entry
    raise UnreadableFile(
        f"В файле «{file_name}» нет программы для {grade} класса. В нём есть классы: {', '.join(grades)}."
    )


def _compare_subject(plan: ParsedPlan, told: str, chosen: str | None) -> None:
    if chosen and told and fold(chosen) != fold(told):
        plan.problems.append(
            Problem("файл", f"Выбран предмет «{chosen}», а в файле «{told}». Проверьте, тот ли это план.")
        )


def _take_sections(plan: ParsedPlan, entry: JsonObject, with_topics: bool) -> None:
    skipped: list[str] = []
    for section in _objects(entry.get("sections")):
        title = " ".join(str(section.get("name") or "").split())
        unit = len(plan.units) if title else None
        if title:
            plan.units.append(ParsedUnit(title, hours_of(section.get("hours"))))
        for topic in _objects(section.get("topics")) if with_topics else []:
            _take_topic(plan, topic, unit, skipped)
    if skipped:
        named = "; ".join(f"«{text[:60]}»" for text in skipped[:3]) + (" и другие" if len(skipped) > 3 else "")
        plan.problems.append(Problem("файл", f"Тем без часов: {len(skipped)} ({named}). Уроков для них нет."))


def _take_topic(plan: ParsedPlan, topic: JsonObject, unit: int | None, skipped: list[str]) -> None:
    text = topic_text(str(topic.get("name") or ""))
    hours = hours_of(topic.get("hours"))
    if hours is None:
        skipped.append(text)
        return
    lessons = max(1, int(hours))
    place = f"тема {topic['num']}" if topic.get("num") else f"тема «{text[:40]}»"
    plan.add(ParsedTopic(text, hours / lessons, unit, place=place) for _ in range(lessons))


def _take_lessons(plan: ParsedPlan, variants: list[JsonObject]) -> None:
    halves = 0
    for lesson in _objects(variants[0].get("lessons")):
        written = " ".join(str(lesson.get("topic") or "").split())
        text = topic_text(written)
        halves += text != written
        plan.add([ParsedTopic(text, Decimal(1), place=f"урок {lesson.get('number')}")])
    if halves:
        plan.problems.append(
            Problem("файл", f"В конце тем (всего {halves}) стояло «0,5» — часы практической работы: это убрано из тем.")
        )
    if len(variants) > 1:
        names = "; ".join(f"«{_name(variant)}»" for variant in _others(variants))
        message = f"Вариантов планирования несколько. Взят первый: «{_name(variants[0])}». Есть ещё: {names}."
        plan.problems.append(Problem("файл", message))


def _others(variants: Iterable[JsonObject]) -> list[JsonObject]:
    return list(variants)[1:]


def _name(variant: JsonObject) -> str:
    lessons = len(_objects(variant.get("lessons")))
    return f"{str(variant.get('name') or 'без названия').strip(' .')}, уроков: {lessons}"


def _compare_hours(plan: ParsedPlan, entry: JsonObject) -> None:
    declared = hours_of(entry.get("declaredHours"))
    if declared is not None and declared != plan.hours:
        modular = " Программа модульная: в ней перечислены все модули, лишние уберите." if entry.get("modular") else ""
        message = f"Программа объявляет {plain(declared)} ч, а по темам выходит {plain(plan.hours)} ч.{modular}"
        plan.problems.append(Problem("файл", message))


__all__ = ["read_frp"]
