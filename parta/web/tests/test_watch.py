"""Every answer is counted and noted; nothing about people gets into the line or the labels."""

import pytest
from django.test import Client
from django.urls import reverse
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from parta.domain.access.actions import NewPerson, create_person
from parta.domain.access.queries import system_user
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db


def counted(view: str, method: str, status: str) -> float:
    labels = {"view": view, "method": method, "status": status}
    return REGISTRY.get_sample_value("parta_requests_total", labels) or 0


def test_a_line_says_which_page_how_it_ended_and_whose_number(enter: Enter) -> None:
    user = create_person(system_user(), NewPerson("Ёлкина", "Майя"))
    browser = enter(user)
    with capture_logs() as lines:
        browser.get(f"{reverse('profile')}?q=Ёлкина")
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line.pop("ms") >= 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "view": "profile",
        "method": "GET",
        "status": 200,
        "user": user.pk,
    }


def test_a_stranger_has_no_number_and_an_unknown_address_no_name(client: Client) -> None:
    with capture_logs() as lines:
        client.get("/nowhere/Ковалёв/")
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["view"], line["status"], line["user"]) == ("none", 404, None)
    assert "Ковалёв" not in str(line)


def test_static_files_and_probes_are_not_noted_and_probes_are_counted(client: Client) -> None:
    before, unknown = counted("health_live", "GET", "2xx"), counted("none", "GET", "4xx")
    with capture_logs() as lines:
        client.get("/static/css/none.css")
        client.get(reverse("health_live"))
    assert [line for line in lines if line["event"] == "request"] == []
    assert counted("health_live", "GET", "2xx") == before + 1
    assert counted("none", "GET", "4xx") == unknown


def test_an_invented_method_does_not_make_a_label(client: Client) -> None:
    before = counted("health_live", "OTHER", "2xx")
    client.generic("BREW", reverse("health_live"))
    assert counted("health_live", "OTHER", "2xx") == before + 1
    assert counted("health_live", "BREW", "2xx") == 0
