"""The administrator's page of the log: who did what to what, when, from where; before and after."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Field
from django.http import HttpResponse
from django.urls import path

from parta.domain.access.permissions import require_administrator
from parta.domain.audit.choices import sentence
from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import search
from parta.domain.journal.models import WorkType
from parta.domain.regulation.rules.profiles import load_profile, profile_slugs
from parta.lib import clock, dates
from parta.web.http import PartaRequest, page
from parta.web.setup.audit_words import BY_TYPE, LABELS, UNSAID
from parta.web.setup.forms import DayField

ON_PAGE = 50
KINDS = (
    ("", "все действия"),
    ("journal.", "журнал"),
    ("access.signed_in", "входы"),
    ("access.", "люди, роли, доступ"),
    ("school.", "школа, классы, календарь"),
    ("curriculum.", "предметы, нагрузка, КТП"),
    ("timetable.", "расписание и замены"),
    ("regulation.", "регламент"),
    ("exchange.", "загрузка файлов"),
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
ORDINARY_SLOT = ("slot", 1)
"""The first mark of a cell says nothing about itself; only the second one of a double mark does."""


class SearchForm(forms.Form):
    """Words, kind of act, days."""

    q = forms.CharField(required=False, max_length=120)
    kind = forms.ChoiceField(required=False, choices=KINDS)
    first = DayField(required=False)
    last = DayField(required=False)


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after, in words; «» where there was none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is read."""

    entry: AuditEntry
    words: str
    changes: list[Change]


def audit_log(request: PartaRequest) -> HttpResponse:
    """Search by person, thing, kind and day; the latest first."""
    require_administrator(request.user, "смотреть историю действий")
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = search(
        text=asked.get("q", "").strip(),
        code=asked.get("kind", ""),
        first=asked.get("first"),
        last=asked.get("last"),
    )
    listed = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    named = {
        "work_type": dict(WorkType.objects.values_list("code", "name")),
        "profile": {slug: load_profile(slug).title for slug in profile_slugs()},
    }
    lines = [Line(entry, sentence(entry.code), list(_changes(entry, named))) for entry in listed.object_list]
    context = {"page": listed, "lines": lines, "form": form, "asked": asked, "kinds": KINDS}
    return page(request, "web/setup/audit_log.html", context)


def _changes(entry: AuditEntry, named: Mapping[str, Mapping[str, str]]) -> Iterator[Change]:
    before, after = entry.before or {}, entry.after or {}
    for name in {**before, **after}:
        said = name in before and before[name] == after.get(name)
        if said or name in UNSAID or (name, after.get(name)) == ORDINARY_SLOT:
            continue
        field = _field(entry.subject_type, name)
        label = BY_TYPE.get((entry.subject_type, name)) or LABELS.get(name)
        codes = named.get(name, {})
        old, new = (_words(codes.get(str(one), one), field) for one in (before.get(name), after.get(name)))
        yield Change(label or (str(field.verbose_name) if field else name), old, new)


def _field(subject_type: str, name: str) -> "Field[Any, Any] | None":
    """The model field of that name, for its Russian label and choices."""
    try:
        field = apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


def _words(value: object, field: "Field[Any, Any] | None") -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):
        return "; ".join(_words(one, field) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(one, field)}" for key, one in value.items())
    if MOMENT.match(str(value)):
        made = clock.local(datetime.fromisoformat(str(value)))
        return f"{dates.day_input(made.date())}, {dates.time_text(made)}"
    named = dict(field.flatchoices).get(value) if field else None
    return str(named) if named else _day(str(value))


def _day(text: str) -> str:
    """A day of ISO as people write it; anything else as it is."""
    try:
        return dates.day_input(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


urlpatterns = [path("audit/", audit_log, name="audit_log")]
