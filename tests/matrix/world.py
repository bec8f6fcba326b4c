"""The school in which the table is tried: the cast at 14:00, when the substituted lesson has been held."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from parta.domain.access import actions as access
from parta.domain.access import rules
from parta.domain.access.choices import Scope
from parta.domain.access.models import ApiToken, Appointment, Session, User
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.models import Course, Subject, TeachingAssignment, ThematicPlan
from parta.domain.finals.models import AcademicDebt, Deferral, DeferredCourse
from parta.domain.journal.models import (
    AbsenceSign,
    Attachment,
    Homework,
    MedicalGroup,
    Opening,
    PupilNote,
    WorkType,
    WorkTypeWeight,
)
from parta.domain.journal.queries.attachments import store
from parta.domain.school import actions as school
from parta.domain.school.models import CalendarException, Division, GradingPeriod, Guardianship, Student, Vacation
from parta.domain.timetable.actions import create_timetable
from parta.domain.timetable.models import BellSchedule, Lesson, StaffAbsence, Substitution, Timetable, TimetableEntry
from parta.exchange import uploads
from parta.exchange.preview import ImportKind, ImportOptions
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.http import not_found
from tests.matrix.exam_files import attested, kept_exam
from tests.matrix.roles import PUPIL, ROLES, STRANGER, SUBJECT, UNIT

ROSTER = "ФИО;Дата рождения\nБерёзкин Тихон Ильич;03.03.2015\n".encode()
PLAN_FILE = "№;Тема урока;Кол-во часов\n1;Материки;1\n2;Океаны;1\n".encode()
UNKNOWN = 999_999_999


@dataclass
class World:
    """People by role and the things every address is about."""

    cast: Cast
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, ApiToken] = field(default_factory=dict)

    def __post_init__(self) -> None:
        logins = {role: part.login for role, part in ROLES.items() if part.login}
        self.users = {role: self.cast.user(login) for role, login in logins.items()}
        self.users["nobody"] = self._nobody()
        self.tokens = self._tokens()

    def _tokens(self) -> dict[str, ApiToken]:
        """A key of every role for the programs' addresses: one insert, for the world is made anew for every test."""
        now = clock.real_now()
        dated = {"created_at": now, "expires_at": now + timedelta(days=1), "scopes": Scope.values}
        made = [
            ApiToken(user=user, name=role, hash=rules.token_hash(raw_key(role)), **dated)
            for role, user in self.users.items()
        ]
        return dict(zip(self.users, ApiToken.objects.bulk_create(made), strict=True))

    def _nobody(self) -> User:
        hired = school.hire_staff(
            self.cast.school.system,
            school.NewStaff(date(2026, 9, 1), "гардеробщик", access.NewPerson("Пустовой", "Олег", "Львович")),
        )
        access.issue_logins(self.cast.school.system, [hired.user], logins=["nobody"], passwords=["parta-2026"])
        return User.objects.get(pk=hired.user_id)

    @cached_property
    def pupil(self) -> Student:
        """The pupil in question."""
        return self.cast.pupil(PUPIL)

    @cached_property
    def course(self) -> Course:
        """The page in question."""
        return self.cast.course(UNIT, SUBJECT)

    @cached_property
    def lesson(self) -> Lesson:
        """Today's lesson of the page: the substituted one."""
        return Lesson.objects.get(course=self.course, day=self.cast.today)

    @cached_property
    def ids(self) -> dict[str, Any]:
        """A value for every parameter that addresses take."""
        year = self.cast.school.year
        return {
            "student_id": self.pupil.pk,
            "pupil_id": self.pupil.pk,
            "user_id": self.pupil.user_id,
            "course_id": self.course.pk,
            "lesson_id": self.lesson.pk,
            "staff_id": self.users["teacher"].staff.pk,
            "grade": self.course.grade_level,
            "class_id": self.cast.school.classes[UNIT].pk,
            "year_id": year.pk,
            "vacation_id": Vacation.objects.filter(year=year).values_list("pk", flat=True)[0],
            "day_id": CalendarException.objects.filter(day__gt=self.cast.today).values_list("pk", flat=True)[0],
            "room_id": self.cast.school.rooms["214"].pk,
            "group_id": next(iter(self.cast.school.groups.values())).pk,
            "division_id": self.division.pk,
            "appointment_id": Appointment.objects.get(user__login="gruppa").pk,
            "tie_id": Guardianship.objects.get(student=self.pupil).pk,
            "setting": "homework_entry_deadline",
            "subject_id": Subject.objects.get(name=SUBJECT).pk,
            "assignment_id": TeachingAssignment.objects.get(course=self.course).pk,
            "schedule_id": BellSchedule.objects.values_list("pk", flat=True)[0],
            "timetable_id": Timetable.objects.values_list("pk", flat=True)[0],
            "entry_id": TimetableEntry.objects.filter(course=self.course).values_list("pk", flat=True)[0],
            "plan_id": self.plan.pk,
            "token_id": self.tokens["teacher"].pk,
            "absence_id": self.absence.pk,
            "substitution_id": Substitution.objects.get(lesson=self.lesson).pk,
            "act": "cancel",
            "rest": "nothing",
            "kind": "roster",
            "check": "attendance",
            "key": self.upload.key,
            "medical_id": self.paper.pk,
            "sign_id": self.own_sign.pk,
            "work_type_id": WorkType.objects.get(code="homework").pk,
            "opening_id": self.opening.pk,
            "rule_id": self.coming_weight.pk,
            "result_id": self.exam.pk,
            "attachment_id": self.attachment.pk,
            "note_id": self.note.pk,
            "deferral_id": self.deferral.pk,
            "place_id": self.deferral.courses.get().pk,
            "debt_id": self.debt.pk,
        }

    @cached_property
    def opening(self) -> Opening:
        """The page in question, opened till tomorrow."""
        now = self.cast.now
        return Opening.objects.create(
            course=self.course, reason="Болезнь", opened_by=self.users["deputy"], opened_at=now,
            closes_at=now + timedelta(days=1),
        )  # fmt: skip

    exam = cached_property(attested)
    """Attestation of the pupil on the page in question, entered by its teacher."""

    @cached_property
    def paper(self) -> MedicalGroup:
        """A medical group of the pupil in question that is over."""
        return MedicalGroup.objects.create(
            student=self.pupil, kind="special_a", first_day=date(2026, 9, 1), last_day=date(2026, 10, 1),
            document="№ 1", entered_by=self.users["secretary"], entered_at=self.cast.now,
        )  # fmt: skip

    @cached_property
    def own_sign(self) -> AbsenceSign:
        """A sign of absence of the school's own."""
        return AbsenceSign.objects.create(code="сор", name="соревнования", words="пропуск: соревнования", position=9)

    @cached_property
    def attachment(self) -> Attachment:
        """A file of the homework of the lesson in question, which is set to the whole class."""
        now, teacher = self.cast.now, self.users["teacher"]
        Homework.objects.create(
            lesson=self.lesson, text="§ 11, вопросы", due_on=self.coming.day, entered_by=teacher, entered_at=now
        )
        kept = store().keep(b"Karta")
        return Attachment.objects.create(
            lesson=self.lesson, purpose="homework", title="Карта.txt", stored=kept.name, sha256=kept.sha256,
            size=kept.size, content_type="text/plain", added_by=teacher, added_at=now,
        )  # fmt: skip

    @cached_property
    def note(self) -> PupilNote:
        """What the teacher of the page has written to the pupil in question."""
        return PupilNote.objects.create(
            student=self.pupil, course=self.course, day=self.cast.today, kind="praise", text="Отличный доклад",
            written_by=self.users["teacher"], written_at=self.cast.now,
        )  # fmt: skip

    @cached_property
    def coming_weight(self) -> WorkTypeWeight:
        """A weight that begins next year."""
        kind = WorkType.objects.get(code="homework")
        return WorkTypeWeight.objects.create(work_type=kind, weight=1, starts_on=date(2027, 1, 11))

    def _defer(self, order: str) -> Deferral:
        row = Deferral.objects.create(
            student=self.pupil, year=self.course.year, period=self.period, reason="illness", makeup_form="credit",
            order_number=order, order_date=self.cast.today if order else None, due_on=date(2027, 1, 23),
            entered_by=self.users["deputy"], entered_at=self.cast.now,
        )  # fmt: skip
        DeferredCourse.objects.create(deferral=row, course=self.course)
        return row

    @cached_property
    def period(self) -> GradingPeriod:
        """The quarter that goes on."""
        return GradingPeriod.objects.get(year=self.course.year, grade_level=7, number=2)

    @cached_property
    def deferral(self) -> Deferral:
        """The pupil's mark of the page is deferred by an order."""
        return self._defer("331")

    @cached_property
    def prepared(self) -> Deferral:
        """The same without its order yet."""
        return self._defer("")

    @cached_property
    def debt(self) -> AcademicDebt:
        """The pupil failed the subject last year."""
        return AcademicDebt.objects.create(
            student=self.pupil, subject=self.course.subject, year=self.course.year, due_on=date(2027, 10, 1),
            entered_by=self.users["deputy"], entered_at=self.cast.now,
        )  # fmt: skip

    @cached_property
    def absence(self) -> StaffAbsence:
        """A teacher who will be away next week."""
        staff = self.cast.school.staff["petrova"]
        return StaffAbsence.objects.create(staff=staff, first_day=date(2026, 12, 14))

    @cached_property
    def plan(self) -> ThematicPlan:
        """The approved plan of the page in question."""
        return ThematicPlan.objects.get(courses=self.course)

    @cached_property
    def division(self) -> Division:
        """The English groups of the class in question."""
        return Division.objects.get(classes=self.cast.school.classes[UNIT])

    def somebody_comes(self) -> None:
        """A pupil who came yesterday and has no group yet."""
        row = school.NewPupil(
            self.cast.school.classes[UNIT], date(2026, 12, 9), access.NewPerson("Агапов", "Иван", "Львович")
        )
        school.enroll_student(self.cast.school.system, row)

    @property
    def newcomer(self) -> Student:
        """The one who came last."""
        return Student.objects.order_by("-pk")[0]

    @cached_property
    def draft(self) -> ThematicPlan:
        """A copy of it, the draft of the teacher of the page."""
        return curriculum.copy_plan(self.users["teacher"], plan=self.plan)

    @cached_property
    def sent(self) -> ThematicPlan:
        """Another copy, which the deputy is reading."""
        copy = curriculum.copy_plan(self.users["teacher"], plan=self.plan)
        return curriculum.send_plan(self.users["teacher"], plan=copy)

    @cached_property
    def week_draft(self) -> Timetable:
        """A draft of the timetable from January, which begins with the present week."""
        table = Timetable.objects.get(pk=self.ids["timetable_id"])
        return create_timetable(
            self.users["deputy"], year=table.year, valid_from=date(2027, 1, 18), copy_of=table, draft=True
        )  # fmt: skip

    @cached_property
    def plan_upload(self) -> uploads.Upload:
        """A plan the teacher has sent as a file and not yet written."""
        options = ImportOptions(subject=SUBJECT, grade=8)
        return uploads.keep(self.users["teacher"], ImportKind.PLAN, "план.csv", PLAN_FILE, options)

    @cached_property
    def exam_upload(self) -> uploads.Upload:
        """A table of results the teacher has sent and not yet written."""
        return kept_exam(self)

    @cached_property
    def upload(self) -> uploads.Upload:
        """A class list the administrator has sent and not yet written."""
        return uploads.keep(
            self.users["administrator"], ImportKind.ROSTER, "5А.csv", ROSTER, ImportOptions(class_name="5А")
        )

    def send_again(self) -> None:
        """A written file is gone: send another copy, at another address."""
        self.__dict__.pop("upload", None)
        self.__dict__.pop("plan_upload", None)
        self.__dict__.pop("exam_upload", None)
        self.__dict__.pop("ids", None)

    @cached_property
    def coming(self) -> Lesson:
        """The next lesson of the page."""
        return Lesson.objects.filter(course=self.course, day__gt=self.cast.today).order_by("day")[0]

    def things(self, name: str) -> dict[str, Any]:
        """The things in question, or what a page is about by its nature: a draft, a colleague, a coming lesson."""
        for names, key, value in self._own_things():
            if name in names:
                return {**self.ids, key: value()}
        return self.ids

    def _own_things(self) -> list[tuple[set[str], str, Callable[[], Any]]]:
        """Names of pages, the part of their address, and what is found or made for it when it is asked."""
        return [
            ({"plan_draft", "plan_edit", "plan_rename", "plan_send", "plan_drop"}, "plan_id", lambda: self.draft.pk),
            ({"plan_approve", "plan_return", "plan_withdraw"}, "plan_id", lambda: self.sent.pk),
            ({"timetable_publish", "timetable_drop"}, "timetable_id", lambda: self.week_draft.pk),
            ({"plan_file_check"}, "key", lambda: self.plan_upload.key),
            ({"exam_file_check"}, "key", lambda: self.exam_upload.key),
            ({"position", "dismiss"}, "user_id", lambda: self.cast.school.staff["smirnova"].user_id),
            ({"hire"}, "user_id", lambda: self.users["guardian"].pk),
            ({"deferral_change", "deferral_withdraw"}, "deferral_id", lambda: self.prepared.pk),
            ({"board_decide", "control_work_plan"}, "lesson_id", lambda: self.coming.pk),
        ]

    def address(self, name: str, *, unknown: bool = False) -> str:
        """The address of a page about the things in question, or about things that do not exist."""
        pattern = patterns()[name]
        things = self.things(name)
        values = {key: things[key] for key in pattern.pattern.converters}
        if unknown:
            values = {key: "no_such_thing" if isinstance(one, str) else UNKNOWN for key, one in values.items()}
        return reverse(name, kwargs=values)

    def enter(self, role: str) -> Client:
        """A browser of the role, signed in without the cost of a password hash, which also holds the role's key.

        Pages look at the session alone and the programs' addresses at the key alone: tests of the API prove both.
        """
        client = Client(headers={"accept": "text/html"}, raise_request_exception=False)
        if role != STRANGER:
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {raw_key(role)}"
            client.force_login(self.users[role])
            session = client.session
            session["started"] = session["seen"] = int(clock.real_now().timestamp())
            session.save()
        return client


def raw_key(role: str) -> str:
    """The key of a role, of the right length."""
    return f"{rules.KEY_PREFIX}{role:_<43}"


def patterns() -> dict[str, URLPattern]:
    """Every written page by its name; names of pages still to come are left out."""
    found: dict[str, URLPattern] = {}

    def walk(resolver: URLResolver) -> None:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                walk(one)
            elif one.callback is not not_found:
                found.setdefault(str(one.name or one.pattern), one)

    walk(get_resolver())
    return found


def fingerprint() -> dict[str, tuple[int, ...]]:
    """Rows of every table; of the tables of the domain also their largest number, so that a swap is seen."""
    counted = [model for model in apps.get_models() if model is not Session and model._meta.managed]
    parts = [
        f"SELECT '{model._meta.label}', COUNT(*), COALESCE(MAX({_number(model)}), 0) FROM \"{model._meta.db_table}\""
        for model in counted
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {str(name): (int(count), int(last)) for name, count, last in cursor.fetchall()}


def _number(model: Any) -> str:
    key = model._meta.pk
    is_number = key is not None and key.get_internal_type() in {"BigAutoField", "AutoField"}
    return f'"{key.column}"' if is_number else "0"


Sample = Callable[[World, str], Any]


def fixed(**values: Any) -> Sample:
    """The same values for every role."""
    return lambda world, role: values


def at_two_o_clock(cast: Cast) -> datetime:
    """The sixth lesson is over: its teacher, its substitute and everybody else meet a held lesson."""
    return clock.at(cast.today, 14, 10)
