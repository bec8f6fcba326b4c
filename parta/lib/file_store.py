"""Bytes kept in a folder under random names: written whole or not at all, told by their SHA‑256."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: its random name, digest (hex) and size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder nobody serves: two hundred and fifty-six folders of files, readable by the owner of the process only."""

    root: Path

    def keep(self, data: bytes) -> Kept:
        """Write the bytes to the disk itself. OSError (no room) leaves nothing behind."""
        name = secrets.token_hex(16)
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = place.with_suffix(".half")
        try:
            handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            half.replace(place)
        except OSError:
            half.unlink(missing_ok=True)
            raise
        return Kept(name, hashlib.sha256(data).hexdigest(), len(data))

    def open(self, name: str) -> BinaryIO:
        """The file for reading. FileNotFoundError when it is gone."""
        return self._place(name).open("rb")

    def remove(self, name: str) -> None:
        """Forget the file; one that is gone already is no fault."""
        self._place(name).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, float]]:
        """Every kept file with the time it was written, seconds since the epoch; halves left by a fall are included."""
        for place in self.root.glob("??/*"):
            with suppress(FileNotFoundError):
                yield place.name, place.stat().st_mtime

    def _place(self, name: str) -> Path:
        if not NAME.fullmatch(name.removesuffix(".half")):
            raise FileNotFoundError(name)
        return self.root / name[:2] / name
