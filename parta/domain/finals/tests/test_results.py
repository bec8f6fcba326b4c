"""Figures of the school against a slow count of the same rows by hand; sheets follow every mark at once."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.finals.models import DeferredCourse, FinalMark
from parta.domain.finals.queries.behind import Asked, pupils_behind
from parta.domain.finals.queries.results import Results, results_of
from parta.domain.finals.queries.school_summary import Scope, school_sheet
from parta.domain.finals.queries.slices import slices_of
from parta.domain.finals.queries.summary import class_sheet, school_sheets
from parta.domain.finals.rules.categories import Category
from parta.domain.finals.rules.indicators import Indicators, shown
from parta.domain.finals.tests.marks import defer, give, period
from parta.domain.school.models import AcademicYear, Enrollment, GradingPeriod, GroupMembership, SchoolClass
from parta.ops.cast import Cast

pytestmark = pytest.mark.django_db
VALUES = ["5", "4", "4", "3", "3", "2", "н/а", "осв", "зачёт", ""]


def scatter(cast: Cast, seed: int) -> None:
    """Marks, gaps and deferrals of everybody who was ever on a page of the marked grades."""
    random = Random(seed)
    rows = []
    for course in Course.objects.filter(year=cast.school.year, grade_level__gt=1):
        of = GradingPeriod.objects.get(year=cast.school.year, grade_level=course.grade_level, number=1)
        for student in _on_page(course):
            if random.random() < 0.85:
                one = {"course": course, "student_id": student, "kind": of.kind, "period": of}
                rows.append(
                    FinalMark(**one, value=random.choice(VALUES), entered_by=cast.school.system, entered_at=cast.now)
                )
            elif random.random() < 0.3:
                defer(cast, course, Enrollment.objects.filter(student_id=student)[0].student, of)
    random.shuffle(rows)
    FinalMark.objects.bulk_create(rows)


def _on_page(course: Course) -> list[int]:
    if course.school_class_id:
        rows: Any = Enrollment.objects.filter(school_class_id=course.school_class_id)
    else:
        rows = GroupMembership.objects.filter(group_id=course.group_id)
    return sorted(set(rows.values_list("student_id", flat=True)))


def by_hand(year: AcademicYear, day: date) -> dict[str, dict[int, dict[int, str]]]:
    """Class → pupil → subject → what stands there, from the rows one by one."""
    found: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in Enrollment.objects.filter(school_class__year=year).select_related("school_class"):
        if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day):
            cells = found[row.school_class.name][row.student_id]
            for link in DeferredCourse.objects.filter(deferral__student_id=row.student_id).select_related("course"):
                cells[link.course.subject_id] = "отсрочка"
            for mark in FinalMark.objects.filter(student_id=row.student_id, period__number=1).order_by("pk"):
                if mark.value:
                    cells[mark.course.subject_id] = mark.value
    return found


def figures(values: list[str]) -> tuple[Any, ...]:
    """N, success, quality, СОУ, mean, deferred, by another way than the rules'."""
    counted = [one for one in values if one in {"5", "4", "3", "2", "н/а"}]
    passed = values.count("зачёт")
    weights = {"5": 100, "4": 64, "3": 36, "2": 16, "н/а": 7}
    everybody, marks = len(counted) + passed, [int(one) for one in counted if one != "н/а"]
    good = sum(one in "543" for one in counted) + passed
    high = sum(one in "54" for one in counted)
    return (
        len(counted),
        _text(Decimal(good * 100) / everybody if everybody else None),
        _text(Decimal(high * 100) / len(counted) if counted else None),
        _text(Decimal(sum(weights[one] for one in counted)) / len(counted) if counted else None),
        _text(Decimal(sum(marks)) / len(marks) if marks else None),
        values.count("отсрочка"),
    )


def _text(value: Decimal | None) -> str:
    return "—" if value is None else f"{value + Decimal('1e-9'):.6f}"


def told(one: Indicators) -> tuple[Any, ...]:
    exact = (one.success, one.quality, one.learning_degree, one.mean)
    numbers = [None if part is None else Decimal(part.numerator) / part.denominator for part in exact]
    return (one.assessed, *(_text(part) for part in numbers), one.deferred)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_the_one_pass_comes_to_what_a_person_counts(cast: Cast, seed: int) -> None:
    with transaction.atomic():
        left = Enrollment.objects.filter(school_class=cast.school.classes["7Б"])[Random(seed).randrange(20)]
        left.valid_to = period(cast, 7).ends_on - timedelta(days=3)
        left.save()
        scatter(cast, seed)
        results = first_quarter(cast)
        expected = by_hand(cast.school.year, period(cast, 7).ends_on)
        _compare(results, {name: cells for name, cells in expected.items() if name != "10А"})
        assert left.student_id not in results.roll
        transaction.set_rollback(True)


def first_quarter(cast: Cast) -> Results:
    year = cast.school.year
    return results_of(year, slices_of(year).chosen("quarter-1"))


def _compare(results: Results, expected: dict[str, dict[int, dict[int, str]]]) -> None:
    by_class = results.figures_by(lambda unit: unit.name)
    by_subject = results.grouped(lambda unit, page: [page.subject_id])
    subjects: dict[int, list[str]] = defaultdict(list)
    for name, pupils in expected.items():
        values = [value for cells in pupils.values() for value in cells.values()]
        assert told(by_class[name].marks) == figures(values), name
        counts = by_class[name].pupils
        assert counts is not None
        assert counts.pupils == len(pupils)
        assert counts.of[Category.FAILING] == sum("2" in cells.values() for cells in pupils.values())
        for cells in pupils.values():
            for subject, value in cells.items():
                subjects[subject].append(value)
    for subject, values in subjects.items():
        if any(value in "5432н/а" or value in {"отсрочка", "зачёт"} for value in values):
            assert told(by_subject[subject]) == figures(values)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_the_sheet_of_a_class_and_the_school_say_the_same(cast: Cast, seed: int) -> None:
    with transaction.atomic():
        scatter(cast, seed)
        results = first_quarter(cast)
        for name in ("5А", "7Б"):
            school_class = SchoolClass.objects.select_related("year").get(pk=cast.school.classes[name].pk)
            sheet, here = class_sheet(school_class, "quarter-1"), results.figures_by(lambda unit: unit.name)[name]
            assert sheet.figures == here.marks
            assert sheet.pupils == here.pupils
            own = results.grouped(lambda unit, page: [(unit.name, page.subject_id)])
            for one in sheet.columns:
                assert one.figures == own.get((name, one.subject_id), Indicators())
        transaction.set_rollback(True)


@pytest.mark.clause("S3-2.1a")
@pytest.mark.clause("S3R-2.u1a")
def test_a_mark_is_in_the_sheet_as_soon_as_it_is_given(cast: Cast) -> None:
    school_class = cast.school.classes["7Б"]
    course, pupil, of = cast.course("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил"), period(cast, 7)
    algebra, place = _column(school_class, "Алгебра"), _row(school_class, pupil.pk)
    assert class_sheet(school_class, "quarter-1").rows[place].cells[algebra].value == ""
    mark = give(cast, course, pupil, "4", of)
    sheet = class_sheet(school_class, "quarter-1")
    assert sheet.rows[place].cells[algebra].value == "4"
    assert shown(sheet.columns[algebra].figures.quality) == "100,0"
    assert shown(sheet.columns[algebra].figures.mean) == shown(sheet.rows[place].marks.mean) == "4,0"
    assert sheet.rows[place + 1].cells[algebra].missing
    mark.value, mark.corrected_from = "3", "4"
    mark.save()
    sheet = class_sheet(school_class, "quarter-1")
    assert (sheet.rows[place].cells[algebra].value, sheet.rows[place].cells[algebra].was) == ("3", "4")
    assert shown(sheet.columns[algebra].figures.quality) == "0,0"


def _column(school_class: SchoolClass, subject: str) -> int:
    return [one.subject for one in class_sheet(school_class, "quarter-1").columns].index(subject)


def _row(school_class: SchoolClass, student: int) -> int:
    return [row.student_id for row in class_sheet(school_class, "quarter-1").rows].index(student)


def test_a_deferral_is_said_and_left_out_until_the_mark_comes(cast: Cast) -> None:
    school_class, of = cast.school.classes["7Б"], period(cast, 7)
    course, pupil, other = cast.course("7Б", "Физика"), cast.pupil("Ковалёв Даниил"), cast.pupil("Лебедева Анна")
    defer(cast, course, pupil, of)
    give(cast, course, other, "5", of)
    sheet = class_sheet(school_class, "quarter-1")
    at = _column(school_class, "Физика")
    row = sheet.rows[_row(school_class, pupil.pk)]
    assert row.cells[at].deferred == "отсрочка до\u00a012\u00a0января"
    assert row.category is Category.DEFERRED
    assert sheet.notes == ["аттестация перенесена приказом №\u00a0301 от 23.10.2026"]
    assert (sheet.columns[at].figures.assessed, sheet.columns[at].figures.deferred) == (1, 1)
    assert (sheet.pupils.assessed, shown(sheet.pupils.quality)) == (1, "100,0")
    give(cast, course, pupil, "3", of)
    sheet = class_sheet(school_class, "quarter-1")
    assert sheet.columns[at].figures.assessed == 2
    assert sheet.rows[_row(school_class, pupil.pk)].cells[at].deferred == ""


def test_both_groups_of_a_subject_stand_in_one_column(cast: Cast) -> None:
    school_class, of = cast.school.classes["7Б"], period(cast, 7)
    for number in (0, 1):
        course = cast.course("7Б", "Английский язык", number)
        for student in _on_page(course):
            give(cast, course, Enrollment.objects.filter(student_id=student)[0].student, str(5 - number), of)
    sheet = class_sheet(school_class, "quarter-1")
    columns = [one for one in sheet.columns if one.subject == "Английский язык"]
    assert len(columns) == 1
    assert columns[0].figures.marks == len(sheet.rows)
    assert columns[0].figures.n5
    assert columns[0].figures.n4


def test_of_two_groups_the_mark_entered_later_counts_once(cast: Cast) -> None:
    school_class, of, pupil = cast.school.classes["7Б"], period(cast, 7), cast.pupil("Ковалёв Даниил")
    for number, value in enumerate("35"):
        give(cast, cast.course("7Б", "Английский язык", number), pupil, value, of)
    row = class_sheet(school_class, "quarter-1").rows[_row(school_class, pupil.pk)]
    assert [cell.value for cell in row.cells if cell.value] == ["5"]
    whole = first_quarter(cast).grouped(lambda unit, page: [0])[0]
    assert (whole.n5, whole.n3) == (1, 0)


def test_the_sheet_of_the_year_holds_every_column_of_a_subject(cast: Cast) -> None:
    school_class = cast.school.classes["7Б"]
    course, pupil = cast.course("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    give(cast, course, pupil, "3", period(cast, 7, 1))
    give(cast, course, pupil, "4", None)
    give(cast, course, pupil, "5", None, kind="exam")
    give(cast, course, pupil, "5", None, kind="final")
    sheet = class_sheet(school_class, "year")
    assert [one.title for one in sheet.columns if one.subject == "Алгебра"] == [
        "1",
        "2",
        "3",
        "4",
        "год",
        "экз.",
        "итог",
    ]
    assert [one.title for one in sheet.columns if one.subject == "Физика"] == ["1", "2", "3", "4", "год"]
    row = sheet.rows[_row(school_class, pupil.pk)]
    cells = [cell.value for one, cell in zip(sheet.columns, row.cells, strict=True) if one.subject == "Алгебра"]
    assert cells == ["3", "", "", "", "4", "5", "5"]
    assert row.category is Category.EXCELLENT, "итоговая решает"


def test_a_period_going_on_shows_what_the_marks_so_far_give(cast: Cast) -> None:
    sheet = class_sheet(cast.school.classes["7Б"], "quarter-2-forecast")
    assert sheet.forecast
    assert sheet.title == "2\u00a0четверть: прогноз"
    assert all(not cell.value or cell.expected for row in sheet.rows for cell in row.cells)


def test_periods_are_compared_like_with_like(cast: Cast) -> None:
    """The seniors have no results of the first quarter: their marks of the half-year change no comparison."""
    pupils = list(Enrollment.objects.filter(school_class=cast.school.classes["7Б"])[:2])
    russian = cast.course("7Б", "Русский язык")
    for row, first, second in zip(pupils, "53", "43", strict=True):
        give(cast, russian, row.student, first, period(cast, 7, 1))
        give(cast, russian, row.student, second, period(cast, 7, 2))
    senior = Enrollment.objects.filter(school_class=cast.school.classes["10А"])[0].student
    of_seniors = Course.objects.get(school_class=cast.school.classes["10А"], subject=russian.subject)
    give(cast, of_seniors, senior, "5", period(cast, 10, 1))
    sheet = school_sheet(cast.school.year, "quarter-2")
    line = next(one for one in sheet.parts["subjects"] if one.title == "Русский язык")
    assert (line.now.marks.marks, line.against_before, line.mean_against_before) == (3, "0", "−0,50")
    assert (sheet.whole.against_before, sheet.whole.mean_against_before) == ("0", "−0,50")
    assert [one.title for one in sheet.parts["classes"]] == ["7Б", "10А"]


def test_what_fell_most_is_named_first(cast: Cast) -> None:
    pupil = cast.pupil("Ковалёв Даниил")
    for subject, first, second in (("Алгебра", "5", "3"), ("История", "3", "4")):
        give(cast, cast.course("7Б", subject), pupil, first, period(cast, 7, 1))
        give(cast, cast.course("7Б", subject), pupil, second, period(cast, 7, 2))
    sheet = school_sheet(cast.school.year, "quarter-2")
    assert [(one.title, one.against_before) for one in sheet.fallen("subjects")] == [("Алгебра", "−100,0")]


def test_a_year_ago_the_class_was_one_grade_younger(cast: Cast) -> None:
    last = AcademicYear.objects.create(year=2025, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 26))
    younger = SchoolClass.objects.create(year=last, grade_level=6, letter="Б")
    of = GradingPeriod.objects.create(
        year=last, grade_level=6, kind="quarter", number=1, starts_on=date(2025, 9, 1), ends_on=date(2025, 10, 24)
    )
    algebra, pupil = cast.course("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    course = Course.objects.create(year=last, subject=algebra.subject, school_class=younger, grade_level=6)
    Enrollment.objects.create(
        student=pupil, school_class=younger, valid_from=date(2025, 9, 1), valid_to=date(2026, 5, 31)
    )
    give(cast, course, pupil, "5", of)
    give(cast, algebra, pupil, "3", period(cast, 7, 1))
    line = next(one for one in school_sheet(cast.school.year, "quarter-1").parts["classes"] if one.title == "7Б")
    assert (line.note, line.against_year_ago) == ("6Б", "−100,0")


def test_behind_a_figure_stand_its_pupils_and_their_marks(cast: Cast) -> None:
    pupil, of = cast.pupil("Ковалёв Даниил"), period(cast, 7)
    give(cast, cast.course("7Б", "Алгебра"), pupil, "2", of)
    give(cast, cast.course("7Б", "Физика"), pupil, "4", of)
    give(cast, cast.course("7Б", "Физика"), cast.pupil("Лебедева Анна"), "4", of)
    results = first_quarter(cast)
    class_id = cast.school.classes["7Б"].pk

    def behind(**asked: Any) -> list[tuple[str, str]]:
        return [(one.name, one.marks) for one in pupils_behind(results, Scope(), Asked(**asked))]

    assert behind(show="n2") == [("Ковалёв Даниил", "алгебра 2")]
    assert behind(show="failing", class_id=class_id) == [("Ковалёв Даниил", "алгебра 2")]
    physics = cast.course("7Б", "Физика")
    assert [name for name, _ in behind(show="n4", subject_id=physics.subject_id)] == ["Ковалёв Даниил", "Лебедева Анна"]
    assert behind(show="n4", course_id=cast.course("7Б", "Алгебра").pk) == []
    assert behind(show="нет такого") == []


def test_a_teacher_is_counted_by_the_own_pages_only(cast: Cast) -> None:
    of, pupil = period(cast, 7), cast.pupil("Ковалёв Даниил")
    give(cast, cast.course("7Б", "Алгебра"), pupil, "5", of)
    give(cast, cast.course("7Б", "География"), pupil, "2", of)
    staff = cast.school.staff["guseva"]
    sheet = school_sheet(cast.school.year, "quarter-1", Scope(staff=staff.pk))
    taught = TeachingAssignment.objects.filter(staff=staff, course__year=cast.school.year).count()
    assert len(sheet.parts["pages"]) == taught
    assert (sheet.whole.now.marks.n2, sheet.whole.now.marks.n5) == (1, 0)
    lines = {one.title: one.now.marks for one in school_sheet(cast.school.year, "quarter-1").parts["teachers"]}
    assert {name: (one.n5, one.n2) for name, one in lines.items()} == {
        staff.user.short_name: (0, 1),
        cast.school.staff["krylova"].user.short_name: (1, 0),
    }


def test_the_whole_school_costs_the_same_number_of_statements(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scatter(cast, 5)
    year = cast.school.year
    chosen = slices_of(year).chosen("quarter-1")
    with django_assert_max_num_queries(7):
        results = results_of(year, chosen)
        assert Counter(results.categories.values())
    with django_assert_max_num_queries(20):
        school_sheet(year, "quarter-1")
    with django_assert_max_num_queries(11):
        class_sheet(cast.school.classes["7Б"], "quarter-1")


@pytest.mark.parametrize("at", ["quarter-1", "year"])
def test_sheets_of_all_classes_at_once_are_those_of_each_class(
    cast: Cast, at: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scatter(cast, 7)
    with django_assert_max_num_queries(11):
        together = school_sheets(cast.school.year, at)
    assert [one.school_class.name for one in together] == sorted(cast.school.classes, key=lambda name: int(name[:-1]))
    for one in together:
        alone = class_sheet(SchoolClass.objects.select_related("year").get(pk=one.school_class.pk), at)
        assert (one.rows, one.columns, one.notes) == (alone.rows, alone.columns, alone.notes)
