"""Families of the demo that know the forecast: most saw it in the diary, some got it on paper, a few do not know."""

from datetime import date, timedelta

from parta.domain.finals.actions.informing import seen_in_diary, tell_families
from parta.domain.finals.choices import InformedBy
from parta.domain.school.models import Guardianship
from parta.domain.school.queries import students_of
from parta.lib import clock
from parta.ops.demo.school import DemoSchool

CLASS = "7Б"
PAPER, UNTOLD = 9, 13
"""Every ninth family gets it on paper, every thirteenth has not been told yet."""


def inform_families(built: DemoSchool, today: date) -> None:
    """Last month and this one, of the class most shown."""
    row = built.classes[CLASS]
    pupils = list(students_of(row, today))
    first = {tie.student_id: tie.guardian.user for tie in Guardianship.objects.select_related("guardian__user")}
    for day in (today.replace(day=1) - timedelta(days=4), today - timedelta(days=1)):
        with clock.frozen_at(clock.at(day, 19)):
            for number, pupil in enumerate(pupils, start=1):
                if number % PAPER and number % UNTOLD and pupil.pk in first:
                    seen_in_diary(first[pupil.pk], pupil)
            tell_families(
                built.staff["krylova"].user, row, [one.pk for one in pupils[PAPER - 1 :: PAPER]], InformedBy.PRINTED
            )
