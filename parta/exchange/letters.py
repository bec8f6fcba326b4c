"""Letters that look alike in two alphabets, and other traps of hand-typed Russian text."""

import re

# Only signs that look the same in upright print; «n», «r», «u» resemble Cyrillic letters in italics only.
_SAME_LOOK = dict(zip("ABCEHKMOPTXYaceopxyk", "АВСЕНКМОРТХУасеорхук", strict=True))
_TO_CYRILLIC = str.maketrans(_SAME_LOOK)
_CYRILLIC_LETTER = re.compile(r"[А-Яа-яЁё]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[A-Za-zА-Яа-яЁё]+")


def with_cyrillic_lookalikes(text: str) -> str:
    """«Cтоляров» with a Latin C becomes «Столяров»; wholly Latin words and words with other Latin letters stay."""
    return _WORD.sub(lambda word: _mended(word[0]), text)


def as_cyrillic(text: str) -> str:
    """Every Latin lookalike as a Cyrillic letter, where only Cyrillic can be meant: a class «5A» is «5А»."""
    return text.translate(_TO_CYRILLIC)


def is_all_lookalike(word: str) -> bool:
    """A wholly Latin word that could be a Russian one typed on the wrong layout («AHHA»)."""
    return bool(word) and all(letter in _SAME_LOOK for letter in word)


def _mended(word: str) -> str:
    if not (_CYRILLIC_LETTER.search(word) and _LATIN_LETTER.search(word)):
        return word
    mended = word.translate(_TO_CYRILLIC)
    return word if _LATIN_LETTER.search(mended) else mended


__all__ = ["as_cyrillic", "is_all_lookalike", "with_cyrillic_lookalikes"]
