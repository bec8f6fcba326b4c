"""Files between upload and commit: kept in the data folder for a day, readable by the server only, one person's own."""

import json
import os
import re
import shutil
import uuid
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from parta.domain.access.models import User
from parta.exchange.apply import digest_of
from parta.exchange.preview import ImportKind, ImportOptions
from parta.lib import clock
from parta.lib.errors import NotFound

KEPT_FOR = timedelta(days=1)
_NAME = re.compile(r"[0-9a-f]{32}")


class UploadNotFound(NotFound):
    """Written already, cancelled, older than a day, or somebody else's."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file waiting for a decision, with what the person has chosen so far."""

    key: str
    kind: ImportKind
    file_name: str
    owner_id: int
    digest: str
    at: datetime
    options: ImportOptions = field(default_factory=ImportOptions)

    @property
    def folder(self) -> Path:
        """Where the file and its note lie."""
        return _root() / self.key

    def data(self) -> bytes:
        """The file itself; UploadNotFound when it is not the one that was previewed."""
        data = (self.folder / "file").read_bytes()
        if digest_of(data) != self.digest:
            raise UploadNotFound("Файл изменился после проверки. Загрузите его снова.")
        return data


def keep(owner: User, kind: ImportKind, file_name: str, data: bytes, options: ImportOptions) -> Upload:
    """Put a file aside until its owner decides."""
    sweep()
    one = Upload(uuid.uuid4().hex, kind, file_name[:120], owner.pk, digest_of(data), clock.real_now(), options)
    one.folder.mkdir(parents=True, mode=0o700)
    _put(one.folder / "file", data)
    _note(one)
    return one


def find(owner: User, key: str) -> Upload:
    """The owner's file; absent and foreign look the same."""
    note = _root() / key / "note.json"
    if not _NAME.fullmatch(key) or not note.is_file():
        raise UploadNotFound("Этой загрузки уже нет: она записана, отменена или старше суток.")
    told = json.loads(note.read_text(encoding="utf-8"))
    one = Upload(
        key,
        ImportKind(told["kind"]),
        told["file_name"],
        told["owner_id"],
        told["digest"],
        datetime.fromisoformat(told["at"]),
        _options(told["options"]),
    )
    if one.owner_id != owner.pk or clock.real_now() - one.at > KEPT_FOR:
        raise UploadNotFound("Этой загрузки нет.")
    return one


def choose(one: Upload, options: ImportOptions) -> Upload:
    """Remember what the person has chosen."""
    changed = replace(one, options=options)
    _note(changed)
    return changed


def drop(one: Upload) -> None:
    """Forget the file."""
    shutil.rmtree(one.folder, ignore_errors=True)


def sweep() -> None:
    """Remove files older than a day."""
    oldest = (clock.real_now() - KEPT_FOR).timestamp()
    for folder in _root().glob("*/"):
        if _NAME.fullmatch(folder.name) and folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    return Path(settings.DATA.path) / "uploads"


def _put(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)


def _note(one: Upload) -> None:
    told = {
        "kind": one.kind.value,
        "file_name": one.file_name,
        "owner_id": one.owner_id,
        "digest": one.digest,
        "at": one.at.isoformat(),
        "options": asdict(one.options),
    }
    text = json.dumps(told, ensure_ascii=False, default=_plain)
    _put(one.folder / "note.json", text.encode())


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _options(told: dict[str, Any]) -> ImportOptions:
    day, given_on = told.get("valid_from"), told.get("given_on")
    return ImportOptions(
        class_name=told["class_name"],
        subject=told["subject"],
        grade=told["grade"],
        valid_from=date.fromisoformat(day) if day else None,
        given_by=told.get("given_by"),
        given_on=date.fromisoformat(given_on) if given_on else None,
        answers=told["answers"],
    )


__all__ = ["Upload", "UploadNotFound", "choose", "drop", "find", "keep", "sweep"]
