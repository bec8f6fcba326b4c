"""Attendance of a class over a period: missed days and lessons of every pupil, by reason."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from parta.domain.journal.models import AttendanceEntry
from parta.domain.journal.queries.roster import RosterLine, between, class_roster
from parta.domain.journal.queries.signs import sign_book
from parta.domain.journal.rules.attendance import DayPresence, Presence, Seen
from parta.domain.journal.rules.signs import Sign, SignBook
from parta.domain.school.models import GroupMembership, SchoolClass
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson

Span = tuple[date, date | None]


@dataclass(slots=True)
class PupilPeriod:
    """One pupil. days: missed whole, every lesson of that pupil; lessons: missed; late: came late, which is no absence.

    by_sign: entries by the sign of absence.
    """

    student_id: int
    name: str
    days: int = 0
    lessons: int = 0
    late: int = 0
    by_sign: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class ClassPeriod:
    """The report. signs: those met of a missed lesson, in the order of the dictionary."""

    first: date
    last: date
    pupils: list[PupilPeriod]
    signs: list[Sign]

    @property
    def lines(self) -> list[tuple[PupilPeriod, list[int]]]:
        """Every pupil with the counts of the signs."""
        return [(one, [one.by_sign[sign.code] for sign in self.signs]) for one in self.pupils]

    @property
    def totals(self) -> tuple[int, int, int]:
        """Days, lessons, late comings of the class."""
        return (
            sum(one.days for one in self.pupils),
            sum(one.lessons for one in self.pupils),
            sum(one.late for one in self.pupils),
        )


def class_period(school_class: SchoolClass, first: date, last: date) -> ClassPeriod:
    """The report between two days, ends included. Four statements, whatever the class and the period."""
    book, roster = sign_book(), class_roster(school_class.pk, first, last)
    entries = _entries([line.student_id for line in roster], first, last)
    groups = _groups([line.student_id for line in roster], first, last)
    lessons = _lessons(school_class, first, last)
    pupils = [_pupil(line, lessons, groups[line.student_id], entries[line.student_id], book) for line in roster]
    met = {code for one in pupils for code in one.by_sign}
    return ClassPeriod(
        first, last, pupils, [sign for sign in book.by_code.values() if sign.code in met and sign.missed]
    )


def _lessons(school_class: SchoolClass, first: date, last: date) -> dict[date, list[tuple[int, int, int | None]]]:
    """Held lessons by day: id, number, group."""
    of_class = Q(course__school_class=school_class) | Q(course__group__classes=school_class)
    rows = Lesson.objects.filter(of_class, day__range=(first, last)).exclude(status=LessonStatus.CANCELLED)
    found: dict[date, list[tuple[int, int, int | None]]] = defaultdict(list)
    for pk, day, number, group in rows.values_list("pk", "day", "number", "course__group_id").distinct():
        found[day].append((pk, number, group))
    return found


def _entries(students: list[int], first: date, last: date) -> dict[int, dict[int, str]]:
    rows = AttendanceEntry.objects.filter(student_id__in=students, lesson__day__range=(first, last)).exclude(code="")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for student, lesson, code in rows.values_list("student_id", "lesson_id", "code"):
        found[student][lesson] = code
    return found


def _groups(students: list[int], first: date, last: date) -> dict[int, dict[int, list[Span]]]:
    rows = GroupMembership.objects.filter(between(first, last), student_id__in=students)
    found: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for student, group, start, end in rows.values_list("student_id", "group_id", "valid_from", "valid_to"):
        found[student][group].append((start, end))
    return found


def _pupil(
    line: RosterLine, lessons: dict[date, list[tuple[int, int, int | None]]], groups: dict[int, list[Span]],
    entries: dict[int, str], book: SignBook,
) -> PupilPeriod:  # fmt: skip
    one = PupilPeriod(line.student_id, line.name)
    for day, held in lessons.items():
        if not line.belongs_on(day):
            continue
        own = [(pk, number) for pk, number, group in held if group is None or _inside(groups.get(group, ()), day)]
        seen = [Seen(number, _presence(entries.get(pk, ""), book)) for pk, number in own]
        presence = DayPresence(seen)
        one.days += presence.is_full_day
        one.lessons += presence.missed
        one.late += sum(lesson.presence is Presence.LATE for lesson in seen)
        one.by_sign.update(code for pk, _ in own if (code := entries.get(pk, "")))
    return one


def _inside(spans: list[Span] | tuple[()], day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)


def _presence(code: str, book: SignBook) -> Presence:
    if not code:
        return Presence.UNKNOWN
    return Presence.ABSENT if book.is_missed(code) else Presence.LATE
