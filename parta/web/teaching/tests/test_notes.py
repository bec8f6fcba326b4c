"""Recommendations, remarks, praise: who writes, who corrects, what the family sees, what stays in the history."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.diary.actions import mark_seen
from parta.domain.diary.queries import DiaryNote, DiaryWeek, diary_for, diary_week
from parta.domain.journal import actions, queries
from parta.domain.journal.actions import NoteFields
from parta.domain.journal.errors import NoteNotFound, NoteRefused
from parta.domain.journal.models import PupilNote
from parta.domain.regulation.actions import change_setting
from parta.domain.school.models import Student
from parta.lib import clock
from parta.lib.errors import StaleEdit
from parta.ops.cast import Cast
from parta.web.conftest import Enter

STATEMENTS = 10
"""As the page without them (`test_diary`)."""
PRAISE = NoteFields("praise", "Помогла соседу разобраться с дробями")
ADVICE = NoteFields("recommendation", "Повтори § 12, № 301–305")


@pytest.fixture
def pupil(cast: Cast) -> Student:
    return cast.pupil("Ковалёв Даниил")


@pytest.fixture
def teacher(cast: Cast) -> User:
    return cast.user("guseva")


def write(cast: Cast, actor: User, pupil: Student, fields: NoteFields = ADVICE) -> PupilNote:
    return actions.write_note(actor, course=cast.course("7Б", "География"), student=pupil, fields=fields)


def week_of(cast: Cast, login: str, pupil: Student) -> DiaryWeek:
    reader = cast.user(login)
    return diary_week(reader, diary_for(reader, pupil.pk), cast.today)


def seen_by(cast: Cast, login: str, pupil: Student) -> list[DiaryNote]:
    return week_of(cast, login, pupil).notes


@pytest.mark.clause("S3R-1.13c")
@pytest.mark.clause("S2-2.2i")
@pytest.mark.clause("S3P-2.5i")
def test_a_recommendation_is_in_the_diary_of_the_pupil_and_of_the_parents(
    cast: Cast, teacher: User, pupil: Student
) -> None:
    write(cast, teacher, pupil)
    for login in ("daniil", "kovaleva"):
        (note,) = seen_by(cast, login, pupil)
        assert (note.kind_title, note.text, note.subject) == ("рекомендация", ADVICE.text, "География")
        assert note.teacher.startswith("Гусева")
    anna = cast.pupil("Лебедева Анна")
    assert seen_by(cast, "lebedeva", anna) == []


def test_the_act_may_keep_recommendations_out_of_the_diary(cast: Cast, teacher: User, pupil: Student) -> None:
    write(cast, teacher, pupil)
    admin = cast.user("admin")
    change_setting(admin, year=2026, name="diary_sections", value=["marks", "homework"], reason="Положение школы")
    assert seen_by(cast, "kovaleva", pupil) == []


def test_what_was_written_after_the_last_visit_is_new(cast: Cast, teacher: User, pupil: Student) -> None:

    with clock.frozen_at(cast.now - timedelta(hours=20)):
        write(cast, teacher, pupil, PRAISE)
    with clock.frozen_at(cast.now - timedelta(hours=10)):
        mark_seen(cast.user("kovaleva"), student_id=pupil.pk)
    write(cast, teacher, pupil)
    week = week_of(cast, "kovaleva", pupil)
    assert [(one.kind.value, one.is_new) for one in week.notes] == [("recommendation", True), ("praise", False)]
    assert [(one.kind, one.sign, one.text) for one in week.news if one.kind == "note"] == [
        ("note", "рекомендация", ADVICE.text)
    ]


@pytest.mark.parametrize("login", ["guseva", "zamena", "krylova"])
def test_the_teacher_the_substitute_of_today_and_the_class_teacher_write(
    cast: Cast, login: str, pupil: Student
) -> None:
    assert write(cast, cast.user(login), pupil).written_by.login == login


@pytest.mark.parametrize("login", ["zavuch", "director", "admin", "gromov", "kovaleva", "daniil"])
def test_nobody_else_writes(cast: Cast, login: str, pupil: Student) -> None:
    with pytest.raises(RightMissing):
        write(cast, cast.user(login), pupil)


def test_a_pupil_of_another_class_is_not_on_the_page(cast: Cast, teacher: User) -> None:
    with pytest.raises(NoteNotFound):
        queries.notes_page(teacher, cast.course("7Б", "География"), cast.pupil("Ковалёва Алиса").pk)
    with pytest.raises(RightMissing):
        write(cast, teacher, cast.pupil("Ковалёва Алиса"))


@pytest.mark.clause("S1-1.11a")
@pytest.mark.parametrize("login", ["guseva", "krylova", "zavuch", "admin"])
def test_a_responsible_person_corrects_and_withdraws_with_a_trace(
    cast: Cast, teacher: User, pupil: Student, login: str
) -> None:
    note, actor = write(cast, teacher, pupil), cast.user(login)
    found = queries.note_for(actor, note.pk)
    actions.correct_note(actor, note=found, base=1, fields=NoteFields("recommendation", "Повтори § 13"))
    (seen,) = seen_by(cast, "kovaleva", pupil)
    assert seen.text == "Повтори § 13"
    assert seen.changed_at == cast.now
    entry = AuditEntry.objects.get(code="journal.note.corrected")
    assert entry.before
    assert entry.after
    assert (entry.before["note"], entry.after["note"], entry.actor) == (ADVICE.text, "Повтори § 13", actor)
    with pytest.raises(StaleEdit):
        actions.withdraw_note(actor, note=found, base=1, reason="Не тому ученику")
    with pytest.raises(NoteRefused, match="почему"):
        actions.withdraw_note(actor, note=found, base=2, reason=" ")
    actions.withdraw_note(actor, note=found, base=2, reason="Не тому ученику")
    assert seen_by(cast, "kovaleva", pupil) == []
    (line,) = queries.student_notes(cast.user("zavuch"), pupil.pk).lines
    assert line.trace.startswith("отозвано 10\u00a0декабря")
    assert line.trace.endswith("Не тому ученику")


@pytest.mark.parametrize("login", ["gromov", "director", "sekretar", "kovaleva", "zamena"])
def test_others_cannot_correct(cast: Cast, teacher: User, pupil: Student, login: str) -> None:
    note = write(cast, teacher, pupil)
    with pytest.raises(NoteNotFound):
        queries.note_for(cast.user(login), note.pk)
    with pytest.raises(RightMissing):
        actions.withdraw_note(cast.user(login), note=note, base=1, reason="Так")


def test_a_teacher_reads_the_own_page_the_class_teacher_reads_all(cast: Cast, teacher: User, pupil: Student) -> None:
    write(cast, teacher, pupil)
    algebra = cast.course("7Б", "Алгебра")
    actions.write_note(cast.user("krylova"), course=algebra, student=pupil, fields=PRAISE)
    page = queries.notes_page(teacher, cast.course("7Б", "География"), pupil.pk)
    assert [one.note.text for one in page.lines] == [ADVICE.text]
    assert len(queries.student_notes(cast.user("krylova"), pupil.pk).lines) == 2
    with pytest.raises(NoteNotFound):
        queries.student_notes(teacher, pupil.pk)


def test_grade_one_has_praise_though_it_has_no_marks(cast: Cast) -> None:
    course = cast.course("1А", "Окружающий мир")
    teacher = course.assignments.select_related("staff__user").first()
    assert teacher
    lev = cast.pupil("Лебедев Лев")
    note = actions.write_note(teacher.staff.user, course=course, student=lev, fields=PRAISE)
    (seen,) = seen_by(cast, "lebedeva", lev)
    assert (seen.kind, seen.text) == ("praise", note.text)


def test_words_are_asked_for_and_another_language_is_remarked_on(cast: Cast, teacher: User, pupil: Student) -> None:
    for fields in (NoteFields("praise", "  "), NoteFields("mark", "5"), NoteFields("praise", "а" * 1001)):
        with pytest.raises(NoteRefused):
            write(cast, teacher, pupil, fields)
    course = cast.course("7Б", "География")
    assert actions.note_warning(course, "Read the chapter about oceans once more")
    assert actions.note_warning(course, ADVICE.text) == ""


def test_the_pages_write_correct_withdraw_and_the_diary_shows(
    cast: Cast, teacher: User, pupil: Student, enter: Enter
) -> None:
    course, lesson = cast.course("7Б", "География"), cast.lesson("7Б", "География", on_or_before=cast.today)
    page = f"/courses/{course.pk}/pupils/{pupil.pk}/notes/?lesson={lesson.pk}"
    client, mother = enter(teacher), enter(cast.user("kovaleva"))
    assert "Напишите, что увидят" in client.post(page, {"kind": "praise", "text": ""}).content.decode()
    assert "Записано" in client.post(page, {"kind": "praise", "text": "Отличный доклад"}, follow=True).content.decode()
    note = PupilNote.objects.get()
    assert (note.lesson, note.day) == (lesson, lesson.day)
    diary = f"/students/{pupil.pk}/diary/"
    html = mother.get(diary).content.decode()
    assert "Рекомендации учителей" in html
    assert "Отличный доклад" in html
    sent = {"kind": "praise", "text": "Отличный доклад об океанах", "base": "1"}
    assert "Исправлено" in client.post(f"/notes/{note.pk}/", sent, follow=True).content.decode()
    assert "исправлено сегодня" in mother.get(diary).content.decode()
    stale = client.post(f"/notes/{note.pk}/", {**sent, "text": "Иначе"})
    assert "только что изменил другой человек" in stale.content.decode()
    assert "Отозвано" in client.post(
        f"/notes/{note.pk}/withdraw/", {"base": "2", "reason": "Ошибка"}, follow=True
    ).content.decode()  # fmt: skip
    assert "Рекомендации учителей" not in mother.get(diary).content.decode()
    deputy = enter(cast.user("zavuch")).get(f"/pupils/{pupil.pk}/notes/").content.decode()
    assert "Отличный доклад об океанах" in deputy
    assert "Ошибка" in deputy


def test_the_diary_with_files_and_words_costs_what_it_cost(
    cast: Cast, teacher: User, pupil: Student, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        write(cast, teacher, pupil, NoteFields("praise", f"Молодец, {number}"))
    mother = enter(cast.user("kovaleva"))
    mother.get(f"/students/{pupil.pk}/diary/")
    with django_assert_max_num_queries(STATEMENTS):
        mother.get(f"/students/{pupil.pk}/diary/")
