"""Which days the page shows."""

from parta.web.teaching.journal_period import chosen_span
from parta.web.teaching.tests.small_school import SmallSchool


def test_the_quarter_of_today_is_shown_first(school: SmallSchool) -> None:
    span = chosen_span(school.course, {})
    assert (span.view, span.title) == ("period", "2 четверть")
    assert [choice.title for choice in span.choices] == ["Декабрь", "2 четверть", "Год"]


def test_vacations_belong_to_the_quarter_before(school: SmallSchool) -> None:
    assert chosen_span(school.course, {"from": "2025-10-30"}).title == "1 четверть"
    assert chosen_span(school.course, {"from": "2026-01-05"}).title == "2 четверть"


def test_neighbours_end_with_the_year(school: SmallSchool) -> None:
    first = chosen_span(school.course, {"from": "2025-09-10"})
    assert first.earlier == ""
    assert "from=2025-11-05" in first.later
    last = chosen_span(school.course, {"from": "2026-05-10"})
    assert last.later == ""
    month = chosen_span(school.course, {"view": "month", "from": "2025-12-11"})
    assert month.earlier.endswith("view=month&from=2025-11-30")
    assert month.later.endswith("view=month&from=2026-01-01")


def test_a_day_outside_the_year_is_brought_inside(school: SmallSchool) -> None:
    assert chosen_span(school.course, {"view": "month", "from": "1999-01-01"}).title == "Сентябрь"
