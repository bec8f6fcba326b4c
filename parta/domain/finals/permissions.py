"""May this person do that? Named sentences of the room."""

from collections.abc import Sequence
from datetime import date

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.access.queries import has_role, in_force
from parta.domain.curriculum.models import Course, Subject
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import ExamResult
from parta.domain.finals.queries.rights import gives_finals
from parta.domain.school.models import ClassTeacher, SchoolClass, Student
from parta.lib import clock

REGISTRARS = (Role.DEPUTY, Role.ADMINISTRATOR, Role.DIRECTOR)
CLOSERS = (Role.DEPUTY, Role.ADMINISTRATOR)
DATE_KEEPERS = (Role.DEPUTY, Role.ADMINISTRATOR, Role.DIRECTOR)


def may_set_final_dates(roles: frozenset[Role]) -> bool:
    """For links to the page."""
    return bool(roles & {*DATE_KEEPERS})


def require_final_dates(user: User) -> None:
    """Dates of final marks are entered from an order of the director (S3-4.4.6b)."""
    require_role(user, *DATE_KEEPERS, act="записывать сроки итоговых отметок")


def informs_families(user: User, school_class: SchoolClass) -> bool:
    """The class teacher of the day tells the families of the class (S0-7b, report R25)."""
    own = ClassTeacher.objects.filter(in_force("", clock.today()), school_class=school_class, staff__user=user)
    return own.exists()


def require_informing(user: User, school_class: SchoolClass) -> None:
    """Refuse to tick another class."""
    if not (user.is_system or informs_families(user, school_class)):
        raise RightMissing("Отмечает, кому сообщён прогноз, классный руководитель этого класса.")


EXAM_KEEPERS = (Role.DEPUTY, Role.ADMINISTRATOR)
ALL_EXAMS = JOURNAL_READERS | {Role.ADMINISTRATOR}
"""Who reads results of the whole school; a class teacher reads the own class, a teacher the own pages."""
TEACHING = frozenset({Role.TEACHER, Role.CLASS_TEACHER})


def keeps_exams(user: User) -> bool:
    """Does the person enter results of any examination?"""
    return has_role(user, *EXAM_KEEPERS)


def require_exam_desk(roles: frozenset[Role]) -> None:
    """Results of examinations are read by those who look after teaching, lead a class or teach."""
    if not roles & (ALL_EXAMS | TEACHING):
        raise RightMissing("Результаты экзаменов школы открыты учителям, завучу и директору. Свои — в дневнике.")


def require_results_watch(roles: frozenset[Role]) -> None:
    """Breaches of the terms of results: those who control the journal (S3-1.8a, S3-3.5a, S3-4.6.4)."""
    if not roles & ALL_EXAMS:
        raise RightMissing("За сроками итогов следят завуч, директор и рабочая группа.")


def require_exam_entry(user: User, kind: ExamKind, course: Course | None, subject: Subject) -> None:
    """Results come through the deputy or the administrator; intermediate attestation is also the teacher's own."""
    if keeps_exams(user):
        return
    own = course is not None and course.subject_id == subject.pk and gives_finals(user, course)
    if kind is not ExamKind.INTERMEDIATE or not own:
        raise RightMissing(
            "Результаты экзаменов записывает завуч или администратор ЭЖ; "
            "учитель — промежуточную аттестацию на своей странице журнала."
        )


def may_change_exam(user: User, result: ExamResult) -> bool:
    """The deputy and the administrator any result, a teacher what the teacher entered."""
    return result.entered_by_id == user.pk or keeps_exams(user)


def require_exam_change(user: User, result: ExamResult) -> None:
    """Refuse to put right what somebody else entered."""
    if not may_change_exam(user, result):
        raise RightMissing("Результат исправляет тот, кто его записал, завуч или администратор ЭЖ.")


def leads_pupil(user: User, student: Student) -> bool:
    """Is the person the class teacher of the pupil's class today? One statement."""
    day = clock.today()
    own = ClassTeacher.objects.filter(
        in_force("", day), in_force("school_class__enrollments__", day), school_class__enrollments__student=student
    )
    return own.filter(staff__user=user).exists()


def may_order_deferrals(user: User) -> bool:
    """The director orders the extension (S3-5.3b); deputy and administrator enter orders (S3-4.1.7c)."""
    return has_role(user, *REGISTRARS)


def require_ordering(user: User) -> None:
    """Refuse those who do not enter orders of the school."""
    require_role(user, *REGISTRARS, act="оформлять отсрочку приказом")


def may_prepare_deferral(user: User, student: Student, courses: Sequence[Course]) -> bool:
    """Who sees that marks are missing prepares the order: the class teacher, or the teacher of the pages."""
    if may_order_deferrals(user) or leads_pupil(user, student):
        return True
    return bool(courses) and all(gives_finals(user, course) for course in courses)


def require_preparing(user: User, student: Student, courses: Sequence[Course]) -> None:
    """Refuse to prepare a deferral of somebody else's pupil."""
    if not may_prepare_deferral(user, student, courses):
        raise RightMissing(
            "Отсрочку готовят классный руководитель ученика, учитель этого предмета или завуч: у вас такого права нет."
        )


def require_result(user: User, course: Course) -> None:
    """The result is a final mark: the teacher's of the page (S3-4.4.6a)."""
    if not gives_finals(user, course):
        raise RightMissing("Результат записывает учитель, который ведёт предмет.")


def require_closing(user: User) -> None:
    """Closing the period of a class is the deputy's, after the class teacher's check; the administrator's as well."""
    require_role(user, *CLOSERS, act="закрывать период класса")


def require_reopening(user: User) -> None:
    """What is closed is as on paper: opening it again is the head's own decision."""
    require_role(user, Role.DIRECTOR, act="открывать закрытый период")


def require_council(user: User) -> None:
    """Decisions of the teachers' council are entered from its protocol."""
    require_role(user, *CLOSERS, act="записывать решения педсовета")


def leads_class(user: User, school_class: SchoolClass, day: date) -> bool:
    """Is the person the class teacher on the day?"""
    return ClassTeacher.objects.filter(in_force("", day), staff__user=user, school_class=school_class).exists()
