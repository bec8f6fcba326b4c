"""Settings of the act itself: its identity and legal frame (requirements.md §2.1)."""

from datetime import date
from typing import Annotated

from parta.domain.regulation import choices as c
from parta.domain.regulation.choices import Theme
from parta.domain.regulation.rules.about import About
from parta.domain.regulation.rules.values import Adoption, Approval, Value


class Identity(Value):
    """Who adopted the act and since when it is in force; setting names begin with «profile.»."""

    title: Annotated[
        str, About("Название акта", "Так называется локальный акт школы в документах и отчётах.", Theme.ACT)
    ]
    school: Annotated[
        str, About("Школа", "Название школы в печатных формах; готовые профили его не содержат.", Theme.ACT)
    ]
    adopted_by: Annotated[
        tuple[Adoption, ...],
        About("Кем принят и согласован", "Орган, номер протокола и дата; органов может быть несколько.", Theme.ACT),
    ]
    approved_by_order: Annotated[
        Approval | None, About("Утверждён", "Приказ директора, которым введён акт, или дата утверждения.", Theme.ACT)
    ]
    valid_from: Annotated[
        date | None,
        About("Действует с", "С этого дня записи судят по правилам акта.", Theme.ACT, empty="с начала года"),
    ]
    valid_to: Annotated[
        date | None,
        About("Действует до", "После этого дня нужен новый акт.", Theme.ACT, empty="до принятия нового акта"),
    ]


class Frame(Value):
    """What the journal is, for whom it is kept and who watches it."""

    system_name: Annotated[
        str, About("Название системы", "Так система названа на страницах и в документах школы.", Theme.ACT)
    ]
    diary_source: Annotated[
        c.DiarySource,
        About(
            "Откуда данные дневника",
            "Дневник показывает записи журнала, второй раз ничего не вводят.",
            Theme.ACT,
            fixed=True,
        ),
    ]
    legal_status: Annotated[
        tuple[c.LegalStatus, ...],
        About(
            "Чем является журнал",
            "Какую силу акт даёт записям; историю правок журнал хранит всегда.",
            Theme.ACT,
            empty="не названо, история правок хранится полностью",
        ),
    ]
    journal_mandatory_for: Annotated[
        c.MandatoryFor, About("Кто обязан вести журнал", "Для кого ведение журнала обязательно.", Theme.ACT)
    ]
    oversight_body: Annotated[
        tuple[c.OversightBody, ...],
        About("Кто контролирует ведение", "Кому видны нарушения сроков и порядка во всей школе.", Theme.REPORTS),
    ]
    education_levels: Annotated[
        tuple[c.EducationLevel, ...], About("Уровни образования", "Для каких уровней ведётся учёт.", Theme.ACT)
    ]
    period_types: Annotated[
        tuple[c.PeriodType, ...],
        About("Учебные периоды", "Какими периодами можно делить год; для каждого класса выбирают свои.", Theme.FINALS),
    ]
    teaching_units: Annotated[
        tuple[c.TeachingUnit, ...],
        About("Для кого ведут страницу журнала", "Класс, группа, поток или один ученик со своим планом.", Theme.PLANS),
    ]
    external_diary_exchange: Annotated[
        c.ExternalExchange,
        About("Обмен с внешним дневником", "Может ли другая система получать данные дневника.", Theme.DELIVERY),
    ]

    def allows_period(self, kind: c.PeriodType) -> bool:
        """The act names this kind of period, or leaves its list open («и пр.»)."""
        return kind in self.period_types or c.PeriodType.OTHER in self.period_types
