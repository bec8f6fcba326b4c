"""Health for physical education: theory at the name, no «осв.», the paper seen by few and every reading logged."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import verify_chain
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.models import Subject
from parta.domain.journal import actions
from parta.domain.journal.actions import MedicalFields
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.errors import MedicalForbidden
from parta.domain.journal.models import AttendanceEntry, Mark, MedicalGroup
from parta.domain.journal.queries import medical_group_on, medical_pupil, theory_signs
from parta.domain.journal.tests.lock_steps import adopt, apply_at, op, rule
from parta.domain.regulation.rules import profile_slugs
from parta.lib import clock
from parta.lib.errors import InvalidInput, RuleViolation, StaleEdit
from parta.ops.cast import Cast

FIRST = date(2026, 9, 1)


def paper(kind: str = "special_a", last: date | None = None, document: str = "№ 12 от 01.09.2026") -> MedicalFields:
    return MedicalFields(kind, FIRST, last, document)


def add(cast: Cast, group: MedicalFields | None = None, login: str = "krylova") -> MedicalGroup:
    with clock.frozen_at(cast.now):
        student = cast.pupil("Ковалёв Даниил")
        return actions.add_medical_group(cast.user(login), student=student, group=group or paper())


def signs(cast: Cast, login: str = "frolov", *, writes: bool = True, subject: str = "Физическая культура") -> set[str]:
    pupils = [cast.pupil(name).pk for name in ("Ковалёв Даниил", "Лебедева Анна")]
    with clock.frozen_at(cast.now):
        return set(
            theory_signs(cast.user(login), cast.course("7Б", subject), pupils, cast.today, writes=writes).values()
        )


@pytest.mark.clause("S3-5.3d")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_a_special_group_is_marked_for_theory_with_the_clause_of_its_act(
    cast: Cast, slug: str
) -> None:
    adopt(cast, slug)
    assert signs(cast) == set()
    add(cast)
    clause = "п. 5.3" if slug == "full-act-2021" else "умолчание"
    assert signs(cast) == {f"По медицинской группе: оценивается теория ({clause})"}
    rule(cast, "pe_medical_group_rule", "as_others")
    assert signs(cast) == set()


@pytest.mark.parametrize(("kind", "is_theory"), [
    ("basic", False), ("preparatory", False), ("special_a", True), ("special_b", True), ("relieved", True),
])  # fmt: skip
def test_only_those_who_do_not_exercise_with_the_class_are_marked(cast: Cast, kind: str, is_theory: bool) -> None:
    add(cast, paper(kind, cast.today))
    assert bool(signs(cast)) is is_theory
    assert signs(cast, subject="Алгебра") == set()


def test_the_sign_ends_with_the_paper(cast: Cast) -> None:
    add(cast, paper("relieved", cast.today - timedelta(days=1)))
    assert signs(cast) == set()


@pytest.mark.clause("S3-5.3e")
@pytest.mark.parametrize("slug", profile_slugs())
@pytest.mark.parametrize("text", ["осв", "осв.", "Освобождён", "ОСВ", "освобождена"])
def test_relieved_is_no_entry_of_any_cell_under_any_profile(cast: Cast, slug: str, text: str) -> None:
    adopt(cast, slug)
    lesson, pupil = cast.lesson("7Б", "Физическая культура"), cast.pupil("Ковалёв Даниил").pk
    mark = apply_at(cast, cast.now, op(OperationKind.MARK, lesson, student=pupil, value=text), "frolov")
    absence = apply_at(cast, cast.now, op(OperationKind.ATTENDANCE, lesson, student=pupil, value=text), "frolov")
    assert (mark.status, absence.status) == (OperationStatus.INVALID, OperationStatus.INVALID)
    assert "«осв.» в журнал не ставят: за теорию ставится отметка" in mark.message
    assert not Mark.objects.exists()
    assert not AttendanceEntry.objects.exists()


def test_the_class_teacher_the_secretary_and_the_administrator_enter_the_pe_teacher_only_reads(cast: Cast) -> None:
    for login in ("krylova", "admin", "sekretar"):
        row = add(cast, login=login)
        with clock.frozen_at(cast.now):
            actions.withdraw_medical_group(cast.user(login), row=row, base=1)
    pupil = cast.pupil("Ковалёв Даниил")
    with clock.frozen_at(cast.now):
        assert medical_pupil(cast.user("frolov"), pupil.pk)[0] == pupil
        with pytest.raises(MedicalForbidden):
            actions.add_medical_group(cast.user("frolov"), student=pupil, group=paper())
        for login in ("petrova", "zavuch", "director"):
            with pytest.raises(MedicalForbidden):
                medical_pupil(cast.user(login), pupil.pk)


def test_a_reader_of_every_journal_sees_no_sign_and_the_class_teacher_does(cast: Cast) -> None:
    add(cast)
    assert signs(cast, "zavuch", writes=False) == set()
    assert len(signs(cast, "krylova", writes=False)) == 1


def test_a_bad_paper_is_refused_in_words_and_nothing_is_written(cast: Cast) -> None:
    for group, words in [
        (paper("gold"), "из списка"),
        (paper(last=FIRST - timedelta(days=1)), "раньше первого"),
        (paper("relieved"), "Освобождение бывает на время"),
        (paper(document=" "), "Диагноз не пишут"),
    ]:
        with pytest.raises(InvalidInput, match=words):
            add(cast, group)
    assert not MedicalGroup.objects.exists()
    row = add(cast)
    with pytest.raises(RuleViolation, match="уже записана: специальная А"):
        add(cast, paper("basic"))
    with clock.frozen_at(cast.now), pytest.raises(StaleEdit):
        actions.withdraw_medical_group(cast.user("krylova"), row=row, base=7)
    assert medical_group_on(cast.pupil("Ковалёв Даниил"), cast.today) == row


def test_reading_is_logged_once_a_person_pupil_and_day(cast: Cast) -> None:
    pupils = {cast.pupil("Ковалёв Даниил").pk, cast.pupil("Лебедева Анна").pk}
    one = {cast.pupil("Ковалёв Даниил").pk}

    def read(login: str, students: set[int], days: int = 0) -> int:
        with clock.frozen_at(cast.now + timedelta(days=days)):
            return actions.note_health_read(cast.user(login), students)

    assert [read("frolov", one), read("frolov", one), read("frolov", pupils)] == [1, 0, 1]
    assert [read("krylova", pupils), read("frolov", one, days=1)] == [2, 1]
    found = AuditEntry.objects.filter(code="journal.health.read")
    assert found.count() == 5
    assert {entry.person_id for entry in found} == {
        cast.pupil("Ковалёв Даниил").user_id,
        cast.pupil("Лебедева Анна").user_id,
    }
    assert all("special" not in str(entry.after) for entry in found)
    assert verify_chain().broken is None


def test_it_is_logged_once_by_whatever_process(cast: Cast) -> None:
    one = {cast.pupil("Ковалёв Даниил").pk}
    with clock.frozen_at(cast.now):
        actions.note_health_read(cast.user("frolov"), one)
        cache.clear()
        assert actions.note_health_read(cast.user("frolov"), one) == 0


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Физическая культура", True), ("Физкультура", True), ("Адаптивная физическая культура", True),
        ("Физ-ра", True),
        ("Физика", False), ("Физический практикум", False), ("Культура речи", False),
    ],
)  # fmt: skip
def test_a_new_subject_is_taken_for_physical_education_by_its_name(cast: Cast, name: str, found: bool) -> None:
    Subject.objects.filter(name=name).update(name=f"{name} прежняя", sort_name="")
    assert curriculum.add_subject(cast.school.administrator, name=name).is_physical_education is found


def test_physical_education_is_what_the_school_says_it_is(cast: Cast) -> None:
    add(cast)
    assert signs(cast)
    subject = cast.course("7Б", "Физическая культура").subject
    admin = cast.school.administrator
    curriculum.change_subject(admin, subject=subject, name="Самбо", is_physical_education=True)
    assert signs(cast), "имя другое, предмет тот же"
    curriculum.change_subject(admin, subject=subject, name="Физическая культура", is_physical_education=False)
    assert not signs(cast)
