"""Rows that stand beside the cells: files and links of a lesson, a teacher's words to one pupil. Nothing is deleted."""

from django.db import models
from django.db.models import Q

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.journal.choices import NoteKind, Purpose
from parta.domain.school.models import Student
from parta.domain.timetable.models import Lesson


class Attachment(models.Model):
    """A file or a link of a lesson: of its homework, or of the lesson itself.

    title: the file's own name, or what the link is called. stored: the random name in the data folder, shared by
    copies of one file; «» for a link. removed_at: taken back, the file itself is swept later.
    """

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="attachments")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    title = models.CharField("название", max_length=160)
    url = models.CharField("адрес", max_length=1000, blank=True)
    stored = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField("байт", default=0)
    content_type = models.CharField(max_length=100, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "файл или ссылка урока"
        verbose_name_plural = "файлы и ссылки уроков"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(stored="")) | (~Q(url="") & Q(stored="")), name="attachment_file_or_link"
            ),
        ]
        indexes = [models.Index(fields=["stored"], name="attachment_stored")]

    def __str__(self) -> str:
        return self.title


class PupilNote(models.Model):
    """A recommendation, a remark or praise to one pupil, of a lesson or general (S2-2.2i, S3P-2.5i).

    day: of the lesson, else the day it was written. corrected_from: the text before the last correction; every text is
    in the audit log. withdrawn_at: taken back, the family sees it no more (S1-1.11a).
    """

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="notes")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, null=True, blank=True, on_delete=models.PROTECT, related_name="pupil_notes")
    day = models.DateField("день")
    kind = models.CharField("что это", max_length=16, choices=NoteKind.choices)
    text = models.CharField("текст", max_length=1000)
    corrected_from = models.CharField("было", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField("почему отозвано", max_length=300, blank=True)

    class Meta:
        verbose_name = "слово ученику"
        verbose_name_plural = "рекомендации, замечания, похвала"
        ordering = ["-day", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_has_a_text")]
        indexes = [models.Index(fields=["student", "day"], name="note_student_day")]

    def __str__(self) -> str:
        return self.text[:60]
