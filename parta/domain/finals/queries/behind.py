"""Who stands behind a figure: pupils with their classes and the marks that made them counted there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from parta.domain.finals.queries.results import Results
from parta.domain.finals.queries.school_summary import Scope, holder
from parta.domain.finals.rules.categories import GOOD_ALL, Category
from parta.domain.finals.rules.indicators import kind_of
from parta.domain.school.models import Student
from parta.lib.russian import lower_first

MARK_WORDS = {
    "n5": "отметки «5»",
    "n4": "отметки «4»",
    "n3": "отметки «3»",
    "n2": "отметки «2»",
    "na": "не аттестованы",
    "deferred": "отсрочка",
    "passed": "зачёт",
    "failed": "незачёт",
}
CATEGORIES = {one.code: (one,) for one in Category} | {GOOD_ALL: (Category.GOOD, Category.ONE_FOUR)}


@dataclass(frozen=True, slots=True)
class Counted:
    """A pupil behind a figure. marks: «алгебра 2, физика 2», those that the figure counts."""

    student_id: int
    name: str
    unit: str
    marks: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figure: of marks («n2») or of a category («failing»); narrowed to a class, a subject, a page."""

    show: str
    class_id: int | None = None
    subject_id: int | None = None
    course_id: int | None = None

    @property
    def title(self) -> str:
        """«отметки «2»», «неуспевающие»; «» for a figure there is not."""
        categories = CATEGORIES.get(self.show)
        return categories[0].many.lower() if categories else MARK_WORDS.get(self.show, "")


def pupils_behind(results: Results, scope: Scope, asked: Asked) -> list[Counted]:
    """By class and the alphabet. One statement, for the names."""
    if not asked.title:
        return []
    found = _of_category(results, scope, asked) if asked.show in CATEGORIES else _of_marks(results, scope, asked)
    names = Student.objects.filter(pk__in=list(found)).order_by("user__sort_name", "id")
    rows = names.values_list("id", "user__last_name", "user__first_name")
    order = {unit: at for at, unit in enumerate(results.classes)}
    lines = [
        Counted(pk, f"{last} {first}", results.classes[results.roll[pk]].name, ", ".join(found[pk]))
        for pk, last, first in rows
    ]
    return sorted(lines, key=lambda one: order[results.roll[one.student_id]])


def _of_marks(results: Results, scope: Scope, asked: Asked) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    holds = holder(results, scope)
    for (student, subject), (course, value) in results.cells.items():
        page, unit = results.pages[course], results.classes[results.roll[student]]
        here = holds(unit, page) and _is(asked.class_id, unit.class_id) and _is(asked.subject_id, subject)
        if here and _is(asked.course_id, course) and kind_of(value, results.scale) == asked.show:
            found[student].append(f"{lower_first(page.subject)} {value}")
    return {student: sorted(marks) for student, marks in found.items()}


def _of_category(results: Results, scope: Scope, asked: Asked) -> dict[int, list[str]]:
    """For those who fail, the marks they fail by; for others all their marks would say nothing new."""
    if scope.staff is not None:
        return {}
    wanted = CATEGORIES[asked.show]
    found: dict[int, list[str]] = {}
    for student, category in results.categories.items():
        unit = results.classes[results.roll[student]]
        if category in wanted and scope.grade in (None, unit.grade) and _is(asked.class_id, unit.class_id):
            found[student] = []
    telling = _telling(wanted[0])
    if telling:
        for (student, _), (course, value) in results.cells.items():
            if student in found and kind_of(value, results.scale) in telling:
                found[student].append(f"{lower_first(results.pages[course].subject)} {value}")
    return {student: sorted(marks) for student, marks in found.items()}


def _telling(category: Category) -> Iterable[str]:
    return {
        Category.FAILING: ("n2", "failed"),
        Category.NOT_ATTESTED: ("na",),
        Category.DEFERRED: ("deferred",),
        Category.ONE_THREE: ("n3",),
        Category.ONE_FOUR: ("n4",),
    }.get(category, ())


def _is(wanted: int | None, one: int) -> bool:
    return wanted is None or wanted == one
