"""Closed sets of the room."""

from django.db.models import TextChoices


class PlanStatus(TextChoices):
    """State of a thematic plan."""

    DRAFT = "draft", "черновик"
    SENT = "sent", "на утверждении"
    APPROVED = "approved", "утверждён"
    RETURNED = "returned", "возвращён"


class TopicKind(TextChoices):
    """What kind of work a planned lesson holds; matched to a journal work type by code."""

    LESSON = "lesson", "урок"
    CONTROL = "control", "контрольная работа"
    TEST = "test", "самостоятельная работа"
    LABORATORY = "laboratory", "лабораторная работа"
    PRACTICAL = "practical", "практическая работа"


AUDIT_SENTENCES = {
    "curriculum.year.rolled": "Подготовлен следующий учебный год",
    "curriculum.subject.created": "Добавлен предмет",
    "curriculum.subject.changed": "Изменён предмет",
    "curriculum.hours.set": "Изменены часы учебного плана",
    "curriculum.course.opened": "Открыта страница журнала",
    "curriculum.course.closed": "Закрыта страница журнала",
    "curriculum.course.reopened": "Страница журнала открыта снова",
    "curriculum.assignment.made": "Назначена нагрузка",
    "curriculum.assignment.ended": "Закончена нагрузка",
    "curriculum.plan.created": "Создан КТП",
    "curriculum.plan.edited": "Изменены темы КТП",
    "curriculum.plan.renamed": "Переименован КТП",
    "curriculum.plan.sent": "КТП отправлен на утверждение",
    "curriculum.plan.withdrawn": "КТП отозван с утверждения",
    "curriculum.plan.approved": "Утверждён КТП",
    "curriculum.plan.returned": "КТП возвращён автору",
    "curriculum.plan.revised": "Начата новая версия КТП",
    "curriculum.plan.dropped": "Удалён черновик КТП",
    "curriculum.plan.attached": "КТП приложен к странице журнала",
    "curriculum.plan.detached": "КТП снят со страницы журнала",
}
