"""What teachers entered about one pupil: of some days, and everything since the last visit. Three statements."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from parta.domain.diary.queries.belonging import Belonging, UnitSpan, units_where
from parta.domain.diary.queries.policy import Policies
from parta.domain.journal.models import AttendanceEntry, Homework, Mark
from parta.domain.journal.queries import with_attachments
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.prepared import prepared

LOOK_BACK = timedelta(days=60)
"""How old an entry may be to be told as news: after a long absence the diary itself is the better reading."""


class Entries:
    """Marks, absences and homework, given out by lesson or by the day they are due. Grade 1 has its own policy."""

    def __init__(self, belonging: Belonging, first: date, last: date, tasks_until: date, seen: datetime | None) -> None:
        """first, last: days whose marks and absences are read; tasks_until: the last day of homework due."""
        self.seen, self.student_id = seen, belonging.student.pk
        self.policies = Policies()
        self.since = max(seen, clock.now() - LOOK_BACK) if seen else None
        self.marks: dict[int, list[Mark]] = defaultdict(list)
        self.withdrawn: dict[int, list[Mark]] = defaultdict(list)
        self.absences: dict[int, AttendanceEntry] = {}
        self.tasks: list[Homework] = []
        self._load_pupil(belonging, first, last)
        self._load_tasks(belonging, first, tasks_until)

    def is_new(self, at: datetime) -> bool:
        """Entered after the reader's last visit; nothing is new at the first one."""
        return self.seen is not None and at > self.seen

    def marks_shown(self, lesson: Lesson) -> bool:
        """Does the act let the diary show marks of the lesson?"""
        return self.policies.of(lesson.course.year.year, lesson.course.grade_level).marks

    def homework_shown(self, lesson: Lesson) -> bool:
        """The same for homework."""
        return self.policies.of(lesson.course.year.year, lesson.course.grade_level).homework

    def _load_pupil(self, belonging: Belonging, first: date, last: date) -> None:
        asked = (belonging.student.pk, first, last, self.since)
        for mark in _marks(*asked):
            if self.marks_shown(mark.lesson):
                (self.marks if mark.sign else self.withdrawn)[mark.lesson_id].append(mark)
        self.absences = {entry.lesson_id: entry for entry in _absences(*asked)}

    def _load_tasks(self, belonging: Belonging, first: date, last: date) -> None:
        """Homework due in these days in the courses of the pupil on the due day, whoever it was set to.

        A pupil who has just come to the class has to do what was set the day before.
        """
        tasks = _tasks(*belonging.spans, first, last, self.since)
        mine = belonging.student.pk
        self.tasks = [task for task in tasks if task.is_for(mine) and self.homework_shown(task.lesson)]


PARTS = ("entered_by", "lesson__course__subject", "lesson__course__year")


def _span(first: date, last: date, since: datetime | None) -> Q:
    days = Q(lesson__day__range=(first, last))
    return days | Q(entered_at__gt=since) if since else days


@prepared
def _marks(student_id: int, first: date, last: date, since: datetime | None) -> QuerySet[Mark]:
    rows = Mark.objects.filter(_span(first, last, since), student_id=student_id).exclude(
        value="", corrected_from="", owed=False
    )
    return rows.select_related(*PARTS, "lesson__record").order_by("lesson__day", "slot")


@prepared
def _absences(student_id: int, first: date, last: date, since: datetime | None) -> QuerySet[AttendanceEntry]:
    rows = AttendanceEntry.objects.filter(_span(first, last, since), student_id=student_id).exclude(code="")
    return rows.select_related(*PARTS, "lesson__record")


@prepared
def _tasks(
    classes: list[UnitSpan], groups: list[UnitSpan], first: date, last: date, since: datetime | None
) -> QuerySet[Homework]:
    due = units_where(classes, groups, "lesson__course__", "due_on") & Q(due_on__range=(first, last))
    if since:
        due |= units_where(classes, groups, "lesson__course__", "lesson__day") & Q(entered_at__gt=since)
    rows = with_attachments(Homework.objects.filter(due).exclude(text=""), "lesson_id")
    return rows.select_related(*PARTS).order_by("due_on", "lesson__day", "lesson__number")
