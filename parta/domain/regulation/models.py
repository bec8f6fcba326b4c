"""Versions of the school's rulebook: what was in force since when, who changed it and why. Only ever added to."""

from typing import Any

from django.db import models

from parta.domain.access.models import User
from parta.lib.dates import year_title


class RulebookVersion(models.Model):
    """One state of the rulebook of an academic year: a ready-made profile and the school's own values on top of it.

    overrides: {setting: {"value": plain value, "reason": why, "clause": the school's document or ""}}.
    """

    year = models.PositiveSmallIntegerField("первый год учебного года")
    number = models.PositiveSmallIntegerField("версия")
    profile = models.CharField("профиль", max_length=40)
    overrides = models.JSONField("изменённые правила", default=dict, blank=True)
    effective_from = models.DateTimeField("действует с")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="кто")
    reason = models.CharField("почему", max_length=500)
    created_at = models.DateTimeField("когда")

    class Meta:
        verbose_name = "версия регламента"
        verbose_name_plural = "версии регламента"
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_rulebook_version_number_in_a_year"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="rulebook_version_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Регламент {year_title(self.year)}, версия {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only a new version is written: what was in force stays readable for ever."""
        if not self._state.adding:
            raise TypeError("a rulebook version is never changed: add a new one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never."""
        raise TypeError("a rulebook version is never deleted")
