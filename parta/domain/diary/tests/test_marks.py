"""Marks by subject: averages with weights, what is behind each mark, absences counted; only one pupil's."""

from datetime import date

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries

from parta.domain.diary.queries import StudentMarks, SubjectMarks, student_marks, teachers_of
from parta.domain.diary.tests.cast import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast
from parta.domain.journal.models import WorkType
from parta.domain.school.models import Enrollment, GradingPeriod, GroupMembership

QUERIES = 11


def _subject(page: StudentMarks, name: str) -> SubjectMarks:
    return next(one for one in page.subjects if one.subject == name)


def test_the_average_is_weighted_and_each_mark_says_what_it_is_for(cast: Cast) -> None:
    cast.enter(cast.lessons["algebra_monday"], "topic", "Степень с натуральным показателем")
    cast.mark(cast.lessons["algebra_monday"], cast.daniil, "5", work_type="control", comment="Отлично")
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "4")
    algebra = _subject(student_marks(cast.daniil), "Алгебра")
    assert algebra.average == "4,67"
    first = algebra.marks[0]
    assert (first.kind, first.weight_text, first.comment) == ("Контрольная работа", "2", "Отлично")
    assert (first.content, first.teacher) == ("Степень с натуральным показателем", "Крылова\u00a0Е.\u00a0А.")
    assert first.is_heavy
    assert algebra.teachers == "Крылова\u00a0Е.\u00a0А."


def test_a_kind_that_does_not_count_is_shown_and_left_out_of_the_average(cast: Cast) -> None:
    WorkType.objects.filter(code="external").update(counts_in_average=False)
    cast.mark(cast.lessons["algebra_monday"], cast.daniil, "2", work_type="external")
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "4")
    algebra = _subject(student_marks(cast.daniil), "Алгебра")
    assert algebra.average == "4,00"
    assert [(one.value, one.counts) for one in algebra.marks] == [("2", False), ("4", True)]


def test_absences_are_counted_by_subject_and_reason(cast: Cast) -> None:
    cast.absent(cast.lessons["algebra_monday"], cast.daniil, "б")
    cast.absent(cast.lessons["algebra_thursday"], cast.daniil, "н", "нет записки")
    cast.absent(cast.lessons["russian_monday"], cast.daniil, "оп")
    page = student_marks(cast.daniil)
    algebra, russian = _subject(page, "Алгебра"), _subject(page, "Русский язык")
    assert (algebra.missed, algebra.lessons, russian.missed, russian.late) == (2, 2, 0, 1)
    assert [(one.code, one.count) for one in page.by_reason] == [("н", 1), ("б", 1), ("оп", 1)]
    assert (page.missed, page.late, page.lessons) == (2, 1, 5)
    assert algebra.absences[1].comment == "нет записки"


def test_marks_of_a_classmate_do_not_come_in(cast: Cast) -> None:
    cast.mark(cast.lessons["algebra_thursday"], cast.maria, "2")
    cast.absent(cast.lessons["russian_thursday"], cast.maria, "н")
    page = student_marks(cast.daniil)
    assert _subject(page, "Алгебра").marks == []
    assert page.missed == 0


def test_one_subject_is_one_line_after_a_move_to_another_group(cast: Cast) -> None:
    early = cast.lesson(cast.english, TUESDAY, 1)
    cast.mark(early, cast.daniil, "5")
    GroupMembership.objects.filter(student=cast.daniil).update(valid_to=WEDNESDAY)
    GroupMembership.objects.create(student=cast.daniil, group=cast.english_two, valid_from=THURSDAY)
    cast.mark(cast.lessons["english_other"], cast.daniil, "3")
    english = _subject(student_marks(cast.daniil), "Английский язык")
    assert [one.value for one in english.marks] == ["5", "3"]
    assert english.average == "4,00"
    assert english.teachers == "Лось\u00a0И.\u00a0О."


def test_a_period_is_chosen_and_the_year_is_one_of_them(cast: Cast) -> None:
    september = cast.lesson(cast.algebra, date(2025, 9, 10), 2)
    cast.mark(september, cast.daniil, "3")
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5")
    first, second = GradingPeriod.objects.filter(grade_level=7).order_by("number")
    now = student_marks(cast.daniil)
    assert now.period == second
    assert _subject(now, "Алгебра").average == "5,00"
    assert _subject(student_marks(cast.daniil, first.pk), "Алгебра").average == "3,00"
    assert _subject(student_marks(cast.daniil, whole_year=True), "Алгебра").average == "4,00"


def test_a_period_of_another_grade_is_not_taken(cast: Cast) -> None:
    foreign = GradingPeriod.objects.filter(grade_level=1).first()
    assert foreign is not None
    chosen = student_marks(cast.daniil, foreign.pk).period
    assert chosen is not None
    assert chosen.grade_level == 7


def test_grade_one_has_attendance_only(cast: Cast) -> None:
    cast.absent(cast.lessons["reading"], cast.vera, "у")
    page = student_marks(cast.vera)
    assert not page.policy.marks
    assert _subject(page, "Обучение грамоте").missed == 1


def test_without_a_class_there_is_nothing_to_show(cast: Cast) -> None:
    Enrollment.objects.filter(student=cast.daniil).delete()
    assert student_marks(cast.daniil).subjects == []


def test_the_number_of_statements_does_not_grow_with_marks(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 4, 5, 6):
        cast.mark(cast.lesson(cast.algebra, MONDAY, number), cast.daniil, "5")
    with django_assert_max_num_queries(QUERIES):
        student_marks(cast.daniil)


def test_the_teachers_of_the_class_and_of_the_own_group_are_named(cast: Cast) -> None:
    found = teachers_of(cast.daniil)
    assert found.class_teacher == "Крылова Елена Андреевна"
    assert [(one.subject, one.group, one.names) for one in found.subjects] == [
        ("Алгебра", "", ["Крылова Елена Андреевна"]),
        ("Английский язык", "7Б, английский, 1", ["Ким Анна Сергеевна"]),
        ("Русский язык", "", ["Белых Нина Петровна"]),
    ]


@pytest.mark.clause("S0-2a")
def test_the_room_keeps_nothing_of_its_own_but_visits(cast: Cast) -> None:
    assert [model.__name__ for model in apps.get_app_config("diary").get_models()] == ["DiaryVisit"]
    lesson = cast.lessons["algebra_thursday"]
    cast.mark(lesson, cast.daniil, "3")
    cast.mark(lesson, cast.daniil, "5", base=1)
    assert [one.value for one in _subject(student_marks(cast.daniil), "Алгебра").marks] == ["5"]
