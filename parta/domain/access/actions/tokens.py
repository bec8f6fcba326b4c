"""Keys of programs: made, shown once, revoked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from parta.domain.access import rules
from parta.domain.access.actions.recording import Act, record
from parta.domain.access.choices import Scope
from parta.domain.access.errors import TokenNotIssued
from parta.domain.access.models import ApiToken, User
from parta.domain.access.permissions import require_own_token, require_self_or_administrator
from parta.domain.access.queries import live_tokens_of
from parta.lib import clock, russian

USE_STEP = timedelta(minutes=10)
"""How exactly the last use is known: a program that asks every second must not write every second."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A fresh token. `raw` is what the program sends; it is stored nowhere and never printed."""

    token: ApiToken
    raw: str = field(repr=False)


@transaction.atomic
def issue_token(
    actor: User, user: User, *, name: str, scopes: Collection[Scope], days: int = rules.TOKEN_DAYS
) -> IssuedToken:
    """Make a token for oneself, or for anybody from the machine's console. Raises TokenNotIssued.

    scopes: what the program may do, at least one. days: how long, 1 … 366. The log keeps the name, not the key.
    """
    require_own_token(actor, user)
    User.objects.select_for_update().get(pk=user.pk)
    tidy = " ".join(name.split())
    _check(user, tidy, scopes, days)
    raw = rules.KEY_PREFIX + secrets.token_urlsafe(32)
    now = clock.real_now()
    wanted = [scope.value for scope in Scope if scope in scopes]
    token = ApiToken.objects.create(
        user=user,
        name=tidy,
        scopes=wanted,
        hash=rules.token_hash(raw),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    after = {"name": tidy, "scopes": wanted, "expires_at": token.expires_at.isoformat(timespec="minutes")}
    record(actor, "access.token.issued", Act(token, title=f"{user.full_name}: {tidy}", person=user, after=after))
    return IssuedToken(token, raw)


def _check(user: User, name: str, scopes: Collection[Scope], days: int) -> None:
    if not 1 <= len(name) <= 60:
        raise TokenNotIssued("Назовите программу, до 60 знаков: по названию вы узнаете ключ в списке.", field="name")
    if not scopes:
        raise TokenNotIssued("Отметьте хотя бы одно: что программе можно делать.", field="scopes")
    if not 1 <= days <= rules.MAX_TOKEN_DAYS:
        raise TokenNotIssued(f"Срок ключа — от 1 до {rules.MAX_TOKEN_DAYS} дней.", field="days")
    live = [token.name for token in live_tokens_of(user)]
    if name in live:
        raise TokenNotIssued(f"Ключ «{name}» уже есть. Отзовите его или назовите новый иначе.", field="name")
    if len(live) >= rules.MAX_TOKENS:
        most = russian.counted(rules.MAX_TOKENS, "ключ", "ключа", "ключей")
        raise TokenNotIssued(f"У одного человека не больше {most}. Отзовите ненужные.", field="name")


@transaction.atomic
def revoke_token(actor: User, token: ApiToken) -> ApiToken:
    """End a token at once: one's own, or anybody's by the administrator. Revoked twice, it changes nothing."""
    require_self_or_administrator(actor, token.user, "отзывать чужие ключи программ")
    if token.revoked_at is not None:
        return token
    token.revoked_at = clock.real_now()
    token.save(update_fields=["revoked_at"])
    title = f"{token.user.full_name}: {token.name}"
    record(actor, "access.token.revoked", Act(token, title=title, person=token.user))
    return token


def note_use(token: ApiToken) -> None:
    """Remember that the token was used, to within ten minutes. No act of a person: not audited."""
    now = clock.real_now()
    if token.last_used_at is None or now - token.last_used_at >= USE_STEP:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
