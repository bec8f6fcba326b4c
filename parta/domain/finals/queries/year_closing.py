"""The end of a year, class by class: which steps are done, what is in the way. The school costs what one class does."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from parta.domain.access.models import User
from parta.domain.finals.choices import Decision
from parta.domain.finals.models import AcademicDebt, ClassClosing, CouncilDecision
from parta.domain.finals.queries.closed import closed_classes
from parta.domain.finals.queries.closing import class_teachers
from parta.domain.finals.queries.council import postponed_of, results_of
from parta.domain.finals.queries.required import Key, Required, marks_of_year
from parta.domain.finals.rules.closing import Step, lacking_text
from parta.domain.finals.rules.council import refusal
from parta.domain.finals.rules.kinds import CERTIFICATE_GRADES
from parta.domain.finals.rules.year_closing import YearFacts, year_obstacles, year_steps
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import AcademicYear, Enrollment, GradingPeriod, SchoolClass
from parta.lib import clock
from parta.lib.russian import counted

YEAR_TITLES = {
    "periods": "Периоды",
    "marks": "Отметки года",
    "overall": "Итоговые",
    "council": "Педсовет",
    "debts": "Сроки долгов",
}


@dataclass(frozen=True, slots=True)
class YearBoard:
    """One class before its year is closed. closing: the row that stands; obstacles: sentences."""

    school_class: SchoolClass
    facts: YearFacts
    steps: list[Step]
    obstacles: list[str]
    closing: ClassClosing | None = None
    teacher: User | None = None

    @property
    def is_closed(self) -> bool:
        """The year of the class is read only."""
        return self.closing is not None or self.school_class.year.is_closed

    @property
    def is_over(self) -> bool:
        """Has the last day of the year passed?"""
        return self.facts.last < clock.today()

    @property
    def is_ready(self) -> bool:
        """It may be closed at once."""
        return not self.is_closed and not self.obstacles

    @property
    def done(self) -> int:
        """Steps with nothing left."""
        return sum(one.is_done for one in self.steps)

    @property
    def blocking(self) -> int:
        """Steps that stop the closing now."""
        return sum(one.is_obstacle for one in self.steps)


def year_boards(year: AcademicYear, classes: Sequence[SchoolClass]) -> list[YearBoard]:
    """Of these classes of the year. Thirteen statements, whatever the classes."""
    counts = _Counts(year, classes)
    closings = ClassClosing.objects.filter(year=year, period=None, reopened_at=None).select_related("closed_by")
    by_class = {one.school_class_id: one for one in closings}
    teachers, today = class_teachers(classes), clock.today()
    required = rulebook_for(year.year).rulebook.marks.final_mark_for_every_student
    found = []
    for one in classes:
        facts = counts.facts(one)
        steps = year_steps(facts, today, required=required)
        said = year_obstacles(facts, today, required=required)
        found.append(YearBoard(one, facts, steps, said, by_class.get(one.pk), teachers.get(one.pk)))
    return found


class _Counts:
    """Everything the boards rest on, read at once."""

    def __init__(self, year: AcademicYear, classes: Sequence[SchoolClass]) -> None:
        self.year = year
        self.marks: Required = marks_of_year(year, classes)
        self.failed, _ = results_of(self.marks)
        self.postponed = postponed_of(self.marks)
        self.open_periods = _open_periods(year, classes)
        rows = CouncilDecision.objects.filter(year=year)
        self.decisions = {student: Decision(one) for student, one in rows.values_list("student_id", "decision")}
        self.debts: dict[int, set[int]] = defaultdict(set)
        for student, subject in AcademicDebt.objects.filter(year=year).values_list("student_id", "subject_id"):
            self.debts[student].add(subject)
        self.class_of = {one.student_id: one.class_id for one in self.marks.pupils.values()}
        self.asked = Counter((self.class_of[key[0]], key[2]) for key in self.marks.keys)
        self.missing: dict[int, list[Key]] = defaultdict(list)
        for key in self.marks.missing:
            self.missing[self.class_of[key[0]]].append(key)

    def facts(self, one: SchoolClass) -> YearFacts:
        own = [pupil for pupil in self.marks.pupils.values() if pupil.class_id == one.pk]
        missing, kinds = self.missing[one.pk], Counter(key[2] for key in self.missing[one.pk])
        at_odds, owing, undecided = [], [], []
        for pupil in own:
            pk = pupil.student_id
            failed, later, decision = self.failed.get(pk, {}), self.postponed.get(pk, {}), self.decisions.get(pk)
            if decision is None:
                # After grades 9 and 11 nothing can be decided before the deferred mark is there.
                undecided += [] if later and one.grade_level in CERTIFICATE_GRADES else [pupil.name]
            elif refusal(
                one.grade_level, list(failed.values()), decision,
                deferred=list(later.values()), owed=bool(self.debts[pk]),
            ):  # fmt: skip
                at_odds.append(pupil.name)
            elif decision is Decision.CONDITIONAL and (failed.keys() | later.keys()) - self.debts[pk]:
                owing.append(pupil.name)
        names = [(self.marks.pages[key[1]].title, self.marks.pupils[key[0]].name) for key in missing]
        return YearFacts(
            last=self.year.ends_on,
            open_periods=tuple(self.open_periods[one.pk]),
            required=self.asked[one.pk, FinalMarkKind.YEAR],
            missing=kinds[FinalMarkKind.YEAR],
            overall=self.asked[one.pk, FinalMarkKind.FINAL],
            overall_missing=kinds[FinalMarkKind.FINAL],
            pupils=len(own),
            undecided=tuple(undecided),
            at_odds=tuple(at_odds),
            owing=tuple(owing),
            postponed=tuple(pupil.name for pupil in own if pupil.student_id in self.postponed),
            debts=sum(len(self.debts.get(pupil.student_id, ())) for pupil in own),
            lacking=lacking_text(names) if names else "",
        )


def _open_periods(year: AcademicYear, classes: Sequence[SchoolClass]) -> dict[int, list[str]]:
    """By class: titles of its periods closed neither for it nor for its grade. Two statements."""
    by_grade: dict[int, list[GradingPeriod]] = defaultdict(list)
    for one in GradingPeriod.objects.filter(year=year, closed_at=None).order_by("number"):
        by_grade[one.grade_level].append(one)
    shut = ClassClosing.objects.filter(year=year, reopened_at=None, period__isnull=False)
    pairs = set(shut.values_list("school_class_id", "period_id"))
    return {
        one.pk: [str(period) for period in by_grade[one.grade_level] if (one.pk, period.pk) not in pairs]
        for one in classes
    }


def school_obstacles(year: AcademicYear) -> list[str]:
    """Why the year of the whole school cannot be closed yet, in sentences. Three statements."""
    shut = closed_classes(None, year)
    left = [one.name for one in year.classes.order_by("grade_level", "sort_name") if one.pk not in shut]
    found = []
    if left:
        more = f" и ещё {len(left) - 6}" if len(left) > 6 else ""
        found.append(f"Сначала закройте год у классов: {', '.join(left[:6])}{more}.")
    staying = Enrollment.objects.filter(school_class__year=year, valid_to=None).count()
    if staying:
        said = counted(staying, "ученик числится", "ученика числятся", "учеников числятся")
        found.append(f"{said} в классах этого года: сначала переведите классы и выпустите 11 класс.")
    return found
