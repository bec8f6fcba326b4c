"""Homework set to some pupils: the others and their parents never see it."""

import uuid
from datetime import date, timedelta

from parta.domain.diary.queries import diary_span
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.models import Homework
from parta.domain.journal.rules.operations import parse_operation
from parta.domain.school.models import Student
from parta.ops.cast import Cast


def test_homework_for_some_pupils_is_in_their_diaries_alone(cast: Cast) -> None:
    teacher, lesson = cast.user("krylova"), cast.lesson("7Б", "Алгебра")
    mine, other = cast.pupil("Ковалёв Даниил"), cast.pupil("Лебедева Анна")
    due = lesson.day + timedelta(days=1)
    sent = {"kind": "homework", "lesson": lesson.pk, "value": "№ 500, повышенной сложности", "due_on": due.isoformat()}
    for base, students in enumerate(([mine.pk], None)):
        task = parse_operation({**sent, "students": students, "base": base, "id": str(uuid.uuid4())})
        answer = apply_operations(teacher, [task])[0]
        assert (answer.status, answer.message) == (OperationStatus.APPLIED, "")
        assert Homework.objects.get(lesson=lesson).student_ids == [mine.pk]
    assert told(mine, lesson.day, due) == {"№ 500, повышенной сложности"}
    assert told(other, lesson.day, due) == set()
    alien = cast.pupil("Ковалёва Алиса").pk
    stranger = parse_operation({**sent, "students": [alien], "base": 1, "id": str(uuid.uuid4())})
    assert apply_operations(teacher, [stranger])[0].status == OperationStatus.INVALID
    everybody = parse_operation({**sent, "students": [], "base": 1, "id": str(uuid.uuid4())})
    assert apply_operations(teacher, [everybody])[0].status == OperationStatus.APPLIED
    assert told(other, lesson.day, due) == {"№ 500, повышенной сложности"}


def told(student: Student, first: date, last: date) -> set[str]:
    """Every text of algebra the pupil's diary holds, set and due."""
    lessons = [one for day in diary_span(student, first, last).days for one in day.lessons if one.subject == "Алгебра"]
    given = [task for one in lessons for task in [*one.homework_due, one.homework_set] if task]
    return {task.text for task in given if "500" in task.text}
