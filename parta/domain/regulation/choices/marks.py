"""Values of the marks, plans and groups."""

from parta.domain.regulation.choices.base import Labelled


class DeferralReason(Labelled):
    ILLNESS = "illness", "болезнь"
    OTHER = "other", "иная причина"


class MakeupForm(Labelled):
    CREDIT = "credit", "зачёт"
    EXAM = "exam", "экзамен"
    OTHER = "other", "иная форма"


class FinalMarkKind(Labelled):
    QUARTER = "quarter", "за четверть"
    TRIMESTER = "trimester", "за триместр"
    HALF_YEAR = "half_year", "за полугодие"
    YEAR = "year", "за год"
    EXAM = "exam", "за экзамен"
    FINAL = "final", "итоговая"


class Grade(Labelled):
    FIRST = "1", "1 класс"
    SECOND = "2", "2 класс"
    THIRD = "3", "3 класс"
    FOURTH = "4", "4 класс"
    FIFTH = "5", "5 класс"
    SIXTH = "6", "6 класс"
    SEVENTH = "7", "7 класс"
    EIGHTH = "8", "8 класс"
    NINTH = "9", "9 класс"
    TENTH = "10", "10 класс"
    ELEVENTH = "11", "11 класс"


class YearMarkRule(Labelled):
    PERIODS_HALF_UP = "periods_half_up", "среднее отметок за периоды, половина — вверх"
    PERIODS_HALF_LAST = "periods_half_last", "среднее отметок за периоды, половина — как за последний период"
    YEAR_MEAN = "year_mean", "средний балл всех отметок года, округление как за период"


class NinthFinalRule(Labelled):
    YEAR_AND_EXAM = "year_and_exam", "среднее годовой и экзаменационной, половина — вверх; без экзамена — годовая"
    YEAR = "year", "годовая отметка"


class EleventhFinalRule(Labelled):
    HALVES_AND_YEARS = "halves_and_years", "среднее полугодовых и годовых за 10 и 11 классы, половина — вверх"
    YEAR = "year", "годовая отметка"


class MinMarksRule(Labelled):
    WARN = "warn", "нужное число обязательно; если не хватает, журнал предупреждает"
    OFF = "off", "не проверяется"


class WorkNature(Labelled):
    WRITTEN = "written", "письменные"
    LABORATORY = "laboratory", "лабораторные"
    PRACTICAL = "practical", "практические"
    CONTROL = "control", "контрольные"


class MedicalGroupRule(Labelled):
    THEORY_POSITIVE = "theory_positive", "положительно оценивается теория"
    AS_OTHERS = "as_others", "как всех"


class GradeOneRecord(Labelled):
    ATTENDANCE = "attendance", "посещаемость"
    MOVEMENT = "movement", "движение учеников"
    TOPICS = "topics", "темы уроков"
    MESSAGES = "messages", "общение с родителями"


class JournalLanguage(Labelled):
    RUSSIAN = "ru", "русский"
    ANY = "any", "любой"


class SplitMoment(Labelled):
    YEAR_START = "year_start", "в начале учебного года"
    ANY_TIME = "any_time", "в любое время"


class TransferMoment(Labelled):
    PERIOD_END = "period_end", "только по окончании учебного периода"
    ANY_TIME = "any_time", "в любое время"


class SummaryMode(Labelled):
    LIVE = "live", "автоматически, в реальном времени"
    COPY_AT_END = "copy_at_end", "итоговые отметки повторяются в конце классного журнала"


class MarkScale(Labelled):
    FIVE_POINT = "five_point", "пятибалльная"
    TEN_POINT = "ten_point", "десятибалльная"
    HUNDRED_POINT = "hundred_point", "стобалльная"


class ControlWorkMode(Labelled):
    WARN = "warn", "журнал предупреждает"
    REFUSE = "refuse", "журнал не записывает"
