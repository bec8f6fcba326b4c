"""Values of access, reports, archive and applications."""

from parta.domain.regulation.choices.base import Labelled


class ConsentRecord(Labelled):
    CONSENT = "consent", "согласие"
    REFUSAL = "refusal", "отказ"
    WITHDRAWAL = "withdrawal", "отзыв"


class ServiceTerm(Labelled):
    TO_LEAVING = "to_leaving", "с зачисления до выбытия"
    TO_PROGRAMME_END = "to_programme_end", "с зачисления до окончания программы"
    ACADEMIC_YEAR = "academic_year", "учебный год"


class CredentialIssue(Labelled):
    BY_HOMEROOM = "by_homeroom", "работникам — администратор журнала, семьям — классный руководитель"
    BY_ADMINISTRATOR = "by_administrator", "всем — администратор журнала"


class AccountSharing(Labelled):
    FORBIDDEN = "forbidden", "запрещена всем"


class CompromiseEffect(Labelled):
    INVALID_SINCE_NOTICE = "invalid_since_notice", "записи после сообщения недействительны"
    REVIEW = "review", "записи после сообщения проверяются"


class AccessMatrixBy(Labelled):
    ADMINISTRATOR = "administrator", "администратор журнала"
    ADMINISTRATION = "administration", "администрация школы"
    ADMINISTRATOR_ON_DECISION = "administrator_on_decision", "администратор журнала по решению администрации"


class Availability(Labelled):
    ALWAYS = "always", "каждый день, круглосуточно"
    SCHOOL_HOURS = "school_hours", "в часы работы школы"


class Deployment(Labelled):
    OWN_MACHINE = "own_machine", "на своей машине школы, без внешних служб"
    SCHOOL_NETWORK = "school_network", "в сети школы"
    HOSTED = "hosted", "на внешнем сайте"
    REMOTE = "remote", "удалённый доступ"


class ReportMoment(Labelled):
    """`BY_PLAN`: no fixed moment, a plan of work names it."""

    QUARTER = "quarter", "в конце четверти"
    TRIMESTER = "trimester", "в конце триместра"
    HALF_YEAR = "half_year", "в конце полугодия"
    YEAR = "year", "в конце года"
    BY_PLAN = "by_plan", "по плану рабочей группы"


class CheckKind(Labelled):
    PLANNED = "planned", "плановые"
    UNPLANNED = "unplanned", "внеплановые"


class SummaryToArchive(Labelled):
    AT_ONCE = "at_once", "обязательно, сразу после закрытия года"
    MAY_AT_ONCE = "may_at_once", "можно сразу после закрытия года"


class StorageMode(Labelled):
    BOTH = "both", "в электронном виде и на бумаге"
    ELECTRONIC = "electronic", "в электронном виде"


class SummaryArchiveForm(Labelled):
    PROFILE_TEMPLATE = "profile_template", "по образцу, принятому в школе"
    ARCHIVE_SERVICE = "archive_service", "по действующей форме архивной службы"


class RecordsStandard(Labelled):
    PRINT_ANYWAY = "print_anyway", "печатать в любом случае"
    BY_STANDARD = "by_standard", "печатать ли, решает ГОСТ Р ИСО 15489-1-2007"


class IntegrityControl(Labelled):
    WHOLE_TERM = "whole_term", "весь срок хранения"
    ON_CLOSING = "on_closing", "при закрытии года"


class ApplicationChannel(Labelled):
    IN_PERSON = "in_person", "лично"
    POST = "post", "по почте"
    EMAIL = "email", "по электронной почте"
    INSIDE = "inside", "в самой системе"


class DocumentCheck(Labelled):
    ORIGINAL_IN_PERSON = "original_in_person", "лично — подлинник для просмотра"
    COPY_BY_POST = "copy_by_post", "по почте — копия"
    PARTICULARS_BY_EMAIL = "particulars_by_email", "по электронной почте — реквизиты"


class Periodicity(Labelled):
    STATED = "stated", "какую назовёт заявитель"
    ONCE = "once", "один раз"
    WEEKLY = "weekly", "каждую неделю"
    MONTHLY = "monthly", "каждый месяц"
    EACH_PERIOD = "each_period", "каждый учебный период"


class Validity(Labelled):
    ACADEMIC_YEAR = "academic_year", "учебный год"
    UNTIL_WITHDRAWN = "until_withdrawn", "до отзыва"
