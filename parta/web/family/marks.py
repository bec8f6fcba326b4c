"""«Оценки и прогноз»: marks of one pupil by subject, the forecast, the calculator, absences of the period."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path
from django.utils.safestring import SafeString

from parta.domain.diary.queries import StudentMarks, SubjectMarks, prospects_of, shows_forecast
from parta.domain.diary.queries import student_marks as marks_of
from parta.domain.finals.actions.informing import month_of, seen_in_diary
from parta.domain.finals.forecast import Scale
from parta.domain.finals.queries.deferrals import deferral_words
from parta.domain.finals.queries.forecast import Prospect, scale_on
from parta.domain.finals.rules.prospects import calculated, goal_title
from parta.domain.journal.queries import force_text, freshness_text
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.choices import PeriodKind
from parta.domain.school.models import Student
from parta.lib import clock
from parta.lib.russian import decimal_comma
from parta.web.family.charts import chart, means, spark, trend
from parta.web.family.child import about, page_of_child
from parta.web.family.signs import row_of_chips, stories
from parta.web.family.terms import days_left, of_year
from parta.web.http import PartaRequest, page

SEEN_KEY = "forecast_seen"
MOST_TRIED = 12
TERMS = {PeriodKind.QUARTER: "четверти", PeriodKind.TRIMESTER: "триместра", PeriodKind.HALF_YEAR: "полугодия"}
IN_TERMS = {PeriodKind.QUARTER: "в этой четверти", PeriodKind.TRIMESTER: "в этом триместре"}
FOR_TERMS = {PeriodKind.QUARTER: "за четверть", PeriodKind.TRIMESTER: "за триместр"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    line: SubjectMarks
    chips: SafeString
    stories: SafeString
    prospect: Prospect | None
    spark: SafeString
    trend: str
    chosen: bool

    @property
    def tone(self) -> str:
        """Colour of the forecast, by the five-point scale."""
        return f"t{self.prospect.mark}" if self.prospect else ""


def _newest(marks: StudentMarks) -> datetime | None:
    """When the latest of the entries shown reached the journal."""
    shown = [mark.at for subject in marks.subjects for mark in subject.marks]
    shown += [absence.at for subject in marks.subjects for absence in subject.absences if absence.at]
    return max(shown, default=None)


@page_of_child
def student_marks(request: PartaRequest, student: Student) -> HttpResponse:
    """A grading period (`?period=3`) or the year (`?period=year`); `?subject=7&goal=5&try=5,4k`: the calculator."""
    asked = request.GET.get("period", "")
    marks = marks_of(student, _number(asked), whole_year=asked == "year")
    context = about(request, student) | {"marks": marks, "school_class": marks.school_class}
    context |= {"medical": marks.medical, "force": force_text(clock.now())}
    context |= {"fresh": freshness_text(clock.now(), _newest(marks))}
    context |= {"forecast": shows_forecast(marks), "today": clock.today()}
    prospects, of_whole_year = of_year(marks)
    context |= of_whole_year
    if context["forecast"]:
        kind = marks.period.kind if marks.period else ""
        prospects = prospects_of(marks, term=f"до конца {TERMS.get(PeriodKind(kind), 'периода')}")
        context["left_days"] = days_left(marks)
        context |= _calculator(request, marks, prospects, own=bool(context["own"]))
        context["clause"] = rulebook_for(clock.today()).source_text("forecast_obligation")
    if prospects:
        _remember(request, student)
    scale, chosen = scale_on(clock.today()), context.get("chosen")
    context["lines"] = [_line(one, prospects, scale, chosen) for one in marks.subjects]
    context["has_previous"] = any(one.previous for one in marks.subjects)
    context["deferrals"] = deferral_words(student, marks.school_class, marks.period)
    return page(request, "web/family/marks.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _line(one: SubjectMarks, prospects: dict[int, Prospect], scale: Scale, chosen: object) -> Line:
    points = means(one) if prospects else []
    drawn = spark(points, scale) if len(points) > 1 else SafeString("")
    return Line(
        one, row_of_chips(one), stories(one), prospects.get(one.subject_id), drawn, trend(points), one is chosen
    )


def _calculator(
    request: PartaRequest, marks: StudentMarks, prospects: dict[int, Prospect], *, own: bool
) -> dict[str, Any]:
    """The chosen subject: what is needed, what would come of the marks tried."""
    lines = [one for one in marks.subjects if one.subject_id in prospects]
    if not lines or marks.period is None:
        return {}
    chosen = _chosen(lines, prospects, _number(request.GET.get("subject", "")))
    found = prospects[chosen.subject_id]
    scale, standing = found.forecast.scale, found.standing
    goals = list(scale.marks[-2:][::-1])
    asked = _number(request.GET.get("goal", ""))
    goal = asked if asked in goals else _next(found, goals)
    kind = PeriodKind(marks.period.kind)
    answer = calculated(standing, goal, scale, term=IN_TERMS.get(kind, "в этом полугодии"))
    tried = _tried(request.GET.get("try", ""), scale)
    weights = {False: standing.answer_weight, True: standing.control_weight}
    becomes = standing.after((mark, weights[heavy]) for mark, heavy in tried) if tried else answer.becomes
    base = {"period": marks.period.pk, "subject": chosen.subject_id, "goal": goal}
    return {
        "chosen": chosen,
        "found": found,
        "title": goal_title(goal),
        "goals": [(one, urlencode(base | {"goal": one}), one == goal) for one in goals],
        "goal_words": FOR_TERMS.get(kind, "за полугодие"),
        "answer": answer,
        "now": _shown(standing.mean),
        "becomes": _shown(becomes),
        "becomes_tone": f"t{scale.marks[scale.place(float(becomes))]}" if becomes is not None else "",
        "tries": [(mark, _more(base, tried, mark)) for mark in scale.marks[::-1]] if len(scale.marks) < 6 else [],
        "tried": tried,
        "heavy_query": urlencode(base),
        "weights_differ": weights[True] != weights[False],
        "try_words": "Попробуй: а если получу…" if own else "Попробуйте: а если будет…",
        "chart": chart(means(chosen), scale, goal),
    }


def _chosen(lines: list[SubjectMarks], prospects: dict[int, Prospect], asked: int | None) -> SubjectMarks:
    """The subject asked for, else the one nearest below a better mark whose final mark is not given yet."""
    own = next((one for one in lines if one.subject_id == asked), None)
    return own or min(lines, key=lambda one: (bool(one.final), _short_of(prospects[one.subject_id])))


def _next(found: Prospect, goals: list[int]) -> int:
    """The mark above the one the mean of today gives, among those offered."""
    scale, mean = found.forecast.scale, found.standing.mean
    now = scale.marks[scale.place(float(mean))] if mean is not None else scale.marks[0]
    return min((one for one in goals if one > now), default=goals[0])


def _short_of(found: Prospect) -> float:
    mean, floors = found.standing.mean, found.forecast.scale.floors
    gaps = [floor - float(mean) for floor in floors if mean is not None and floor > mean]
    return min(gaps, default=10.0)


def _tried(text: str, scale: Scale) -> list[tuple[int, bool]]:
    """«5,4k»: a five for an answer, a four for a control work."""
    found = []
    for part in text.split(",")[:MOST_TRIED]:
        mark = _number(part.removesuffix("k"))
        if mark in scale.marks:
            found.append((int(mark or 0), part.endswith("k")))
    return found


def _more(base: dict[str, int], tried: list[tuple[int, bool]], mark: int) -> tuple[str, str]:
    """Addresses with one more mark: for an answer, for a control work."""
    held = [f"{one}{'k' if heavy else ''}" for one, heavy in tried][: MOST_TRIED - 1]
    light, heavy = (urlencode({**base, "try": ",".join([*held, one])}, safe=",") for one in (str(mark), f"{mark}k"))
    return light, heavy


def _shown(mean: Any) -> str:
    return "" if mean is None else decimal_comma(f"{Decimal(mean.numerator) / Decimal(mean.denominator):.2f}")


def _remember(request: PartaRequest, student: Student) -> None:
    """The family has seen the forecast of this month: written once, then the session knows. Not for a mere look ahead
    of the browser, nor for HEAD.
    """
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return
    month = month_of(clock.today()).isoformat()
    seen = request.session.get(SEEN_KEY) or {}
    if seen.get(str(student.pk)) != month and seen_in_diary(request.user, student):
        request.session[SEEN_KEY] = seen | {str(student.pk): month}


urlpatterns = [path("students/<int:student_id>/marks/", student_marks, name="student_marks")]
