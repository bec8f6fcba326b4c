"""What the act asks of the words of an entry: their language, and the own topic of a work (S3-4.4.8a, S3-4.4.8b)."""

from collections.abc import Collection

LONG = 20
"""Letters from which a text without a Cyrillic one is remarked on: «Unit 5, ex. 3» is what a textbook is called."""
TITLES = {
    "control": "Тема контрольной работы",
    "laboratory": "Тема лабораторной работы",
    "practical": "Тема практической работы",
    "written": "Тема письменной работы",
}
"""By the nature of a work, as the setting `work_topic_required_for` names it."""
OWN = "Тема работы"


def is_foreign(text: str) -> bool:
    """A long text without a single Cyrillic letter."""
    letters = [sign for sign in text.lower() if sign.isalpha()]
    return len(letters) >= LONG and not any("а" <= sign <= "я" or sign == "ё" for sign in letters)


def work_topic_title(code: str, deadline_class: str, *, flagged: bool, required: Collection[str]) -> str:
    """«Тема контрольной работы» when a lesson of the kind needs a topic of its work, else «».

    required: natures the act names; flagged: the school's own wish for a kind the act does not know.
    """
    nature = code if code in TITLES else deadline_class if deadline_class in TITLES else ""
    if nature and nature in required:
        return TITLES[nature]
    return OWN if flagged and not nature else ""
