"""Classes and groups as the office sees them: who teaches, who is in, who came and went."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import has_role, in_force
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules import roster_due, year_setup_due
from parta.domain.school.choices import LeaveKind
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import (
    AcademicYear,
    ClassTeacher,
    Enrollment,
    GroupMembership,
    Guardianship,
    SchoolClass,
    StaffMember,
    Student,
    TeachingGroup,
)
from parta.domain.school.queries.notices import Notice, notice, told_at
from parta.lib import clock
from parta.lib.dates import NBSP, day_input, day_title
from parta.lib.russian import counted

LEFT_WORDS = {
    LeaveKind.NONE: "выбытие",
    LeaveKind.MOVED: "перевод в другой класс",
    LeaveKind.LEFT: "выбытие",
    LeaveKind.GRADUATED: "окончание школы",
    LeaveKind.PROMOTED: "переход в следующий класс",
}


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class in the list of classes."""

    school_class: SchoolClass
    count: int
    teacher: User | None


@dataclass(slots=True)
class PupilLine:
    """A pupil in the list of a class, with representatives of today."""

    number: int
    student: Student
    enrollment: Enrollment
    ties: list[Guardianship] = field(default_factory=list)

    @property
    def without_login(self) -> int:
        """How many of the pupil and the representatives have no login."""
        return sum(not user.login for user in self.people)

    @property
    def people(self) -> list[User]:
        """The pupil and the representatives."""
        return [self.student.user, *(tie.guardian.user for tie in self.ties)]


@dataclass(frozen=True, slots=True)
class Movement:
    """One arrival or departure of a class during its year."""

    day: date
    student: Student
    words: str
    order: str
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A teaching group in the list."""

    group: TeachingGroup
    classes: str
    count: int


def class_lines(year: AcademicYear, day: date) -> list[ClassLine]:
    """Classes of the year in order, with numbers of pupils and homeroom teachers of the day. Two queries."""
    teachers = {
        row.school_class_id: row.staff.user
        for row in ClassTeacher.objects.filter(in_force("", day), school_class__year=year).select_related("staff__user")
    }
    rows = year.classes.select_related("room").annotate(
        count=Count("enrollments", filter=in_force("enrollments__", day))
    )
    return [ClassLine(row, row.count, teachers.get(row.pk)) for row in rows]


@dataclass(frozen=True, slots=True)
class RosterDuty:
    """The lists of classes and the day the act wants them ready by (`roster_due_date`, S3-4.5.1). empty: classes
    without a pupil; nobody has classes at all while there are none.
    """

    due: date
    clause: str
    empty: tuple[str, ...]
    is_ready: bool
    is_overdue: bool

    @property
    def words(self) -> str:
        """«готовы», «нет учеников в 5А и 6Б, срок до 2 сентября (п. 4.5.1)»."""
        if self.is_ready:
            return "готовы"
        shown = f"{', '.join(self.empty[:8])}{' и других' if len(self.empty) > 8 else ''}"
        what = f"нет учеников в {shown}" if self.empty else "классов пока нет"
        term = f"срок был до {day_title(self.due)}" if self.is_overdue else f"срок до {day_title(self.due)}"
        return f"{what}, {term} ({self.clause})"


def roster_duty(year: AcademicYear, lines: Sequence[ClassLine], day: date) -> RosterDuty:
    """How the lists of the year stand on a day. lines: of `class_lines`, or of one class only."""
    current = rulebook_for(year.year)
    due = clock.local(roster_due(year.year, current.rulebook)).date()
    empty = tuple(line.school_class.name for line in lines if not line.count)
    ready = bool(lines) and not empty
    return RosterDuty(due, current.source_text("roster_due_date"), empty, ready, not ready and day > due)


@dataclass(frozen=True, slots=True)
class SetupDuty:
    """The day by which the journal is to be set up for the year (`year_setup_due_date`, S3R-1.15a). left: how many
    lines of the checklist are not ready.
    """

    due: date
    clause: str
    left: int
    is_overdue: bool

    @property
    def words(self) -> str:
        """«срок до 3 сентября, осталось 2 дела», «срок был до 3 сентября, …»; «» when nothing is left."""
        if not self.left:
            return ""
        parts = counted(self.left, "дело", "дела", "дел")
        term = f"срок был до {day_title(self.due)}" if self.is_overdue else f"срок до {day_title(self.due)}"
        return f"{term}, осталось {parts}"


def setup_duty(year: AcademicYear, left: int, day: date) -> SetupDuty:
    """How the setting up of the year stands on a day. left: lines of the checklist that are not ready."""
    current = rulebook_for(year.year)
    due = clock.local(year_setup_due(year.year, current.rulebook)).date()
    return SetupDuty(due, current.source_text("year_setup_due_date"), left, left > 0 and day > due)


def class_for(user: User, class_id: int, *, readers: tuple[Role, ...], day: date) -> SchoolClass:
    """The class, for holders of the `readers` roles and for its homeroom teacher; for others it does not exist."""
    row = SchoolClass.objects.select_related("year", "room").filter(pk=class_id).first()
    if row is None:
        raise NoSuchThing("Такого класса нет.")
    own = ClassTeacher.objects.filter(in_force("", day), school_class=row, staff__user=user)
    if has_role(user, *readers) or own.exists():
        return row
    raise NoSuchThing("Такого класса нет.")


def pupil_lines(school_class: SchoolClass, day: date) -> list[PupilLine]:
    """Pupils of the class on the day by the alphabet, with their representatives. Two queries."""
    rows = (
        Enrollment.objects.filter(in_force("", day), school_class=school_class)
        .select_related("student__user")
        .order_by("student__user__sort_name", "student_id")
    )
    lines = {row.student_id: PupilLine(number, row.student, row) for number, row in enumerate(rows, start=1)}
    ties = Guardianship.objects.filter(in_force("", day), student_id__in=list(lines)).select_related("guardian__user")
    for tie in ties.order_by("guardian__user__sort_name"):
        lines[tie.student_id].ties.append(tie)
    return list(lines.values())


def movements(school_class: SchoolClass, since: date) -> list[Movement]:
    """Who came after the first day of the year and who left, the latest first."""
    rows = Enrollment.objects.filter(Q(valid_from__gt=since) | Q(valid_to__isnull=False), school_class=school_class)
    rows = rows.exclude(leave_kind=LeaveKind.PROMOTED, valid_from__lte=since)
    found: list[Movement] = []
    enrollments = list(rows.select_related("student__user"))
    told = told_at(enrollments)
    for row in enrollments:
        if row.valid_from > since:
            origin = f", {row.came_from}" if row.came_from else ""
            order = _order(row.joined_order, row.joined_order_date)
            came = notice(school_class, row.valid_from, told.get((row.pk, True)))
            found.append(Movement(row.valid_from, row.student, f"прибытие{origin}", order, came))
        if row.valid_to:
            order = _order(row.left_order, row.left_order_date)
            late = notice(school_class, row.valid_to, told.get((row.pk, False)))
            found.append(Movement(row.valid_to, row.student, _left(row), order, late))
    return sorted(found, key=lambda one: one.day, reverse=True)


def _left(row: Enrollment) -> str:
    words = LEFT_WORDS[LeaveKind(row.leave_kind)]
    return f"{words}, {row.went_to}" if row.went_to else words


def _order(number: str, day: date | None) -> str:
    if not number:
        return ""
    title = f"приказ №{NBSP}{number}"
    return f"{title} от{NBSP}{day_input(day)}" if day else title


def group_lines(year: AcademicYear, day: date, school_class: SchoolClass | None = None) -> list[GroupLine]:
    """Groups of the year, or those of one class, with numbers of members on the day. Two queries."""
    rows = year.groups.annotate(count=Count("memberships", filter=in_force("memberships__", day), distinct=True))
    if school_class:
        rows = rows.filter(classes=school_class)
    return [
        GroupLine(row, ", ".join(one.name for one in row.classes.all()), row.count)
        for row in rows.prefetch_related("classes")
    ]


def candidates(group: TeachingGroup, day: date) -> QuerySet[Enrollment]:
    """Pupils of the group's classes on the day, class by class."""
    return (
        Enrollment.objects.filter(in_force("", day), school_class__in=group.classes.all())
        .select_related("student__user", "school_class")
        .order_by("school_class__grade_level", "school_class__sort_name", "student__user__sort_name")
    )


def members(group: TeachingGroup, day: date) -> QuerySet[GroupMembership]:
    """Memberships in force on the day."""
    return group.memberships.filter(in_force("", day)).select_related("student__user")


def staff_on(day: date) -> QuerySet[StaffMember]:
    """Who works at the school on the day, by the alphabet."""
    return StaffMember.objects.filter(in_force("", day)).select_related("user").order_by("user__sort_name")
