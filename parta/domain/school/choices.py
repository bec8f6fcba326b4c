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


class ArrangementKind(TextChoices):
    """Why a pupil of the class does not study with it for some days."""

    INDIVIDUAL = "individual", "индивидуальный учебный план"
    HOME = "home", "обучение на дому"
    SANATORIUM = "sanatorium", "санаторий или больница"
    ELSEWHERE = "elsewhere", "временно в другой школе"

    @property
    def words(self) -> str:
        """How the journal says it beside a name."""
        return {"individual": "по индивидуальному плану", "home": "на дому", "sanatorium": "санаторий"}.get(
            self.value, "в другой школе"
        )


class Who(TextChoices):
    """What a person may be at school, for the list of people."""

    STAFF = "staff", "Сотрудники"
    STUDENTS = "students", "Ученики"
    GUARDIANS = "guardians", "Родители"
    FORMER = "former", "Бывшие"


class LeaveKind(TextChoices):
    """Why an enrollment ended."""

    NONE = "", "учится"
    MOVED = "moved", "переведён в другой класс"
    LEFT = "left", "выбыл"
    GRADUATED = "graduated", "окончил"
    PROMOTED = "promoted", "перешёл в следующий класс"


AUDIT_SENTENCES = {
    "school.school.changed": "Изменены сведения о школе",
    "school.year.created": "Открыт учебный год",
    "school.year.changed": "Изменены границы учебного года",
    "school.periods.set": "Заданы учебные периоды",
    "school.vacation.added": "Добавлены каникулы",
    "school.vacation.changed": "Изменены каникулы",
    "school.period.closed": "Закрыт учебный период",
    "school.period.reopened": "Закрытый период открыт снова",
    "school.vacation.removed": "Убраны каникулы",
    "school.calendar.government": "Загружен производственный календарь",
    "school.day.set": "Задан особый день",
    "school.day.cleared": "Особый день убран",
    "school.class.created": "Открыт класс",
    "school.class.changed": "Изменён класс",
    "school.class_teacher.appointed": "Назначен классный руководитель",
    "school.room.added": "Добавлен кабинет",
    "school.room.changed": "Изменён кабинет",
    "school.staff.hired": "Принят сотрудник",
    "school.staff.changed": "Изменена должность",
    "school.staff.dismissed": "Уволен сотрудник",
    "school.student.enrolled": "Зачислен ученик",
    "school.student.changed": "Изменены данные ученика",
    "school.student.moved": "Переведён ученик",
    "school.student.withdrawn": "Выбыл ученик",
    "school.guardian.linked": "Ученик связан с родителем",
    "school.guardian.ended": "Закончена связь родителя с учеником",
    "school.group.created": "Создана группа",
    "school.group.renamed": "Переименована группа",
    "school.group.joined": "Ученик включён в группу",
    "school.group.left": "Ученик выведен из группы",
    "school.group.placed": "Ученик распределён в группу",
    "school.group.transferred": "Ученик переведён в другую группу",
    "school.group.transfer_cancelled": "Отменён перевод в другую группу",
    "school.division.created": "Создано деление на группы",
    "school.arrangement.begun": "Записан особый порядок обучения",
    "school.arrangement.changed": "Изменён особый порядок обучения",
    "school.arrangement.removed": "Убран ошибочный особый порядок обучения",
    "school.movement.corrected": "Исправлена запись о движении",
    "school.student.promoted": "Ученик перешёл в следующий класс",
}
"""What the log says of each act of the room."""
