"""Division of classes into groups: made together at the start of the year, transfers at the end of a period."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import has_role, in_force
from parta.domain.audit import actions as audit
from parta.domain.audit.actions import Entry
from parta.domain.school import rules
from parta.domain.school.actions.groups import create_group
from parta.domain.school.actions.watching import after_movement
from parta.domain.school.actions.year import require_open
from parta.domain.school.choices import GroupKind
from parta.domain.school.errors import (
    AlreadyThere,
    BadDates,
    BadValue,
    DivisionChanged,
    NotEnrolled,
    TransferForbidden,
    TransferRefused,
)
from parta.domain.school.models import (
    AcademicYear,
    Division,
    Enrollment,
    GroupMembership,
    SchoolClass,
    Student,
    TeachingGroup,
)
from parta.domain.school.permissions import require_dividing, require_setting_up, transfers
from parta.domain.school.queries.divisions import DivisionRules, belonged_before, class_periods, division_rules
from parta.lib import clock, dates
from parta.lib.dates import day_title


@transaction.atomic
def create_division(
    actor: User,
    *,
    year: AcademicYear,
    title: str,
    classes: Sequence[SchoolClass],
    group_names: Sequence[str] = (),
    groups: Sequence[TeachingGroup] = (),
) -> Division:
    """Begin a division of one class or of a stream of several: new groups by name, or groups that exist already.

    Groups made before (an import of the timetable) keep their members; together with the new ones at least two.
    """
    require_setting_up(actor, "создавать деление на группы")
    require_open(year)
    title = " ".join(title.split())[:80]
    names = [" ".join(name.split()) for name in group_names if name.strip()]
    if not title or not classes:
        raise BadValue("Назовите, что делят, и выберите класс, например «Английский язык», 7Б.")
    if len(names) + len(groups) < 2:
        raise BadValue("В делении хотя бы две группы.")
    same = Division.objects.filter(year=year, title=title, classes__in=classes).first()
    taken = next((group for group in groups if group.division_id), None)
    if same or taken:
        what = f"группа «{taken}» входит в другое" if taken else f"у этого класса «{title}»"
        raise AlreadyThere(f"Такое деление уже есть: {what}.")
    division = Division.objects.create(year=year, title=title, changed_by=actor, changed_at=clock.now())
    division.classes.set(classes)
    kind = GroupKind.STREAM if len(classes) > 1 else GroupKind.SUBGROUP
    made = [create_group(actor, year=year, name=name, classes=classes, kind=kind) for name in names]
    everything = [*groups, *made]
    TeachingGroup.objects.filter(pk__in=[group.pk for group in everything]).update(division=division)
    after = {
        "classes": ", ".join(one.name for one in classes),
        "groups": ", ".join(group.name for group in everything),
    }
    audit.record(actor, "school.division.created", subject=division, title=title, after=after)
    return division


@transaction.atomic
def place_pupils(actor: User, *, division: Division, places: Mapping[int, int], base: int) -> int:
    """Put pupils into groups (student id → group id), all or nothing; how many changed.

    A pupil who has had no group of the division yet is placed on any day, from the first day in the class. At the
    start of the year groups are rearranged freely; later that is a transfer and is refused with the clause. base: the
    version the person saw; another one now raises DivisionChanged.
    """
    require_dividing(actor, division)
    require_open(division.year)
    groups = {group.pk: group for group in division.groups.all()}
    if not set(places.values()) <= set(groups):
        raise BadValue("Такой группы в этом делении нет: обновите страницу.")
    _take(actor, division, base)
    terms = division_rules(division)
    enrolled = _enrolled(division, list(places))
    held = _held(division, list(places))
    earlier = belonged_before(division, list(enrolled.values()))
    placed: list[tuple[str, Entry]] = []
    for student_id, group_id in places.items():
        row = enrolled[student_id]
        now = held.get(student_id)
        if now and now.group_id == group_id:
            continue
        kind = rules.placing_of(belonged=student_id in earlier, today=clock.today(), free_until=terms.free_until)
        if kind is rules.Placing.TRANSFER:
            raise _out_of_time(row, terms)
        if kind is rules.Placing.FIRST:
            _check_first(actor, row, terms)
        since = _put(row, now, groups[group_id])
        placed.append(("school.group.placed", _entry(groups[group_id], row.student, now, since)))
    audit.record_entries(actor, placed)
    after_movement(places)
    return len(placed)


@transaction.atomic
def transfer_pupil(
    actor: User, *, division: Division, student: Student, group: TeachingGroup, day: date, reason: str, base: int
) -> GroupMembership:
    """Move a pupil to another group of the division from the first day of a period to come (S3-4.4.9c, d).

    Who and when is set by the act: `group_transfer_by`, `group_transfer_when`. Marks stay in the old group.
    """
    terms = division_rules(division)
    _require_transferring(actor, division, terms)
    require_open(division.year)
    if group.division_id != division.pk:
        raise BadValue("Эта группа не из этого деления.")
    if not reason.strip():
        raise BadValue("Напишите основание перевода: заявление родителей, решение учителей.")
    _take(actor, division, base)
    enrolled = _enrolled(division, [student.pk], day)[student.pk]
    held = _held(division, [student.pk]).get(student.pk)
    if held is None:
        raise NotEnrolled(f"{student.user.list_name} ещё не в группе: это первое распределение, а не перевод.")
    if held.group_id == group.pk:
        raise AlreadyThere(f"{student.user.list_name} уже в группе «{group.name}».")
    _check_day(enrolled, terms, day)
    if held.valid_from >= day:
        raise BadDates(f"{student.user.list_name} в группе «{held.group.name}» с {day_title(held.valid_from)}.")
    held.valid_to = day - timedelta(days=1)
    held.save(update_fields=["valid_to"])
    row = GroupMembership.objects.create(group=group, student=student, valid_from=day)
    entry = _entry(group, student, held, day, reason)
    audit.record_entries(actor, [("school.group.transferred", entry)])
    after_movement([student.pk])
    return row


@transaction.atomic
def cancel_transfer(actor: User, *, division: Division, student: Student, base: int) -> None:
    """Take back a transfer that has not begun: the pupil stays in the group of today."""
    _require_transferring(actor, division, division_rules(division))
    require_open(division.year)
    _take(actor, division, base)
    rows = GroupMembership.objects.filter(group__division=division, student=student).select_related("group")
    coming = rows.filter(valid_from__gt=clock.today()).order_by("valid_from").first()
    before = rows.filter(valid_to=coming.valid_from - timedelta(days=1)).first() if coming else None
    if coming is None or before is None:
        raise BadValue("Перевода, который ещё не начался, у этого ученика нет.")
    entry = _entry(before.group, student, coming, before.valid_from)
    coming.delete()
    before.valid_to = None
    before.save(update_fields=["valid_to"])
    audit.record_entries(actor, [("school.group.transfer_cancelled", entry)])


def _take(actor: User, division: Division, base: int) -> None:
    """The next version is ours, or somebody was quicker."""
    moved = Division.objects.filter(pk=division.pk, version=base).update(
        version=F("version") + 1, changed_by=actor, changed_at=clock.now()
    )
    if moved:
        return
    now = Division.objects.select_related("changed_by").get(pk=division.pk)
    who = now.changed_by.short_name if now.changed_by else "другой человек"
    at = dates.time_text(clock.local(now.changed_at)) if now.changed_at else ""
    raise DivisionChanged(
        f"Пока вы делили, состав групп записал другой человек: {who}, {at}. "
        "На странице уже его расстановка и ваши перестановки поверх: проверьте и запишите ещё раз."
    )


def _enrolled(division: Division, students: Sequence[int], day: date | None = None) -> dict[int, Enrollment]:
    """The enrollment of each pupil in one of the classes of the division, today or (before the year) to come."""
    on = max(day or clock.today(), division.year.starts_on)
    rows = Enrollment.objects.filter(
        in_force("", on), school_class__divisions=division, student_id__in=students
    ).select_related("student__user", "school_class")
    found = {row.student_id: row for row in rows}
    if set(students) - set(found):
        missing = Student.objects.select_related("user").filter(pk__in=set(students) - set(found)).first()
        name = missing.user.list_name if missing else "Ученик"
        raise NotEnrolled(f"{name} {dates.day_input(on)} не учится в классах этого деления.")
    return found


def _held(division: Division, students: Sequence[int]) -> dict[int, GroupMembership]:
    """The open membership of each pupil in a group of the division."""
    rows = GroupMembership.objects.filter(group__division=division, student_id__in=students, valid_to=None)
    return {row.student_id: row for row in rows.select_related("group")}


def _check_first(actor: User, row: Enrollment, terms: DivisionRules) -> None:
    """A newcomer is placed at any time; who was in the class from the start is divided at the start of the year, and
    one forgotten then is put right by the administrator."""
    late = not terms.split_any_time and clock.today() > terms.start_until
    if late and row.valid_from <= terms.start_until and not has_role(actor, Role.ADMINISTRATOR):
        raise TransferRefused(
            f"{row.student.user.list_name}: на группы делят в начале года, до {day_title(terms.start_until)}. "
            "Пропущенного тогда ученика распределяет администратор ЭЖ.",
            clause=terms.clause_split,
        )


def _put(row: Enrollment, held: GroupMembership | None, group: TeachingGroup) -> date:
    """Write one placing; the first day in the group. Days already spent in another group stay there."""
    first, today = max(row.valid_from, group.year.starts_on), clock.today()
    if held is None:
        GroupMembership.objects.create(group=group, student_id=row.student_id, valid_from=first)
        return first
    if held.valid_from >= today:
        held.group = group
        held.save(update_fields=["group"])
        return held.valid_from
    held.valid_to = today - timedelta(days=1)
    held.save(update_fields=["valid_to"])
    GroupMembership.objects.create(group=group, student_id=row.student_id, valid_from=today)
    return today


def _require_transferring(actor: User, division: Division, terms: DivisionRules) -> None:
    if transfers(actor, division, terms.transfer_by):
        return
    who = terms.transfer_by.label
    raise TransferForbidden(f"Перевод из группы в группу записывает {who}.", clause=terms.clause_by)


def _check_day(row: Enrollment, terms: DivisionRules, day: date) -> None:
    today = clock.today()
    if day < today:
        raise TransferRefused("Перевод задним числом не записывают: отметки уже стоят в прежней группе.")
    if terms.any_time:
        return
    if not any(one.first == day for one in rules.transfer_days(class_periods(row.school_class), today)):
        raise _out_of_time(row, terms)


def _out_of_time(row: Enrollment, terms: DivisionRules) -> TransferRefused:
    name = row.student.user.list_name
    if terms.any_time:
        text = f"{name}: это перевод из группы в группу. Его записывает {terms.transfer_by.label}, с основанием."
        return TransferRefused(text, clause=terms.clause_by)
    coming = rules.transfer_days(class_periods(row.school_class), clock.today())
    when = (
        f"ближайший возможный день — {day_title(coming[0].first)}, начало {coming[0].of_title}"
        if coming
        else "в этом учебном году такого дня больше нет"
    )
    return TransferRefused(
        f"{name}: перевести в другую группу можно только по окончании учебного периода, {when}.", clause=terms.clause
    )


def _entry(
    group: TeachingGroup, student: Student, held: GroupMembership | None, since: date, reason: str = ""
) -> Entry:
    return Entry(
        group,
        title=group.name,
        person=student.user,
        before={"group": held.group.name} if held else None,
        after={"group": group.name, "since": dates.day_input(since)},
        reason=reason.strip(),
    )
