"""How this room records its acts: the audit room stands above it and hands its pen down from `apps.ready`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models

from parta.domain.access.models import User


@dataclass(frozen=True, slots=True)
class Act:
    """One act for the log: what it is about, whose data it touches, plain JSON values before and after."""

    subject: models.Model
    title: str = ""
    person: User | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str = ""


class Recorder(Protocol):
    """The pen of the audit room: appends acts of one code inside the transaction that made them."""

    def __call__(self, actor: User, code: str, acts: Sequence[Act]) -> object: ...


_recorders: list[Recorder] = []


def register_recorder(recorder: Recorder) -> None:
    """Called once by the audit room. Without a recorder no act of this room is possible."""
    _recorders[:] = [recorder]


def record(actor: User, code: str, *acts: Act) -> None:
    """Append acts of one code to the log, in the caller's transaction."""
    if acts:
        _recorders[0](actor, code, acts)
