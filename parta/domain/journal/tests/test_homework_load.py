"""Homework of a day against the norm of the grade: across subjects, groups counted once, a warning and no block."""

from datetime import date, timedelta
from typing import Any

from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import Homework
from parta.domain.journal.queries import homework_load, lesson_for
from parta.domain.journal.rules.load import TaskTime, day_load
from parta.domain.journal.rules.operations import parse_operation
from parta.ops.cast import Cast
from parta.web.teaching.lesson_forms import operation

FRIDAY = date(2026, 12, 11)


def test_subjects_add_up_and_of_the_groups_of_one_subject_the_longest_counts() -> None:
    tasks = [
        TaskTime(1, "Алгебра", False, 40),
        TaskTime(2, "Английский язык", True, 20),
        TaskTime(3, "Английский язык", True, 35),
        TaskTime(4, "История", False, None),
    ]
    load = day_load("7Б", FRIDAY, tasks, 120)
    assert (load.total, load.over, load.untimed) == (75, 0, 1)
    assert load.text.replace("\u00a0", " ") == (
        "На пятницу у 7Б уже 75 из 120 минут: алгебра 40, английский язык 35. Ещё 1 задание без времени."
    )
    heavy = day_load("7Б", FRIDAY, [*tasks, TaskTime(5, "Физика", False, 60)], 120)
    assert heavy.text.replace("\u00a0", " ").endswith("Больше нормы на 15 минут.")
    assert day_load("7Б", FRIDAY, [TaskTime(1, "Алгебра", False, 500)], 0).over == 0


def test_minutes_are_kept_by_those_who_do_not_name_them_and_taken_away_by_zero(cast: Cast) -> None:
    teacher, lesson = cast.user("krylova"), cast.lesson("7Б", "Алгебра")
    task = {"kind": "homework", "lesson": lesson.pk, "value": "№ 467"}
    steps: list[tuple[dict[str, Any], int | None]] = [
        ({"minutes": 40}, 40),
        ({"value": "№ 468"}, 40),
        ({"minutes": 0}, None),
    ]
    for base, (fields, kept) in enumerate(steps):
        sent = parse_operation({**task, **fields, "base": base, "id": f"00000000-0000-4000-8000-00000000000{base}"})
        assert apply_operations(teacher, [sent])[0].status == OperationStatus.APPLIED
        assert Homework.objects.get(lesson=lesson).minutes == kept
    far = parse_operation({**task, "minutes": 601, "base": 3, "id": "00000000-0000-4000-8000-000000000009"})
    assert apply_operations(teacher, [far])[0].status == OperationStatus.INVALID


def test_the_day_is_summed_across_the_subjects_of_the_class_as_it_is_typed(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    teacher, lesson = cast.user("krylova"), cast.lesson("7Б", "Алгебра")
    due = lesson.day + timedelta(days=1)
    other = cast.lesson("7Б", "История")
    Homework.objects.create(
        lesson=other, text="§ 11", due_on=due, minutes=120, entered_by=teacher, entered_at=cast.now, made_at=cast.now
    )
    apply_operations(teacher, [operation(OperationKind.HOMEWORK, lesson.pk, value="№ 467", due_on=due)])
    found = lesson_for(teacher, lesson.pk)
    with django_assert_max_num_queries(3):
        load = homework_load(found, due, 40)
    assert (load.total, load.limit, load.over) == (160, 150, 10)
    assert load.subjects == (("История", 120), ("Алгебра", 40))
