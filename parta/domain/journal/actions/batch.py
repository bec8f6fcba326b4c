"""What a batch of operations stands on, loaded at once, and what it will write, flushed at once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.models import Course
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.errors import locked, refused
from parta.domain.journal.models import (
    AttendanceEntry,
    Entered,
    Homework,
    JournalOperation,
    LessonRecord,
    Mark,
    WorkType,
)
from parta.domain.journal.queries.access import WriteRights, write_rights
from parta.domain.journal.queries.roster import RosterLine, rosters_on
from parta.domain.journal.queries.settings import CoursePolicy, course_policy, work_types
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.timetable.models import Lesson
from parta.lib import clock

Row = TypeVar("Row", bound=Entered)
MarkKey = tuple[int, int, int]
PupilKey = tuple[int, int]
ABOUT_MARKS = {OperationKind.MARK, OperationKind.COMMENT}
ABOUT_ABSENCES = {OperationKind.ATTENDANCE, OperationKind.COMMENT}


@dataclass(slots=True)
class Batch:
    """State of one request. Lookups are by ids; rows changed here are the rows later operations see."""

    actor: User
    lessons: dict[int, Lesson]
    rights: WriteRights
    kinds: dict[int, WorkType]
    earlier: dict[uuid.UUID, JournalOperation]
    marks: dict[MarkKey, Mark]
    attendance: dict[PupilKey, AttendanceEntry]
    rosters: dict[int, list[RosterLine]]
    policies: dict[int, CoursePolicy] = field(default_factory=dict)
    accepted: list[JournalOperation] = field(default_factory=list)
    entries: list[tuple[str, Entered, dict[str, Any]]] = field(default_factory=list)
    created: dict[int, Entered] = field(default_factory=dict)
    changed: dict[int, Entered] = field(default_factory=dict)

    @classmethod
    def load(cls, actor: User, operations: list[Operation]) -> "Batch":
        """A bounded number of statements, whatever the number of operations."""
        lesson_ids = {one.lesson for one in operations}
        lessons = {
            lesson.pk: lesson
            for lesson in Lesson.objects.filter(pk__in=lesson_ids).select_related(
                "course__subject", "course__year", "course__school_class", "course__group", "substitution", "record",
                "homework",
            )
        }  # fmt: skip
        students = {one.student for one in operations if one.student is not None}
        kinds = {one.kind for one in operations}
        return cls(
            actor=actor,
            lessons=lessons,
            rights=write_rights(actor, {lesson.course_id for lesson in lessons.values()}),
            kinds=work_types(),
            earlier={row.pk: row for row in JournalOperation.objects.filter(pk__in=[one.id for one in operations])},
            marks=_marks(lesson_ids, students) if kinds & ABOUT_MARKS else {},
            attendance=_attendance(lesson_ids, students) if kinds & ABOUT_ABSENCES else {},
            rosters=rosters_on(lessons.values(), students) if students else {},
        )

    def lesson(self, operation: Operation) -> Lesson:
        """The lesson, if the actor may fill it and it is open. Raises OperationRefused."""
        lesson = self.lessons.get(operation.lesson)
        if lesson is None or not self.rights.may_write(lesson):
            raise refused("Этот урок заполняет другой учитель: у вас нет права на запись")
        if not lesson.is_held:
            raise locked("Урок отменён: сначала его нужно вернуть в расписание")
        if lesson.course.year.is_closed:
            raise locked("Учебный год закрыт, журнал только для чтения")
        return lesson

    def policy(self, course: Course) -> CoursePolicy:
        """What may be entered on the course's page."""
        if course.pk not in self.policies:
            self.policies[course.pk] = course_policy(course)
        return self.policies[course.pk]

    def kind_by_code(self, code: str) -> WorkType | None:
        """A kind of work in use, by its code."""
        return next((kind for kind in self.kinds.values() if kind.code == code and kind.is_active), None)

    def put(self, row: Row, code: str, operation: Operation, **entry: Any) -> OperationResult:
        """Write the row with the next version, remember the operation and its audit entry."""
        row.version += 1
        row.entered_by = self.actor
        row.entered_at = clock.now()
        (self.created if row.pk is None else self.changed)[id(row)] = row
        self.entries.append((code, row, entry))
        return self.accept(operation, row.version)

    def accept(self, operation: Operation, version: int) -> OperationResult:
        """Remember the operation as applied: sent again it will be answered «repeated»."""
        accepted = JournalOperation(
            id=operation.id,
            user=self.actor,
            lesson_id=operation.lesson,
            kind=operation.kind,
            status=OperationStatus.APPLIED,
            version=version,
            at=clock.now(),
        )
        self.accepted.append(accepted)
        self.earlier[operation.id] = accepted
        place = (operation.lesson, operation.student) if operation.student else None
        return OperationResult(operation.id, OperationStatus.APPLIED, version=version, place=place)

    def flush(self) -> None:
        """Insert and update in bulk, then the audit entries of the acts, then the operations."""
        for model in (Mark, AttendanceEntry, LessonRecord, Homework):
            _flush(model, [row for row in self.created.values() if isinstance(row, model)], new=True)
            _flush(model, [row for row in self.changed.values() if isinstance(row, model)], new=False)
        audit.record_entries(self.actor, [(code, audit.Entry(row, **entry)) for code, row, entry in self.entries])
        if self.accepted:
            JournalOperation.objects.bulk_create(self.accepted, batch_size=500)

    def touched_marks(self) -> list[Mark]:
        """Marks written by the batch."""
        return [row for row in [*self.created.values(), *self.changed.values()] if isinstance(row, Mark)]


def _flush(model: type[Any], rows: list[Any], *, new: bool) -> None:
    if not rows:
        return
    if new:
        model.objects.bulk_create(rows, batch_size=500)
        return
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    if len(rows) == 1:
        rows[0].save(update_fields=names)
    else:
        model.objects.bulk_update(rows, names, batch_size=100)


def _marks(lessons: Iterable[int], students: Iterable[int]) -> dict[MarkKey, Mark]:
    rows = Mark.objects.filter(lesson_id__in=lessons, student_id__in=students).select_related("entered_by")
    return {(row.lesson_id, row.student_id, row.slot): row for row in rows}


def _attendance(lessons: Iterable[int], students: Iterable[int]) -> dict[PupilKey, AttendanceEntry]:
    rows = AttendanceEntry.objects.filter(lesson_id__in=lessons, student_id__in=students).select_related("entered_by")
    return {(row.lesson_id, row.student_id): row for row in rows}
