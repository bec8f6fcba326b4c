"""Fields and small helpers of forms shared by the desks: days, lines of text, refusals beside the fields."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest

from parta.domain.audit import actions as audit
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.shared.seen import WatchedForm

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
REQUIRED = {"required": "Заполните это поле."}


class DayField(forms.DateField):
    """A day: the browser's own calendar, or typed as 11.12.2025."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("error_messages", {**REQUIRED, "invalid": "День пишут так: 11.12.2025."})
        super().__init__(input_formats=DAY_FORMATS, **options)


class TextField(forms.CharField):
    """A line of text with a Russian word about an empty one."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "error_messages", {**REQUIRED, "max_length": "Слишком длинно: не больше %(limit_value)d знаков."}
        )
        super().__init__(**options)


class WholeNumber(forms.IntegerField):
    """A whole number with Russian words about a wrong one."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {**REQUIRED, "invalid": "Нужно целое число."})
        super().__init__(**options)


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Run an action; a refusal becomes the form's own error. Missing rights and things go on to their pages."""
    try:
        return _unless_stale(form, act)
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        clause = f" ({refused.clause})" if refused.clause else ""
        form.add_error(None, f"{refused.message}{clause}")
        return False


def _unless_stale(form: forms.Form, act: Callable[[], object]) -> bool:
    """Compare and write under the one lock of all writers: nobody comes in between."""
    if not isinstance(form, WatchedForm) or form.read is None:
        act()
        return True
    with transaction.atomic():
        audit.lock_chain()
        if form.is_stale():
            return False
        act()
    return True


def saved(request: HttpRequest, form: forms.Form, act: Callable[[], object]) -> bool:
    """Was the form sent, understood, and the action done?"""
    return request.method == "POST" and form.is_valid() and attempt(form, act)


def status_of(form: forms.BaseForm) -> int:
    """422 for a form with errors."""
    return 422 if form.errors else 200
