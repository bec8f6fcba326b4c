"""Grade 1 keeps the records its act lists and no others (S3-3.7c, d)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from parta.domain.journal import actions, queries
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind
from parta.domain.journal.errors import NoteRefused
from parta.domain.journal.rules import Operation
from parta.domain.journal.tests.lock_steps import adopt, rule
from parta.domain.regulation.rules import profile_slugs
from parta.domain.school import actions as school
from parta.lib import clock
from parta.ops.cast import Cast


def op(kind: OperationKind, lesson: int, **values: Any) -> Operation:
    return Operation(id=uuid.uuid4(), kind=kind, lesson=lesson, **values)


GRADE_ONE = {
    "attendance": [(OperationKind.ATTENDANCE, {"value": "б"}), (OperationKind.ROLL_CALL, {})],
    "topics": [(OperationKind.TOPIC, {"value": "Числа от 1 до 10"})],
    "messages": [(OperationKind.LESSON_COMMENT, {"value": "Принесите альбом"})],
}


@pytest.mark.clause("S3-3.7c", "S3-3.7d")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_first_grade_keeps_the_records_of_its_act(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    assert set(first_grade(cast)) == {"applied"}


@pytest.mark.parametrize("missing", ["attendance", "topics", "messages"])
def test_a_record_the_act_does_not_list_is_not_kept_in_first_grade(cast: Cast, missing: str) -> None:
    rule(cast, "grade1_records", [one for one in (*GRADE_ONE, "movement") if one != missing])
    expected = ["locked" if name == missing else "applied" for name, acts in GRADE_ONE.items() for _ in acts]
    assert first_grade(cast) == expected


def test_a_word_to_a_pupil_of_first_grade_is_a_message_too(cast: Cast) -> None:
    course, pupil = cast.course("1А", "Математика"), cast.school.pupils["1А"][0]
    fields = actions.NoteFields("praise", "Хорошо считает")
    actions.write_note(cast.user("zaytseva"), course=course, student=pupil, fields=fields)
    rule(cast, "grade1_records", ["attendance", "movement", "topics"])
    with pytest.raises(NoteRefused, match="общение с родителями"):
        actions.write_note(cast.user("zaytseva"), course=course, student=pupil, fields=fields)


def first_grade(cast: Cast) -> list[str]:
    """One entry of each kind on a page of grade 1: how they are answered."""
    lesson, pupil = cast.lesson("1А", "Математика"), cast.school.pupils["1А"][0]
    acts = [
        op(kind, lesson.pk, **values, **({"student": pupil.pk} if kind == OperationKind.ATTENDANCE else {}))
        for acts in GRADE_ONE.values()
        for kind, values in acts
    ]
    return [one.status.value for one in apply_operations(cast.user("zaytseva"), acts)]


def test_where_movement_is_no_record_of_first_grade_its_page_tells_none(cast: Cast) -> None:
    course, pupil = cast.course("1А", "Математика"), cast.school.pupils["1А"][0]
    last = cast.today - timedelta(days=3)
    with clock.frozen_at(clock.at(last)):
        school.withdraw_students(cast.user("sekretar"), [pupil], last_day=last)

    def notes() -> list[str]:
        grid = queries.journal_grid(cast.user("zaytseva"), course, course.year.starts_on, cast.today)
        return [row.note for row in grid.rows if row.student_id == pupil.pk]

    assert notes()[0].startswith("до ")
    rule(cast, "grade1_records", ["attendance", "topics", "messages"])
    assert notes() == [""]
