"""Thematic plans into the school's base: new, newer, approved, of a subject under another name."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from parta.domain.access import actions as access
from parta.domain.access.choices import Role
from parta.domain.access.queries import system_user
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.choices import TopicKind
from parta.domain.curriculum.models import PlanTopic, Subject, ThematicPlan
from parta.domain.school import actions as school
from parta.exchange import apply
from parta.exchange.apply import ImportBlocked
from parta.exchange.apply.plan import kind_of
from parta.exchange.plan.parsed import ParsedPlan, ParsedTopic, ParsedUnit
from parta.exchange.preview import ImportKind, ImportOptions
from parta.exchange.tests.apply_school import NOW, TODAY, hire, load, look, open_year, real_file, texts
from parta.lib import clock

pytestmark = pytest.mark.django_db
PLAN = ImportKind.PLAN
ONE = Decimal(1)


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


def algebra(*topics: str, subject: str = "Алгебра") -> ParsedPlan:
    rows = [ParsedTopic(text, ONE, 0, place=f"строка {number}") for number, text in enumerate(topics, start=2)]
    return ParsedPlan("алгебра.xlsx", subject, 7, units=[ParsedUnit("Выражения")], topics=rows)


def stored() -> list[str]:
    return [topic.title for topic in PlanTopic.objects.order_by("position")]


@pytest.mark.parametrize(
    ("file", "chosen", "lessons"),
    [
        ("literatura_6A_letterhead.xlsx", {}, 102),
        ("russkij_yazyk_7_no_numbers.xlsx", {"subject": "Русский язык", "grade": 7}, 136),
        ("okruzhayuschij_mir_2_cp1251.csv", {"subject": "Окружающий мир", "grade": 2}, 68),
        ("obzr_10_table.docx", {}, 34),
    ],
)
def test_every_layout_of_a_real_plan_is_written_once(file: str, chosen: dict[str, Any], lessons: int) -> None:
    data = real_file(f"ktp/import_layouts/{file}")
    options = ImportOptions(**chosen)
    result = apply.commit_file(system_user(), PLAN, data, file, options)
    assert result.counts == {"subject": 1, "plan": 1, "topic": lessons}
    assert PlanTopic.objects.count() == lessons
    assert apply.commit_file(system_user(), PLAN, data, file, options).changes == 0


def test_a_programme_of_the_federal_set_is_written() -> None:
    data = real_file("ktp/frp_json/algebra-ooo-bazovyj.json")
    apply.commit_file(system_user(), PLAN, data, "algebra.json", ImportOptions(grade=7))
    assert ThematicPlan.objects.get().title == "Алгебра, 7 класс"
    assert PlanTopic.objects.count() > 50


def test_the_plan_is_hung_on_the_pages_that_have_none() -> None:
    year = open_year()
    rows = school.create_classes(system_user(), year=year, names=[(7, "А"), (7, "Б"), (8, "А")])
    subject = curriculum.add_subject(system_user(), name="Алгебра")
    courses = [curriculum.open_course(system_user(), year=year, subject=subject, school_class=row) for row in rows]
    load(PLAN, algebra("Числа", "Буквы"))
    plan = ThematicPlan.objects.get()
    for course in courses:
        course.refresh_from_db()
    assert [course.plan_id for course in courses] == [plan.pk, plan.pk, None]


def test_a_newer_file_changes_single_topics_and_keeps_the_rest() -> None:
    load(PLAN, algebra("Числа", "Буквы", "Степени", "Резерв"))
    kept = PlanTopic.objects.get(title="Степени").pk
    newer = algebra("Числа", "Буквенные выражения", "Степени", "Контрольная работа № 1")
    seen = look(PLAN, newer)
    assert texts(seen) == [
        "change topic Буквенные выражения: тема Буквы → Буквенные выражения",
        "change topic Контрольная работа № 1: тема Резерв → Контрольная работа № 1",
    ]
    apply.commit(system_user(), seen)
    assert stored() == ["Числа", "Буквенные выражения", "Степени", "Контрольная работа № 1"]
    assert PlanTopic.objects.get(title="Степени").pk == kept
    assert ThematicPlan.objects.count() == 1


def test_topics_that_the_file_no_longer_has_leave_the_plan_and_are_counted() -> None:
    load(PLAN, algebra("Числа", "Буквы", "Степени"))
    seen = look(PLAN, algebra("Числа", "Степени"))
    assert texts(seen) == ["gone topic Буквы: нет в файле, уйдёт из плана →"]
    assert seen.changes == 1


def approve() -> None:
    deputy = hire("Титова Анна Викторовна", "завуч").user
    access.appoint(system_user(), deputy, role=Role.DEPUTY, valid_from=TODAY)
    curriculum.send_plan(system_user(), plan=ThematicPlan.objects.get())
    curriculum.approve_plan(deputy, plan=ThematicPlan.objects.get())


def test_a_file_over_an_approved_plan_begins_its_new_version() -> None:
    load(PLAN, algebra("Числа", "Буквы"))
    approve()
    assert look(PLAN, algebra("Числа", "Буквы")).changes == 0
    assert "новую версию" in load(PLAN, algebra("Числа", "Слова")).notes[0]
    approved = ThematicPlan.objects.get(revises=None)
    assert [topic.title for topic in approved.topics.all()] == ["Числа", "Буквы"]
    assert [topic.title for topic in approved.drafts.get().topics.all()] == ["Числа", "Слова"]
    assert look(PLAN, algebra("Числа", "Слова")).changes == 0


def test_a_plan_that_the_deputy_is_reading_is_not_changed_by_a_file() -> None:
    load(PLAN, algebra("Числа", "Буквы"))
    curriculum.send_plan(system_user(), plan=ThematicPlan.objects.get())
    with pytest.raises(ImportBlocked, match="на утверждении"):
        load(PLAN, algebra("Числа", "Слова"))
    assert stored() == ["Числа", "Буквы"]


def test_quite_another_plan_of_the_same_grade_is_asked_about() -> None:
    load(PLAN, algebra("Числа", "Буквы"))
    other = algebra("Множества", "Графы")
    question = look(PLAN, other).questions[0]
    load(PLAN, other, answers={question.key: "new"})
    assert sorted(ThematicPlan.objects.values_list("title", flat=True)) == ["Алгебра, 7 класс", "Алгебра, 7 класс (2)"]
    assert look(PLAN, other).changes == 0


def test_a_subject_under_the_school_s_own_name_is_found() -> None:
    curriculum.add_subject(system_user(), name="Физкультура")
    load(PLAN, algebra("Бег", "Лыжи", subject="Физическая культура"))
    assert list(Subject.objects.values_list("name", flat=True)) == ["Физкультура"]
    assert ThematicPlan.objects.get().title == "Физкультура, 7 класс"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Контрольная работа № 1 по теме «Дроби»", "", TopicKind.CONTROL),
        ("Лабораторная работа № 2", "", TopicKind.LABORATORY),
        ("Дроби", "к/р", TopicKind.CONTROL),
        ("Дроби", "практическая работа", TopicKind.PRACTICAL),
        ("Работа над ошибками контрольной работы", "", TopicKind.LESSON),
        ("Самостоятельная работа", "урок закрепления", TopicKind.LESSON),
    ],
)
def test_the_kind_of_a_lesson_is_read_from_its_column_or_first_words(text: str, kind: str, expected: TopicKind) -> None:
    assert kind_of(ParsedTopic(text, ONE, kind=kind)) is expected
