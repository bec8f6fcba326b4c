"""«Виды работ»: a weight is given on the kind's own page; a past quarter is refused in words."""

from parta.domain.journal.models import WorkType
from parta.ops.cast import Cast
from parta.web.conftest import Enter


def test_a_kind_of_work_is_changed_and_weighed_on_its_own_page(cast: Cast, enter: Enter) -> None:
    desk, kind = enter(cast.user("admin")), WorkType.objects.get(code="homework")
    shown = desk.get(f"/work-types/{kind.pk}/").content.decode()
    assert "Как менялся вес" in shown
    sent = {"weight": "0,25", "counts": "on", "starts_on": "2026-12-10"}
    assert desk.post(f"/work-types/{kind.pk}/weights/", sent).status_code == 302
    assert "0,25" in desk.get("/work-types/").content.decode()
    refused = desk.post(f"/work-types/{kind.pk}/weights/", sent | {"starts_on": "2026-09-02"})
    assert refused.status_code == 422
    assert "Прошедший период не пересчитывают" in refused.content.decode()
