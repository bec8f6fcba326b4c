"""Bells, weekly timetable, dated lessons. A lesson is a row: marks, attendance and topics hang on it."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.school.choices import Shift
from parta.domain.school.models import AcademicYear, Room, StaffMember
from parta.domain.timetable.choices import AbsenceReason, LessonStatus, WeekParity
from parta.lib import clock


class BellSchedule(models.Model):
    """Times of lessons of a shift from a date; `weekday` (1 = Monday) for a short day of its own."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="bell_schedules")
    title = models.CharField("название", max_length=80)
    shift = models.PositiveSmallIntegerField("смена", choices=Shift.choices, default=Shift.FIRST)
    weekday = models.PositiveSmallIntegerField("только в день недели", null=True, blank=True)
    valid_from = models.DateField("с")

    class Meta:
        verbose_name = "расписание звонков"
        verbose_name_plural = "расписания звонков"
        ordering = ["shift", "weekday", "valid_from"]

    def __str__(self) -> str:
        return self.title


class LessonSlot(models.Model):
    """One lesson number with its times."""

    schedule = models.ForeignKey(BellSchedule, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField("урок")
    starts_at = models.TimeField("начало")
    ends_at = models.TimeField("конец")

    class Meta:
        verbose_name = "звонок"
        verbose_name_plural = "звонки"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="one_slot_number"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.starts_at:%H:%M}"


class Timetable(models.Model):
    """A version of the weekly timetable, in force between two days.

    A draft (`published_at` is empty) is seen by those who draw it and makes no lessons; it bounds no other version.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="timetables")
    title = models.CharField("название", max_length=120)
    valid_from = models.DateField("действует с")
    valid_to = models.DateField("по", null=True, blank=True)
    source = models.CharField("откуда", max_length=200, blank=True)
    published_at = models.DateTimeField("опубликовано", null=True, blank=True)
    published_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="кем"
    )

    class Meta:
        verbose_name = "расписание"
        verbose_name_plural = "расписания"
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["year", "valid_from"], name="one_timetable_per_start"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="timetable_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Not published yet."""
        return self.published_at is None


class TimetableEntry(models.Model):
    """One place of the week: a course at a weekday and lesson number."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="entries")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="entries")
    weekday = models.PositiveSmallIntegerField("день недели")
    number = models.PositiveSmallIntegerField("урок")
    week = models.CharField("недели", max_length=8, choices=WeekParity.choices, default=WeekParity.EVERY)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, verbose_name="кабинет")
    teacher = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="entries", verbose_name="учитель"
    )

    class Meta:
        verbose_name = "строка расписания"
        verbose_name_plural = "строки расписания"
        ordering = ["weekday", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["timetable", "course", "weekday", "number", "week"], name="one_entry_place"
            ),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="entry_weekday_1_to_7"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}/{self.number}: {self.course_id}"


class Lesson(models.Model):
    """A dated lesson. Times, room and teacher are its own: a later timetable never rewrites the past."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons")
    day = models.DateField("день")
    number = models.PositiveSmallIntegerField("урок")
    starts_at = models.TimeField("начало")
    ends_at = models.TimeField("конец")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, verbose_name="кабинет")
    teacher = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="lessons", verbose_name="учитель"
    )
    entry = models.ForeignKey(TimetableEntry, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons")
    status = models.CharField("состояние", max_length=12, choices=LessonStatus.choices, default=LessonStatus.SCHEDULED)
    note = models.CharField("примечание", max_length=200, blank=True)
    moved_from_day = models.DateField("перенесён с", null=True, blank=True)
    moved_from_number = models.PositiveSmallIntegerField(null=True, blank=True)
    distance_link = models.CharField("ссылка на дистанционный урок", max_length=300, blank=True)
    in_place_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replacements",
        verbose_name="вместо урока",
    )
    changed_at = models.DateTimeField("изменён", null=True, blank=True)

    class Meta:
        verbose_name = "урок"
        verbose_name_plural = "уроки"
        ordering = ["day", "number"]
        constraints = [models.UniqueConstraint(fields=["course", "day", "number"], name="one_lesson_place")]
        indexes = [
            models.Index(fields=["day", "number"], name="lesson_day_number"),
            models.Index(fields=["teacher", "day"], name="lesson_teacher_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} № {self.number}: {self.course_id}"

    @property
    def starts(self) -> datetime:
        """The moment it begins, aware."""
        return datetime.combine(self.day, self.starts_at, tzinfo=clock.zone())

    @property
    def ends(self) -> datetime:
        """The moment it ends, aware."""
        return datetime.combine(self.day, self.ends_at, tzinfo=clock.zone())

    @property
    def is_held(self) -> bool:
        """Lessons that take place; a cancelled lesson keeps its row and whatever was entered."""
        return self.status != LessonStatus.CANCELLED


class Substitution(models.Model):
    """Another teacher gives the lesson (S3-4.4.3a): a line of the substitution journal (S3-4.4.3b).

    `instead_of`: who was to give it then. `joined_with`: the lesson of the substitute that takes these pupils in.
    `signed_at`: the substitute has signed, the password given again.
    """

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="substitution")
    teacher = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="substitutions")
    instead_of = models.ForeignKey(
        StaffMember,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="given_away",
        verbose_name="вместо кого",
    )
    joined_with = models.ForeignKey(
        Lesson, null=True, blank=True, on_delete=models.SET_NULL, related_name="joined", verbose_name="вместе с уроком"
    )
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL)
    reason = models.CharField("причина", max_length=200, blank=True)
    order_number = models.CharField("приказ №", max_length=40, blank=True)
    order_date = models.DateField("от", null=True, blank=True)
    signed_at = models.DateTimeField("подписано", null=True, blank=True)
    declined_at = models.DateTimeField("не может", null=True, blank=True)
    decline_note = models.CharField("почему не может", max_length=200, blank=True)

    class Meta:
        verbose_name = "замена"
        verbose_name_plural = "замены"

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.teacher_id}"


class StaffAbsence(models.Model):
    """A member of staff is away between two days; without the last one: it is not known till when."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="absences", verbose_name="кто")
    reason = models.CharField("причина", max_length=12, choices=AbsenceReason.choices, default=AbsenceReason.ILLNESS)
    note = models.CharField("примечание", max_length=200, blank=True)
    order_number = models.CharField("приказ №", max_length=40, blank=True)
    first_day = models.DateField("с")
    last_day = models.DateField("по", null=True, blank=True)

    class Meta:
        verbose_name = "отсутствие сотрудника"
        verbose_name_plural = "отсутствия сотрудников"
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="absence_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["first_day", "last_day"], name="absence_days")]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.first_day}"

    def covers(self, day: date) -> bool:
        """Is the person away on the day?"""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)
