"""Divisions into groups: who is where, who is missing, what the act lets do today."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import appointed_roles, in_force
from parta.domain.audit.models import AuditEntry
from parta.domain.regulation.choices import Office, SplitMoment, TransferMoment
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules import year_setup_due
from parta.domain.school import rules
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import (
    AcademicYear,
    ClassTeacher,
    Division,
    Enrollment,
    GradingPeriod,
    GroupMembership,
    SchoolClass,
    TeachingGroup,
)
from parta.lib import clock, russian
from parta.lib.russian import lower_first

GroupTeachers = Callable[[Sequence[int], date], dict[int, list[User]]]
_group_teachers: list[GroupTeachers] = []
OFFICES: dict[Office, tuple[Role, ...]] = {
    Office.JOURNAL_ADMINISTRATOR: (Role.ADMINISTRATOR,),
    Office.ADMINISTRATION: (Role.DIRECTOR, Role.DEPUTY),
    Office.HEAD: (Role.DIRECTOR,),
    Office.DEPUTY_HEAD: (Role.DEPUTY,),
}
"""Which appointed roles hold an office that the act names; the others follow from class and subject."""
HISTORY = ("school.group.transferred", "school.group.transfer_cancelled", "school.group.placed")


def register_group_teachers(source: GroupTeachers) -> None:
    """The room above says who teaches the groups on a day: group id → people."""
    if source not in _group_teachers:
        _group_teachers.append(source)


def teachers_of_groups(groups: Sequence[int], day: date) -> dict[int, list[User]]:
    """Group id → who teaches it on the day."""
    found: dict[int, list[User]] = {}
    for source in _group_teachers:
        for group, people in source(groups, day).items():
            found.setdefault(group, []).extend(people)
    return found


def teaches_division(user: User, division: Division) -> bool:
    """Is the person a class teacher of its classes or a teacher of its groups, today or from the first day?"""
    day = max(clock.today(), division.year.starts_on)
    own = ClassTeacher.objects.filter(in_force("", day), staff__user=user, school_class__divisions=division)
    if own.exists():
        return True
    groups = list(division.groups.values_list("pk", flat=True))
    return any(user.pk == one.pk for people in teachers_of_groups(groups, day).values() for one in people)


@dataclass(frozen=True, slots=True)
class DivisionRules:
    """What the act of the year says. free_until: the last day of free rearranging, None: any day."""

    start_until: date
    split_any_time: bool
    any_time: bool
    transfer_by: Office
    clause: str
    clause_by: str
    clause_split: str

    @property
    def free_until(self) -> date | None:
        """Where both dividing and transfers are free of time, groups are rearranged on any day."""
        return None if self.split_any_time and self.any_time else self.start_until

    @property
    def is_start(self) -> bool:
        """Are the groups of the year still being made?"""
        return self.free_until is None or clock.today() <= self.free_until


def division_rules(division: Division) -> DivisionRules:
    """The rules of the division's year."""
    current = rulebook_for(division.year.year)
    marks = current.rulebook.marks
    return DivisionRules(
        start_until=clock.local(year_setup_due(division.year.year, current.rulebook)).date(),
        split_any_time=marks.group_split_when is SplitMoment.ANY_TIME,
        any_time=marks.group_transfer_when is TransferMoment.ANY_TIME,
        transfer_by=marks.group_transfer_by,
        clause=current.clause("group_transfer_when"),
        clause_by=current.clause("group_transfer_by"),
        clause_split=current.clause("group_split_when"),
    )


def class_periods(school_class: SchoolClass) -> list[rules.PeriodDates]:
    """Grading periods of the class, in order."""
    rows = GradingPeriod.objects.filter(year_id=school_class.year_id, grade_level=school_class.grade_level)
    return [rules.PeriodDates(row.number, row.starts_on, row.ends_on, row.kind) for row in rows.order_by("number")]


def belonged_before(division: Division, enrollments: Sequence[Enrollment]) -> set[int]:
    """Ids of pupils who have had a group of the division since they came to the class: for them a group is a change.

    Who left the school and came back begins anew.
    """
    came = {row.student_id: row.valid_from for row in enrollments}
    rows = GroupMembership.objects.filter(group__division=division, student_id__in=came)
    return {
        student for student, last in rows.values_list("student_id", "valid_to") if last is None or last >= came[student]
    }


@dataclass(frozen=True, slots=True)
class BoardPupil:
    """A pupil on the page of a division. order: place in the list of all pupils. coming: where to and since when."""

    order: int
    enrollment: Enrollment
    since: date | None
    coming: tuple[str, date] | None
    is_newcomer: bool

    @property
    def student_id(self) -> int:
        """Id of the pupil."""
        return self.enrollment.student_id

    @property
    def name(self) -> str:
        """«Абрамов Тимофей»."""
        return self.enrollment.student.user.list_name


@dataclass(slots=True)
class BoardGroup:
    """A group with its teachers and pupils."""

    group: TeachingGroup
    teachers: list[User]
    pupils: list[BoardPupil] = field(default_factory=list)

    @property
    def teacher_names(self) -> str:
        """«Ким А. В.»."""
        return ", ".join(one.short_name for one in self.teachers)


@dataclass(frozen=True, slots=True)
class DivisionBoard:
    """The page: groups, pupils without a group, pupils of several groups. day: whose state is shown."""

    division: Division
    classes: list[SchoolClass]
    day: date
    terms: DivisionRules
    groups: list[BoardGroup]
    unplaced: list[BoardPupil]
    doubled: list[BoardPupil]

    @property
    def pupils(self) -> list[BoardPupil]:
        """Everybody, in the order of the list."""
        everybody = [*self.unplaced, *(one for group in self.groups for one in group.pupils)]
        return sorted({one.student_id: one for one in everybody}.values(), key=lambda one: one.order)

    @property
    def is_complete(self) -> bool:
        """Every pupil of the classes is in exactly one group."""
        return not self.unplaced and not self.doubled

    @property
    def title(self) -> str:
        """«7Б: английский язык»."""
        return division_title(self.division.title, self.classes)


def division_title(title: str, classes: Sequence[SchoolClass]) -> str:
    """«7Б: английский язык», «10А, 10Б: физкультура»."""
    return f"{', '.join(one.name for one in classes)}: {lower_first(title)}"


def division_board(division: Division) -> DivisionBoard:
    """Who is where today (before the year: on its first day). Seven statements and the rulebook."""
    day = max(clock.today(), division.year.starts_on)
    groups = list(division.groups.all())
    teachers = teachers_of_groups([group.pk for group in groups], day)
    board = {group.pk: BoardGroup(group, teachers.get(group.pk, [])) for group in groups}
    rows = GroupMembership.objects.filter(group__in=groups).filter(Q(valid_to=None) | Q(valid_to__gte=day))
    now: dict[int, list[GroupMembership]] = {}
    coming: dict[int, GroupMembership] = {}
    for row in rows.order_by("valid_from", "id"):
        if row.valid_from <= day:
            now.setdefault(row.student_id, []).append(row)
        else:
            coming[row.student_id] = row
    unplaced: list[BoardPupil] = []
    doubled: list[BoardPupil] = []
    terms = division_rules(division)
    for order, one in enumerate(_enrollments(division, day), start=1):
        held, later = now.get(one.student_id, []), coming.get(one.student_id)
        pupil = BoardPupil(
            order=order,
            enrollment=one,
            since=held[0].valid_from if held else None,
            coming=(board[later.group_id].group.name, later.valid_from) if later else None,
            is_newcomer=one.valid_from > terms.start_until,
        )
        for place in held:
            board[place.group_id].pupils.append(pupil)
        if len(held) > 1:
            doubled.append(pupil)
        if not held:
            unplaced.append(pupil)
    return DivisionBoard(division, list(division.classes.all()), day, terms, list(board.values()), unplaced, doubled)


def _enrollments(division: Division, day: date) -> list[Enrollment]:
    rows = Enrollment.objects.filter(in_force("", day), school_class__divisions=division)
    return list(
        rows.select_related("student__user", "school_class").order_by(
            "student__user__sort_name", "school_class__sort_name", "student_id"
        )
    )


@dataclass(frozen=True, slots=True)
class DivisionLine:
    """A division in the list: is every pupil placed?"""

    division: Division
    title: str
    groups: str
    missing: int


def division_lines(
    year: AcademicYear,
    day: date,
    school_class: SchoolClass | None = None,
    *,
    own: tuple[User, Sequence[int]] | None = None,
) -> list[DivisionLine]:
    """Divisions of the year or of one class, with the number of pupils still without a group. Five statements.

    own: a person and the groups he teaches: only divisions that he makes, as a class teacher or as one of these.
    """
    rows = Division.objects.filter(year=year).prefetch_related("classes", "groups")
    if school_class:
        rows = rows.filter(classes=school_class)
    if own:
        user, groups = own
        homeroom = in_force("classes__class_teachers__", max(day, year.starts_on))
        rows = rows.filter(Q(groups__in=groups) | homeroom & Q(classes__class_teachers__staff__user=user)).distinct()
    divisions = list(rows)
    if not divisions:
        return []
    on = max(day, year.starts_on)
    pupils = _pairs(
        Enrollment.objects.filter(in_force("", on), school_class__divisions__in=divisions).values_list(
            "school_class__divisions", "student_id"
        )
    )
    placed = _pairs(
        GroupMembership.objects.filter(in_force("", on), group__division__in=divisions).values_list(
            "group__division_id", "student_id"
        )
    )
    lines = [
        DivisionLine(
            one,
            division_title(one.title, list(one.classes.all())),
            ", ".join(group.name for group in one.groups.all()),
            len(pupils.get(one.pk, set()) - placed.get(one.pk, set())),
        )
        for one in divisions
    ]
    return sorted(lines, key=lambda line: russian.sort_key(line.title))


def _pairs(rows: Iterable[tuple[Any, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for division, student in rows:
        found.setdefault(division, set()).add(student)
    return found


@dataclass(frozen=True, slots=True)
class DivisionSight:
    """A division with what the person may do with it today."""

    division: Division
    may_read: bool
    may_divide: bool
    may_transfer: bool


def division_for(user: User, division_id: int, readers: Sequence[Role]) -> DivisionSight:
    """The division, for those who divide it or read the lists of the school; NoSuchThing for anybody else."""
    row = Division.objects.select_related("year", "changed_by").filter(pk=division_id).first()
    if row is None:
        raise NoSuchThing("Такого деления нет.")
    roles = appointed_roles(user, clock.today())
    office = division_rules(row).transfer_by
    divides = Role.ADMINISTRATOR in roles or teaches_division(user, row)
    if not divides and not roles & set(readers):
        raise NoSuchThing("Такого деления нет.")
    return DivisionSight(
        division=row,
        may_read=bool(roles & set(readers)),
        may_divide=divides,
        may_transfer=bool(roles & set(OFFICES[office])) if office in OFFICES else divides,
    )


def history_of(board: DivisionBoard, limit: int = 12) -> list[AuditEntry]:
    """The latest placings and transfers of the division. One statement."""
    groups = [str(one.group.pk) for one in board.groups]
    rows = AuditEntry.objects.filter(subject_type="school.teachinggroup", subject_id__in=groups, code__in=HISTORY)
    return list(rows.select_related("actor", "person").order_by("-sequence")[:limit])
