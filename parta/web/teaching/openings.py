"""«Сроки»: what was closed by its deadline and is open again for a time, and who enters late."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parta.domain.curriculum.models import Course
from parta.domain.finals.permissions import may_set_final_dates
from parta.domain.journal import actions, queries
from parta.domain.journal.permissions import may_open_entries, require_opening_desk
from parta.domain.school.models import SchoolClass
from parta.domain.school.queries import current_year
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.errors import DomainError, PermissionDenied
from parta.lib.russian import ordinal_lesson
from parta.web.http import PartaRequest, page

LATE_DAYS = 14
USUAL_END = time(18)
DAY = {"required": "Выберите день.", "invalid": "День пишут так: 11.12.2025."}
HOUR = {"required": "Впишите время.", "invalid": "Время пишут так: 18:00."}


class OpeningForm(forms.Form):
    """What is opened, until when, why. With a lesson at hand: it alone, its page, or its class; else a class."""

    what = forms.ChoiceField(label="Что открыть", error_messages={"required": "Выберите, что открыть."})
    day = forms.DateField(
        label="До какого дня",
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )
    hour = forms.TimeField(
        label="До какого часа",
        input_formats=["%H:%M"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages=HOUR,
    )
    reason = forms.CharField(
        label="Почему",
        max_length=300,
        help_text="Причина и ваше имя останутся в истории. Записи всё равно будут помечены как опоздавшие.",
        error_messages={"required": "Напишите, почему открываете."},
    )

    def __init__(self, course: Course | None, lesson: Lesson | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.course, self.lesson = course, lesson
        self.classes: dict[str, SchoolClass] = {}
        field = self.fields["what"]
        if isinstance(field, forms.ChoiceField):
            field.choices = self._choices()
            if lesson or course:
                field.widget = forms.RadioSelect(choices=field.choices)

    def _choices(self) -> list[tuple[str, str]]:
        course, found = self.course, []
        if self.lesson:
            found.append(("lesson", f"Один урок: {day_title(self.lesson.day)}, {ordinal_lesson(self.lesson.number)}"))
        if course:
            found.append(("course", f"Всю страницу журнала: {course.title}"))
            own = [course.school_class] if course.school_class else []
        else:
            year = current_year()
            own = list(SchoolClass.objects.filter(year=year)) if year else []
        self.classes = {f"class-{one.pk}": one for one in own if one}
        alone = "Весь класс, все предметы: {}" if course else "{}"
        if not course:
            found.append(("", "Выберите класс"))
        return [*found, *((key, alone.format(one.name)) for key, one in self.classes.items())]

    def act(self, request: PartaRequest) -> object:
        """Open what was chosen."""
        data = self.cleaned_data
        closes = datetime.combine(data["day"], data["hour"], tzinfo=clock.zone())
        what = data["what"]
        return actions.open_entries(
            request.user,
            closes_at=closes,
            reason=data["reason"],
            lesson=self.lesson if what == "lesson" else None,
            course=self.course if what == "course" else None,
            school_class=self.classes.get(what),
        )


@require_http_methods(["GET", "POST"])
@never_cache
def openings(request: PartaRequest) -> HttpResponse:
    """The list, the form, and late entries of two weeks. `?lesson=` or `?course=`: what is about to be opened."""
    require_opening_desk(request.roles)
    course, lesson = asked(request)
    form = OpeningForm(course, lesson, initial=initial(lesson, course))
    if request.method == "POST":
        form = OpeningForm(course, lesson, request.POST)
        if form.is_valid():
            try:
                form.act(request)
            except PermissionDenied:
                raise
            except DomainError as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, "Открыто. Закроется само в назначенный час.")
                return redirect("openings")
    return page(request, "web/teaching/openings.html", context_of(request, form), 422 if form.errors else 200)


def asked(request: PartaRequest) -> tuple[Course | None, Lesson | None]:
    """The lesson or the page the person came from; both only if the person may read them."""
    lesson_id, course_id = request.GET.get("lesson", ""), request.GET.get("course", "")
    if lesson_id.isascii() and lesson_id.isdigit() and len(lesson_id) < 16:
        lesson = queries.lesson_for(request.user, int(lesson_id))
        return lesson.course, lesson
    if course_id.isascii() and course_id.isdigit() and len(course_id) < 16:
        return queries.course_for(request.user, int(course_id)), None
    return None, None


def initial(lesson: Lesson | None, course: Course | None) -> dict[str, Any]:
    """The narrowest choice, until tomorrow evening."""
    what = "lesson" if lesson else "course" if course else ""
    return {"what": what, "day": clock.today() + timedelta(days=1), "hour": USUAL_END}


def context_of(request: PartaRequest, form: OpeningForm) -> dict[str, Any]:
    """Everything the page shows."""
    today = clock.today()
    first: date = today - timedelta(days=LATE_DAYS - 1)
    lines = queries.opening_lines()
    return {
        "form": form,
        "may_open": may_open_entries(request.roles),
        "may_dates": may_set_final_dates(request.roles),
        "standing": [one for one in lines if one.is_open],
        "ended": [one for one in lines if not one.is_open],
        "late": queries.late_lines(first, today),
        "stale": queries.stale_lines(first, today),
        "promise": queries.promise_text(clock.now()),
        "first": first,
        "today": today,
        "rules": queries.late_rules(),
    }


@require_POST
def opening_revoke(request: PartaRequest, opening_id: int) -> HttpResponse:
    """Close again before the hour has come."""
    require_opening_desk(request.roles)
    actions.revoke_opening(request.user, opening=queries.opening_for(opening_id))
    messages.success(request, "Закрыто. Что записано, осталось.")
    return redirect("openings")


urlpatterns = [
    path("openings/", openings, name="openings"),
    path("openings/<int:opening_id>/revoke/", opening_revoke, name="opening_revoke"),
]
