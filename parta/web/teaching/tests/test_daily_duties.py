"""What a teacher answers for every day: named until it is done, told by whom and when, counted for the deputy."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from parta.domain.audit.queries import verify_chain
from parta.domain.journal.choices import OperationKind
from parta.domain.journal.models import LessonRecord, Mark
from parta.domain.journal.queries import teacher_day
from parta.domain.journal.tests.lock_steps import SECOND, absence, adopt, apply_at, mark, op
from parta.domain.regulation.rules import profile_slugs
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter

WAYS = {
    "roll_call": (OperationKind.ROLL_CALL, "1"),
    "topic": (OperationKind.TOPIC, "Степень с натуральным показателем"),
    "homework": (OperationKind.HOMEWORK, "§ 20, № 441"),
}


def yesterday(cast: Cast) -> Lesson:
    return cast.lesson("7Б", "Алгебра", on_or_before=cast.today - timedelta(days=1))


def asked(cast: Cast, lesson: Lesson) -> set[str]:
    """What «Мой день» still asks of a past lesson."""
    with clock.frozen_at(cast.now):
        day = teacher_day(cast.user("krylova"), cast.today)
    return {one.key for one in day.overdue if one.lesson_id == lesson.pk}


@pytest.mark.clause("S3-3.4a")
def test_topic_attendance_homework_and_marks_are_asked_for_until_each_is_there(cast: Cast, enter: Enter) -> None:
    lesson = yesterday(cast)
    apply_at(cast, lesson.ends, op(OperationKind.WORK_TYPE, lesson, value="test"))
    left = {*WAYS, "marks"}
    assert asked(cast, lesson) == left
    shown = enter(cast.user("krylova")).get(reverse("my_day")).content.decode()
    for words in ("не отмечена посещаемость", "нет темы урока", "нет домашнего задания", "стоят не все отметки"):
        assert f"<b>7Б, алгебра</b> — {words}" in shown
    for key, (kind, value) in WAYS.items():
        base = LessonRecord.objects.get(lesson=lesson).version if key == "topic" else 0
        assert apply_at(cast, cast.now, op(kind, lesson, value=value, base=base)).status == "applied"
        left.discard(key)
        assert asked(cast, lesson) == left
    for pupil in cast.school.pupils["7Б"]:
        assert asked(cast, lesson) == {"marks"}, "отмечены ещё не все"
        apply_at(cast, cast.now, op(OperationKind.MARK, lesson, student=pupil.pk, value="4"))
    assert asked(cast, lesson) == set()


@pytest.mark.clause("S3-4.4.5a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_homework_is_asked_for_on_the_day_of_the_lesson(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    lesson = yesterday(cast)
    with clock.frozen_at(lesson.ends):
        (due,) = [
            item for one in teacher_day(cast.user("krylova"), lesson.day).lessons for item in one.items
            if one.lesson_id == lesson.pk and item.key == "homework"
        ]  # fmt: skip
    assert due.deadline is not None
    assert due.deadline.date() == lesson.day
    assert "homework" in asked(cast, lesson)
    apply_at(cast, cast.now, op(OperationKind.HOMEWORK, lesson, not_set=True))
    assert "homework" not in asked(cast, lesson)


@pytest.mark.clause("S3-8.4a")
def test_who_entered_a_mark_and_an_absence_and_when_is_told_and_cannot_be_denied(cast: Cast, enter: Enter) -> None:
    lesson, pupil = yesterday(cast), cast.pupil("Ковалёв Даниил")
    apply_at(cast, lesson.ends, mark(cast, lesson, "3", work_type="quiz"))
    apply_at(cast, lesson.ends + SECOND, absence(cast, lesson, "оп"))
    apply_at(cast, cast.now, mark(cast, lesson, "4", base=1, reason="Ошибка при проверке"))
    told = enter(cast.user("zavuch")).get(reverse("cell_history", args=[lesson.pk, pupil.pk])).content.decode()
    assert told.count("Крылова\u00a0Е.\u00a0А.") >= 3
    assert f"{lesson.ends:%H:%M}" in told
    assert "3 → 4 · причина: Ошибка при проверке" in told
    assert verify_chain().broken is None
    with transaction.atomic():
        Mark.objects.filter(lesson=lesson).update(entered_by=cast.user("petrova"))
        assert "Петрова" not in enter(cast.user("zavuch")).get(
            reverse("cell_history", args=[lesson.pk, pupil.pk])
        ).content.decode(), "имя берётся из журнала действий, а не из строки, которую можно подменить"  # fmt: skip
        transaction.set_rollback(True)


@pytest.mark.clause("S3R-1.15b")
def test_late_entries_are_counted_by_person_for_those_who_control_the_journal(cast: Cast, enter: Enter) -> None:
    lesson, other = yesterday(cast), cast.lesson("7Б", "Биология", on_or_before=cast.today - timedelta(days=1))
    teacher = (other.teacher.user.login if other.teacher else "") or ""
    apply_at(cast, lesson.ends, mark(cast, lesson, "5"))  # in time, counted nowhere
    for value in ("н", "б"):
        apply_at(cast, cast.now, absence(cast, lesson, value, base=0 if value == "н" else 1))
    apply_at(cast, cast.now, op(OperationKind.TOPIC, lesson, value="Степень"))
    apply_at(cast, cast.now, op(OperationKind.TOPIC, other, value="Клетка"), login=teacher)
    for login in ("zavuch", "director", "gruppa"):
        page = enter(cast.user(login)).get(reverse("openings"))
        lines = {line.user.login: line.counts for line in page.context["late"]}
        assert lines == {"krylova": {"attendance": 1, "records": 1}, teacher: {"records": 1}}
        assert "Крылова\u00a0Е.\u00a0А." in page.content.decode()
    assert enter(cast.user("krylova")).get(reverse("openings")).status_code == 403
