"""May this person do that? Named sentences. What may be written is asked lesson by lesson: `queries.write_rights`."""

from parta.domain.access.choices import JOURNAL_READERS, TEACHING_ROLES, Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.access.queries import in_force, roles_of
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.journal.choices import OPENING_ROLES
from parta.domain.journal.rules.locks import openers_words
from parta.domain.regulation.choices import Office
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import ClassTeacher, SchoolClass, Student
from parta.domain.school.permissions import may_keep
from parta.lib import clock


def require_journal_desk(roles: frozenset[Role]) -> None:
    """The list of journal pages is for those who teach, lead a class or look after teaching (S3-1.8a, S3-3.5a)."""
    if not roles & (TEACHING_ROLES | JOURNAL_READERS):
        raise RightMissing("Страницы журнала открыты учителям, завучу и директору.")


def require_signs(user: User, act: str) -> None:
    """The dictionary of signs of absence is the EJ administrator's."""
    require_role(user, Role.ADMINISTRATOR, act=act)


def may_set_weights(roles: frozenset[Role]) -> bool:
    """Does a holder of these roles keep kinds of work and their weights by the rulebook of today?"""
    return bool(roles & OPENING_ROLES[rulebook_for(clock.today()).rulebook.marks.work_kind_weights_set_by])


def require_work_types(user: User, act: str = "менять виды работ и их вес") -> None:
    """Kinds of work and their weights are for the office the rulebook names (S3-5.2c, `work_kind_weights_set_by`)."""
    if user.is_system or may_set_weights(roles_of(user)):
        return
    current = rulebook_for(clock.today())
    who, clause = current.value_text("work_kind_weights_set_by"), current.source_text("work_kind_weights_set_by")
    raise RightMissing(f"Вы не можете {act}: это делает {who} ({clause}).")


def opening_offices() -> tuple[Office, ...]:
    """Who opens closed entries by the rulebook of today."""
    return rulebook_for(clock.today()).rulebook.entry.closed_entry_opened_by


def may_open_entries(roles: frozenset[Role]) -> bool:
    """May the person open anything at all? For the menu and the page; each opening is asked for itself."""
    return any(roles & OPENING_ROLES[office] for office in opening_offices())


def require_opening_desk(roles: frozenset[Role]) -> None:
    """The list of openings and of late entries: for those who open, and for those who look after teaching."""
    if not (may_open_entries(roles) or roles & JOURNAL_READERS):
        raise RightMissing(f"Закрытые записи открывает {_openers()}.")


def require_opening(user: User, *, course: Course | None, school_class: SchoolClass | None) -> None:
    """Whoever the rulebook names; a class teacher for the own class, a teacher for the own page."""
    if user.is_system:
        return
    offices = opening_offices()
    roles = roles_of(user)
    own = {Office.HOMEROOM_TEACHER, Office.SUBJECT_TEACHER}
    if any(roles & OPENING_ROLES[office] for office in offices if office not in own):
        return
    if Office.HOMEROOM_TEACHER in offices and _leads(user, school_class or (course.school_class if course else None)):
        return
    if Office.SUBJECT_TEACHER in offices and course is not None and _teaches(user, course):
        return
    raise RightMissing(f"Вы не можете открывать закрытые записи: это делает {_openers()}.")


def _openers() -> str:
    return openers_words(office.label for office in opening_offices())


def _leads(user: User, school_class: SchoolClass | None) -> bool:
    today = clock.today()
    return ClassTeacher.objects.filter(in_force("", today), staff__user=user, school_class=school_class).exists()


def _teaches(user: User, course: Course) -> bool:
    return TeachingAssignment.objects.filter(in_force("", clock.today()), staff__user=user, course=course).exists()


def require_leading(user: User, school_class: SchoolClass) -> None:
    """Checks of a class are its class teacher's (S3-4.3.1a, S3-4.3.6a)."""
    if not (user.is_system or _leads(user, school_class)):
        raise RightMissing(f"Это подтверждает классный руководитель {school_class.name}.")


def may_note_absences(user: User, school_class: SchoolClass, roles: frozenset[Role] | None = None) -> bool:
    """Reasons of absence are for whom the rulebook names, or for a deputy in their stead (S3-4.3.1b, S3R-1.15e).

    `absence_reason_set_by`: the class teacher of the class, teachers of its subjects, the administration. roles: of the
    person today, where they are known already.
    """
    roles = roles_of(user) if roles is None else roles
    if user.is_system or Role.DEPUTY in roles:
        return True
    offices = rulebook_for(clock.today()).rulebook.entry.absence_reason_set_by
    own = {Office.HOMEROOM_TEACHER, Office.SUBJECT_TEACHER}
    if any(roles & OPENING_ROLES[office] for office in offices if office in OPENING_ROLES.keys() - own):
        return True
    if Office.HOMEROOM_TEACHER in offices and _leads(user, school_class):
        return True
    taught = TeachingAssignment.objects.filter(in_force("", clock.today()), staff__user=user)
    return Office.SUBJECT_TEACHER in offices and taught.filter(course__school_class=school_class).exists()


def require_absences(user: User, school_class: SchoolClass, act: str = "записывать причины отсутствия") -> None:
    """Refuse those who do not lead the class."""
    if not may_note_absences(user, school_class):
        current = rulebook_for(clock.today())
        names = openers_words(office.label for office in current.rulebook.entry.absence_reason_set_by)
        clause = current.source_text("absence_reason_set_by")
        raise RightMissing(
            f"Вы не можете {act} в {school_class.name}: это делает {names} ({clause}) или завуч за него."
        )


def may_bring(user: User, student: Student) -> bool:
    """The class teacher of the pupil, the administrator and the secretary bring in marks of another school."""
    day = clock.today()
    own = ClassTeacher.objects.filter(
        in_force("", day), in_force("school_class__enrollments__", day), school_class__enrollments__student=student
    )
    return may_keep(user) or own.filter(staff__user=user).exists()


def require_bringing(user: User, student: Student) -> None:
    """Refuse to write another school's marks to somebody else's pupil."""
    if not may_bring(user, student):
        raise RightMissing("Отметки другой школы вносит классный руководитель, секретарь или администратор ЭЖ.")
