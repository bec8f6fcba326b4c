"""Breaches of the terms of results in a year: by whom, under which clause, until when it was due, how late.

The room of oversight takes them over from here; until then the page «Сроки итогов» shows them.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.finals.models import DeferredCourse, ExamResult, FinalMark
from parta.domain.finals.queries.exams import classes_on, days_of
from parta.domain.finals.queries.given import GivenMarks, Terms, given_marks
from parta.domain.finals.queries.uninformed import untold
from parta.domain.finals.rules.kinds import for_title, kind_of
from parta.domain.finals.rules.publication import (
    SETTINGS,
    WORDS,
    BreachKind,
    DeferralFacts,
    Fault,
    deferral_faults,
    exam_fault,
    exam_setting,
    lateness_words,
    mark_faults,
)
from parta.domain.regulation.choices import DeferralReason, FinalMarkKind
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.lib import clock
from parta.lib.dates import MONTHS

REASONS = {one.value: one for one in DeferralReason}


@dataclass(frozen=True, slots=True)
class Breach:
    """One finding. what: «7Б, алгебра: за 2 четверть». who: the person responsible, «» when nobody is named.

    due: the last moment in time, None where there is no term. actual: when it was done, None: not yet.
    course_id with place («p12», «year»), or exam_id: where it is put right.
    """

    kind: BreachKind
    clause: str
    what: str
    who: str
    due: datetime | None
    actual: datetime | None
    student_id: int
    pupil: str
    class_id: int
    class_name: str
    course_id: int | None = None
    place: str = ""
    exam_id: int | None = None

    @property
    def words(self) -> str:
        """«отметка поставлена после срока»."""
        return WORDS[self.kind]

    @property
    def late_by(self) -> timedelta | None:
        """How late, till now for what is not done yet; None without a term."""
        return (self.actual or clock.now()) - self.due if self.due else None

    @property
    def late_words(self) -> str:
        """«на 2 дня», «» without a term."""
        return lateness_words(self.late_by) if self.late_by else ""


def results_breaches(
    year: AcademicYear, *, classes: Collection[int] | None = None, now: datetime | None = None, few: bool = True
) -> list[Breach]:
    """Every breach of the year up to the moment, the latest term first. classes: only of these. few: also marks that
    rest on too little, for which every mark of the year is read.

    A bounded number of statements for the whole school: about fifteen a period. Each is judged by the rulebook that was
    in force at the end of its period, an examination by that of the day it was received. Sources: S0-8a, b, S2-5a,
    S0-7b, S2-6a, S3-4.4.6b, S3-5.1a, S3-5.2a, S3-5.3b, c, S3-5.4a, S3-9.3a, S3R-1.15m, n, S3P-2.5n, s, S4-2.8a, b.
    """
    watch = _Watch(year, classes, now or clock.now())
    found = [*watch.marks(few=few), *watch.reasons(), *watch.deferrals(), *watch.exams(), *watch.forecasts()]
    return sorted(found, key=lambda one: (-(one.due or watch.begin).timestamp(), one.what, one.pupil, one.kind))


class _Watch:
    """What the checks share: classes, terms, teachers of pages."""

    def __init__(self, year: AcademicYear, classes: Collection[int] | None, now: datetime) -> None:
        rows = SchoolClass.objects.filter(year=year).select_related("year")
        self.year, self.now, self.begin = year, now, clock.at(year.starts_on)
        self.classes = list(rows if classes is None else rows.filter(pk__in=list(classes)))
        self.names = {one.pk: one.name for one in self.classes}
        self.terms = Terms(year)
        self.teachers: dict[int, list[tuple[date, date | None, str]]] = {}
        for one in TeachingAssignment.objects.filter(course__year=year).select_related("staff__user").order_by("id"):
            row = (one.valid_from, one.valid_to, one.staff.user.short_name)
            self.teachers.setdefault(one.course_id, []).append(row)

    def marks(self, *, few: bool = True) -> Iterator[Breach]:
        """Given late, not given, shown late, too few."""
        for kind, number, terms in self.terms.places(self.now):
            given = given_marks(self.year, self.classes, (kind, number), terms, few=few)
            for key in given.required.keys:
                if not given.is_in_time(key):
                    for fault in mark_faults(given.facts(key), given.of(key).terms, self.now):
                        yield self._of_mark(given, key, fault)
                if key in given.few:
                    yield self._of_mark(given, key, Fault(BreachKind.TOO_FEW))

    def reasons(self) -> Iterator[Breach]:
        """Marks that are not what was proposed, without a word why (S3-5.1a). One statement, two for the classes."""
        rows = FinalMark.objects.filter(course__year=self.year, deviation_reason="").exclude(value="")
        rows = (
            rows.exclude(proposed="")
            .exclude(proposed=F("value"))
            .select_related(
                "student__user", "course__subject", "course__school_class", "course__group", "period", "entered_by"
            )
        )
        found = list(rows)
        units = classes_on(self.year, {one.student_id: clock.local(one.entered_at).date() for one in found})
        for row in found:
            unit = units.get(row.student_id)
            if unit and unit.pk in self.names:
                current = rulebook_for(clock.local(row.entered_at))
                if not current.rulebook.marks.final_deviation_reason:
                    continue
                title = f"{row.course.title}: {for_title(kind_of(row.kind), row.period.number if row.period else 0)}"
                place = f"p{row.period_id}" if row.period_id else row.kind
                yield Breach(
                    BreachKind.NO_REASON, _clause(current, BreachKind.NO_REASON), title, row.entered_by.short_name,
                    None, clock.local(row.entered_at), row.student_id, row.student.user.list_name, unit.pk, unit.name,
                    course_id=row.course_id, place=place,
                )  # fmt: skip

    def deferrals(self) -> Iterator[Breach]:
        """Of a kind the act does not know, or with a term that passed without a result. One statement, two more."""
        rows = DeferredCourse.objects.filter(deferral__year=self.year, deferral__withdrawn_at=None).select_related(
            "deferral__student__user", "deferral__period", "deferral__entered_by", "course__subject",
            "course__school_class", "course__group",
        )  # fmt: skip
        found = list(rows.order_by("deferral_id", "id"))
        units = classes_on(self.year, {one.deferral.student_id: self._last_day(one) for one in found})
        for row in found:
            unit, deferral = units.get(row.deferral.student_id), row.deferral
            if unit is None or unit.pk not in self.names:
                continue
            current = rulebook_for(self._last_day(row))
            facts = DeferralFacts(REASONS[deferral.reason], deferral.due_on, row.closed_at)
            for fault in deferral_faults(facts, current.rulebook, self.now):
                overdue = fault.kind is BreachKind.DEFERRAL_OVERDUE
                who = self._teacher(row.course_id, deferral.due_on) if overdue else deferral.entered_by.short_name
                yield Breach(
                    fault.kind, _clause(current, fault.kind), f"{row.course.title}: {_of_deferral(row)}", who,
                    fault.due, fault.actual, deferral.student_id, deferral.student.user.list_name, unit.pk, unit.name,
                    course_id=row.course_id, place=f"p{deferral.period_id}" if deferral.period_id else "year",
                )  # fmt: skip

    def exams(self) -> Iterator[Breach]:
        """Results of examinations that families could read too late (S0-8b, S4-2.8b). Two statements."""
        parts = ("student__user", "subject", "entered_by")
        found = list(ExamResult.objects.filter(year=self.year).select_related(*parts))
        units = classes_on(self.year, {one.student_id: one.held_on for one in found})
        for row in found:
            unit = units.get(row.student_id)
            if unit is None or unit.pk not in self.names:
                continue
            current = rulebook_for(clock.local(row.received_at))
            days = days_of(self.year, self.terms.calendar, unit)
            fault = exam_fault(row.received_at, row.shown_at, current.rulebook, days)
            if fault:
                clause = current.source_text(exam_setting(current.rulebook))
                yield Breach(
                    fault.kind, clause, f"{row.subject}: {row.get_kind_display()}", row.entered_by.short_name,
                    fault.due, fault.actual, row.student_id, row.student.user.list_name, unit.pk, unit.name,
                    exam_id=row.pk,
                )  # fmt: skip

    def forecasts(self) -> Iterator[Breach]:
        """Families that were told nothing of the forecast in a month (S0-7b). Three statements."""
        for one in untold(self.year, self.classes, self.now):
            row, month = one.enrollment, one.month
            name = self.names[row.school_class_id]
            yield Breach(
                BreachKind.NOT_INFORMED, _clause(month.current, BreachKind.NOT_INFORMED),
                f"{name}: прогноз за {MONTHS[month.last.month]}", one.who, month.due, None, row.student_id,
                row.student.user.list_name, row.school_class_id, name,
            )  # fmt: skip

    def _of_mark(self, given: GivenMarks, key: tuple[int, int, FinalMarkKind], fault: Fault) -> Breach:
        student, course, kind = key
        pupil, place = given.required.pupils[student], given.of(key)
        by_window = fault.kind in (BreachKind.LATE_MARK, BreachKind.NOT_GIVEN) and place.order
        code = kind.value if kind is FinalMarkKind.YEAR else f"p{place.closing.pk}"
        who = self._teacher(course, clock.local(fault.due or place.terms.closes).date())
        return Breach(
            fault.kind, by_window or _clause(place.current, fault.kind),
            f"{given.required.pages[course].title}: {given.title}", who, fault.due, fault.actual, student, pupil.name,
            pupil.class_id, self.names[pupil.class_id], course_id=course, place=code,
        )  # fmt: skip

    def _teacher(self, course: int, day: date) -> str:
        rows = self.teachers.get(course, [])
        return ", ".join(name for first, last, name in rows if first <= day and (last is None or day <= last))

    def _last_day(self, row: DeferredCourse) -> date:
        period = row.deferral.period
        return period.ends_on if period else self.year.ends_on


def _clause(current: CurrentRulebook, kind: BreachKind) -> str:
    """«п. 5.4», «умолчание»."""
    return current.source_text(SETTINGS[kind])


def _of_deferral(row: DeferredCourse) -> str:
    period = row.deferral.period
    return for_title(kind_of(period.kind), period.number) if period else "за год"


def breach_kinds(breaches: Iterable[Breach]) -> list[tuple[BreachKind, int]]:
    """Kinds that occur, with how many, in the order of the enumeration."""
    counts: dict[BreachKind, int] = {}
    for one in breaches:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return [(kind, counts[kind]) for kind in BreachKind if kind in counts]
