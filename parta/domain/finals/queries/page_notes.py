"""Pages to look at before classes are closed, from what the survey of the school has read. No statement."""

from collections import Counter
from dataclasses import dataclass

from parta.domain.finals.queries.closing import Survey

MANY, SHARE = 4, 5
"""A page is named from so many marks unlike the proposal on, and from every fifth of its marks."""


@dataclass(frozen=True, slots=True)
class PageNote:
    """A page of a class. empty: lessons not filled though all its final marks stand; unlike: marks unlike the proposal,
    explained: of these with a reason."""

    class_id: int
    subject: str
    empty: int = 0
    unlike: int = 0
    explained: int = 0


def page_notes(found: Survey) -> list[PageNote]:
    """Empty lessons first, then pages with many marks unlike what was proposed."""
    marks = found.marks
    class_of = {one.student_id: one.class_id for one in marks.pupils.values()}
    places = Counter((class_of[key[0]], key[1]) for key in marks.keys)
    lacking = {(class_of[key[0]], key[1]) for key in marks.missing}
    empty = [
        PageNote(unit, marks.pages[course].subject, empty=found.unfilled[course])
        for unit, course in places
        if found.unfilled.get(course) and (unit, course) not in lacking
    ]
    unlike, explained = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for student, course, _, _, reason in found.deviations:
        unlike[class_of[student], course] += 1
        explained[class_of[student], course] += bool(reason)
    many = [
        PageNote(unit, marks.pages[course].subject, unlike=count, explained=explained[unit, course])
        for (unit, course), count in unlike.items()
        if count >= MANY and count * SHARE >= places[unit, course]
    ]
    empty.sort(key=lambda one: -one.empty)
    many.sort(key=lambda one: one.explained - one.unlike)
    return empty + many
