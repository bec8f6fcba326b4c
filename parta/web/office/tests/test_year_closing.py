"""The end of a year in the browser: steps named, classes closed, the school's year closed and opened again."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.curriculum.models import Course
from parta.domain.finals.models import AcademicDebt, ClassClosing, CouncilDecision, FinalMark
from parta.domain.finals.queries.required import marks_of_year
from parta.domain.finals.tests.closing_steps import seventh
from parta.domain.finals.tests.steps import DANIIL, algebra
from parta.domain.school.models import AcademicYear, Enrollment, GradingPeriod, SchoolClass
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter

JUNE = clock.at(date(2027, 6, 1), 10)
UNTIL = "2027-10-01"
CEILING = 36


def words(text: str) -> str:
    return " ".join(unescape(text).replace("\u00a0", " ").split())


@pytest.fixture
def klass(cast: Cast) -> SchoolClass:
    """7Б with marks of the year: «4» everywhere, Daniil failed algebra; the last period is still open."""
    own = seventh(cast)
    failed = (cast.pupil(DANIIL).pk, algebra(cast).pk)
    FinalMark.objects.bulk_create(
        FinalMark(
            course_id=course, student_id=student, kind=kind.value, value="2" if (student, course) == failed else "4",
            entered_by=cast.user("krylova"), entered_at=cast.now,
        )
        for student, course, kind in marks_of_year(own.year, [own]).keys
    )  # fmt: skip
    GradingPeriod.objects.filter(year=own.year).update(closed_at=cast.now)
    GradingPeriod.objects.filter(year=own.year, grade_level=7, number=4).update(closed_at=None)
    return own


def decide(cast: Cast, enter: Enter, klass: SchoolClass, until: str = UNTIL) -> None:
    """The form of the council with everything it proposes."""
    daniil = cast.pupil(DANIIL).pk
    pupils = [one.pk for one in cast.school.pupils["7Б"]]
    data = {f"b-{pk}": "0" for pk in pupils}
    data |= {f"d-{pk}": "conditional" if pk == daniil else "promoted" for pk in pupils}
    data |= {"protocol": "9", "day": "2027-05-28", "debts_until": until}
    answer = enter(cast.user("zavuch")).post(reverse("council", args=[klass.pk]), data)
    assert answer.status_code == 302


def test_a_class_goes_through_the_end_of_its_year(cast: Cast, enter: Enter, klass: SchoolClass) -> None:
    address = reverse("class_closing", args=[klass.pk]) + "?period=year"
    with clock.frozen_at(JUNE):
        client = enter(cast.user("zavuch"))
        page = words(client.get(address).content.decode())
        assert "2 шага мешают" in page
        assert page.count('class="bad"') == 2, "крестов столько же, сколько шагов мешает"
        assert "Не закрыто: 4 четверть" in page
        assert "Без решения: " in page
        assert "Закрыть год в 7Б" not in page
        refused = words(
            client.post(reverse("class_close", args=[klass.pk]), {"period": "year"}, follow=True).content.decode()
        )
        assert "год закрыть нельзя. Не закрыто: 4 четверть." in refused
        GradingPeriod.objects.filter(year=klass.year, grade_level=7, number=4).update(closed_at=cast.now)
        decide(cast, enter, klass)
        client = enter(cast.user("zavuch"))
        page = words(client.get(address).content.decode())
        assert "протокол № 9 от 28 мая" in page
        assert "1 задолженность, у каждой срок ликвидации" in page
        assert "Закрыть год в 7Б" in page
        client.post(reverse("class_close", args=[klass.pk]), {"period": "year"})
        assert ClassClosing.objects.get(period=None).closed_by == cast.user("zavuch")
        assert "Открыть год 7Б" not in client.get(address).content.decode()
        head = enter(cast.user("director"))
        assert "Открыть год 7Б" in head.get(address).content.decode()
        head.post(reverse("class_reopen", args=[klass.pk]), {"period": "year", "reason": "Апелляция"})
    assert ClassClosing.objects.get(period=None).reopen_reason == "Апелляция"


def test_a_conditional_pupil_without_a_term_stops_the_year(cast: Cast, enter: Enter, klass: SchoolClass) -> None:
    with clock.frozen_at(JUNE):
        decide(cast, enter, klass)
        AcademicDebt.objects.all().delete()
        FinalMark.objects.filter(student=cast.school.pupils["7Б"][-1], kind="year").update(value="2")
        page = words(
            enter(cast.user("zavuch")).get(reverse("class_closing", args=[klass.pk]) + "?period=year").content.decode()
        )
    assert "Запишите решение ещё раз со сроком: Ковалёв Даниил" in page
    assert "Не сходится с отметками: " in page, "перевели, а потом вышла двойка"


def test_the_school_closes_its_ready_classes_then_the_year_and_the_director_opens_it(
    cast: Cast, enter: Enter, klass: SchoolClass
) -> None:
    address = reverse("school_closing") + "?period=year"
    GradingPeriod.objects.filter(year=klass.year).update(closed_at=cast.now)
    with clock.frozen_at(JUNE):
        decide(cast, enter, klass)
        client = enter(cast.user("zavuch"))
        page = words(client.get(address).content.decode())
        assert "Сначала закройте год у классов:" in page
        assert '<button type="submit" class="btn primary">' in page
        answer = client.post(reverse("close_ready"), {"period": "year"}, follow=True)
        assert "Закрыт 1 класс." in words(answer.content.decode())
        assert ClassClosing.objects.get().school_class == klass
        refused = client.post(reverse("year_close"), {"year": klass.year.pk}, follow=True)
        assert "Сначала закройте год у классов:" in words(refused.content.decode())
        for one in klass.year.classes.exclude(pk=klass.pk):
            ClassClosing.objects.create(
                year=klass.year, school_class=one, closed_by=cast.user("zavuch"), closed_at=JUNE
            )
        assert "сначала переведите классы" in words(client.get(address).content.decode())
        Enrollment.objects.filter(school_class__year=klass.year).update(valid_to=klass.year.ends_on)
        assert "Закрыть учебный год</button>" in words(client.get(address).content.decode())
        client.post(reverse("year_close"), {"year": klass.year.pk})
        assert AcademicYear.objects.get(pk=klass.year.pk).is_closed
        assert "Открыть учебный год" not in client.get(address).content.decode()
        assert client.post(reverse("year_reopen"), {"year": klass.year.pk, "reason": "Нет"}).status_code == 403
        head = enter(cast.user("director"))
        assert "Открыть учебный год" in head.get(address).content.decode()
        nothing = head.post(reverse("year_reopen"), {"year": klass.year.pk, "reason": " "}, follow=True)
        assert "почему открываете снова" in words(nothing.content.decode())
        head.post(reverse("year_reopen"), {"year": klass.year.pk, "reason": "Ошибка в переводе"})
    assert not AcademicYear.objects.get(pk=klass.year.pk).is_closed


def test_the_table_of_the_year_costs_the_same_for_many_classes(cast: Cast, enter: Enter) -> None:
    client, address = enter(cast.user("zavuch")), reverse("school_closing") + "?period=year"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    own, subject = seventh(cast), algebra(cast).subject
    for number in range(30):
        one = SchoolClass.objects.create(year=own.year, grade_level=5 + number % 5, letter=f"Ж{number}")
        Course.objects.create(year=own.year, subject=subject, school_class=one, grade_level=one.grade_level)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert page.content.decode().count('scope="row" class="nm"') >= 30
    assert len(many) == len(few) <= CEILING


def test_while_the_year_goes_on_nothing_is_crossed(cast: Cast, enter: Enter, klass: SchoolClass) -> None:
    page = words(
        enter(cast.user("krylova")).get(reverse("class_closing", args=[klass.pk]) + "?period=year").content.decode()
    )
    assert "Учебный год ещё идёт" in page
    assert "мешает" not in page
    assert not CouncilDecision.objects.exists()
    assert cast.now.date() < klass.year.ends_on - timedelta(days=1)
    school = words(enter(cast.user("zavuch")).get(reverse("school_closing") + "?period=year").content.decode())
    assert "Сначала закройте год у классов" in school
    assert 'class="bad"' not in school, "закрывать ещё рано, а не что-то мешает"
