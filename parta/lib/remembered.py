"""Values that are dear to make and may be some minutes old: in this process, and in files that all processes share.

For what can be made again at any moment: losing every file costs time and nothing else. Values are read, never changed.
"""

import pickle
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Generic, TypeVar

from django.core.cache import caches

from parta.lib import clock

Kept = TypeVar("Kept")
SHARED = "files"
UNREADABLE = (OSError, zlib.error, pickle.PickleError, AttributeError, ImportError)
"""A file cut short by a power failure, a full disk, a class of another version: as if nothing were remembered."""

_KINDS: list[dict[str, Any]] = []


def forget_everything() -> None:
    """Of every kind, here and in the files: the school behind the same folder has become another one."""
    for kind in _KINDS:
        kind.clear()
    caches[SHARED].clear()


class Remembered(Generic[Kept]):
    """Values of one kind by key. seconds: how old they may grow; most: how many this process holds."""

    def __init__(self, name: str, *, seconds: float, most: int = 4096) -> None:
        self.name = name
        self.seconds = seconds
        self.most = most
        self._here: dict[str, tuple[float, Kept]] = {}
        _KINDS.append(self._here)

    def get_many(self, keys: Iterable[str]) -> dict[str, Kept]:
        """Those of the keys that are remembered."""
        moment = clock.real_now().timestamp()
        found: dict[str, Kept] = {}
        absent = []
        for key in keys:
            until, value = self._here.get(key, (0.0, None))
            if until > moment and value is not None:
                found[key] = value
            else:
                absent.append(key)
        for key in absent:
            held = self._shared(key)
            if held is not None and held[0] > moment:
                self._hold(key, held)
                found[key] = held[1]
        return found

    def set_many(self, values: Mapping[str, Kept]) -> None:
        """Remember them from now on."""
        until = clock.real_now().timestamp() + self.seconds
        for key, one in values.items():
            self._hold(key, (until, one))
            with suppress(*UNREADABLE):
                caches[SHARED].set(f"{self.name}-{key}", (until, one), self.seconds)

    def forget(self, keys: Iterable[str]) -> None:
        """Here and in the files; another process may hold what it has read until its time is over."""
        for key in keys:
            self._here.pop(key, None)
            caches[SHARED].delete(f"{self.name}-{key}")

    def forget_here(self) -> None:
        """Everything this process holds; the files have their end in them."""
        self._here.clear()

    def _shared(self, key: str) -> tuple[float, Kept] | None:
        with suppress(*UNREADABLE):
            held: tuple[float, Kept] | None = caches[SHARED].get(f"{self.name}-{key}")
            return held
        return None

    def _hold(self, key: str, held: tuple[float, Kept]) -> None:
        if len(self._here) >= self.most:
            self._here.clear()
        self._here[key] = held
