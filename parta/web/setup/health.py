"""The administrator's page «Состояние»: does everything work, and if not, what to do. The keeper's side (`parta.ops`),
which stands above the pages, registers what it knows; nothing here is about people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.http import HttpResponse
from django.urls import path

from parta.domain.access.permissions import require_administrator
from parta.web.http import PartaRequest, page


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something is wrong: `title` says what, `text` what it means and what to do."""

    kind: Literal["warn", "bad"]
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure at the top. tone: ok, warn, bad or «»."""

    label: str
    icon: str
    value: str
    note: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class JobLine:
    """A periodic job: how often, when it last ran (None: never), what it said."""

    title: str
    every: str
    last_run_at: datetime | None
    line: str
    is_late: bool
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Everything the page shows. facts: (name, value) for a call to whoever helps with the server."""

    headline: str
    troubles: list[Trouble]
    tiles: list[Tile]
    jobs: list[JobLine]
    facts: list[tuple[str, str]]

    @property
    def unwell(self) -> int:
        """How many jobs ask for attention."""
        return sum(job.is_late or job.is_bad for job in self.jobs)


Source = Callable[[], State]
_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Whoever watches the server says how it is. Called once, from `apps.ready`."""
    _sources[:] = [source]


def health(request: PartaRequest) -> HttpResponse:
    """How the server, the database and the periodic jobs are."""
    require_administrator(request.user, "смотреть состояние сервера")
    return page(request, "web/setup/health.html", {"state": _sources[0]()})


urlpatterns = [path("health/", health, name="health")]
