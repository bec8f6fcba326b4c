"""Weeks, bells, who teaches on a day, matching, conflicts: without a database."""

from datetime import date, time

from parta.domain.timetable import rules
from parta.domain.timetable.rules import Bells, ConflictKind, Occupied, Place, Standing, Teaching, Times

DAY = date(2025, 12, 11)
TODAY = date(2025, 12, 8)
NINE, TEN, ELEVEN = time(9), time(10), time(11)


def place(number: int, *, course: int = 1, day: date = DAY, room: int | None = 5) -> Place:
    return Place(course, day, number, NINE, TEN, room, 7, 100 + number)


def lesson(number: int, *, ident: int = 1, course: int = 1, day: date = DAY, **other: object) -> Standing:
    values: dict[str, object] = {
        "starts_at": NINE, "ends_at": TEN, "room_id": 5, "teacher_id": 7, "entry_id": 100 + number, **other,
    }  # fmt: skip
    return Standing(id=ident, course_id=course, day=day, number=number, **values)  # type: ignore[arg-type]


def match(places: list[Place], lessons: list[Standing], entered: set[int] | None = None) -> rules.Matching:
    return rules.settle(rules.pair(places, lessons, today=TODAY), entered or set())


def test_weeks_are_counted_from_the_first_week_of_the_timetable_which_is_odd() -> None:
    start = date(2025, 9, 3)
    assert rules.parity_of(date(2025, 9, 1), start) == "odd"
    assert rules.parity_of(date(2025, 9, 7), start) == "odd"
    assert rules.parity_of(date(2025, 9, 8), start) == "even"
    assert rules.parity_of(date(2025, 9, 15), start) == "odd"


def test_bells_of_a_weekday_beat_common_ones_and_later_beat_earlier() -> None:
    common = Times(1, None, date(2025, 9, 1), {1: (NINE, TEN)})
    later = Times(1, None, date(2026, 1, 12), {1: (TEN, ELEVEN)})
    monday = Times(1, 1, date(2025, 9, 1), {1: (time(8), time(8, 40))})
    bells = Bells([common, later, monday])
    assert bells.times(1, 4, DAY, 1) == (NINE, TEN)
    assert bells.times(1, 4, date(2026, 2, 5), 1) == (TEN, ELEVEN)
    assert bells.times(1, 1, date(2026, 2, 2), 1) == (time(8), time(8, 40))
    assert bells.times(1, 4, DAY, 8) is None
    assert bells.times(2, 4, DAY, 1) is None


def test_bells_entered_in_december_serve_september_too() -> None:
    bells = Bells([Times(1, None, date(2025, 12, 1), {1: (NINE, TEN)})])
    assert bells.times(1, 4, date(2025, 9, 4), 1) == (NINE, TEN)


def test_overlapping_bells_are_named() -> None:
    assert rules.slots_fault([(1, NINE, TEN), (2, TEN, ELEVEN)]) == ""
    assert "2\u2011й урок начинается в 09:30" in rules.slots_fault([(1, NINE, TEN), (2, time(9, 30), ELEVEN)])
    assert "кончается раньше" in rules.slots_fault([(1, TEN, NINE)])
    assert "дважды" in rules.slots_fault([(1, NINE, TEN), (1, TEN, ELEVEN)])


def test_a_lesson_goes_to_the_new_teacher_of_the_course() -> None:
    left = Teaching(7, date(2025, 9, 1), date(2025, 11, 30))
    came = Teaching(8, date(2025, 12, 1), None)
    assert rules.teacher_on(date(2025, 11, 30), 7, [left, came]) == 7
    assert rules.teacher_on(DAY, 7, [left, came]) == 8
    assert rules.teacher_on(DAY, None, [came]) == 8


def test_team_teaching_names_nobody_and_an_unassigned_course_keeps_the_timetables_teacher() -> None:
    team = [Teaching(7, date(2025, 9, 1), None), Teaching(8, date(2025, 9, 1), None)]
    assert rules.teacher_on(DAY, None, team) is None
    assert rules.teacher_on(DAY, 8, team) == 8
    assert rules.teacher_on(DAY, 7, []) == 7


def test_the_same_place_is_the_same_lesson() -> None:
    found = match([place(3)], [lesson(3)])
    assert [one.id for one in found.kept] == [1]
    assert [*found.created, *found.changed, *found.removed] == []


def test_another_room_follows_the_timetable_unless_a_person_chose_it() -> None:
    assert [one.id for one, _ in match([place(3, room=9)], [lesson(3)]).changed] == [1]
    by_hand = lesson(3, note="В 214 ремонт")
    assert [one.id for one in match([place(3, room=9)], [by_hand]).kept] == [1]


def test_the_past_is_not_rewritten() -> None:
    past = date(2025, 12, 5)
    found = match([place(3, day=past, room=9)], [lesson(3, day=past)])
    assert [one.id for one in found.kept] == [1]


def test_an_empty_lesson_without_a_place_is_removed_and_one_with_entries_is_not() -> None:
    empty, full = lesson(3, ident=1), lesson(4, ident=2)
    found = match([], [empty, full], {2})
    assert [one.id for one in found.removed] == [1]
    assert [one.id for one in found.left] == [2]


def test_entries_go_to_the_nearest_free_place_of_the_course_on_that_day() -> None:
    found = match([place(1), place(6), place(5, course=2), place(5, day=date(2025, 12, 12))], [lesson(5)], {1})
    assert [(one.id, to.number) for one, to in found.moved] == [(1, 6)]
    assert sorted((one.course_id, one.day.day, one.number) for one in found.created) == [
        (1, 11, 1),
        (1, 12, 5),
        (2, 11, 5),
    ]


def test_a_matched_lesson_never_gives_up_its_place() -> None:
    found = match([place(3), place(4)], [lesson(3, ident=1), lesson(6, ident=2)], {1, 2})
    assert [one.id for one in found.kept] == [1]
    assert [(one.id, to.number) for one, to in found.moved] == [(2, 4)]


def test_a_lesson_moved_by_hand_holds_both_places() -> None:
    moved = lesson(7, status="moved", day=date(2025, 12, 15), moved_from=(DAY, 3))
    found = match([place(3), place(4)], [moved])
    assert [one.id for one in found.kept] == [1]
    assert [one.number for one in found.created] == [4]


def test_a_lesson_moved_and_then_cancelled_stays_where_it_was_put() -> None:
    moved = lesson(7, status="cancelled", note="Карантин", moved_from=(DAY, 3))
    found = match([place(3), place(4)], [moved])
    assert [one.id for one in found.kept] == [1]
    assert [one.number for one in found.created] == [4]


def test_a_cancelled_lesson_is_not_made_again_nor_thrown_away() -> None:
    cancelled = lesson(3, status="cancelled", note="Карантин")
    assert [one.id for one in match([place(3)], [cancelled]).kept] == [1]
    assert [one.id for one in match([], [cancelled]).left] == [1]


def test_a_lesson_left_out_once_loses_its_note_when_its_place_comes_back() -> None:
    found = match([place(3)], [lesson(3, note=rules.LEFT_NOTE)])
    assert [one.id for one, _ in found.changed] == [1]


def occupied(ident: int, unit: str, **other: object) -> Occupied:
    values: dict[str, object] = {
        "weekday": 2, "number": 2, "week": "every", "starts": 565, "ends": 605, "subject": "Алгебра",
        "classes": ((ord(unit[-1]), unit),), "is_group": False, "teacher_id": ident, "teacher": f"Учитель {ident}",
        "room_id": ident, "room": f"20{ident}", **other,
    }  # fmt: skip
    return Occupied(entry_id=ident, unit=unit, **values)  # type: ignore[arg-type]


def kinds(*entries: Occupied) -> list[tuple[ConflictKind, bool]]:
    return [(one.kind, one.soft) for one in rules.find_conflicts(entries)]


def test_a_teacher_in_two_classes_at_once_is_named_with_both() -> None:
    first = occupied(1, "7Б", teacher_id=5, teacher="Крылова Е. А.")
    second = occupied(2, "9В", teacher_id=5, teacher="Крылова Е. А.", subject="Геометрия")
    (found,) = rules.find_conflicts([first, second])
    assert (found.text, found.soft, found.entry_ids) == ("вт 2: Крылова Е. А. — 7Б и 9В", False, (1, 2))


def test_odd_and_even_weeks_do_not_meet_and_every_week_meets_both() -> None:
    odd, even = occupied(1, "7Б", room_id=5, week="odd"), occupied(2, "9В", room_id=5, week="even", subject="Физика")
    assert kinds(odd, even) == []
    assert kinds(odd, occupied(3, "9В", room_id=5, subject="Физика")) == [(ConflictKind.ROOM, False)]


def test_one_subject_one_room_one_teacher_is_a_joint_lesson_not_an_error() -> None:
    first, second = occupied(1, "10А", teacher_id=5, room_id=5), occupied(2, "10Б", teacher_id=5, room_id=5)
    assert all(soft for _, soft in kinds(first, second))


def test_groups_of_a_class_go_side_by_side_but_not_beside_the_whole_class() -> None:
    one = occupied(1, "7Б", is_group=True)
    two = occupied(2, "7Б", is_group=True)
    assert kinds(one, two) == []
    assert kinds(one, occupied(3, "7Б", subject="Физика")) == [(ConflictKind.CLASS, False)]


def test_shifts_meet_by_the_clock_not_by_the_number() -> None:
    first_shift = occupied(1, "7Б", room_id=5, number=6, starts=800, ends=840)
    second_shift = occupied(2, "6А", room_id=5, number=1, starts=810, ends=850, subject="Физика")
    assert kinds(first_shift, second_shift) == [(ConflictKind.ROOM, False)]


def test_a_gap_and_a_lesson_without_a_teacher_are_remarks() -> None:
    early = occupied(1, "7Б", number=1, starts=500, ends=540)
    late = occupied(2, "7Б", number=3, starts=700, ends=740, teacher_id=None, has_teacher=False, subject="Физика")
    assert kinds(early, late) == [(ConflictKind.GAP, True), (ConflictKind.NO_TEACHER, True)]
