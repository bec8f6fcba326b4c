"""Values of the frame of the act and of the entry deadlines."""

from parta.domain.regulation.choices.base import Labelled


class DiarySource(Labelled):
    JOURNAL = "journal", "из журнала, отдельных записей нет"


class LegalStatus(Labelled):
    STATE_RECORD = "state_record", "государственный нормативно-финансовый документ"
    EQUAL_TO_PAPER = "equal_to_paper", "записи равны бумажным журналу и дневнику"
    PEDAGOGICAL_RECORD = "pedagogical_record", "учебно-педагогическая документация"


class MandatoryFor(Labelled):
    EVERY_TEACHER = "every_teacher", "для каждого учителя и классного руководителя"
    WORKING_GROUP = "working_group", "для учителей и классных руководителей из рабочей группы"


class OversightBody(Labelled):
    DIRECTOR = "director", "директор"
    DEPUTIES = "deputies", "заместители директора"
    ADMINISTRATION = "administration", "администрация школы"
    WORKING_GROUP = "working_group", "рабочая группа"


class EducationLevel(Labelled):
    PRIMARY = "primary", "начальное"
    BASIC = "basic", "основное"
    SECONDARY = "secondary", "среднее"


class PeriodType(Labelled):
    """`OTHER` is the «и пр.» of an act: its list is open."""

    QUARTER = "quarter", "четверть"
    TRIMESTER = "trimester", "триместр"
    HALF_YEAR = "half_year", "полугодие"
    YEAR = "year", "год"
    OTHER = "other", "и прочие"


class TeachingUnit(Labelled):
    CLASS = "class", "класс"
    GROUP = "group", "группа"
    STREAM = "stream", "поток"
    INDIVIDUAL = "individual", "индивидуальный учебный план"


class ExternalExchange(Labelled):
    OPEN = "open", "выгрузка и программный доступ включены"
    REQUIRED = "required", "обязательный обмен с внешним дневником"
    SYNCHRONISED = "synchronised", "дневник синхронизирован с журналом"
    STATE_SYSTEM = "state_system", "дневник — часть государственной системы"


class UpdateInterval(Labelled):
    BY_DEADLINES = "by_deadlines", "по срокам отдельных записей"
    REGULAR = "regular", "регулярно"
    ALWAYS = "always", "всегда в актуальном состоянии"


class AttendanceEntry(Labelled):
    TEACHER_PER_LESSON = "teacher_per_lesson", "учитель на каждом уроке"
    HOMEROOM_PER_DAY = "homeroom_per_day", "классный руководитель каждый день"


class EntryPlace(Labelled):
    ANYWHERE = "anywhere", "в любом месте"
    CLASSROOM = "classroom", "в кабинете на уроке"
    ASSIGNED = "assigned", "в отведённых местах, например в методическом кабинете"
