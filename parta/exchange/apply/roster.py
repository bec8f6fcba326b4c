"""Class lists into the school: who is new, who moves, who leaves, whose data change; nobody is removed for silence."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.school import actions as school
from parta.domain.school.choices import Gender, LeaveKind
from parta.domain.school.models import SchoolClass, StaffMember, Student
from parta.exchange.apply import families, groups
from parta.exchange.apply.families import FamilyWork
from parta.exchange.apply.groups import GroupWork
from parta.exchange.apply.names import ClassKey, class_key, class_title, folded, teacher_name
from parta.exchange.apply.pupils import KnownPupil, PupilMatcher, known_pupils
from parta.exchange.apply.staff_names import StaffFinder
from parta.exchange.apply.year import YearPlan, current_year_plan
from parta.exchange.people.parsed import ParsedRoster, ParsedStudent
from parta.exchange.preview import ImportKind, ImportOptions, ImportPreview, Line, Sign
from parta.exchange.problems import Problem
from parta.lib import clock, dates, russian

GENDERS = {"м": Gender.MALE, "ж": Gender.FEMALE}
ENROLL, MOVE, PROMOTE = "enroll", "move", "promote"


@dataclass(slots=True, eq=False)
class PupilWork:
    """What is to be done for one pupil of the file."""

    parsed: ParsedStudent
    known: KnownPupil | None
    target: ClassKey
    act: str = ""
    day: date = date.min
    names: dict[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    last_day: date | None = None
    student: Student | None = None


@dataclass(slots=True)
class RosterWork:
    """Everything `write` carries out, in its order."""

    year: YearPlan
    classes: dict[ClassKey, SchoolClass]
    new_classes: list[ClassKey] = field(default_factory=list)
    pupils: list[PupilWork] = field(default_factory=list)
    families: list[FamilyWork] = field(default_factory=list)
    groups: list[GroupWork] = field(default_factory=list)
    homerooms: list[tuple[ClassKey, StaffMember]] = field(default_factory=list)


def plan_changes(parsed: ParsedRoster, options: ImportOptions) -> ImportPreview:
    """Compare the lists with the school. Reads the database, writes nothing."""
    return _Planner(parsed, options).run()


class _Planner:
    def __init__(self, parsed: ParsedRoster, options: ImportOptions) -> None:
        self.parsed = parsed
        self.options = options
        self.year = current_year_plan()
        rows = SchoolClass.objects.filter(year=self.year.row) if self.year.row else SchoolClass.objects.none()
        self.work = RosterWork(self.year, {(row.grade_level, row.letter): row for row in rows})
        self.preview = ImportPreview(ImportKind.ROSTER, parsed.file_name, columns=parsed.columns, work=self.work)
        self.lines = self.preview.lines
        self.preview.problems += [*parsed.problems, *self.year.problems(), *self.year.other_year(parsed.academic_year)]

    def run(self) -> ImportPreview:
        joined = sum(bool(one.joined) for one in self.parsed.students)
        left = sum(bool(one.left) for one in self.parsed.students)
        self.preview.recognised = [
            ("Классы", ", ".join(self.parsed.classes)),
            ("Ученики", str(len(self.parsed.students))),
            ("Прибыли, выбыли", f"{joined}, {left}"),
        ]
        known = known_pupils()
        matcher = PupilMatcher(self.parsed.students, known, self.options.answers)
        matcher.run()
        self.preview.questions += matcher.questions
        self.lines += self.year.lines()
        self._classes()
        for index, one in enumerate(self.parsed.students):
            key = class_key(one.class_name)
            if key:
                self._pupil(PupilWork(one, matcher.found.get(index), key))
        self._absent(known, {one.student.pk for one in matcher.found.values()})
        self._families()
        self._groups()
        self._homerooms()
        return self.preview

    def _classes(self) -> None:
        for name in self.parsed.classes:
            key = class_key(name)
            if key is None:
                message = f"Класс «{name}» не понят. Запишите его так: 5А."
                self.preview.problems.append(Problem("файл", message, blocking=True))
            elif key not in self.work.classes and key not in self.work.new_classes:
                self.work.new_classes.append(key)
                self.lines.append(Line(Sign.ADD, "class", class_title(key)))
                self._warn_of_new(key)

    def _warn_of_new(self, key: ClassKey) -> None:
        same_grade = [class_title(one) for one in sorted(self.work.classes) if one[0] == key[0]]
        if same_grade:
            message = f"Класса {class_title(key)} в школе нет (есть {', '.join(same_grade)}). Он будет создан."
            self.preview.problems.append(Problem("файл", f"{message} Если это описка, исправьте файл."))

    def _pupil(self, work: PupilWork) -> None:
        one = work.parsed
        work.last_day = one.left.day if one.left else None
        work.day = self._first_day(work)
        if (one.left and not self._is_gone_properly(work)) or self._has_left(work):
            return
        changes = [*self._movement(work), *self._data(work)]
        if work.known is None:
            text = f"новый ученик, {class_title(work.target)}" + "".join(f"; {change.text}" for change in changes)
            self._line(Sign.ADD, work, text)
        for change in changes if work.known else []:
            self.lines.append(change)
        if work.known and not changes:
            self._line(Sign.SAME, work, "")
        self.work.pupils.append(work)

    def _first_day(self, work: PupilWork) -> date:
        """The day of coming: as noted, else the first day of the year."""
        told = work.parsed.joined.day if work.parsed.joined else None
        earliest = date(self.year.number, 6, 1)
        return told if told and earliest <= told <= self.year.ends_on else self.year.starts_on

    def _is_gone_properly(self, work: PupilWork) -> bool:
        """A pupil who has left is written only with a day of this year; otherwise the line says why not."""
        enrolled = bool(work.known and work.known.enrollment)
        if work.last_day is None and enrolled:
            self._line(Sign.ERROR, work, "выбыл, а дня нет: впишите его в файл или отчислите на странице ученика")
            return False
        if work.last_day is None or work.last_day < work.day or (work.known and not enrolled):
            why = "уже выбыл" if work.known else "выбыл до этого учебного года: не зачисляем"
            why = "выбыл, а дня нет: не зачисляем" if work.last_day is None and not work.known else why
            self._line(Sign.SAME, work, why)
            return False
        if work.last_day > self.year.ends_on:
            self._line(Sign.ERROR, work, f"выбыл {dates.day_input(work.last_day)}: это не в этом учебном году")
            return False
        return True

    def _has_left(self, work: PupilWork) -> bool:
        """An old list does not bring back a pupil who left this year; a noted day of return after that does."""
        known = work.known
        if known is None or known.enrollment or known.left_on is None or work.day > known.left_on:
            return False
        day = dates.day_input(known.left_on)
        self._line(Sign.ERROR, work, f"по данным школы выбыл {day}. Если вернулся, зачислите на странице ученика")
        return True

    def _movement(self, work: PupilWork) -> list[Line]:
        lines: list[Line] = []
        known = work.known
        if known is None or known.enrollment is None:
            work.act = ENROLL
            if known:
                self._movement_line(lines, work, "", class_title(work.target), "снова зачислен")
            elif work.day != self.year.starts_on:
                self._movement_line(lines, work, "", "", f"прибыл {dates.day_input(work.day)}")
        elif known.enrollment.school_class.year_id != (self.year.row.pk if self.year.row else None):
            work.act = PROMOTE
            work.day = self.year.starts_on
            before = f"{known.enrollment.school_class.name} {known.enrollment.school_class.year}"
            self._movement_line(lines, work, before, class_title(work.target), "новый учебный год")
        elif known.class_key != work.target:
            work.act = MOVE
            told = work.parsed.joined.day if work.parsed.joined else None
            work.day = max(told or clock.today(), known.enrollment.valid_from + timedelta(days=1))
            before = known.enrollment.school_class.name
            text = f"перевод с {dates.day_input(work.day)}: отметки останутся в {before}"
            self._movement_line(lines, work, before, class_title(work.target), text)
        if work.last_day:
            order = f", приказ № {work.parsed.left.order}" if work.parsed.left and work.parsed.left.order else ""
            self._movement_line(lines, work, "", "", f"выбыл {dates.day_input(work.last_day)}{order}")
        return lines

    def _movement_line(self, lines: list[Line], work: PupilWork, before: str, after: str, text: str) -> None:
        one = work.parsed
        lines.append(Line(Sign.CHANGE, "pupil", one.name.full(), text, one.place, before, after))

    def _data(self, work: PupilWork) -> list[Line]:
        """Names, birth date, sex and file number that the file knows better."""
        one, known = work.parsed, work.known
        wanted: dict[str, Any] = {
            "birth_date": one.birth_date,
            "gender": GENDERS.get(one.gender, ""),
            "file_number": one.file_number,
        }
        if known is None:
            work.details = wanted
            return []
        student = known.student
        work.details = {name: value for name, value in wanted.items() if value and value != getattr(student, name)}
        work.names = better_name(student.user, one.name.last, one.name.first, one.name.middle)
        lines = [
            Line(Sign.CHANGE, "pupil", one.name.full(), TITLES[name], one.place, _shown(student, name), _text(value))
            for name, value in work.details.items()
        ]
        if work.names:
            before = student.user.full_name
            lines.append(Line(Sign.CHANGE, "pupil", before, "имя", one.place, before, one.name.full()))
        return lines

    def _line(self, sign: Sign, work: PupilWork, text: str) -> None:
        self.lines.append(Line(sign, "pupil", work.parsed.name.full(), text, work.parsed.place))

    def _absent(self, known: list[KnownPupil], found: set[int]) -> None:
        named = {class_key(name) for name in self.parsed.classes}
        waiting = bool(self.preview.questions)
        for one in known:
            enrollment = one.enrollment
            here = enrollment and self.year.row and enrollment.school_class.year_id == self.year.row.pk
            if here and one.class_key in named and one.student.pk not in found and not waiting:
                title = one.student.user.full_name
                text = f"{class_title(one.class_key or (0, ''))}: нет в файле, не трогаем"
                self.lines.append(Line(Sign.GONE, "pupil", title, text, written=False))

    def _families(self) -> None:
        self.work.families = families.plan_families(
            [(work, work.parsed, work.known) for work in self.work.pupils if work.last_day is None]
        )
        for one in self.work.families:
            self.lines += one.lines()

    def _groups(self) -> None:
        wanted = [(work, work.target, work.parsed, work.known) for work in self.work.pupils]
        plan = groups.plan_groups(self.year, self.work.classes, wanted)
        self.work.groups = plan.works
        self.lines += plan.lines
        self.preview.problems += plan.problems

    def _homerooms(self) -> None:
        finder = StaffFinder(clock.today(), self.options.answers)
        for name, text in self.parsed.homeroom.items():
            key = class_key(name)
            if key is None:
                continue
            teacher = finder.find(teacher_name(text), f"классный руководитель {name}")
            if teacher is None:
                message = (
                    f"{name}: классный руководитель «{text}» не найден среди сотрудников. Загрузите список сотрудников."
                )
                self.preview.problems.append(Problem("файл", message))
            else:
                self._homeroom(key, teacher)
        self.preview.questions += finder.questions.values()

    def _homeroom(self, key: ClassKey, teacher: StaffMember) -> None:
        line = homeroom_line(key, self.work.classes.get(key), teacher)
        if line:
            self.lines.append(line)
            self.work.homerooms.append((key, teacher))


def homeroom_line(key: ClassKey, row: SchoolClass | None, teacher: StaffMember) -> Line | None:
    """The appointment to be made, None when it stands already."""
    held = row.class_teachers.filter(valid_to=None).select_related("staff__user").first() if row else None
    if held and held.staff_id == teacher.pk:
        return None
    before = held.staff.user.short_name if held else ""
    sign = Sign.CHANGE if held else Sign.ADD
    return Line(sign, "homeroom", class_title(key), before=before, after=teacher.user.short_name)


def better_name(user: User, last: str, first: str, middle: str) -> dict[str, str]:
    """Parts of the name that the file writes more fully: ё instead of е, a patronymic, a name instead of initials."""
    better: dict[str, str] = {}
    for part, value in (("last_name", last), ("first_name", first), ("middle_name", middle)):
        old = getattr(user, part)
        fuller = not old or (old.endswith(".") and not value.endswith("."))
        if value and value != old and (fuller or (folded(old) == folded(value) and "ё" in value.lower())):
            better[part] = value
    return better


TITLES = {"birth_date": "дата рождения", "gender": "пол", "file_number": "номер личного дела"}


def _shown(student: Student, name: str) -> str:
    return _text(getattr(student, name))


def _text(value: object) -> str:
    if isinstance(value, date):
        return dates.day_input(value)
    return {Gender.MALE.value: "мужской", Gender.FEMALE.value: "женский"}.get(str(value), str(value or ""))


def write(actor: User, preview: ImportPreview) -> list[str]:
    """Carry the plan out through the actions; sentences about what is left to do come back."""
    work: RosterWork = preview.work
    year = work.year.open(actor)
    made = school.create_classes(actor, year=year, names=work.new_classes) if work.new_classes else []
    work.classes |= {(row.grade_level, row.letter): row for row in made}
    _enroll(actor, work)
    _move(actor, work)
    for one in work.pupils:
        one.student = one.student or (one.known.student if one.known else None)
        if one.known and one.names:
            school_person(actor, one.known.student.user, one.names)
        if one.known and one.details:
            school.change_student(actor, one.known.student, **one.details)
    families.write_families(actor, work.families, min(clock.today(), year.starts_on))
    groups.write_groups(actor, year, work.classes, work.groups)
    _withdraw(actor, work)
    for key, teacher in work.homerooms:
        appoint_homeroom(actor, work.classes[key], teacher)
    return [_without_logins(work)] if any(one.known is None for one in work.pupils) else []


def _without_logins(work: RosterWork) -> str:
    new = sum(one.known is None for one in work.pupils)
    count = russian.counted(new, "нового ученика", "новых учеников", "новых учеников")
    return f"Логинов пока нет у {count}: выдайте их на странице «Люди» и раздайте карточки доступа."


def _enroll(actor: User, work: RosterWork) -> None:
    promoted = [one for one in work.pupils if one.act == PROMOTE and one.known]
    by_day: dict[date, list[Student]] = defaultdict(list)
    for one in promoted:
        old = one.known.enrollment if one.known else None
        if old and one.known:
            by_day[min(old.school_class.year.ends_on, one.day - timedelta(days=1))].append(one.known.student)
    for day, students in by_day.items():
        school.withdraw_students(actor, students, last_day=day, kind=LeaveKind.MOVED)
    coming = [one for one in work.pupils if one.act in {ENROLL, PROMOTE}]
    made = school.enroll_students(actor, [_new_pupil(one, work.classes[one.target]) for one in coming])
    for one, enrollment in zip(coming, made, strict=True):
        one.student = enrollment.student


def _new_pupil(one: PupilWork, row: SchoolClass) -> school.NewPupil:
    name = one.parsed.name
    order = one.parsed.joined.order if one.parsed.joined else ""
    if one.known:
        return school.NewPupil(row, one.day, student=one.known.student, joined_order=order)
    return school.NewPupil(
        row, one.day, person=NewPerson(name.last, name.first, name.middle), joined_order=order, **one.details
    )


def _move(actor: User, work: RosterWork) -> None:
    for one in work.pupils:
        if one.act == MOVE and one.known:
            order = one.parsed.joined.order if one.parsed.joined else ""
            school.move_students(
                actor, [one.known.student], to_class=work.classes[one.target], day=one.day, order_number=order
            )


def _withdraw(actor: User, work: RosterWork) -> None:
    for one in work.pupils:
        if one.last_day and one.student and one.parsed.left:
            school.withdraw_students(actor, [one.student], last_day=one.last_day, order_number=one.parsed.left.order)


def school_person(actor: User, user: User, changes: dict[str, str]) -> None:
    """Names and contacts of a person."""
    access.change_person(actor, user, **changes)


def appoint_homeroom(actor: User, row: SchoolClass, teacher: StaffMember) -> None:
    """From the first day of the year, or from today when the class had somebody else."""
    held = row.class_teachers.filter(valid_to=None).first()
    day = max(clock.today(), held.valid_from) if held else max(row.year.starts_on, teacher.valid_from)
    school.appoint_class_teacher(actor, school_class=row, staff=teacher, valid_from=day)


__all__ = ["RosterWork", "appoint_homeroom", "better_name", "homeroom_line", "plan_changes", "write"]
