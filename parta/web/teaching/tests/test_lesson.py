"""The lesson as plain forms: a phone without JavaScript can do everything."""

from typing import Any

from django.test import Client
from django.urls import reverse

from parta.domain.journal.models import AttendanceEntry, Homework, LessonRecord, Mark
from parta.web.conftest import Enter
from parta.web.teaching.tests.small_school import TODAY, SmallSchool, build


def address_of(school: SmallSchool) -> str:
    return reverse("lesson", args=[school.lesson_on(TODAY).pk])


def send(client: Client, school: SmallSchool, **fields: Any) -> str:
    response = client.post(address_of(school), fields, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_two_names_and_done_take_attendance(school: SmallSchool, enter: Enter) -> None:
    absent = [school.students[5].pk, school.students[12].pk]
    html = send(enter(school.teacher), school, form="attendance", absent=absent, **{f"code-{absent[1]}": "б"})
    codes = {row.student_id: row.code for row in AttendanceEntry.objects.all()}
    assert codes == {absent[0]: "н", absent[1]: "б"}
    assert LessonRecord.objects.get().roll_called_at is not None
    assert "Посещаемость отмечена" in html


def test_a_name_unticked_is_back_at_the_lesson(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    student = school.students[5].pk
    send(client, school, form="attendance", absent=[student])
    send(client, school, form="attendance", **{f"base-{student}": 1}, record_base=1)
    assert AttendanceEntry.objects.get().code == ""


def test_a_mark_goes_to_the_pupil_and_the_next_one_follows(school: SmallSchool, enter: Enter) -> None:
    html = send(enter(school.teacher), school, form="mark", student=school.students[0].pk, mark="4", work_type="")
    assert Mark.objects.get().value == "4"
    assert f'class="cur" href="?tab=marks&student={school.students[1].pk}' in html


def test_a_second_mark_and_erasing_work_by_buttons(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    student = school.students[0].pk
    send(client, school, form="mark", student=student, mark="4")
    send(client, school, form="mark", student=student, mark="5", slot="2", **{"base-1": 1})
    assert [row.value for row in Mark.objects.order_by("slot")] == ["4", "5"]
    send(client, school, form="mark", student=student, erase="yes", **{"base-1": 1, "base-2": 1})
    assert [row.value for row in Mark.objects.order_by("slot")] == ["", ""]


def test_topic_kind_and_homework_are_saved_together(school: SmallSchool, enter: Enter) -> None:
    html = send(
        enter(school.teacher), school, form="record", topic="Степени", work_type="control",
        homework="§ 20", due_on="2025-12-15", record_base="0", homework_base="0",
    )  # fmt: skip
    record = LessonRecord.objects.select_related("work_type").get()
    assert record.topic == "Степени"
    assert record.work_type is not None
    assert record.work_type.code == "control"
    assert Homework.objects.get().text == "§ 20"
    assert "Записано" in html


def test_a_refusal_names_the_pupil_and_the_reason(school: SmallSchool, enter: Enter) -> None:
    html = send(enter(school.teacher), school, form="mark", student=school.students[0].pk, mark="7")
    assert "Абрамов Тимофей: «7» — не отметка" in html
    assert not Mark.objects.exists()


def test_a_form_as_old_as_another_entry_overwrites_nothing(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    student = school.students[0].pk
    send(client, school, form="mark", student=student, mark="4")
    html = send(client, school, form="mark", student=student, mark="2", **{"base-1": 0})
    assert "Здесь уже есть запись" in html
    assert Mark.objects.get().value == "4"


def test_forged_fields_do_not_break_the_page(school: SmallSchool, enter: Enter) -> None:
    fields = {"student": "²", "base-1": "x" * 50, "mark": "5", "due_on": "вчера", "next": "https://example.org/"}
    html = send(enter(school.teacher), school, form="mark", **fields)
    assert "не было в списке" in html


def test_the_first_grade_has_no_tab_of_marks(db: None, noon: None, enter: Enter) -> None:
    school = build(grade=1)
    html = enter(school.teacher).get(address_of(school)).content.decode()
    assert "?tab=marks" not in html
    assert "В первом классе отметки не ставят" in html


def test_a_deputy_sees_the_lesson_without_forms(school: SmallSchool, enter: Enter) -> None:
    html = enter(school.deputy).get(address_of(school) + "?tab=marks").content.decode()
    assert "Только чтение" in html
    assert 'name="mark"' not in html
    enter(school.deputy).post(address_of(school), {"form": "mark", "student": school.students[0].pk, "mark": "5"})
    assert not Mark.objects.exists()
