"""Kinds of work and their weights: dated, by subject and grade; a past period is never counted anew."""

import uuid
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.journal import actions, queries
from parta.domain.journal.actions import KindFields, Scope, apply_operations
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import WorkType, WorkTypeWeight
from parta.domain.journal.rules import PRESETS, Operation, WeightBook, WeightRule, clean_weight, preset_weight
from parta.domain.journal.tests import lock_steps
from parta.domain.regulation.rules import profile_slugs
from parta.domain.school.models import GradingPeriod
from parta.domain.timetable.models import Lesson
from parta.lib.errors import InvalidInput, RuleViolation
from parta.ops.cast import Cast

SEPTEMBER, NOVEMBER = date(2026, 9, 1), date(2026, 11, 9)
KIND, ALGEBRA, MUSIC = 7, 1, 2


def rule(day: date, weight: str, **values: object) -> WeightRule:
    return WeightRule(kind=KIND, starts_on=day, weight=Decimal(weight), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("subject", "grade", "day", "weight"),
    [
        (ALGEBRA, 7, SEPTEMBER - timedelta(days=1), "1.5"),
        (ALGEBRA, 7, SEPTEMBER, "3"),
        (ALGEBRA, 7, NOVEMBER, "5"),
        (ALGEBRA, 5, NOVEMBER, "4"),
        (MUSIC, 7, SEPTEMBER, "2"),
        (MUSIC, 11, NOVEMBER, "0"),
        (MUSIC, 7, NOVEMBER, "2"),
    ],
)
def test_the_narrower_weight_wins_and_among_equals_the_later(subject: int, grade: int, day: date, weight: str) -> None:
    rules = [
        rule(SEPTEMBER, "2"),
        rule(SEPTEMBER, "3", subject=ALGEBRA),
        rule(NOVEMBER, "4", subject=ALGEBRA),
        rule(NOVEMBER, "5", subject=ALGEBRA, first_grade=7, last_grade=9),
        rule(NOVEMBER, "9", counts=False, first_grade=10, last_grade=11),
    ]
    assert WeightBook(rules, {KIND: Decimal("1.5")}, ordinary=KIND).weight(
        KIND, day, subject=subject, grade=grade
    ) == Decimal(weight)


@pytest.mark.parametrize("weight", ["-1", "100", "1.555", "NaN", "Infinity"])
def test_a_weight_that_is_not_one_is_refused(weight: str) -> None:
    with pytest.raises(InvalidInput):
        clean_weight(Decimal(weight))


def test_every_preset_names_kinds_the_school_begins_with(cast: Cast) -> None:
    known = set(WorkType.objects.values_list("code", flat=True))
    for preset, (_, weights) in PRESETS.items():
        assert set(weights) <= known, preset
        assert all(clean_weight(preset_weight(preset, code)) > 0 for code in known)


def put(cast: Cast, lesson: Lesson, value: str, kind: str, slot: int = 1) -> tuple[str, str | None]:
    pupil, act = cast.pupil("Ковалёв Даниил"), OperationKind.MARK
    operation = Operation(uuid.uuid4(), act, lesson.pk, value, student=pupil.pk, work_type=kind, slot=slot)
    result = apply_operations(cast.user("krylova"), [operation])[0]
    return result.status.value, result.average


def panel_of(cast: Cast, lesson: Lesson) -> queries.LessonPanel:
    teacher = cast.user("krylova")
    return queries.lesson_panel(teacher, queries.lesson_for(teacher, lesson.pk))


@pytest.mark.clause("S3-5.2c")
def test_a_new_weight_counts_from_its_day_and_the_marks_before_keep_theirs(cast: Cast) -> None:
    control, today = WorkType.objects.get(code="control"), cast.today
    earlier = cast.lesson("7Б", "Алгебра", on_or_before=today - timedelta(days=1))
    put(cast, earlier, "5", "control")
    assert put(cast, cast.lesson("7Б", "Алгебра"), "2", "control") == ("applied", "3,50")
    touched = actions.change_weight(
        cast.user("admin"), year=cast.school.year, work_type=control, weight=Decimal(6), counts=True, starts_on=today
    )
    assert touched == 1
    page = queries.journal_grid(cast.user("krylova"), cast.course("7Б", "Алгебра"), earlier.day, today)
    row = next(one for one in page.rows if one.name.startswith("Ковалёв Д"))
    assert row.average == "2,75"  # (5·2 + 2·6) : 8
    assert AuditEntry.objects.latest("sequence").code == "journal.weight.set"


def test_a_weight_for_other_grades_or_subjects_changes_nothing_here(cast: Cast) -> None:
    control, year, admin = WorkType.objects.get(code="control"), cast.school.year, cast.user("admin")
    put(cast, cast.lesson("7Б", "Алгебра"), "5", "control")
    other = cast.course("7Б", "География").subject
    for scope in (Scope(other), Scope(None, 8, 11)):
        touched = actions.change_weight(
            admin, year=year, work_type=control, weight=Decimal(9), counts=True, starts_on=cast.today, scope=scope
        )
        assert touched == 0
    algebra = cast.course("7Б", "Алгебра")
    assert queries.weight_book().weight(control.pk, cast.today, subject=algebra.subject_id, grade=7) == control.weight
    assert queries.weight_book().weight(control.pk, cast.today, subject=other.pk, grade=7) == 9


@pytest.mark.clause("S3-5.2c")
def test_a_past_period_is_never_counted_anew(cast: Cast) -> None:
    control, year, admin = WorkType.objects.get(code="control"), cast.school.year, cast.user("admin")
    over = GradingPeriod.objects.filter(year=year, ends_on__lt=cast.today).order_by("-ends_on")[0].ends_on
    with pytest.raises(RuleViolation, match="Прошедший период не пересчитывают"):
        actions.change_weight(admin, year=year, work_type=control, weight=Decimal(3), counts=True, starts_on=over)
    with pytest.raises(RuleViolation, match="Прошедший период не пересчитывают"):
        actions.apply_preset(admin, year=year, preset="ten", starts_on=over)
    assert not WorkTypeWeight.objects.exists()
    free = over + timedelta(days=1)
    actions.change_weight(admin, year=year, work_type=control, weight=Decimal(3), counts=True, starts_on=free)
    assert queries.weight_book().weight(control.pk, over, subject=0, grade=0) == control.weight


@pytest.mark.clause("S3-5.2c")
@pytest.mark.parametrize("login", ["zavuch", "krylova", "director"])
def test_weights_are_the_administrators(cast: Cast, login: str) -> None:
    control, year = WorkType.objects.get(code="control"), cast.school.year
    with pytest.raises(RightMissing):
        actions.change_weight(
            cast.user(login), year=year, work_type=control, weight=Decimal(3), counts=True, starts_on=cast.today
        )


SETTERS = {
    "administration": ["director", "zavuch"],
    "head": ["director"],
    "deputy_head": ["zavuch"],
    "subject_teacher": ["krylova", "guseva"],
}


@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_weights_are_set_by_the_office_it_names(cast: Cast, slug: str) -> None:
    lock_steps.adopt(cast, slug)
    assert setters(cast) == ["admin"]
    for office, logins in SETTERS.items():
        lock_steps.rule(cast, "work_kind_weights_set_by", office)
        assert setters(cast) == logins


def setters(cast: Cast) -> list[str]:
    """Who of the cast may change a kind today."""
    control, found = WorkType.objects.get(code="control"), []
    kind = KindFields(control.name, control.short_name, deadline_class="control")
    for login in ("admin", "director", "zavuch", "krylova", "guseva", "sekretar"):
        with suppress(RightMissing):
            actions.change_work_type(cast.user(login), work_type=control, kind=kind)
            found.append(login)
    return found


def test_a_kind_that_does_not_count_is_shown_and_left_out_of_the_mean(cast: Cast) -> None:
    quiz = WorkType.objects.get(code="quiz")
    actions.change_weight(
        cast.user("admin"), year=cast.school.year, work_type=quiz, weight=Decimal(1), counts=False, starts_on=cast.today
    )
    lesson = cast.lesson("7Б", "Алгебра")
    assert put(cast, lesson, "5", "control") == ("applied", "5,00")
    assert put(cast, lesson, "2", "quiz", slot=2) == ("applied", "5,00")


def test_a_preset_changes_every_kind_in_use_once(cast: Cast) -> None:
    admin, year = cast.user("admin"), cast.school.year
    changed = actions.apply_preset(admin, year=year, preset="ten", starts_on=cast.today)
    assert changed == WorkType.objects.count()
    book = queries.weight_book()
    for code, weight in (("control", 9), ("lesson", 3)):
        kind = WorkType.objects.get(code=code)
        assert book.weight(kind.pk, cast.today, subject=0, grade=0) == weight
    assert actions.apply_preset(admin, year=year, preset="ten", starts_on=cast.today) == 0


def test_a_coming_weight_is_withdrawn_and_one_in_force_is_not(cast: Cast) -> None:
    admin, year, control = cast.user("admin"), cast.school.year, WorkType.objects.get(code="control")
    for day in (cast.today, cast.today + timedelta(days=1)):
        actions.change_weight(admin, year=year, work_type=control, weight=Decimal(4), counts=True, starts_on=day)
    coming, present = WorkTypeWeight.objects.order_by("-starts_on")
    actions.withdraw_weight(admin, rule=coming)
    with pytest.raises(RuleViolation, match="уже действует"):
        actions.withdraw_weight(admin, rule=present)


def test_a_kind_for_some_subjects_is_offered_only_there(cast: Cast) -> None:
    admin, course = cast.user("admin"), cast.course("7Б", "Алгебра")
    kind = actions.add_work_type(
        admin, kind=KindFields("Выразительное чтение", "чт", subjects=(course.subject,), first_grade=5, last_grade=7),
        weight=Decimal(1),
    )  # fmt: skip
    lesson = cast.lesson("7Б", "Алгебра")
    offered = [code for code, *_ in panel_of(cast, lesson).work_types]
    assert kind.code in offered
    narrower = KindFields("Выразительное чтение", "чт", subjects=(course.subject,), first_grade=8, last_grade=9)
    actions.change_work_type(admin, work_type=kind, kind=narrower)
    offered = [code for code, *_ in panel_of(cast, lesson).work_types]
    assert kind.code not in offered
    assert put(cast, lesson, "5", kind.code)[0] == OperationStatus.INVALID


def test_where_one_mark_is_given_a_second_is_refused_in_words(cast: Cast) -> None:
    quiz = WorkType.objects.get(code="quiz")
    actions.change_work_type(cast.user("admin"), work_type=quiz, kind=KindFields("Тест", "тест", marks_per_student=1))
    lesson = cast.lesson("7Б", "Алгебра")
    assert put(cast, lesson, "5", "quiz")[0] == OperationStatus.APPLIED
    assert put(cast, lesson, "4", "quiz", slot=2)[0] == OperationStatus.INVALID


def test_ordinary_work_cannot_be_switched_off(cast: Cast) -> None:
    ordinary = WorkType.objects.get(code="lesson")
    with pytest.raises(RuleViolation, match="используется всегда"):
        actions.change_work_type(
            cast.user("admin"), work_type=ordinary, kind=KindFields("Работа на уроке", is_active=False)
        )


def test_two_kinds_never_share_a_name(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="уже есть"):
        actions.add_work_type(cast.user("admin"), kind=KindFields("контрольная РАБОТА"), weight=Decimal(1))
