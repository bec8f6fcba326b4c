"""May this person do that? Named sentences of the room."""

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.access.queries import has_role, in_force
from parta.domain.curriculum.models import Course, Subject
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import ExamResult
from parta.domain.finals.queries.rights import gives_finals
from parta.domain.school.models import ClassTeacher, SchoolClass
from parta.lib import clock

__all__ = ["gives_finals", "informs_families", "may_set_final_dates", "require_final_dates", "require_informing"]
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
