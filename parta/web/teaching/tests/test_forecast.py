"""Pages of the forecast for staff: who sees what, under which rule, and ticking of families."""

import pytest

from parta.domain.finals.models import FamilyInformed, FinalMark
from parta.domain.finals.tests.steps import DANIIL, algebra, give, quarter
from parta.domain.journal.tests.lock_steps import adopt
from parta.ops.cast import Cast
from parta.web.conftest import Enter


def address(cast: Cast, page: str = "forecast") -> str:
    return f"/classes/{cast.school.classes['7Б'].pk}/{page}/"


@pytest.mark.clause("S3-2.8b")
def test_the_class_teacher_sees_pupils_at_risk_and_the_whole_class(cast: Cast, enter: Enter) -> None:
    give(cast, algebra(cast), cast.pupil(DANIIL), "2 2 2 3")
    shown = enter(cast.user("krylova")).get(address(cast)).content.decode()
    assert "Кому нужна помощь" in shown
    assert "Ковалёв Даниил" in shown
    assert "Пунктир — прогноз, а не отметка." in shown
    assert "mk m2" not in shown


def test_a_teacher_sees_only_the_own_subjects(cast: Cast, enter: Enter) -> None:
    give(cast, algebra(cast), cast.pupil(DANIIL), "2 2 2 3")
    shown = enter(cast.user("petrova")).get(address(cast)).content.decode()
    assert "ваши предметы" in shown
    assert "Алгебра" not in shown
    assert enter(cast.user("zaytseva")).get(address(cast)).status_code == 404


def test_the_deputy_sees_every_class(cast: Cast, enter: Enter) -> None:
    give(cast, algebra(cast), cast.pupil(DANIIL), "2 2 2 3")
    desk = enter(cast.user("zavuch"))
    shown = desk.get("/forecast/").content.decode()
    assert address(cast) in shown
    assert 'href="/forecast/"' in shown
    assert enter(cast.user("krylova")).get("/forecast/").status_code == 403


def test_where_the_act_knows_no_forecast_of_a_class_it_is_not_made(cast: Cast, enter: Enter) -> None:
    adopt(cast, "service-2022")
    give(cast, algebra(cast), cast.pupil(DANIIL), "2 2 2 3")
    shown = enter(cast.user("krylova")).get(address(cast)).content.decode()
    assert "прогноз строят только по ученику" in shown
    assert "Кому нужна помощь" not in shown


@pytest.mark.clause("S0-7b")
def test_the_class_teacher_ticks_those_who_got_it_on_paper(cast: Cast, enter: Enter) -> None:
    pupil, desk = cast.pupil(DANIIL), enter(cast.user("krylova"))
    assert "пока не знают" in desk.get(address(cast, "informed")).content.decode()
    answer = desk.post(address(cast, "informed"), {"student": [pupil.pk], "way": "printed"}, follow=True)
    assert "Записано: выдано на бумаге, семей — 1." in answer.content.decode()
    assert FamilyInformed.objects.get().student_id == pupil.pk
    assert "Выберите учеников" in desk.post(address(cast, "informed"), {"way": "printed"}, follow=True).content.decode()
    assert enter(cast.user("zavuch")).post(address(cast, "informed"), {"student": [pupil.pk]}).status_code == 403


@pytest.mark.clause("S2-4b")
def test_the_class_page_has_the_year_as_well(cast: Cast, enter: Enter) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    FinalMark.objects.create(
        course=course, student=pupil, kind="quarter", period=quarter(course, 1).period, value="3",
        entered_by=cast.user("krylova"), entered_at=cast.now,
    )  # fmt: skip
    desk = enter(cast.user("krylova"))
    assert "?for=year" in desk.get(address(cast)).content.decode()
    shown = desk.get(f"{address(cast)}?for=year").content.decode()
    assert "За год" in shown
    assert "Учебный год, 1" in shown
    assert "прогноз </span>3" in shown
    assert "Алгебра" not in enter(cast.user("petrova")).get(f"{address(cast)}?for=year").content.decode()
