"""A newcomer in the middle of a quarter and a transfer that must wait: the secretary, the class teacher, the teacher of
the group and the administrator, each in an own browser, under the full act."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from parta.domain.access.models import User
from parta.domain.regulation.actions import adopt_profile
from parta.domain.school.models import Division, GroupMembership, Student
from parta.lib import clock
from parta.ops.demo.school import YEAR, DemoSchool, build_school
from tests.browser.conftest import Open
from tests.browser.journal_steps import check_axe

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
CAME = clock.at(date(YEAR, 12, 8), 9, 30)
THIRD_QUARTER = date(YEAR + 1, 1, 11)
CLAUSE = "п. 4.4.9"


def build() -> DemoSchool:
    """The demo school as it stands before its year, under the full act."""
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 9)):
        built = build_school()
        adopt_profile(built.administrator, year=YEAR, profile="full-act-2021", reason="Положение школы")
    return built


def person(login: str) -> User:
    return User.objects.get(login=login)


def force(page: Page, student: int, group: int) -> None:
    """Send what the page does not offer, as a person who writes the form by hand would."""
    page.evaluate(
        """([student, group]) => {
            const form = document.querySelector("form:has(.dv)");
            const field = Object.assign(document.createElement("input"), { name: `p-${student}`, value: group });
            form.append(field);
            HTMLFormElement.prototype.submit.call(form);
        }""",
        [student, group],
    )
    page.wait_for_load_state()


@pytest.mark.clause("S3-4.4.9c")
def test_a_newcomer_is_placed_at_once_and_an_old_pupil_waits_for_the_quarter(committed_db: None, open_as: Open) -> None:
    built = build()
    division = Division.objects.get()
    first, second = division.groups.order_by("name")
    old = GroupMembership.objects.filter(group=first).order_by("student__user__sort_name")[0].student
    with clock.frozen_at(CAME):
        secretary = open_as(person("sekretar"), f"/classes/{built.classes['7Б'].pk}/")
        secretary.get_by_role("link", name="Зачислить ученика").click()
        for name, text in (("last_name", "Ясенев"), ("first_name", "Тимур"), ("middle_name", "Олегович")):
            secretary.fill(f"[name={name}]", text)
        secretary.fill("[name=valid_from]", "2026-12-08")
        secretary.locator("main form [type=submit]").last.click()
        expect(secretary.locator("h1")).to_contain_text("Ясенев")

        leader = open_as(person("krylova"), f"/groups/divisions/{division.pk}/")
        expect(leader.get_by_text("без группы: 1")).to_be_visible()
        line = leader.locator("[data-pupil]", has_text="Ясенев Тимур")
        expect(line.get_by_text("новичок")).to_be_visible()
        line.focus()
        leader.keyboard.press("1")
        leader.keyboard.press("Control+Enter")
        expect(leader.get_by_text("все в группах")).to_be_visible()
        check_axe(leader)

        expect(leader.get_by_text("Учебный период идёт.")).to_be_visible()
        expect(leader.locator("li", has_text=old.user.list_name).locator("select, a, button")).to_have_count(0)
        force(leader, old.pk, second.pk)
        refusal = leader.get_by_role("alert")
        expect(refusal).to_contain_text(CLAUSE)
        expect(refusal).to_contain_text("11")
        assert GroupMembership.objects.get(student=old, group=first).valid_to is None

        admin = open_as(person("admin"), f"/groups/divisions/{division.pk}/?move={old.pk}#transfer")
        days = admin.locator("[name=day] option")
        expect(days.first).to_contain_text("начало 3 четверти")
        admin.get_by_label("Куда").select_option(str(second.pk))
        admin.get_by_label("Основание").fill("Заявление родителей")
        admin.get_by_role("button", name="Перевести", exact=True).click()
        expect(admin.get_by_text("перевод записан с 11 января")).to_be_visible()

    new = Student.objects.get(user__last_name="Ясенев")
    assert GroupMembership.objects.get(student=new).valid_from == CAME.date()
    page_of = {group.pk: group.courses.get() for group in (first, second)}
    teacher = page_of[first.pk].assignments.get().staff.user
    with clock.frozen_at(CAME):
        journal = open_as(teacher, f"/courses/{page_of[first.pk].pk}/journal/")
        expect(journal.locator("tr", has_text="Ясенев Тимур").locator("th small")).to_have_text("с 8 декабря")
    with clock.frozen_at(clock.at(THIRD_QUARTER, 12)):
        other = page_of[second.pk].assignments.get().staff.user
        journal = open_as(other, f"/courses/{page_of[second.pk].pk}/journal/?view=year")
        expect(journal.locator("tr", has_text=old.user.list_name).locator("th small")).to_have_text("с 11 января")
