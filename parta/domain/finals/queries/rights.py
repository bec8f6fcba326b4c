"""Whose final marks a page's are."""

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.lib import clock


def gives_finals(user: User, course: Course) -> bool:
    """Final marks are the teacher's of the page today, never the class teacher's (S3-4.4.6a). One statement."""
    if user.is_system:
        return True
    today = in_force("", clock.today())
    return TeachingAssignment.objects.filter(today, staff__user=user, course=course).exists()
