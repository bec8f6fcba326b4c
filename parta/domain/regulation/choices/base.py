"""The labelled enum, and the sets that every theme uses."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A value with the Russian words a reader sees."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Theme(Labelled):
    """How the rulebook page groups its settings."""

    ACT = "act", "Акт и его рамки"
    DEADLINES = "deadlines", "Сроки заполнения"
    MARKS = "marks", "Отметки и виды работ"
    PLANS = "plans", "Уроки, КТП и группы"
    FINALS = "finals", "Итоги и отсрочки"
    FAMILIES = "families", "Дневник и семьи"
    DELIVERY = "delivery", "Выписки и доставка"
    ACCESS = "access", "Доступ и пароли"
    APPLICATIONS = "applications", "Заявления"
    REPORTS = "reports", "Отчёты и проверки"
    STORAGE = "storage", "Хранение и архив"


class TermUnit(Labelled):
    """How a term runs; `label` names the unit after a number, in the form of «5 …»."""

    MINUTES = "minutes", "минут"
    HOURS = "hours", "часов (выходные тоже считаются)"
    CALENDAR_DAYS = "days", "календарных дней"
    WORKING_DAYS = "working days", "рабочих дней школы"
    SAME_DAY = "same day", "до этого времени того же дня"
    AFTER_CLASS = "minutes after class", "минут после последнего урока класса"
    YEARS = "years", "лет"


class Every(Labelled):
    """The unit of a repetition."""

    DAY = "day", "день"
    WEEK = "week", "неделя"
    MONTH = "month", "месяц"
    PERIOD = "period", "учебный период"
    YEAR = "year", "год"


class Office(Labelled):
    """Who does a thing by the act. Not the same as a sign-in role: an act names offices."""

    JOURNAL_ADMINISTRATOR = "journal_administrator", "администратор журнала"
    ADMINISTRATION = "administration", "администрация школы"
    HEAD = "head", "директор"
    DEPUTY_HEAD = "deputy_head", "завуч"
    HOMEROOM_TEACHER = "homeroom_teacher", "классный руководитель"
    SUBJECT_TEACHER = "subject_teacher", "учитель-предметник"
