"""Health on the pages: who sees «теория», who opens the papers, what the family reads."""

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.journal.actions import ReasonFields, note_reason
from parta.domain.journal.models import MedicalGroup
from parta.domain.school.models import SchoolClass
from parta.ops.cast import Cast
from parta.web.conftest import Enter

READ = "journal.health.read"


@pytest.fixture
def paper(cast: Cast) -> MedicalGroup:
    return MedicalGroup.objects.create(
        student=cast.pupil("Ковалёв Даниил"), kind="special_a", first_day=cast.today, document="№ 12",
        entered_by=cast.user("krylova"), entered_at=cast.now,
    )  # fmt: skip


def readers(cast: Cast) -> list[str | None]:
    return list(AuditEntry.objects.filter(code=READ).order_by("sequence").values_list("actor__login", flat=True))


@pytest.mark.clause("S3-5.3d")
def test_the_journal_of_pe_says_theory_at_the_name_and_logs_the_reading(
    cast: Cast, enter: Enter, paper: MedicalGroup
) -> None:
    journal = f"/courses/{cast.course('7Б', 'Физическая культура').pk}/journal/"
    shown = enter(cast.user("frolov")).get(journal).content.decode()
    assert shown.count(">теория<span") == 1
    assert "По медицинской группе: оценивается теория" in shown
    assert ">теория<span" not in enter(cast.user("zavuch")).get(journal).content.decode()
    algebra = f"/courses/{cast.course('7Б', 'Алгебра').pk}/journal/"
    assert ">теория<span" not in enter(cast.user("krylova")).get(algebra).content.decode()
    assert readers(cast) == ["frolov"]


@pytest.mark.parametrize("tab", ["absent", "marks"])
def test_the_lesson_on_a_phone_says_theory_to_its_teacher_alone(
    cast: Cast, enter: Enter, paper: MedicalGroup, tab: str
) -> None:
    lesson = cast.lesson("7Б", "Физическая культура")
    MedicalGroup.objects.update(first_day=lesson.day)
    address = f"/lessons/{lesson.pk}/?tab={tab}"
    assert enter(cast.user("frolov")).get(address).content.decode().count(">теория<span") == 1
    assert ">теория<span" not in enter(cast.user("zavuch")).get(address).content.decode()
    assert readers(cast) == ["frolov"]


def test_a_class_teacher_writes_a_paper_down_and_takes_it_back(cast: Cast, enter: Enter) -> None:
    desk, pupil = enter(cast.user("krylova")), cast.pupil("Ковалёв Даниил").pk
    address = f"/students/{pupil}/medical-group/"
    bad = desk.post(address, {"kind": "relieved", "first_day": "2026-12-10", "document": "№ 5"})
    assert (bad.status_code, "Освобождение бывает на время" in bad.content.decode()) == (422, True)
    good = {"kind": "relieved", "first_day": "2026-12-10", "last_day": "2026-12-24", "document": "№ 5 от 09.12.2026"}
    assert desk.post(address, good).status_code == 302
    klass = f"/classes/{SchoolClass.objects.get(grade_level=7, letter='Б').pk}/medical-groups/"
    assert "освобождение от нагрузки" in desk.get(klass).content.decode()
    row = MedicalGroup.objects.get()
    assert desk.post(f"{address}{row.pk}/withdraw/", {"base": "1"}).status_code == 302
    assert "Справки нет" in desk.get(address).content.decode()


def test_the_pe_teacher_reads_the_own_pupils_and_nobody_else_finds_the_page(
    cast: Cast, enter: Enter, paper: MedicalGroup
) -> None:
    address = f"/students/{paper.student_id}/medical-group/"
    shown = enter(cast.user("frolov")).get(address).content.decode()
    assert "специальная А" in shown
    assert "Внести справку" not in shown
    for login in ("petrova", "zavuch", "director"):
        assert enter(cast.user(login)).get(address).status_code == 404
    assert readers(cast) == ["frolov"]


def test_the_family_reads_the_own_group_and_is_not_logged(cast: Cast, enter: Enter, paper: MedicalGroup) -> None:
    marks = f"/students/{paper.student_id}/marks/"
    shown = enter(paper.student.user).get(marks).content.decode()
    assert "медицинская группа — специальная А" in shown
    assert readers(cast) == []


def test_illness_on_my_class_and_in_a_journal_is_a_logged_reading(cast: Cast, enter: Enter) -> None:
    klass = SchoolClass.objects.get(grade_level=7, letter="Б")
    note_reason(
        cast.user("krylova"), school_class=klass, student=cast.pupil("Ковалёв Даниил"),
        reason=ReasonFields("б", cast.today, cast.today),
    )  # fmt: skip
    for login in ("krylova", "zavuch", "zavuch"):
        assert "болеет" in enter(cast.user(login)).get(f"/classes/{klass.pk}/day/").content.decode()
    assert readers(cast) == ["krylova", "zavuch"]
