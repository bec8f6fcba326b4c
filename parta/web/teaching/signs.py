"""What the scripts of a page know of the school's signs of absence."""

import json

from parta.domain.journal.queries import sign_book


def page_signs() -> str:
    """Of every sign its words and whether the lesson is missed, as JSON: `{"н": ["не был", true], …}`."""
    signs = sign_book().by_code.values()
    return json.dumps({sign.code: [sign.name, sign.missed] for sign in signs}, ensure_ascii=False)
