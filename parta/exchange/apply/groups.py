"""Teaching groups of a class list: columns «Группа (иностранный язык)» fill the groups; halves are never guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.school import actions as school
from parta.domain.school.models import AcademicYear, GroupMembership, SchoolClass, Student, TeachingGroup
from parta.exchange.apply.names import ClassKey, class_title, folded, group_label, group_title, same_subject
from parta.exchange.apply.pupils import KnownPupil
from parta.exchange.apply.year import YearPlan
from parta.exchange.people.parsed import ParsedStudent
from parta.exchange.preview import Line, Sign
from parta.exchange.problems import Problem
from parta.lib import clock


class Member(Protocol):
    """A pupil of the file: who it is, once enrolled, since when in the class and until when."""

    student: Student | None
    day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group of the year with its classes and the subjects of its courses."""

    row: TeachingGroup
    classes: frozenset[int]
    subjects: tuple[str, ...]

    @property
    def label(self) -> str:
        """«1» of «10А английский язык гр. 1»."""
        return group_label(self.row.name)

    def fits(self, subject: str, label: str) -> bool:
        """Is it the group of that label for that subject?"""
        same = not subject or any(same_subject(subject, one) for one in self.subjects)
        named = not self.subjects and folded(subject) in folded(self.row.name)
        return folded(self.label) == folded(label) and (same or named)


def known_groups(year: AcademicYear | None) -> list[KnownGroup]:
    """Groups of the year. Three queries."""
    if year is None:
        return []
    subjects: dict[int, list[str]] = defaultdict(list)
    for group_id, name in Course.objects.filter(year=year, group__isnull=False).values_list(
        "group_id", "subject__name"
    ):
        subjects[group_id or 0].append(name)
    rows = TeachingGroup.objects.filter(year=year).prefetch_related("classes")
    return [KnownGroup(row, frozenset(one.pk for one in row.classes.all()), tuple(subjects[row.pk])) for row in rows]


def find_groups(known: Iterable[KnownGroup], classes: frozenset[int], subject: str, label: str) -> list[KnownGroup]:
    """Groups of exactly these classes with this label, for this subject."""
    return [one for one in known if one.classes == classes and one.fits(subject, label)]


@dataclass(slots=True, eq=False)
class GroupWork:
    """Who is in one group by the file. `others`: pupils whom the file puts into another group of the same subject;
    `switching`: pupils who are in another group of that subject now."""

    target: ClassKey
    name: str
    row: TeachingGroup | None
    members: list[Member] = field(default_factory=list)
    others: set[int] = field(default_factory=set)
    switching: set[int] = field(default_factory=set)


@dataclass(slots=True)
class GroupPlan:
    """What `plan_groups` found out."""

    works: list[GroupWork] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


Row = tuple[Member, ClassKey, ParsedStudent, KnownPupil | None]


def plan_groups(year: YearPlan, classes: Mapping[ClassKey, SchoolClass], rows: Sequence[Row]) -> GroupPlan:
    """Compare the groups of the file with those of the school."""
    plan = GroupPlan()
    known = known_groups(year.row)
    placed: dict[tuple[ClassKey, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for subject, label in row[2].groups:
            placed[row[1], subject][group_label(label)].append(row)
    current = _members_now(year.row) if placed else {}
    for (key, subject), by_label in placed.items():
        own = classes.get(key)
        ids = frozenset([own.pk]) if own else frozenset()
        for label, inside in by_label.items():
            found = find_groups(known, ids, subject, label)
            if len(found) > 1 or (not subject and not found):
                plan.problems.append(_unclear(key, label, inside, found))
                continue
            work = GroupWork(key, group_title(class_title(key), subject, label), found[0].row if found else None)
            work.members = [row[0] for row in inside]
            work.others = {_id(row) for other, rest in by_label.items() if other != label for row in rest} - {0}
            siblings = {one.row.pk for one in known if one.classes == ids and one.fits(subject, one.label)}
            elsewhere = siblings - {work.row.pk if work.row else 0}
            work.switching = {pk for group in elsewhere for pk in current.get(group, ())}
            _describe(plan, work, inside, current)
    return plan


def _unclear(key: ClassKey, label: str, inside: Sequence[Row], found: Sequence[KnownGroup]) -> Problem:
    names = "; ".join(f"«{one.row.name}»" for one in found[:4])
    tail = f"подходят {names}" if found else "не сказано, по какому предмету"
    return Problem(inside[0][2].place, f"{class_title(key)}, группа «{label}»: {tail}. Состав группы не записан.")


def _members_now(year: AcademicYear | None) -> dict[int, set[int]]:
    rows = GroupMembership.objects.filter(group__year=year, valid_to=None) if year else GroupMembership.objects.none()
    members: dict[int, set[int]] = defaultdict(set)
    for group_id, student_id in rows.values_list("group_id", "student_id"):
        members[group_id].add(student_id)
    return members


def _id(row: Row) -> int:
    return row[3].student.pk if row[3] else 0


def _describe(plan: GroupPlan, work: GroupWork, inside: Sequence[Row], current: Mapping[int, set[int]]) -> None:
    now = current.get(work.row.pk, set()) if work.row else set()
    # Who has left is not counted as missing: his membership has ended with him.
    joining = [row for row in inside if _id(row) not in now]
    leaving = now & work.others
    if work.row is None:
        plan.lines.append(Line(Sign.ADD, "group", work.name, "предмет группе даст расписание"))
    if joining or leaving:
        name = work.row.name if work.row else work.name
        text = f"войдут {len(joining)}" + (f", выйдут {len(leaving)}" if leaving else "")
        plan.lines.append(Line(Sign.ADD, "member", name, text, count=len(joining) + len(leaving)))
    if work.row is None or joining or leaving:
        plan.works.append(work)


def write_groups(
    actor: User, year: AcademicYear, classes: Mapping[ClassKey, SchoolClass], works: Sequence[GroupWork]
) -> None:
    """Make the groups that are missing and set who is in them, from the first day each pupil is in the class."""
    for work in works:
        row = work.row or school.create_group(actor, year=year, name=work.name, classes=[classes[work.target]])
        open_rows = GroupMembership.objects.filter(group=row, valid_to=None).select_related("student__user")
        now = {one.student_id: one.student for one in open_rows}
        staying = [student for pk, student in now.items() if pk not in work.others]
        coming = [one for one in work.members if one.student and one.student.pk not in now]
        for day, students in sorted(_by_first_day(work, coming, year, bool(now)).items()):
            staying += students
            school.set_group_members(actor, group=row, students=staying, day=day)


def _by_first_day(
    work: GroupWork, coming: Sequence[Member], year: AcademicYear, has_members: bool
) -> dict[date, list[Student]]:
    """A group without pupils gets them from their first day in the class, a living one from today; so do those who
    change groups."""
    days: dict[date, list[Student]] = defaultdict(list)
    for one in coming:
        if one.student:
            late = has_members or one.student.pk in work.switching
            days[max(one.day, clock.today() if late else one.day, year.starts_on)].append(one.student)
    if not days:
        days[max(clock.today(), year.starts_on)] = []
    return days


__all__ = ["GroupWork", "KnownGroup", "find_groups", "known_groups", "plan_groups", "write_groups"]
