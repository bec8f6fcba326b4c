"""Lessons of the year: the calendar obeyed, regeneration without loss."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.school.choices import DayKind, Shift
from parta.domain.school.models import CalendarException, Vacation
from parta.domain.timetable import actions, queries
from parta.domain.timetable.actions import NewEntry, SlotTimes
from parta.domain.timetable.errors import BellsMissing, TimetableClash
from parta.domain.timetable.models import BellSchedule, Lesson
from parta.domain.timetable.queries import lessons as lesson_queries
from parta.domain.timetable.rules import LEFT_NOTE, MOVED_NOTE
from parta.domain.timetable.tests.conftest import THURSDAY, Drawn, slots

MONDAY = date(2025, 12, 15)
NEXT = date(2025, 12, 18)
WEEK = {"first": MONDAY, "last": date(2025, 12, 21)}


def generate(drawn: Drawn, **options: object) -> queries.GenerationReport:
    return actions.generate_lessons(drawn.school.administrator, year=drawn.school.year, **options)  # type: ignore[arg-type]


def places(day: date) -> list[tuple[str, int]]:
    rows = Lesson.objects.filter(day=day).select_related("course__subject").order_by("number", "id")
    return [(row.course.subject.name, row.number) for row in rows]


def redraw(drawn: Drawn, *lines: tuple[int, int]) -> None:
    """Algebra on other places (weekday, number); physics stays."""
    entries = [NewEntry(drawn.algebra, weekday, number) for weekday, number in lines]
    actions.replace_entries(
        drawn.school.administrator, timetable=drawn.timetable, entries=entries, scope=[drawn.algebra.pk]
    )


@pytest.mark.clause("S3-4.1.5f")
def test_lessons_stand_on_their_days_with_times_room_and_teacher(drawn: Drawn) -> None:
    report = generate(drawn, **WEEK)
    assert report.created == 4
    assert places(NEXT) == [("Физика", 2), ("Алгебра", 3), ("Алгебра", 5)]
    lesson = Lesson.objects.get(day=NEXT, number=3)
    assert (lesson.starts_at, lesson.ends_at) == (time(10, 25), time(11, 5))
    assert lesson.teacher == drawn.krylova
    assert lesson.room is not None


def test_a_second_run_changes_nothing(drawn: Drawn) -> None:
    generate(drawn)
    before = list(Lesson.objects.order_by("pk").values())
    report = generate(drawn)
    assert (report.created, report.changed, report.removed, report.touches) == (0, 0, 0, 0)
    assert report.kept == len(before)
    assert list(Lesson.objects.order_by("pk").values()) == before


def test_days_before_today_are_left_alone_unless_asked(drawn: Drawn) -> None:
    generate(drawn)
    assert Lesson.objects.order_by("day").values_list("day", flat=True).first() == THURSDAY
    generate(drawn, include_past=True)
    assert Lesson.objects.order_by("day").values_list("day", flat=True).first() == date(2025, 9, 1)


def test_vacations_of_a_grade_and_public_holidays_have_no_lessons_and_say_why(drawn: Drawn) -> None:
    year = drawn.school.year
    first = drawn.school.school_class("1А")
    course = drawn.school.course("Математика", first)
    actions.set_entry(drawn.school.administrator, timetable=drawn.timetable, course=course, weekday=4, number=1)
    Vacation.objects.create(
        year=year, title="Дополнительные каникулы", starts_on=NEXT, ends_on=NEXT, first_grade=1, last_grade=1
    )
    CalendarException.objects.create(day=MONDAY, kind=DayKind.HOLIDAY, title="День школы")
    report = generate(drawn, **WEEK)
    assert places(MONDAY) == []
    assert ("Математика", 1) not in places(NEXT)
    assert ("Алгебра", 3) in places(NEXT)
    assert [(one.day, one.reason, one.lessons) for one in report.skipped] == [
        (MONDAY, "День школы", 1),
        (NEXT, "дополнительные каникулы", 1),
    ]


def test_a_working_saturday_follows_the_timetable_of_its_weekday(drawn: Drawn) -> None:
    saturday = date(2025, 12, 20)
    CalendarException.objects.create(day=saturday, kind=DayKind.SCHOOL_DAY, title="Рабочая суббота", as_weekday=4)
    generate(drawn, **WEEK)
    assert places(saturday) == places(NEXT)


@pytest.mark.clause("S3-4.1.5e")
def test_saturday_lessons_are_only_for_classes_of_six_days(drawn: Drawn) -> None:
    six = drawn.school.school_class("10А", days=6)
    other = drawn.school.course("История", six)
    for course in (drawn.algebra, other):
        actions.set_entry(drawn.school.administrator, timetable=drawn.timetable, course=course, weekday=6, number=1)
    generate(drawn, **WEEK)
    assert places(date(2025, 12, 20)) == [("История", 1)]


def test_odd_and_even_weeks_take_turns(drawn: Drawn) -> None:
    actions.set_entry(
        drawn.school.administrator, timetable=drawn.timetable, course=drawn.physics, weekday=2, number=1, week="even"
    )
    generate(drawn)
    lessons = Lesson.objects.filter(course=drawn.physics, day__iso_week_day=2).order_by("day")
    days = list(lessons.values_list("day", flat=True))
    assert all((later - earlier).days == 14 for earlier, later in pairwise(days))
    assert days[0] == date(2025, 12, 16)


def test_a_new_version_rules_from_its_day_and_the_earlier_one_ends_the_day_before(drawn: Drawn) -> None:
    version = actions.create_timetable(drawn.school.administrator, year=drawn.school.year, valid_from=NEXT)
    actions.set_entry(drawn.school.administrator, timetable=version, course=drawn.physics, weekday=4, number=6)
    drawn.timetable.refresh_from_db()
    assert drawn.timetable.valid_to == NEXT - timedelta(days=1)
    generate(drawn)
    assert places(MONDAY) == [("Алгебра", 1)]
    assert places(NEXT) == [("Физика", 6)]


@pytest.mark.clause("S3-4.1.5e")
def test_the_second_shift_has_its_own_bells_and_a_missing_bell_is_reported(drawn: Drawn) -> None:
    second = drawn.school.school_class("6А", shift=Shift.SECOND)
    course = drawn.school.course("История", second)
    for number in (1, 2):
        actions.set_entry(
            drawn.school.administrator, timetable=drawn.timetable, course=course, weekday=1, number=number
        )
    actions.set_bell_schedule(
        drawn.school.administrator,
        year=drawn.school.year,
        shift=Shift.SECOND,
        slots=[SlotTimes(1, time(14), time(14, 40))],
    )
    report = generate(drawn, **WEEK)
    assert Lesson.objects.get(course=course).starts_at == time(14)
    assert report.problems == ["Нет звонка: 2\u2011й урок, вторая смена, понедельник. Без него не создан 1\u00a0урок."]


def test_without_bells_or_timetable_nothing_is_made_and_the_sentence_says_what_to_do(drawn: Drawn) -> None:
    BellSchedule.objects.all().delete()
    with pytest.raises(BellsMissing, match="Сначала задайте звонки"):
        generate(drawn)
    actions.set_bell_schedule(drawn.school.administrator, year=drawn.school.year, slots=slots())
    drawn.timetable.delete()
    with pytest.raises(TimetableClash, match="ещё нет"):
        generate(drawn)


def test_the_administrator_and_the_deputy_generate_and_nobody_else(drawn: Drawn) -> None:
    with pytest.raises(RightMissing):
        actions.generate_lessons(drawn.krylova.user, year=drawn.school.year)
    assert actions.generate_lessons(drawn.school.deputy, year=drawn.school.year).created


def test_an_empty_lesson_follows_the_new_timetable(drawn: Drawn) -> None:
    generate(drawn, **WEEK)
    redraw(drawn, (1, 1), (4, 4), (4, 5))
    report = generate(drawn, **WEEK)
    assert (report.created, report.removed, report.moved) == (1, 1, 0)
    assert places(NEXT) == [("Физика", 2), ("Алгебра", 4), ("Алгебра", 5)]


def test_a_lesson_with_entries_keeps_its_row_and_goes_to_the_nearest_place(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(drawn, **WEEK)
    lesson = Lesson.objects.get(day=NEXT, number=3)
    monkeypatch.setattr(lesson_queries, "_entry_sources", [lambda ids: {lesson.pk} & set(ids)])
    redraw(drawn, (1, 1), (4, 4), (4, 5))
    report = generate(drawn, **WEEK)
    assert (report.moved, report.created, report.removed) == (1, 0, 0)
    lesson.refresh_from_db()
    assert (lesson.number, lesson.starts_at, lesson.note) == (4, time(11, 25), MOVED_NOTE)
    assert AuditEntry.objects.filter(code="timetable.lesson.shifted", subject_id=str(lesson.pk)).exists()


def test_a_substituted_lesson_without_a_place_stays_is_noted_and_reported(drawn: Drawn) -> None:
    generate(drawn, **WEEK)
    lesson = Lesson.objects.get(course=drawn.algebra, day=MONDAY)
    actions.substitute_lesson(drawn.school.deputy, lesson=lesson, teacher=drawn.gromova, reason="болезнь")
    redraw(drawn, (4, 3), (4, 5))
    for _ in range(2):
        report = generate(drawn, **WEEK)
        assert [one.lesson_id for one in report.left] == [lesson.pk]
    lesson.refresh_from_db()
    assert lesson.note == LEFT_NOTE
    assert AuditEntry.objects.filter(code="timetable.lesson.left").count() == 1


def test_a_closed_page_loses_only_its_empty_lessons(drawn: Drawn) -> None:
    generate(drawn, **WEEK)
    drawn.physics.is_active = False
    drawn.physics.save()
    assert generate(drawn, **WEEK).removed == 1
    assert ("Физика", 2) not in places(NEXT)


def test_work_may_be_limited_to_some_courses(drawn: Drawn) -> None:
    generate(drawn, **WEEK)
    redraw(drawn, (4, 3))
    assert generate(drawn, courses=[drawn.physics.pk], **WEEK).touches == 0
    assert generate(drawn, courses=[drawn.algebra.pk], **WEEK).removed == 2


def test_coming_lessons_follow_the_replaced_teacher_and_past_ones_stay(drawn: Drawn) -> None:
    generate(drawn, include_past=True)
    actions.change_teacher(
        drawn.school.administrator, course=drawn.algebra, old=drawn.krylova, new=drawn.gromova, valid_from=MONDAY
    )
    assert Lesson.objects.get(course=drawn.algebra, day=MONDAY).teacher == drawn.gromova
    assert Lesson.objects.filter(course=drawn.algebra, day=THURSDAY, teacher=drawn.krylova).count() == 2


def test_the_preview_says_what_the_action_does(drawn: Drawn) -> None:
    generate(drawn)
    redraw(drawn, (1, 1), (4, 4), (4, 5))
    plan = queries.plan_generation(drawn.school.year).report
    assert Lesson.objects.filter(course=drawn.algebra, number=4).count() == 0
    assert plan == generate(drawn)


def test_queries_do_not_grow_with_the_number_of_lessons(drawn: Drawn, django_assert_max_num_queries: object) -> None:
    for name in ("7В", "7Г", "8А"):
        unit = drawn.school.school_class(name)
        for subject in ("Алгебра", "Физика", "История"):
            course = drawn.school.course(subject, unit, drawn.krylova)
            for weekday in range(1, 6):
                actions.set_entry(
                    drawn.school.administrator, timetable=drawn.timetable, course=course, weekday=weekday, number=1
                )
    generate(drawn)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        queries.plan_generation(drawn.school.year)
