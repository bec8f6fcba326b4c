"""Files and links read beside a lesson or its homework, with no statement of their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.db.models import Model, OuterRef, QuerySet

from parta.domain.journal.choices import Purpose
from parta.domain.journal.models import Attachment
from parta.lib import clock
from parta.lib.json_rows import JsonRows, moment_of
from parta.lib.russian import NBSP, decimal_comma

BESIDE = "attached_beside"
KILO = 1024
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A file or a link as a page shows it. size: bytes, 0 for a link."""

    id: int
    purpose: Purpose
    title: str
    url: str
    size: int
    added_at: datetime

    @property
    def is_link(self) -> bool:
        """Does it lead outside?"""
        return bool(self.url)

    @property
    def detail(self) -> str:
        """Where a link leads («resh.edu.ru»), how big a file is («1,4 МБ»)."""
        return host_of(self.url) if self.url else size_text(self.size)


def host_of(url: str) -> str:
    """«resh.edu.ru»."""
    return urlsplit(url).hostname or ""


def size_text(size: int) -> str:
    """«820 КБ», «1,4 МБ»."""
    if size < KILO * KILO:
        return f"{max(1, round(size / KILO))}{NBSP}КБ"
    return f"{decimal_comma(f'{size / KILO / KILO:.1f}'.removesuffix('.0'))}{NBSP}МБ"


def with_attachments(rows: QuerySet[Row], lesson: str = "pk") -> QuerySet[Row]:
    """The same rows with the files and links of their lesson; lesson: the field that names it."""
    own = Attachment.objects.filter(lesson_id=OuterRef(lesson), removed_at=None).order_by("pk")
    beside = JsonRows(own, id="pk", purpose="purpose", title="title", url="url", size="size", added_at="added_at")
    found: QuerySet[Row] = rows.annotate(**{BESIDE: beside})
    return found


def attached(row: Model | None, purpose: Purpose) -> list[AttachmentLine]:
    """What stands beside a row of `with_attachments`."""
    found: list[dict[str, Any]] = getattr(row, BESIDE, None) or []
    return [
        AttachmentLine(
            one["id"], purpose, one["title"], one["url"], one["size"], clock.local(moment_of(one["added_at"]))
        )
        for one in found
        if one["purpose"] == purpose
    ]
