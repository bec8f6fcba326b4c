"""At which desks a person may sit today: one with several roles or children has several and changes between them."""

from dataclasses import dataclass

from parta.domain.access.choices import OFFICE_ROLES, TEACHING_ROLES, Role
from parta.domain.access.models import User
from parta.domain.school.queries.base import diaries_open_to
from parta.lib import clock


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk by its key: `teaching`, `setup`, `office`, `student-12`. student_id: whose diary it is."""

    key: str
    title: str
    student_id: int | None = None


def desks_of(user: User, roles: frozenset[Role]) -> list[Desk]:
    """Every desk of the person, the most frequent first. One statement."""
    desks: list[Desk] = []
    if roles & TEACHING_ROLES:
        desks.append(Desk("teaching", "Учитель"))
    if roles & OFFICE_ROLES:
        title = ", ".join(str(role.label) for role in Role if role in roles & OFFICE_ROLES)
        desks.append(Desk("office", title[:1].upper() + title[1:]))
    if Role.ADMINISTRATOR in roles:
        desks.append(Desk("setup", "Администратор ЭЖ"))
    for student in diaries_open_to(user, clock.today()):
        title = "Мой дневник" if student.user_id == user.pk else student.user.list_name
        desks.append(Desk(f"student-{student.pk}", title, student.pk))
    return desks
