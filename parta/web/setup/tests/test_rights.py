"""Who may open and change what on this desk."""

import re

import pytest
from django.urls import reverse

from parta.domain.school.models import Enrollment, SchoolClass
from parta.web.conftest import Enter
from parta.web.setup.tests.conftest import Cast

pytestmark = pytest.mark.django_db
SETUP_PAGES = ("school_home", "school_settings", "year_new", "rooms", "audit_log", "group_new")
LISTS = ("people", "class_list", "group_list")


@pytest.mark.parametrize("name", SETUP_PAGES)
def test_setting_up_is_for_the_administrator_alone(cast: Cast, enter: Enter, name: str) -> None:
    assert enter(cast.admin).get(reverse(name)).status_code == 200
    for user in (cast.director, cast.deputy, cast.secretary, cast.homeroom.user, cast.mother, cast.pupils[0].user):
        assert enter(user).get(reverse(name)).status_code == 403, user


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_read_by_the_office_and_by_nobody_else(cast: Cast, enter: Enter, name: str) -> None:
    for user in (cast.admin, cast.director, cast.deputy, cast.secretary):
        assert enter(user).get(reverse(name)).status_code == 200, user
    for user in (cast.homeroom.user, cast.mother, cast.pupils[0].user):
        assert enter(user).get(reverse(name)).status_code == 403, user


def test_a_homeroom_teacher_opens_the_own_class_and_no_other(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.homeroom.user)
    assert browser.get(reverse("school_class", args=[cast.class_7b.pk])).status_code == 200
    assert browser.get(reverse("school_class", args=[cast.class_7a.pk])).status_code == 404
    assert browser.get(reverse("person", args=[cast.pupils[0].user_id])).status_code == 403


def test_the_secretary_keeps_lists_but_does_not_set_up(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.secretary)
    form = {"names": "8А", "shift": "1", "days_per_week": "5"}
    assert browser.post(reverse("class_list"), form).status_code == 302
    assert SchoolClass.objects.filter(grade_level=8).exists()
    homeroom = {"staff": cast.teacher.pk, "valid_from": "2025-12-11"}
    assert browser.post(reverse("homeroom", args=[cast.class_7a.pk]), homeroom).status_code == 403


def test_the_director_and_the_deputy_read_but_do_not_change_lists(cast: Cast, enter: Enter) -> None:
    for user in (cast.director, cast.deputy):
        browser = enter(user)
        assert browser.post(reverse("class_list"), {"names": "8А"}).status_code == 403
        assert browser.get(reverse("student_new")).status_code == 403
        withdraw = {"student": cast.pupils[0].pk, "last_day": "2025-12-11", "kind": "left"}
        assert browser.post(reverse("students_withdraw", args=[cast.class_7b.pk]), withdraw).status_code == 403
    assert Enrollment.objects.filter(valid_to=None).count() == 3


def test_logins_are_issued_by_the_administrator_and_the_own_homeroom_teacher(cast: Cast, enter: Enter) -> None:
    address = reverse("class_logins", args=[cast.class_7b.pk])
    assert enter(cast.deputy).post(address).status_code == 403
    assert enter(cast.teacher.user).post(address).status_code == 404
    assert enter(cast.homeroom.user).post(address).status_code == 200


def test_a_parent_cannot_block_sign_out_or_rename_anybody(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.mother)
    for name in ("person_block", "person_sign_out", "login_issue", "person_change", "appoint"):
        assert browser.post(reverse(name, args=[cast.homeroom.user_id])).status_code == 403, name
    cast.homeroom.user.refresh_from_db()
    assert cast.homeroom.user.is_active
    assert cast.homeroom.user.signed_out_at is None


def test_nobody_is_shown_a_link_that_would_refuse_them(cast: Cast, enter: Enter) -> None:
    address = reverse("school_class", args=[cast.class_7b.pk])
    pages = {cast.homeroom.user: [address], cast.secretary: [address, reverse("class_list"), reverse("people")]}
    for user, addresses in pages.items():
        browser = enter(user)
        for page in addresses:
            main = browser.get(page).content.decode().split("<main")[1].split("</main>")[0]
            for link in set(re.findall(r'<a [^>]*href="(/[^"#]*)"', main)):
                assert browser.get(link.replace("&amp;", "&")).status_code == 200, (user, page, link)
