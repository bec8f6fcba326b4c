"""Pages of examination results and of the terms of results, as the deputy, a teacher, a class teacher use them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parta.domain.audit.models import AuditEntry
from parta.domain.finals import actions
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import ExamResult, FinalMark
from parta.domain.finals.rules.exams import Score
from parta.domain.finals.tests.steps import DANIIL, algebra
from parta.domain.school.models import Student
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
NEW = "/exams/new/"
FRAME = 12


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def sent(cast: Cast, **cells: str) -> dict[str, str]:
    """A trial examination in algebra of 7Б, held on Monday, received yesterday at three."""
    return {
        "kind": "trial", "unit": f"c{cast.school.classes['7Б'].pk}", "subject": str(algebra(cast).subject_id),
        "held_on": "2026-12-07", "received_on": "2026-12-09", "received_at": "15:00", **cells,
    }  # fmt: skip


def passed(cast: Cast, student: Student, kind: ExamKind = ExamKind.TRIAL, *, hours: int = 1) -> ExamResult:
    """«4, 15 баллов», received a week ago, entered by the deputy so many hours later."""
    received = clock.at(date(2026, 12, 3), 14)
    held = actions.ExamHeld(cast.school.year, kind, algebra(cast).subject, date(2026, 12, 1), received)
    with clock.frozen_at(received + timedelta(hours=hours)):
        line = actions.ExamLine(student, Score("4", 15))
        return actions.enter_exam_results(cast.user("zavuch"), held=held, lines=[line]).rows[0]


@pytest.fixture
def deputy(cast: Cast, enter: Enter) -> Client:
    return enter(cast.user("zavuch"))


def test_a_class_is_entered_in_one_form(cast: Cast, deputy: Client) -> None:
    assert "Кто сдавал" in text(deputy.get(NEW))
    sheet = text(deputy.get(NEW, sent(cast)))
    assert sheet.count('name="value-') == 27
    daniil, anna = cast.pupil(DANIIL), cast.pupil("Лебедева Анна")
    cells = {f"value-{daniil.pk}": "5", f"points-{daniil.pk}": "19", f"points-{anna.pk}": "12"}
    done = deputy.post(NEW, sent(cast, **cells), follow=True)
    assert done.redirect_chain == [("/exams/", 302)]
    assert "Записано: 2. Ученики и родители уже видят результаты" in text(done)
    rows = {row.student_id: row for row in ExamResult.objects.all()}
    assert (rows[daniil.pk].value, rows[daniil.pk].points) == ("5", 19)
    assert (rows[anna.pk].value, rows[anna.pk].points) == ("", 12)
    assert rows[anna.pk].shown_at == clock.now()
    assert not FinalMark.objects.exists(), "a trial examination leaves the journal as it is"


def test_a_wrong_line_is_shown_and_nothing_is_written(cast: Cast, deputy: Client) -> None:
    daniil, anna = cast.pupil(DANIIL), cast.pupil("Лебедева Анна")
    cells = {f"value-{daniil.pk}": "7", f"value-{anna.pk}": "4", f"points-{anna.pk}": "четыре"}
    answer = deputy.post(NEW, sent(cast, **cells))
    assert answer.status_code == 422
    assert "«7» — не отметка. Можно: 5, 4, 3, 2, зачёт, незачёт" in text(answer)
    assert "«четыре» — не балл. Балл — целое число от 0 до 200" in text(answer)
    assert 'value="четыре"' in text(answer), "what was typed stays"
    assert not ExamResult.objects.exists()


def test_a_second_result_of_one_examination_is_told(cast: Cast, deputy: Client) -> None:
    daniil = cast.pupil(DANIIL)
    deputy.post(NEW, sent(cast, **{f"value-{daniil.pk}": "5"}))
    assert "уже записано: 5" in text(deputy.get(NEW, sent(cast)))
    answer = deputy.post(NEW, sent(cast, **{f"value-{daniil.pk}": "4"}))
    assert answer.status_code == 422
    assert "Уже записано: 5. Исправьте его в списке" in text(answer)
    assert ExamResult.objects.get().value == "5"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"received_at": "не знаю"}, "Время пишут так: 15:30."),
        ({"received_on": "2026-12-11"}, "Время получения ещё не наступило"),
        ({"received_on": "2026-12-05"}, "Результат получен раньше экзамена"),
        ({"held_on": "2026-08-20"}, "Экзамен не в этом учебном году: выберите день с 1 сентября по 23 сентября"),
        ({"unit": ""}, "Выберите, кто сдавал."),
        ({"subject": "999"}, "Выберите"),
    ],
)
def test_days_that_cannot_be_are_refused(cast: Cast, deputy: Client, change: dict[str, str], sentence: str) -> None:
    cells = {f"value-{cast.pupil(DANIIL).pk}": "5"}
    answer = deputy.post(NEW, sent(cast, **cells) | change)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not ExamResult.objects.exists()


def test_a_teacher_enters_attestation_of_the_own_page_only(cast: Cast, enter: Enter) -> None:
    teacher = enter(cast.user("krylova"))
    form = text(teacher.get(NEW))
    assert "государственная" not in form
    assert "7Б, алгебра" in form
    assert "7Б, география" not in form
    daniil = cast.pupil(DANIIL)
    own = sent(cast, **{f"value-{daniil.pk}": "4"}) | {"kind": "intermediate", "unit": f"p{algebra(cast).pk}"}
    strange = own | {"unit": f"p{cast.course('7Б', 'География').pk}"}
    assert teacher.post(NEW, strange).status_code == 422
    assert teacher.post(NEW, own | {"kind": "state"}).status_code == 422
    assert not ExamResult.objects.exists()
    assert teacher.post(NEW, own).status_code == 302
    assert ExamResult.objects.get().kind == ExamKind.INTERMEDIATE


def test_each_reads_what_is_theirs(cast: Cast, enter: Enter) -> None:
    """The deputy all, the class teacher the class, another teacher the own subject, the secretary nothing."""
    result = enter_one(cast)
    for login, seen in (("zavuch", True), ("krylova", True), ("gromov", False)):
        page = text(enter(cast.user(login)).get("/exams/"))
        assert (DANIIL in page) is seen, login
        assert enter(cast.user(login)).get(f"/exams/{result.pk}/").status_code == (200 if seen else 404), login
    assert enter(cast.user("sekretar")).get("/exams/").status_code == 403
    assert enter(cast.user("krylova")).get("/results/terms/").status_code == 403


def enter_one(cast: Cast) -> ExamResult:
    return passed(cast, cast.pupil(DANIIL))


def test_a_correction_keeps_both_and_says_why(cast: Cast, deputy: Client) -> None:
    result = enter_one(cast)
    page = f"/exams/{result.pk}/"
    without = deputy.post(page, {"value": "5", "points": "18", "base": "1", "reason": ""})
    assert without.status_code == 422
    done = deputy.post(page, {"value": "5", "points": "18", "base": "1", "reason": "Апелляция"}, follow=True)
    assert "4, 15 баллов → 5, 18 баллов" in text(done).replace("</span>", "").replace("<b>", "")
    stale = deputy.post(page, {"value": "3", "points": "10", "base": "1", "reason": "Ошибка"})
    assert stale.status_code == 422
    assert "этот результат изменили" in text(stale)
    assert ExamResult.objects.get().value == "5"
    entry = AuditEntry.objects.get(code="finals.exam.corrected")
    assert (entry.before or {})["value"] == "4"
    assert entry.reason == "Апелляция"


def test_a_result_that_never_was_is_taken_away(cast: Cast, deputy: Client) -> None:
    result = enter_one(cast)
    page = f"/exams/{result.pk}/"
    assert deputy.post(page, {"remove": "1", "base": "1", "reason": ""}).status_code == 422
    assert deputy.post(page, {"remove": "1", "base": "1", "reason": "Не тот ученик"}).status_code == 302
    assert not ExamResult.objects.exists()
    assert AuditEntry.objects.get(code="finals.exam.removed").reason == "Не тот ученик"


def test_terms_are_told_with_the_clause_and_the_person(cast: Cast, deputy: Client) -> None:
    """The school of the cast lives by the full act: 24 hours; the first quarter has no marks at all here."""
    late = passed(cast, cast.pupil(DANIIL), hours=43)
    passed(cast, cast.pupil("Лебедева Анна"), hours=24)
    page = text(deputy.get("/results/terms/", {"kind": "exam_shown_late"}))
    assert page.count("Результат экзамена открыт семье с опозданием") == 1
    assert "Порядок, п. 2.5" in page
    assert f'href="/exams/{late.pk}/"' in page
    assert "позже на 19 часов" in page
    assert cast.user("zavuch").short_name.replace("\u00a0", " ") in page
    everything = text(deputy.get("/results/terms/", {"class": cast.school.classes["7Б"].pk}))
    assert "Период кончился, нет ни отметки, ни отсрочки" in everything
    assert "ещё не сделано" in everything


def test_pages_cost_a_fixed_number_of_statements(
    cast: Cast, deputy: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in (DANIIL, "Лебедева Анна", "Чернов Лев"):
        passed(cast, cast.pupil(name), hours=43)
    for page, most in (("/exams/", FRAME), (NEW, FRAME), ("/results/terms/", FRAME + 28)):
        deputy.get(page)
        with django_assert_max_num_queries(most):
            deputy.get(page)
