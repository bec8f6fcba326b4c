"""Dated changes of a timetable file: days that are free or follow another weekday, substitutions, cancellations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from parta.domain.access.models import User
from parta.domain.school import actions as school
from parta.domain.school.choices import DayKind
from parta.domain.school.models import AcademicYear, CalendarException, Room, StaffMember
from parta.domain.school.queries import calendar_of
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.models import Lesson, Substitution
from parta.exchange.apply.names import (
    ClassKey,
    class_key,
    class_title,
    exact,
    folded,
    group_label,
    same_subject,
    teacher_name,
)
from parta.exchange.apply.timetable_work import TimetableWork
from parta.exchange.preview import ImportPreview, Line, Sign
from parta.exchange.problems import Problem
from parta.exchange.timetable.parsed import ParsedDayChange, ParsedSubstitution, ParsedTimetable
from parta.lib import dates, russian

Place = tuple[date, int, ClassKey]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one lesson becomes by the file."""

    lesson: Lesson
    source: ParsedSubstitution

    @property
    def other_subject(self) -> bool:
        """Another subject stands in the file: the lesson stays on its own page, and the reason says so."""
        told = self.source.subject
        return bool(told) and not self.source.cancelled and not same_subject(told, self.lesson.course.subject.name)

    @property
    def reason(self) -> str:
        """What the lesson's readers see."""
        return f"Вместо урока: {self.source.subject}" if self.other_subject else "По расписанию замен"


def add_names(work: TimetableWork, parsed: ParsedTimetable) -> None:
    """Substitutes and their rooms belong to the school as those of the week do."""
    doubtful = set(parsed.doubtful_teachers)
    for one in parsed.substitutions:
        if not _is_in_year(work, one.day) or one.cancelled:
            continue
        for text in one.teachers:
            if text not in doubtful:
                name = teacher_name(text)
                work.week.teachers.setdefault(exact(name.full()), name)
        for text in one.rooms[:1]:
            work.week.rooms.setdefault(folded(text), text[:40])


def plan_days(preview: ImportPreview, work: TimetableWork, parsed: ParsedTimetable) -> None:
    """Days of the file that the calendar does not know yet."""
    present = {
        row.day: row for row in CalendarException.objects.filter(day__in=[one.day for one in parsed.day_changes])
    }
    calendar = calendar_of(work.year.row) if work.year.row else None
    outside = [one for one in parsed.day_changes if not _is_in_year(work, one.day)]
    if outside:
        _say_outside(preview, [one.day for one in outside], "особых дней")
    for one in parsed.day_changes:
        if one in outside or (one.as_weekday or 1) > 6:
            continue
        row = present.get(one.day)
        told = row and row.kind == _kind(one) and (one.as_weekday is None or row.as_weekday == one.as_weekday)
        rests = one.as_weekday is None and calendar is not None and calendar.reason(one.day)
        if not told and not rests:
            work.days.append(one)
            text = f"по расписанию дня: {dates.WEEKDAYS[one.as_weekday - 1]}" if one.as_weekday else "уроков нет"
            preview.lines.append(Line(Sign.ADD, "day", dates.day_title_with_year(one.day), text))


def _kind(one: ParsedDayChange) -> DayKind:
    return DayKind.SCHOOL_DAY if one.as_weekday else DayKind.HOLIDAY


def _is_in_year(work: TimetableWork, day: date) -> bool:
    return work.year.starts_on <= day <= work.year.ends_on


def _say_outside(preview: ImportPreview, days: Sequence[date], what: str) -> None:
    span = dates.period_title(min(days), max(days))
    message = f"Из другого учебного года, не записано {what}: {len(days)} ({span}, {max(days).year})."
    preview.problems.append(Problem("файл", message))


def write_days(actor: User, work: TimetableWork) -> None:
    """Put the special days into the calendar."""
    for one in work.days:
        title = "" if one.as_weekday else "Нет уроков"
        school.set_calendar_exception(actor, day=one.day, kind=_kind(one), title=title, as_weekday=one.as_weekday)


def plan_substitutions(preview: ImportPreview, work: TimetableWork, parsed: ParsedTimetable) -> None:
    """What each dated exchange does to its lesson; lessons that are yet to be made are counted as coming."""
    inside = [one for one in parsed.substitutions if _is_in_year(work, one.day)]
    outside = [one.day for one in parsed.substitutions if not _is_in_year(work, one.day)]
    if outside:
        _say_outside(preview, outside, "замен")
    lessons = _lessons(work.year.row, inside)
    for one in inside:
        preview.lines.append(_line(work, one, lessons))
        if preview.lines[-1].writes:
            work.substitutions.append(one)


def _line(work: TimetableWork, one: ParsedSubstitution, lessons: Mapping[Place, list[Lesson]]) -> Line:
    title = _title(one)
    if not one.cancelled and (not one.subject_known or not one.teachers):
        return Line(Sign.ERROR, "substitution", title, "в файле не назван предмет или учитель: не записано")
    found = _exchanges(one, lessons)
    shown = "урок отменён" if one.cancelled else ", ".join([*one.teachers[:1], *one.rooms[:1]])
    if not found:
        coming = one.day >= work.valid_from and work.lessons_change and _stands_in_week(work, one)
        text = "запишем, когда будут созданы уроки" if coming else "такого урока в этот день нет: не записано"
        return Line(Sign.ADD if coming else Sign.ERROR, "substitution", title, text, after=shown)
    if all(_is_done(each, _teacher(work, one), _room(work, one)) for each in found):
        return Line(Sign.SAME, "substitution", title, shown)
    text = f"в файле предмет «{one.subject}»: запись останется на странице урока" if found[0].other_subject else ""
    before = found[0].lesson.teacher.user.short_name if found[0].lesson.teacher else ""
    return Line(Sign.ADD, "substitution", title, text, before=before, after=shown)


def _title(one: ParsedSubstitution) -> str:
    key = class_key(one.school_class)
    name = class_title(key) if key else one.school_class
    group = f" ({one.group})" if one.group else ""
    subject = f", {one.subject}" if one.subject else ""
    return f"{dates.day_title(one.day)}, {name}{group}, {russian.ordinal_lesson(one.number)}{subject}"


def _stands_in_week(work: TimetableWork, one: ParsedSubstitution) -> bool:
    key = class_key(one.school_class)
    weekday = one.day.isoweekday()
    return any(
        key in course.unit.classes and (day, number) == (weekday, one.number)
        for course, day, number, _ in work.week.places
    )


def _lessons(year: AcademicYear | None, wanted: Iterable[ParsedSubstitution]) -> dict[Place, list[Lesson]]:
    """Dated lessons of those days by day, number and class."""
    days = {one.day for one in wanted}
    rows = Lesson.objects.filter(course__year=year, day__in=days) if year and days else Lesson.objects.none()
    full = rows.select_related(
        "course__subject", "course__school_class", "course__group", "course__year", "teacher__user", "room",
        "entry__room", "substitution__teacher__user", "substitution__room",
    ).prefetch_related("course__group__classes")  # fmt: skip
    table: dict[Place, list[Lesson]] = defaultdict(list)
    for row in full:
        own, group = row.course.school_class, row.course.group
        for one in [own] if own else group.classes.all() if group else []:
            table[row.day, row.number, (one.grade_level, one.letter)].append(row)
    return table


def _exchanges(one: ParsedSubstitution, lessons: Mapping[Place, list[Lesson]]) -> list[Exchange]:
    """Lessons meant by an exchange: of the class or the named group; of several, the one of that subject."""
    key = class_key(one.school_class)
    standing = lessons.get((one.day, one.number, key), []) if key else []
    if one.group:
        label = folded(group_label(one.group))
        standing = [row for row in standing if row.course.group and folded(group_label(row.course.group.name)) == label]
    if one.cancelled:
        return [Exchange(row, one) for row in standing]
    same = [row for row in standing if same_subject(row.course.subject.name, one.subject)]
    chosen = same or (standing if len(standing) == 1 else [])
    return [Exchange(row, one) for row in chosen[:1]]


def _substitution(lesson: Lesson) -> Substitution | None:
    return getattr(lesson, "substitution", None)


def _is_done(exchange: Exchange, teacher: StaffMember | None, room: Room | None) -> bool:
    lesson, present = exchange.lesson, _substitution(exchange.lesson)
    if exchange.source.cancelled or not lesson.is_held:
        return not lesson.is_held
    same_room = room is None or room.pk == (present.room_id if present else lesson.room_id)
    if present:
        return teacher is not None and present.teacher_id == teacher.pk and same_room
    return teacher is not None and lesson.teacher_id == teacher.pk and same_room


def _teacher(work: TimetableWork, one: ParsedSubstitution) -> StaffMember | None:
    return work.staff.get(exact(teacher_name(one.teachers[0]).full())) if one.teachers else None


def _room(work: TimetableWork, one: ParsedSubstitution) -> Room | None:
    return work.rooms.get(folded(one.rooms[0])) if one.rooms else None


def write_substitutions(actor: User, work: TimetableWork, year: AcademicYear) -> list[str]:
    """Put the exchanges on their lessons, which exist by now; sentences about those that found none."""
    lessons = _lessons(year, work.substitutions)
    lost: list[str] = []
    for one in work.substitutions:
        found = _exchanges(one, lessons)
        done = [_write(actor, each, _teacher(work, one), _room(work, one)) for each in found]
        if not all(done) or not found:
            lost.append(_title(one))
    rest = f" и ещё {len(lost) - 5}" if len(lost) > 5 else ""
    return [f"Замены без урока, не записаны: {'; '.join(lost[:5])}{rest}."] if lost else []


def _write(actor: User, exchange: Exchange, teacher: StaffMember | None, room: Room | None) -> bool:
    lesson = exchange.lesson
    if _is_done(exchange, teacher, room):
        return True
    if exchange.source.cancelled:
        timetable.cancel_lesson(actor, lesson=lesson, reason="Отменён по расписанию замен")
        return True
    if teacher is None or teacher.valid_from > lesson.day:
        return False
    if lesson.teacher_id != teacher.pk:
        timetable.substitute_lesson(actor, lesson=lesson, teacher=teacher, room=room, reason=exchange.reason)
    elif _substitution(lesson):
        timetable.remove_substitution(actor, lesson=lesson)
    elif room:
        timetable.move_lesson(actor, lesson=lesson, day=lesson.day, number=lesson.number, room=room)
    return True


__all__ = ["add_names", "plan_days", "plan_substitutions", "write_days", "write_substitutions"]
