"""The five profiles and the default hold what the specification says, value by value and clause by clause."""

import re
from pathlib import Path

import pytest

from parta.domain.regulation import rules
from parta.domain.regulation.tests.expected import DEFAULT, S0, S1, S2, S4
from parta.domain.regulation.tests.expected_full_act import S3, SEVERAL

SPEC = Path(__file__).resolve().parents[5] / "shared" / "spec" / "requirements.md"
SEEDS = {"gymnasium-2015": S0, "journal-act-2014": S1, "service-2022": S2, "full-act-2021": S3, "service-gis": S4}
PARTS = {"A": "", "B": "Регл., ", "C": "Порядок, "}


def spec_rows() -> dict[str, list[str]]:
    """Setting → the cells S0…S4 and the note, from the tables of §2."""
    if not SPEC.exists():
        pytest.skip("нет файла ../shared/spec/requirements.md: сверить таблицы §2 не с чем")
    text = SPEC.read_text(encoding="utf-8").split("\n## 2. ")[1].split("\n## 3. ")[0]
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| `")]
    return {re.findall(r"`([^`]+)`", cells[0])[0]: [cell.strip() for cell in cells[1:]] for cells in rows}


def clauses_in(cell: str) -> set[str]:
    """The clauses in the brackets of a cell as a profile writes them: «(A 4.3.1, B 1.15)», «(8)»."""
    found = set()
    for inside in re.findall(r"\(([^)]*)\)", cell):
        part = ""
        for letter, number in re.findall(r"\b([ABC]) |(?<![\d.])(\d+(?:\.\d+)+|^\d$)(?!\.?\d)", inside):
            part = PARTS[letter] if letter else part
            if number:
                found.add(f"{part}п. {number}")
    return found


def test_every_setting_of_the_specification_exists_and_no_other_claims_to_come_from_it() -> None:
    ours = {setting.name for setting in rules.all_settings() if setting.about.ours}
    assert {setting.name for setting in rules.all_settings()} - ours == set(spec_rows())


def test_the_table_of_this_test_names_every_setting_of_the_specification() -> None:
    assert set(DEFAULT) == set(spec_rows())


@pytest.mark.parametrize("name", list(DEFAULT))
def test_the_default_profile_holds_the_proposed_value_and_cites_no_clause(name: str) -> None:
    profile = rules.load_profile(rules.DEFAULT)
    assert rules.plain_value(profile.rulebook, name) == DEFAULT[name]
    assert profile.clauses[name] is None
    assert profile.source_text(name) == "умолчание"


@pytest.mark.parametrize(("slug", "name"), [(slug, name) for slug in SEEDS for name in DEFAULT])
def test_a_profile_holds_the_value_of_its_seed_with_its_clause(slug: str, name: str) -> None:
    profile = rules.load_profile(slug)
    value, clauses = SEEDS[slug].get(name, (DEFAULT[name], ""))
    cited = profile.clauses[name]
    assert rules.plain_value(profile.rulebook, name) == value
    if not clauses:
        assert cited is None
    for clause in filter(None, clauses.split("; ")):
        assert cited is not None
        assert any(part == clause or part.startswith(f"{clause} «") for part in cited.parts), f"{clause}: {cited}"


@pytest.mark.parametrize("column", range(5))
def test_a_profile_cites_a_clause_exactly_where_the_specification_gives_one(column: int) -> None:
    profile = rules.load_profile(list(SEEDS)[column])
    for name, cells in spec_rows().items():
        cell = cells[column]
        if cell.startswith("—"):
            assert profile.clauses[name] is None, name
            assert not profile.stated[name], name
        elif name != "profile.school":
            assert profile.stated[name], f"{name}: {cell}"
        told = {part for one in profile.stated[name] for part in one.clause.parts}
        told |= set(clause.parts if (clause := profile.clauses[name]) else ())
        missing = clauses_in(cell) - {part.removesuffix(" (второй)") for part in told}
        assert not missing, f"{name}: {cell}"


@pytest.mark.parametrize("name", list(SEVERAL))
def test_the_full_act_keeps_every_value_its_parts_state(name: str) -> None:
    stated = {
        clause: one.text for one in rules.load_profile("full-act-2021").stated[name] for clause in one.clause.parts
    }
    for clause, gist in SEVERAL[name].items():
        assert gist in stated[clause]


@pytest.mark.parametrize(
    ("slug", "name", "gist"),
    [
        ("journal-act-2014", "lesson_entry_deadline", "регулярно"),
        ("service-2022", "forecast_min_frequency", "регулярно"),
        ("service-2022", "paper_extract_period", "не назван"),
        ("service-gis", "forecast_min_frequency", "регулярно"),
        ("service-gis", "journal_check_period", "не назван"),
        ("full-act-2021", "account_removal_after_leaving", "классного руководителя"),
    ],
)
def test_what_an_act_says_without_a_number_is_kept_but_cites_no_clause_for_our_number(
    slug: str, name: str, gist: str
) -> None:
    profile = rules.load_profile(slug)
    assert profile.clauses[name] is None
    assert gist in profile.stated[name][0].text


def test_no_profile_names_a_school() -> None:
    assert {rules.load_profile(slug).rulebook.profile.school for slug in rules.profile_slugs()} == {""}


def test_there_are_six_profiles_and_the_default_comes_first() -> None:
    assert rules.profile_slugs()[0] == "default"
    assert set(rules.profile_slugs()) == {"default", *SEEDS}


def test_four_properties_of_the_product_are_fixed() -> None:
    fixed = {setting.name for setting in rules.all_settings() if setting.about.fixed}
    assert fixed == {"diary_source", "viewer_scope", "diary_fee", "account_sharing"}


def test_profiles_are_compared_setting_by_setting() -> None:
    profiles = [rules.load_profile(slug) for slug in ("gymnasium-2015", "service-2022")]
    rows = {row.setting.name: row for row in rules.compare(profiles)}
    row = rows["final_results_publish_within"]
    assert row.texts == ("24\u00a0часа", "72\u00a0часа")
    assert row.sources == ("п. 8", "п. 6")
    assert row.differs
    assert not rows["journal_retention"].differs
    assert len(rows) == len(rules.all_settings())


def test_exam_results_follow_the_final_results_where_an_act_is_silent() -> None:
    assert rules.load_profile("service-2022").rulebook.informing.exam_results_term.code == "72 hours"
    assert rules.load_profile("full-act-2021").rulebook.informing.exam_results_term.code == "24 hours"


@pytest.mark.parametrize("slug", ["default", *SEEDS])
def test_how_year_and_overall_marks_are_made_is_the_schools_own_choice_in_every_profile(slug: str) -> None:
    """No act names these rules: the practice of schools stands as the default, and nothing is cited for it."""
    profile = rules.load_profile(slug)
    ours = {
        "last_control_two_blocks": False,
        "year_mark_rule": "periods_half_up",
        "final_mark_9_rule": "year_and_exam",
        "final_mark_11_rule": "halves_and_years",
        "pass_fail_subjects": [],
        "final_warning_weeks": 3,
        "final_warning_last_weeks": 1,
    }
    assert {name: rules.plain_value(profile.rulebook, name) for name in ours} == ours
    assert [profile.clauses[name] for name in ours] == [None] * len(ours)
