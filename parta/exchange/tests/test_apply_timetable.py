"""Timetables into the school: an empty one is built from the file, a living one takes only what differs."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.audit.queries import verify_chain
from parta.domain.curriculum.models import Course, Subject, TeachingAssignment
from parta.domain.school.choices import GroupKind
from parta.domain.school.models import CalendarException, Room, SchoolClass, StaffMember, TeachingGroup
from parta.domain.timetable import actions as timetable_actions
from parta.domain.timetable import queries
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import BellSchedule, Lesson, Substitution, Timetable, TimetableEntry
from parta.domain.timetable.rules import ConflictKind
from parta.exchange import apply
from parta.exchange.preview import ImportKind, ImportOptions, Sign
from parta.exchange.tests.apply_school import (
    NOW,
    counts,
    hire,
    lesson,
    load,
    look,
    pupil,
    real_file,
    roster,
    texts,
    timetable,
)
from parta.exchange.timetable.parsed import ParsedBell, ParsedDayChange, ParsedSubstitution
from parta.lib import clock

pytestmark = pytest.mark.django_db
TIMETABLE = ImportKind.TIMETABLE
BELLS = [ParsedBell(1, time(8, 30), time(9, 15)), ParsedBell(2, time(9, 25), time(10, 10))]
KRYLOVA, TITOVA = ("Крылова Е. А.",), ("Титова А.В",)


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


def week() -> list[str]:
    rows = TimetableEntry.objects.select_related("course__subject", "course__school_class", "course__group")
    return sorted(f"{row.course.title}: {row.weekday}/{row.number} {row.week}" for row in rows)


def test_an_empty_school_is_built_from_a_real_lyceum_and_a_second_load_changes_nothing() -> None:
    data = real_file("timetable/nika/lyceum_2025-09-03.json")
    options = ImportOptions(valid_from=date(2025, 12, 8))
    result = apply.commit_file(system_user(), TIMETABLE, data, "lyceum.json", options)
    assert {model: count for model, count in result.counts.items() if model != "year"} == {
        "class": SchoolClass.objects.count(),
        "subject": Subject.objects.count(),
        "room": Room.objects.count(),
        "staff": StaffMember.objects.count(),
        "group": TeachingGroup.objects.count(),
        "course": Course.objects.count(),
        "bells": BellSchedule.objects.count(),
        "entry": 1591,
        "load": TeachingAssignment.objects.count(),
    }
    assert (SchoolClass.objects.count(), TimetableEntry.objects.count()) == (40, 1591)
    assert SchoolClass.objects.get(grade_level=2, letter="А").shift == 2
    assert not User.objects.filter(last_name__startswith="Физкультура").exists()
    monday = Lesson.objects.filter(day=date(2025, 12, 8)).count()
    assert monday == TimetableEntry.objects.filter(weekday=1).count() == 288
    assert not Lesson.objects.filter(day__lt=date(2025, 12, 8)).exists()
    assert verify_chain().broken is None
    before = counts()
    again = apply.commit_file(system_user(), TIMETABLE, data, "lyceum.json", options)
    assert (again.changes, counts()) == (0, before)
    no_conflict_is_invented()
    the_board_of_a_school_of_forty_classes_is_cheap()


def no_conflict_is_invented() -> None:
    """The week really works: nobody stands in two places. What is only remarked has its reason in the file."""
    found = queries.conflicts(Timetable.objects.get())
    assert [one.text for one in found if not one.soft] == []
    remarks = [one for one in found if one.kind != ConflictKind.GAP]
    joint = {one.text.split(": ")[1].split(" — ")[1] for one in remarks if one.kind == ConflictKind.TEACHER}
    assert joint == {"9А и 9В, вместе"}  # two classes in one room with one teacher and subject
    nobody = {one.text.split(", ")[-1] for one in remarks if one.kind == ConflictKind.NO_TEACHER}
    assert nobody == {
        "Физкультура — без учителя",  # «teachers» that are not people
        "Инженер авиастроительного профиля — без учителя",
    }
    assert {one.kind for one in remarks} == {ConflictKind.TEACHER, ConflictKind.ROOM, ConflictKind.NO_TEACHER}


def the_board_of_a_school_of_forty_classes_is_cheap() -> None:
    """Ten statements of its own, with the free teachers of an open lesson."""
    day = date(2025, 12, 8)
    absent = Lesson.objects.select_related("teacher").filter(day=day, teacher__isnull=False)[0].teacher
    assert absent
    timetable_actions.record_absence(system_user(), staff=absent, first_day=day)
    with CaptureQueriesContext(connection) as statements:
        board = queries.day_board(day)
        found = queries.substitutes_for(board, board.open_cards[0].lesson)
    assert (board.lesson_count, len(statements.captured_queries) <= 10) == (288, True)
    assert found[0].teaches_subject


def test_names_of_the_timetable_become_people_with_initials() -> None:
    load(TIMETABLE, timetable(lesson("5А пн 1 Математика", teachers=TITOVA)))
    user = StaffMember.objects.get().user
    assert (user.last_name, user.first_name, user.middle_name) == ("Титова", "А.", "В.")


def test_a_short_name_finds_the_whole_one_and_nobody_is_hired_twice() -> None:
    known = hire("Крылова Елена Александровна")
    load(TIMETABLE, timetable(lesson("5А пн 1 Математика", teachers=KRYLOVA)))
    assert StaffMember.objects.get() == known
    assert TimetableEntry.objects.get().teacher == known


def test_an_ambiguous_short_name_waits_for_an_answer() -> None:
    first = hire("Крылова Елена Александровна")
    hire("Крылова Евгения Андреевна")
    parsed = timetable(lesson("5А пн 1 Математика", teachers=KRYLOVA))
    question = look(TIMETABLE, parsed).questions[0]
    load(TIMETABLE, parsed, answers={question.key: str(first.pk)})
    assert TimetableEntry.objects.get().teacher == first


def test_groups_are_made_for_a_split_class_and_streams_for_several() -> None:
    load(
        TIMETABLE,
        timetable(
            lesson("10А пн 1 Английский язык", group="Группа 1", teachers=KRYLOVA),
            lesson("10А пн 1 Английский язык", group="Группа 2", teachers=TITOVA),
            lesson("10А+10Б вт 1 Физкультура", teachers=TITOVA),
        ),
    )
    groups = {group.name: group.kind for group in TeachingGroup.objects.all()}
    assert groups == {
        "10А английский язык гр. 1": GroupKind.SUBGROUP,
        "10А английский язык гр. 2": GroupKind.SUBGROUP,
        "10А, 10Б физкультура": GroupKind.STREAM,
    }
    assert len(week()) == 3


def test_groups_made_by_a_class_list_are_used_by_the_timetable() -> None:
    load(ImportKind.ROSTER, roster(pupil("Агапов Иван", "10Б", groups=(("иностранный язык", "1"),))))
    load(TIMETABLE, timetable(lesson("10Б пн 1 Ин.яз", group="Группа 1", teachers=KRYLOVA)))
    group = TeachingGroup.objects.get()
    assert Course.objects.get().group == group
    assert group.memberships.count() == 1


def test_two_weeks_become_odd_and_even_and_other_patterns_are_told() -> None:
    parsed = timetable(
        lesson("5А пн 1 Музыка", week="10"), lesson("5А пн 1 Изо", week="01"), lesson("5А вт 1 Труд", week="1000")
    )
    seen = look(TIMETABLE, parsed)
    assert any("особый порядок недель" in problem.message for problem in seen.problems)
    load(TIMETABLE, parsed)
    assert week() == ["5А, изо: 1/1 even", "5А, музыка: 1/1 odd"]


def test_lessons_without_class_subject_or_breaks_are_told_and_left_out() -> None:
    parsed = timetable(
        lesson("5А пн 1 Математика"),
        lesson("5А пн 2 Обед"),
        lesson("5А пн 3 К17", subject_known=False),
        lesson("5А вс 1 Хор"),
    )
    seen = look(TIMETABLE, parsed)
    told = " ".join(problem.message for problem in seen.problems)
    for why in ("это перерыв", "не назван предмет", "воскресенье"):
        assert why in told
    load(TIMETABLE, parsed)
    assert week() == ["5А, математика: 1/1 every"]


def test_a_common_lesson_the_file_does_not_call_so_is_told_and_not_guessed() -> None:
    parsed = timetable(
        lesson("9А пн 1 Геометрия", teachers=KRYLOVA, rooms=("314",)),
        lesson("9В пн 1 Геометрия", teachers=KRYLOVA, rooms=("314",)),
    )
    told = [problem for problem in look(TIMETABLE, parsed).problems if problem.place == "9А, 9В"]
    assert len(told) == 1
    assert "один учитель в одном кабинете" in told[0].message
    load(TIMETABLE, parsed)
    assert week() == ["9А, геометрия: 1/1 every", "9В, геометрия: 1/1 every"]


@pytest.mark.parametrize(("today", "first_day"), [(date(2025, 12, 11), date(2025, 12, 8)), (date(2026, 1, 3), None)])
def test_the_first_timetable_starts_with_this_week_and_later_ones_with_the_next(
    today: date, first_day: date | None
) -> None:
    parsed = timetable(lesson("5А пн 1 Математика"))
    with clock.frozen_at(clock.at(today, 9)):
        load(TIMETABLE, parsed)
        assert Timetable.objects.get().valid_from == (first_day or date(2025, 12, 29))
        newer = look(TIMETABLE, timetable(lesson("5А вт 1 Математика")))
    assert newer.work.valid_from == (date(2025, 12, 15) if first_day else date(2026, 1, 5))


def test_a_newer_timetable_starts_a_version_and_says_what_differs() -> None:
    old = timetable(
        lesson("5А пн 1 Математика", rooms=("214",), teachers=KRYLOVA),
        lesson("5А вт 1 История", rooms=("301",), teachers=TITOVA),
        bells=BELLS,
    )
    load(TIMETABLE, old, valid_from=date(2025, 12, 8))
    new = timetable(
        lesson("5А пн 1 Математика", rooms=("215",), teachers=KRYLOVA),
        lesson("5А ср 2 История", rooms=("301",), teachers=TITOVA),
        bells=BELLS,
    )
    seen = look(TIMETABLE, new, valid_from=date(2025, 12, 15))
    assert texts(seen) == [
        "add room 215: →",
        "change entry 5А: пн, 1\u2011й урок, Математика: Крылова Е. А., 214 → Крылова Е. А., 215",
        "add entry 5А: ср, 2\u2011й урок, История: Титова А. В., 301 →",
        "gone entry 5А, история: вт, 1\u2011й урок: нет в файле, уйдёт из недели →",
    ]
    apply.commit(system_user(), seen)
    versions = [(row.valid_from, row.valid_to) for row in Timetable.objects.order_by("valid_from")]
    assert versions == [(date(2025, 12, 8), date(2025, 12, 14)), (date(2025, 12, 15), None)]
    assert Lesson.objects.filter(day=date(2025, 12, 9)).exists()
    assert not Lesson.objects.filter(day=date(2025, 12, 16)).exists()
    assert Lesson.objects.get(day=date(2025, 12, 17)).number == 2
    assert look(TIMETABLE, new, valid_from=date(2025, 12, 15)).changes == 0


def test_where_the_file_cannot_be_read_the_week_stays_as_it_was() -> None:
    load(TIMETABLE, timetable(lesson("5А пн 1 Математика", teachers=KRYLOVA), lesson("5А вт 1 История")))
    damaged = timetable(lesson("5А пн 1 031", subject_known=False), lesson("5А вт 2 История"))
    seen = look(TIMETABLE, damaged, valid_from=date(2025, 12, 15))
    assert [(line.sign, line.title) for line in seen.lines if line.thing == "entry" and not line.writes] == [
        (Sign.SAME, "5А, математика: пн, 1\u2011й урок")
    ]
    apply.commit(system_user(), seen)
    current = TimetableEntry.objects.filter(timetable__valid_to=None).select_related("teacher__user", "course__subject")
    assert {(row.course.subject.name, row.weekday, row.number, bool(row.teacher)) for row in current} == {
        ("Математика", 1, 1, True),
        ("История", 2, 2, False),
    }


def test_a_file_without_teachers_and_rooms_does_not_wipe_those_that_are_known() -> None:
    known = timetable(lesson("5А пн 1 Математика", teachers=KRYLOVA, rooms=("214",)), bells=BELLS)
    load(TIMETABLE, known)
    bare = timetable(lesson("5А пн 1 Математика"), lesson("5А вт 1 Математика"))
    seen = look(TIMETABLE, bare, valid_from=date(2025, 12, 15))
    assert texts(seen) == ["add entry 5А: вт, 1\u2011й урок, Математика: не указано →"]
    apply.commit(system_user(), seen)
    monday = TimetableEntry.objects.get(timetable__valid_to=None, weekday=1)
    assert (str(monday.room), monday.teacher is not None) == ("214", True)


def test_a_file_about_one_class_leaves_the_others_alone() -> None:
    load(TIMETABLE, timetable(lesson("5А пн 1 Математика"), lesson("5Б пн 1 Математика")))
    load(TIMETABLE, timetable(lesson("5А вт 2 Математика")), valid_from=date(2025, 12, 15))
    current = TimetableEntry.objects.filter(timetable__valid_to=None)
    assert sorted(f"{row.course.title} {row.weekday}" for row in current) == ["5А, математика 2", "5Б, математика 1"]


def test_another_teacher_begins_on_the_first_day_and_the_former_one_ends_the_day_before() -> None:
    load(TIMETABLE, timetable(lesson("5А пн 1 Математика", teachers=KRYLOVA)), valid_from=date(2025, 12, 8))
    load(TIMETABLE, timetable(lesson("5А пн 1 Математика", teachers=TITOVA)), valid_from=date(2025, 12, 15))
    rows = TeachingAssignment.objects.order_by("valid_from").select_related("staff__user")
    assert [(row.staff.user.last_name, row.valid_from, row.valid_to) for row in rows] == [
        ("Крылова", date(2025, 12, 8), date(2025, 12, 14)),
        ("Титова", date(2025, 12, 15), None),
    ]


def test_saturday_lessons_make_a_six_day_week_and_the_second_shift_is_kept() -> None:
    load(TIMETABLE, timetable(lesson("5а сб 1 Математика"), second_shift_classes=["5а"]))
    row = SchoolClass.objects.get()
    assert (row.name, row.days_per_week, row.shift) == ("5А", 6, 2)


def test_without_bells_the_week_is_written_and_the_lessons_wait() -> None:
    result = load(TIMETABLE, timetable(lesson("5А пн 1 Математика")))
    assert TimetableEntry.objects.count() == 1
    assert not Lesson.objects.exists()
    assert any("нет звонков" in note for note in result.notes)


def test_dated_exchanges_become_substitutions_and_cancellations_and_only_once() -> None:
    parsed = timetable(
        lesson("5А пн 1 Математика", teachers=KRYLOVA, rooms=("214",)),
        lesson("5А вт 1 История", teachers=TITOVA),
        bells=BELLS,
        substitutions=[
            ParsedSubstitution(date(2025, 12, 15), 1, "5а", "Математика", TITOVA, ("301",)),
            ParsedSubstitution(date(2025, 12, 16), 1, "5а", cancelled=True),
            ParsedSubstitution(date(2025, 12, 17), 1, "5а", "Химия", TITOVA),
            ParsedSubstitution(date(2024, 12, 17), 1, "5а", "История", KRYLOVA),
        ],
    )
    seen = look(TIMETABLE, parsed)
    assert [line.sign for line in seen.lines if line.thing == "substitution"] == [Sign.ADD, Sign.ADD, Sign.ERROR]
    assert any("Из другого учебного года" in problem.message for problem in seen.problems)
    apply.commit(system_user(), seen)
    row = Substitution.objects.select_related("teacher__user", "room").get()
    assert (row.lesson.day, row.teacher.user.last_name, str(row.room)) == (date(2025, 12, 15), "Титова", "301")
    assert Lesson.objects.get(day=date(2025, 12, 16)).status == LessonStatus.CANCELLED
    assert look(TIMETABLE, parsed).changes == 0


def test_an_exchange_with_another_subject_says_so_in_its_reason() -> None:
    parsed = timetable(
        lesson("5А пн 1 Математика", teachers=KRYLOVA),
        bells=BELLS,
        substitutions=[ParsedSubstitution(date(2025, 12, 15), 1, "5А", "История", TITOVA)],
    )
    load(TIMETABLE, parsed)
    assert Substitution.objects.get().reason == "Вместо урока: История"


def test_free_and_moved_days_of_the_file_enter_the_calendar_once() -> None:
    changes = [ParsedDayChange(date(2025, 12, 20), 1), ParsedDayChange(date(2025, 12, 22))]
    parsed = timetable(lesson("5А пн 1 Математика"), bells=BELLS, day_changes=changes)
    load(TIMETABLE, parsed)
    saturday = CalendarException.objects.get(day=date(2025, 12, 20))
    assert (saturday.kind, saturday.as_weekday) == ("school_day", 1)
    assert not Lesson.objects.filter(day=date(2025, 12, 22)).exists()
    assert look(TIMETABLE, parsed).changes == 0


def test_nothing_is_left_when_the_last_step_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("свет погас")

    system_user()
    before = counts()
    monkeypatch.setattr("parta.exchange.apply.exchanges.write_substitutions", fail)
    seen = look(TIMETABLE, timetable(lesson("5А пн 1 Математика", teachers=KRYLOVA), bells=BELLS))
    with pytest.raises(RuntimeError):
        apply.commit(system_user(), seen)
    assert counts() == before


def test_a_chosen_day_outside_the_year_is_refused_before_anything_is_written() -> None:
    seen = look(TIMETABLE, timetable(lesson("5А пн 1 Математика")), valid_from=date(2024, 1, 15))
    assert [problem.place for problem in seen.blocking] == ["начало"]
