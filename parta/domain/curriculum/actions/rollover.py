"""Next year from this one: classes go up, graduates leave, study plan, load and plans are copied as drafts.

Marks, lessons, the timetable and everything else of the old year stay as they are. Run again, it adds what is missing.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.actions.courses import NewAssignment, NewCourse, assign_teachers, open_courses
from parta.domain.curriculum.actions.plans import attach_plan_to_course, copy_plan
from parta.domain.curriculum.actions.subjects import set_study_plan_hours
from parta.domain.curriculum.models import Course, StudyPlanLine, TeachingAssignment
from parta.domain.curriculum.permissions import require_setup
from parta.domain.school import actions as school
from parta.domain.school.models import AcademicYear, ClassTeacher, SchoolClass, TeachingGroup
from parta.lib import dates

LAST_GRADE = 11


@dataclass(slots=True)
class Step:
    """One kind of thing: how many are made, how many are there already, what a person has to look at."""

    title: str
    made: int = 0
    there: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Rollover:
    """What the turn of the year does, or did."""

    year: AcademicYear
    next_title: str
    steps: list[Step] = field(default_factory=list)

    @property
    def made(self) -> int:
        """Things made in all."""
        return sum(step.made for step in self.steps)


class _Undone(Exception):
    pass


def preview_next_year(actor: User, *, year: AcademicYear) -> Rollover:
    """The same work done and taken back: numbers and notes are exactly those of `roll_over`."""
    found: list[Rollover] = []
    try:
        with transaction.atomic():
            found.append(roll_over(actor, year=year))
            raise _Undone
    except _Undone:
        return found[0]


@transaction.atomic
def roll_over(actor: User, *, year: AcademicYear) -> Rollover:
    """Make the next year from this one, all or nothing; what is there already is left alone. The administrator."""
    require_setup(actor, "готовить следующий учебный год")
    result = Rollover(year, dates.year_title(year.year + 1))
    target = _year(actor, result, year)
    classes = _classes(actor, result, year, target)
    _class_teachers(actor, result, classes, target)
    _pupils(actor, result, year, classes)
    step = Step("Учебные группы")
    groups, step.made = school.carry_groups(actor, year, {old.pk: new for old, new in classes})
    step.there = len(groups) - step.made
    result.steps.append(step)
    _study_plan(actor, result, year, target)
    _courses(actor, result, target, classes, groups)
    _plans(actor, result, year, target)
    if result.made:
        after = {step.title: step.made for step in result.steps if step.made}
        audit.record(actor, "curriculum.year.rolled", subject=target, title=str(target), after=after)
    return result


def _year(actor: User, result: Rollover, year: AcademicYear) -> AcademicYear:
    target = AcademicYear.objects.filter(year=year.year + 1).first()
    result.steps.append(Step("Учебный год с календарём", made=int(target is None), there=int(target is not None)))
    return target or school.create_year(actor, year=year.year + 1)


def _classes(
    actor: User, result: Rollover, year: AcademicYear, target: AcademicYear
) -> list[tuple[SchoolClass, SchoolClass]]:
    step = Step("Классы")
    present = {(row.grade_level, row.letter): row for row in target.classes.all()}
    pairs = []
    for old in year.classes.select_related("room"):
        if old.grade_level >= LAST_GRADE:
            continue
        key = (old.grade_level + 1, old.letter)
        step.there += key in present
        if key not in present:
            step.made += 1
            present[key] = school.create_class(
                actor, year=target, grade_level=key[0], letter=key[1], shift=old.shift,
                days_per_week=old.days_per_week, profile=old.profile, room=old.room,
            )  # fmt: skip
        pairs.append((old, present[key]))
    if not any(grade == 1 for grade, _ in present):
        step.notes.append("Первых классов ещё нет: откройте их и зачислите первоклассников.")
    result.steps.append(step)
    return pairs


def _class_teachers(
    actor: User, result: Rollover, classes: list[tuple[SchoolClass, SchoolClass]], target: AcademicYear
) -> None:
    step = Step("Классные руководители")
    taken = set(ClassTeacher.objects.filter(school_class__year=target).values_list("school_class_id", flat=True))
    rows = ClassTeacher.objects.filter(school_class__in=[old for old, _ in classes], valid_to=None)
    held = {row.school_class_id: row.staff for row in rows.select_related("staff__user")}
    for old, new in classes:
        staff = held.get(old.pk)
        step.there += new.pk in taken
        if new.pk not in taken and staff and staff.valid_to is None:
            school.appoint_class_teacher(actor, school_class=new, staff=staff, valid_from=target.starts_on)
            step.made += 1
        elif new.pk not in taken:
            step.notes.append(f"{new.name}: классный руководитель не назначен.")
    result.steps.append(step)


def _pupils(actor: User, result: Rollover, year: AcademicYear, classes: list[tuple[SchoolClass, SchoolClass]]) -> None:
    up, out = Step("Ученики переходят в следующий класс"), Step("Выпускники")
    for old, new in classes:
        up.there += new.enrollments.count()
        up.made += school.promote_class(actor, old, new)
    for old in year.classes.filter(grade_level__gte=LAST_GRADE):
        out.made += school.graduate_class(actor, old)
    result.steps += [up, out]


def _study_plan(actor: User, result: Rollover, year: AcademicYear, target: AcademicYear) -> None:
    step = Step("Строки учебного плана")
    there = set(StudyPlanLine.objects.filter(year=target).values_list("grade_level", "subject_id"))
    hours: dict[tuple[int, int], Decimal | None] = {}
    for line in StudyPlanLine.objects.filter(year=year).select_related("school_class", "subject"):
        if line.school_class:
            step.notes.append(f"{line.school_class.name}, {line.subject.name}: свои часы класса впишите заново.")
        elif (line.grade_level, line.subject_id) in there:
            step.there += 1
        else:
            hours[line.grade_level, line.subject_id] = line.hours_per_week
    if hours:
        set_study_plan_hours(actor, year=target, hours=hours)
    step.made = len(hours)
    result.steps.append(step)


def _courses(
    actor: User,
    result: Rollover,
    target: AcademicYear,
    classes: list[tuple[SchoolClass, SchoolClass]],
    groups: dict[int, TeachingGroup],
) -> None:
    step, load = Step("Страницы журнала"), Step("Нагрузка учителей")
    into = {old.pk: new for old, new in classes}
    taught: dict[int, set[int]] = {}
    for grade, subject in StudyPlanLine.objects.filter(year=target).values_list("grade_level", "subject_id"):
        taught.setdefault(grade, set()).add(subject)
    wanted: list[tuple[Course, NewCourse]] = []
    rows = Course.objects.filter(year=result.year, is_active=True).select_related("subject", "school_class", "group")
    for old in rows:
        unit = into.get(old.school_class_id or 0) or groups.get(old.group_id or 0)
        plan = taught.get(old.grade_level + 1)
        if unit is None:
            continue
        if plan is not None and old.subject_id not in plan:
            step.notes.append(f"{unit}: предмета «{old.subject.name}» в учебном плане нет.")
            continue
        school_class = unit if isinstance(unit, SchoolClass) else None
        group = unit if isinstance(unit, TeachingGroup) else None
        wanted.append((old, NewCourse(old.subject, school_class, group)))
    before = Course.objects.filter(year=target).count()
    opened = open_courses(actor, year=target, courses=[new for _, new in wanted])
    step.made = Course.objects.filter(year=target).count() - before
    step.there = len(wanted) - step.made
    result.steps.append(step)
    _load(actor, load, target, dict(zip([old.pk for old, _ in wanted], opened, strict=True)))
    result.steps.append(load)


def _load(actor: User, step: Step, target: AcademicYear, courses: dict[int, Course]) -> None:
    taught = set(TeachingAssignment.objects.filter(course__year=target).values_list("course_id", flat=True))
    rows = TeachingAssignment.objects.filter(course_id__in=courses, valid_to=None).select_related("staff__user")
    fresh = [
        NewAssignment(courses[row.course_id], row.staff, target.starts_on)
        for row in rows
        if courses[row.course_id].pk not in taught and row.staff.valid_to is None
    ]
    assign_teachers(actor, assignments=fresh)
    step.made, step.there = len(fresh), len(taught)


def _plans(actor: User, result: Rollover, year: AcademicYear, target: AcademicYear) -> None:
    step = Step("КТП черновиками")
    waiting: dict[tuple[int, int], list[Course]] = {}
    for course in Course.objects.filter(year=target).select_related("subject", "school_class", "group"):
        if course.plan_id:
            step.there += 1
        else:
            waiting.setdefault((course.subject_id, course.grade_level), []).append(course)
    used: set[tuple[int, int]] = set()
    rows = Course.objects.filter(year=year, plan__isnull=False).select_related("plan__subject")
    for old in rows.order_by("pk"):
        key = (old.subject_id, old.grade_level)
        if old.plan is None or key in used or key not in waiting:
            continue
        used.add(key)
        copy = copy_plan(actor, plan=old.plan, title=f"{old.plan.title}, {target}"[:200])
        attach_plan_to_course(actor, plan=copy, courses=waiting[key])
        step.made += 1
    step.notes += [
        f"{pages[0].subject.name}, {grade} класс: плана этой параллели нет — возьмите федеральную программу или файл"
        for (subject, grade), pages in sorted(waiting.items(), key=lambda one: (one[0][1], one[1][0].subject.name))
        if (subject, grade) not in used
    ]
    result.steps.append(step)
