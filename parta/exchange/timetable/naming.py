"""Names and plain values in timetable files: what stands behind a code, and the oddities of names."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import time
from itertools import chain

from parta.exchange.timetable.findings import Findings, some_of
from parta.lib.russian import search_form

_STUTTER = re.compile(r"(\w{4,})\1\b")
_DOUBLED_WORD = re.compile(r"\b(\w{3,})\s+\1\b")
_GRADE = re.compile(r"([0-9]{1,2})(?![0-9])")
_NOT_A_LESSON = frozenset(
    {"обед", "завтрак", "полдник", "перемена", "перерыв", "окно", "прогулка", "динамическая пауза", "break", "lunch"}
)
_NOT_A_PERSON = re.compile(r"вакан|учител|преподавател|совместител|не назнач|^[\W_]*$")
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.][0-9]{2})?")
_LONG_WORD = 6
# No school has so many subjects; comparing them pair by pair would take minutes.
_MANY_NAMES = 2_000


def clean(value: object) -> str:
    """A value of the file as one line of text: no spaces at the ends, single spaces inside; «» for nothing."""
    return "" if value is None or isinstance(value, (bool, dict, list)) else " ".join(str(value).split())


def small_number(value: object) -> int | None:
    """A number of a lesson, day, week or grade: up to three plain digits; None for anything else."""
    text = clean(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None


def parse_time(text: object) -> time | None:
    """«8:15», «08.15» or «8:15:00» as a time; None for anything else."""
    match = _TIME.fullmatch(clean(text))
    try:
        return time(int(match[1]), int(match[2])) if match else None
    except ValueError:
        return None


def grade_of(given: object, name: str) -> int | None:
    """The grade level as the file gives it, otherwise as the class name begins: «5А» → 5, «10-1» → 10."""
    match = _GRADE.match(name)
    grades = (small_number(given), int(match[1]) if match else None)
    return next((grade for grade in grades if grade is not None and 1 <= grade <= 11), None)


@dataclass(slots=True)
class NameRow:
    """A row of a table of the file: its code, its name as written, and a short name when the format has one."""

    code: str
    name: str
    short: str = ""


@dataclass(slots=True)
class Directory:
    """One table of the file: `title` as its owner sees it, and the display name behind each code."""

    title: str
    names: dict[str, str] = field(default_factory=dict)
    _bare: dict[str, str] = field(default_factory=dict)

    def find(self, code: str) -> str | None:
        """The name behind a code; a code that lost its leading zeros («7» for «007») is found too."""
        if code in self.names:
            return self.names[code]
        return self._bare.get(code.lstrip("0") or "0") if code.isdigit() else None

    def put(self, code: str, name: str) -> None:
        """Adds a name; the first one keeps the code without zeros."""
        self.names[code] = name
        if code.isdigit():
            self._bare.setdefault(code.lstrip("0") or "0", name)

    def listed(self) -> list[str]:
        """Display names in the order of the file, each once."""
        return list(dict.fromkeys(self.names.values()))


def read_directory(title: str, rows: Iterable[NameRow], findings: Findings, *, distinct: bool) -> Directory:
    """A table of names, cleaned, with what is odd in it reported.

    distinct: equal names are different things (teachers, classes) and get told apart; otherwise they are one thing.
    """
    directory = Directory(title)
    spaced: list[str] = []
    taken: set[str] = set()
    for row in rows:
        name = clean(row.name) or clean(row.short)
        if not name:
            findings.add(f"{title}, код {row.code}", "Нет названия: вместо него записан код. Впишите название.")
            name = row.code
        elif row.name and name != row.name and clean(row.name):
            spaced.append(f"«{name}»")
        if name in taken:
            name = _told_apart(directory, row, taken, findings) if distinct else _joined(directory, name, findings)
        taken.add(name)
        directory.put(row.code, name)
    if spaced:
        listed = some_of(spaced, "название", "названия", "названий")
        findings.add(title, f"Убраны лишние пробелы в названиях: {listed}.")
    return directory


def _told_apart(directory: Directory, row: NameRow, taken: set[str], findings: Findings) -> str:
    name, short = clean(row.name) or clean(row.short) or row.code, clean(row.short)
    choices = [f"{name} ({short})"] if short and short != name else []
    numbered = (f"{name} ({number})" for number in range(2, len(taken) + 3))
    chosen = next(choice for choice in chain(choices, numbered) if choice not in taken)
    findings.add(
        directory.title,
        f"Название «{name}» встречается под разными кодами. Чтобы их не перепутать, второе записано как «{chosen}»: "
        "проверьте, кто это, и уточните название.",
    )
    return chosen


def _joined(directory: Directory, name: str, findings: Findings) -> str:
    findings.add(directory.title, f"Название «{name}» записано под разными кодами; они прочитаны как одно и то же.")
    return name


def is_break(name: str) -> bool:
    """Whether a «subject» is no lesson at all: lunch, a break, a walk."""
    return search_form(name) in _NOT_A_LESSON


def check_subjects(directory: Directory, findings: Findings) -> None:
    """Reports subjects that are no lessons, doubled endings, and names that look like one name spelled twice."""
    names = directory.listed()
    for name in names:
        if is_break(name):
            findings.add(directory.title, f"«{name}» похоже не на предмет, а на перерыв: в журнал он не нужен.")
        if _STUTTER.search(name.casefold()) or _DOUBLED_WORD.search(name.casefold()):
            findings.add(directory.title, f"В названии «{name}» часть слова повторена: исправьте, если это опечатка.")
    for first, second in alike_pairs(names if len(names) <= _MANY_NAMES else []):
        findings.add(
            directory.title,
            f"«{first}» и «{second}» похожи на одно название, написанное по-разному. "
            "Прочитаны как два предмета: если это один, соедините их.",
        )


def alike_pairs(names: list[str]) -> list[tuple[str, str]]:
    """Pairs that differ only in case, ё, spaces and signs, or by one letter in one long word."""
    pairs: dict[tuple[str, str], None] = {}
    compact: dict[str, str] = {}
    rests: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for name in names:
        words = re.findall(r"\w+", search_form(name))
        twin = compact.setdefault("".join(words), name)
        if twin != name:
            pairs[twin, name] = None
        for index, word in enumerate(words):
            if len(word) < _LONG_WORD or not word.isalpha():
                continue
            fellows = rests.setdefault((*words[:index], "", *words[index + 1 :]), [])
            pairs.update({(other, name): None for seen, other in fellows if one_letter_apart(seen, word)})
            fellows.append((word, name))
    return list(pairs)


def one_letter_apart(first: str, second: str) -> bool:
    """One letter replaced, lost or added, or two neighbours exchanged; the ending may not differ (падежи)."""
    if first == second or abs(len(first) - len(second)) > 1 or first[-1] != second[-1]:
        return False
    head = _common(first, second)
    tail = min(_common(first[::-1], second[::-1]), min(len(first), len(second)) - head)
    left, right = first[head : len(first) - tail], second[head : len(second) - tail]
    return max(len(left), len(right)) == 1 or (len(left) == len(right) == 2 and left == right[::-1])


def _common(first: str, second: str) -> int:
    pairs = zip(first, second, strict=False)
    return next((index for index, (one, two) in enumerate(pairs) if one != two), min(len(first), len(second)))


def doubtful_people(
    directory: Directory, subjects: Directory, findings: Findings, *, looks_right: Callable[[str], bool]
) -> list[str]:
    """Teachers' names that look like no person; each is reported and stays in the timetable as written."""
    titles = {search_form(name) for name in subjects.names.values()}
    doubtful = [name for name in directory.listed() if not _is_person(name, titles) or not looks_right(name)]
    for name in doubtful:
        findings.add(directory.title, f"«{name}» не похоже на фамилию учителя: проверьте, кто ведёт эти уроки.")
    return doubtful


def _is_person(name: str, subject_titles: set[str]) -> bool:
    text = search_form(re.sub(r"\(\d+\)$", "", name))
    return not (any(sign.isdigit() for sign in text) or text in subject_titles or _NOT_A_PERSON.search(text))


__all__ = [
    "Directory",
    "NameRow",
    "alike_pairs",
    "check_subjects",
    "clean",
    "doubtful_people",
    "grade_of",
    "is_break",
    "one_letter_apart",
    "parse_time",
    "read_directory",
    "small_number",
]
