"""Late entries, locks and corrections on a moved clock: what becomes of an entry where every road passes."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.journal.actions import apply_operations, apply_request
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import AttendanceEntry, Homework, LessonRecord, Mark
from parta.domain.journal.queries import cell_history
from parta.domain.journal.rules import Operation
from parta.domain.journal.tests.lock_steps import SECOND, TEACHER, absence, adopt, apply_at, mark, op, rule, the_mark
from parta.domain.regulation.rules import profile_slugs
from parta.domain.school import actions as school
from parta.domain.school.choices import DayKind
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast

APPLIED, LOCKED, REASON = OperationStatus.APPLIED, OperationStatus.LOCKED, OperationStatus.NEEDS_REASON
KINDS = list(OperationKind)
DUE = clock.at(date(2026, 12, 10), 16)
LAST = clock.at(date(2026, 12, 17), 23, 59, 59)


def entry(cast: Cast, kind: OperationKind) -> Operation:
    """An entry of the kind about a lesson of today, which is made ready for it."""
    lesson = cast.lesson("7Б", "Алгебра")
    pupil = cast.pupil("Ковалёв Даниил").pk
    if kind == OperationKind.MOVE:
        apply_at(cast, cast.now, mark(cast, lesson, "5"))
    if kind == OperationKind.COMMENT:
        apply_at(cast, cast.now, absence(cast, lesson, "н"))
    work = {OperationKind.CHECKED: "test", OperationKind.RECEIVED: "external"}.get(kind)
    if work:
        apply_at(cast, cast.now, op(OperationKind.WORK_TYPE, lesson, value=work))
    if kind == OperationKind.RECEIVED:
        apply_at(cast, cast.now, op(kind, lesson, value="2026-12-10T10:00", base=1))
    values: dict[str, dict[str, Any]] = {
        OperationKind.MARK: {"student": pupil, "value": "5"},
        OperationKind.MOVE: {"student": pupil, "base": 1, "to_lesson": before_today(cast).pk},
        OperationKind.ATTENDANCE: {"student": pupil, "value": "н"},
        OperationKind.COMMENT: {"student": pupil, "slot": 0, "value": "Мама звонила", "base": 1},
        OperationKind.TOPIC: {"value": "Степень"},
        OperationKind.WORK_TYPE: {"value": "test"},
        OperationKind.HOMEWORK: {"value": "§ 20"},
        OperationKind.CHECKED: {"value": "2026-12-10", "base": 1},
        OperationKind.RECEIVED: {"value": "", "base": 2},
    }
    return op(kind, lesson, **values.get(kind, {"value": "1"}))


def before_today(cast: Cast) -> Lesson:
    """The lesson of algebra before today's."""
    return cast.lesson("7Б", "Алгебра", on_or_before=cast.today - timedelta(days=1))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_entry_is_refused_past_its_late_window_and_writes_nothing(
    cast: Cast, kind: OperationKind
) -> None:
    operation = entry(cast, kind)
    before = AuditEntry.objects.count()
    answer = apply_at(cast, cast.now + timedelta(days=30), operation)
    assert answer.status == LOCKED
    assert "Открыть может завуч" in answer.message
    assert answer.clause.startswith(("п. 4.4.1", "Регл., п. 1.15"))
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_an_entry_is_in_time_late_and_locked_at_its_boundary_seconds(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    lesson = cast.lesson("7Б", "Алгебра")
    assert apply_at(cast, DUE, mark(cast, lesson, "3")).status == APPLIED
    assert not the_mark(lesson).is_late
    assert apply_at(cast, DUE + SECOND, mark(cast, lesson, "4", slot=2)).status == APPLIED
    assert Mark.objects.get(lesson=lesson, slot=2).is_late
    assert apply_at(cast, LAST, absence(cast, lesson, "оп")).status == APPLIED
    answer = apply_at(cast, LAST + SECOND, op(OperationKind.ROLL_CALL, lesson, value="1"))
    clause = "п. 4.4.1" if slug == "full-act-2021" else "умолчание"
    assert (answer.status, answer.clause) == (LOCKED, clause)
    assert answer.message.replace("\u00a0", " ") == (
        "Закрыто для правок: срок был до 16:00 10 декабря, "
        "с опозданием принималось до конца дня 17 декабря. Открыть может завуч"
    )


def test_a_late_entry_is_marked_on_its_row_and_the_log_says_by_when_it_was_due(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    for operation in [
        absence(cast, lesson, "н"),
        op(OperationKind.TOPIC, lesson, value="Степень"),
        op(OperationKind.HOMEWORK, lesson, value="§ 20"),
    ]:
        assert apply_at(cast, DUE + timedelta(hours=1), operation).status == APPLIED
    late = [model.objects.get(lesson=lesson).is_late for model in (AttendanceEntry, LessonRecord, Homework)]
    assert late == [True, True, True]
    told = AuditEntry.objects.get(code="journal.attendance.set").after
    assert told is not None
    assert told["due"] == "2026-12-10T16:00:00+03:00"


@pytest.mark.clause("S3R-1.15l")
def test_homework_is_late_90_minutes_after_the_last_lesson_of_the_class_not_of_the_course(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    of_class = Lesson.objects.filter(course__school_class=lesson.course.school_class, day=lesson.day)
    last = of_class.latest("ends_at").ends_at
    due = clock.at(lesson.day, last.hour, last.minute) + timedelta(minutes=90)
    assert apply_at(cast, due, op(OperationKind.HOMEWORK, lesson, value="§ 20")).status == APPLIED
    assert not Homework.objects.get(lesson=lesson).is_late
    assert apply_at(cast, due + SECOND, op(OperationKind.HOMEWORK, lesson, value="§ 21", base=1)).status == APPLIED
    assert Homework.objects.get(lesson=lesson).is_late


@pytest.mark.clause("S3-4.4.1b", "S3-4.4.1c")
@pytest.mark.parametrize(("work", "days"), [("control", 3), ("test", 7)])
def test_marks_of_a_work_have_days_not_hours_and_a_mark_of_its_own_kind_too(cast: Cast, work: str, days: int) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    last = clock.at(lesson.day + timedelta(days=days), 23, 59, 59)
    apply_at(cast, cast.now, op(OperationKind.WORK_TYPE, lesson, value=work))
    apply_at(cast, last, mark(cast, lesson, "4"))
    assert not the_mark(lesson).is_late
    anna = cast.pupil("Лебедева Анна")
    apply_at(cast, last + SECOND, op(OperationKind.MARK, lesson, student=anna.pk, value="4"))
    assert Mark.objects.get(lesson=lesson, student=anna).is_late
    other = mark(cast, lesson, "4", slot=2, work_type="lesson")
    assert apply_at(cast, last, other).status == APPLIED
    assert Mark.objects.get(lesson=lesson, slot=2).is_late


def test_another_kind_of_work_does_not_prolong_the_term_of_a_mark_that_is_there(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    answer = apply_at(cast, DUE + SECOND, mark(cast, lesson, "5", base=1, work_type="test"))
    assert answer.status == REASON


@pytest.mark.clause("S3-4.4.10a")
def test_results_of_an_external_work_are_due_24_hours_after_their_receipt(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, op(OperationKind.WORK_TYPE, lesson, value="external"))
    received = clock.at(date(2026, 12, 25), 15)
    late = received + timedelta(hours=24) + SECOND
    assert apply_at(cast, received, op(OperationKind.RECEIVED, lesson, value="2026-12-25T15:00", base=1)).version == 2
    apply_at(cast, late - SECOND, mark(cast, lesson, "4"))
    assert not the_mark(lesson).is_late
    apply_at(cast, late, mark(cast, lesson, "4", slot=2))
    assert Mark.objects.get(lesson=lesson, slot=2).is_late
    again = op(OperationKind.RECEIVED, lesson, value="2026-12-26T15:00", base=2)
    assert apply_at(cast, late, again).status == LOCKED


@pytest.mark.parametrize(
    ("kind", "work", "value"),
    [
        (OperationKind.RECEIVED, "external", "2026-12-10T10:41"),
        (OperationKind.RECEIVED, "external", "2026-12-09"),
        (OperationKind.RECEIVED, "external", "вчера"),
        (OperationKind.RECEIVED, "control", "2026-12-10T10:00"),
        (OperationKind.CHECKED, "test", "2026-12-11"),
        (OperationKind.CHECKED, "test", "2026-12-09"),
        (OperationKind.CHECKED, "lesson", "2026-12-10"),
    ],
)
def test_receipt_and_checking_stand_between_the_work_and_now_and_at_works_only(
    cast: Cast, kind: OperationKind, work: str, value: str
) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, op(OperationKind.WORK_TYPE, lesson, value=work))
    assert apply_at(cast, cast.now, op(kind, lesson, value=value, base=1)).status == OperationStatus.INVALID


@pytest.mark.parametrize("slug", profile_slugs())
def test_a_window_of_zero_days_locks_at_once(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    rule(cast, "late_window_days", 0)
    lesson = cast.lesson("7Б", "Алгебра")
    assert apply_at(cast, DUE, mark(cast, lesson, "5")).status == APPLIED
    answer = apply_at(cast, DUE + SECOND, mark(cast, lesson, "4", slot=2))
    assert answer.status == LOCKED
    assert "с опозданием" not in answer.message


def test_an_entry_made_without_a_network_before_the_deadline_is_not_late(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    answer = apply_at(cast, DUE + timedelta(minutes=20), mark(cast, lesson, "5", age=20 * 60))
    assert answer.status == APPLIED
    assert not the_mark(lesson).is_late


def test_an_entry_sent_again_after_the_lock_is_answered_as_repeated(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    same = mark(cast, lesson, "5")
    apply_at(cast, cast.now, same)
    assert apply_at(cast, LAST + SECOND, same).status == OperationStatus.REPEATED


def test_a_page_and_a_program_meet_the_same_lock(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    body = {"id": str(mark(cast, lesson, "5").id), "kind": "mark", "lesson": lesson.pk, "value": "5"}
    pupil = cast.pupil("Ковалёв Даниил").pk
    raw = json.dumps({"operations": [body | {"student": pupil}]}).encode()
    with clock.frozen_at(LAST + SECOND):
        answer = apply_request(cast.user(TEACHER), raw)[0]
    assert (answer["status"], answer["clause"]) == ("locked", "п. 4.4.1")


# ---- corrections


@pytest.mark.parametrize("slug", profile_slugs())
def test_a_correction_after_the_deadline_needs_a_reason_and_keeps_what_was(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    answer = apply_at(cast, DUE + SECOND, mark(cast, lesson, "4", base=1))
    assert (answer.status, the_mark(lesson).value) == (REASON, "3")
    assert answer.clause == ("п. 4.4.1" if slug == "full-act-2021" else "умолчание")
    assert "напишите причину" in answer.message
    assert apply_at(cast, DUE + SECOND, mark(cast, lesson, "4", base=1, reason="  ")).status == REASON
    reason = "Ошибка при проверке"
    assert apply_at(cast, DUE + SECOND, mark(cast, lesson, "4", base=1, reason=reason)).status == APPLIED
    row = the_mark(lesson)
    assert (row.value, row.corrected_from, row.correction_reason, row.is_late) == ("4", "3", reason, False)
    told = AuditEntry.objects.latest("sequence")
    assert (told.code, told.reason, told.actor.login) == ("journal.mark.corrected", reason, TEACHER)
    last = cell_history(lesson, pupil.pk)[-1]
    assert (last.before, last.after, last.reason, last.at) == ("3", "4", reason, DUE + SECOND)


def test_in_time_a_mark_is_changed_without_a_reason_and_is_no_correction(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    assert apply_at(cast, DUE, mark(cast, lesson, "4", base=1)).status == APPLIED
    assert the_mark(lesson).corrected_from == ""


def test_erasing_a_mark_after_its_deadline_is_a_correction(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    assert apply_at(cast, DUE + SECOND, mark(cast, lesson, "", base=1)).status == REASON
    apply_at(cast, DUE + SECOND, mark(cast, lesson, "", base=1, reason="Стояла не тому ученику"))
    assert (the_mark(lesson).value, the_mark(lesson).corrected_from) == ("", "3")


def test_another_kind_of_work_is_a_correction_and_a_comment_is_not(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    assert apply_at(cast, DUE + SECOND, mark(cast, lesson, "3", base=1, work_type="quiz")).status == REASON
    comment = op(OperationKind.COMMENT, lesson, student=pupil.pk, slot=1, value="Хорошо", base=1)
    assert apply_at(cast, DUE + SECOND, comment).status == APPLIED


def test_a_school_may_ask_no_reason_and_the_old_mark_is_kept_all_the_same(cast: Cast) -> None:
    rule(cast, "late_correction_needs_reason", value=False)
    lesson = cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    assert apply_at(cast, DUE + SECOND, mark(cast, lesson, "4", base=1)).status == APPLIED
    assert the_mark(lesson).corrected_from == "3"


def test_a_slip_of_the_key_is_mended_within_minutes_without_a_reason(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    moment = DUE + timedelta(hours=1)
    apply_at(cast, moment, mark(cast, lesson, "3"))
    assert apply_at(cast, moment + timedelta(minutes=10), mark(cast, lesson, "4", base=1)).status == APPLIED
    assert (the_mark(lesson).corrected_from, the_mark(lesson).is_late) == ("", True)
    assert apply_at(cast, moment + timedelta(minutes=21), mark(cast, lesson, "5", base=2)).status == REASON


def test_past_the_window_a_reason_does_not_open_the_cell(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    assert apply_at(cast, LAST + SECOND, mark(cast, lesson, "4", base=1, reason="Ошибка")).status == LOCKED


def test_a_refused_correction_leaves_later_operations_of_its_batch_untouched(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    batch = [mark(cast, lesson, "4", base=1), mark(cast, lesson, "3", base=1)]
    with clock.frozen_at(DUE + SECOND):
        answers = apply_operations(cast.user(TEACHER), batch)
    assert [one.status for one in answers] == [REASON, APPLIED]
    assert (the_mark(lesson).value, the_mark(lesson).version) == ("3", 1)


# ---- calendar: transfers, moves, the change of a period


@pytest.mark.parametrize(("worked", "last"), [(None, 14), (date(2026, 12, 12), 12)])
def test_working_days_go_by_the_school_calendar_with_its_transferred_days(
    cast: Cast, worked: date | None, last: int
) -> None:
    """One working day after Thursday the 10th, when Friday is a day off: Monday, or the Saturday worked instead."""
    rule(cast, "control_work_mark_deadline", "1 working days")
    lesson, admin = cast.lesson("7Б", "Алгебра"), cast.user("admin")
    apply_at(cast, cast.now, op(OperationKind.WORK_TYPE, lesson, value="control"))
    school.set_calendar_exception(admin, day=date(2026, 12, 11), kind=DayKind.HOLIDAY, title="Актированный день")
    if worked:
        school.set_calendar_exception(admin, day=worked, kind=DayKind.SCHOOL_DAY, title="Рабочая суббота")
    due = clock.at(date(2026, 12, last), 23, 59, 59)
    apply_at(cast, due, mark(cast, lesson, "5"))
    assert not the_mark(lesson).is_late
    apply_at(cast, due + SECOND, mark(cast, lesson, "4", slot=2))
    assert Mark.objects.get(lesson=lesson, slot=2).is_late


def test_a_moved_lesson_is_due_on_its_new_day(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра", after=cast.today)
    new = lesson.day + timedelta(days=7 if lesson.day.weekday() == 4 else 1)
    timetable.move_lesson(cast.user("zavuch"), lesson=lesson, day=new, number=7, reason="Экскурсия")
    lesson.refresh_from_db()
    due = max(clock.at(new, 16), lesson.ends if lesson.ends.hour >= 16 else clock.at(new, 16))
    apply_at(cast, due, mark(cast, lesson, "5"))
    assert not the_mark(lesson).is_late
    apply_at(cast, due + SECOND, mark(cast, lesson, "4", slot=2))
    assert Mark.objects.get(lesson=lesson, slot=2).is_late


@pytest.fixture
def quarter(cast: Cast) -> GradingPeriod:
    year = AcademicYear.objects.get(year=2026)
    return GradingPeriod.objects.get(year=year, grade_level=7, number=2)


def test_a_work_of_the_last_days_is_marked_after_the_change_of_the_period(cast: Cast, quarter: GradingPeriod) -> None:
    lesson = cast.lesson("7Б", "Алгебра", on_or_before=quarter.ends_on)
    apply_at(cast, lesson.ends, op(OperationKind.WORK_TYPE, lesson, value="test"))
    last = clock.at(lesson.day + timedelta(days=7), 23, 59, 59)
    assert last.date() > quarter.ends_on
    assert apply_at(cast, last, mark(cast, lesson, "5")).status == APPLIED
    assert not the_mark(lesson).is_late


def test_a_closed_period_takes_nothing_whatever_the_deadline(cast: Cast, quarter: GradingPeriod) -> None:
    lesson = cast.lesson("7Б", "Алгебра", on_or_before=quarter.ends_on)
    apply_at(cast, lesson.ends, op(OperationKind.WORK_TYPE, lesson, value="test"))
    moment = clock.at(quarter.ends_on + timedelta(days=1), 9)
    rule(cast, "final_mark_for_every_student", value=False)
    with clock.frozen_at(moment):
        school.close_periods(cast.user("zavuch"), year=quarter.year, number=2, grades=[7])
    answer = apply_at(cast, moment, mark(cast, lesson, "5", reason="Очень нужно"))
    assert (answer.status, answer.message) == (LOCKED, "Учебный период закрыт: его записи больше не меняются")
    with clock.frozen_at(moment):
        school.reopen_periods(
            cast.user("director"), year=quarter.year, number=2, grades=[7], reason="Нет отметок за работу"
        )
    assert apply_at(cast, moment, mark(cast, lesson, "5")).status == APPLIED


def test_a_closed_year_takes_nothing(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    AcademicYear.objects.filter(year=2026).update(is_closed=True)
    answer = apply_at(cast, cast.now, mark(cast, lesson, "5"))
    assert (answer.status, answer.message) == (LOCKED, "Учебный год закрыт, журнал только для чтения")


@pytest.mark.clause("S3R-1.15k")
def test_not_set_is_an_entry_where_the_rulebook_allows_it_and_is_refused_where_not(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    assert apply_at(cast, cast.now, op(OperationKind.HOMEWORK, lesson, not_set=True)).status == APPLIED
    rule(cast, "homework_optional", value=False)
    other = cast.lesson("7Б", "Геометрия")
    answer = apply_at(cast, cast.now, op(OperationKind.HOMEWORK, other, not_set=True))
    assert answer.status == LOCKED
    assert "не задано" in answer.message
