"""One lesson on its own page: who is absent, marks, topic and homework. For a phone and for plain HTML."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parta.domain.access.models import User
from parta.domain.journal import actions, queries
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.permissions import may_open_entries
from parta.domain.journal.queries import GridCell, GridColumn, GridRow, JournalGrid
from parta.domain.journal.queries.sitting import sitting_of
from parta.domain.journal.rules import Operation
from parta.domain.journal.rules.load import DayLoad
from parta.domain.timetable.models import Lesson
from parta.web.http import PartaRequest, page
from parta.web.teaching.journal_period import chosen_span
from parta.web.teaching.lesson_forms import attendance_operations, mark_operations, record_operations
from parta.web.teaching.signs import page_signs

TABS = {"absent": "Кого нет", "marks": "Отметки", "record": "Тема и ДЗ"}
SAVED = frozenset({OperationStatus.APPLIED, OperationStatus.REPEATED})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A pupil of the lesson with what stands in the cell. theory: why theory is assessed, «» where it is not."""

    row: GridRow
    cell: GridCell
    theory: str = ""

    def version(self, slot: int) -> int:
        """Version of the absence (0) or of a mark (1, 2); 0 when nothing was ever there."""
        if slot == 0:
            return self.cell.absence_version
        return next((mark.version for mark in self.cell.marks if mark.slot == slot), 0)

    @property
    def first_version(self) -> int:
        """For templates."""
        return self.version(1)

    @property
    def second_version(self) -> int:
        """For templates."""
        return self.version(2)


@dataclass(frozen=True, slots=True)
class LessonSheet:
    """The page: the column of the journal that belongs to one lesson."""

    grid: JournalGrid
    column: GridColumn
    rows: list[SheetRow]

    @property
    def absent_count(self) -> int:
        """Pupils who are not at the lesson; the late ones are."""
        book = queries.sign_book()
        return sum(1 for one in self.rows if book.is_missed(one.cell.absence))

    @property
    def present_count(self) -> int:
        """Everybody else."""
        return len(self.rows) - self.absent_count

    @property
    def marked_count(self) -> int:
        """Pupils with a mark."""
        return sum(1 for one in self.rows if one.cell.shown)


def lesson_sheet(user: User, lesson: Lesson) -> LessonSheet:
    """The lesson's column; averages are those of its grading period."""
    span = chosen_span(lesson.course, {"view": "period", "from": lesson.day.isoformat()})
    first, last = min(span.first, lesson.day), max(span.last, lesson.day)
    grid = queries.journal_grid(user, lesson.course, first, last)
    index = next(number for number, column in enumerate(grid.columns) if column.lesson_id == lesson.pk)
    theory = theory_of(user, lesson, grid, writes=grid.columns[index].may_write)
    rows = [
        SheetRow(row, row.cells[index], theory.get(row.student_id, ""))
        for row in grid.rows
        if not row.cells[index].outside
    ]
    return LessonSheet(grid, grid.columns[index], rows)


def theory_of(user: User, lesson: Lesson, grid: JournalGrid, *, writes: bool) -> dict[int, str]:
    """Who is assessed on theory at a lesson of physical education (S3-5.3d); the reading is logged."""
    pupils = [row.student_id for row in grid.rows]
    found = queries.theory_signs(user, lesson.course, pupils, lesson.day, writes=writes)
    if found:
        actions.note_health_read(user, found)
    return found


@require_http_methods(["GET", "POST"])
@never_cache
def lesson(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """Show one of three tabs, or save what its form says."""
    found = queries.lesson_for(request.user, lesson_id)
    sheet = lesson_sheet(request.user, found)
    if request.method == "POST":
        return save(request, sheet)
    panel = queries.lesson_panel(request.user, found)
    tabs = {key: title for key, title in TABS.items() if key != "marks" or sheet.grid.marks_allowed}
    rolled = any(item.key == "roll_call" and item.is_done for item in panel.deadlines)
    usual = "record" if panel.is_future else "marks" if rolled and "marks" in tabs else "absent"
    sitting = sitting_of(request.user, found.course) if panel.may_write else None
    context = {
        "sheet": sheet,
        "panel": panel,
        "tabs": tabs,
        "tab": request.GET["tab"] if request.GET.get("tab") in tabs else usual,
        "current": current_row(sheet, request.GET.get("student", "")),
        "absences": queries.sign_book().offered,
        "signs": page_signs(),
        "rolled": rolled,
        "sitting": sitting if sitting and sitting.here != lesson_id else None,
        "load": homework_load(panel),
        "marks_allowed": sheet.grid.marks_allowed,
        "may_open": panel.is_locked and may_open_entries(request.roles),
    }
    return page(request, "web/teaching/lesson.html", context)


def homework_load(panel: queries.LessonPanel) -> DayLoad | None:
    """What the class has to do for the day the homework is due, when its time is said."""
    if not panel.homework_due or not panel.homework_minutes:
        return None
    return queries.homework_load(panel.lesson, panel.homework_due, panel.homework_minutes)


def current_row(sheet: LessonSheet, asked: str) -> SheetRow | None:
    """Whose mark is given now: the asked pupil, else the first one who is here and has none."""
    chosen = [one for one in sheet.rows if str(one.row.student_id) == asked]
    waiting = [one for one in sheet.rows if not one.cell.shown and not one.cell.absence]
    return next(iter([*chosen, *waiting, *sheet.rows]), None)


def save(request: PartaRequest, sheet: LessonSheet) -> HttpResponse:
    """Turn the form into operations, apply them, say what became of each, go on."""
    form = request.POST.get("form", "")
    if form == "attendance":
        operations = attendance_operations(request.POST, sheet)
    elif form == "mark":
        operations = mark_operations(request.POST, sheet)
    else:
        operations = record_operations(request.POST, sheet.column)
    results = actions.apply_operations(request.user, operations)
    names = {one.row.student_id: one.row.name for one in sheet.rows}
    refused = 0
    for operation, result in zip(operations, results, strict=True):
        if result.status not in SAVED:
            refused += 1
            messages.error(request, refusal_text(operation, result.message, result.clause, names))
        elif result.message:
            messages.warning(request, result.message)
    if not refused:
        messages.success(request, "Посещаемость отмечена." if form == "attendance" else "Записано.")
    return redirect(next_address(request, sheet, form))


def refusal_text(operation: Operation, message: str, clause: str, names: dict[int, str]) -> str:
    """«Ковалёв Даниил: урок ещё не прошёл (п. 4.4.1)»."""
    whose = names.get(operation.student or 0, "")
    text = f"{whose}: {message}" if whose else message
    return f"{text} ({clause})" if clause else text


def next_address(request: PartaRequest, sheet: LessonSheet, form: str) -> str:
    """Where to go after saving: the page that asked, the next pupil, or the next tab."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    here = reverse("lesson", args=[sheet.column.lesson_id])
    if form == "mark":
        ids = [str(one.row.student_id) for one in sheet.rows]
        student = request.POST.get("student", "")
        after = ids[ids.index(student) + 1 :] if student in ids else []
        follower = after[0] if after else student
        return f"{here}?tab=marks&student={follower}#pupil-{follower}"
    if form == "attendance":
        return f"{here}?tab={'marks' if sheet.grid.marks_allowed else 'record'}"
    return f"{here}?tab=record"


urlpatterns = [path("lessons/<int:lesson_id>/", lesson, name="lesson")]
