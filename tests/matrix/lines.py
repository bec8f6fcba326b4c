"""One line of the table of rights."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`soft`: others are told no inside a page, not by its status. `idle`: even an allowed POST writes nothing."""

    name: str
    method: str
    roles: str
    title: str
    soft: bool = False
    idle: bool = False

    @property
    def allowed(self) -> frozenset[str]:
        """Roles that get in."""
        return frozenset(self.roles.split())


def get(name: str, roles: str, title: str) -> Line:
    """Who reads."""
    return Line(name, "GET", roles, title)


def post(name: str, roles: str, title: str, *, soft: bool = False, idle: bool = False) -> Line:
    """Who writes."""
    return Line(name, "POST", roles, title, soft, idle)
