"""What each form is sent: data that a person with the right would really send, so that it acts."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from parta.domain.curriculum.queries import plan_topics, plan_version
from parta.domain.finals import actions as finals
from parta.domain.finals.models import Deferral
from parta.domain.finals.queries import place_now, places_of
from parta.domain.journal.models import AbsenceReason, LessonRecord, Mark, TopicPlacement, WorkType
from parta.domain.journal.queries import course_plan
from parta.domain.school import actions as school
from parta.domain.school.models import CalendarException, TeachingGroup
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson, TimetableEntry
from parta.domain.timetable.queries import version_sign
from parta.exchange import apply
from parta.ops.demo.people import PASSWORD
from tests.matrix import samples_closing as closing
from tests.matrix.exam_files import exam, exam_commit, exam_file, plan_commit
from tests.matrix.samples_copying import copied, copy_key, copying, parallel
from tests.matrix.world import PLAN_FILE, ROSTER, Sample, World
from tests.matrix.world import fixed as _fixed

DAY = "2026-12-14"
HALF_YEARS = {
    "grades": ["10"], "kind": "half_year",
    "first_1": "2026-09-01", "last_1": "2026-12-29", "first_2": "2027-01-11", "last_2": "2027-05-26",
}  # fmt: skip
QUARANTINE = {
    "title": "Карантин", "starts_on": "2027-02-08", "ends_on": "2027-02-12", "first_grade": "1", "last_grade": "4",
}  # fmt: skip
OF_RECORD = {"roll_call", "topic", "work_type", "checked", "received", "lesson_comment", "work_topic"}
NAMES = {"last_name": "Берёзкин", "first_name": "Тихон", "middle_name": "Ильич"}


def operation(world: World, kind: str) -> dict[str, Any]:
    """One journal operation of the kind, about the lesson in question."""
    values: dict[str, dict[str, Any]] = {
        "mark": {"student": world.pupil.pk, "slot": 1, "value": "5"},
        "move": {"student": world.pupil.pk, "slot": 1, "base": 1, "to_lesson": earlier(world, kind)},
        "attendance": {"student": world.pupil.pk, "value": "н"},
        "comment": {"student": world.pupil.pk, "slot": 1, "value": "Хорошо", "base": 1},
        "roll_call": {"value": "1"},
        "topic": {"value": "Климат материков"},
        "work_type": {"value": "practical"},
        "homework": {"value": "§ 12, вопросы"},
        "work_topic": {"value": "Климат: итоги"},
        "lesson_comment": {"value": "Работали в парах"},
        "checked": {"value": "2026-12-10"},
        "received": {"value": "2026-12-10T10:00"},
    }
    record = LessonRecord.objects.filter(lesson=world.lesson).first()
    base = record.version if record and kind in OF_RECORD else 0
    common = {"id": str(uuid.uuid4()), "kind": kind, "lesson": world.lesson.pk, "base": base}
    return common | values[kind]


def final_operation(world: World) -> dict[str, Any]:
    """A final mark of the second quarter on the page in question."""
    place = place_now(places_of(world.course))
    return {
        "id": str(uuid.uuid4()), "course": world.course.pk, "place": place.code if place else "",
        "student": world.pupil.pk, "value": "4", "reason": "Зачёт по теме",
    }  # fmt: skip


def open_finals(world: World) -> None:
    """An order lets final marks be given today, and the pupil's deferral is withdrawn."""
    Deferral.objects.filter(student=world.pupil).update(withdrawn_at=world.cast.now)
    place = place_now(places_of(world.course))
    if place:
        order = finals.DatesOrder(world.cast.today, world.cast.today, "214", world.cast.today)
        finals.set_final_dates(world.users["deputy"], periods=[place.closing], order=order)


def earlier(world: World, kind: str) -> int:
    """The lesson of the page before the one in question: where a mark is moved to."""
    if kind != "move":
        return 0
    held = Lesson.objects.filter(course=world.course, day__lt=world.lesson.day).exclude(status=LessonStatus.CANCELLED)
    return held.latest("day", "number").pk


def put_kind(world: World, code: str) -> None:
    """The lesson is a work of the kind: only such works are checked, or have results that come."""
    LessonRecord.objects.create(
        lesson=world.lesson, work_type=WorkType.objects.get(code=code), entered_by=world.users["teacher"],
        entered_at=world.cast.now,
    )  # fmt: skip


def put_mark(world: World) -> None:
    """A mark to be commented: comments need one."""
    Mark.objects.create(
        lesson=world.lesson, student=world.pupil, slot=1, value="4", version=1,
        entered_by=world.users["teacher"], entered_at=world.cast.now,
    )  # fmt: skip


def _hours(world: World, role: str) -> dict[str, str]:
    return {f"h-7-{world.ids['subject_id']}": "3"}


def _bells(world: World, role: str) -> dict[str, str]:
    return {"shift": "1", "weekday": "6", "valid_from": DAY, "starts-1": "9:00", "ends-1": "9:40"}


def _commit(world: World, role: str) -> dict[str, str]:
    one = world.upload
    parsed = apply.read_file(one.kind, one.data(), one.file_name, one.options)
    return {"seen": apply.plan_changes(one.kind, parsed, one.options, one.file_name).fingerprint()}


def _absence(world: World, role: str) -> dict[str, str]:
    return {"code": "б", "first_day": DAY, "last_day": DAY, "first_lesson": "1", "base": "0"}


def note_absence(world: World) -> None:
    """A reason to be taken back."""
    AbsenceReason.objects.create(
        student=world.pupil, code="у", first_day=world.cast.today, last_day=world.cast.today,
        entered_by=world.users["class_teacher"], entered_at=world.cast.now,
    )  # fmt: skip


def _told(world: World, role: str) -> dict[str, Any]:
    return {"way": "printed", "student": [world.pupil.pk]}


def _plan(world: World, role: str) -> dict[str, Any]:
    """The table of the draft with another first topic."""
    topics = plan_topics(world.draft)
    columns = {
        "id": [one.pk for one in topics],
        "sec": [""] * len(topics),
        "title": ["Введение в курс", *[one.title for one in topics[1:]]],
        "homework": [one.homework for one in topics],
        "kind": [one.kind for one in topics],
    }
    return {"do": "save", "base": plan_version(topics), "section": [], **columns}


def _plan_draft(world: World, role: str) -> dict[str, Any]:
    """The same table as the editor sends it by itself."""
    topics = plan_topics(world.draft)
    rows = [[str(one.pk), "", one.title, one.kind, one.homework] for one in topics]
    rows[0][2] = "Введение в курс"
    return {"base": plan_version(topics), "sections": [], "rows": rows}


def _steps(world: World, role: str) -> dict[str, Any]:
    """The last topic of the page's course gets its own lesson again."""
    plan = course_plan(world.course)
    return {"step": f"part-{plan.placed[-1].topic}-0", "base": plan.version} if plan else {}


def _joined(world: World) -> object:
    last = TopicPlacement.objects.filter(course=world.course).order_by("-position").values("pk")[:1]
    return TopicPlacement.objects.filter(pk__in=list(last.values_list("pk", flat=True))).update(joined=True)


def _unplaced(world: World) -> object:
    return TopicPlacement.objects.filter(course=world.course).delete()


def _cell(world: World, role: str) -> dict[str, Any]:
    """The place of the week where the page stands."""
    entry = TimetableEntry.objects.get(pk=world.ids["entry_id"])
    return {"cell": f"{world.ids['class_id']}-{entry.weekday}-{entry.number}"}


def _saturday(world: World) -> str:
    return f"{world.ids['class_id']}-6-1"


def _drop_lessons(world: World) -> object:
    return Lesson.objects.filter(course=world.course, day__gt=world.coming.day).delete()


def _newcomer(world: World) -> int:
    return world.newcomer.pk


def _other_group(world: World) -> TeachingGroup:
    return TeachingGroup.objects.filter(division=world.division).exclude(memberships__student=world.pupil)[0]


def _transfer(world: World) -> object:
    return school.transfer_pupil(
        world.cast.school.system, division=world.division, student=world.pupil, group=_other_group(world),
        day=date(2027, 1, 11), reason="Заявление", base=1,
    )  # fmt: skip


def _withdraw(world: World) -> object:
    return school.withdraw_students(world.cast.school.system, [world.pupil], last_day=date(2026, 12, 8))


def _class(world: World, name: str) -> int:
    return world.cast.school.classes[name].pk


def _staff(world: World, login: str) -> int:
    return world.cast.school.staff[login].pk


def _smirnova(world: World, role: str) -> dict[str, Any]:
    return {"staff": _staff(world, "smirnova"), "valid_from": DAY}


def _key(world: World, role: str) -> dict[str, Any]:
    scope = "read_diary" if "student" in role or "guardian" in role else "read_journal"
    return {"name": "Экран в холле", "scopes": [scope], "days": "30", "password": PASSWORD}


SAMPLES: dict[str, Sample] = {
    **closing.SAMPLES,
    "sign_in": _fixed(login="krylova", password="не тот пароль"),
    "preferences": _fixed(theme="dark"),
    "choose_seat": _fixed(seat="teaching"),
    "profile": _fixed(phone="+7 900 000-00-00", email="person@example.ru"),
    "change_password": _fixed(current=PASSWORD, new="четыре слова подряд", again="четыре слова подряд"),
    "lesson": lambda world, role: {"form": "mark", "student": world.pupil.pk, "mark": "5", "slot": "1"},
    "homework_copy": copying,
    "homework_copy_undo": copy_key,
    "attachment_add": _fixed(purpose="resource", url="https://resh.edu.ru/subject/4/7/", title="РЭШ, география"),
    "pupil_notes": _fixed(kind="recommendation", text="Повтори материки и океаны"),
    "note_correct": _fixed(kind="praise", text="Отличный доклад об океанах", base="1"),
    "note_withdraw": _fixed(base="1", reason="Написано не тому ученику"),
    "journal_operations": lambda world, role: {"operations": [operation(world, "mark")]},
    "final_dates": _fixed(
        period="quarter-2", grades=["7"], opens_on=DAY, closes_on=DAY, order_number="214", order_date=DAY
    ),
    "final_marks": lambda world, role: {f"v-{world.pupil.pk}": "4", f"r-{world.pupil.pk}": "Зачёт по теме"},
    "final_operations": lambda world, role: {"operations": [final_operation(world)]},
    "api_operations": lambda world, role: {"operations": [operation(world, "mark")]},
    "token_issue": _key,
    "diary_seen": _fixed(done="1"),
    "school_settings": _fixed(name="Школа № 12 имени первого учителя", short_name="Школа № 12"),
    "year_new": _fixed(year="2027"),
    "school_year": _fixed(starts_on="2026-09-01", ends_on="2027-05-27"),
    "periods": _fixed(**HALF_YEARS),
    "vacation_new": _fixed(**QUARANTINE),
    "vacation": _fixed(**{**QUARANTINE, "title": "Карантин начальной школы"}),
    "vacation_remove": _fixed(),
    "special_day": _fixed(day="2026-12-19", kind="school_day", title="Рабочая суббота", as_weekday="1"),
    "special_day_clear": _fixed(),
    "government_days": _fixed(),
    "rooms": _fixed(names="401, 402"),
    "room": _fixed(name="214", title="математика", capacity="30", is_active="on"),
    "staff_new": _fixed(**NAMES, position="учитель химии", valid_from=DAY),
    "student_new": lambda world, role: {**NAMES, "school_class": _class(world, "7Б"), "valid_from": DAY},
    "guardian_new": lambda world, role: {**NAMES, "student": world.pupil.pk, "relation": "father"},
    "person_change": _fixed(**NAMES),
    "student_change": _fixed(birth_date="2013-03-03", gender="m", file_number="Б-1"),
    "appoint": _fixed(role="deputy", valid_from=DAY),
    "appointment_end": _fixed(last_day=DAY),
    "tie_new": _fixed(**NAMES, relation="father", valid_from="2026-12-10"),
    "tie_end": _fixed(last_day=DAY),
    "login_issue": _fixed(),
    "person_block": _fixed(reason="Просьба семьи"),
    "person_sign_out": _fixed(),
    "class_list": _fixed(names="8В, 9Г", shift="1", days_per_week="5"),
    "class_logins": _fixed(),
    "class_change": _fixed(letter="Б", shift="1", days_per_week="5", profile="лингвистический"),
    "homeroom": _smirnova,
    "students_move": lambda world, role: {"student": [world.pupil.pk], "to_class": _class(world, "5А"), "day": DAY},
    "students_withdraw": lambda world, role: {"student": [world.pupil.pk], "last_day": DAY, "kind": "left"},
    "group_new": lambda world, role: {"name": "7Б труд", "kind": "subgroup", "classes": [_class(world, "7Б")]},
    "group": lambda world, role: {"day": DAY, "student": [world.pupil.pk]},
    "next_year": _fixed(),
    "pupil_study": lambda world, role: {
        "do": "bring", "subject": world.ids["subject_id"], "values": "5 4", "school": "Школа № 4", "day": "2026-12-09",
    },
    "division": lambda world, role: {"version": "1", f"p-{_newcomer(world)}": world.ids["group_id"]},
    "division_list_rule": lambda world, role: {"names": "Ковалёв", "group": world.ids["group_id"]},
    "division_transfer": lambda world, role: {
        "student": world.pupil.pk, "group": _other_group(world).pk, "day": "2027-01-11", "reason": "Заявление",
    },
    "division_transfer_cancel": lambda world, role: {"cancel": world.pupil.pk},
    "division_new": lambda world, role: {
        "title": "Труд", "classes": [_class(world, "7Б")], "group_names": "7Б труд, 1 группа\n7Б труд, 2 группа",
    },
    "hire": _fixed(position="помощник библиотекаря", valid_from="2026-12-10"),
    "position": _fixed(position="учитель английского языка, наставник"),
    "dismiss": _fixed(last_day=DAY, reason="приказ № 40"),
    "enroll_again": lambda world, role: {"school_class": _class(world, "7Б"), "valid_from": DAY},
    "board_decide": _fixed(reason="Экскурсия"),
    "absence_new": lambda world, role: {"staff": _staff(world, "guseva"), "first_day": DAY, "reason": "illness"},
    "absence_change": _fixed(first_day=DAY, last_day="2026-12-20", reason="courses"),
    "whole_day": _fixed(day=DAY, reason="Мороз −32 °C"),
    "substitution": _fixed(password=PASSWORD),
    "control_work_plan": _fixed(),
    "exam_entry": exam,
    "exam_file": exam_file,
    "exam_file_check": exam_commit,
    "exam_result": _fixed(value="5", reason="Апелляция", base="1"),
    "class_check": _fixed(day="2026-12-10"),
    "medical_group": _fixed(kind="special_a", first_day="2026-12-10", document="№ 12 от 09.12.2026"),
    "medical_group_withdraw": _fixed(base="1"),
    "openings": lambda world, role: {
        "what": f"class-{_class(world, '7Б')}", "day": DAY, "hour": "18:00", "reason": "Болезнь",
    },
    "timetable_new": _fixed(valid_from="2027-01-11"),
    "timetable_publish": lambda world, role: {
        "seen": version_sign(world.week_draft), "despite": "Так задумано: потоковые уроки",
    },
    "timetable_drop": _fixed(),
    "timetable_operation": lambda world, role: {"op": "put", "cell": _saturday(world), "course": world.course.pk},
    "place_set": lambda world, role: {"cell": _saturday(world), "course": world.course.pk, "week": "every"},
    "place_move": lambda world, role: {**_cell(world, role), "weekday": "6", "number": "1"},
    "place_remove": _cell,
    "lesson_generation": _fixed(),
    "bells": _bells,
    "bells_remove": _fixed(),
    "plan_new": lambda world, role: {
        "subject": world.ids["subject_id"], "grade": "7", "source": "empty", "text": "Материки",
    },
    "plan_file": lambda world, role: {
        "file": SimpleUploadedFile("план.csv", PLAN_FILE), "subject": world.ids["subject_id"], "grade": "8",
    },
    "plan_file_check": plan_commit,
    "plans_place": _fixed(),
    "plan_place": _fixed(),
    "plan_rearrange": _steps,
    "plan_send": _fixed(),
    "plan_withdraw": _fixed(),
    "plan_revise": _fixed(),
    "plan_drop": _fixed(),
    "plan_edit": _plan,
    "plan_draft": _plan_draft,
    "plan_rename": _fixed(title="География материков"),
    "plan_copy": _fixed(),
    "plan_attach": lambda world, role: {"courses": [], "shown": [world.course.pk]},
    "plan_approve": _fixed(),
    "plan_return": _fixed(reason="Часов меньше, чем в учебном плане"),
    "subjects": _fixed(name="Астрономия", has_marks="on"),
    "subject": _fixed(name="География", short_name="Геогр.", has_marks="on"),
    "absence_reason": _absence,
    "informed": _told,
    "absence_reason_withdraw": _fixed(base="1"),
    "absence_signs": _fixed(code="к", name="карантин", missed="on", excused="on"),
    "absence_sign": _fixed(name="сборы", missed="on", excused="on", is_active="on", base="1"),
    "work_types": _fixed(name="Читательский дневник", short_name="чит", weight="0,5"),
    "work_type_preset": _fixed(preset="ten", starts_on=DAY),
    "work_type": _fixed(
        name="Домашняя работа", short_name="д/з", deadline_class="lesson", marks_per_student="1", first_grade="5",
        last_grade="11", is_active="on",
    ),
    "work_type_weight": _fixed(weight="1,25", counts="on", starts_on=DAY),
    "work_type_weight_withdraw": _fixed(),
    "study_plan": _hours,
    "course_new": lambda world, role: {"subject": world.ids["subject_id"], "school_class": _class(world, "1А")},
    "courses_open": lambda world, role: {"class": _class(world, "10А"), "subjects": [world.ids["subject_id"]]},
    "courses_assign": lambda world, role: {"courses": [world.course.pk], **_smirnova(world, role)},
    "course_assign": _smirnova,
    "course_replace": lambda world, role: {
        "old": _staff(world, "guseva"), "new": _staff(world, "smirnova"), "valid_from": DAY,
    },
    "course_hours": _fixed(hours="1,5"),
    "course_state": _fixed(),
    "assignment_end": _fixed(last_day=DAY),
    "import_upload": lambda world, role: {"file": SimpleUploadedFile("5А.csv", ROSTER), "class_name": "5А"},
    "import_preview": _fixed(class_name="5А"),
    "import_commit": _commit,
    "import_cancel": _fixed(),
    "rulebook_rule": _fixed(value="2 часа", reason="Решение педсовета"),
    "rulebook_adopt": _fixed(profile="default", reason="Новое положение"),
}  # fmt: skip
PREPARE: dict[str, Callable[[World], object]] = {
    **closing.PREPARE,
    "absence_reason_withdraw": note_absence,
    "government_days": lambda world: CalendarException.objects.all().delete(),
    "lesson_generation": _drop_lessons,
    "homework_copy": parallel,
    "homework_copy_undo": copied,
    "final_marks": open_finals,
    "final_operations": open_finals,
    "enroll_again": _withdraw,
    "import_commit": World.send_again,
    "division": World.somebody_comes,
    "group": lambda world: TeachingGroup.objects.filter(pk=world.ids["group_id"]).update(division=None),
    "division_transfer_cancel": _transfer,
    "plan_file_check": World.send_again,
    "exam_file_check": World.send_again,
    "plans_place": _unplaced,
    "plan_place": _unplaced,
    "plan_rearrange": _joined,
}
"""What must be done first, or the form would find everything done."""
JSON = {"journal_operations", "api_operations", "final_operations", "plan_draft"}
"""Addresses that are sent JSON, not a form."""
