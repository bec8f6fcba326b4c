"""Year, calendar, classes and people. Everything that can end has a date, nothing is deleted."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from parta.domain.access.models import User
from parta.domain.school.choices import (
    DayKind,
    DaySource,
    Gender,
    LeaveKind,
    PeriodKind,
    Relation,
    Shift,
)
from parta.lib import dates, russian


def ends_after_start(name: str) -> models.CheckConstraint:
    """A dated row may not end before it starts."""
    return models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name)


class School(models.Model):
    """The one school of this database (ARCHITECTURE, decision 1)."""

    name = models.CharField("полное название", max_length=300)
    short_name = models.CharField("краткое название", max_length=80)
    address = models.CharField("адрес", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    website = models.URLField("сайт", blank=True)

    class Meta:
        verbose_name = "школа"
        verbose_name_plural = "школа"

    def __str__(self) -> str:
        return self.short_name


class AcademicYear(models.Model):
    """An academic year; `year` is its first calendar year and finds its rulebook."""

    year = models.PositiveSmallIntegerField("первый год", unique=True)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("конец")
    is_closed = models.BooleanField("закрыт", default=False)

    class Meta:
        verbose_name = "учебный год"
        verbose_name_plural = "учебные годы"
        ordering = ["-year"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="year_ends_after_start")]

    def __str__(self) -> str:
        return dates.year_title(self.year)


class GradingPeriod(models.Model):
    """A quarter, trimester or half-year of one grade (S0-7c: the division is chosen per grade)."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="periods")
    grade_level = models.PositiveSmallIntegerField("параллель")
    kind = models.CharField("вид", max_length=12, choices=PeriodKind.choices)
    number = models.PositiveSmallIntegerField("номер")
    starts_on = models.DateField("начало")
    ends_on = models.DateField("конец")
    closed_at = models.DateTimeField("закрыт", null=True, blank=True)

    class Meta:
        verbose_name = "учебный период"
        verbose_name_plural = "учебные периоды"
        ordering = ["grade_level", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "grade_level", "number"], name="one_period_number_per_grade"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    def covers(self, day: date) -> bool:
        """Is the day inside, ends included?"""
        return self.starts_on <= day <= self.ends_on


class Vacation(models.Model):
    """School holidays; `first_grade`…`last_grade` for the extra week of grade 1."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="vacations")
    title = models.CharField("название", max_length=80)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("конец")
    first_grade = models.PositiveSmallIntegerField("с класса", default=1)
    last_grade = models.PositiveSmallIntegerField("по класс", default=11)

    class Meta:
        verbose_name = "каникулы"
        verbose_name_plural = "каникулы"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="vacation_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title


class CalendarException(models.Model):
    """A day that is not what its weekday says: a public holiday, or a working Saturday."""

    day = models.DateField("день", unique=True)
    kind = models.CharField("что это", max_length=12, choices=DayKind.choices)
    title = models.CharField("название", max_length=120, blank=True)
    source = models.CharField("откуда", max_length=12, choices=DaySource.choices, default=DaySource.SCHOOL)
    as_weekday = models.PositiveSmallIntegerField("по расписанию дня", null=True, blank=True)

    class Meta:
        verbose_name = "особый день"
        verbose_name_plural = "особые дни"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.title}"


class Room(models.Model):
    """A classroom."""

    name = models.CharField("кабинет", max_length=40, unique=True)
    title = models.CharField("название", max_length=80, blank=True)
    capacity = models.PositiveSmallIntegerField("мест", null=True, blank=True)
    is_active = models.BooleanField("используется", default=True)

    class Meta:
        verbose_name = "кабинет"
        verbose_name_plural = "кабинеты"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SchoolClass(models.Model):
    """7Б of one year."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="classes")
    grade_level = models.PositiveSmallIntegerField("параллель")
    letter = models.CharField("буква", max_length=20, blank=True)
    shift = models.PositiveSmallIntegerField("смена", choices=Shift.choices, default=Shift.FIRST)
    days_per_week = models.PositiveSmallIntegerField("дней в неделе", default=5)
    profile = models.CharField("профиль", max_length=80, blank=True)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, verbose_name="кабинет")
    sort_name = models.CharField(max_length=200, editable=False)

    class Meta:
        verbose_name = "класс"
        verbose_name_plural = "классы"
        ordering = ["grade_level", "sort_name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "grade_level", "letter"], name="one_class_per_year_and_letter"),
            models.CheckConstraint(condition=Q(grade_level__gte=1, grade_level__lte=12), name="grade_level_1_to_12"),
            models.CheckConstraint(condition=Q(days_per_week__in=[5, 6]), name="five_or_six_days"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort column true to the name."""
        self.sort_name = russian.sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """«7Б»."""
        return f"{self.grade_level}{self.letter}"


class StaffMember(models.Model):
    """A person who works at the school."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="staff")
    position = models.CharField("должность", max_length=120, blank=True)
    valid_from = models.DateField("работает с")
    valid_to = models.DateField("по", null=True, blank=True)

    class Meta:
        verbose_name = "сотрудник"
        verbose_name_plural = "сотрудники"
        ordering = ["user__sort_name"]
        constraints = [ends_after_start("staff_ends_after_start")]

    def __str__(self) -> str:
        return str(self.user)


class ClassTeacher(models.Model):
    """Homeroom teacher of a class from a date."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="class_teachers")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="homerooms")
    valid_from = models.DateField("с")
    valid_to = models.DateField("по", null=True, blank=True)

    class Meta:
        verbose_name = "классный руководитель"
        verbose_name_plural = "классные руководители"
        constraints = [
            models.UniqueConstraint(
                fields=["school_class"], condition=Q(valid_to__isnull=True), name="one_open_class_teacher"
            ),
            ends_after_start("class_teacher_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id}: {self.staff_id}"


class Student(models.Model):
    """A pupil, whatever the class."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="student")
    birth_date = models.DateField("дата рождения", null=True, blank=True)
    gender = models.CharField("пол", max_length=1, choices=Gender.choices, blank=True)
    file_number = models.CharField("№ личного дела", max_length=40, blank=True)

    class Meta:
        verbose_name = "ученик"
        verbose_name_plural = "ученики"
        ordering = ["user__sort_name"]

    def __str__(self) -> str:
        return str(self.user)


class Guardian(models.Model):
    """A parent or other legal representative."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="guardian")

    class Meta:
        verbose_name = "родитель"
        verbose_name_plural = "родители"
        ordering = ["user__sort_name"]

    def __str__(self) -> str:
        return str(self.user)


class Guardianship(models.Model):
    """The tie between a guardian and a pupil; can be ended by a date (S3-4.1.7d)."""

    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, related_name="guardianships")
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="guardianships")
    relation = models.CharField("кем приходится", max_length=12, choices=Relation.choices, default=Relation.OTHER)
    valid_from = models.DateField("с")
    valid_to = models.DateField("по", null=True, blank=True)

    class Meta:
        verbose_name = "связь с родителем"
        verbose_name_plural = "связи с родителями"
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "student"], condition=Q(valid_to__isnull=True), name="one_open_guardianship"
            ),
            ends_after_start("guardianship_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} → {self.student_id}"


class Enrollment(models.Model):
    """A pupil in a class between two days, with the orders of coming and leaving (S3-4.1.7b, c)."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="enrollments")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="enrollments")
    valid_from = models.DateField("зачислен")
    valid_to = models.DateField("последний день", null=True, blank=True)
    joined_order = models.CharField("приказ о зачислении №", max_length=40, blank=True)
    joined_order_date = models.DateField("от", null=True, blank=True)
    came_from = models.CharField("откуда прибыл", max_length=200, blank=True)
    leave_kind = models.CharField("чем закончилось", max_length=12, choices=LeaveKind.choices, blank=True)
    left_order = models.CharField("приказ о выбытии №", max_length=40, blank=True)
    left_order_date = models.DateField("от", null=True, blank=True)
    went_to = models.CharField("куда выбыл", max_length=200, blank=True)

    class Meta:
        verbose_name = "зачисление"
        verbose_name_plural = "движение учеников"
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["student"], condition=Q(valid_to__isnull=True), name="one_open_enrollment"),
            ends_after_start("enrollment_ends_after_start"),
        ]
        indexes = [models.Index(fields=["school_class", "valid_from"], name="enrollment_class_from")]

    def __str__(self) -> str:
        return f"{self.student_id} в {self.school_class_id}"

    def is_active_on(self, day: date) -> bool:
        """Does the pupil belong to the class on the day?"""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
