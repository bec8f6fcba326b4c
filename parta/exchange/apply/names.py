"""Keys by which things of a file are found again in the school: classes, names, subjects, groups."""

import re

from parta.domain.school.rules import class_name
from parta.exchange.people.names import read_full_name
from parta.exchange.people.parsed import PersonName
from parta.exchange.people.rows import group_name
from parta.exchange.plan.titles import known_subject
from parta.lib import russian

ClassKey = tuple[int, str]
_FOREIGN = re.compile(r"иностр|\bин\b|английск|\bангл|немецк|\bнем\b|французск|испанск|китайск|японск")
_ANY_FOREIGN = re.compile(r"иностр|\bин\b")
_LABEL = re.compile(r"(?:(?:под)?гр(?:упп[аы])?\b\.?)\s*№?\s*(.+)$", re.IGNORECASE)
_SHORT = re.compile(
    r"(?P<last>[^\W\d_][\w'’-]*)[\s\u00a0]+(?P<first>[^\W\d_]{1,2})\.?[\s\u00a0]*(?P<middle>[^\W\d_]{1,2})?\.?"
)


def class_key(name: str) -> ClassKey | None:
    """(7, «Б») of «7б», «7 «Б»»; (10, «-1») of «10-1»; None when it is no class of a school."""
    return class_name(name)


def class_title(key: ClassKey) -> str:
    """«7Б»."""
    return f"{key[0]}{key[1]}"


def exact(text: str) -> str:
    """Spelling compared without case and spaces; ё and е differ."""
    return " ".join(text.replace("\u00a0", " ").split()).casefold()


folded = russian.search_form
"""The same with ё = е."""


def teacher_name(text: str) -> PersonName:
    """«Крылова Е.А.», «Крылова Е. А.», «Крылова Елена Александровна», «Tan» as parts; initials keep their dots."""
    short = _SHORT.fullmatch(" ".join(text.replace("\u00a0", " ").split()))
    if short:
        middle = f"{short['middle'].capitalize()}." if short["middle"] else ""
        return PersonName(short["last"], f"{short['first'].capitalize()}.", middle)
    read = read_full_name(text)
    return PersonName(" ".join(text.split())) if read.error else read.name


def initials_key(name: PersonName) -> tuple[str, str, str]:
    """(«крылова», «е», «а»): what a short name tells."""
    return (folded(name.last), folded(name.first)[:1], folded(name.middle)[:1])


def is_short(name: PersonName) -> bool:
    """Only initials, or not even them."""
    return not name.first or name.first.endswith(".")


def same_subject(one: str, two: str) -> bool:
    """«Ин.яз» and «иностранный язык», «Физкультура» and «Физическая культура»; a general name of foreign languages
    agrees with any of them."""
    if folded(one) == folded(two):
        return True
    first, second = known_subject(one), known_subject(two)
    if first and first == second:
        return True
    one, two = folded(one), folded(two)
    languages = _FOREIGN.search(one) and _FOREIGN.search(two)
    return bool(languages and (_ANY_FOREIGN.search(one) or _ANY_FOREIGN.search(two)))


def group_label(text: str) -> str:
    """«1» of «Группа 1», «1 группа», «10А английский язык гр. 1»; another name as it stands."""
    plain = group_name(text)
    if plain != " ".join(text.split()):
        return plain
    found = _LABEL.search(text)
    return group_name(found[1]) if found else plain


def group_title(classes: str, subject: str, label: str) -> str:
    """«10А английский язык гр. 1», within the 80 signs of a group's name."""
    tail = f" гр. {label}" if label else ""
    middle = f" {russian.lower_first(subject)}" if subject else ""
    return f"{classes}{middle}"[: 80 - len(tail)].rstrip() + tail


__all__ = [
    "ClassKey",
    "class_key",
    "class_title",
    "exact",
    "folded",
    "group_label",
    "group_title",
    "initials_key",
    "is_short",
    "same_subject",
    "teacher_name",
]
