"""Carries a timetable import out through the actions, in the order in which things stand on each other."""

from collections.abc import Sequence
from datetime import timedelta

from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.actions import NewAssignment, NewCourse, NewSubject
from parta.domain.curriculum.models import Course
from parta.domain.school import actions as school
from parta.domain.school.choices import GroupKind
from parta.domain.school.models import AcademicYear, GroupMembership, Room
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.models import BellSchedule, Timetable
from parta.domain.timetable.queries import GenerationReport
from parta.exchange.apply import exchanges
from parta.exchange.apply.names import folded
from parta.exchange.apply.timetable_work import TimetableWork
from parta.exchange.apply.week import CourseKey, PlaceKey, Shape
from parta.exchange.preview import ImportPreview
from parta.lib import clock, dates, russian


def write(actor: User, preview: ImportPreview) -> list[str]:
    """Write everything; sentences about the lessons made and about what people have to do next."""
    work: TimetableWork = preview.work
    year = work.year.open(actor)
    _write_school(actor, work, year)
    _write_groups(actor, work, year)
    _write_courses(actor, work, year)
    for shift, slots, first_day in work.bells:
        timetable.set_bell_schedule(actor, year=year, slots=slots, shift=shift, valid_from=first_day)
    if work.entries_change:
        _write_week(actor, work, year)
    exchanges.write_days(actor, work)
    notes = _generate(actor, work, year)
    notes += exchanges.write_substitutions(actor, work, year)
    return [*notes, *_undivided(work)]


def _write_school(actor: User, work: TimetableWork, year: AcademicYear) -> None:
    for (shift, days), keys in work.new_classes.items():
        rows = school.create_classes(actor, year=year, names=keys, shift=shift, days_per_week=days)
        work.classes |= {(row.grade_level, row.letter): row for row in rows}
    for row, changes in work.class_changes:
        school.change_class(actor, row, shift=changes.get("shift"), days_per_week=changes.get("days_per_week"))
    names = work.week.subjects
    subjects = curriculum.add_subjects(actor, subjects=[NewSubject(name) for name in names.values()])
    work.subjects = dict(zip(names, subjects, strict=True))
    missing = [name for form, name in work.week.rooms.items() if form not in work.rooms]
    school.add_rooms(actor, names=missing)
    work.rooms = {folded(room.name): room for room in Room.objects.all()}
    _hire(actor, work, year)


def _hire(actor: User, work: TimetableWork, year: AcademicYear) -> None:
    fresh = {key: name for key, name in work.week.teachers.items() if key not in work.staff}
    day = min(year.starts_on, clock.today())
    rows = [
        school.NewStaff(day, "Учитель", person=NewPerson(name.last, name.first, name.middle)) for name in fresh.values()
    ]
    work.staff |= dict(zip(fresh, school.hire_many(actor, rows), strict=True))


def _write_groups(actor: User, work: TimetableWork, year: AcademicYear) -> None:
    for unit, title in work.week.units.items():
        if unit not in work.groups:
            classes = [work.classes[key] for key in unit.classes]
            kind = GroupKind.STREAM if len(classes) > 1 else GroupKind.SUBGROUP
            work.groups[unit] = school.create_group(actor, year=year, name=title, classes=classes, kind=kind)


def _write_courses(actor: User, work: TimetableWork, year: AcademicYear) -> None:
    keys = list(work.week.courses)
    rows = curriculum.open_courses(actor, year=year, courses=[_new_course(work, key) for key in keys])
    work.courses = dict(zip(keys, rows, strict=True))
    eve = work.valid_from - timedelta(days=1)
    for row in work.ending:
        # An assignment that began on the same day cannot end before it: it keeps that one day.
        curriculum.end_assignment(actor, assignment=row, last_day=max(eve, row.valid_from))
    fresh = [NewAssignment(work.courses[key], work.staff[one], work.valid_from) for key, one in work.load]
    curriculum.assign_teachers(actor, assignments=fresh)


def _new_course(work: TimetableWork, key: CourseKey) -> NewCourse:
    subject = work.subjects[key.subject]
    if key.unit.is_class:
        return NewCourse(subject, school_class=work.classes[key.unit.classes[0]])
    return NewCourse(subject, group=work.groups[key.unit])


def _write_week(actor: User, work: TimetableWork, year: AcademicYear) -> None:
    base = work.base
    if base and base.valid_from == work.valid_from:
        version: Timetable = base
    else:
        version = timetable.create_timetable(
            actor, year=year, valid_from=work.valid_from, source=work.file_name, copy_of=base
        )
    entries = [
        timetable.NewEntry(row.course, row.weekday, row.number, row.week, row.room, row.teacher) for row in work.kept
    ]
    entries += [_entry(work, place, shape) for place, shape in work.week.places.items()]
    timetable.replace_entries(actor, timetable=version, entries=entries, scope=_scope(work, year))


def _entry(work: TimetableWork, place: PlaceKey, shape: Shape) -> timetable.NewEntry:
    """A line of the week; teacher and room that the file does not name stay as they are."""
    key, weekday, number, week = place
    row = work.standing.get(place)
    teacher = work.staff[shape.teachers[0]] if len(shape.teachers) == 1 else None
    room = work.rooms.get(shape.room)
    if row and not shape.teachers:
        teacher = row.teacher
    if row and not shape.room:
        room = row.room
    return timetable.NewEntry(work.courses[key], weekday, number, week, room, teacher)


def _scope(work: TimetableWork, year: AcademicYear) -> set[int]:
    """Pages of the classes the file names; lines of other classes stay."""
    named = {work.classes[key].pk for key in work.week.classes}
    rows = Course.objects.filter(year=year).select_related("group").prefetch_related("group__classes")
    return {row.pk for row in rows if _classes_of(row) <= named}


def _classes_of(row: Course) -> set[int]:
    if row.school_class_id:
        return {row.school_class_id}
    return {one.pk for one in row.group.classes.all()} if row.group else set()


def _generate(actor: User, work: TimetableWork, year: AcademicYear) -> list[str]:
    ready = (
        BellSchedule.objects.filter(year=year).exists()
        and Timetable.objects.filter(year=year, published_at__isnull=False).exists()
    )
    if not work.lessons_change:
        return []
    if not ready:
        return ["Уроки по дням не созданы: нет звонков. Задайте их и создайте уроки на странице «Школа»."]
    past = work.valid_from < clock.today()
    report = timetable.generate_lessons(actor, year=year, first=work.valid_from, include_past=past)
    notes = [_generated(report, work), *report.problems]
    if work.base and work.base.is_draft:
        notes.append(f"Неделя записана в черновик «{work.base.title}»: опубликуйте его, и уроки последуют за ним.")
    return notes


def _generated(report: GenerationReport, work: TimetableWork) -> str:
    made = russian.counted(report.created, "урок создан", "урока созданы", "уроков создано")
    parts = [f"{made} с {dates.day_title(work.valid_from)} до конца года"]
    parts += [f"изменено {report.changed}"] if report.changed else []
    parts += [f"сдвинуто {report.moved}"] if report.moved else []
    parts += [f"убрано пустых {report.removed}"] if report.removed else []
    parts += [f"с записями вне расписания осталось {len(report.left)}"] if report.left else []
    return f"По дням: {'; '.join(parts)}."


def _undivided(work: TimetableWork) -> list[str]:
    """Whom to divide: groups without pupils."""
    groups = {row.pk: row for row in work.groups.values()}
    full = set(GroupMembership.objects.filter(group__in=groups, valid_to=None).values_list("group_id", flat=True))
    empty = [row.name for pk, row in groups.items() if pk not in full]
    return [_divide(empty)] if empty else []


def _divide(empty: Sequence[str]) -> str:
    count = russian.counted(
        len(empty), "группа пока без учеников", "группы пока без учеников", "групп пока без учеников"
    )
    return f"{count}: распределите их на странице «Группы» или загрузите список класса со столбцами групп."


__all__ = ["write"]
