"""How much homework a class has for one day, against the most its grade may have."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from parta.lib.dates import WEEKDAYS_TO
from parta.lib.russian import counted, lower_first


@dataclass(frozen=True, slots=True)
class TaskTime:
    """A task of the day. minutes: None when its teacher has not said."""

    course: int
    subject: str
    in_group: bool
    minutes: int | None


@dataclass(frozen=True, slots=True)
class DayLoad:
    """What a class has to do for a day: subjects with minutes, the longest first. limit: 0 when there is none."""

    unit: str
    day: date
    subjects: tuple[tuple[str, int], ...]
    untimed: int
    limit: int

    @property
    def total(self) -> int:
        """Minutes of all subjects."""
        return sum(minutes for _, minutes in self.subjects)

    @property
    def over(self) -> int:
        """Minutes above the limit."""
        return max(self.total - self.limit, 0) if self.limit else 0

    @property
    def text(self) -> str:
        """«На пятницу у 7Б уже 95 из 120 минут: алгебра 40, история 55.», «» when nobody has said a time."""
        if not self.total:
            return ""
        told = ", ".join(f"{lower_first(subject)} {minutes}" for subject, minutes in self.subjects)
        if self.limit:
            amount = f"{self.total} из {counted(self.limit, 'минуты', 'минут', 'минут')}"
        else:
            amount = counted(self.total, "минута", "минуты", "минут")
        found = f"На {WEEKDAYS_TO[self.day.weekday()]} у {self.unit} уже {amount}: {told}."
        if self.untimed:
            found += f" Ещё {counted(self.untimed, 'задание', 'задания', 'заданий')} без времени."
        return found + (f" Больше нормы на {counted(self.over, 'минуту', 'минуты', 'минут')}." if self.over else "")


def day_load(unit: str, day: date, tasks: Iterable[TaskTime], limit: int) -> DayLoad:
    """Tasks of whole-class courses add up; of the groups of one subject the longest counts: a pupil is in one."""
    courses: dict[tuple[str, int, bool], int] = defaultdict(int)
    untimed = set()
    for task in tasks:
        courses[task.subject, task.course, task.in_group] += task.minutes or 0
        if task.minutes is None:
            untimed.add(task.subject)
    whole: dict[str, int] = defaultdict(int)
    grouped: dict[str, int] = defaultdict(int)
    for (subject, _, in_group), minutes in courses.items():
        if in_group:
            grouped[subject] = max(grouped[subject], minutes)
        else:
            whole[subject] += minutes
    total = {subject: whole[subject] + grouped[subject] for subject in {*whole, *grouped}}
    lines = sorted(
        ((subject, minutes) for subject, minutes in total.items() if minutes), key=lambda one: (-one[1], one[0])
    )
    return DayLoad(unit, day, tuple(lines), len(untimed), limit)
