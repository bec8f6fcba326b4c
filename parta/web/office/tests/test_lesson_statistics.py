"""«Статистика уроков»: hours by plan and held, kinds, marks by kind; who sees it; gone where the act does not ask."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parta.domain.curriculum.models import StudyPlanLine
from parta.domain.curriculum.queries import yearly_hours
from parta.domain.journal.models import LessonRecord, Mark, WorkType
from parta.domain.journal.queries.statistics import LessonFigures, lesson_statistics
from parta.domain.journal.tests.lock_steps import adopt, rule
from parta.domain.regulation.rules import profile_slugs
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
ADDRESS = "/lessons/statistics/"


def text(client: Client, address: str = ADDRESS, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def algebra(cast: Cast) -> LessonFigures:
    course = cast.course("7Б", "Алгебра")
    rows = lesson_statistics(cast.school.year, {7: (course.year.starts_on, course.year.ends_on)})
    return next(row for row in rows if row.course_id == course.pk)


@pytest.mark.clause("S2-5b", "S3P-2.5o")
def test_held_are_lessons_that_are_over_and_were_not_cancelled(cast: Cast) -> None:
    before = algebra(cast).held
    past = Lesson.objects.filter(course=cast.course("7Б", "Алгебра"), day__lt=cast.today)
    assert before >= past.count()
    Lesson.objects.filter(pk=past[0].pk).update(status=LessonStatus.CANCELLED)
    assert algebra(cast).held == before - 1
    with clock.frozen_at(clock.at(date(2026, 9, 1), 7)):
        assert algebra(cast).held == 0


@pytest.mark.clause("S2-5b", "S3P-2.5o")
def test_the_plan_of_a_finished_year_is_the_yearly_hours_and_grows_with_the_days(cast: Cast) -> None:
    course = cast.course("7Б", "Алгебра")
    line = StudyPlanLine.objects.get(subject=course.subject, grade_level=7, school_class=None)
    planned = algebra(cast).planned
    assert planned is not None
    assert 0 < planned < yearly_hours(line)
    with clock.frozen_at(clock.at(course.year.ends_on, 20)):
        assert algebra(cast).planned == yearly_hours(line)
    StudyPlanLine.objects.filter(pk=line.pk).update(hours_per_week=Decimal(0), hours_per_year=1000)
    doubled = algebra(cast).planned
    assert doubled is not None
    assert doubled > planned


@pytest.mark.clause("S2-5c", "S2-5d", "S3P-2.5p", "S3P-2.5q")
def test_lessons_and_marks_are_told_by_kind(cast: Cast) -> None:
    course, teacher = cast.course("7Б", "Алгебра"), cast.user("krylova")
    control, quiz = WorkType.objects.get(code="control"), WorkType.objects.get(code="quiz")
    first, second = Lesson.objects.filter(course=course, day__lt=cast.today).order_by("day")[:2]
    about = {"entered_by": teacher, "entered_at": cast.now}
    LessonRecord.objects.create(lesson=first, work_type=control, **about)
    for name, lesson, value, kind in (
        ("Ковалёв Даниил", first, "3", None),
        ("Лебедева Анна", first, "5", None),
        ("Лебедева Анна", second, "4", quiz),
        ("Ковалёв Даниил", second, "5", None),
    ):
        Mark.objects.create(lesson=lesson, student=cast.pupil(name), value=value, work_type=kind, **about)
    found = algebra(cast)
    told = {one.kind.code: (one.held, dict(one.marks), one.mean_text) for one in found.kinds.values()}
    assert told["control"] == (1, {"3": 1, "5": 1}, "4,00")
    assert told["quiz"] == (0, {"4": 1}, "4,00")
    assert told["lesson"] == (found.held - 1, {"5": 1}, "5,00")
    assert found.share(control.pk) == round(100 / found.held)


def test_the_deputy_reads_the_school_a_teacher_the_own_pages(cast: Cast, enter: Enter) -> None:
    whole = text(enter(cast.user("zavuch")))
    assert "7Б, алгебра" in whole
    assert "Вся школа" in whole
    own = text(enter(cast.user("krylova")))
    assert "7Б, алгебра" in own
    assert "7Б, русский язык" not in own
    course = cast.course("7Б", "Алгебра")
    assert "← Все страницы" in text(enter(cast.user("zavuch")), f"{ADDRESS}?at=year&course={course.pk}")
    other = cast.course("7Б", "Русский язык")
    assert "← Все страницы" not in text(enter(cast.user("krylova")), f"{ADDRESS}?course={other.pk}"), "чужая страница"
    text(enter(cast.user("sekretar")), status=403)


@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_statistics_are_kept_with_the_clause_of_its_act(
    cast: Cast, enter: Enter, slug: str
) -> None:
    adopt(cast, slug)
    clause = {"service-2022": "п. 5", "full-act-2021": "Порядок, п. 2.5"}.get(slug, "умолчание")
    shown = text(enter(cast.user("zavuch")))
    assert f">{clause}</a>" in shown
    assert f'href="{ADDRESS}"' in shown


def test_where_the_act_asks_for_none_there_is_no_page_and_no_line_in_the_menu(cast: Cast, enter: Enter) -> None:
    rule(cast, "lesson_statistics_required", value=False)
    desk = enter(cast.user("zavuch"))
    page = text(desk, status=404)
    assert "Так решено в регламенте школы: правило «Статистика уроков» выключено" in page
    assert "/rulebook/lesson_statistics_required/" in page
    assert f"Включает администратор ЭЖ: {cast.user('admin').short_name.replace(chr(160), ' ')}" in page
    assert ADDRESS not in text(desk, "/journal/")
    assert ADDRESS not in text(enter(cast.user("krylova")), "/journal/")


def test_a_school_costs_as_many_statements_as_a_page(
    cast: Cast, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    year = cast.school.year
    with django_assert_max_num_queries(7):
        lesson_statistics(year, dict.fromkeys(range(1, 12), (year.starts_on, year.ends_on)))
    desk = enter(cast.user("zavuch"))
    desk.get(ADDRESS)
    with django_assert_max_num_queries(16):
        desk.get(ADDRESS)
