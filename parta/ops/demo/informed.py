"""Who of the demo's families was told the forecast of September to November: all but a few of 7Б in the last month."""

from datetime import date

from parta.domain.finals.actions.informing import tell_families
from parta.domain.finals.choices import InformedBy
from parta.domain.school.queries import students_of
from parta.lib import clock
from parta.ops.demo.load import CLASS_TEACHERS
from parta.ops.demo.school import YEAR, DemoSchool

DAYS = (date(YEAR, 9, 28), date(YEAR, 10, 22), date(YEAR, 11, 27))
FORGOTTEN = ("7Б", 3)
"""The class whose teacher left out so many families in the last month."""


def tell_of_forecasts(built: DemoSchool) -> None:
    """On paper, by the class teachers, in the last days of each month."""
    for name, login in CLASS_TEACHERS.items():
        school_class, teacher = built.classes[name], built.staff[login].user
        if school_class.grade_level == 1:
            continue
        for day in DAYS:
            with clock.frozen_at(clock.at(day, 16)):
                pupils = [one.pk for one in students_of(school_class, day)]
                told = pupils[FORGOTTEN[1] :] if (name, day) == (FORGOTTEN[0], DAYS[-1]) else pupils
                tell_families(teacher, school_class, told, InformedBy.PRINTED)
