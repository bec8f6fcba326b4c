"""Matching of topics through an edit, hours."""

from decimal import Decimal

from parta.domain.curriculum import rules
from parta.domain.curriculum.rules import OldTopic, PlanLine


def test_a_topic_with_its_id_keeps_it_even_when_renamed() -> None:
    old = [OldTopic(1, "Степень", "Одночлены"), OldTopic(2, "Корень", "Одночлены")]
    new = [PlanLine("Корень", id=2), PlanLine("Степень с показателем", id=1), PlanLine("Новая")]
    assert rules.match_topics(old, new) == [2, 1, None]


def test_a_newer_file_keeps_topics_by_their_text() -> None:
    old = [OldTopic(1, "Степень", "А"), OldTopic(2, "Повторение", "А"), OldTopic(3, "Повторение", "Б")]
    new = [PlanLine("Повторение", "Б"), PlanLine("степень", "Другой раздел"), PlanLine("Повторение", "А")]
    assert rules.match_topics(old, new) == [3, 1, 2]


def test_equal_topics_in_a_row_are_told_apart_by_order() -> None:
    old = [OldTopic(1, "Повторение", ""), OldTopic(2, "Повторение", "")]
    assert rules.match_topics(old, [PlanLine("Повторение")] * 3) == [1, 2, None]


def test_an_id_of_another_plan_is_not_trusted() -> None:
    assert rules.match_topics([OldTopic(1, "Степень", "")], [PlanLine("Корень", id=77)]) == [None]


def test_empty_lines_fall_away_and_a_line_without_topic_is_named() -> None:
    lines = rules.clean_lines([PlanLine(" Степень \n числа "), PlanLine("  "), PlanLine("", homework="§ 3")])
    assert [line.title for line in lines] == ["Степень числа", ""]
    assert rules.line_without_topic(lines) == 2


def test_hours_a_year_follow_the_weeks_of_the_grade() -> None:
    assert rules.yearly_hours(Decimal(3), 7) == 102
    assert rules.yearly_hours(Decimal(4), 1) == 132
    assert rules.yearly_hours(Decimal("0.5"), 5) == 17


def test_the_log_keeps_only_lines_that_changed() -> None:
    old = [PlanLine("Степень"), PlanLine("Корень"), PlanLine("Итоги")]
    new = [PlanLine("Степень"), PlanLine("Корень n-й степени"), PlanLine("Итоги"), PlanLine("Повторение")]
    before, after = rules.changed_lines(old, new)
    assert [(row["number"], row["title"]) for row in before] == [(2, "Корень")]
    assert [(row["number"], row["title"]) for row in after] == [(2, "Корень n-й степени"), (4, "Повторение")]
