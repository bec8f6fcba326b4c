"""What a batch of operations stands on, loaded at once, and what it will write, flushed at once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError
from django.db.models import QuerySet

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.audit.queries import acts_after, done_operations, head_beside, head_of
from parta.domain.curriculum.models import Course
from parta.domain.journal.actions.absences import KnownReasons
from parta.domain.journal.actions.judging import Judge
from parta.domain.journal.choices import Matter, OperationKind, OperationStatus
from parta.domain.journal.errors import invalid, locked, refused
from parta.domain.journal.models import (
    AttendanceEntry,
    Entered,
    Homework,
    LessonRecord,
    Mark,
    WorkType,
)
from parta.domain.journal.queries.access import WriteRights, with_right, write_rights
from parta.domain.journal.queries.averages import MarkKey, PupilMarks, Span, pupil_marks
from parta.domain.journal.queries.closed import with_closed_periods
from parta.domain.journal.queries.locks import Verdict
from parta.domain.journal.queries.roster import RosterLine, rosters_on
from parta.domain.journal.queries.settings import CoursePolicy, course_policy, work_types
from parta.domain.journal.rules import EntryMoment, Operation, OperationResult, entry_moment
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.errors import InvalidInput
from parta.lib.prepared import prepared

Row = TypeVar("Row", bound=Entered)
PupilKey = tuple[int, int]
Done = tuple[int, int]
"""Who did an operation, and the version it made."""
HEAD = "chain_head"
TAKEN = "Этот номер записи уже занят"
ABOUT_MARKS = {OperationKind.MARK, OperationKind.COMMENT, OperationKind.MOVE}
ABOUT_ABSENCES = {OperationKind.ATTENDANCE, OperationKind.COMMENT}


@dataclass(slots=True)
class Batch:
    """State of one request. Lookups are by ids; rows changed here are the rows later operations see."""

    actor: User
    lessons: dict[int, Lesson]
    rights: WriteRights
    kinds: dict[int, WorkType]
    ids: list[uuid.UUID]
    beside: PupilMarks
    attendance: dict[PupilKey, AttendanceEntry]
    rosters: dict[int, list[RosterLine]]
    received: datetime
    judge: Judge
    reasons: KnownReasons
    policies: dict[int, CoursePolicy] = field(default_factory=dict)
    head: tuple[int, str] | None = None
    earlier: dict[uuid.UUID, Done] | None = None
    done: dict[uuid.UUID, Done] = field(default_factory=dict)
    authors: dict[int, User] = field(default_factory=dict)
    entries: list[tuple[str, Entered, dict[str, Any]]] = field(default_factory=list)
    created: dict[int, Entered] = field(default_factory=dict)
    changed: dict[int, Entered] = field(default_factory=dict)

    @classmethod
    def load(cls, actor: User, operations: list[Operation], span: Span | None = None) -> "Batch":
        """A bounded number of statements, whatever the number of operations. The caller holds the chain's lock."""
        rights = write_rights(actor)
        lesson_ids = {one.lesson for one in operations} | {one.to_lesson for one in operations if one.to_lesson}
        lessons = {one.pk: one for one in _lessons(list(lesson_ids), actor.pk, rights.today)}
        students = {one.student for one in operations if one.student is not None}
        chosen = [one.students for one in operations if one.students]
        kinds, works = {one.kind for one in operations}, work_types()
        return cls(
            actor=actor,
            lessons=lessons,
            rights=rights,
            kinds=works,
            ids=[one.id for one in operations],
            beside=pupil_marks(lessons, students if kinds & ABOUT_MARKS else set(), span),
            attendance=_attendance(lesson_ids, students) if kinds & ABOUT_ABSENCES else {},
            rosters=rosters_on(lessons.values(), named) if (named := students.union(*chosen)) else {},
            received=clock.now(),
            head=next((head_of(getattr(one, HEAD)) for one in lessons.values()), None),
            judge=Judge(lessons, works),
            reasons=_reasons(operations, lessons),
        )

    def lesson(self, operation: Operation) -> Lesson:
        """The lesson, if the actor may fill it and it takes place. Raises OperationRefused."""
        lesson = self.lessons.get(operation.lesson)
        if lesson is None or not self.rights.may_write(lesson, on=self.moment(operation).made.date()):
            raise refused("Этот урок заполняет другой учитель: у вас нет права на запись")
        if not lesson.is_held:
            raise locked("Урок отменён: сначала его нужно вернуть в расписание")
        return lesson

    def policy(self, course: Course) -> CoursePolicy:
        """What may be entered on the course's page."""
        if course.pk not in self.policies:
            self.policies[course.pk] = course_policy(course)
        return self.policies[course.pk]

    def moment(self, operation: Operation) -> EntryMoment:
        """When the operation was made and received: what its deadline is judged by (`in_time`)."""
        lesson = self.lessons.get(operation.lesson)
        if not operation.age or lesson is None:
            return EntryMoment(self.received, self.received)
        return entry_moment(self.received, operation.age, self.policy(lesson.course).offline_limit)

    def admit(self, operation: Operation, lesson: Lesson, matter: Matter, *, work: int | None = None) -> Verdict:
        """Judge the operation by its deadline before anything is changed. Raises OperationRefused (locked)."""
        return self.judge.admit(lesson, matter, self.moment(operation), work=work)

    def kind_by_code(self, code: str, course: Course) -> WorkType:
        """A kind of work in use and offered on the course's page, by its code. Raises OperationRefused."""
        kind = next((kind for kind in self.kinds.values() if kind.code == code and kind.is_active), None)
        if kind is None:
            raise invalid("Такого вида работы в школе нет")
        if not kind.suits(course.subject_id, course.grade_level):
            raise invalid(f"«{kind.name}» — вид работы для других предметов или классов")
        return kind

    def done_before(self, operation: Operation) -> OperationResult | None:
        """The answer for an operation sent again: «repeated» with the version it made then; None for a new one.

        Asked only where it matters: an operation based on the present version cannot have been applied already.
        """
        if self.earlier is None:
            self.earlier = done_operations(self.ids)
        found = self.done.get(operation.id) or self.earlier.get(operation.id)
        if found is None:
            return None
        actor_id, version = found
        if actor_id != self.actor.pk:
            return OperationResult(operation.id, OperationStatus.INVALID, message=TAKEN)
        return OperationResult(operation.id, OperationStatus.REPEATED, version=version)

    def changed_since(self, row: Entered, code: str, version: int) -> bool:
        """Was there an act of this code upon the row after its version? One statement; asked of stale entries only."""
        if any(one == code and other is row and entry["version"] > version for one, other, entry in self.entries):
            return True
        return row.pk is not None and acts_after(row._meta.label_lower, row.pk, code, version)

    def author(self, row: Entered) -> User:
        """Who entered the row: asked once a person, and only when a conflict names them."""
        if row.entered_by_id not in self.authors:
            self.authors[row.entered_by_id] = row.entered_by
        return self.authors[row.entered_by_id]

    def put(self, row: Row, code: str, operation: Operation, verdict: Verdict, **entry: Any) -> OperationResult:
        """Write the row with the next version, remember the operation and its audit entry; a late one says by when."""
        if operation.id in self.done:
            raise invalid(TAKEN)
        self._write(row, code, operation, verdict, {**entry, "operation": operation.id})
        self.done[operation.id] = (self.actor.pk, row.version)
        place = (operation.lesson, operation.student) if operation.student else None
        return OperationResult(operation.id, OperationStatus.APPLIED, version=row.version, place=place)

    def put_beside(self, row: Row, code: str, operation: Operation, verdict: Verdict, **entry: Any) -> None:
        """Write another row of the same operation, which is answered for by its first one (`put`)."""
        self._write(row, code, operation, verdict, entry)

    def _write(self, row: Row, code: str, operation: Operation, verdict: Verdict, entry: dict[str, Any]) -> None:
        moment = self.moment(operation)
        row.version += 1
        row.entered_by = self.actor
        row.entered_at, row.made_at = moment.received, moment.made
        if moment.offline:
            entry["after"] = {**(entry.get("after") or {}), "made_at": moment.made.isoformat(timespec="seconds")}
        if verdict.is_late and verdict.deadline:
            entry["after"] = {**(entry.get("after") or {}), "due": verdict.deadline.isoformat(timespec="seconds")}
        (self.created if row.pk is None else self.changed)[id(row)] = row
        self.entries.append((code, row, {**entry, "version": row.version}))

    def flush(self) -> None:
        """Insert and update in bulk, then the audit entries of the acts. Raises InvalidInput for a stolen id."""
        for model in (Mark, AttendanceEntry, LessonRecord, Homework):
            _flush(model, [row for row in self.created.values() if isinstance(row, model)], new=True)
            _flush(model, [row for row in self.changed.values() if isinstance(row, model)], new=False)
        entries = [(code, audit.Entry(row, **entry)) for code, row, entry in self.entries]
        try:
            audit.record_entries(self.actor, entries, after=self.head)
        except IntegrityError as error:
            raise InvalidInput(f"{TAKEN}. Ничего не записано") from error

    @property
    def marks(self) -> dict[MarkKey, Mark]:
        """Marks of the lessons and pupils of the batch."""
        return self.beside.of_lessons

    def touched_marks(self) -> list[Mark]:
        """Marks written by the batch."""
        return [row for row in [*self.created.values(), *self.changed.values()] if isinstance(row, Mark)]


@prepared
def _lessons(ids: list[int], user_id: int, today: date) -> QuerySet[Lesson]:
    found = with_closed_periods(Lesson.objects.filter(pk__in=ids))
    rows = with_right(found, user_id, today).annotate(**{HEAD: head_beside()})
    parts = ("course__subject", "course__year", "course__school_class", "course__group", "record", "homework")
    return rows.select_related(*parts, "substitution__teacher")


def _reasons(operations: list[Operation], lessons: dict[int, Lesson]) -> KnownReasons:
    """Reasons of absence for those about to be marked «н»: asked only then."""
    away = [one for one in operations if one.kind == OperationKind.ATTENDANCE and one.value and one.lesson in lessons]
    students = {one.student for one in away if one.student is not None}
    return KnownReasons.load(students, {lessons[one.lesson].day for one in away})


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


def _attendance(lessons: Iterable[int], students: Iterable[int]) -> dict[PupilKey, AttendanceEntry]:
    rows = AttendanceEntry.objects.filter(lesson_id__in=lessons, student_id__in=students)
    return {(row.lesson_id, row.student_id): row for row in rows}
