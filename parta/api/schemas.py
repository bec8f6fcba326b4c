"""Shapes of answers and requests: the type checker holds the code to them, and OpenAPI is written from them.

Plain typed dictionaries, not validated at run time: a journal page of 7,000 cells is built once, as JSON wants it.
"""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

DayText = Annotated[str, Field(description="День: 2026-12-10", json_schema_extra={"format": "date"})]
MomentText = Annotated[str, Field(description="Момент с поясом школы", json_schema_extra={"format": "date-time"})]
Version = Annotated[int, Field(ge=0, lt=2**53, description="Версия записи; 0 — здесь ещё ничего не было")]
Values = list[str]


class Fault(TypedDict):
    """message: предложение для человека; clause: пункт регламента или «»; place: параметр, в котором ошибка."""

    message: str
    clause: str
    place: NotRequired[str]


class ErrorBody(TypedDict):
    """Любой отказ."""

    error: Fault


class Person(TypedDict):
    """Человек, за которого действует программа."""

    id: int
    full_name: str
    short_name: str
    login: str


class RoleLine(TypedDict):
    """Роль сегодня."""

    code: str
    title: str


class SeatLine(TypedDict):
    """Рабочее место; student — чей дневник, иначе null."""

    key: str
    title: str
    student: int | None


class KeyLine(TypedDict):
    """Ключ, с которым пришла программа."""

    name: str
    scopes: Values
    expires_at: MomentText


class Me(TypedDict):
    """Кто я."""

    school: str
    today: DayText
    person: Person
    roles: list[RoleLine]
    seats: list[SeatLine]
    key: KeyLine


class CourseOut(TypedDict):
    """Страница журнала. unit: класс или группа; may_write: ведёт ли её этот человек."""

    id: int
    title: str
    unit: str
    grade_level: int
    subject: str
    teachers: str
    may_write: bool


class Courses(TypedDict):
    """Страницы журнала, открытые человеку сегодня."""

    courses: list[CourseOut]


class FileOut(TypedDict):
    """Файл или ссылка. url: адрес ссылки или файла у Парты (нужен тот же ключ); size: байт, 0 — ссылка.

    purpose: homework — к заданию, resource — к уроку.
    """

    purpose: str
    title: str
    url: str
    link: bool
    size: int


class ColumnOut(TypedDict):
    """Урок. version: версия темы и вида урока (base операций topic, work_type, roll_call)."""

    lesson: int
    day: DayText
    number: int
    kind: str
    kind_title: str
    weight: float
    future: bool
    cancelled: bool
    may_write: bool
    note: str
    version: Version
    topic: str
    homework: str
    homework_due: DayText | None
    homework_not_set: bool
    homework_version: Version
    files: list[FileOut]


class MarkOut(TypedDict):
    """Отметка; value «» — стёрта (версия осталась) или, при owed, работа не сдана. work_type «» — как у урока.

    first: отметка до пересдачи, «» — пересдачи не было.
    """

    slot: int
    value: str
    version: Version
    work_type: str
    weight: float
    comment: str
    by: str
    at: MomentText
    counts: bool
    owed: bool
    first: str


class CellOut(TypedDict):
    """Клетка; outside — ученика в этот день не было в списке."""

    marks: list[MarkOut]
    absence: str
    absence_version: Version
    absence_comment: str
    outside: bool


class RowOut(TypedDict):
    """Ученик; cells — по порядку уроков, null — пусто и ничего не было. average — «4,27» или «».

    theory — почему на физкультуре оценивают теорию, или «»: видно учителю страницы и классному руководителю.
    """

    student: int
    number: int
    name: str
    average: str
    mark_count: int
    note: str
    theory: str
    cells: list[CellOut | None]


JournalOut = TypedDict(
    "JournalOut",
    {
        "course": int,
        "title": str,
        "from": DayText,
        "to": DayText,
        "may_write": bool,
        "marks_allowed": bool,
        "notice": str,
        "clause": str,
        "mark_values": Values,
        "columns": list[ColumnOut],
        "rows": list[RowOut],
    },
)


class DiaryMarkOut(TypedDict):
    """Отметка в дневнике. owed: работа не сдана, value «»; first: отметка до пересдачи."""

    value: str
    kind: str
    weight: float
    counts: bool
    comment: str
    by: str
    at: MomentText
    owed: bool
    first: str


class DiaryTaskOut(TypedDict):
    """Задание: задано на уроке в один день, сделать к другому."""

    subject: str
    text: str
    set_on: DayText
    due_on: DayText | None
    minutes: int | None
    files: list[FileOut]


class DiaryAbsenceOut(TypedDict):
    """Пропуск или опоздание; missed — урок пропущен."""

    code: str
    title: str
    missed: bool
    comment: str


class DiaryLessonOut(TypedDict):
    """Урок дня. change: «замена», «урока не будет», «перенос», «другой кабинет» или «»."""

    lesson: int
    number: int
    starts: MomentText | None
    ends: MomentText | None
    subject: str
    room: str
    teacher: str
    topic: str
    kind: str
    change: str
    change_text: str
    off: bool
    marks: list[DiaryMarkOut]
    absence: DiaryAbsenceOut | None
    homework_due: list[DiaryTaskOut]
    homework_set: DiaryTaskOut | None
    homework_not_set: bool
    resources: list[FileOut]


class DiaryNoteOut(TypedDict):
    """Слово учителя ученику. kind: recommendation, remark, praise; subject «» — общее; corrected: исправлено позже."""

    kind: str
    title: str
    text: str
    subject: str
    day: DayText
    by: str
    at: MomentText
    corrected: bool


class DiaryDayOut(TypedDict):
    """День; rest — праздник или каникулы; other_homework — сделать к этому дню по предметам, которых в нём нет."""

    day: DayText
    rest: str
    special: str
    lessons: list[DiaryLessonOut]
    other_homework: list[DiaryTaskOut]


DiaryOut = TypedDict(
    "DiaryOut",
    {
        "student": int,
        "name": str,
        "class": str,
        "from": DayText,
        "to": DayText,
        "notice": str,
        "clause": str,
        "days": list[DiaryDayOut],
        "notes": list[DiaryNoteOut],
    },
)


class ChangeOut(TypedDict):
    """Запись, какой она стала; value «» — стёрта. student и slot — null у заданий (slot и у пропусков)."""

    kind: Literal["mark", "attendance", "homework"]
    course: int
    lesson: int
    day: DayText
    number: int
    student: int | None
    slot: int | None
    value: str
    comment: str
    work_type: str
    due_on: DayText | None
    not_set: bool
    version: Version
    by: str
    at: MomentText


class Changes(TypedDict):
    """Страница изменений; дальше — с cursor. Может быть пустой и не последней: смотрите has_more."""

    changes: list[ChangeOut]
    cursor: str
    has_more: bool


class CurrentOut(TypedDict):
    """Что записано вместо ожидаемого: кем и когда."""

    value: str
    version: Version
    by: str
    at: str


class ResultOut(TypedDict):
    """Что стало с операцией. average и mark_count — у поставленных отметок, target_version — у перенесённой."""

    id: str
    status: Literal["applied", "repeated", "conflict", "locked", "refused", "invalid", "needs_reason"]
    version: Version
    message: NotRequired[str]
    clause: NotRequired[str]
    current: NotRequired[CurrentOut]
    average: NotRequired[str]
    mark_count: NotRequired[int]
    target_version: NotRequired[Version]


class Results(TypedDict):
    """Ответ на каждую операцию, по порядку."""

    results: list[ResultOut]


def answers(good: Any, *more: int, kept: bool = True) -> dict[int, Any]:
    """Every status an address may answer with: its own, those of all addresses, and `more`. kept: 304 by its ETag."""
    found: dict[int, Any] = {200: good} | ({304: None} if kept else {})
    return found | dict.fromkeys(sorted({400, 401, 403, 422, 429, 503, 507, *more}), ErrorBody)
