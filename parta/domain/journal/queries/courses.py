"""The list of journal pages a person may open, and the history of a cell."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.audit.choices import sentence
from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import history_of
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.journal.models import AttendanceEntry, Mark
from parta.domain.journal.queries.access import readable_courses
from parta.domain.journal.queries.settings import work_types
from parta.domain.journal.rules.locks import until_words
from parta.domain.journal.rules.marks import OWED, OWED_WORDS, UNCOUNTED_WORDS
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.russian import counted, search_form, sort_key

TOLD = ("topic", "work_topic", "text", "comment")


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A page of the journal in the list."""

    course_id: int
    title: str
    unit_name: str
    grade_level: int
    subject: str
    teachers: str
    may_write: bool
    class_id: int | None = None


@dataclass(frozen=True, slots=True)
class CellChange:
    """One change of a cell: old value, new value, who, when, why. made_at: when it was made without a network.

    due_text: of a change after its deadline, the deadline: «до 16:00 10 декабря».
    moved: of a mark moved, «перенесена из колонки 9 декабря, 2-й урок»; moved_lesson: the lesson of that column.
    """

    at: datetime
    by: str
    before: str
    after: str
    comment: str
    reason: str
    made_at: datetime | None = None
    due_text: str = ""
    moved: str = ""
    moved_lesson: int | None = None


@dataclass(frozen=True, slots=True)
class LessonChange:
    """One act about a whole lesson: «Записана тема урока», by whom, when, the words; or who gave how many marks."""

    at: datetime
    by: str
    title: str
    text: str


def courses_open_to(user: User, *, text: str = "", day: date | None = None) -> list[CourseLine]:
    """Pages of the current courses the person may read, by class and subject; `text` filters. Three statements."""
    on = day or clock.today()
    in_force_now = TeachingAssignment.objects.filter(in_force("", on)).select_related("staff__user")
    courses = readable_courses(user, on).filter(is_active=True, year__starts_on__lte=on, year__ends_on__gte=on)
    lines = []
    for course in courses.prefetch_related(Prefetch("assignments", in_force_now, to_attr="now")):
        teachers = [assignment.staff.user for assignment in course.now]
        lines.append(
            CourseLine(
                course_id=course.pk,
                title=course.title,
                unit_name=course.unit_name,
                grade_level=course.grade_level,
                subject=course.subject.name,
                teachers=", ".join(teacher.short_name for teacher in teachers),
                may_write=any(teacher.pk == user.pk for teacher in teachers),
                class_id=course.school_class_id,
            )
        )
    wanted = search_form(text)
    found = [line for line in lines if wanted in search_form(f"{line.title} {line.teachers}")]
    return sorted(found, key=lambda line: (line.grade_level, sort_key(line.unit_name), sort_key(line.subject)))


def cell_history(lesson: Lesson, student_id: int) -> list[CellChange]:
    """Every change of the cell, oldest first, from the audit chain. Four statements at most."""
    entries = [*_entries_of(Mark, lesson, student_id), *_entries_of(AttendanceEntry, lesson, student_id)]
    return [
        CellChange(
            at=clock.local(entry.at),
            by=entry.actor.short_name,
            before=_value(entry.before),
            after=_value(entry.after),
            comment=str((entry.after or {}).get("comment", "")),
            reason=entry.reason,
            made_at=_made_at(entry.after),
            due_text=_due_text(entry.after),
            moved=_moved(entry.after),
            moved_lesson=(entry.after or {}).get("from_lesson") or (entry.after or {}).get("to_lesson"),
        )
        for entry in sorted(entries, key=lambda entry: entry.sequence)
    ]


def lesson_history(lesson: Lesson) -> list[LessonChange]:
    """What was written about the whole lesson, newest first, and who gave its marks. Five statements at most."""
    record, homework = getattr(lesson, "record", None), getattr(lesson, "homework", None)
    kinds = {kind.code: kind.name for kind in work_types().values()}
    found = [
        LessonChange(clock.local(entry.at), entry.actor.short_name, sentence(entry.code), _told(entry, kinds))
        for row in (lesson, record, homework)
        if row is not None
        for entry in history_of(row._meta.label_lower, row.pk)
    ]
    marks = Mark.objects.filter(lesson=lesson).exclude(value="").select_related("entered_by").order_by("-entered_at")
    by_person: dict[int, list[Mark]] = {}
    for mark in marks:
        by_person.setdefault(mark.entered_by_id, []).append(mark)
    for mine in by_person.values():
        count = counted(len(mine), "отметка", "отметки", "отметок")
        found.append(LessonChange(clock.local(mine[0].entered_at), mine[0].entered_by.short_name, count, ""))
    return sorted(found, key=lambda change: change.at, reverse=True)


def _told(entry: AuditEntry, kinds: dict[str, str]) -> str:
    """The new words, or what was erased."""
    after, before = entry.after or {}, entry.before or {}
    if "work_type" in after:
        return kinds.get(str(after["work_type"]), str(after["work_type"]))
    if after.get("not_set"):
        return "не задано"
    if "to" in after:
        return ", ".join(after["to"])
    told = next((str(after[key]) for key in TOLD if after.get(key)), "")
    erased = next((str(before[key]) for key in TOLD if before.get(key)), "")
    return told or (f"стёрто: {erased}" if erased else "")


def _entries_of(model: type[Mark] | type[AttendanceEntry], lesson: Lesson, student_id: int) -> list[AuditEntry]:
    rows = model._default_manager.filter(lesson=lesson, student_id=student_id).values_list("pk", flat=True)
    return list(
        AuditEntry.objects.filter(
            subject_type=model._meta.label_lower, subject_id__in=[str(pk) for pk in rows]
        ).select_related("actor")
    )


def _value(body: dict[str, Any] | None) -> str:
    if not body:
        return ""
    shown = OWED if body.get("owed") else str(body.get("value", body.get("code", "")))
    notes = [
        OWED_WORDS if body.get("owed") else "",
        UNCOUNTED_WORDS if body.get("counts") is False else "",
        f"пересдача после {body['first_value']}" if body.get("first_value") else "",
    ]
    told = ", ".join(note for note in notes if note)
    return f"{shown} ({told})" if told else shown


def _moved(body: dict[str, Any] | None) -> str:
    told = body or {}
    if told.get("moved_from"):
        return f"перенесена из колонки {told['moved_from']}"
    return f"перенесена в колонку {told['moved_to']}" if told.get("moved_to") else ""


def _made_at(body: dict[str, Any] | None) -> datetime | None:
    made = (body or {}).get("made_at")
    return clock.local(datetime.fromisoformat(made)) if made else None


def _due_text(body: dict[str, Any] | None) -> str:
    due = (body or {}).get("due")
    return until_words(clock.local(datetime.fromisoformat(due)), clock.today()) if due else ""
