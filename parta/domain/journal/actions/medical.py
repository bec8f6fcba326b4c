"""Medical groups: taken from a paper, withdrawn, and every reading of health data logged (152-ФЗ; D28, S3-5.3d)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.cache import cache
from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.audit.models import AuditEntry
from parta.domain.journal.choices import MedicalKind
from parta.domain.journal.errors import MedicalForbidden
from parta.domain.journal.models import MedicalGroup
from parta.domain.journal.queries.medical import may_enter_medical, medical_groups, medical_pupil
from parta.domain.journal.rules.medical import MedicalSpan
from parta.domain.school.models import Student
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.errors import InvalidInput, RuleViolation, StaleEdit

READ = "journal.health.read"
MAX_DOCUMENT = 120
DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class MedicalFields:
    """What the paper says. document: its number and date; never a diagnosis."""

    kind: str
    first_day: date
    last_day: date | None
    document: str


@transaction.atomic
def add_medical_group(actor: User, *, student: Student, group: MedicalFields) -> MedicalGroup:
    """Write a pupil's group down from a paper. Raises MedicalForbidden, InvalidInput, RuleViolation (days overlap)."""
    _require_entering(actor, student)
    _check(group)
    audit.lock_chain()
    wanted = MedicalSpan(group.kind, group.first_day, group.last_day)
    clash = next((row for row in medical_groups([student.pk]) if row.span.meets(wanted)), None)
    if clash:
        raise RuleViolation(
            f"На эти дни группа уже записана: {clash.get_kind_display()} с {day_title(clash.first_day)}. "
            "Сначала снимите её"
        )
    row = MedicalGroup.objects.create(
        student=student, kind=group.kind, first_day=group.first_day, last_day=group.last_day,
        document=group.document.strip(), entered_by=actor, entered_at=clock.now(),
    )  # fmt: skip
    audit.record(actor, "journal.medical.added", subject=row, person=student.user, title=str(student.user))
    return row


@transaction.atomic
def withdraw_medical_group(actor: User, *, row: MedicalGroup, base: int) -> None:
    """Take a group back, entered by mistake or ended by another paper. Raises StaleEdit if changed meanwhile."""
    _require_entering(actor, row.student)
    audit.lock_chain()
    fresh = MedicalGroup.objects.select_related("student__user").get(pk=row.pk)
    if fresh.version != base or fresh.withdrawn_at is not None:
        raise StaleEdit("Запись только что изменил другой человек: посмотрите, что записано сейчас")
    fresh.version, fresh.withdrawn_at = fresh.version + 1, clock.now()
    fresh.save(update_fields=["version", "withdrawn_at"])
    person = fresh.student.user
    audit.record(actor, "journal.medical.withdrawn", subject=fresh, person=person, title=str(person))


def note_health_read(actor: User, students: Iterable[int]) -> int:
    """Log that the person has read health data of these pupils: once a person, pupil and day. Returns how many anew."""
    today = clock.today()
    key = f"health-read-{actor.pk}-{today.isoformat()}"
    noted: frozenset[int] = cache.get(key, frozenset())
    fresh = set(students) - noted
    if not fresh:
        return 0
    with transaction.atomic():
        audit.lock_chain()
        people = {row.user_id: row for row in Student.objects.filter(pk__in=fresh).select_related("user")}
        start = datetime.combine(today, time(), clock.zone())
        told = AuditEntry.objects.filter(code=READ, actor=actor, at__gte=start, person_id__in=people)
        new = people.keys() - set(told.values_list("person_id", flat=True))
        acts = [audit.Entry(people[one], title=str(people[one].user), person_id=one) for one in sorted(new)]
        audit.record_many(actor, READ, acts)
    cache.set(key, noted | fresh, DAY_SECONDS)
    return len(acts)


def _require_entering(actor: User, student: Student) -> None:
    _, school_class = medical_pupil(actor, student.pk)
    if not may_enter_medical(actor, school_class):
        raise MedicalForbidden("Справку вносит классный руководитель, секретарь или администратор ЭЖ.")


def _check(group: MedicalFields) -> None:
    if group.kind not in MedicalKind.values:
        raise InvalidInput("Выберите группу из списка")
    if group.last_day and group.last_day < group.first_day:
        raise InvalidInput("Последний день раньше первого: проверьте даты")
    if group.kind == MedicalKind.RELIEVED and group.last_day is None:
        raise InvalidInput("Освобождение бывает на время: укажите, по какой день")
    document = group.document.strip()
    if not document or len(document) > MAX_DOCUMENT:
        raise InvalidInput(f"Укажите справку, её номер и день, не длиннее {MAX_DOCUMENT} знаков. Диагноз не пишут")
