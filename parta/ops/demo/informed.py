"""Who of the demo's families knows the forecast: told on paper to the end of November, all but a few of 7Б; in December
most of 7Б saw it in the diary, some got it on paper, a few do not know."""

from datetime import date, timedelta

from parta.domain.finals.actions.informing import seen_in_diary, tell_families
from parta.domain.finals.choices import InformedBy
from parta.domain.school.models import Guardianship
from parta.domain.school.queries import students_of
from parta.lib import clock
from parta.ops.demo.load import CLASS_TEACHERS
from parta.ops.demo.school import YEAR, DemoSchool

DAYS = (date(YEAR, 9, 28), date(YEAR, 10, 22), date(YEAR, 11, 27))
FORGOTTEN = ("7Б", 3)
"""The class whose teacher left out so many families in the last month."""
PAPER, UNTOLD = 9, 13
"""This month every ninth family gets it on paper, every thirteenth has not been told yet."""


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


def inform_families(built: DemoSchool, today: date) -> None:
    """This month, of the class most shown."""
    row = built.classes[FORGOTTEN[0]]
    pupils = list(students_of(row, today))
    first = {tie.student_id: tie.guardian.user for tie in Guardianship.objects.select_related("guardian__user")}
    with clock.frozen_at(clock.at(today - timedelta(days=1), 19)):
        for number, pupil in enumerate(pupils, start=1):
            if number % PAPER and number % UNTOLD and pupil.pk in first:
                seen_in_diary(first[pupil.pk], pupil)
        on_paper = [one.pk for one in pupils[PAPER - 1 :: PAPER]]
        tell_families(built.staff["krylova"].user, row, on_paper, InformedBy.PRINTED)
