"""Reads: the rulebook in force on a day, its rows for the page, its history."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.core.signals import request_finished, request_started

from parta.domain.regulation import rules
from parta.domain.regulation.choices import Theme
from parta.domain.regulation.models import RulebookVersion
from parta.lib import clock
from parta.lib.dates import academic_year_of
from parta.lib.russian import search_form

SCHOOL_DECISION = "решение школы"
_CLAUSE = re.compile(r"(регл\., |порядок, |положение, )?(п\.|разд\.) ?\d.*")


@dataclass(frozen=True, slots=True)
class Override:
    """A value the school set itself, over its profile."""

    value: Any
    reason: str
    clause: str


@dataclass(frozen=True, slots=True)
class CurrentRulebook:
    """The rules in force: typed values, where each comes from, and which version they are (None: nothing adopted)."""

    rulebook: rules.Rulebook
    profile: rules.Profile
    overrides: Mapping[str, Override]
    version: RulebookVersion | None = field(default=None, compare=False)

    def clause(self, name: str) -> str:
        """The clause to cite for a setting, «» where no document states its value."""
        if name in self.overrides:
            return self.overrides[name].clause
        clause = self.profile.clauses[name]
        return clause.text if clause else ""

    def source_text(self, name: str) -> str:
        """Where the value comes from: «п. 4.4.1», «приказ № 12», «решение школы», «умолчание»."""
        fallback = SCHOOL_DECISION if name in self.overrides else rules.BY_DEFAULT
        return self.clause(name) or fallback

    def value_text(self, name: str) -> str:
        """The value in Russian."""
        return rules.value_text(name, self.rulebook.value(name))

    def stated(self, name: str) -> tuple[rules.Stated, ...]:
        """Everything the act of the profile says about a setting."""
        return self.profile.stated[name]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One line of the rulebook page."""

    setting: rules.Setting
    value: Any
    text: str
    source: str
    clauses: tuple[str, ...]
    override: Override | None
    stated: tuple[rules.Stated, ...]
    other_text: str = ""
    other_source: str = ""

    @property
    def differs(self) -> bool:
        """The compared profile says otherwise."""
        return bool(self.other_text) and self.other_text != self.text


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What a version changed in one setting, in words."""

    setting: rules.Setting
    before: str
    after: str
    clause: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of the history of the rulebook."""

    version: RulebookVersion
    profile: rules.Profile
    adopted: bool
    changes: tuple[ValueChange, ...]


_ALL = "rulebook-versions"
REMEMBERED_SECONDS = 3
_within_request: ContextVar[dict[Any, Any] | None] = ContextVar("rulebooks", default=None)


def rulebook_for(when: date | datetime | int) -> CurrentRulebook:
    """The rulebook in force: on a day, at a moment, or (int: first calendar year) the last one of an academic year.

    A year in which nothing was adopted goes on with the last version before it; before any, the default profile is in
    force. At most one small query a web request, none while the process remembers the versions.
    """
    known = _within_request.get()
    if known is None:
        return _of_version(version_for(when))
    if _ALL not in known:
        known[_ALL] = cache.get_or_set(_ALL, _all_versions, REMEMBERED_SECONDS)
    if when not in known:
        known[when] = _of_version(next((one for one in known[_ALL] if _holds(one, when)), None))
    current: CurrentRulebook = known[when]
    return current


def rulebooks() -> Callable[[date | datetime | int], CurrentRulebook]:
    """`rulebook_for` for many days: one statement for all of them, none while the process remembers the versions."""
    if _within_request.get() is not None:
        return rulebook_for
    versions: list[RulebookVersion] = cache.get_or_set(_ALL, _all_versions, REMEMBERED_SECONDS) or []
    return lambda when: _of_version(next((one for one in versions if _holds(one, when)), None))


def version_for(when: date | datetime | int) -> RulebookVersion | None:
    """The version behind `rulebook_for`; None while nothing is adopted."""
    rows = RulebookVersion.objects.order_by("-year", "-number")
    if isinstance(when, int):
        return rows.filter(year__lte=when).first()
    moment = when if isinstance(when, datetime) else rules.end_of(when)
    year = academic_year_of(clock.local(moment).date())
    return rows.filter(year__lte=year, effective_from__lte=moment).first()


def _all_versions() -> list[RulebookVersion]:
    return list(RulebookVersion.objects.order_by("-year", "-number"))


def _holds(version: RulebookVersion, when: date | datetime | int) -> bool:
    """The same choice as `version_for`, made on rows already read."""
    if isinstance(when, int):
        return version.year <= when
    moment = when if isinstance(when, datetime) else rules.end_of(when)
    return version.year <= academic_year_of(clock.local(moment).date()) and version.effective_from <= moment


def forget_remembered() -> None:
    """After a change: the rest of the request sees the new rules; other processes do within `REMEMBERED_SECONDS`."""
    cache.delete(_ALL)
    if _within_request.get() is not None:
        _within_request.set({})


def rule_rows(
    current: CurrentRulebook, settings: Iterable[rules.Setting], against: rules.Profile | None = None
) -> list[RuleRow]:
    """Lines of the page for some settings, beside another profile when one is named."""
    return [_row(current, setting, against) for setting in settings]


def settings_of(theme: Theme) -> list[rules.Setting]:
    """Settings of a theme, in the order of the rulebook."""
    return [setting for setting in rules.all_settings() if setting.theme is theme]


def find_settings(current: CurrentRulebook, text: str) -> list[rules.Setting]:
    """Settings found by words of their title, explanation or value, or by a clause («п. 4.4.1» is not «п. 4.4.10»)."""
    wanted = search_form(text)
    if not wanted:
        return list(rules.all_settings())
    if _CLAUSE.fullmatch(wanted):
        return [one for one in rules.all_settings() if wanted in _clause_forms(current, one.name)]
    return [one for one in rules.all_settings() if wanted in _words(current, one)]


def history(year: int) -> list[VersionRow]:
    """Versions of an academic year, newest first, each with what it changed in words."""
    versions = list(RulebookVersion.objects.filter(year=year).select_related("author").order_by("number"))
    before = _of_version(version_for(year - 1))
    rows = []
    for version in versions:
        after = _of_version(version)
        rows.append(
            VersionRow(
                version=version,
                profile=after.profile,
                adopted=after.profile.slug != before.profile.slug or version.number == 1,
                changes=_changes(before, after) if after.profile.slug == before.profile.slug else (),
            )
        )
        before = after
    return rows[::-1]


def _of_version(version: RulebookVersion | None) -> CurrentRulebook:
    if version is None:
        return _built(rules.DEFAULT, "{}")
    return replace(_built(version.profile, json.dumps(version.overrides, sort_keys=True)), version=version)


@lru_cache(maxsize=32)
def _built(slug: str, overrides_json: str) -> CurrentRulebook:
    """Keyed by content, so that versions of any database may share it."""
    profile = rules.load_profile(slug)
    stored = json.loads(overrides_json)
    rulebook = rules.assemble(profile.rulebook, {name: row["value"] for name, row in stored.items()})
    overrides = {
        name: Override(value=rulebook.value(name), reason=row["reason"], clause=row["clause"])
        for name, row in stored.items()
    }
    return CurrentRulebook(rulebook=rulebook, profile=profile, overrides=overrides)


def _row(current: CurrentRulebook, setting: rules.Setting, against: rules.Profile | None) -> RuleRow:
    name = setting.name
    clause = current.clause(name)
    return RuleRow(
        setting=setting,
        value=current.rulebook.value(name),
        text=current.value_text(name),
        source=current.source_text(name),
        clauses=rules.Clause(clause).parts if clause else (),
        override=current.overrides.get(name),
        stated=current.stated(name),
        other_text=rules.value_text(name, setting.value_in(against.rulebook)) if against else "",
        other_source=against.source_text(name) if against else "",
    )


def _changes(before: CurrentRulebook, after: CurrentRulebook) -> tuple[ValueChange, ...]:
    return tuple(
        ValueChange(
            setting, before.value_text(setting.name), after.value_text(setting.name), after.clause(setting.name)
        )
        for setting in rules.all_settings()
        if before.overrides.get(setting.name) != after.overrides.get(setting.name)
    )


def _clause_forms(current: CurrentRulebook, name: str) -> set[str]:
    parts = [part for one in current.stated(name) for part in one.clause.parts]
    return {search_form(part) for part in [*parts, *rules.Clause(current.clause(name)).parts]}


def _words(current: CurrentRulebook, setting: rules.Setting) -> str:
    stated = " ".join(f"{one.clause} {one.text}" for one in current.stated(setting.name))
    words = (setting.title, setting.about.text, setting.name, current.value_text(setting.name), stated)
    return search_form(" ".join([*words, current.source_text(setting.name)]).replace("\u00a0", " "))


def begin_request(**_: object) -> None:
    """From here on a rulebook is read once; connected to the start of a web request."""
    _within_request.set({})


def end_request(**_: object) -> None:
    """Forget what the request read."""
    _within_request.set(None)


request_started.connect(begin_request, dispatch_uid="regulation.rulebook.begin")
request_finished.connect(end_request, dispatch_uid="regulation.rulebook.end")
