"""The school itself, its years, grading periods and vacations."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school import rules
from parta.domain.school.actions.calendar import import_government_holidays
from parta.domain.school.actions.watching import fixed_periods
from parta.domain.school.choices import PeriodKind
from parta.domain.school.errors import AlreadyThere, BadDates, BadValue, PeriodClosed, YearClosed
from parta.domain.school.models import AcademicYear, GradingPeriod, School, Vacation
from parta.domain.school.permissions import require_setting_up
from parta.domain.school.queries import SCHOOL_NAME_KEY
from parta.lib import dates

GRADES = range(1, 12)
USUAL_KINDS = {grade: PeriodKind.HALF_YEAR if grade >= 10 else PeriodKind.QUARTER for grade in GRADES}
"""Quarters up to grade 9, half-years after: the usual division; a school changes it per grade (S0-7c)."""


def require_open(year: AcademicYear) -> None:
    """A closed year no longer changes."""
    if year.is_closed:
        raise YearClosed(f"Учебный год {year} закрыт: его списки и календарь больше не меняются.")


@transaction.atomic
def create_school(
    actor: User, *, name: str, short_name: str = "", address: str = "", phone: str = "", website: str = ""
) -> School:
    """Name the one school of this installation, or change its name and addresses."""
    require_setting_up(actor, "менять сведения о школе")
    if not name.strip():
        raise BadValue("Укажите полное название школы: оно стоит в документах.")
    school = School.objects.order_by("id").first() or School()
    fresh: dict[str, Any] = {
        "name": name.strip()[:300],
        "short_name": (short_name.strip() or name.strip())[:80],
        "address": address.strip()[:300],
        "phone": phone.strip()[:60],
        "website": website.strip(),
    }
    before = {key: getattr(school, key) for key in fresh if school.pk and getattr(school, key) != fresh[key]}
    if school.pk and not before:
        return school
    for key, value in fresh.items():
        setattr(school, key, value)
    school.save()
    cache.delete(SCHOOL_NAME_KEY)
    after = {key: fresh[key] for key in before} or fresh
    audit.record(actor, "school.school.changed", subject=school, title=school.short_name, before=before, after=after)
    return school


@transaction.atomic
def create_year(
    actor: User, *, year: int, kinds: Mapping[int, PeriodKind] | None = None, with_calendar: bool = True
) -> AcademicYear:
    """Open an academic year with the proposed dates: periods per grade, vacations, the government's days off.

    year: its first calendar year. kinds: how each grade divides the year, by default `USUAL_KINDS`. with_calendar
    False leaves periods, vacations and days off empty. Everything proposed is edited afterwards.
    """
    require_setting_up(actor, "открывать учебный год")
    if not 2000 <= year <= 2100:
        raise BadValue("Год — четыре цифры, например 2026.")
    if AcademicYear.objects.filter(year=year).exists():
        raise AlreadyThere(f"Учебный год {dates.year_title(year)} уже есть.")
    proposed = rules.proposed_year(year)
    row = AcademicYear.objects.create(year=year, starts_on=proposed.first, ends_on=proposed.last)
    after = {"starts_on": proposed.first.isoformat(), "ends_on": proposed.last.isoformat()}
    audit.record(actor, "school.year.created", subject=row, title=str(row), after=after)
    if with_calendar:
        for kind in PeriodKind:
            grades = [grade for grade, wanted in (kinds or USUAL_KINDS).items() if wanted == kind]
            if grades:
                set_grading_periods(actor, year=row, grades=grades, kind=kind)
        for span in proposed.vacations:
            add_vacation(actor, year=row, span=span)
        import_government_holidays(actor, year=row)
    return row


@transaction.atomic
def change_year(actor: User, year: AcademicYear, *, starts_on: date, ends_on: date) -> AcademicYear:
    """Move the first and the last day of study."""
    require_setting_up(actor, "менять учебный год")
    require_open(year)
    if not (date(year.year, 8, 1) <= starts_on < ends_on <= date(year.year + 1, 8, 31)):
        raise BadDates(f"Учебный год {year} начинается не раньше августа {year.year} и кончается до конца августа.")
    before = {"starts_on": year.starts_on.isoformat(), "ends_on": year.ends_on.isoformat()}
    year.starts_on, year.ends_on = starts_on, ends_on
    year.save(update_fields=["starts_on", "ends_on"])
    after = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    if before != after:
        audit.record(actor, "school.year.changed", subject=year, title=str(year), before=before, after=after)
    return year


def proposed_periods(year: AcademicYear, kind: PeriodKind) -> tuple[rules.PeriodDates, ...]:
    """The usual dates of quarters, trimesters or half-years of the year."""
    proposed = rules.proposed_year(year.year)
    return {
        PeriodKind.QUARTER: proposed.quarters,
        PeriodKind.TRIMESTER: proposed.trimesters,
        PeriodKind.HALF_YEAR: proposed.half_years,
    }[kind]


@transaction.atomic
def set_grading_periods(
    actor: User,
    *,
    year: AcademicYear,
    grades: Iterable[int],
    kind: PeriodKind,
    periods: Sequence[rules.PeriodDates] | None = None,
) -> list[GradingPeriod]:
    """Divide the year for several grades at once. periods: by default the proposed dates. Periods follow one another
    without overlapping and lie inside the year; a period with the same number keeps its row."""
    require_setting_up(actor, "делить учебный год")
    require_open(year)
    grades = sorted(set(grades))
    wanted = sorted(periods or proposed_periods(year, kind), key=lambda one: one.number)
    _check_periods(year, wanted)
    if not grades or not set(grades) <= set(range(1, 13)):
        raise BadValue("Выберите параллели, для которых задаёте периоды.")
    old = list(GradingPeriod.objects.filter(year=year, grade_level__in=grades).order_by("grade_level", "number"))
    _keep_closed(old, wanted)
    before = _periods_in_words(old)
    rows = {(row.grade_level, row.number): row for row in old}
    saved = [
        _put_period(rows.pop((grade, one.number), None), year, grade, kind, one) for grade in grades for one in wanted
    ]
    GradingPeriod.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    after = _periods_in_words(saved)
    if before != after:
        title = f"{rules.KIND_WORDS[kind]}: {rules.grades_in_words(grades)}"
        audit.record(actor, "school.periods.set", subject=year, title=title, before=before, after=after)
    return saved


def _keep_closed(old: Sequence[GradingPeriod], wanted: Sequence[rules.PeriodDates]) -> None:
    """Days of a closed period stay its own."""
    kept = {(one.number, one.first, one.last) for one in wanted}
    changed = [row for row in old if (row.number, row.starts_on, row.ends_on) not in kept]
    fixed = fixed_periods(changed)
    lost = next((row for row in changed if row.closed_at or row.pk in fixed), None)
    if lost:
        raise PeriodClosed(f"{lost.grade_level} класс, {lost}: период закрыт, его даты больше не меняются.")


def _put_period(
    row: GradingPeriod | None, year: AcademicYear, grade: int, kind: PeriodKind, wanted: rules.PeriodDates
) -> GradingPeriod:
    row = row or GradingPeriod(year=year, grade_level=grade, number=wanted.number)
    row.kind, row.starts_on, row.ends_on = kind, wanted.first, wanted.last
    row.save()
    return row


def _check_periods(year: AcademicYear, periods: Sequence[rules.PeriodDates]) -> None:
    previous: date | None = None
    for one in periods:
        if one.last < one.first:
            raise BadDates(f"Период {one.number}: последний день раньше первого.")
        if previous and one.first <= previous:
            raise BadDates(f"Период {one.number} начинается раньше, чем кончается предыдущий.")
        if not (year.starts_on <= one.first and one.last <= year.ends_on):
            inside = dates.period_title(year.starts_on, year.ends_on)
            raise BadDates(f"Период {one.number} выходит за учебный год ({inside}).")
        previous = one.last


def _periods_in_words(rows: Sequence[GradingPeriod]) -> dict[str, Any]:
    words: dict[str, list[str]] = {}
    for row in rows:
        text = f"{row.get_kind_display()} {row.number}: {dates.day_input(row.starts_on)}–{dates.day_input(row.ends_on)}"
        words.setdefault(f"{row.grade_level} класс", []).append(text)
    return dict(words)


@transaction.atomic
def add_vacation(actor: User, *, year: AcademicYear, span: rules.Span) -> Vacation:
    """Add vacations, for all grades or some."""
    require_setting_up(actor, "менять каникулы")
    require_open(year)
    row = _fill_vacation(Vacation(year=year), span)
    audit.record(actor, "school.vacation.added", subject=row, title=row.title, after=_vacation_values(row))
    return row


@transaction.atomic
def change_vacation(actor: User, vacation: Vacation, *, span: rules.Span) -> Vacation:
    """Move or rename vacations."""
    require_setting_up(actor, "менять каникулы")
    require_open(vacation.year)
    before = _vacation_values(vacation)
    row = _fill_vacation(vacation, span)
    after = _vacation_values(row)
    if before != after:
        audit.record(actor, "school.vacation.changed", subject=row, title=row.title, before=before, after=after)
    return row


@transaction.atomic
def remove_vacation(actor: User, vacation: Vacation) -> None:
    """Take vacations out of the calendar; the log keeps them."""
    require_setting_up(actor, "менять каникулы")
    require_open(vacation.year)
    before = _vacation_values(vacation)
    audit.record(actor, "school.vacation.removed", subject=vacation, title=vacation.title, before=before)
    vacation.delete()


def _fill_vacation(row: Vacation, span: rules.Span) -> Vacation:
    if not span.title.strip():
        raise BadValue("Назовите каникулы, например «Осенние каникулы».")
    if span.last < span.first:
        raise BadDates("Последний день каникул раньше первого.")
    if not 1 <= span.first_grade <= span.last_grade <= 12:
        raise BadValue("Классы каникул — от меньшего к большему, с 1 по 12.")
    row.title, row.starts_on, row.ends_on = span.title.strip()[:80], span.first, span.last
    row.first_grade, row.last_grade = span.first_grade, span.last_grade
    row.save()
    return row


def _vacation_values(row: Vacation) -> dict[str, Any]:
    return {
        "title": row.title,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "first_grade": row.first_grade,
        "last_grade": row.last_grade,
    }
