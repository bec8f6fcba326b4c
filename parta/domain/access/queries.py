"""Reads: who a person is on a day, and whether sign-in is locked."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Value

from parta.domain.access import rules
from parta.domain.access.choices import Role
from parta.domain.access.errors import TokenNotFound, TokenRefused
from parta.domain.access.models import ApiToken, Appointment, SignInAttempt, User
from parta.lib import clock, dates
from parta.lib.prepared import prepared

RoleSource = Callable[[int, date], Mapping[Role, QuerySet[Any]]]
"""Of a person's number and a day: rows that give a role, held if there is one of them."""
_sources: list[RoleSource] = []


def register_role_source(source: RoleSource) -> None:
    """A room above says which roles follow from its rows (teaching, a class, a child). Called from `apps.ready`."""
    if source not in _sources:
        _sources.append(source)


def appointed_roles(user: User, day: date) -> frozenset[Role]:
    """Roles given by appointments in force on the day."""
    return frozenset(Role(role) for (role,) in _appointed(user.pk, day))


def roles_of(user: User, day: date | None = None) -> frozenset[Role]:
    """Every role the person holds on the day (today by default). One statement."""
    on = day or clock.today()
    return frozenset(Role(role) for (role,) in _every_role(user.pk, on))


@prepared
def _every_role(user_id: int, day: date) -> QuerySet[Any, tuple[Any, ...]]:
    given = [
        rows.order_by().values_list(Value(role.value, output_field=CharField()))
        for source in _sources
        for role, rows in source(user_id, day).items()
    ]
    return _appointed(user_id, day).union(*given)


def _appointed(user_id: int, day: date) -> QuerySet[Any, tuple[Any, ...]]:
    return Appointment.objects.filter(in_force("", day), user_id=user_id).order_by().values_list("role")


def has_role(user: User, *roles: Role, day: date | None = None) -> bool:
    """Does the person hold one of these appointed roles? One query."""
    if user.is_system:
        return True
    return bool(appointed_roles(user, day or clock.today()) & set(roles))


def in_force(prefix: str, day: date | OuterRef) -> Q:
    """Filter for rows with `valid_from`/`valid_to`, both days included: `in_force("enrollment__", day)`."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


def system_user() -> User:
    """The actor of imports from the command line and of jobs."""
    return User.objects.get_or_create(
        is_system=True, defaults={"last_name": "Система", "is_active": False, "password": "!"}
    )[0]


def failed_attempts(*, since: datetime, login_key: str = "", address: str = "") -> QuerySet[SignInAttempt]:
    """Failures after a moment, by login or by address, newest first."""
    rows = SignInAttempt.objects.filter(succeeded=False, at__gt=since)
    rows = rows.filter(login_key=login_key) if login_key else rows.filter(address=address)
    return rows.order_by("-at")


def administrators(day: date) -> QuerySet[User]:
    """Who administers the journal on the day: named in refusals, so that people know whom to ask."""
    return holders_of((Role.ADMINISTRATOR,), day)


def holders_of(roles: Collection[Role], day: date) -> QuerySet[User]:
    """Who is appointed to one of the roles on the day."""
    rows = Appointment.objects.filter(in_force("", day), role__in=[role.value for role in roles])
    return User.objects.filter(pk__in=rows.values("user_id"))


def appointments_of(user: User) -> QuerySet[Appointment]:
    """Every appointment of the person, the latest first; past ones stay."""
    return user.appointments.order_by("-valid_from", "role")


def sign_ins_of(user: User) -> QuerySet[SignInAttempt]:
    """Successful sign-ins of the person, the latest first."""
    return SignInAttempt.objects.filter(user=user, succeeded=True).order_by("-at")


def token_for(raw: str) -> ApiToken:
    """The token a program sent, with its person, if it is good now; raises TokenRefused with the reason. One statement.

    Only the holder of the key learns that it has ended: anything else is an unknown key.
    """
    found = None
    if rules.looks_like_token(raw):
        found = ApiToken.objects.select_related("user").filter(hash=rules.token_hash(raw)).first()
    if found is None:
        raise TokenRefused("Ключ не подходит. Сделайте ключ на странице «Мой профиль» или командой parta user token.")
    if found.revoked_at is not None:
        raise TokenRefused(f"Ключ «{found.name}» отозван. Сделайте новый на странице «Мой профиль».")
    if found.expires_at <= clock.real_now():
        day = dates.day_title_with_year(clock.local(found.expires_at).date())
        raise TokenRefused(f"Срок ключа «{found.name}» кончился {day}. Сделайте новый на странице «Мой профиль».")
    if not found.user.is_active or found.user.login is None:
        raise TokenRefused("Вход для вас закрыт. Обратитесь к администратору журнала.")
    if found.is_signed_out:
        raise TokenRefused(
            f"Ключ «{found.name}» закончился вместе со входами: пароль сменили или нажали «Закончить вход». "
            "Сделайте новый на странице «Мой профиль»."
        )
    return found


def token_of(user: User, token_id: int) -> ApiToken:
    """One's own key by its number."""
    token = user.tokens.select_related("user").filter(pk=token_id).first()
    if token is None:
        raise TokenNotFound("Такого ключа у вас нет")
    return token


def live_tokens_of(user: User) -> list[ApiToken]:
    """Tokens of the person that are not revoked, newest first; those whose term is over are among them."""
    return list(user.tokens.filter(revoked_at=None).select_related("user"))
