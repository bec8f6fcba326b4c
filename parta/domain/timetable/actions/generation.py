"""Dated lessons made from the weekly versions, again and again, without losing anything entered (ARCHITECTURE, 2)."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.school.models import AcademicYear, StaffMember
from parta.domain.timetable.errors import BellsMissing, TimetableClash
from parta.domain.timetable.models import BellSchedule, Lesson, Timetable
from parta.domain.timetable.permissions import require_weekly
from parta.domain.timetable.queries import GenerationPlan, GenerationReport, plan_generation
from parta.domain.timetable.rules import LEFT_NOTE, MOVED_NOTE, Place, Standing

REMOVED_AT_ONCE = 5000
FOLLOWED = ["number", "starts_at", "ends_at", "room", "teacher", "entry", "note"]


@transaction.atomic
def generate_lessons(
    actor: User,
    *,
    year: AcademicYear,
    first: date | None = None,
    last: date | None = None,
    courses: Collection[int] | None = None,
    include_past: bool = False,
) -> GenerationReport:
    """Make the lessons of the days, both included (the rest of the year by default), match the timetable.

    A lesson is the same lesson while its course, day and number are. One that holds entries, or that a person has
    moved, cancelled or given to a substitute, is never deleted: it goes to the nearest free place of its course on the
    same day, else stays with a note and is reported. Empty ones without a place are removed. Days before today are
    left alone unless `include_past`. Raises BellsMissing, TimetableClash. `queries.plan_generation` shows the same
    numbers without writing.
    """
    require_weekly(actor, "создавать уроки")
    if year.is_closed:
        raise TimetableClash(f"Учебный год {year} закрыт: его уроки не меняются.")
    if not BellSchedule.objects.filter(year=year).exists():
        raise BellsMissing("Сначала задайте звонки: без них неизвестно, когда начинаются уроки.")
    plan = plan_generation(year, first=first, last=last, courses=courses, include_past=include_past)
    _carry_out(actor, plan)
    report = plan.report
    if report.touches or report.left:
        after = {
            "first": plan.first.isoformat(),
            "last": plan.last.isoformat(),
            **{name: getattr(report, name) for name in ("created", "kept", "changed", "moved", "removed")},
            "left": len(report.left),
        }
        audit.record(actor, "timetable.lessons.generated", subject=year, title=f"Уроки {year}", after=after)
    return report


@transaction.atomic
def change_teacher(
    actor: User, *, course: Course, old: StaffMember, new: StaffMember, valid_from: date
) -> TeachingAssignment:
    """From the day the new teacher has the course, and its coming lessons are his."""
    assignment = curriculum.replace_teacher(actor, course=course, old=old, new=new, valid_from=valid_from)
    published = Timetable.objects.filter(year=course.year, published_at__isnull=False).exists()
    if published and BellSchedule.objects.filter(year=course.year).exists() and not course.year.is_closed:
        generate_lessons(actor, year=course.year, first=valid_from, courses=[course.pk])
    return assignment


def _carry_out(actor: User, plan: GenerationPlan) -> None:
    found = plan.matching
    for start in range(0, len(found.removed), REMOVED_AT_ONCE):
        ids = [one.id for one in found.removed[start : start + REMOVED_AT_ONCE]]
        Lesson.objects.filter(pk__in=ids).delete()
    Lesson.objects.bulk_update(_rows(found.changed), FOLLOWED, batch_size=100)
    shifted = _rows(found.moved, note=MOVED_NOTE)
    Lesson.objects.bulk_update(shifted, FOLLOWED, batch_size=100)
    Lesson.objects.bulk_create((_new(place) for place in found.created), batch_size=1000)
    Lesson.objects.filter(pk__in=[one.id for one in found.left if not one.note]).update(note=LEFT_NOTE)
    audit.record_many(
        actor,
        "timetable.lesson.shifted",
        [
            audit.Entry(row, title=_title(old), before={"number": old.number}, after={"number": place.number})
            for row, (old, place) in zip(shifted, found.moved, strict=True)
        ],
    )
    fresh = [one for one in found.left if not one.note]
    rows = Lesson.objects.in_bulk([one.id for one in fresh])
    audit.record_many(actor, "timetable.lesson.left", [audit.Entry(rows[one.id], title=_title(one)) for one in fresh])


def _new(place: Place) -> Lesson:
    return Lesson(
        course_id=place.course_id,
        day=place.day,
        number=place.number,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        room_id=place.room_id,
        teacher_id=place.teacher_id,
        entry_id=place.entry_id,
    )


def _rows(pairs: Iterable[tuple[Standing, Place]], note: str | None = None) -> list[Lesson]:
    """Lessons as they are to be written; only the fields of `FOLLOWED` matter. A note made by a person stays."""
    rows = []
    for old, place in pairs:
        row = _new(place)
        row.pk = old.id
        if old.note_by_hand:
            row.room_id, row.note = old.room_id, old.note
        else:
            row.note = note or ""
        rows.append(row)
    return rows


def _title(lesson: Standing) -> str:
    return f"{lesson.day:%d.%m.%Y}, {lesson.number}\u2011й урок"
