"""What becomes of an operation: applied, repeated, conflict, locked, refused, invalid."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from prometheus_client import REGISTRY

from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import verify_chain
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import AttendanceEntry, Homework, LessonRecord, Mark
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.school.models import GroupMembership
from parta.domain.timetable import actions as timetable
from parta.lib import clock
from parta.lib.errors import InvalidInput
from parta.ops.cast import Cast


def op(kind: OperationKind, lesson: int, **values: Any) -> Operation:
    return Operation(id=values.pop("id", uuid.uuid4()), kind=kind, lesson=lesson, **values)


def mark(lesson: int, student: int, value: str, **values: Any) -> Operation:
    return op(OperationKind.MARK, lesson, student=student, value=value, **values)


def one(cast: Cast, login: str, operation: Operation) -> OperationResult:
    return apply_operations(cast.user(login), [operation])[0]


@pytest.mark.clause("S3-2.1b")
@pytest.mark.clause("S3-1.3a")
def test_a_mark_is_written_with_its_author_moment_and_audit_entry(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    answer = one(cast, "krylova", mark(lesson.pk, pupil.pk, "5", comment="За доказательство"))
    assert (answer.status, answer.version, answer.average) == (OperationStatus.APPLIED, 1, "5,00")
    row = Mark.objects.get(lesson=lesson, student=pupil)
    assert (row.value, row.comment, row.entered_by.login, row.entered_at) == (
        "5",
        "За доказательство",
        "krylova",
        cast.now,
    )
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.code, entry.actor.login, entry.person_id) == ("journal.mark.set", "krylova", pupil.user_id)
    assert entry.after == {"value": "5", "slot": 1, "comment": "За доказательство"}
    assert verify_chain().broken is None


def test_a_repeated_operation_changes_nothing(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    same = mark(lesson.pk, pupil.pk, "4")
    one(cast, "krylova", same)
    entries = AuditEntry.objects.count()
    answer = one(cast, "krylova", same)
    assert (answer.status, answer.version) == (OperationStatus.REPEATED, 1)
    assert AuditEntry.objects.count() == entries
    assert AuditEntry.objects.filter(operation=same.id).count() == 1


def test_an_entry_whose_answer_was_lost_is_repeated_even_if_the_lesson_was_cancelled_since(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    same = mark(lesson.pk, pupil.pk, "4")
    one(cast, "krylova", same)
    timetable.cancel_lesson(cast.user("zavuch"), lesson=lesson, reason="Карантин")
    answer = one(cast, "krylova", same)
    assert (answer.status, answer.version) == (OperationStatus.REPEATED, 1)
    assert one(cast, "krylova", mark(lesson.pk, pupil.pk, "4", base=1)).status == OperationStatus.LOCKED


def test_the_same_id_from_another_person_is_not_taken_for_a_repeat(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    same = mark(lesson.pk, pupil.pk, "4")
    one(cast, "krylova", same)
    assert one(cast, "petrova", same).status == OperationStatus.REFUSED


def test_an_id_used_for_another_cell_writes_nothing_of_its_batch(cast: Cast) -> None:
    lesson, pupil, other = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил"), cast.pupil("Лебедева Анна")
    first = mark(lesson.pk, pupil.pk, "4")
    one(cast, "krylova", first)
    stolen = [mark(lesson.pk, pupil.pk, "5", slot=2), mark(lesson.pk, other.pk, "2", id=first.id)]
    with pytest.raises(InvalidInput), transaction.atomic():
        apply_operations(cast.user("krylova"), stolen)
    assert Mark.objects.count() == 1


def test_an_entry_based_on_an_older_version_is_a_conflict_and_overwrites_nothing(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    one(cast, "krylova", mark(lesson.pk, pupil.pk, "4"))
    answer = one(cast, "krylova", mark(lesson.pk, pupil.pk, "2", base=0))
    assert answer.status == OperationStatus.CONFLICT
    assert answer.current is not None
    assert (answer.current["value"], answer.current["version"], answer.current["by"]) == (
        "4",
        1,
        "Крылова\u00a0Е.\u00a0А.",
    )
    assert Mark.objects.get(lesson=lesson, student=pupil).value == "4"


def test_an_erased_mark_keeps_its_version_for_the_next_entry(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    one(cast, "krylova", mark(lesson.pk, pupil.pk, "4"))
    erased = one(cast, "krylova", mark(lesson.pk, pupil.pk, "", base=1))
    assert (erased.version, erased.average, erased.mark_count) == (2, "", 0)
    assert one(cast, "krylova", mark(lesson.pk, pupil.pk, "3", base=0)).status == OperationStatus.CONFLICT
    assert one(cast, "krylova", mark(lesson.pk, pupil.pk, "3", base=2)).version == 3


def test_setting_what_is_there_already_is_applied_without_a_second_entry(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    one(cast, "krylova", mark(lesson.pk, pupil.pk, "4"))
    entries = AuditEntry.objects.count()
    answer = one(cast, "krylova", mark(lesson.pk, pupil.pk, "4", base=0))
    assert (answer.status, answer.version) == (OperationStatus.APPLIED, 1)
    assert AuditEntry.objects.count() == entries


def test_operations_of_one_batch_see_each_other_and_each_gets_its_own_answer(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    answers = apply_operations(
        cast.user("krylova"),
        [
            mark(lesson.pk, pupil.pk, "4"),
            mark(lesson.pk, pupil.pk, "9", slot=2),
            mark(lesson.pk, pupil.pk, "5", slot=2),
            mark(lesson.pk, pupil.pk, "3", base=1),
        ],
    )
    assert [one.status.value for one in answers] == ["applied", "invalid", "applied", "applied"]
    assert sorted(Mark.objects.filter(lesson=lesson).values_list("slot", "value", "version")) == [
        (1, "3", 2),
        (2, "5", 1),
    ]


@pytest.mark.clause("S3R-1.15c")
@pytest.mark.parametrize("login", ["petrova", "zavuch", "director", "admin", "kovaleva", "daniil", "zamena", "gruppa"])
def test_nobody_but_the_teacher_of_the_course_fills_its_journal(cast: Cast, login: str) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    answer = one(cast, login, mark(lesson.pk, pupil.pk, "5"))
    assert answer.status == OperationStatus.REFUSED
    assert not Mark.objects.exists()


@pytest.mark.clause("S3R-1.15d")
def test_the_class_teacher_does_not_fill_other_teachers_journals_of_the_class(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Физика"), cast.pupil("Ковалёв Даниил")
    assert one(cast, "krylova", mark(lesson.pk, pupil.pk, "5")).status == OperationStatus.REFUSED


@pytest.mark.clause("S3-4.4.3a")
def test_a_substitute_fills_the_substituted_lesson_on_its_day_only(cast: Cast) -> None:
    substitution = cast.school.staff["zamena"].substitutions.select_related("lesson").get()
    pupil = cast.pupil("Ковалёв Даниил")
    other = substitution.lesson.course.lessons.filter(day__lt=cast.today).latest("day")
    with clock.frozen_at(cast.now + timedelta(hours=4)):
        assert one(cast, "zamena", mark(substitution.lesson_id, pupil.pk, "5")).status == OperationStatus.APPLIED
        assert one(cast, "zamena", mark(other.pk, pupil.pk, "5")).status == OperationStatus.REFUSED
    with clock.frozen_at(cast.now + timedelta(days=1)):
        answer = one(cast, "zamena", mark(substitution.lesson_id, pupil.pk, "4", base=1))
    assert answer.status == OperationStatus.REFUSED


@pytest.mark.clause("S3-3.7a", "S3-3.7b")
def test_first_grade_takes_attendance_and_topics_but_no_marks_and_no_homework(cast: Cast) -> None:
    lesson, pupil = cast.lesson("1А", "Математика"), cast.school.pupils["1А"][0]
    answers = apply_operations(
        cast.user("zaytseva"),
        [
            mark(lesson.pk, pupil.pk, "5"),
            op(OperationKind.HOMEWORK, lesson.pk, value="с. 12"),
            op(OperationKind.ATTENDANCE, lesson.pk, student=pupil.pk, value="б"),
            op(OperationKind.TOPIC, lesson.pk, value="Числа от 1 до 10"),
        ],
    )
    assert [one.status.value for one in answers] == ["locked", "locked", "applied", "applied"]
    assert [one.clause for one in answers[:2]] == ["п. 3.7", "п. 3.7"]
    assert not Mark.objects.exists()
    assert not Homework.objects.exists()


@pytest.mark.clause("S3-5.3e")
@pytest.mark.parametrize("value", ["осв", "осв.", "Освобождён"])
def test_exempt_cannot_be_entered_and_the_refusal_cites_the_clause(cast: Cast, value: str) -> None:
    lesson, pupil = cast.lesson("7Б", "Физическая культура"), cast.pupil("Ковалёв Даниил")
    answer = one(cast, "frolov", mark(lesson.pk, pupil.pk, value))
    assert (answer.status, answer.clause) == (OperationStatus.INVALID, "п. 5.3")
    assert "осв" in answer.message


@pytest.mark.parametrize("value", ["6", "0", "1", "н/а", "5+", "пять", "45", "55"])
def test_a_value_outside_the_scale_is_refused_and_nothing_is_written(cast: Cast, value: str) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    answer = one(cast, "krylova", mark(lesson.pk, pupil.pk, value))
    assert answer.status == OperationStatus.INVALID
    assert not Mark.objects.exists()


def test_a_future_lesson_takes_topic_and_homework_but_no_marks(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра", after=cast.today), cast.pupil("Ковалёв Даниил")
    answers = apply_operations(
        cast.user("krylova"),
        [
            mark(lesson.pk, pupil.pk, "5"),
            op(OperationKind.ATTENDANCE, lesson.pk, student=pupil.pk, value="н"),
            op(OperationKind.TOPIC, lesson.pk, value="Многочлены"),
        ],
    )
    assert [one.status.value for one in answers] == ["locked", "locked", "applied"]


def test_a_cancelled_lesson_takes_nothing_and_keeps_what_was_entered(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    one(cast, "krylova", mark(lesson.pk, pupil.pk, "5"))
    timetable.cancel_lesson(cast.user("zavuch"), lesson=lesson, reason="Карантин")
    assert one(cast, "krylova", mark(lesson.pk, pupil.pk, "4", base=1)).status == OperationStatus.LOCKED
    assert Mark.objects.get(lesson=lesson).value == "5"


def test_a_pupil_of_another_class_cannot_be_marked(cast: Cast) -> None:
    lesson, stranger = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёва Алиса")
    assert one(cast, "krylova", mark(lesson.pk, stranger.pk, "5")).status == OperationStatus.INVALID


@pytest.mark.clause("S3-4.4.9b")
def test_a_teacher_of_one_group_cannot_mark_pupils_of_the_other(cast: Cast) -> None:
    mine, other = cast.course("7Б", "Английский язык", 0), cast.course("7Б", "Английский язык", 1)
    pupil_of_other = GroupMembership.objects.filter(group=other.group)[0].student
    lesson = mine.lessons.filter(day__lte=cast.today).latest("day")
    foreign = other.lessons.filter(day__lte=cast.today).latest("day")
    assert one(cast, "smirnova", mark(lesson.pk, pupil_of_other.pk, "5")).status == OperationStatus.INVALID
    assert one(cast, "smirnova", mark(foreign.pk, pupil_of_other.pk, "5")).status == OperationStatus.REFUSED


@pytest.mark.clause("S3-2.1b")
@pytest.mark.clause("S3-4.4.2b")
def test_the_teacher_takes_attendance_and_says_that_the_roll_was_called(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    answers = apply_operations(
        cast.user("krylova"),
        [
            op(OperationKind.ATTENDANCE, lesson.pk, student=pupil.pk, value="н", comment="Нет третий день"),
            op(OperationKind.ROLL_CALL, lesson.pk, value="1"),
            op(OperationKind.ATTENDANCE, lesson.pk, student=pupil.pk, value="осв"),
        ],
    )
    assert [one.status.value for one in answers] == ["applied", "applied", "invalid"]
    assert AttendanceEntry.objects.get(lesson=lesson).code == "н"
    assert LessonRecord.objects.get(lesson=lesson).roll_called_at == cast.now


def test_homework_without_a_date_is_due_at_the_next_lesson_and_never_before_this_one(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    following = cast.lesson("7Б", "Алгебра", after=lesson.day)
    one(cast, "krylova", op(OperationKind.HOMEWORK, lesson.pk, value="§ 20, № 467"))
    assert Homework.objects.get(lesson=lesson).due_on == following.day
    early = op(OperationKind.HOMEWORK, lesson.pk, value="§ 21", due_on=lesson.day, base=1)
    assert one(cast, "krylova", early).status == OperationStatus.INVALID


@pytest.mark.clause("S3R-1.15i")
def test_the_kind_of_the_lesson_gives_its_weight_to_the_average(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    earlier = cast.lesson("7Б", "Алгебра", on_or_before=lesson.day - timedelta(days=1))
    answers = apply_operations(
        cast.user("krylova"),
        [
            mark(earlier.pk, pupil.pk, "3"),
            op(OperationKind.WORK_TYPE, lesson.pk, value="control"),
            mark(lesson.pk, pupil.pk, "5"),
        ],
    )
    assert answers[-1].average == "4,33"  # (3×1 + 5×2) / 3
    assert answers[-1].mark_count == 2


def test_a_batch_costs_a_bounded_number_of_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    actor = cast.user("krylova")
    operations = [mark(lesson.pk, pupil.pk, "4") for pupil in cast.school.pupils["7Б"]]
    with django_assert_max_num_queries(24):
        answers = apply_operations(actor, operations)
    assert {one.status for one in answers} == {OperationStatus.APPLIED}


def test_answers_are_counted_by_status_once_they_are_committed(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    def counted(status: str) -> float:
        return REGISTRY.get_sample_value("parta_journal_operations_total", {"status": status}) or 0

    before = {status: counted(status) for status in ("applied", "conflict")}
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    marks = [mark(lesson.pk, pupil.pk, "5"), mark(lesson.pk, pupil.pk, "4", base=0)]
    with django_capture_on_commit_callbacks(execute=True):
        apply_operations(cast.user("krylova"), marks)
        assert counted("applied") == before["applied"]
    assert {status: counted(status) - before[status] for status in before} == {"applied": 1, "conflict": 1}


def test_the_average_counts_marks_of_the_batch_that_no_operation_touched(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    one(cast, "krylova", mark(lesson.pk, pupil.pk, "3"))
    answer = one(cast, "krylova", mark(lesson.pk, pupil.pk, "5", slot=2))
    assert (answer.average, answer.mark_count) == ("4,00", 2)


def test_the_average_is_of_the_days_asked_for(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    before = cast.lesson("7Б", "Алгебра", on_or_before=lesson.day - timedelta(days=1))
    apply_operations(cast.user("krylova"), [mark(before.pk, pupil.pk, "2")])
    both, only = (
        apply_operations(cast.user("krylova"), [mark(lesson.pk, pupil.pk, value, base=base)], span=(first, lesson.day))
        for value, base, first in (("4", 0, before.day), ("5", 1, lesson.day))
    )
    assert (both[0].average, only[0].average) == ("3,00", "5,00")


WORDS = [OperationKind.TOPIC, OperationKind.HOMEWORK, OperationKind.LESSON_COMMENT, OperationKind.WORK_TOPIC]


@pytest.mark.parametrize("kind", WORDS)
def test_words_based_on_what_was_erased_since_are_a_conflict(cast: Cast, kind: OperationKind) -> None:
    lesson = cast.lesson("7Б", "Алгебра").pk
    assert one(cast, "krylova", op(kind, lesson, value="Степени")).version == 1
    assert one(cast, "krylova", op(kind, lesson, value="", base=1)).version == 2
    stale = one(cast, "krylova", op(kind, lesson, value="Степень с натуральным показателем", base=1))
    assert (stale.status, (stale.current or {})["value"]) == (OperationStatus.CONFLICT, "")
    assert one(cast, "krylova", op(kind, lesson, value="Корни", base=2)).status == OperationStatus.APPLIED


@pytest.mark.parametrize("kind", [OperationKind.TOPIC, OperationKind.LESSON_COMMENT, OperationKind.WORK_TOPIC])
def test_a_change_of_another_word_of_the_lesson_is_no_conflict(cast: Cast, kind: OperationKind) -> None:
    lesson = cast.lesson("7Б", "Алгебра").pk
    assert one(cast, "krylova", op(OperationKind.ROLL_CALL, lesson, value="1")).version == 1
    assert one(cast, "krylova", op(OperationKind.WORK_TYPE, lesson, value="quiz", base=1)).version == 2
    assert one(cast, "krylova", op(kind, lesson, value="Степени")).status == OperationStatus.APPLIED


def test_what_was_erased_in_the_same_batch_is_a_conflict_too(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра").pk
    topics = [op(OperationKind.TOPIC, lesson, value=text, base=base) for text, base in [("А", 0), ("", 1), ("Б", 1)]]
    statuses = [answer.status for answer in apply_operations(cast.user("krylova"), topics)]
    assert statuses == [OperationStatus.APPLIED, OperationStatus.APPLIED, OperationStatus.CONFLICT]
