"""A file too large is refused by its announced size, before a byte of it is read, and with a sentence."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from parta.domain.journal.models import Attachment
from parta.ops.cast import Cast
from parta.web.conftest import Enter

MB = 1024 * 1024
MULTIPART = "multipart/form-data; boundary=parta"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    settings.FILE_BYTES, settings.LESSON_BYTES = 1 * MB, 2 * MB


@pytest.fixture
def desk(cast: Cast, enter: Enter) -> Client:
    return enter(cast.user("krylova"))


def announced(client: Client, address: str, size: int, **headers: str) -> tuple[int, str]:
    """A request that says it will send so many bytes and has sent none: whoever reads it fails."""
    answer = client.generic(
        "POST", address, b"x", MULTIPART, CONTENT_LENGTH=str(size), headers=headers
    )  # fmt: skip
    return answer.status_code, answer.content.decode().replace("\u00a0", " ")


def test_the_lesson_refuses_by_the_announced_size(cast: Cast, desk: Client) -> None:
    address = f"/lessons/{cast.lesson('7Б', 'Алгебра').pk}/files/"
    status, page = announced(desk, address, 50 * MB)
    assert status == 413
    assert "принимается до 1 МБ, а все вместе — до 2 МБ. Ничего не записано" in page
    status, words = announced(desk, address, 50 * MB, X_Fragment="yes")
    assert (status, words.startswith("Файл слишком большой"), "<" in words) == (413, True, False)


@pytest.mark.parametrize("address", ["/plans/file/", "/imports/roster/"])
def test_files_of_plans_and_imports_have_their_limit(cast: Cast, enter: Enter, address: str) -> None:
    status, page = announced(enter(cast.user("admin")), address, 22 * MB)
    assert (status, "принимается до 20 МБ." in page) == (413, True)


def test_a_form_that_takes_no_files_is_not_a_way_to_send_one(desk: Client) -> None:
    for address in ("/profile/", "/nowhere/"):
        assert announced(desk, address, 7 * MB)[0] == 413


def test_a_file_above_the_limit_stops_while_it_comes_and_nothing_is_taken(cast: Cast, desk: Client) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    files = [SimpleUploadedFile("Урок.txt", b"text"), SimpleUploadedFile("Карта.pdf", b"%PDF-" + b"x" * MB)]
    answer = desk.post(f"/lessons/{lesson.pk}/files/", {"purpose": "resource", "file": files})
    assert answer.status_code == 413
    assert not Attachment.objects.exists()
    answer = desk.post(
        f"/lessons/{lesson.pk}/files/", {"purpose": "resource", "file": SimpleUploadedFile("Урок.txt", b"text")}
    )
    assert answer.status_code == 302
    assert Attachment.objects.count() == 1


def test_the_field_tells_the_browser_its_limit(cast: Cast, desk: Client) -> None:
    lesson = desk.get(f"/lessons/{cast.lesson('7Б', 'Алгебра').pk}/?tab=record").content.decode()
    assert f'data-behaviour="file-size" data-most="{MB}"' in lesson
    assert f'data-most="{20 * MB}"' in desk.get("/plans/file/").content.decode()
