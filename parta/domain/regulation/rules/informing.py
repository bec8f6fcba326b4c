"""Settings of informing students and parents (requirements.md §2.4)."""

from typing import Annotated

from parta.domain.regulation import choices as c
from parta.domain.regulation.choices import Theme
from parta.domain.regulation.rules.about import About
from parta.domain.regulation.rules.values import Repeat, Term, Value

_ON = ("включено", "выключено")


class Informing(Value):
    """What a family sees, when, and by which road."""

    final_results_publish_within: Annotated[
        Term,
        About("Итоги видны семье", "За какое время после получения итоги открыты ученику и родителям.", Theme.FAMILIES),
    ]
    exam_results_publish_within: Annotated[
        Term | None,
        About(
            "Результаты экзаменов видны семье",
            "За какое время открыты результаты экзаменов и ГИА.",
            Theme.FAMILIES,
            empty="в тот же срок, что итоги",
        ),
    ]
    forecast_obligation: Annotated[
        c.Obligation, About("Прогноз итогов", "Обязан ли журнал показывать семье прогноз за период.", Theme.FAMILIES)
    ]
    forecast_min_frequency: Annotated[
        Repeat, About("Как часто сообщают прогноз", "Не реже этого семья узнаёт о прогнозе.", Theme.FAMILIES)
    ]
    forecast_scope: Annotated[
        tuple[c.ForecastScope, ...],
        About(
            "Для кого строится прогноз", "Семья видит прогноз ученика, прогноз класса видят учителя.", Theme.FAMILIES
        ),
    ]
    diary_sections: Annotated[
        tuple[c.DiarySection, ...],
        About("Разделы дневника", "Что ученик и родители видят в дневнике.", Theme.FAMILIES),
    ]
    diary_publish_mode: Annotated[
        c.PublishMode,
        About(
            "Как запись попадает в дневник", "Внесённое учителем видно семье без отдельной публикации.", Theme.FAMILIES
        ),
    ]
    viewer_scope: Annotated[
        c.ViewerScope,
        About("Чьи данные видны", "Сведений о других детях в дневнике нет.", Theme.FAMILIES, fixed=True),
    ]
    marks_history_depth: Annotated[
        c.HistoryDepth, About("За какое время видны отметки", "Насколько далеко назад открыты отметки.", Theme.FAMILIES)
    ]
    paper_extract_trigger: Annotated[
        tuple[c.ExtractTrigger, ...],
        About(
            "Кому печатают выписку",
            "Что даёт семье право на сведения на бумаге.",
            Theme.DELIVERY,
            empty="выписки не предусмотрены",
        ),
    ]
    paper_extract_period: Annotated[
        Repeat, About("Как часто печатают выписку", "Не реже этого семья получает сведения на бумаге.", Theme.DELIVERY)
    ]
    paper_extract_form: Annotated[
        tuple[c.ExtractForm, ...],
        About("Вид выписки", "В каком виде семья получает сведения на бумаге.", Theme.DELIVERY),
    ]
    paper_extract_content: Annotated[
        tuple[c.ExtractContent, ...], About("Что в выписке", "Какие сведения печатают для семьи.", Theme.DELIVERY)
    ]
    paper_extract_by: Annotated[
        c.Office, About("Кто готовит выписку", "Кто печатает выписку и отмечает её выдачу.", Theme.DELIVERY)
    ]
    delivery_channels: Annotated[
        tuple[c.DeliveryChannel, ...],
        About("Каналы доставки", "Какими путями семья получает сведения.", Theme.DELIVERY),
    ]
    delivery_form: Annotated[
        tuple[c.DeliveryForm, ...],
        About("Форма доставки", "Первая — обычная, остальные по выбору семьи.", Theme.DELIVERY),
    ]
    contact_data_source: Annotated[
        tuple[c.ContactSource, ...],
        About("Откуда контакты семьи", "Как семья передаёт контактные данные; источник записывается.", Theme.DELIVERY),
    ]
    diary_fee: Annotated[
        int, About("Плата за дневник", "Дневник для семьи бесплатный.", Theme.FAMILIES, fixed=True, empty="бесплатно")
    ]
    messaging_enabled: Annotated[
        bool,
        About(
            "Переписка",
            "Могут ли учителя, ученики и родители писать друг другу; о грубом сообщении можно заявить.",
            Theme.FAMILIES,
            words=_ON,
        ),
    ]
    events_visible_to_parents: Annotated[
        tuple[c.EventsScope, ...], About("События для родителей", "О каких событиях узнают родители.", Theme.FAMILIES)
    ]
    portfolio_enabled: Annotated[
        bool, About("Портфолио", "Ведёт ли ученик портфолио достижений.", Theme.FAMILIES, words=_ON)
    ]
    parent_visits_report: Annotated[
        c.VisitsReport,
        About(
            "Посещение дневника родителями", "Как классный руководитель узнаёт, кто давно не заходил.", Theme.FAMILIES
        ),
    ]

    @property
    def exam_results_term(self) -> Term:
        """The term of examination results: its own, or that of the final results."""
        return self.exam_results_publish_within or self.final_results_publish_within
