"""Where the teacher is by the timetable at this moment: against an entry made in a wrong column or a wrong class."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.journal.queries.day import lessons_of
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title

JUST_ENDED = timedelta(minutes=20)
FILLED_LATER = timedelta(minutes=60)
"""The lesson before is often filled at the next one: for so long its journal is no wrong one."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """here: the lesson of this page that is going on or has just ended. elsewhere: the person's lesson on another page
    that is going on now, «» title without one. other_class: it is taught to somebody else.
    """

    here: int | None = None
    elsewhere: int | None = None
    elsewhere_course: int | None = None
    title: str = ""
    page: str = ""
    lesson: str = ""
    other_class: bool = False
    filled_later: bool = False

    @property
    def question(self) -> str:
        """«Сейчас у Вас 7Б, алгебра, а это журнал 7А, алгебра. Записать сюда?», «» where nothing is to be asked.

        Another subject of the class that sits in the room, or a lesson of the hour before, filled now, is no mistake.
        """
        if self.elsewhere and (not self.other_class or self.filled_later):
            return ""
        if self.elsewhere:
            return f"Сейчас у Вас {self.title}, а это журнал {self.page}. Записать сюда?"
        return f"По расписанию сейчас {self.lesson}. Записать сюда?" if self.here else ""


def sitting_of(user: User, course: Course) -> Sitting:
    """What the timetable says of the moment for the page of a course. One statement."""
    now = clock.now()
    today = [one for one in lessons_of(user, clock.today(), clock.today()) if one.is_held]
    here = _last(one for one in today if one.course_id == course.pk and one.starts <= now <= one.ends + JUST_ENDED)
    others = [one for one in today if one.course_id != course.pk and one.starts <= now <= one.ends]
    at_once = here is not None and here.ends >= now
    other = others[0] if others and not at_once else None
    return Sitting(
        here=here.pk if here else None,
        elsewhere=other.pk if other else None,
        elsewhere_course=other.course_id if other else None,
        title=other.course.title if other else "",
        page=course.title,
        filled_later=any(one.course_id == course.pk and one.starts <= now <= one.ends + FILLED_LATER for one in today),
        other_class=bool(other and other.course.unit_name != course.unit_name),
        lesson=f"{here.number}\u2011й урок, {day_title(here.day)}" if here else "",
    )


def _last(lessons: Iterable[Lesson]) -> Lesson | None:
    return max(lessons, key=lambda one: one.number, default=None)
