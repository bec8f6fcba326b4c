"""Signs of absence, reasons of it, and medical groups, kept apart from the lessons."""

from django.db import models
from django.db.models import F, Q

from parta.domain.access.models import User
from parta.domain.journal.choices import CheckKind, MedicalKind
from parta.domain.journal.models.entries import AttendanceEntry
from parta.domain.journal.rules.attendance import Reason
from parta.domain.journal.rules.medical import MedicalSpan
from parta.domain.journal.rules.signs import Sign
from parta.domain.school.models import SchoolClass, Student


class AbsenceSign(models.Model):
    """A sign of absence of the school with its meaning: the built-in ones are fixed, the administrator adds others."""

    code = models.CharField("знак", max_length=4, unique=True)
    name = models.CharField("что значит", max_length=60)
    words = models.CharField("словами для семьи", max_length=80)
    missed = models.BooleanField("урок пропущен", default=True)
    excused = models.BooleanField("причина уважительная", default=True)
    health = models.BooleanField("говорит о здоровье", default=False)
    key = models.CharField("клавиша", max_length=1, blank=True)
    is_built_in = models.BooleanField(default=False)
    is_active = models.BooleanField("используется", default=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "знак отсутствия"
        verbose_name_plural = "знаки отсутствия"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(excused=False) | Q(missed=True), name="excused_sign_is_missed"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_sign_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.code} — {self.name}"

    @property
    def sign(self) -> Sign:
        """The plain value the rules work on."""
        return Sign(self.code, self.name, self.words, self.missed, self.excused, self.health, self.is_active, self.key)

    @property
    def is_used(self) -> bool:
        """Does it stand in a journal, or as a reason?"""
        return (
            AttendanceEntry.objects.filter(code=self.code).exists()
            or AbsenceReason.objects.filter(code=self.code).exists()
        )


class AbsenceReason(models.Model):
    """Why a pupil is away, entered once by the class teacher and seen by every teacher (S3-4.3.1b, S3R-1.15e)."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="absence_reasons")
    code = models.CharField("причина", max_length=4)
    first_day = models.DateField("с")
    last_day = models.DateField("по")
    first_lesson = models.PositiveSmallIntegerField("с урока", default=1)
    basis = models.CharField("основание", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "причина отсутствия"
        verbose_name_plural = "причины отсутствия"
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="reason_ends_after_start"),
        ]
        indexes = [models.Index(fields=["student", "last_day"], name="reason_student_day")]

    def __str__(self) -> str:
        return f"{self.code}: {self.student_id} {self.first_day}–{self.last_day}"

    @property
    def span(self) -> Reason:
        """The plain value the rules work on."""
        return Reason(self.code, self.first_day, self.last_day, self.first_lesson)


class ClassCheck(models.Model):
    """The class teacher has looked: at the attendance of a day (S3-4.3.1a), at the data of the pupils (S3-4.3.6a), at
    the scheme of the timetable (S3-4.3.3a)."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField("что проверено", max_length=16, choices=CheckKind.choices)
    day = models.DateField("за какой день")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = "проверка класса"
        verbose_name_plural = "проверки классов"
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["school_class", "kind", "day"], name="one_check_a_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.school_class_id}, {self.day}"


class MedicalGroup(models.Model):
    """A pupil's health group for physical education, by a paper: kept apart, optional, its reading is logged (D28)."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="medical_groups")
    kind = models.CharField("группа", max_length=12, choices=MedicalKind.choices)
    first_day = models.DateField("с")
    last_day = models.DateField("по", null=True, blank=True)
    document = models.CharField("справка", max_length=120)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "медицинская группа"
        verbose_name_plural = "медицинские группы"
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="medical_days_in_order"
            )
        ]
        indexes = [models.Index(fields=["student", "first_day"], name="medical_student_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.student_id}"

    @property
    def span(self) -> MedicalSpan:
        """The plain value the rules work on."""
        return MedicalSpan(self.kind, self.first_day, self.last_day)
