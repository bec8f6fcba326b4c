"""Before a class is closed: what its success will be, beside the period before; and proposals near a boundary."""

from dataclasses import dataclass
from fractions import Fraction

from parta.domain.finals.queries.class_forecast import class_forecast
from parta.domain.finals.queries.expected import expected_marks
from parta.domain.finals.queries.pages import pages_of
from parta.domain.finals.queries.required import Required
from parta.domain.finals.queries.slices import Slice, slices_of
from parta.domain.finals.queries.summary import class_sheet
from parta.domain.regulation.choices import ForecastScope
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import GradingPeriod, SchoolClass
from parta.lib import clock


@dataclass(frozen=True, slots=True)
class Shares:
    """In hundredths; None of nobody."""

    success: Fraction | None
    quality: Fraction | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """now: expected while is_forecast, else by the marks given. before: of the period before, titled «1 четверть»."""

    now: Shares
    is_forecast: bool
    before: Shares | None = None
    before_title: str = ""


def outlook_of(school_class: SchoolClass, period: GradingPeriod) -> Outlook:
    """Pupils of the class without «2», and only with «4» and «5». Nine statements and seven for the period before."""
    slices = [one for one in slices_of(school_class.year, school_class.grade_level).all if one.is_period]
    at = next(at for at, one in enumerate(slices) if one.periods.get(school_class.grade_level) == period.pk)
    now = _forecast(school_class, period)
    before = slices[at - 1] if at else None
    return Outlook(
        now or _given(school_class, slices[at]),
        now is not None,
        _given(school_class, before) if before else None,
        before.title if before else "",
    )


def _forecast(school_class: SchoolClass, period: GradingPeriod) -> Shares | None:
    """None where the act forecasts no classes, or the period does not go on."""
    today = clock.today()
    if ForecastScope.CLASS not in rulebook_for(today).rulebook.informing.forecast_scope:
        return None
    if not period.starts_on <= today <= period.ends_on:
        return None
    found = class_forecast(school_class)
    if found.period is None or found.period.pk != period.pk or not found.expected.count:
        return None
    success, quality = found.expected.success, found.expected.quality
    return Shares(None if success is None else Fraction(success), None if quality is None else Fraction(quality))


def _given(school_class: SchoolClass, part: Slice) -> Shares:
    sheet = class_sheet(school_class, part.key)
    return Shares(sheet.pupils.success, sheet.pupils.quality)


@dataclass(frozen=True, slots=True)
class NearCase:
    """A pupil whose mean is near a boundary and who has no final mark yet."""

    name: str
    subject: str
    mean: Fraction


def near_cases(school_class: SchoolClass, period: GradingPeriod, marks: Required) -> list[NearCase]:
    """Not decided yet, by the alphabet of pupils. Two statements."""
    left = {(student, marks.pages[course].subject_id) for student, course, _ in marks.missing}
    if not left:
        return []
    pages = pages_of(school_class.year, class_id=school_class.pk)
    span = (period.starts_on, min(period.ends_on, clock.today()))
    found = expected_marks([student for student, _ in left], pages, span, school_class.year.year)
    subjects = {page.subject_id: page.subject for page in marks.pages.values()}
    order = {pk: at for at, pk in enumerate(marks.pupils)}
    near = [(key, one) for key, one in found.items() if one.is_near and key in left]
    near.sort(key=lambda one: (order[one[0][0]], subjects[one[0][1]]))
    return [NearCase(marks.pupils[key[0]].name, subjects[key[1]], one.mean) for key, one in near]
