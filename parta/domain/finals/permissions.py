"""May this person do that? Named sentences of the room."""

from parta.domain.access.choices import Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.access.queries import in_force
from parta.domain.finals.queries.rights import gives_finals
from parta.domain.school.models import ClassTeacher, SchoolClass
from parta.lib import clock

__all__ = ["gives_finals", "informs_families", "may_set_final_dates", "require_final_dates", "require_informing"]
DATE_KEEPERS = (Role.DEPUTY, Role.ADMINISTRATOR, Role.DIRECTOR)


def may_set_final_dates(roles: frozenset[Role]) -> bool:
    """For links to the page."""
    return bool(roles & {*DATE_KEEPERS})


def require_final_dates(user: User) -> None:
    """Dates of final marks are entered from an order of the director (S3-4.4.6b)."""
    require_role(user, *DATE_KEEPERS, act="записывать сроки итоговых отметок")


def informs_families(user: User, school_class: SchoolClass) -> bool:
    """The class teacher of the day tells the families of the class (S0-7b, report R25)."""
    own = ClassTeacher.objects.filter(in_force("", clock.today()), school_class=school_class, staff__user=user)
    return own.exists()


def require_informing(user: User, school_class: SchoolClass) -> None:
    """Refuse to tick another class."""
    if not (user.is_system or informs_families(user, school_class)):
        raise RightMissing("Отмечает, кому сообщён прогноз, классный руководитель этого класса.")
