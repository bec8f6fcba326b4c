"""A draft of the weekly timetable: nobody's lessons follow it until it is published, then those of its days do."""

from datetime import date, timedelta

import pytest

from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.timetable import actions, queries
from parta.domain.timetable.errors import DraftChanged, NotPublishable
from parta.domain.timetable.models import Lesson, Timetable
from parta.domain.timetable.tests.conftest import Drawn
from parta.lib import clock
from parta.lib.errors import PermissionDenied

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 12)


@pytest.fixture
def boss(drawn: Drawn) -> User:
    return drawn.school.administrator


@pytest.fixture
def draft(drawn: Drawn, boss: User) -> Timetable:
    return actions.create_timetable(
        boss, year=drawn.school.year, valid_from=JANUARY, copy_of=drawn.timetable, draft=True
    )  # fmt: skip


def weekdays_from(day: date) -> set[int]:
    return {one.isoweekday() for one in Lesson.objects.filter(day__gte=day).values_list("day", flat=True)}


def test_a_draft_bounds_nobody_and_makes_no_lessons(drawn: Drawn, boss: User, draft: Timetable) -> None:
    actions.move_entries(boss, entries=list(draft.entries.all())[:1], weekday=2, number=1)
    actions.generate_lessons(boss, year=drawn.school.year)
    assert Timetable.objects.get(pk=drawn.timetable.pk).valid_to is None
    assert 2 not in weekdays_from(JANUARY)


def test_publishing_bounds_the_version_before_and_brings_lessons(drawn: Drawn, boss: User, draft: Timetable) -> None:
    actions.generate_lessons(boss, year=drawn.school.year)
    before = list(Lesson.objects.filter(day__lt=JANUARY).values_list("pk", "day", "number"))
    actions.move_entries(boss, entries=list(draft.entries.all())[:1], weekday=2, number=1)
    seen = queries.publication_of(draft)
    report = actions.publish_timetable(boss, timetable=draft, seen=seen.sign)
    assert seen.report is not None
    assert (report.created, report.changed, report.removed) == (
        seen.report.created, seen.report.changed, seen.report.removed,
    )  # fmt: skip
    assert Timetable.objects.get(pk=drawn.timetable.pk).valid_to == JANUARY - timedelta(days=1)
    assert list(Lesson.objects.filter(day__lt=JANUARY).values_list("pk", "day", "number")) == before
    assert 2 in weekdays_from(JANUARY)
    entry = AuditEntry.objects.get(code="timetable.version.published")
    assert (entry.actor, entry.after) == (boss, {"from": "2026-01-12", "lessons": report.touches, "conflicts": 0})


def test_between_two_published_versions_it_ends_before_the_later_one(
    drawn: Drawn, boss: User, draft: Timetable
) -> None:
    later = actions.create_timetable(boss, year=drawn.school.year, valid_from=date(2026, 3, 2), copy_of=drawn.timetable)
    actions.publish_timetable(boss, timetable=draft)
    bounds = {one.pk: one.valid_to for one in Timetable.objects.all()}
    assert bounds[draft.pk] == date(2026, 3, 1)
    assert bounds[later.pk] is None
    assert bounds[drawn.timetable.pk] == JANUARY - timedelta(days=1)


def test_an_empty_late_changed_or_published_draft_is_refused(drawn: Drawn, boss: User, draft: Timetable) -> None:
    sign = queries.version_sign(draft)
    actions.move_entries(boss, entries=list(draft.entries.all())[:1], weekday=2, number=1)
    with pytest.raises(DraftChanged):
        actions.publish_timetable(boss, timetable=draft, seen=sign)
    with clock.frozen_at(clock.at(JANUARY + timedelta(days=1), 8)), pytest.raises(NotPublishable, match="прошёл"):
        actions.publish_timetable(boss, timetable=draft)
    empty = actions.create_timetable(boss, year=drawn.school.year, valid_from=date(2026, 2, 2), draft=True)
    with pytest.raises(NotPublishable, match="нечего"):
        actions.publish_timetable(boss, timetable=empty)
    with clock.frozen_at(clock.at(JANUARY, 7)):
        actions.publish_timetable(boss, timetable=draft)
        with pytest.raises(NotPublishable, match="уже опубликовано"):
            actions.publish_timetable(boss, timetable=draft)


def test_a_change_of_the_teacher_does_not_look_into_a_draft(drawn: Drawn, boss: User, draft: Timetable) -> None:
    draft.entries.all().delete()
    actions.generate_lessons(boss, year=drawn.school.year)
    count = Lesson.objects.filter(day__gte=JANUARY).count()
    course = drawn.timetable.entries.first().course  # type: ignore[union-attr]
    old = course.assignments.get().staff
    actions.change_teacher(boss, course=course, old=old, new=drawn.school.teacher("Юсупова"), valid_from=JANUARY)
    assert count
    assert Lesson.objects.filter(day__gte=JANUARY).count() == count


def test_a_teacher_publishes_nothing(drawn: Drawn, draft: Timetable) -> None:
    teacher = drawn.school.teacher("Юсупова").user
    for act in (actions.publish_timetable, actions.drop_timetable_draft):
        with pytest.raises(PermissionDenied):
            act(teacher, timetable=draft)
