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

    @property
    def question(self) -> str:
        """«Сейчас у Вас 7Б, алгебра, а это журнал 7А, алгебра. Записать сюда?», «» where nothing is to be asked.

        Another subject of the class that sits in the room is the lesson before, filled now: no mistake.
        """
        if self.elsewhere and self.other_class:
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
        other_class=bool(other and other.course.unit_name != course.unit_name),
        lesson=f"{here.number}\u2011й урок, {day_title(here.day)}" if here else "",
    )


def _last(lessons: Iterable[Lesson]) -> Lesson | None:
    return max(lessons, key=lambda one: one.number, default=None)
