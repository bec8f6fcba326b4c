"""Closed sets of the room."""

from django.db.models import TextChoices


class Role(TextChoices):
    """Roles of requirements §3. Staff appointments are kept here; the others follow from rows of the rooms above."""

    ADMINISTRATOR = "administrator", "администратор ЭЖ"
    DIRECTOR = "director", "директор"
    DEPUTY = "deputy", "завуч"
    SECRETARY = "secretary", "секретарь"
    RESPONSIBLE = "responsible", "ответственный работник"
    WORKING_GROUP = "working_group", "член рабочей группы"
    CLASS_TEACHER = "class_teacher", "классный руководитель"
    TEACHER = "teacher", "учитель"
    SUBSTITUTE = "substitute", "заменяющий учитель"
    STUDENT = "student", "ученик"
    GUARDIAN = "guardian", "родитель"


APPOINTED_ROLES = frozenset(
    {Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.SECRETARY, Role.RESPONSIBLE, Role.WORKING_GROUP}
)
STAFF_ROLES = APPOINTED_ROLES | {Role.CLASS_TEACHER, Role.TEACHER, Role.SUBSTITUTE}
"""Roles whose holders work at the school."""
TEACHING_ROLES = frozenset({Role.TEACHER, Role.CLASS_TEACHER, Role.SUBSTITUTE})
OFFICE_ROLES = APPOINTED_ROLES - {Role.ADMINISTRATOR}
JOURNAL_READERS = frozenset({Role.DIRECTOR, Role.DEPUTY, Role.WORKING_GROUP})
"""Who reads every journal of the school (S3-1.8a, S3-3.5a, S1-1.3a)."""


class Scope(TextChoices):
    """What a program with a token may do; never more than its person may."""

    READ_JOURNAL = "read_journal", "читать журнал"
    WRITE_JOURNAL = "write_journal", "писать в журнал"
    READ_DIARY = "read_diary", "читать дневник"


SCOPE_ROLES = {
    Scope.READ_JOURNAL: TEACHING_ROLES | JOURNAL_READERS,
    Scope.WRITE_JOURNAL: TEACHING_ROLES,
    Scope.READ_DIARY: frozenset({Role.STUDENT, Role.GUARDIAN}),
}
"""To whom a scope is of use: others are not offered it."""
