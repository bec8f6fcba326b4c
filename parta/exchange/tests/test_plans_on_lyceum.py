"""Plans of every file kind on a real lyceum's timetable: hours compared, topics placed, a lag made and repaired."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from parta.domain.access import actions as access
from parta.domain.access.choices import Role
from parta.domain.access.queries import system_user
from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.errors import HoursDiffer
from parta.domain.curriculum.models import Course, ThematicPlan
from parta.domain.curriculum.queries import plan_topics
from parta.domain.curriculum.rules import PlanLine
from parta.domain.journal import actions as journal
from parta.domain.journal.choices import OperationKind
from parta.domain.journal.models import TopicPlacement
from parta.domain.journal.queries import CoursePlan, course_plan
from parta.domain.journal.rules import Operation
from parta.domain.school.models import AcademicYear
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.models import Lesson, Timetable
from parta.exchange import apply
from parta.exchange.preview import ImportKind, ImportOptions
from parta.exchange.tests.apply_school import hire, real_file
from parta.lib import clock

FIRST = date(2025, 9, 1)
NOW = clock.at(date(2025, 11, 20), 18)
LAYOUTS = "ktp/import_layouts/"
KINDS = [
    ("заголовок письма, XLSX", LAYOUTS + "literatura_6A_letterhead.xlsx", "Литература", 6, 102),
    ("без номеров, XLSX", LAYOUTS + "russkij_yazyk_7_no_numbers.xlsx", "Русский язык", 7, 136),
    ("windows-1251, CSV", LAYOUTS + "okruzhayuschij_mir_2_cp1251.csv", "Окружающий мир", 2, 68),
    ("таблица Word, DOCX", LAYOUTS + "obzr_10_table.docx", "ОБЗР", 9, 34),
    ("федеральная программа, JSON", "ktp/frp_json/istoriya-ooo.json", "История", 9, 68),
]


@pytest.fixture(scope="module")
def _lyceum(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The lyceum's week from its own file, its lessons only where a test needs them; rolled back with the module."""
    data = real_file("timetable/nika/lyceum_2025-09-03.json")
    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen_at(clock.at(FIRST, 8)):
        options = ImportOptions(valid_from=date(2026, 5, 25))
        apply.commit_file(system_user(), ImportKind.TIMETABLE, data, "lyceum.json", options)
        Timetable.objects.update(valid_from=FIRST)
        deputy = hire("Титова Анна Викторовна", "завуч").user
        access.appoint(system_user(), deputy, role=Role.DEPUTY, valid_from=FIRST)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def lyceum(_lyceum: None, db: None) -> Iterator[AcademicYear]:
    with clock.frozen_at(NOW):
        yield AcademicYear.objects.get()


def load(file: str, subject: str, grade: int) -> tuple[ThematicPlan, Course]:
    """The plan of the file in the base, on the pages of the lyceum; lessons of one of them for the whole year."""
    data = real_file(file)
    options = ImportOptions(subject=subject, grade=grade)
    with clock.frozen_at(clock.at(FIRST, 9)):
        apply.commit_file(system_user(), ImportKind.PLAN, data, file.rsplit("/", 1)[1], options)
        plan = ThematicPlan.objects.get()
        course = Course.objects.filter(plan=plan).select_related("year", "subject", "school_class", "group").first()
        assert course, f"у лицея нет предмета «{subject}» в {grade} классе"
        timetable.generate_lessons(system_user(), year=course.year, first=FIRST, courses=[course.pk], include_past=True)
    return plan, course


def approve(plan: ThematicPlan) -> None:
    with clock.frozen_at(clock.at(FIRST, 9)):
        curriculum.send_plan(system_user(), plan=plan)
        deputy = next(one.user for one in [hire("Зуева Анна Ильинична", "завуч")])
        access.appoint(system_user(), deputy, role=Role.DEPUTY, valid_from=FIRST)
        curriculum.approve_plan(deputy, plan=plan)


def give(course: Course) -> None:
    """Record every held lesson up to now by the plan."""
    plan = seen(course)
    lessons = Lesson.objects.filter(course=course, day__lt=NOW.date()).exclude(status="cancelled")
    for lesson in lessons.order_by("day", "number"):
        topic = plan.suggestion(lesson.pk)
        assert topic
        operation = Operation(
            id=uuid.uuid4(), kind=OperationKind.TOPIC, lesson=lesson.pk, value=topic.title, plan_topic=topic.pk
        )
        with clock.frozen_at(lesson.ends + timedelta(minutes=1)):
            assert journal.apply_operations(system_user(), [operation])[0].status == "applied"


def seen(course: Course) -> CoursePlan:
    plan = course_plan(Course.objects.select_related("year", "subject", "school_class", "group").get(pk=course.pk))
    assert plan
    return plan


@pytest.mark.clause("S3-4.4.7a")
@pytest.mark.parametrize(
    ("file", "subject", "grade", "hours"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS]
)
def test_a_plan_of_every_kind_of_file_is_placed_and_its_lag_repaired(
    lyceum: AcademicYear, file: str, subject: str, grade: int, hours: int
) -> None:
    plan, course = load(file, subject, grade)
    topics = plan_topics(plan)
    assert len(topics) == hours
    curriculum.set_study_plan_hours(
        system_user(), year=lyceum, hours={(grade, course.subject_id): Decimal(hours) / 34 + 1}
    )
    with pytest.raises(HoursDiffer, match=f"в плане {hours}"):
        approve(plan)
    curriculum.set_study_plan_hours(system_user(), year=lyceum, hours={(grade, course.subject_id): Decimal(hours) / 34})
    approve(plan)
    held = list(Lesson.objects.filter(course=course).order_by("day", "number").values_list("day", "number"))
    places = list(TopicPlacement.objects.filter(course=course).values_list("planned_on", "planned_number"))
    assert places[: len(held)] == held[:hours]
    assert all(place == (None, None) for place in places[len(held) :])
    lost = list(Lesson.objects.filter(course=course, day__lt=date(2025, 11, 12)).order_by("-day")[:2])
    for lesson in lost:
        timetable.cancel_lesson(system_user(), lesson=lesson, reason="Болезнь учителя")
    give(course)
    before = seen(course)
    assert before.coverage.lag == 2
    need = before.coverage.to_repair
    assert len(before.ideas) >= 2
    after = journal.rearrange_topics(
        system_user(), course=course, steps=[one.step for one in before.ideas[:need]], base=before.version
    )
    assert after.coverage.lag == 0
    assert after.coverage.passed == before.coverage.passed
    assert sorted(one.topic for one in after.placed) == sorted(topic.pk for topic in topics)
    assert seen(course).version == after.version
    told = AuditEntry.objects.get(code="journal.plan.rearranged").after
    assert told
    assert told["lag"] == 0
    assert len(told["steps"]) == min(need, len(before.ideas))


def test_forty_plans_are_placed_in_a_few_statements(lyceum: AcademicYear) -> None:
    """The bench calls the same function on a school's year."""
    courses = list(
        Course.objects.filter(school_class__isnull=False).select_related("year", "subject", "school_class", "group")[
            :40
        ]
    )
    deputy = hire("Зуева Анна Ильинична", "завуч").user
    access.appoint(system_user(), deputy, role=Role.DEPUTY, valid_from=FIRST)
    lines = [PlanLine(f"Тема {number}", "Раздел") for number in range(1, 35)]
    curriculum.set_study_plan_hours(
        system_user(),
        year=lyceum,
        hours={
            (course.grade_level, course.subject_id): Decimal(1 if course.grade_level > 1 else "1.03")
            for course in courses
        },
    )
    for course in courses:
        plan = curriculum.create_plan(
            system_user(), subject=course.subject, grade_level=course.grade_level, topics=lines
        )
        ThematicPlan.objects.filter(pk=plan.pk).update(status="approved")
        course.plan = plan
    Course.objects.bulk_update(courses, ["plan"])
    keys = [course.pk for course in courses]
    timetable.generate_lessons(system_user(), year=lyceum, first=FIRST, courses=keys, include_past=True)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        done = journal.place_plans(system_user(), courses=courses)
    assert (len(done.placed), done.refused) == (40, [])
    assert TopicPlacement.objects.count() == 40 * 34
    assert len(caught) <= 24  # a dozen for all courses, the rest inserts of 1,360 rows
