"""The parts of a diary page: a lesson, its marks and homework, a day, a week."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from parta.domain.diary.queries.news_line import News
from parta.domain.diary.queries.notes import DiaryNote
from parta.domain.diary.queries.policy import DiaryPolicy
from parta.domain.journal.queries import AttachmentLine
from parta.domain.journal.rules.marks import OWED
from parta.domain.school.models import GradingPeriod, SchoolClass, Student
from parta.lib.russian import decimal_comma

WEEK = timedelta(days=7)
HEAVY = Decimal(2)


@dataclass(frozen=True, slots=True)
class DiaryMark:
    """A mark with what it is for and who gave it. `counts`: does it enter the average?

    correction: of one changed after its deadline, «исправлено: 3 → 4»; its value is «» when it was taken back.
    """

    value: str
    kind: str
    weight: Decimal
    counts: bool
    comment: str
    teacher: str
    at: datetime
    is_new: bool = False
    correction: str = ""
    correction_reason: str = ""
    owed: bool = False
    first: str = ""

    @property
    def sign(self) -> str:
        """The mark, or the dot of work not handed in."""
        return OWED if self.owed else self.value

    @property
    def is_heavy(self) -> bool:
        """Drawn with a line under it: weight 2 and more."""
        return self.counts and self.weight >= HEAVY

    @property
    def weight_text(self) -> str:
        """«1,5», «2»."""
        return decimal_comma(f"{self.weight.normalize():f}")


@dataclass(frozen=True, slots=True)
class DiaryHomework:
    """A task: set on one day, due on another."""

    text: str
    subject: str
    set_on: date
    due_on: date | None
    is_new: bool = False
    minutes: int | None = None
    files: list[AttachmentLine] = field(default_factory=list)


def minutes_of(tasks: list[DiaryHomework]) -> int:
    """How long they take together, as their teachers expect."""
    return sum(task.minutes or 0 for task in tasks)


@dataclass(frozen=True, slots=True)
class DiaryAbsence:
    """A missed lesson or a late coming."""

    code: str
    word: str
    is_missed: bool
    comment: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class DiaryLesson:
    """One line of the diary. `change`: «замена», «урока не будет», «перенос», «другой кабинет», «дистанционно» or «».

    link: where a distance lesson is held;
    homework_due: what to do for this lesson; homework_set: what was given at it; nothing_set: the teacher said so.
    """

    lesson_id: int
    number: int
    starts: datetime | None
    ends: datetime | None
    subject: str
    room: str
    teacher: str
    topic: str = ""
    comment: str = ""
    kind: str = ""
    kind_short: str = ""
    marks: list[DiaryMark] = field(default_factory=list)
    withdrawn: list[DiaryMark] = field(default_factory=list)
    absence: DiaryAbsence | None = None
    homework_due: list[DiaryHomework] = field(default_factory=list)
    homework_set: DiaryHomework | None = None
    nothing_set: bool = False
    change: str = ""
    change_text: str = ""
    link: str = ""
    resources: list[AttachmentLine] = field(default_factory=list)
    is_off: bool = False
    is_now: bool = False

    @property
    def is_new(self) -> bool:
        """Something here was entered since the last visit."""
        marks = any(mark.is_new for mark in [*self.marks, *self.withdrawn])
        tasks = any(task.is_new for task in self.homework_due)
        return marks or tasks or bool(self.absence and self.absence.is_new)


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """A day of the week. `rest` names a holiday or vacation, `special` a school day that is not as usual.

    extra: homework due on the day in subjects that have no lesson on it.
    """

    day: date
    is_today: bool
    rest: str
    special: str
    lessons: list[DiaryLesson]
    extra: list[DiaryHomework]

    @property
    def homework(self) -> list[DiaryHomework]:
        """Everything due this day."""
        return [task for lesson in self.lessons for task in lesson.homework_due] + self.extra

    @property
    def homework_minutes(self) -> int:
        """How long everything due this day takes."""
        return minutes_of(self.homework)

    @property
    def marks(self) -> list[DiaryMark]:
        """Every mark of the day."""
        return [mark for lesson in self.lessons for mark in lesson.marks]

    @property
    def absences(self) -> list[DiaryAbsence]:
        """Every absence of the day."""
        return [lesson.absence for lesson in self.lessons if lesson.absence]

    @property
    def starts(self) -> datetime | None:
        """When the first lesson that takes place begins."""
        return min((one.starts for one in self.lessons if one.starts and not one.is_off), default=None)

    @property
    def ends(self) -> datetime | None:
        """When the last one ends."""
        return max((one.ends for one in self.lessons if one.ends and not one.is_off), default=None)


@dataclass(frozen=True, slots=True)
class ComingHomework:
    """What is due on the nearest day after today that has anything due."""

    day: date
    tasks: list[DiaryHomework]

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return minutes_of(self.tasks)

    @property
    def subjects(self) -> str:
        """«Алгебра, история»."""
        return ", ".join(dict.fromkeys(task.subject for task in self.tasks))


@dataclass(frozen=True, slots=True)
class DiarySpan:
    """Every day between two, both included. `school_class`, `policy`: of the last one."""

    student: Student
    school_class: SchoolClass | None
    first: date
    last: date
    days: list[DiaryDay]
    policy: DiaryPolicy
    notes: list[DiaryNote] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DiaryWeek:
    """The page. `last`: the last day shown; `seen_at`: the end of the last visit, None at the first one."""

    student: Student
    school_class: SchoolClass | None
    monday: date
    last: date
    is_current: bool
    days: list[DiaryDay]
    period: GradingPeriod | None
    policy: DiaryPolicy
    coming: ComingHomework | None
    news: list[News]
    seen_at: datetime | None
    made_at: datetime
    notes: list[DiaryNote] = field(default_factory=list)

    @property
    def previous(self) -> date:
        """Monday before."""
        return self.monday - WEEK

    @property
    def following(self) -> date:
        """Monday after."""
        return self.monday + WEEK

    @property
    def reading_order(self) -> list[DiaryDay]:
        """Today, the days to come, then those behind: a phone opens at today without a single tap."""
        here = next((place for place, day in enumerate(self.days) if day.is_today), 0)
        return self.days[here:] + self.days[:here]

    @property
    def marks(self) -> list[DiaryMark]:
        """Every mark of the week, the best first."""
        return sorted((mark for day in self.days for mark in day.marks), key=lambda one: -int(one.value or 0))

    @property
    def missed(self) -> int:
        """Missed lessons of the week."""
        return sum(one.is_missed for day in self.days for one in day.absences)

    @property
    def late(self) -> int:
        """Late comings of the week."""
        return sum(not one.is_missed for day in self.days for one in day.absences)

    @property
    def now(self) -> DiaryLesson | None:
        """The lesson that goes on at this moment."""
        return next((one for day in self.days for one in day.lessons if one.is_now), None)

    @property
    def next(self) -> DiaryLesson | None:
        """The next lesson of today."""
        coming = (
            one
            for day in self.days
            if day.is_today
            for one in day.lessons
            if one.starts and one.starts > self.made_at and not one.is_off
        )
        return next(coming, None)
