"""The list of teachers and the day the act wants it ready by (`roster_due_date`, S3-4.5.1b)."""

from dataclasses import dataclass
from datetime import date

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules import roster_due
from parta.domain.school.models import AcademicYear, StaffMember
from parta.lib import clock, russian
from parta.lib.dates import day_title

SHOWN = 6
PAGES = ("страницы журнала", "страниц журнала", "страниц журнала")


@dataclass(frozen=True, slots=True)
class TeacherDuty:
    """How the list of teachers stands on a day: who works here, and pages of the journal that nobody teaches.

    untaught: titles of such pages, «7Б, алгебра».
    """

    due: date
    clause: str
    staff: int
    untaught: tuple[str, ...]
    is_ready: bool
    is_overdue: bool

    @property
    def words(self) -> str:
        """«готов», «нет учителя у 3 страниц журнала: 7Б, алгебра; …, срок до 2 сентября (п. 4.5.1)»."""
        if self.is_ready:
            return "готов"
        listed = "; ".join(self.untaught[:SHOWN]) + (" и других" if len(self.untaught) > SHOWN else "")
        pages = f"нет учителя у {russian.counted(len(self.untaught), *PAGES)}: {listed}"
        what = pages if self.untaught else "сотрудников пока нет" if not self.staff else "страниц журнала пока нет"
        term = f"срок был до {day_title(self.due)}" if self.is_overdue else f"срок до {day_title(self.due)}"
        return f"{what}, {term} ({self.clause})"


def teacher_duty(year: AcademicYear, day: date) -> TeacherDuty:
    """Ready when people work here and every page of the year has its teacher, now or later. Three statements."""
    current = rulebook_for(year.year)
    due = clock.local(roster_due(year.year, current.rulebook)).date()
    pages = Course.objects.filter(year=year, is_active=True)
    taught = TeachingAssignment.objects.exclude(valid_to__lt=day).values("course")
    rows = pages.exclude(pk__in=taught).select_related("subject", "school_class", "group")
    untaught = tuple(row.title for row in rows.order_by("grade_level", "school_class__sort_name", "subject__sort_name"))
    staff = StaffMember.objects.filter(in_force("", day)).count()
    ready = bool(staff) and not untaught and pages.exists()
    return TeacherDuty(due, current.source_text("roster_due_date"), staff, untaught, ready, not ready and day > due)
