"""Rows of the room: final marks, deferrals, examinations, closings of a class, decisions of the council, debts."""

from django.db import models
from django.db.models import F, Q

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course, Subject
from parta.domain.finals.choices import Decision, ExamKind, InformedBy
from parta.domain.regulation.choices import DeferralReason, FinalMarkKind, MakeupForm
from parta.domain.school.models import AcademicYear, GradingPeriod, SchoolClass, Student

PERIOD_KINDS = (FinalMarkKind.QUARTER.value, FinalMarkKind.TRIMESTER.value, FinalMarkKind.HALF_YEAR.value)


class FinalMark(models.Model):
    """A final mark of a pupil on a page of the journal: of a period, of the year, of the exam, the overall one.

    period: only for quarter, trimester, half-year. value: «» when erased. proposed and average: what the journal
    proposed and the exact mean it rested on when the teacher decided. deviation_reason: why the teacher decided
    otherwise. corrected_from, correction_reason: the value before a correction made after publication.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="final_marks")
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="final_marks")
    kind = models.CharField("вид", max_length=12, choices=[(one.value, one.label) for one in FinalMarkKind])
    period = models.ForeignKey(
        GradingPeriod, null=True, blank=True, on_delete=models.PROTECT, related_name="final_marks"
    )
    value = models.CharField("отметка", max_length=8, blank=True)
    proposed = models.CharField("предложено", max_length=8, blank=True)
    average = models.DecimalField("среднее", max_digits=10, decimal_places=6, null=True, blank=True)
    deviation_reason = models.CharField("почему не как предложено", max_length=300, blank=True)
    corrected_from = models.CharField("было", max_length=8, blank=True)
    correction_reason = models.CharField("причина исправления", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    is_late = models.BooleanField("после срока", default=False)

    class Meta:
        verbose_name = "итоговая отметка"
        verbose_name_plural = "итоговые отметки"
        constraints = [
            models.UniqueConstraint(
                fields=["course", "student", "kind", "period"],
                condition=Q(period__isnull=False),
                name="one_final_mark_of_period",
            ),
            models.UniqueConstraint(
                fields=["course", "student", "kind"], condition=Q(period__isnull=True), name="one_final_mark_of_year"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PERIOD_KINDS, period__isnull=False)
                | (~Q(kind__in=PERIOD_KINDS) & Q(period__isnull=True)),
                name="period_only_of_period_marks",
            ),
        ]
        indexes = [
            models.Index(fields=["student", "kind"], name="final_student_kind"),
            models.Index(fields=["period", "course"], name="final_period_course"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value or '—'}: {self.student_id}"


class Deferral(models.Model):
    """An order that moves the assessment of a pupil to a later day (S3-5.3, S2-5e). Its subjects are `DeferredCourse`.

    period: None when the year's mark is deferred.
    """

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="deferrals")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="deferrals")
    period = models.ForeignKey(GradingPeriod, null=True, blank=True, on_delete=models.PROTECT, related_name="deferrals")
    reason = models.CharField("причина", max_length=12, choices=[(one.value, one.label) for one in DeferralReason])
    reason_text = models.CharField("пояснение", max_length=300, blank=True)
    makeup_form = models.CharField("форма", max_length=12, choices=[(one.value, one.label) for one in MakeupForm])
    order_number = models.CharField("приказ №", max_length=40, blank=True)
    order_date = models.DateField("от", null=True, blank=True)
    due_on = models.DateField("до какого дня")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField("отменена", null=True, blank=True)
    withdrawn_reason = models.CharField("почему отменена", max_length=300, blank=True)

    class Meta:
        verbose_name = "отсрочка"
        verbose_name_plural = "отсрочки"
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"отсрочка до {self.due_on:%d.%m.%Y}: {self.student_id}"


class DeferredCourse(models.Model):
    """A page of the journal the deferral is about. closed_at: the result has been entered as a final mark."""

    deferral = models.ForeignKey(Deferral, on_delete=models.CASCADE, related_name="courses")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="deferrals")
    closed_at = models.DateTimeField("сдано", null=True, blank=True)

    class Meta:
        verbose_name = "предмет отсрочки"
        verbose_name_plural = "предметы отсрочки"
        constraints = [models.UniqueConstraint(fields=["deferral", "course"], name="one_course_in_deferral")]

    def __str__(self) -> str:
        return f"{self.deferral_id}: {self.course_id}"


class ClassClosing(models.Model):
    """A class whose period (or year: period None) is closed: its final marks no longer change until it is reopened."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="class_closings")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="closings")
    period = models.ForeignKey(GradingPeriod, null=True, blank=True, on_delete=models.PROTECT, related_name="closings")
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("закрыто")
    reopened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField("открыто снова", null=True, blank=True)
    reopen_reason = models.CharField("почему", max_length=300, blank=True)

    class Meta:
        verbose_name = "закрытие класса"
        verbose_name_plural = "закрытия классов"
        ordering = ["-closed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "period"],
                condition=Q(period__isnull=False, reopened_at__isnull=True),
                name="class_period_closed_once",
            ),
            models.UniqueConstraint(
                fields=["school_class"],
                condition=Q(period__isnull=True, reopened_at__isnull=True),
                name="class_year_closed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id}: {self.period_id or 'год'}"


class ExamResult(models.Model):
    """A result that came from an examination: state or intermediate attestation (S0-8b, S1-1.10d).

    received_at: when the school got it; shown_at: when the family could first read it, at once by entering.
    """

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="exam_results")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="exam_results")
    kind = models.CharField("что сдавали", max_length=12, choices=ExamKind.choices)
    held_on = models.DateField("день экзамена")
    value = models.CharField("отметка", max_length=8, blank=True)
    points = models.PositiveSmallIntegerField("балл", null=True, blank=True)
    received_at = models.DateTimeField("получено")
    shown_at = models.DateTimeField("открыто семье")
    corrected_from = models.CharField("было", max_length=40, blank=True)
    correction_reason = models.CharField("причина исправления", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = "результат экзамена"
        verbose_name_plural = "результаты экзаменов"
        ordering = ["-held_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["student", "subject", "kind", "held_on"], name="one_exam_result"),
            models.CheckConstraint(condition=~Q(value="", points__isnull=True), name="exam_result_says_something"),
            models.CheckConstraint(condition=Q(shown_at__gte=F("received_at")), name="shown_after_received"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}: {self.student_id}"


class CouncilDecision(models.Model):
    """The teachers' council about a pupil at the end of a year, by a protocol."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="council_decisions")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="council_decisions")
    decision = models.CharField("решение", max_length=12, choices=Decision.choices)
    protocol = models.CharField("протокол №", max_length=40)
    protocol_date = models.DateField("от")
    note = models.CharField("пояснение", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = "решение педсовета"
        verbose_name_plural = "решения педсовета"
        constraints = [models.UniqueConstraint(fields=["student", "year"], name="one_decision_a_year")]

    def __str__(self) -> str:
        return f"{self.decision}: {self.student_id}"


class AcademicDebt(models.Model):
    """A subject failed at the end of a year, with the day by which it has to be made up, and how that ended."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="academic_debts")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="academic_debts")
    due_on = models.DateField("ликвидировать до")
    result = models.CharField("результат", max_length=8, blank=True)
    result_on = models.DateField("сдано", null=True, blank=True)
    protocol = models.CharField("протокол комиссии №", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = "академическая задолженность"
        verbose_name_plural = "академические задолженности"
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["student", "subject", "year"], name="one_debt_a_subject")]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.student_id}"


class FamilyInformed(models.Model):
    """A family learned of the forecast in a month (S0-7b, S4-2.7a). `month` is its first day."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="informed")
    month = models.DateField()
    channel = models.CharField(max_length=12, choices=InformedBy.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "семья узнала о прогнозе"
        verbose_name_plural = "семьи узнали о прогнозе"
        constraints = [
            models.UniqueConstraint(fields=["student", "month", "channel", "by"], name="informed_once_a_channel")
        ]

    def __str__(self) -> str:
        return f"{self.month:%m.%Y}: {self.student_id}"


class FinalDates(models.Model):
    """Dates of final marks of a period by an order of the school: they replace those of the act (S3-4.4.6b, D17)."""

    period = models.OneToOneField(GradingPeriod, on_delete=models.CASCADE, related_name="final_dates")
    opens_on = models.DateField("ставят с")
    closes_on = models.DateField("ставят по")
    order_number = models.CharField("приказ №", max_length=40)
    order_date = models.DateField("от")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = "сроки итоговых отметок"
        verbose_name_plural = "сроки итоговых отметок"
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="final_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.opens_on:%d.%m.%Y}–{self.closes_on:%d.%m.%Y}: {self.period_id}"
