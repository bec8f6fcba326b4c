"""Closed sets of the room."""

from django.db.models import TextChoices

from parta.domain.access.choices import Role
from parta.domain.regulation.choices import Office


class AttendanceCode(TextChoices):
    """The signs every school has; what they and the school's own ones mean is in `rules.signs`. None: present."""

    PRESENT = "", "на уроке"
    ABSENT = "н", "не был"
    SICK = "б", "болел"
    EXCUSED = "у", "уважительная причина"
    LATE = "оп", "опоздал"


class CheckKind(TextChoices):
    """What a class teacher confirms: attendance and data again and again, the scheme of the timetable once a year."""

    ATTENDANCE = "attendance", "посещаемость"
    PERSONAL_DATA = "personal_data", "данные учеников"
    TIMETABLE = "timetable", "схема расписания"


class MedicalKind(TextChoices):
    """The health group of a pupil for physical education (the paper D28); no diagnosis."""

    BASIC = "basic", "основная"
    PREPARATORY = "preparatory", "подготовительная"
    SPECIAL_A = "special_a", "специальная А"
    SPECIAL_B = "special_b", "специальная Б"
    RELIEVED = "relieved", "освобождение от нагрузки"


class DeadlineClass(TextChoices):
    """Which deadline of the rulebook the marks of a work follow."""

    LESSON = "lesson", "в день урока"
    CONTROL = "control", "контрольная работа"
    WRITTEN = "written", "письменная работа"
    EXTERNAL = "external", "внешняя диагностика"


class Matter(TextChoices):
    """What an entry is about, as deadlines see it."""

    ATTENDANCE = "attendance", "посещаемость"
    RECORD = "record", "запись урока"
    MARK = "mark", "отметки"
    HOMEWORK = "homework", "домашнее задание"


class EntryState(TextChoices):
    """What an entry made at a moment is by its deadline."""

    OPEN = "open", "в срок"
    LATE = "late", "с опозданием"
    LOCKED = "locked", "закрыто"


class OperationStatus(TextChoices):
    """What became of an operation (ARCHITECTURE, decision 4)."""

    APPLIED = "applied", "записано"
    REPEATED = "repeated", "уже записано"
    CONFLICT = "conflict", "две записи об одном"
    LOCKED = "locked", "закрыто регламентом"
    REFUSED = "refused", "нет права"
    INVALID = "invalid", "не подходит"
    NEEDS_REASON = "needs_reason", "нужна причина исправления"


class OperationKind(TextChoices):
    """What can be entered in a journal page."""

    MARK = "mark", "отметка"
    MOVE = "move", "перенос отметки"
    ATTENDANCE = "attendance", "посещаемость"
    COMMENT = "comment", "комментарий"
    ROLL_CALL = "roll_call", "перекличка"
    TOPIC = "topic", "тема"
    WORK_TYPE = "work_type", "вид урока"
    HOMEWORK = "homework", "домашнее задание"
    CHECKED = "checked", "проверка работы закончена"
    RECEIVED = "received", "получены результаты внешней работы"
    LESSON_COMMENT = "lesson_comment", "комментарий к уроку"
    WORK_TOPIC = "work_topic", "тема работы"


class Purpose(TextChoices):
    """What a file or a link of a lesson is for."""

    HOMEWORK = "homework", "к домашнему заданию"
    RESOURCE = "resource", "к уроку"


class NoteKind(TextChoices):
    """A teacher's word to a pupil that is neither a mark nor a comment of one."""

    RECOMMENDATION = "recommendation", "рекомендация"
    REMARK = "remark", "замечание"
    PRAISE = "praise", "похвала"


OPENING_ROLES: dict[Office, frozenset[Role]] = {
    Office.JOURNAL_ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
    Office.ADMINISTRATION: frozenset({Role.DIRECTOR, Role.DEPUTY}),
    Office.HEAD: frozenset({Role.DIRECTOR}),
    Office.DEPUTY_HEAD: frozenset({Role.DEPUTY}),
    Office.HOMEROOM_TEACHER: frozenset({Role.CLASS_TEACHER}),
    Office.SUBJECT_TEACHER: frozenset({Role.TEACHER}),
}
"""Which role of the product an office of the rulebook is; where entries are opened, teachers open their own."""


SENTENCES = {
    "journal.attachment.added": "К уроку приложен файл или ссылка",
    "journal.attachment.removed": "Убран файл или ссылка урока",
    "journal.note.written": "Написано ученику: рекомендация, замечание или похвала",
    "journal.note.corrected": "Исправлена рекомендация, замечание или похвала",
    "journal.note.withdrawn": "Отозвана рекомендация, замечание или похвала",
}
PLAN_SENTENCES = {
    "journal.plan.placed": "КТП размещён по урокам",
    "journal.plan.rearranged": "Темы КТП переставлены, чтобы догнать план",
}
