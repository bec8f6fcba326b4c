"""«Отметки за 2 четверть»: what each mark rests on, what is proposed, decided by keyboard or by a plain form."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.domain.curriculum.models import Course
from parta.domain.finals import actions, queries
from parta.domain.finals.queries import FinalPage, FinalPlace, FinalRow
from parta.domain.finals.rules.operations import FinalOperation
from parta.domain.finals.rules.remarks import REASONS
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.errors import Unreadable
from parta.domain.journal.queries import course_for
from parta.domain.journal.rules import OperationResult
from parta.lib.errors import InvalidInput, NotFound
from parta.lib.russian import counted
from parta.web.http import PartaRequest, page, status_of

ACCEPTED = (OperationStatus.APPLIED, OperationStatus.REPEATED)
NO_PERIODS = "Периодов пока нет: их дни задаёт администратор журнала"
ALL_SIMPLE = "simple"
"""The button that accepts every indisputable proposal."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with what was typed into it: after a refusal the form keeps the person's words."""

    row: FinalRow
    value: str
    reason: str
    error: str = ""
    deferral_url: str = ""


@require_http_methods(["GET", "POST"])
@never_cache
def final_marks(request: PartaRequest, course_id: int) -> HttpResponse:
    """The class in a column of final marks; POST without scripts: `v-7=4`, `r-7=…`, `b-7=1` by pupil."""
    course = course_for(request.user, course_id)
    places = queries.places_of(course)
    place = _place(places, request.GET.get("place", ""))
    if place is None:
        return page(request, "web/teaching/finals_none.html", {"course": course})
    found = queries.final_page(request.user, course, place)
    answers: dict[int, OperationResult] = {}
    if request.method == "POST":
        operations = _typed(found, request.POST)
        results = actions.set_final_marks(request.user, operations)
        answers = {one.student: result for one, result in zip(operations, results, strict=True)}
        if all(one.status in ACCEPTED for one in results):
            _tell(request, len(results))
            return redirect(address(course, place))
        found = queries.final_page(request.user, course, place)
    return page(request, "web/teaching/finals.html", _context(request, found, places, answers), _status(answers))


def address(course: Course, place: FinalPlace) -> str:
    """The page of a column."""
    return f"{reverse('final_marks', args=[course.pk])}?place={place.code}"


@require_GET
@never_cache
def final_offers(request: PartaRequest, course_id: int) -> JsonResponse:
    """What the journal's last column offers: why nothing may be given, or the proposal and the version by pupil."""
    course = course_for(request.user, course_id)
    found = _place(queries.places_of(course), request.GET.get("place", ""))
    if found is None:
        return _fresh({"refusal": NO_PERIODS, "pupils": {}}, 200)
    refusal, offers = queries.final_offers(request.user, course, found)
    rows = {str(student): asdict(one) for student, one in offers.items()}
    return JsonResponse({"refusal": refusal, "pupils": rows})


@require_POST
def final_operations(request: PartaRequest) -> JsonResponse:
    """Final marks as JSON; answers each. 400: not JSON; 422: not a list of operations."""
    try:
        return _fresh({"results": actions.apply_final_request(request.user, request.body)}, 200)
    except Unreadable as error:
        return _fresh({"message": error.message}, 400)
    except InvalidInput as error:
        return _fresh({"message": error.message}, status_of(error))


def _fresh(body: dict[str, Any], status: int) -> JsonResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _place(places: list[FinalPlace], code: str) -> FinalPlace | None:
    try:
        return queries.place_by_code(places, code)
    except NotFound:
        if code:
            raise
        return queries.place_now(places)


def _typed(found: FinalPage, data: Mapping[str, str]) -> list[FinalOperation]:
    """What the form changes: one operation a pupil whose value or reason is not as it stands."""
    simple = data.get("do") == ALL_SIMPLE
    operations = []
    for row in found.rows:
        key = row.student_id
        value = row.proposal.value if simple and row.is_indisputable else data.get(f"v-{key}", row.value).strip()
        reason = " ".join(data.get(f"r-{key}", row.reason).split())
        if value != row.value or (value and reason != row.reason and reason):
            base = data.get(f"b-{key}", "")
            version = int(base) if base.isdigit() else row.version
            operations.append(
                FinalOperation(uuid.uuid4(), found.course.pk, found.place.code, key, value, version, reason)
            )
    return operations


def _tell(request: PartaRequest, count: int) -> None:
    words = f"Записано: {counted(count, 'отметка', 'отметки', 'отметок')}." if count else "Ничего не изменилось."
    messages.success(request, words)


def _status(answers: dict[int, OperationResult]) -> int:
    return 422 if any(one.status not in ACCEPTED for one in answers.values()) else 200


def _context(
    request: PartaRequest, found: FinalPage, places: list[FinalPlace], answers: dict[int, OperationResult]
) -> dict[str, object]:
    typed = request.POST if request.method == "POST" else {}
    rows = [_shown(found, row, typed, answers.get(row.student_id)) for row in found.rows]
    asked = request.GET.get("student", "")
    chosen = next((one for one in rows if str(one.row.student_id) == asked), None)
    first = chosen or next((one for one in rows if one.row.is_asked), rows[0] if rows else None)
    return {
        "found": found,
        "rows": rows,
        "first": first,
        "tabs": [(one, address(found.course, one), one.code == found.place.code) for one in places],
        "here": address(found.course, found.place),
        "reasons": REASONS,
        "deferral_url": _deferral(found),
        "refused": sum(bool(one.error) for one in rows),
        "left": found.total - found.done,
    }


def _shown(found: FinalPage, row: FinalRow, typed: Mapping[str, str], answer: OperationResult | None) -> Shown:
    refused = answer is not None and answer.status not in ACCEPTED
    value = typed.get(f"v-{row.student_id}", row.value) if refused else row.value
    reason = typed.get(f"r-{row.student_id}", row.reason) if refused else row.reason
    error = ". ".join(part for part in (answer.message, answer.clause) if part) if answer and refused else ""
    return Shown(row, value, reason, error, _deferral(found, row.student_id))


def _deferral(found: FinalPage, student: int = 0) -> str:
    """Where a deferral is made out; «» while the page is not installed."""
    try:
        base = reverse("deferral_new")
    except NoReverseMatch:
        return ""
    period = f"&period={found.place.period.pk}" if found.place.period else ""
    who = f"&student={student}" if student else ""
    return f"{base}?course={found.course.pk}{who}{period}"


urlpatterns = [
    path("courses/<int:course_id>/finals/", final_marks, name="final_marks"),
    path("courses/<int:course_id>/finals/offers/", final_offers, name="final_offers"),
    path("finals/operations/", final_operations, name="final_operations"),
]
