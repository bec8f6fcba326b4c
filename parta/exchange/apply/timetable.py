"""A timetable into the school: an empty one gets classes, subjects, rooms, teachers and pages; a living one, a diff."""

from collections import defaultdict
from datetime import date, timedelta

from parta.domain.curriculum.models import Course, Subject, TeachingAssignment
from parta.domain.school.choices import Shift
from parta.domain.school.models import Room, SchoolClass
from parta.domain.timetable.actions import SlotTimes
from parta.domain.timetable.models import BellSchedule, Timetable, TimetableEntry
from parta.domain.timetable.rules import in_force_on, slots_fault
from parta.exchange.apply import exchanges
from parta.exchange.apply.groups import KnownGroup, known_groups
from parta.exchange.apply.names import ClassKey, class_key, class_title, exact, folded, group_label, same_subject
from parta.exchange.apply.staff_names import StaffFinder
from parta.exchange.apply.timetable_work import TimetableWork
from parta.exchange.apply.timetable_write import write
from parta.exchange.apply.week import CourseKey, PlaceKey, Shape, UnitKey, Week, read_week
from parta.exchange.apply.year import current_year_plan
from parta.exchange.preview import ImportKind, ImportOptions, ImportPreview, Line, Sign
from parta.exchange.problems import Problem
from parta.exchange.timetable.parsed import ParsedTimetable
from parta.exchange.timetable.report import timetable_report
from parta.lib import clock, dates, russian


def plan_changes(parsed: ParsedTimetable, options: ImportOptions, file_name: str) -> ImportPreview:
    """Compare the timetable of a file with the version in force on its first day. Writes nothing."""
    return _Planner(parsed, options, file_name).run()


class _Planner:
    def __init__(self, parsed: ParsedTimetable, options: ImportOptions, file_name: str) -> None:
        self.parsed = parsed
        self.options = options
        self.week: Week = read_week(parsed)
        self.year = current_year_plan()
        versions = Timetable.objects.filter(year=self.year.row) if self.year.row else Timetable.objects.none()
        self.versions = list(versions.order_by("valid_from"))
        self.valid_from = self._first_day()
        self.base = _in_force(self.versions, self.valid_from)
        self.work = TimetableWork(self.year, self.valid_from, self.base, self.week, file_name)
        self.preview = ImportPreview(ImportKind.TIMETABLE, file_name, work=self.work)
        self.lines = self.preview.lines
        self.problems = self.preview.problems
        self.problems += [*parsed.problems, *self.week.problems, *self.year.problems()]

    def run(self) -> ImportPreview:
        report = timetable_report(self.parsed)
        words = (("Классы", "classes"), ("Учителя", "teachers"), ("Предметы", "subjects"), ("Кабинеты", "rooms"))
        self.preview.recognised = [(word, str(report[key])) for word, key in words]
        self.preview.recognised.append(("Мест в неделе занято", str(report["slots"])))
        self.preview.recognised.append(("Действует с", dates.day_title_with_year(self.valid_from)))
        if not self.year.starts_on <= self.valid_from <= self.year.ends_on:
            message = f"{dates.day_title_with_year(self.valid_from)} — не в учебном году. Выберите другой день."
            self.problems.append(Problem("начало", message, blocking=True))
        self.lines += self.year.lines()
        self._classes()
        exchanges.add_names(self.work, self.parsed)
        self._named_things()
        self._teachers()
        self._groups()
        self._courses()
        self._bells()
        self._entries()
        self._load()
        exchanges.plan_days(self.preview, self.work, self.parsed)
        exchanges.plan_substitutions(self.preview, self.work, self.parsed)
        return self.preview

    def _first_day(self) -> date:
        """As chosen; else the file's start; else Monday: this week's for the first timetable, the next one later."""
        year, today = self.year, clock.today()
        if self.options.valid_from:
            return self.options.valid_from
        told = self.parsed.starts_on
        if told and self.parsed.ends_on and self.parsed.ends_on >= year.starts_on and told <= year.ends_on:
            return max(told, year.starts_on)
        monday = dates.monday_of(today)
        day = monday if not self.versions or today == monday else monday + timedelta(days=7)
        return min(max(day, year.starts_on), year.ends_on)

    def _classes(self) -> None:
        rows = SchoolClass.objects.filter(year=self.year.row) if self.year.row else SchoolClass.objects.none()
        self.work.classes = {(row.grade_level, row.letter): row for row in rows}
        second = {class_key(name) for name in self.parsed.second_shift_classes}
        for key in self.week.classes:
            days = 6 if key in self.week.six_days else 5
            shift = Shift.SECOND if key in second else Shift.FIRST
            row = self.work.classes.get(key)
            if row is None:
                self.work.new_classes.setdefault((int(shift), days), []).append(key)
                text = f"{shift.label}, {russian.counted(days, 'день', 'дня', 'дней')} в неделю"
                self.lines.append(Line(Sign.ADD, "class", class_title(key), text))
            else:
                self._class_changes(row, days, shift if second else None)

    def _class_changes(self, row: SchoolClass, days: int, shift: Shift | None) -> None:
        """More days than known, another shift; a file that names no second shift says nothing about shifts."""
        changes: dict[str, int] = {}
        if days > row.days_per_week:
            changes["days_per_week"] = days
            self.lines.append(_changed("class", row.name, "дней в неделе", str(row.days_per_week), str(days)))
        if shift and shift != row.shift:
            changes["shift"] = int(shift)
            self.lines.append(_changed("class", row.name, "смена", str(Shift(row.shift).label), str(shift.label)))
        if changes:
            self.work.class_changes.append((row, changes))

    def _named_things(self) -> None:
        subjects = {folded(row.name): row for row in Subject.objects.all()}
        rooms = {folded(row.name): row for row in Room.objects.all()}
        self.work.subjects = subjects
        self.work.rooms = rooms
        for form, name in self.week.subjects.items():
            if form not in subjects:
                self.lines.append(Line(Sign.ADD, "subject", name))
        for form, name in self.week.rooms.items():
            if form not in rooms:
                self.lines.append(Line(Sign.ADD, "room", name))

    def _teachers(self) -> None:
        finder = StaffFinder(clock.today(), self.options.answers)
        for key, name in self.week.teachers.items():
            found = finder.find(name, "учителя")
            if found:
                self.work.staff[key] = found
            else:
                self.lines.append(
                    Line(Sign.ADD, "staff", name.full(), "имя из расписания: полное даст список сотрудников")
                )
        self.preview.questions += finder.questions.values()

    def _groups(self) -> None:
        known = known_groups(self.year.row)
        taken: set[int] = set()
        for unit, title in self.week.units.items():
            found = self._known_group(known, unit, title, taken)
            if found:
                taken.add(found.row.pk)
                self.work.groups[unit] = found.row
            else:
                text = "поток" if len(unit.classes) > 1 else "состав пуст: распределите учеников"
                self.lines.append(Line(Sign.ADD, "group", title, text))

    def _known_group(self, known: list[KnownGroup], unit: UnitKey, title: str, taken: set[int]) -> KnownGroup | None:
        """By name; else a group without pages yet (made by a class list) for the same subject and label."""
        rows = [self.work.classes.get(key) for key in unit.classes]
        classes = frozenset(row.pk for row in rows if row)
        own = [one for one in known if one.classes == classes and one.row.pk not in taken]
        named = [one for one in own if exact(one.row.name) == exact(title)]
        subject = self.week.subjects[unit.subject]
        spare = [one for one in own if not one.subjects and folded(group_label(one.row.name)) == folded(unit.label)]
        alike = [one for one in spare if same_subject(_subject_in(one.row.name), subject)]
        return next(iter(named), alike[0] if len(alike) == 1 else None)

    def _courses(self) -> None:
        rows = Course.objects.filter(year=self.year.row) if self.year.row else Course.objects.none()
        present = {(row.subject_id, row.school_class_id, row.group_id): row for row in rows.select_related("subject")}
        fresh: dict[ClassKey, list[str]] = defaultdict(list)
        for key in self.week.courses:
            row = present.get(self._course_ids(key))
            if row:
                self.work.courses[key] = row
            if row is None or not row.is_active:
                fresh[key.unit.classes[0]].append(self.week.subjects[key.subject])
        for unit, names in sorted(fresh.items()):
            listed = ", ".join(dict.fromkeys(names))
            self.lines.append(Line(Sign.ADD, "course", class_title(unit), listed, count=len(names)))

    def _course_ids(self, key: CourseKey) -> tuple[int, int | None, int | None]:
        subject = self.work.subjects.get(key.subject)
        group = self.work.groups.get(key.unit)
        own = self.work.classes.get(key.unit.classes[0]) if key.unit.is_class else None
        return (subject.pk if subject else 0, own.pk if own else None, group.pk if group else None)

    def _bells(self) -> None:
        shifts = {shift for shift, _ in self.work.new_classes} | {
            row.shift for key, row in self.work.classes.items() if key in self.week.classes
        }
        shifts |= {changes["shift"] for _, changes in self.work.class_changes if "shift" in changes}
        for shift in sorted(shifts):
            current = self._bells_of(shift)
            own = [bell for bell in self.parsed.bells if bell.shift == shift]
            bells = own or ([] if current else [bell for bell in self.parsed.bells if bell.shift == Shift.FIRST])
            slots = [SlotTimes(bell.number, bell.starts_at, bell.ends_at) for bell in bells]
            if slots:
                self._set_bells(shift, slots, current)
            elif not current:
                message = (
                    f"Нет звонков ({Shift(shift).label}): уроки по дням не будут созданы. "
                    "Задайте звонки на странице «Школа» и создайте уроки."
                )
                self.problems.append(Problem("звонки", message))

    def _bells_of(self, shift: int) -> BellSchedule | None:
        rows = BellSchedule.objects.filter(year=self.year.row, shift=shift, weekday=None).prefetch_related("slots")
        ordered = list(rows.order_by("valid_from")) if self.year.row else []
        past = [row for row in ordered if row.valid_from <= self.valid_from]
        return past[-1] if past else next(iter(ordered), None)

    def _set_bells(self, shift: int, slots: list[SlotTimes], current: BellSchedule | None) -> None:
        fault = slots_fault((slot.number, slot.starts_at, slot.ends_at) for slot in slots)
        if fault:
            self.problems.append(Problem("звонки", f"Звонки не записаны: {fault}"))
            return
        present = {slot.number: (slot.starts_at, slot.ends_at) for slot in current.slots.all()} if current else {}
        if present == {slot.number: (slot.starts_at, slot.ends_at) for slot in slots}:
            return
        first = min(slot.starts_at for slot in slots)
        count = russian.counted(len(slots), "урок", "урока", "уроков")
        text = f"{count}, первый в {first:%H:%M}"
        sign = Sign.CHANGE if current else Sign.ADD
        self.lines.append(Line(sign, "bells", str(Shift(shift).label).capitalize(), text))
        self.work.bells.append((shift, slots, self.valid_from if current else None))

    def _entries(self) -> None:
        standing = self._standing()
        same = 0
        fresh: dict[ClassKey, int] = defaultdict(int)
        for key, shape in self.week.places.items():
            course = self.work.courses.get(key[0])
            row = standing.pop((course.pk, *key[1:]), None) if course else None
            if row:
                line = self._changed_entry(key, shape, row)
                same += line is None
                self.lines += [line] if line else []
            elif self.base and course:
                self.lines.append(Line(Sign.ADD, "entry", self._title(key), self._shown(shape), shape.place))
            else:
                fresh[key[0].unit.classes[0]] += 1
        for unit, count in sorted(fresh.items()):
            self.lines.append(
                Line(Sign.ADD, "entry", class_title(unit), f"с {dates.day_title(self.valid_from)}", count=count)
            )
        spoken = [row for row in standing.values() if self._is_spoken_of(row)]
        self.work.kept = [row for row in spoken if self._is_unclear(row)]
        gone = [row for row in spoken if row not in self.work.kept]
        self.lines += [Line(Sign.GONE, "entry", _entry_title(row), "нет в файле, уйдёт из недели") for row in gone]
        text = "в файле урок не понят, оставляем как есть"
        self.lines += [Line(Sign.SAME, "entry", _entry_title(row), text) for row in self.work.kept]
        if same:
            self.lines.append(Line(Sign.SAME, "entry", "Неделя", "стоят как есть", count=same))
        self.work.entries_change = any(line.writes for line in self.lines if line.thing == "entry")

    def _standing(self) -> dict[tuple[int, int, int, str], TimetableEntry]:
        rows = TimetableEntry.objects.filter(timetable=self.base) if self.base else TimetableEntry.objects.none()
        full = rows.select_related("course__subject", "course__school_class", "course__group", "room", "teacher__user")
        return {
            (row.course_id, row.weekday, row.number, row.week): row
            for row in full.prefetch_related("course__group__classes")
        }

    def _is_spoken_of(self, row: TimetableEntry) -> bool:
        """Lines of classes the file names; others are none of its business."""
        return all(key in self.week.classes for key in _classes_of(row))

    def _is_unclear(self, row: TimetableEntry) -> bool:
        return any((key, row.weekday, row.number) in self.week.unclear for key in _classes_of(row))

    def _changed_entry(self, key: PlaceKey, shape: Shape, row: TimetableEntry) -> Line | None:
        """Another teacher or room; a file that names none says nothing against those that stand."""
        self.work.standing[key] = row
        staff, room = self.work.staff, self.work.rooms.get(shape.room)
        named = [staff[one].pk if one in staff else 0 for one in shape.teachers]
        other_teacher = bool(named) and (named[0] if len(named) == 1 else None) != row.teacher_id
        other_room = bool(shape.room) and (room.pk if room else 0) != row.room_id
        if not other_teacher and not other_room:
            return None
        old_teacher, old_room = row.teacher.user.short_name if row.teacher else "", str(row.room or "")
        before = ", ".join(part for part in (old_teacher, old_room) if part) or "не указано"
        names = [self.week.teachers[one].full() for one in shape.teachers] or [old_teacher]
        after = ", ".join(part for part in (*names, self.week.rooms.get(shape.room, old_room)) if part)
        return _changed("entry", self._title(key), "", before, after, place=shape.place)

    def _title(self, key: PlaceKey) -> str:
        course, weekday, number, week = key
        unit = self.week.units.get(course.unit) or class_title(course.unit.classes[0])
        parity = {"odd": ", нечётные недели", "even": ", чётные недели"}.get(week, "")
        subject = self.week.subjects[course.subject]
        return f"{unit}: {dates.WEEKDAYS_SHORT[weekday - 1]}, {russian.ordinal_lesson(number)}{parity}, {subject}"

    def _shown(self, shape: Shape) -> str:
        names = [self.week.teachers[key].full() for key in shape.teachers]
        return ", ".join([*names, *([self.week.rooms[shape.room]] if shape.room else [])]) or "не указано"

    def _load(self) -> None:
        """Teachers of the pages: new ones begin, those the file no longer names for a page end the day before."""
        ids = {row.pk: key for key, row in self.work.courses.items()}
        rows = TeachingAssignment.objects.filter(course__in=ids, valid_to=None).select_related(
            "staff__user", "course__subject", "course__school_class", "course__group"
        )
        present: dict[CourseKey, dict[int, TeachingAssignment]] = defaultdict(dict)
        for row in rows:
            present[ids[row.course_id]][row.staff_id] = row
        fresh: dict[str, list[str]] = defaultdict(list)
        for key, teachers in self.week.teaching.items():
            found = {one: self.work.staff.get(one) for one in teachers}
            for one, member in found.items():
                if member is None or member.pk not in present[key]:
                    self.work.load.append((key, one))
                    fresh[one].append(self._course_title(key))
            named = {member.pk for member in found.values() if member}
            self.work.ending += [row for pk, row in present[key].items() if teachers and pk not in named]
        for one, titles in fresh.items():
            listed = "; ".join(dict.fromkeys(titles))
            self.lines.append(Line(Sign.ADD, "load", self.week.teachers[one].full(), listed, count=len(titles)))
        self.lines += [_ending_line(row) for row in self.work.ending]

    def _course_title(self, key: CourseKey) -> str:
        return self.week.units.get(key.unit) or f"{class_title(key.unit.classes[0])} {self.week.subjects[key.subject]}"


def _ending_line(row: TeachingAssignment) -> Line:
    return Line(Sign.CHANGE, "load", row.staff.user.short_name, f"больше не ведёт: {row.course.title}")


def _in_force(versions: list[Timetable], day: date) -> Timetable | None:
    """The published version of the day; a draft that begins that very day is what the file goes on with."""
    draft = next((one for one in versions if one.is_draft and one.valid_from == day), None)
    return draft or in_force_on([one for one in versions if not one.is_draft], day)


def _changed(thing: str, title: str, text: str, before: str, after: str, *, place: str = "") -> Line:
    return Line(Sign.CHANGE, thing, title, text, place, before, after)


def _classes_of(row: TimetableEntry) -> list[ClassKey]:
    one = row.course.school_class
    classes = [one] if one else list(row.course.group.classes.all()) if row.course.group else []
    return [(each.grade_level, each.letter) for each in classes]


def _entry_title(row: TimetableEntry) -> str:
    return f"{row.course.title}: {dates.WEEKDAYS_SHORT[row.weekday - 1]}, {russian.ordinal_lesson(row.number)}"


def _subject_in(group_name: str) -> str:
    """«английский язык» of «10А английский язык гр. 1»."""
    words = group_name.split(" гр.", maxsplit=1)[0].split(" ")
    return " ".join(words[1:])


__all__ = ["plan_changes", "write"]
