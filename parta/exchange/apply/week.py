"""What a parsed timetable asks of the school, in plain keys: units, pages of the journal, lines of the week."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from parta.domain.timetable.choices import WeekParity
from parta.exchange.apply.names import (
    ClassKey,
    class_key,
    class_title,
    exact,
    folded,
    group_label,
    group_title,
    teacher_name,
)
from parta.exchange.people.parsed import PersonName
from parta.exchange.problems import Problem
from parta.exchange.timetable.naming import is_break
from parta.exchange.timetable.parsed import ParsedLesson, ParsedTimetable
from parta.lib import russian

LAST_NUMBER = 20
WEEKS = {"": WeekParity.EVERY, "10": WeekParity.ODD, "01": WeekParity.EVEN}


@dataclass(frozen=True, slots=True)
class UnitKey:
    """A whole class, or a group: of one class by subject and label, or a stream of several classes."""

    classes: tuple[ClassKey, ...]
    subject: str = ""
    label: str = ""

    @property
    def is_class(self) -> bool:
        """A whole class?"""
        return not self.subject


@dataclass(frozen=True, slots=True)
class CourseKey:
    """A page of the journal: a unit and the search form of the subject's name."""

    unit: UnitKey
    subject: str


PlaceKey = tuple[CourseKey, int, int, str]
"""Page, weekday, lesson number, week."""


@dataclass(slots=True)
class Shape:
    """What stands at a place: search form of the room's name, keys of the teachers, where the file says so."""

    room: str = ""
    teachers: list[str] = field(default_factory=list)
    place: str = ""


@dataclass(slots=True)
class Week:
    """The whole file in keys. Names are kept as first met: search form → name."""

    classes: dict[ClassKey, str] = field(default_factory=dict)
    six_days: set[ClassKey] = field(default_factory=set)
    subjects: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    teachers: dict[str, PersonName] = field(default_factory=dict)
    units: dict[UnitKey, str] = field(default_factory=dict)
    courses: dict[CourseKey, None] = field(default_factory=dict)
    places: dict[PlaceKey, Shape] = field(default_factory=dict)
    teaching: dict[CourseKey, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    unclear: set[tuple[ClassKey, int, int]] = field(default_factory=set)
    """Class, weekday, number where the file has a lesson that cannot be written: what stands there now is kept."""
    problems: list[Problem] = field(default_factory=list)


def read_week(parsed: ParsedTimetable) -> Week:
    """Sort the lessons of a file into what can be written and what is reported. Pure."""
    return _Reader(parsed).run()


class _Reader:
    def __init__(self, parsed: ParsedTimetable) -> None:
        self.parsed = parsed
        self.week = Week()
        self.doubtful = set(parsed.doubtful_teachers)
        self.refused: dict[str, list[str]] = defaultdict(list)
        self.doubled: list[str] = []
        self.titles: dict[str, UnitKey] = {}

    def run(self) -> Week:
        for name in self.parsed.classes:
            key = self._class_key(name)
            if key and any(name in lesson.classes for lesson in self.parsed.lessons):
                self.week.classes.setdefault(key, name)
        for lesson in self.parsed.lessons:
            why = self._refusal(lesson)
            if why:
                self.refused[why].append(lesson.place)
                self._keep_place(lesson)
            else:
                self._take(lesson)
        self._report()
        return self.week

    def _class_key(self, name: str) -> ClassKey | None:
        """As a school names classes; a foreign name with a grade given by the file keeps its letters."""
        key = class_key(name)
        grade = self.parsed.class_grades.get(name)
        return key or ((grade, name[:20]) if grade else None)

    def _refusal(self, lesson: ParsedLesson) -> str:
        """Why a lesson is not written, in words; «» when it is."""
        checks = (
            (not lesson.classes, "не назван класс"),
            (not lesson.subject_known or not lesson.subject, "не назван предмет"),
            (is_break(lesson.subject), "это перерыв, а не урок"),
            (lesson.week.strip("1") != "" and lesson.week not in WEEKS, "особый порядок недель"),
            (lesson.term.strip("1") != "", "только в некоторых четвертях"),
            (lesson.weekday > 6, "воскресенье"),
            (not 0 <= lesson.number <= LAST_NUMBER, f"номер урока больше {LAST_NUMBER}"),
            (any(self._class_key(name) is None for name in lesson.classes), "название класса без номера параллели"),
        )
        return next((why for wrong, why in checks if wrong), "")

    def _keep_place(self, lesson: ParsedLesson) -> None:
        if not is_break(lesson.subject):
            keys = {key for name in lesson.classes if (key := self._class_key(name))}
            self.week.unclear |= {(key, lesson.weekday, lesson.number) for key in keys}

    def _take(self, lesson: ParsedLesson) -> None:
        week = self.week
        subject = folded(lesson.subject)
        week.subjects.setdefault(subject, " ".join(lesson.subject.split())[:160])
        course = CourseKey(self._unit(lesson, subject), subject)
        week.courses.setdefault(course)
        for key in course.unit.classes:
            week.classes.setdefault(key, class_title(key))
            if lesson.weekday == 6:
                week.six_days.add(key)
        for one in lesson.rooms:
            week.rooms.setdefault(folded(one), one[:40])
        teachers = self._teachers(lesson.teachers)
        week.teaching[course].update(dict.fromkeys(teachers))
        parity = WEEKS.get(lesson.week, WeekParity.EVERY)
        self._put((course, lesson.weekday, lesson.number, str(parity)), lesson, teachers)

    def _put(self, key: PlaceKey, lesson: ParsedLesson, teachers: list[str]) -> None:
        """Two lines of one page at one place are one lesson with several teachers."""
        room = folded(lesson.rooms[0]) if lesson.rooms else ""
        present = self.week.places.get(key)
        if present is None:
            self.week.places[key] = Shape(room, teachers, lesson.place)
            return
        present.teachers = list(dict.fromkeys([*present.teachers, *teachers]))
        present.room = present.room or room
        self.doubled.append(lesson.place)

    def _unit(self, lesson: ParsedLesson, subject: str) -> UnitKey:
        named = zip(lesson.classes, lesson.class_groups or (lesson.group,) * len(lesson.classes), strict=False)
        parts = {key: group_label(label) for name, label in named if (key := self._class_key(name))}
        classes = tuple(sorted(parts))
        labels = list(dict.fromkeys(parts[key] for key in classes if parts[key]))
        if len(classes) == 1 and not labels:
            return UnitKey(classes)
        unit = UnitKey(classes, subject, ", ".join(labels))
        if unit not in self.week.units:
            names = ", ".join(class_title(key) for key in classes)
            self.week.units[unit] = self._free_title(group_title(names, lesson.subject, unit.label), unit)
        return unit

    def _free_title(self, title: str, unit: UnitKey) -> str:
        numbered = (f"{title[:75]} ({number})" for number in range(2, 100))
        return next(one for one in (title, *numbered) if self.titles.setdefault(one, unit) == unit)

    def _teachers(self, names: Iterable[str]) -> list[str]:
        keys = []
        for text in names:
            if text in self.doubtful:
                continue
            name = teacher_name(text)
            key = exact(name.full())
            self.week.teachers.setdefault(key, name)
            keys.append(key)
        return list(dict.fromkeys(keys))

    def _report(self) -> None:
        for why, places in self.refused.items():
            count = russian.counted(
                len(places), "урок не будет записан", "урока не будут записаны", "уроков не будут записаны"
            )
            rest = f" и ещё {len(places) - 5}" if len(places) > 5 else ""
            message = f"{count}: {why}. Где: {'; '.join(places[:5])}{rest}."
            self.week.problems.append(Problem(places[0], message))
        if self.doubled:
            count = russian.counted(len(self.doubled), "раз", "раза", "раз")
            message = f"Один предмет у одного класса в одно время записан дважды ({count}). Принято за общий урок."
            self.week.problems.append(Problem(self.doubled[0], message))
        self._check_names()
        self._check_joint()

    def _check_joint(self) -> None:
        """One teacher, one room, one time, several classes: perhaps a common lesson that the file does not call so."""
        together: dict[tuple[str, str, str, int, int, str], set[ClassKey]] = defaultdict(set)
        for (course, weekday, number, week), shape in self.week.places.items():
            if len(shape.teachers) == 1 and shape.room and len(course.unit.classes) == 1:
                key = (shape.teachers[0], shape.room, course.subject, weekday, number, week)
                together[key].update(course.unit.classes)
        found: Counter[tuple[str, str]] = Counter()
        for key, classes in together.items():
            if len(classes) > 1:
                found[", ".join(class_title(one) for one in sorted(classes)), self.week.subjects[key[2]]] += 1
        for (names, subject), count in found.items():
            hours = russian.counted(count, "урок", "урока", "уроков")
            message = (
                f"{subject}, {hours} в неделю: один учитель в одном кабинете в одно время. Записаны отдельные страницы "
                "журнала. Если это общий урок, объедините классы в поток на странице «Группы»."
            )
            self.week.problems.append(Problem(names, message))

    def _check_names(self) -> None:
        if self.parsed.doubtful_teachers:
            listed = ", ".join(f"«{name}»" for name in self.parsed.doubtful_teachers)
            message = f"Не похоже на людей, учителями не записаны: {listed}. Их уроки останутся без учителя."
            self.week.problems.append(Problem("учителя", message))
        if not self.week.places:
            message = "Ни одного урока записать нельзя: проверьте названия классов (5А) и предметов в файле."
            self.week.problems.append(Problem("файл", message, blocking=True))


__all__ = ["CourseKey", "PlaceKey", "Shape", "UnitKey", "Week", "read_week"]
