"""«Виды работ»: a weight is given on the kind's own page; what the rules refuse is said beside the form."""

from datetime import timedelta

from parta.domain.journal.models import WorkType
from parta.lib import clock
from parta.web.conftest import Enter
from parta.web.setup.tests.conftest import Cast


def test_a_kind_of_work_is_changed_and_weighed_on_its_own_page(cast: Cast, enter: Enter) -> None:
    desk, kind = enter(cast.admin), WorkType.objects.get(code="homework")
    assert "Как менялся вес" in desk.get(f"/work-types/{kind.pk}/").content.decode()
    sent = {"weight": "0,25", "counts": "on", "starts_on": clock.today().isoformat()}
    assert desk.post(f"/work-types/{kind.pk}/weights/", sent).status_code == 302
    assert "0,25" in desk.get("/work-types/").content.decode()
    early = cast.year.starts_on - timedelta(days=1)
    refused = desk.post(f"/work-types/{kind.pk}/weights/", sent | {"starts_on": early.isoformat()})
    assert refused.status_code == 422
    assert "может действовать с" in refused.content.decode()
