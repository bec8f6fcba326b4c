"""The end of a year for a class: marks of the year, what they suggest, what the council decided, debts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from parta.domain.finals.choices import Decision
from parta.domain.finals.models import AcademicDebt, CouncilDecision, DeferredCourse
from parta.domain.finals.queries.required import Required, marks_of_year
from parta.domain.finals.rules.council import is_failed, proposed
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.school.models import AcademicYear, Enrollment, SchoolClass
from parta.lib import clock
from parta.lib.dates import NBSP, day_input, day_title
from parta.lib.russian import lower_first


@dataclass(slots=True)
class CouncilLine:
    """A pupil before the council. failed: subject id → name; waiting: subjects with neither a mark nor a deferral.

    deferred: subject id → name of those whose mark of the year is deferred now; terms: subject id → until which day,
    of every deferral of the year, also of one that ended; owed: the pupil has a debt of the year.
    """

    student_id: int
    name: str
    failed: dict[int, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    deferred: dict[int, str] = field(default_factory=dict)
    terms: dict[int, date] = field(default_factory=dict)
    owed: bool = False
    proposal: Decision | None = None
    row: CouncilDecision | None = None

    @property
    def is_late(self) -> bool:
        """May the decision be written after the year of the class is closed?"""
        return bool(self.terms)


@dataclass(frozen=True, slots=True)
class ClassCouncil:
    """The form of a class."""

    school_class: SchoolClass
    lines: list[CouncilLine]

    @property
    def undecided(self) -> int:
        """Pupils without a decision."""
        return sum(one.row is None for one in self.lines)

    @property
    def protocol(self) -> CouncilDecision | None:
        """A row whose protocol the whole class shares, as a rule."""
        return next((one.row for one in self.lines if one.row), None)


def class_council(school_class: SchoolClass) -> ClassCouncil:
    """Pupils of the last day of the year by the alphabet. Ten statements."""
    marks = marks_of_year(school_class.year, [school_class])
    rows = {
        one.student_id: one
        for one in CouncilDecision.objects.filter(year=school_class.year, student__in=list(marks.pupils))
    }
    lines = [CouncilLine(one.student_id, one.name, row=rows.get(one.student_id)) for one in marks.pupils.values()]
    failed, waiting = results_of(marks)
    deferred, terms = postponed_of(marks), _terms(school_class.year, list(marks.pupils))
    owing = AcademicDebt.objects.filter(year=school_class.year, student__in=list(marks.pupils))
    owed = set(owing.values_list("student_id", flat=True))
    for line in lines:
        pk = line.student_id
        line.failed, line.waiting, line.owed = failed.get(pk, {}), waiting.get(pk, []), pk in owed
        line.deferred, line.terms = deferred.get(pk, {}), terms.get(pk, {})
        names = list(line.failed.values())
        line.proposal = proposed(
            school_class.grade_level, names, waiting=bool(line.waiting), deferred=bool(line.deferred)
        )
    return ClassCouncil(school_class, lines)


def results_of(marks: Required) -> tuple[dict[int, dict[int, str]], dict[int, list[str]]]:
    """By pupil: failed subjects (by the overall mark where it stands, else by the year's), and subjects with neither a
    mark nor a deferral."""
    failed: dict[int, dict[int, str]] = {}
    waiting: dict[int, list[str]] = {}
    for key in marks.keys:
        student, course, kind = key
        if kind is not FinalMarkKind.YEAR:
            continue
        page = marks.pages[course]
        value = marks.given.get((student, course, FinalMarkKind.FINAL)) or marks.given.get(key, "")
        if is_failed(value):
            failed.setdefault(student, {})[page.subject_id] = page.subject
        elif not value and key not in marks.ordered:
            waiting.setdefault(student, []).append(page.subject)
    return failed, waiting


def postponed_of(marks: Required) -> dict[int, dict[int, str]]:
    """By pupil: subjects whose mark of the year is deferred by rights and not given yet."""
    found: dict[int, dict[int, str]] = {}
    for student, course, kind in marks.ordered:
        if kind is FinalMarkKind.YEAR and (student, course, kind) not in marks.given:
            page = marks.pages[course]
            found.setdefault(student, {})[page.subject_id] = page.subject
    return found


def _terms(year: AcademicYear, students: list[int]) -> dict[int, dict[int, date]]:
    """By pupil and subject: until which day the mark of the year is or was deferred. One statement."""
    rows = DeferredCourse.objects.filter(
        deferral__period=None, deferral__year=year, deferral__withdrawn_at=None, deferral__student__in=students
    )
    found: dict[int, dict[int, date]] = {}
    for student, subject, due in rows.values_list("deferral__student_id", "course__subject_id", "deferral__due_on"):
        found.setdefault(student, {})[subject] = due
    return found


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the year of a pupil ended, for the sheet of the year. owed: subject id → «алгебра до 1 октября»."""

    row: CouncilDecision | None
    owed: dict[int, str]

    @property
    def text(self) -> str:
        """«переведён условно, протокол № 9 от 28 мая»; «» while there is no decision."""
        if self.row is None:
            return ""
        of_day = day_title(self.row.protocol_date)
        return f"{self.row.get_decision_display()}, протокол №{NBSP}{self.row.protocol} от{NBSP}{of_day}"

    @property
    def short(self) -> str:
        """«переведён, прот. № 9 от 28.05.2027», for the narrow column of the sheet of paper."""
        if self.row is None:
            return ""
        number, of_day = self.row.protocol, day_input(self.row.protocol_date)
        return f"{self.row.get_decision_display()}, прот. №{NBSP}{number} от{NBSP}{of_day}"

    @property
    def debts(self) -> str:
        """«долг: алгебра до 1 октября, физика до 1 октября»."""
        return f"долг: {', '.join(self.owed.values())}" if self.owed else ""


def verdicts(year: AcademicYear, students: Sequence[int]) -> dict[int, Verdict]:
    """Of these pupils: decisions of the year and debts not made up. Two statements."""
    rows = {one.student_id: one for one in CouncilDecision.objects.filter(year=year, student__in=list(students))}
    owed: dict[int, dict[int, str]] = {}
    for one in AcademicDebt.objects.filter(year=year, student__in=list(students)).select_related("subject"):
        if debt_state(one, clock.today()) != "settled":
            until = f"{lower_first(one.subject.name)} до{NBSP}{day_title(one.due_on)}"
            owed.setdefault(one.student_id, {})[one.subject_id] = until
    return {pk: Verdict(rows.get(pk), owed.get(pk, {})) for pk in students}


@dataclass(frozen=True, slots=True)
class DebtLine:
    """A debt in the list. state: open, overdue, failed (not made up), settled."""

    row: AcademicDebt
    class_name: str
    state: str


def debts(year: AcademicYear | None = None) -> list[DebtLine]:
    """Debts of a year, or of all years while none is named; those to be made up first. Two statements."""
    rows = AcademicDebt.objects.select_related("student__user", "subject", "year")
    found = list(rows.filter(year=year) if year else rows)
    names = _classes(found)
    lines = [
        DebtLine(row, names.get((row.student_id, row.year_id), ""), debt_state(row, clock.today())) for row in found
    ]
    order = {"overdue": 0, "failed": 1, "open": 2, "settled": 3}
    return sorted(lines, key=lambda one: (order[one.state], one.row.due_on, one.row.student.user.sort_name))


def debt_state(row: AcademicDebt, today: date) -> str:
    """open until its day has passed, overdue after it; with a result: settled or failed."""
    if row.result:
        return "failed" if is_failed(row.result) else "settled"
    return "overdue" if row.due_on < today else "open"


def staying(students: Sequence[int], year: AcademicYear) -> set[int]:
    """Of these pupils, those whom the council of the year left for another one; for the room of the school."""
    rows = CouncilDecision.objects.filter(student__in=list(students), year=year, decision=Decision.REPEATS)
    return set(rows.values_list("student_id", flat=True))


def _classes(rows: list[AcademicDebt]) -> dict[tuple[int, int], str]:
    stays = Enrollment.objects.filter(
        student__in=[one.student_id for one in rows], school_class__year__in={one.year_id for one in rows}
    )
    found = stays.select_related("school_class").order_by("valid_from")
    return {(one.student_id, one.school_class.year_id): one.school_class.name for one in found}
