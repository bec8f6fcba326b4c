"""Bells, the weekly timetable editor, lessons of the year: pages of the administrator."""

import json
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum.tests import small_school
from parta.domain.curriculum.tests.small_school import SmallSchool
from parta.domain.journal.models import LessonRecord
from parta.domain.school.models import SchoolClass, StaffMember
from parta.domain.timetable import actions, queries
from parta.domain.timetable.actions import SlotTimes
from parta.domain.timetable.models import BellSchedule, Lesson, Timetable, TimetableEntry
from parta.lib import clock
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
THURSDAY = date(2025, 12, 11)


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(clock.at(THURSDAY, 10)):
        yield


@pytest.fixture
def school() -> SmallSchool:
    return small_school.make()


@pytest.fixture
def desk(enter: Enter, school: SmallSchool) -> Client:
    """The administrator's browser."""
    return enter(school.administrator)


@pytest.fixture
def seven(school: SmallSchool) -> SchoolClass:
    return school.school_class("7Б")


@pytest.fixture
def table(school: SmallSchool) -> Timetable:
    """A version of the whole year, with six bells."""
    slots = [SlotTimes(number, time(7 + number, 30), time(8 + number, 10)) for number in range(1, 7)]
    actions.set_bell_schedule(school.administrator, year=school.year, slots=slots)
    return actions.create_timetable(school.administrator, year=school.year, valid_from=school.year.starts_on)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def places() -> set[tuple[str, int, int]]:
    rows = TimetableEntry.objects.select_related("course__subject")
    return {(row.course.subject.name, row.weekday, row.number) for row in rows}


@pytest.mark.clause("S3-4.1.5e")
def test_bells_are_typed_changed_and_removed(desk: Client, school: SmallSchool) -> None:
    data = {
        "shift": "1",
        "weekday": "",
        "valid_from": "2025-09-01",
        "title": "",
        "starts-1": "08:30",
        "ends-1": "09:10",
    }
    assert desk.post("/setup/bells/", data).status_code == 302
    schedule = BellSchedule.objects.get()
    assert (schedule.title, schedule.slots.get().starts_at) == ("Первая смена", time(8, 30))
    assert 'value="08:30"' in text(desk, f"/setup/bells/?edit={schedule.pk}")
    desk.post(f"/setup/bells/{schedule.pk}/remove/")
    assert not BellSchedule.objects.exists()


def test_half_a_lesson_and_crossing_bells_are_named(desk: Client) -> None:
    data = {"shift": "1", "valid_from": "2025-09-01", "starts-1": "08:30"}
    answer = desk.post("/setup/bells/", data)
    assert answer.status_code == 422
    assert "1-й урок: впишите, когда он кончается" in answer.content.decode()
    data |= {"ends-1": "09:10", "starts-2": "09:00", "ends-2": "09:40"}
    answer = desk.post("/setup/bells/", data)
    assert "начинается в 09:00" in answer.content.decode()


def test_without_a_timetable_the_editor_says_where_to_begin(desk: Client, school: SmallSchool) -> None:
    assert "Расписания пока нет" in text(desk, "/setup/timetable/")
    desk.post("/setup/timetable/new/", {"valid_from": "2025-09-01"})
    assert Timetable.objects.get().title == "Расписание с 1\u00a0сентября"


def test_a_lesson_is_set_shown_changed_and_removed(
    desk: Client, school: SmallSchool, table: Timetable, seven: SchoolClass
) -> None:
    algebra = school.course("Алгебра", seven, school.teacher("Крылова"))
    place = {"cell": f"{seven.pk}-2-3", "level": "7-9"}
    answer = desk.post(f"/setup/timetable/{table.pk}/set/", {**place, "course": algebra.pk, "week": "every"})
    assert answer.headers["Location"].endswith(f"cell={seven.pk}-2-3&level=7-9#p-{seven.pk}-2-3")
    assert places() == {("Алгебра", 2, 3)}
    body = text(desk, f"/setup/timetable/?cell={seven.pk}-2-3")
    assert "7Б, вт, 3‑й урок" in body
    assert "Крылова" in body
    entry = TimetableEntry.objects.get()
    room = school.room("214")
    changed = {**place, "entry": entry.pk, "course": algebra.pk, "room": room.pk, "week": "odd"}
    desk.post(f"/setup/timetable/{table.pk}/set/", changed)
    entry.refresh_from_db()
    assert (entry.room, entry.week) == (room, "odd")
    desk.post(f"/setup/timetable/{table.pk}/entries/{entry.pk}/remove/", place)
    assert places() == set()


def test_the_same_lesson_twice_is_refused_beside_the_form(
    desk: Client, school: SmallSchool, table: Timetable, seven: SchoolClass
) -> None:
    algebra = school.course("Алгебра", seven)
    data = {"cell": f"{seven.pk}-2-3", "course": algebra.pk, "week": "every"}
    desk.post(f"/setup/timetable/{table.pk}/set/", data)
    answer = desk.post(f"/setup/timetable/{table.pk}/set/", data)
    assert answer.status_code == 422
    assert "уже стоит на этом месте" in answer.content.decode()


def test_a_place_moves_and_two_places_swap(
    desk: Client, school: SmallSchool, table: Timetable, seven: SchoolClass
) -> None:
    for subject, number in (("Алгебра", 3), ("Физика", 4)):
        actions.set_entry(
            school.administrator, timetable=table, course=school.course(subject, seven), weekday=2, number=number
        )
    move = f"/setup/timetable/{table.pk}/move/"
    desk.post(move, {"cell": f"{seven.pk}-2-3", "weekday": "2", "number": "4"})
    assert places() == {("Алгебра", 2, 4), ("Физика", 2, 3)}
    desk.post(move, {"cell": f"{seven.pk}-2-3", "weekday": "5", "number": "1"})
    assert places() == {("Алгебра", 2, 4), ("Физика", 5, 1)}


def test_htmx_gets_only_the_side_and_it_names_conflicts(
    desk: Client, school: SmallSchool, table: Timetable, seven: SchoolClass
) -> None:
    teacher = school.teacher("Крылова", "Елена", "Андреевна")
    for unit in (seven, school.school_class("9А")):
        actions.set_entry(
            school.administrator,
            timetable=table,
            course=school.course("Алгебра", unit),
            weekday=2,
            number=3,
            teacher=teacher,
            room=school.room(unit.name),
        )
    answer = desk.get(f"/setup/timetable/?cell={seven.pk}-2-3", headers={"HX-Request": "true"})
    body = answer.content.decode().replace("\u00a0", " ")
    assert "<html" not in body
    assert "вт 3: Крылова Е. А. — 7Б и 9А" in body


def test_the_preview_counts_and_writing_does_the_same_without_losing_a_record(
    desk: Client, school: SmallSchool, table: Timetable, seven: SchoolClass
) -> None:
    algebra = school.course("Алгебра", seven, school.teacher("Крылова"))
    entry = actions.set_entry(school.administrator, timetable=table, course=algebra, weekday=4, number=3)
    week = {"first": "2025-12-15", "last": "2025-12-28"}
    body = text(desk, "/setup/timetable/lessons/?first=2025-12-15&last=2025-12-28")
    assert "Записать 2 изменения" in body
    desk.post("/setup/timetable/lessons/", week)
    lesson = Lesson.objects.get(day=date(2025, 12, 18))
    LessonRecord.objects.create(lesson=lesson, topic="Степень", entered_by=school.administrator, entered_at=clock.now())
    actions.move_entries(school.administrator, entries=[entry], weekday=5, number=1)
    body = text(desk, "/setup/timetable/lessons/?first=2025-12-15&last=2025-12-28")
    assert "Останутся вне расписания: 1" in body
    desk.post("/setup/timetable/lessons/", week)
    rows = Lesson.objects.order_by("day").values_list("day", "number")
    assert list(rows) == [(date(2025, 12, 18), 3), (date(2025, 12, 19), 1), (date(2025, 12, 26), 1)]
    assert LessonRecord.objects.get().lesson_id == lesson.pk


JANUARY = date(2026, 1, 12)


@pytest.fixture
def coming(school: SmallSchool, table: Timetable, seven: SchoolClass) -> Timetable:
    """Algebra on Thursdays has its lessons; the draft from January begins with the same week."""
    algebra = school.course("Алгебра", seven, school.teacher("Крылова"))
    actions.set_entry(school.administrator, timetable=table, course=algebra, weekday=4, number=3)
    actions.generate_lessons(school.administrator, year=school.year, first=THURSDAY)
    return actions.create_timetable(
        school.administrator, year=school.year, valid_from=JANUARY, copy_of=table, draft=True
    )  # fmt: skip


def stands() -> list[tuple[date, int]]:
    return list(Lesson.objects.order_by("day").values_list("day", "number"))


def test_a_draft_is_compared_published_and_only_then_makes_lessons(
    desk: Client, school: SmallSchool, table: Timetable, coming: Timetable
) -> None:
    """A change from a date: prepared aside, shown before it takes effect, and the days before it stay as they were."""
    before = stands()
    actions.move_entries(
        school.administrator, entries=[TimetableEntry.objects.get(timetable=coming)], weekday=5, number=1
    )  # fmt: skip
    editor = text(desk, f"/setup/timetable/?t={coming.pk}")
    assert "Черновик с 12 января" in editor
    assert f"/setup/timetable/{coming.pk}/publish/" in editor
    assert "Черновик с" not in text(desk, "/setup/timetable/"), "без выбора открывается действующее"
    desk.post("/setup/timetable/lessons/", {"first": "2026-01-12"})
    assert stands() == before, "«Обновить уроки» черновика не видит"

    seen = text(desk, f"/setup/timetable/{coming.pk}/publish/")
    assert "чт, 3‑й урок" in seen
    assert "<del>Алгебра, Крылова" in seen
    assert "пт, 1‑й урок" in seen
    assert "<ins>Алгебра, Крылова" in seen
    sign = queries.version_sign(coming)
    answer = desk.post(f"/setup/timetable/{coming.pk}/publish/", {"seen": sign}, follow=True)
    assert "Расписание опубликовано, действует с 12" in answer.content.decode().replace("\u00a0", " ")
    after = stands()
    assert [one for one in after if one[0] < JANUARY] == [one for one in before if one[0] < JANUARY]
    assert {(day.isoweekday(), number) for day, number in after if day >= JANUARY} == {(5, 1)}
    assert text(desk, f"/setup/timetable/?t={coming.pk}").count("опубликовано: с 12 января") == 1


def test_who_has_looked_at_another_draft_looks_again(desk: Client, school: SmallSchool, coming: Timetable) -> None:
    sign = queries.version_sign(coming)
    entry = TimetableEntry.objects.get(timetable=coming)
    actions.move_entries(school.deputy, entries=[entry], weekday=2, number=2)
    answer = desk.post(f"/setup/timetable/{coming.pk}/publish/", {"seen": sign})
    assert (answer.status_code, "черновик изменили" in answer.content.decode()) == (409, True)
    assert Timetable.objects.get(pk=coming.pk).is_draft


def test_a_teacher_in_two_places_stops_it_and_a_reason_lets_it_through(
    desk: Client, school: SmallSchool, coming: Timetable
) -> None:
    teacher = StaffMember.objects.get(user__last_name="Крылова")
    other = school.course("Геометрия", school.school_class("7В"), teacher)
    actions.set_entry(school.administrator, timetable=coming, course=other, weekday=4, number=3)
    page = text(desk, f"/setup/timetable/{coming.pk}/publish/")
    assert "Кто стоит в двух местах сразу" in page
    form = {"seen": queries.version_sign(coming)}
    answer = desk.post(f"/setup/timetable/{coming.pk}/publish/", form)
    assert answer.status_code == 422
    assert "1 конфликт, первый: чт 3: Крылова" in answer.content.decode().replace("\u00a0", " ")
    desk.post(f"/setup/timetable/{coming.pk}/publish/", {**form, "despite": "Потоковый урок 7Б и 7В"})
    assert not Timetable.objects.get(pk=coming.pk).is_draft
    assert AuditEntry.objects.get(code="timetable.version.published").reason == "Потоковый урок 7Б и 7В"


def test_a_new_version_from_the_page_is_a_draft_and_can_be_thrown_away(
    desk: Client, table: Timetable, school: SmallSchool
) -> None:
    desk.post("/setup/timetable/new/", {"valid_from": "2026-01-12", "copy_of": table.pk})
    draft = Timetable.objects.get(valid_from=JANUARY)
    assert draft.is_draft
    assert Timetable.objects.get(pk=table.pk).valid_to is None, "черновик никого не ограничивает"
    assert "публиковать нечего" in text(desk, f"/setup/timetable/{draft.pk}/publish/")
    desk.post(f"/setup/timetable/{draft.pk}/drop/")
    assert Timetable.objects.get() == table
    answer = desk.post(f"/setup/timetable/{table.pk}/drop/", follow=True)
    assert "уже опубликовано" in answer.content.decode()
    assert Timetable.objects.get() == table


def test_the_comparison_of_a_school_costs_a_bounded_number_of_statements(
    desk: Client, school: SmallSchool, coming: Timetable, django_assert_max_num_queries: object
) -> None:
    teacher = school.teacher("Юсупова")
    for name in ("7А", "8А", "9А"):
        course = school.course("Биология", school.school_class(name), teacher)
        actions.set_entry(school.administrator, timetable=coming, course=course, weekday=1, number=2)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        text(desk, f"/setup/timetable/{coming.pk}/publish/")


def test_without_bells_the_page_says_so_instead_of_failing(
    desk: Client, school: SmallSchool, seven: SchoolClass
) -> None:
    assert "Создать уроки пока нельзя" in text(desk, "/setup/timetable/lessons/")


@pytest.mark.parametrize(
    "address",
    ["/setup/bells/", "/setup/timetable/", "/setup/timetable/new/", "/setup/timetable/lessons/"],
)
def test_these_pages_are_the_administrators(enter: Enter, school: SmallSchool, address: str) -> None:
    text(enter(school.teacher("Крылова").user), address, 403)


def test_the_editor_costs_the_same_for_one_class_and_for_four(
    desk: Client, school: SmallSchool, table: Timetable, django_assert_max_num_queries: object
) -> None:
    teacher = school.teacher("Крылова")
    for name in ("7А", "7Б", "8А", "9А"):
        unit = school.school_class(name)
        for weekday in range(1, 6):
            course = school.course(f"Предмет {weekday}", unit, teacher)
            actions.set_entry(school.administrator, timetable=table, course=course, weekday=weekday, number=1)
    cell = f"{SchoolClass.objects.order_by('pk')[0].pk}-1-1"
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        text(desk, f"/setup/timetable/?cell={cell}")


def operate(client: Client, table: Timetable, status: int = 200, **body: object) -> dict[str, Any]:
    answer = client.post(f"/setup/timetable/{table.pk}/operation/", body)
    assert answer.status_code == status, answer.content.decode()[:300]
    found: dict[str, Any] = answer.json()
    return found


def test_keys_put_move_copy_remove_and_undo_a_lesson(
    enter: Enter, school: SmallSchool, table: Timetable, seven: SchoolClass
) -> None:
    deputy = enter(school.deputy)
    algebra = school.course("Алгебра", seven, school.teacher("Крылова"))
    nine = school.school_class("9А")
    school.course("Алгебра", nine)
    found = operate(deputy, table, op="put", cell=f"{seven.pk}-2-3", seen="", course=algebra.pk)
    assert "Крылова" in found["cells"][f"{seven.pk}-2-3"]
    sign = queries.place_sign(TimetableEntry.objects.all())
    moved = operate(deputy, table, op="move", cell=f"{seven.pk}-2-3", seen=sign, to=f"{seven.pk}-5-1", seen_to="")
    assert places() == {("Алгебра", 5, 1)}
    operate(deputy, table, op="copy", cell=f"{seven.pk}-5-1", to=f"{nine.pk}-5-2", seen_to="")
    assert TimetableEntry.objects.get(number=2).course.school_class == nine
    operate(deputy, table, op="remove", cell=f"{nine.pk}-5-2")
    operate(deputy, table, op="undo", was=json.dumps(moved["was"]))
    assert places() == {("Алгебра", 2, 3)}


def test_the_second_writer_is_told_and_nothing_is_overwritten(
    enter: Enter, school: SmallSchool, table: Timetable, seven: SchoolClass
) -> None:
    algebra, physics = school.course("Алгебра", seven), school.course("Физика", seven)
    place = f"{seven.pk}-2-3"
    operate(enter(school.administrator), table, op="put", cell=place, seen="", course=algebra.pk)
    answer = operate(enter(school.deputy), table, 409, op="put", cell=place, seen="", course=physics.pk)
    assert "сейчас там: Алгебра" in answer["message"]
    assert places() == {("Алгебра", 2, 3)}
    form = {"cell": place, "seen": "", "course": physics.pk, "week": "every"}
    assert enter(school.deputy).post(f"/setup/timetable/{table.pk}/set/", form).status_code == 409


def test_the_week_is_drawn_by_teacher_and_by_room(
    desk: Client, school: SmallSchool, table: Timetable, seven: SchoolClass
) -> None:
    teacher = school.teacher("Крылова", "Елена", "Андреевна")
    actions.set_entry(
        school.administrator, timetable=table, course=school.course("Алгебра", seven, teacher), weekday=2, number=3,
        room=school.room("214"),
    )  # fmt: skip
    by_teacher = text(desk, "/setup/timetable/?by=teacher")
    assert "Крылова Е. А." in by_teacher
    assert f'data-spot="{seven.pk}-2-3"' in by_teacher
    assert f'data-spot="{seven.pk}-2-3"' in text(desk, "/setup/timetable/?by=room")
