"""People as the office sees them: found by name, class or login, each with what one is at school today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from parta.domain.access.choices import Role
from parta.domain.access.models import Appointment, User
from parta.domain.access.queries import has_role, in_force
from parta.domain.school import rules
from parta.domain.school.choices import LeaveKind, Who
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import ClassTeacher, Enrollment, Guardianship, StaffMember, Student, StudyArrangement
from parta.lib import russian
from parta.lib.dates import day_input


@dataclass(frozen=True, slots=True)
class HeadCounts:
    """How many people there are today, and who waits for a login."""

    students: int
    guardians: int
    staff: int
    without_login: int
    not_entered: int
    blocked: int

    @property
    def everybody(self) -> int:
        """Pupils, parents and staff together; somebody who is two of them is counted twice."""
        return self.students + self.guardians + self.staff


@dataclass(slots=True)
class PersonLine:
    """A line of the list: the person, what stands under the name, roles of today."""

    user: User
    notes: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)

    @property
    def access(self) -> str:
        """One of: none, waits (never entered with the card), blocked, open."""
        if not self.user.login:
            return "none"
        if not self.user.is_active:
            return "blocked"
        return "waits" if self.user.must_change_password else "open"

    @property
    def last_seen(self) -> datetime | None:
        """The last sign-in."""
        return self.user.last_login


def present(day: date) -> dict[Who, Q]:
    """Filters of users by what they are at school on the day."""
    return {
        Who.STAFF: Q(pk__in=StaffMember.objects.filter(in_force("", day)).values("user_id")),
        Who.STUDENTS: Q(pk__in=Enrollment.objects.filter(in_force("", day)).values("student__user_id")),
        Who.GUARDIANS: Q(pk__in=Guardianship.objects.filter(in_force("", day)).values("guardian__user_id")),
    }


def people(*, day: date, text: str = "", who: str = "", access: str = "") -> QuerySet[User]:
    """Everybody the school knows, narrowed by words of the name, a class or a login; by kind; by state of access."""
    rows = User.objects.filter(is_system=False)
    kinds = present(day)
    if who == Who.FORMER:
        rows = rows.exclude(kinds[Who.STAFF] | kinds[Who.STUDENTS] | kinds[Who.GUARDIANS])
    elif who in Who.values:
        rows = rows.filter(kinds[Who(who)])
    if text.strip():
        rows = rows.filter(_matches(text, day))
    states = {
        "none": Q(login=None),
        "waits": Q(login__isnull=False, must_change_password=True),
        "blocked": Q(is_active=False),
    }
    if access in states:
        rows = rows.filter(states[access])
    return rows.order_by("sort_name", "id")


def _matches(text: str, day: date) -> Q:
    by_name = Q()
    for word in russian.search_form(text).split():
        by_name &= Q(search_name__contains=word)
    found = by_name | Q(login__startswith=text.strip().casefold())
    name = rules.class_name(text)
    if name:
        pupils = Enrollment.objects.filter(
            in_force("", day), school_class__grade_level=name[0], school_class__letter=name[1]
        )
        ties = Guardianship.objects.filter(in_force("", day), student_id__in=pupils.values("student_id"))
        found |= Q(pk__in=pupils.values("student__user_id")) | Q(pk__in=ties.values("guardian__user_id"))
    return found


def head_counts(day: date) -> HeadCounts:
    """Numbers for the head of the list. One query."""
    kinds = present(day)
    here = kinds[Who.STAFF] | kinds[Who.STUDENTS] | kinds[Who.GUARDIANS]
    counts = User.objects.filter(is_system=False).aggregate(
        students=Count("pk", filter=kinds[Who.STUDENTS]),
        guardians=Count("pk", filter=kinds[Who.GUARDIANS]),
        staff=Count("pk", filter=kinds[Who.STAFF]),
        without_login=Count("pk", filter=here & Q(login=None)),
        not_entered=Count("pk", filter=here & Q(login__isnull=False, must_change_password=True)),
        blocked=Count("pk", filter=Q(is_active=False)),
    )
    return HeadCounts(**counts)


def describe(users: Sequence[User], day: date) -> list[PersonLine]:
    """What each person is at school on the day. Six queries, however long the list."""
    lines = {user.pk: PersonLine(user) for user in users}
    ids = list(lines)
    for one in Appointment.objects.filter(in_force("", day), user_id__in=ids).order_by("role"):
        lines[one.user_id].roles.append(one.get_role_display())
    for staff in StaffMember.objects.filter(user_id__in=ids):
        _describe_staff(lines[staff.user_id], staff, day)
    for homeroom in ClassTeacher.objects.filter(in_force("", day), staff__user_id__in=ids).select_related(
        "staff", "school_class"
    ):
        lines[homeroom.staff.user_id].notes.append(f"кл. рук. {homeroom.school_class.name}")
    _describe_students(lines, day)
    _describe_guardians(lines, day)
    return list(lines.values())


def _describe_staff(line: PersonLine, staff: StaffMember, day: date) -> None:
    if staff.valid_to and staff.valid_to < day:
        line.notes.append(f"{staff.position or 'сотрудник'} до {day_input(staff.valid_to)}")
        return
    if staff.position:
        line.notes.append(staff.position)
    if not line.roles:
        line.roles.append("сотрудник")


def _describe_students(lines: dict[int, PersonLine], day: date) -> None:
    rows = Enrollment.objects.filter(student__user_id__in=list(lines)).select_related("student", "school_class")
    for row in rows.order_by("valid_from"):
        line = lines[row.student.user_id]
        if row.is_active_on(day):
            line.notes.append(row.school_class.name)
            line.roles.append("ученик")
        elif row.valid_from > day:
            line.notes.append(f"{row.school_class.name} с {day_input(row.valid_from)}")
        elif row.valid_to and row.leave_kind in {LeaveKind.LEFT, LeaveKind.GRADUATED}:
            line.notes.append(f"{row.school_class.name} до {day_input(row.valid_to)}")


def _describe_guardians(lines: dict[int, PersonLine], day: date) -> None:
    ties = Guardianship.objects.filter(in_force("", day), guardian__user_id__in=list(lines))
    rows = Enrollment.objects.filter(in_force("", day), student_id__in=ties.values("student_id"))
    classes = {row.student_id: row.school_class.name for row in rows.select_related("school_class")}
    for tie in ties.select_related("guardian", "student__user").order_by("student__user__sort_name"):
        line = lines[tie.guardian.user_id]
        where = f", {classes[tie.student_id]}" if tie.student_id in classes else ""
        line.notes.append(f"{tie.get_relation_display()}: {tie.student.user.list_name}{where}")
        if "родитель" not in line.roles:
            line.roles.append("родитель")


def namesakes(last_name: str, first_name: str, *, except_id: int | None = None) -> QuerySet[User]:
    """People with the same surname and name, ё = е: shown before somebody is entered twice."""
    form = russian.search_form(f"{last_name} {first_name}")
    rows = User.objects.filter(is_system=False, search_name__startswith=form)
    return rows.exclude(pk=except_id) if except_id else rows


def student_of(user_id: int) -> Student:
    """The pupil this person is; NoSuchThing for anybody else."""
    row = Student.objects.filter(user_id=user_id).select_related("user").first()
    if row is None:
        raise NoSuchThing("Такого ученика нет.")
    return row


def ties_of(user: User) -> QuerySet[Guardianship]:
    """Ties of the person as a pupil or as a representative, those in force first."""
    return (
        Guardianship.objects.filter(Q(student__user=user) | Q(guardian__user=user))
        .select_related("student__user", "guardian__user")
        .order_by("valid_to", "valid_from")
    )


def enrollments_of(user: User) -> QuerySet[Enrollment]:
    """Classes of the pupil, the latest first."""
    return Enrollment.objects.filter(student__user=user).select_related("school_class__year").order_by("-valid_from")


def homerooms_of(user: User) -> QuerySet[ClassTeacher]:
    """Classes the person leads or led, the latest first."""
    rows = ClassTeacher.objects.filter(staff__user=user).select_related("school_class__year")
    return rows.order_by("-valid_from")


def homerooms_on(user: User, day: date) -> list[tuple[int, str]]:
    """Ids and names of the classes the person leads on the day. One statement."""
    rows = ClassTeacher.objects.filter(in_force("", day), staff__user=user).select_related("school_class")
    return [(row.school_class_id, row.school_class.name) for row in rows.order_by("school_class__grade_level")]


def staff_of(user: User) -> StaffMember | None:
    """The person as an employee, present or past."""
    return StaffMember.objects.filter(user=user).first()


def pupil_for(user: User, student_id: int, *, readers: Sequence[Role], day: date) -> Student:
    """A pupil, for those who read the lists of the school and for the class teacher of the day; else NoSuchThing."""
    row = Student.objects.select_related("user").filter(pk=student_id).first()
    own = in_force("school_class__class_teachers__", day) & Q(school_class__class_teachers__staff__user=user)
    mine = Enrollment.objects.filter(in_force("", day), own, student_id=student_id)
    if row is None or not (has_role(user, *readers) or mine.exists()):
        raise NoSuchThing("Такого ученика нет.")
    return row


def arrangements_of(student: Student) -> list[StudyArrangement]:
    """Days of studying apart, the latest first."""
    return list(StudyArrangement.objects.filter(student=student).order_by("-valid_from", "-id"))
