"""The substitution journal (журнал замещения): who gave whose lesson, what was taught, signed or not, hours for pay."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from parta.domain.access.models import User
from parta.domain.access.queries import has_role
from parta.domain.journal.errors import CourseNotFound
from parta.domain.journal.queries.plan import suggested_topics
from parta.domain.timetable.models import Substitution
from parta.domain.timetable.permissions import JOURNAL_OF_SUBSTITUTIONS
from parta.lib import clock, dates
from parta.lib.prepared import prepared


@dataclass(frozen=True, slots=True)
class SubstitutionLine:
    """A line of the journal (S3-4.4.3b). `kind`: «тот же предмет», «другой предмет», «объединение»."""

    row: Substitution
    day: date
    number: int
    unit: str
    subject: str
    planned_subject: str
    absent: str
    reason: str
    order: str
    teacher: str
    teacher_id: int
    kind: str
    topic: str
    signed_at: datetime | None
    is_over: bool
    is_held: bool

    @property
    def counts(self) -> bool:
        """Is it an hour to be paid: held, over and signed?"""
        return self.is_held and self.is_over and self.signed_at is not None

    @property
    def signature(self) -> str:
        """What stands in the column of signatures."""
        if not self.is_held:
            return "урок отменён"
        if self.signed_at:
            signed = clock.local(self.signed_at)
            return f"подписано {dates.day_input(signed.date())}, {dates.time_text(signed)}"
        return "не подписано" if self.is_over else "ждёт подписи"


@dataclass(frozen=True, slots=True)
class TeacherHours:
    """Hours of one substitute in the month: to be paid, of them joined, held without a signature, still to come."""

    teacher: str
    hours: int
    joined: int
    unsigned: int
    coming: int


@dataclass(frozen=True, slots=True)
class SubstitutionJournal:
    """A month: its lines by date, hours by teacher."""

    month: date
    lines: list[SubstitutionLine]
    hours: list[TeacherHours]


def substitution_journal(user: User, month: date) -> SubstitutionJournal:
    """The month for those who keep the journal; for a substitute the own lines only. Two statements."""
    first = month.replace(day=1)
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    rows = Substitution.objects.filter(lesson__day__gte=first, lesson__day__lt=last)
    if not has_role(user, *JOURNAL_OF_SUBSTITUTIONS):
        rows = rows.filter(teacher__user=user)
    lines = _lines(rows.order_by("lesson__day", "lesson__number", "id"))
    return SubstitutionJournal(first, lines, _hours(lines))


def substitutions_of(user: User, first: date, last: date) -> list[SubstitutionLine]:
    """Lessons the person is to give for somebody else between two days. One statement."""
    return [_line(row) for row in _given_by(user.pk, first, last)]


@prepared
def _given_by(user_id: int, first: date, last: date) -> QuerySet[Substitution]:
    rows = Substitution.objects.filter(teacher__user_id=user_id, lesson__day__range=(first, last))
    return _parts(rows.order_by("lesson__day", "lesson__number", "id"))


def substitution_for(user: User, substitution_id: int) -> Substitution:
    """A line for its substitute; for others there is none."""
    row = _parts(Substitution.objects.filter(pk=substitution_id, teacher__user=user)).first()
    if row is None:
        raise CourseNotFound("Такой замены у вас нет.")
    return row


def topic_to_teach(row: Substitution) -> tuple[str, str]:
    """The topic (as written, else by the plan) and the homework planned for it."""
    record = getattr(row.lesson, "record", None)
    planned = suggested_topics([row.lesson]).get(row.lesson_id)
    written = record.topic if record else ""
    return written or (planned.title if planned else ""), planned.homework if planned else ""


def _parts(rows: QuerySet[Substitution]) -> QuerySet[Substitution]:
    return rows.select_related(
        "teacher__user", "instead_of__user", "room", "lesson__teacher__user", "lesson__room", "lesson__record",
        "lesson__course__subject", "lesson__course__school_class", "lesson__course__group", "lesson__course__year",
        "lesson__in_place_of__course__subject",
    )  # fmt: skip


def _lines(rows: QuerySet[Substitution]) -> list[SubstitutionLine]:
    return [_line(row) for row in _parts(rows)]


def _line(row: Substitution) -> SubstitutionLine:
    lesson = row.lesson
    record = getattr(lesson, "record", None)
    replaced = lesson.in_place_of
    kind = "объединение" if row.joined_with_id else "другой предмет" if replaced else "тот же предмет"
    absent = row.instead_of or (None if replaced else lesson.teacher)
    day = f" от {dates.day_input(row.order_date)}" if row.order_date else ""
    return SubstitutionLine(
        row=row,
        day=lesson.day,
        number=lesson.number,
        unit=lesson.course.unit_name,
        subject=lesson.course.subject.name,
        planned_subject=(replaced or lesson).course.subject.name,
        absent=absent.user.short_name if absent else "",
        reason=row.reason,
        order=f"№\u00a0{row.order_number}{day}" if row.order_number else "",
        teacher=row.teacher.user.short_name,
        teacher_id=row.teacher_id,
        kind=kind,
        topic=record.topic if record else "",
        signed_at=row.signed_at,
        is_over=lesson.ends <= clock.now(),
        is_held=lesson.is_held,
    )


def _hours(lines: Iterable[SubstitutionLine]) -> list[TeacherHours]:
    by_teacher: dict[tuple[str, int], list[SubstitutionLine]] = defaultdict(list)
    for line in lines:
        if line.is_held:
            by_teacher[line.row.teacher.user.sort_name, line.teacher_id].append(line)
    return [
        TeacherHours(
            teacher=rows[0].teacher,
            hours=sum(row.counts for row in rows),
            joined=sum(row.counts and row.kind == "объединение" for row in rows),
            unsigned=sum(row.is_over and row.signed_at is None for row in rows),
            coming=sum(not row.is_over for row in rows),
        )
        for _, rows in sorted(by_teacher.items())
    ]
