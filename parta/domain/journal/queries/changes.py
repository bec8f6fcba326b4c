"""What was entered since a place in the audit log: marks, absences and homework, for programs that keep a copy.

The log is the clock of this list: its numbers have no gaps and are given in the order of commits (writers take turns on
the chain's lock), so whoever has read up to a number has missed nothing below it, however many write meanwhile.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from parta.domain.access.models import User
from parta.domain.audit import queries as audit
from parta.domain.audit.models import AuditEntry
from parta.domain.journal.models import AttendanceEntry, Homework, Mark
from parta.domain.journal.queries.access import readable_courses, reads_every_journal
from parta.lib import clock

WINDOW = 20_000
"""How many entries of the log one page may walk over."""
SCAN = 2_000
"""How many of them may be about the journal: their rows are loaded."""

Entry = Mark | AttendanceEntry | Homework
Sight = Callable[[Sequence[Entry]], Iterable[Entry]]
"""Whose eyes: of loaded entries it gives back those the person may read."""
Key = tuple[str, str]
KINDS: dict[str, tuple[str, type[Mark] | type[AttendanceEntry] | type[Homework]]] = {
    "journal.mark": ("mark", Mark),
    "journal.attendanceentry": ("attendance", AttendanceEntry),
    "journal.homework": ("homework", Homework),
}


@dataclass(frozen=True, slots=True)
class Change:
    """An entry as it stands now, at its latest place in the log. `value`: the mark, the code of absence or the task.

    kind: mark, attendance, homework. An erased value is «». student_id: None for homework; slot: marks only.
    """

    sequence: int
    kind: str
    course_id: int
    lesson_id: int
    day: date
    number: int
    student_id: int | None
    slot: int | None
    value: str
    comment: str
    work_type: str
    due_on: date | None
    not_set: bool
    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes after a place, oldest first; go on from `position`. A page may be empty and not the last."""

    changes: list[Change]
    position: int
    has_more: bool


def changes_after(position: int, *, limit: int, sights: Sequence[Sight]) -> ChangePage:
    """At most `limit` changes after a number of the log that any of the sights may read; bounded work.

    An entry changed several times within the page is told once, at its last change, as it stands now; nothing that was
    changed after `position` is left out once `has_more` is False.
    """
    head = audit.head()[0]
    end = min(position + WINDOW, head)
    rows = AuditEntry.objects.filter(sequence__gt=position, sequence__lte=end, subject_type__in=KINDS)
    found = list(rows.order_by("sequence").values_list("sequence", "subject_type", "subject_id")[:SCAN])
    examined = found[-1][0] if len(found) == SCAN else end
    latest: dict[Key, int] = {(kind, subject): sequence for sequence, kind, subject in found}
    loaded = _load(latest)
    visible = {_key(row) for sight in sights for row in sight(list(loaded.values()))}
    changes = sorted((_change(latest[key], loaded[key]) for key in visible), key=lambda one: one.sequence)
    if len(changes) > limit:
        changes = changes[:limit]
        examined = changes[-1].sequence
    return ChangePage(changes, examined, examined < head)


def course_sight(user: User) -> Sight:
    """Entries of the courses whose journal the person may read today."""
    day = clock.today()
    if reads_every_journal(user, day):
        return lambda entries: entries
    courses = set(readable_courses(user, day).values_list("pk", flat=True))
    return lambda entries: [entry for entry in entries if entry.lesson.course_id in courses]


def _load(keys: Iterable[Key]) -> dict[Key, Entry]:
    """The entries as they stand now. One statement for each kind that is there."""
    ids: dict[str, list[int]] = {}
    for label, subject in keys:
        ids.setdefault(label, []).append(int(subject))
    found: dict[Key, Entry] = {}
    for label, wanted in ids.items():
        parts = ["lesson__course__year", "entered_by", *(["work_type"] if label == "journal.mark" else [])]
        for row in KINDS[label][1]._default_manager.filter(pk__in=wanted).select_related(*parts):
            found[label, str(row.pk)] = row
    return found


def _key(entry: Entry) -> Key:
    return entry._meta.label_lower, str(entry.pk)


def _change(sequence: int, entry: Entry) -> Change:
    lesson = entry.lesson
    task = entry if isinstance(entry, Homework) else None
    mark = entry if isinstance(entry, Mark) else None
    return Change(
        sequence=sequence,
        kind=KINDS[entry._meta.label_lower][0],
        course_id=lesson.course_id,
        lesson_id=lesson.pk,
        day=lesson.day,
        number=lesson.number,
        student_id=None if isinstance(entry, Homework) else entry.student_id,
        slot=mark.slot if mark else None,
        value=_value(entry),
        comment="" if isinstance(entry, Homework) else entry.comment,
        work_type=mark.work_type.code if mark and mark.work_type else "",
        due_on=task.due_on if task else None,
        not_set=bool(task and task.not_set),
        version=entry.version,
        by=entry.entered_by.short_name,
        at=clock.local(entry.entered_at),
    )


def _value(entry: Entry) -> str:
    if isinstance(entry, Homework):
        return entry.text
    return entry.value if isinstance(entry, Mark) else entry.code
