"""Teaching groups: parts of a class, streams of several classes, single pupils; members by dates (S2-2.2f)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.audit import actions as audit
from parta.domain.audit.actions import Entry
from parta.domain.school.actions.watching import after_movement
from parta.domain.school.actions.year import require_open
from parta.domain.school.choices import GroupKind
from parta.domain.school.errors import AlreadyThere, BadValue, NotEnrolled, TransferRefused
from parta.domain.school.models import (
    AcademicYear,
    Division,
    Enrollment,
    GroupMembership,
    SchoolClass,
    Student,
    TeachingGroup,
)
from parta.domain.school.permissions import require_setting_up
from parta.domain.school.queries.divisions import division_rules
from parta.lib import dates


@transaction.atomic
def create_group(
    actor: User,
    *,
    year: AcademicYear,
    name: str,
    classes: Sequence[SchoolClass],
    kind: GroupKind = GroupKind.SUBGROUP,
    students: Sequence[Student] = (),
    valid_from: date | None = None,
) -> TeachingGroup:
    """Make a group of the year with its first members. valid_from: by default the first day of the year."""
    require_setting_up(actor, "создавать группы")
    require_open(year)
    name = " ".join(name.split())[:80]
    if not name or not classes:
        raise BadValue("У группы есть название и хотя бы один класс.")
    if TeachingGroup.objects.filter(year=year, name=name).exists():
        raise AlreadyThere(f"Группа «{name}» уже есть.")
    group = TeachingGroup.objects.create(year=year, name=name, kind=kind)
    group.classes.set(classes)
    after = {"kind": str(kind), "classes": ", ".join(one.name for one in classes)}
    audit.record(actor, "school.group.created", subject=group, title=name, after=after)
    if students:
        set_group_members(actor, group=group, students=students, day=valid_from or year.starts_on)
    return group


@transaction.atomic
def rename_group(actor: User, group: TeachingGroup, *, name: str) -> TeachingGroup:
    """Give the group another name."""
    require_setting_up(actor, "менять группы")
    require_open(group.year)
    name = " ".join(name.split())[:80]
    if not name or TeachingGroup.objects.filter(year=group.year, name=name).exclude(pk=group.pk).exists():
        raise AlreadyThere(f"Группа «{name}» уже есть или название пустое.")
    before, group.name = group.name, name
    group.save()
    if before != name:
        audit.record(
            actor, "school.group.renamed", subject=group, title=name, before={"name": before}, after={"name": name}
        )
    return group


@transaction.atomic
def set_group_members(
    actor: User, *, group: TeachingGroup, students: Iterable[Student], day: date, reason: str = ""
) -> None:
    """From the day on, the group is exactly these pupils: those missing leave on the eve, the others join.

    Every pupil must belong to one of the group's classes on the day.
    """
    require_setting_up(actor, "менять состав групп")
    require_open(group.year)
    wanted = {student.pk: student for student in students}
    _check_belong(group, wanted, day)
    current = {row.student_id: row for row in _members_from(group, day)}
    leaving = [row for pk, row in current.items() if pk not in wanted]
    joining = [student for pk, student in wanted.items() if pk not in current]
    if group.division and not division_rules(group.division).is_start:
        _check_division(group, group.division, leaving, joining)
    # A membership that would end before it began never was: the log keeps it, the table does not.
    GroupMembership.objects.filter(pk__in=[row.pk for row in leaving if row.valid_from >= day]).delete()
    GroupMembership.objects.filter(pk__in=[row.pk for row in leaving if row.valid_from < day]).update(
        valid_to=day - timedelta(days=1)
    )
    GroupMembership.objects.bulk_create(
        [GroupMembership(group=group, student=student, valid_from=day) for student in joining], batch_size=200
    )
    left = [
        Entry(group, title=group.name, person=row.student.user, after={"until": _eve(day)}, reason=reason)
        for row in leaving
    ]
    joined = [
        Entry(group, title=group.name, person=student.user, after={"since": dates.day_input(day)}, reason=reason)
        for student in joining
    ]
    audit.record_many(actor, "school.group.left", left)
    audit.record_many(actor, "school.group.joined", joined)
    after_movement(student.pk for student in joining)


def _check_division(
    group: TeachingGroup, division: Division, leaving: list[GroupMembership], joining: list[Student]
) -> None:
    """After the start of the year a list of members may add newcomers; whoever has a group is transferred."""
    others = GroupMembership.objects.filter(group__division=division, student__in=joining, valid_to=None)
    moved = leaving[0] if leaving else others.exclude(group=group).select_related("student__user").first()
    if moved:
        raise TransferRefused(
            f"{moved.student.user.list_name}: группа входит в деление «{division.title}», это перевод из группы в "
            "группу. Его записывают на странице деления.",
            clause=division_rules(division).clause,
        )


def _eve(day: date) -> str:
    return dates.day_input(day - timedelta(days=1))


def _members_from(group: TeachingGroup, day: date) -> list[GroupMembership]:
    """Memberships in force on the day or later."""
    rows = GroupMembership.objects.filter(group=group).select_related("student__user")
    return list(rows.filter(in_force("", day)) | rows.filter(valid_from__gt=day, valid_to=None))


def _check_belong(group: TeachingGroup, wanted: dict[int, Student], day: date) -> None:
    classes = list(group.classes.all())
    rows = Enrollment.objects.filter(in_force("", day), school_class__in=classes, student_id__in=wanted)
    inside = set(rows.values_list("student_id", flat=True))
    strange = next((student for pk, student in wanted.items() if pk not in inside), None)
    if strange:
        names = ", ".join(one.name for one in classes)
        raise NotEnrolled(f"{strange.user.list_name} {dates.day_input(day)} не учится в {names}: в группу не войдёт.")
