"""Deadlines on the pages: what is closed and who opens it, reasons in plain forms, openings of the deputy."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from parta.domain.journal.actions import open_entries
from parta.domain.journal.choices import OperationKind
from parta.domain.journal.models import Mark, Opening
from parta.domain.journal.tests.lock_steps import absence, apply_at, mark, op, the_mark
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter

CEILING = 17
"""The page with its session, person, roles and menu."""


def html_of(enter: Enter, cast: Cast, login: str, address: str) -> str:
    response = enter(cast.user(login)).get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


@pytest.fixture
def closed(cast: Cast) -> Any:
    """A lesson of two weeks ago."""
    return cast.lesson("7Б", "Алгебра", on_or_before=cast.today - timedelta(days=10))


def test_a_closed_column_says_why_with_the_clause_and_the_panel_who_opens_it(
    cast: Cast, enter: Enter, closed: Any
) -> None:
    journal = html_of(enter, cast, "krylova", reverse("journal", args=[closed.course_id]) + f"?lesson={closed.pk}")
    assert 'data-state="lock" data-why="Закрыто для правок: срок был' in journal
    assert "Открыть может завуч, п. 4.4.1" in journal
    panel = html_of(enter, cast, "krylova", reverse("lesson_panel", args=[closed.pk]))
    assert "Открыть может завуч: Тихомирова О. В." in panel
    assert "data-record" not in panel
    assert reverse("openings") not in panel


def test_the_deputy_opens_the_lesson_from_its_panel_and_the_teacher_sees_until_when(
    cast: Cast, enter: Enter, closed: Any
) -> None:
    asked = reverse("openings") + f"?lesson={closed.pk}"
    assert f'href="{asked}"' in html_of(enter, cast, "zavuch", reverse("lesson_panel", args=[closed.pk]))
    fields = {"what": "lesson", "day": "2026-12-10", "hour": "18:00", "reason": "Учитель болел"}
    client = enter(cast.user("zavuch"))
    assert client.post(asked, fields).status_code == 302
    assert Opening.objects.get().lesson_id == closed.pk
    assert apply_at(cast, cast.now, mark(cast, closed, "5")).status == "applied"
    panel = html_of(enter, cast, "krylova", reverse("lesson_panel", args=[closed.pk]))
    assert "Открыто до 18:00: Тихомирова О. В., Учитель болел" in panel
    assert "data-record" in panel
    listed = html_of(enter, cast, "zavuch", reverse("openings"))
    assert "Закрыть сейчас" in listed
    assert "Крылова Е. А." in listed  # the late entry is counted
    assert client.post(reverse("opening_revoke", args=[Opening.objects.get().pk])).status_code == 302
    assert apply_at(cast, cast.now, mark(cast, closed, "4", base=1)).status == "locked"


@pytest.mark.parametrize(
    ("change", "words"),
    [({"reason": ""}, "почему"), ({"day": "2026-12-09"}, "прошло"), ({"what": "class-0"}, "Выберите")],
)
def test_an_opening_that_cannot_be_is_refused_beside_its_form(
    cast: Cast, enter: Enter, change: dict[str, str], words: str
) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    fields = {"what": "course", "day": "2026-12-10", "hour": "18:00", "reason": "Болел"} | change
    response = enter(cast.user("zavuch")).post(reverse("openings") + f"?course={lesson.course_id}", fields)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Opening.objects.exists()


def test_a_plain_form_takes_the_reason_of_a_correction(cast: Cast, enter: Enter) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    with clock.frozen_at(clock.at(cast.today, 17)):
        client, address = enter(cast.user("krylova")), reverse("lesson", args=[lesson.pk])
        assert "Причина, если исправляете отметку" in client.get(f"{address}?tab=marks").content.decode()
        fields = {"form": "mark", "student": pupil.pk, "mark": "4", "base-1": "1", "work_type": ""}
        told = client.post(address, fields, follow=True).content.decode()
        assert "напишите причину" in told
        assert the_mark(lesson).value == "3"
        client.post(address, fields | {"reason": "Ошибка при проверке"})
    assert (the_mark(lesson).value, the_mark(lesson).corrected_from) == ("4", "3")


def test_the_history_says_what_was_corrected_why_and_by_when_it_was_due(cast: Cast, enter: Enter) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    apply_at(cast, cast.now, mark(cast, lesson, "3"))
    evening = clock.at(cast.today, 17)
    apply_at(cast, evening, mark(cast, lesson, "4", base=1, reason="Ошибка при проверке"))
    with clock.frozen_at(evening):
        html = html_of(enter, cast, "krylova", reverse("cell_history", args=[lesson.pk, pupil.pk]))
    assert "3 → 4 · причина: Ошибка при проверке" in html
    assert "после срока, он был до 16:00" in html


def test_my_day_says_until_when_late_entries_are_taken_and_what_is_closed(cast: Cast, enter: Enter) -> None:
    html = html_of(enter, cast, "krylova", reverse("my_day"))
    assert "Принимается с опозданием до конца дня" in html
    assert "Закрыто: открыть может завуч" in html


def test_marks_of_a_work_are_asked_for_until_everybody_has_one(cast: Cast, enter: Enter) -> None:
    lesson = cast.lesson("7Б", "Алгебра", on_or_before=cast.today - timedelta(days=1))
    apply_at(cast, lesson.ends, op(OperationKind.WORK_TYPE, lesson, value="control"))
    apply_at(cast, lesson.ends, absence(cast, lesson, "б"))
    pupils = [one for one in cast.school.pupils["7Б"] if one.pk != cast.pupil("Ковалёв Даниил").pk]
    for pupil in pupils[:-1]:
        apply_at(cast, lesson.ends, op(OperationKind.MARK, lesson, student=pupil.pk, value="4"))
    address = reverse("my_day")
    assert f"Поставлено {len(pupils) - 1} из {len(pupils)}" in html_of(enter, cast, "krylova", address)
    apply_at(cast, lesson.ends, op(OperationKind.MARK, lesson, student=pupils[-1].pk, value="5"))
    assert "стоят не все отметки" not in html_of(enter, cast, "krylova", address)
    assert Mark.objects.filter(is_late=True).count() == 0


def test_the_page_of_openings_costs_a_fixed_number_of_statements(
    cast: Cast, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    for hours in range(1, 6):
        closes = cast.now + timedelta(hours=hours)
        open_entries(cast.user("zavuch"), closes_at=closes, reason="Болел", course=lesson.course)
    client = enter(cast.user("zavuch"))
    client.get(reverse("openings"))
    with django_assert_max_num_queries(CEILING):
        client.get(reverse("openings"))
