"""Deferral of the assessment: prepared, ordered, changed, withdrawn, and ended by a result (S3-5.3b, c; S2-5e)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.models import Course
from parta.domain.finals.actions.closing import follow_movement
from parta.domain.finals.actions.council import settle_by_deferral
from parta.domain.finals.errors import DeferralChanged, FinalRefused
from parta.domain.finals.models import Deferral, DeferredCourse, FinalMark
from parta.domain.finals.permissions import (
    require_ordering,
    require_preparing,
    require_result,
)
from parta.domain.finals.queries.closed import is_closed
from parta.domain.finals.queries.deferrals import deferrable, result_values
from parta.domain.finals.rules.deferrals import order_text
from parta.domain.finals.rules.kinds import kind_of
from parta.domain.regulation.choices import DeferralReason, FinalMarkKind, MakeupForm
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.actions.year import require_open
from parta.domain.school.models import AcademicYear, GradingPeriod, Student
from parta.lib import clock
from parta.lib.dates import day_input, day_title

LONGEST = timedelta(days=366)
MAX_TEXT, MAX_ORDER = 300, 40


@dataclass(frozen=True, slots=True)
class DeferralFields:
    """What an order says. order_number «» and order_date None: a draft that waits for the order."""

    reason: DeferralReason
    makeup_form: MakeupForm
    due_on: date
    reason_text: str = ""
    order_number: str = ""
    order_date: date | None = None


@transaction.atomic
def defer(
    actor: User,
    *,
    student: Student,
    year: AcademicYear,
    period: GradingPeriod | None,
    courses: Sequence[Course],
    fields: DeferralFields,
) -> Deferral:
    """Move the assessment of a pupil on several pages to a later day; period None: the marks of the year.

    The class teacher, the teacher of the pages or the deputy prepares it; with an order number it is the deputy's, the
    administrator's or the director's, and only then, where the act asks for an order, it stands for the marks. Raises
    FinalRefused for what the act does not allow, for a page whose mark stands, for a closed class. Source: S3-5.3b, c,
    S2-5e, S3P-2.5r.
    """
    require_preparing(actor, student, courses)
    require_open(year)
    tidy = _checked(actor, year, period, fields)
    audit.lock_chain()
    _check_pages(student, year, period, courses)
    row = Deferral(student=student, year=year, period=period, entered_by=actor, entered_at=clock.now())
    _fill(row, tidy)
    row.save()
    DeferredCourse.objects.bulk_create(DeferredCourse(deferral=row, course=one) for one in courses)
    code = "finals.deferral.ordered" if row.order_number else "finals.deferral.prepared"
    _record(actor, code, row, after={**_plain(row), "courses": [one.title for one in courses]})
    return row


@transaction.atomic
def change_deferral(actor: User, *, deferral: Deferral, fields: DeferralFields, base: int) -> Deferral:
    """Put right an order, give a draft its order, or prolong the term. What has an order is changed by who enters them.

    Raises DeferralChanged for another version, FinalRefused for one that ended.
    """
    row = _taken(deferral, base)
    courses = [one.course for one in row.courses.select_related("course")]
    require_preparing(actor, row.student, courses)
    if row.order_number:
        require_ordering(actor)
    require_open(row.year)
    _require_going_on(row)
    before, had_order = _plain(row), bool(row.order_number)
    _fill(row, _checked(actor, row.year, row.period, fields))
    row.version += 1
    row.save()
    code = "finals.deferral.changed" if had_order or not row.order_number else "finals.deferral.ordered"
    _record(actor, code, row, before=before, after=_plain(row))
    follow_movement([row.student_id])
    return row


@transaction.atomic
def withdraw_deferral(actor: User, *, deferral: Deferral, reason: str, base: int) -> Deferral:
    """Take a deferral back; results entered by then stay. In a closed class it is refused: marks would be missing."""
    row = _taken(deferral, base)
    courses = [one.course for one in row.courses.select_related("course")]
    require_preparing(actor, row.student, courses)
    if row.order_number:
        require_ordering(actor)
    require_open(row.year)
    _require_going_on(row)
    tidy = " ".join(reason.split())[:MAX_TEXT]
    if not tidy:
        raise FinalRefused("Напишите, почему отсрочку отменяют: причина останется в истории.")
    row.withdrawn_at, row.withdrawn_reason = clock.now(), tidy
    row.version += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    _record(actor, "finals.deferral.withdrawn", row, before=_plain(row), reason=tidy)
    follow_movement([row.student_id])
    return row


@transaction.atomic
def enter_result(actor: User, *, place: DeferredCourse, value: str) -> FinalMark:
    """The result of the make-up work becomes the final mark and closes the page of the deferral, in a closed class too.

    The teacher of the page, up to the last day of the term; afterwards the term is prolonged by an order first.
    """
    require_result(actor, place.course)
    audit.lock_chain()
    row = Deferral.objects.select_related("student__user", "year", "period").get(pk=place.deferral_id)
    place = DeferredCourse.objects.select_related("course__subject", "course__year", "deferral").get(pk=place.pk)
    _check_result(row, place)
    if value not in result_values(place.course):
        allowed = ", ".join(result_values(place.course))
        raise FinalRefused(f"Такой отметки здесь нет. Можно: {allowed}.", clause=_clause(row, "na_mark_allowed"))
    kind = kind_of(row.period.kind) if row.period else FinalMarkKind.YEAR
    mark, _ = FinalMark.objects.get_or_create(
        course=place.course, student=row.student, kind=kind.value, period=row.period,
        defaults={"entered_by": actor, "entered_at": clock.now(), "version": 0},
    )  # fmt: skip
    if mark.value:
        raise FinalRefused("Отметка здесь уже стоит: её исправляют в журнале.")
    mark.value, mark.version = value, mark.version + 1
    mark.entered_by, mark.entered_at = actor, clock.now()
    mark.save()
    place.closed_at = clock.now()
    place.save(update_fields=["closed_at"])
    settle_by_deferral(actor, place=place, value=value)
    _record(actor, "finals.deferral.result", row, after={"course": place.course.title, "value": value})
    return mark


def _check_result(row: Deferral, place: DeferredCourse) -> None:
    if row.withdrawn_at or place.closed_at:
        raise FinalRefused("Эта отсрочка уже закончилась." if place.closed_at else "Эта отсрочка отменена.")
    if not row.order_number and _rules(row.year).rulebook.marks.deferral_requires_order:
        raise FinalRefused(
            "Приказа об отсрочке ещё нет: результат запишете, когда его оформят.",
            clause=_clause(row, "deferral_requires_order"),
        )
    if row.due_on < clock.today():
        raise FinalRefused(f"Срок отсрочки прошёл {day_title(row.due_on)}. Завуч может продлить его приказом.")
    require_open(row.year)


def _rules(year: AcademicYear) -> CurrentRulebook:
    return rulebook_for(year.year)


def _clause(row: Deferral, name: str) -> str:
    return _rules(row.year).clause(name)


def _checked(actor: User, year: AcademicYear, period: GradingPeriod | None, fields: DeferralFields) -> DeferralFields:
    """The fields tidied, or FinalRefused with what the act says."""
    current = _rules(year)
    marks = current.rulebook.marks
    if not marks.deferral_allowed:
        raise FinalRefused(
            "Отсрочка итоговой отметки по регламенту школы не допускается.", clause=current.clause("deferral_allowed")
        )
    if fields.reason not in marks.deferral_reasons:
        names = ", ".join(one.label for one in marks.deferral_reasons)
        raise FinalRefused(
            f"По регламенту отсрочку дают только так: {names}.", clause=current.clause("deferral_reasons")
        )
    if fields.makeup_form not in marks.deferral_makeup_forms:
        names = ", ".join(one.label for one in marks.deferral_makeup_forms)
        raise FinalRefused(f"По регламенту сдают в форме: {names}.", clause=current.clause("deferral_makeup_forms"))
    text = " ".join(fields.reason_text.split())[:MAX_TEXT]
    if not text and fields.reason == DeferralReason.OTHER:
        raise FinalRefused("Причина не болезнь: напишите в пояснении, какая.")
    if not text and fields.makeup_form == MakeupForm.OTHER:
        raise FinalRefused("Форма иная: напишите в пояснении, как именно ученик сдаёт материал.")
    _check_term(year, period, fields.due_on)
    number = " ".join(fields.order_number.split())[:MAX_ORDER]
    _check_order(actor, number, fields.order_date)
    return DeferralFields(fields.reason, fields.makeup_form, fields.due_on, text, number, fields.order_date)


def _check_term(year: AcademicYear, period: GradingPeriod | None, due_on: date) -> None:
    last = period.ends_on if period else year.ends_on
    if due_on <= clock.today():
        raise FinalRefused("Новый срок уже прошёл: выберите день позже сегодняшнего.")
    if due_on < last:
        raise FinalRefused(f"Новый срок раньше конца периода ({day_title(last)}): отсрочка не нужна.")
    if due_on > last + LONGEST:
        raise FinalRefused("Новый срок дальше чем через год: проверьте дату.")


def _check_order(actor: User, number: str, day: date | None) -> None:
    if not number and day is None:
        return
    require_ordering(actor)
    if not number or day is None:
        raise FinalRefused("У приказа нужны и номер, и дата.")
    if day > clock.today():
        raise FinalRefused("Дата приказа ещё не наступила.")


def _check_pages(student: Student, year: AcademicYear, period: GradingPeriod | None, courses: Sequence[Course]) -> None:
    """Every page is the pupil's, asks for a mark, and has neither a mark nor a deferral."""
    if not courses:
        raise FinalRefused("Выберите хотя бы один предмет.")
    place = deferrable(student, year, period)
    if place.school_class is None:
        raise FinalRefused(f"{student.user.list_name} не числится в классе на последний день периода.")
    if is_closed(place.school_class, period):
        raise FinalRefused(f"{place.school_class.name}: период уже закрыт, отметки стоят. Открыть его может директор.")
    lines = {one.page.course_id: one for one in place.lines}
    for course in courses:
        line = lines.get(course.pk)
        if line is None:
            raise FinalRefused(f"{course.title}: отметка этому ученику здесь не нужна.")
        if line.value:
            raise FinalRefused(f"{course.title}: отметка уже стоит ({line.value}).")
        if line.is_deferred:
            raise FinalRefused(f"{course.title}: отсрочка уже есть.")


def _taken(deferral: Deferral, base: int) -> Deferral:
    """The row of this moment under the lock. Raises DeferralChanged when somebody was quicker."""
    audit.lock_chain()
    row = Deferral.objects.select_related("student__user", "year", "period").get(pk=deferral.pk)
    if row.version != base:
        raise DeferralChanged("Пока вы писали, эту отсрочку изменили. Посмотрите, что в ней теперь, и запишите снова.")
    return row


def _require_going_on(row: Deferral) -> None:
    if row.withdrawn_at:
        raise FinalRefused("Эта отсрочка отменена: оформите новую.")
    if not row.courses.filter(closed_at=None).exists():
        raise FinalRefused("Все результаты записаны: отсрочка закончилась.")


def _fill(row: Deferral, fields: DeferralFields) -> None:
    row.reason, row.makeup_form = fields.reason.value, fields.makeup_form.value
    row.reason_text, row.due_on = fields.reason_text, fields.due_on
    row.order_number, row.order_date = fields.order_number, fields.order_date


def _plain(row: Deferral) -> dict[str, Any]:
    values = {
        "period": str(row.period) if row.period else f"год {row.year}",
        "due_on": day_input(row.due_on),
        "reason": row.get_reason_display(),
        "makeup_form": row.get_makeup_form_display(),
        "order": order_text(row.order_number, row.order_date),
    }
    return {name: value for name, value in values.items() if value}


def _record(actor: User, code: str, row: Deferral, **details: Any) -> None:
    user = row.student.user
    audit.record(actor, code, subject=row, title=user.full_name, person=user, **details)
