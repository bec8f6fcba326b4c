"""Which desk a person sits at, and the lines of its menu: one table. A person with several roles or children has
several seats and switches between them without signing out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.http import HttpRequest

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.access.models import User
from parta.domain.journal.permissions import may_set_weights
from parta.domain.journal.queries.statistics import statistics_kept
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school import queries as school
from parta.domain.school.queries import Desk
from parta.lib import clock
from parta.lib.dates import day_input, day_title, time_text
from parta.lib.errors import PermissionDenied
from parta.web.addresses import address
from parta.web.http import PartaRequest

SEAT_KEY = "seat"
FRAME_KEY = "frame.2"
FRAME_SECONDS = 120
RESULTS_PATH = re.compile(r"/(summary|closing|forecast|exams|results|deferrals|debts)/")
Homeroom = tuple[int, str]
"""A class led today: its id and name."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the menu. `current` is set for the page shown."""

    title: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None

    @property
    def short(self) -> str:
        """For the narrow menu of a phone: «Оценки»."""
        return self.title.split(" и ")[0]


@dataclass(frozen=True, slots=True)
class Seat:
    """A desk with its first page. Keys: `teaching`, `setup`, `office`, `student-12`."""

    key: str
    title: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """What the frame of every page needs."""

    school_name: str
    person: User | None = None
    role_line: str = ""
    menu: list[Item] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    clock_notice: str = ""
    theme: str = ""
    vi: str = ""
    density: str = ""
    drawn_up: str = ""

    @property
    def children(self) -> list[Seat]:
        """Seats that are diaries: the child switcher of the family pages."""
        return [seat for seat in self.seats if seat.key.startswith("student-")]


STAFF_MENU: dict[str, list[tuple[str, str, str]]] = {
    "teaching": [
        ("Мой день", "my_day", "sun"),
        ("Журнал", "journal_list", "book-open"),
        ("КТП", "plan_list", "list-ordered"),
        ("Расписание", "timetable", "calendar-days"),
        ("Экзамены", "exams", "graduation-cap"),
        ("Виды работ", "work_types", "percent"),
        ("Регламент", "rulebook", "scale"),
    ],
    "office": [
        ("Журналы", "journal_list", "book-open"),
        ("Итоги", "summary_school", "chart-column"),
        ("Сроки", "openings", "lock-open"),
        ("КТП", "plan_list", "list-ordered"),
        ("Расписание", "timetable", "calendar-days"),
        ("Замены", "board", "arrow-left-right"),
        ("Люди", "people", "users"),
        ("Классы", "class_list", "school"),
        ("Статистика", "lesson_statistics", "chart-column"),
        ("Виды работ", "work_types", "percent"),
        ("Регламент", "rulebook", "scale"),
    ],
    "setup": [
        ("Школа", "school_home", "school"),
        ("Люди", "people", "users"),
        ("Загрузка", "imports", "upload"),
        ("Расписание", "timetable", "calendar-days"),
        ("Замены", "board", "arrow-left-right"),
        ("Итоги", "school_closing", "chart-column"),
        ("Регламент", "rulebook", "scale"),
        ("История", "audit_log", "history"),
        ("Состояние", "health", "activity"),
    ],
}
FAMILY_MENU = [
    ("Дневник", "diary", "book-open"),
    ("Оценки и прогноз", "student_marks", "chart-no-axes-column"),
    ("Итоги", "student_results", "award"),
    ("Расписание", "student_timetable", "calendar-days"),
    ("Календарь", "student_calendar", "calendar-range"),
]


def require_desk(request: PartaRequest, roles: frozenset[Role], sentence: str) -> None:
    """Refuse a page that only makes sense at a desk: families and the office have none of its things."""
    if not request.roles & roles:
        raise PermissionDenied(sentence)


def seats_of(user: User, roles: frozenset[Role]) -> list[Seat]:
    """Every desk the person may sit at today, the most frequent first."""
    return [Seat(desk.key, desk.title, _first_page(desk, roles)) for desk in school.desks_of(user, roles)]


def _first_page(desk: Desk, roles: frozenset[Role]) -> str:
    if desk.student_id is not None:
        return address("diary", desk.student_id)
    return (
        _office_home(roles)
        if desk.key == "office"
        else address({"teaching": "my_day", "setup": "school_home"}[desk.key])
    )


def _office_home(roles: frozenset[Role]) -> str:
    if roles & JOURNAL_READERS:
        return address("journal_list")
    return address("people" if Role.SECRETARY in roles else "rulebook")


def current_seat(request: HttpRequest, seats: list[Seat]) -> Seat | None:
    """The seat whose diary is open, else the chosen one, else the first."""
    opened = re.match(r"/students/(\d+)/", request.path)
    addressed = f"student-{opened[1]}" if opened else ""
    keys = {seat.key for seat in seats}
    chosen = addressed if addressed in keys else request.session.get(SEAT_KEY)
    return next((seat for seat in seats if seat.key == chosen), seats[0] if seats else None)


def menu_of(seat: Seat | None, roles: frozenset[Role], path: str, homerooms: Sequence[Homeroom] = ()) -> list[Item]:
    """Lines of the seat's menu, the own classes of a class teacher among them; the line whose address the path begins
    with is current.
    """
    if seat is None:
        return []
    if seat.key.startswith("student-"):
        student_id = int(seat.key.removeprefix("student-"))
        items = [Item(title, address(name, student_id), icon) for title, name, icon in FAMILY_MENU]
    else:
        lines = [line for line in STAFF_MENU[seat.key] if _is_open(line[1], seat.key, roles)]
        items = [Item(title, address(name), icon) for title, name, icon in lines]
        if seat.key == "teaching":
            own = [Item(f"Мой класс {name}", address("my_class", pk), "users") for pk, name in homerooms]
            items[2:2] = own
    place = _place(path, seat)
    best = max((item.url for item in items if place.startswith(item.url)), key=len, default="")
    return [replace(item, current=item.url == best) for item in items]


def _place(path: str, seat: Seat) -> str:
    """The page whose line of the menu a page belongs to."""
    if re.match(r"/(courses/\d+/(journal|finals|pupils)|lessons/\d+)/", path):
        return address("journal_list")
    if path == address("final_dates"):
        return address("openings")
    if path.startswith(address("timetable_edit")) or path == address("lesson_generation"):
        return address("timetable")
    of_class = re.match(r"/classes/(\d+)/(?:([\w-]+)/)?", path)
    if seat.key == "teaching":
        return address("my_class", int(of_class[1])) if of_class else path
    of_results = of_class and of_class[2] in {"summary", "closing", "council", "forecast", "informed"}
    return _results(seat) if of_results or RESULTS_PATH.match(path) else path


def _results(seat: Seat) -> str:
    return next((address(name) for title, name, _ in STAFF_MENU.get(seat.key, []) if title == "Итоги"), "")


def _is_open(name: str, seat: str, roles: frozenset[Role]) -> bool:
    if name == "work_types":
        return may_set_weights(roles)
    if seat != "office":
        return True
    if name in {"journal_list", "plan_list", "openings", "summary_school"}:
        return bool(roles & JOURNAL_READERS)
    if name == "lesson_statistics":
        return bool(roles & JOURNAL_READERS) and statistics_kept(rulebook_for(clock.today()))
    if name == "board":
        return Role.DEPUTY in roles
    if name in {"people", "class_list"}:
        return bool(roles & {Role.DIRECTOR, Role.DEPUTY, Role.SECRETARY})
    return True


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame of the page."""
    frame = Shell(
        school_name=school.school_name(),
        clock_notice=clock_notice(),
        theme=request.COOKIES.get("parta_theme", ""),
        vi=request.COOKIES.get("parta_vi", ""),
        density=request.COOKIES.get("parta_density", ""),
    )
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"shell": frame}
    signed_in = cast(PartaRequest, request)
    roles, seats, homerooms = _remembered(signed_in)
    seat = current_seat(request, seats)
    return {
        "shell": replace(
            frame,
            person=signed_in.user,
            drawn_up=drawn_up(),
            role_line=seat.title if seat else "нет действующих ролей",
            menu=menu_of(seat, roles, request.path, homerooms),
            seats=[replace(one, current=one == seat) for one in seats],
        )
    }


def _remembered(request: PartaRequest) -> tuple[frozenset[Role], list[Seat], list[Homeroom]]:
    """Roles, seats and own classes for the frame, kept in the session for two minutes: statements saved on every page.

    Only the menu rests on them. Rights are asked anew by every page and action.
    """
    now, day = int(clock.real_now().timestamp()), clock.today().isoformat()
    kept = request.session.get(FRAME_KEY)
    if kept and kept["until"] > now and kept["day"] == day:
        seats = [Seat(*seat) for seat in kept["seats"]]
        return frozenset(Role(role) for role in kept["roles"]), seats, [(pk, name) for pk, name in kept["homerooms"]]
    roles = frozenset(request.roles)
    seats = seats_of(request.user, roles)
    homerooms = school.homerooms_on(request.user, clock.today()) if Role.CLASS_TEACHER in roles else []
    request.session[FRAME_KEY] = {
        "until": now + FRAME_SECONDS,
        "day": day,
        "roles": sorted(role.value for role in roles),
        "seats": [[seat.key, seat.title, seat.url] for seat in seats],
        "homerooms": homerooms,
    }
    return roles, seats, homerooms


def drawn_up() -> str:
    """What a printed page says of its moment: «составлено 11.12.2026, 9:05»."""
    now = clock.now()
    return f"составлено {day_input(now.date())}, {time_text(now)}"


def clock_notice() -> str:
    """The line every page shows while the training clock is moved."""
    moved = clock.moved_clock()
    if moved is None:
        return ""
    now = clock.now()
    tail = ", время остановлено" if moved.frozen else ""
    return f"Учебные часы: {day_title(now.date())} {now.year}, {time_text(now)}{tail}"
