"""One reason of absence, seen by all: entered by the class teacher, taken by every journal, taken back."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.journal import actions, queries
from parta.domain.journal.actions import ReasonFields, apply_operations
from parta.domain.journal.choices import OperationKind
from parta.domain.journal.models import AbsenceReason, AttendanceEntry
from parta.domain.journal.rules import Operation
from parta.domain.journal.rules.attendance import DayPresence, Presence, Reason, Seen
from parta.domain.timetable.models import Lesson
from parta.lib.errors import InvalidInput, RuleViolation, StaleEdit
from parta.ops.cast import Cast

P, L, A, U = Presence.PRESENT, Presence.LATE, Presence.ABSENT, Presence.UNKNOWN
PUPIL = "Ковалёв Даниил"


def day_of(*states: Presence, covered: tuple[int, ...] = ()) -> DayPresence:
    return DayPresence([Seen(n, state, n in covered) for n, state in enumerate(states, start=1)])


@pytest.mark.parametrize(
    ("states", "full"),
    [((A, A, A), True), ((A, L, A), False), ((A, A, U), False), ((P, A, A), False), ((), False), ((A,), True)],
)
def test_a_day_is_missed_only_when_every_lesson_is(states: tuple[Presence, ...], full: bool) -> None:
    assert day_of(*states).is_full_day is full


@pytest.mark.parametrize(
    ("states", "covered", "gap"),
    [
        ((A, P, P), (), None),
        ((P, P, A), (), (2, 3)),
        ((P, A, P), (), (1, 2)),
        ((P, L, U, A), (), (2, 4)),
        ((P, P, A, A), (3, 4), None),
        ((P, A, A), (3,), (1, 2)),
    ],
)
def test_present_and_then_absent_is_shown_unless_the_reason_is_known(
    states: tuple[Presence, ...], covered: tuple[int, ...], gap: tuple[int, int] | None
) -> None:
    assert day_of(*states, covered=covered).gap == gap


@given(st.lists(st.sampled_from([P, L, A, U]), max_size=8))
def test_lateness_is_never_an_absence(states: list[Presence]) -> None:
    presence = day_of(*states)
    assert presence.missed == states.count(A)
    assert not (presence.is_full_day and (L in states or P in states or U in states))


def test_a_reason_covers_its_days_and_on_the_first_one_from_a_lesson_on() -> None:
    monday = date(2026, 12, 7)
    reason = Reason("у", monday, monday + timedelta(days=2), first_lesson=5)
    assert [reason.covers(monday, 4), reason.covers(monday, 5)] == [False, True]
    assert reason.covers(monday + timedelta(days=2), 1)
    assert not reason.covers(monday + timedelta(days=3), 1)


def away(cast: Cast, login: str, lesson: Lesson, code: str = "н", base: int = 0) -> str:
    operation = Operation(
        uuid.uuid4(), OperationKind.ATTENDANCE, lesson.pk, code, student=cast.pupil(PUPIL).pk, base=base
    )
    return apply_operations(cast.user(login), [operation])[0].status.value


def code_at(cast: Cast, lesson: Lesson) -> str:
    return AttendanceEntry.objects.get(lesson=lesson, student=cast.pupil(PUPIL)).code


def note(cast: Cast, login: str = "krylova", **values: Any) -> AbsenceReason:
    fields: dict[str, Any] = {"code": "б", "first_day": cast.today, "last_day": cast.today} | values
    return actions.note_reason(
        cast.user(login),
        school_class=cast.school.classes["7Б"],
        student=cast.pupil(PUPIL),
        reason=ReasonFields(**fields),
    )


@pytest.mark.clause("S3-4.3.1b")
def test_a_reason_said_once_stands_in_every_journal_before_and_after(cast: Cast) -> None:
    entered, coming = cast.lesson("7Б", "Алгебра"), cast.lesson("7Б", "География")
    assert away(cast, "krylova", entered) == "applied"
    note(cast, basis="справка от 10 декабря")
    assert code_at(cast, entered) == "б"
    teacher = coming.substitution.teacher.user if hasattr(coming, "substitution") else coming.teacher.user  # type: ignore[union-attr]
    assert away(cast, str(teacher.login), coming) == "applied"
    assert code_at(cast, coming) == "б"
    told = AuditEntry.objects.filter(code="journal.attendance.set", subject_id=str(entered.attendance.get().pk))
    assert [(entry.after or {})["code"] for entry in told.order_by("sequence")] == ["н", "б"]


def test_a_reason_from_a_lesson_on_leaves_the_earlier_ones(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    away(cast, "krylova", lesson)
    note(cast, code="у", first_lesson=lesson.number + 1)
    assert code_at(cast, lesson) == "н"


def test_lateness_keeps_its_sign_under_a_reason(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    away(cast, "krylova", lesson, "оп")
    note(cast)
    assert code_at(cast, lesson) == "оп"


def test_a_withdrawn_reason_gives_the_plain_sign_back(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    away(cast, "krylova", lesson)
    row = note(cast)
    actions.withdraw_reason(cast.user("krylova"), school_class=cast.school.classes["7Б"], row=row, base=row.version)
    assert code_at(cast, lesson) == "н"
    assert AuditEntry.objects.filter(code="journal.reason.withdrawn").count() == 1


def test_a_sign_entered_otherwise_stays_when_the_reason_is_taken_back(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    row = note(cast)
    away(cast, "krylova", lesson, "у")
    actions.withdraw_reason(cast.user("krylova"), school_class=cast.school.classes["7Б"], row=row, base=row.version)
    assert code_at(cast, lesson) == "у"


def test_a_changed_reason_leaves_the_days_it_no_longer_covers(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    away(cast, "krylova", lesson)
    row = note(cast)
    later = ReasonFields("б", cast.today + timedelta(days=1), cast.today + timedelta(days=3))
    actions.change_reason(
        cast.user("krylova"), school_class=cast.school.classes["7Б"], row=row, base=row.version, reason=later
    )
    assert code_at(cast, lesson) == "н"


def test_the_second_writer_of_a_reason_is_told(cast: Cast) -> None:
    row = note(cast)
    with pytest.raises(StaleEdit, match="другой человек"):
        actions.withdraw_reason(
            cast.user("zavuch"), school_class=cast.school.classes["7Б"], row=row, base=row.version - 1
        )


def test_two_reasons_never_share_a_day(cast: Cast) -> None:
    note(cast, last_day=cast.today + timedelta(days=3))
    with pytest.raises(RuleViolation, match="уже записана: болеет"):
        note(cast, code="у", first_day=cast.today + timedelta(days=2), last_day=cast.today + timedelta(days=9))


@pytest.mark.parametrize(
    "values", [{"code": "оп"}, {"last_day": date(2026, 1, 1)}, {"first_lesson": 0}, {"basis": "я" * 201}]
)
def test_a_reason_that_makes_no_sense_is_refused(cast: Cast, values: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        note(cast, **values)


@pytest.mark.parametrize("login", ["petrova", "admin", "director", "kovaleva"])
def test_reasons_are_the_class_teachers(cast: Cast, login: str) -> None:
    with pytest.raises(RightMissing):
        note(cast, login)
    assert not AbsenceReason.objects.exists()


@pytest.mark.clause("S3-4.3.1a")
def test_the_class_day_names_who_is_away_and_what_does_not_fit(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    earlier = Lesson.objects.filter(
        course__school_class=lesson.course.school_class, day=cast.today, number__lt=lesson.number
    )[:1]
    away(cast, "krylova", lesson)
    for before in earlier:
        call = Operation(uuid.uuid4(), OperationKind.ROLL_CALL, before.pk, "1")
        apply_operations(before.teacher.user, [call])  # type: ignore[union-attr]
    view = queries.class_day(cast.school.classes["7Б"], cast.today)
    (pupil,) = view.away
    assert (pupil.name, pupil.needs_reason) == (PUPIL, True)
    assert view.without_reason == 1
    note(cast)
    (pupil,) = queries.class_day(cast.school.classes["7Б"], cast.today).away
    assert not pupil.needs_reason
    assert pupil.presence.gap is None
