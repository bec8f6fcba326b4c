"""The days a program asks about."""

from datetime import date

from parta.api.errors import BadParameter


def chosen_days(first: date | None, last: date | None, usual: tuple[date, date], *, longest: int) -> tuple[date, date]:
    """The asked days, what is missing taken from the usual ones; raises BadParameter when they make no span."""
    start, end = first or min(usual[0], last or usual[0]), last or max(usual[1], first or usual[1])
    if end < start:
        raise BadParameter("Последний день раньше первого.", place="to")
    if (end - start).days >= longest:
        raise BadParameter(f"За один раз — не больше {longest} дней. Спросите по частям.", place="to")
    return start, end
