"""Division of a class in a real Chromium: one key a pupil, undo, a drag, and what is written."""

from datetime import date

import pytest
from playwright.sync_api import expect

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.queries import system_user
from parta.domain.school import actions as school
from parta.domain.school.models import Division, GroupMembership
from parta.lib import clock
from tests.browser.conftest import Open
from tests.browser.journal_steps import check_axe

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
SEPTEMBER = date(2025, 9, 1)


def build() -> Division:
    system = system_user()
    year = school.create_year(system, year=2025)
    school_class = school.create_class(system, year=year, grade_level=7, letter="Б")
    rows = [school.NewPupil(school_class, SEPTEMBER, NewPerson(name, "Иван")) for name in "АБВГДЕЖЗ"]
    school.enroll_students(system, rows)
    return school.create_division(
        system, year=year, title="Английский язык", classes=[school_class], group_names=["Группа 1", "Группа 2"]
    )


def test_a_class_is_divided_with_one_key_a_pupil_and_one_to_write(committed_db: None, open_as: Open) -> None:
    with clock.frozen_at(clock.at(SEPTEMBER, 12)):
        division = build()
        admin = access.create_person(system_user(), NewPerson("Титов", "Антон"))
        access.appoint(system_user(), admin, role=Role.ADMINISTRATOR, valid_from=SEPTEMBER)
        page = open_as(admin, f"/groups/divisions/{division.pk}/")
        expect(page.locator("[data-pupil]").first).to_be_focused()
        for digit in "12121212":
            page.keyboard.press(digit)
        expect(page.locator("[data-count]")).to_have_text("Не записано перестановок: 8")
        page.keyboard.press("Control+z")
        expect(page.locator("[data-count]")).to_have_text("Не записано перестановок: 7")
        page.keyboard.press("1")
        page.locator("[data-pupil]", has_text="А Иван").drag_to(page.get_by_role("region", name="Группа 2"))
        check_axe(page)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("все в группах")).to_be_visible()
    rows = GroupMembership.objects.order_by("student__user__sort_name").values_list("group__name", flat=True)
    assert list(rows) == [f"Группа {number}" for number in (2, 2, 1, 2, 1, 2, 1, 1)]
