"""Closed sets of the room. Kinds of final marks, reasons of deferral and make-up forms are the rulebook's own."""

from django.db.models import TextChoices

AUDIT_SENTENCES: dict[str, str] = {
    "finals.mark.set": "Поставлена итоговая отметка",
    "finals.mark.erased": "Стёрта итоговая отметка",
    "finals.mark.corrected": "Исправлена итоговая отметка",
    "finals.dates.set": "Записаны сроки итоговых отметок по приказу",
    "finals.informed": "Отмечено, что семье сообщили прогноз",
    "finals.exam.entered": "Записан результат экзамена",
    "finals.exam.corrected": "Исправлен результат экзамена",
    "finals.exam.removed": "Удалён результат экзамена",
}
"""Sentences of the log by code: «finals.mark.set» and the like."""


class ExamKind(TextChoices):
    """What was passed (S0-8b, S1-1.10d, S4-2.8)."""

    STATE = "state", "государственная итоговая аттестация"
    INTERMEDIATE = "intermediate", "промежуточная аттестация"
    TRIAL = "trial", "пробный экзамен"
    ENTRANCE = "entrance", "конкурсное испытание"


class Decision(TextChoices):
    """What the teachers' council decided about a pupil at the end of a year."""

    PROMOTED = "promoted", "переведён"
    CONDITIONAL = "conditional", "переведён условно"
    REPEATS = "repeats", "оставлен на повторное обучение"
    GRADUATED = "graduated", "окончил"


class InformedBy(TextChoices):
    """How a family learned of the forecast of a month (S0-7b)."""

    DIARY = "diary", "видели в дневнике"
    SENT = "sent", "отправлено"
    PRINTED = "printed", "выдано на бумаге"


CLOSING_SENTENCES = {
    "finals.deferral.prepared": "Подготовлена отсрочка итоговой отметки",
    "finals.deferral.ordered": "Оформлена отсрочка итоговой отметки",
    "finals.deferral.changed": "Изменена отсрочка итоговой отметки",
    "finals.deferral.withdrawn": "Отменена отсрочка итоговой отметки",
    "finals.deferral.result": "Записан результат после отсрочки",
    "finals.class.closed": "Закрыт учебный период класса",
    "finals.class.reopened": "Период класса открыт снова",
    "finals.year.closed": "Закрыт учебный год класса",
    "finals.year.reopened": "Учебный год класса открыт снова",
    "finals.council.decided": "Записано решение педсовета",
    "finals.debt.made": "Записана академическая задолженность",
    "finals.debt.settled": "Записан результат ликвидации задолженности",
    "finals.debt.term": "Изменён срок ликвидации задолженности",
    "finals.debt.removed": "Снята академическая задолженность",
}
"""What the log says of deferrals, closings and the council."""
