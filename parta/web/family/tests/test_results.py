"""«Итоги» of the diary: marks of periods as soon as they are given, corrections, deferrals, exams, absences."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parta.domain.finals.models import ExamResult
from parta.domain.finals.tests.marks import defer, give, period
from parta.domain.journal.models import AttendanceEntry
from parta.ops import cast as demo
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(_module_cast: demo.Cast, db: None) -> demo.Cast:
    """The demo school's people, as other rooms' tests have them."""
    return _module_cast


@pytest.fixture(autouse=True)
def _now(cast: demo.Cast) -> object:
    from parta.lib import clock  # noqa: PLC0415

    with clock.frozen_at(cast.now):
        yield


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def row_of(page: str, subject: str) -> str:
    found = re.search(rf'<th scope="row" class="mline">{subject}</th>(.*?)</tr>', page)
    assert found, subject
    return found[1]


def test_a_parent_sees_a_result_as_soon_as_it_is_given(cast: demo.Cast, enter: Enter) -> None:
    pupil, desk = cast.pupil("Ковалёв Даниил"), enter(cast.user("kovaleva"))
    address = f"/students/{pupil.pk}/results/"
    assert "Итогов пока нет" in text(desk, address)
    mark = give(cast, cast.course("7Б", "Алгебра"), pupil, "3", period(cast, 7))
    assert '<b class="mk s m3">3</b>' in row_of(text(desk, address), "Алгебра")
    mark.value, mark.corrected_from, mark.correction_reason = "4", "3", "перечитана работа"
    mark.save()
    row = row_of(text(desk, address), "Алгебра")
    assert "3 → </span><b" in row
    assert ">4</b>" in row
    assert "перечитана работа" in row


def test_a_deferral_and_absences_are_said_in_words(cast: demo.Cast, enter: Enter) -> None:
    pupil, of = cast.pupil("Ковалёв Даниил"), period(cast, 7)
    defer(cast, cast.course("7Б", "Физика"), pupil, of)
    lesson = cast.lesson("7Б", "Физика", on_or_before=of.ends_on)
    AttendanceEntry.objects.create(
        lesson=lesson, student=pupil, code="н", entered_by=cast.user("gromov"), entered_at=cast.now
    )
    page = text(enter(cast.user("daniil")), f"/students/{pupil.pk}/results/")
    assert "отсрочка до 12 января" in row_of(page, "Физика")
    assert row_of(page, "Пропущено уроков").startswith('<td class="c">1</td>')
    assert row_of(page, "из них без причины").startswith('<td class="c">1</td>')


@pytest.mark.clause("S1-1.10d")
def test_results_of_intermediate_attestation_are_in_the_diary(cast: demo.Cast, enter: Enter) -> None:
    pupil = cast.pupil("Ковалёв Даниил")
    ExamResult.objects.create(
        student=pupil, subject=cast.course("7Б", "Алгебра").subject, year=cast.school.year, kind="intermediate",
        held_on=cast.today, value="4", points=17, received_at=cast.now, shown_at=cast.now,
        entered_by=cast.school.system, entered_at=cast.now,
    )  # fmt: skip
    page = text(enter(cast.user("kovaleva")), f"/students/{pupil.pk}/results/")
    assert "Промежуточная аттестация</h2>" in page
    assert "10 декабря 2026 · открыто сегодня, 10:40" in page
    assert '<b class="mk m4">4</b> <span>17 баллов</span>' in page


def test_nothing_of_a_classmate_is_on_the_page(cast: demo.Cast, enter: Enter) -> None:
    give(cast, cast.course("7Б", "Алгебра"), cast.pupil("Лебедева Анна"), "2", period(cast, 7))
    page = text(enter(cast.user("kovaleva")), f"/students/{cast.pupil('Ковалёв Даниил').pk}/results/")
    assert "Лебедева" not in page
    assert "Итогов пока нет" in page


def test_the_page_costs_few_statements(
    cast: demo.Cast, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    pupil, desk = cast.pupil("Ковалёв Даниил"), enter(cast.user("kovaleva"))
    for subject in ("Алгебра", "Физика", "История", "Геометрия"):
        give(cast, cast.course("7Б", subject), pupil, "4", period(cast, 7))
    desk.get(f"/students/{pupil.pk}/results/")
    with django_assert_max_num_queries(16):
        desk.get(f"/students/{pupil.pk}/results/")
