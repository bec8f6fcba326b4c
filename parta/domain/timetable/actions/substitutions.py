"""Another teacher gives the lesson: with the same subject, another one, or together with a lesson of his own."""

from datetime import date

from django.db import transaction

from parta.domain.access.actions import confirm_password
from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.models import Course
from parta.domain.school.models import Room, StaffMember
from parta.domain.timetable.actions.lesson_record import (
    lesson_title,
    plain_lesson,
    plain_substitution,
    record_lesson,
    refuse_clashes,
    required_text,
    touch,
    works_on,
)
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.errors import LessonChange, SignatureRefused
from parta.domain.timetable.models import Lesson, Substitution
from parta.domain.timetable.permissions import require_lesson_change
from parta.domain.timetable.queries import clashes_at, lessons_with_entries
from parta.lib import clock
from parta.lib.russian import lower_first


@transaction.atomic
def substitute_lesson(
    actor: User,
    *,
    lesson: Lesson,
    teacher: StaffMember,
    room: Room | None = None,
    reason: str = "",
    order_number: str = "",
    order_date: date | None = None,
    joined_with: Lesson | None = None,
    anyway: bool = False,
) -> Substitution:
    """Another teacher gives the lesson and fills in its journal (S3-4.4.3a); a second call changes the substitute.

    joined_with: the lesson the substitute gives at that time, which takes these pupils in. A changed substitute has to
    sign again: `signed_at` is emptied. Raises LessonClash when the substitute is busy or away, unless `anyway`.
    """
    require_lesson_change(actor, "назначать замены")
    _check_substitute(lesson, teacher)
    found = clashes_at(lesson, teacher=teacher, room=room, pupils=False, ignoring=joined_with)
    despite = refuse_clashes(found, anyway=anyway)
    present = Substitution.objects.filter(lesson=lesson).select_related("teacher__user", "room").first()
    before = plain_substitution(present) if present else None
    row = present or Substitution(lesson=lesson, instead_of=lesson.teacher)
    if present and present.teacher_id != teacher.pk:
        row.signed_at, row.declined_at, row.decline_note = None, None, ""
    row.teacher, row.room, row.joined_with, row.reason = teacher, room, joined_with, reason.strip()[:200]
    row.order_number, row.order_date = order_number.strip()[:40], order_date
    row.save()
    touch(lesson)
    audit.record(
        actor,
        "timetable.lesson.substituted",
        subject=lesson,
        title=lesson_title(lesson),
        person=teacher.user,
        before=before,
        after=plain_substitution(row),
        reason=row.reason + despite,
    )
    return row


@transaction.atomic
def join_lessons(actor: User, *, lesson: Lesson, other: Lesson, reason: str = "") -> Substitution:
    """The pupils of `lesson` sit in at `other`, which its teacher gives at the same time, in the same room."""
    if other.pk == lesson.pk or other.day != lesson.day or not other.is_held:
        raise LessonChange("Объединяют с другим уроком того же дня, который состоится.")
    if other.starts_at >= lesson.ends_at or lesson.starts_at >= other.ends_at:
        raise LessonChange("Эти уроки идут в разное время: объединить их нельзя.")
    substitution = Substitution.objects.filter(lesson=other).select_related("teacher__user", "room").first()
    teacher = substitution.teacher if substitution else other.teacher
    if teacher is None:
        raise LessonChange(f"У урока «{other.course.title}» нет учителя: объединять не с кем.")
    room = (substitution.room if substitution else None) or other.room
    return substitute_lesson(actor, lesson=lesson, teacher=teacher, room=room, reason=reason, joined_with=other)


@transaction.atomic
def replace_subject(
    actor: User,
    *,
    lesson: Lesson,
    course: Course,
    teacher: StaffMember,
    room: Room | None = None,
    reason: str = "",
    anyway: bool = False,
) -> Lesson:
    """Another subject of the same class or group is taught instead: its lesson stands here, this one is cancelled.

    Marks and the topic then lie on the page of the subject that was really taught. Returns the new lesson.
    """
    require_lesson_change(actor, "назначать замены")
    _check_substitute(lesson, teacher)
    same_unit = (course.school_class_id, course.group_id) == (lesson.course.school_class_id, lesson.course.group_id)
    if not same_unit or course.pk == lesson.course_id or not course.is_active:
        raise LessonChange("Заменить можно другим предметом того же класса или той же группы.")
    if Lesson.objects.filter(course=course, day=lesson.day, number=lesson.number).exists():
        raise LessonChange(f"«{course.title}» на этом уроке уже есть.")
    despite = refuse_clashes(clashes_at(lesson, teacher=teacher, room=room, pupils=False), anyway=anyway)
    if Substitution.objects.filter(lesson=lesson).exists():
        remove_substitution(actor, lesson=lesson)
    before = plain_lesson(lesson)
    lesson.status, lesson.note = LessonStatus.CANCELLED, f"Вместо него {lower_first(course.subject.name)}"[:200]
    lesson.save(update_fields=["status", "note"])
    new = Lesson.objects.create(
        course=course,
        day=lesson.day,
        number=lesson.number,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        room=room or lesson.room,
        teacher=teacher,
        note=f"Вместо предмета «{lesson.course.subject.name}»"[:200],
        in_place_of=lesson,
    )
    Substitution.objects.create(lesson=new, teacher=teacher, instead_of=lesson.teacher, reason=reason.strip()[:200])
    touch(lesson)
    touch(new)
    record_lesson(actor, "timetable.lesson.replaced", lesson, before, f"{lesson_title(new)}. {reason}{despite}")
    return new


@transaction.atomic
def remove_substitution(actor: User, *, lesson: Lesson) -> None:
    """The lesson is its own teacher's again; what the substitute entered stays. A signed and held one is not undone."""
    require_lesson_change(actor, "снимать замены")
    row = Substitution.objects.filter(lesson=lesson).select_related("teacher__user", "room").first()
    if row is None:
        raise LessonChange("На этом уроке замены нет.")
    if lesson.in_place_of:
        raise LessonChange(f"Этот урок стоит вместо другого: верните «{lesson.in_place_of.course.title}».")
    _remove(actor, row, lesson)
    touch(lesson)


def drop_replacement(actor: User, lesson: Lesson) -> None:
    """The lesson of another subject that stands in place of this one goes. LessonChange when something is entered."""
    for new in Lesson.objects.filter(in_place_of=lesson).select_related(
        "course__subject", "substitution__teacher__user"
    ):
        row = getattr(new, "substitution", None)
        if row:
            _remove(actor, row, new)
        if lessons_with_entries([new.pk]):
            raise LessonChange(f"На уроке «{new.course.title}» уже есть записи: вернуть прежний урок нельзя.")
        new.delete()


@transaction.atomic
def sign_substitution(actor: User, *, row: Substitution, password: str) -> Substitution:
    """Sign the substitution journal (S3-4.4.3b): the substitute only, the password asked again.

    Raises SignatureRefused for somebody else, WeakPassword for a wrong password.
    """
    _require_substitute(actor, row)
    if not row.lesson.is_held:
        raise LessonChange("Урок отменён: подписывать нечего.")
    if row.signed_at:
        raise LessonChange("Эта замена уже подписана.")
    confirm_password(actor, password=password)
    row.signed_at, row.declined_at, row.decline_note = clock.now(), None, ""
    row.save(update_fields=["signed_at", "declined_at", "decline_note"])
    _record_answer(actor, "timetable.lesson.substitution_signed", row, "")
    return row


@transaction.atomic
def decline_substitution(actor: User, *, row: Substitution, note: str) -> Substitution:
    """The substitute cannot come: the deputy sees it on the board. The lesson stays his until another is named."""
    _require_substitute(actor, row)
    if row.signed_at or row.lesson.ends <= clock.now():
        raise LessonChange("Замена подписана или урок уже прошёл. Скажите завучу лично.")
    row.decline_note = required_text(note, "Напишите завучу, почему не получается.")
    row.declined_at = clock.now()
    row.save(update_fields=["declined_at", "decline_note"])
    _record_answer(actor, "timetable.lesson.substitution_declined", row, row.decline_note)
    return row


def _check_substitute(lesson: Lesson, teacher: StaffMember) -> None:
    if not lesson.is_held:
        raise LessonChange("Урок отменён: заменять некого. Сначала верните урок.")
    if lesson.teacher_id == teacher.pk and lesson.in_place_of_id is None:
        raise LessonChange(f"{teacher.user.short_name} и так ведёт этот урок.")
    if not works_on(teacher, lesson.day):
        raise LessonChange(f"{teacher.user.short_name} в этот день в школе не работает.")


def _remove(actor: User, row: Substitution, lesson: Lesson) -> None:
    if row.signed_at and lesson.ends <= clock.now():
        raise LessonChange("Замена проведена и подписана: она остаётся в журнале замещения.")
    audit.record(
        actor,
        "timetable.lesson.substitution_removed",
        subject=lesson,
        title=lesson_title(lesson),
        person=row.teacher.user,
        before=plain_substitution(row),
    )
    row.delete()


def _require_substitute(actor: User, row: Substitution) -> None:
    if row.teacher.user_id != actor.pk:
        raise SignatureRefused("Журнал замещения подписывает тот, кто ведёт урок.", clause="п. 4.4.3")


def _record_answer(actor: User, code: str, row: Substitution, reason: str) -> None:
    audit.record(actor, code, subject=row.lesson, title=lesson_title(row.lesson), person=actor, reason=reason)
