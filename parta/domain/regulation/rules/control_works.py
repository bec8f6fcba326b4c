"""Limits of control works. Source of the defaults: letters of the ministry and the oversight body of 06.08.2021,
№ СК-228/03 and № 01-169/08-01 (recommendations on the schedule of assessment procedures).
"""

from typing import Annotated

from parta.domain.regulation import choices as c
from parta.domain.regulation.choices import Theme
from parta.domain.regulation.rules.about import About
from parta.domain.regulation.rules.values import Value

LETTERS = "рекомендации от 06.08.2021 № СК-228/03 и № 01-169/08-01"


class ControlWorkLimits(Value):
    """How often and when control works are held."""

    control_works_per_day: Annotated[
        int,
        About(
            "Контрольных работ в день",
            f"Сколько контрольных работ может быть у класса в один день ({LETTERS}).",
            Theme.PLANS,
            empty="без ограничения",
            noun=("работа", "работы", "работ"),
            ours=True,
        ),
    ]
    control_work_not_first_or_last: Annotated[
        bool,
        About(
            "Контрольная первым или последним уроком",
            f"Кроме предметов, у которых один урок в неделю ({LETTERS}).",
            Theme.PLANS,
            words=("не проводится", "можно"),
            ours=True,
        ),
    ]
    control_work_share_percent: Annotated[
        int,
        About(
            "Доля контрольных в часах предмета, %",
            f"Сколько процентов уроков предмета за год может занять контроль ({LETTERS}).",
            Theme.PLANS,
            empty="без ограничения",
            noun=("процент", "процента", "процентов"),
            ours=True,
        ),
    ]
    control_work_gap_days: Annotated[
        int,
        About(
            "Перерыв между контрольными по предмету",
            f"По одному предмету в параллели — не чаще одного раза в две с половиной недели ({LETTERS}).",
            Theme.PLANS,
            empty="без ограничения",
            noun=("день", "дня", "дней"),
            ours=True,
        ),
    ]
    control_work_limits_mode: Annotated[
        c.ControlWorkMode,
        About(
            "Если контрольная не укладывается в график",
            "Журнал предупреждает и записывает или не записывает.",
            Theme.PLANS,
            ours=True,
        ),
    ]
