"""Which pupils of a teacher have long been without a mark, page by page (S3-4.4.2a)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course
from parta.domain.journal.models import AttendanceEntry, Mark
from parta.domain.journal.queries.roster import RosterLine, rosters_between
from parta.domain.journal.queries.settings import course_policy
from parta.domain.journal.queries.signs import sign_book
from parta.domain.journal.rules.unmarked import Unmarked, weeks_without
from parta.domain.regulation.queries import rulebook_for
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib.russian import counted

SHOWN = 4
"""Names said on «Мой день»; the others are on the page of the journal."""


@dataclass(frozen=True, slots=True)
class UnmarkedPage:
    """A page with pupils long without a mark, the longest first."""

    course: Course
    pupils: tuple[Unmarked, ...]

    @property
    def named(self) -> tuple[Unmarked, ...]:
        """Those named on a short page."""
        return self.pupils[:SHOWN]

    @property
    def more_text(self) -> str:
        """«и ещё 3 ученика»."""
        rest = len(self.pupils) - SHOWN
        return f"и ещё {counted(rest, 'ученик', 'ученика', 'учеников')}" if rest > 0 else ""


def long_unmarked(user: User, day: date) -> list[UnmarkedPage]:
    """Pages the person teaches on the day, with those without a mark for `unmarked_weeks` school weeks of the year.

    A mark of any kind ends the count, also one that is not in the average; owed work does not. Seven statements.
    """
    limit = rulebook_for(day).rulebook.marks.unmarked_weeks
    rows = Course.objects.filter(in_force("assignments__", day), assignments__staff__user=user, is_active=True)
    parts = ("subject", "school_class", "group", "year")
    courses = [one for one in rows.select_related(*parts).distinct() if course_policy(one).marks_allowed]
    if not limit or not courses:
        return []
    held, last, away = _held(courses, day), _last_marks(courses), _away(courses, day)
    rosters = rosters_between(courses, day, day)
    found = []
    for course in courses:
        lessons = held.get(course.pk, [])
        lines = [_unmarked(one, lessons, last.get((course.pk, one.student_id)), away) for one in rosters[course.pk]]
        late = sorted((one for one in lines if one.weeks >= limit), key=lambda one: (-one.weeks, one.name))
        if late:
            found.append(UnmarkedPage(course, tuple(late)))
    return found


def _unmarked(
    line: RosterLine, lessons: Sequence[tuple[int, date]], last: date | None, away: set[tuple[int, int]]
) -> Unmarked:
    attended = [
        day for lesson, day in lessons if line.belongs_on(day) and (lesson, line.student_id) not in away
    ]  # fmt: skip
    return Unmarked(line.student_id, line.name, weeks_without(attended, last), last)


def _held(courses: Sequence[Course], day: date) -> dict[int, list[tuple[int, date]]]:
    """Lessons held this year before the day, by page."""
    rows = Lesson.objects.filter(course__in=courses, day__lt=day).exclude(status=LessonStatus.CANCELLED)
    found: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for course, lesson, held_on in rows.order_by().values_list("course_id", "pk", "day"):
        found[course].append((lesson, held_on))
    return found


def _last_marks(courses: Sequence[Course]) -> dict[tuple[int, int], date]:
    """The day of the last mark of each pupil on each page."""
    rows = Mark.objects.filter(lesson__course__in=courses).exclude(value="").order_by()
    by_pupil = rows.values_list("lesson__course_id", "student_id").annotate(last=Max("lesson__day"))
    return {(course, student): last for course, student, last in by_pupil}


def _away(courses: Sequence[Course], day: date) -> set[tuple[int, int]]:
    """(lesson, pupil) of lessons missed."""
    missed = sorted(sign_book().missed)
    rows = AttendanceEntry.objects.filter(lesson__course__in=courses, lesson__day__lt=day, code__in=missed)
    return set(rows.order_by().values_list("lesson_id", "student_id"))
