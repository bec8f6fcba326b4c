"""The summary sheet on its page, on paper, at the end of the class journal; and the way down to the marks."""

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parta.domain.finals.models import AcademicDebt, CouncilDecision
from parta.domain.finals.tests.marks import defer, give, period
from parta.domain.journal.models import Mark
from parta.domain.regulation.actions import change_setting
from parta.ops.cast import Cast
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
FRAME = 12


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/classes/{cast.school.classes['7Б'].pk}/summary/"


@pytest.mark.clause("S3R-2.u1a")
def test_the_class_teacher_reads_the_sheet_and_cannot_write_in_it(cast: Cast, enter: Enter, address: str) -> None:
    of = period(cast, 7)
    give(cast, cast.course("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил"), "2", of)
    defer(cast, cast.course("7Б", "Физика"), cast.pupil("Лебедева Анна"), of)
    page = text(enter(cast.user("krylova")), f"{address}?at=quarter-1")
    assert "собирается сама из журналов" in page
    assert re.search(r"Ковалёв Даниил</a></th>.*?<td class=\"fin g2\">2</td>", page)
    assert "отсрочка до 12 января" in page
    assert "приказом № 301 от 23.10.2026" in page
    assert "Успеваемость 0,0 %" in page
    assert "<input" not in page.split('id="sheet"')[1].split("</section>")[0]


@pytest.mark.clause("S2-5f")
def test_the_sheet_ends_the_journal_of_the_class(cast: Cast, enter: Enter, address: str) -> None:
    journals = text(enter(cast.user("krylova")), "/journal/")
    card = journals.split("Только чтение")[1].split("<h3>7Б</h3>")[1].split("</section>")[0]
    assert card.rindex(address) > card.rindex("/journal/"), "после всех страниц класса"
    assert address in text(enter(cast.user("zavuch")), "/journal/")
    assert address not in text(enter(cast.user("guseva")), "/journal/"), "учителю чужой класс не открыт"
    change_setting(
        cast.school.administrator, year=2026, name="summary_sheet_mode", value="copy_at_end", reason="по положению"
    )
    assert "последняя страница классного журнала" in text(enter(cast.user("krylova")), address)


def test_the_forecast_says_that_it_is_one(cast: Cast, enter: Enter, address: str) -> None:
    course, pupil = cast.course("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    lesson = cast.lesson("7Б", "Алгебра")
    Mark.objects.create(lesson=lesson, student=pupil, value="4", entered_by=cast.user("krylova"), entered_at=cast.now)
    page = text(enter(cast.user("krylova")), f"{address}?at=quarter-2-forecast")
    assert "Прогноз, не отметки" in page
    assert '<td class="exp ">4<span class="vh"> ожидается</span></td>' in page
    give(cast, course, pupil, "5", period(cast, 7, 2))
    page = text(enter(cast.user("krylova")), f"{address}?at=quarter-2-forecast")
    assert '<td class="fin ">5</td>' in page, "поставленная отметка важнее прогноза"


def test_the_year_and_the_paper(cast: Cast, enter: Enter, address: str) -> None:
    give(cast, cast.course("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил"), "4", None)
    desk = enter(cast.user("krylova"))
    assert 'title="Алгебра, год"' in text(desk, f"{address}?at=year")
    paper = text(desk, f"{address}print/?at=year")
    assert "лист 2 из 2" in paper
    assert "Классный руководитель ____________ Крылова Е. А." in paper
    assert paper.count("Директор ____________ Белов А. П.") == 1
    digest = paper.split("контрольная сумма ")[1][:9]
    give(cast, cast.course("7Б", "Физика"), cast.pupil("Ковалёв Даниил"), "4", None)
    assert digest not in text(desk, f"{address}print/?at=year"), "сумма меняется вместе с отметками"


def test_the_sheet_of_the_year_ends_with_the_decision_of_the_council(cast: Cast, enter: Enter, address: str) -> None:
    course, pupil, deputy = cast.course("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил"), cast.user("zavuch")
    give(cast, course, pupil, "2", None)
    bare = text(enter(cast.user("krylova")), f"{address}print/?at=year").split("контрольная сумма ")[1][:9]
    written = {"entered_by": deputy, "entered_at": cast.now}
    CouncilDecision.objects.create(
        student=pupil,
        year=course.year,
        decision="conditional",
        protocol="9",
        protocol_date=date(2026, 12, 9),
        **written,
    )
    debt = AcademicDebt.objects.create(
        student=pupil, subject=course.subject, year=course.year, due_on=date(2027, 10, 1), **written
    )
    page = text(enter(cast.user("krylova")), f"{address}?at=year")
    assert "переведён условно, протокол № 9 от 9 декабря" in page
    assert "долг: алгебра до 1 октября" in page
    assert page.count(" owed") == 1, "отмечена одна годовая двойка"
    assert "Решение педсовета" not in text(enter(cast.user("krylova")), f"{address}?at=quarter-1")
    paper = text(enter(cast.user("krylova")), f"{address}print/?at=year")
    assert "переведён условно, прот. № 9 от 09.12.2026; долг: алгебра до 1 октября" in paper
    assert '<td class="owed">2</td>' in paper
    assert bare not in paper, "решение входит в контрольную сумму"
    AcademicDebt.objects.filter(pk=debt.pk).update(result="3", result_on=cast.today, protocol="2")
    assert "долг: алгебра" not in text(enter(cast.user("krylova")), f"{address}?at=year"), "сданное не долг"


def test_from_a_name_to_the_marks_it_rests_on_and_to_the_journal(cast: Cast, enter: Enter) -> None:
    pupil, course = cast.pupil("Ковалёв Даниил"), cast.course("7Б", "Алгебра")
    first, second = period(cast, 7, 1), period(cast, 7, 2)
    give(cast, course, pupil, "5", first, corrected_from="4", correction_reason="перечитана работа")
    lesson = cast.lesson("7Б", "Алгебра")
    Mark.objects.create(lesson=lesson, student=pupil, value="3", entered_by=cast.user("krylova"), entered_at=cast.now)
    page = text(enter(cast.user("krylova")), f"/pupils/{pupil.pk}/results/?at=quarter-2")
    row = page.split(f'id="s{course.subject_id}"')[1].split("</tr>")[0]
    assert f"/courses/{course.pk}/journal/?view=period&amp;from={second.starts_on}" in row
    assert re.search(r"title=\"10 декабря, [^\"]+\">3</span>", row)
    assert "3,00" in row
    assert '4 → </span><b class="">5</b>' in page.split('id="h-year"')[1]
    assert first.ends_on < cast.today


def test_a_subject_teacher_sees_the_own_subject_alone(cast: Cast, enter: Enter) -> None:
    pupil = cast.pupil("Ковалёв Даниил")
    give(cast, cast.course("7Б", "Алгебра"), pupil, "2", period(cast, 7))
    give(cast, cast.course("7Б", "География"), pupil, "5", period(cast, 7))
    page = text(enter(cast.user("guseva")), f"/pupils/{pupil.pk}/results/")
    assert "География" in page
    assert "Алгебра" not in page
    assert "Пропущено" not in page
    other = cast.school.pupils["10А"][0]
    text(enter(cast.user("krylova")), f"/pupils/{other.pk}/results/", 404)


@pytest.mark.parametrize("at", ["quarter-1", "quarter-2-forecast", "year"])
def test_the_sheet_costs_the_same_whatever_the_class(
    cast: Cast, enter: Enter, address: str, at: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = enter(cast.user("krylova"))
    desk.get(f"{address}?at={at}")
    for student in cast.school.pupils["7Б"]:
        give(cast, cast.course("7Б", "Алгебра"), student, "4", period(cast, 7))
    with django_assert_max_num_queries(FRAME + 11 + 10 * at.endswith("forecast")):
        desk.get(f"{address}?at={at}")
