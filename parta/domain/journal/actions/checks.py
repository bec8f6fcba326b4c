"""The class teacher says: I have looked (S3-4.3.1a daily, S3-4.3.6a monthly, S3-4.3.3a at the start of the year)."""

from datetime import date

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.journal.choices import CheckKind
from parta.domain.journal.models import ClassCheck
from parta.domain.journal.permissions import require_leading
from parta.domain.journal.queries.checks import scheme_is_shared
from parta.domain.school.models import SchoolClass
from parta.lib import clock
from parta.lib.errors import InvalidInput


@transaction.atomic
def confirm_check(actor: User, *, school_class: SchoolClass, kind: CheckKind, day: date) -> ClassCheck:
    """Record that the class was checked for a day; said twice it stays. Raises InvalidInput for a day to come, and for
    the scheme of the timetable where the act leaves it to the administrator alone."""
    require_leading(actor, school_class)
    if kind is CheckKind.TIMETABLE and not scheme_is_shared(school_class.year):
        raise InvalidInput("По регламенту школы схему расписания готовит администратор, согласовывать её не нужно")
    if day > clock.today():
        raise InvalidInput("Этот день ещё не наступил: проверять нечего")
    audit.lock_chain()
    row, made = ClassCheck.objects.get_or_create(
        school_class=school_class, kind=kind, day=day, defaults={"checked_by": actor, "checked_at": clock.now()}
    )
    if made:
        audit.record(actor, f"journal.check.{kind.value}", subject=row, title=school_class.name)
    return row
