"""Values read as they are written: in files, in Russian words, and typed by a person."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from parta.domain.regulation import rules
from parta.domain.regulation.errors import WrongValue
from parta.lib.russian import NBSP


def read(name: str, text: str) -> Any:
    return rules.value_from_text(rules.settings_by_name()[name], text)


@pytest.mark.parametrize("slug", rules.profile_slugs())
def test_every_value_of_a_profile_reads_back_from_its_russian_words(slug: str) -> None:
    rulebook = rules.load_profile(slug).rulebook
    for setting in rules.all_settings():
        value = setting.value_in(rulebook)
        again = rules.value_from_text(setting, rules.value_text(setting.name, value))
        assert (set(again) if setting.many else again) == (set(value) if setting.many else value), setting.name


@pytest.mark.parametrize("slug", rules.profile_slugs())
def test_every_value_of_a_profile_survives_storing_as_json(slug: str) -> None:
    rulebook = rules.load_profile(slug).rulebook
    stored = {setting.name: rules.plain_value(rulebook, setting.name) for setting in rules.all_settings()}
    assert rules.assemble(None, stored) == rulebook


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("1 days", "1 день"),
        ("3 days", "3 дня"),
        ("24 hours", "24 часа"),
        ("1 working days", "1 рабочий день"),
        ("2 working days", "2 рабочих дня"),
        ("5 working days", "5 рабочих дней"),
        ("10 minutes", "10 минут"),
        ("75 years", "75 лет"),
        ("same day 16:00", "до 16:00 того же дня"),
        ("same day", "до конца того же дня"),
        ("90 minutes after class", "90 минут после последнего урока класса"),
    ],
)
def test_a_term_is_printed_in_russian(code: str, text: str) -> None:
    assert rules.term_text(rules.Term.from_code(code)).replace(NBSP, " ") == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3 дня", "3 days"),
        ("3 календарных дня", "3 days"),
        ("2 суток", "48 hours"),
        ("неделя", None),
        ("1 неделя", "7 days"),
        ("5 раб. дней", "5 working days"),
        ("24 ч", "24 hours"),
        ("скоро", None),
        ("25 часов", "25 hours"),
    ],
)
def test_a_typed_term_is_understood_or_refused_with_an_example(text: str, code: str | None) -> None:
    if code is None:
        with pytest.raises(WrongValue, match="Напишите, например: «3\u00a0дня»"):
            read("control_work_mark_deadline", text)
    else:
        assert read("control_work_mark_deadline", text).code == code


def test_a_word_outside_a_closed_list_is_refused_with_the_list() -> None:
    with pytest.raises(WrongValue, match="Выберите из списка: обязательно; рекомендуется"):
        read("forecast_obligation", "иногда")
    with pytest.raises(WrongValue):
        read("deferral_reasons", "болезнь, лень")


def test_a_list_may_be_emptied() -> None:
    assert read("paper_extract_trigger", "") == ()
    assert read("paper_extract_trigger", "выписки не предусмотрены") == ()


def test_a_term_that_makes_no_sense_for_its_setting_is_refused() -> None:
    base = rules.load_profile(rules.DEFAULT).rulebook
    with pytest.raises(ValidationError, match="journal_retention"):
        rules.assemble(base, {"journal_retention": "5 hours"})
    with pytest.raises(ValidationError, match="extra"):
        rules.Rulebook.model_validate({**dict(base), "colour": "red"})


def test_a_rulebook_cannot_be_changed_in_place() -> None:
    rulebook = rules.load_profile(rules.DEFAULT).rulebook
    with pytest.raises(ValidationError):
        rulebook.entry.homework_optional = False


@pytest.mark.parametrize(
    ("mean", "mark"), [("4.5", 5), ("4.4999", 4), ("3.5", 4), ("2.5", 3), ("2.4999", 2), ("5", 5), ("2", 2)]
)
def test_a_final_mark_is_proposed_from_the_exact_mean(mean: str, mark: int) -> None:
    assert rules.Rounding.from_code("4.5 3.5 2.5").proposed(Decimal(mean)) == mark


def test_a_mean_of_4_645_is_not_4_65() -> None:
    assert rules.Rounding.from_code("4.65 3.65 2.65").proposed(Decimal("4.645")) == 4


def test_marks_needed_grow_with_weekly_hours() -> None:
    table = rules.MarksByHours.from_code("1:3 2:5 3:7")
    assert [table.needed(Decimal(hours)) for hours in ("0.5", "1", "1.5", "2", "6")] == [0, 3, 3, 5, 7]


def test_the_five_point_scale_has_no_one_unless_the_school_says_so() -> None:
    rulebook = rules.load_profile(rules.DEFAULT).rulebook
    assert rulebook.marks.mark_values == ("5", "4", "3", "2")
    assert rules.assemble(rulebook, {"mark_one_allowed": True}).marks.mark_values[-1] == "1"


def test_an_open_list_of_periods_allows_any_period() -> None:
    kinds = type(rules.load_profile(rules.DEFAULT).rulebook.frame.period_types[0])
    assert rules.load_profile("service-gis").rulebook.frame.allows_period(kinds.YEAR)
    assert not rules.load_profile("gymnasium-2015").rulebook.frame.allows_period(kinds.YEAR)
