"""The diary's week: what was taught, set and marked for one pupil, and nothing about anybody else."""

from collections import defaultdict
from datetime import date, timedelta

from parta.domain.access.models import User
from parta.domain.diary.queries.access import last_visit
from parta.domain.diary.queries.belonging import belonging_of
from parta.domain.diary.queries.entries import Entries
from parta.domain.diary.queries.kinds import kind_of, lesson_kind, weight_at
from parta.domain.diary.queries.lessons import lessons_of, team_names
from parta.domain.diary.queries.lines import (
    ComingHomework,
    DiaryAbsence,
    DiaryDay,
    DiaryHomework,
    DiaryLesson,
    DiaryMark,
    DiarySpan,
    DiaryWeek,
)
from parta.domain.diary.queries.news import news_of
from parta.domain.diary.queries.notes import notes_of
from parta.domain.diary.queries.policy import DiaryPolicy, policy_of
from parta.domain.diary.queries.results import result_news
from parta.domain.diary.queries.words import absence_word, correction_text, is_missed
from parta.domain.journal.choices import Purpose
from parta.domain.journal.models import Homework, Mark, WorkType
from parta.domain.journal.queries import attached
from parta.domain.journal.queries.settings import weight_book, work_types
from parta.domain.school.models import GradingPeriod, SchoolClass, Student
from parta.domain.school.queries import SchoolCalendar, calendar_between, periods_of
from parta.domain.timetable.models import Lesson
from parta.domain.timetable.queries import item_of
from parta.lib import clock
from parta.lib.dates import day_title, monday_of
from parta.lib.russian import ordinal_lesson

TASKS_AHEAD = timedelta(days=14)
"""How far ahead the nearest homework is looked for: over a week of holidays, not over the summer."""
NOTES_BACK = timedelta(days=30)
"""How long a teacher's word stays on the page of the current week."""
FIVE_DAYS = 5


def diary_week(reader: User, student: Student, day: date) -> DiaryWeek:
    """The week of a day, Monday to Friday or Saturday (Sunday only when there are lessons).

    The caller has checked the right (`diary_for`). At most eleven statements, whatever the number of lessons.
    """
    monday = monday_of(day)
    sunday = monday + timedelta(days=6)
    today = clock.today()
    is_current = monday == monday_of(today)
    notes_from = today - NOTES_BACK if is_current else monday
    belonging = belonging_of(student, (notes_from, sunday))
    school_class = belonging.class_on(min(max(today, monday), sunday))
    seen = last_visit(reader, student)
    since = seen if is_current else None
    lessons = lessons_of(belonging, monday, sunday, with_moved_away=True, changed_since=since)
    until = max(sunday, today + TASKS_AHEAD) if is_current else sunday
    entries = Entries(belonging, monday, sunday, until, seen)
    kinds = work_types()
    builder = _Builder(lessons, entries, kinds, team_names(lessons, monday))
    days = _days(builder, school_class, monday)
    notes = notes_of(belonging, school_class, seen)
    return DiaryWeek(
        student=student,
        school_class=school_class,
        monday=monday,
        last=days[-1].day,
        is_current=is_current,
        days=days,
        period=_period(school_class, monday, sunday),
        policy=policy_of(school_class.year.year, school_class.grade_level) if school_class else DiaryPolicy(),
        coming=_coming(entries, today) if is_current else None,
        news=news_of(entries, kinds, lessons, result_news(student.pk, seen), notes) if is_current else [],
        seen_at=seen,
        made_at=clock.now(),
        notes=notes,
    )


def diary_span(student: Student, first: date, last: date) -> DiarySpan:
    """Every day between two, both included, for programs that ask for any span. The caller has checked the right.

    Nothing is marked as new and the visit is not remembered: a program does not read for its person.
    """
    belonging = belonging_of(student, (first, last))
    lessons = lessons_of(belonging, first, last, with_moved_away=True)
    entries = Entries(belonging, first, last, last, None)
    builder = _Builder(lessons, entries, work_types(), team_names(lessons, first))
    calendars: dict[int, SchoolCalendar] = {}
    days = []
    for day in clock.days_between(first, last):
        school_class = belonging.class_on(day)
        if school_class and school_class.pk not in calendars:
            calendars[school_class.pk] = calendar_between(school_class.year, first, last)
        calendar = calendars[school_class.pk] if school_class else None
        days.append(builder.day(day, *_named(calendar, school_class, day)))
    now_in = belonging.class_on(last)
    policy = policy_of(now_in.year.year, now_in.grade_level) if now_in else DiaryPolicy()
    return DiarySpan(student, now_in, first, last, days, policy, notes_of(belonging, now_in, None))


class _Builder:
    """Makes lines of lessons from what is loaded once a week."""

    def __init__(
        self, lessons: list[Lesson], entries: Entries, kinds: dict[int, WorkType], team: dict[int, str]
    ) -> None:
        self.lessons = lessons
        self.entries = entries
        self.kinds = kinds
        self.book = weight_book()
        self.team = team
        self.today = clock.today()
        self.now = clock.now()
        self.first_held = {(one.course_id, one.day): one.pk for one in reversed(lessons) if one.is_held}
        self.due: dict[tuple[int, date], list[Homework]] = defaultdict(list)
        for task in entries.tasks:
            if task.due_on:
                self.due[task.lesson.course_id, task.due_on].append(task)

    def day(self, day: date, rest: str, special: str) -> DiaryDay:
        """A day with its lines, and the homework no line of the day has taken."""
        lines = [self._line(one) for one in self.lessons if one.day == day]
        lines += [self._moved_away(one) for one in self.lessons if one.moved_from_day == day and _left(one, day)]
        courses = {one.course_id for one in self.lessons if one.day == day and one.is_held}
        extra = [
            self._task(task)
            for (course, due), tasks in self.due.items()
            if due == day and course not in courses
            for task in tasks
        ]
        return DiaryDay(day, day == self.today, rest, special, sorted(lines, key=lambda one: one.number), extra)

    def _line(self, lesson: Lesson) -> DiaryLesson:
        item = item_of(lesson, None, self.team)
        record = getattr(lesson, "record", None)
        kind = lesson_kind(lesson, self.kinds)
        marks = [self._mark(mark, lesson) for mark in self.entries.marks.get(lesson.pk, [])]
        task = getattr(lesson, "homework", None) if self.entries.homework_shown(lesson) else None
        task = task if task and task.is_for(self.entries.student_id) else None
        return DiaryLesson(
            lesson_id=lesson.pk,
            number=lesson.number,
            starts=lesson.starts,
            ends=lesson.ends,
            subject=item.subject,
            room=item.room,
            teacher=item.teacher,
            topic=record.topic if record and lesson.day <= self.today else "",
            comment=record.comment if record and lesson.day <= self.today else "",
            kind=_named_work(kind, record.work_topic if record else ""),
            kind_short=kind.short_name,
            marks=marks,
            withdrawn=[self._mark(mark, lesson) for mark in self.entries.withdrawn.get(lesson.pk, [])],
            absence=self._absence(lesson),
            homework_due=self._due(lesson),
            homework_set=self._task(task, lesson) if task and task.text else None,
            nothing_set=bool(task and task.not_set and not task.text),
            change=item.change,
            change_text=item.change_text,
            link=item.link,
            resources=attached(lesson, Purpose.RESOURCE) if lesson.day <= self.today else [],
            is_off=item.is_off,
            is_now=lesson.is_held and lesson.starts <= self.now < lesson.ends,
        )

    def _moved_away(self, lesson: Lesson) -> DiaryLesson:
        return DiaryLesson(
            lesson_id=lesson.pk,
            number=lesson.moved_from_number or lesson.number,
            starts=None,
            ends=None,
            subject=lesson.course.subject.name,
            room="",
            teacher="",
            change="урока не будет",
            change_text=f"перенесён на {day_title(lesson.day)}, {ordinal_lesson(lesson.number)}",
            is_off=True,
        )

    def _mark(self, mark: Mark, lesson: Lesson) -> DiaryMark:
        kind = kind_of(mark, lesson, self.kinds)
        weight = weight_at(lesson, kind, self.book)
        return DiaryMark(
            value=mark.value,
            kind=kind.name,
            weight=weight,
            counts=mark.counts and not mark.owed and weight > 0,
            comment=mark.comment,
            teacher=mark.entered_by.short_name,
            at=clock.local(mark.entered_at),
            is_new=self.entries.is_new(mark.entered_at),
            correction=correction_text(mark.corrected_from, mark.value),
            correction_reason=mark.correction_reason,
            owed=mark.owed,
            first=mark.first_value,
        )

    def _absence(self, lesson: Lesson) -> DiaryAbsence | None:
        row = self.entries.absences.get(lesson.pk)
        if row is None:
            return None
        return DiaryAbsence(
            code=row.code,
            word=absence_word(row.code),
            is_missed=is_missed(row.code),
            comment=row.comment,
            is_new=self.entries.is_new(row.entered_at),
        )

    def _due(self, lesson: Lesson) -> list[DiaryHomework]:
        """Homework for the day stands at the first lesson of its course that takes place."""
        held = [
            one for one in self.lessons if one.day == lesson.day and one.course_id == lesson.course_id and one.is_held
        ]
        if not held or held[0].pk != lesson.pk:
            return []
        return [self._task(task) for task in self.due.get((lesson.course_id, lesson.day), [])]

    def _task(self, task: Homework, lesson: Lesson | None = None) -> DiaryHomework:
        at = lesson or task.lesson
        return task_line(task, at, self.entries)


def _named_work(kind: WorkType, topic: str) -> str:
    """«Контрольная работа: Степени», «» for an ordinary lesson."""
    if not kind.short_name:
        return ""
    return f"{kind.name}: {topic}" if topic else kind.name


def task_line(task: Homework, lesson: Lesson, entries: Entries) -> DiaryHomework:
    """A task as the diary shows it."""
    files = attached(task, Purpose.HOMEWORK) or attached(lesson, Purpose.HOMEWORK)
    is_new = entries.is_new(task.entered_at) or any(entries.is_new(one.added_at) for one in files)
    return DiaryHomework(task.text, lesson.course.subject.name, lesson.day, task.due_on, is_new, task.minutes, files)


def _days(builder: _Builder, school_class: SchoolClass | None, monday: date) -> list[DiaryDay]:
    week = [monday + timedelta(days=shift) for shift in range(7)]
    calendar = calendar_between(school_class.year, week[0], week[-1]) if school_class else None
    length = school_class.days_per_week if school_class else FIVE_DAYS
    busy = {lesson.day for lesson in builder.lessons} | {due for _, due in builder.due}
    return [
        builder.day(day, *_named(calendar, school_class, day)) for day in week if day.weekday() < length or day in busy
    ]


def _named(calendar: SchoolCalendar | None, school_class: SchoolClass | None, day: date) -> tuple[str, str]:
    """Why there are no lessons, and what is unusual about a school day; both «» on an ordinary one."""
    if calendar is None or school_class is None:
        return "", ""
    rest = calendar.reason(day, school_class.grade_level, school_class.days_per_week)
    return (rest, "") if rest else ("", calendar.title(day))


def _period(school_class: SchoolClass | None, first: date, last: date) -> GradingPeriod | None:
    """The grading period of the week; of two, the one that begins."""
    if school_class is None:
        return None
    periods = periods_of(school_class.year, school_class.grade_level)
    return next((one for one in reversed(periods) if one.starts_on <= last and one.ends_on >= first), None)


def _coming(entries: Entries, today: date) -> ComingHomework | None:
    ahead = [task for task in entries.tasks if task.due_on and today < task.due_on <= today + TASKS_AHEAD]
    if not ahead:
        return None
    day = min(task.due_on for task in ahead if task.due_on)
    return ComingHomework(
        day,
        [task_line(task, task.lesson, entries) for task in ahead if task.due_on == day],
    )


def _left(lesson: Lesson, day: date) -> bool:
    return lesson.moved_from_number is not None and (lesson.day, lesson.number) != (day, lesson.moved_from_number)
