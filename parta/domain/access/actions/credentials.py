"""Logins and passwords: issued, changed, closed."""

import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from parta.domain.access import rules
from parta.domain.access.actions.recording import Act, record
from parta.domain.access.actions.roles import keep_an_administrator
from parta.domain.access.errors import LoginTaken, WeakPassword
from parta.domain.access.models import User
from parta.domain.access.permissions import require_administrator, require_issuing, require_self_or_administrator
from parta.lib import clock

HASHING_THREADS = 2  # argon2 takes 100 MB a hash and lets other threads run


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login and a one-time password to be handed over on paper. The password is stored nowhere else."""

    user: User
    login: str
    password: str


def issue_login(actor: User, user: User, *, login: str = "", password: str = "") -> Credentials:
    """Give a login (kept if there is one) and a fresh one-time password; open sessions end.

    login: one's own wish, else made from the name. password: only for demo schools and tests, else random.
    """
    return issue_logins(actor, [user], logins=[login], passwords=[password])[0]


@transaction.atomic
def issue_logins(
    actor: User, users: Sequence[User], *, logins: Sequence[str] = (), passwords: Sequence[str] = ()
) -> list[Credentials]:
    """The same for many people (a class with its parents): hashes are computed in parallel, one audit insert."""
    require_issuing(actor, users)
    names = _choose_logins(users, logins)
    given = list(passwords) or [""] * len(users)
    words = [word or rules.one_time_password(secrets.choice) for word in given]
    distinct = list(dict.fromkeys(words))  # one-time passwords all differ; those of a demo school are one and the same
    with ThreadPoolExecutor(HASHING_THREADS) as pool:
        hashed = dict(zip(distinct, pool.map(make_password, distinct), strict=True))
    hashes = [hashed[word] for word in words]
    moment = clock.real_now().replace(microsecond=0)
    for user, name, secret, word in zip(users, names, hashes, given, strict=True):
        user.login, user.password, user.must_change_password, user.signed_out_at = name, secret, not word, moment
    User.objects.bulk_update(users, ["login", "password", "must_change_password", "signed_out_at"], batch_size=100)
    acts = (Act(user, title=user.full_name, person=user, after={"login": user.login}) for user in users)
    record(actor, "access.user.login_issued", *acts)
    return [Credentials(user, name, word) for user, name, word in zip(users, names, words, strict=True)]


def _choose_logins(users: Sequence[User], wishes: Sequence[str]) -> list[str]:
    wanted = [rules.login_key(wish) for wish in wishes] or [""] * len(users)
    bases = [
        wish or user.login or rules.login_from_name(user.last_name, user.first_name, user.middle_name)
        for user, wish in zip(users, wanted, strict=True)
    ]
    taken = _taken_logins(bases, users)
    chosen: list[str] = []
    for user, wish, base in zip(users, wanted, bases, strict=True):
        if wish and wish != user.login:
            _check_wish(wish, taken)
        name = base if base == user.login else rules.free_login(base, taken)
        taken.add(name)
        chosen.append(name)
    return chosen


def _taken_logins(bases: Sequence[str], users: Sequence[User]) -> set[str]:
    """Logins of other people that begin like one of the bases."""
    like = Q(pk__in=[])
    for base in set(bases):
        like |= Q(login__startswith=base)
    rows = User.objects.exclude(login=None).exclude(pk__in=[user.pk for user in users])
    many = len(set(bases)) > 50  # SQLite refuses expressions nested too deep; reading all logins is cheap then
    found = rows if many else rows.filter(like)
    own = {user.login for user in users if user.login}
    return {login for login in found.values_list("login", flat=True) if login} | own


def _check_wish(wish: str, taken: set[str]) -> None:
    fault = rules.login_fault(wish)
    if fault:
        raise LoginTaken(fault)
    if wish in taken:
        raise LoginTaken(f"Логин «{wish}» уже занят. Придумайте другой.")


def confirm_password(actor: User, *, password: str, field: str = "password") -> None:
    """Is it really the owner at the keyboard? Raises WeakPassword for the field of the form."""
    if not actor.check_password(password):
        raise WeakPassword("Это не ваш нынешний пароль. Проверьте раскладку и Caps Lock.", field=field)


@transaction.atomic
def change_password(actor: User, *, current: str, new: str) -> None:
    """Replace one's own password. Every other session ends; the caller renews the hash in its own."""
    confirm_password(actor, password=current, field="current")
    if new == current:
        raise WeakPassword("Новый пароль совпадает с нынешним. Придумайте другой.", field="new")
    try:
        validate_password(new, actor)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), field="new") from error
    actor.set_password(new)
    actor.must_change_password = False
    actor.signed_out_at = clock.real_now().replace(microsecond=0)
    actor.save(update_fields=["password", "must_change_password", "signed_out_at"])
    record(actor, "access.user.password_changed", Act(actor, title=actor.full_name, person=actor))


@transaction.atomic
def block(actor: User, user: User, *, reason: str = "") -> None:
    """Close sign-in at once: open sessions end with the next click."""
    require_administrator(actor, "закрывать вход")
    _set_active(actor, user, active=False, reason=reason)


@transaction.atomic
def unblock(actor: User, user: User, *, reason: str = "") -> None:
    """Open sign-in again with the same login and password."""
    require_administrator(actor, "открывать вход")
    _set_active(actor, user, active=True, reason=reason)


def _set_active(actor: User, user: User, *, active: bool, reason: str) -> None:
    if user.is_active == active or user.is_system:
        return
    if not active:
        keep_an_administrator(user, "закрыть вход")
    user.is_active = active
    user.save(update_fields=["is_active"])
    code = "access.user.unblocked" if active else "access.user.blocked"
    record(actor, code, Act(user, title=user.full_name, person=user, reason=reason))


@transaction.atomic
def sign_out_everywhere(actor: User, user: User) -> None:
    """End every open session of the person: one's own, or anybody's by the administrator."""
    require_self_or_administrator(actor, user, "заканчивать чужие входы")
    user.signed_out_at = clock.real_now().replace(microsecond=0)
    user.save(update_fields=["signed_out_at"])
    record(actor, "access.user.signed_out", Act(user, title=user.full_name, person=user))
