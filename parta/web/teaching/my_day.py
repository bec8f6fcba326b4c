"""«Мой день»: today's lessons with what is filled and what is due when, and what past lessons still lack."""

from datetime import timedelta

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.access.choices import TEACHING_ROLES
from parta.domain.finals.queries import teacher_finals
from parta.domain.finals.queries.deferrals import reminders_of
from parta.domain.journal import queries
from parta.domain.journal.queries import TeacherDay
from parta.lib import clock
from parta.lib.dates import day_with_weekday, time_text
from parta.lib.russian import counted, ordinal_lesson, plural
from parta.web.http import PartaRequest, page
from parta.web.menu import require_desk

SIGN_BACK, SIGN_AHEAD = timedelta(days=7), timedelta(days=14)


@require_GET
@never_cache
def my_day(request: PartaRequest) -> HttpResponse:
    """The first page of a teacher; others have no lessons to fill."""
    require_desk(request, TEACHING_ROLES, "«Мой день» есть у тех, кто ведёт уроки или класс.")
    day = queries.teacher_day(request.user, clock.today())
    waiting = queries.substitutions_of(request.user, day.day - SIGN_BACK, day.day + SIGN_AHEAD)
    context = {
        "day": day,
        "substitutions": waiting,
        "deferrals": reminders_of(request.user),
        "title": day_with_weekday(day.day).capitalize(),
        "line": summary(day),
        "places": queries.places_text(clock.now()),
    }
    return page(request, "web/teaching/my_day.html", context)


@require_GET
@never_cache
def my_day_finals(request: PartaRequest) -> HttpResponse:
    """Who has long been without a mark; near the end of a period final marks and who lacks marks for them.

    A fragment of «Мой день», a page by itself.

    It comes after the day's lessons, so that these are not kept waiting for it.
    """
    require_desk(request, TEACHING_ROLES, "«Мой день» есть у тех, кто ведёт уроки или класс.")
    today = clock.today()
    context = {"finals": teacher_finals(request.user, today), "unmarked": queries.long_unmarked(request.user, today)}
    template = "web/teaching/_my_day_finals.html" if request.htmx else "web/teaching/my_day_finals.html"
    return page(request, template, context)


def summary(day: TeacherDay) -> str:
    """«Сейчас 10:58 · идёт 3‑й урок · сегодня 5 уроков, полностью заполнен 1»."""
    parts = [f"Сейчас {time_text(day.now)}"]
    parts += [f"идёт {ordinal_lesson(lesson.number)}" for lesson in day.lessons if lesson.is_now][:1]
    if not day.held_count:
        return " · ".join([*parts, "сегодня уроков нет"])
    lessons = counted(day.held_count, "урок", "урока", "уроков")
    done = day.done_count
    filled = f", полностью {plural(done, 'заполнен', 'заполнены', 'заполнено')} {done}" if done else ""
    return " · ".join([*parts, f"сегодня {lessons}{filled}"])


urlpatterns = [
    path("day/", my_day, name="my_day"),
    path("day/finals/", my_day_finals, name="my_day_finals"),
]
