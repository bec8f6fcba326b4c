"""Closed sets of the room."""

from django.db.models import TextChoices


class WeekParity(TextChoices):
    """Which weeks an entry is for; weeks are counted from the timetable's first week, which is odd."""

    EVERY = "every", "каждую неделю"
    ODD = "odd", "по нечётным неделям"
    EVEN = "even", "по чётным неделям"


class LessonStatus(TextChoices):
    """What happened to a dated lesson."""

    SCHEDULED = "scheduled", "по расписанию"
    CANCELLED = "cancelled", "отменён"
    MOVED = "moved", "перенесён"


AUDIT_SENTENCES = {
    "timetable.bells.set": "Изменены звонки",
    "timetable.bells.removed": "Убраны звонки",
    "timetable.version.created": "Создано расписание",
    "timetable.entry.set": "Поставлен урок в расписание",
    "timetable.entry.changed": "Изменён урок в расписании",
    "timetable.entry.removed": "Убран урок из расписания",
    "timetable.entries.moved": "Переставлены уроки в расписании",
    "timetable.entries.replaced": "Заменено расписание",
    "timetable.lessons.generated": "Созданы уроки по расписанию",
    "timetable.lesson.shifted": "Урок с записями сдвинут по новому расписанию",
    "timetable.lesson.left": "Урок с записями сохранён вне расписания",
    "timetable.lesson.substituted": "Назначена замена",
    "timetable.lesson.substitution_removed": "Снята замена",
    "timetable.lesson.cancelled": "Урок отменён",
    "timetable.lesson.restored": "Урок возвращён в расписание",
    "timetable.lesson.moved": "Урок перенесён",
    "timetable.lesson.room_changed": "Изменён кабинет урока",
}
