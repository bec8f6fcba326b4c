"""Control and mandatory works held in a period that a pupil has no mark for (S3-5.2d), of many classes at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from parta.domain.finals.queries.required import Required
from parta.domain.finals.rules.enough import HeldWork, Lack, lack_of, nature_of
from parta.domain.journal.models import Mark
from parta.domain.journal.queries.settings import work_types
from parta.domain.regulation.choices import MinMarksRule, WorkNature
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import Enrollment, GradingPeriod, GroupMembership
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A pupil without a mark for works of a page."""

    student_id: int
    course_id: int
    lack: Lack


def unwritten_works(marks: Required, periods: Mapping[int, GradingPeriod]) -> list[Unwritten]:
    """Of the pupils asked for final marks, those deferred left out. Four statements, none where nothing is checked.

    A work counts once somebody has a mark for it; a pupil answers for works since the day of coming to the class or
    the group. Nothing where the rulebook does not check the number of marks.
    """
    works = _works(marks, periods)
    lessons = {one.lesson for held in works.values() for one in held}
    if not lessons:
        return []
    written: dict[tuple[int, int], list[int]] = defaultdict(list)
    marked: set[int] = set()
    rows = Mark.objects.filter(lesson__in=lessons).exclude(value="").order_by()
    for lesson, course, student in rows.values_list("lesson_id", "lesson__course_id", "student_id"):
        written[student, course].append(lesson)
        marked.add(lesson)
    came = _Arrivals(marks)
    left_out, found = {key[:2] for key in marks.ordered | marks.drafted}, []
    for student, course in dict.fromkeys(key[:2] for key in marks.keys):
        first = came.day(student, course)
        held = [one for one in works.get(course, ()) if one.lesson in marked and one.day >= first]
        lack = lack_of(0, written[student, course], held)
        if lack and (student, course) not in left_out:
            found.append(Unwritten(student, course, lack))
    return found


class _Arrivals:
    """Since when a pupil stands in the class or the group of a page. Two statements."""

    def __init__(self, marks: Required) -> None:
        self.marks, students = marks, list(marks.pupils)
        rows = Enrollment.objects.filter(student__in=students, school_class__in=list(marks.last_days))
        self.classes: dict[int, date] = dict(
            rows.order_by().values_list("student_id").annotate(first=Max("valid_from"))
        )
        groups = {page.group_id for page in marks.pages.values() if page.group_id}
        found = GroupMembership.objects.filter(student__in=students, group__in=groups).order_by()
        self.groups: dict[tuple[int, int], date] = {
            (student, group): first
            for student, group, first in found.values_list("student_id", "group_id").annotate(first=Max("valid_from"))
        }

    def day(self, student: int, course: int) -> date:
        """The later of the two."""
        of_class, group = self.classes.get(student, date.min), self.marks.pages[course].group_id
        return max(of_class, self.groups.get((student, group), date.min)) if group else of_class


def _works(marks: Required, periods: Mapping[int, GradingPeriod]) -> dict[int, list[HeldWork]]:
    """Works the act wants, by page. One statement."""
    where, wanted, kinds = Q(pk__in=[]), {WorkNature.CONTROL}, work_types()
    for grade, one in periods.items():
        rules = rulebook_for(one.ends_on).rulebook.marks
        if rules.min_marks_per_period is MinMarksRule.WARN:
            wanted |= set(rules.mandatory_work_kinds)
            last = min(one.ends_on, clock.today())
            where |= Q(course__grade_level=grade, day__range=(one.starts_on, last))
    rows = Lesson.objects.filter(where, course__in=list(marks.pages), record__work_type__isnull=False)
    rows = rows.exclude(status=LessonStatus.CANCELLED).order_by("day", "number")
    found: dict[int, list[HeldWork]] = defaultdict(list)
    for course, lesson, day, kind_id in rows.values_list("course_id", "pk", "day", "record__work_type_id"):
        kind = kinds.get(kind_id)
        nature = nature_of(kind.code, kind.deadline_class) if kind else None
        if nature in wanted and nature:
            found[course].append(HeldWork(lesson, day, nature))
    return found
