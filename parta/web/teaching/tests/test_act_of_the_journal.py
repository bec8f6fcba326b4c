"""What the act says of the journal as a whole is obeyed and shown under every profile that says it."""

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client

from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.journal import actions
from parta.domain.journal.choices import Matter, OperationStatus
from parta.domain.journal.models import LessonRecord
from parta.domain.journal.queries import stale_lines
from parta.domain.journal.queries.locks import DeadlineBook
from parta.domain.journal.rules.operations import parse_operation
from parta.domain.journal.tests.lock_steps import adopt, rule
from parta.domain.regulation.rules import profile_slugs
from parta.domain.school import actions as school
from parta.domain.school.models import ClassTeacher, Enrollment, SchoolClass
from parta.domain.school.queries import movements
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.russian import NBSP
from parta.ops.cast import Cast
from parta.ops.demo.school import YEAR
from parta.web.conftest import Enter

FULL, ACT = "full-act-2021", "journal-act-2014"
FRESH = {
    FULL: "Журнал всегда в актуальном состоянии (п. 1.5)",
    ACT: "Журнал пополняют регулярно (п. 1.7)",
}


FORCE = {
    FULL: "Журнал — государственный нормативно-финансовый документ; записи в нём и в дневнике признаются как записи "
    "бумажных журнала и дневника (п. 1.3; Регл., п. 1.13).",
    "service-gis": "Журнал — учебно-педагогическая документация (п. 1.2).",
}


@pytest.mark.clause("S3R-1.13b")
@pytest.mark.parametrize("slug", profile_slugs())
def test_the_family_and_the_teacher_read_what_force_the_entries_have(cast: Cast, enter: Enter, slug: str) -> None:
    adopt(cast, slug)
    pupil = cast.pupil("Ковалёв Даниил")
    pages = {f"/students/{pupil.pk}/marks/": pupil.user, "/journal/": cast.user("krylova")}
    for address, reader in pages.items():
        with clock.frozen_at(cast.now):
            shown = words_of(enter(reader), address)
        assert FORCE.get(slug, "") in shown
        assert ("документ" in shown) is (slug in FORCE)


@pytest.mark.clause("S1-1.7a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_the_family_reads_how_fresh_the_journal_is_kept(cast: Cast, enter: Enter, slug: str) -> None:
    adopt(cast, slug)
    pupil = cast.pupil("Ковалёв Даниил")
    with clock.frozen_at(cast.now):
        shown = enter(pupil.user).get(f"/students/{pupil.pk}/marks/").content.decode()
    assert FRESH.get(slug, "Записи появляются по их срокам (умолчание)") in shown
    assert f"Показано на {clock.local(cast.now):%H:%M}" in shown


def entered(cast: Cast, lesson: int, kind: str, value: str) -> None:
    """One operation of the teacher, as the journal sends it."""
    sent = {"id": str(uuid.uuid4()), "kind": kind, "lesson": lesson, "value": value, "base": 0}
    whose = {"student": cast.pupil("Ковалёв Даниил").pk} if kind in {"mark", "attendance"} else {}
    (answer,) = actions.apply_operations(cast.user("krylova"), [parse_operation({**sent, **whose})])
    assert answer.status == OperationStatus.APPLIED, answer


@pytest.mark.clause("S3-1.5a")
@pytest.mark.clause("S1-1.7a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_what_is_entered_is_in_the_diary_at_once_and_its_age_is_told(
    cast: Cast, enter: Enter, slug: str
) -> None:
    adopt(cast, slug)
    pupil, lesson = cast.pupil("Ковалёв Даниил"), cast.lesson("7Б", "Алгебра")
    mother = enter(cast.user("kovaleva"))
    week = f"/students/{pupil.pk}/diary/?day={lesson.day:%Y-%m-%d}"
    topic = "Тема, только что записанная"
    with clock.frozen_at(cast.now):
        assert topic not in words_of(mother, week)
        words_of(mother, f"/students/{pupil.pk}/marks/")
        entered(cast, lesson.pk, "topic", topic)
        entered(cast, lesson.pk, "mark", "3")
        assert topic in words_of(mother, week), "та же минута: показанное раньше не хранится"
        marks = words_of(mother, f"/students/{pupil.pk}/marks/")
    told = f"Последняя запись: {day_title(cast.today)}, {clock.local(cast.now):%H:%M}.".replace(NBSP, " ")
    assert told in marks


@pytest.mark.clause("S3-1.5a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_a_lesson_past_its_deadline_without_a_record_is_named_with_the_promise_it_breaks(
    cast: Cast, enter: Enter, slug: str
) -> None:
    adopt(cast, slug)
    lesson = cast.lesson("7Б", "Алгебра")
    LessonRecord.objects.filter(lesson=lesson).delete()
    due = DeadlineBook().deadline(Lesson.objects.select_related("course__year").get(pk=lesson.pk), Matter.RECORD).at
    assert due is not None
    with clock.frozen_at(due):
        assert lesson.pk not in unwritten(cast), "в самый срок ещё не опоздание"
    with clock.frozen_at(due + timedelta(seconds=1)):
        assert lesson.pk in unwritten(cast)
        shown = words_of(enter(cast.user("zavuch")), "/openings/")
        assert "Крылова" in shown.split('id="h-stale"')[1].split("</section>")[0]
        assert f"{FRESH.get(slug, 'Записи появляются по их срокам (умолчание)')}. Здесь уроки, у которых" in shown


def unwritten(cast: Cast) -> set[int]:
    return {one.pk for line in stale_lines(cast.today, cast.today) for one in line.lessons}


def still_in(cast: Cast, enter: Enter, login: str, minutes: int) -> bool:
    morning = clock.real_now()
    with clock.frozen_at(morning):
        desk = enter(cast.user(login))
        assert desk.get("/profile/").status_code == 200
    with clock.frozen_at(morning + timedelta(minutes=minutes)):
        return desk.get("/profile/").status_code == 200


@pytest.mark.clause("S3-8.3a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_at_places_of_many_a_teacher_is_signed_out_sooner_and_reads_where_the_journal_is_filled(
    cast: Cast, enter: Enter, slug: str
) -> None:
    adopt(cast, slug)
    with clock.frozen_at(cast.now):
        shown = enter(cast.user("krylova")).get("/day/").content.decode()
    assert ("в кабинете на уроке" in shown) is (slug == FULL)
    assert ("п. 8.3" in shown) is (slug == FULL)
    assert still_in(cast, enter, "krylova", 25) is (slug != FULL)
    assert still_in(cast, enter, "krylova", 15)
    assert still_in(cast, enter, "admin", 25), "учителя касается, не администратора"


@pytest.mark.clause("S3R-1.15a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_the_journal_is_set_up_by_the_third_of_september_and_late_after_it(
    cast: Cast, enter: Enter, slug: str
) -> None:
    adopt(cast, slug)
    clause = "Регл., п. 1.15" if slug == FULL else "умолчание"
    ClassTeacher.objects.filter(school_class__letter="Б").delete()
    with clock.frozen_at(clock.at(date(YEAR, 9, 3), 23, 59)):
        shown = words_of(enter(cast.user("admin")), "/setup/")
    assert "Классные руководители</h3> <p>нет у 7Б" in shown
    assert "срок до 3 сентября, осталось" in shown
    assert f'<span class="clause">{clause}</span>' in shown
    with clock.frozen_at(clock.at(date(YEAR, 9, 4))):
        assert "срок был до 3 сентября, осталось" in words_of(enter(cast.user("admin")), "/setup/")


def test_another_day_of_setting_up_is_the_one_that_is_told(cast: Cast, enter: Enter) -> None:
    rule(cast, "year_setup_due_date", "09-10")
    ClassTeacher.objects.filter(school_class__letter="Б").delete()
    with clock.frozen_at(clock.at(date(YEAR, 9, 4), 12)):
        assert "срок до 10 сентября, осталось" in words_of(enter(cast.user("admin")), "/setup/")


def told(cast: Cast, days: int, left: int = 0) -> str:
    """A pupil leaves on the Monday, or `left` days from it, and that is written down `days` later: what is said."""
    klass = SchoolClass.objects.select_related("year").get(grade_level=7, letter="Б")
    day = cast.today - timedelta(days=cast.today.weekday() - left)
    with clock.frozen_at(clock.at(day + timedelta(days=days), 12)):
        school.withdraw_students(cast.user("sekretar"), [cast.pupil("Лебедева Анна")], last_day=day)
    found = next(one for one in movements(klass, klass.year.starts_on) if one.student == cast.pupil("Лебедева Анна"))
    assert found.notice is not None
    return found.notice.words


@pytest.mark.clause("S3-4.5.2a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_a_change_of_the_list_is_told_within_two_working_days(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    words = told(cast, 3)
    clause = "п. 4.5.2" if slug == FULL else "умолчание"
    assert words == f"сообщено 10\u00a0декабря, срок был до 9\u00a0декабря ({clause})"


@pytest.mark.clause("S3-4.5.1a")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_lists_are_wanted_by_the_second_of_september_and_late_after_it(
    cast: Cast, enter: Enter, slug: str
) -> None:
    adopt(cast, slug)
    klass = SchoolClass.objects.get(grade_level=7, letter="Б")
    clause = "п. 4.5.1" if slug == FULL else "умолчание"
    with clock.frozen_at(clock.at(date(YEAR, 9, 2), 12)):
        assert f'секретарь сверяет до 2 сентября <span class="clause">{clause}' in class_page(cast, enter, klass)
        assert "Списки классов: " not in words_of(enter(cast.user("sekretar")), "/classes/")
        Enrollment.objects.filter(school_class=klass).delete()
        assert f"нет учеников в 7Б, срок до 2 сентября ({clause})" in words_of(enter(cast.user("admin")), "/setup/")
        assert f"Списки классов: нет учеников в 7Б, срок до 2 сентября ({clause})" in words_of(
            enter(cast.user("sekretar")), "/classes/"
        )
    with clock.frozen_at(clock.at(date(YEAR, 9, 3), 0, 1)):
        assert f"нет учеников в 7Б, срок был до 2 сентября ({clause})" in words_of(enter(cast.user("admin")), "/setup/")
        assert "был до 2 сентября, учеников нет" in class_page(cast, enter, klass)


@pytest.mark.clause("S3-4.5.1b")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_the_list_of_teachers_is_wanted_by_the_same_day(
    cast: Cast, enter: Enter, slug: str
) -> None:
    adopt(cast, slug)
    pages = [("admin", "/setup/"), ("sekretar", "/classes/"), ("zavuch", "/board/")]
    clause = "п. 4.5.1" if slug == FULL else "умолчание"
    with clock.frozen_at(clock.at(date(YEAR, 9, 2), 23, 59)):
        for login, address in pages[1:]:
            assert "Список учителей:" not in words_of(enter(cast.user(login)), address)
        TeachingAssignment.objects.filter(course=cast.lesson("7Б", "Алгебра").course).delete()
        for login, address in pages:
            shown = words_of(enter(cast.user(login)), address)
            assert f"нет учителя у 1 страницы журнала: 7Б, алгебра, срок до 2 сентября ({clause})" in shown, address
    with clock.frozen_at(clock.at(date(YEAR, 9, 3), 0, 0)):
        for login, address in pages:
            shown = words_of(enter(cast.user(login)), address)
            assert f"7Б, алгебра, срок был до 2 сентября ({clause})" in shown, address


def test_a_page_with_its_teacher_named_from_a_later_day_is_no_gap(cast: Cast, enter: Enter) -> None:
    rows = TeachingAssignment.objects.filter(course=cast.lesson("7Б", "Алгебра").course)
    rows.update(valid_from=date(YEAR, 9, 7))
    with clock.frozen_at(clock.at(date(YEAR, 9, 2), 12)):
        assert "Список учителей:" not in words_of(enter(cast.user("sekretar")), "/classes/")


def test_another_day_of_the_lists_is_the_one_that_is_told(cast: Cast, enter: Enter) -> None:
    rule(cast, "roster_due_date", "09-05")
    klass = SchoolClass.objects.get(grade_level=7, letter="Б")
    Enrollment.objects.filter(school_class=klass).delete()
    with clock.frozen_at(clock.at(date(YEAR, 9, 5), 12)):
        assert "нет учеников в 7Б, срок до 5 сентября" in words_of(enter(cast.user("admin")), "/setup/")


def words_of(desk: Client, address: str) -> str:
    return " ".join(desk.get(address).content.decode().replace("\u00a0", " ").split())


def class_page(cast: Cast, enter: Enter, klass: SchoolClass) -> str:
    return words_of(enter(cast.user("krylova")), f"/classes/{klass.pk}/day/")


@pytest.mark.parametrize(
    ("left", "days", "is_late"),
    [(0, 0, False), (0, 2, False), (0, 3, True), (-3, 4, False), (-3, 5, True)],
    ids=["at-once", "wednesday", "thursday", "friday-to-tuesday", "friday-to-wednesday"],
)
def test_the_second_working_day_is_still_in_time(cast: Cast, left: int, days: int, is_late: bool) -> None:
    assert bool(told(cast, days, left)) is is_late


def test_another_term_of_the_school_is_obeyed(cast: Cast) -> None:
    rule(cast, "roster_change_notice_within", "5 working days")
    assert told(cast, 3) == ""
