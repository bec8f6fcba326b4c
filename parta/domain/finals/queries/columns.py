"""The last columns of the journal: final marks of the days on the page, and the ones before them."""

from dataclasses import dataclass
from datetime import date

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries.desk import load_desk
from parta.domain.finals.queries.places import FinalPlace, places_of
from parta.domain.finals.queries.rights import gives_finals
from parta.domain.finals.rules.proposal import shown_mean
from parta.domain.journal.queries.settings import course_policy


@dataclass(frozen=True, slots=True)
class FinalColumn:
    """values: by pupil, those given. is_near: it sticks to the right edge; the others scroll with the lessons."""

    place: FinalPlace
    values: dict[int, str]
    is_near: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What the journal may put into a cell of the column by one key. mean: what the proposal rests on, «3,67»."""

    proposed: str
    mean: str
    value: str
    version: int
    is_open: bool


def final_columns(course: Course, first: date, last: date) -> list[FinalColumn]:
    """Of a page of a period or a month: the period before and this one; of the whole year: every one.

    Two statements; none of them for a page without marks. The caller has checked the right to read.
    """
    if not course_policy(course).marks_allowed:
        return []
    places = places_of(course)
    touched = [one for one in places if one.period and one.first <= last and first <= one.last]
    shown = _with_previous(places, touched) if len(touched) <= 1 else places
    values: dict[tuple[str, int | None], dict[int, str]] = {}
    rows = FinalMark.objects.filter(course=course).exclude(value="") if shown else FinalMark.objects.none()
    for student, kind, period, value in rows.values_list("student_id", "kind", "period_id", "value"):
        values.setdefault((kind, period), {})[student] = value
    return [
        FinalColumn(one, values.get((one.kind.value, one.period.pk if one.period else None), {}), shown is not places)
        for one in shown
    ]


def _with_previous(places: list[FinalPlace], touched: list[FinalPlace]) -> list[FinalPlace]:
    before = [one for one in places if one.period and touched and one.number == touched[0].number - 1]
    return [*before, *touched]


def final_offers(user: User, course: Course, place: FinalPlace) -> tuple[str, dict[int, Offer]]:
    """Why nothing may be given now («» when it may), and by pupil what is offered. The caller checked reading."""
    desk = load_desk(course, place)
    refusal = desk.window.refusal
    if not gives_finals(user, course):
        refusal = "Итоговые отметки ставит учитель, который ведёт предмет"
    found = {}
    for line in desk.lines:
        row = desk.rows.get(line.student_id)
        free = line.student_id not in desk.deferrals and line.student_id not in desk.closed
        proposal = desk.proposal(line.student_id)
        value, version = (row.value, row.version) if row else ("", 0)
        found[line.student_id] = Offer(proposal.value, shown_mean(proposal.mean), value, version, free)
    return refusal, found
