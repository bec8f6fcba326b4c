"""Closed sets of the room."""

from django.db.models import TextChoices


class PlanStatus(TextChoices):
    """State of a thematic plan."""

    DRAFT = "draft", "черновик"
    APPROVED = "approved", "утверждён"


class TopicKind(TextChoices):
    """What kind of work a planned lesson holds; matched to a journal work type by code."""

    LESSON = "lesson", "урок"
    CONTROL = "control", "контрольная работа"
    TEST = "test", "самостоятельная работа"
    LABORATORY = "laboratory", "лабораторная работа"
    PRACTICAL = "practical", "практическая работа"


AUDIT_SENTENCES = {
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
    "curriculum.plan.approved": "Утверждён КТП",
    "curriculum.plan.returned": "КТП возвращён в черновики",
    "curriculum.plan.attached": "КТП приложен к странице журнала",
    "curriculum.plan.detached": "КТП снят со страницы журнала",
}
