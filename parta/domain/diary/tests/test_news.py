"""«Новое с прошлого раза»: what a visit is, and what was entered after it."""

from datetime import timedelta

import pytest

from parta.domain.diary.actions import mark_seen
from parta.domain.diary.errors import DiaryNotFound
from parta.domain.diary.models import DiaryVisit
from parta.domain.diary.queries import diary_week, news_since
from parta.domain.diary.tests.cast import FRIDAY, THURSDAY, Cast
from parta.lib import clock


def _kinds(cast: Cast) -> list[str]:
    return [one.kind for one in news_since(cast.mother, cast.daniil)]


def _seen(cast: Cast, **when: int) -> None:
    """The mother looked so long ago."""
    with clock.frozen_at(clock.now() - timedelta(**when)):
        mark_seen(cast.mother, student_id=cast.daniil.pk)


def test_at_the_first_visit_nothing_is_called_new(cast: Cast) -> None:
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5")
    assert _kinds(cast) == []


def test_marks_absences_and_homework_after_the_last_visit_are_new(cast: Cast) -> None:
    lesson = cast.lessons["algebra_thursday"]
    with clock.frozen_at(clock.now() - timedelta(hours=3)):
        cast.mark(lesson, cast.daniil, "3")
    _seen(cast, hours=2)
    cast.mark(lesson, cast.daniil, "5", slot=2, work_type="test")
    cast.absent(cast.lessons["russian_thursday"], cast.daniil, "н")
    cast.homework(lesson, "§ 21", FRIDAY)
    news = news_since(cast.mother, cast.daniil)
    assert {(one.kind, one.subject, one.text) for one in news} == {
        ("mark", "Алгебра", "Самостоятельная работа"),
        ("absence", "Русский язык", "пропуск, причина не указана"),
        ("homework", "Алгебра", "§ 21"),
    }


def test_news_of_a_classmate_and_of_the_other_group_are_not_told(cast: Cast) -> None:
    _seen(cast, hours=2)
    cast.mark(cast.lessons["algebra_thursday"], cast.maria, "2")
    cast.homework(cast.lessons["english_other"], "WB p. 40", FRIDAY)
    assert _kinds(cast) == []


def test_every_reader_has_news_of_their_own(cast: Cast) -> None:
    _seen(cast, hours=2)
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5")
    mark_seen(cast.daniil.user, student_id=cast.daniil.pk)
    assert _kinds(cast) == ["mark"]


def test_looking_again_within_half_an_hour_keeps_the_news(cast: Cast) -> None:
    _seen(cast, hours=2)
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5")
    mark_seen(cast.mother, student_id=cast.daniil.pk)
    assert _kinds(cast) == ["mark"]
    with clock.frozen_at(clock.now() + timedelta(minutes=31)):
        assert _kinds(cast) == []


def test_put_away_by_hand_the_news_are_gone_at_once(cast: Cast) -> None:
    _seen(cast, hours=2)
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5")
    mark_seen(cast.mother, student_id=cast.daniil.pk, done=True)
    assert _kinds(cast) == []


def test_what_was_entered_while_the_page_was_open_stays_new(cast: Cast) -> None:
    _seen(cast, hours=2)
    opened = clock.now()
    with clock.frozen_at(opened + timedelta(minutes=1)):
        cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5")
    with clock.frozen_at(opened + timedelta(minutes=2)):
        mark_seen(cast.mother, student_id=cast.daniil.pk, at=opened, done=True)
    with clock.frozen_at(opened + timedelta(hours=5)):
        assert _kinds(cast) == ["mark"]


def test_a_time_from_the_future_is_not_believed(cast: Cast) -> None:
    mark_seen(cast.mother, student_id=cast.daniil.pk, at=clock.now() + timedelta(days=300))
    assert DiaryVisit.objects.get().at == clock.now()


def test_after_a_long_absence_only_the_last_two_months_are_news(cast: Cast) -> None:
    lesson = cast.lessons["algebra_monday"]
    with clock.frozen_at(clock.at(THURSDAY, 18)):
        cast.mark(lesson, cast.daniil, "4")
    with clock.frozen_at(clock.at(THURSDAY, 16)):
        mark_seen(cast.mother, student_id=cast.daniil.pk)
    with clock.frozen_at(clock.at(THURSDAY, 18) + timedelta(days=61)):
        assert _kinds(cast) == []


def test_new_entries_are_marked_in_the_week_too(cast: Cast) -> None:
    _seen(cast, hours=2)
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5")
    week = diary_week(cast.mother, cast.daniil, THURSDAY)
    assert [one.subject for day in week.days for one in day.lessons if one.is_new] == ["Алгебра"]


def test_a_visit_to_a_foreign_diary_is_refused_and_leaves_no_trace(cast: Cast) -> None:
    for stranger in (cast.other_mother, cast.former_father, cast.krylova.user, cast.maria.user):
        with pytest.raises(DiaryNotFound):
            mark_seen(stranger, student_id=cast.daniil.pk)
    assert not DiaryVisit.objects.exists()
