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


class AbsenceReason(TextChoices):
    """Why a member of staff is away."""

    ILLNESS = "illness", "больничный"
    COURSES = "courses", "курсы"
    TRIP = "trip", "командировка"
    LEAVE = "leave", "отпуск"
    FAMILY = "family", "семейные обстоятельства"
    OTHER = "other", "другая причина"


AUDIT_SENTENCES = {
    "timetable.bells.set": "Изменены звонки",
    "timetable.bells.removed": "Убраны звонки",
    "timetable.version.created": "Создано расписание",
    "timetable.version.published": "Опубликовано расписание",
    "timetable.version.dropped": "Удалён черновик расписания",
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
    "timetable.lesson.replaced": "Урок заменён другим предметом",
    "timetable.lesson.distance": "Изменена ссылка на дистанционный урок",
    "timetable.lesson.substitution_signed": "Подписан журнал замещения",
    "timetable.lesson.substitution_declined": "Учитель не может провести замену",
    "timetable.day.cancelled": "Отменены уроки дня",
    "timetable.day.restored": "Возвращены уроки дня",
    "timetable.absence.recorded": "Записано отсутствие сотрудника",
    "timetable.absence.changed": "Изменён срок отсутствия сотрудника",
    "timetable.absence.removed": "Убрана запись об отсутствии сотрудника",
}
