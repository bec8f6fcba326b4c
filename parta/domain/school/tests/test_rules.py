"""The calendar of a school year and names of classes, as plain values."""

import csv
from datetime import date
from pathlib import Path

import pytest

from parta.domain.school import rules
from parta.lib.clock import days_between


def test_the_proposed_year_is_the_one_the_ministry_recommended(shared: Path) -> None:
    with (shared / "data/curriculum/academic_calendar.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for year in (2025, 2026):
        mine = [row for row in rows if row["year"] == f"{year}/{year + 1}"]
        proposed = rules.proposed_year(year)
        quarters = [(row["start"], row["end"]) for row in mine if row["kind"] == "quarter"]
        assert [(str(one.first), str(one.last)) for one in proposed.quarters] == quarters
        breaks = {(row["start"], row["end"]) for row in mine if "vacation" in row["kind"] and "Лет" not in row["name"]}
        assert {(str(one.first), str(one.last)) for one in proposed.vacations} == breaks


def test_a_year_that_begins_on_a_sunday_begins_on_monday() -> None:
    assert rules.proposed_year(2024).first == date(2024, 9, 2)


def test_half_years_of_the_proposed_year_join_quarters() -> None:
    halves = rules.proposed_year(2025).half_years
    assert [(str(one.first), str(one.last)) for one in halves] == [
        ("2025-09-01", "2025-12-30"),
        ("2026-01-12", "2026-05-26"),
    ]


def test_government_days_are_the_published_ones(shared: Path) -> None:
    with (shared / "data/curriculum/holidays_ru_2025_2027.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for year in (2025, 2026, 2027):
        known = {(str(one.day), one.is_school_day) for one in rules.government_days(year)}
        assert known == {
            (row["date"], row["kind"] == "рабочая суббота") for row in rows if row["date"][:4] == str(year)
        }


def test_a_working_saturday_follows_the_timetable_of_the_day_it_replaced() -> None:
    saturday = next(one for one in rules.government_days(2025) if one.day == date(2025, 11, 1))
    assert (saturday.is_school_day, saturday.as_weekday) == (True, 1)
    monday = next(one for one in rules.government_days(2025) if one.day == date(2025, 11, 3))
    assert monday.title == "Выходной, перенесённый с 1\u00a0ноября"


def test_school_days_of_each_quarter_agree_with_a_count_made_apart(shared: Path) -> None:
    with (shared / "data/curriculum/school_days_per_quarter.csv").open(encoding="utf-8") as file:
        rows = {(row["year"], row["quarter"]): row for row in csv.DictReader(file)}
    for year in (2025, 2026):
        proposed = rules.proposed_year(year)
        special = {one.day: one for at in (year, year + 1) for one in rules.government_days(at)}
        for quarter in proposed.quarters:
            row = rows[f"{year}/{year + 1}", f"{quarter.number} четверть"]
            for week in (5, 6):
                days = [
                    day
                    for day in days_between(quarter.first, quarter.last)
                    if not rules.day_off_reason(day, 7, week, proposed.vacations, special)
                    and not (week == 5 and day in special)  # that count leaves working Saturdays out
                ]
                assert len(days) == int(row[f"days_{week}day_week"]), (year, quarter.number, week)


AUTUMN = rules.Span("Осенние каникулы", date(2025, 10, 25), date(2025, 11, 2))
FEBRUARY = rules.Span("Дополнительные каникулы", date(2026, 2, 16), date(2026, 2, 22), 1, 1)


def reason(day: date, grade: int = 7, week: int = 5, *special: rules.SpecialDay) -> str:
    return rules.day_off_reason(day, grade, week, [AUTUMN, FEBRUARY], {one.day: one for one in special})


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 10, 24), ""),
        (date(2025, 10, 27), "осенние каникулы"),
        (date(2025, 11, 8), "суббота"),
        (date(2025, 11, 9), "воскресенье"),
    ],
)
def test_a_day_off_says_why(day: date, words: str) -> None:
    assert reason(day) == words


def test_saturday_is_a_school_day_of_a_six_day_week_only() -> None:
    assert reason(date(2025, 11, 8), 7, 6) == ""
    assert reason(date(2025, 11, 9), 7, 6) == "воскресенье"


def test_first_graders_rest_a_week_longer() -> None:
    assert reason(date(2026, 2, 17), 1) == "дополнительные каникулы"
    assert reason(date(2026, 2, 17), 2) == ""
    assert reason(date(2026, 2, 17), 0) == ""


def test_the_governments_working_saturday_inside_vacations_stays_a_vacation() -> None:
    saturday = rules.SpecialDay(date(2025, 11, 1), "Рабочий день", True, by_government=True)
    assert reason(saturday.day, 7, 5, saturday) == "осенние каникулы"


def test_the_schools_own_decision_is_stronger_than_vacations_and_weekends() -> None:
    lessons = rules.SpecialDay(date(2025, 11, 1), "Учимся", True)
    quarantine = rules.SpecialDay(date(2025, 11, 12), "Карантин", False)
    assert reason(lessons.day, 7, 5, lessons) == ""
    assert reason(quarantine.day, 7, 5, quarantine) == "Карантин"


def test_names_of_classes_are_read_as_people_write_them() -> None:
    names, unclear = rules.class_names("5А 5б, 7-В; 8 «г»\n10 физмат\n11B; 6; ерунда")
    assert names == [(5, "А"), (5, "Б"), (7, "В"), (8, "Г"), (10, "физмат"), (11, "В"), (6, "")]
    assert unclear == ["ерунда"]
    assert rules.class_name("13А") is None
