"""What was entered without a network says so where people look: in the history of the cell and in the log of acts."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from parta.ops.cast import Cast
from parta.web.conftest import Enter


def test_the_history_of_a_cell_and_the_log_tell_when_it_was_made_and_when_it_came(cast: Cast, enter: Enter) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    body = {"id": str(uuid4()), "kind": "mark", "lesson": lesson.pk, "student": pupil.pk, "value": "5", "age": 27 * 60}
    teacher = enter(cast.user("krylova"))
    answer = teacher.post(reverse("journal_operations"), {"operations": [body]}, content_type="application/json")
    assert answer.json()["results"][0]["status"] == "applied"
    made = cast.now - timedelta(minutes=27)
    page = teacher.get(reverse("cell_history", args=[lesson.pk, pupil.pk])).content.decode()
    assert f"без связи, сегодня, {made:%-H:%M}; дошло сегодня, {cast.now:%-H:%M}" in page
    log = enter(cast.user("admin")).get(reverse("audit_log")).content.decode()
    assert "записано без связи" in log
    assert f"{made:%d.%m.%Y}, {made:%-H:%M}" in log
