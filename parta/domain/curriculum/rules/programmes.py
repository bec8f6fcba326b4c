"""Federal programmes: topics and hours by subject and grade; source and licence in programmes/README.md."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from parta.domain.curriculum.choices import TopicKind
from parta.domain.curriculum.rules.lines import PlanLine
from parta.lib.russian import search_form

EDITION = "ФРП 2025"
_FILE = Path(__file__).parents[1] / "programmes" / "frp-2025.jsonl"
_KINDS = (
    (TopicKind.CONTROL, re.compile(r"контрольн\w+ (работ|диктант|тест|изложен|сочинен)", re.I)),
    (TopicKind.LABORATORY, re.compile(r"лабораторн\w+ работ", re.I)),
    (TopicKind.PRACTICAL, re.compile(r"практическ\w+ работ", re.I)),
    (TopicKind.TEST, re.compile(r"самостоятельн\w+ работ|проверочн\w+ работ", re.I)),
)
_FOREIGN = re.compile(r"иностранный \((\w+)\) язык")


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of one grade. `hours` a year as declared; `lines`: one lesson each; `section_hours` by title."""

    id: str
    subject: str
    grade: int
    variant: str
    hours: int
    lines: tuple[PlanLine, ...]
    section_hours: dict[str, int]

    @property
    def title(self) -> str:
        """«Алгебра, 7 класс, базовый»."""
        return ", ".join(part for part in (self.subject, f"{self.grade} класс", self.variant.lower()) if part)

    @property
    def source(self) -> str:
        """What a plan made of it says about its origin."""
        return f"{EDITION}: {self.title}"


@lru_cache(maxsize=1)
def all_programmes() -> tuple[Programme, ...]:
    """Every programme, read once a process. A grade with several lesson lists gives one for each."""
    rows = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
    return tuple(one for row in rows for one in _of_row(row))


def programmes_for(subject: str, grade: int) -> list[Programme]:
    """Programmes of the grade whose subject is the same, or the same by meaning («Английский язык»)."""
    wanted = _form(subject)
    return [one for one in all_programmes() if one.grade == grade and _form(one.subject) == wanted]


def programme(programme_id: str) -> Programme | None:
    """By its id."""
    return next((one for one in all_programmes() if one.id == programme_id), None)


def _form(subject: str) -> str:
    form = search_form(subject)
    foreign = _FOREIGN.fullmatch(form)
    return _SAME.get(form, f"{foreign[1]} язык" if foreign else form)


_SAME = {
    "обзр": "основы безопасности и защиты родины",
    "физкультура": "физическая культура",
    "технология": "труд (технология)",
    "изо": "изобразительное искусство",
    "орксэ": "основы религиозных культур и светской этики",
}


def _of_row(row: dict[str, Any]) -> Iterator[Programme]:
    if "lessons" not in row:
        lines = _from_sections(row["sections"])
        yield _made(row, row["id"], row["variant"], lines, dict(Counter(line.unit for line in lines if line.unit)))
        return
    for number, (variant, titles) in enumerate(row["lessons"], start=1):
        lines = tuple(PlanLine(title, kind=_kind(title)) for title in titles)
        name = " ".join(part for part in (row["variant"], variant) if part)
        yield _made(row, f"{row['id']}-{number}", name[:80], lines, {})


def _made(
    row: dict[str, Any], key: str, variant: str, lines: tuple[PlanLine, ...], sections: dict[str, int]
) -> Programme:
    return Programme(key, row["subject"], row["grade"], variant, row["hours"], lines, sections)


def _from_sections(sections: list[Any]) -> tuple[PlanLine, ...]:
    """A topic of N hours is N lessons. Where the programme names no sections, its large topics are the sections."""
    return tuple(
        PlanLine(title[:600], (unit or (title if hours > 1 else ""))[:400], kind=_kind(title))
        for unit, topics in sections
        for title, hours in topics
        for _ in range(hours)
    )


def _kind(title: str) -> str:
    return next((kind.value for kind, pattern in _KINDS if pattern.match(title)), TopicKind.LESSON.value)


_NUMBER = re.compile(
    r"^(?:раздел|глава|модуль|тема|часть)?\s*(?:№\s*)?(?:\d+(?:\.\d+)*|[ivx]+\b)?\s*[.:)–—-]?\s*", re.I
)


def section_form(title: str) -> str:
    """«Раздел 3. Степень (11 ч)» and «Степень» are one section."""
    bare = re.sub(r"\(\s*\d+\s*(?:ч|час)\w*\.?\s*\)\s*$", "", title.strip(), flags=re.I)
    return search_form(_NUMBER.sub("", bare, count=1)).strip(" .")


def closest_programme(subject: str, grade: int, titles: Iterable[str]) -> Programme | None:
    """The programme of the grade most of whose sections the plan has, None when fewer than half of its own are known.

    titles: sections of the plan.
    """
    own = {section_form(title) for title in titles} - {""}
    best, known = None, 0
    for one in programmes_for(subject, grade):
        shared = len(own & {section_form(title) for title in one.section_hours})
        if shared > known:
            best, known = one, shared
    return best if best and known * 2 >= len(own) else None


def hours_by_programme(titles: Iterable[str], found: Programme) -> dict[str, int | None]:
    """Hours the programme gives the sections of the plan, then its sections that the plan does not have."""
    given = {section_form(title): (title, hours) for title, hours in found.section_hours.items()}
    hours: dict[str, int | None] = {}
    for title in titles:
        if title not in hours:
            hours[title] = given.pop(section_form(title), (title, None))[1]
    return hours | dict(given.values())
