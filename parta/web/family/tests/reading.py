"""What a person reads on a page: text without tags, and parts of it."""

import re
from html import unescape

from django.test import Client

NBSP = "\u00a0"


def html_of(client: Client, address: str) -> str:
    """The page, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def text_of(html: str) -> str:
    """Words of the page's main part, spaces made single."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace(NBSP, " ").split())


def read(client: Client, address: str) -> str:
    """Words of the page at the address."""
    return text_of(html_of(client, address))


def part(html: str, element_id: str) -> str:
    """Words of the section with the id, up to the next section."""
    start = html.index(f'id="{element_id}"')
    end = html.find("<section", start)
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", html[start : end if end > 0 else None])).replace(NBSP, " ").split()
    )
