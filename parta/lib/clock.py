"""The one clock of the product: the school's time zone, and for training folders a clock that can be moved.

The moved clock is a small file in the data folder, so that every process (server, worker, command) follows it at once.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class MovedClock:
    """A training clock: `shown` was the time at the real moment `since`; a frozen clock stays there."""

    shown: datetime
    since: datetime
    frozen: bool


class _State:
    zone: ZoneInfo = ZoneInfo("Europe/Moscow")
    file: Path | None = None
    seen: tuple[int, int] | None = None
    moved: MovedClock | None = None
    override: datetime | None = None


def configure(*, zone: str, file: Path | None) -> None:
    """Set the school's time zone and the file of the training clock (None: the clock cannot be moved)."""
    _State.zone = ZoneInfo(zone)
    _State.file = file
    _State.seen = None
    _State.moved = None


def zone() -> ZoneInfo:
    """The school's time zone."""
    return _State.zone


def now() -> datetime:
    """This moment, aware, in the school's zone."""
    if _State.override is not None:
        return _State.override
    real = datetime.now(_State.zone)
    moved = moved_clock()
    if moved is None:
        return real
    if moved.frozen:
        return moved.shown.astimezone(_State.zone)
    return (moved.shown + (real - moved.since)).astimezone(_State.zone)


def real_now() -> datetime:
    """This moment on the real clock, even while the training clock is moved: for sign-in, lockout and sessions only."""
    return _State.override or datetime.now(_State.zone)


def today() -> date:
    """The school's calendar day."""
    return now().date()


def at(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of a school day, aware."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_State.zone)


def local(moment: datetime) -> datetime:
    """The same moment on the school's wall clock."""
    return moment.astimezone(_State.zone)


def moved_clock() -> MovedClock | None:
    """The training clock in force, or None when time is real. Costs one stat call."""
    if _State.file is None:
        return None
    try:
        stat = os.stat(_State.file)
    except FileNotFoundError:
        _State.moved = _State.seen = None
        return None
    seen = (stat.st_mtime_ns, stat.st_size)
    if seen != _State.seen:
        _State.moved = _read(_State.file)
        _State.seen = seen
    return _State.moved


def move(shown: datetime, *, frozen: bool) -> None:
    """Move the training clock. Only for a data folder marked as a demo: the caller (`parta clock`) checks that."""
    if _State.file is None:
        raise RuntimeError("this data folder has no training clock")
    payload = {"shown": shown.isoformat(), "since": datetime.now(UTC).isoformat(), "frozen": frozen}
    temporary = _State.file.with_suffix(".new")
    temporary.write_text(json.dumps(payload), encoding="utf-8")
    temporary.replace(_State.file)


def reset() -> None:
    """Return to real time."""
    if _State.file is not None:
        _State.file.unlink(missing_ok=True)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Tests and the demo builder: time stands at `moment` inside the block."""
    before = _State.override
    _State.override = moment.astimezone(_State.zone)
    try:
        yield
    finally:
        _State.override = before


def _read(file: Path) -> MovedClock:
    payload = json.loads(file.read_text(encoding="utf-8"))
    return MovedClock(
        shown=datetime.fromisoformat(payload["shown"]),
        since=datetime.fromisoformat(payload["since"]),
        frozen=bool(payload["frozen"]),
    )


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
