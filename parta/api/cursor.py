"""The cursor of changes: a place in the audit log and a piece of the hash there, so that another history is noticed.

After a restore from a backup the same number may stand for another entry: the hash tells, and the program starts anew.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from parta.api.errors import BadParameter
from parta.domain.audit import queries as audit
from parta.lib.errors import StaleEdit

NOW = "now"
PIECE = 12


def cursor_at(sequence: int) -> str:
    """The cursor of a place that exists. One statement, none for the beginning."""
    return _pack(sequence, audit.hash_at(sequence) or "")


def cursor_now() -> str:
    """The cursor of the end of the log."""
    return _pack(*audit.head())


def place_of(cursor: str) -> int:
    """The place of a cursor made here; «» is the beginning. Raises BadParameter, or StaleEdit for another history."""
    if not cursor:
        return 0
    sequence, piece = _unpack(cursor)
    if (audit.hash_at(sequence) or "")[:PIECE] != piece:
        raise StaleEdit(
            "Этот курсор — из другой истории журнала: школу восстановили из копии. "
            "Прочитайте журналы заново и начните с cursor=now."
        )
    return sequence


def _pack(sequence: int, entry_hash: str) -> str:
    return urlsafe_b64encode(f"{sequence}.{entry_hash[:PIECE]}".encode()).decode().rstrip("=")


def _unpack(cursor: str) -> tuple[int, str]:
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        text = ""
    found = re.fullmatch(rf"([0-9]{{1,15}})\.([0-9a-f]{{{PIECE}}})", text)
    if found is None:
        raise BadParameter("Курсор не подходит: пошлите тот, что пришёл с прошлой страницей.", place="cursor")
    return int(found[1]), found[2]
