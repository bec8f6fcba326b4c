"""A class on one day: who is away from which lesson, why, and where two lessons tell different stories."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from parta.domain.access.queries import in_force
from parta.domain.journal.models import AbsenceReason, AttendanceEntry
from parta.domain.journal.queries.signs import reason_title, sign_book
from parta.domain.journal.rules.attendance import DayPresence, Presence, Seen
from parta.domain.school.models import GroupMembership, SchoolClass
from parta.domain.school.queries import students_of
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.russian import counted

MONTH = timedelta(days=30)
MANY_A_MONTH = 10
"""From this number of lessons missed in a month on, the line says so."""
Key = tuple[int, int]
"""Lesson, pupil."""


@dataclass(frozen=True, slots=True)
class DaySign:
    """What stands under a lesson number: a sign of absence, «+» for present, «·» not looked yet, «» no lesson."""

    number: int
    sign: str
    words: str
    is_entry: bool = False  # written in a journal
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class PupilDay:
    """One pupil's day. gap: numbers of the lessons that tell different stories."""

    student_id: int
    name: str
    signs: list[DaySign]
    presence: DayPresence
    reason: AbsenceReason | None
    note: str

    @property
    def is_away(self) -> bool:
        """Does the day concern the class teacher: missed or late lessons, or a reason known beforehand."""
        return self.reason is not None or any(sign.is_entry for sign in self.signs)

    @property
    def needs_reason(self) -> bool:
        """A plain «н» somewhere, and nobody has said why."""
        return self.reason is None and any(sign.needs_reason for sign in self.signs)

    @property
    def reason_title(self) -> str:
        """«болеет», «» when nobody has said."""
        return reason_title(self.reason.code) if self.reason else ""


@dataclass(frozen=True, slots=True)
class ClassDay:
    """The class on the day: numbers of lessons across, those away down."""

    school_class: SchoolClass
    day: date
    numbers: list[int]
    pupils: list[PupilDay]

    @property
    def away(self) -> list[PupilDay]:
        """Pupils the class teacher looks at."""
        return [one for one in self.pupils if one.is_away]

    def of_health(self, codes: Collection[str]) -> set[int]:
        """Ids of pupils about whose health the day tells: by a reason or a sign of these."""
        return {
            one.student_id
            for one in self.pupils
            if (one.reason and one.reason.code in codes) or any(sign.sign in codes for sign in one.signs)
        }

    @property
    def present_count(self) -> int:
        """Everyone who has not missed every lesson held so far."""
        return sum(not _gone(one) for one in self.pupils)

    @property
    def without_reason(self) -> int:
        """How many pupils missed a lesson, and nobody has said why."""
        return sum(one.needs_reason for one in self.pupils)


def class_day(school_class: SchoolClass, day: date) -> ClassDay:
    """Six statements, whatever the class."""
    pupils = list(students_of(school_class, day))
    ids = [pupil.pk for pupil in pupils]
    lessons = _lessons(school_class, day)
    groups = _groups(ids, day)
    entries = _entries(ids, day)
    reasons = _reasons(ids, day)
    month = _month(ids, day)
    numbers = sorted({one.number for one in lessons})
    lines = []
    for pupil in pupils:
        mine = [one for one in lessons if one.course.group_id is None or one.course.group_id in groups[pupil.pk]]
        reason = reasons.get(pupil.pk)
        seen = [_seen(one, entries.get((one.pk, pupil.pk), ""), reason) for one in mine]
        presence = DayPresence(seen)
        codes = {one.pk: entries.get((one.pk, pupil.pk), "") for one in mine}
        signs = _signs(numbers, mine, codes, reason)
        note = _note(presence, reason, month[pupil.pk], day)
        lines.append(PupilDay(pupil.pk, pupil.user.list_name, signs, presence, reason, note))
    return ClassDay(school_class, day, numbers, lines)


def _lessons(school_class: SchoolClass, day: date) -> list[Lesson]:
    of_class = Q(course__school_class=school_class) | Q(course__group__classes=school_class)
    held = Lesson.objects.filter(of_class, day=day).exclude(status=LessonStatus.CANCELLED)
    return list(held.select_related("course", "record").order_by("number", "id").distinct())


def _groups(students: list[int], day: date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = GroupMembership.objects.filter(in_force("", day), student_id__in=students)
    for student, group in rows.values_list("student_id", "group_id"):
        found[student].add(group)
    return found


def _entries(students: list[int], day: date) -> dict[Key, str]:
    rows = AttendanceEntry.objects.filter(student_id__in=students, lesson__day=day).exclude(code="")
    return {(lesson, student): code for lesson, student, code in rows.values_list("lesson_id", "student_id", "code")}


def _reasons(students: list[int], day: date) -> dict[int, AbsenceReason]:
    rows = AbsenceReason.objects.filter(
        student_id__in=students, first_day__lte=day, last_day__gte=day, withdrawn_at=None
    )
    return {row.student_id: row for row in rows}


def _month(students: list[int], day: date) -> dict[int, Counter[date]]:
    """Lessons missed in the month before, by day."""
    rows = AttendanceEntry.objects.filter(
        student_id__in=students, code__in=sign_book().missed, lesson__day__range=(day - MONTH, day)
    ).values_list("student_id", "lesson__day")
    found: dict[int, Counter[date]] = defaultdict(Counter)
    for student, when in rows:
        found[student][when] += 1
    return found


def _seen(lesson: Lesson, code: str, reason: AbsenceReason | None) -> Seen:
    covered = reason is not None and reason.span.covers(lesson.day, lesson.number)
    return Seen(lesson.number, _presence(lesson, code), covered)


def _presence(lesson: Lesson, code: str) -> Presence:
    if code:
        return Presence.ABSENT if sign_book().is_missed(code) else Presence.LATE
    record = getattr(lesson, "record", None)
    return Presence.PRESENT if record and record.roll_called_at else Presence.UNKNOWN


def _signs(
    numbers: list[int], lessons: list[Lesson], codes: dict[int, str], reason: AbsenceReason | None
) -> list[DaySign]:
    found = {number: DaySign(number, "", "нет урока") for number in numbers}
    for lesson in lessons:
        code = codes[lesson.pk]
        presence = _presence(lesson, code)
        expected = reason.code if reason and reason.span.covers(lesson.day, lesson.number) else ""
        if presence is Presence.UNKNOWN and expected:
            found[lesson.number] = DaySign(lesson.number, expected, "ожидается")
        elif presence is Presence.UNKNOWN:
            found[lesson.number] = DaySign(lesson.number, "·", "ещё не отмечено")
        elif presence is Presence.PRESENT:
            found[lesson.number] = DaySign(lesson.number, "+", "был")
        else:
            book = sign_book()
            found[lesson.number] = DaySign(lesson.number, code, book.name(code), True, book.needs_reason(code))
    return list(found.values())


def _note(presence: DayPresence, reason: AbsenceReason | None, month: Counter[date], day: date) -> str:
    if presence.gap:
        return f"был на {presence.gap[0]}-м уроке, не был на {presence.gap[1]}-м"
    if reason:
        start = f"с {reason.first_lesson}-го урока, " if reason.first_lesson > 1 and reason.first_day == day else ""
        until = f"по {day_title(reason.last_day)}" if reason.last_day > day else "сегодня"
        return ", ".join(part for part in (f"{start}{until}", reason.basis) if part)
    missed = sum(month.values())
    return f"{counted(missed, 'пропуск', 'пропуска', 'пропусков')} за месяц" if missed >= MANY_A_MONTH else ""


def _gone(one: PupilDay) -> bool:
    """Away from every lesson anybody has looked at, or expected away for the whole day."""
    known = [seen for seen in one.presence.lessons if seen.presence is not Presence.UNKNOWN]
    if known:
        return all(seen.presence is Presence.ABSENT for seen in known)
    return one.reason is not None and one.reason.span.covers(clock.today(), 1)
