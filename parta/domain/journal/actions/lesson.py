"""Operations about the whole lesson: topic, kind of work, roll call, homework."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from parta.domain.curriculum.models import PlanTopic
from parta.domain.journal.actions.batch import Batch
from parta.domain.journal.actions.pupil import conflict
from parta.domain.journal.choices import DeadlineClass, Matter, OperationStatus
from parta.domain.journal.errors import invalid, locked
from parta.domain.journal.models import Homework, LessonRecord
from parta.domain.journal.queries.control_works import CONTROL, control_faults, refuses
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.journal.rules.wording import is_foreign
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.russian import NBSP

MAX_TOPIC = 600
MAX_HOMEWORK = 2000
MAX_MINUTES = 600
CHECKED_WORKS = frozenset({DeadlineClass.WRITTEN, DeadlineClass.CONTROL})
MAX_COMMENT = 500
MAX_NOTE = 200
MAX_WORK_TOPIC = 300


def set_topic(batch: Batch, operation: Operation) -> OperationResult:
    """Write the topic, taken from the plan (`plan_topic`) or the teacher's own (S3R-1.15h).

    The operation's comment says why it is not the plan's; a topic of the plan needs no such note.
    """
    lesson = batch.lesson(operation)
    topic = _limited(operation.value, MAX_TOPIC, "Тема")
    record = _record(lesson)
    plan_topic = _plan_topic(lesson, operation.plan_topic)
    note = "" if plan_topic or not topic else _limited(operation.comment or "", MAX_NOTE, "Пояснение")
    note = record.plan_note if operation.comment is None and topic and not plan_topic else note
    same = (topic, plan_topic, note) == (record.topic, record.plan_topic_id, record.plan_note)
    if not same and _changed(batch, record, operation, "journal.topic.set", record.topic):
        return conflict(batch, record, operation, record.topic)
    if same and record.version:
        return OperationResult(operation.id, OperationStatus.APPLIED, version=record.version)
    verdict = batch.admit(operation, lesson, Matter.RECORD)
    before = {"topic": record.topic} if record.version else None
    record.is_late = record.is_late or verdict.is_late
    record.topic, record.plan_topic_id, record.plan_note = topic, plan_topic, note
    record.topic_entered_at = batch.moment(operation).made if topic else None
    about = _about(lesson)
    after = {"topic": topic, **({"note": note} if note else {})}
    result = batch.put(record, "journal.topic.set", operation, verdict, **about, before=before, after=after)
    return _in_russian(batch, lesson, topic, result)


def set_work_type(batch: Batch, operation: Operation) -> OperationResult:
    """Choose the kind of work of the lesson; its weight applies to the lesson's marks (S3R-1.15i)."""
    lesson = batch.lesson(operation)
    kind = batch.kind_by_code(operation.value, lesson.course)
    record = _record(lesson)
    current = record.work_type_id
    if current == kind.pk:
        return OperationResult(operation.id, OperationStatus.APPLIED, version=record.version)
    if record.version != operation.base and current is not None:
        return conflict(batch, record, operation, batch.kinds[current].name)
    verdict = batch.admit(operation, lesson, Matter.RECORD)
    faults = control_faults(lesson) if kind.deadline_class in CONTROL else []
    if faults and refuses(lesson.course):
        raise locked(" ".join(faults))
    before = {"work_type": batch.kinds[current].code} if current else None
    record.work_type, record.is_late = kind, record.is_late or verdict.is_late
    result = batch.put(
        record,
        "journal.work_type.set",
        operation,
        verdict,
        **_about(lesson),
        before=before,
        after={"work_type": kind.code},
    )
    return replace(result, message=" ".join(faults))


def take_roll_call(batch: Batch, operation: Operation) -> OperationResult:
    """Say that attendance has been taken: without it an empty column could mean «nobody looked» (S3-4.4.2b)."""
    lesson = batch.lesson(operation)
    if lesson.day > batch.rights.today:
        raise locked(f"Урок ещё не прошёл: он будет {day_title(lesson.day)}")
    record = _record(lesson)
    if record.roll_called_at is not None:
        return OperationResult(operation.id, OperationStatus.APPLIED, version=record.version)
    verdict = batch.admit(operation, lesson, Matter.ATTENDANCE)
    record.roll_called_at, record.is_late = batch.moment(operation).made, record.is_late or verdict.is_late
    return batch.put(record, "journal.roll_called", operation, verdict, **_about(lesson), before=None, after=None)


def set_lesson_comment(batch: Batch, operation: Operation) -> OperationResult:
    """Write or erase («») a word about the whole lesson: pupils and parents read it beside the topic."""
    lesson = batch.lesson(operation)
    text = _limited(operation.value, MAX_COMMENT, "Комментарий")
    record = _record(lesson)
    if text == record.comment:
        return OperationResult(operation.id, OperationStatus.APPLIED, version=record.version)
    if _changed(batch, record, operation, "journal.lesson_comment.set", record.comment):
        return conflict(batch, record, operation, record.comment)
    verdict = batch.admit(operation, lesson, Matter.RECORD)
    record.is_late = record.is_late or verdict.is_late
    before, record.comment = {"comment": record.comment}, text
    about, after = _about(lesson), {"comment": text}
    return batch.put(record, "journal.lesson_comment.set", operation, verdict, **about, before=before, after=after)


def set_work_topic(batch: Batch, operation: Operation) -> OperationResult:
    """Write or erase («») the topic of a control, laboratory or practical work, beside the lesson's (S3-4.4.8b)."""
    lesson = batch.lesson(operation)
    text = _limited(operation.value, MAX_WORK_TOPIC, "Тема работы")
    record = _record(lesson)
    if text == record.work_topic:
        return OperationResult(operation.id, OperationStatus.APPLIED, version=record.version)
    if _changed(batch, record, operation, "journal.work_topic.set", record.work_topic):
        return conflict(batch, record, operation, record.work_topic)
    verdict = batch.admit(operation, lesson, Matter.RECORD)
    record.is_late = record.is_late or verdict.is_late
    before, record.work_topic = {"work_topic": record.work_topic}, text
    about, after = _about(lesson), {"work_topic": text}
    result = batch.put(record, "journal.work_topic.set", operation, verdict, **about, before=before, after=after)
    return _in_russian(batch, lesson, text, result)


def set_homework(batch: Batch, operation: Operation) -> OperationResult:
    """Set homework with its due day, or say plainly that there is none (S3-4.4.5a, S3R-1.15l)."""
    lesson = batch.lesson(operation)
    policy = batch.policy(lesson.course)
    text = _limited(operation.value, MAX_HOMEWORK, "Задание")
    if text and not policy.homework_allowed:
        raise locked("В первом классе домашних заданий нет", policy.clause)
    if operation.not_set and not text and not policy.homework_optional:
        raise locked(
            "Задание нужно записать: «не задано» регламент школы не допускает", policy.homework_optional_clause
        )
    if operation.due_on and operation.due_on <= lesson.day:
        raise invalid(f"Задание задают на день после урока, а не на {day_title(operation.due_on)}")
    homework = getattr(lesson, "homework", None) or Homework(lesson=lesson, version=0)
    not_set = operation.not_set and not text
    due_on = operation.due_on or homework.due_on or _next_day(lesson) if text else None
    wanted = (text, due_on, not_set, *_detail(batch, operation, homework, text))
    present = (homework.text, homework.due_on, homework.not_set, homework.minutes, homework.student_ids)
    if wanted == present and homework.version:
        return OperationResult(operation.id, OperationStatus.APPLIED, version=homework.version)
    stands = homework.text or homework.not_set
    if homework.version != operation.base and (stands or homework.version > operation.base):
        return conflict(batch, homework, operation, homework.text or ("не задано" if homework.not_set else ""))
    verdict = batch.admit(operation, lesson, Matter.HOMEWORK)
    before = _homework_json(homework) if homework.version else None
    homework.text, homework.due_on, homework.not_set, homework.minutes, homework.student_ids = wanted
    homework.is_late = verdict.is_late
    lesson.homework = homework
    after = _homework_json(homework)
    about = _about(lesson)
    result = batch.put(homework, "journal.homework.set", operation, verdict, **about, before=before, after=after)
    return _in_russian(batch, lesson, text, result)


def _changed(batch: Batch, record: LessonRecord, operation: Operation, code: str, value: str) -> bool:
    """Did somebody change this very value since the version it was seen in? An erased one is a change too."""
    if record.version == operation.base:
        return False
    return bool(value) or batch.changed_since(record, code, operation.base)


def _in_russian(batch: Batch, lesson: Lesson, text: str, result: OperationResult) -> OperationResult:
    """A long text without a Russian letter is written and remarked on (S3-4.4.8a)."""
    policy = batch.policy(lesson.course)
    if not policy.russian_only or not is_foreign(text):
        return result
    return replace(
        result, message=f"Записано, но по-русски нет ни слова: журнал ведут на русском ({policy.russian_clause})"
    )


def set_checked(batch: Batch, operation: Operation) -> OperationResult:
    """Say on which day the checking of a written work was finished: its marks are due that very day (S3R-1.15g)."""
    lesson = batch.lesson(operation)
    if batch.judge.work_class(lesson) not in CHECKED_WORKS:
        raise invalid("День проверки отмечают у письменных и контрольных работ: сначала выберите вид урока")
    day = _moment(operation.value, lesson).date() if operation.value else None
    if day and day > batch.rights.today:
        raise invalid(f"Проверка не может закончиться раньше, чем наступит {day_title(day)}")
    record = _record(lesson)
    if day == record.checked_on:
        return OperationResult(operation.id, OperationStatus.APPLIED, version=record.version)
    if record.version != operation.base and record.checked_on:
        return conflict(batch, record, operation, day_title(record.checked_on))
    verdict = batch.admit(operation, lesson, Matter.MARK)
    before = {"day": record.checked_on.isoformat()} if record.checked_on else None
    record.checked_on = day
    after = {"day": day.isoformat() if day else ""}
    return batch.put(record, "journal.work.checked", operation, verdict, **_about(lesson), before=before, after=after)


def set_received(batch: Batch, operation: Operation) -> OperationResult:
    """Say when the school got the results of an external work: its 24 hours run from that moment (S3-4.4.10a).

    A term that has run out is not begun again by another moment, unless the lesson was opened.
    """
    lesson = batch.lesson(operation)
    if batch.judge.work_class(lesson) != DeadlineClass.EXTERNAL:
        raise invalid("Время получения отмечают у внешних работ: сначала выберите вид урока")
    moment = _moment(operation.value, lesson) if operation.value else None
    if moment and moment > batch.received:
        raise invalid("Это время ещё не наступило: впишите, когда результаты пришли")
    record = _record(lesson)
    if moment == record.received_at:
        return OperationResult(operation.id, OperationStatus.APPLIED, version=record.version)
    if record.version != operation.base and record.received_at:
        return conflict(batch, record, operation, f"{clock.local(record.received_at):%d.%m.%Y %H:%M}")
    verdict = batch.admit(operation, lesson, Matter.MARK)
    if record.received_at and verdict.is_late and verdict.opening is None:
        raise locked("Срок уже прошёл: другое время получения его не вернёт", verdict.clause)
    before = {"at": record.received_at.isoformat()} if record.received_at else None
    record.received_at = moment
    after = {"at": moment.isoformat() if moment else ""}
    return batch.put(record, "journal.work.received", operation, verdict, **_about(lesson), before=before, after=after)


def _moment(text: str, lesson: Lesson) -> datetime:
    """«2026-12-11» or «2026-12-11T10:40», in the school's zone; not before the lesson's day."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise invalid("Время пишется как 2026-12-11 или 2026-12-11T10:40") from None
    moment = clock.local(read) if read.tzinfo else read.replace(tzinfo=clock.zone())
    if moment.date() < lesson.day:
        raise invalid(f"Это раньше самой работы: она была {day_title(lesson.day)}")
    return moment


def _record(lesson: Lesson) -> LessonRecord:
    record = getattr(lesson, "record", None)
    if record is None:
        record = LessonRecord(lesson=lesson, version=0)
        lesson.record = record
    return record


def _plan_topic(lesson: Lesson, plan_topic: int | None) -> int | None:
    if plan_topic is None:
        return None
    known = lesson.course.plan_id and PlanTopic.objects.filter(pk=plan_topic, plan_id=lesson.course.plan_id).exists()
    if not known:
        raise invalid("Такой темы нет в КТП этого курса")
    return plan_topic


def _next_day(lesson: Lesson) -> date | None:
    """The day of the course's next lesson: what a task without a date is due on."""
    held = Lesson.objects.exclude(status=LessonStatus.CANCELLED)
    coming = held.filter(course_id=lesson.course_id, day__gt=lesson.day)
    return coming.order_by("day").values_list("day", flat=True).first()


def _detail(batch: Batch, operation: Operation, homework: Homework, text: str) -> tuple[int | None, list[int]]:
    """How long it takes and to whom alone it is set: nothing of the kind without a text."""
    if not text:
        return None, []
    if operation.students is None:
        return _minutes(operation, homework), list(homework.student_ids)
    lesson = batch.lessons[operation.lesson]
    here = {line.student_id for line in batch.rosters.get(lesson.course_id, []) if line.enrolled_on(lesson.day)}
    if not here.issuperset(operation.students):
        raise invalid("Задание можно задать только тем, кто в списке этого урока")
    return _minutes(operation, homework), list(operation.students)


def _minutes(operation: Operation, homework: Homework) -> int | None:
    if operation.minutes is None:
        return homework.minutes
    if operation.minutes > MAX_MINUTES:
        raise invalid(f"Время на задание — не больше {MAX_MINUTES} минут, вписано {operation.minutes}")
    return operation.minutes or None


def _limited(text: str, limit: int, what: str) -> str:
    tidy = text.strip()
    if len(tidy) > limit:
        raise invalid(f"{what} — не длиннее {limit} знаков, сейчас {len(tidy)}")
    return tidy


def _about(lesson: Lesson) -> dict[str, Any]:
    return {"title": f"{lesson.course.title} · {lesson.day:%d.%m.%Y}{NBSP}№{NBSP}{lesson.number}"}


def _homework_json(homework: Homework) -> dict[str, Any]:
    return {
        "text": homework.text,
        "due_on": homework.due_on.isoformat() if homework.due_on else None,
        "not_set": homework.not_set,
        **({"minutes": homework.minutes} if homework.minutes else {}),
        **({"students": len(homework.student_ids)} if homework.student_ids else {}),
    }
