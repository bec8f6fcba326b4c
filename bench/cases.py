"""The five actions measured: who does them, on which page, what they ask the database. Runs inside the product."""

import gzip
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.client import Actor, Request
from bench.floor import Case, Statement
from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.journal.models import Mark
from parta.domain.school.models import AcademicYear, Enrollment, GradingPeriod, Guardianship
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.web.sessions import SessionStore

COLUMNS = 40
TOKEN = "b" * 32
"""Of the form against forgery: a browser's own choice, the same in its cookie and its header."""
GZIPPED = b"\x1f\x8b"
KEPT_HEADERS = ("Content-Type", "Content-Encoding", "Content-Length")


@dataclass
class Reader:
    """Reads one page again and again."""

    path: str
    headers: dict[str, str]

    def ask(self) -> Request:
        """The same page."""
        return Request(self.path, headers=self.headers)

    def content(self, status: int, body: bytes) -> bool:
        """The page itself, not a way to the sign-in."""
        return status == 200 and bool(body)


@dataclass
class Marker:
    """Gives one pupil a mark again and again: «5», then «4», each time on the version it knows."""

    headers: dict[str, str]
    lesson: int
    student: int
    span: tuple[str, str]
    version: int = 0
    value: str = ""

    def ask(self) -> Request:
        """One operation, as the page sends it."""
        self.value = "4" if self.value == "5" else "5"
        operation = {
            "id": str(uuid.uuid4()), "kind": "mark", "lesson": self.lesson, "student": self.student, "slot": 1,
            "value": self.value, "base": self.version,
        }  # fmt: skip
        body = json.dumps({"operations": [operation], "span": self.span}).encode()
        return Request("/journal/operations/", "POST", self.headers | {"Content-Type": "application/json"}, body)

    def content(self, status: int, body: bytes) -> bool:
        """Applied; the next one is based on the new version."""
        answer = json.loads(gzip.decompress(body) if body[:2] == GZIPPED else body) if status == 200 else {}
        answer = answer.get("results", [{}])[0]
        self.version = answer.get("version", self.version)
        status_now: str = answer.get("status", "")
        return status_now == "applied"


@dataclass
class Stage:
    """The people and pages of the measurement."""

    course: Course
    address: str
    columns: int
    teacher: User
    lesson: Lesson
    pupils: list[int]
    parent: User
    child: int
    sessions: dict[int, dict[str, str]] = field(default_factory=dict)

    def headers(self, user: User) -> dict[str, str]:
        """Of a browser where the person is signed in."""
        if user.pk not in self.sessions:
            self.sessions[user.pk] = signed_in(user)
        return self.sessions[user.pk]

    def readers(self) -> dict[str, Reader]:
        """The pages."""
        teacher, parent = self.headers(self.teacher), self.headers(self.parent)
        return {
            "journal": Reader(self.address, teacher),
            "week": Reader(f"/students/{self.child}/diary/", parent),
            "marks": Reader(f"/students/{self.child}/marks/", parent),
            "day": Reader("/day/", teacher),
        }

    def markers(self, number: int) -> list[Marker]:
        """Clients that give marks at the same lesson, each to a pupil of its own."""
        headers, year = self.headers(self.teacher), self.course.year
        span = (year.starts_on.isoformat(), year.ends_on.isoformat())
        return [
            Marker(headers, self.lesson.pk, pupil, span, *_present(self.lesson.pk, pupil))
            for pupil in self.pupils[:number]
        ]


def signed_in(user: User) -> dict[str, str]:
    """Headers of a new session of the person, made as the sign-in page makes it."""
    moment = int(clock.real_now().timestamp())
    session = SessionStore()
    session.update(
        {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
            "_auth_user_hash": user.get_session_auth_hash(),
            "started": moment,
            "seen": moment,
        }
    )
    session.save()
    return {
        "Cookie": f"sessionid={session.session_key}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Accept-Encoding": "gzip",
        "Accept": "text/html",
    }


def stage() -> Stage:
    """Of the whole school the course and period nearest to 25 × 40 cells, and a family of that class."""
    today = clock.today()
    course, period, columns = _nearest(today)
    lesson = ended_today().filter(course=course).select_related("teacher__user").order_by("-number")[0]
    pupils = list(Enrollment.objects.filter(school_class=course.school_class).values_list("student_id", flat=True))
    tie = Guardianship.objects.filter(student_id__in=pupils).select_related("guardian__user").order_by("id")[0]
    if lesson.teacher is None:
        raise RuntimeError("the measured course has no teacher")
    return Stage(
        course=course,
        address=f"/courses/{course.pk}/journal/?view=period&from={period.starts_on}",
        columns=columns,
        teacher=lesson.teacher.user,
        lesson=lesson,
        pupils=pupils,
        parent=tie.guardian.user,
        child=tie.student_id,
    )


def ended_today() -> QuerySet[Lesson]:
    """Lessons of today that are over: their marks may still be given and changed without a reason."""
    now = clock.now()
    return Lesson.objects.filter(day=now.date(), ends_at__lt=now.time()).exclude(status="cancelled")


def _nearest(today: date) -> tuple[Course, GradingPeriod, int]:
    """A teacher's biggest ordinary page; a period that has begun."""
    best: tuple[int, Course, GradingPeriod, int] | None = None
    year = AcademicYear.objects.get(starts_on__lte=today, ends_on__gte=today)
    periods = GradingPeriod.objects.filter(year=year, grade_level=7, starts_on__lte=today)
    for period in periods:
        within = Q(lessons__day__range=(period.starts_on, period.ends_on))
        rows = Course.objects.filter(school_class__grade_level=7, year=year).select_related("year", "school_class")
        rows = rows.filter(pk__in=ended_today().values("course_id"))
        for course in rows.annotate(n=Count("lessons", filter=within)):
            if best is None or abs(course.n - COLUMNS) < best[0]:
                best = (abs(course.n - COLUMNS), course, period, course.n)
    if best is None:
        raise RuntimeError("no seventh class on the demo: build it with --size school")
    return best[1:]


def _present(lesson: int, pupil: int) -> tuple[int, str]:
    row = Mark.objects.filter(lesson_id=lesson, student_id=pupil, slot=1).values_list("version", "value").first()
    return row or (0, "")


def captured(actor: Actor) -> tuple[int, Case]:
    """Number of statements of a request (begin and commit too), and what it asked and answered; the second one counts.

    What a process remembers for three seconds is remembered by then, as it is under load.
    """
    asked: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not many and not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            asked.append((_plain(sql), list(params or ())))
        return execute(sql, params, many, context)

    request = actor.ask()
    client = Client(headers={name.lower(): value for name, value in request.headers.items() if name != "Content-Type"})
    response = _send(client, request)
    actor.content(response.status_code, response.content)
    request = actor.ask()
    with CaptureQueriesContext(connection) as counted, connection.execute_wrapper(note):
        response = _send(client, request)
    if not actor.content(response.status_code, response.content):
        raise RuntimeError(f"{request.path}: {response.status_code}")
    headers = [(name, str(response[name])) for name in KEPT_HEADERS if name in response]
    return len(counted), Case(asked, headers, bytes(response.content))


def _send(client: Client, request: Request) -> Any:
    if request.method == "GET":
        return client.get(request.path)
    return client.post(request.path, request.body, content_type="application/json")


def _plain(sql: str) -> str:
    """Django's places of values as sqlite3 writes them."""
    return re.sub(r"(?<!%)%s", "?", sql).replace("%%", "%")
