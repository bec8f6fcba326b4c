"""The rulebook of a school: adopted, changed with a reason, versioned; what was judged before stays judged so."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.audit.models import AuditEntry
from parta.domain.regulation import queries, rules
from parta.domain.regulation.actions import adopt_profile, change_setting
from parta.domain.regulation.errors import (
    FixedSetting,
    ReasonMissing,
    RulebookForbidden,
    UnknownProfile,
    UnknownSetting,
    WrongValue,
)
from parta.domain.regulation.models import RulebookVersion
from parta.domain.regulation.permissions import can_change_rulebook, can_read_rulebook
from parta.lib import clock
from parta.lib.errors import RuleViolation, StaleEdit
from parta.lib.russian import NBSP

pytestmark = pytest.mark.django_db
CONTROL = "control_work_mark_deadline"
OCTOBER = datetime(2025, 10, 6, 12, 0, tzinfo=clock.zone())
JANUARY = datetime(2026, 1, 12, 9, 30, tzinfo=clock.zone())


def person(role: Role, surname: str) -> User:
    user = access.create_person(system_user(), NewPerson(surname, "Анна"))
    access.appoint(system_user(), user, role=role, valid_from=date(2025, 9, 1), order_number="12")
    return user


@pytest.fixture
def admin() -> User:
    return person(Role.ADMINISTRATOR, "Титова")


def adopt(actor: User, profile: str = "full-act-2021", **more: Any) -> RulebookVersion:
    with clock.frozen_at(OCTOBER):
        return adopt_profile(actor, year=2025, profile=profile, reason="Приказ № 350 от 30.08.2025", **more)


def change(actor: User, value: object, *, at: datetime = JANUARY, name: str = CONTROL, **more: Any) -> RulebookVersion:
    with clock.frozen_at(at):
        return change_setting(actor, year=2025, name=name, value=value, reason="Решение педсовета", **more)


def test_before_anything_is_adopted_the_default_is_in_force_and_cites_nothing() -> None:
    current = queries.rulebook_for(date(2025, 10, 6))
    assert current.rulebook == rules.load_profile(rules.DEFAULT).rulebook
    assert current.clause(CONTROL) == ""
    assert current.source_text(CONTROL) == "умолчание"


def test_the_first_profile_holds_from_the_start_of_the_year_and_cites_its_clauses(admin: User) -> None:
    adopt(admin)
    current = queries.rulebook_for(date(2025, 9, 1))
    assert current.profile.slug == "full-act-2021"
    assert current.clause(CONTROL) == "п. 4.4.1"


@pytest.mark.clause("S4-3.2bis-a")
def test_a_change_holds_from_its_moment_and_the_past_stays_under_the_version_then_in_force(admin: User) -> None:
    adopt(admin)
    version = change(admin, "5 дней", clause="приказ № 335 от 10.12.2025")
    assert version.number == 2
    assert queries.rulebook_for(date(2026, 1, 11)).value_text(CONTROL) == f"3{NBSP}дня"
    assert queries.rulebook_for(JANUARY.replace(minute=29)).value_text(CONTROL) == f"3{NBSP}дня"
    after = queries.rulebook_for(date(2026, 1, 12))
    assert after.value_text(CONTROL) == f"5{NBSP}дней"
    assert after.source_text(CONTROL) == "приказ № 335 от 10.12.2025"
    assert queries.rulebook_for(2025) == after


@pytest.mark.clause("S3-1.9a")
def test_a_rulebook_goes_on_into_the_next_year_until_a_new_one_is_adopted(admin: User) -> None:
    adopt(admin)
    assert queries.rulebook_for(date(2026, 10, 1)).profile.slug == "full-act-2021"
    with clock.frozen_at(datetime(2026, 8, 20, 10, 0, tzinfo=clock.zone())):
        adopt_profile(admin, year=2026, profile="service-2022", reason="Новый акт")
    assert queries.rulebook_for(date(2026, 8, 31)).profile.slug == "full-act-2021"
    assert queries.rulebook_for(date(2026, 9, 1)).profile.slug == "service-2022"


def test_a_value_the_school_set_without_a_document_cites_no_clause(admin: User) -> None:
    adopt(admin)
    change(admin, "5 дней")
    current = queries.rulebook_for(2025)
    assert current.clause(CONTROL) == ""
    assert current.source_text(CONTROL) == "решение школы"
    assert [one.text for one in current.stated(CONTROL)] == [f"3{NBSP}дня"]


def test_a_change_is_in_the_log_with_both_values_and_the_reason(admin: User) -> None:
    adopt(admin)
    change(admin, "5 дней")
    adopted, changed = AuditEntry.objects.filter(code__startswith="regulation.").order_by("sequence")
    assert adopted.after == {"profile": "full-act-2021", "title": "Полный акт школы, 2021"}
    assert changed.before
    assert changed.before["text"] == f"3{NBSP}дня"
    assert changed.after == {"setting": CONTROL, "value": "5 days", "text": f"5{NBSP}дней", "clause": ""}
    assert (changed.reason, changed.actor) == ("Решение педсовета", admin)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_the_administrator_changes_the_rulebook(admin: User, role: Role) -> None:
    adopt(admin)
    other = access.create_person(system_user(), NewPerson("Ким", "Ирина"))
    if role in {Role.DIRECTOR, Role.DEPUTY, Role.SECRETARY, Role.RESPONSIBLE, Role.WORKING_GROUP}:
        access.appoint(system_user(), other, role=role, valid_from=date(2025, 9, 1), order_number="12")
        assert can_read_rulebook(other)
    assert not can_change_rulebook(other)
    with pytest.raises(RulebookForbidden, match="администратор"):
        change(other, "5 дней")
    with pytest.raises(RulebookForbidden):
        adopt(other, "default")
    assert RulebookVersion.objects.count() == 1


@pytest.mark.parametrize("name", ["diary_source", "viewer_scope", "diary_fee", "account_sharing"])
def test_a_property_of_the_product_is_not_changed_by_anyone(admin: User, name: str) -> None:
    with pytest.raises(FixedSetting):
        change(admin, 1, name=name)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (CONTROL, "скоро", "понять нельзя"),
        (CONTROL, "5 лет", "считают так"),
        (CONTROL, "3 дня", "Менять нечего"),
        ("period_types", "", "хотя бы одно"),
        ("period_types", ["four"], "не подходит"),
        ("grade1_marks_allowed", "иногда", "понять нельзя"),
    ],
)
def test_a_value_that_makes_no_sense_changes_nothing(admin: User, name: str, value: object, sentence: str) -> None:
    adopt(admin)
    with pytest.raises(WrongValue, match=sentence):
        change(admin, value, name=name, clause=queries.rulebook_for(2025).clause(name))
    assert RulebookVersion.objects.count() == 1


def test_a_change_without_a_reason_or_of_an_unknown_thing_is_refused(admin: User) -> None:
    with pytest.raises(ReasonMissing):
        change_setting(admin, year=2025, name=CONTROL, value="5 дней", reason="  ")
    with pytest.raises(UnknownSetting):
        change(admin, "5 дней", name="homework_colour")
    with pytest.raises(UnknownProfile):
        adopt(admin, "../secrets")


def test_the_second_of_two_people_is_told_that_the_rulebook_has_changed(admin: User) -> None:
    seen = adopt(admin).number
    change(admin, "5 дней", based_on=seen)
    with pytest.raises(StaleEdit):
        change(admin, "4 дня", based_on=seen)
    assert queries.rulebook_for(2025).value_text(CONTROL) == f"5{NBSP}дней"


def test_a_version_is_never_changed_or_deleted(admin: User) -> None:
    version = adopt(admin)
    version.profile = "default"
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RulebookVersion.objects.create(
            year=2025, number=1, profile="x", effective_from=JANUARY, author=admin, reason="x", created_at=JANUARY
        )


def test_a_new_profile_cannot_start_before_the_one_in_force(admin: User) -> None:
    adopt(admin)
    with pytest.raises(RuleViolation, match="раньше"):
        adopt(admin, "service-2022", effective_from=datetime(2025, 8, 1, tzinfo=clock.zone()))


def test_the_history_says_in_words_what_each_version_changed(admin: User) -> None:
    adopt(admin)
    change(admin, "5 дней", clause="приказ № 335")
    change(admin, "ставят", name="mark_one_allowed")
    newest, middle, first = queries.history(2025)
    assert [(row.before, row.after) for row in newest.changes] == [("не ставят", "ставят")]
    assert middle.changes[0].clause == "приказ № 335"
    assert first.adopted
    assert not first.changes
    assert not middle.adopted


def test_one_query_answers_and_a_request_remembers_it(admin: User, django_assert_num_queries: Any) -> None:
    adopt(admin)
    with django_assert_num_queries(1):
        queries.rulebook_for(date(2025, 10, 6))
    queries.begin_request()
    try:
        with django_assert_num_queries(1):
            queries.rulebook_for(date(2025, 10, 6))
            queries.rulebook_for(date(2025, 10, 6))
        change(admin, "5 дней", at=OCTOBER)
        assert queries.rulebook_for(date(2025, 10, 6)).value_text(CONTROL) == f"5{NBSP}дней"
    finally:
        queries.end_request()


def names(text: str, slug: str = "full-act-2021") -> set[str]:
    current = queries.CurrentRulebook(rules.load_profile(slug).rulebook, rules.load_profile(slug), {})
    return {setting.name for setting in queries.find_settings(current, text)}


def test_rules_are_found_by_words_and_by_clause() -> None:
    assert CONTROL in names("контрольную")
    assert "min_marks_by_weekly_hours" in names("сколько отметок нужно")
    by_clause = names("п. 4.4.1")
    assert by_clause == {
        "lesson_entry_deadline", "lesson_mark_deadline", CONTROL, "written_work_mark_deadline",
    }  # fmt: skip
    assert "external_diagnostic_mark_deadline" in names("п. 4.4.10")
    assert "homework_entry_deadline" in names("Регл., п. 1.15")
    assert names("жираф") == set()


def test_the_same_ticks_in_another_order_are_no_change(admin: User) -> None:
    adopt(admin)
    with pytest.raises(WrongValue, match="Менять нечего"):
        change(admin, ["other", "illness"], name="deferral_reasons")
    assert RulebookVersion.objects.count() == 1
