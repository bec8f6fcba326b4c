"""Files and links of a lesson: whose right, how many, where they lie, who reads them, when they are swept."""

import errno
import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from parta.domain.access import rules
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import ApiToken, User
from parta.domain.audit.models import AuditEntry
from parta.domain.diary.queries import DiaryHomework, DiaryLesson, diary_attachment, diary_span
from parta.domain.journal import actions, queries
from parta.domain.journal.actions import Sent
from parta.domain.journal.actions.attachments import MOST
from parta.domain.journal.choices import OperationStatus, Purpose
from parta.domain.journal.errors import AttachmentNotFound, OperationRefused
from parta.domain.journal.models import Attachment
from parta.domain.journal.queries.attachments import store
from parta.domain.journal.rules.links import clean_link
from parta.domain.journal.rules.operations import parse_operation
from parta.domain.journal.tests.test_copying import parallel
from parta.domain.school.models import Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.errors import InvalidInput
from parta.ops.cast import Cast
from parta.web.conftest import Enter

PDF = Sent("Задание.pdf", b"%PDF-1.7 " + b"x" * 2000)
HOMEWORK, RESOURCE = Purpose.HOMEWORK, Purpose.RESOURCE


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Files of the test's own."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def teacher(cast: Cast) -> User:
    return cast.user("krylova")


@pytest.fixture
def lesson(cast: Cast, teacher: User) -> Lesson:
    return queries.lesson_for(teacher, cast.lesson("7Б", "Алгебра").pk)


def set_homework(teacher: User, lesson: Lesson, students: list[int] | None = None) -> None:
    due = (lesson.day + timedelta(days=1)).isoformat()
    sent = {"id": str(uuid.uuid4()), "kind": "homework", "lesson": lesson.pk, "value": "№ 500", "due_on": due}
    (answer,) = actions.apply_operations(teacher, [parse_operation({**sent, "base": 0, "students": students})])
    assert answer.status == OperationStatus.APPLIED


def diary_lesson(student: Student, lesson: Lesson) -> DiaryLesson:
    (day,) = diary_span(student, lesson.day, lesson.day).days
    return next(one for one in day.lessons if one.lesson_id == lesson.pk)


def task_of(student: Student, lesson: Lesson) -> DiaryHomework | None:
    return diary_lesson(student, lesson).homework_set


@pytest.mark.clause("S3-2.11a")
def test_a_file_of_the_homework_reaches_the_diary_with_it(cast: Cast, teacher: User, lesson: Lesson) -> None:
    row = actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=PDF)
    pupil, mother = cast.pupil("Ковалёв Даниил"), cast.user("kovaleva")
    assert task_of(pupil, lesson) is None
    with pytest.raises(AttachmentNotFound):
        diary_attachment(mother, row.pk)
    set_homework(teacher, lesson)
    task = task_of(pupil, lesson)
    assert task
    assert [(one.title, one.detail) for one in task.files] == [("Задание.pdf", "2\u00a0КБ")]
    assert diary_attachment(mother, row.pk) == row
    with queries.contents(row) as file:
        assert file.read() == PDF.data
    assert row.sha256 == AuditEntry.objects.get(code="journal.attachment.added").after["sha256"]  # type: ignore[index]
    assert row.stored not in row.title


def test_a_file_for_some_pupils_is_nobody_elses(cast: Cast, teacher: User, lesson: Lesson) -> None:
    mine = cast.pupil("Ковалёв Даниил")
    set_homework(teacher, lesson, [mine.pk])
    row = actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=PDF)
    assert diary_attachment(mine.user, row.pk) == row
    assert diary_attachment(cast.user("kovaleva"), row.pk) == row
    for login in ("anna", "lebedeva"):
        with pytest.raises(AttachmentNotFound):
            diary_attachment(cast.user(login), row.pk)
    for login in ("krylova", "zavuch", "director"):
        assert queries.attachment_for(cast.user(login), row.pk) == row
    for login in ("gromov", "sekretar", "admin", "kovaleva"):
        with pytest.raises(AttachmentNotFound):
            queries.attachment_for(cast.user(login), row.pk)


@pytest.mark.clause("S3-2.11a")
def test_materials_of_a_coming_lesson_wait_for_its_day(cast: Cast, teacher: User) -> None:
    coming = queries.lesson_for(teacher, cast.lesson("7Б", "Алгебра", after=cast.today).pk)
    row = actions.attach_link(teacher, lesson=coming, purpose=RESOURCE, url="https://resh.edu.ru/7/", title="РЭШ")
    pupil = cast.pupil("Ковалёв Даниил")
    assert diary_lesson(pupil, coming).resources == []
    with pytest.raises(AttachmentNotFound):
        diary_attachment(pupil.user, row.pk)
    with clock.frozen_at(clock.at(coming.day, 8)):
        (line,) = diary_lesson(pupil, coming).resources
        assert (line.title, line.detail, line.is_link) == ("РЭШ", "resh.edu.ru", True)
        assert diary_attachment(pupil.user, row.pk) == row


def test_only_the_teacher_of_the_lesson_puts_and_takes_back(cast: Cast, teacher: User, lesson: Lesson) -> None:
    for login in ("zavuch", "gromov", "admin"):
        with pytest.raises(RightMissing):
            actions.attach_file(cast.user(login), lesson=with_right_of(cast, login, lesson), purpose=HOMEWORK, file=PDF)
    row = actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=PDF)
    deputy = cast.user("zavuch")
    with pytest.raises(RightMissing):
        actions.remove_attachment(deputy, lesson=queries.lesson_for(deputy, lesson.pk), attachment_id=row.pk)
    actions.remove_attachment(teacher, lesson=lesson, attachment_id=row.pk)
    with pytest.raises(AttachmentNotFound):
        queries.attachment_for(teacher, row.pk)
    with pytest.raises(AttachmentNotFound):
        actions.remove_attachment(teacher, lesson=lesson, attachment_id=row.pk)


def with_right_of(cast: Cast, login: str, lesson: Lesson) -> Lesson:
    """The lesson as the person's own rights are asked of it, whether its page is readable or not."""
    return queries.write_rights(cast.user(login)).of(Lesson.objects.select_related("course__year")).get(pk=lesson.pk)


def test_a_closed_lesson_takes_no_files(cast: Cast, teacher: User) -> None:
    old = cast.lesson("7Б", "Алгебра", on_or_before=cast.today - timedelta(days=20))
    with pytest.raises(OperationRefused, match="Закрыто для правок"):
        actions.attach_file(teacher, lesson=queries.lesson_for(teacher, old.pk), purpose=RESOURCE, file=PDF)
    assert list(store().names()) == []


def test_limits_of_a_file_and_of_a_lesson_are_told(teacher: User, lesson: Lesson, settings: Settings) -> None:
    settings.FILE_BYTES, settings.LESSON_BYTES = 3000, 5000
    with pytest.raises(InvalidInput, match="принимается до 3\u00a0КБ"):
        actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=Sent("а.pdf", b"%PDF-" + b"x" * 4000))
    for name in ("а.pdf", "б.pdf"):
        actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=Sent(name, PDF.data))
    with pytest.raises(InvalidInput, match="одного урока вместе"):
        actions.attach_file(teacher, lesson=lesson, purpose=RESOURCE, file=PDF)
    assert len(list(store().names())) == 2
    for number in range(MOST - 2):
        actions.attach_link(teacher, lesson=lesson, purpose=RESOURCE, url=f"https://resh.edu.ru/{number}")
    with pytest.raises(InvalidInput, match="больше нельзя"):
        actions.attach_link(teacher, lesson=lesson, purpose=RESOURCE, url="https://resh.edu.ru/last")


def test_a_row_that_cannot_be_written_leaves_no_file(
    teacher: User, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("parta.domain.journal.actions.attachments.audit.record", broken)
    with pytest.raises(RuntimeError):
        actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=PDF)
    assert list(store().names()) == []
    assert not Attachment.objects.exists()


def test_copying_keeps_files_and_links_and_undoing_takes_them_back(cast: Cast, teacher: User, lesson: Lesson) -> None:
    day = lesson.day
    parallel(cast, "В", [day, day + timedelta(days=1), day + timedelta(days=7)])
    set_homework(teacher, lesson)
    actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=PDF)
    actions.attach_link(teacher, lesson=lesson, purpose=HOMEWORK, url="https://resh.edu.ru/7/")
    actions.attach_link(teacher, lesson=lesson, purpose=RESOURCE, url="https://resh.edu.ru/lesson/")
    source = queries.lesson_for(teacher, lesson.pk)
    target = next(one for one in queries.copy_targets(teacher, source) if one.chosen)
    assert target.chosen
    place = target.chosen.lesson
    (done,) = actions.copy_homework(teacher, lesson=source, places=[place.pk], with_topic=False)
    assert "с файлами и ссылками" in done.words
    copies = Attachment.objects.filter(lesson=place, removed_at=None)
    assert {one.title for one in copies} == {"Задание.pdf", "https://resh.edu.ru/7/"}
    assert len(list(store().names())) == 1, "один файл на два урока"
    actions.undo_copying(teacher, lesson=source, copies=[actions.CopyKey.read(done.key)])
    assert not Attachment.objects.filter(lesson=place, removed_at=None).exists()
    assert Attachment.objects.filter(lesson=source, removed_at=None).count() == 3


def test_the_sweep_takes_what_nobody_has_and_nothing_else(cast: Cast, teacher: User, lesson: Lesson) -> None:
    kept = actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=PDF)
    removed = actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=Sent("б.pdf", PDF.data))
    actions.remove_attachment(teacher, lesson=lesson, attachment_id=removed.pk)
    orphan, young = store().keep(b"left by a fall").name, store().keep(b"being written now").name
    for name in (kept.stored, removed.stored, orphan):
        place = store().root / name[:2] / name
        os.utime(place, (0, 0))
    written = clock.real_now().timestamp()
    os.utime(store().root / young[:2] / young, (written, written))
    assert actions.sweep_files() == 1
    assert {name for name, _ in store().names()} == {kept.stored, removed.stored, young}
    with clock.frozen_at(cast.now + timedelta(days=8)):
        assert actions.sweep_files() >= 1
    assert kept.stored in {name for name, _ in store().names()}
    assert removed.stored not in {name for name, _ in store().names()}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://school.ru/a", "//school.ru", "school.ru", "https://",
        "https://user:pass@school.ru", "https://school.ru@evil.ru/", "https://school.ru/a b", "https://school\u202e.ru",
        "https://school.ru:99999/", "https://school.ru\\@evil.ru", "https://[::1", "https://" + "a" * 1000 + ".ru",
    ],
)  # fmt: skip
def test_a_link_is_a_plain_address_of_the_web(url: str) -> None:
    with pytest.raises(InvalidInput):
        clean_link(url)
    assert clean_link(" https://resh.edu.ru/subject/16/7/ ") == "https://resh.edu.ru/subject/16/7/"


def test_grade_one_has_materials_and_no_homework(cast: Cast) -> None:
    lesson = cast.lesson("1А", "Окружающий мир")
    teacher = lesson.course.assignments.select_related("staff__user").first()
    assert teacher
    user = teacher.staff.user
    found = queries.lesson_for(user, lesson.pk)
    actions.attach_file(user, lesson=found, purpose=RESOURCE, file=PDF)
    with pytest.raises(OperationRefused, match="В первом классе"):
        actions.attach_file(user, lesson=found, purpose=HOMEWORK, file=PDF)


def test_the_panel_and_the_phone_page_take_a_file_and_show_it(
    cast: Cast, teacher: User, lesson: Lesson, enter: Enter
) -> None:
    client, address = enter(teacher), f"/lessons/{lesson.pk}/files/"
    sent = {"purpose": "homework", "file": SimpleUploadedFile("Карточка № 4.pdf", PDF.data)}
    page = client.post(address, sent, follow=True).content.decode()
    assert "Приложено." in page
    assert "Карточка № 4.pdf" in page
    assert "семьи увидят файлы вместе с ним" in page
    sent = {"purpose": "resource", "url": "https://resh.edu.ru/7/", "title": "РЭШ, урок 12"}
    fragment = client.post(address, sent, headers={"x-fragment": "yes"}).content.decode()
    assert "<html" not in fragment
    assert 'href="https://resh.edu.ru/7/" rel="noopener noreferrer" target="_blank"' in fragment
    assert "Карточка № 4.pdf" in client.get(f"/lessons/{lesson.pk}/panel/").content.decode()
    removed = client.post(f"{address}{Attachment.objects.get(url='').pk}/remove/", follow=True).content.decode()
    assert "Карточка № 4.pdf" not in removed


def test_what_is_refused_is_told_and_the_rest_is_taken(lesson: Lesson, teacher: User, enter: Enter) -> None:
    files = [SimpleUploadedFile("virus.exe", b"MZ"), SimpleUploadedFile("Карточка.pdf", PDF.data)]
    client, address = enter(teacher), f"/lessons/{lesson.pk}/files/"
    response = client.post(address, {"purpose": "homework", "file": files}, headers={"x-fragment": "yes"})
    assert response.status_code == 200
    assert "«virus.exe»: такие файлы не принимаются" in response.content.decode()
    assert [row.title for row in Attachment.objects.all()] == ["Карточка.pdf"]
    assert "Выберите файл или вставьте ссылку" in client.post(address, follow=True).content.decode()


def test_a_full_disk_refuses_in_words_and_leaves_nothing(
    lesson: Lesson, teacher: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    sent = {"purpose": "homework", "file": SimpleUploadedFile("Карточка.pdf", PDF.data)}
    response = enter(teacher).post(f"/lessons/{lesson.pk}/files/", sent, headers={"x-fragment": "yes"})
    assert response.status_code == 507
    assert "кончилось место на диске" in response.content.decode()
    assert not Attachment.objects.exists()
    assert list(store().names()) == []


def test_a_download_can_do_nothing_here(cast: Cast, lesson: Lesson, teacher: User, enter: Enter) -> None:
    set_homework(teacher, lesson)
    row = actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=PDF)
    link = actions.attach_link(teacher, lesson=lesson, purpose=HOMEWORK, url="https://resh.edu.ru/7/")
    mother = enter(cast.user("kovaleva"))
    response = mother.get(f"/files/{row.pk}/")
    assert b"".join(response.streaming_content) == PDF.data  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%97%D0%B0")
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/pdf"
    assert mother.get(f"/files/{link.pk}/").status_code == 404
    assert enter(cast.user("gromov")).get(f"/files/{row.pk}/").status_code == 404
    page = mother.get(f"/students/{cast.pupil('Ковалёв Даниил').pk}/diary/").content.decode()
    assert f'href="/files/{row.pk}/"' in page
    assert "resh.edu.ru" in page
    store().remove(row.stored)
    assert mother.get(f"/files/{row.pk}/").status_code == 404, "потерянный файл — не ошибка сервера"


def test_a_program_gets_names_addresses_and_the_file_by_its_scope(
    cast: Cast, lesson: Lesson, teacher: User, client: Client
) -> None:
    set_homework(teacher, lesson)
    row = actions.attach_file(teacher, lesson=lesson, purpose=HOMEWORK, file=PDF)
    pupil, days = cast.pupil("Ковалёв Даниил"), f"from={lesson.day}&to={lesson.day}"
    address = f"/api/v1/files/{row.pk}"
    told = {"purpose": "homework", "title": "Задание.pdf", "url": address, "link": False, "size": len(PDF.data)}
    mine, family = (key_of(cast, "krylova", "read_journal"), key_of(cast, "kovaleva", "read_diary"))
    diary = client.get(f"/api/v1/students/{pupil.pk}/diary?{days}", headers=family).json()
    (found,) = [one for one in diary["days"][0]["lessons"] if one["lesson"] == lesson.pk]
    assert found["homework_set"]["files"] == [told]
    journal = client.get(f"/api/v1/courses/{lesson.course_id}/journal?{days}", headers=mine).json()
    assert [one["files"] for one in journal["columns"] if one["lesson"] == lesson.pk] == [[told]]
    for headers in (mine, family):
        response = client.get(address, headers=headers)
        assert b"".join(response.streaming_content) == PDF.data  # type: ignore[attr-defined]
        assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert client.get(address, headers=key_of(cast, "krylova", "read_diary")).status_code == 404
    assert client.get(address, headers=key_of(cast, "gromov", "read_journal")).status_code == 404
    assert client.get(address).status_code == 401


def key_of(cast: Cast, login: str, scope: str) -> dict[str, str]:
    """A key of the person with one scope."""
    user, raw = cast.user(login), f"{rules.KEY_PREFIX}{login + scope:_<43}"
    now = clock.real_now()
    ApiToken.objects.create(
        user=user, name=f"{login} {scope}", hash=rules.token_hash(raw), scopes=[scope], created_at=now,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip
    return {"authorization": f"Bearer {raw}"}
