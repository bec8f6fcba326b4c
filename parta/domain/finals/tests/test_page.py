"""The page of a column: what each mark rests on, what is missing by name, how many statements it costs."""

from datetime import date
from typing import Any

import pytest

from parta.domain.finals.queries import FinalRow, final_columns, final_page, teacher_finals
from parta.domain.finals.tests.steps import DANIIL, INSIDE, algebra, apply_at, give, op, quarter
from parta.domain.journal.models import AttendanceEntry, Mark
from parta.domain.journal.tests.lock_steps import adopt, rule
from parta.domain.regulation.rules import profile_slugs
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast

ANNA = "Лебедева Анна"


def row_of(cast: Cast, name: str = DANIIL) -> FinalRow:
    course = algebra(cast)
    with clock.frozen_at(INSIDE):
        page = final_page(cast.user("krylova"), course, quarter(course))
    return next(row for row in page.rows if row.name == name)


@pytest.mark.clause("S3-2.6a")
def test_a_row_shows_mean_number_control_works_and_absences(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 3", kind="control")
    give(cast, course, pupil, "5 5 4")
    lesson = Lesson.objects.filter(course=course, day__range=(date(2026, 12, 1), date(2026, 12, 9))).earliest("day")
    AttendanceEntry.objects.create(
        lesson=lesson, student=pupil, code="б", entered_by=cast.user("krylova"), entered_at=INSIDE
    )
    row = row_of(cast)
    assert (row.mark_count, row.works_text, row.mean_text) == (5, "к/р 2 из 2", "4,00")
    assert (row.evidence.missed, row.evidence.missed_ill) == (1, 1)
    assert [(part.title, [one.value for one in part.marks], part.weight_text) for part in row.parts] == [
        ("Контрольная работа", ["4", "3"], "2"),
        ("Работа на уроке", ["5", "5", "4"], "1"),
    ]
    assert row.proposal.value == "4"


@pytest.mark.clause("S3-5.2a")
@pytest.mark.clause("S3-5.2b")
def test_what_a_pupil_lacks_is_said_by_number_and_by_work(cast: Cast) -> None:
    course = algebra(cast)
    give(cast, course, cast.pupil(ANNA), "5 5", kind="control")
    give(cast, course, cast.pupil(DANIIL), "4")
    other = row_of(cast, ANNA)
    Mark.objects.filter(student=cast.pupil(DANIIL)).delete()
    lesson = Lesson.objects.filter(course=course, day__gt=date(2026, 11, 25)).order_by("day")[0]
    Mark.objects.create(
        lesson=lesson, student=cast.pupil(DANIIL), value="4", entered_by=cast.user("krylova"), entered_at=INSIDE
    )
    row = row_of(cast)
    assert row.lack.marks == other.lack.marks + 1
    assert [one.nature.value for one in row.lack.works] == ["control", "control"]
    assert "нет отметки за контрольную" in row.lack.words
    assert row.is_disputed
    rule(cast, "min_marks_per_period", "off")
    assert not row_of(cast).lack


@pytest.mark.clause("S3-5.2d")
def test_stressed_subjects_without_a_single_work_are_told_of_it(cast: Cast) -> None:
    def notice(subject: str) -> str:
        course = cast.course("7Б", subject)
        with clock.frozen_at(INSIDE):
            return final_page(cast.user("zavuch"), course, quarter(course)).works_notice

    assert "письменные" in notice("Алгебра")
    assert "письменные" in notice("Русский язык")
    assert notice("География") == ""
    give(cast, algebra(cast), cast.pupil(DANIIL), "4", kind="control")
    assert notice("Алгебра") == ""


@pytest.mark.clause("S3-5.2b", "S3-5.2d")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_works_and_subjects_of_the_act_are_looked_after(cast: Cast, slug: str) -> None:
    """Under each profile the same kinds and subjects hold: those of the act, or Парта's where it is silent."""
    adopt(cast, slug)
    give(cast, algebra(cast), cast.pupil(ANNA), "5", kind="practical")
    assert lacking_works(cast) == ["practical"]
    assert noticed(cast, "Русский язык")
    assert not noticed(cast, "География")


def test_other_kinds_of_work_are_asked_for_where_the_school_names_them(cast: Cast) -> None:
    give(cast, algebra(cast), cast.pupil(ANNA), "5", kind="practical")
    rule(cast, "mandatory_work_kinds", ["written"])
    assert lacking_works(cast) == []
    assert noticed(cast, "Алгебра")
    rule(cast, "mandatory_work_kinds", ["written", "practical"])
    assert lacking_works(cast) == ["practical"]
    assert not noticed(cast, "Алгебра")


def test_other_subjects_are_stressed_where_the_school_names_them(cast: Cast) -> None:
    rule(cast, "emphasis_subjects", ["география"])
    assert noticed(cast, "География")
    assert not noticed(cast, "Русский язык")
    assert not noticed(cast, "Алгебра")


def lacking_works(cast: Cast) -> list[str]:
    return [one.nature.value for one in row_of(cast).lack.works]


def noticed(cast: Cast, subject: str) -> bool:
    course = cast.course("7Б", subject)
    with clock.frozen_at(INSIDE):
        return bool(final_page(cast.user("zavuch"), course, quarter(course)).works_notice)


@pytest.mark.clause("S3-5.2a")
@pytest.mark.parametrize(
    ("day", "stage"), [("2026-12-08", None), ("2026-12-09", 1), ("2026-12-22", 1), ("2026-12-23", 2)]
)
def test_missing_marks_are_named_three_weeks_and_a_week_before_the_end(cast: Cast, day: str, stage: int | None) -> None:
    course = algebra(cast)
    give(cast, course, cast.pupil(ANNA), "5 5 5 5 5 5 5 5 5")
    give(cast, course, cast.pupil(DANIIL), "4 4 4")
    with clock.frozen_at(clock.at(date.fromisoformat(day), 9)):
        found = [one for one in teacher_finals(cast.user("krylova"), clock.today()) if one.course == course]
    if stage is None:
        assert found == []
        return
    names = dict(found[0].lacking)
    assert found[0].stage == stage
    assert ANNA not in names
    assert names[DANIIL].words.replace("\u00a0", " ") == "не хватает 4 отметок"
    assert len(names) == 26


def test_who_has_a_mark_is_named_no_more(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    apply_at(cast, INSIDE, op(course, pupil, "4"))
    with clock.frozen_at(INSIDE):
        found = next(one for one in teacher_finals(cast.user("krylova"), clock.today()) if one.course == course)
    assert (found.done, found.total) == (1, 27)
    assert DANIIL not in dict(found.lacking)


def test_a_reader_and_a_closed_window_write_nothing(cast: Cast) -> None:
    course = algebra(cast)
    with clock.frozen_at(INSIDE):
        assert final_page(cast.user("krylova"), course, quarter(course)).may_write
        assert not final_page(cast.user("zavuch"), course, quarter(course)).may_write
    with clock.frozen_at(clock.at(date(2026, 12, 10), 9)):
        page = final_page(cast.user("krylova"), course, quarter(course))
    assert (page.may_write, page.is_teacher) == (False, True)


def test_the_page_costs_the_same_for_three_pupils_and_for_a_class(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    course = algebra(cast)
    for pupil in cast.school.pupils["7Б"]:
        give(cast, course, pupil, "4 4 5")
    with clock.frozen_at(INSIDE):
        place = quarter(course)
        final_page(cast.user("krylova"), course, place)
        with django_assert_max_num_queries(16):
            assert len(final_page(cast.user("krylova"), course, place).rows) == 27


def test_the_journal_shows_the_period_before_and_this_one_or_the_whole_year(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    apply_at(cast, INSIDE, op(course, pupil, "4"))
    place = quarter(course)
    near = final_columns(course, place.first, place.last)
    assert [one.place.short for one in near] == ["1 ч.", "2 ч."]
    assert near[1].values == {pupil.pk: "4"}
    whole = final_columns(course, course.year.starts_on, course.year.ends_on)
    assert [one.place.short for one in whole] == ["1 ч.", "2 ч.", "3 ч.", "4 ч.", "год"]
    assert final_columns(cast.course("1А", "Математика"), place.first, place.last) == []
