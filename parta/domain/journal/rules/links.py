"""Links people paste: only http and https, with a host, and nothing that pretends to be another address."""

import unicodedata
from urllib.parse import urlsplit

from parta.lib.errors import InvalidInput

MAX_URL = 1000
MAX_TITLE = 160


def clean_link(text: str) -> str:
    """The address to store. Raises InvalidInput: another scheme, no host, a name with a password, hidden signs."""
    url = text.strip()
    if len(url) > MAX_URL:
        raise InvalidInput(f"Ссылка длиннее {MAX_URL} знаков.")
    if any(sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf"} for sign in url):
        raise InvalidInput("В ссылке есть пробел или невидимый знак: скопируйте её ещё раз.")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise InvalidInput("Ссылка написана с ошибкой: скопируйте её ещё раз.") from None
    if parts.scheme.lower() not in {"http", "https"} or "." not in host:
        raise InvalidInput("Ссылка начинается с https:// или http:// — например, https://resh.edu.ru.")
    if "@" in parts.netloc or "\\" in url:
        raise InvalidInput("В ссылке есть имя с паролем или обратная черта: такие не принимаются.")
    return url


def clean_title(text: str) -> str:
    """What the link is called: one line of visible signs, cut to its length."""
    visible = "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf"} or sign in "\t\n")
    return " ".join(visible.split())[:MAX_TITLE]
