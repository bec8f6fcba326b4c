"""Homework copied to the teacher's other classes: where, to what day, refused class by class, taken back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import verify_chain
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.journal.actions import CopyKey, apply_operations, copy_homework, undo_copying
from parta.domain.journal.choices import OperationKind
from parta.domain.journal.errors import CopyingRefused
from parta.domain.journal.models import Homework, LessonRecord
from parta.domain.journal.queries import copy_targets, lesson_for, lesson_history
from parta.domain.school.models import SchoolClass, StaffMember
from parta.domain.timetable.models import Lesson
from parta.lib.errors import InvalidInput
from parta.ops.cast import Cast
from parta.web.teaching.lesson_forms import operation


def parallel(cast: Cast, letter: str, days: list[date]) -> Course:
    """Algebra of another 7th class by the same teacher, with lessons on the days."""
    source = cast.course("7Б", "Алгебра")
    klass = SchoolClass.objects.create(year=source.year, grade_level=7, letter=letter)
    course = Course.objects.create(year=source.year, subject=source.subject, school_class=klass, grade_level=7)
    staff = StaffMember.objects.get(user__login="krylova")
    TeachingAssignment.objects.create(course=course, staff=staff, valid_from=source.year.starts_on)
    like = cast.lesson("7Б", "Алгебра")
    for day in days:
        Lesson.objects.create(
            course=course, day=day, number=5, starts_at=like.starts_at, ends_at=like.ends_at, teacher=staff
        )
    return course


def source_of(cast: Cast) -> Lesson:
    """Today's algebra of 7Б with homework and topic, as its page loads it."""
    teacher, lesson = cast.user("krylova"), cast.lesson("7Б", "Алгебра")
    task = operation(OperationKind.HOMEWORK, lesson.pk, value="§ 20, № 467")
    topic = operation(OperationKind.TOPIC, lesson.pk, value="Сумма одночленов")
    apply_operations(teacher, [task, topic])
    return lesson_for(teacher, lesson.pk)


def test_each_class_gets_the_homework_to_its_own_next_lesson_and_gives_it_back(cast: Cast) -> None:
    teacher, lesson = cast.user("krylova"), source_of(cast)
    day = lesson.day
    parallel(cast, "В", [day, day + timedelta(days=1), day + timedelta(days=7)])
    parallel(cast, "Г", [day - timedelta(days=1), day + timedelta(days=5)])
    targets = copy_targets(teacher, lesson)
    assert [(one.course.unit_name, one.chosen and one.chosen.due_on) for one in targets] == [
        ("7В", day + timedelta(days=1)),
        ("7Г", day + timedelta(days=5)),
    ]
    places = [one.chosen.lesson.pk for one in targets if one.chosen]
    done = copy_homework(teacher, lesson=lesson, places=places, with_topic=True)
    assert [(one.unit_name, one.is_done) for one in done] == [("7В", True), ("7Г", True)]
    assert list(Homework.objects.filter(lesson__in=places).order_by("due_on").values_list("text", "due_on")) == [
        ("§ 20, № 467", day + timedelta(days=1)),
        ("§ 20, № 467", day + timedelta(days=5)),
    ]
    assert set(LessonRecord.objects.filter(lesson__in=places).values_list("topic", flat=True)) == {"Сумма одночленов"}
    told = AuditEntry.objects.get(code="journal.homework.copied")
    assert told.after == {"text": "§ 20, № 467", "to": ["7В", "7Г"]}
    assert "7В, 7Г" in [change.text for change in lesson_history(lesson)]
    undone = undo_copying(teacher, lesson=lesson, copies=[CopyKey.read(one.key) for one in done])
    assert all(one.is_done for one in undone)
    assert set(Homework.objects.filter(lesson__in=places).values_list("text", flat=True)) == {""}
    assert set(LessonRecord.objects.filter(lesson__in=places).values_list("topic", flat=True)) == {""}
    assert verify_chain().broken is None


def test_what_stands_there_is_never_overwritten_nor_taken_back(cast: Cast) -> None:
    teacher, lesson = cast.user("krylova"), source_of(cast)
    day = lesson.day
    parallel(cast, "В", [day, day + timedelta(days=1)])
    place = Lesson.objects.get(course__school_class__letter="В", day=day)
    apply_operations(teacher, [operation(OperationKind.HOMEWORK, place.pk, value="Своё")])
    assert copy_targets(teacher, lesson)[0].refusal == "Задания уже записаны"
    done = copy_homework(teacher, lesson=lesson, places=[place.pk], with_topic=False)
    assert [(one.is_done, one.words) for one in done] == [(False, "там уже записано: «Своё»")]
    undone = undo_copying(teacher, lesson=lesson, copies=[CopyKey(place.pk, 7, 0)])
    assert not undone[0].is_done
    assert Homework.objects.get(lesson=place).text == "Своё"


def test_only_the_teacher_of_the_page_copies_and_only_into_own_classes(cast: Cast) -> None:
    lesson = source_of(cast)
    foreign = cast.lesson("5А", "Русский язык")
    assert copy_homework(cast.user("krylova"), lesson=lesson, places=[foreign.pk], with_topic=False) == []
    with pytest.raises(CopyingRefused):
        copy_homework(cast.user("zavuch"), lesson=lesson, places=[], with_topic=False)
    with pytest.raises(InvalidInput):
        CopyKey.read("1:2")
    Homework.objects.filter(lesson=lesson).update(text="")
    with pytest.raises(InvalidInput, match="Сначала запишите задание"):
        copy_homework(
            cast.user("krylova"), lesson=lesson_for(cast.user("krylova"), lesson.pk), places=[], with_topic=True
        )


def test_the_list_of_classes_takes_the_same_statements_for_one_and_for_five(
    cast: Cast, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    lesson = source_of(cast)
    for letter in "ВГДЕЖ":
        parallel(cast, letter, [lesson.day, lesson.day + timedelta(days=1)])
    teacher = cast.user("krylova")
    with django_assert_max_num_queries(5):
        assert len(copy_targets(teacher, lesson)) == 5
