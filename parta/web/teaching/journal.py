"""The journal page of a course, the panel of a lesson, the history of a cell, and the one address all entries go to."""

from collections.abc import Sequence

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parta.domain.finals.queries import final_columns
from parta.domain.finals.rules.remarks import CORRECTIONS, REASONS
from parta.domain.journal import actions, queries
from parta.domain.journal.errors import Unreadable
from parta.domain.journal.permissions import may_open_entries
from parta.domain.journal.queries import GridColumn
from parta.domain.journal.queries.sitting import sitting_of
from parta.lib import clock
from parta.lib.errors import InvalidInput
from parta.web.http import PartaRequest, page, status_of
from parta.web.teaching.cells import month_heads, render_body, render_foot, render_head
from parta.web.teaching.journal_period import chosen_span
from parta.web.teaching.signs import page_signs


@require_GET
@never_cache
def journal(request: PartaRequest, course_id: int) -> HttpResponse:
    """The page: pupils down, lessons across, the chosen days."""
    course = queries.course_for(request.user, course_id)
    span = chosen_span(course, request.GET)
    grid = queries.journal_grid(request.user, course, span.first, span.last)
    finals = final_columns(course, span.first, span.last)
    theory = queries.theory_signs(
        request.user, course, [row.student_id for row in grid.rows], min(max(clock.today(), span.first), span.last),
        writes=grid.may_write,
    )  # fmt: skip
    read = {*theory, *grid.with_signs(queries.sign_book().health)}
    if read:
        actions.note_health_read(request.user, read)
    context = {
        "grid": grid,
        "span": span,
        "months": month_heads(grid),
        "head": render_head(grid),
        "finals": finals,
        "finals_count": len(finals),
        "final_reasons": REASONS,
        "correction_reasons": CORRECTIONS,
        "body": render_body(grid, finals, theory),
        "foot": render_foot(grid),
        "opened": opened_lesson(grid.columns, request.GET.get("lesson", "")),
        "absences": queries.sign_book().offered,
        "signs": page_signs(),
        "sitting": sitting_of(request.user, course) if grid.may_write else None,
    }
    return page(request, "web/teaching/journal.html", context)


def opened_lesson(columns: Sequence[GridColumn], asked: str) -> int | None:
    """The lesson to open: the asked one, else the last of today, else the latest held one, else the first."""
    ids = {str(column.lesson_id): column.lesson_id for column in columns}
    if asked in ids:
        return ids[asked]
    today = [column.lesson_id for column in columns if column.is_today]
    held = [column.lesson_id for column in columns if not column.is_future and not column.is_cancelled]
    return next(iter([*today[:1], *held[-1:], *ids.values()]), None)


@require_POST
def journal_operations(request: PartaRequest) -> JsonResponse:
    """A list of operations as JSON; answers each. 400: not JSON; 422: not a list of operations.

    409: `X-Person`, whose page sends them, is not who is signed in by now. A device keeps entries for their author.
    """
    if request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk):
        return _fault("Эти записи сделал другой человек: они ждут его входа", 409)
    try:
        return _fresh(JsonResponse({"results": actions.apply_request(request.user, request.body)}))
    except Unreadable as error:
        return _fault(error.message, 400)
    except InvalidInput as error:
        return _fault(error.message, status_of(error))


def _fault(message: str, status: int) -> JsonResponse:
    return _fresh(JsonResponse({"message": message}, status=status))


def _fresh(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@never_cache
def lesson_panel(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """The panel beside the grid, as a fragment."""
    lesson = queries.lesson_for(request.user, lesson_id)
    policy = queries.course_policy(lesson.course)
    panel = queries.lesson_panel(request.user, lesson)
    context = {
        "panel": panel,
        "marks_allowed": policy.marks_allowed,
        "may_open": panel.is_locked and may_open_entries(request.roles),
        "mark_values": policy.mark_values,
    }
    return page(request, "web/teaching/_lesson_panel.html", context)


@require_GET
@never_cache
def cell_history(request: PartaRequest, lesson_id: int, student_id: int) -> HttpResponse:
    """Who changed the cell and when: a fragment for the editor, a page by itself."""
    lesson = queries.lesson_for(request.user, lesson_id)
    changes = list(reversed(queries.cell_history(lesson, student_id)))
    fragment = request.htmx or request.headers.get("X-Fragment") == "yes"
    template = "web/teaching/_cell_history.html" if fragment else "web/teaching/cell_history.html"
    context = {
        "lesson": lesson,
        "changes": changes,
        "student_id": student_id,
        "latest": changes[:1],
        "fragment": fragment,
    }
    return page(request, template, context)


@require_GET
@never_cache
def lesson_history(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """Who wrote the topic, the kind, the homework and the marks of a column: a fragment for the panel, a page."""
    lesson = queries.lesson_for(request.user, lesson_id)
    fragment = request.headers.get("X-Fragment") == "yes"
    template = "web/teaching/_lesson_history.html" if fragment else "web/teaching/lesson_history.html"
    return page(request, template, {"lesson": lesson, "changes": queries.lesson_history(lesson)})


urlpatterns = [
    path("courses/<int:course_id>/journal/", journal, name="journal"),
    path("journal/operations/", journal_operations, name="journal_operations"),
    path("lessons/<int:lesson_id>/panel/", lesson_panel, name="lesson_panel"),
    path("lessons/<int:lesson_id>/history/", lesson_history, name="lesson_history"),
    path("lessons/<int:lesson_id>/students/<int:student_id>/history/", cell_history, name="cell_history"),
]
