"""The page «Отметки за четверть»: a class, what each mark rests on, what is proposed and decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.finals.models import DeferredCourse, FinalMark
from parta.domain.finals.queries.desk import FinalDesk, load_desk
from parta.domain.finals.queries.evidence import Evidence, EvidenceMark, ordinary_kind
from parta.domain.finals.queries.places import FinalPlace
from parta.domain.finals.queries.rights import gives_finals
from parta.domain.finals.queries.windows import FinalWindow
from parta.domain.finals.rules.enough import Lack, natures_not_held
from parta.domain.finals.rules.proposal import Proposal, shown_mean
from parta.domain.finals.rules.remarks import Remark, is_indisputable, remarks_of
from parta.domain.journal.queries.roster import RosterLine
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.regulation.queries import CurrentRulebook
from parta.lib.dates import day_title
from parta.lib.russian import search_form

FROM_ELSEWHERE = "Из другой школы или класса"


@dataclass(frozen=True, slots=True)
class Part:
    """A line of «Из чего сложилось»: a kind of work, its marks in order, its weight."""

    title: str
    marks: tuple[EvidenceMark, ...]
    weight: Decimal

    @property
    def weight_text(self) -> str:
        """«1,5»; «—» when the marks are only shown."""
        return f"{self.weight.normalize():f}".replace(".", ",") if self.weight else "—"


@dataclass(frozen=True, slots=True)
class FinalRow:
    """A pupil. previous: what was given before. mark: what stands here, None before the first entry."""

    student_id: int
    number: int
    name: str
    previous: str
    evidence: Evidence
    proposal: Proposal
    lack: Lack
    remarks: list[Remark]
    parts: list[Part]
    mark: FinalMark | None
    deferral: DeferredCourse | None
    is_closed: bool
    is_whole: bool = True
    """False of a year with a period that has no mark yet."""

    @property
    def value(self) -> str:
        """What stands."""
        return self.mark.value if self.mark else ""

    @property
    def version(self) -> int:
        """For the next entry."""
        return self.mark.version if self.mark else 0

    @property
    def reason(self) -> str:
        """Why not as proposed."""
        return self.mark.deviation_reason if self.mark else ""

    @property
    def deviates(self) -> bool:
        """Decided otherwise than proposed at that time: flagged for the deputy."""
        return bool(self.mark and self.mark.value and self.mark.value != self.mark.proposed)

    @property
    def mean_text(self) -> str:
        """«3,57»."""
        return shown_mean(self.proposal.mean)

    @property
    def mark_count(self) -> int:
        """How many marks count."""
        return len(self.evidence.marks)

    @property
    def works_text(self) -> str:
        """«к/р 2 из 2», «» without control works."""
        held = len(self.evidence.controls)
        return f"к/р {self.evidence.controls_done} из {held}" if held else ""

    @property
    def is_asked(self) -> bool:
        """Is a mark waited for?"""
        return not (self.value or self.deferral)

    @property
    def is_indisputable(self) -> bool:
        """May be accepted with the others at one press."""
        settled = self.is_whole and is_indisputable(self.proposal, self.lack)
        return self.is_asked and not self.is_closed and settled

    @property
    def is_disputed(self) -> bool:
        """Wants a decision of its own."""
        return self.is_asked and not self.is_closed and not self.is_indisputable

    @property
    def deferral_text(self) -> str:
        """«отсрочка до 23 января»."""
        return f"отсрочка до {day_title(self.deferral.deferral.due_on)}" if self.deferral else ""

    @property
    def deferral_note(self) -> str:
        """«приказ № 331, зачёт»."""
        if self.deferral is None:
            return ""
        one = self.deferral.deferral
        order = f"приказ № {one.order_number}" if one.order_number else ""
        return ", ".join(part for part in (order, one.get_makeup_form_display()) if part)

    @property
    def tone(self) -> str:
        """The digit of the proposal, for its colour."""
        return self.proposal.value if self.proposal.value in "12345" else ""


@dataclass(frozen=True, slots=True)
class FinalPage:
    """The whole page. may_write: this person gives these marks, and the window lets them."""

    course: Course
    place: FinalPlace
    window: FinalWindow
    rows: list[FinalRow]
    values: tuple[str, ...]
    is_teacher: bool
    needed: int
    needed_clause: str
    reason_clause: str
    deferral_clause: str
    notice: str
    previous_title: str
    works_notice: str

    @property
    def may_write(self) -> bool:
        """Marks may be given now."""
        return self.is_teacher and self.window.is_open and not self.notice

    @property
    def by_keys(self) -> bool:
        """A mark is one press; longer scales are typed."""
        return len(self.values) <= 5

    @property
    def total(self) -> int:
        """Pupils a mark is waited for or given."""
        return sum(not row.deferral for row in self.rows)

    @property
    def done(self) -> int:
        """Of them, those who have it."""
        return sum(bool(row.value) for row in self.rows)

    @property
    def indisputable(self) -> int:
        """Pupils accepted at one press."""
        return sum(row.is_indisputable for row in self.rows)

    @property
    def deferred(self) -> list[FinalRow]:
        """Pupils with a deferral."""
        return [row for row in self.rows if row.deferral]


def final_page(user: User, course: Course, place: FinalPlace) -> FinalPage:
    """The page of a column; the caller has checked the right to read. A bounded number of statements."""
    desk = load_desk(course, place)
    current = desk.current
    return FinalPage(
        course=course,
        place=place,
        window=desk.window,
        rows=[_row(desk, number, student) for number, student in enumerate(desk.lines, start=1)],
        values=desk.values,
        is_teacher=gives_finals(user, course),
        needed=desk.needed,
        needed_clause=current.clause("min_marks_per_period"),
        reason_clause=_reason_clause(current),
        deferral_clause=current.clause("deferral_requires_order"),
        notice="" if desk.policy.marks_allowed else desk.policy.notice,
        previous_title=_previous_title(desk),
        works_notice=_works_notice(desk),
    )


def _reason_clause(current: CurrentRulebook) -> str:
    """Where a departure must be justified, «умолчание» where the act is silent; «» where the school wants none."""
    asked = current.rulebook.marks.final_deviation_reason
    return current.source_text("final_deviation_reason") if asked else ""


def _row(desk: FinalDesk, number: int, line: RosterLine) -> FinalRow:
    student = line.student_id
    evidence = desk.evidence.get(student, Evidence())
    proposal, lack = desk.proposal(student), desk.lack(student)
    given, expected = desk.given_count(student), desk.period_count
    whole = desk.place.kind is not FinalMarkKind.YEAR or given >= expected
    notes = [] if whole else [Remark(f"за периоды: {given} из {expected}")]
    return FinalRow(
        student_id=student,
        number=number,
        name=line.name,
        previous=_previous(desk, student),
        evidence=evidence,
        proposal=proposal,
        lack=lack,
        remarks=[*notes, *remarks_of(proposal, lack, desk.needed, len(evidence.marks), evidence.missed)],
        parts=_parts(evidence.marks),
        mark=desk.rows.get(student),
        deferral=desk.deferrals.get(student),
        is_closed=student in desk.closed,
        is_whole=whole,
    )


def _previous(desk: FinalDesk, student: int) -> str:
    """Of a period: the mark of the one before; of the year, exam, overall: everything given so far."""
    given = [(period, kind, value) for (pupil, kind, period), value in desk.others.items() if pupil == student]
    if desk.place.period is None:
        return " ".join(value for _, _, value in given)
    before = desk.before
    return next((value for period, _, value in given if before and period == before), "")


def _previous_title(desk: FinalDesk) -> str:
    if desk.place.period is None:
        return "Периоды"
    return f"{desk.place.number - 1} {desk.place.short.split()[-1]}" if desk.before else ""


def _parts(marks: Sequence[EvidenceMark]) -> list[Part]:
    """By kind of work, the heaviest first; marks from elsewhere stand by themselves."""
    ordinary = ordinary_kind()
    groups: dict[tuple[str, Decimal], list[EvidenceMark]] = {}
    for one in marks:
        title = FROM_ELSEWHERE if one.source else (one.kind or ordinary).name
        groups.setdefault((title, one.weight), []).append(one)
    found = [Part(title, tuple(rows), weight) for (title, weight), rows in groups.items()]
    return sorted(found, key=lambda part: -part.weight)


def _works_notice(desk: FinalDesk) -> str:
    """The act stresses the subject, and no written, laboratory or practical work was held yet (S3-5.2b, S3-5.2d)."""
    marks = desk.current.rulebook.marks
    stressed = {search_form(one) for one in marks.emphasis_subjects}
    if desk.place.period is None or not is_stressed(desk.course.subject.name, stressed):
        return ""
    works = [work for one in desk.evidence.values() for work in one.works]
    if not natures_not_held(marks.mandatory_work_kinds, works):
        return ""
    return "В этом периоде ещё нет отметок за письменные, лабораторные или практические работы"


def is_stressed(subject: str, stressed: set[str]) -> bool:
    """«Алгебра» and «Геометрия» are parts of mathematics."""
    name = search_form(subject)
    mathematics = ("алгебра", "геометрия", "вероятность", "математика")
    return any(name.startswith(one) for one in stressed) or ("математика" in stressed and name.startswith(mathematics))
