"""Who reads and who changes the rulebook."""

from parta.domain.access.choices import STAFF_ROLES, Role
from parta.domain.access.models import User
from parta.domain.access.queries import has_role, roles_of


def can_read_rulebook(user: User) -> bool:
    """Everyone who works at the school."""
    return user.is_system or bool(roles_of(user) & STAFF_ROLES)


def can_change_rulebook(user: User) -> bool:
    """The administrator of the journal."""
    return has_role(user, Role.ADMINISTRATOR)
