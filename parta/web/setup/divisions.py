"""Division of a class into groups: who is where, rules, a transfer at the end of a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from parta.domain.school import actions as school
from parta.domain.school import permissions, queries, rules
from parta.domain.school.errors import DivisionChanged, NoSuchThing
from parta.domain.school.models import AcademicYear, Division, SchoolClass, Student, TeachingGroup
from parta.domain.school.queries import BoardPupil, DivisionBoard, DivisionSight
from parta.lib import clock, russian
from parta.lib.dates import day_title
from parta.lib.errors import RuleViolation
from parta.web.http import PartaRequest, page
from parta.web.http import status_of as http_status
from parta.web.setup.forms import TextField, attempt, status_of
from parta.web.setup.loading import found

MOVE = "p-"


@dataclass(frozen=True, slots=True)
class Line:
    """A pupil in a column: `was` the group written down, `now` the one wished on the page; 0 for none."""

    pupil: BoardPupil
    was: int
    now: int
    is_free: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A group or, with id 0, those who have none."""

    id: int
    title: str
    teachers: str
    lines: list[Line]


class DivisionForm(forms.Form):
    """A new division: what, of whom, into what."""

    title = TextField(label="Что делят", max_length=80, help_text="Например «Английский язык».")
    classes = forms.ModelMultipleChoiceField(
        label="Класс или классы потока",
        queryset=SchoolClass.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Выберите класс."},
    )
    groups = forms.ModelMultipleChoiceField(
        label="Группы, которые уже есть",
        queryset=TeachingGroup.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    group_names = TextField(
        label="Новые группы, по одной в строке",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Например «7Б информатика, 1 группа».",
    )

    def __init__(self, year: AcademicYear, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("classes", SchoolClass.objects.filter(year=year)),
            ("groups", TeachingGroup.objects.filter(year=year, division=None).exclude(kind="individual")),
        ):
            choice = self.fields[name]
            if isinstance(choice, forms.ModelMultipleChoiceField):
                choice.queryset = rows
        if not TeachingGroup.objects.filter(year=year, division=None).exclude(kind="individual").exists():
            del self.fields["groups"]


class TransferForm(forms.Form):
    """A transfer of one pupil at the end of a period."""

    group = forms.TypedChoiceField(label="Куда", coerce=int)
    day = forms.DateField(label="С какого дня", error_messages={"required": "Выберите день."})
    reason = TextField(label="Основание", max_length=200)

    def __init__(self, board: DivisionBoard, pupil: BoardPupil, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["group"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                (one.group.pk, f"{one.group.name}, {one.teacher_names}" if one.teachers else one.group.name)
                for one in board.groups
                if pupil not in one.pupils
            ]
        if board.terms.any_time:
            self.fields["day"].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            self.initial.setdefault("day", clock.today())
        else:
            coming = rules.transfer_days(queries.class_periods(pupil.enrollment.school_class), clock.today())
            days = [(one.first.isoformat(), f"{day_title(one.first)}, начало {one.of_title}") for one in coming]
            self.fields["day"].widget = forms.Select(choices=days)


def division(request: PartaRequest, division_id: int) -> HttpResponse:
    """The groups side by side; POST writes who is where."""
    sight = queries.division_for(request.user, division_id, permissions.READERS)
    if request.method != "POST":
        return _board(request, sight, _proposed(request, sight))
    places = _places(request.POST)
    version = int(request.POST.get("version") or 0)
    try:
        count = school.place_pupils(request.user, division=sight.division, places=places, base=version)
    except (DivisionChanged, RuleViolation) as problem:
        fresh = queries.division_for(request.user, division_id, permissions.READERS)
        return _board(request, fresh, places, problem=problem, status=http_status(problem))
    changed = russian.counted(count, "перестановка", "перестановки", "перестановок")
    messages.success(request, f"Записано: {changed}. Остальные, кто делит, увидят это сразу.")
    return redirect("division", division_id)


@require_POST
def division_list_rule(request: PartaRequest, division_id: int) -> HttpResponse:
    """Pasted names go to a group, on the page only: nothing is written yet."""
    sight = queries.division_for(request.user, division_id, permissions.READERS)
    permissions.require_dividing(request.user, sight.division)
    board = queries.division_board(sight.division)
    names = {russian.search_form(one.name): one.student_id for one in board.pupils if _is_free(board, one)}
    listed, unclear = rules.by_list(request.POST.get("names", "").splitlines(), names)
    group = request.POST.get("group", "")
    target = int(group) if group.isdigit() else 0
    return _board(request, sight, dict.fromkeys(listed, target) if target else {}, unclear=unclear)


@require_POST
def division_transfer(request: PartaRequest, division_id: int) -> HttpResponse:
    """Move a pupil to another group from the first day of a period."""
    sight = queries.division_for(request.user, division_id, permissions.READERS)
    board = queries.division_board(sight.division)
    pupil = next((one for one in board.pupils if str(one.student_id) == request.POST.get("student")), None)
    if pupil is None:
        raise NoSuchThing("Такого ученика в этих классах нет.")
    form = TransferForm(board, pupil, request.POST)
    if form.is_valid() and attempt(form, lambda: _transfer(request, sight.division, pupil, form)):
        messages.success(request, f"{pupil.name}: перевод записан с {day_title(form.cleaned_data['day'])}.")
        return redirect("division", division_id)
    return _board(request, sight, {}, transfer=(pupil, form), status=status_of(form))


@require_POST
def division_transfer_cancel(request: PartaRequest, division_id: int) -> HttpResponse:
    """Take a transfer back before it begins."""
    sight = queries.division_for(request.user, division_id, permissions.READERS)
    chosen = request.POST.get("cancel", "")
    student = found(Student.objects.select_related("user"), int(chosen) if chosen.isdigit() else 0)
    school.cancel_transfer(request.user, division=sight.division, student=student, base=sight.division.version)
    messages.success(request, f"{student.user.list_name}: перевод отменён, ученик остаётся в своей группе.")
    return redirect("division", division_id)


def division_state(request: PartaRequest, division_id: int) -> HttpResponse:
    """Asked by an open page: nothing while it is fresh, a notice when somebody else has written."""
    sight = queries.division_for(request.user, division_id, permissions.READERS)
    if request.GET.get("version") == str(sight.division.version):
        return HttpResponse(status=204)
    return page(request, "web/setup/_division_stale.html", {"row": sight.division})


def division_new(request: PartaRequest) -> HttpResponse:
    """Begin a division."""
    permissions.require_setting_up(request.user, "создавать деление на группы")
    year = queries.current_year()
    if year is None:
        return redirect("year_new")
    form = DivisionForm(year, request.POST or None, initial={"classes": request.GET.getlist("school_class")})
    if request.method == "POST" and form.is_valid():
        made: list[Division] = []
        data = {**form.cleaned_data, "group_names": form.cleaned_data["group_names"].splitlines()}
        if attempt(form, lambda: made.append(school.create_division(request.user, year=year, **data))):
            return redirect("division", made[0].pk)
    return page(request, "web/setup/division_new.html", {"form": form}, status_of(form))


def _board(
    request: PartaRequest,
    sight: DivisionSight,
    places: Mapping[int, int],
    *,
    problem: DivisionChanged | RuleViolation | None = None,
    unclear: list[str] | None = None,
    transfer: tuple[BoardPupil, TransferForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    board = queries.division_board(sight.division)
    columns = _columns(board, places if sight.may_divide else {}, may_divide=sight.may_divide)
    moving = transfer or (_moving(request, board) if sight.may_transfer else None)
    context = {
        "row": sight.division,
        "board": board,
        "columns": columns,
        "targets": [one for one in columns if one.id],
        "may_divide": sight.may_divide,
        "may_read": sight.may_read,
        "may_transfer": sight.may_transfer,
        "is_open": any(line.is_free for column in columns for line in column.lines),
        "changed": sum(line.was != line.now for column in columns for line in column.lines),
        "moving": moving,
        "history": queries.history_of(board),
        "problem": problem,
        "unclear": unclear,
        "next_period": _next_period(board),
    }
    return page(request, "web/setup/division.html", context, status)


def _columns(board: DivisionBoard, places: Mapping[int, int], *, may_divide: bool) -> list[Column]:
    was = {one.student_id: group.group.pk for group in board.groups for one in group.pupils}
    lines: dict[int, list[Line]] = {key: [] for key in (0, *(group.group.pk for group in board.groups))}
    for one in board.pupils:
        held = was.get(one.student_id, 0)
        is_free = may_divide and _is_free(board, one)
        now = places.get(one.student_id, held) if is_free else held
        lines[now if now in lines else held].append(Line(one, held, now, is_free))
    columns = [Column(one.group.pk, one.group.name, one.teacher_names, lines[one.group.pk]) for one in board.groups]
    alone = Column(0, "Ещё без группы", "", lines[0])
    return [alone, *columns] if any(not line.was for found in lines.values() for line in found) else columns


def _is_free(board: DivisionBoard, pupil: BoardPupil) -> bool:
    """May the pupil be put into a group now without a transfer?"""
    return board.terms.is_start or pupil in board.unplaced


def _proposed(request: PartaRequest, sight: DivisionSight) -> dict[int, int]:
    """A rule asked for in the address: proposed on the page, not written."""
    rule = request.GET.get("rule")
    if rule not in ("alphabet", "gender"):
        return {}
    board = queries.division_board(sight.division)
    free = [one for one in board.pupils if _is_free(board, one)]
    groups = [one.group.pk for one in board.groups]
    if rule == "alphabet":
        return rules.by_alphabet([one.student_id for one in free], groups)
    return rules.by_gender([(one.student_id, one.enrollment.student.gender) for one in free], groups)


def _places(data: Mapping[str, Any]) -> dict[int, int]:
    """`p-<pupil>=<group>` of the form; an empty or unknown value is no placing."""
    return {
        int(key[len(MOVE) :]): int(str(value))
        for key, value in data.items()
        if key.startswith(MOVE) and key[len(MOVE) :].isdigit() and str(value).isdigit() and int(str(value))
    }


def _moving(request: PartaRequest, board: DivisionBoard) -> tuple[BoardPupil, TransferForm] | None:
    wanted = request.GET.get("move", "")
    pupil = next((one for one in board.pupils if str(one.student_id) == wanted), None)
    return (pupil, TransferForm(board, pupil)) if pupil else None


def _transfer(request: PartaRequest, row: Division, pupil: BoardPupil, form: TransferForm) -> None:
    group = found(TeachingGroup.objects.filter(division=row), form.cleaned_data["group"])
    data = form.cleaned_data
    school.transfer_pupil(
        request.user,
        division=row,
        student=pupil.enrollment.student,
        group=group,
        day=data["day"],
        reason=data["reason"],
        base=row.version,
    )


def _next_period(board: DivisionBoard) -> rules.PeriodDates | None:
    coming = rules.transfer_days(queries.class_periods(board.classes[0]), clock.today()) if board.classes else ()
    return coming[0] if coming else None


urlpatterns = [
    path("groups/divisions/new/", division_new, name="division_new"),
    path("groups/divisions/<int:division_id>/", division, name="division"),
    path("groups/divisions/<int:division_id>/state/", division_state, name="division_state"),
    path("groups/divisions/<int:division_id>/list/", division_list_rule, name="division_list_rule"),
    path("groups/divisions/<int:division_id>/transfer/", division_transfer, name="division_transfer"),
    path(
        "groups/divisions/<int:division_id>/transfer/cancel/", division_transfer_cancel, name="division_transfer_cancel"
    ),
]
