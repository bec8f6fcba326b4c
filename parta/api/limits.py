"""How often a program may ask: so many requests a minute for a key, so many wrong keys a minute for an address.

Counted in the cache: with the default one every worker counts for itself, so two workers let twice as many.
"""

import os

from django.core.cache import cache

from parta.api.errors import TooMany
from parta.lib import clock
from parta.lib.russian import counted

MINUTE = 60
REQUESTS = int(os.environ.get("PARTA_API_RATE", "300"))
WRONG_KEYS = 30
"""A key cannot be guessed (256 bits): the limit spares the server a program that keeps knocking with an old one."""


def count_request(token_id: int) -> None:
    """One more request of a key; raises TooMany with the seconds to wait."""
    used, wait = _count(f"token:{token_id}")
    if used > REQUESTS:
        most = counted(REQUESTS, "запрос", "запроса", "запросов")
        raise TooMany(f"Слишком часто: ключу дано {most} в минуту. Повторите через {_seconds(wait)}.", wait=wait)


def count_wrong_key(address: str) -> None:
    """One more request without a good key. Other programs of the same school, with good keys, go on."""
    used, wait = _count(f"address:{address[:60]}")
    if used > WRONG_KEYS:
        raise TooMany(f"Слишком много запросов с неверным ключом. Повторите через {_seconds(wait)}.", wait=wait)


def _count(what: str) -> tuple[int, int]:
    """How many in this minute with this one, and the seconds left of it."""
    minute, passed = divmod(int(clock.real_now().timestamp()), MINUTE)
    name = f"api:{what}:{minute}"
    cache.add(name, 0, timeout=2 * MINUTE)
    try:
        used = cache.incr(name)
    except ValueError:  # dropped by a full cache between the two lines
        used = 1
    return used, MINUTE - passed


def _seconds(wait: int) -> str:
    return counted(wait, "секунду", "секунды", "секунд")
