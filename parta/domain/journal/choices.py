"""Closed sets of the room."""

from django.db.models import TextChoices


class AttendanceCode(TextChoices):
    """Signs of absence; none means present."""

    PRESENT = "", "на уроке"
    ABSENT = "н", "не был"
    SICK = "б", "болел"
    EXCUSED = "у", "уважительная причина"
    LATE = "оп", "опоздал"


MISSED = frozenset({AttendanceCode.ABSENT, AttendanceCode.SICK, AttendanceCode.EXCUSED})
"""Codes of a missed lesson; being late is not one."""


class DeadlineClass(TextChoices):
    """Which deadline of the rulebook the marks of a work follow."""

    LESSON = "lesson", "в день урока"
    CONTROL = "control", "контрольная работа"
    WRITTEN = "written", "письменная работа"
    EXTERNAL = "external", "внешняя диагностика"


class OperationStatus(TextChoices):
    """What became of an operation (ARCHITECTURE, decision 4)."""

    APPLIED = "applied", "записано"
    REPEATED = "repeated", "уже записано"
    CONFLICT = "conflict", "две записи об одном"
    LOCKED = "locked", "закрыто регламентом"
    REFUSED = "refused", "нет права"
    INVALID = "invalid", "не подходит"


class OperationKind(TextChoices):
    """What can be entered in a journal page."""

    MARK = "mark", "отметка"
    ATTENDANCE = "attendance", "посещаемость"
    COMMENT = "comment", "комментарий"
    ROLL_CALL = "roll_call", "перекличка"
    TOPIC = "topic", "тема"
    WORK_TYPE = "work_type", "вид урока"
    HOMEWORK = "homework", "домашнее задание"
