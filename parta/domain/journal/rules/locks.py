"""The words of deadlines and locks: what is due, what was late, what is closed and who opens it."""

from collections.abc import Iterable
from datetime import date, datetime

from parta.domain.regulation.rules.terms import END_OF_DAY
from parta.lib.dates import day_title, time_text


def until_words(moment: datetime, today: date) -> str:
    """«до 16:00», «до 16:00 10 декабря», «до конца дня», «до конца дня 13 декабря»."""
    clock_words = "конца дня" if moment.time().replace(microsecond=0) == END_OF_DAY else time_text(moment)
    return f"до {clock_words}" if moment.date() == today else f"до {clock_words} {day_title(moment.date())}"


def passed_words(moment: datetime, today: date) -> str:
    """«срок прошёл в 16:00», «срок прошёл 8 декабря в 16:00», «срок прошёл 8 декабря» for the end of a day."""
    whole_day = moment.time().replace(microsecond=0) == END_OF_DAY
    parts = ["срок прошёл"]
    if whole_day or moment.date() != today:
        parts.append(day_title(moment.date()))
    if not whole_day:
        parts.append(f"в {time_text(moment)}")
    return " ".join(parts)


def late_words(accepted_until: datetime, today: date) -> str:
    """«принимается с опозданием до конца дня 17 декабря»."""
    return f"принимается с опозданием {until_words(accepted_until, today)}"


def lock_words(deadline: datetime, accepted_until: datetime, openers: str, today: date) -> str:
    """Why the cell is closed and who opens it, without the clause, which stands beside the sentence."""
    late = "" if accepted_until <= deadline else f", с опозданием принималось {until_words(accepted_until, today)}"
    return f"Закрыто для правок: срок был {until_words(deadline, today)}{late}. Открыть может {openers}"


def openers_words(offices: Iterable[str]) -> str:
    """«завуч», «завуч или директор», «завуч, директор или администратор журнала»."""
    names = list(offices)
    if not names:
        return "только администратор журнала, изменив регламент"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} или {names[-1]}"
