"""Terms of results: final marks in their window, every pupil with a mark or a deferral, families told in time.

Pure: plain values in, faults out. The last second of a term is still in time. «Сутки» are hours that run on over nights
and weekends, «дни» are calendar days counted from the day after (`regulation.rules.terms`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from parta.domain.regulation import rules as regulation
from parta.domain.regulation.choices import DeferralReason
from parta.domain.regulation.rules import Rulebook, SchoolCalendar, Term
from parta.lib.russian import counted

MINUTE, HOUR, DAY = 60, 3600, 86400


class BreachKind(StrEnum):
    """What went wrong with a result."""

    LATE_MARK = "late_mark"
    NOT_GIVEN = "not_given"
    NO_MARK = "no_mark"
    SHOWN_LATE = "shown_late"
    EXAM_SHOWN_LATE = "exam_shown_late"
    NO_REASON = "no_reason"
    TOO_FEW = "too_few"
    NO_ORDER = "no_order"
    WRONG_DEFERRAL = "wrong_deferral"
    DEFERRAL_OVERDUE = "deferral_overdue"
    NOT_INFORMED = "not_informed"


WORDS: dict[BreachKind, str] = {
    BreachKind.LATE_MARK: "отметка поставлена после срока",
    BreachKind.NOT_GIVEN: "срок прошёл, отметки нет",
    BreachKind.NO_MARK: "период кончился, нет ни отметки, ни отсрочки",
    BreachKind.SHOWN_LATE: "итоги открыты семье с опозданием",
    BreachKind.EXAM_SHOWN_LATE: "результат экзамена открыт семье с опозданием",
    BreachKind.NO_REASON: "отметка не та, что предложена, а причины нет",
    BreachKind.TOO_FEW: "мало текущих отметок для итоговой",
    BreachKind.NO_ORDER: "отсрочка без приказа",
    BreachKind.WRONG_DEFERRAL: "отсрочка, которой регламент не допускает",
    BreachKind.DEFERRAL_OVERDUE: "срок отсрочки прошёл, результата нет",
    BreachKind.NOT_INFORMED: "семьям не сообщён прогноз за месяц",
}
SETTINGS: dict[BreachKind, str] = {
    BreachKind.LATE_MARK: "final_marks_deadline",
    BreachKind.NOT_GIVEN: "final_marks_deadline",
    BreachKind.NO_MARK: "final_mark_for_every_student",
    BreachKind.SHOWN_LATE: "final_results_publish_within",
    BreachKind.NO_REASON: "final_deviation_reason",
    BreachKind.TOO_FEW: "min_marks_per_period",
    BreachKind.NO_ORDER: "deferral_requires_order",
    BreachKind.WRONG_DEFERRAL: "deferral_reasons",
    BreachKind.DEFERRAL_OVERDUE: "deferral_allowed",
    BreachKind.NOT_INFORMED: "forecast_min_frequency",
}
"""The setting whose clause a breach cites; of an examination it is `exam_setting`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A term passed over. actual: when it was done at last, None: not yet. due None: a thing that may not be at all."""

    kind: BreachKind
    due: datetime | None = None
    actual: datetime | None = None


@dataclass(frozen=True, slots=True)
class MarkTerms:
    """Of the final marks of a place. closes: the window; ends: the period; shown_by: families know by then.

    obligatory: every pupil must have a mark or a deferral.
    """

    closes: datetime
    ends: datetime
    shown_by: datetime
    obligatory: bool = True


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """Of one pupil's final mark. given_at: when it was first given, None for never.

    deferred: a deferral stands for it, or stood until its result was entered. drafted: one without its order.
    """

    given_at: datetime | None = None
    deferred: bool = False
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class DeferralFacts:
    """Of one subject of a deferral. closed_at: when its result was entered."""

    reason: DeferralReason
    due_on: date
    closed_at: datetime | None = None


def mark_terms(closes: datetime, period_end: date, rulebook: Rulebook, calendar: SchoolCalendar) -> MarkTerms:
    """The results of a period count as received when the window for giving them is over (S0-8a, S2-6a, S3-9.3a)."""
    return MarkTerms(
        closes=closes,
        ends=regulation.end_of(period_end),
        shown_by=publication_due(closes, rulebook.informing.final_results_publish_within, calendar),
        obligatory=rulebook.marks.final_mark_for_every_student,
    )


def publication_due(received: datetime, term: Term, calendar: SchoolCalendar) -> datetime:
    """Until when the family must be able to read a result that the school received at the moment."""
    return regulation.deadline_after(term, received, calendar)


def exam_setting(rulebook: Rulebook) -> str:
    """The setting that speaks of examination results: its own, or that of the final results where it is empty."""
    own = rulebook.informing.exam_results_publish_within
    return "exam_results_publish_within" if own else "final_results_publish_within"


def mark_faults(facts: MarkFacts, terms: MarkTerms, now: datetime) -> Iterator[Fault]:
    """What is wrong with one final mark at the moment (S2-5a, S3-4.4.6b, S3-5.3b, S3-5.4a, S3R-1.15m, n)."""
    if facts.deferred:
        return
    if facts.given_at is not None:
        if is_past(facts.given_at, terms.closes):
            yield Fault(BreachKind.LATE_MARK, terms.closes, facts.given_at)
        if is_past(facts.given_at, terms.shown_by):
            yield Fault(BreachKind.SHOWN_LATE, terms.shown_by, facts.given_at)
        return
    if is_past(now, terms.ends) and (facts.drafted or terms.obligatory):
        yield Fault(BreachKind.NO_ORDER if facts.drafted else BreachKind.NO_MARK, terms.ends)
    elif is_past(now, terms.closes) and not facts.drafted:
        yield Fault(BreachKind.NOT_GIVEN, terms.closes)


def deferral_faults(facts: DeferralFacts, rulebook: Rulebook, now: datetime) -> Iterator[Fault]:
    """A deferral the act does not know, and a term that passed without a result (S2-5e, S3-5.3b, c)."""
    marks = rulebook.marks
    if not marks.deferral_allowed or facts.reason not in marks.deferral_reasons:
        yield Fault(BreachKind.WRONG_DEFERRAL)
    due = regulation.end_of(facts.due_on)
    if is_past(facts.closed_at or now, due):
        yield Fault(BreachKind.DEFERRAL_OVERDUE, due, facts.closed_at)


def exam_fault(received: datetime, shown: datetime, rulebook: Rulebook, calendar: SchoolCalendar) -> Fault | None:
    """A result of an examination opened to the family after its term (S0-8b, S4-2.8b)."""
    due = publication_due(received, rulebook.informing.exam_results_term, calendar)
    return Fault(BreachKind.EXAM_SHOWN_LATE, due, shown) if is_past(shown, due) else None


def is_past(moment: datetime, due: datetime) -> bool:
    """Later than the last second of the term."""
    return not regulation.in_time(moment, due)


def lateness_words(late: timedelta) -> str:
    """«на 2 дня», «на 6 часов», «на 1 минуту»: the largest whole unit; under a minute «меньше минуты»."""
    seconds = int(late.total_seconds())
    if seconds >= DAY:
        return f"на {counted(seconds // DAY, 'день', 'дня', 'дней')}"
    if seconds >= HOUR:
        return f"на {counted(seconds // HOUR, 'час', 'часа', 'часов')}"
    if seconds >= MINUTE:
        return f"на {counted(seconds // MINUTE, 'минуту', 'минуты', 'минут')}"
    return "меньше чем на минуту"
