"""Results of examinations: open at once, put right with both values, one road into the column «экзамен»."""

from datetime import date, datetime

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum.models import Course, Subject
from parta.domain.diary.actions import mark_seen
from parta.domain.diary.queries import news_since
from parta.domain.finals import actions
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.errors import ExamChanged, ExamLinesRefused, FinalRefused
from parta.domain.finals.models import ExamResult, FinalMark
from parta.domain.finals.queries.exams import exams_of_student, readable_exams
from parta.domain.finals.rules.exams import Score
from parta.domain.finals.tests.steps import DANIIL, TEACHER, algebra, apply_at, op
from parta.domain.journal.tests.lock_steps import rule
from parta.domain.regulation.actions import adopt_profile
from parta.domain.regulation.choices import Grade
from parta.domain.school.models import Student
from parta.lib import clock
from parta.ops.cast import Cast
from parta.ops.demo.school import YEAR

JUNE = clock.at(date(2027, 6, 8), 15)
ANNA = "Лебедева Анна"


def enter(
    cast: Cast,
    *lines: tuple[Student, Score],
    kind: ExamKind = ExamKind.STATE,
    at: datetime = JUNE,
    held_on: date = date(2027, 6, 1),
    login: str = "zavuch",
    subject: Subject | None = None,
) -> actions.ExamOutcome:
    held = actions.ExamHeld(cast.school.year, kind, subject or algebra(cast).subject, held_on, at)
    course = algebra(cast) if login == TEACHER else None
    with clock.frozen_at(at):
        return actions.enter_exam_results(
            cast.user(login), held=held, lines=[actions.ExamLine(*one) for one in lines], course=course
        )


def in_ninth(cast: Cast) -> None:
    """The page becomes one of grade 9: only there and in grade 11 it has the column «экзамен»."""
    Course.objects.filter(pk=algebra(cast).pk).update(grade_level=9)


def exam_mark(cast: Cast, student: Student) -> FinalMark | None:
    return FinalMark.objects.filter(course=algebra(cast), student=student, kind="exam").first()


def correct(cast: Cast, result: ExamResult, score: Score, *, base: int, reason: str = "Апелляция") -> ExamResult:
    with clock.frozen_at(JUNE):
        done = actions.correct_exam_result(cast.user("zavuch"), result=result, score=score, reason=reason, base=base)
    return done.rows[0]


@pytest.mark.clause("S0-8b")
def test_a_result_is_open_to_the_family_from_the_second_it_is_entered(cast: Cast) -> None:
    in_ninth(cast)
    daniil, mother = cast.pupil(DANIIL), cast.user("kovaleva")
    with clock.frozen_at(JUNE):
        mark_seen(mother, student_id=daniil.pk)
    moment = clock.at(date(2027, 6, 9), 9)
    enter(cast, (daniil, Score("4", 18)), at=moment)
    with clock.frozen_at(moment):
        [state] = exams_of_student(daniil, JUNE, cast.school.year)
        assert (state.kind, state.results[0].score.words.replace("\u00a0", " ")) == (ExamKind.STATE, "4, 18 баллов")
        assert state.results[0].shown_at == moment
        assert state.results[0].is_new
        told = [one for one in news_since(mother, daniil) if one.kind == "result"]
    assert {one.text.replace("\u00a0", " ") for one in told} == {
        "государственная итоговая аттестация: 4, 18 баллов", "отметка за экзамен",
    }  # fmt: skip


def test_a_state_mark_becomes_the_exam_mark_of_the_page_and_nobody_enters_it_twice(cast: Cast) -> None:
    in_ninth(cast)
    daniil, anna, petrov = cast.pupil(DANIIL), cast.pupil(ANNA), cast.pupil("Чернов Лев")
    apply_at(cast, clock.at(date(2027, 5, 24), 10), op(algebra(cast), anna, "3", place="exam"))
    done = enter(cast, (daniil, Score("4")), (anna, Score("5")), (petrov, Score(points=70)))
    found = exam_mark(cast, daniil)
    assert found is not None
    assert (found.value, found.entered_by, found.is_late) == ("4", cast.user("zavuch"), False)
    assert done.carried == 1
    [note] = done.notes
    assert note == "Лебедева Анна: в журнал не перенесено. Здесь уже стоит 3: Крылова\u00a0Е.\u00a0А."
    assert exam_mark(cast, petrov) is None, "points alone are no mark"


def test_a_corrected_state_mark_is_corrected_on_the_page(cast: Cast) -> None:
    in_ninth(cast)
    daniil = cast.pupil(DANIIL)
    [row] = enter(cast, (daniil, Score("4", 18))).rows
    fixed = correct(cast, row, Score("5", 20), base=1)
    assert (fixed.value, fixed.points, fixed.version) == ("5", 20, 2)
    assert fixed.corrected_from.replace("\u00a0", " ") == "4, 18 баллов"
    assert fixed.shown_at == row.shown_at
    mark = exam_mark(cast, daniil)
    assert mark is not None
    assert mark.value == "5"
    with clock.frozen_at(JUNE):
        actions.remove_exam_result(cast.user("zavuch"), result=fixed, reason="Не тот ученик", base=2)
    mark = exam_mark(cast, daniil)
    assert mark is not None
    assert mark.value == "", "taken away with the result"
    codes = AuditEntry.objects.filter(subject_type="finals.examresult").order_by("sequence")
    assert list(codes.values_list("code", flat=True)) == [
        "finals.exam.entered", "finals.exam.corrected", "finals.exam.removed",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", list(ExamKind))
@pytest.mark.parametrize("grade", [7, 9])
def test_which_examinations_reach_the_journal(cast: Cast, kind: ExamKind, grade: int) -> None:
    """The state examination, in a grade that has the column; anywhere else the page stays as it is, without a word."""
    Course.objects.filter(pk=algebra(cast).pk).update(grade_level=grade)
    daniil = cast.pupil(DANIIL)
    done = enter(cast, (daniil, Score("4")), kind=kind, held_on=date(2027, 5, 20))
    assert (exam_mark(cast, daniil) is not None) is (kind is ExamKind.STATE and grade == 9)
    assert done.notes == []


def test_a_subject_without_a_page_says_so(cast: Cast) -> None:
    done = enter(cast, (cast.pupil(DANIIL), Score("4")), subject=Subject.objects.get(name="Математика"))
    assert ExamResult.objects.count() == 1
    assert done.notes == ["Ковалёв Даниил: страницы журнала по предмету «Математика» нет"]


def test_all_lines_or_none(cast: Cast) -> None:
    daniil, anna = cast.pupil(DANIIL), cast.pupil(ANNA)
    enter(cast, (daniil, Score("4")), kind=ExamKind.TRIAL)
    with pytest.raises(ExamLinesRefused) as refused:
        enter(cast, (anna, Score("5")), (daniil, Score("5")), (anna, Score("3")), kind=ExamKind.TRIAL)
    assert refused.value.problems == {
        daniil.pk: "Уже записано: 4. Исправьте его в списке", anna.pk: "Ученик стоит в списке дважды",
    }  # fmt: skip
    assert ExamResult.objects.count() == 1
    with pytest.raises(FinalRefused, match="ни одного результата"):
        enter(cast, (anna, Score()), kind=ExamKind.TRIAL)


def test_a_correction_wants_a_reason_a_difference_and_the_version_seen(cast: Cast) -> None:
    [row] = enter(cast, (cast.pupil(DANIIL), Score("4")), kind=ExamKind.TRIAL).rows
    with pytest.raises(FinalRefused, match="почему результат исправлен"):
        correct(cast, row, Score("5"), base=1, reason="  ")
    with pytest.raises(FinalRefused, match="исправлять нечего"):
        correct(cast, row, Score("4"), base=1)
    with pytest.raises(FinalRefused, match="удалите его"):
        correct(cast, row, Score(), base=1)
    correct(cast, row, Score("5"), base=1)
    with pytest.raises(ExamChanged, match="изменили"):
        correct(cast, row, Score("3"), base=1)
    row.refresh_from_db()
    assert row.value == "5"


@pytest.mark.parametrize(
    ("login", "kind", "right"),
    [
        ("zavuch", ExamKind.STATE, True),
        ("admin", ExamKind.ENTRANCE, True),
        (TEACHER, ExamKind.INTERMEDIATE, True),
        (TEACHER, ExamKind.STATE, False),
        ("guseva", ExamKind.INTERMEDIATE, False),
        ("director", ExamKind.STATE, False),
        ("kovaleva", ExamKind.INTERMEDIATE, False),
    ],
)
def test_who_enters(cast: Cast, login: str, kind: ExamKind, right: bool) -> None:
    if right:
        assert enter(cast, (cast.pupil(DANIIL), Score("4")), kind=kind, login=login).rows
        return
    with pytest.raises(RightMissing, match="записывает завуч или администратор"):
        enter(cast, (cast.pupil(DANIIL), Score("4")), kind=kind, login=login)
    assert not ExamResult.objects.exists()


def test_who_reads(cast: Cast) -> None:
    enter(cast, (cast.pupil(DANIIL), Score("4")), kind=ExamKind.TRIAL)

    def reads(user: User) -> bool:
        return readable_exams(ExamResult.objects.all(), user, everything=False).exists()

    with clock.frozen_at(clock.at(date(2027, 5, 20), 12)):
        assert reads(cast.user("krylova")), "the class teacher and the teacher of the subject"
        assert not reads(cast.user("gromov")), "another subject"
        assert not reads(cast.user("zaytseva")), "another class"


@pytest.mark.clause("S1-1.10d", "S4-2.1f", "S4-2.1i")
@pytest.mark.parametrize(
    ("profile", "attestation", "state"),
    [
        ("default", "", ""),
        ("gymnasium-2015", "", "п. 8"),
        ("service-2022", "", "п. 6"),
        ("journal-act-2014", "п. 1.10", ""),
        ("service-gis", "п. 2.1", "п. 2.1"),
        ("full-act-2021", "", "Порядок, п. 2.5"),
    ],
)
def test_attestation_stands_in_the_diary_under_every_profile(
    cast: Cast, profile: str, attestation: str, state: str
) -> None:
    """With the clause that promises it to the family, where there is one; no profile hides what was obtained."""
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 10)):
        adopt_profile(cast.school.system, year=YEAR, profile=profile, reason="Так решил педсовет")
    daniil = cast.pupil(DANIIL)
    enter(cast, (daniil, Score("4")), kind=ExamKind.INTERMEDIATE, held_on=date(2026, 12, 4))
    enter(cast, (daniil, Score("5")), kind=ExamKind.STATE)
    with clock.frozen_at(clock.at(date(2027, 6, 20), 9)):
        found = exams_of_student(daniil, None, cast.school.year)
    assert [(one.kind, one.clause) for one in found] == [
        (ExamKind.STATE, state), (ExamKind.INTERMEDIATE, attestation),
    ]  # fmt: skip


def test_a_promotion_examination_fills_the_column_where_the_year_has_it(cast: Cast) -> None:
    """Grade 7 with promotion examinations: intermediate attestation is carried, the state examination is not theirs."""
    daniil, anna = cast.pupil(DANIIL), cast.pupil(ANNA)
    enter(cast, (daniil, Score("4")), kind=ExamKind.INTERMEDIATE)
    assert exam_mark(cast, daniil) is None, "by default grade 7 has no such column"
    rule(cast, "exam_mark_grades", (Grade.SEVENTH,))
    outcome = enter(cast, (anna, Score("5")), kind=ExamKind.INTERMEDIATE)
    assert outcome.carried == 1
    mark = exam_mark(cast, anna)
    assert mark is not None
    assert mark.value == "5"
    assert enter(cast, (daniil, Score("3")), kind=ExamKind.STATE).carried == 0
