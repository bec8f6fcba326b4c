"""When a reader last looked at a pupil's diary: the base of «новое с прошлого раза»."""

from django.db import models

from parta.domain.access.models import User
from parta.domain.school.models import Student


class DiaryVisit(models.Model):
    """The latest visit of one reader to one diary, and the one before it."""

    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    previous_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "просмотр дневника"
        verbose_name_plural = "просмотры дневника"
        constraints = [models.UniqueConstraint(fields=["reader", "student"], name="one_visit_row")]

    def __str__(self) -> str:
        return f"{self.reader_id} → {self.student_id}"
