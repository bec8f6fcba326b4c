"""The pages of imports: preview before writing, broken files in words, nobody else's files, the administrator only."""

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.audit.models import AuditEntry
from parta.domain.school.models import Student
from parta.domain.timetable.models import TimetableEntry
from parta.exchange import apply
from parta.exchange.preview import ImportKind, ImportOptions
from parta.exchange.tests.apply_school import counts, load, pupil, real_file, roster
from parta.lib import clock
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
MORNING = datetime(2025, 12, 8, 9, 0, tzinfo=clock.zone())
LIST = "ФИО;Класс;Дата рождения\nАгапов Иван Сергеевич;5А;14.03.2014\nКим София Андреевна;5А;19.11.2014\n"
XXE = (
    '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    '<timetable><classes columns="id,name"><class id="1" name="&x;"/></classes></timetable>'
)


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(MORNING):
        yield


def person(surname: str, role: Role | None) -> User:
    user = access.create_person(system_user(), NewPerson(surname, "Анна", "Викторовна"))
    if role:
        access.appoint(system_user(), user, role=role, valid_from=date(2025, 9, 1))
    return user


@pytest.fixture
def desk(enter: Enter) -> Client:
    """The administrator's browser."""
    return enter(person("Титова", Role.ADMINISTRATOR))


def send(client: Client, kind: str, data: bytes, name: str, **more: str) -> Any:
    """Upload a file as the form does."""
    return client.post(f"/imports/{kind}/", {"file": SimpleUploadedFile(name, data), **more})


def words(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).replace("\u00a0", " ").split())


def preview_of(client: Client, kind: str, data: bytes, name: str, **more: str) -> tuple[str, str]:
    """Address and words of the preview."""
    answer = send(client, kind, data, name, **more)
    assert answer.status_code == 302, words(answer)
    address = answer.headers["Location"]
    return address, words(client.get(address))


def seen_on(client: Client, address: str) -> str:
    return str(client.get(address).context["seen"])


def agree(client: Client, address: str) -> str:
    """Press the button of the preview and follow to the list of imports."""
    answer = client.post(f"{address}commit/", {"seen": seen_on(client, address)}, follow=True)
    return words(answer)


def kept_files() -> list[Path]:
    return list((Path(settings.DATA.path) / "uploads").glob("*/file"))


def test_a_class_list_goes_from_file_to_school_in_two_steps(desk: Client) -> None:
    before = counts()
    address, told = preview_of(desk, "roster", LIST.encode(), "5А.csv")
    for said in ("«5А.csv»", "Записать 4 изменения", "Агапов Иван Сергеевич", "учебный год", "«ФИО»"):
        assert said in told
    assert counts() == before
    told = agree(desk, address)
    assert "«5А.csv» записан: 1 учебный год, 1 класс, 2 ученика." in told
    assert Student.objects.count() == 2
    entry = AuditEntry.objects.get(code=apply.AUDIT_CODE)
    assert (entry.subject_title, entry.after and entry.after["changes"]) == ("5А.csv", 4)


def test_history_names_who_loaded_what_and_when(desk: Client) -> None:
    agree(desk, preview_of(desk, "roster", LIST.encode(), "5А.csv")[0])
    told = words(desk.get("/imports/"))
    for said in ("5А.csv", "Списки классов", "1 учебный год, 1 класс, 2 ученика", "Титова А. В.", "сегодня, 9:00"):
        assert said in told


@pytest.mark.clause("S3-4.1.5a")
def test_history_says_who_handed_the_data_over_and_when(desk: Client) -> None:
    deputy = person("Завьялова", Role.DEPUTY)
    teacher = person("Гусева", None)
    asked = words(desk.get("/imports/roster/"))
    assert "Завьялова А. В." in asked
    assert "Гусева А. В." not in asked, "сведения передают завуч, секретарь, директор"
    stranger = send(desk, "roster", LIST.encode(), "5А.csv", given_by=str(teacher.pk))
    assert stranger.status_code == 422
    given = {"given_by": str(deputy.pk), "given_on": "05.12.2025"}
    address, _ = preview_of(desk, "roster", LIST.encode(), "5А.csv", **given)
    desk.post(address, {"class_name": "5А"})
    agree(desk, address)
    assert "Завьялова А. В., 5 декабря" in words(desk.get("/imports/"))
    entry = AuditEntry.objects.get(code=apply.AUDIT_CODE)
    assert (entry.person_id, entry.after and entry.after["given_on"]) == (deputy.pk, "2025-12-05")


def test_the_same_file_again_says_that_there_is_nothing_to_write(desk: Client) -> None:
    agree(desk, preview_of(desk, "roster", LIST.encode(), "5А.csv")[0])
    address, told = preview_of(desk, "roster", LIST.encode(), "5А.csv")
    assert "Всё уже записано: изменений нет" in told
    assert "Записывать нечего" in told
    same = words(desk.get(f"{address}?show=same"))
    assert "Ким София Андреевна" in same


def test_a_real_timetable_is_previewed_by_pages_and_written(desk: Client) -> None:
    data = real_file("timetable/asc/ru_lyceum_derived_cp1251.xml")
    address, told = preview_of(desk, "timetable", data, "lyceum.xml")
    assert "40 классов" in told
    assert "Строки 1–100 из" in told
    assert "не назван предмет" in told
    assert "Записать" in agree(desk, address) or TimetableEntry.objects.count() == 1591


def test_the_first_day_of_a_timetable_is_chosen_beside_the_preview(desk: Client) -> None:
    nika = real_file("timetable/nika/lyceum_2025-09-03.json")
    address, _ = preview_of(desk, "timetable", nika, "lyceum.json")
    desk.post(address, {"valid_from": "15.12.2025"})
    assert "Действует с</dt><dd>15 декабря 2025" in words(desk.get(address))
    assert "День запишите так" in words(desk.post(address, {"valid_from": "завтра"}))


def test_a_plan_that_names_neither_subject_nor_grade_waits_for_the_choice(desk: Client) -> None:
    plan = "Тема урока;Часы\nЧисла;1\nБуквы;1\n".encode()
    load(
        ImportKind.PLAN,
        apply.read_file(ImportKind.PLAN, plan, "a.csv", ImportOptions(subject="Алгебра", grade=8)),
    )
    address, told = preview_of(desk, "plan", plan, "план.csv")
    assert "Сначала решите 2 замечания" in told
    assert "Предмет в файле не назван" in told
    desk.post(address, {"subject": "Алгебра", "grade": "7"})
    assert "Алгебра, 7 класс" in words(desk.get(address))
    assert "записан: 1 КТП, 2 темы" in agree(desk, address)


def test_a_namesake_is_asked_about_and_the_answer_is_kept(desk: Client) -> None:
    load(ImportKind.ROSTER, roster(pupil("Соколов Лев Андреевич", "5Б")))
    data = "ФИО;Класс;Дата рождения\nСоколов Лев Андреевич;5А;08.09.2014\n".encode()
    address, told = preview_of(desk, "roster", data, "5А.csv")
    assert "Сначала ответьте на 1 вопрос" in told
    refused = desk.post(f"{address}commit/", {"seen": seen_on(desk, address)}, follow=True)
    assert "Сначала ответьте" in words(refused)
    assert Student.objects.count() == 1
    question = desk.get(address).context["preview"].questions[0]
    desk.post(address, {question.key: "new"})
    agree(desk, address)
    assert Student.objects.count() == 2


def test_what_has_changed_meanwhile_is_shown_again_and_not_written(desk: Client) -> None:
    address, _ = preview_of(desk, "roster", LIST.encode(), "5А.csv")
    seen = seen_on(desk, address)
    load(ImportKind.ROSTER, roster(pupil("Ким София Андреевна", birth_date=date(2014, 11, 19))))
    told = words(desk.post(f"{address}commit/", {"seen": seen}, follow=True))
    assert "Пока вы смотрели, в школе что-то изменилось" in told
    assert Student.objects.count() == 1


def test_a_file_swapped_on_the_server_is_not_written(desk: Client) -> None:
    address, _ = preview_of(desk, "roster", LIST.encode(), "5А.csv")
    key = address.split("/")[-2]
    (Path(settings.DATA.path) / "uploads" / key / "file").write_bytes(LIST.replace("Ким", "Цой").encode())
    assert desk.post(f"{address}commit/", {"seen": "-"}).status_code == 404
    assert not Student.objects.exists()


def test_kept_files_are_private_leave_after_commit_after_cancel_and_after_a_day(desk: Client) -> None:
    address, _ = preview_of(desk, "roster", LIST.encode(), "5А.csv")
    file = Path(settings.DATA.path) / "uploads" / address.split("/")[-2] / "file"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    agree(desk, address)
    assert not file.exists()
    assert desk.get(address).status_code == 404
    address, _ = preview_of(desk, "roster", LIST.encode(), "5А.csv")
    assert "отменена" in words(desk.post(f"{address}cancel/", follow=True))
    assert desk.get(address).status_code == 404
    address, _ = preview_of(desk, "roster", LIST.encode(), "5А.csv")
    old = (MORNING - timedelta(days=2)).timestamp()
    folder = Path(settings.DATA.path) / "uploads" / address.split("/")[-2]
    os.utime(folder, (old, old))
    preview_of(desk, "roster", LIST.encode(), "5А.csv")
    assert not folder.exists()


def test_one_administrator_does_not_see_the_file_of_another(desk: Client, enter: Enter) -> None:
    address, _ = preview_of(desk, "roster", LIST.encode(), "5А.csv")
    other = enter(person("Ефимова", Role.ADMINISTRATOR))
    assert other.get(address).status_code == 404
    assert other.post(f"{address}commit/", {"seen": "-"}).status_code == 404
    assert other.post(f"{address}cancel/").status_code == 404
    assert desk.get(address).status_code == 200


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DEPUTY, Role.SECRETARY, Role.WORKING_GROUP, None])
def test_nobody_but_the_administrator_imports(enter: Enter, desk: Client, role: Role | None) -> None:
    address, _ = preview_of(desk, "roster", LIST.encode(), "5А.csv")
    client = enter(person("Носова", role))
    before = counts()
    for page in ("/imports/", "/imports/roster/", address):
        assert client.get(page).status_code == 403
    assert send(client, "roster", LIST.encode(), "5А.csv").status_code == 403
    assert client.post(f"{address}commit/", {"seen": "-"}).status_code == 403
    assert {name: count for name, count in counts().items() if "session" not in name} == {
        name: count for name, count in before.items() if "session" not in name
    }


def test_unknown_kinds_and_made_up_addresses_are_not_found(desk: Client) -> None:
    assert desk.get("/imports/marks/").status_code == 404
    assert desk.get("/imports/files/0123456789abcdef0123456789abcdef/").status_code == 404
    assert desk.get("/imports/files/secret_key/").status_code == 404


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A small archive that would unpack into hundreds of megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 40_000_000)
    return out.getvalue()


def many_rows() -> bytes:
    return ("ФИО;Класс\n" + "".join(f"Агапов Иван{'а' * (n % 7)};5А\n" for n in range(100_000))).encode()


BROKEN: dict[str, Callable[[], bytes]] = {
    "wrong encoding": lambda: LIST.encode("koi8-r"),
    "utf-8 cut in the middle of a letter": lambda: LIST.encode()[:-30] + b"\xd0\n;",
    "no column that is needed": lambda: workbook([["Рост", "Вес"], [140, 35]]),
    "half of a workbook": lambda: workbook([["ФИО", "Класс"], ["Агапов Иван", "5А"]])[:3000],
    "100,000 rows": many_rows,
    "a zip bomb": bomb,
    "external entities": XXE.encode,
    "nothing at all": lambda: b" \n",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(200),
}


@pytest.mark.parametrize("kind", ["timetable", "roster", "staff", "plan"])
@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_gets_a_sentence_and_changes_nothing(desk: Client, kind: str, case: str) -> None:
    before = counts()
    files = kept_files()
    answer = send(desk, kind, BROKEN[case](), "файл.dat")
    assert answer.status_code == 422
    errors = answer.context["form"].errors["file"]
    assert len(errors) == 1
    assert errors[0].endswith((".", "»"))
    assert any("а" <= letter <= "я" for letter in errors[0])
    assert counts() == before
    assert kept_files() == files


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("roster", [["ФИО", "Класс"], ["Агапов Иван", "5А"], ['="Ким "&"София"', "5А"]]),
        ("staff", [["ФИО", "Должность"], ["Титова Анна Викторовна", "учитель"], ['="Крылова "&"Елена"', "учитель"]]),
        ("plan", [["№", "Тема урока", "Часы"], [1, "Числа", 1], [2, '="Бук"&"вы"', 1]]),
    ],
)
def test_formulas_are_named_by_cell_and_stop_the_import(desk: Client, kind: str, rows: list[list[object]]) -> None:
    before = counts()
    more = {"subject": "", "grade": "7"} if kind == "plan" else {}
    answer = send(desk, kind, workbook(rows), "таблица.xlsx", **more)
    if answer.status_code == 302:
        told = words(desk.get(answer.headers["Location"]))
        assert "ормул" in told
        assert "Сначала решите" in told
        refused = desk.post(f"{answer.headers['Location']}commit/", {"seen": "-"}, follow=True)
        assert refused.status_code == 200
    else:
        assert "ормул" in words(answer)
    assert counts() == before


def test_a_list_cut_in_half_is_refused_by_its_own_total(desk: Client) -> None:
    half = "№;ФИО;Класс\n1;Агапов Иван;5А\n2;Ким София;5А\n;Всего: 27;\n".encode()
    address, told = preview_of(desk, "roster", half, "5А.csv")
    assert "всего 27" in told
    assert desk.get(address).context["waits"]


def test_a_form_without_a_file_says_what_to_do(desk: Client) -> None:
    answer = desk.post("/imports/roster/", {})
    assert answer.status_code == 422
    assert "Выберите файл." in words(answer)
