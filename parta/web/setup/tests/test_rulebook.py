"""The rulebook page: the staff read it by theme, word and clause; only the administrator changes it, with a reason."""

from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.regulation import queries, rules
from parta.domain.regulation.actions import adopt_profile, change_setting
from parta.domain.regulation.models import RulebookVersion
from parta.lib import clock
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
CONTROL = "control_work_mark_deadline"
MORNING = datetime(2025, 12, 11, 8, 0, tzinfo=clock.zone())


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(MORNING):
        yield


def staff(role: Role, surname: str) -> User:
    user = access.create_person(system_user(), NewPerson(surname, "Анна", "Викторовна"))
    access.appoint(system_user(), user, role=role, valid_from=date(2025, 9, 1))
    return user


@pytest.fixture
def admin() -> User:
    return staff(Role.ADMINISTRATOR, "Титова")


@pytest.fixture
def adopted(admin: User) -> RulebookVersion:
    return adopt_profile(admin, year=2025, profile="full-act-2021", reason="Приказ № 350")


@pytest.fixture
def desk(enter: Enter, admin: User, adopted: RulebookVersion) -> Client:
    """The administrator's browser in a school that adopted its act."""
    return enter(admin)


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(unescape(answer.content.decode()).replace("\u00a0", " ").split())


def row_of(text: str, name: str) -> str:
    return text.split(f'<tr id="{name}">')[1].split("</tr>", maxsplit=1)[0]


def test_a_deputy_reads_a_rule_with_its_value_and_clause_and_has_no_button_to_change_it(
    enter: Enter, adopted: RulebookVersion
) -> None:
    text = text_of(enter(staff(Role.DEPUTY, "Лунина")), "/rulebook/")
    row = row_of(text, CONTROL)
    assert "Отметки за контрольную" in row
    assert "3 дня" in row
    assert ">п. 4.4.1</a>" in row
    assert "Изменить" not in text


def test_every_theme_opens_and_every_rule_stands_in_one_of_them(desk: Client) -> None:
    seen: list[str] = []
    for theme in {setting.theme for setting in rules.all_settings()}:
        text = text_of(desk, f"/rulebook/?theme={theme.value}")
        seen += [setting.name for setting in rules.all_settings() if f'<tr id="{setting.name}">' in text]
    assert sorted(seen) == sorted(setting.name for setting in rules.all_settings())


def test_a_clause_leads_to_all_rules_of_that_clause(desk: Client) -> None:
    text = text_of(desk, "/rulebook/?q=п. 4.4.1")
    assert "4 правила" in text
    assert f'<tr id="{CONTROL}">' in text
    assert '<tr id="external_diagnostic_mark_deadline">' not in text


def test_a_search_without_result_says_what_to_do(enter: Enter, admin: User) -> None:
    assert "Таких правил нет" in text_of(enter(admin), "/rulebook/?q=жираф")


def test_a_profile_stands_beside_ours_and_differences_are_told_in_words(desk: Client) -> None:
    text = text_of(desk, "/rulebook/?theme=families&with=service-2022")
    row = row_of(text, "final_results_publish_within")
    assert "24 часа" in row
    assert "Иначе: </span>72 часа" in row


def test_the_comparison_shows_only_differences_until_asked_for_all(enter: Enter, admin: User) -> None:
    client = enter(admin)
    few = text_of(client, "/rulebook/compare/?p=service-2022&p=service-gis")
    assert "Итоги видны семье" in few
    assert "Сколько хранят журналы" not in few
    assert "Сколько хранят журналы" in text_of(client, "/rulebook/compare/?p=service-2022&all=1")


def post(client: Client, name: str, **data: Any) -> Any:
    return client.post(f"/rulebook/{name}/", {"reason": "Решение педсовета", "clause": "", **data})


def test_the_administrator_changes_a_term_in_words(desk: Client) -> None:
    answer = post(desk, CONTROL, value="5 дней", clause="приказ № 335", based_on=1)
    assert answer.status_code == 302
    assert answer.url == f"/rulebook/?theme=deadlines#{CONTROL}"
    text = text_of(desk, "/rulebook/")
    assert "5 дней" in row_of(text, CONTROL)
    assert "приказ № 335" in row_of(text, CONTROL)
    assert "«Отметки за контрольную»: теперь «5 дней»" in text


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("homework_optional", "no", False),
        ("forecast_obligation", "recommended", "recommended"),
        ("paper_extract_trigger", ["declaration", "request"], ["declaration", "request"]),
        ("service_refusal_grounds", "отчисление\nперевод", ["отчисление", "перевод"]),
        ("min_marks_by_weekly_hours", "1 ч — 2, 2 ч и больше — 4", "1:2 2:4"),
        ("roster_due_date", "5 сентября", "09-05"),
        ("late_window_days", "0", 0),
        ("profile.school", "Школа № 12", "Школа № 12"),
        ("profile.valid_from", "01.09.2025", "2025-09-01"),
    ],
)
def test_every_kind_of_value_is_changed_by_its_form(desk: Client, name: str, value: object, stored: object) -> None:
    assert post(desk, name, value=value).status_code == 302
    assert rules.plain_value(queries.rulebook_for(2025).rulebook, name) == stored


def test_a_form_shows_what_stands_now_and_has_at_most_four_fields(desk: Client) -> None:
    for setting in rules.all_settings():
        text = text_of(desk, f"/rulebook/{setting.name}/")
        form = text.split('id="change"')[1].split("</section>")[0]
        assert form.count('class="field"') == (3 if setting.changeable else 0), setting.name
    assert 'value="3 дня"' in text_of(desk, f"/rulebook/{CONTROL}/")


def test_a_wrong_value_or_a_missing_reason_gets_a_sentence_and_changes_nothing(desk: Client) -> None:
    answer = post(desk, CONTROL, value="скоро")
    assert answer.status_code == 422
    assert "понять нельзя" in answer.content.decode()
    assert 'value="скоро"' in answer.content.decode()
    answer = post(desk, CONTROL, value="5 дней", reason=" ")
    assert answer.status_code == 422
    assert "Напишите, почему" in answer.content.decode()
    assert RulebookVersion.objects.count() == 1


def test_the_second_of_two_administrators_is_told_and_keeps_what_was_typed(desk: Client, admin: User) -> None:
    change_setting(admin, year=2025, name="late_window_days", value=3, reason="Решение")
    answer = post(desk, CONTROL, value="5 дней", based_on=1)
    assert answer.status_code == 409
    assert "регламент изменился" in answer.content.decode()
    assert 'value="5 дней"' in answer.content.decode()


def test_nobody_else_changes_a_rule_or_adopts_a_profile(enter: Enter, adopted: RulebookVersion) -> None:
    client = enter(staff(Role.DIRECTOR, "Орлов"))
    assert post(client, CONTROL, value="5 дней").status_code == 403
    assert client.post("/rulebook/adopt/", {"profile": "default", "reason": "Так"}).status_code == 403
    assert RulebookVersion.objects.count() == 1


def test_a_person_who_does_not_work_at_the_school_does_not_read_the_rulebook(
    enter: Enter, adopted: RulebookVersion
) -> None:
    client = enter(access.create_person(system_user(), NewPerson("Ким", "Анна")))
    for address in ("", "compare/", "history/", "adopt/", f"{CONTROL}/"):
        assert client.get(f"/rulebook/{address}").status_code == 403


def test_an_unknown_rule_is_not_found(enter: Enter, admin: User) -> None:
    assert enter(admin).get("/rulebook/homework_colour/").status_code == 404


def test_a_profile_is_adopted_with_a_reason(enter: Enter, admin: User) -> None:
    client = enter(admin)
    assert "школа ещё не приняла свой профиль" in text_of(client, "/rulebook/")
    answer = client.post("/rulebook/adopt/", {"profile": "service-gis", "reason": ""})
    assert answer.status_code == 422
    assert client.post("/rulebook/adopt/", {"profile": "service-gis", "reason": "Приказ № 1"}).status_code == 302
    assert "Принят профиль «Регламент услуги в государственной системе»" in text_of(client, "/rulebook/")
    assert queries.rulebook_for(date(2025, 9, 1)).profile.slug == "service-gis"


def test_the_history_tells_who_changed_what_and_why(desk: Client, admin: User) -> None:
    change_setting(admin, year=2025, name=CONTROL, value="5 дней", reason="Решение педсовета № 4")
    for address in ("/rulebook/history/", f"/rulebook/{CONTROL}/"):
        text = text_of(desk, address)
        assert "<del>3 дня</del> → <ins>5 дней</ins>" in text
        assert "Титова А. В." in text
        assert "Решение педсовета № 4" in text
    assert "<ins>5 дней</ins>" not in text_of(desk, "/rulebook/late_window_days/")


def test_what_a_person_typed_is_never_markup(desk: Client, admin: User) -> None:
    change_setting(admin, year=2025, name="profile.school", value="<b>x</b>", reason="<script>1</script>")
    body = desk.get("/rulebook/profile.school/").content.decode()
    assert "<b>x</b>" not in body
    assert "<script>1" not in body


def test_the_page_asks_the_database_a_bounded_number_of_times(desk: Client, django_assert_max_num_queries: Any) -> None:
    desk.get("/rulebook/")
    with django_assert_max_num_queries(25):
        desk.get("/rulebook/?theme=marks&with=service-gis")
    with django_assert_max_num_queries(25):
        desk.get("/rulebook/compare/?all=1")
