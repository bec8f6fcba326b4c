"""Reads: courses and who teaches them."""

from datetime import date

from django.db.models import QuerySet

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course, TeachingAssignment


def courses_taught_by(user: User, day: date) -> QuerySet[Course]:
    """Courses the person teaches on the day."""
    ids = TeachingAssignment.objects.filter(in_force("", day), staff__user=user).values("course_id")
    return Course.objects.filter(id__in=ids).select_related("subject", "school_class", "group", "year")


def roles_from_teaching(user: User, day: date) -> set[Role]:
    """Role source of the room: subject teacher by an assignment in force."""
    taught = TeachingAssignment.objects.filter(in_force("", day), staff__user=user).exists()
    return {Role.TEACHER} if taught else set()
