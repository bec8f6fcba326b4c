"""Pages of deferrals: prepared by the teacher, ordered by the deputy, read by the family, ended by a result."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.finals.models import Deferral, FinalMark
from parta.domain.finals.tests.closing_steps import DUE, deferred, quarter_of, seventh
from parta.domain.finals.tests.steps import DANIIL, algebra
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter

CEILING = 26


def words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_teacher_prepares_and_the_deputy_writes_the_order(cast: Cast, enter: Enter) -> None:
    pupil, course, period = cast.pupil(DANIIL), algebra(cast), quarter_of(seventh(cast))
    address = f"{reverse('deferral_new')}?student={pupil.pk}&period={period.pk}&course={course.pk}"
    teacher = enter(cast.user("krylova"))
    page = words(teacher.get(address).content.decode())
    assert "Вы готовите, приказ вписывает завуч." in page
    assert f'value="{course.pk}" id="id_courses' in page
    sent = {"courses": [course.pk], "reason": "illness", "makeup_form": "credit", "due_on": "2027-01-23"}
    empty = teacher.post(address, sent | {"courses": [], "due_on": ""})
    assert empty.status_code == 422
    assert "Выберите хотя бы один предмет." in empty.content.decode()
    assert teacher.post(address, sent).status_code == 302
    row = Deferral.objects.get()
    sheet = reverse("deferral", args=[row.pk])
    assert "нужен приказ" in teacher.get(sheet).content.decode()
    change = reverse("deferral_change", args=[row.pk])
    order = {"reason": "illness", "makeup_form": "credit", "due_on": "2027-01-23", "base": "1"}
    deputy = enter(cast.user("zavuch"))
    assert deputy.post(change, order | {"order_number": "331", "order_date": "2026-12-09"}).status_code == 302
    assert "приказ № 331 от 09.12.2026" in words(deputy.get(sheet).content.decode())
    assert teacher.get(change).status_code == 403, "с приказом меняет тот, кто их оформляет"


@pytest.mark.clause("S3-5.3b")
def test_the_family_reads_until_when_and_no_draft(cast: Cast, enter: Enter) -> None:
    pupil = cast.pupil(DANIIL)
    deferred(cast, pupil, algebra(cast))
    deferred(cast, pupil, cast.course("7Б", "Физика"), order_number="", order_date=None)
    page = words(enter(cast.user("kovaleva")).get(reverse("student_marks", args=[pupil.pk])).content.decode())
    assert "Отсрочка до 23 января:</b> алгебра." in page
    assert "алгебра, физика" not in page


def test_a_week_before_the_term_my_day_asks_for_the_result_and_takes_it(cast: Cast, enter: Enter) -> None:
    row = deferred(cast, cast.pupil(DANIIL), algebra(cast))
    with clock.frozen_at(clock.at(DUE, 9)):
        teacher = enter(cast.user("krylova"))
        assert "Отсрочки: пора принять" in teacher.get(reverse("my_day")).content.decode()
        assert "Отсрочки" in teacher.get(reverse("my_class", args=[seventh(cast).pk])).content.decode()
        place = row.courses.get()
        result = reverse("deferral_result", args=[place.pk])
        assert enter(cast.user("zavuch")).post(result, {"value": "4"}).status_code == 403
        teacher.post(result, {"value": "4"})
        assert "Отсрочки: пора принять" not in teacher.get(reverse("my_day")).content.decode()
    assert FinalMark.objects.get(student=cast.pupil(DANIIL)).value == "4"


def test_a_withdrawal_asks_why(cast: Cast, enter: Enter) -> None:
    row = deferred(cast, cast.pupil(DANIIL), algebra(cast))
    deputy, address = enter(cast.user("zavuch")), reverse("deferral_withdraw", args=[row.pk])
    assert "Напишите, почему" in deputy.post(address, {"base": "1", "reason": " "}, follow=True).content.decode()
    assert Deferral.objects.get().withdrawn_at is None
    deputy.post(address, {"base": "1", "reason": "Выздоровел"})
    assert Deferral.objects.get().withdrawn_reason == "Выздоровел"


@pytest.mark.parametrize("name", ["deferral_list", "deferral", "deferral_new"])
def test_a_page_costs_a_bounded_number_of_statements(cast: Cast, enter: Enter, name: str) -> None:
    rows = [deferred(cast, one, algebra(cast)) for one in cast.school.pupils["7Б"][:6]]
    client = enter(cast.user("zavuch"))
    address = reverse(name, args=[rows[0].pk] if name == "deferral" else [])
    address += f"?student={cast.pupil(DANIIL).pk}" if name == "deferral_new" else ""
    client.get(address)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= CEILING
