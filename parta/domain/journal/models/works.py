"""Kinds of work and their weights."""

from django.db import models
from django.db.models import F, Q

from parta.domain.curriculum.models import Subject
from parta.domain.journal.choices import DeadlineClass


class WorkType(models.Model):
    """A kind of work with its weight: ordinary answer, test, control work (S3-5.2c)."""

    code = models.CharField("код", max_length=20, unique=True)
    name = models.CharField("название", max_length=80)
    short_name = models.CharField("коротко", max_length=8, blank=True)
    weight = models.DecimalField("вес", max_digits=4, decimal_places=2, default=1)
    counts_in_average = models.BooleanField("входит в средний балл", default=True)
    deadline_class = models.CharField(
        "срок", max_length=12, choices=DeadlineClass.choices, default=DeadlineClass.LESSON
    )
    topic_required = models.BooleanField("нужна тема", default=False)
    marks_per_student = models.PositiveSmallIntegerField("отметок ученику", default=2)
    subject_ids = models.JSONField("только по предметам", default=list, blank=True)
    first_grade = models.PositiveSmallIntegerField("с класса", default=1)
    last_grade = models.PositiveSmallIntegerField("по класс", default=12)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField("используется", default=True)

    class Meta:
        verbose_name = "вид работы"
        verbose_name_plural = "виды работ"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=0), name="weight_not_negative"),
            models.CheckConstraint(condition=Q(marks_per_student__in=[1, 2]), name="one_or_two_marks"),
            models.CheckConstraint(condition=Q(last_grade__gte=F("first_grade")), name="work_type_grades_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    def suits(self, subject_id: int, grade_level: int) -> bool:
        """Is the kind offered on the pages of the subject in the grade?"""
        here = not self.subject_ids or subject_id in self.subject_ids
        return here and self.first_grade <= grade_level <= self.last_grade


class WorkTypeWeight(models.Model):
    """A weight from a day on, for a subject, for grades, or for all; earlier marks keep theirs (S3-5.2c)."""

    work_type = models.ForeignKey(WorkType, on_delete=models.PROTECT, related_name="weights")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_grade = models.PositiveSmallIntegerField("с класса", null=True, blank=True)
    last_grade = models.PositiveSmallIntegerField("по класс", null=True, blank=True)
    weight = models.DecimalField("вес", max_digits=4, decimal_places=2)
    counts_in_average = models.BooleanField("входит в средний балл", default=True)
    starts_on = models.DateField("действует с")

    class Meta:
        verbose_name = "вес вида работы"
        verbose_name_plural = "веса видов работ"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=0), name="dated_weight_not_negative"),
            models.CheckConstraint(
                condition=Q(first_grade__isnull=True, last_grade__isnull=True)
                | Q(first_grade__gte=1, last_grade__gte=F("first_grade"), last_grade__lte=12),
                name="weight_grades_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_type_id}: {self.weight} с {self.starts_on}"
