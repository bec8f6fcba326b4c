"""Physical education by the name of a subject: only the first guess, the school may say otherwise."""

import re

_PHYSICAL = re.compile(r"физическ\w+ культур|физкультур|\bфиз-?ра\b")


def is_physical_by_name(subject: str) -> bool:
    """«Физическая культура», «Физкультура», «Физ-ра»."""
    return bool(_PHYSICAL.search(" ".join(subject.casefold().split())))
