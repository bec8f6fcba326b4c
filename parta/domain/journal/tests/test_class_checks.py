"""The class teacher's half of attendance: who enters, who says why, what is checked by when, what a period counts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.journal import actions
from parta.domain.journal.actions import ReasonFields
from parta.domain.journal.choices import CheckKind, OperationStatus
from parta.domain.journal.models import AbsenceReason, AttendanceEntry, ClassCheck
from parta.domain.journal.queries import class_checks, class_period, classes_without_scheme
from parta.domain.journal.queries.checks import CheckLine
from parta.domain.journal.rules.checks import months_later, next_check
from parta.domain.journal.tests.lock_steps import absence, adopt, apply_at, rule
from parta.domain.regulation.rules import Repeat, profile_slugs
from parta.domain.school.models import GroupMembership, SchoolClass
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.errors import InvalidInput, RuleViolation
from parta.ops.cast import Cast

FULL = "full-act-2021"


def of_7b() -> SchoolClass:
    return SchoolClass.objects.select_related("year").get(grade_level=7, letter="Б")


def check(cast: Cast, kind: CheckKind, days: int = 0) -> CheckLine:
    with clock.frozen_at(cast.now + timedelta(days=days)):
        return next(one for one in class_checks(of_7b(), clock.today()) if one.kind == kind)


def confirm(cast: Cast, kind: CheckKind, login: str = "krylova", days: int = 0) -> ClassCheck:
    with clock.frozen_at(cast.now):
        day = cast.today + timedelta(days=days)
        return actions.confirm_check(cast.user(login), school_class=of_7b(), kind=kind, day=day)


@pytest.mark.clause("S3-4.3.1a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_attendance_is_checked_every_day_by_the_class_teacher(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    line = check(cast, CheckKind.ATTENDANCE)
    assert (line.is_done, line.due, line.clause) == (False, cast.today, "п. 4.3.1" if slug == FULL else "умолчание")
    assert confirm(cast, CheckKind.ATTENDANCE).checked_by.login == "krylova"
    assert check(cast, CheckKind.ATTENDANCE).is_done
    assert not check(cast, CheckKind.ATTENDANCE, days=1).is_done


@pytest.mark.clause("S3-3.3a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_the_data_of_pupils_are_checked_every_month(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    first = check(cast, CheckKind.PERSONAL_DATA)
    assert (first.is_done, first.is_overdue, first.due) == (False, True, date(2026, 10, 1))
    assert first.clause == ("п. 4.3.6" if slug == FULL else "умолчание")
    confirm(cast, CheckKind.PERSONAL_DATA)
    assert check(cast, CheckKind.PERSONAL_DATA).is_done
    assert check(cast, CheckKind.PERSONAL_DATA).due == date(2027, 1, 10)
    late = check(cast, CheckKind.PERSONAL_DATA, days=32)
    assert (late.is_done, late.is_overdue) == (False, True)


def scheme(cast: Cast, moment: datetime) -> list[CheckLine]:
    with clock.frozen_at(moment):
        return [one for one in class_checks(of_7b(), clock.today()) if one.kind == CheckKind.TIMETABLE]


@pytest.mark.clause("S3-4.3.3a")
def test_at_the_start_of_the_year_the_class_teacher_agrees_to_the_scheme_of_the_timetable(cast: Cast) -> None:
    first, last = clock.at(date(2026, 9, 1), 12), clock.at(date(2026, 9, 3), 23)
    line = scheme(cast, last)[0]
    assert (line.is_done, line.is_overdue, line.due, line.clause) == (False, False, date(2026, 9, 3), "п. 4.3.3")
    assert scheme(cast, last + timedelta(hours=1))[0].is_overdue
    assert of_7b() in classes_without_scheme(of_7b().year)
    with clock.frozen_at(first):
        for stranger in ("petrova", "zavuch", "admin"):
            with pytest.raises(RightMissing):
                agree(cast, stranger)
        agree(cast, "krylova")
    assert (scheme(cast, last)[0].is_done, scheme(cast, cast.now)) == (True, [])
    assert of_7b() not in classes_without_scheme(of_7b().year)
    assert AuditEntry.objects.get(code="journal.check.timetable").actor.login == "krylova"


def agree(cast: Cast, login: str) -> ClassCheck:
    return actions.confirm_check(
        cast.user(login), school_class=of_7b(), kind=CheckKind.TIMETABLE, day=clock.today()
    )  # fmt: skip


@pytest.mark.parametrize("slug", [one for one in profile_slugs() if one != FULL])
def test_where_the_act_leaves_the_scheme_to_the_administrator_nobody_is_asked(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    moment = clock.at(date(2026, 9, 2), 12)
    assert scheme(cast, moment) == []
    with clock.frozen_at(moment), pytest.raises(InvalidInput, match="готовит администратор"):
        agree(cast, "krylova")


def test_another_term_of_the_school_is_obeyed(cast: Cast) -> None:
    rule(cast, "personal_data_check_period", "every 2 week")
    confirm(cast, CheckKind.PERSONAL_DATA)
    assert check(cast, CheckKind.PERSONAL_DATA).due == cast.today + timedelta(days=14)


def test_the_check_is_the_class_teachers_and_of_a_day_that_has_come(cast: Cast) -> None:
    for login in ("zavuch", "petrova", "admin"):
        with pytest.raises(RightMissing):
            confirm(cast, CheckKind.ATTENDANCE, login)
    with pytest.raises(InvalidInput):
        confirm(cast, CheckKind.ATTENDANCE, days=1)
    confirm(cast, CheckKind.ATTENDANCE)
    confirm(cast, CheckKind.ATTENDANCE)
    assert AuditEntry.objects.filter(code="journal.check.attendance").count() == 1


@pytest.mark.parametrize(
    ("code", "last", "due"),
    [
        ("every day", date(2026, 12, 10), date(2026, 12, 11)),
        ("every week", date(2026, 12, 10), date(2026, 12, 17)),
        ("every month", date(2027, 1, 31), date(2027, 2, 28)),
        ("every year", date(2024, 2, 29), date(2025, 2, 28)),
        ("every month", None, date(2026, 10, 1)),
    ],
)
def test_the_next_check_is_due(code: str, last: date | None, due: date) -> None:
    assert next_check(Repeat.from_code(code), last, date(2026, 9, 1)) == due
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)


def note(cast: Cast, login: str = "krylova") -> AbsenceReason:
    with clock.frozen_at(cast.now):
        student = cast.pupil("Ковалёв Даниил")
        reason = ReasonFields("у", cast.today, cast.today)
        return actions.note_reason(cast.user(login), school_class=of_7b(), student=student, reason=reason)


@pytest.mark.clause("S3R-1.15e")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_the_class_teacher_enters_the_day_and_the_teacher_the_lesson(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    lesson = cast.lesson("7Б", "Алгебра")
    assert note(cast).code == "у"
    assert apply_at(cast, cast.now, absence(cast, lesson, "н")).status == OperationStatus.APPLIED
    assert AttendanceEntry.objects.get().code == "у"


def test_where_only_teachers_enter_a_reason_waits_for_their_absence(cast: Cast) -> None:
    rule(cast, "attendance_entry_by", ["teacher_per_lesson"])
    with pytest.raises(RuleViolation, match="отмечают учителя на уроках"):
        note(cast)
    apply_at(cast, cast.now, absence(cast, cast.lesson("7Б", "Алгебра"), "н"))
    assert note(cast).code == "у"


def test_where_only_the_class_teacher_enters_a_lesson_takes_no_absence(cast: Cast) -> None:
    rule(cast, "attendance_entry_by", ["homeroom_per_day"])
    answer = apply_at(cast, cast.now, absence(cast, cast.lesson("7Б", "Алгебра"), "н"))
    assert answer.status == OperationStatus.LOCKED


@pytest.mark.clause("S3-4.3.1b")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_the_reason_is_the_class_teachers(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    with pytest.raises(RightMissing, match="классный руководитель"):
        note(cast, "smirnova")
    assert note(cast).entered_by.login == "krylova"


def test_another_office_of_the_rulebook_says_why_and_the_class_teacher_no_more(cast: Cast) -> None:
    rule(cast, "absence_reason_set_by", ["head"])
    with pytest.raises(RightMissing, match="это делает директор"):
        note(cast)
    assert note(cast, "director").code == "у"


def lessons_of(cast: Cast, student_id: int, day: date) -> list[Lesson]:
    groups = GroupMembership.objects.filter(student_id=student_id).values_list("group_id", flat=True)
    mine = Lesson.objects.filter(day=day, course__school_class=of_7b())
    in_groups = Lesson.objects.filter(day=day, course__group_id__in=list(groups))
    return sorted({*mine, *in_groups}, key=lambda one: one.number)


def away(cast: Cast, lessons: Sequence[Lesson], code: str = "н") -> None:
    for lesson in lessons:
        AttendanceEntry.objects.create(
            lesson=lesson, student=cast.pupil("Ковалёв Даниил"), code=code, entered_by=cast.user("krylova"),
            entered_at=cast.now,
        )  # fmt: skip


def counted(cast: Cast) -> tuple[int, int, int, dict[str, int]]:
    pupil = cast.pupil("Ковалёв Даниил").pk
    one = next(one for one in class_period(of_7b(), date(2026, 12, 1), cast.today).pupils if one.student_id == pupil)
    return one.days, one.lessons, one.late, dict(one.by_sign)


def test_a_day_counts_only_when_every_lesson_of_that_pupil_was_missed(cast: Cast) -> None:
    lessons = lessons_of(cast, cast.pupil("Ковалёв Даниил").pk, cast.today)
    away(cast, lessons[:-1])
    assert counted(cast) == (0, len(lessons) - 1, 0, {"н": len(lessons) - 1})
    away(cast, lessons[-1:], "б")
    assert counted(cast) == (1, len(lessons), 0, {"н": len(lessons) - 1, "б": 1})
    assert len(lessons) > 2


def test_a_lesson_of_another_group_or_a_cancelled_one_is_not_waited_for(cast: Cast) -> None:
    lessons = lessons_of(cast, cast.pupil("Ковалёв Даниил").pk, cast.today)
    away(cast, lessons[1:])
    Lesson.objects.filter(pk=lessons[0].pk).update(status=LessonStatus.CANCELLED)
    assert counted(cast)[0] == 1


def test_lateness_is_no_absence_and_keeps_the_day(cast: Cast) -> None:
    lessons = lessons_of(cast, cast.pupil("Ковалёв Даниил").pk, cast.today)
    away(cast, lessons[:1], "оп")
    away(cast, lessons[1:], "б")
    assert counted(cast) == (0, len(lessons) - 1, 1, {"оп": 1, "б": len(lessons) - 1})


def test_an_own_sign_is_counted_by_its_meaning(cast: Cast) -> None:
    actions.add_sign(cast.user("admin"), sign=actions.SignFields("сор", "соревнования"))
    away(cast, lessons_of(cast, cast.pupil("Ковалёв Даниил").pk, cast.today), "сор")
    assert counted(cast)[0] == 1
