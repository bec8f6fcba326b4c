"""Thematic plans: the school's base, one plan with its topics, its hours against the study plan, its history."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum import rules
from parta.domain.curriculum.errors import PlanNotFound
from parta.domain.curriculum.models import (
    Course,
    PlanTopic,
    PlanUnit,
    PlanVersion,
    StudyPlanLine,
    Subject,
    TeachingAssignment,
    ThematicPlan,
)
from parta.domain.curriculum.queries.study import courses, courses_taught_by, hours_by_course, yearly_hours
from parta.domain.curriculum.rules.programmes import closest_programme, hours_by_programme
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import AcademicYear

TopicUse = Callable[[Iterable[int]], set[int]]


@dataclass(frozen=True, slots=True)
class HoursCheck:
    """Hours of a plan against the study plan (S3-4.4.7b). `required` is None while the study plan has no line."""

    planned: int
    required: int | None

    @property
    def difference(self) -> int:
        """Positive: the plan is longer than the study plan."""
        return 0 if self.required is None else self.planned - self.required

    @property
    def missing(self) -> int:
        """Lessons the plan lacks."""
        return max(0, -self.difference)

    @property
    def agrees(self) -> bool:
        """Equal, and there is something to be equal to."""
        return self.required is not None and self.difference == 0


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A section with its topics in order; the first one may have no title."""

    title: str
    topics: list[PlanTopic] = field(default_factory=list)


def plans(
    *, subject: int | None = None, grade_level: int | None = None, author: User | None = None
) -> QuerySet[ThematicPlan]:
    """Plans of the school's base with `topic_count`, their courses and the draft version being written."""
    rows = ThematicPlan.objects.filter(revises__isnull=True).select_related("subject", "author")
    rows = rows.annotate(topic_count=Count("topics", distinct=True))
    if subject:
        rows = rows.filter(subject_id=subject)
    if grade_level:
        rows = rows.filter(grade_level=grade_level)
    if author:
        rows = rows.filter(author=author)
    attached = Course.objects.select_related("subject", "school_class", "group", "year")
    return rows.prefetch_related(Prefetch("courses", queryset=attached), "drafts").order_by(
        "grade_level", "subject__sort_name", "title", "id"
    )


def plan_for(plan_id: int) -> ThematicPlan:
    """A plan of the base; every member of staff may read it (S3-2.2a: one common base)."""
    rows = ThematicPlan.objects.select_related("subject", "author", "status_by", "revises")
    plan = rows.filter(pk=plan_id).first()
    if plan is None:
        raise PlanNotFound("Такого КТП нет.")
    return plan


def plan_topics(plan: ThematicPlan) -> list[PlanTopic]:
    """Topics in order, each with its section loaded."""
    return list(PlanTopic.objects.filter(plan=plan).select_related("unit").order_by("position"))


def plan_sections(topics: Sequence[PlanTopic]) -> list[PlanSection]:
    """Topics grouped as they follow each other: a section that is interrupted appears again."""
    sections: list[PlanSection] = []
    for topic in topics:
        title = topic.unit.title if topic.unit else ""
        if not sections or sections[-1].title != title:
            sections.append(PlanSection(title))
        sections[-1].topics.append(topic)
    return sections


def plan_lines(topics: Iterable[PlanTopic]) -> list[rules.PlanLine]:
    """The stored plan as lines, ready to be edited and sent back to `actions.edit_plan_topics`."""
    return [
        rules.PlanLine(topic.title, topic.unit.title if topic.unit else "", topic.homework, topic.kind, topic.pk)
        for topic in topics
    ]


def plan_version(topics: Iterable[PlanTopic]) -> str:
    """A short sign of what the plan holds: another sign means that somebody saved it in the meantime."""
    digest = sha256()
    for line in plan_lines(topics):
        digest.update(repr((line.id, line.unit, line.title, line.homework, line.kind)).encode())
    return digest.hexdigest()[:16]


def units_of(plan: ThematicPlan) -> list[PlanUnit]:
    """Sections in order."""
    return list(PlanUnit.objects.filter(plan=plan).order_by("position"))


def hours_check(plan: ThematicPlan, course: Course | None, topic_count: int, year: AcademicYear | None) -> HoursCheck:
    """Hours of the plan against the course it is attached to, or against the grade of the year when there is none."""
    if course is None:
        return hours_of_grade(year, plan.subject, plan.grade_level, topic_count)
    line = hours_by_course([course]).get(course.pk)
    return HoursCheck(topic_count, yearly_hours(line) if line else None)


def hours_of_grade(year: AcademicYear | None, subject: Subject, grade_level: int, topic_count: int) -> HoursCheck:
    """So many lessons against the study plan of the grade."""
    line = StudyPlanLine.objects.filter(
        year=year, grade_level=grade_level, subject=subject, school_class__isnull=True
    ).first()
    return HoursCheck(topic_count, yearly_hours(line) if line else None)


@dataclass(frozen=True, slots=True)
class SectionCheck:
    """Hours of a plan by section. `source`: whose hours they are compared with, «» when nobody names any."""

    sections: list[rules.SectionHours]
    source: str

    @property
    def differing(self) -> list[rules.SectionHours]:
        """Sections longer or shorter than they should be, or that nobody knows."""
        return [one for one in self.sections if one.difference or (self.source and one.programme is None)]


def sections_check(
    subject: str, grade_level: int, units: Sequence[str], known: Mapping[str, int | None], given: Iterable[bool] = ()
) -> SectionCheck:
    """Where a plan differs from its programme (S3-4.4.7b). units: the section of every lesson, in order.

    known: hours the plan itself or its file names for the sections; where it names none, those of the federal
    programme of the subject and grade whose sections these are.
    """
    found = None if any(known.values()) else closest_programme(subject, grade_level, dict.fromkeys(units))
    source = found.source if found else "план" if any(known.values()) else ""
    hours = hours_by_programme(units, found) if found else known
    return SectionCheck(rules.section_hours(units, hours, given), source)


def hours_must_agree(year: AcademicYear | int) -> bool:
    """Does the rulebook of the year demand equal hours (S3-4.4.7b)?"""
    return rulebook_for(year if isinstance(year, int) else year.year).rulebook.marks.ktp_hours_must_equal_curriculum


def hours_clause(year: AcademicYear | int) -> str:
    """The clause that demands it, or «умолчание»."""
    return rulebook_for(year if isinstance(year, int) else year.year).source_text("ktp_hours_must_equal_curriculum")


def checks_by_course(courses: Iterable[Course], counts: Mapping[int, int]) -> dict[int, HoursCheck]:
    """Hours of every course that has a plan. counts: topics by plan. One statement."""
    rows = [course for course in courses if course.plan_id]
    lines = hours_by_course(rows)
    return {
        course.pk: HoursCheck(
            counts.get(course.plan_id or 0, 0), yearly_hours(lines[course.pk]) if course.pk in lines else None
        )
        for course in rows
    }


def topic_counts(plan_ids: Iterable[int]) -> dict[int, int]:
    """Lessons of each plan. One statement."""
    rows = PlanTopic.objects.filter(plan__in=set(plan_ids)).order_by().values_list("plan").annotate(Count("id"))
    return dict(rows)


def courses_for_plan(plan: ThematicPlan, year: AcademicYear, user: User | None, day: date) -> list[Course]:
    """Courses of the year the plan fits: same subject and grade. With a user, only those the person teaches."""
    rows = courses(year, subject=plan.subject_id).filter(grade_level=plan.grade_level)
    if user:
        rows = rows.filter(id__in=courses_taught_by(user, day).values("id"))
    return list(rows)


def fitting_courses(plan: ThematicPlan, year: AcademicYear, user: User, day: date) -> list[Course]:
    """Courses of the year of the same subject and grade, each with `is_own`: is it the person's? One statement."""
    own = TeachingAssignment.objects.filter(in_force("", day), staff__user=user, course=OuterRef("pk"))
    rows = Course.objects.filter(year=year, subject=plan.subject_id, grade_level=plan.grade_level, is_active=True)
    rows = rows.select_related("subject", "school_class", "group", "plan", "year").annotate(is_own=Exists(own))
    return list(rows.order_by(F("school_class__sort_name").asc(nulls_last=True), "group__sort_name", "id"))


def versions_of(plan: ThematicPlan) -> list[PlanVersion]:
    """Approved versions, the newest first, with who approved them."""
    return list(PlanVersion.objects.filter(plan=plan).select_related("approved_by").defer("lines"))


def draft_of(plan: ThematicPlan) -> ThematicPlan | None:
    """The version of an approved plan that is being written now."""
    return ThematicPlan.objects.filter(revises=plan).select_related("author").first()


_topic_uses: list[TopicUse] = []


def register_topic_use(source: TopicUse) -> None:
    """A room above says which of the topics have been given; called once, from `apps.ready`."""
    if source not in _topic_uses:
        _topic_uses.append(source)


def topics_in_use(topic_ids: Iterable[int]) -> set[int]:
    """Which of the topics have been given in some lesson: they are not taken out of their plan."""
    ids = [one for one in topic_ids if one]
    return {topic for source in _topic_uses for topic in source(ids)} if ids else set()
