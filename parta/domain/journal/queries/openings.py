"""Openings: which closed entries are open at a moment, and the list a deputy looks after."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache
from django.db.models import Q, QuerySet

from parta.domain.access.models import Appointment
from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course
from parta.domain.journal.choices import OPENING_ROLES
from parta.domain.journal.errors import OpeningNotFound
from parta.domain.journal.models import Opening
from parta.domain.journal.rules.locks import openers_words, until_words
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import TeachingGroup
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.russian import ordinal_lesson

RECENT = 50
OPENINGS_KEY = "journal-openings"
REMEMBERED_SECONDS = 3


def openings_at(moment: datetime) -> QuerySet[Opening]:
    """Openings that stand at the moment; the last moment of an opening still belongs to it."""
    going_on = Q(revoked_at__isnull=True) | Q(revoked_at__gt=moment)
    return Opening.objects.filter(going_on, opened_at__lte=moment, closes_at__gte=moment.replace(microsecond=0))


@dataclass(slots=True)
class OpenTimes:
    """Openings of a school at a moment and now: a school has a few. One statement, one more for a group's lesson."""

    openings: list[Opening]
    classes_of_group: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def load(cls, moment: datetime) -> "OpenTimes":
        """An entry made without a network before an opening, and sent while it stands, is let through as well."""
        at_moment, now = openings_at(moment), openings_at(clock.now())
        return cls(list((at_moment | now).select_related("opened_by").order_by("-closes_at")))

    @classmethod
    def shown(cls) -> "OpenTimes":
        """Those that stand now, for pages: remembered three seconds a process. What is let through is asked anew."""
        known: list[Opening] | None = cache.get(OPENINGS_KEY)
        if known is None:
            known = cls.load(clock.now()).openings
            cache.set(OPENINGS_KEY, known, REMEMBERED_SECONDS)
        return cls([one for one in known if one.closes_at >= clock.now()])

    def covering(self, lesson: Lesson) -> Opening | None:
        """The opening that lets the lesson's entries through, the longest one."""
        return next((one for one in self.openings if self._covers(one, lesson)), None)

    def covering_page(self, course: Course) -> Opening | None:
        """The opening of the whole page or of its class: it lets final marks through as well."""
        return next((one for one in self.openings if one.lesson_id is None and self._covers_page(one, course)), None)

    def _covers(self, one: Opening, lesson: Lesson) -> bool:
        return one.lesson_id == lesson.pk or self._covers_page(one, lesson.course)

    def _covers_page(self, one: Opening, course: Course) -> bool:
        if one.school_class_id is None:
            return one.course_id is not None and one.course_id == course.pk
        if course.school_class_id:
            return one.school_class_id == course.school_class_id
        return one.school_class_id in self._classes(course.group_id or 0)

    def _classes(self, group: int) -> set[int]:
        if group not in self.classes_of_group:
            through = TeachingGroup.classes.through.objects.filter(teachinggroup_id=group)
            self.classes_of_group[group] = set(through.values_list("schoolclass_id", flat=True))
        return self.classes_of_group[group]


def openers_by_name() -> list[str]:
    """Who opens closed entries today: «Тихомирова О. В.». One statement; teachers, who open their own, are left out."""
    offices = rulebook_for(clock.today()).rulebook.entry.closed_entry_opened_by
    roles = {role for office in offices for role in OPENING_ROLES[office]}
    rows = Appointment.objects.filter(in_force("", clock.today()), role__in=roles).select_related("user")
    return list(dict.fromkeys(row.user.short_name for row in rows.order_by("user__sort_name")))


def forget_openings() -> None:
    """After a change, and again once it is committed: this process shows it at once, the others in three seconds."""
    cache.delete(OPENINGS_KEY)


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A line of the list. state: open, ended, revoked."""

    opening: Opening
    title: str
    state: str

    @property
    def until_text(self) -> str:
        """«до 18:00», «до 18:00 12 декабря»."""
        return until_words(clock.local(self.opening.closes_at), clock.today())

    @property
    def is_open(self) -> bool:
        """In force now."""
        return self.state == "open"


def opening_lines() -> list[OpeningLine]:
    """Openings in force, those that end first before the others, then the latest ended ones. Two statements."""
    now = clock.now()
    parts = (
        "lesson__course__subject", "lesson__course__school_class", "lesson__course__group", "course__subject",
        "course__school_class", "course__group", "school_class", "opened_by", "revoked_by",
    )  # fmt: skip
    standing = list(openings_at(now).select_related(*parts).order_by("closes_at"))
    ended = Opening.objects.exclude(pk__in=[one.pk for one in standing]).select_related(*parts)[:RECENT]
    return [OpeningLine(one, opening_title(one), "open") for one in standing] + [
        OpeningLine(one, opening_title(one), "revoked" if one.revoked_at else "ended") for one in ended
    ]


@dataclass(frozen=True, slots=True)
class LateRules:
    """What the rulebook of today says about late entries, in words."""

    window_text: str
    window_source: str
    openers: str


def late_rules() -> LateRules:
    """For the head of the page."""
    current = rulebook_for(clock.today())
    offices = current.rulebook.entry.closed_entry_opened_by
    return LateRules(
        current.value_text("late_window_days"),
        current.source_text("late_window_days"),
        openers_words(office.label for office in offices),
    )


def opening_for(opening_id: int) -> Opening:
    """One opening; OpeningNotFound when there is none."""
    found = Opening.objects.select_related("lesson__course__subject", "course__subject", "school_class")
    row = found.filter(pk=opening_id).first()
    if row is None:
        raise OpeningNotFound("Такого открытия нет")
    return row


def opening_title(one: Opening) -> str:
    """«7Б, алгебра: 4 декабря, 3‑й урок», «7Б, алгебра: вся страница журнала», «7Б: все предметы класса»."""
    if one.lesson:
        return f"{one.lesson.course.title}: {day_title(one.lesson.day)}, {ordinal_lesson(one.lesson.number)}"
    if one.course:
        return f"{one.course.title}: вся страница журнала"
    return f"{one.school_class}: все предметы класса"
