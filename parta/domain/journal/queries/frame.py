"""What the act says of the journal as a whole, as pages show it: how fresh it is kept, where it is filled."""

from datetime import datetime

from parta.domain.regulation.choices import EntryPlace, UpdateInterval
from parta.domain.regulation.queries import rulebook_for
from parta.lib import clock
from parta.lib.dates import time_text

FRESH = {
    UpdateInterval.ALWAYS: "Журнал всегда в актуальном состоянии",
    UpdateInterval.REGULAR: "Журнал пополняют регулярно",
    UpdateInterval.BY_DEADLINES: "Записи появляются по их срокам",
}


def freshness_text(moment: datetime) -> str:
    """«Журнал всегда в актуальном состоянии (п. 1.5). Показано на 12:31.» (`journal_update_interval`, S3-1.5a)."""
    current = rulebook_for(moment)
    words = FRESH[current.rulebook.entry.journal_update_interval]
    return f"{words} ({current.source_text('journal_update_interval')}). Показано на {time_text(clock.local(moment))}."


def places_text(moment: datetime) -> str:
    """Where the act lets the journal be filled, with what to do at a shared computer; «» when anywhere (S3-8.3a)."""
    current = rulebook_for(moment)
    places = current.rulebook.entry.entry_places
    if EntryPlace.ANYWHERE in places:
        return ""
    where = "; ".join(place.label for place in places)
    clause = current.source_text("entry_places")
    return f"Журнал заполняют {where} ({clause}). За общим компьютером выйдите: через 20 минут без дела выход сам."
