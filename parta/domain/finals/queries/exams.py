"""Reads of examination results: the list of the school, the pupils of a form, one pupil's, pages they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.errors import ExamNotFound
from parta.domain.finals.models import ExamResult, FinalMark
from parta.domain.finals.rules.exams import Score
from parta.domain.finals.rules.kinds import CERTIFICATE_GRADES, offers
from parta.domain.finals.rules.proposal import PASS_FAIL
from parta.domain.finals.rules.publication import exam_fault, exam_setting, publication_due
from parta.domain.journal.queries.locks import ClassDays
from parta.domain.journal.queries.roster import roster_of
from parta.domain.regulation import rules as regulation
from parta.domain.regulation.choices import DiarySection, FinalMarkKind
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.choices import GroupKind
from parta.domain.school.models import AcademicYear, Enrollment, GroupMembership, SchoolClass, Student
from parta.domain.school.queries import SchoolCalendar, calendar_of
from parta.lib import clock

SECTIONS = {ExamKind.INTERMEDIATE: DiarySection.INTERMEDIATE, ExamKind.STATE: DiarySection.FINAL}


@dataclass(frozen=True, slots=True)
class ExamLineRead:
    """A result in a list. class_name: of the pupil on the day of the exam. late: was it opened after its term?"""

    row: ExamResult
    class_name: str
    score: Score
    due: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pupil of the form of entry. standing: what is written already for this examination, «»."""

    student: Student
    class_name: str
    standing: str = ""


@dataclass(frozen=True, slots=True)
class FamilyExam:
    """A result as the family reads it. is_new: entered or corrected after the reader's last visit."""

    subject: str
    kind: ExamKind
    score: Score
    held_on: date
    shown_at: datetime
    was: str
    reason: str
    is_new: bool

    @property
    def kind_title(self) -> str:
        """«промежуточная аттестация»."""
        return str(self.kind.label)


@dataclass(frozen=True, slots=True)
class FamilyExams:
    """Results of a kind, newest first. clause: where the act promises them to the family, «» where it is silent."""

    kind: ExamKind
    clause: str
    results: list[FamilyExam]

    @property
    def title(self) -> str:
        """«Промежуточная аттестация»."""
        words = str(self.kind.label)
        return words[0].upper() + words[1:]


def exam_values(year: AcademicYear) -> tuple[str, ...]:
    """Marks a result may be: the school's scale, «зачёт», «незачёт»."""
    return (*rulebook_for(year.year).rulebook.marks.mark_values, *PASS_FAIL)


def exam_term_words(year: AcademicYear) -> tuple[str, str]:
    """Within which time families must see examination results, and where that is said: «24 часа», «п. 8»."""
    current = rulebook_for(year.year)
    setting = exam_setting(current.rulebook)
    return current.value_text(setting), current.source_text(setting)


def exam_for(user: User, result_id: int, *, everything: bool) -> ExamResult:
    """A result the person may read: any with `everything`, else those `readable_exams` lets through. ExamNotFound."""
    rows = ExamResult.objects.select_related("student__user", "subject", "year", "entered_by")
    row = readable_exams(rows, user, everything=everything).filter(pk=result_id).first()
    if row is None:
        raise ExamNotFound("Такого результата нет")
    return row


def readable_exams(rows: QuerySet[ExamResult], user: User, *, everything: bool) -> QuerySet[ExamResult]:
    """Of the whole school; else pupils of the class led today, and subjects taught today to those pupils."""
    if everything:
        return rows
    today = clock.today()
    led = Enrollment.objects.filter(
        in_force("", today), in_force("school_class__class_teachers__", today),
        school_class__class_teachers__staff__user=user,
    ).values("student_id")  # fmt: skip
    found = Q(student__in=led)
    mine = Course.objects.filter(in_force("assignments__", today), assignments__staff__user=user)
    for subject, unit, group in mine.values_list("subject_id", "school_class_id", "group_id"):
        taught: QuerySet[Enrollment] | QuerySet[GroupMembership] = (
            Enrollment.objects.filter(in_force("", today), school_class=unit)
            if unit
            else GroupMembership.objects.filter(in_force("", today), group=group)
        )
        found |= Q(subject=subject, student__in=taught.values("student_id"))
    return rows.filter(found)


def exam_lines(
    user: User, year: AcademicYear, *, everything: bool, kind: str = "", class_id: int | None = None
) -> list[ExamLineRead]:
    """Results of the year the person may read, newest first. Three statements."""
    rows = readable_exams(ExamResult.objects.filter(year=year), user, everything=everything)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(student__in=_of_class(class_id)) if class_id else rows
    found = list(
        rows.select_related("student__user", "subject", "entered_by").order_by(
            "-held_on", "kind", "subject__sort_name", "student__user__sort_name"
        )
    )
    classes = classes_on(year, {row.student_id: row.held_on for row in found})
    calendar = calendar_of(year) if found else None
    return [
        _line(row, classes.get(row.student_id), days_of(year, calendar, classes.get(row.student_id))) for row in found
    ]


def classes_on(year: AcademicYear, days: Mapping[int, date]) -> dict[int, SchoolClass]:
    """By pupil: the class of the day, after the year its last one. One statement."""
    rows = Enrollment.objects.filter(school_class__year=year, student__in=list(days)).select_related("school_class")
    found: dict[int, SchoolClass] = {}
    for row in rows.order_by("valid_from", "id"):
        if row.student_id not in found or row.valid_from <= days[row.student_id]:
            found[row.student_id] = row.school_class
    return found


def candidates(
    year: AcademicYear, *, classes: Sequence[int] = (), course: Course | None = None, exam: ExamResult | None = None
) -> list[Candidate]:
    """Pupils of some classes, or of a page of the journal, today. exam: an unsaved result; those that stand are told.

    Four statements.
    """
    today = min(max(clock.today(), year.starts_on), year.ends_on)
    rows = Student.objects.select_related("user").order_by("user__sort_name", "id")
    if course:
        lines = [one for one in roster_of(course, today, today) if one.enrolled_on(today)]
        rows = rows.filter(pk__in=[one.student_id for one in lines])
    else:
        here = Enrollment.objects.filter(in_force("", today), school_class__in=list(classes))
        rows = rows.filter(pk__in=here.values("student_id"))
    found = list(rows)
    units = classes_on(year, dict.fromkeys([one.pk for one in found], today))
    standing: dict[int, str] = {}
    if exam:
        known = ExamResult.objects.filter(subject=exam.subject_id, kind=exam.kind, held_on=exam.held_on)
        standing = {row.student_id: Score(row.value, row.points).words for row in known}
    lines_read = [
        Candidate(one, units[one.pk].name if one.pk in units else "", standing.get(one.pk, "")) for one in found
    ]
    return sorted(lines_read, key=lambda one: one.class_name) if len(classes) > 1 else lines_read


def exams_of_student(student: Student, seen: datetime | None, year: AcademicYear) -> list[FamilyExams]:
    """All the pupil passed in the year, by kind (S1-1.10d, S4-2.1f, i): nothing waits to be published."""
    found: dict[ExamKind, list[FamilyExam]] = {}
    rows = ExamResult.objects.filter(student=student, year=year).select_related("subject")
    for row in rows.order_by("-held_on", "-id"):
        kind = ExamKind(row.kind)
        found.setdefault(kind, []).append(_family(row, kind, seen))
    return [FamilyExams(kind, _clause(kind), found[kind]) for kind in ExamKind if kind in found]


def new_exams(student: Student, since: datetime) -> list[FamilyExam]:
    """Results entered or corrected after the moment. One statement."""
    rows = ExamResult.objects.filter(student=student, entered_at__gt=since).select_related("subject")
    return [_family(row, ExamKind(row.kind), since) for row in rows]


def pages_of_pupils(result: ExamResult, students: Iterable[int]) -> dict[int, Course]:
    """By pupil: the page of the journal of the examination's subject, an own page and a group before the class.

    Three statements.
    """
    day = min(result.held_on, result.year.ends_on)
    courses = Course.objects.filter(year=result.year, subject=result.subject, is_active=True)
    found = list(courses.select_related("subject", "school_class", "group", "year"))
    by_class = {one.school_class_id: one for one in found if one.school_class_id}
    by_group = {one.group_id: one for one in found if one.group_id}
    pupils = list(students)
    classes = Enrollment.objects.filter(in_force("", day), student__in=pupils, school_class__in=list(by_class))
    pages = {student: by_class[unit] for student, unit in classes.values_list("student_id", "school_class_id")}
    groups = GroupMembership.objects.filter(in_force("", day), student__in=pupils, group__in=list(by_group))
    rows = sorted(
        groups.values_list("student_id", "group_id", "group__kind"), key=lambda row: row[2] == GroupKind.INDIVIDUAL
    )
    return pages | {student: by_group[group] for student, group, _ in rows}


def exam_marks(pages: Mapping[int, Course]) -> dict[tuple[int, int], FinalMark]:
    """By pupil and page: what stands in the column «экзамен». One statement."""
    rows = FinalMark.objects.filter(
        course__in={one.pk for one in pages.values()}, student__in=list(pages), kind=FinalMarkKind.EXAM.value
    )
    return {(row.student_id, row.course_id): row for row in rows}


def carries_over(result: ExamResult, course: Course | None) -> bool:
    """Does the mark belong in the column «экзамен»? Of the state examination, where the page has that column; in grades
    without a certificate, of the intermediate attestation: there it is the promotion examination.

    Trial and entrance examinations leave the page as it is. Without a page of the state examination the answer is yes:
    to be told.
    """
    if course is None:
        return result.kind == ExamKind.STATE
    last = course.grade_level in CERTIFICATE_GRADES
    own = ExamKind.STATE if last else ExamKind.INTERMEDIATE
    return result.kind == own and offers(
        FinalMarkKind.EXAM, course.grade_level, rulebook_for(result.year.year).rulebook.marks
    )


def days_of(
    year: AcademicYear, calendar: SchoolCalendar | None, school_class: SchoolClass | None
) -> regulation.SchoolCalendar:
    """Working days of a class, for terms counted in them."""
    if calendar is None or school_class is None:
        return regulation.EveryDay()
    return ClassDays(calendar, year, school_class.grade_level)


def _line(row: ExamResult, school_class: SchoolClass | None, days: regulation.SchoolCalendar) -> ExamLineRead:
    rulebook = rulebook_for(clock.local(row.received_at)).rulebook
    due = publication_due(row.received_at, rulebook.informing.exam_results_term, days)
    late = exam_fault(row.received_at, row.shown_at, rulebook, days) is not None
    return ExamLineRead(row, school_class.name if school_class else "", Score(row.value, row.points), due, late)


def _family(row: ExamResult, kind: ExamKind, seen: datetime | None) -> FamilyExam:
    return FamilyExam(
        subject=row.subject.name,
        kind=kind,
        score=Score(row.value, row.points),
        held_on=row.held_on,
        shown_at=clock.local(row.shown_at),
        was=row.corrected_from,
        reason=row.correction_reason,
        is_new=seen is not None and row.entered_at > seen,
    )


def _clause(kind: ExamKind) -> str:
    """The clause of the diary's sections that names the kind, else of the term of examination results; or «»."""
    current = rulebook_for(clock.today())
    sections = current.rulebook.informing.diary_sections
    if kind in SECTIONS and SECTIONS[kind] in sections and current.clause("diary_sections"):
        return current.clause("diary_sections")
    return "" if kind is ExamKind.INTERMEDIATE else current.clause(exam_setting(current.rulebook))


def _of_class(class_id: int | None) -> QuerySet[Enrollment]:
    return Enrollment.objects.filter(school_class=class_id).values("student_id")  # type: ignore[return-value]
