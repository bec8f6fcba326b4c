"""The data folder of one school: its secret, time zone, training clock and marks of being a demo."""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder that holds everything of one school. Created on first use, readable by its owner only.

    A child of a running server never creates it: it would go on with an empty school in place of a lost one.
    """

    path: Path

    @classmethod
    def open(cls, path: Path) -> "DataFolder":
        """Open or create the folder. SystemExit in a child of a server whose folder is gone."""
        if os.environ.get("PARTA_LAUNCHED") == "1" and not path.is_dir():
            raise SystemExit(f"Папки данных нет: {path}")
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(path.resolve())

    def secret_key(self) -> str:
        """The secret of this installation, made at the first start."""
        file = self.path / "secret_key"
        try:
            return file.read_text(encoding="ascii")
        except FileNotFoundError:
            return self._make_secret(file)

    def _make_secret(self, file: Path) -> str:
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was faster
            return file.read_text(encoding="ascii")
        secret = secrets.token_urlsafe(50)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secret)
        return secret

    def _marks(self) -> dict[str, object]:
        file = self.path / "parta.toml"
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    def time_zone(self) -> str:
        """IANA name of the school's zone: PARTA_TIME_ZONE, else the folder's own note, else Moscow."""
        return os.environ.get("PARTA_TIME_ZONE") or str(self._marks().get("time_zone", "Europe/Moscow"))

    def is_demo(self) -> bool:
        """Only a folder marked as a demo may have its clock moved."""
        return self._marks().get("kind") == "demo"

    def mark(self, *, kind: str, time_zone: str) -> None:
        """Write what kind of folder this is: «demo» or «school»."""
        text = f'# Made by parta.\nkind = "{kind}"\ntime_zone = "{time_zone}"\n'
        (self.path / "parta.toml").write_text(text, encoding="utf-8")

    def clock_file(self) -> Path:
        """Where the training clock is kept."""
        return self.path / "clock.json"

    def database_file(self) -> Path:
        """The SQLite file."""
        return self.path / "parta.sqlite3"
