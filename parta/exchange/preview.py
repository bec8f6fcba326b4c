"""What an import will do before it does it: recognised figures, a line for every change, problems, questions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from parta.exchange.problems import Problem
from parta.lib import russian


class ImportKind(StrEnum):
    """What a file holds."""

    TIMETABLE = "timetable"
    ROSTER = "roster"
    STAFF = "staff"
    PLAN = "plan"
    EXAMS = "exams"


KIND_TITLES = {
    ImportKind.TIMETABLE: "Расписание",
    ImportKind.ROSTER: "Списки классов",
    ImportKind.STAFF: "Сотрудники",
    ImportKind.PLAN: "КТП",
    ImportKind.EXAMS: "Результаты экзамена",
}


class Sign(StrEnum):
    """Signs of the diff table (DESIGN §4.1): + ~ − ! =."""

    ADD = "add"
    CHANGE = "change"
    GONE = "gone"
    ERROR = "error"
    SAME = "same"


SYMBOLS = {Sign.ADD: "+", Sign.CHANGE: "~", Sign.GONE: "−", Sign.ERROR: "!", Sign.SAME: "="}
SIGN_WORDS = {
    Sign.ADD: "новое",
    Sign.CHANGE: "изменится",
    Sign.GONE: "нет в файле",
    Sign.ERROR: "ошибка",
    Sign.SAME: "без изменений",
}

WORDS: dict[str, tuple[str, str, str]] = {
    "year": ("учебный год", "учебных года", "учебных лет"),
    "class": ("класс", "класса", "классов"),
    "pupil": ("ученик", "ученика", "учеников"),
    "guardian": ("родитель", "родителя", "родителей"),
    "staff": ("сотрудник", "сотрудника", "сотрудников"),
    "homeroom": ("классный руководитель", "классных руководителя", "классных руководителей"),
    "group": ("группа", "группы", "групп"),
    "member": ("ученик в группе", "ученика в группах", "учеников в группах"),
    "subject": ("предмет", "предмета", "предметов"),
    "room": ("кабинет", "кабинета", "кабинетов"),
    "bells": ("расписание звонков", "расписания звонков", "расписаний звонков"),
    "course": ("страница журнала", "страницы журнала", "страниц журнала"),
    "load": ("назначение учителя", "назначения учителей", "назначений учителей"),
    "entry": ("урок недели", "урока недели", "уроков недели"),
    "day": ("особый день", "особых дня", "особых дней"),
    "substitution": ("замена", "замены", "замен"),
    "plan": ("КТП", "КТП", "КТП"),
    "topic": ("тема", "темы", "тем"),
    "exam": ("результат", "результата", "результатов"),
}
"""Kinds of things an import touches: forms after 1, 2, 5."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the diff. `thing`: a key of WORDS. `place`: where in the file. `count`: changes it stands for.

    `written` is False for what is shown and left alone: absent from the file, equal, faulty.
    """

    sign: Sign
    thing: str
    title: str
    text: str = ""
    place: str = ""
    before: str = ""
    after: str = ""
    count: int = 1
    written: bool = True

    @property
    def writes(self) -> bool:
        """Will something be written for this line?"""
        return self.written and self.sign in {Sign.ADD, Sign.CHANGE, Sign.GONE}

    @property
    def symbol(self) -> str:
        """«+»."""
        return SYMBOLS[self.sign]

    @property
    def word(self) -> str:
        """«новое», for screen readers."""
        return SIGN_WORDS[self.sign]

    @property
    def thing_word(self) -> str:
        """«ученик»."""
        return WORDS[self.thing][0]


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person knows: which of two namesakes is meant. The import waits until it is answered."""

    key: str
    place: str
    text: str
    options: tuple[tuple[str, str], ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the person chose beside the file. `answers`: key of a question → value of the option.

    given_by, given_on: id of the person who handed the data over to the administrator, and the day (S3-4.1.5a).
    """

    class_name: str = ""
    subject: str = ""
    grade: int | None = None
    valid_from: date | None = None
    given_by: int | None = None
    given_on: date | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ImportPreview:
    """The whole of an import before it is written. `work`: what `write` of the kind's module carries out."""

    kind: ImportKind
    file_name: str
    recognised: list[tuple[str, str]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    work: Any = None

    @property
    def changes(self) -> int:
        """The number on the button."""
        return sum(line.count for line in self.lines if line.writes)

    @property
    def blocking(self) -> list[Problem]:
        """Problems that must be mended in the file first."""
        return [problem for problem in self.problems if problem.blocking]

    @property
    def waiting(self) -> list[Question]:
        """Questions without an answer."""
        return [question for question in self.questions if not question.answer]

    @property
    def may_commit(self) -> bool:
        """Is there something to write, and nothing in the way?"""
        return bool(self.changes) and not self.blocking and not self.waiting

    def count(self, sign: Sign) -> int:
        """How many things carry the sign."""
        return sum(line.count for line in self.lines if line.sign is sign)

    def summary(self, sign: Sign) -> str:
        """«27 учеников, 27 родителей» of one sign."""
        return counted_things((line.thing, line.count) for line in self.lines if line.sign is sign)

    def fingerprint(self) -> str:
        """Equal for equal previews: what is committed must be what was seen."""
        digest = sha256()
        for line in self.lines:
            digest.update(repr((line.sign.value, line.thing, line.title, line.text, line.before, line.after)).encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was written. `counts`: thing → number; `notes`: sentences about what followed or is left to do."""

    kind: ImportKind
    file_name: str
    changes: int
    counts: dict[str, int]
    notes: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """«1 класс, 27 учеников»."""
        return counted_things(self.counts.items())


def counted_things(items: Iterable[tuple[str, int]]) -> str:
    """«27 учеников, 3 группы», in the order things were first met."""
    total: Counter[str] = Counter()
    for thing, number in items:
        total[thing] += number
    return ", ".join(russian.counted(number, *WORDS[thing]) for thing, number in total.items() if number)


def question_key(*parts: object) -> str:
    """A short stable name of a form field for a question about these things."""
    return "q" + sha256("|".join(str(part) for part in parts).encode()).hexdigest()[:12]


__all__ = [
    "KIND_TITLES",
    "SIGN_WORDS",
    "SYMBOLS",
    "WORDS",
    "ImportKind",
    "ImportOptions",
    "ImportPreview",
    "ImportResult",
    "Line",
    "Question",
    "Sign",
    "counted_things",
    "question_key",
]
