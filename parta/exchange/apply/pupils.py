"""Finds the pupils of a list among those the school knows: exact spelling first, ё = е and no patronymic after."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from parta.domain.school.models import Enrollment, Student
from parta.exchange.apply.names import ClassKey, class_key, exact, folded
from parta.exchange.people.parsed import ParsedStudent
from parta.exchange.preview import Question, question_key

NEW = "new"


@dataclass(slots=True, eq=False)
class KnownPupil:
    """A pupil of the school with the class of today, if any."""

    student: Student
    enrollment: Enrollment | None
    ended: Enrollment | None = None
    """The latest enrollment that is over."""

    @property
    def left_on(self) -> date | None:
        """Last day of the latest enrollment that is over."""
        return self.ended.valid_to if self.ended else None

    @property
    def home(self) -> ClassKey | None:
        """The class of today, else the last one."""
        row = self.enrollment or self.ended
        return (row.school_class.grade_level, row.school_class.letter) if row else None

    @property
    def class_key(self) -> ClassKey | None:
        """(5, «А») of the open enrollment."""
        return (
            (self.enrollment.school_class.grade_level, self.enrollment.school_class.letter) if self.enrollment else None
        )

    def described(self) -> str:
        """«Соколов Лев Андреевич, 7Б, 08.09.2012»."""
        parts = [self.student.user.full_name]
        parts += [self.enrollment.school_class.name] if self.enrollment else ["сейчас ни в одном классе"]
        parts += [f"{self.student.birth_date:%d.%m.%Y}"] if self.student.birth_date else ["без даты рождения"]
        return ", ".join(parts)


def known_pupils() -> list[KnownPupil]:
    """Every pupil with the open enrollment and the last one that is over. Two queries."""
    current: dict[int, Enrollment] = {}
    ended: dict[int, Enrollment] = {}
    for row in Enrollment.objects.select_related("school_class__year").order_by("valid_from", "pk"):
        (ended if row.valid_to else current)[row.student_id] = row
    students = Student.objects.select_related("user")
    return [KnownPupil(one, current.get(one.pk), ended.get(one.pk)) for one in students]


Rule = Callable[[int, ParsedStudent, Sequence[KnownPupil]], KnownPupil | None]


class PupilMatcher:
    """Each pupil of the school is found at most once: two namesakes of a file are two people."""

    def __init__(
        self, pupils: Sequence[ParsedStudent], known: Iterable[KnownPupil], answers: Mapping[str, str]
    ) -> None:
        self.pupils = pupils
        self.answers = answers
        self.found: dict[int, KnownPupil] = {}
        self.settled: set[int] = set()
        self.questions: list[Question] = []
        self._taken: set[int] = set()
        self._exact: dict[str, list[KnownPupil]] = defaultdict(list)
        self._folded: dict[str, list[KnownPupil]] = defaultdict(list)
        self._without_middle: dict[str, list[KnownPupil]] = defaultdict(list)
        self._names = Counter((exact(one.name.full()), one.class_name) for one in pupils)
        for one in known:
            user = one.student.user
            self._exact[exact(user.full_name)].append(one)
            self._folded[folded(user.full_name)].append(one)
            self._without_middle[folded(user.list_name)].append(one)

    def run(self) -> None:
        """Fill `found` (index in the file → pupil of the school) and `questions`; the rest are new."""
        by_name = self._by(self._exact, lambda one: exact(one.name.full()))
        by_folded = self._by(self._folded, lambda one: folded(one.name.full()))
        by_two_words = self._by(self._without_middle, lambda one: folded(f"{one.name.last} {one.name.first}"))
        self._pass(by_name, self._answered)
        self._pass(by_folded, self._answered)
        self._pass(by_name, self._same_birth)
        self._pass(by_name, self._same_class)
        self._pass(by_folded, self._same_birth)
        self._pass(by_folded, self._same_class_unknown_birth)
        self._pass(by_two_words, self._patronymic_missing)
        for index, one in enumerate(self.pupils):
            if index not in self.settled:
                self._ask(index, one, by_folded(one))

    def _by(
        self, table: dict[str, list[KnownPupil]], key: Callable[[ParsedStudent], str]
    ) -> Callable[[ParsedStudent], list[KnownPupil]]:
        return lambda one: [known for known in table.get(key(one), ()) if known.student.pk not in self._taken]

    def _pass(self, candidates: Callable[[ParsedStudent], list[KnownPupil]], rule: Rule) -> None:
        for index, one in enumerate(self.pupils):
            if index in self.settled:
                continue
            chosen = rule(index, one, candidates(one))
            if chosen:
                self.found[index] = chosen
                self.settled.add(index)
                self._taken.add(chosen.student.pk)

    def _answered(self, index: int, one: ParsedStudent, candidates: Sequence[KnownPupil]) -> KnownPupil | None:
        answer = self.answers.get(_key(one), "")
        if answer == NEW:
            self.settled.add(index)
        return next((known for known in candidates if str(known.student.pk) == answer), None)

    @staticmethod
    def _same_birth(index: int, one: ParsedStudent, candidates: Sequence[KnownPupil]) -> KnownPupil | None:
        fitting = [known for known in candidates if one.birth_date and known.student.birth_date == one.birth_date]
        return fitting[0] if len(fitting) == 1 else _only(fitting, one)

    def _same_class(self, index: int, one: ParsedStudent, candidates: Sequence[KnownPupil]) -> KnownPupil | None:
        """One pupil of that name in the class, there and here: another birth date is a corrected one."""
        alone = self._names[exact(one.name.full()), one.class_name] == 1
        return _only(candidates, one) if alone else None

    @staticmethod
    def _same_class_unknown_birth(
        index: int, one: ParsedStudent, candidates: Sequence[KnownPupil]
    ) -> KnownPupil | None:
        found = _only(candidates, one)
        return found if found and (one.birth_date is None or found.student.birth_date is None) else None

    @staticmethod
    def _patronymic_missing(index: int, one: ParsedStudent, candidates: Sequence[KnownPupil]) -> KnownPupil | None:
        fitting = [known for known in candidates if bool(known.student.user.middle_name) != bool(one.name.middle)]
        same_birth = [known for known in fitting if one.birth_date and known.student.birth_date == one.birth_date]
        return same_birth[0] if len(same_birth) == 1 else None

    def _ask(self, index: int, one: ParsedStudent, candidates: Sequence[KnownPupil]) -> None:
        """A namesake whose birth date is not known, or several: only a person can tell."""
        doubtful = [known for known in candidates if not _differ_by_birth(known, one)]
        if not doubtful:
            return
        options = [(str(known.student.pk), f"Это {known.described()}") for known in doubtful]
        text = f"{one.name.full()}: в школе уже есть похожий ученик. Это он или другой?"
        self.questions.append(Question(_key(one), one.place, text, (*options, (NEW, "Другой ученик, записать нового"))))


def _only(candidates: Sequence[KnownPupil], one: ParsedStudent) -> KnownPupil | None:
    key = class_key(one.class_name)
    inside = [known for known in candidates if known.home == key]
    return inside[0] if len(inside) == 1 else None


def _differ_by_birth(known: KnownPupil, one: ParsedStudent) -> bool:
    born = known.student.birth_date
    return bool(born and one.birth_date and born != one.birth_date)


def _key(one: ParsedStudent) -> str:
    return question_key("pupil", one.place, exact(one.name.full()))


__all__ = ["NEW", "KnownPupil", "PupilMatcher", "known_pupils"]
