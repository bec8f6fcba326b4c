"""Settings of access, credentials and availability (requirements.md §2.5)."""

from typing import Annotated

from parta.domain.regulation import choices as c
from parta.domain.regulation.choices import Theme
from parta.domain.regulation.rules.about import About
from parta.domain.regulation.rules.values import Term, Value


class Access(Value):
    """Who gets into the journal and the diary, how, and what happens when a password leaks."""

    consent_required_for_access: Annotated[
        bool,
        About(
            "Согласие на обработку данных",
            "Нужно ли согласие родителей, чтобы открыть доступ.",
            Theme.ACCESS,
            words=("нужно", "не нужно"),
        ),
    ]
    consent_register: Annotated[
        tuple[c.ConsentRecord, ...],
        About("Что записывают о согласии", "Какие решения семьи хранит журнал, с датой.", Theme.ACCESS),
    ]
    access_grant_deadline: Annotated[
        Term, About("Срок открытия доступа", "За какое время с начала занятий семья получает доступ.", Theme.ACCESS)
    ]
    account_removal_after_leaving: Annotated[
        Term,
        About(
            "Доступ после выбытия",
            "Когда удаляют учётную запись; у родителя с другим ребёнком в школе она остаётся.",
            Theme.ACCESS,
        ),
    ]
    service_refusal_grounds: Annotated[
        tuple[str, ...], About("Основания для отказа", "Почему школа может отказать в услуге.", Theme.APPLICATIONS)
    ]
    service_term: Annotated[
        c.ServiceTerm, About("Срок услуги", "Сколько времени семья пользуется дневником.", Theme.ACCESS)
    ]
    temporary_access: Annotated[
        bool,
        About(
            "Временный доступ",
            "Получает ли замещающий учитель доступ на время замены.",
            Theme.ACCESS,
            words=("даётся", "не даётся"),
        ),
    ]
    credentials_issued_by: Annotated[
        c.CredentialIssue, About("Кто выдаёт логины и пароли", "К кому идти за доступом.", Theme.ACCESS)
    ]
    credentials_signature_required: Annotated[
        bool,
        About(
            "Роспись за логин и пароль",
            "Расписывается ли семья, получая логин и пароль.",
            Theme.ACCESS,
            words=("под роспись", "без росписи"),
        ),
    ]
    account_sharing: Annotated[
        c.AccountSharing,
        About(
            "Передача логина и пароля",
            "Чужим логином не пользуются, учеников под своим не пускают.",
            Theme.ACCESS,
            fixed=True,
        ),
    ]
    compromise_report_within: Annotated[
        Term,
        About("Пароль узнал другой", "За какое время об этом сообщают директору и поддержке.", Theme.ACCESS),
    ]
    compromise_effect: Annotated[
        c.CompromiseEffect,
        About(
            "Записи после утечки пароля", "Что становится с записями этой учётной записи после сообщения.", Theme.ACCESS
        ),
    ]
    homeroom_can_edit_marks: Annotated[
        bool,
        About(
            "Классный руководитель и чужие отметки",
            "Может ли он править журнал своего класса.",
            Theme.ACCESS,
            words=("правит", "только смотрит"),
        ),
    ]
    access_matrix_set_by: Annotated[
        c.AccessMatrixBy, About("Кто раздаёт права", "Кто решает, что доступно каждой роли.", Theme.ACCESS)
    ]
    availability: Annotated[c.Availability, About("Когда доступен журнал", "В какое время можно войти.", Theme.ACCESS)]
    deployment: Annotated[c.Deployment, About("Где работает система", "На чьих машинах стоит журнал.", Theme.STORAGE)]
