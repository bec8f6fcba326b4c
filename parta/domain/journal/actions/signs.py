"""The administrator's «Знаки отсутствия»: the built-in ones are fixed, the school adds its own (issue 4 §2)."""

import re
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.journal.models import AbsenceSign
from parta.domain.journal.permissions import require_signs
from parta.domain.journal.queries.signs import forget_signs
from parta.domain.journal.rules.signs import FREE_KEYS, MAX_CODE
from parta.lib.errors import InvalidInput, RuleViolation, StaleEdit

MAX_NAME = 60
SIGN_CODE = re.compile(r"[а-яё]{1,4}")
FORBIDDEN = {"осв", "на", "н/а"}
"""Never a sign: the act forbids them in any cell (S3-5.3a, e)."""


@dataclass(frozen=True, slots=True)
class SignFields:
    """What the administrator says of a sign. health: it tells of the pupil's health and is kept from other eyes.

    key: one letter of FREE_KEYS that enters it in the journal, «» for none.
    """

    code: str
    name: str
    missed: bool = True
    excused: bool = True
    health: bool = False
    is_active: bool = True
    key: str = ""


@transaction.atomic
def add_sign(actor: User, *, sign: SignFields) -> AbsenceSign:
    """Add a sign of the school. Raises InvalidInput with what is wrong with it."""
    require_signs(actor, "настраивать знаки отсутствия")
    audit.lock_chain()
    row = AbsenceSign(version=0)
    _fill(row, sign, _code(sign.code))
    row.position = (AbsenceSign.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    row.save()
    audit.record(actor, "journal.sign.created", subject=row, title=row.name, after=asdict(sign))
    forget_signs()
    return row


@transaction.atomic
def change_sign(actor: User, *, row: AbsenceSign, base: int, sign: SignFields) -> AbsenceSign:
    """Change what an own sign means; its letters stay, entries that bear it keep them. Raises RuleViolation, StaleEdit.

    The flags of a sign that stands in journals already are fixed: past counts of absences never change silently.
    """
    require_signs(actor, "настраивать знаки отсутствия")
    audit.lock_chain()
    row = AbsenceSign.objects.get(pk=row.pk)
    if row.is_built_in:
        raise RuleViolation("Этот знак встроен: его смысл одинаков во всех школах и не меняется")
    if row.version != base:
        raise StaleEdit("Знак только что изменил другой человек: посмотрите, что записано сейчас")
    before = asdict(fields_of(row))
    flags = (row.missed, row.excused, row.health)
    if row.is_used and flags != (sign.missed, sign.excused, sign.health):
        raise RuleViolation(
            "Знак уже стоит в журналах: смысл его не меняют. Выведите его из употребления, добавьте новый"
        )
    _fill(row, sign, row.code)
    row.save()
    after = asdict(fields_of(row))
    if before != after:
        audit.record(actor, "journal.sign.changed", subject=row, title=row.name, before=before, after=after)
    forget_signs()
    return row


def fields_of(row: AbsenceSign) -> SignFields:
    """The row as the form shows it."""
    return SignFields(row.code, row.name, row.missed, row.excused, row.health, row.is_active, row.key)


def _code(text: str) -> str:
    code = text.strip().casefold()
    if code in FORBIDDEN:
        raise InvalidInput(f"«{code}» в журнал не ставят: так пропуск не отмечают")
    if not SIGN_CODE.fullmatch(code):
        raise InvalidInput(f"Знак — от одной до {MAX_CODE} русских букв, например «к» или «сор»")
    if AbsenceSign.objects.filter(code=code).exists():
        raise InvalidInput(f"Знак «{code}» уже есть: выберите другие буквы")
    return code


def _fill(row: AbsenceSign, sign: SignFields, code: str) -> None:
    name = " ".join(sign.name.split())
    if not name or len(name) > MAX_NAME:
        raise InvalidInput(f"Напишите, что значит знак, не длиннее {MAX_NAME} знаков")
    if sign.excused and not sign.missed:
        raise InvalidInput("Уважительной бывает причина пропуска: отметьте, что урок пропущен")
    key = sign.key.strip().casefold()
    if key and key not in FREE_KEYS:
        raise InvalidInput(f"Клавиша «{key[:3]}» в журнале занята. Свободны: {', '.join(FREE_KEYS)}")
    taken = AbsenceSign.objects.filter(key=key).exclude(pk=row.pk).first() if key else None
    if taken:
        raise InvalidInput(f"Клавиша «{key}» уже ставит знак «{taken.code}»: выберите другую")
    row.key = key
    row.code, row.name, row.missed, row.excused = code, name, sign.missed, sign.excused
    row.health, row.is_active, row.version = sign.health, sign.is_active, row.version + 1
    row.words = f"пропуск: {name}" if sign.missed else name
