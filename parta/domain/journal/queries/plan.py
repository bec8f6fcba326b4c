"""The plan on the lessons of a course: which topic comes next, what has been passed, the lag and its cure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet

from parta.domain.curriculum import rules
from parta.domain.curriculum.models import Course, PlanTopic
from parta.domain.curriculum.rules import (
    Block,
    Coverage,
    DatedLesson,
    Idea,
    Layout,
    Placed,
    Step,
    StepKind,
    TopicFacts,
)
from parta.domain.journal.models import LessonRecord, TopicPlacement
from parta.domain.school.queries import SchoolCalendar
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock, russian
from parta.lib.prepared import prepared

END_OF_DAY = 99
HOURS = ("час", "часа", "часов")


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic of the plan. `number`: its place in the plan."""

    id: int
    number: int
    title: str
    unit: str
    kind: str
    homework: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the plan gives for a lesson: the topic that is recorded, and the words of all topics of the lesson."""

    pk: int
    position: int
    title: str
    homework: str
    kind: str


@dataclass(frozen=True, slots=True)
class Loss:
    """A lesson the plan counted on and did not get."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class HeldLesson:
    """A lesson of the course as the plan sees it. `note`: of a cancelled one; `text`: the topic written on it."""

    dated: DatedLesson
    cancelled: bool
    note: str
    text: str
    substituted: bool


@dataclass(frozen=True, slots=True)
class MovedTopic:
    """A topic whose day changes when steps are applied; None: no lesson is left for it."""

    line: TopicLine
    before: date | None
    after: date | None


@dataclass
class CoursePlan:
    """The plan of one course with all that follows from its lessons."""

    course: Course
    lines: dict[int, TopicLine]
    placed: list[Placed]
    lessons: list[HeldLesson]
    now: rules.Place
    is_placed: bool = False

    @cached_property
    def held(self) -> list[DatedLesson]:
        """Lessons that take place."""
        return [one.dated for one in self.lessons if not one.cancelled]

    @cached_property
    def layout(self) -> Layout:
        """Which lesson gives which topics."""
        return rules.lay_out(self.placed, self.held)

    @cached_property
    def coverage(self) -> Coverage:
        """Passed, planned, lag."""
        return rules.coverage_of(self.layout, self.now)

    @property
    def text(self) -> str:
        """«По КТП пройдено 38 из 102, по плану 40, отставание 2 часа»."""
        return f"По КТП {coverage_text(self.coverage)}"

    @property
    def version(self) -> str:
        """A sign of the order of topics: another one means that somebody has changed it."""
        plain = [(one.topic, one.joined) for one in self.placed]
        return sha256(repr(plain).encode()).hexdigest()[:16]

    @property
    def facts(self) -> Mapping[int, TopicFacts]:
        """What the rules of catching up ask of topics."""
        return {line.id: TopicFacts(line.title, line.unit, line.kind) for line in self.lines.values()}

    @cached_property
    def ideas(self) -> list[Idea]:
        """How to catch up; the first `coverage.to_repair` of them are enough."""
        if not self.is_placed:
            return []
        return rules.ideas_for(self.layout.ahead, self.facts, self.coverage.to_repair)

    def suggestion(self, lesson_id: int) -> Suggestion | None:
        """What the plan gives for the lesson; for one that gave something else, what it was to give."""
        block = self.layout.block_of.get(lesson_id) or self.layout.expected.get(lesson_id)
        return self._said(block) if block else None

    def _said(self, block: Block) -> Suggestion:
        lines = [self.lines[topic] for topic in block.ids]
        told = [line for line in lines if not rules.RESERVE.match(line.title)] or lines
        titles = list(dict.fromkeys(line.title.rstrip(".") for line in told))
        title = ". ".join(titles) if len(titles) > 1 else told[0].title
        homework = "; ".join(dict.fromkeys(line.homework for line in told if line.homework))
        return Suggestion(told[0].id, told[0].number, title[:600], homework, told[0].kind)

    def day_of(self, topic: int) -> date | None:
        """The day the topic was given or falls on now."""
        lesson = self.layout.lesson_of.get(topic)
        return lesson.place[0] if lesson else None

    def given_on(self, topic: int) -> date | None:
        """The day it was recorded on."""
        lesson = self.layout.lesson_of.get(topic)
        return lesson.place[0] if lesson and lesson.topic is not None else None

    def after(self, steps: Iterable[Step]) -> "CoursePlan":
        """The same course with the steps done. Raises ValueError when a step does not fit."""
        done = frozenset(topic for block in [*self.layout.given, *self.layout.assumed] for topic in block.ids)
        order = rules.apply_steps(self.placed, steps, fixed=done)
        return CoursePlan(self.course, self.lines, order, self.lessons, self.now, self.is_placed)

    def moved(self, other: "CoursePlan") -> list[MovedTopic]:
        """Topics that fall on another day in the other order."""
        days = [(line, self.day_of(line.id), other.day_of(line.id)) for line in self.lines.values()]
        return [MovedTopic(*row) for row in days if row[1] != row[2]]

    def losses(self, calendar: SchoolCalendar) -> list[Loss]:
        """Lessons meant for topics that gave none of them, up to now, the latest first."""
        by_place = {one.dated.place: one for one in self.lessons}
        lost = {lesson.id for lesson in self.layout.lost}
        slots = sorted({one.planned for one in self.placed if one.planned and one.planned <= self.now}, reverse=True)
        found = [Loss(place[0], self._reason(by_place.get(place), lost, place[0], calendar)) for place in slots]
        return [one for one in found if one.reason]

    def _reason(self, lesson: HeldLesson | None, lost: set[int], day: date, calendar: SchoolCalendar) -> str:
        if lesson is None:
            grade, unit = self.course.grade_level, self.course.school_class
            off = calendar.reason(day, grade, unit.days_per_week if unit else 5)
            return off or "урока нет в расписании"
        if lesson.cancelled:
            return f"урок отменён: {lesson.note}" if lesson.note else "урок отменён"
        if lesson.dated.id in lost:
            return f"{'на замене' if lesson.substituted else 'вместо темы плана'}: «{lesson.text}»"
        return ""


def coverage_text(seen: Coverage) -> str:
    """«пройдено 38 из 102, по плану 40, отставание 2 часа»."""
    parts = [f"пройдено {seen.passed} из {seen.total}"]
    if seen.due is not None:
        parts.append(f"по плану {seen.due}")
    if seen.lag:
        parts.append(f"отставание {russian.counted(seen.lag, *HOURS)}")
    return ", ".join(parts)


def _now(rows: Iterable[HeldLesson]) -> rules.Place:
    """The place of the last lesson that is over; days before today are over, whether they had lessons or not."""
    yesterday = (clock.today() - timedelta(days=1), END_OF_DAY)
    return max([yesterday, *(one.dated.place for one in rows if one.dated.is_over)])


def course_plans(
    courses: Iterable[Course], topics: Mapping[int, Iterable[PlanTopic]] | None = None
) -> dict[int, CoursePlan]:
    """The plans of the courses that have one, by course. Three statements, whatever their number.

    topics: by plan, where the caller has read them already with their sections: two statements then.
    """
    planned = [course for course in courses if course.plan_id]
    if not planned:
        return {}
    ids = sorted(course.pk for course in planned)
    read = topics is None
    lines = _lines(sorted({course.plan_id for course in planned if course.plan_id})) if read else _known(topics or {})
    placements = _placements(ids)
    lessons = _lessons(ids)
    plans = {}
    for course in planned:
        own = lines.get(course.plan_id or 0, {})
        rows = lessons[course.pk]
        placed, is_placed = _order(own, placements.get(course.pk, []))
        plans[course.pk] = CoursePlan(course, own, placed, rows, _now(rows), is_placed)
    return plans


def placed_coverage(classes: list[int], groups: list[int]) -> dict[int, Coverage]:
    """By subject: coverage of the placed plans of these classes and groups, without their words. Two statements.

    Of a subject taught in two courses one is chosen, the one with the larger lag.
    """
    subjects: dict[int, int] = {}
    placements: dict[int, list[Placed]] = defaultdict(list)
    for course, subject, topic, joined, day, number in _unit_rows(classes, groups):
        subjects[course] = subject
        placements[course].append(Placed(topic, bool(joined), (day, number) if day else None))
    lessons = _lessons(sorted(placements)) if placements else {}
    found: dict[int, Coverage] = {}
    for course, placed in placements.items():
        rows = lessons[course]
        layout = rules.lay_out(placed, [one.dated for one in rows if not one.cancelled])
        seen = rules.coverage_of(layout, _now(rows))
        if subjects[course] not in found or seen.lag > found[subjects[course]].lag:
            found[subjects[course]] = seen
    return found


@prepared
def _unit_rows(classes: list[int], groups: list[int]) -> QuerySet[TopicPlacement, tuple[Any, ...]]:
    mine = Q(course__school_class_id__in=classes) | Q(course__group_id__in=groups)
    rows = TopicPlacement.objects.filter(mine, course__is_active=True).order_by("course", "position")
    return rows.values_list("course", "course__subject", "topic", "joined", "planned_on", "planned_number")


def course_plan(course: Course, topics: Iterable[PlanTopic] | None = None) -> CoursePlan | None:
    """The plan of one course; None without a plan. topics: those of its plan, where they are at hand."""
    known = None if topics is None else {course.plan_id or 0: topics}
    return course_plans([course], known).get(course.pk)


def given_topics(topic_ids: Iterable[int]) -> set[int]:
    """Which of the topics have been recorded on a lesson of any course."""
    rows = LessonRecord.objects.filter(plan_topic__in=list(topic_ids))
    return {topic for topic in rows.values_list("plan_topic", flat=True).distinct() if topic}


def suggested_topics(lessons: Iterable[Lesson]) -> dict[int, Suggestion]:
    """By lesson id: what the plan gives for it. Three statements for all."""
    rows = list(lessons)
    plans = course_plans({lesson.course_id: lesson.course for lesson in rows}.values())
    found = ((lesson.pk, plans[lesson.course_id].suggestion(lesson.pk)) for lesson in rows if lesson.course_id in plans)
    return {lesson_id: one for lesson_id, one in found if one}


def idea_text(plan: CoursePlan, idea: Idea) -> tuple[str, str]:
    """A proposal in words: what is done, and why or with what effect."""
    line, other = plan.lines[idea.step.topic], plan.lines[idea.step.to]
    if idea.step.kind is StepKind.MOVE:
        return f"Взять резервный час № {line.number}", f"Перенести его к № {other.number}: тем он не содержит"
    if idea.step.kind is StepKind.SHORTEN:
        return f"Сократить «{line.title}» на час", f"Уроков с этой темой впереди: {idea.count}, станет {idea.count - 1}"
    reasons = {
        "review": "Повторение и закрепление дают вместе с соседней темой",
        "alike": "Темы об одном",
        "near": "Соседние темы одного раздела",
    }
    return f"Объединить № {other.number} и № {line.number}", f"{reasons[idea.reason]}: «{other.title}» и «{line.title}»"


def _lines(plan_ids: list[int]) -> dict[int, dict[int, TopicLine]]:
    found: dict[int, dict[int, TopicLine]] = defaultdict(dict)
    for plan_id, topic, number, title, unit, kind, homework in _topic_rows(plan_ids):
        found[plan_id][topic] = TopicLine(topic, number, title, unit or "", kind, homework)
    return found


@prepared
def _topic_rows(plans: list[int]) -> QuerySet[PlanTopic, tuple[Any, ...]]:
    rows = PlanTopic.objects.filter(plan__in=plans).order_by("plan", "position")
    return rows.values_list("plan", "id", "position", "title", "unit__title", "kind", "homework")


def _known(topics: Mapping[int, Iterable[PlanTopic]]) -> dict[int, dict[int, TopicLine]]:
    return {
        plan_id: {
            row.pk: TopicLine(
                row.pk, row.position, row.title, row.unit.title if row.unit else "", row.kind, row.homework
            )
            for row in rows
        }
        for plan_id, rows in topics.items()
    }


def _placements(course_ids: list[int]) -> dict[int, list[Placed]]:
    found: dict[int, list[Placed]] = defaultdict(list)
    for course, topic, joined, day, number in _placement_rows(course_ids):
        found[course].append(Placed(topic, bool(joined), (day, number) if day else None))
    return found


@prepared
def _placement_rows(courses: list[int]) -> QuerySet[TopicPlacement, tuple[Any, ...]]:
    rows = TopicPlacement.objects.filter(course__in=courses).order_by("course", "position")
    return rows.values_list("course", "topic", "joined", "planned_on", "planned_number")


def _order(lines: Mapping[int, TopicLine], placed: list[Placed]) -> tuple[list[Placed], bool]:
    """The order of the course; of the plan while it is not placed, or when the plan has got other topics since."""
    if placed and {one.topic for one in placed} == set(lines):
        return placed, True
    return rules.keep_order(list(lines), placed), False


def _lessons(course_ids: list[int]) -> dict[int, list[HeldLesson]]:
    now = clock.now()
    today, time = now.date(), now.time().replace(tzinfo=None)
    found: dict[int, list[HeldLesson]] = defaultdict(list)
    for course, lesson, day, number, ends, status, note, topic, text, substitution in _lesson_rows(course_ids):
        over = day < today or (day == today and ends <= time)
        dated = DatedLesson(lesson, (day, number), over, topic, bool(text))
        cancelled = status == LessonStatus.CANCELLED
        found[course].append(HeldLesson(dated, cancelled, note, text or "", substitution is not None))
    return found


@prepared
def _lesson_rows(courses: list[int]) -> QuerySet[Lesson, tuple[Any, ...]]:
    rows = Lesson.objects.filter(course__in=courses).order_by("course", "day", "number")
    return rows.values_list(
        "course", "id", "day", "number", "ends_at", "status", "note", "record__plan_topic", "record__topic",
        "substitution",
    )  # fmt: skip
