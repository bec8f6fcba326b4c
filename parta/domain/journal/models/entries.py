"""What hangs on a lesson. Each row has a version; an erased value stays as an empty row and keeps it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course, PlanTopic, Subject
from parta.domain.journal.models.works import WorkType
from parta.domain.journal.rules.marks import OWED, MarkState
from parta.domain.journal.rules.moments import EntryMoment
from parta.domain.school.models import SchoolClass, Student
from parta.domain.timetable.models import Lesson

if TYPE_CHECKING:
    Moments = models.DateTimeField[datetime, datetime]
else:
    Moments = models.DateTimeField


class MadeAt(Moments):
    """A moment that is `entered_at` unless the writer says otherwise."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Fill the moment before the row is inserted."""
        if isinstance(model_instance, Entered) and getattr(model_instance, self.attname) is None:
            setattr(model_instance, self.attname, model_instance.entered_at)
        return super().pre_save(model_instance, add)


class Entered(models.Model):
    """Who entered a value, when, and its version for concurrent editing.

    entered_at: when it reached the server. made_at: when it was made, what deadlines judge by: earlier than
    `entered_at` only for an entry made without a network.
    """

    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    made_at = MadeAt("без связи с")
    is_late = models.BooleanField("после срока", default=False)

    class Meta:
        abstract = True

    @property
    def moment(self) -> EntryMoment:
        """Made and received, to be judged against a deadline."""
        return EntryMoment(self.made_at, self.entered_at)


def late_index(name: str) -> models.Index:
    """Late entries are few: they are counted without reading the others."""
    return models.Index(fields=["entered_at"], condition=Q(is_late=True), name=name)


class Mark(Entered):
    """The sign in the cell. `slot` 2 is the second mark of a double one (5/4). Without `work_type`: as the lesson.

    corrected_from: the value before the last correction made after the deadline; the family reads «3 → 4».
    counts: False is left out of every average. owed: the work has not been handed in, there is no value to count.
    first_value: the mark before a re-sit; both are kept, the present one counts.
    """

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="marks")
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="marks")
    slot = models.PositiveSmallIntegerField(default=1)
    value = models.CharField(max_length=8, blank=True)
    work_type = models.ForeignKey(WorkType, null=True, blank=True, on_delete=models.PROTECT)
    comment = models.CharField(max_length=500, blank=True)
    counts = models.BooleanField("входит в средний балл", default=True)
    owed = models.BooleanField("работа не сдана", default=False)
    first_value = models.CharField("до пересдачи", max_length=8, blank=True)
    corrected_from = models.CharField("было", max_length=8, blank=True)
    correction_reason = models.CharField("причина исправления", max_length=300, blank=True)

    class Meta:
        verbose_name = "отметка"
        verbose_name_plural = "отметки"
        constraints = [
            models.UniqueConstraint(fields=["lesson", "student", "slot"], name="one_mark_per_slot"),
            models.CheckConstraint(condition=Q(slot__in=[1, 2]), name="mark_slot_1_or_2"),
            models.CheckConstraint(condition=Q(owed=False) | Q(value=""), name="owed_work_has_no_mark"),
        ]
        indexes = [
            late_index("mark_late"),
            models.Index(fields=["student", "lesson"], name="mark_student_lesson"),
            models.Index(fields=["entered_at"], name="mark_entered_at"),
        ]

    def __str__(self) -> str:
        return f"{self.sign or '—'}: {self.student_id}"

    @property
    def sign(self) -> str:
        """What stands in the cell: the mark, the dot of owed work, or «»."""
        return OWED if self.owed else self.value

    @property
    def state(self) -> MarkState:
        """The plain value the rules work on."""
        return MarkState(self.value, self.counts, self.owed, self.first_value)


class AttendanceEntry(Entered):
    """An absence or a late coming; no row or an empty code means present. code: of the dictionary of signs."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="attendance")
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="attendance")
    code = models.CharField(max_length=4, blank=True)
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "пропуск"
        verbose_name_plural = "посещаемость"
        constraints = [models.UniqueConstraint(fields=["lesson", "student"], name="one_attendance_per_lesson")]
        indexes = [
            models.Index(fields=["student", "lesson"], name="attendance_student_lesson"),
            late_index("attendance_late"),
        ]

    def __str__(self) -> str:
        return f"{self.code or '·'}: {self.student_id}"


class LessonRecord(Entered):
    """What the lesson was: topic, kind of work, comment for all, when the roll was called; when a written work was
    checked (S3R-1.15g) and when the results of an external one came (S3-4.4.10a).

    `plan_note`: why the topic is another than the plan gives (S3R-1.15h: a departure is visible).
    """

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="record")
    topic = models.CharField(max_length=600, blank=True)
    plan_topic = models.ForeignKey(PlanTopic, null=True, blank=True, on_delete=models.SET_NULL, related_name="records")
    plan_note = models.CharField(max_length=200, blank=True)
    work_topic = models.CharField("тема работы", max_length=300, blank=True)
    work_type = models.ForeignKey(WorkType, null=True, blank=True, on_delete=models.PROTECT)
    topic_entered_at = models.DateTimeField(null=True, blank=True)
    roll_called_at = models.DateTimeField(null=True, blank=True)
    checked_on = models.DateField("проверка закончена", null=True, blank=True)
    received_at = models.DateTimeField("результаты получены", null=True, blank=True)
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "запись об уроке"
        verbose_name_plural = "записи об уроках"
        indexes = [late_index("record_late")]

    def __str__(self) -> str:
        return self.topic or str(self.lesson_id)


class Homework(Entered):
    """Set at a lesson, due by a later day; `not_set` says plainly that there is none (S3R-1.15l: «если задаётся»)."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="homework")
    text = models.CharField(max_length=2000, blank=True)
    due_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("минут", null=True, blank=True)
    student_ids = models.JSONField("только ученикам", default=list, blank=True)
    not_set = models.BooleanField(default=False)

    class Meta:
        verbose_name = "домашнее задание"
        verbose_name_plural = "домашние задания"
        indexes = [models.Index(fields=["due_on"], name="homework_due_on"), late_index("homework_late")]

    def __str__(self) -> str:
        return self.text[:60]

    def is_for(self, student_id: int) -> bool:
        """Set to all, or to this pupil among others."""
        return not self.student_ids or student_id in self.student_ids


class Opening(models.Model):
    """A time in which entries closed by their deadline are accepted: of a lesson, a page of the journal or a class.

    It ends by itself at `closes_at`, earlier when revoked; nothing opens a closed period or year.
    """

    lesson = models.ForeignKey(Lesson, null=True, blank=True, on_delete=models.PROTECT, related_name="openings")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT, related_name="openings")
    school_class = models.ForeignKey(
        SchoolClass, null=True, blank=True, on_delete=models.PROTECT, related_name="openings"
    )
    reason = models.CharField("причина", max_length=300)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("открыто")
    closes_at = models.DateTimeField("открыто до")
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField("закрыто раньше", null=True, blank=True)

    class Meta:
        verbose_name = "открытие"
        verbose_name_plural = "открытия"
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lesson__isnull=False, course__isnull=True, school_class__isnull=True)
                | Q(lesson__isnull=True, course__isnull=False, school_class__isnull=True)
                | Q(lesson__isnull=True, course__isnull=True, school_class__isnull=False),
                name="opening_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="opening_ends_after_start"),
            models.CheckConstraint(condition=~Q(reason=""), name="opening_has_a_reason"),
        ]
        indexes = [models.Index(fields=["closes_at"], name="opening_closes_at")]

    def __str__(self) -> str:
        return self.reason


class TopicPlacement(models.Model):
    """A topic of the plan in the order of one course, and the lesson it was meant for when the plan was placed.

    `joined`: given in the same lesson as the topic before it. Where a topic falls now is not stored: it follows from
    the lessons and their records (`curriculum.rules.lay_out`).
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="placements")
    topic = models.ForeignKey(PlanTopic, on_delete=models.CASCADE, related_name="placements")
    position = models.PositiveSmallIntegerField()
    joined = models.BooleanField(default=False)
    planned_on = models.DateField(null=True, blank=True)
    planned_number = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "место темы"
        verbose_name_plural = "места тем"
        ordering = ["course", "position"]
        constraints = [models.UniqueConstraint(fields=["course", "topic"], name="one_place_of_topic")]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.topic_id}"


class BroughtMark(models.Model):
    """A mark given by another school or a sanatorium, brought in with a paper: shown as such, never a cell."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="brought_marks")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    school = models.CharField("какая школа", max_length=200)
    day = models.DateField("за какой день")
    value = models.CharField(max_length=8)
    document = models.CharField("документ", max_length=200, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = "отметка другой школы"
        verbose_name_plural = "отметки другой школы"
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["student", "day"], name="brought_student_day")]

    def __str__(self) -> str:
        return f"{self.value}: {self.student_id}"
