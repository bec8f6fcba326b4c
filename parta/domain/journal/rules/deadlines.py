"""The deadline of every entry of a lesson, and what becomes of an entry made at a moment. Pure: values in, values out.

Terms run as requirements.md §2 says; the moment of a deadline is still in time. See `regulation.rules.terms`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from parta.domain.journal.choices import DeadlineClass, EntryState, Matter
from parta.domain.regulation import rules as regulation
from parta.domain.regulation.choices import TermUnit
from parta.domain.regulation.rules import Rulebook, SchoolCalendar
from parta.lib import clock

SOON = timedelta(hours=1)
SLIP = timedelta(minutes=10)
"""A person may mend the own entry of the last minutes without a reason: a slip of the key is no correction."""
WORK_TERMS = {
    DeadlineClass.CONTROL: "control_work_mark_deadline",
    DeadlineClass.WRITTEN: "written_work_mark_deadline",
}
LESSON_TERMS = frozenset({"lesson_mark_deadline", "lesson_entry_deadline"})


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What the deadlines of a lesson rest on; moments are aware.

    ends: of the lesson itself, where it stands now (a moved lesson: its new place); class_ends: of the last lesson of
    its class on that day; received: when the school got the results of an external work, None while it has not.
    """

    ends: datetime
    class_ends: datetime
    received: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment in time, and the setting of the rulebook that gives it. `at` None: the term does not run yet."""

    at: datetime | None
    setting: str

    def state_at(self, moment: datetime, rulebook: Rulebook) -> EntryState:
        """What an entry made at the moment is: in time, late but accepted, locked."""
        if self.at is None or regulation.in_time(moment, self.at):
            return EntryState.OPEN
        if regulation.in_time(moment, regulation.late_until(self.at, rulebook)):
            return EntryState.LATE
        return EntryState.LOCKED

    def accepted_until(self, rulebook: Rulebook) -> datetime | None:
        """Until when a late entry is accepted."""
        return regulation.late_until(self.at, rulebook) if self.at else None


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with the end of its late window, ready to judge entries of any moment. The last two in UTC."""

    deadline: Deadline
    accepted_until: datetime | None
    in_time: datetime | None
    in_window: datetime | None

    @classmethod
    def of(cls, deadline: Deadline, rulebook: Rulebook) -> "Due":
        """Of a deadline under a rulebook."""
        until = deadline.accepted_until(rulebook)
        return cls(deadline, until, _in_utc(deadline.at), _in_utc(until))

    def state_at(self, moment: datetime) -> EntryState:
        """The same as `Deadline.state_at`."""
        if self.in_time is None or self.in_window is None:
            return EntryState.OPEN
        second = moment.astimezone(UTC).replace(microsecond=0)
        if second <= self.in_time:
            return EntryState.OPEN
        return EntryState.LATE if second <= self.in_window else EntryState.LOCKED


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def deadline_of(
    matter: Matter,
    facts: LessonFacts,
    rulebook: Rulebook,
    calendar: SchoolCalendar,
    work: DeadlineClass | str = DeadlineClass.LESSON,
) -> Deadline:
    """When an entry of the lesson is due. work: of marks, the deadline class of the kind of work.

    Sources: S3-4.4.1a–c, S3-4.4.5a, S3-4.4.10a, S3R-1.15a, f, l; requirements.md §2.2.
    """
    if matter == Matter.HOMEWORK:
        found = Deadline(regulation.homework_deadline(facts.class_ends, rulebook), "homework_entry_deadline")
    elif matter != Matter.MARK:
        found = _of_lesson("lesson_entry_deadline", facts.ends, rulebook)
    elif work == DeadlineClass.EXTERNAL:
        found = _of_external(facts, rulebook, calendar)
    elif work in WORK_TERMS:
        found = _of_work(WORK_TERMS[DeadlineClass(work)], facts, rulebook, calendar)
    else:
        found = _of_mark(facts, rulebook)
    return _after_setup(found, facts, rulebook)


def aim_of(checked_on: date) -> datetime:
    """Marks of a written work are best given on the day its checking is finished (S3R-1.15g); the week is the limit."""
    return regulation.end_of(checked_on)


def needs_working_days(rulebook: Rulebook) -> bool:
    """Does any of these terms ask for the school's calendar? Ready-made profiles do not."""
    terms = (*WORK_TERMS.values(), "external_diagnostic_mark_deadline")
    return any(getattr(rulebook.entry, name).unit is TermUnit.WORKING_DAYS for name in terms)


def is_slip(entered_at: datetime, moment: datetime, *, same_person: bool) -> bool:
    """Is a change at the moment the mending of the person's own fresh entry?"""
    return same_person and entered_at <= moment <= entered_at + SLIP


def _of_lesson(name: str, ends: datetime, rulebook: Rulebook) -> Deadline:
    """By the term `name`; a lesson that ends after its hour has the term of late lessons."""
    term = getattr(rulebook.entry, name)
    if term.unit is TermUnit.SAME_DAY and term.at and clock.local(ends).time() > term.at:
        name = "late_lesson_entry_deadline"
        term = rulebook.entry.late_lesson_entry_deadline
    return Deadline(regulation.deadline_after(term, ends, regulation.EveryDay()), name)


def _of_mark(facts: LessonFacts, rulebook: Rulebook) -> Deadline:
    """The stricter of the term for marks and that of the lesson's record."""
    own = _of_lesson("lesson_mark_deadline", facts.ends, rulebook)
    record = _of_lesson("lesson_entry_deadline", facts.ends, rulebook)
    return record if record.at and own.at and record.at < own.at else own


def _of_work(name: str, facts: LessonFacts, rulebook: Rulebook, calendar: SchoolCalendar) -> Deadline:
    return Deadline(regulation.deadline_after(getattr(rulebook.entry, name), facts.ends, calendar), name)


def _of_external(facts: LessonFacts, rulebook: Rulebook, calendar: SchoolCalendar) -> Deadline:
    name = "external_diagnostic_mark_deadline"
    if facts.received is None:
        return Deadline(None, name)
    return Deadline(regulation.external_diagnostic_deadline(facts.received, calendar, rulebook), name)


def _after_setup(found: Deadline, facts: LessonFacts, rulebook: Rulebook) -> Deadline:
    """Entries of the first September days are not late before the day the journal is set up."""
    if found.at is None:
        return found
    moved = regulation.not_before_setup(found.at, rulebook)
    return found if moved == found.at else Deadline(moved, "year_setup_due_date")
