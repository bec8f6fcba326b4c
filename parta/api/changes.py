"""What has changed since a cursor, for programs that keep a copy: every change once, none missed."""

from typing import Literal, cast

from django.http.response import HttpResponseBase
from ninja import Router

from parta.api.answers import read
from parta.api.auth import ProgramKey, ProgramRequest
from parta.api.cursor import NOW, cursor_at, cursor_now, place_of
from parta.api.requests import Cursor, Limit
from parta.api.schemas import ChangeOut, Changes, answers
from parta.domain.access.choices import Scope
from parta.domain.diary.queries import child_sight
from parta.domain.journal.queries import Change, Sight, changes_after, course_sight

router = Router(tags=["Изменения"])
SIGHTS = {Scope.READ_JOURNAL: course_sight, Scope.READ_DIARY: child_sight}


@router.get(
    "/changes",
    auth=ProgramKey(*SIGHTS),
    response=answers(Changes, 409),
    url_name="api_changes",
    operation_id="changes",
    summary="Что изменилось",
)
def changes(
    request: ProgramRequest,
    cursor: Cursor = "",
    limit: Limit = 200,
) -> HttpResponseBase:
    """Отметки, пропуски и задания, изменённые после курсора, от старых к новым, какими они стали.

    С read_journal — страницы журнала, которые человек может читать; с read_diary — дневники его детей (или свой).
    Запись, изменённая несколько раз, приходит на странице один раз. Страница может быть пустой, а has_more — true:
    значит, дальше в истории школы есть ещё не просмотренное. 409: школу восстановили из копии, начните заново.
    """
    if cursor == NOW:
        return read(request, Changes(changes=[], cursor=cursor_now(), has_more=False))
    page = changes_after(place_of(cursor), limit=limit, sights=_sights(request))
    found: Changes = {
        "changes": [_change(one) for one in page.changes],
        "cursor": cursor_at(page.position),
        "has_more": page.has_more,
    }
    return read(request, found)


def _sights(request: ProgramRequest) -> list[Sight]:
    return [sight(request.user) for scope, sight in SIGHTS.items() if scope.value in request.auth.scopes]


def _change(change: Change) -> ChangeOut:
    return {
        "kind": cast(Literal["mark", "attendance", "homework"], change.kind),
        "course": change.course_id,
        "lesson": change.lesson_id,
        "day": change.day.isoformat(),
        "number": change.number,
        "student": change.student_id,
        "slot": change.slot,
        "value": change.value,
        "comment": change.comment,
        "work_type": change.work_type,
        "due_on": change.due_on.isoformat() if change.due_on else None,
        "not_set": change.not_set,
        "version": change.version,
        "by": change.by,
        "at": change.at.isoformat(timespec="seconds"),
    }
