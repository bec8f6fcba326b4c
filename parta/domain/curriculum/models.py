"""Subjects, hours, courses, teaching load and thematic plans (КТП)."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from parta.domain.access.models import User
from parta.domain.curriculum.choices import PlanStatus, TopicKind
from parta.domain.school.models import AcademicYear, SchoolClass, StaffMember, TeachingGroup
from parta.lib import russian
from parta.lib.russian import lower_first


class Subject(models.Model):
    """A school subject. `has_marks` is False for courses that are attended but not marked.

    is_physical_education: medical groups apply to it (S3-5.3d); set by the name when it is made, changed by the school.
    """

    name = models.CharField("название", max_length=160, unique=True)
    short_name = models.CharField("коротко", max_length=40, blank=True)
    area = models.CharField("предметная область", max_length=120, blank=True)
    has_marks = models.BooleanField("ставятся отметки", default=True)
    is_physical_education = models.BooleanField("физкультура", default=False)
    sort_name = models.CharField(max_length=500, editable=False)

    class Meta:
        verbose_name = "предмет"
        verbose_name_plural = "предметы"
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort column true to the name."""
        self.sort_name = russian.sort_key(self.name)
        super().save(*args, **kwargs)


class StudyPlanLine(models.Model):
    """Hours of a subject in a grade, or in one class when it differs from its grade."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="study_plan")
    grade_level = models.PositiveSmallIntegerField("параллель")
    school_class = models.ForeignKey(SchoolClass, null=True, blank=True, on_delete=models.CASCADE, verbose_name="класс")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, verbose_name="предмет")
    hours_per_week = models.DecimalField("часов в неделю", max_digits=4, decimal_places=2)
    hours_per_year = models.PositiveSmallIntegerField("часов в год", null=True, blank=True)

    class Meta:
        verbose_name = "строка учебного плана"
        verbose_name_plural = "учебный план"
        ordering = ["grade_level", "subject__sort_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "grade_level", "subject"],
                condition=Q(school_class__isnull=True),
                name="one_plan_line_per_grade",
            ),
            models.UniqueConstraint(fields=["school_class", "subject"], name="one_plan_line_per_class"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.hours_per_week}"


class ThematicPlan(models.Model):
    """Calendar-thematic plan (КТП) of a subject and grade, in the common base of the school (S3-2.2a).

    A change after approval is another row that `revises` this one; when it is approved, its topics are written here, so
    courses and records keep their plan and their topics.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="plans")
    grade_level = models.PositiveSmallIntegerField("параллель")
    title = models.CharField("название", max_length=200)
    status = models.CharField("состояние", max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plans")
    created_at = models.DateTimeField()
    source = models.CharField("по программе", max_length=200, blank=True)
    version = models.PositiveSmallIntegerField("версия", default=1)
    revises = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    status_at = models.DateTimeField(null=True, blank=True)
    status_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status_reason = models.CharField("почему", max_length=300, blank=True)

    class Meta:
        verbose_name = "КТП"
        verbose_name_plural = "КТП"
        ordering = ["grade_level", "subject__sort_name", "title"]
        constraints = [
            models.UniqueConstraint(fields=["revises"], condition=Q(revises__isnull=False), name="one_draft_version")
        ]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """What was approved, by whom and when. `lines`: section, topic, homework and kind of every lesson."""

    plan = models.ForeignKey(ThematicPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    lines = models.JSONField()

    class Meta:
        verbose_name = "утверждённая версия КТП"
        verbose_name_plural = "утверждённые версии КТП"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version")]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"


class PlanUnit(models.Model):
    """A section of the plan. `hours`: what the programme gives it, None when it does not say."""

    plan = models.ForeignKey(ThematicPlan, on_delete=models.CASCADE, related_name="units")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("раздел", max_length=400)
    hours = models.PositiveSmallIntegerField("часов по программе", null=True, blank=True)

    class Meta:
        verbose_name = "раздел КТП"
        verbose_name_plural = "разделы КТП"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="one_unit_position")]

    def __str__(self) -> str:
        return self.title


class PlanTopic(models.Model):
    """One lesson of the plan. `origin`: in a draft version, the topic of the approved plan it comes from."""

    plan = models.ForeignKey(ThematicPlan, on_delete=models.CASCADE, related_name="topics")
    unit = models.ForeignKey(PlanUnit, null=True, blank=True, on_delete=models.SET_NULL, related_name="topics")
    position = models.PositiveSmallIntegerField("№")
    title = models.CharField("тема", max_length=600)
    kind = models.CharField("вид", max_length=12, choices=TopicKind.choices, default=TopicKind.LESSON)
    homework = models.CharField("задание", max_length=600, blank=True)
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "тема КТП"
        verbose_name_plural = "темы КТП"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="one_topic_position")]

    def __str__(self) -> str:
        return self.title


class PlanSitting(models.Model):
    """A draft being written, kept every few seconds: who writes and what stood before. One entry of the log ends it.

    `lines`: section, topic, homework and kind of every lesson at the beginning (docs/adr/0016).
    """

    plan = models.OneToOneField(ThematicPlan, on_delete=models.CASCADE, related_name="sitting")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    lines = models.JSONField()

    class Meta:
        verbose_name = "правка черновика КТП"
        verbose_name_plural = "правки черновиков КТП"

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.author_id}"


class Course(models.Model):
    """A page of the journal: a subject taught to a class or a group in one year."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="courses")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="courses")
    school_class = models.ForeignKey(
        SchoolClass, null=True, blank=True, on_delete=models.PROTECT, related_name="courses", verbose_name="класс"
    )
    group = models.ForeignKey(
        TeachingGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="courses", verbose_name="группа"
    )
    grade_level = models.PositiveSmallIntegerField("параллель")
    plan = models.ForeignKey(ThematicPlan, null=True, blank=True, on_delete=models.SET_NULL, related_name="courses")
    is_active = models.BooleanField("ведётся", default=True)

    class Meta:
        verbose_name = "страница журнала"
        verbose_name_plural = "страницы журнала"
        ordering = ["grade_level", "subject__sort_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school_class__isnull=False, group__isnull=True)
                | Q(school_class__isnull=True, group__isnull=False),
                name="course_of_class_or_group",
            ),
            models.UniqueConstraint(
                fields=["year", "subject", "school_class"],
                condition=Q(school_class__isnull=False),
                name="one_course_per_class",
            ),
            models.UniqueConstraint(
                fields=["year", "subject", "group"], condition=Q(group__isnull=False), name="one_course_per_group"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unit_name(self) -> str:
        """«7Б» or the group's name. Needs `school_class` or `group` loaded."""
        return self.school_class.name if self.school_class else self.group.name if self.group else ""

    @property
    def title(self) -> str:
        """«7Б, алгебра» as people say it."""
        name = self.subject.name
        return f"{self.unit_name}, {lower_first(name)}"


class TeachingAssignment(models.Model):
    """Who teaches the course between two days; several at once is team teaching."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="assignments")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="assignments")
    valid_from = models.DateField("с")
    valid_to = models.DateField("по", null=True, blank=True)

    class Meta:
        verbose_name = "нагрузка"
        verbose_name_plural = "нагрузка"
        constraints = [
            models.UniqueConstraint(
                fields=["course", "staff"], condition=Q(valid_to__isnull=True), name="one_open_assignment"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.course_id}"
