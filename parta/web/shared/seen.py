"""The second writer is told: a form of stored values remembers what it was filled from and compares before it writes.

A form without the mark of what was seen (a program's, an old page's) is not compared.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Self

from django import forms
from django.db.models import Model
from django.http import HttpRequest

from parta.lib.dates import day_title

SEEN = "seen"
Read = Callable[[], Mapping[str, Any]]
"""Reads the stored values anew, by the names of the fields."""
MAX_TOLD = 6


class WatchedForm(forms.Form):
    """A form that may be told what its values were when it was drawn: `watching`, then `attempt` does the rest."""

    read: Read | None = None
    sent = ""
    told = False

    @classmethod
    def changing(cls, request: HttpRequest, read: Read) -> Self:
        """The form of values stored already: drawn from them, sent back with the mark of them."""
        return cls(request.POST or None, initial=dict(read())).watching(request, read)

    def watching(self, request: HttpRequest, read: Read) -> Self:
        """Compare before writing. read: gives the stored values at the moment it is called."""
        self.read, self.sent = read, request.POST.get(SEEN, "")
        return self

    @property
    def seen(self) -> str:
        """What the hidden field holds: of what was seen at first, until the person has been told of the change."""
        if self.read is None:
            return ""
        return self.sent if self.sent and not self.told else mark_of(self.read())

    def is_stale(self) -> bool:
        """Was anything changed since the form was drawn? The errors of the form then say what stands there now."""
        now = self.read() if self.read and self.sent else None
        if now is None or mark_of(now) == self.sent:
            return False
        self.told = True
        self.add_error(None, stale_words(self._others(now)))
        return True

    def _others(self, now: Mapping[str, Any]) -> list[str]:
        """«Название — «Спортзал»» of every field whose stored value is not the one typed."""
        typed = self.cleaned_data
        return [
            f"{self[name].label} — {shown_value(self.fields[name], value)}"
            for name, value in now.items()
            if name in self.fields and plain(value) != plain(typed.get(name))
        ]


def stale_words(others: list[str]) -> str:
    """What a second writer reads: what the first one wrote, and that nothing typed is lost."""
    more = " и другое" if len(others) > MAX_TOLD else ""
    what = f" Сейчас записано: {'; '.join(others[:MAX_TOLD])}{more}." if others else ""
    return (
        f"Пока Вы заполняли форму, эти данные изменил другой человек.{what} "
        "Ваши правки на месте: проверьте и запишите ещё раз."
    )


def mark_of(values: Mapping[str, Any]) -> str:
    """A short mark of stored values: the same for the same values."""
    told = json.dumps({name: plain(value) for name, value in values.items()}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def plain(value: Any) -> Any:
    """A value as it is compared: rows by their numbers, «» for nothing."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, list | tuple | set | frozenset) or hasattr(value, "iterator"):
        return sorted(str(plain(one)) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def shown_value(field: forms.Field, value: Any) -> str:
    """A stored value in words: of a choice its title, of a flag «да» or «нет»."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return day_title(value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        value = {str(key): title for key, title in choices}.get(str(plain(value)), value)
    return f"«{value}»" if plain(value) else "пусто"
