"""What the entry of examination results is sent: by hand, and as a table."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import ExamResult
from parta.exchange import apply, uploads
from parta.exchange.apply.exams import ExamAsked
from parta.exchange.preview import ImportKind, ImportOptions
from parta.lib import clock

if TYPE_CHECKING:
    from tests.matrix.world import World


def exam(world: "World", role: str) -> dict[str, Any]:
    """Attestation of the page in question, held yesterday: a teacher names the page, the office class and subject."""
    office = role in {"deputy", "administrator"}
    unit = f"c{world.cast.school.classes['7Б'].pk}" if office else f"p{world.course.pk}"
    return {
        "kind": "intermediate", "unit": unit, "subject": world.course.subject_id, "held_on": "2026-12-09",
        "received_on": "2026-12-09", "received_at": "15:00", f"value-{world.pupil.pk}": "4",
    }  # fmt: skip


def attested(world: "World") -> ExamResult:
    """A result of it that stands: of two days ago, entered by the teacher of the page."""
    now = world.cast.now
    return ExamResult.objects.create(
        student=world.pupil, subject=world.course.subject, year=world.course.year, kind=ExamKind.INTERMEDIATE,
        held_on=world.cast.today - timedelta(days=2), value="4", received_at=now, shown_at=now, entered_at=now,
        entered_by=world.users["teacher"],
    )  # fmt: skip


def plan_commit(world: "World", role: str) -> dict[str, str]:
    """The write of the teacher's own plan."""
    return written(world.plan_upload)


def exam_file(world: "World", role: str) -> dict[str, Any]:
    """The same attestation, with a table of one pupil."""
    return exam(world, role) | {"file": SimpleUploadedFile("аттестация.csv", _table(world))}


def exam_commit(world: "World", role: str) -> dict[str, str]:
    """The write of the teacher's own file."""
    return written(world.exam_upload)


def written(one: uploads.Upload) -> dict[str, str]:
    """The button of a preview, pressed as it was seen."""
    parsed = apply.read_file(one.kind, one.data(), one.file_name, one.options)
    return {"do": "write", "seen": apply.plan_changes(one.kind, parsed, one.options, one.file_name).fingerprint()}


def kept_exam(world: "World") -> uploads.Upload:
    """Attestation of the page in question the teacher has sent as a table and not yet written."""
    day = world.cast.today - timedelta(days=1)
    course = world.course
    asked = ExamAsked(
        course.year_id, ExamKind.INTERMEDIATE, course.subject_id, day, clock.at(day, 15), course=course.pk
    )
    options = ImportOptions(answers=asked.as_answers())
    return uploads.keep(world.users["teacher"], ImportKind.EXAMS, "аттестация.csv", _table(world), options)


def _table(world: "World") -> bytes:
    return f"ФИО;Отметка\n{world.pupil.user.full_name};4\n".encode()
