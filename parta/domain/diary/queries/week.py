"""The diary's week: what was taught, set and marked for one pupil, and nothing about anybody else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from parta.domain.access.models import User
from parta.domain.diary.queries.access import last_visit
from parta.domain.diary.queries.lessons import lessons_of_student
from parta.domain.journal.choices import AttendanceCode
from parta.domain.journal.models import AttendanceEntry, Homework, Mark, WorkType
from parta.domain.journal.queries.settings import work_types
from parta.domain.school.choices import DayKind
from parta.domain.school.models import CalendarException, SchoolClass, Student, Vacation
from parta.domain.school.queries import class_of
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title, day_with_weekday, monday_of, period_title, time_text

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DiaryMark:
    """A mark with what it is for and who gave it."""

    value: str
    kind: str
    weight: Decimal
    comment: str
    teacher: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class DiaryHomework:
    """A task: set on one day, due on another."""

    text: str
    subject: str
    set_on: date
    due_on: date | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class DiaryLesson:
    """One lesson of the pupil."""

    lesson_id: int
    number: int
    time_text: str
    ends_text: str
    subject: str
    room: str
    teacher: str
    topic: str
    kind: str
    kind_short: str
    marks: list[DiaryMark]
    absence: str
    absence_word: str
    absence_comment: str
    homework_due: list[DiaryHomework]
    homework_set: DiaryHomework | None
    note: str
    is_cancelled: bool
    is_now: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """A day of the week. `rest` names a holiday or vacation, «» on school days."""

    day: date
    title: str
    is_today: bool
    rest: str
    lessons: list[DiaryLesson]

    @property
    def homework(self) -> list[DiaryHomework]:
        """Everything due this day."""
        return [task for lesson in self.lessons for task in lesson.homework_due]


@dataclass(frozen=True, slots=True)
class DiaryWeek:
    """The page."""

    student: Student
    school_class: SchoolClass | None
    monday: date
    title: str
    days: list[DiaryDay]
    seen_at: datetime | None

    @property
    def previous(self) -> date:
        """Monday before."""
        return self.monday - WEEK

    @property
    def next(self) -> date:
        """Monday after."""
        return self.monday + WEEK

    @property
    def is_current(self) -> bool:
        """Is today in it?"""
        return any(day.is_today for day in self.days)

    @property
    def new_count(self) -> int:
        """Lessons with something new since the last visit."""
        return sum(1 for day in self.days for lesson in day.lessons if lesson.is_new)


def diary_week(reader: User, student: Student, day: date) -> DiaryWeek:
    """The week of a day, Monday to Saturday (Sunday only when there are lessons). The caller has checked the right."""
    monday = monday_of(day)
    last = monday + timedelta(days=6)
    lessons = list(lessons_of_student(student, monday, last))
    seen = last_visit(reader, student)
    builder = _Builder(student, lessons, seen)
    grouped: dict[date, list[DiaryLesson]] = {}
    for lesson in lessons:
        grouped.setdefault(lesson.day, []).append(builder.lesson(lesson))
    school_class = class_of(student, min(max(day, monday), last))
    rests = _rests(school_class, monday, last)
    shown = [monday + timedelta(days=offset) for offset in range(7)]
    days = [
        DiaryDay(one, day_with_weekday(one), one == clock.today(), rests.get(one, ""), grouped.get(one, []))
        for one in shown
        if one in grouped or one.weekday() < (school_class.days_per_week if school_class else 5)
    ]
    return DiaryWeek(student, school_class, monday, period_title(monday, monday + timedelta(days=5)), days, seen)


class _Builder:
    """Marks, absences and homework of the week, loaded once, given out by lesson."""

    def __init__(self, student: Student, lessons: list[Lesson], seen: datetime | None) -> None:
        ids = [lesson.pk for lesson in lessons]
        self.kinds = work_types()
        self.seen = seen
        self.marks: dict[int, list[Mark]] = {}
        for mark in (
            Mark.objects.filter(student=student, lesson_id__in=ids)
            .exclude(value="")
            .select_related("entered_by")
            .order_by("slot")
        ):
            self.marks.setdefault(mark.lesson_id, []).append(mark)
        self.absences = {
            entry.lesson_id: entry
            for entry in AttendanceEntry.objects.filter(student=student, lesson_id__in=ids).exclude(code="")
        }
        self.due: dict[tuple[int, date], list[Homework]] = {}
        days = {lesson.day for lesson in lessons}
        for task in (
            Homework.objects.filter(lesson__course_id__in={lesson.course_id for lesson in lessons}, due_on__in=days)
            .exclude(text="")
            .select_related("lesson")
        ):
            self.due.setdefault((task.lesson.course_id, task.due_on or task.lesson.day), []).append(task)
        self.last_of_course = {(lesson.course_id, lesson.day): lesson.pk for lesson in reversed(lessons)}

    def is_new(self, at: datetime) -> bool:
        """Entered after the reader's last visit; nothing is new at the first one."""
        return self.seen is not None and at > self.seen

    def lesson(self, lesson: Lesson) -> DiaryLesson:
        """One line of the diary."""
        record = getattr(lesson, "record", None)
        kind = self._kind(record.work_type_id if record else None)
        marks = [self._mark(mark, kind) for mark in self.marks.get(lesson.pk, [])]
        absence = self.absences.get(lesson.pk)
        tasks = self._due(lesson)
        task = self._set(lesson)
        return DiaryLesson(
            lesson_id=lesson.pk,
            number=lesson.number,
            time_text=time_text(lesson.starts),
            ends_text=time_text(lesson.ends),
            subject=lesson.course.subject.name,
            room=_room(lesson),
            teacher=_teacher(lesson),
            topic=record.topic if record and lesson.day <= clock.today() else "",
            kind=kind.name if kind.short_name else "",
            kind_short=kind.short_name,
            marks=marks,
            absence=absence.code if absence else "",
            absence_word=str(AttendanceCode(absence.code).label) if absence else "",
            absence_comment=absence.comment if absence else "",
            homework_due=tasks,
            homework_set=task,
            note=_note(lesson),
            is_cancelled=not lesson.is_held,
            is_now=lesson.is_held and lesson.starts <= clock.now() <= lesson.ends,
            is_new=any(mark.is_new for mark in marks)
            or any(one.is_new for one in tasks)
            or bool(absence and self.is_new(absence.entered_at)),
        )

    def _kind(self, of_lesson: int | None) -> WorkType:
        return self.kinds.get(of_lesson or 0) or next(one for one in self.kinds.values() if one.code == "lesson")

    def _mark(self, mark: Mark, of_lesson: WorkType) -> DiaryMark:
        kind = self.kinds.get(mark.work_type_id or 0) or of_lesson
        return DiaryMark(
            value=mark.value,
            kind=kind.name,
            weight=kind.weight,
            comment=mark.comment,
            teacher=mark.entered_by.short_name,
            at=clock.local(mark.entered_at),
            is_new=self.is_new(mark.entered_at),
        )

    def _due(self, lesson: Lesson) -> list[DiaryHomework]:
        if self.last_of_course[lesson.course_id, lesson.day] != lesson.pk:
            return []
        return [self._task(task, lesson) for task in self.due.get((lesson.course_id, lesson.day), [])]

    def _set(self, lesson: Lesson) -> DiaryHomework | None:
        task = getattr(lesson, "homework", None)
        return self._task(task, lesson) if task and task.text else None

    def _task(self, task: Homework, lesson: Lesson) -> DiaryHomework:
        return DiaryHomework(
            text=task.text,
            subject=lesson.course.subject.name,
            set_on=task.lesson.day if task.lesson_id != lesson.pk else lesson.day,
            due_on=task.due_on,
            is_new=self.is_new(task.entered_at),
        )


def _room(lesson: Lesson) -> str:
    substitution = getattr(lesson, "substitution", None)
    room = (substitution.room if substitution and substitution.room_id else None) or lesson.room
    return room.name if room else ""


def _teacher(lesson: Lesson) -> str:
    substitution = getattr(lesson, "substitution", None)
    staff = substitution.teacher if substitution else lesson.teacher
    return staff.user.short_name if staff else ""


def _note(lesson: Lesson) -> str:
    notes = []
    if lesson.status == LessonStatus.CANCELLED:
        notes.append("урока не будет" if lesson.day >= clock.today() else "урок отменён")
    if lesson.status == LessonStatus.MOVED and lesson.moved_from_day:
        notes.append(f"перенесён с {day_title(lesson.moved_from_day)}")
    if getattr(lesson, "substitution", None) is not None:
        notes.append("замена")
    return " · ".join(notes)


def _rests(school_class: SchoolClass | None, first: date, last: date) -> dict[date, str]:
    """Days without lessons that have a name: public holidays and vacations of the pupil's grade."""
    found = {
        row.day: row.title or "Выходной"
        for row in CalendarException.objects.filter(day__gte=first, day__lte=last, kind=DayKind.HOLIDAY)
    }
    if school_class is None:
        return found
    for vacation in Vacation.objects.filter(
        starts_on__lte=last,
        ends_on__gte=first,
        first_grade__lte=school_class.grade_level,
        last_grade__gte=school_class.grade_level,
    ):
        for day in clock.days_between(max(first, vacation.starts_on), min(last, vacation.ends_on)):
            found[day] = vacation.title
    return found
