"""What the act says of the journal as a whole, as pages show it: its force, how fresh it is, where it is filled."""

from datetime import datetime

from parta.domain.regulation.choices import EntryPlace, LegalStatus, UpdateInterval
from parta.domain.regulation.queries import rulebook_for
from parta.lib import clock
from parta.lib.dates import day_title, time_text

FRESH = {
    UpdateInterval.ALWAYS: "Журнал всегда в актуальном состоянии",
    UpdateInterval.REGULAR: "Журнал пополняют регулярно",
    UpdateInterval.BY_DEADLINES: "Записи появляются по их срокам",
}
FORCE = {
    LegalStatus.STATE_RECORD: "Журнал — государственный нормативно-финансовый документ",
    LegalStatus.EQUAL_TO_PAPER: "записи в нём и в дневнике признаются как записи бумажных журнала и дневника",
    LegalStatus.PEDAGOGICAL_RECORD: "Журнал — учебно-педагогическая документация",
}


def promise_text(moment: datetime) -> str:
    """«Журнал всегда в актуальном состоянии (п. 1.5)»: what the act promises (`journal_update_interval`)."""
    current = rulebook_for(moment)
    words = FRESH[current.rulebook.entry.journal_update_interval]
    return f"{words} ({current.source_text('journal_update_interval')})"


def freshness_text(moment: datetime, newest: datetime | None = None) -> str:
    """The promise and how fresh what is shown is (S3-1.5a, S1-1.7a). newest: of the entries shown.

    «Журнал всегда в актуальном состоянии (п. 1.5). Последняя запись: 11 декабря, 10:41. Показано на 12:31.»
    """
    at = clock.local(newest) if newest else None
    last = f" Последняя запись: {day_title(at.date())}, {time_text(at)}." if at else ""
    return f"{promise_text(moment)}.{last} Показано на {time_text(clock.local(moment))}."


def force_text(moment: datetime) -> str:
    """What force the act gives to the entries, with its clause; «» where it names none (`legal_status`, S3R-1.13b)."""
    current = rulebook_for(moment)
    told = "; ".join(FORCE[one] for one in current.rulebook.frame.legal_status)
    return f"{told[:1].upper()}{told[1:]} ({current.source_text('legal_status')})." if told else ""


def places_text(moment: datetime) -> str:
    """Where the act lets the journal be filled, with what to do at a shared computer; «» when anywhere (S3-8.3a)."""
    current = rulebook_for(moment)
    places = current.rulebook.entry.entry_places
    if EntryPlace.ANYWHERE in places:
        return ""
    where = "; ".join(place.label for place in places)
    clause = current.source_text("entry_places")
    return f"Журнал заполняют {where} ({clause}). За общим компьютером выйдите: через 20 минут без дела выход сам."
