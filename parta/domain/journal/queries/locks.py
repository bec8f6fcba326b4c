"""What an entry of a lesson is by its deadline: in time, late, locked, opened. By the rulebook of the lesson's day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache

from parta.domain.journal.choices import DeadlineClass, EntryState, Matter
from parta.domain.journal.models import Opening
from parta.domain.journal.queries.openings import OpenTimes
from parta.domain.journal.rules.deadlines import Deadline, Due, LessonFacts, deadline_of, needs_working_days
from parta.domain.journal.rules.locks import late_words, lock_words, openers_words, until_words
from parta.domain.regulation.queries import CurrentRulebook, rulebooks
from parta.domain.regulation.rules import BY_DEFAULT, EveryDay, Rulebook
from parta.domain.regulation.rules import SchoolCalendar as WorkingDays
from parta.domain.school.models import AcademicYear
from parta.domain.school.queries import SchoolCalendar, calendar_of
from parta.domain.timetable.models import Lesson
from parta.lib import clock

LAST_WORKING_WEEKDAY = 5
CLOSED_PERIOD = "Учебный период закрыт: его записи больше не меняются"
CLOSED_YEAR = "Учебный год закрыт, журнал только для чтения"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An entry judged. `setting` gives the deadline, `clause` cites it; opening: what lets a locked entry through."""

    state: EntryState
    deadline: datetime | None
    accepted_until: datetime | None
    setting: str
    clause: str
    reason_needed: bool
    opening: Opening | None = None

    @property
    def is_late(self) -> bool:
        """Made after its deadline, accepted or not."""
        return self.state != EntryState.OPEN

    @property
    def is_locked(self) -> bool:
        """Refused."""
        return self.state == EntryState.LOCKED and self.opening is None


@dataclass(frozen=True, slots=True)
class LessonState:
    """A lesson as its page shows it. sentence: why it is closed; opening: what lets entries through all the same;
    late_text: until when late entries are accepted.
    """

    state: EntryState
    sentence: str
    clause: str
    opening: Opening | None
    late_text: str = ""

    @property
    def is_locked(self) -> bool:
        """Nothing may be entered about pupils."""
        return self.state == EntryState.LOCKED and self.opening is None

    @property
    def is_late(self) -> bool:
        """What is entered now is late, and a mark is changed with a reason."""
        return self.state == EntryState.LATE or self.opening is not None

    @property
    def opened_text(self) -> str:
        """«Открыто до 18:00 12 декабря: Иванова Т. П., учитель болел»; «» when nothing was opened."""
        if self.opening is None:
            return ""
        until = until_words(clock.local(self.opening.closes_at), clock.today())
        return f"Открыто {until}: {self.opening.opened_by.short_name}, {self.opening.reason}"


@dataclass(slots=True)
class DeadlineBook:
    """Deadlines of many lessons. Rulebooks are read once; calendars only where a term counts working days; openings
    only once something is locked. now: one moment for the whole page.
    """

    now: datetime = field(default_factory=clock.now)
    rulebook_on: Callable[[date], CurrentRulebook] = field(default_factory=rulebooks)
    open_times: OpenTimes | None = None
    calendars: dict[int, SchoolCalendar] = field(default_factory=dict)
    opened_by: str = ""
    keys: "dict[int, _By]" = field(default_factory=dict)

    def deadline(
        self,
        lesson: Lesson,
        matter: Matter,
        work: DeadlineClass | str = DeadlineClass.LESSON,
        class_ends: datetime | None = None,
    ) -> Deadline:
        """When the entry is due. class_ends: for homework. `lesson` comes with course.year, and record if there is."""
        return self._due(self.rulebook_on(lesson.day).rulebook, lesson, matter, work, class_ends).deadline

    def verdict(
        self,
        lesson: Lesson,
        matter: Matter,
        moment: datetime,
        work: DeadlineClass | str = DeadlineClass.LESSON,
        class_ends: datetime | None = None,
    ) -> Verdict:
        """What an entry made at the moment is. At most one statement more, when it is locked."""
        current = self.rulebook_on(lesson.day)
        due = self._due(current.rulebook, lesson, matter, work, class_ends)
        state = due.state_at(moment)
        return Verdict(
            state=state,
            deadline=due.deadline.at,
            accepted_until=due.accepted_until,
            setting=due.deadline.setting,
            clause=current.source_text(due.deadline.setting),
            reason_needed=current.rulebook.entry.late_correction_needs_reason,
            opening=self._opening(lesson, moment) if state == EntryState.LOCKED else None,
        )

    def _due(
        self, rules: Rulebook, lesson: Lesson, matter: Matter, work: DeadlineClass | str, class_ends: datetime | None
    ) -> Due:
        record = getattr(lesson, "record", None)
        received = record.received_at if record else None
        by = self.keys.get(id(rules)) or self.keys.setdefault(id(rules), _By(rules))
        if not by.counts_working_days:
            return _due_every_day(by, matter, work, (lesson.day, lesson.ends_at, class_ends, received))
        facts = LessonFacts(lesson.ends, class_ends or lesson.ends, received)
        return Due.of(deadline_of(matter, facts, rules, self._days_of(lesson), work), rules)

    def lock_sentence(self, verdict: Verdict) -> str:
        """Why it is closed and who opens it; the clause stands beside."""
        if verdict.deadline is None or verdict.accepted_until is None:
            return ""
        return lock_words(verdict.deadline, verdict.accepted_until, self.openers(), self.now.date())

    def openers(self) -> str:
        """Who opens closed entries, by the rulebook of today: «завуч или директор»."""
        if not self.opened_by:
            offices = self.rulebook_on(self.now.date()).rulebook.entry.closed_entry_opened_by
            self.opened_by = openers_words(office.label for office in offices)
        return self.opened_by

    def lesson_state(self, lesson: Lesson, work: DeadlineClass | str, *, marks: bool) -> "LessonState":
        """What may still be entered at the lesson now: the mildest of attendance and, where there are marks, marks."""
        closed = closed_words(lesson)
        if closed:
            return LessonState(EntryState.LOCKED, closed, BY_DEFAULT, None)
        found = self.verdict(lesson, Matter.ATTENDANCE, self.now, work)
        if marks:
            found = mildest([found, self.verdict(lesson, Matter.MARK, self.now, work)])
        sentence = self.lock_sentence(found) if found.state == EntryState.LOCKED else ""
        late = found.accepted_until if found.state == EntryState.LATE else None
        late_text = late_words(late, self.now.date()) if late else ""
        return LessonState(found.state, sentence, found.clause, found.opening, late_text)

    def _opening(self, lesson: Lesson, moment: datetime) -> Opening | None:
        if self.open_times is None:
            self.open_times = OpenTimes.load(moment)
        return self.open_times.covering(lesson)

    def _days_of(self, lesson: Lesson) -> WorkingDays:
        year = lesson.course.year
        if year.pk not in self.calendars:
            self.calendars[year.pk] = calendar_of(year)
        return ClassDays(self.calendars[year.pk], year, lesson.course.grade_level)


class _By:
    """A rulebook as a key: the same object, not an equal one, for it is made once a process."""

    __slots__ = ("counts_working_days", "rules")

    def __init__(self, rules: Rulebook) -> None:
        self.rules = rules
        self.counts_working_days = needs_working_days(rules)

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _By) and self.rules is other.rules


Place = tuple[date, time, datetime | None, datetime | None]
"""Day and end of a lesson, end of the class's last lesson, when the results came."""


@lru_cache(maxsize=16_384)
def _due_every_day(by: _By, matter: Matter, work: DeadlineClass | str, place: Place) -> Due:
    """The same lesson is judged with every page that shows it: a school's year is a few thousand such places."""
    day, ends, class_ends, received = place
    ended = datetime.combine(day, ends, tzinfo=clock.zone())
    facts = LessonFacts(ended, class_ends or ended, received)
    return Due.of(deadline_of(matter, facts, by.rules, EveryDay(), work), by.rules)


@dataclass(frozen=True, slots=True)
class ClassDays:
    """Working days of the school for a grade: its calendar in the year, weekdays before and after it."""

    calendar: SchoolCalendar
    year: AcademicYear
    grade_level: int

    def is_school_day(self, day: date) -> bool:
        """Is it a working day?"""
        if self.year.starts_on <= day <= self.year.ends_on:
            return self.calendar.is_school_day(day, self.grade_level)
        return day.isoweekday() <= LAST_WORKING_WEEKDAY


def closed_words(lesson: Lesson) -> str:
    """The sentence of a closed period or year, or «». `lesson` comes from `with_closed_periods`.

    A stream of several classes is closed with the last of them; till then `closed_pupils` are.
    """
    if lesson.course.year.is_closed:
        return CLOSED_YEAR
    return CLOSED_PERIOD if getattr(lesson, "in_closed_period", False) else ""


def mildest(verdicts: Sequence[Verdict]) -> Verdict:
    """Of several verdicts about one lesson the one that allows most."""
    order = {EntryState.OPEN: 0, EntryState.LATE: 1, EntryState.LOCKED: 2}
    return min(
        verdicts, key=lambda one: (order[one.state], -one.accepted_until.timestamp() if one.accepted_until else 0)
    )
