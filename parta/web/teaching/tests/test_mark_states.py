"""A debt, a re-sit and a mark left out of the average, from the one address of entries to the family's pages."""

import json
import uuid
from typing import Any

from django.urls import reverse

from parta.ops.cast import Cast
from parta.web.conftest import Enter


def test_the_family_reads_of_debts_resits_and_uncounted_marks(cast: Cast, enter: Enter) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")

    def mark(value: str, **more: Any) -> dict[str, Any]:
        return {
            "id": str(uuid.uuid4()),
            "kind": "mark",
            "lesson": lesson.pk,
            "student": pupil.pk,
            "value": value,
        } | more

    entries = [mark("2"), mark("4", base=1, resit=True, counts=False), mark(".", slot=2)]
    answer = enter(cast.user("krylova")).post(
        reverse("journal_operations"), json.dumps({"operations": entries}), content_type="application/json"
    )
    assert [one["status"] for one in answer.json()["results"]] == ["applied"] * 3
    journal = enter(cast.user("krylova")).get(reverse("journal", args=[lesson.course_id])).content.decode()
    assert 'data-n="1" data-f="2"' in journal
    for name in ("diary", "student_marks"):
        page = enter(cast.user("kovaleva")).get(reverse(name, args=[pupil.pk])).content.decode()
        for words in ("Пересдача: 2 → 4", "средний балл не входит", "е сдана"):
            assert words in page, (name, words)
