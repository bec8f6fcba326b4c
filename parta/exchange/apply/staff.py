"""Staff lists into the school: new people are hired, initials of an earlier timetable become whole names."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.school import actions as school
from parta.domain.school.models import SchoolClass, StaffMember
from parta.exchange.apply.names import ClassKey, class_key, exact
from parta.exchange.apply.roster import appoint_homeroom, better_name, homeroom_line
from parta.exchange.apply.staff_names import StaffFinder
from parta.exchange.apply.year import YearPlan, current_year_plan
from parta.exchange.people.parsed import ParsedStaff, ParsedStaffList
from parta.exchange.preview import ImportKind, ImportOptions, ImportPreview, Line, Sign
from parta.exchange.problems import Problem
from parta.lib import clock, dates, russian

CONTACTS = {"phone": "телефон", "email": "эл. почта"}


@dataclass(slots=True, eq=False)
class StaffWork:
    """What is to be done for one person of the file."""

    parsed: ParsedStaff
    row: StaffMember | None
    user: User | None = None
    hired_on: date | None = None
    changes: dict[str, str] = field(default_factory=dict)
    position: str = ""
    last_day: date | None = None
    homerooms: list[SchoolClass] = field(default_factory=list)


def plan_changes(parsed: ParsedStaffList, options: ImportOptions) -> ImportPreview:
    """Compare the list with the staff. Reads the database, writes nothing."""
    return _Planner(parsed, options).run()


class _Planner:
    def __init__(self, parsed: ParsedStaffList, options: ImportOptions) -> None:
        self.parsed = parsed
        self.year: YearPlan = current_year_plan()
        self.finder = StaffFinder(clock.today(), options.answers)
        self.works: list[StaffWork] = []
        self.preview = ImportPreview(ImportKind.STAFF, parsed.file_name, columns=parsed.columns, work=self.works)
        self.preview.problems += parsed.problems
        rows = SchoolClass.objects.filter(year=self.year.row) if self.year.row else SchoolClass.objects.none()
        self.classes: dict[ClassKey, SchoolClass] = {(row.grade_level, row.letter): row for row in rows}
        self.people = self._people()
        self.taken: set[int] = set()
        self.claimed = Counter(name for one in parsed.staff if not one.left for name in one.homeroom)

    def _people(self) -> dict[tuple[str, str], User]:
        """People who are not staff yet: a parent who comes to work is the same person."""
        users = User.objects.filter(staff=None, is_system=False).exclude(email="", phone="")
        known = {(exact(user.full_name), user.email): user for user in users if user.email}
        return known | {(exact(user.full_name), user.phone): user for user in users if user.phone}

    def run(self) -> ImportPreview:
        people = self.parsed.staff
        homerooms = sum(bool(one.homeroom) for one in people)
        self.preview.recognised = [("Сотрудники", str(len(people))), ("Классные руководители", str(homerooms))]
        for one in people:
            self._person(one)
        self.preview.questions += self.finder.questions.values()
        if any(one.load for one in people):
            self.preview.notes.append("Нагрузку из этого файла не записываем: её даёт расписание.")
        return self.preview

    def _person(self, one: ParsedStaff) -> None:
        found = self.finder.find(one.name, one.place)
        row = found if found and found.pk not in self.taken else None
        work = StaffWork(one, row)
        if row is None and one.left:
            self._line(Sign.SAME, one, "уволен, в школе не записан: не принимаем")
            return
        lines = self._hiring(work) if row is None else self._changes(work, row)
        self.preview.lines += lines
        self._homerooms(work)
        self.works.append(work)
        if row:
            self.taken.add(row.pk)
        if row and not lines and not work.homerooms:
            self._line(Sign.SAME, one, "")

    def _hiring(self, work: StaffWork) -> list[Line]:
        one = work.parsed
        former = self.finder.find_former(one.name)
        same = (self.people.get((exact(one.name.full()), contact)) for contact in (one.email, one.phone) if contact)
        work.user = former.user if former else next((user for user in same if user), None)
        joined = one.joined.day if one.joined else None
        work.hired_on = joined or min(self.year.starts_on, clock.today())
        text = ", ".join(part for part in (one.position, "уже есть в школе" if work.user else "") if part)
        return [Line(Sign.ADD, "staff", one.name.full(), text, one.place)]

    def _changes(self, work: StaffWork, row: StaffMember) -> list[Line]:
        one, user = work.parsed, row.user
        wanted = {"phone": one.phone[:40], "email": one.email}
        work.changes = better_name(user, one.name.last, one.name.first, one.name.middle)
        lines = []
        if work.changes:
            lines.append(self._changed(one, "имя", user.full_name, one.name.full()))
        for key, value in wanted.items():
            if value and value != getattr(user, key):
                work.changes[key] = value
                lines.append(self._changed(one, CONTACTS[key], getattr(user, key), value))
        if one.position and one.position[:120] != row.position:
            work.position = one.position[:120]
            lines.append(self._changed(one, "должность", row.position, work.position))
        if one.left and one.left.day and row.valid_to is None:
            work.last_day = max(one.left.day, row.valid_from)
            lines.append(self._changed(one, "последний день работы", "", dates.day_input(work.last_day)))
        elif one.left and one.left.day is None:
            self._line(Sign.ERROR, one, "уволен, а дня нет: впишите его в файл или увольте на странице человека")
        return lines

    @staticmethod
    def _changed(one: ParsedStaff, text: str, before: str, after: str) -> Line:
        return Line(Sign.CHANGE, "staff", one.name.full(), text, one.place, before, after)

    def _homerooms(self, work: StaffWork) -> None:
        if work.last_day:
            return
        for name in work.parsed.homeroom:
            key = class_key(name)
            school_class = self.classes.get(key) if key else None
            if self.claimed[name] > 1:
                self._line(Sign.ERROR, work.parsed, f"{name} записан у нескольких: классный руководитель не назначен")
            elif school_class is None:
                message = f"Класса {name} в школе ещё нет. Загрузите список класса, потом этот файл ещё раз."
                self.preview.problems.append(Problem(work.parsed.place, message))
            elif work.row is None:
                short = russian.short_name(*(work.parsed.name.last, work.parsed.name.first, work.parsed.name.middle))
                self._appoint(work, school_class, Line(Sign.ADD, "homeroom", name, after=short))
            else:
                line = homeroom_line((school_class.grade_level, school_class.letter), school_class, work.row)
                self._appoint(work, school_class, line)

    def _appoint(self, work: StaffWork, school_class: SchoolClass, line: Line | None) -> None:
        if line:
            work.homerooms.append(school_class)
            self.preview.lines.append(line)

    def _line(self, sign: Sign, one: ParsedStaff, text: str) -> None:
        self.preview.lines.append(Line(sign, "staff", one.name.full(), text, one.place))


def write(actor: User, preview: ImportPreview) -> list[str]:
    """Carry the plan out through the actions."""
    works: list[StaffWork] = preview.work
    fresh = [work for work in works if work.row is None]
    for work, hired in zip(fresh, school.hire_many(actor, [_new(work) for work in fresh]), strict=True):
        work.row = hired
    for work in works:
        if work.row:
            _write_one(actor, work, work.row)
    if not fresh:
        return []
    count = russian.counted(len(fresh), "нового сотрудника", "новых сотрудников", "новых сотрудников")
    return [f"Логинов пока нет у {count}: выдайте их на странице «Люди»."]


def _write_one(actor: User, work: StaffWork, row: StaffMember) -> None:
    if work.changes:
        access.change_person(actor, row.user, **work.changes)
    if work.position:
        school.change_position(actor, row, position=work.position)
    for school_class in work.homerooms:
        appoint_homeroom(actor, school_class, row)
    if work.last_day:
        school.dismiss_staff(actor, row, last_day=work.last_day)


def _new(work: StaffWork) -> school.NewStaff:
    one = work.parsed
    day = work.hired_on or clock.today()
    if work.user:
        return school.NewStaff(day, one.position, user=work.user)
    person = NewPerson(one.name.last, one.name.first, one.name.middle, one.phone[:40], one.email)
    return school.NewStaff(day, one.position, person=person)


__all__ = ["StaffWork", "plan_changes", "write"]
