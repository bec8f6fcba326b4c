"""Which entries of the journal a family may learn of: its own children's, as far as the diary shows them."""

from collections.abc import Iterable, Sequence

from parta.domain.access.models import User
from parta.domain.diary.queries.belonging import belonging_of
from parta.domain.diary.queries.policy import DiaryPolicy, Policies
from parta.domain.journal.models import Homework, Mark
from parta.domain.journal.queries import Entry, Sight
from parta.domain.school.models import Student
from parta.domain.school.queries import diaries_open_to
from parta.lib import clock


def child_sight(user: User) -> Sight:
    """Marks and absences of the children, homework of their lessons or due in their courses; grade 1 by its policy."""
    children = list(diaries_open_to(user, clock.today()))
    ids = {child.pk for child in children}

    def seen(entries: Sequence[Entry]) -> Iterable[Entry]:
        policies = Policies()
        tasks = [entry.pk for entry in entries if isinstance(entry, Homework)]
        theirs = _homework_of(children, tasks) if tasks else set()
        for entry in entries:
            if isinstance(entry, Homework):
                mine, shown = entry.pk in theirs, _policy(policies, entry).homework
            else:
                mine, shown = entry.student_id in ids, not isinstance(entry, Mark) or _policy(policies, entry).marks
            if mine and shown:
                yield entry

    return seen


def _policy(policies: Policies, entry: Entry) -> DiaryPolicy:
    course = entry.lesson.course
    return policies.of(course.year.year, course.grade_level)


def _homework_of(children: Sequence[Student], tasks: Sequence[int]) -> set[int]:
    """Three statements a child."""
    found: set[int] = set()
    for child in children:
        belonging = belonging_of(child)
        mine = belonging.where("lesson__course__", "lesson__day") | belonging.where("lesson__course__", "due_on")
        rows = Homework.objects.filter(mine, pk__in=tasks)
        found.update(task.pk for task in rows if task.is_for(child.pk))
    return found
