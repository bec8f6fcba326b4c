"""Groups of pupils and those who do not study with their class. Everything that can end has a date."""

from typing import Any

from django.db import models

from parta.domain.access.models import User
from parta.domain.school.choices import ArrangementKind, GroupKind
from parta.domain.school.models.people import AcademicYear, SchoolClass, Student, ends_after_start
from parta.lib import russian


class StudyArrangement(models.Model):
    """A pupil who for some days does not study with the class: at home, by a plan of one's own, in a sanatorium.

    The enrollment goes on: the pupil stays in the list of the class and is not absent from its lessons. subjects: ids
    of the subjects studied apart; none named, every lesson of the class is.
    """

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="arrangements")
    kind = models.CharField("что это", max_length=12, choices=ArrangementKind.choices)
    place = models.CharField("где", max_length=200, blank=True)
    subjects = models.JSONField("только предметы", default=list, blank=True)
    valid_from = models.DateField("с")
    valid_to = models.DateField("по", null=True, blank=True)
    order_number = models.CharField("приказ №", max_length=40, blank=True)
    order_date = models.DateField("от", null=True, blank=True)

    class Meta:
        verbose_name = "особый порядок обучения"
        verbose_name_plural = "особый порядок обучения"
        ordering = ["valid_from"]
        constraints = [ends_after_start("arrangement_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.student_id}: {self.kind}"


class Division(models.Model):
    """What splits classes for a subject: every pupil of the classes is in exactly one group of it (S3-4.3.3b).

    version: grows with every change of who is where; the second of two writers is told.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="divisions")
    title = models.CharField("что делят", max_length=80)
    classes = models.ManyToManyField(SchoolClass, related_name="divisions", verbose_name="классы")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "деление на группы"
        verbose_name_plural = "деления на группы"
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class TeachingGroup(models.Model):
    """A part of a class, a stream of several classes, or a single pupil on a plan of his own (S2-2.2f)."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField("название", max_length=80)
    kind = models.CharField("вид", max_length=12, choices=GroupKind.choices, default=GroupKind.SUBGROUP)
    classes = models.ManyToManyField(SchoolClass, related_name="groups", verbose_name="классы")
    division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups", verbose_name="деление"
    )
    sort_name = models.CharField(max_length=300, editable=False)

    class Meta:
        verbose_name = "учебная группа"
        verbose_name_plural = "учебные группы"
        ordering = ["sort_name"]
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="one_group_name_per_year")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort column true to the name."""
        self.sort_name = russian.sort_key(self.name)
        super().save(*args, **kwargs)


class GroupMembership(models.Model):
    """A pupil in a teaching group between two days."""

    group = models.ForeignKey(TeachingGroup, on_delete=models.PROTECT, related_name="memberships")
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField("с")
    valid_to = models.DateField("по", null=True, blank=True)

    class Meta:
        verbose_name = "состав группы"
        verbose_name_plural = "состав групп"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "student"], condition=models.Q(valid_to__isnull=True), name="one_open_membership"
            ),
            ends_after_start("membership_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} в {self.group_id}"
