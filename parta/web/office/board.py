"""The board of a day's changes: who is away, what becomes of each lesson, free teachers first."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.curriculum.queries import TeacherDuty, courses_of_unit, teacher_duty
from parta.domain.school.queries import calendar_between, current_year, staff_on, year_on
from parta.domain.timetable import queries
from parta.domain.timetable.errors import LessonNotFound
from parta.domain.timetable.models import Lesson
from parta.domain.timetable.permissions import require_lesson_change
from parta.domain.timetable.queries import Card, DayBoard
from parta.domain.timetable.rules import Candidate, Fitness
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.office.board_forms import (
    CancelForm,
    Choices,
    DistanceForm,
    JoinForm,
    MoveForm,
    RoomForm,
    SubstituteForm,
)

ACTS = {
    "substitute": "Замена",
    "join": "Объединить",
    "move": "Перенести",
    "cancel": "Отменить",
    "room": "Кабинет",
    "distance": "Дистанционно",
}
SHOWN = 6
WHY = {
    Fitness.SUBJECT_AND_CLASS: "Тот же предмет, знает класс",
    Fitness.SUBJECT: "Тот же предмет",
    Fitness.CLASS: "Ведёт этот класс",
    Fitness.FREE: "Свободное время",
}


@dataclass(slots=True)
class Proposal:
    """A free teacher in the list. `why`: what speaks for this person."""

    candidate: Candidate
    why: str
    checked: bool = False


@dataclass(slots=True)
class Decision:
    """The chosen lesson with the forms of one act. `proposals`: free teachers, the best first."""

    card: Card
    act: str
    form: forms.Form
    proposals: list[Proposal] = field(default_factory=list)
    clash: bool = False

    @property
    def first(self) -> list[Proposal]:
        """Those shown at once."""
        return self.proposals[:SHOWN]

    @property
    def rest(self) -> list[Proposal]:
        """Those behind a click."""
        return self.proposals[SHOWN:]

    @property
    def may_restore(self) -> bool:
        """Is there anything to undo?"""
        lesson = self.card.lesson
        return getattr(lesson, "substitution", None) is not None or lesson.status != "scheduled"


@require_GET
@never_cache
def board(request: PartaRequest) -> HttpResponse:
    """The board with the chosen lesson, or with the first one that nobody gives."""
    require_lesson_change(request.user, "вести изменения дня")
    return show(request, day_of(request.GET.get("day", "")), lesson_id=_whole(request.GET.get("lesson", "")))


def show(
    request: PartaRequest,
    day: date,
    *,
    lesson_id: int | None = None,
    bound: forms.Form | None = None,
    act: str = "",
    clash: bool = False,
) -> HttpResponse:
    """Draw the board. bound: the form with errors of the act; clash: it may be written all the same."""
    found = queries.day_board(day)
    act = act or request.GET.get("act", "substitute")
    decision = _decision(found, lesson_id, act if act in ACTS else "substitute", bound)
    if decision:
        decision.clash = clash
    context = {
        "board": found,
        "decision": decision,
        "acts": ACTS,
        "today": clock.today(),
        "now": clock.now(),
        "previous": day - timedelta(days=1 if day.isoweekday() != 1 else 2),
        "following": queries.next_working_day(day),
        "teachers": _teachers_wanted(day),
        "why_empty": "" if found.lesson_count else _why_empty(day),
    }
    return page(request, "web/office/board.html", context, status=422 if bound and bound.errors else 200)


def _teachers_wanted(day: date) -> TeacherDuty | None:
    """The list of teachers while it is wanted or late, told on the day itself (S3-4.5.1b)."""
    year = current_year()
    duty = teacher_duty(year, day) if year and day == clock.today() else None
    return duty if duty and not duty.is_ready else None


def _decision(found: DayBoard, lesson_id: int | None, act: str, bound: forms.Form | None) -> Decision | None:
    card = found.card_of(lesson_id) if lesson_id else next(iter(found.open_cards), None)
    if card is None:
        if lesson_id:
            raise LessonNotFound("В этот день такого урока нет.")
        return None
    if not card.lesson.is_held or card.lesson.day != found.day:
        return Decision(card, "", forms.Form())
    if act != "substitute":
        return Decision(card, act, bound or form_of(act, card.lesson, found))
    choices = choices_of(card.lesson)
    candidates = queries.substitutes_for(found, card.lesson, choices.staff)
    form = bound or SubstituteForm(choices, initial=_first_choice(found, card, candidates))
    chosen = str(form["teacher"].value() or "")
    proposals = [Proposal(one, WHY[one.fitness], str(one.staff_id) == chosen) for one in candidates]
    return Decision(card, act, form, proposals)


def _first_choice(found: DayBoard, card: Card, candidates: list[Candidate]) -> dict[str, Any]:
    """The best of the free is chosen already; the reason is that of the absence."""
    away = next((row.absence for row in found.rows if card in row.cards), None)
    return {
        "teacher": candidates[0].staff_id if candidates else None,
        "reason": away.get_reason_display() if away else "",
        "order_number": away.order_number if away else "",
    }


def choices_of(lesson: Lesson) -> Choices:
    """Everybody who works that day, and the other subjects of the same class or group. Two statements."""
    courses = [one for one in courses_of_unit(lesson.course) if one.pk != lesson.course_id]
    return Choices(list(staff_on(lesson.day)), courses)


def form_of(act: str, lesson: Lesson, found: DayBoard | None = None, data: Any = None) -> forms.Form:
    """The form of an act on the lesson."""
    if act == "substitute":
        return SubstituteForm(choices_of(lesson), data)
    if act == "join":
        return JoinForm(lesson, (found or queries.day_board(lesson.day)).meeting(lesson), data)
    if act == "move":
        return MoveForm(data, initial={"day": lesson.day, "number": lesson.number})
    if act == "room":
        return RoomForm(data, initial={"room": lesson.room_id})
    if act == "distance":
        return DistanceForm(data, initial={"link": lesson.distance_link})
    return CancelForm(data)


def address(day: date, lesson: Lesson | None = None) -> str:
    """The board of the day, at the lesson."""
    chosen = f"&lesson={lesson.pk}#decide" if lesson else ""
    return f"{reverse('board')}?day={day.isoformat()}{chosen}"


def day_of(text: str) -> date:
    """The day of the address; today when it says nothing sensible."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _why_empty(day: date) -> str:
    year = year_on(day)
    return calendar_between(year, day, day).reason(day, 0, 6) if year else "не учебный год"


urlpatterns = [path("board/", board, name="board")]
