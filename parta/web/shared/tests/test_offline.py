"""What the server gives to pages that live without a network: keys, the worker, the manifest, whose page it is."""

import json
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from parta.domain.journal.models import Mark
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter


def test_a_person_always_gets_the_same_key_and_nobody_else_the_same(cast: Cast, enter: Enter) -> None:
    def key(login: str) -> str:
        answer = enter(cast.user(login)).get(reverse("offline_key"))
        assert "no-store" in answer["Cache-Control"]
        assert answer.json()["person"] == cast.user(login).pk
        return str(answer.json()["key"])

    assert key("krylova") == key("krylova")
    assert len({key(login) for login in ("krylova", "petrova", "daniil", "kovaleva")}) == 4


def test_the_key_lives_on_the_device_as_long_as_the_session(cast: Cast, enter: Enter) -> None:
    client = enter(cast.user("krylova"))
    session = client.session
    session["started"] = int(clock.real_now().timestamp()) - 3600
    session.save()
    assert client.get(reverse("offline_key")).json()["seconds"] == settings.SESSION_ABSOLUTE_SECONDS - 3600


def test_a_stranger_gets_no_key(client: Client, db: None) -> None:
    assert client.get(reverse("offline_key")).status_code == 302
    assert client.get(reverse("offline_key"), headers={"accept": "application/json"}).status_code == 401


def test_pages_say_whose_they_are_and_strangers_pages_are_nobodys(cast: Cast, enter: Enter, client: Client) -> None:
    page = enter(cast.user("krylova")).get(reverse("my_day"))
    assert page["X-Person"] == str(cast.user("krylova").pk)
    assert f'data-person="{cast.user("krylova").pk}"' in page.content.decode()
    gate = client.get(reverse("sign_in"))
    assert "X-Person" not in gate.headers
    assert 'data-person="none"' in gate.content.decode()


def test_entries_of_one_person_are_never_written_by_another(cast: Cast, enter: Enter) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    mark = {"id": str(uuid4()), "kind": "mark", "lesson": lesson.pk, "student": pupil.pk, "value": "5"}
    address, client = reverse("journal_operations"), enter(cast.user("krylova"))

    def send(person: int) -> int:
        sent = {"operations": [mark]}
        return client.post(
            address, sent, content_type="application/json", headers={"x-person": str(person)}
        ).status_code

    assert send(cast.user("petrova").pk) == 409
    assert not Mark.objects.exists()
    assert send(cast.user("krylova").pk) == 200
    assert Mark.objects.get().entered_by == cast.user("krylova")


@pytest.mark.django_db
def test_the_worker_comes_from_the_root_is_asked_for_anew_and_names_files_that_exist(client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    found = re.search(r"start\((.+)\);", answer.content.decode())
    assert found
    files = json.loads(found[1])["files"]
    names = [one.removeprefix(settings.STATIC_URL) for one in files]
    assert [name for name in names if not finders.find(name)] == []
    assert {"js/main.js", "js/journal/page.js", "js/offline/start.js", "css/journal.css"} <= set(names)


@pytest.mark.django_db
def test_the_icons_of_the_manifest_are_the_pictures_it_says(client: Client) -> None:
    told = client.get("/manifest.webmanifest").json()
    assert {one["purpose"] for one in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        path = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        assert isinstance(path, str)
        if icon["type"] == "image/png":
            with open(path, "rb") as file:
                head = file.read(24)
            sides = [int.from_bytes(head[at : at + 4], "big") for at in (16, 20)]
            assert head.startswith(b"\x89PNG")
            assert "x".join(map(str, sides)) == icon["sizes"]
