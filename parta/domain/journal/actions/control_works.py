"""Planning a control work on the schedule: by its teacher, or by the deputy for the teacher."""

import uuid

from django.db import transaction

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import has_role
from parta.domain.audit import actions as audit
from parta.domain.journal.actions.apply import apply_operations
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.errors import ControlWorkRefused, ScheduleForbidden
from parta.domain.journal.models import LessonRecord, WorkType
from parta.domain.journal.queries.access import write_rights
from parta.domain.journal.queries.control_works import CONTROL, control_faults, refuses
from parta.domain.journal.rules import Operation
from parta.domain.timetable.models import Lesson
from parta.lib import clock

ORDINARY = "lesson"


@transaction.atomic
def plan_control_work(actor: User, *, lesson: Lesson, kind: str = "control") -> list[str]:
    """Put a control work on the schedule at the lesson, or take it off (`kind="lesson"`); says which limits it passes.

    The teacher of the page, the deputy or the administrator. Raises ControlWorkRefused when the rulebook refuses, or
    when the journal does; ScheduleForbidden for anybody else.
    """
    row = WorkType.objects.filter(code=kind, is_active=True).first()
    if row is None or not lesson.is_held or lesson.day < clock.today():
        raise ControlWorkRefused("Контрольную ставят на урок, который ещё будет.")
    faults = control_faults(lesson) if row.deadline_class in CONTROL else []
    if faults and refuses(lesson.course):
        raise ControlWorkRefused(" ".join(faults))
    mine = write_rights(actor).of(Lesson.objects.select_related("substitution__teacher").filter(pk=lesson.pk))
    if any(write_rights(actor).may_write(one) for one in mine):
        _by_teacher(actor, lesson, row)
    elif has_role(actor, Role.DEPUTY, Role.ADMINISTRATOR):
        _by_deputy(actor, lesson, row)
    else:
        raise ScheduleForbidden("График контрольных составляют учитель этой страницы журнала и завуч.")
    return faults


def _by_teacher(actor: User, lesson: Lesson, kind: WorkType) -> None:
    record = LessonRecord.objects.filter(lesson=lesson).first()
    base = record.version if record else 0
    operation = Operation(id=uuid.uuid4(), kind=OperationKind.WORK_TYPE, lesson=lesson.pk, value=kind.code, base=base)
    result = apply_operations(actor, [operation])[0]
    if result.status not in (OperationStatus.APPLIED, OperationStatus.REPEATED):
        raise ControlWorkRefused(result.message, clause=result.clause)


def _by_deputy(actor: User, lesson: Lesson, kind: WorkType) -> None:
    record = LessonRecord.objects.select_for_update().filter(lesson=lesson).first() or LessonRecord(
        lesson=lesson, version=0
    )
    before = {"work_type": record.work_type.code} if record.work_type else None
    record.work_type, record.version = kind, record.version + 1
    record.entered_by, record.entered_at = actor, clock.now()
    record.save()
    title = f"{lesson.course.title} · {lesson.day:%d.%m.%Y}"
    audit.record(
        actor, "journal.work_type.set", subject=record, title=title, before=before, after={"work_type": kind.code}
    )
