"""The dictionary of signs of absence: what a sign means is what every count goes by, whatever its letters."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.diary.queries import diary_week, student_marks
from parta.domain.journal import actions
from parta.domain.journal.actions import ReasonFields, SignFields
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import AbsenceReason, AbsenceSign, AttendanceEntry
from parta.domain.journal.queries import class_day, lesson_for, lesson_panel, reason_choices, sign_book
from parta.domain.journal.rules.signs import FREE_KEYS
from parta.domain.journal.tests.lock_steps import absence, adopt, apply_at, op, rule
from parta.domain.regulation.rules import profile_slugs
from parta.domain.school.models import SchoolClass
from parta.lib import clock
from parta.lib.errors import InvalidInput, RuleViolation, StaleEdit
from parta.ops.cast import Cast

QUARANTINE = SignFields(code="к", name="карантин", health=True)
LATE_BUS = SignFields(code="авт", name="опоздал школьный автобус", missed=False, excused=False)


def add(cast: Cast, sign: SignFields) -> AbsenceSign:
    with clock.frozen_at(cast.now):
        return actions.add_sign(cast.user("admin"), sign=sign)


def away(cast: Cast, code: str) -> OperationStatus:
    return apply_at(cast, cast.now, absence(cast, cast.lesson("7Б", "Алгебра"), code)).status


def of_7b() -> SchoolClass:
    return SchoolClass.objects.get(grade_level=7, letter="Б")


def test_an_own_sign_counts_by_its_flags_in_journal_class_day_panel_and_diary(cast: Cast) -> None:
    add(cast, QUARANTINE)
    assert away(cast, "К") == OperationStatus.APPLIED
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    with clock.frozen_at(cast.now):
        line = next(one for one in class_day(of_7b(), cast.today).away if one.student_id == pupil.pk)
        panel = lesson_panel(cast.user("krylova"), lesson_for(cast.user("krylova"), lesson.pk))
        marks = student_marks(pupil)
        week = diary_week(pupil.user, pupil, cast.today)
    assert line.presence.missed == 1
    assert not line.needs_reason
    assert [sign.words for sign in line.signs if sign.is_entry] == ["карантин"]
    assert panel.present_count == panel.student_count - 1
    assert (marks.missed, marks.late, [(one.code, one.word) for one in marks.by_reason]) == (
        1, 0, [("к", "пропуск: карантин")],
    )  # fmt: skip
    assert [one.is_missed for day in week.days for one in day.absences] == [True]


def test_a_sign_of_a_lesson_that_was_not_missed_is_a_late_coming_everywhere(cast: Cast) -> None:
    add(cast, LATE_BUS)
    assert away(cast, "авт") == OperationStatus.APPLIED
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    with clock.frozen_at(cast.now):
        line = next(one for one in class_day(of_7b(), cast.today).away if one.student_id == pupil.pk)
        panel = lesson_panel(cast.user("krylova"), lesson_for(cast.user("krylova"), lesson.pk))
        marks = student_marks(pupil)
    assert (line.presence.missed, marks.missed, marks.late) == (0, 0, 1)
    assert panel.present_count == panel.student_count


def test_letters_outside_the_dictionary_are_refused_with_those_that_are_in_it(cast: Cast) -> None:
    answer = apply_at(cast, cast.now, absence(cast, cast.lesson("7Б", "Алгебра"), "к"))
    assert (answer.status, answer.message) == (
        OperationStatus.INVALID, "«к» — не знак пропуска. Есть: н, б, у, оп"
    )  # fmt: skip
    row = add(cast, QUARANTINE)
    assert away(cast, "к") == OperationStatus.APPLIED
    with clock.frozen_at(cast.now):
        actions.change_sign(cast.user("admin"), row=row, base=1, sign=replace(QUARANTINE, is_active=False))
    other = op(
        OperationKind.ATTENDANCE, cast.lesson("7Б", "Алгебра"), student=cast.pupil("Лебедева Анна").pk, value="к"
    )
    assert apply_at(cast, cast.now, other).status == OperationStatus.INVALID
    assert sign_book().is_missed("к"), "a sign out of use still means what it did"


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        (SignFields("осв", "освобождён"), "в журнал не ставят"),
        (SignFields("н", "не пришёл"), "уже есть"),
        (SignFields("k", "карантин"), "русских букв"),
        (SignFields("5", "пять"), "русских букв"),
        (SignFields("длинный", "карантин"), "русских букв"),
        (SignFields("к", " "), "что значит"),
        (SignFields("к", "карантин", missed=False), "урок пропущен"),
    ],
)
def test_a_sign_that_cannot_be_is_refused_in_words(cast: Cast, sign: SignFields, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        add(cast, sign)
    assert AbsenceSign.objects.count() == 4


def test_a_key_is_a_free_letter_of_one_sign(cast: Cast) -> None:
    row = add(cast, replace(QUARANTINE, key="В"))
    assert sign_book().by_code["к"].key == "в"
    for key, words in (("н", "занята"), ("5", "занята"), ("в", "уже ставит знак «к»")):
        with pytest.raises(InvalidInput, match=words):
            add(cast, replace(LATE_BUS, key=key))
    actions.change_sign(cast.user("admin"), row=row, base=1, sign=QUARANTINE)
    assert add(cast, replace(LATE_BUS, key="в")).key == "в"


def test_no_free_letter_stands_on_a_key_of_the_journal() -> None:
    """The letters of `FREE_KEYS` and their places in the script are the same; none of the places does anything else."""
    text = (Path(__file__).resolve().parents[3] / "web/static/js/journal/keymap.js").read_text(encoding="utf-8")
    free = text.split("const FREE = {")[1].split("};")[0]
    places = dict(re.findall(r'([а-яё]): "(\w+)"', free))
    assert set(places) == set(FREE_KEYS)
    assert len(set(places.values())) == len(places)
    used = set(
        re.findall(r"\b(Key[A-Z]|Comma|Period|Slash|Backslash|Quote|Semicolon|Bracket\w+)\b", text.replace(free, ""))
    )
    assert {"KeyY", "KeyC", "Period"} <= used
    assert not used & set(places.values())


def test_built_in_signs_are_fixed_and_a_used_one_keeps_its_meaning(cast: Cast) -> None:
    admin, row = cast.user("admin"), add(cast, QUARANTINE)
    with pytest.raises(RuleViolation, match="встроен"):
        actions.change_sign(admin, row=AbsenceSign.objects.get(code="н"), base=1, sign=QUARANTINE)
    renamed = actions.change_sign(admin, row=row, base=1, sign=replace(QUARANTINE, name="карантин в классе"))
    assert renamed.words == "пропуск: карантин в классе"
    with pytest.raises(StaleEdit):
        actions.change_sign(admin, row=row, base=1, sign=QUARANTINE)
    away(cast, "к")
    with pytest.raises(RuleViolation, match="уже стоит в журналах"):
        actions.change_sign(admin, row=row, base=2, sign=replace(QUARANTINE, excused=False))
    assert AuditEntry.objects.filter(code__startswith="journal.sign.").count() == 2


def test_the_dictionary_is_the_administrators(cast: Cast) -> None:
    with pytest.raises(RightMissing):
        actions.add_sign(cast.user("zavuch"), sign=QUARANTINE)
    assert connection.in_atomic_block


def noted(cast: Cast, code: str) -> None:
    with clock.frozen_at(cast.now):
        actions.note_reason(
            cast.user("krylova"), school_class=of_7b(), student=cast.pupil("Ковалёв Даниил"),
            reason=ReasonFields(code, cast.today, cast.today),
        )  # fmt: skip


def test_an_own_sign_is_a_reason_for_the_class_teacher(cast: Cast) -> None:
    add(cast, QUARANTINE)
    away(cast, "н")
    assert reason_choices() == [
        ("б", "болеет"), ("у", "уважительная причина"), ("к", "карантин"), ("н", "без уважительной причины"),
    ]  # fmt: skip
    noted(cast, "к")
    assert AttendanceEntry.objects.get().code == "к"


@pytest.mark.parametrize("slug", profile_slugs())
def test_illness_stands_in_the_journal_where_the_rulebook_lets_teachers_see_it(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    away(cast, "н")
    noted(cast, "б")
    assert AttendanceEntry.objects.get().code == "б"


def test_where_it_does_not_the_journal_says_excused_and_only_the_class_teacher_knows_why(cast: Cast) -> None:
    rule(cast, "health_signs_in_journal", value=False)
    away(cast, "н")
    noted(cast, "б")
    assert AttendanceEntry.objects.get().code == "у"
    assert AbsenceReason.objects.get().code == "б"
    later = op(
        OperationKind.ATTENDANCE, cast.lesson("7Б", "Алгебра"), student=cast.pupil("Лебедева Анна").pk, value="б"
    )
    refused = apply_at(cast, cast.now, later)
    assert (refused.status, "причину запишет классный руководитель" in refused.message) == (
        OperationStatus.INVALID, True,
    )  # fmt: skip
