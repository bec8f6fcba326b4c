"""Parents, phones and e-mail addresses as they stand in the cells of a class list."""

import re
from dataclasses import replace

from parta.exchange.people.names import read_full_name
from parta.exchange.people.parsed import ParsedGuardian

_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_PHONE = re.compile(r"(?<![\w@])\+?\d[\d\s()\-]{4,18}\d(?!\w)")
_RELATIONS = (
    r"мать|мама|отец|папа|бабушка|дедушка|опекун\w*|попечител\w*|т[её]тя|дядя|сестра|брат|мачеха|отчим|"
    r"законн\w* представител\w*"
)
_RELATION = re.compile(rf"\b({_RELATIONS})\b", re.IGNORECASE)
_BETWEEN_PERSONS = re.compile(rf"[\n;]|[,/](?=\s*(?i:{_RELATIONS})\b)|,(?=\s*[А-ЯЁ]\w+\s+[А-ЯЁ])")
_SAME_RELATION = {"мама": "мать", "матери": "мать", "мамы": "мать", "папа": "отец", "отца": "отец", "папы": "отец"}
_HEADING_RELATION = re.compile(r"\b(мать|матери|мамы?|отец|отца|папа|папы|опекун)\b", re.IGNORECASE)


def phones_in(text: str) -> list[str]:
    """Phone numbers as +79000008835 where eleven (or ten) digits allow it, else as written."""
    return [_phone(found[0]) for found in _PHONE.finditer(text)]


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    return f"+7{digits}" if len(digits) == 10 and digits[0] in "3489" else " ".join(text.split())


def emails_in(text: str) -> list[str]:
    """E-mail addresses of a cell in small letters."""
    return [found[0].lower() for found in _EMAIL.finditer(text)]


def relation_in_heading(heading: str) -> str:
    """«ФИО матери» → «мать»; empty text when the heading names nobody in particular."""
    found = _HEADING_RELATION.search(heading)
    return _SAME_RELATION.get(found[1].lower(), found[1].lower()) if found else ""


def guardians_in(text: str, heading: str) -> tuple[list[ParsedGuardian], list[str]]:
    """Everyone named in a cell «мать Иванова Анна, +7…; отец …», and remarks on what was not understood."""
    guardians: list[ParsedGuardian] = []
    remarks: list[str] = []
    for part in _persons(text):
        guardian, said = _guardian(part, relation_in_heading(heading))
        if guardian:
            guardians.append(guardian)
        remarks += said
    return guardians, remarks


def _persons(text: str) -> list[str]:
    """Pieces of the cell, one a person; a piece without a name (a phone) belongs to the piece before it."""
    found: list[str] = []
    for written in _BETWEEN_PERSONS.split(text):
        piece = written.strip(" ,/")
        if not piece:
            continue
        if found and not re.search(r"[А-Яа-яЁё]{2}", _RELATION.sub("", piece)):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def _guardian(text: str, relation: str) -> tuple[ParsedGuardian | None, list[str]]:
    said = _RELATION.search(text)
    if said:
        relation = _SAME_RELATION.get(said[1].lower(), said[1].lower())
    phones, emails = phones_in(text), emails_in(text)
    name_text = _PHONE.sub(" ", _EMAIL.sub(" ", _RELATION.sub(" ", text)))
    name_text = re.sub(r"\bтел(?:ефон)?\b\.?", " ", name_text, flags=re.IGNORECASE)
    name_text = " ".join(re.sub(r"[:()]|\s[–—-]\s|^\s*[–—-]|[–—-]\s*$", " ", name_text).split()).strip(" ,-–—:")
    if not name_text or name_text.lower() in {"нет", "прочерк"}:
        return None, []
    read = read_full_name(name_text)
    guardian = ParsedGuardian(read.name, relation, ", ".join(phones), next(iter(emails), ""))
    return (None, [read.error]) if read.error else (guardian, list(read.remarks))


def with_contacts(guardians: list[ParsedGuardian], phones: list[str], emails: list[str]) -> list[ParsedGuardian]:
    """Phones and addresses of their own columns given to the guardians in order; spare ones go to the first."""
    if not guardians:
        return []
    return [
        replace(guardian, phone=guardian.phone or _share(phones, index, len(guardians)),
                email=guardian.email or next(iter(emails[index : index + 1]), ""))
        for index, guardian in enumerate(guardians)
    ]  # fmt: skip


def _share(phones: list[str], index: int, persons: int) -> str:
    if len(phones) == persons:
        return phones[index]
    return ", ".join(phones) if index == 0 else ""


__all__ = ["emails_in", "guardians_in", "phones_in", "relation_in_heading", "with_contacts"]
