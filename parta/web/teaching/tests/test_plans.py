"""The base of thematic plans and the table of one plan."""

from collections.abc import Iterator
from datetime import date, time
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.models import ThematicPlan
from parta.domain.curriculum.rules import PlanLine
from parta.domain.curriculum.tests import small_school
from parta.domain.curriculum.tests.small_school import SmallSchool
from parta.domain.journal.models import LessonRecord
from parta.domain.school.models import StaffMember
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.actions import SlotTimes
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.errors import InvalidInput
from parta.web.conftest import Enter
from parta.web.teaching import plan_lines

FRAME = 5
"""Session, person, roles, the menu's line: what every page costs."""
LINES = [PlanLine("Степень", "А"), PlanLine("Свойства", "А"), PlanLine("Многочлен", "Б")]


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(clock.at(date(2025, 12, 11), 10)):
        yield


@pytest.fixture
def school(db: None) -> SmallSchool:
    return small_school.make()


@pytest.fixture
def teacher(school: SmallSchool) -> StaffMember:
    teacher = school.teacher("Крылова", "Елена", "Андреевна")
    school.course("Алгебра", school.school_class("7Б"), teacher)
    return teacher


@pytest.fixture
def plan(school: SmallSchool, teacher: StaffMember) -> ThematicPlan:
    return actions.create_plan(teacher.user, subject=school.subject("Алгебра"), grade_level=7, topics=LINES)


@pytest.fixture
def desk(enter: Enter, teacher: StaffMember) -> Client:
    """The teacher's browser."""
    return enter(teacher.user)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return " ".join(unescape(answer.content.decode()).replace("\u00a0", " ").split())


def table(plan: ThematicPlan, **changed: object) -> dict[str, object]:
    """The posted table of the plan as it stands."""
    topics = queries.plan_topics(plan)
    sections = queries.plan_sections(topics)
    return {
        "base": queries.plan_version(topics),
        "section": [section.title for section in sections],
        "id": [topic.pk for topic in topics],
        "sec": [number for number, section in enumerate(sections) for _ in section.topics],
        "title": [topic.title for topic in topics],
        "homework": [topic.homework for topic in topics],
        "kind": [topic.kind for topic in topics],
        **changed,
    }


def titles(plan: ThematicPlan) -> list[tuple[str, str]]:
    return [(topic.unit.title if topic.unit else "", topic.title) for topic in queries.plan_topics(plan)]


def test_up_inside_a_section_swaps_and_over_its_border_joins_the_other_section() -> None:
    lines, at = plan_lines.apply(LINES, "up:1")
    assert ([line.title for line in lines], at) == (["Свойства", "Степень", "Многочлен"], 0)
    lines, at = plan_lines.apply(LINES, "up:2")
    assert ([(line.unit, line.title) for line in lines][2], at) == (("А", "Многочлен"), 2)


def test_acts_at_the_ends_and_unknown_acts_change_nothing() -> None:
    for act in ("up:0", "down:2", "up:9", "burn:1", "save", "up:"):
        assert plan_lines.apply(LINES, act)[0] == LINES


def test_a_new_section_takes_the_rest_of_its_section() -> None:
    lines, _ = plan_lines.apply(LINES, "split:1")
    assert [line.unit for line in lines] == ["А", "Новый раздел", "Б"]


def test_text_from_a_spreadsheet_becomes_topics_homework_and_sections() -> None:
    lines = plan_lines.pasted_lines("Раздел 1. Степень\nСтепень\t§ 18\n\nСвойства\n# Многочлены\nМногочлен\t§ 20\t№ 5")
    assert [(line.unit, line.title, line.homework) for line in lines] == [
        ("Раздел 1. Степень", "Степень", "§ 18"),
        ("Раздел 1. Степень", "Свойства", ""),
        ("Многочлены", "Многочлен", "§ 20 № 5"),
    ]


def test_a_torn_table_is_refused() -> None:
    with pytest.raises(InvalidInput, match="не целиком"):
        plan_lines.read_lines(QueryDict("title=Степень&id="))


def test_a_teacher_begins_a_plan_with_pasted_topics(desk: Client, school: SmallSchool) -> None:
    subject = school.subject("Алгебра").pk
    data = {"subject": subject, "grade": 7, "source": "empty", "title": "", "text": "Степень\t§ 18\nКорень"}
    answer = desk.post("/plans/new/", data)
    plan = ThematicPlan.objects.get()
    assert answer.headers["Location"] == f"/plans/{plan.pk}/"
    assert titles(plan) == [("", "Степень"), ("", "Корень")]
    assert "Алгебра, 7 класс" in text(desk, "/plans/?mine=1")


def test_the_table_is_saved_with_a_move_on_the_way_and_ids_stay(desk: Client, plan: ThematicPlan) -> None:
    ids = {topic.title: topic.pk for topic in queries.plan_topics(plan)}
    changed = table(plan, title=["Степень числа", "Свойства", "Многочлен"], do="down:0")
    answer = desk.post(f"/plans/{plan.pk}/edit/", changed)
    assert answer.headers["Location"].endswith("&at=1")
    assert titles(plan) == [("А", "Свойства"), ("А", "Степень числа"), ("Б", "Многочлен")]
    assert queries.plan_topics(plan)[1].pk == ids["Степень"]


def test_a_section_is_renamed_and_topics_are_added_at_the_end(desk: Client, plan: ThematicPlan) -> None:
    data = table(plan, section=["Степени", "Б"], do="append", more="Корень\nИтоги")
    desk.post(f"/plans/{plan.pk}/edit/", data)
    assert titles(plan) == [
        ("Степени", "Степень"),
        ("Степени", "Свойства"),
        ("Б", "Многочлен"),
        ("Б", "Корень"),
        ("Б", "Итоги"),
    ]


def test_a_line_without_a_topic_stops_the_table_and_keeps_what_was_typed(desk: Client, plan: ThematicPlan) -> None:
    data = table(plan, title=["Степень числа", "", "Многочлен"], homework=["", "§ 19", ""], do="save")
    answer = desk.post(f"/plans/{plan.pk}/edit/", data)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Строка 2: нет темы" in body
    assert "Степень числа" in body
    assert titles(plan)[0] == ("А", "Степень")


def test_a_stale_table_is_refused_with_409(desk: Client, plan: ThematicPlan, school: SmallSchool) -> None:
    data = table(plan, do="save")
    actions.edit_plan_topics(school.deputy, plan=plan, topics=LINES[:2])
    answer = desk.post(f"/plans/{plan.pk}/edit/", data)
    assert answer.status_code == 409
    assert len(titles(plan)) == 2


@pytest.mark.clause("S3-2.2a")
def test_the_base_holds_plans_of_all_subjects_and_grades_for_every_teacher(
    enter: Enter, plan: ThematicPlan, school: SmallSchool
) -> None:
    other = school.teacher("Громова")
    school.course("Физика", school.school_class("8А"), other)
    actions.create_plan(other.user, subject=school.subject("Физика"), grade_level=8, topics=LINES)
    body = text(enter(other.user), "/plans/")
    assert "Алгебра, 7 класс" in body
    assert "Физика, 8 класс" in body
    chosen = text(enter(other.user), "/plans/?grade=8")
    assert "Алгебра, 7 класс" not in chosen
    assert "Физика, 8 класс" in chosen


@pytest.mark.clause("S3-4.4.7a")
@pytest.mark.clause("S3-2.3a")
def test_topics_fall_on_lessons_in_order_and_what_is_given_is_counted_by_section(
    desk: Client, plan: ThematicPlan, school: SmallSchool, teacher: StaffMember
) -> None:
    course = queries.courses(school.year).get()
    actions.attach_plan_to_course(teacher.user, plan=plan, courses=[course])
    administrator = school.administrator
    timetable.set_bell_schedule(administrator, year=school.year, slots=[SlotTimes(1, time(8, 30), time(9, 10))])
    version = timetable.create_timetable(administrator, year=school.year, valid_from=school.year.starts_on)
    timetable.set_entry(administrator, timetable=version, course=course, weekday=4, number=1)
    timetable.generate_lessons(administrator, year=school.year, first=date(2025, 12, 1), include_past=True)
    first = Lesson.objects.order_by("day")[0]
    LessonRecord.objects.create(
        lesson=first,
        plan_topic=queries.plan_topics(plan)[0],
        entered_by=teacher.user,
        entered_at=clock.now(),
    )
    body = text(desk, f"/plans/{plan.pk}/?course={course.pk}")
    rows = body.split("<tr id=")[1:]
    assert "4 дек." in rows[0]
    assert 'class="past"' in rows[0]
    assert "11 дек." in rows[1]
    assert "18 дек." in rows[2]
    assert "2</span> ч · дано 1" in body
    assert "1</span> ч · дано 0" in body


def test_a_plan_is_attached_to_own_courses_and_taken_off(
    desk: Client, plan: ThematicPlan, school: SmallSchool, teacher: StaffMember
) -> None:
    own = queries.courses(school.year).get()
    other = school.course("Алгебра", school.school_class("7В"), teacher)
    desk.post(f"/plans/{plan.pk}/attach/", {"courses": [own.pk, other.pk], "shown": [own.pk, other.pk]})
    assert set(plan.courses.all()) == {own, other}
    desk.post(f"/plans/{plan.pk}/attach/", {"courses": [own.pk], "shown": [own.pk, other.pk]})
    assert set(plan.courses.all()) == {own}


def test_the_deputy_approves_and_the_table_becomes_text(
    enter: Enter, desk: Client, plan: ThematicPlan, school: SmallSchool
) -> None:
    assert "Утвердить" not in text(desk, f"/plans/{plan.pk}/")
    desk.post(f"/plans/{plan.pk}/send/")
    assert "Утвердить" not in text(desk, f"/plans/{plan.pk}/")
    assert "Утвердить" in text(enter(school.deputy), f"/plans/{plan.pk}/")
    enter(school.deputy).post(f"/plans/{plan.pk}/approve/")
    body = text(desk, f"/plans/{plan.pk}/")
    assert "утверждён" in body
    assert 'name="title" value="Степень"' not in body
    assert desk.post(f"/plans/{plan.pk}/edit/", table(plan)).status_code == 422


def test_another_teacher_reads_and_copies_but_does_not_edit(
    enter: Enter, plan: ThematicPlan, school: SmallSchool
) -> None:
    other = school.teacher("Громова")
    school.course("Алгебра", school.school_class("7В"), other)
    client = enter(other.user)
    assert "сделайте копию" in text(client, f"/plans/{plan.pk}/")
    assert client.post(f"/plans/{plan.pk}/edit/", table(plan)).status_code == 403
    client.post(f"/plans/{plan.pk}/copy/")
    assert ThematicPlan.objects.filter(author=other.user).count() == 1


def test_families_and_unknown_plans(enter: Enter, desk: Client, plan: ThematicPlan, school: SmallSchool) -> None:
    pupil = school.student("Ковалёв", school.school_class("7Г"))
    text(enter(pupil.user), "/plans/", 403)
    text(desk, "/plans/99999/", 404)


def test_a_plan_of_a_hundred_topics_costs_the_same(
    desk: Client, plan: ThematicPlan, school: SmallSchool, django_assert_max_num_queries: object
) -> None:
    lines = [PlanLine(f"Тема {number}", f"Раздел {number // 10}") for number in range(102)]
    actions.edit_plan_topics(plan.author, plan=plan, topics=lines)
    text(desk, f"/plans/{plan.pk}/")
    with django_assert_max_num_queries(FRAME + 10):  # type: ignore[operator]
        text(desk, f"/plans/{plan.pk}/")


def keep(
    client: Client, plan: ThematicPlan, rows: list[list[str]], base: str | None = None
) -> tuple[int, dict[str, Any]]:
    """What the editor sends by itself: rows of (id, section, title, kind, homework) under the sections «А» and «Б»."""
    sign = queries.plan_version(queries.plan_topics(plan)) if base is None else base
    body = {"base": sign, "sections": ["А", "Б"], "rows": rows}
    answer = client.post(f"/plans/{plan.pk}/draft/", body, content_type="application/json")
    return answer.status_code, answer.json()


def rows_of(plan: ThematicPlan) -> list[list[str]]:
    topics = queries.plan_topics(plan)
    return [[str(one.pk), str(int(one.title == "Многочлен")), one.title, one.kind, ""] for one in topics]


def test_the_editor_saves_by_itself_and_is_told_numbers_and_time(desk: Client, plan: ThematicPlan) -> None:
    rows = rows_of(plan)
    rows[0][2] = "Степень числа"
    rows[1:1] = [["", "0", "", "lesson", ""], ["", "0", "Корень", "lesson", "§ 5"]]
    status, answer = keep(desk, plan, rows)
    assert (status, answer["at"]) == (200, "10:00")
    assert titles(plan) == [("А", "Степень числа"), ("А", "Корень"), ("А", "Свойства"), ("Б", "Многочлен")]
    ids = [topic.pk for topic in queries.plan_topics(plan)]
    assert answer["ids"] == [ids[0], None, *ids[1:]], "пустая строка ещё не тема"
    assert answer["version"] == queries.plan_version(queries.plan_topics(plan))


def test_the_second_writer_hears_at_once_who_saved_and_when(
    enter: Enter, desk: Client, plan: ThematicPlan, school: SmallSchool
) -> None:
    seen = queries.plan_version(queries.plan_topics(plan))
    rows = rows_of(plan)
    rows[0][2] = "Степень числа"
    assert keep(enter(school.deputy), plan, rows, seen)[0] == 200
    mine = rows_of(plan)
    mine[2][2] = "Многочлены"
    status, answer = keep(desk, plan, mine, seen)
    assert status == 409
    assert f"другой человек: {school.deputy.short_name}, в 10:00" in answer["message"]
    assert titles(plan)[2] == ("Б", "Многочлен")
    assert keep(desk, plan, rows, seen)[0] == 200, "то же самое второй раз — не спор"


def test_a_sent_plan_and_somebody_elses_are_not_kept(
    enter: Enter, desk: Client, plan: ThematicPlan, school: SmallSchool
) -> None:
    other = school.teacher("Громова")
    school.course("Алгебра", school.school_class("7В"), other)
    rows = rows_of(plan)
    rows[0][2] = "Степень числа"
    assert keep(enter(other.user), plan, rows)[0] == 403
    desk.post(f"/plans/{plan.pk}/send/")
    status, answer = keep(desk, plan, rows)
    assert (status, "на утверждении" in answer["message"]) == (422, True)
    assert titles(plan)[0] == ("А", "Степень")


def test_a_page_of_another_person_and_torn_rows_are_refused(desk: Client, plan: ThematicPlan) -> None:
    stranger = desk.post(
        f"/plans/{plan.pk}/draft/", {"base": "", "sections": [], "rows": []}, content_type="application/json",
        headers={"X-Person": "0"},
    )  # fmt: skip
    assert stranger.status_code == 403
    for body in ("", "[]", '{"base": 1}', '{"base": "x", "sections": [], "rows": [["1"]]}', '{"base": "x", "rows": 5}'):
        answer = desk.post(f"/plans/{plan.pk}/draft/", body, content_type="application/json")
        assert (answer.status_code, "не целиком" in answer.json()["message"]) == (422, True), body
    assert len(titles(plan)) == len(LINES)


def test_an_own_save_costs_a_bounded_number_of_statements(
    desk: Client, plan: ThematicPlan, django_assert_max_num_queries: object
) -> None:
    lines = [PlanLine(f"Тема {number}", f"Раздел {number // 10}") for number in range(102)]
    actions.edit_plan_topics(plan.author, plan=plan, topics=lines)
    rows = [[str(one.pk), "0", one.title, one.kind, "§ 1"] for one in queries.plan_topics(plan)]
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert keep(desk, plan, rows)[0] == 200
