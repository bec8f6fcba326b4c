"""Operations about one pupil at one lesson: mark, attendance, comment."""

from typing import Any

from parta.domain.journal.actions.batch import Batch
from parta.domain.journal.choices import Matter, OperationStatus
from parta.domain.journal.errors import invalid, locked
from parta.domain.journal.models import AttendanceEntry, Entered, Mark
from parta.domain.journal.queries.checks import teacher_enters
from parta.domain.journal.queries.closed import closed_pupils
from parta.domain.journal.queries.locks import CLOSED_PERIOD, Verdict
from parta.domain.journal.queries.settings import CoursePolicy
from parta.domain.journal.queries.signs import cell_sign, sign_book
from parta.domain.journal.rules import Operation, OperationResult, mark_value
from parta.domain.journal.rules.marks import OWED_KEYS, MarkState, marked, owing
from parta.domain.regulation.rules import BY_DEFAULT
from parta.domain.timetable.models import Lesson
from parta.lib.dates import day_title
from parta.lib.russian import NBSP

MAX_COMMENT = 500
MAX_REASON = 300


def set_mark(batch: Batch, operation: Operation) -> OperationResult:
    """Give, change or erase («») a mark; with it, optionally, its kind of work and comment (S3-4.4.1a)."""
    lesson, student = place(batch, operation)
    if operation.slot not in (1, 2):
        raise invalid("У отметки место 1 или 2")
    policy = batch.policy(lesson.course)
    key = (lesson.pk, student, operation.slot)
    row = batch.marks.get(key) or Mark(student_id=student, slot=operation.slot, version=0)
    row.lesson = lesson
    state = _wanted_state(operation, policy, row)
    stands = bool(state.value or state.owed)
    if stands and not policy.marks_allowed:
        raise locked(policy.notice, policy.clause)
    work = _work_type_id(batch, operation, row, lesson)
    comment = _comment(operation.comment, row.comment) if stands else ""
    same = (state, work, comment) == (row.state, row.work_type_id, row.comment)
    settled = settle(batch, row, operation, same=same, shown=row.sign)
    if settled:
        return settled
    if stands and operation.slot == 2:
        check_second(batch, lesson, work)
    verdict = batch.admit(operation, lesson, Matter.MARK, work=judged_work(row, work))
    code, reason = changing(batch, operation, row, verdict, (state, work))
    before = mark_json(batch, row) if row.version else None
    row.value, row.counts, row.owed, row.first_value = state
    row.work_type_id, row.comment = work, comment
    batch.marks[key] = row
    of = about(batch, lesson, student)
    return batch.put(row, code, operation, verdict, **of, before=before, after=mark_json(batch, row), reason=reason)


def set_attendance(batch: Batch, operation: Operation) -> OperationResult:
    """Note an absence or take it back («») (S3-4.4.2b)."""
    lesson, student = place(batch, operation)
    key = (lesson.pk, student)
    row = batch.attendance.get(key) or AttendanceEntry(lesson=lesson, student_id=student, version=0)
    code = batch.reasons.code(student, lesson, sign_book().read(operation.value, stands=row.code))
    if code != row.code and code != cell_sign(code, lesson.day):
        raise invalid("Болезнь в журнале школы не отмечают: поставьте «н», причину запишет классный руководитель")
    comment = _comment(operation.comment, row.comment) if code else ""
    settled = settle(batch, row, operation, same=(code, comment) == (row.code, row.comment), shown=row.code)
    if settled:
        return settled
    if not teacher_enters(lesson.day):
        raise locked("Отсутствующих в школе отмечает классный руководитель за весь день")
    verdict = batch.admit(operation, lesson, Matter.ATTENDANCE)
    before = {"code": row.code, "comment": row.comment} if row.version else None
    row.code, row.comment, row.is_late = code, comment, verdict.is_late
    batch.attendance[key] = row
    after = {"code": code, "comment": comment}
    return batch.put(
        row, "journal.attendance.set", operation, verdict, **about(batch, lesson, student), before=before, after=after
    )


def set_comment(batch: Batch, operation: Operation) -> OperationResult:
    """Write or erase the comment of a mark (slot 1, 2) or of an absence (slot 0): the family reads it."""
    lesson, student = place(batch, operation)
    row: Mark | AttendanceEntry | None
    if operation.slot == 0:
        row = batch.attendance.get((lesson.pk, student))
        shown = row.code if row else ""
    else:
        row = batch.marks.get((lesson.pk, student, operation.slot))
        shown = row.sign if row else ""
    if row is None or not shown:
        raise invalid("Комментарий пишут к отметке или пропуску: сначала поставьте их")
    text = _comment(operation.value, "")
    settled = settle(batch, row, operation, same=text == row.comment, shown=row.comment)
    if settled:
        return settled
    if isinstance(row, Mark):
        verdict = batch.admit(operation, lesson, Matter.MARK, work=row.work_type_id)
    else:
        verdict = batch.admit(operation, lesson, Matter.ATTENDANCE)
    before, row.comment = {"comment": row.comment}, text
    of = about(batch, lesson, student)
    return batch.put(row, "journal.comment.set", operation, verdict, **of, before=before, after={"comment": text})


def conflict(batch: Batch, row: Entered, operation: Operation, shown: str) -> OperationResult:
    """Somebody else wrote in the meantime: both values go back to the person to choose from."""
    author = batch.author(row).short_name
    return OperationResult(
        operation.id,
        OperationStatus.CONFLICT,
        version=row.version,
        message=f"Здесь уже есть запись: {author}",
        current={
            "value": shown,
            "version": row.version,
            "by": author,
            "at": row.entered_at.isoformat(timespec="minutes"),
        },
    )


def settle(batch: Batch, row: Entered, operation: Operation, *, same: bool, shown: str) -> OperationResult | None:
    """Nothing to write: done before, or the value is there already, or it was changed meanwhile. None: go on."""
    if (same or row.version != operation.base) and (repeated := batch.done_before(operation)):
        return repeated
    if same:
        return OperationResult(operation.id, OperationStatus.APPLIED, version=row.version)
    if row.version != operation.base:
        if row.version == 0:
            raise invalid("Запись основана на версии, которой нет: обновите страницу")
        return conflict(batch, row, operation, shown)
    return None


def place(batch: Batch, operation: Operation) -> tuple[Lesson, int]:
    """The lesson and the pupil of it, on that day. Raises OperationRefused."""
    lesson = batch.lesson(operation)
    if lesson.day > batch.rights.today:
        raise locked(f"Урок ещё не прошёл: он будет {day_title(lesson.day)}")
    student = operation.student or 0
    line = next((one for one in batch.rosters.get(lesson.course_id, []) if one.student_id == student), None)
    apart = line.apart_on(lesson.day) if line and line.enrolled_on(lesson.day) else None
    if apart:
        raise invalid(f"{day_title(lesson.day).capitalize()} ученик учится отдельно: {apart.words}. Пропуск не ставят")
    if line is None or not line.belongs_on(lesson.day):
        raise invalid(f"{day_title(lesson.day).capitalize()} этого ученика не было в списке класса или группы")
    if closed_pupils(lesson, [student]):
        raise locked(CLOSED_PERIOD, BY_DEFAULT)
    return lesson, student


def about(batch: Batch, lesson: Lesson, student: int) -> dict[str, Any]:
    """Whose entry it is and where, for the audit."""
    line = next(one for one in batch.rosters[lesson.course_id] if one.student_id == student)
    return {
        "title": f"{line.name} · {lesson.course.title} · {lesson.day:%d.%m.%Y}{NBSP}№{NBSP}{lesson.number}",
        "person_id": line.user_id,
    }


def _work_type_id(batch: Batch, operation: Operation, row: Mark, lesson: Lesson) -> int | None:
    if operation.work_type is None:
        return row.work_type_id
    if operation.work_type == "":
        return None
    return batch.kind_by_code(operation.work_type, lesson.course).pk


def check_second(batch: Batch, lesson: Lesson, kind_id: int | None) -> None:
    """A second mark, as in 5/4, only for kinds of work that have two."""
    record = getattr(lesson, "record", None)
    kind = batch.kinds.get(kind_id or (record.work_type_id if record else None) or 0)
    if kind is not None and kind.marks_per_student == 1:
        raise invalid(f"За «{kind.name}» ставят одну отметку: сотрите первую или смените вид работы")


def changing(
    batch: Batch, operation: Operation, row: Mark, verdict: Verdict, wanted: tuple[MarkState, int | None]
) -> tuple[str, str]:
    """The code and the reason of a change of the mark; the row learns that it is late, or what it is corrected from."""
    state, value = wanted[0], wanted[0].value
    code = _mark_code(row.state, state)
    if wanted == (row.state, row.work_type_id):
        return code, ""
    reason = _reason(operation)
    if operation.resit and row.value:
        return code, reason  # a mark of its own beside the first one, nothing is put right
    if batch.judge.correction(row, verdict, batch.moment(operation), batch.actor.pk, reason):
        code, row.correction_reason = "journal.mark.corrected", reason
        row.corrected_from = row.value if value != row.value else row.corrected_from
    row.is_late = row.is_late if row.value else verdict.is_late
    return code, reason


def _mark_code(was: MarkState, state: MarkState) -> str:
    if state.owed:
        return "journal.mark.owed"
    if state.first and state.first != was.first:
        return "journal.mark.resat"
    return "journal.mark.set" if state.value else "journal.mark.erased"


def _wanted_state(operation: Operation, policy: CoursePolicy, row: Mark) -> MarkState:
    if operation.value.strip() in OWED_KEYS:
        return owing(row.state)
    value = mark_value(operation.value, policy.mark_values, clause=policy.forbidden_signs_clause)
    return marked(row.state, value, counts=operation.counts, resit=operation.resit)


def judged_work(row: Mark, wanted: int | None) -> int | None:
    """A mark that is there is judged by the kind it has: another kind may not prolong its term."""
    return row.work_type_id if row.sign else wanted


def _reason(operation: Operation) -> str:
    tidy = " ".join(operation.reason.split())
    if len(tidy) > MAX_REASON:
        raise invalid(f"Причина длиннее {MAX_REASON} знаков: сейчас {len(tidy)}")
    return tidy


def _comment(text: str | None, unchanged: str) -> str:
    if text is None:
        return unchanged
    tidy = text.strip()
    if len(tidy) > MAX_COMMENT:
        raise invalid(f"Комментарий длиннее {MAX_COMMENT} знаков: сейчас {len(tidy)}")
    return tidy


def mark_json(batch: Batch, row: Mark) -> dict[str, Any]:
    """The mark as the audit keeps it."""
    kind = batch.kinds.get(row.work_type_id) if row.work_type_id else None
    body: dict[str, Any] = {"value": row.value, "slot": row.slot}
    if not row.counts:
        body["counts"] = False
    if row.owed:
        body["owed"] = True
    if row.first_value:
        body["first_value"] = row.first_value
    if kind:
        body["work_type"] = kind.code
    if row.comment:
        body["comment"] = row.comment
    return body
