"""Journal pages open to the person."""

from django.http.response import HttpResponseBase
from ninja import Router

from parta.api.answers import read
from parta.api.auth import ProgramKey, ProgramRequest
from parta.api.schemas import CourseOut, Courses, answers
from parta.domain.access.choices import Scope
from parta.domain.access.queries import roles_of
from parta.domain.journal import permissions, queries
from parta.domain.journal.queries import CourseLine

router = Router(tags=["Журнал"])
key = ProgramKey(Scope.READ_JOURNAL, Scope.WRITE_JOURNAL)


@router.get(
    "/courses",
    auth=key,
    response=answers(Courses),
    url_name="api_courses",
    operation_id="courses",
    summary="Страницы журнала",
)
def courses(request: ProgramRequest) -> HttpResponseBase:
    """Страницы журнала этого года, которые человек может открыть сегодня. Право: read_journal или write_journal."""
    permissions.require_journal_desk(roles_of(request.user))
    found: Courses = {"courses": [_course(line) for line in queries.courses_open_to(request.user)]}
    return read(request, found)


def _course(line: CourseLine) -> CourseOut:
    return {
        "id": line.course_id,
        "title": line.title,
        "unit": line.unit_name,
        "grade_level": line.grade_level,
        "subject": line.subject,
        "teachers": line.teachers,
        "may_write": line.may_write,
    }
