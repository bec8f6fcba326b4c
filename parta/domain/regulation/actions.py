"""Writes: adopt a ready-made profile, change one setting. Each makes a new version; nothing already judged changes."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit.actions import lock_chain, record
from parta.domain.regulation import permissions, queries, rules
from parta.domain.regulation.errors import (
    FixedSetting,
    ReasonMissing,
    RulebookForbidden,
    UnknownSetting,
    WrongValue,
)
from parta.domain.regulation.models import RulebookVersion
from parta.lib import clock
from parta.lib.errors import RuleViolation, StaleEdit


@transaction.atomic
def adopt_profile(
    actor: User, *, year: int, profile: str, reason: str, effective_from: datetime | None = None
) -> RulebookVersion:
    """Put a ready-made profile in force for an academic year (`year`: its first calendar year).

    The first rulebook of a school holds from 1 September of the year; a later one from now or from `effective_from`.
    The school's own values of earlier versions end with them. Raises RulebookForbidden, UnknownProfile, ReasonMissing.
    """
    _check_right(actor)
    chosen = rules.load_profile(profile)
    before = queries.version_for(year)
    version = _add_version(
        actor, year=year, profile=profile, overrides={}, reason=reason, effective_from=effective_from, before=before
    )
    old_title = rules.load_profile(before.profile).title if before else ""
    record(
        actor,
        "regulation.profile.adopted",
        subject=version,
        title=chosen.title,
        before={"profile": before.profile, "title": old_title, "overrides": before.overrides} if before else None,
        after={"profile": profile, "title": chosen.title},
        reason=version.reason,
    )
    return version


@transaction.atomic
def change_setting(
    actor: User, *, year: int, name: str, value: object, reason: str, clause: str = "", based_on: int | None = None
) -> RulebookVersion:
    """Change one setting of an academic year from now on.

    value: Russian words («5 дней», «не допускается»), a plain value as in a profile, or a typed one; clause: the
    school's document that states it. based_on: number of the version the person saw; StaleEdit when there is a newer.
    Raises RulebookForbidden, UnknownSetting, FixedSetting, ReasonMissing, WrongValue.
    """
    _check_right(actor)
    setting = _setting(name)
    lock_chain()
    before = queries.version_for(year)
    _check_fresh(before, year, based_on)
    current = queries.rulebook_for(year)
    rulebook = rules.assemble_checked(current.rulebook, setting, value)
    plain = rules.plain_value(rulebook, name)
    clause = " ".join(clause.split())
    same = _same(setting, plain, rules.plain_value(current.rulebook, name))
    if same and clause in ("", current.clause(name)):
        raise WrongValue(f"«{setting.title}»: здесь уже стоит «{current.value_text(name)}». Менять нечего.")
    overrides = dict(before.overrides) if before else {}
    overrides[name] = {"value": plain, "reason": " ".join(reason.split()), "clause": clause}
    slug = before.profile if before else rules.DEFAULT
    version = _add_version(actor, year=year, profile=slug, overrides=overrides, reason=reason, before=before)
    record(
        actor,
        "regulation.setting.changed",
        subject=version,
        title=setting.title,
        before=_told(name, current.rulebook, current.clause(name)),
        after=_told(name, rulebook, clause),
        reason=version.reason,
    )
    return version


def _same(setting: rules.Setting, new: Any, old: Any) -> bool:
    """A closed list is a set of ticks: its order says nothing."""
    return set(new) == set(old) if setting.many and setting.options else bool(new == old)


def _told(name: str, rulebook: rules.Rulebook, clause: str) -> dict[str, Any]:
    return {
        "setting": name,
        "value": rules.plain_value(rulebook, name),
        "text": rules.value_text(name, rulebook.value(name)),
        "clause": clause,
    }


def _check_right(actor: User) -> None:
    if not permissions.can_change_rulebook(actor):
        raise RulebookForbidden("Регламент меняет администратор электронного журнала. Попросите его.")


def _setting(name: str) -> rules.Setting:
    setting = rules.settings_by_name().get(name)
    if setting is None:
        raise UnknownSetting(f"Правила «{name}» в регламенте нет.")
    if not setting.changeable:
        raise FixedSetting(f"«{setting.title}» — свойство Парты, его не меняют: {setting.about.text}")
    return setting


def _check_fresh(before: RulebookVersion | None, year: int, based_on: int | None) -> None:
    number = before.number if before and before.year == year else 0
    if based_on is not None and based_on != number:
        raise StaleEdit("Пока вы меняли правило, регламент изменился. Откройте страницу заново и проверьте значение.")


def _add_version(
    actor: User,
    *,
    year: int,
    profile: str,
    overrides: dict[str, Any],
    reason: str,
    before: RulebookVersion | None,
    effective_from: datetime | None = None,
) -> RulebookVersion:
    told = " ".join(reason.split())
    if not told:
        raise ReasonMissing("Напишите, почему меняется регламент: номер приказа или решение.")
    lock_chain()
    version = RulebookVersion(
        year=year,
        number=before.number + 1 if before and before.year == year else 1,
        profile=profile,
        overrides=overrides,
        effective_from=_start(year, before, effective_from),
        author=actor,
        reason=told[:500],
        created_at=clock.now(),
    )
    version.save()
    queries.forget_remembered()
    return version


def _start(year: int, before: RulebookVersion | None, wished: datetime | None) -> datetime:
    first_day = clock.at(date(year, 9, 1))
    if wished is None:
        return first_day if before is None else max(clock.now(), first_day, before.effective_from)
    if before is not None and wished < before.effective_from:
        raise RuleViolation("Новая версия регламента не может начаться раньше той, что уже действует.")
    return wished
