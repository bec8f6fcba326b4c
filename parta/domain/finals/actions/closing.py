"""Closing a class for a period or the year, and opening it again. Nobody is closed without a mark or a deferral."""

from collections.abc import Sequence

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import ClassClosing
from parta.domain.finals.permissions import require_closing, require_reopening
from parta.domain.finals.queries.closed import closed_classes
from parta.domain.finals.queries.required import Required, marks_of_period, marks_of_year, reasons_bind
from parta.domain.finals.queries.year_closing import YearBoard, school_obstacles, year_boards
from parta.domain.finals.rules.closing import UNEXPLAINED, lacking_text
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school import actions as school
from parta.domain.school.actions.year import require_open
from parta.domain.school.models import AcademicYear, Enrollment, GradingPeriod, SchoolClass
from parta.lib import clock

RULE = "final_mark_for_every_student"


@transaction.atomic
def close_class_period(actor: User, *, school_class: SchoolClass, period: GradingPeriod) -> ClassClosing:
    """Close the period for one class: its marks and lessons are read only from now on.

    Raises FinalRefused while the period goes on, while a pupil on the list of its last day has neither a final mark nor
    a deferral (named), while a mark unlike the proposal has no reason where the act demands one, or when it is closed
    already; RightMissing. The last class of a grade closes the grade's period.
    Source: S2-5a, S3-5.1a, S3R-1.15m, S3P-2.5n.
    """
    require_closing(actor)
    audit.lock_chain()
    period = _same_year(school_class, period)
    if school_class.pk in closed_classes(period, school_class.year) or period.closed_at:
        raise FinalRefused(f"{school_class.name}: этот период уже закрыт ({period}).")
    row = _close(actor, [school_class], period)[0]
    _close_grade_with_last(actor, period)
    return row


@transaction.atomic
def close_classes_period(actor: User, *, places: Sequence[tuple[SchoolClass, GradingPeriod]]) -> list[ClassClosing]:
    """Close several classes at once, all or nothing; those closed already are left alone."""
    require_closing(actor)
    audit.lock_chain()
    made = []
    for period in dict.fromkeys(one for _, one in places):
        fresh = _same_year(next(klass for klass, one in places if one == period), period)
        shut = closed_classes(fresh, fresh.year)
        classes = [klass for klass, one in places if one == period and klass.pk not in shut]
        if classes and not fresh.closed_at:
            made += _close(actor, classes, fresh)
            _close_grade_with_last(actor, fresh)
    return made


@transaction.atomic
def reopen_class_period(actor: User, *, school_class: SchoolClass, period: GradingPeriod, reason: str) -> ClassClosing:
    """Open the period of one class again; the other classes of the grade stay closed. The director, with a reason."""
    require_reopening(actor)
    audit.lock_chain()
    period = _same_year(school_class, period)
    require_open(school_class.year)
    tidy = _reason(reason)
    if school_class.pk in closed_classes(None, school_class.year):
        raise FinalRefused(f"{school_class.name}: закрыт учебный год. Сначала откройте его, потом период.")
    row = ClassClosing.objects.filter(school_class=school_class, period=period, reopened_at=None).first()
    if row is None:
        raise FinalRefused(f"{school_class.name}: этот период и так открыт.")
    if period.closed_at:
        school.reopen_grade(actor, period, reason=tidy)
    return _reopen(actor, row, tidy, "finals.class.reopened")


@transaction.atomic
def close_class_year(actor: User, *, school_class: SchoolClass) -> ClassClosing:
    """Close the year of a class. Preconditions, each named when it fails: the year is over, every period is closed,
    every pupil has the marks of the year (or a deferral), a decision of the council, and debts with their terms."""
    require_closing(actor)
    audit.lock_chain()
    year = school_class.year
    require_open(year)
    if school_class.pk in closed_classes(None, year):
        raise FinalRefused(f"{school_class.name}: учебный год уже закрыт.")
    _refuse_year(year_boards(year, [school_class])[0])
    return _write(actor, [school_class], None, year)[0]


@transaction.atomic
def reopen_class_year(actor: User, *, school_class: SchoolClass, reason: str) -> ClassClosing:
    """Open the year of a class again: marks of the year and decisions may change. The director, with a reason."""
    require_reopening(actor)
    audit.lock_chain()
    require_open(school_class.year)
    row = ClassClosing.objects.filter(school_class=school_class, period=None, reopened_at=None).first()
    if row is None:
        raise FinalRefused(f"{school_class.name}: учебный год и так открыт.")
    return _reopen(actor, row, _reason(reason), "finals.year.reopened")


@transaction.atomic
def close_classes_year(actor: User, *, classes: Sequence[SchoolClass]) -> list[ClassClosing]:
    """Close the year of several classes of one year, all or nothing; those closed already are left alone."""
    require_closing(actor)
    audit.lock_chain()
    if not classes:
        return []
    year = classes[0].year
    require_open(year)
    shut = closed_classes(None, year)
    left = [one for one in classes if one.pk not in shut]
    for board in year_boards(year, left):
        _refuse_year(board)
    return _write(actor, left, None, year)


def _refuse_year(board: YearBoard) -> None:
    if board.obstacles:
        said = f"{board.school_class.name}: год закрыть нельзя. {' '.join(board.obstacles)}"
        raise FinalRefused(said, clause=_clause(board.school_class.year))


@transaction.atomic
def close_year(actor: User, *, year: AcademicYear) -> AcademicYear:
    """Close the whole year once every class is closed and nobody is left in its lists: all becomes read only."""
    require_closing(actor)
    audit.lock_chain()
    year = AcademicYear.objects.get(pk=year.pk)
    require_open(year)
    said = school_obstacles(year)
    if said:
        raise FinalRefused(said[0])
    year.is_closed = True
    year.save(update_fields=["is_closed"])
    audit.record(actor, "finals.year.closed", subject=year, title=f"Учебный год {year}")
    return year


@transaction.atomic
def reopen_year(actor: User, *, year: AcademicYear, reason: str) -> AcademicYear:
    """Open a closed year again. The director, with a reason; classes stay closed one by one."""
    require_reopening(actor)
    tidy = _reason(reason)
    year = AcademicYear.objects.get(pk=year.pk)
    if not year.is_closed:
        raise FinalRefused(f"Учебный год {year} и так открыт.")
    year.is_closed = False
    year.save(update_fields=["is_closed"])
    audit.record(actor, "finals.year.reopened", subject=year, title=f"Учебный год {year}", reason=tidy)
    return year


def follow_closing(actor: User, rows: Sequence[GradingPeriod]) -> None:
    """Whole grades are about to be closed: every class of theirs is checked and closed as well, or it is refused."""
    for period in rows:
        shut = closed_classes(period, period.year)
        classes = SchoolClass.objects.filter(year=period.year, grade_level=period.grade_level).exclude(pk__in=shut)
        _close(actor, list(classes.select_related("year")), period)


def follow_reopening(actor: User, rows: Sequence[GradingPeriod], reason: str) -> None:
    """Whole grades were opened again: so are their classes, except those whose year is closed."""
    standing = ClassClosing.objects.filter(period__in=rows, reopened_at=None).select_related("school_class")
    done = ClassClosing.objects.filter(
        period=None, reopened_at=None, school_class__in=[one.school_class_id for one in standing]
    ).select_related("school_class")
    for one in done:
        raise FinalRefused(f"{one.school_class.name}: закрыт учебный год. Сначала откройте его, потом период.")
    for one in standing:
        _reopen(actor, one, reason, "finals.class.reopened")


def follow_movement(students: Sequence[int]) -> None:
    """After a pupil came, moved, or changed a group: a closed class holds nobody without a mark or a deferral.

    Raises FinalRefused; the transaction of the movement is taken back.
    """
    own = Enrollment.objects.filter(student__in=students).values("school_class_id")
    rows = ClassClosing.objects.filter(reopened_at=None, school_class__in=own)
    for row in rows.select_related("school_class__year", "period"):
        year = row.school_class.year
        if not _is_required(year):
            continue
        found = (
            marks_of_period(year, [row.school_class], {row.school_class.grade_level: row.period}, students)
            if row.period
            else marks_of_year(year, [row.school_class], students)
        )
        if found.missing:
            what = f"{row.period}" if row.period else "учебный год"
            raise FinalRefused(
                f"{row.school_class.name}: закрыто ({what}), а у ученика нет итоговых отметок. {_lacking(found)} "
                "Выберите день после конца периода или попросите директора открыть период снова.",
                clause=_clause(year),
            )


def _same_year(school_class: SchoolClass, period: GradingPeriod) -> GradingPeriod:
    """The period as it stands now. Raises FinalRefused for one of another grade or year."""
    row = GradingPeriod.objects.select_related("year").get(pk=period.pk)
    if (row.year_id, row.grade_level) != (school_class.year_id, school_class.grade_level):
        raise FinalRefused(f"У {school_class.name} нет такого учебного периода.")
    return row


def _close(actor: User, classes: Sequence[SchoolClass], period: GradingPeriod) -> list[ClassClosing]:
    year = period.year
    require_open(year)
    if period.ends_on >= clock.today():
        raise FinalRefused(f"{str(period).capitalize()} ещё идёт: класс закрывают после последнего дня.")
    current = rulebook_for(year.year)
    justified = reasons_bind(current)
    if classes and (_is_required(year) or justified):
        marks = marks_of_period(year, classes, {period.grade_level: period})
        if marks.missing and _is_required(year):
            raise FinalRefused(_lacking(marks), clause=_clause(year))
        if marks.unexplained and justified:
            raise FinalRefused(_unexplained(marks), clause=current.clause("final_deviation_reason"))
    return _write(actor, classes, period, year)


def _write(
    actor: User, classes: Sequence[SchoolClass], period: GradingPeriod | None, year: AcademicYear
) -> list[ClassClosing]:
    rows = [
        ClassClosing.objects.create(
            year=year, school_class=one, period=period, closed_by=actor, closed_at=clock.now()
        )
        for one in classes
    ]  # fmt: skip
    code = "finals.class.closed" if period else "finals.year.closed"
    what = str(period) if period else f"учебный год {year}"
    entries = [
        audit.Entry(row, title=f"{one.name}: {what}") for row, one in zip(rows, classes, strict=True)
    ]  # fmt: skip
    audit.record_many(actor, code, entries)
    return rows


def _reopen(actor: User, row: ClassClosing, reason: str, code: str) -> ClassClosing:
    row.reopened_by, row.reopened_at, row.reopen_reason = actor, clock.now(), reason
    row.save(update_fields=["reopened_by", "reopened_at", "reopen_reason"])
    what = str(row.period) if row.period else f"учебный год {row.year}"
    audit.record(actor, code, subject=row, title=f"{row.school_class.name}: {what}", reason=reason)
    return row


def _close_grade_with_last(actor: User, period: GradingPeriod) -> None:
    """The period of the grade is closed with its last class."""
    shut = closed_classes(period, period.year)
    classes = SchoolClass.objects.filter(year=period.year, grade_level=period.grade_level)
    if not classes.exclude(pk__in=shut).exists():
        school.close_periods(actor, year=period.year, number=period.number, grades=[period.grade_level])


def _is_required(year: AcademicYear) -> bool:
    return rulebook_for(year.year).rulebook.marks.final_mark_for_every_student


def _clause(year: AcademicYear) -> str:
    return rulebook_for(year.year).clause(RULE)


def _lacking(marks: Required) -> str:
    return lacking_text(
        [(marks.pages[course].title, marks.pupils[student].name) for student, course, _ in marks.missing]
    )


def _unexplained(marks: Required) -> str:
    lines = sorted((marks.pages[course].title, marks.pupils[student].name) for student, course, _ in marks.unexplained)
    return lacking_text(lines, UNEXPLAINED)


def _reason(text: str) -> str:
    tidy = " ".join(text.split())[:300]
    if not tidy:
        raise FinalRefused("Напишите, почему открываете снова: причина останется в истории.")
    return tidy
