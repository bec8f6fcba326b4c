"""Decisions of the teachers' council at the end of a year, debts they leave, and how debts are made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.finals.choices import Decision
from parta.domain.finals.errors import DeferralChanged, FinalRefused
from parta.domain.finals.models import AcademicDebt, CouncilDecision, DeferredCourse
from parta.domain.finals.permissions import require_council
from parta.domain.finals.queries.closed import is_closed
from parta.domain.finals.queries.council import CouncilLine, class_council
from parta.domain.finals.rules.council import is_failed, refusal
from parta.domain.finals.rules.proposal import PASS_FAIL
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.actions.year import require_open
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.lib import clock
from parta.lib.dates import day_input

LONGEST_DEBT = timedelta(days=366)
CONDITIONAL = Decision.CONDITIONAL
CHANGED = "Пока вы писали, запись изменили. Посмотрите, что записано теперь, и запишите снова."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision about a pupil. base: the version the person saw, 0 for none."""

    decision: Decision
    note: str = ""
    base: int = 0


@dataclass(frozen=True, slots=True)
class Protocol:
    """The council's protocol. debts_until: the day by which debts of those promoted conditionally are made up."""

    number: str
    day: date
    debts_until: date | None = None


@transaction.atomic
def decide(
    actor: User, *, school_class: SchoolClass, protocol: Protocol, wanted: Mapping[int, Wanted]
) -> list[CouncilDecision]:
    """Write the decisions of a class by one protocol, all or nothing. wanted: student id → decision.

    A decision follows from the marks of the year: with a failed subject nobody is simply promoted, and conditionally
    only with one or with a deferral; such a pupil gets a debt for every failed subject, and until the day of the order
    for every deferred one. In a closed class only pupils who had a deferral of the year are decided about. Raises
    FinalRefused, DeferralChanged.
    """
    require_council(actor)
    require_open(school_class.year)
    audit.lock_chain()
    number = _checked(school_class, protocol, wanted)
    lines = {one.student_id: one for one in class_council(school_class).lines}
    strange = [pk for pk in wanted if pk not in lines]
    if strange:
        raise FinalRefused(f"{school_class.name}: такого ученика нет в списке на конец года.")
    _check_closed(school_class, lines, wanted)
    _check_marks(school_class, lines, wanted)
    _check_debts(school_class, protocol, [lines[pk] for pk, one in wanted.items() if one.decision is CONDITIONAL])
    return [
        _write(actor, school_class, lines[pk], one, Protocol(number, protocol.day, protocol.debts_until))
        for pk, one in wanted.items()
        if _differs(lines[pk].row, one, number, protocol.day)
    ]


@transaction.atomic
def settle_debt(
    actor: User, *, debt: AcademicDebt, result: str, result_on: date, protocol: str, base: int
) -> AcademicDebt:
    """Write how a debt ended: the mark, the day, the protocol of the commission. A failed one may be tried again."""
    require_council(actor)
    audit.lock_chain()
    row = AcademicDebt.objects.select_related("student__user", "subject", "year").get(pk=debt.pk)
    if row.version != base:
        raise DeferralChanged(CHANGED)
    number = " ".join(protocol.split())[:40]
    _refuse_deferred(row)
    allowed = (*rulebook_for(row.year.year).rulebook.marks.mark_values, *PASS_FAIL)
    if result not in allowed:
        raise FinalRefused(f"Такой отметки нет. Можно: {', '.join(allowed)}.")
    if not number:
        raise FinalRefused("Укажите номер протокола комиссии.")
    if result_on > clock.today():
        raise FinalRefused("День сдачи ещё не наступил.")
    before = {"result": row.result} if row.result else None
    row.result, row.result_on, row.protocol = result, result_on, number
    row.version, row.entered_by, row.entered_at = row.version + 1, actor, clock.now()
    row.save()
    after = {"subject": row.subject.name, "result": result, "day": day_input(result_on), "protocol": number}
    _record(actor, "finals.debt.settled", row, before=before, after=after)
    return row


def settle_by_deferral(actor: User, *, place: DeferredCourse, value: str) -> None:
    """The result of a deferral of the year ends the debt the council left for it; a failing one leaves it open."""
    deferral = place.deferral
    debts = AcademicDebt.objects.select_related("student__user", "subject", "year")
    row = debts.filter(student=deferral.student_id, year=deferral.year_id, subject=place.course.subject_id).first()
    if row is None or deferral.period_id or (row.result and not is_failed(row.result)):
        return
    before = {"result": row.result} if row.result else None
    number = f"приказ № {deferral.order_number}" if deferral.order_number else "отсрочка"
    row.result, row.result_on, row.protocol = value, clock.today(), number[:40]
    row.version, row.entered_by, row.entered_at = row.version + 1, actor, clock.now()
    row.save()
    after = {"subject": row.subject.name, "result": value, "day": day_input(clock.today()), "protocol": row.protocol}
    _record(actor, "finals.debt.settled", row, before=before, after=after)


def _refuse_deferred(row: AcademicDebt) -> None:
    """While the deferral stands its result is entered by the teacher; in a closed year only the commission is left."""
    standing = DeferredCourse.objects.filter(
        deferral__student=row.student_id, deferral__year=row.year_id, deferral__period=None, closed_at=None,
        deferral__withdrawn_at=None, course__subject=row.subject_id,
    )  # fmt: skip
    if not row.year.is_closed and standing.exists():
        raise FinalRefused("По этому предмету стоит отсрочка: результат пишут на её листе, и долг закроется сам.")


@transaction.atomic
def change_debt_term(actor: User, *, debt: AcademicDebt, due_on: date, reason: str, base: int) -> AcademicDebt:
    """Another day by which a debt is made up, with a reason that stays in the log; base: the version seen.

    Raises FinalRefused for a settled debt, a day not after the year or more than a year after it, or without a reason;
    DeferralChanged for a second writer.
    """
    require_council(actor)
    audit.lock_chain()
    row = AcademicDebt.objects.select_related("student__user", "subject", "year").get(pk=debt.pk)
    if row.version != base:
        raise DeferralChanged(CHANGED)
    tidy = " ".join(reason.split())[:300]
    if row.result and not is_failed(row.result):
        raise FinalRefused("Задолженность уже ликвидирована: менять срок незачем.")
    _check_term(row.year, due_on)
    if due_on == row.due_on:
        raise FinalRefused("Срок и так этот. Укажите другой день.")
    if not tidy:
        raise FinalRefused("Напишите, почему срок другой: причина останется в истории.")
    before = {"subject": row.subject.name, "due_on": day_input(row.due_on)}
    row.due_on, row.version, row.entered_by, row.entered_at = due_on, row.version + 1, actor, clock.now()
    row.save(update_fields=["due_on", "version", "entered_by", "entered_at"])
    after = {"subject": row.subject.name, "due_on": day_input(due_on)}
    _record(actor, "finals.debt.term", row, before=before, after=after, reason=tidy)
    return row


def _check_term(year: AcademicYear, until: date) -> None:
    if not year.ends_on < until <= year.ends_on + LONGEST_DEBT:
        raise FinalRefused("Срок ликвидации — после конца учебного года и не дольше чем через год.")


def _checked(school_class: SchoolClass, protocol: Protocol, wanted: Mapping[int, Wanted]) -> str:
    number = " ".join(protocol.number.split())[:40]
    if not number:
        raise FinalRefused("Укажите номер протокола педсовета.")
    if protocol.day > clock.today():
        raise FinalRefused("Дата протокола ещё не наступила.")
    if not wanted:
        raise FinalRefused("Выберите решение хотя бы для одного ученика.")
    return number


def _check_closed(school_class: SchoolClass, lines: Mapping[int, CouncilLine], wanted: Mapping[int, Wanted]) -> None:
    """A closed class stands as it is, but for those whose year was still open by an order."""
    if all(lines[pk].is_late for pk in wanted) or not is_closed(school_class, None):
        return
    raise FinalRefused(
        f"{school_class.name}: учебный год закрыт. Решают только о тех, у кого была отсрочка за год; "
        "открыть год снова может директор."
    )


def _check_debts(school_class: SchoolClass, protocol: Protocol, lines: Sequence[CouncilLine]) -> None:
    """A failed subject has its term in the protocol, a deferred one in its order."""
    until = protocol.debts_until
    if until is None and any(one.failed.keys() - one.terms.keys() for one in lines):
        raise FinalRefused("Укажите, до какого дня сдают несданные предметы.")
    if until is not None and lines:
        _check_term(school_class.year, until)


def _check_marks(school_class: SchoolClass, lines: Mapping[int, CouncilLine], wanted: Mapping[int, Wanted]) -> None:
    for pk, one in wanted.items():
        line = lines[pk]
        if (line.row and line.row.version != one.base) or (line.row is None and one.base):
            raise DeferralChanged(CHANGED)
        if line.waiting and one.decision is not Decision.REPEATS:
            raise FinalRefused(f"{line.name}: за год ещё нет отметки: {', '.join(line.waiting[:3])}.")
        said = _refusal(school_class, line, one.decision)
        if said:
            raise FinalRefused(f"{line.name}: {said}.")


def _refusal(school_class: SchoolClass, line: CouncilLine, decision: Decision) -> str:
    return refusal(
        school_class.grade_level, list(line.failed.values()), decision,
        deferred=list(line.deferred.values()), owed=line.owed,
    )  # fmt: skip


def _differs(row: CouncilDecision | None, one: Wanted, number: str, day: date) -> bool:
    note = " ".join(one.note.split())
    return row is None or (row.decision, row.note, row.protocol, row.protocol_date) != (one.decision, note, number, day)


def _write(
    actor: User, school_class: SchoolClass, line: CouncilLine, one: Wanted, protocol: Protocol
) -> CouncilDecision:
    row = line.row or CouncilDecision(student_id=line.student_id, year=school_class.year, version=0)
    before = {"decision": row.get_decision_display()} if row.pk else None
    row.decision, row.note = one.decision, " ".join(one.note.split())[:300]
    row.protocol, row.protocol_date = protocol.number, protocol.day
    row.version, row.entered_by, row.entered_at = row.version + 1, actor, clock.now()
    row.save()
    after = {"decision": one.decision.label, "protocol": protocol.number, "date": day_input(protocol.day)}
    _record(actor, "finals.council.decided", row, before=before, after=after)
    _keep_debts(actor, school_class, line, one, protocol)
    return row


def _keep_debts(actor: User, school_class: SchoolClass, line: CouncilLine, one: Wanted, protocol: Protocol) -> None:
    """Debts follow the decision: made for the conditionally promoted, taken off when the decision became another."""
    rows = AcademicDebt.objects.filter(student=line.student_id, year=school_class.year)
    present = {row.subject_id: row for row in rows.select_related("student__user", "subject")}
    owed = {**line.failed, **line.deferred} if one.decision is CONDITIONAL else {}
    for subject, row in present.items():
        if subject not in owed and not row.result:
            _record(actor, "finals.debt.removed", row, before={"subject": row.subject.name})
            row.delete()
    for subject, name in owed.items():
        due_on = line.terms.get(subject) or protocol.debts_until
        if subject not in present and due_on:
            made = AcademicDebt.objects.create(
                student_id=line.student_id, subject_id=subject, year=school_class.year, due_on=due_on,
                entered_by=actor, entered_at=clock.now(),
            )  # fmt: skip
            after = {"subject": name, "due_on": day_input(due_on)}
            _record(actor, "finals.debt.made", made, after=after)


def _record(actor: User, code: str, row: CouncilDecision | AcademicDebt, **details: Any) -> None:
    user = row.student.user
    audit.record(actor, code, subject=row, title=user.full_name, person=user, **details)
