"""The substitution journal and its signature: the month for the deputy, «У вас замена» for the substitute."""

import csv
from datetime import date, timedelta
from io import StringIO

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parta.domain.access.choices import STAFF_ROLES
from parta.domain.access.errors import RightMissing, WeakPassword
from parta.domain.journal import queries
from parta.domain.journal.queries import SubstitutionJournal
from parta.domain.timetable import actions
from parta.domain.timetable.models import Substitution
from parta.domain.timetable.permissions import JOURNAL_OF_SUBSTITUTIONS
from parta.lib import clock
from parta.lib.dates import MONTHS, day_input
from parta.web.http import PartaRequest, page
from parta.web.shared.forms import attempt, status_of

COLUMNS = [
    "Дата", "Урок", "Класс", "Предмет по расписанию", "Кто отсутствовал", "Причина", "Приказ", "Кто заменил",
    "Предмет проведён", "Вид замены", "Тема", "Подпись", "Час к оплате",
]  # fmt: skip
AHEAD = timedelta(days=14)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SignForm(forms.Form):
    """The password once more: the signature."""

    password = forms.CharField(
        label="Ваш пароль",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text="Пароль вместо росписи: так подписывают журнал замещения.",
        error_messages={"required": "Впишите пароль."},
    )


class DeclineForm(forms.Form):
    """Why it cannot be done."""

    note = forms.CharField(
        label="Почему не получается", max_length=200, error_messages={"required": "Напишите завучу, почему."}
    )


@require_GET
@never_cache
def substitution_journal(request: PartaRequest) -> HttpResponse:
    """A month; a substitute sees the own lines."""
    journal = _journal(request)
    following = (journal.month + timedelta(days=31)).replace(day=1)
    context = {
        "journal": journal,
        "title": _title(journal),
        "previous": (journal.month - timedelta(days=1)).replace(day=1),
        "following": following,
        "all": bool(request.roles & set(JOURNAL_OF_SUBSTITUTIONS)),
    }
    return page(request, "web/office/substitution_journal.html", context)


@require_GET
@never_cache
def substitution_csv(request: PartaRequest) -> HttpResponse:
    """The same as a table for a spreadsheet: semicolons, UTF-8 with a mark, formulas made harmless."""
    journal = _journal(request)
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(COLUMNS)
    for line in journal.lines:
        cells = [
            day_input(line.day), line.number, line.unit, line.planned_subject, line.absent, line.reason, line.order,
            line.teacher, line.subject, line.kind, line.topic, line.signature, int(line.counts),
        ]  # fmt: skip
        writer.writerow([_harmless(str(cell)) for cell in cells])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="zameny-{journal.month:%Y-%m}.csv"'
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
def substitution(request: PartaRequest, substitution_id: int) -> HttpResponse:
    """«У вас замена»: topic and homework first, then the signature or a word to the deputy."""
    row = queries.substitution_for(request.user, substitution_id)
    declines = "note" in request.POST
    sign = SignForm(request.POST if request.method == "POST" and not declines else None)
    decline = DeclineForm(request.POST if declines else None)
    if declines and decline.is_valid():
        note = decline.cleaned_data["note"]
        if attempt(decline, lambda: actions.decline_substitution(request.user, row=row, note=note)):
            return redirect("substitution", row.pk)
    if sign.is_bound and sign.is_valid() and _signed(request, row, sign):
        return redirect("substitution", row.pk)
    return _show(request, row, sign, decline)


def _signed(request: PartaRequest, row: Substitution, form: SignForm) -> bool:
    try:
        actions.sign_substitution(request.user, row=row, password=form.cleaned_data["password"])
    except WeakPassword as wrong:
        form.add_error("password", wrong.message)
        return False
    return True


def _show(request: PartaRequest, row: Substitution, sign: SignForm, decline: DeclineForm) -> HttpResponse:
    today = clock.today()
    topic, homework = queries.topic_to_teach(row)
    context = {
        "row": row,
        "lesson": row.lesson,
        "room": row.room or row.lesson.room,
        "absent": row.instead_of,
        "topic": topic,
        "homework": homework,
        "sign": sign,
        "decline": decline,
        "is_over": row.lesson.ends <= clock.now(),
        "is_today": row.lesson.day == today,
        "others": [one for one in queries.substitutions_of(request.user, today, today + AHEAD) if one.row.pk != row.pk],
    }
    return page(request, "web/office/substitution.html", context, max(status_of(sign), status_of(decline)))


def _journal(request: PartaRequest) -> SubstitutionJournal:
    if not request.roles & STAFF_ROLES and not hasattr(request.user, "staff"):
        raise RightMissing("Журнал замещения открыт сотрудникам школы.")
    return queries.substitution_journal(request.user, _month(request.GET.get("month", "")))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return clock.today().replace(day=1)


def _title(journal: SubstitutionJournal) -> str:
    return f"{MONTHS[journal.month.month]} {journal.month.year}"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


urlpatterns = [
    path("substitutions/", substitution_journal, name="substitution_journal"),
    path("substitutions/table.csv", substitution_csv, name="substitution_csv"),
    path("substitutions/<int:substitution_id>/", substitution, name="substitution"),
]
