"""What programs send: parameters of addresses, and the shape of operations for the OpenAPI document.

The body of operations is not parsed here: the journal does it, as for its own page (`journal.rules.operations`).
"""

from datetime import date
from typing import Annotated, Any, Literal, NotRequired

from ninja import P, QueryEx
from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema
from typing_extensions import TypedDict

from parta.domain.journal.rules.operations import MAX_OPERATIONS

REF = "#/components/schemas/{model}"
YEARS = range(2000, 2101)


def _day(text: Any) -> date | None:
    """A day of the address. The framework would take a number for a moment of 1970: only a date is a date."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("Дата пишется как 2026-12-10.") from None
    if day.year not in YEARS:
        raise ValueError(f"Такого дня в журнале нет: годы — с {YEARS[0]} по {YEARS[-1]}.")
    return day


def _limit(text: Any) -> int:
    number = int(text) if str(text).isascii() and str(text).isdigit() and len(str(text)) <= 4 else 0
    if not 1 <= number <= MAX_CHANGES:
        raise ValueError(f"limit — целое число от 1 до {MAX_CHANGES}.")
    return number


MAX_CHANGES = 1000
DAY_SCHEMA = WithJsonSchema({"type": "string", "format": "date", "description": "День: 2026-12-10"})
OptionalDay = Annotated[date | None, BeforeValidator(_day), DAY_SCHEMA]
FromDay = QueryEx[OptionalDay, P(alias="from", default=None)]
ToDay = QueryEx[OptionalDay, P(alias="to", default=None)]
Cursor = QueryEx[
    str, P(description="С прошлой страницы; нет — с самого начала; now — только курсор этой минуты, без изменений")
]
Limit = Annotated[
    int,
    BeforeValidator(_limit),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_CHANGES, "description": "Не больше на странице"}),
]

OperationId = Annotated[
    str, WithJsonSchema({"type": "string", "format": "uuid", "description": "Даёт программа; повтор ничего не меняет"})
]
Number = Annotated[int, Field(ge=0, lt=2**53)]
Base = Annotated[int, Field(ge=0, lt=2**53, description="Версия, которую видела программа; 0 — пусто")]
Age = Annotated[
    int,
    Field(
        ge=0,
        lt=2**53,
        description="Сколько полных секунд запись ждала связи; срок судят по времени ввода в пределах правила школы",
    ),
]
Reason = Annotated[str, Field(max_length=300, description="Почему отметка исправляется после своего срока")]
Value = Annotated[str, Field(description="«» — стереть")]
Words = Annotated[str | None, Field(description="null или нет ключа — оставить как есть")]
Slot = Literal[0, 1, 2]
Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]


class _Operation(TypedDict):
    id: OperationId
    lesson: Number
    base: NotRequired[Base]
    age: NotRequired[Age]


class MarkOperation(_Operation):
    """Поставить, изменить, стереть отметку; slot 2 — вторая отметка двойной (5/4); value «•» — работа не сдана.

    counts: false — не входит в средний балл. resit: true — пересдача: прежняя отметка сохраняется рядом с новой.
    """

    kind: Literal["mark"]
    student: Number
    slot: NotRequired[Slot]
    value: Value
    work_type: NotRequired[Words]
    comment: NotRequired[Words]
    reason: NotRequired[Reason]
    counts: NotRequired[bool | None]
    resit: NotRequired[bool | None]


class MoveOperation(_Operation):
    """Перенести отметку ученика в другую колонку той же страницы: to_lesson — куда, to_base — версия той клетки.

    Значение, вид работы и комментарий сохраняются; обе колонки должны быть открыты.
    """

    kind: Literal["move"]
    student: Number
    slot: NotRequired[Slot]
    to_lesson: Number
    to_base: NotRequired[Base]
    reason: NotRequired[Reason]


class AttendanceOperation(_Operation):
    """Отметить пропуск (н, б, у или свой знак школы), опоздание (оп) или стереть."""

    kind: Literal["attendance"]
    student: Number
    value: Value
    comment: NotRequired[Words]


class CommentOperation(_Operation):
    """Комментарий к отметке (slot 1, 2) или к пропуску (slot 0)."""

    kind: Literal["comment"]
    student: Number
    slot: NotRequired[Slot]
    value: Value


class RollCallOperation(_Operation):
    """Перекличка проведена."""

    kind: Literal["roll_call"]


class TopicOperation(_Operation):
    """Тема урока; plan_topic — строка КТП, из которой она взята, comment — почему тема не из КТП."""

    kind: Literal["topic"]
    value: Value
    plan_topic: NotRequired[Number | None]
    comment: NotRequired[Words]


class WorkTypeOperation(_Operation):
    """Вид урока: код вида работы."""

    kind: Literal["work_type"]
    value: Value


class HomeworkOperation(_Operation):
    """Домашнее задание к дню; not_set — «не задано»."""

    kind: Literal["homework"]
    value: Value
    due_on: NotRequired[Day | None]
    not_set: NotRequired[bool]
    students: NotRequired[Annotated[list[Number] | None, Field(description="Только этим ученикам; [] — всем")]]
    minutes: NotRequired[Annotated[int | None, Field(ge=0, le=600, description="Сколько минут займёт; 0 — убрать")]]


class CheckedOperation(_Operation):
    """День, когда закончена проверка письменной работы: 2026-12-11."""

    kind: Literal["checked"]
    value: Value


class ReceivedOperation(_Operation):
    """Когда школа получила результаты внешней работы: 2026-12-11T10:40, по часам школы."""

    kind: Literal["received"]
    value: Value


class LessonCommentOperation(_Operation):
    """Комментарий ко всему уроку: его читают ученики и родители."""

    kind: Literal["lesson_comment"]
    value: Value


class WorkTopicOperation(_Operation):
    """Тема контрольной, лабораторной или практической работы, кроме темы урока."""

    kind: Literal["work_topic"]
    value: Value


AnyOperation = Annotated[
    MarkOperation
    | MoveOperation
    | AttendanceOperation
    | CommentOperation
    | RollCallOperation
    | TopicOperation
    | WorkTypeOperation
    | HomeworkOperation
    | CheckedOperation
    | ReceivedOperation
    | LessonCommentOperation
    | WorkTopicOperation,
    Field(discriminator="kind"),
]


class Operations(TypedDict):
    """Записи в журнал, по порядку. span — дни, за которые считать средний балл в ответе."""

    operations: Annotated[list[AnyOperation], Field(max_length=MAX_OPERATIONS)]
    span: NotRequired[Annotated[list[Day], Field(min_length=2, max_length=2)] | None]


def operations_schemas() -> dict[str, Any]:
    """JSON schemas of the request of operations and its parts, by name, for `components`."""
    schema = TypeAdapter(Operations).json_schema(ref_template=REF)
    parts: dict[str, Any] = schema.pop("$defs")
    return {**parts, "Operations": schema}


OPERATIONS_BODY = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": REF.format(model="Operations")}}},
}
