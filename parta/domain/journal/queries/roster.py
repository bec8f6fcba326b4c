"""Who is on the page: pupils of the class or group with the days they belong to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from parta.domain.curriculum.models import Course
from parta.domain.school.choices import ArrangementKind, GroupKind
from parta.domain.school.models import Enrollment, GroupMembership
from parta.domain.timetable.models import Lesson
from parta.lib.dates import day_title
from parta.lib.prepared import prepared


@dataclass(frozen=True, slots=True)
class Apart:
    """Days on which a pupil of the class does not study with it, and why."""

    first: date
    last: date | None
    kind: ArrangementKind
    place: str
    subjects: tuple[int, ...]

    def covers(self, day: date) -> bool:
        """Is the day inside, ends included?"""
        return self.first <= day and (self.last is None or day <= self.last)

    @property
    def is_elsewhere(self) -> bool:
        """Does another school give marks in these days?"""
        return self.kind in (ArrangementKind.SANATORIUM, ArrangementKind.ELSEWHERE)

    @property
    def words(self) -> str:
        """«на дому», «санаторий до 20 декабря»."""
        return f"{self.kind.words} до {day_title(self.last)}" if self.last else self.kind.words


@dataclass(slots=True)
class RosterLine:
    """A pupil with the spans of belonging (a pupil may leave and come back) and of studying apart."""

    student_id: int
    name: str
    spans: list[tuple[date, date | None]]
    user_id: int = 0
    apart: list[Apart] = field(default_factory=list)

    def enrolled_on(self, day: date) -> bool:
        """Is the pupil in the list of the class or group that day?"""
        return any(first <= day and (last is None or day <= last) for first, last in self.spans)

    def apart_on(self, day: date) -> Apart | None:
        """Why the pupil, though in the list, is not at the lesson of the day."""
        return next((one for one in self.apart if one.covers(day)), None)

    def belongs_on(self, day: date) -> bool:
        """Is the pupil expected at the lesson of the day?"""
        return self.enrolled_on(day) and (not self.apart or self.apart_on(day) is None)

    def belongs_throughout(self, first: date, last: date) -> bool:
        """Is that so on every day between the two? An ordinary pupil's answer, without asking day by day."""
        one = self.spans[0]
        return not self.apart and len(self.spans) == 1 and one[0] <= first and (one[1] is None or last <= one[1])

    def has_gap(self, first: date) -> bool:
        """May there be marks from elsewhere: came after the day, or was sent to another school meanwhile?"""
        return self.came_on > first or any(one.is_elsewhere for one in self.apart)

    @property
    def came_on(self) -> date:
        """The first day."""
        return min(first for first, _ in self.spans)

    @property
    def left_on(self) -> date | None:
        """The last day, when the pupil has left for good."""
        lasts = [last for _, last in self.spans]
        return None if None in lasts else max(last for last in lasts if last)


OWN = "student__arrangements__"
NAMED = (
    "student_id", "student__user__last_name", "student__user__first_name", "valid_from", "valid_to", "student__user_id",
    f"{OWN}kind", f"{OWN}valid_from", f"{OWN}valid_to", f"{OWN}place", f"{OWN}subjects",
)  # fmt: skip
ALPHABET = ("student__user__sort_name", "student_id", "valid_from")


def roster_of(course: Course, first: date, last: date) -> list[RosterLine]:
    """Pupils who belong to the course on any day between first and last, by the alphabet. One query."""
    rows = (
        _of_class(course.school_class_id, first, last)
        if course.school_class_id
        else _of_group(course.group_id, first, last)
    )
    return _for(course, _lines(rows))


def class_roster(class_id: int, first: date, last: date) -> list[RosterLine]:
    """Pupils of a class on any day between the two, by the alphabet. One query.

    Of studying apart only what is about every subject counts here.
    """
    lines = _lines(_of_class(class_id, first, last))
    return [replace(line, apart=[one for one in line.apart if not one.subjects]) for line in lines]


def rosters_between(courses: Iterable[Course], first: date, last: date) -> dict[int, list[RosterLine]]:
    """By course id: as `roster_of` for several pages. Two statements at most."""
    pages = list(courses)
    classes = [one.school_class_id for one in pages if one.school_class_id]
    groups = [one.group_id for one in pages if one.group_id]
    in_class = Enrollment.objects.filter(between(first, last), school_class_id__in=classes).order_by(*ALPHABET)
    in_group = GroupMembership.objects.filter(between(first, last), group_id__in=groups).order_by(*ALPHABET)
    by_class = _by_unit(in_class.values_list("school_class_id", *NAMED)) if classes else {}
    by_group = _by_unit(in_group.values_list("group_id", *NAMED)) if groups else {}
    return {
        one.pk: _for(one, by_class.get(one.school_class_id or 0, []) or by_group.get(one.group_id or 0, []))
        for one in pages
    }


def rosters_on(lessons: Iterable[Lesson], students: Iterable[int]) -> dict[int, list[RosterLine]]:
    """By course id: these pupils' belonging to the courses of the lessons. Two statements at most."""
    courses = {lesson.course_id: lesson.course for lesson in lessons}
    pupils = list(students)
    classes = [course.school_class_id for course in courses.values() if course.school_class_id]
    groups = [course.group_id for course in courses.values() if course.group_id]
    by_class = _by_unit(_in_classes(classes, pupils)) if classes else {}
    by_group = _by_unit(_in_groups(groups, pupils)) if groups else {}
    return {
        course.pk: _for(course, by_class.get(course.school_class_id or 0, []) or by_group.get(course.group_id or 0, []))
        for course in courses.values()
    }


def _for(course: Course, lines: list[RosterLine]) -> list[RosterLine]:
    """Who studies apart does so from lessons of the class and its groups in the named subjects, not from the own."""
    own = course.group_id is not None and course.group is not None and course.group.kind == GroupKind.INDIVIDUAL
    return [
        replace(line, apart=[] if own else _of_subject(line.apart, course)) if line.apart else line for line in lines
    ]


def _of_subject(apart: list[Apart], course: Course) -> list[Apart]:
    return [one for one in apart if not one.subjects or course.subject_id in one.subjects]


@prepared
def _of_class(unit: int | None, first: date, last: date) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Enrollment.objects.filter(between(first, last), school_class_id=unit)
    return rows.order_by(*ALPHABET).values_list(*NAMED)


@prepared
def _of_group(unit: int | None, first: date, last: date) -> QuerySet[Any, tuple[Any, ...]]:
    rows = GroupMembership.objects.filter(between(first, last), group_id=unit)
    return rows.order_by(*ALPHABET).values_list(*NAMED)


@prepared
def _in_classes(units: list[int], students: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Enrollment.objects.filter(school_class_id__in=units, student_id__in=students)
    return rows.order_by("valid_from").values_list("school_class_id", *NAMED)


@prepared
def _in_groups(units: list[int], students: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    rows = GroupMembership.objects.filter(group_id__in=units, student_id__in=students)
    return rows.order_by("valid_from").values_list("group_id", *NAMED)


def between(first: date, last: date) -> Q:
    """Rows in force on any day between the two."""
    return Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))


def _by_unit(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[RosterLine]]:
    grouped: dict[int, list[Any]] = {}
    for unit_id, *line in rows:
        grouped.setdefault(unit_id, []).append(line)
    return {unit_id: _lines(lines) for unit_id, lines in grouped.items()}


def _lines(rows: Iterable[Any]) -> list[RosterLine]:
    lines: dict[int, RosterLine] = {}
    for student_id, last_name, first_name, valid_from, valid_to, user_id, *apart in rows:
        line = lines.get(student_id)
        if line is None:
            line = lines[student_id] = RosterLine(student_id, f"{last_name} {first_name}".strip(), [], user_id)
        if (valid_from, valid_to) not in line.spans:
            line.spans.append((valid_from, valid_to))
        if apart[0]:
            kind, first, last, place, subjects = apart
            one = Apart(first, last, ArrangementKind(kind), place, tuple(subjects or ()))
            if one not in line.apart:
                line.apart.append(one)
    return list(lines.values())
