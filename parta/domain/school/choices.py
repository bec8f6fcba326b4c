"""Closed sets of the room."""

from django.db.models import IntegerChoices, TextChoices


class PeriodKind(TextChoices):
    """What a year is divided into; chosen per grade."""

    QUARTER = "quarter", "четверть"
    TRIMESTER = "trimester", "триместр"
    HALF_YEAR = "half_year", "полугодие"


class DayKind(TextChoices):
    """Exceptions of the calendar."""

    HOLIDAY = "holiday", "нерабочий день"
    SCHOOL_DAY = "school_day", "учебный день"


class DaySource(TextChoices):
    """Where the exception came from: the government's calendar or the school's own hand."""

    GOVERNMENT = "government", "производственный календарь"
    SCHOOL = "school", "решение школы"


class Shift(IntegerChoices):
    """Shift of a class."""

    FIRST = 1, "первая смена"
    SECOND = 2, "вторая смена"


class Relation(TextChoices):
    """Who the representative is to the pupil."""

    MOTHER = "mother", "мама"
    FATHER = "father", "папа"
    GUARDIAN = "guardian", "опекун"
    OTHER = "other", "представитель"


class Gender(TextChoices):
    """As in the class list."""

    UNKNOWN = "", "не указан"
    MALE = "m", "мужской"
    FEMALE = "f", "женский"


class GroupKind(TextChoices):
    """Teaching units other than the class (S2-2.2f)."""

    SUBGROUP = "subgroup", "подгруппа класса"
    STREAM = "stream", "поток из нескольких классов"
    INDIVIDUAL = "individual", "индивидуальный план"


class LeaveKind(TextChoices):
    """Why an enrollment ended."""

    NONE = "", "учится"
    MOVED = "moved", "переведён в другой класс"
    LEFT = "left", "выбыл"
    GRADUATED = "graduated", "окончил"
