"""The dictionary of signs of absence, remembered for a moment by each process."""

from datetime import date

from django.core.cache import cache

from parta.domain.journal.choices import AttendanceCode
from parta.domain.journal.models import AbsenceSign
from parta.domain.journal.rules.signs import Sign, SignBook
from parta.domain.regulation.queries import rulebook_for
from parta.lib import within

SIGNS_KEY = "journal-absence-signs"
REMEMBERED_SECONDS = 30
OF_REASONS = {
    AttendanceCode.ABSENT.value: "без уважительной причины",
    AttendanceCode.SICK.value: "болеет",
}
"""A reason lasts: said otherwise than a sign of one lesson."""


def sign_book() -> SignBook:
    """Every sign of the school. At most one statement."""
    return within.once(SIGNS_KEY, _book)


def _book() -> SignBook:
    known: list[Sign] | None = cache.get(SIGNS_KEY)
    if known is None:
        known = [row.sign for row in AbsenceSign.objects.all()]
        cache.set(SIGNS_KEY, known, REMEMBERED_SECONDS)
    return SignBook(known)


def cell_sign(code: str, day: date) -> str:
    """The sign a lesson's cell gets for a reason: «у» in place of a sign of health where the school's rulebook keeps
    illness from the journals (`health_signs_in_journal`); the class teacher and the family know the reason itself.
    """
    hidden = code in sign_book().health and not rulebook_for(day).rulebook.entry.health_signs_in_journal
    return AttendanceCode.EXCUSED.value if hidden else code


def reason_title(code: str) -> str:
    """How the class teacher reads a reason: «болеет», «без уважительной причины», an own sign's meaning."""
    return OF_REASONS.get(code) or sign_book().name(code)


def reason_choices(stands: str = "") -> list[tuple[str, str]]:
    """What may be chosen as a reason; stands: the one that is there, offered whatever became of it since."""
    found = [(sign.code, reason_title(sign.code)) for sign in sign_book().reasons]
    return found if not stands or stands in dict(found) else [*found, (stands, reason_title(stands))]


def forget_signs() -> None:
    """After a change: this process shows it at once, the others within half a minute."""
    cache.delete(SIGNS_KEY)
    within.forget(SIGNS_KEY)
