"""Reads: lessons of a day, a week, a course; who gives them."""

from datetime import date

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.timetable.models import Substitution


def roles_from_substitutions(user: User, day: date) -> set[Role]:
    """Role source of the room: a substitute on the day of a substituted lesson (the right ends with it, S4-2.2b)."""
    substitutes = Substitution.objects.filter(teacher__user=user, lesson__day=day).exists()
    return {Role.SUBSTITUTE} if substitutes else set()
