"""Closed sets of the room."""

from django.db.models import TextChoices


class WeekParity(TextChoices):
    """Which weeks an entry is for; weeks are counted from the timetable's first week, which is odd."""

    EVERY = "every", "каждую неделю"
    ODD = "odd", "по нечётным неделям"
    EVEN = "even", "по чётным неделям"


class LessonStatus(TextChoices):
    """What happened to a dated lesson."""

    SCHEDULED = "scheduled", "по расписанию"
    CANCELLED = "cancelled", "отменён"
    MOVED = "moved", "перенесён"
