"""When the place where everything is kept refuses: the disk is full, or the database does not answer.

Told from the error itself, the same for SQLite and PostgreSQL. Whoever sees it answers the sentence and changes
nothing: the transaction of the act was rolled back.
"""

import errno
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError


@dataclass(frozen=True, slots=True)
class StorageTrouble:
    """status: HTTP. message: what happened to the act. entry: the same for a journal entry, which its page keeps."""

    code: str
    status: int
    message: str
    entry: str


KEPT = "Страница хранит записи и отправит их сама, не закрывайте её."
FULL = StorageTrouble(
    "full",
    507,
    "На сервере кончилось место на диске: это действие не сохранено, записанное раньше цело. Скажите администратору "
    "журнала; когда место появится, повторите.",
    f"На сервере кончилось место на диске: новые записи пока не сохраняются, прежние целы. {KEPT} "
    "Скажите администратору журнала.",
)
AWAY = StorageTrouble(
    "away",
    503,
    "База данных сейчас не отвечает: это действие не сохранено, записанное раньше цело. Подождите минуту и повторите.",
    f"База данных сейчас не отвечает: новые записи пока не сохраняются, прежние целы. {KEPT}",
)
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
SQLITE_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE")
SQLITE_AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_READONLY")
POSTGRES_NO_ROOM = "53100"
POSTGRES_AWAY = ("08", "57P", "53", "40", "55P03", "25006")


def trouble_of(error: BaseException | None) -> StorageTrouble | None:
    """The trouble behind an error, None when the error is something else."""
    if isinstance(error, OSError):
        return FULL if error.errno in NO_ROOM else None
    if not isinstance(error, (DatabaseError, InterfaceError)):
        return None
    cause = error.__cause__
    name = str(getattr(cause, "sqlite_errorname", None) or "")
    state = getattr(cause, "sqlstate", None)
    if name.startswith(SQLITE_NO_ROOM) or state == POSTGRES_NO_ROOM:
        return FULL
    if name.startswith(SQLITE_AWAY) or (state or "").startswith(POSTGRES_AWAY):
        return AWAY
    lost = state is None and not name and isinstance(error, (OperationalError, InterfaceError))
    return AWAY if lost else None
