"""Settings of reports, archive and applications (requirements.md §2.6)."""

from typing import Annotated

from parta.domain.regulation import choices as c
from parta.domain.regulation.choices import TermUnit, Theme
from parta.domain.regulation.rules.about import About
from parta.domain.regulation.rules.values import Repeat, Term, Value

_YEARS = (TermUnit.YEARS,)
_REQUIRED = ("обязательно", "не обязательно")


class ReportsArchive(Value):
    """Which reports are made when, how long papers are kept, how applications of families run."""

    activity_report_period: Annotated[
        Repeat, About("Отчёт об активности", "Как часто готовят отчёт о работе людей в журнале.", Theme.REPORTS)
    ]
    deputy_reports_period: Annotated[
        tuple[c.ReportMoment, ...], About("Отчёты завуча", "Когда завуч готовит отчёты на бумаге.", Theme.REPORTS)
    ]
    performance_report_period: Annotated[
        tuple[c.ReportMoment, ...],
        About("Отчёты об успеваемости", "Когда готовят отчёты об успеваемости и качестве обучения.", Theme.REPORTS),
    ]
    journal_check_period: Annotated[
        tuple[c.ReportMoment, ...], About("Проверка журналов", "Когда проверяют журналы школы.", Theme.REPORTS)
    ]
    check_kinds: Annotated[tuple[c.CheckKind, ...], About("Виды проверок", "Какие проверки проводят.", Theme.REPORTS)]
    report_completeness_check: Annotated[
        bool,
        About(
            "Пробелы в отчёте",
            "Предупреждает ли отчёт, что журнал заполнен не полностью; печатать можно.",
            Theme.REPORTS,
            words=("предупреждает", "не предупреждает"),
        ),
    ]
    journal_retention: Annotated[
        Term, About("Сколько хранят журналы", "Срок хранения журналов успеваемости.", Theme.STORAGE, units=_YEARS)
    ]
    summary_retention: Annotated[
        Term,
        About("Сколько хранят сводные ведомости", "Срок хранения сводных ведомостей.", Theme.STORAGE, units=_YEARS),
    ]
    summary_to_archive: Annotated[
        c.SummaryToArchive, About("Ведомость в архив", "Когда сводную ведомость передают в архив.", Theme.STORAGE)
    ]
    storage_mode: Annotated[c.StorageMode, About("Вид хранения", "На чём хранят журналы и ведомости.", Theme.STORAGE)]
    summary_archive_form: Annotated[
        c.SummaryArchiveForm, About("Форма ведомости для архива", "По какой форме её печатают.", Theme.STORAGE)
    ]
    records_standard: Annotated[
        c.RecordsStandard, About("Нужна ли печать", "По чему решают, выводить ли данные на печать.", Theme.STORAGE)
    ]
    archive_integrity_control: Annotated[
        c.IntegrityControl,
        About("Контроль целостности архива", "Сколько времени проверяют неизменность.", Theme.STORAGE),
    ]
    backup_required: Annotated[
        bool, About("Резервные копии", "Делают ли копии данных журнала.", Theme.STORAGE, words=_REQUIRED)
    ]
    backup_period: Annotated[
        Repeat, About("Как часто делают копии", "Не реже этого журнал копирует данные.", Theme.STORAGE, ours=True)
    ]
    print_certification_required: Annotated[
        bool,
        About(
            "Заверение распечаток", "Есть ли на документах место для подписи и печати.", Theme.STORAGE, words=_REQUIRED
        ),
    ]
    application_channels: Annotated[
        tuple[c.ApplicationChannel, ...],
        About("Как подают заявление", "Какими путями родители просят сведения.", Theme.APPLICATIONS),
    ]
    identity_document: Annotated[
        tuple[c.DocumentCheck, ...],
        About(
            "Паспорт заявителя",
            "Как предъявляют паспорт; копия не хранится, если видели подлинник.",
            Theme.APPLICATIONS,
        ),
    ]
    status_document: Annotated[
        tuple[c.DocumentCheck, ...],
        About(
            "Документ о статусе заявителя",
            "Как подтверждают, что заявитель — законный представитель.",
            Theme.APPLICATIONS,
        ),
    ]
    application_periodicity: Annotated[
        tuple[c.Periodicity, ...],
        About("Как часто присылать сведения", "Что заявитель может выбрать.", Theme.APPLICATIONS),
    ]
    application_reply_channels: Annotated[
        tuple[c.ApplicationChannel, ...],
        About("Как отвечают", "Какими путями школа отвечает на заявление.", Theme.APPLICATIONS),
    ]
    application_register_within: Annotated[
        Term, About("Регистрация заявления", "Срок с момента, когда заявление пришло в школу.", Theme.APPLICATIONS)
    ]
    application_register_in_person_within: Annotated[
        Term,
        About(
            "Регистрация при личном приходе",
            "Сколько времени регистрируют принесённое заявление.",
            Theme.APPLICATIONS,
            units=(TermUnit.MINUTES, TermUnit.HOURS),
        ),
    ]
    application_review_within: Annotated[
        Term,
        About("Рассмотрение заявления", "Календарный срок с поступления ответственному работнику.", Theme.APPLICATIONS),
    ]
    application_fulfil_within: Annotated[
        Term,
        About("Ответ на заявление", "Календарный срок со дня регистрации; идут оба срока.", Theme.APPLICATIONS),
    ]
    application_validity: Annotated[
        c.Validity, About("Сколько действует заявление", "После этого его подают снова.", Theme.APPLICATIONS)
    ]
    application_decision_by: Annotated[
        c.Office, About("Кто решает по заявлению", "Кто даёт сведения или отказывает.", Theme.APPLICATIONS)
    ]
    refusal_notice_signed_by: Annotated[
        c.Office, About("Кто подписывает отказ", "Чья подпись стоит на уведомлении об отказе.", Theme.APPLICATIONS)
    ]
