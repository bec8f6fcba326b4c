"""Lockout after wrong passwords, one-time passwords, logins, keys of programs. Pure: no database, no clock."""

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=15)
PAUSE: Final = timedelta(minutes=15)
LOGIN_LIMIT: Final = 5
ADDRESS_LIMIT: Final = 50
"""A whole school often stands behind one address, so an address is allowed many more failures than a login."""

KEY_PREFIX: Final = "parta_"
"""How every key of a program begins: a leak is then easy to search for."""
TOKEN_DAYS: Final = 90
MAX_TOKEN_DAYS: Final = 366
MAX_TOKENS: Final = 20

CONSONANTS: Final = "bdfgkmnprstvz"
VOWELS: Final = "aeiou"
DIGITS: Final = "23456789"
"""Nothing that is mistaken for something else on paper: no l, 0, 1, and no letters of two sounds."""

LATIN: Final = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


def locked_until(failures: Sequence[datetime], *, limit: int, now: datetime) -> datetime | None:
    """When sign-in opens again, or None if it is open.

    failures: moments of wrong passwords, newest first. The pause counts from the failure that filled the limit.
    """
    if len(failures) < limit or failures[0] - failures[limit - 1] > WINDOW:
        return None
    until = failures[0] + PAUSE
    return until if until > now else None


def attempts_left(failures: Sequence[datetime], *, limit: int) -> int:
    """How many more wrong passwords are allowed before the pause. failures: newest first."""
    recent = [moment for moment in failures if failures[0] - moment <= WINDOW]
    return max(0, limit - len(recent))


def one_time_password(choose: Callable[[str], str]) -> str:
    """«kovu-teri-58»: read aloud and typed without mistakes, in the layout of the login; 30 bits, used once.

    choose: takes the letters to choose from and gives one of them (`secrets.choice`).
    """
    first, second = ("".join(choose(letters) for letters in (CONSONANTS, VOWELS) * 2) for _ in range(2))
    return f"{first}-{second}-{choose(DIGITS)}{choose(DIGITS)}"


def login_key(text: str) -> str:
    """How logins are stored and compared: lower case, no spaces around."""
    return text.strip().casefold()[:60]


def login_from_name(last: str, first: str, middle: str) -> str:
    """«krylova-ea» from «Крылова Екатерина Андреевна»: surname and initials in Latin letters."""
    surname = _latin(last) or "user"
    initials = "".join(_latin(part)[:1] for part in (first, middle))
    return "-".join(part for part in (surname[:40], initials) if part)


def free_login(base: str, taken: set[str]) -> str:
    """The base itself, else «base-2», «base-3», … not among the taken."""
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def login_fault(login: str) -> str:
    """What is wrong with a login typed by hand, as a sentence; «» when it is fine."""
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,59}", login):
        return ""
    return (
        "Логин: от 3 до 60 знаков, латинские буквы, цифры, точка, дефис и подчёркивание; первый знак — буква или цифра."
    )


def _latin(text: str) -> str:
    letters = text.casefold().translate(LATIN)
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


def token_hash(raw: str) -> str:
    """How a token is stored and looked up. 256 random bits need no slow hash: they cannot be guessed from it."""
    return hashlib.sha256(raw.encode()).hexdigest()


def looks_like_token(raw: str) -> bool:
    """Is it worth a look into the database?"""
    return re.fullmatch(rf"{KEY_PREFIX}[A-Za-z0-9_-]{{43}}", raw) is not None
