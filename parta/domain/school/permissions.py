"""May this person do that? Who sets the school up, who keeps the lists, who may only read."""

from collections.abc import Sequence

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.access.queries import has_role, in_force
from parta.domain.regulation.choices import Office
from parta.domain.school.errors import NotDividing
from parta.domain.school.models import ClassTeacher, Division, Enrollment, Guardianship
from parta.domain.school.queries.divisions import OFFICES, teaches_division
from parta.lib import clock

SETTERS = (Role.ADMINISTRATOR,)
KEEPERS = (Role.ADMINISTRATOR, Role.SECRETARY)
READERS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.SECRETARY)


def require_setting_up(user: User, act: str) -> None:
    """Year, calendar, rooms, groups, homerooms: the administrator (S3-4.1.5, S3-4.4.9c)."""
    require_role(user, *SETTERS, act=act)


def require_keeping(user: User, act: str) -> None:
    """Lists of people and classes: the administrator and the secretary (S3-4.1.7, S3-4.5.1)."""
    require_role(user, *KEEPERS, act=act)


def require_reading(user: User) -> None:
    """People and classes of the whole school: administrator, director, deputy, secretary (requirements §3)."""
    require_role(user, *READERS, act="смотреть списки школы")


def may_read(user: User) -> bool:
    """May the person read lists of the whole school?"""
    return has_role(user, *READERS)


def may_set_up(user: User) -> bool:
    """Is the person the administrator?"""
    return has_role(user, *SETTERS)


def may_keep(user: User) -> bool:
    """May the person change lists of people?"""
    return has_role(user, *KEEPERS)


def credentials_of_own_class(actor: User, people: Sequence[User]) -> set[int]:
    """Ids of those people who are pupils of the actor's class, or parents of such pupils (S3-3.1b, S3-4.3.7a)."""
    day = clock.today()
    classes = ClassTeacher.objects.filter(in_force("", day), staff__user=actor).values("school_class_id")
    pupils = Enrollment.objects.filter(in_force("", day), school_class_id__in=classes)
    families = Guardianship.objects.filter(in_force("", day), student_id__in=pupils.values("student_id"))
    own = set(pupils.values_list("student__user_id", flat=True)) | set(
        families.values_list("guardian__user_id", flat=True)
    )
    return own & {person.pk for person in people}


def require_appointing(user: User) -> None:
    """Roles are given by the director and the administrator (S3-4.2.2a, S3-4.1.2a)."""
    require_role(user, Role.ADMINISTRATOR, Role.DIRECTOR, act="назначать роли")


def divides(user: User, division: Division) -> bool:
    """The class teachers of the classes, the teachers of the groups, the administrator (S3-4.3.3b, S3-4.4.9a).

    In August those who begin with the first day of the year divide already.
    """
    return has_role(user, Role.ADMINISTRATOR) or teaches_division(user, division)


def require_dividing(user: User, division: Division) -> None:
    """Refuse to place pupils in somebody else's division."""
    if not divides(user, division):
        raise NotDividing("На группы делят классный руководитель, учителя этих групп и администратор ЭЖ.")


def transfers(user: User, division: Division, office: Office) -> bool:
    """Does the person hold the office that transfers between groups by the act (S3-4.4.9c)?"""
    if office in OFFICES:
        return has_role(user, *OFFICES[office])
    return divides(user, division)
