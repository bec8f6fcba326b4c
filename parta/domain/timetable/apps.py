"""Django app."""

from django.apps import AppConfig


class TimetableConfig(AppConfig):
    """Расписание."""

    name = "parta.domain.timetable"
    label = "timetable"
    verbose_name = "Расписание"
