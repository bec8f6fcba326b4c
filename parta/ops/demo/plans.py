"""Thematic plans of the demo: approved and placed, one returned by the deputy, some too short for their hours."""

from typing import TYPE_CHECKING

from parta.domain.access.models import User
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.choices import TopicKind
from parta.domain.curriculum.rules import PlanLine, weeks_of
from parta.ops.demo.load import LOAD

if TYPE_CHECKING:
    from parta.ops.demo.school import DemoSchool

Row = list[object]
RETURNED = ("7Б", "Вероятность и статистика")
REASON = "Нет практических работ во второй четверти: добавьте две, как в программе"


def write_plans(built: "DemoSchool", topics: dict[str, list[Row]], hours: dict[tuple[str, str], float]) -> None:
    """Every teacher writes the plans of the own subjects; the deputy approves those whose hours are right."""
    deputy = built.staff["zavuch"].user
    authors = {(unit, subject): login.split("+")[0] for unit, rows in LOAD.items() for subject, _, login in rows}
    for (unit, subject), courses in built.courses.items():
        grade = built.classes[unit].grade_level
        rows = topics.get(f"{subject}|{grade}")
        if rows is None:
            continue
        wanted = int(hours[unit, subject] * weeks_of(grade))
        lines = fit(_lines(rows), wanted)
        author: User = built.staff[authors[unit, subject]].user
        plan = curriculum.create_plan(author, subject=built.subjects[subject], grade_level=grade, topics=lines)
        curriculum.attach_plan_to_course(built.system, plan=plan, courses=courses)
        if len(lines) != wanted:
            continue
        curriculum.send_plan(author, plan=plan)
        if (unit, subject) == RETURNED:
            curriculum.return_plan(deputy, plan=plan, reason=REASON)
        else:
            curriculum.approve_plan(deputy, plan=plan)


def fit(lines: list[PlanLine], wanted: int) -> list[PlanLine]:
    """Lines cut to the hours of the study plan: repeated lessons first, then those before the last."""
    kept = list(lines)
    for at in range(len(lines) - 1, 0, -1):
        if len(kept) > wanted and kept[at] == kept[at - 1]:
            del kept[at]
    return kept if len(kept) <= wanted else [*kept[: wanted - 1], kept[-1]]


def _lines(rows: list[Row]) -> list[PlanLine]:
    return [
        PlanLine(str(title), str(section), kind=_kind(str(title)))
        for title, section, hours in rows
        for _ in range(int(str(hours)))
    ]


def _kind(title: str) -> str:
    low = title.casefold()
    for word, kind in (
        ("контрольн", TopicKind.CONTROL),
        ("самостоятельн", TopicKind.TEST),
        ("лабораторн", TopicKind.LABORATORY),
    ):
        if word in low and "работа" in low:
            return kind.value
    return TopicKind.LESSON.value
