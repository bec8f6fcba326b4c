"""Openings: who opens what for how long, what they let through, how they end."""

from datetime import date, timedelta
from typing import Any

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.journal import actions, queries
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.errors import OpeningRefused
from parta.domain.journal.models import Opening
from parta.domain.journal.tests.lock_steps import SECOND, apply_at, mark, op, rule, the_mark
from parta.domain.school import actions as school
from parta.domain.school.models import AcademicYear
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast

APPLIED, LOCKED, REASON = OperationStatus.APPLIED, OperationStatus.LOCKED, OperationStatus.NEEDS_REASON
LONG_AFTER = clock.at(date(2026, 12, 24), 10)
REASON_WORDS = "Учитель болел"


def opened(cast: Cast, *, login: str = "zavuch", hours: float = 2, reason: str = REASON_WORDS, **what: Any) -> Opening:
    with clock.frozen_at(LONG_AFTER):
        closes = LONG_AFTER + timedelta(hours=hours)
        return actions.open_entries(cast.user(login), closes_at=closes, reason=reason, **what)


def algebra(cast: Cast) -> Lesson:
    return cast.lesson("7Б", "Алгебра")


@pytest.mark.parametrize("what", ["lesson", "course", "school_class"])
def test_an_opening_lets_late_entries_through_and_ends_by_itself(cast: Cast, what: str) -> None:
    lesson = algebra(cast)
    found: dict[str, Any] = {
        "lesson": lesson,
        "course": lesson.course,
        "school_class": lesson.course.school_class,
    }
    opened(cast, **{what: found[what]})
    closes = LONG_AFTER + timedelta(hours=2)
    assert apply_at(cast, LONG_AFTER - SECOND, mark(cast, lesson, "5")).status == LOCKED
    assert apply_at(cast, LONG_AFTER, mark(cast, lesson, "5")).status == APPLIED
    assert the_mark(lesson).is_late
    assert apply_at(cast, closes, mark(cast, lesson, "4", slot=2)).status == APPLIED
    assert apply_at(cast, closes + SECOND, mark(cast, lesson, "3", slot=2, base=1)).status == LOCKED


def test_an_opening_of_one_thing_opens_nothing_else(cast: Cast) -> None:
    lesson = algebra(cast)
    earlier = cast.lesson("7Б", "Алгебра", on_or_before=lesson.day - timedelta(days=1))
    geometry = cast.lesson("7Б", "Геометрия")
    opened(cast, lesson=lesson)
    assert apply_at(cast, LONG_AFTER, mark(cast, earlier, "5")).status == LOCKED
    opened(cast, course=lesson.course)
    assert apply_at(cast, LONG_AFTER, mark(cast, earlier, "5")).status == APPLIED
    assert apply_at(cast, LONG_AFTER, mark(cast, geometry, "5")).status == LOCKED
    opened(cast, school_class=lesson.course.school_class)
    assert apply_at(cast, LONG_AFTER, mark(cast, geometry, "5")).status == APPLIED


def test_an_opening_of_a_class_opens_the_lessons_of_its_groups(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Английский язык")
    topic = op(OperationKind.TOPIC, lesson, value="Hobbies")
    teacher = str(lesson.course.assignments.get().staff.user.login)
    assert apply_at(cast, LONG_AFTER, topic, teacher).status == LOCKED
    opened(cast, school_class=cast.school.classes["7Б"])
    assert apply_at(cast, LONG_AFTER, topic, teacher).status == APPLIED


def test_a_correction_in_an_opened_lesson_still_needs_its_reason(cast: Cast) -> None:
    lesson = algebra(cast)
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    opened(cast, lesson=lesson)
    assert apply_at(cast, LONG_AFTER, mark(cast, lesson, "4", base=1)).status == REASON
    assert apply_at(cast, LONG_AFTER, mark(cast, lesson, "4", base=1, reason="Апелляция")).status == APPLIED


def test_an_opening_gives_nobody_a_right_to_write(cast: Cast) -> None:
    lesson = algebra(cast)
    opened(cast, lesson=lesson)
    for login in ("zavuch", "petrova", "admin"):
        assert apply_at(cast, LONG_AFTER, mark(cast, lesson, "5"), login).status == OperationStatus.REFUSED


def test_a_revoked_opening_lets_nothing_through_any_more(cast: Cast) -> None:
    lesson = algebra(cast)
    row = opened(cast, lesson=lesson)
    with clock.frozen_at(LONG_AFTER + timedelta(minutes=30)):
        actions.revoke_opening(cast.user("zavuch"), opening=row)
    assert apply_at(cast, LONG_AFTER + timedelta(minutes=30), mark(cast, lesson, "5")).status == LOCKED
    with clock.frozen_at(LONG_AFTER + timedelta(minutes=31)), pytest.raises(OpeningRefused, match="закончилось"):
        actions.revoke_opening(cast.user("zavuch"), opening=row)


def test_openings_are_in_the_log_and_in_the_list_with_who_till_when_and_why(cast: Cast) -> None:
    lesson = algebra(cast)
    first, second = opened(cast, lesson=lesson), opened(cast, course=lesson.course, hours=1)
    told = AuditEntry.objects.latest("sequence")
    assert (told.code, told.actor.login, told.reason) == ("journal.opening.made", "zavuch", REASON_WORDS)
    with clock.frozen_at(LONG_AFTER + timedelta(hours=1, minutes=1)):
        lines = queries.opening_lines()
    assert [(one.opening.pk, one.state) for one in lines] == [(first.pk, "open"), (second.pk, "ended")]
    assert [one.title.replace("\u00a0", " ") for one in lines] == [
        f"7Б, алгебра: 10 декабря, {lesson.number}‑й урок",
        "7Б, алгебра: вся страница журнала",
    ]


@pytest.mark.parametrize("login", ["krylova", "petrova", "director", "admin", "kovaleva", "daniil"])
def test_only_those_the_rulebook_names_open_and_the_refusal_says_who(cast: Cast, login: str) -> None:
    with pytest.raises(RightMissing, match="завуч"):
        opened(cast, lesson=algebra(cast), login=login)
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    ("office", "allowed", "refused"),
    [
        ("head", "director", "zavuch"),
        ("journal_administrator", "admin", "zavuch"),
        ("administration", "zavuch", "admin"),
        ("homeroom_teacher", "krylova", "petrova"),
        ("subject_teacher", "krylova", "zavuch"),
    ],
)
def test_the_school_names_who_opens(cast: Cast, office: str, allowed: str, refused: str) -> None:
    rule(cast, "closed_entry_opened_by", [office])
    lesson = algebra(cast)
    opened(cast, course=lesson.course, login=allowed)
    with pytest.raises(RightMissing):
        opened(cast, course=lesson.course, login=refused)


@pytest.mark.parametrize(
    ("hours", "reason", "words"),
    [(2, " ", "почему"), (0, "Болезнь", "прошло"), (-1, "Болезнь", "прошло"), (24 * 31 + 1, "Болезнь", "31 день")],
)
def test_an_opening_has_a_reason_and_a_stated_end(cast: Cast, hours: float, reason: str, words: str) -> None:
    with pytest.raises(OpeningRefused, match=words):
        opened(cast, lesson=algebra(cast), hours=hours, reason=reason)


def test_exactly_one_thing_is_opened(cast: Cast) -> None:
    lesson = algebra(cast)
    with pytest.raises(OpeningRefused, match="Выберите"):
        opened(cast)
    with pytest.raises(OpeningRefused, match="Выберите"):
        opened(cast, lesson=lesson, course=lesson.course)


def test_nothing_opens_a_closed_year_or_period(cast: Cast) -> None:
    lesson = algebra(cast)
    opened(cast, lesson=lesson)
    rule(cast, "final_mark_for_every_student", value=False)
    moment = clock.at(date(2027, 1, 12), 9)
    with clock.frozen_at(moment):
        year = AcademicYear.objects.get(year=2026)
        actions.open_entries(
            cast.user("zavuch"), closes_at=moment + timedelta(hours=1), reason=REASON_WORDS, lesson=lesson
        )
        school.close_periods(cast.user("zavuch"), year=year, number=2, grades=[7])
    assert apply_at(cast, moment, mark(cast, lesson, "5")).status == LOCKED
    AcademicYear.objects.filter(year=2026).update(is_closed=True)
    with pytest.raises(OpeningRefused, match="год закрыт"):
        opened(cast, lesson=algebra(cast))
