"""Closed sets of the room."""

from django.db.models import TextChoices


class PlanStatus(TextChoices):
    """State of a thematic plan."""

    DRAFT = "draft", "черновик"
    APPROVED = "approved", "утверждён"


class TopicKind(TextChoices):
    """What kind of work a planned lesson holds; matched to a journal work type by code."""

    LESSON = "lesson", "урок"
    CONTROL = "control", "контрольная работа"
    TEST = "test", "самостоятельная работа"
    LABORATORY = "laboratory", "лабораторная работа"
    PRACTICAL = "practical", "практическая работа"
