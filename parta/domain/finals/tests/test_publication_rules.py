"""Rules of terms of results: to the second, in hours and in days, whatever the moments."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parta.domain.finals.rules.exams import Score, days_fault, read_score
from parta.domain.finals.rules.publication import (
    SETTINGS,
    WORDS,
    BreachKind,
    MarkFacts,
    MarkTerms,
    exam_fault,
    is_past,
    lateness_words,
    mark_faults,
    publication_due,
)
from parta.domain.regulation.rules import EveryDay, Term, assemble, load_profile, settings_by_name
from parta.lib import clock

CLOSES = clock.at(date(2026, 12, 29)) - timedelta(seconds=1)
TERMS = MarkTerms(CLOSES, CLOSES + timedelta(days=2), CLOSES + timedelta(days=1))
MOMENTS = st.integers(-400_000, 400_000).map(lambda shift: CLOSES + timedelta(seconds=shift))
SECOND = timedelta(seconds=1)


@settings(deadline=None, max_examples=150)
@given(MOMENTS, st.sampled_from([1, 24, 48, 72]))
def test_hours_run_on_over_nights_weekends_and_new_year(received: datetime, hours: int) -> None:
    due = publication_due(received, Term.from_code(f"{hours} hours"), EveryDay())
    assert due - received == timedelta(hours=hours)
    assert not is_past(due, due)
    assert not is_past(due + timedelta(microseconds=999_999), due), "the second of the term is in time to its end"
    assert is_past(due + SECOND, due)


@settings(deadline=None, max_examples=150)
@given(MOMENTS, st.integers(1, 5))
def test_days_are_whole_calendar_days_after_the_day_of_receipt(received: datetime, days: int) -> None:
    due = clock.local(publication_due(received, Term.from_code(f"{days} days"), EveryDay()))
    assert due.date() == clock.local(received).date() + timedelta(days=days)
    assert (due + SECOND).time().isoformat() == "00:00:00"


def test_a_day_of_a_clock_change_has_as_many_hours_as_it_has() -> None:
    """24 hours are 24 hours, not «the same hour of tomorrow»."""
    received = clock.at(date(2027, 3, 27), 15)
    due = publication_due(received, Term.from_code("24 hours"), EveryDay())
    assert due.timestamp() - received.timestamp() == 24 * 3600


@settings(deadline=None, max_examples=300)
@given(
    given_at=st.none() | MOMENTS, now=MOMENTS, deferred=st.booleans(), drafted=st.booleans(), obligatory=st.booleans()
)
def test_faults_of_a_mark_by_brute_force(
    given_at: datetime | None, now: datetime, deferred: bool, drafted: bool, obligatory: bool
) -> None:
    """Told once more, in the plainest words of the act."""
    terms = MarkTerms(TERMS.closes, TERMS.ends, TERMS.shown_by, obligatory)
    found = {one.kind for one in mark_faults(MarkFacts(given_at, deferred, drafted), terms, now)}
    wanted = set()
    if not deferred and given_at is not None:
        wanted |= {BreachKind.LATE_MARK} if given_at >= terms.closes + SECOND else set()
        wanted |= {BreachKind.SHOWN_LATE} if given_at >= terms.shown_by + SECOND else set()
    if not deferred and given_at is None:
        ended, closed = now >= terms.ends + SECOND, now >= terms.closes + SECOND
        if drafted:
            wanted |= {BreachKind.NO_ORDER} if ended else set()
        elif ended and obligatory:
            wanted.add(BreachKind.NO_MARK)
        elif closed:
            wanted.add(BreachKind.NOT_GIVEN)
    assert found == wanted


def test_every_kind_has_words_and_a_setting_of_the_rulebook() -> None:
    assert set(WORDS) == set(BreachKind)
    named = set(SETTINGS.values())
    assert named <= set(settings_by_name())
    assert set(BreachKind) - set(SETTINGS) == {BreachKind.EXAM_SHOWN_LATE}


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(seconds=1), "меньше чем на минуту"),
        (timedelta(minutes=1), "на 1 минуту"),
        (timedelta(minutes=59, seconds=59), "на 59 минут"),
        (timedelta(hours=2, minutes=30), "на 2 часа"),
        (timedelta(days=1), "на 1 день"),
        (timedelta(days=5, hours=23), "на 5 дней"),
    ],
)
def test_lateness_in_words(late: timedelta, words: str) -> None:
    assert lateness_words(late).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("value", "points", "score", "words"),
    [
        ("4", "", Score("4"), "4"),
        ("", " 68 ", Score("", 68), "68 баллов"),
        ("Зачёт", "21", Score("зачёт", 21), "зачёт, 21 балл"),
        ("", "0", Score("", 0), "0 баллов"),
        (" ", "", Score(), ""),
    ],
)
def test_scores_are_read_as_people_write_them(value: str, points: str, score: Score, words: str) -> None:
    found = read_score(value, points, ("5", "4", "3", "2", "зачёт", "незачёт"))
    assert found == score
    assert found.words.replace("\u00a0", " ") == words


@pytest.mark.parametrize(("value", "points"), [("6", ""), ("н/а", ""), ("", "-1"), ("", "201"), ("", "²"), ("", "5,5")])
def test_what_is_no_score_is_told(value: str, points: str) -> None:
    with pytest.raises(ValueError, match=r"«.+» — не (отметка|балл)"):
        read_score(value, points, ("5", "4", "3", "2"))


def test_a_result_cannot_come_before_its_examination() -> None:
    now, span = clock.at(date(2027, 6, 10), 12), (date(2026, 9, 1), date(2027, 9, 23))
    held = date(2027, 6, 1)
    assert days_fault(held, clock.at(held, 18), now, span) == ""
    assert days_fault(held, now, now, span) == ""
    assert "ещё не наступило" in days_fault(held, now + SECOND, now, span)
    assert "раньше экзамена" in days_fault(held, clock.at(date(2027, 5, 31), 23), now, span)
    assert "ещё не наступил" in days_fault(date(2027, 6, 11), now, now, span)
    assert "не в этом учебном году" in days_fault(date(2026, 8, 31), now, now, span)


@pytest.mark.parametrize(("own", "hours"), [("24 hours", 24), ("", 72)])
def test_an_examination_has_the_own_term_of_the_act_and_without_one_that_of_final_results(own: str, hours: int) -> None:
    terms = {"final_results_publish_within": "72 hours", "exam_results_publish_within": own}
    rules = assemble(load_profile("default").rulebook, terms)
    due = CLOSES + timedelta(hours=hours)
    assert exam_fault(CLOSES, due, rules, EveryDay()) is None
    late = exam_fault(CLOSES, due + SECOND, rules, EveryDay())
    assert late is not None
    assert (late.due, late.actual) == (due, due + SECOND)
