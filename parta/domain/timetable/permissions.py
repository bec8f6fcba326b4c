"""Who draws the timetable and who changes single days."""

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.access.queries import has_role
from parta.domain.timetable.errors import SubstitutionForbidden

JOURNAL_OF_SUBSTITUTIONS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY)
"""Who reads the whole substitution journal; a substitute reads the own lines."""


def require_setup(user: User, act: str) -> None:
    """Bells are the administrator's (S3-4.1.5e)."""
    require_role(user, Role.ADMINISTRATOR, act=act)


def require_weekly(user: User, act: str) -> None:
    """The weekly timetable and the lessons of the year: the administrator and the deputy (S3-4.1.5f, D24)."""
    require_role(user, Role.ADMINISTRATOR, Role.DEPUTY, act=act)


def can_change_lessons(user: User) -> bool:
    """Substitutions, moves and cancellations: the deputy and the administrator (S3-4.4.3b, D24)."""
    return has_role(user, Role.ADMINISTRATOR, Role.DEPUTY)


def require_lesson_change(user: User, act: str) -> None:
    """Refuse with whom to ask."""
    if not can_change_lessons(user):
        raise SubstitutionForbidden(f"Вы не можете {act}: это делает завуч или администратор ЭЖ.")
