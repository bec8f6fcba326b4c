"""The family's calendar: of the pupil's own grade, neighbouring days under one name."""

from datetime import date

from parta.domain.diary.queries import student_calendar
from parta.domain.diary.tests.cast import Cast
from parta.domain.school.choices import DayKind
from parta.domain.school.models import CalendarException, Enrollment


def test_periods_and_vacations_are_those_of_the_own_grade(cast: Cast) -> None:
    seventh, first = student_calendar(cast.daniil), student_calendar(cast.vera)
    assert [one.title for one in seventh.periods] == ["1 четверть", "2 четверть"]
    assert [one.title for one in seventh.vacations] == ["зимние каникулы"]
    assert [one.title for one in first.vacations] == ["зимние каникулы", "дополнительные каникулы"]


def test_the_days_before_the_next_vacation_are_school_days(cast: Cast) -> None:
    year = student_calendar(cast.daniil)
    assert year.next_vacation is not None
    assert year.next_vacation.title == "зимние каникулы"
    assert year.days_left == 14
    assert year.period_now is not None
    assert year.period_now.title == "2 четверть"


def test_neighbouring_days_of_one_name_are_one_line(cast: Cast) -> None:
    for day in (1, 2, 3):
        CalendarException.objects.create(day=date(2026, 5, day), kind=DayKind.HOLIDAY, title="Праздник весны и труда")
    spans = [(one.title, one.days) for one in student_calendar(cast.daniil).days_off]
    assert spans == [("День народного единства", 1), ("Праздник весны и труда", 3)]


def test_a_working_saturday_says_whose_timetable_it_follows(cast: Cast) -> None:
    (day,) = student_calendar(cast.daniil).school_days
    assert (day.title, day.note) == ("рабочая суббота", "по расписанию: понедельник")


def test_without_a_class_the_calendar_is_empty(cast: Cast) -> None:
    Enrollment.objects.filter(student=cast.daniil).delete()
    assert student_calendar(cast.daniil).periods == ()
