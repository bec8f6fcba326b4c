"""From a file to the school: read, compare, show, write. One road for the page and for the command."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import models, transaction

from parta.domain.access.models import User
from parta.domain.access.permissions import require_administrator
from parta.domain.audit import actions as audit
from parta.domain.school.models import AcademicYear
from parta.exchange.apply import exams, plan, roster, staff, timetable
from parta.exchange.exams.reader import read_results
from parta.exchange.people.report import roster_report, staff_report
from parta.exchange.people.roster import read_roster
from parta.exchange.people.staff import read_staff
from parta.exchange.plan.detect import read_plan
from parta.exchange.plan.report import plan_report
from parta.exchange.preview import ImportKind, ImportOptions, ImportPreview, ImportResult, counted_things
from parta.exchange.timetable.detect import read_timetable
from parta.exchange.timetable.report import timetable_report
from parta.lib.errors import RuleViolation, StaleEdit

AUDIT_CODE = "exchange.import.committed"


class ImportBlocked(RuleViolation):
    """Something has to be mended in the file, or answered, before anything is written."""


class PreviewOutdated(StaleEdit):
    """The school has changed since the preview was shown."""


@dataclass(frozen=True, slots=True)
class Importer:
    """One kind of file. `read` raises UnreadableFile and touches no database; `plan` only reads it.

    `demand`: the right to write it. Files are the administrator's; a teacher loads the own
    thematic plan, and results of an examination whoever enters them by hand.
    """

    read: Callable[[bytes, str, ImportOptions], Any]
    report: Callable[[Any], dict[str, object]]
    plan: Callable[[Any, ImportOptions, str], ImportPreview]
    write: Callable[[User, ImportPreview], list[str]]
    demand: Callable[[User, ImportPreview], None] = lambda actor, preview: require_administrator(
        actor, "загружать файлы"
    )


IMPORTERS: dict[ImportKind, Importer] = {
    ImportKind.TIMETABLE: Importer(
        lambda data, name, options: read_timetable(data, name, options.valid_from),
        timetable_report,
        timetable.plan_changes,
        timetable.write,
    ),
    ImportKind.ROSTER: Importer(
        lambda data, name, options: read_roster(data, name, options.class_name or None),
        roster_report,
        lambda parsed, options, name: roster.plan_changes(parsed, options),
        roster.write,
    ),
    ImportKind.STAFF: Importer(
        lambda data, name, options: read_staff(data, name),
        staff_report,
        lambda parsed, options, name: staff.plan_changes(parsed, options),
        staff.write,
    ),
    ImportKind.PLAN: Importer(
        lambda data, name, options: read_plan(data, name, options.subject or None, options.grade),
        plan_report,
        lambda parsed, options, name: plan.plan_changes(parsed, options),
        plan.write,
        plan.demand,
    ),
    ImportKind.EXAMS: Importer(
        lambda data, name, options: read_results(data, name),
        lambda parsed: {"students": len(parsed.rows), "problems": [one.as_json() for one in parsed.problems]},
        lambda parsed, options, name: exams.plan_changes(parsed, options),
        exams.write,
        exams.demand,
    ),
}


def read_file(kind: ImportKind, data: bytes, file_name: str, options: ImportOptions) -> Any:
    """The parsed file. Raises UnreadableFile with a Russian sentence; needs no database."""
    return IMPORTERS[kind].read(data, file_name, options)


def report_of(kind: ImportKind, parsed: Any) -> dict[str, object]:
    """The JSON object of a dry run."""
    return IMPORTERS[kind].report(parsed)


def plan_changes(kind: ImportKind, parsed: Any, options: ImportOptions, file_name: str) -> ImportPreview:
    """What writing the file would do to the school as it is now."""
    return IMPORTERS[kind].plan(parsed, options, file_name)


def digest_of(data: bytes) -> str:
    """The sign of a file: what is committed is what was previewed."""
    return sha256(data).hexdigest()


@transaction.atomic
def commit(
    actor: User, preview: ImportPreview, *, digest: str = "", options: ImportOptions | None = None
) -> ImportResult:
    """Write a preview: all of it or nothing, with one entry in the log beside those of the single acts.

    options: who handed the data over and when, told in that entry (S3-4.1.5a); None for nobody.
    Raises ImportBlocked while a problem or a question stands; DomainError of any action undoes everything.
    """
    IMPORTERS[preview.kind].demand(actor, preview)
    if preview.blocking:
        first = preview.blocking[0]
        raise ImportBlocked(f"Файл не записан. {first.place}: {first.message}")
    if preview.waiting:
        raise ImportBlocked(f"Файл не записан. Сначала ответьте: {preview.waiting[0].text}")
    counts: Counter[str] = Counter()
    for line in preview.lines:
        if line.writes:
            counts[line.thing] += line.count
    if not preview.changes:
        return ImportResult(preview.kind, preview.file_name, 0, {})
    notes = IMPORTERS[preview.kind].write(actor, preview)
    audit.record(
        actor,
        AUDIT_CODE,
        subject=_subject(actor),
        title=preview.file_name,
        person=User.objects.filter(pk=options.given_by).first() if options and options.given_by else None,
        after={
            "kind": preview.kind.value,
            "changes": preview.changes,
            "summary": counted_things(counts.items()),
            "sha256": digest,
            **({"given_on": options.given_on.isoformat()} if options and options.given_by and options.given_on else {}),
        },
    )
    return ImportResult(preview.kind, preview.file_name, preview.changes, dict(counts), tuple(notes))


def commit_file(
    actor: User, kind: ImportKind, data: bytes, file_name: str, options: ImportOptions, *, fingerprint: str = ""
) -> ImportResult:
    """Read the file, then compare and write inside one transaction.

    fingerprint: of the preview a person has agreed to; PreviewOutdated when the same file would now do something else.
    """
    parsed = read_file(kind, data, file_name, options)
    with transaction.atomic():
        preview = plan_changes(kind, parsed, options, file_name)
        if fingerprint and preview.fingerprint() != fingerprint:
            raise PreviewOutdated(
                "Пока вы смотрели, в школе что-то изменилось. Ничего не записано: проверьте изменения ещё раз."
            )
        return commit(actor, preview, digest=digest_of(data), options=options)


def _subject(actor: User) -> models.Model:
    """Imports belong to the year; a staff list may come before there is one."""
    return AcademicYear.objects.order_by("-year").first() or actor


__all__ = [
    "AUDIT_CODE",
    "ImportBlocked",
    "PreviewOutdated",
    "commit",
    "commit_file",
    "digest_of",
    "plan_changes",
    "read_file",
    "report_of",
]
