"""Signing in, with a pause after wrong passwords."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from parta.domain.access import rules
from parta.domain.access.actions.recording import Act, record
from parta.domain.access.errors import SignInRefused
from parta.domain.access.models import SignInAttempt, User
from parta.domain.access.queries import failed_attempts
from parta.lib import clock, dates, russian

HORIZON = rules.WINDOW + rules.PAUSE


def sign_in(*, login: str, password: str, address: str) -> User:
    """Check a login and a password; raise SignInRefused with a sentence. The actor of the record is the person.

    The attempt is written down before the password is checked, so that parallel guesses are counted too. An unknown
    login costs the same time as a known one. Limits: `rules.LOGIN_LIMIT`, `rules.ADDRESS_LIMIT`.
    """
    key = rules.login_key(login)
    attempt = _open_attempt(key, address[:60])
    user = User.objects.filter(login=key, is_system=False).first() if key else None
    if user is None:
        make_password(password)
        raise SignInRefused(_wrong(key))
    if not user.check_password(password):
        raise SignInRefused(_wrong(key))
    if not user.is_active:
        raise SignInRefused("Вход для вас закрыт. Обратитесь к администратору журнала.")
    with transaction.atomic():
        attempt.succeeded, attempt.user = True, user
        attempt.save(update_fields=["succeeded", "user"])
        user.last_login = attempt.at
        user.save(update_fields=["last_login"])
        record(user, "access.signed_in", Act(user, title=user.full_name, person=user))
    return user


@transaction.atomic
def _open_attempt(key: str, address: str) -> SignInAttempt:
    now = clock.real_now()
    _refuse_if_paused("этого логина", _login_failures(key, now), rules.LOGIN_LIMIT, now)
    by_address = failed_attempts(since=now - HORIZON, address=address).values_list("at", flat=True)
    _refuse_if_paused("этой сети", list(by_address[: rules.ADDRESS_LIMIT]), rules.ADDRESS_LIMIT, now)
    return SignInAttempt.objects.create(login_key=key, address=address, succeeded=False, at=now)


def _refuse_if_paused(whose: str, failures: list[datetime], limit: int, now: datetime) -> None:
    until = rules.locked_until(failures, limit=limit, now=now)
    if until is not None:
        at = dates.time_text(clock.local(until + timedelta(seconds=59)))
        raise SignInRefused(f"Слишком много неверных паролей для {whose}. Попробуйте после {at}.")


def _login_failures(key: str, now: datetime) -> list[datetime]:
    """Failures of the login since its last success, newest first."""
    since = now - HORIZON
    last = SignInAttempt.objects.filter(login_key=key, succeeded=True, at__gt=since).order_by("-at").first()
    rows = failed_attempts(since=last.at if last else since, login_key=key or "?")
    return list(rows.values_list("at", flat=True)[: rules.LOGIN_LIMIT])


def _wrong(key: str) -> str:
    """The same words for an unknown login and a wrong password."""
    left = rules.attempts_left(_login_failures(key, clock.real_now()), limit=rules.LOGIN_LIMIT)
    text = "Логин или пароль не подходит. Проверьте раскладку клавиатуры и Caps Lock."
    if left == 0:
        return f"{text} Следующая попытка — через 15{russian.NBSP}минут."
    if left <= 2:
        tries = russian.counted(left, "попытка", "попытки", "попыток")
        return f"{text} Осталось {tries}, потом вход закроется на 15{russian.NBSP}минут."
    return text
