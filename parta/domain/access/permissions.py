"""May this person do that? Named sentences."""

from parta.domain.access.choices import Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.access.queries import has_role


def require_role(user: User, *roles: Role, act: str) -> None:
    """Let the act through for holders of one of the roles, otherwise raise RightMissing with a sentence.

    act: what is being done, infinitive: «менять регламент».
    """
    if has_role(user, *roles):
        return
    names = " или ".join(str(role.label) for role in roles)
    raise RightMissing(f"Вы не можете {act}: это делает {names}.")


def require_administrator(user: User, act: str) -> None:
    """Only the EJ administrator (S3-4.1.2a … 4.1.7d)."""
    require_role(user, Role.ADMINISTRATOR, act=act)
