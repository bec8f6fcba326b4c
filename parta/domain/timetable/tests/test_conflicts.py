"""Broken timetables, one for each kind of conflict: each is found, and a sound week has none."""

from dataclasses import replace
from decimal import Decimal

import pytest

from parta.domain.timetable.choices import WeekParity
from parta.domain.timetable.rules import Conflict, Hours, Occupied, find_conflicts
from parta.domain.timetable.rules.conflicts import ConflictKind

SEVEN, NINE = ((7, "7Б"),), ((9, "9А"),)
ALGEBRA = Occupied(
    1, weekday=2, number=1, week="every", starts=510, ends=550, subject="Алгебра", unit="7Б", classes=SEVEN,
    is_group=False, teacher_id=1, teacher="Крылова Е. А.", room_id=1, room="214",
)  # fmt: skip
HISTORY = replace(
    ALGEBRA, entry_id=2, subject="История", unit="9А", classes=NINE, teacher_id=2, teacher="Соколов Д. Ю.", room_id=2,
    room="305",
)  # fmt: skip
NEXT = replace(HISTORY, entry_id=3, unit="7Б", classes=SEVEN, number=2, starts=565, ends=605)
GROUP = replace(
    ALGEBRA, entry_id=4, subject="Английский язык", unit="англ. 1", is_group=True, teacher_id=3,
    teacher="Смирнова Ю. А.", room_id=3, room="301", group_id=31,
)  # fmt: skip
OTHER_GROUP = replace(
    GROUP, entry_id=5, subject="Информатика", unit="инф. 2", teacher_id=4, teacher="Денисов И. Л.", room_id=4,
    room="215", group_id=32,
)  # fmt: skip
MEMBERS = {31: {1: "Алиев Иван", 2: "Белова Анна"}, 32: {2: "Белова Анна", 3: "Власов Пётр"}}


def hard(found: list[Conflict]) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in found if not one.soft]


BROKEN = {
    ConflictKind.TEACHER: ([ALGEBRA, replace(HISTORY, teacher_id=1)], {}, "вт 1: Крылова Е. А. — 7Б и 9А"),
    ConflictKind.ROOM: ([ALGEBRA, replace(HISTORY, room_id=1)], {}, "вт 1: 214 — 7Б и 9А"),
    ConflictKind.CLASS: (
        [ALGEBRA, replace(HISTORY, unit="7Б", classes=SEVEN)], {}, "вт 1: 7Б — Алгебра и История",
    ),
    ConflictKind.GROUP: (
        [GROUP, replace(OTHER_GROUP, group_id=31, unit="англ. 1")], {}, "вт 1: англ. 1 — Английский язык и Информатика",
    ),
    ConflictKind.PUPILS: ([GROUP, OTHER_GROUP], {"members": MEMBERS}, "вт 1: Белова Анна — англ. 1 и инф. 2"),
    ConflictKind.SHIFT: (
        [replace(ALGEBRA, shift_fault="9-й урок не входит в первую смену")], {},
        "вт 1: 7Б, Алгебра — 9-й урок не входит в первую смену",
    ),
    ConflictKind.HOURS: (
        [ALGEBRA], {"above_plan": [Hours("7Б", "Алгебра", Decimal(3), Decimal("3.5"), (1,))]},
        "вт 1: 7Б, Алгебра — стоит 3,5 ч из 3 по плану",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN, ids=lambda kind: kind.value)
def test_each_broken_week_has_its_conflict_and_no_other(kind: ConflictKind) -> None:
    entries, more, text = BROKEN[kind]
    assert hard(find_conflicts(entries, **more)) == [(kind.value, text)]  # type: ignore[arg-type]


def test_soft_remarks_name_a_free_lesson_and_a_lesson_without_a_teacher() -> None:
    found = find_conflicts([ALGEBRA, replace(NEXT, number=3, starts=620, ends=660, has_teacher=False)])
    assert {(one.kind, one.soft) for one in found} == {(ConflictKind.GAP, True), (ConflictKind.NO_TEACHER, True)}


SOUND = {
    "different lessons": [ALGEBRA, NEXT],
    "another class, teacher and room": [ALGEBRA, HISTORY],
    "odd and even weeks": [
        replace(ALGEBRA, week=WeekParity.ODD), replace(HISTORY, teacher_id=1, room_id=1, week=WeekParity.EVEN),
    ],
    "two groups of a class": [GROUP, OTHER_GROUP],
    "shifts whose bells do not meet": [ALGEBRA, replace(HISTORY, teacher_id=1, starts=840, ends=880)],
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_week_has_no_conflict(name: str) -> None:
    assert hard(find_conflicts(SOUND[name])) == []
