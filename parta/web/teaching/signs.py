"""What the scripts of a page know of the school's signs of absence."""

import json

from parta.domain.journal.queries import sign_book


def page_signs() -> str:
    """Of every sign its words, whether the lesson is missed, its key: `{"н": ["не был", true, ""], …}` as JSON."""
    signs = sign_book().by_code.values()
    return json.dumps(
        {sign.code: [sign.name, sign.missed, sign.key if sign.is_active else ""] for sign in signs}, ensure_ascii=False
    )
