"""Results of an examination from a table, on the pages: the deputy, a teacher, what each may and sees."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parta.domain.audit.models import AuditEntry
from parta.domain.finals.models import ExamResult
from parta.domain.finals.tests.steps import DANIIL, algebra
from parta.exchange.tests.table_files import xlsx
from parta.ops.cast import Cast
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
NEW = "/exams/file/"
ANNA = "Лебедева Анна"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def sent(cast: Cast, *rows: tuple[object, ...], **changed: Any) -> dict[str, Any]:
    """A trial examination in algebra of 7Б with its table."""
    file = SimpleUploadedFile("пробный.xlsx", xlsx([["ФИО", "Отметка", "Балл"], *rows]))
    return {
        "kind": "trial", "unit": f"c{cast.school.classes['7Б'].pk}", "subject": str(algebra(cast).subject_id),
        "held_on": "2026-12-07", "received_on": "2026-12-09", "received_at": "15:00", "file": file, **changed,
    }  # fmt: skip


@pytest.fixture
def deputy(cast: Cast, enter: Enter) -> Client:
    return enter(cast.user("zavuch"))


def uploaded(client: Client, data: dict[str, Any]) -> str:
    answer = client.post(NEW, data)
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def seen(client: Client, page: str) -> str:
    return text(client.get(page)).split('name="seen" value="')[1].split('"')[0]


def test_seen_then_written(cast: Cast, deputy: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    page = uploaded(deputy, sent(cast, (DANIIL, 5, 19), (ANNA, None, 12)))
    with django_assert_max_num_queries(22):
        shown = text(deputy.get(page))
    assert "Новых результатов: 2" in shown
    assert f"{DANIIL}, 7Б" in shown
    assert "5, 19 баллов" in shown
    assert not ExamResult.objects.exists()
    done = deputy.post(page, {"do": "write", "seen": seen(deputy, page)}, follow=True)
    assert done.redirect_chain == [("/exams/", 302)]
    assert "записан: 2 результата. Ученики и родители уже видят их в дневнике." in text(done)
    rows = {row.student_id: (row.value, row.points) for row in ExamResult.objects.all()}
    assert rows == {cast.pupil(DANIIL).pk: ("5", 19), cast.pupil(ANNA).pk: ("", 12)}
    assert AuditEntry.objects.filter(code="finals.exam.entered").count() == 2
    assert deputy.get(page).status_code == 404, "written once"


def test_a_bad_row_is_named_and_nothing_is_written(cast: Cast, deputy: Client) -> None:
    page = uploaded(deputy, sent(cast, (DANIIL, 7, None), (ANNA, 4, None), ("Небывалов Иван", 4, None)))
    shown = text(deputy.get(page))
    assert "Лист «Лист1», ячейка B2, столбец «Отметка»" in shown
    assert "«7» — не отметка. Можно: 5, 4, 3, 2, зачёт, незачёт." in shown
    assert "Лист «Лист1», строка 4" in shown
    assert 'value="write"' not in shown
    answer = deputy.post(page, {"do": "write", "seen": seen(deputy, page)}, follow=True)
    assert "Файл не записан" in text(answer)
    assert not ExamResult.objects.exists()
    assert deputy.post(page, {"do": "cancel"}).status_code == 302
    assert deputy.get(page).status_code == 404


def test_what_was_seen_is_what_is_written(cast: Cast, deputy: Client) -> None:
    """Somebody enters a result by hand while the preview stands open: nothing of the file is written."""
    page = uploaded(deputy, sent(cast, (DANIIL, 5, None), (ANNA, 4, None)))
    stamp = seen(deputy, page)
    by_hand = {name: value for name, value in sent(cast).items() if name != "file"}
    deputy.post("/exams/new/", by_hand | {f"value-{cast.pupil(ANNA).pk}": "4"})
    answer = deputy.post(page, {"do": "write", "seen": stamp}, follow=True)
    assert "в школе что-то изменилось. Ничего не записано" in text(answer)
    assert [row.value for row in ExamResult.objects.all()] == ["4"]


def test_days_that_cannot_be_are_refused_when_written(cast: Cast, deputy: Client) -> None:
    page = uploaded(deputy, sent(cast, (DANIIL, 5, None), received_on="2026-12-05"))
    answer = deputy.post(page, {"do": "write", "seen": seen(deputy, page)}, follow=True)
    assert "Результат получен раньше экзамена" in text(answer)
    assert not ExamResult.objects.exists()


def test_no_table_no_upload(cast: Cast, deputy: Client) -> None:
    answer = deputy.post(NEW, sent(cast, file=SimpleUploadedFile("скан.pdf", b"%PDF-1.4 ...")))
    assert answer.status_code == 422
    assert "не подходит: это PDF" in text(answer)
    assert "Выберите файл." in text(deputy.post(NEW, {k: v for k, v in sent(cast).items() if k != "file"}))


def test_a_teacher_loads_attestation_of_the_own_page_only(cast: Cast, enter: Enter) -> None:
    teacher = enter(cast.user("krylova"))
    own = {"kind": "intermediate", "unit": f"p{algebra(cast).pk}"}
    strange = own | {"unit": f"p{cast.course('7Б', 'География').pk}"}
    assert teacher.post(NEW, sent(cast, (DANIIL, 4, None)) | strange).status_code == 422
    assert teacher.post(NEW, sent(cast, (DANIIL, 4, None)) | own | {"kind": "state"}).status_code == 422
    page = uploaded(teacher, sent(cast, (DANIIL, 4, None)) | own)
    assert enter(cast.user("gromov")).get(page).status_code == 404, "a kept file is its owner's"
    assert teacher.post(page, {"do": "write", "seen": seen(teacher, page)}).status_code == 302
    assert ExamResult.objects.get().kind == "intermediate"
    assert enter(cast.user("sekretar")).get(NEW).status_code == 403
