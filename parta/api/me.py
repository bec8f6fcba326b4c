"""Who am I: the person the key acts for, roles and desks of today."""

from django.http.response import HttpResponseBase
from ninja import Router

from parta.api.answers import read
from parta.api.auth import ProgramKey, ProgramRequest
from parta.api.schemas import Me, answers
from parta.domain.access.choices import Role
from parta.domain.access.queries import roles_of
from parta.domain.school import queries as school
from parta.lib import clock

router = Router(tags=["Кто я"])


@router.get("/me", auth=ProgramKey(), response=answers(Me), url_name="api_me", operation_id="me", summary="Кто я")
def me(request: ProgramRequest) -> HttpResponseBase:
    """Человек, его роли и рабочие места сегодня, права и срок ключа."""
    user, token = request.user, request.auth
    roles = roles_of(user)
    found: Me = {
        "school": school.school_name(),
        "today": clock.today().isoformat(),
        "person": {
            "id": user.pk,
            "full_name": user.full_name,
            "short_name": user.short_name,
            "login": user.login or "",
        },
        "roles": [{"code": role.value, "title": str(role.label)} for role in Role if role in roles],
        "seats": [
            {"key": desk.key, "title": desk.title, "student": desk.student_id} for desk in school.desks_of(user, roles)
        ],
        "key": {
            "name": token.name,
            "scopes": list(token.scopes),
            "expires_at": clock.local(token.expires_at).isoformat(timespec="seconds"),
        },
    }
    return read(request, found)
