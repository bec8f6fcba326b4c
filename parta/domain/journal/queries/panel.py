"""The panel of one lesson beside the grid: deadlines, kind, topic, homework, who is absent."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings

from parta.domain.access.models import User
from parta.domain.journal.choices import DeadlineClass, Purpose
from parta.domain.journal.models import AttendanceEntry, Mark, WorkType
from parta.domain.journal.queries.access import write_rights
from parta.domain.journal.queries.attached import AttachmentLine, attached, size_text
from parta.domain.journal.queries.control_works import CONTROL, control_faults
from parta.domain.journal.queries.deadlines import OWN_TERM, DueItem, due_items, last_lesson_ends
from parta.domain.journal.queries.grid import kind_of, lesson_note
from parta.domain.journal.queries.locks import DeadlineBook, LessonState
from parta.domain.journal.queries.openings import OpenTimes, openers_by_name
from parta.domain.journal.queries.plan import CoursePlan, course_plan
from parta.domain.journal.queries.roster import roster_of
from parta.domain.journal.queries.settings import CoursePolicy, course_policy, weight_book, work_types
from parta.domain.journal.queries.signs import sign_book
from parta.domain.journal.queries.works import works_progress
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import WEEKDAYS_SHORT, day_title, day_with_weekday, time_text
from parta.lib.file_kinds import KINDS
from parta.lib.russian import ordinal_lesson

NEXT_DAYS = 6


@dataclass(frozen=True, slots=True)
class LessonTerm:
    """The deadlines of the lesson: what is due, whether it is closed, who opens it. work: its deadline class.

    work_topic: how the own topic of its work is called, «» when none is asked.
    """

    items: list[DueItem]
    state: LessonState | None
    openers: list[str]
    work: str
    work_topic: str


class FileGroup(NamedTuple):
    """Files and links of one purpose."""

    title: str
    lines: list[AttachmentLine]


@dataclass(frozen=True, slots=True)
class LessonPanel:
    """Everything about one lesson except the cells."""

    lesson: Lesson
    title: str
    line: str
    note: str
    term: LessonTerm
    may_write: bool
    work_types: list[tuple[str, str, Decimal]]
    work_type: str
    topic: str
    topic_version: int
    plan_topic_id: int | None
    plan_topic_number: int | None
    plan_topic_title: str
    plan_homework: str
    plan: CoursePlan | None
    homework_text: str
    homework_due: date | None
    homework_not_set: bool
    homework_version: int
    homework_allowed: bool
    homework_clause: str
    next_days: list[tuple[date, str]]
    remark: str
    mark_count: int
    absent: list[tuple[str, str]]
    present_count: int
    pupils: list[tuple[int, str]]
    is_future: bool
    control_faults: list[str] = field(default_factory=list)

    @property
    def deadlines(self) -> list[DueItem]:
        """What is done and what is due when."""
        return self.term.items

    @property
    def state(self) -> LessonState | None:
        """May anything still be entered; None before the lesson."""
        return self.term.state

    @property
    def openers(self) -> list[str]:
        """Who opens a closed lesson, by name."""
        return self.term.openers

    @property
    def checked_on(self) -> date | None:
        """The day the checking of a written work was finished."""
        record = getattr(self.lesson, "record", None)
        return record.checked_on if record else None

    @property
    def received_at(self) -> datetime | None:
        """When the results of an external work came."""
        record = getattr(self.lesson, "record", None)
        return clock.local(record.received_at) if record and record.received_at else None

    @property
    def is_locked(self) -> bool:
        """Closed by its deadline, by its period or year."""
        return self.state is not None and self.state.is_locked

    @property
    def asks_checked(self) -> bool:
        """A written work: the day its checking is finished is noted."""
        return self.term.work in {DeadlineClass.WRITTEN, DeadlineClass.CONTROL}

    @property
    def asks_received(self) -> bool:
        """An external work: when its results came is noted."""
        return self.term.work == DeadlineClass.EXTERNAL

    @property
    def lesson_id(self) -> int:
        """Its id."""
        return self.lesson.pk

    @property
    def homework_files(self) -> list[AttachmentLine]:
        """Files and links of the homework."""
        return attached(self.lesson, Purpose.HOMEWORK)

    @property
    def resources(self) -> list[AttachmentLine]:
        """Files and links of the lesson itself."""
        return attached(self.lesson, Purpose.RESOURCE)

    @property
    def file_groups(self) -> list[FileGroup]:
        """Both, each with its title."""
        return [FileGroup("К заданию", self.homework_files), FileGroup("К уроку", self.resources)]

    @property
    def file_count(self) -> int:
        """How many files and links there are."""
        return len(self.homework_files) + len(self.resources)

    @property
    def file_limit(self) -> str:
        """«10 МБ»."""
        return size_text(settings.FILE_BYTES)

    @property
    def file_bytes(self) -> int:
        """The same as a number, for the browser."""
        return int(settings.FILE_BYTES)

    @property
    def accepts(self) -> str:
        """Endings a browser offers to choose: «.pdf,.docx,…»."""
        return ",".join(f".{ending}" for ending in KINDS)

    @property
    def plan_progress(self) -> str:
        """How far the plan of the course has been taught, «» without one."""
        return self.plan.text if self.plan else ""

    @property
    def plan_lag(self) -> int:
        """Hours behind it."""
        return self.plan.coverage.lag if self.plan else 0

    @property
    def plan_note(self) -> str:
        """Why the topic is another than the plan's."""
        record = getattr(self.lesson, "record", None)
        return record.plan_note if record else ""

    @property
    def plan_departs(self) -> bool:
        """Is something written that the plan does not have (S3R-1.15h)?"""
        record = getattr(self.lesson, "record", None)
        return bool(self.plan and record and record.topic and not record.plan_topic_id)

    @property
    def work_topic_title(self) -> str:
        """«Тема контрольной работы», «» when none is asked."""
        return self.term.work_topic

    @property
    def work_topic(self) -> str:
        """The topic of the control, laboratory or practical work."""
        record = getattr(self.lesson, "record", None)
        return record.work_topic if record else ""

    @property
    def student_count(self) -> int:
        """Pupils of the lesson."""
        return len(self.pupils)

    @property
    def homework_students(self) -> list[int]:
        """To whom alone the homework is set; empty for all."""
        homework = getattr(self.lesson, "homework", None)
        return list(homework.student_ids) if homework else []

    @property
    def homework_minutes(self) -> int | None:
        """How long the homework takes, as its teacher expects."""
        homework = getattr(self.lesson, "homework", None)
        return homework.minutes if homework else None

    @property
    def homework_due_text(self) -> str:
        """«к пн, 15 декабря», or «»."""
        return due_text(self.homework_due) if self.homework_due else ""


def due_text(day: date) -> str:
    """«к пн, 15 декабря»."""
    return f"к {WEEKDAYS_SHORT[day.weekday()]}, {day_title(day)}"


def _offered(lesson: Lesson, kinds: dict[int, WorkType]) -> list[tuple[str, str, Decimal]]:
    """Kinds of work in use for the subject and the grade, each with its weight on the day."""
    course, book, chosen = lesson.course, weight_book(), kind_of(lesson, kinds)
    return [
        (kind.code, kind.name, book.weight(kind.pk, lesson.day, subject=course.subject_id, grade=course.grade_level))
        for kind in kinds.values()
        if kind == chosen or (kind.is_active and kind.suits(course.subject_id, course.grade_level))
    ]


def lesson_panel(user: User, lesson: Lesson) -> LessonPanel:
    """The panel of a lesson got by `lesson_for`."""
    policy = course_policy(lesson.course)
    kinds = work_types()
    record = getattr(lesson, "record", None)
    homework = getattr(lesson, "homework", None)
    plan = course_plan(lesson.course)
    topic = plan.suggestion(lesson.pk) if plan else None
    absent, pupils = _absent(lesson)
    kind = kind_of(lesson, kinds)
    return LessonPanel(
        lesson=lesson,
        title=day_with_weekday(lesson.day).capitalize(),
        line=lesson_line(lesson),
        note=lesson_note(lesson),
        term=_term(lesson, kind, policy),
        may_write=lesson.is_held and write_rights(user).may_write(lesson),
        work_types=_offered(lesson, kinds),
        work_type=kind.code,
        topic=record.topic if record else "",
        topic_version=record.version if record else 0,
        plan_topic_id=topic.pk if topic else None,
        plan_topic_number=topic.position if topic else None,
        plan_topic_title=topic.title if topic else "",
        plan_homework=topic.homework if topic else "",
        plan=plan,
        homework_text=homework.text if homework else "",
        homework_due=homework.due_on if homework else None,
        homework_not_set=bool(homework and homework.not_set),
        homework_version=homework.version if homework else 0,
        homework_allowed=policy.homework_allowed,
        homework_clause="" if policy.homework_allowed else policy.clause,
        next_days=next_days(lesson),
        remark=record.comment if record else "",
        mark_count=Mark.objects.filter(lesson=lesson).exclude(value="").count(),
        absent=absent,
        present_count=len(pupils) - sum(1 for code, _ in absent if sign_book().is_missed(code)),
        pupils=pupils,
        is_future=lesson.day > clock.today(),
        control_faults=control_faults(lesson) if kind.deadline_class in CONTROL else [],
    )


def _term(lesson: Lesson, kind: WorkType, policy: CoursePolicy) -> LessonTerm:
    book = DeadlineBook(open_times=OpenTimes.shown())
    own_term = kind.deadline_class in OWN_TERM and policy.marks_allowed and lesson.is_held
    past = lesson.is_held and lesson.day <= clock.today()
    state = book.lesson_state(lesson, kind.deadline_class, marks=policy.marks_allowed) if past else None
    items = due_items(
        lesson,
        last_lesson_ends([lesson])[lesson.pk],
        book,
        homework_allowed=policy.homework_allowed,
        work=kind.deadline_class,
        progress=works_progress([lesson.pk]).get(lesson.pk) if own_term else None,
        work_topic=(policy.work_topic(kind), policy.work_topics_clause),
    )
    openers = openers_by_name() if state and state.is_locked else []
    return LessonTerm(items, state, openers, kind.deadline_class, policy.work_topic(kind))


def lesson_line(lesson: Lesson) -> str:
    """«3‑й урок · 10:25–11:10 · каб. 214»."""
    substitution = getattr(lesson, "substitution", None)
    room = (substitution.room if substitution and substitution.room_id else None) or lesson.room
    times = f"{time_text(lesson.starts)}–{time_text(lesson.ends)}"
    return " · ".join([ordinal_lesson(lesson.number), times, *([f"каб.\u00a0{room.name}"] if room else [])])


def next_days(lesson: Lesson) -> list[tuple[date, str]]:
    """Days of the next lessons of the course: to choose when the homework is due, nearest first."""
    days = (
        Lesson.objects.filter(course_id=lesson.course_id, day__gt=lesson.day)
        .exclude(status=LessonStatus.CANCELLED)
        .order_by("day")
        .values_list("day", flat=True)
        .distinct()[:NEXT_DAYS]
    )
    return [(day, due_text(day)) for day in days]


def _absent(lesson: Lesson) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    everybody = roster_of(lesson.course, lesson.day, lesson.day)
    roster = [line for line in everybody if line.belongs_on(lesson.day)]
    codes = dict(AttendanceEntry.objects.filter(lesson=lesson).exclude(code="").values_list("student_id", "code"))
    return [(codes[line.student_id], line.name) for line in roster if line.student_id in codes], [
        (line.student_id, line.name) for line in roster
    ]
