"""Whose results a person may read (requirements §3): deputy, director and working group all of them, a class teacher
those of the own class, a subject teacher those of the own pages. What is not theirs does not exist for them.
"""

from dataclasses import dataclass

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.access.queries import appointed_roles, in_force
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import ClassTeacher, Enrollment, SchoolClass, StaffMember, Student
from parta.lib import clock

READERS = tuple(JOURNAL_READERS)


def reads_every_result(user: User) -> bool:
    """Director, deputy, working group today. One statement."""
    return bool(appointed_roles(user, clock.today()) & JOURNAL_READERS)


def require_school_figures(user: User) -> None:
    """Figures of the school and of a grade."""
    if not reads_every_result(user):
        raise RightMissing("Показатели школы открыты директору, завучу и рабочей группе.")


def teacher_for(user: User, staff_id: int) -> StaffMember:
    """The teacher whose figures are asked for: oneself, or anybody for those who read every journal."""
    row = StaffMember.objects.select_related("user").filter(pk=staff_id).first()
    if row is None or (row.user_id != user.pk and not reads_every_result(user)):
        raise NoSuchThing("Таких показателей у вас нет.")
    return row


def own_staff_id(user: User) -> int | None:
    """By which number the person's own figures are found."""
    return StaffMember.objects.filter(user=user).values_list("id", flat=True).first()


@dataclass(frozen=True, slots=True)
class OpenPupil:
    """A pupil whose results may be read. courses: only on these pages; None: on all of them."""

    student: Student
    school_class: SchoolClass
    courses: frozenset[int] | None


def pupil_for(user: User, student_id: int) -> OpenPupil:
    """The pupil with the present (or last) class. Raises NoSuchThing for a pupil of whom the person sees nothing."""
    today = clock.today()
    row = (
        Enrollment.objects.filter(student_id=student_id, valid_from__lte=today)
        .select_related("student__user", "school_class__year")
        .order_by("-valid_from", "-id")
        .first()
    )
    if row is None:
        raise NoSuchThing("Такого ученика у вас нет.")
    homeroom = ClassTeacher.objects.filter(in_force("", today), staff__user=user, school_class=row.school_class_id)
    if reads_every_result(user) or homeroom.exists():
        return OpenPupil(row.student, row.school_class, None)
    own = _taught(user, row)
    if not own:
        raise NoSuchThing("Такого ученика у вас нет.")
    return OpenPupil(row.student, row.school_class, own)


def _taught(user: User, row: Enrollment) -> frozenset[int]:
    """Pages of the person that the pupil stands on today."""
    today = clock.today()
    mine = TeachingAssignment.objects.filter(in_force("", today), staff__user=user)
    of_class = mine.filter(course__school_class=row.school_class_id).values_list("course_id", flat=True)
    members = in_force("course__group__memberships__", today)
    of_group = mine.filter(members, course__group__memberships__student=row.student_id)
    return frozenset(of_class) | frozenset(of_group.values_list("course_id", flat=True))


def appointed(role: Role) -> StaffMember | None:
    """Who holds the office today, for the line of a signature; the first appointed of several. One statement."""
    held = StaffMember.objects.filter(in_force("user__appointments__", clock.today()), user__appointments__role=role)
    return held.select_related("user").order_by("user__appointments__valid_from", "id").first()
