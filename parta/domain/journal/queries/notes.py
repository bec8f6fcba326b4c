"""Recommendations, remarks and praise to one pupil: who may write them, who corrects them, who reads them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.access.models import User
from parta.domain.access.queries import in_force, roles_of
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.journal.choices import NoteKind
from parta.domain.journal.errors import NoteNotFound
from parta.domain.journal.models import PupilNote
from parta.domain.journal.queries.access import readable_courses
from parta.domain.journal.queries.roster import RosterLine, roster_of
from parta.domain.school.models import ClassTeacher, Student
from parta.domain.timetable.models import Lesson, Substitution
from parta.lib import clock
from parta.lib.dates import day_title

CORRECTORS = frozenset({Role.DEPUTY, Role.ADMINISTRATOR})
"""Beside the author and the class teacher: who answers for what the diary says (S1-1.11a)."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A word to a pupil on the teacher's page. may_change: by this reader, now."""

    note: PupilNote
    may_change: bool

    @property
    def trace(self) -> str:
        """Who corrected or withdrew it and when, «» for a word as it was written."""
        return trace_text(self.note)

    @property
    def kind(self) -> NoteKind:
        """Recommendation, remark or praise."""
        return NoteKind(self.note.kind)

    @property
    def subject(self) -> str:
        """Of which subject, «» for a general one."""
        return self.note.course.subject.name if self.note.course else ""


@dataclass(frozen=True, slots=True)
class NotesPage:
    """All words to a pupil this reader sees from a page of the journal, newest first."""

    course: Course | None
    student: Student
    lesson: Lesson | None
    may_write: bool
    lines: list[NoteLine]


def notes_page(user: User, course: Course, student_id: int, lesson: Lesson | None = None) -> NotesPage:
    """The page of a pupil of the course. course: got by `course_for`; lesson: by `lesson_for`, of the same course.

    A teacher reads the words of the own page; the class teacher, the deputy, the director read all of them. Raises
    NoteNotFound for a pupil who is not on the page.
    """
    student = pupil_of(course, student_id)
    corrects = may_correct(user, student)
    every = corrects or bool(roles_of(user) & JOURNAL_READERS)
    rows = _notes(student.pk).filter(Q() if every else Q(course=course) | Q(written_by=user))
    return NotesPage(
        course=course,
        student=student,
        lesson=lesson if lesson and lesson.course_id == course.pk else None,
        may_write=may_write(user, course, student),
        lines=[NoteLine(row, corrects or row.written_by_id == user.pk) for row in rows],
    )


def student_notes(user: User, student_id: int) -> NotesPage:
    """All words to a pupil: for the class teacher, those who look after teaching, the administrator. NoteNotFound."""
    student = Student.objects.select_related("user").filter(pk=student_id).first()
    if student is None:
        raise NoteNotFound("Такого ученика нет")
    corrects = may_correct(user, student)
    if not corrects and not roles_of(user) & JOURNAL_READERS:
        raise NoteNotFound("Такого ученика у вас нет")
    lines = [NoteLine(row, corrects or row.written_by_id == user.pk) for row in _notes(student.pk)]
    return NotesPage(None, student, None, False, lines)


def reads_course(user: User, course_id: int) -> bool:
    """Does the person read the page of the journal today?"""
    return readable_courses(user, clock.today()).filter(pk=course_id).exists()


def _notes(student_id: int) -> QuerySet[PupilNote]:
    rows = PupilNote.objects.filter(student_id=student_id)
    return rows.select_related("course__subject", "lesson", "written_by", "changed_by", "withdrawn_by", "student__user")


def pupil_of(course: Course, student_id: int) -> Student:
    """A pupil of the page this year. Raises NoteNotFound."""
    if not _line(course, student_id, course.year.starts_on, course.year.ends_on):
        raise NoteNotFound("Такого ученика на странице нет")
    return Student.objects.select_related("user").get(pk=student_id)


def note_for(user: User, note_id: int) -> PupilNote:
    """A word the person may correct; NoteNotFound for all others, as for one that does not exist."""
    row = PupilNote.objects.select_related("course__subject", "student__user", "lesson").filter(pk=note_id).first()
    if row is None or not (row.written_by_id == user.pk or may_correct(user, row.student)):
        raise NoteNotFound("Такой записи у вас нет")
    return row


def may_write(user: User, course: Course, student: Student) -> bool:
    """The teacher of the page today, its substitute of today, the class teacher of the pupil; a pupil who is here."""
    today = clock.today()
    line = _line(course, student.pk, today, today)
    if line is None or not line.enrolled_on(today):
        return False
    teaches = TeachingAssignment.objects.filter(in_force("", today), staff__user=user, course=course).exists()
    stands_in = Substitution.objects.filter(teacher__user=user, lesson__day=today, lesson__course=course).exists()
    return teaches or stands_in or leads(user, student, today)


def may_correct(user: User, student: Student) -> bool:
    """The class teacher of the pupil, the deputy, the administrator (S1-1.11a)."""
    return user.is_system or bool(roles_of(user) & CORRECTORS) or leads(user, student, clock.today())


def leads(user: User, student: Student, day: date) -> bool:
    """Is the person the class teacher of the pupil's class on the day?"""
    own = ClassTeacher.objects.filter(
        in_force("", day), in_force("school_class__enrollments__", day), school_class__enrollments__student=student
    )
    return own.filter(staff__user=user).exists()


def _line(course: Course, student_id: int, first: date, last: date) -> RosterLine | None:
    return next((one for one in roster_of(course, first, last) if one.student_id == student_id), None)


def trace_text(note: PupilNote) -> str:
    """«исправлено 11 декабря, Крылова Е. А.», «отозвано …: описка», «» for a word as it was written."""
    if note.withdrawn_at and note.withdrawn_by:
        who = _signed("отозвано", note.withdrawn_at, note.withdrawn_by)
        return f"{who}: {note.withdrawal_reason}" if note.withdrawal_reason else who
    return _signed("исправлено", note.changed_at, note.changed_by) if note.changed_at and note.changed_by else ""


def _signed(act: str, at: datetime, by: User) -> str:
    return f"{act} {day_title(clock.local(at).date())}, {by.short_name}"
