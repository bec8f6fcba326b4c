"""The board of changes on the demo school's Thursday: an ill teacher, the free ones, signatures, the families."""

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client

from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.diary import queries as diary
from parta.domain.diary.actions import mark_seen
from parta.domain.journal.actions import apply_operations, plan_control_work
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.queries import substitution_journal, write_rights
from parta.domain.journal.rules import Operation
from parta.domain.timetable import actions, queries
from parta.domain.timetable.errors import LessonChange, LessonClash, SignatureRefused, TimetableClash
from parta.domain.timetable.models import Lesson, StaffAbsence, Substitution
from parta.domain.timetable.queries import CardState
from parta.lib import clock
from parta.lib.errors import InvalidInput
from parta.ops.cast import Cast
from parta.ops.demo.people import PASSWORD
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 12, 11)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def deputy(cast: Cast) -> User:
    return cast.user("zavuch")


@pytest.fixture
def lesson(cast: Cast) -> Lesson:
    """A lesson of tomorrow in 7Б, with a teacher of its own."""
    return Lesson.objects.select_related("course__year", "teacher__user").filter(
        course__school_class=cast.school.classes["7Б"], day=FRIDAY, teacher__isnull=False
    )[0]


def of_free(lesson: Lesson) -> list[int]:
    return [one.staff_id for one in queries.substitutes_for(queries.day_board(lesson.day), lesson)]


@pytest.mark.clause("S3-4.4.3a")
def test_from_an_absence_to_a_substitute_and_every_open_lesson_is_seen_at_once(
    cast: Cast, enter: Enter, deputy: User, lesson: Lesson
) -> None:
    client = enter(deputy)
    answer = client.post(
        "/board/absences/new/?day=2026-12-11",
        {"staff": lesson.teacher_id, "first_day": "2026-12-11", "last_day": "", "reason": "illness"},
    )
    assert answer.headers["Location"] == "/board/?day=2026-12-11"
    assert AuditEntry.objects.filter(code="timetable.absence.recorded", actor=deputy).exists()
    board = queries.day_board(FRIDAY)
    assert {card.state for card in board.open_cards} == {CardState.OPEN}
    body = text(client, "/board/?day=2026-12-11")
    assert "с 11 декабря, срок открыт" in body
    assert "никто не назначен" in body
    assert " checked" in body.split('<fieldset class="free">')[1]
    first = board.open_cards[0].lesson
    best = of_free(first)[0]
    client.post(f"/board/lessons/{first.pk}/substitute/", {"teacher": best, "reason": "больничный"})
    row = Substitution.objects.get(lesson=first)
    assert (row.teacher_id, row.instead_of_id) == (best, lesson.teacher_id)
    assert len(queries.day_board(FRIDAY).open_cards) == len(board.open_cards) - 1


def test_the_free_teachers_of_the_subject_come_first_and_the_busy_and_the_absent_never(
    cast: Cast, deputy: User
) -> None:
    lesson = cast.lesson("7Б", "Алгебра", after=cast.today)
    spare = cast.school.staff["zamena"]
    TeachingAssignment.objects.create(course=lesson.course, staff=spare, valid_from=cast.today)
    board = queries.day_board(lesson.day)
    found = queries.substitutes_for(board, lesson)
    assert found[0].staff_id == spare.pk
    assert found[0].teaches_subject
    fitness = [one.fitness for one in found]
    assert fitness == sorted(fitness)
    busy = {one.teacher_id for one in board.meeting(lesson)}
    assert not busy & {one.staff_id for one in found}
    actions.record_absence(deputy, staff=spare, first_day=lesson.day)
    assert spare.pk not in of_free(lesson)


def test_a_clash_is_named_and_may_be_written_only_knowingly(
    cast: Cast, enter: Enter, deputy: User, lesson: Lesson
) -> None:
    other = queries.day_board(FRIDAY).meeting(lesson)[0]
    client = enter(deputy)
    address, data = f"/board/lessons/{lesson.pk}/substitute/", {"teacher": other.teacher_id}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "в это время ведёт" in answer.content.decode()
    assert not Substitution.objects.filter(lesson=lesson).exists()
    client.post(address, {**data, "anyway": "on"})
    assert Substitution.objects.filter(lesson=lesson, teacher=other.teacher).exists()
    assert queries.day_board(FRIDAY).troubles
    assert "хотя" in AuditEntry.objects.filter(code="timetable.lesson.substituted").latest("sequence").reason


def test_pupils_room_and_teacher_are_asked_before_a_move(cast: Cast, deputy: User, lesson: Lesson) -> None:
    rest = Lesson.objects.filter(course__school_class=cast.school.classes["7Б"], day=FRIDAY).exclude(pk=lesson.pk)
    with pytest.raises(LessonClash, match="У класса 7Б в это время"):
        actions.move_lesson(deputy, lesson=lesson, day=FRIDAY, number=rest[0].number)
    lesson.refresh_from_db()
    busy = Lesson.objects.filter(day=FRIDAY, number=lesson.number, room__isnull=False).exclude(pk=lesson.pk)[0]
    with pytest.raises(LessonClash, match="занят"):
        actions.move_lesson(deputy, lesson=lesson, day=FRIDAY, number=lesson.number, room=busy.room)


def test_joined_lessons_go_to_the_other_teacher_in_the_other_room_without_a_clash(
    cast: Cast, deputy: User, lesson: Lesson
) -> None:
    other = queries.day_board(FRIDAY).meeting(lesson)[0]
    row = actions.join_lessons(deputy, lesson=lesson, other=other)
    assert (row.teacher, row.room, row.joined_with) == (other.teacher, other.room, other)
    board = queries.day_board(FRIDAY)
    assert board.troubles == []
    card = board.card_of(lesson.pk)
    assert card is not None
    assert f"объединён с {other.course.unit_name}" in card.decision


def test_lessons_of_the_same_subject_are_offered_first_and_the_act_is_told_as_done(
    cast: Cast, deputy: User, enter: Enter
) -> None:
    english = cast.lesson("7Б", "Английский язык", after=cast.today)
    client = enter(deputy)
    page = text(client, f"/board/?day={english.day}&lesson={english.pk}&act=join")
    same = page.index("Тот же предмет")
    assert same < page.index("2 группа, английский язык") < page.index("Другие уроки этого часа")
    other = next(
        one for one in queries.day_board(english.day).meeting(english) if one.course.subject == english.course.subject
    )
    answer = client.post(
        f"/board/lessons/{english.pk}/join/", {"other": other.pk, "on": english.day.isoformat()}, follow=True
    )  # fmt: skip
    assert "Уроки объединены: 7Б английский, 1 группа" in " ".join(answer.content.decode().split())


def test_a_teacher_is_told_that_the_lesson_is_at_a_distance_and_where(cast: Cast, deputy: User, enter: Enter) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    actions.set_distance_link(deputy, lesson=lesson, link="https://meet.example.ru/7b")
    client = enter(cast.user("krylova"))
    assert "дистанционно" in text(client, "/day/")
    for address in (f"/lessons/{lesson.pk}/", f"/lessons/{lesson.pk}/panel/"):
        page = text(client, address)
        assert "дистанционно" in page
        assert 'href="https://meet.example.ru/7b" rel="noopener noreferrer"' in page


def test_another_subject_stands_on_its_own_page_and_goes_when_the_lesson_is_restored(
    cast: Cast, deputy: User, lesson: Lesson
) -> None:
    course = next(
        one for (unit, name), (one, *_) in cast.school.courses.items()
        if unit == "7Б" and one.pk != lesson.course_id and one.school_class_id
        and not Lesson.objects.filter(course=one, day=FRIDAY, number=lesson.number).exists()
    )  # fmt: skip
    new = actions.replace_subject(
        deputy, lesson=lesson, course=course, teacher=cast.school.staff["zamena"], reason="больничный"
    )
    lesson.refresh_from_db()
    assert (lesson.status, new.course, new.in_place_of) == ("cancelled", course, lesson)
    report = actions.generate_lessons(cast.school.administrator, year=cast.school.year)
    assert Lesson.objects.filter(pk=new.pk, course=course).exists(), report
    actions.restore_lesson(deputy, lesson=lesson)
    lesson.refresh_from_db()
    assert lesson.is_held
    assert not Lesson.objects.filter(pk=new.pk).exists()


@pytest.mark.parametrize(
    "link",
    ["http://meet.example.ru/7b", "javascript:alert(1)", "https://", "https://a:b@x.ru", "https://x .ru", "ftp://x.ru"],
)
def test_a_distance_lesson_takes_only_a_safe_link(cast: Cast, deputy: User, lesson: Lesson, link: str) -> None:
    with pytest.raises(InvalidInput, match="https://"):
        actions.set_distance_link(deputy, lesson=lesson, link=link)


@pytest.mark.clause("S2-2.2c", "S3P-2.5d")
def test_families_read_every_change_at_once_in_the_diary_the_timetable_and_the_news(
    cast: Cast, enter: Enter, deputy: User, lesson: Lesson
) -> None:
    pupil = cast.pupil("Ковалёв Даниил")
    mother = cast.user("kovaleva")
    mark_seen(mother, student_id=pupil.pk, done=True)
    with clock.frozen_at(clock.at(cast.today, 11)):
        actions.substitute_lesson(deputy, lesson=lesson, teacher=cast.school.staff["zamena"])
        actions.set_distance_link(deputy, lesson=lesson, link="https://meet.example.ru/7b")
    with clock.frozen_at(clock.at(cast.today, 11, 5)):
        week = diary.diary_week(mother, pupil, cast.today)
        client = enter(mother)
        page = text(client, f"/students/{pupil.pk}/diary/")
        assert [(one.kind, one.day) for one in week.news] == [("change", FRIDAY)]
        assert "замена: Королёв" in week.news[0].text
        assert "Замена: Королёв" in page
        assert 'href="https://meet.example.ru/7b"' in page
        assert "Замена: Королёв" in text(client, f"/students/{pupil.pk}/timetable/")


def test_a_frosty_day_takes_the_lessons_of_the_class_and_its_groups_and_gives_them_back(
    cast: Cast, enter: Enter, deputy: User
) -> None:
    seven = cast.school.classes["7Б"]
    client = enter(deputy)
    data = {"day": "2026-12-11", "classes": [seven.pk], "reason": "Мороз −32 °C"}
    assert client.post("/board/day/", data).status_code == 302
    rows = Lesson.objects.filter(day=FRIDAY)
    mine = rows.filter(course__school_class=seven) | rows.filter(course__group__classes=seven)
    assert {one.status for one in mine} == {"cancelled"}
    others = rows.exclude(pk__in=mine.values("pk"))
    assert {one.status for one in others} == {"scheduled"}
    assert "Мороз −32 °C" in text(client, "/board/?day=2026-12-11")
    client.post("/board/day/", {"day": "2026-12-11", "reason": "Мороз −32 °C", "restore": "1"})
    assert {one.status for one in rows.all()} == {"scheduled"}


def test_a_whole_school_day_leaves_lessons_that_are_over(cast: Cast, deputy: User) -> None:
    with pytest.raises(LessonChange, match="отменять нечего"):
        actions.cancel_day(deputy, year=cast.school.year, day=cast.today - timedelta(days=1), reason="Мороз")
    actions.cancel_day(deputy, year=cast.school.year, day=cast.today, reason="Авария")
    held = [one.number for one in Lesson.objects.filter(day=cast.today) if one.is_held]
    assert max(held) == 2


def topic(lesson: Lesson) -> Operation:
    return Operation(id=uuid.uuid4(), kind=OperationKind.TOPIC, lesson=lesson.pk, value="Климат")


@pytest.mark.clause("S4-2.2b")
def test_a_substitute_fills_exactly_the_lesson_given_and_only_on_its_day(
    cast: Cast, deputy: User, lesson: Lesson
) -> None:
    spare = cast.school.staff["zamena"]
    actions.substitute_lesson(deputy, lesson=lesson, teacher=spare)
    neighbour = Lesson.objects.filter(course=lesson.course).exclude(pk=lesson.pk).filter(day__lte=FRIDAY).last()
    assert neighbour is not None
    expected = {cast.today: "refused", FRIDAY: "applied", FRIDAY + timedelta(days=1): "refused"}
    for day, status in expected.items():
        with clock.frozen_at(clock.at(day, 12)):
            rights = write_rights(spare.user)
            both = Lesson.objects.select_related("substitution__teacher").filter(pk__in=[lesson.pk, neighbour.pk])
            rows = rights.of(both)
            assert {row.pk for row in rows if rights.may_write(row)} == ({lesson.pk} if status == "applied" else set())
            assert [one.status for one in apply_operations(spare.user, [topic(lesson)])] == [OperationStatus(status)]
            assert apply_operations(spare.user, [topic(neighbour)])[0].status == OperationStatus.REFUSED


@pytest.mark.clause("S3-4.4.3b")
def test_the_substitute_signs_with_the_own_password_and_the_hour_is_paid(
    cast: Cast, enter: Enter, deputy: User
) -> None:
    spare = cast.user("zamena")
    row = Substitution.objects.get(teacher__user=spare)
    client = enter(spare)
    body = text(client, f"/substitutions/{row.pk}/")
    assert "У вас замена" in text(client, "/day/")
    assert "Тема" in body
    answer = client.post(f"/substitutions/{row.pk}/", {"password": "не тот"})
    assert answer.status_code == 422
    client.post(f"/substitutions/{row.pk}/", {"password": PASSWORD})
    row.refresh_from_db()
    assert row.signed_at == clock.now()
    assert substitution_journal(deputy, cast.today).hours[0].hours == 0
    with clock.frozen_at(clock.at(cast.today, 18)):
        assert [(one.teacher, one.hours) for one in substitution_journal(deputy, cast.today).hours] == [
            (spare.short_name, 1)
        ]
        with pytest.raises(LessonChange, match="подписана"):
            actions.remove_substitution(deputy, lesson=row.lesson)
    table = enter(deputy).get("/substitutions/table.csv?month=2026-12").content.decode()
    assert table.startswith("\ufeffДата;Урок")
    assert "подписано 10.12.2026" in table


def test_nobody_signs_for_another_and_a_refusal_stands_on_the_board(cast: Cast, enter: Enter, deputy: User) -> None:
    row = Substitution.objects.select_related("lesson", "teacher__user").get(teacher__user__login="zamena")
    with pytest.raises(SignatureRefused):
        actions.sign_substitution(deputy, row=row, password=PASSWORD)
    assert enter(cast.user("krylova")).get(f"/substitutions/{row.pk}/").status_code == 404
    enter(cast.user("zamena")).post(f"/substitutions/{row.pk}/", {"note": "Совещание в управлении"})
    board = queries.day_board(cast.today)
    assert [card.note for card in board.open_cards] == ["не может: Совещание в управлении"]
    assert enter(cast.user("petrova")).get("/substitutions/").status_code == 200
    assert substitution_journal(cast.user("petrova"), cast.today).lines == []


def test_a_table_for_a_spreadsheet_runs_no_formula(cast: Cast, enter: Enter, deputy: User) -> None:
    Substitution.objects.update(reason='=HYPERLINK("http://x")')
    assert "'=HYPERLINK" in enter(deputy).get("/substitutions/table.csv").content.decode()


def test_absences_of_one_person_do_not_overlap(cast: Cast, deputy: User) -> None:
    staff = cast.school.staff["petrova"]
    actions.record_absence(deputy, staff=staff, first_day=cast.today, last_day=FRIDAY)
    with pytest.raises(TimetableClash, match="уже записано"):
        actions.record_absence(deputy, staff=staff, first_day=FRIDAY)
    actions.record_absence(deputy, staff=staff, first_day=FRIDAY + timedelta(days=3))
    assert StaffAbsence.objects.filter(staff=staff).count() == 2


def test_the_board_and_its_pages_keep_their_number_of_statements(
    cast: Cast, enter: Enter, deputy: User, lesson: Lesson, django_assert_max_num_queries: object
) -> None:
    assert lesson.teacher
    actions.record_absence(deputy, staff=lesson.teacher, first_day=FRIDAY)
    client = enter(deputy)
    text(client, "/board/")
    for address, most in (
        ("/board/?day=2026-12-11", 13),
        ("/board/absences/new/", 5),
        ("/board/day/", 7),
        ("/substitutions/", 10),
    ):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            text(client, address)


@pytest.mark.clause("S2-2.2d")
def test_the_family_reads_the_control_works_of_the_own_class_only(cast: Cast, deputy: User, lesson: Lesson) -> None:
    plan_control_work(deputy, lesson=lesson)
    own, other_class = cast.pupil("Ковалёв Даниил"), cast.pupil("Ковалёва Алиса")
    assert [one.lesson.pk for one in diary.student_calendar(own).works] == [lesson.pk]
    assert diary.student_calendar(other_class).works == ()


def test_the_schedule_of_control_works_costs_the_same_however_many_lessons(
    cast: Cast, enter: Enter, deputy: User, lesson: Lesson, django_assert_max_num_queries: object
) -> None:
    client = enter(deputy)
    text(client, "/control-works/")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        body = text(client, f"/control-works/?course={lesson.course_id}")
    assert "Поставить" in body
