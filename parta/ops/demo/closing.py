"""The end of a period in the demo: the first quarter closed class by class, one deferral of the second by an order."""

from datetime import date, timedelta

from parta.domain.finals import actions as finals
from parta.domain.regulation.choices import DeferralReason, MakeupForm
from parta.domain.school.models import GradingPeriod, SchoolClass, Student
from parta.lib import clock
from parta.ops.demo.school import YEAR, DemoSchool

CLASS, SURNAME = "7Б", "Тарасенко"
SUBJECTS = ("Физика", "Биология", "Алгебра")
DUE = date(YEAR + 1, 1, 23)


def show_deferral(built: DemoSchool, today: date) -> None:
    """A pupil of 7Б who was ill for weeks passes three subjects in January; the deputy entered the order."""
    deputy, school_class = built.staff["zavuch"].user, built.classes[CLASS]
    period = _quarter(school_class, 2)
    courses = [built.courses[CLASS, subject][0] for subject in SUBJECTS]
    with clock.frozen_at(clock.at(today - timedelta(days=1), 15)):
        finals.defer(
            deputy, student=_pupil(built), year=built.year, period=period, courses=courses,
            fields=finals.DeferralFields(
                DeferralReason.ILLNESS, MakeupForm.CREDIT, DUE, "", "331", today - timedelta(days=1)
            ),
        )  # fmt: skip


def close_first_quarter(built: DemoSchool) -> None:
    """On the first Monday after the autumn holidays everything of the first quarter is closed."""
    classes = SchoolClass.objects.filter(year=built.year).select_related("year")
    places = [(one, _quarter(one, 1)) for one in classes if one.grade_level < 10]
    last = max(period.ends_on for _, period in places)
    with clock.frozen_at(clock.at(last + timedelta(days=10), 12)):
        finals.close_classes_period(built.staff["zavuch"].user, places=places)


def _pupil(built: DemoSchool) -> Student:
    pupils = built.pupils[CLASS]
    return next((one for one in pupils if one.user.last_name == SURNAME), pupils[-4])


def _quarter(school_class: SchoolClass, number: int) -> GradingPeriod:
    rows = GradingPeriod.objects.select_related("year")
    return rows.get(year=school_class.year_id, grade_level=school_class.grade_level, number=number)
