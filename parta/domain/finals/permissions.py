"""May this person do that? Named sentences of the room."""

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.finals.queries.rights import gives_finals

__all__ = ["gives_finals", "may_set_final_dates", "require_final_dates"]
DATE_KEEPERS = (Role.DEPUTY, Role.ADMINISTRATOR, Role.DIRECTOR)


def may_set_final_dates(roles: frozenset[Role]) -> bool:
    """For links to the page."""
    return bool(roles & {*DATE_KEEPERS})


def require_final_dates(user: User) -> None:
    """Dates of final marks are entered from an order of the director (S3-4.4.6b)."""
    require_role(user, *DATE_KEEPERS, act="записывать сроки итоговых отметок")
