"""The administrator's «Виды работ»: kinds, where they are offered, what they weigh and from which day (S3-5.2c)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.models import Subject
from parta.domain.journal.choices import DeadlineClass
from parta.domain.journal.models import Mark, WorkType, WorkTypeWeight
from parta.domain.journal.permissions import require_work_types
from parta.domain.journal.queries.settings import ORDINARY, forget_work_types, weight_book
from parta.domain.journal.rules import clean_weight, preset_weight
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.errors import InvalidInput, RuleViolation
from parta.lib.russian import search_form

ALL_GRADES = (1, 12)


@dataclass(frozen=True, slots=True)
class KindFields:
    """What the administrator says of a kind of work. subjects: only there; empty means everywhere."""

    name: str
    short_name: str = ""
    deadline_class: str = DeadlineClass.LESSON.value
    topic_required: bool = False
    marks_per_student: int = 2
    first_grade: int = 1
    last_grade: int = 12
    is_active: bool = True
    subjects: tuple[Subject, ...] = ()


PLAIN_FIELDS = [field.name for field in fields(KindFields) if field.name != "subjects"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a weight applies: a subject and grades, or None for all."""

    subject: Subject | None = None
    first_grade: int | None = None
    last_grade: int | None = None


@transaction.atomic
def add_work_type(actor: User, *, kind: KindFields, weight: Decimal) -> WorkType:
    """Add a kind of work with its weight from the beginning. Raises InvalidInput."""
    require_work_types(actor)
    row = WorkType(code="", weight=clean_weight(weight))
    _fill(row, kind)
    last = WorkType.objects.aggregate(position=Max("position"), pk=Max("pk"))
    row.position, row.code = (last["position"] or 0) + 1, f"kind-{(last['pk'] or 0) + 1}"
    row.save()
    audit.record(
        actor, "journal.kind.created", subject=row, title=row.name, after=_plain(kind) | {"weight": str(weight)}
    )
    forget_work_types()
    return row


@transaction.atomic
def change_work_type(actor: User, *, work_type: WorkType, kind: KindFields) -> WorkType:
    """Change everything but the weight, which has a day of its own. Raises InvalidInput, RuleViolation."""
    require_work_types(actor)
    if work_type.code == ORDINARY and not kind.is_active:
        raise RuleViolation("Без этого вида журналу нечем считать обычные отметки: он используется всегда")
    before = _plain(_fields_of(work_type))
    _fill(work_type, kind)
    work_type.save()
    if before != _plain(kind):
        audit.record(
            actor, "journal.kind.changed", subject=work_type, title=work_type.name, before=before, after=_plain(kind)
        )
    forget_work_types()
    return work_type


@transaction.atomic
def change_weight(
    actor: User, *, year: AcademicYear, work_type: WorkType, weight: Decimal, counts: bool, starts_on: date,
    scope: Scope = Scope(),
) -> int:  # fmt: skip
    """Give a kind another weight from a day on; returns how many marks already entered weigh otherwise now.

    A day inside a past grading period is refused: its averages stay as the family has seen them (S3-5.2c).
    """
    require_work_types(actor)
    _check_start(year, starts_on, scope)
    return _set_weight(actor, work_type, clean_weight(weight), starts_on, counts=counts, scope=scope)


@transaction.atomic
def apply_preset(actor: User, *, year: AcademicYear, preset: str, starts_on: date) -> int:
    """Give every kind in use its weight of a preset from a day on; returns how many kinds changed."""
    require_work_types(actor)
    _check_start(year, starts_on, Scope())
    changed = 0
    for kind in WorkType.objects.filter(is_active=True):
        wanted = preset_weight(preset, kind.code)
        if wanted != weight_book().weight(kind.pk, starts_on, subject=0, grade=0):
            _set_weight(actor, kind, clean_weight(wanted), starts_on)
            changed += 1
    return changed


@transaction.atomic
def withdraw_weight(actor: User, *, rule: WorkTypeWeight) -> None:
    """Take back a weight that is not in force yet. Raises RuleViolation for one that is."""
    require_work_types(actor)
    if rule.starts_on <= clock.today():
        raise RuleViolation("Этот вес уже действует: чтобы изменить его, задайте новый вес с даты")
    audit.record(
        actor, "journal.weight.withdrawn", subject=rule, title=_title(rule), before={"weight": str(rule.weight)}
    )
    rule.delete()
    forget_work_types()


def first_free_day(year: AcademicYear, first_grade: int | None, last_grade: int | None) -> date:
    """The first day a change of weight may begin on: the day after the last period of those grades that is over."""
    grades = (first_grade or ALL_GRADES[0], last_grade or first_grade or ALL_GRADES[1])
    over = GradingPeriod.objects.filter(year=year, grade_level__range=grades, ends_on__lt=clock.today())
    last = over.aggregate(last=Max("ends_on"))["last"]
    return last + timedelta(days=1) if last else year.starts_on


def _check_start(year: AcademicYear, starts_on: date, scope: Scope) -> None:
    if scope.last_grade and not scope.first_grade:
        raise InvalidInput("Укажите, с какого класса")
    if scope.first_grade and (scope.last_grade or scope.first_grade) < scope.first_grade:
        raise InvalidInput("Классы идут от меньшего к большему, например с 5 по 9")
    free = first_free_day(year, scope.first_grade, scope.last_grade)
    if starts_on < free:
        raise RuleViolation(
            f"Прошедший период не пересчитывают: новый вес может действовать с {day_title(free)} или позже",
        )
    if starts_on > year.ends_on:
        raise InvalidInput(f"Учебный год кончается {day_title(year.ends_on)}: выберите день раньше")


def _set_weight(
    actor: User, kind: WorkType, weight: Decimal, starts_on: date, *, counts: bool = True, scope: Scope = Scope()
) -> int:
    last = scope.last_grade or scope.first_grade
    place = {"subject": scope.subject, "first_grade": scope.first_grade, "last_grade": last}
    row = WorkTypeWeight.objects.filter(work_type=kind, starts_on=starts_on, **place).first()
    before = {"weight": str(row.weight), "counts": row.counts_in_average} if row else None
    row = row or WorkTypeWeight(work_type=kind, starts_on=starts_on, **place)
    row.weight, row.counts_in_average = weight, counts
    row.save()
    after = {"weight": str(weight), "counts": counts, "starts_on": starts_on.isoformat()}
    audit.record(actor, "journal.weight.set", subject=row, title=_title(row), before=before, after=after)
    forget_work_types()
    return _touched(kind, starts_on, scope, last)


def _touched(kind: WorkType, starts_on: date, scope: Scope, last: int | None) -> int:
    marks = Mark.objects.exclude(value="").filter(lesson__day__gte=starts_on)
    if scope.subject:
        marks = marks.filter(lesson__course__subject=scope.subject)
    if scope.first_grade:
        marks = marks.filter(lesson__course__grade_level__range=(scope.first_grade, last))
    by_lesson = Q(work_type=None, lesson__record__work_type=kind)
    if kind.code == ORDINARY:
        by_lesson |= Q(work_type=None, lesson__record__work_type=None)
    return marks.filter(Q(work_type=kind) | by_lesson).count()


def _fill(row: WorkType, kind: KindFields) -> None:
    name = " ".join(kind.name.split())
    if not name:
        raise InvalidInput("Назовите вид работы")
    if search_form(name) in {search_form(one.name) for one in WorkType.objects.exclude(pk=row.pk)}:
        raise InvalidInput(f"Вид «{name}» уже есть")
    if kind.first_grade > kind.last_grade:
        raise InvalidInput("Классы идут от меньшего к большему, например с 5 по 9")
    for field in PLAIN_FIELDS:
        setattr(row, field, getattr(kind, field))
    row.name, row.short_name = name, kind.short_name.strip()
    row.subject_ids = sorted(subject.pk for subject in kind.subjects)


def _fields_of(row: WorkType) -> KindFields:
    return KindFields(
        **{name: getattr(row, name) for name in PLAIN_FIELDS},
        subjects=tuple(Subject.objects.filter(pk__in=row.subject_ids)),
    )


def _plain(kind: KindFields) -> dict[str, Any]:
    return {name: getattr(kind, name) for name in PLAIN_FIELDS} | {"subjects": _names(kind.subjects)}


def _names(subjects: Sequence[Subject]) -> list[str]:
    return sorted(subject.name for subject in subjects)


def _title(rule: WorkTypeWeight) -> str:
    where = [rule.subject.name] if rule.subject else []
    if rule.first_grade:
        where.append(f"{rule.first_grade}–{rule.last_grade} классы")
    return " · ".join([rule.work_type.name, *where])
