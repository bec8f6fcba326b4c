"""What to open: every page of the table of rights, about things the demo school has, by people who may see them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.urls import reverse

from parta.domain.access.models import User
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.models import Course, Subject, ThematicPlan
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import AcademicDebt
from parta.domain.school import actions as school
from parta.domain.school.models import AcademicYear, SchoolClass, Student
from parta.domain.timetable.models import Lesson
from parta.exchange import uploads
from parta.exchange.apply.exams import ExamAsked
from parta.exchange.preview import ImportKind, ImportOptions
from parta.lib import clock
from tests.matrix.lines import Line
from tests.matrix.table import LINES
from tests.matrix.world import patterns

ROSTER = "№;ФИО;Дата рождения\n1;Берёзкин Тихон Ильич;03.03.2015\n2;Ковалёва Алиса Сергеевна;31.02.2015\n".encode()
RESULTS = "ФИО;Отметка\nКовалёв Даниил;4\nБаранов Матвей;8\n".encode()
PLAN = "№;Тема урока;Кол-во часов\n1;Степени;1\n2;Одночлены;2\n3;Многочлены;много\n".encode()
DESKS = (
    (("teacher", "krylova"), ("class_teacher", "krylova"), ("other_teacher", "krylova"), ("substitute", "zamena")),
    (("deputy", "zavuch"), ("administrator", "admin"), ("director", "director"), ("secretary", "sekretar")),
    (("guardian", "kovaleva"), ("student", "daniil")),
)
"""A page is opened by the first of each desk that may."""
NOT_PAGES = {
    "health_live", "health_ready", "service_worker", "manifest", "offline_key", "attachment", "substitution_csv",
    "lesson_panel", "cell_history", "lesson_history", "homework_load", "final_offers", "division_state",
}  # fmt: skip
"""Answers for programs and parts that live inside other pages. So are the addresses of the API."""
REFUSED = {("deferral_change", "krylova")}
"""Once the order is there, only the office changes a deferral."""
ONE_DESK = {"profile", "change_password", "waiting", "offline", "sign_in", "home"}
VARIANTS: dict[str, tuple[str, ...]] = {
    "journal": ("lesson={lesson_id}",),
    "lesson": ("tab=marks", "tab=record"),
    "timetable": ("by=class", "by=teacher", "by=room"),
    "control_works": ("course={course_id}",),
    "board": ("lesson={coming_id}",),
    "summary_class": ("at=year",),
    "summary_print": ("at=year",),
    "summary_school": ("at=year", "by=classes", "by=subjects", "by=teachers"),
    "school_closing": ("period=year",),
    "class_closing": ("period=year",),
    "student_marks": ("subject={subject_id}",),
    "deferral_new": ("student={student_id}",),
    "plan": ("at=lag",),
    "rulebook": ("q=отметка",),
    "audit_log": ("page=2",),
}
"""Other views of a page: what follows the question mark."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page to open; `login` «» for nobody."""

    name: str
    login: str
    path: str
    query: str = ""

    @property
    def key(self) -> str:
        """A file name of it."""
        tail = "".join(one if one.isalnum() else "-" for one in self.query)
        return "-".join(part for part in (self.name, self.login, tail) if part)

    @property
    def address(self) -> str:
        """Path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path


@transaction.atomic
def prepare() -> None:
    """Things the demo school does not have: a debt, a pupil who left."""
    admin, now, today = User.objects.get(login="admin"), clock.now(), clock.today()
    if AcademicDebt.objects.exists():
        return
    debtor = Student.objects.get(user__login="daniil")
    AcademicDebt.objects.create(
        student=debtor, subject=Subject.objects.get(name="Алгебра"), year=AcademicYear.objects.latest("starts_on"),
        due_on=today + timedelta(days=300), entered_by=User.objects.get(login="zavuch"), entered_at=now,
    )  # fmt: skip
    fifth = next(one for one in SchoolClass.objects.all() if one.name == "5А")
    leaver = Student.objects.filter(enrollments__school_class=fifth).order_by("user__last_name")[1]
    school.withdraw_students(admin, [leaver], last_day=today - timedelta(days=2), order_number="350", order_date=today)


def algebra() -> Course:
    """The page of the journal most things are about: of krylova, who leads the class too."""
    pages = Course.objects.filter(subject__name="Алгебра", group=None).select_related("school_class")
    return next(one for one in pages if one.school_class and one.school_class.name == "7Б")


def things() -> dict[str, Any]:
    """A value for every parameter of an address."""

    def first(label: str, **which: Any) -> Any:
        return apps.get_model(label).objects.filter(**which).values_list("pk", flat=True).first()

    page = algebra()
    lessons, today = Lesson.objects.filter(course=page), clock.today()
    last = lessons.filter(day__lte=today).order_by("-day")[0].pk
    lacking = Lesson.objects.filter(day=today, substitution=None, teacher__user__login="frolov").order_by("-number")
    pupil = Student.objects.get(user__login="daniil")
    return {
        "student_id": pupil.pk, "pupil_id": pupil.pk, "user_id": pupil.user_id, "course_id": page.pk,
        "lesson_id": last,
        "coming_id": lacking.values_list("pk", flat=True).first() or last,
        "class_id": page.school_class_id, "year_id": page.year_id, "vacation_id": first("school.Vacation"),
        "room_id": first("school.Room"), "group_id": first("school.TeachingGroup", division__isnull=False),
        "division_id": first("school.Division"), "appointment_id": first("access.Appointment"),
        "tie_id": first("school.Guardianship", student=pupil), "setting": "homework_entry_deadline",
        "subject_id": page.subject_id, "grade": 7, "staff_id": first("school.StaffMember", user__login="krylova"),
        "plan_id": first("curriculum.ThematicPlan", courses=page), "absence_id": first("timetable.StaffAbsence"),
        "substitution_id": first("timetable.Substitution", teacher__user__login="zamena"),
        "work_type_id": first("journal.WorkType"), "sign_id": first("journal.AbsenceSign", code="сор"),
        "deferral_id": first("finals.Deferral"), "debt_id": first("finals.AcademicDebt"),
        "note_id": first("journal.PupilNote"), "result_id": first("finals.ExamResult", student=pupil),
        "kind": "roster", "timetable_id": first("timetable.Timetable", published_at=None),
    }  # fmt: skip


def special() -> dict[str, dict[str, Any]]:
    """Pages that are about something else by their nature."""
    colleague = User.objects.get(login="smirnova").pk
    left = Student.objects.filter(enrollments__valid_to__lt=clock.today()).first()
    own, admin = User.objects.get(login="krylova"), User.objects.get(login="admin")
    roster = uploads.keep(admin, ImportKind.ROSTER, "5А.csv", ROSTER, ImportOptions(class_name="5А"))
    options = ImportOptions(subject="Алгебра", grade=8)
    plan = uploads.keep(own, ImportKind.PLAN, "план.csv", PLAN, options)
    page, day = algebra(), clock.today() - timedelta(days=1)
    held = ExamAsked(page.year_id, ExamKind.INTERMEDIATE, page.subject_id, day, clock.at(day, 15), course=page.pk)
    exam = uploads.keep(own, ImportKind.EXAMS, "аттестация.csv", RESULTS, ImportOptions(answers=held.as_answers()))
    return {
        "position": {"user_id": colleague}, "dismiss": {"user_id": colleague},
        "hire": {"user_id": User.objects.get(login="lebedeva").pk},
        "enroll_again": {"user_id": left.user_id if left else 0},
        "import_preview": {"key": roster.key}, "plan_file_check": {"key": plan.key},
        "exam_file_check": {"key": exam.key},
    }  # fmt: skip


def draft() -> ThematicPlan:
    """The teacher's draft, a copy of the approved plan."""
    page = algebra()
    own = ThematicPlan.objects.get(courses=page)
    return curriculum.copy_plan(User.objects.get(login="krylova"), plan=own)


def places(chosen: Callable[[str], bool]) -> list[Place]:
    """Every page whose name is chosen, by each desk that may see it, with its other views."""
    found, known = things(), patterns()
    other = special()
    listed: list[Place] = []
    for line in LINES:
        if line.method != "GET" or line.name in NOT_PAGES or line.name.startswith("api_") or not chosen(line.name):
            continue
        values = {**found, **other.get(line.name, {})}
        path = reverse(line.name, kwargs={one: values[one] for one in known[line.name].pattern.converters})
        for login in logins(line):
            views = VARIANTS.get(line.name, ()) if login != "zamena" else ()
            listed += [Place(line.name, login, path, query.format(**values)) for query in ("", *views)]
    if chosen("plan_own"):
        listed.append(Place("plan_own", "krylova", reverse("plan", args=[draft().pk])))
    return listed


def logins(line: Line) -> Iterator[str]:
    """Who opens the page: one of each desk."""
    if line.name == "sign_in":
        yield ""
        return
    seats = [next((login for role, login in desk if role in line.allowed), "") for desk in DESKS]
    present = [login for login in seats if login]
    present = [login for login in present if (line.name, login) not in REFUSED]
    yield from present[:1] if line.name in ONE_DESK else present
