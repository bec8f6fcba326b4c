"""Values of the informing of families."""

from parta.domain.regulation.choices.base import Labelled


class Obligation(Labelled):
    MANDATORY = "mandatory", "обязательно"
    RECOMMENDED = "recommended", "рекомендуется"


class ForecastScope(Labelled):
    STUDENT = "student", "по каждому ученику"
    CLASS = "class", "по классу (для учителей)"


class DiarySection(Labelled):
    MARKS = "marks", "отметки"
    WORK_CONTENT = "work_content", "работы, за которые они поставлены"
    ATTENDANCE = "attendance", "посещаемость и пропуски"
    HOMEWORK = "homework", "домашние задания"
    COMMENTS = "comments", "комментарии учителя"
    COURSE_CONTENT = "course_content", "ход и содержание обучения"
    TOPICS = "topics", "темы уроков"
    PROGRAMME = "programme", "прохождение программы"
    TIMETABLE = "timetable", "расписание"
    SUBSTITUTIONS = "substitutions", "замены и переносы"
    CONTROL_WORKS = "control_works", "график контрольных работ"
    TEACHERS = "teachers", "учителя"
    STUDY_CALENDAR = "study_calendar", "календарный учебный график"
    VACATIONS = "vacations", "каникулы"
    RECOMMENDATIONS = "recommendations", "рекомендации учителей"
    INTERMEDIATE = "intermediate", "промежуточная аттестация"
    FINAL = "final", "итоговая аттестация"
    MESSAGES = "messages", "сообщения"
    EVENTS = "events", "события"


class PublishMode(Labelled):
    AUTOMATIC = "automatic", "сразу и автоматически"


class ViewerScope(Labelled):
    OWN_CHILD = "own_child", "ученик видит себя, родители — своего ребёнка"


class HistoryDepth(Labelled):
    WHOLE = "whole", "за всё время ведения журнала"
    YEAR = "year", "за учебный год"


class ExtractTrigger(Labelled):
    DECLARATION = "declaration", "заявление о невозможности или нежелании"
    NO_COMPUTER = "no_computer", "нет компьютера или Интернета"
    REFUSAL = "refusal", "отказ от электронной формы"
    CHOICE = "choice", "выбор родителей"
    REQUEST = "request", "запрос"
    NOTICE = "notice", "сообщение классному руководителю"


class ExtractForm(Labelled):
    PRINTOUT = "printout", "распечатка"
    PAPER_DIARY = "paper_diary", "бумажный дневник"
    EXTRACT = "extract", "выписка"


class ExtractContent(Labelled):
    RESULTS = "results", "результаты обучения"
    CURRENT = "current", "текущая успеваемость"
    JOURNAL_DATA = "journal_data", "данные журнала и дневника"
    ANNOUNCEMENTS = "announcements", "нужные объявления"


class DeliveryChannel(Labelled):
    ACCOUNT = "account", "личный кабинет"
    EMAIL = "email", "электронная почта"
    PAPER = "paper", "бумага"
    INTERNET = "internet", "Интернет"
    AGREED = "agreed", "любой согласованный"


class DeliveryForm(Labelled):
    ACCOUNT = "account", "личный кабинет"
    EMAIL_SUBSCRIPTION = "email_subscription", "рассылка на почту"
    PRINTOUT = "printout", "распечатка"
    REMOTE = "remote", "дистанционно"
    SELF_SERVICE = "self_service", "семья смотрит сама"
    AGREED = "agreed", "как согласовано с семьёй"


class ContactSource(Labelled):
    GIVEN = "given", "сообщены школе"
    SELF_ENTERED = "self_entered", "введены семьёй"
    WRITTEN = "written", "письменно"
    ELECTRONIC = "electronic", "электронным документом"
    SIGNED_ELECTRONIC = "signed_electronic", "документом с электронной подписью"
    SUBSCRIPTION = "subscription", "самостоятельной подпиской"


class EventsScope(Labelled):
    CLASS = "class", "события класса"
    SCHOOL = "school", "события школы"
    PAPER = "paper", "объявления на бумаге"


class VisitsReport(Labelled):
    ALWAYS = "always", "классный руководитель видит всегда"
    HOMEROOM = "homeroom", "классный руководитель ведёт мониторинг"
    FROM_ADMINISTRATOR = "from_administrator", "классный руководитель получает у администратора журнала"
