"""Versions of the weekly timetable one after another."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Protocol, TypeVar


class Version(Protocol):
    """What has a first and a last day."""

    valid_from: date
    valid_to: date | None


Kind = TypeVar("Kind", bound=Version)


def bounded(others: Sequence[Kind], new: Kind) -> list[Kind]:
    """Set the last days as they are when `new` stands among the others (by date): which of the others have changed.

    The one before ends the day before the new one; the new one ends the day before the next.
    """
    later = [one for one in others if one.valid_from > new.valid_from]
    earlier = [one for one in others if one.valid_from < new.valid_from]
    new.valid_to = later[0].valid_from - timedelta(days=1) if later else None
    changed = [one for one in earlier[-1:] if one.valid_to is None or one.valid_to >= new.valid_from]
    for one in changed:
        one.valid_to = new.valid_from - timedelta(days=1)
    return changed


def in_force_on(versions: Sequence[Kind], day: date) -> Kind | None:
    """The latest version in force on the day."""
    fitting = [one for one in versions if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]
    return fitting[-1] if fitting else None


def digest(parts: Iterable[str]) -> str:
    """A short sign of texts."""
    return sha256("\n".join(parts).encode()).hexdigest()[:16]
