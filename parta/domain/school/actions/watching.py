"""What a room above may forbid here: closing a period too early, moving pupils or dates under one that is closed."""

from collections.abc import Callable, Iterable, Sequence

from parta.domain.access.models import User
from parta.domain.school.models import AcademicYear, GradingPeriod

Closing = Callable[[User, Sequence[GradingPeriod]], None]
Reopening = Callable[[User, Sequence[GradingPeriod], str], None]
_closings: list[Closing] = []
_reopenings: list[Reopening] = []
_movements: list[Callable[[Sequence[int]], None]] = []
Stayers = Callable[[Sequence[int], AcademicYear], set[int]]
_stayers: list[Stayers] = []
_fixed: list[Callable[[Sequence[int]], set[int]]] = []


def register_period_watch(
    *, closing: Closing, reopening: Reopening, fixed: Callable[[Sequence[int]], set[int]]
) -> None:
    """closing: refuses, or does its own part, before whole grades are closed; reopening: after they are opened again.

    fixed: of these periods, ids of those whose days may not change any more.
    """
    if closing not in _closings:
        _closings.append(closing)
        _reopenings.append(reopening)
        _fixed.append(fixed)


def register_stayers(source: Stayers) -> None:
    """source: of these pupils (ids), those who at the end of the year were left in their grade for another one."""
    if source not in _stayers:
        _stayers.append(source)


def stayers(students: Sequence[int], year: AcademicYear) -> set[int]:
    """Ids of pupils who do not go up from this year."""
    return {one for source in _stayers for one in source(list(students), year)}


def register_movement_check(check: Callable[[Sequence[int]], None]) -> None:
    """check: refuses what has just been written about these pupils (ids): the transaction takes it back."""
    if check not in _movements:
        _movements.append(check)


def before_closing(actor: User, rows: Sequence[GradingPeriod]) -> None:
    """Ask those who watch."""
    for watch in _closings:
        watch(actor, rows)


def after_reopening(actor: User, rows: Sequence[GradingPeriod], reason: str) -> None:
    """Tell those who watch."""
    for watch in _reopenings:
        watch(actor, rows, reason)


def after_movement(students: Iterable[int]) -> None:
    """Ask those who watch about pupils who came, moved or changed a group."""
    ids = list(students)
    for check in _movements if ids else ():
        check(ids)


def fixed_periods(rows: Iterable[GradingPeriod]) -> set[int]:
    """Ids of the periods whose days stay as they are."""
    ids = [row.pk for row in rows if row.pk]
    return {one for watch in _fixed for one in watch(ids)} if ids else set()
