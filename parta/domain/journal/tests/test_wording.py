"""The words of an entry: another language is remarked on, a control work has a topic of its own."""

import pytest

from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import LessonRecord
from parta.domain.journal.queries import lesson_for, lesson_panel, teacher_day
from parta.domain.journal.rules.wording import is_foreign, work_topic_title
from parta.domain.journal.tests.lock_steps import TEACHER, adopt, apply_at, op, rule
from parta.ops.cast import Cast

FRENCH = "Les vacances d'été en Provence"
ACT = "full-act-2021"


@pytest.mark.parametrize(
    ("text", "foreign"),
    [(FRENCH, True), ("Unit 5, ex. 3", False), ("Present Simple: вопросы", False), ("", False), ("12345 " * 9, False)],
)
def test_only_a_long_text_without_a_russian_letter_is_foreign(text: str, foreign: bool) -> None:
    assert is_foreign(text) is foreign


def test_the_act_names_natures_of_works_and_the_school_adds_kinds_of_its_own() -> None:
    required = {"control", "laboratory"}
    assert work_topic_title("control", "control", flagged=True, required=required) == "Тема контрольной работы"
    assert work_topic_title("practical", "written", flagged=True, required=required) == ""
    assert work_topic_title("project", "lesson", flagged=True, required=()) == "Тема работы"
    assert work_topic_title("lesson", "lesson", flagged=False, required=required) == ""


@pytest.mark.clause("S3-4.4.8a")
@pytest.mark.parametrize(("profile", "source"), [(ACT, "п. 4.4.8"), ("default", "умолчание")])
def test_a_topic_in_another_language_is_written_with_a_warning(cast: Cast, profile: str, source: str) -> None:
    adopt(cast, profile)
    lesson = cast.lesson("7Б", "Алгебра")
    for kind, model_value in ((OperationKind.TOPIC, FRENCH), (OperationKind.HOMEWORK, FRENCH)):
        answer = apply_at(cast, cast.now, op(kind, lesson, value=model_value))
        assert answer.status == OperationStatus.APPLIED
        assert "журнал ведут на русском" in answer.message
        assert source in answer.message
    assert LessonRecord.objects.get(lesson=lesson).topic == FRENCH


def test_a_school_that_writes_in_any_language_hears_nothing(cast: Cast) -> None:
    rule(cast, "journal_language", "any")
    assert not apply_at(cast, cast.now, op(OperationKind.TOPIC, cast.lesson("7Б", "Алгебра"), value=FRENCH)).message


@pytest.mark.clause("S3-4.4.8b")
def test_a_control_work_is_asked_for_its_own_topic_in_the_panel_and_in_my_day(cast: Cast) -> None:
    adopt(cast, ACT)
    teacher, lesson = cast.user(TEACHER), cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, op(OperationKind.TOPIC, lesson, value="Степени"))
    apply_at(cast, cast.now, op(OperationKind.WORK_TYPE, lesson, value="control", base=1))
    asked = {item.key: item for item in lesson_panel(teacher, lesson_for(teacher, lesson.pk)).deadlines}["work_topic"]
    assert (asked.title, asked.clause, asked.is_done) == ("Тема контрольной работы", "п. 4.4.8", False)
    today = next(one for one in teacher_day(teacher, lesson.day).lessons if one.lesson_id == lesson.pk)
    assert "work_topic" in [item.key for item in today.items if not item.is_done]
    answer = apply_at(cast, cast.now, op(OperationKind.WORK_TOPIC, lesson, value="Степень с показателем", base=2))
    assert (answer.status, LessonRecord.objects.get(lesson=lesson).work_topic) == ("applied", "Степень с показателем")
    panel = lesson_panel(teacher, lesson_for(teacher, lesson.pk))
    assert {item.key: item.is_done for item in panel.deadlines}["work_topic"]


def test_no_own_topic_is_asked_where_the_act_names_no_such_works(cast: Cast) -> None:
    rule(cast, "work_topic_required_for", ["laboratory"])
    teacher, lesson = cast.user(TEACHER), cast.lesson("7Б", "Алгебра")
    apply_at(cast, cast.now, op(OperationKind.WORK_TYPE, lesson, value="control"))
    panel = lesson_panel(teacher, lesson_for(teacher, lesson.pk))
    assert panel.work_topic_title == ""
    assert "work_topic" not in [item.key for item in panel.deadlines]
