"""Ready-made profiles: sets of values with the clauses that state them, one TOML file each.

A profile writes every value its act states and lists the settings on which the act is silent; those take the value
of the default profile and cite no clause.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from parta.domain.regulation.errors import UnknownProfile, WrongValue
from parta.domain.regulation.rules.parsing import value_from_text
from parta.domain.regulation.rules.printing import text_of
from parta.domain.regulation.rules.rulebook import Rulebook, Setting, all_settings, settings_by_name
from parta.domain.regulation.rules.values import Term

FOLDER = Path(__file__).resolve().parent.parent / "profiles"
DEFAULT = "default"
BY_DEFAULT = "умолчание"


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in the act, as it is cited: «п. 4.4.1», «Регл., п. 1.15»; several places are joined by «; »."""

    text: str

    @property
    def parts(self) -> tuple[str, ...]:
        """Each place by itself."""
        return tuple(self.text.split("; "))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Stated:
    """What one place of the act says about a setting."""

    clause: Clause
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A ready-made rulebook. `clauses[name]` is None where the act leaves the value open (then it is the default);
    `stated[name]` keeps everything the act says about the setting, the value in force and the others.
    """

    slug: str
    title: str
    about: str
    documents: Mapping[str, str]
    rulebook: Rulebook
    clauses: Mapping[str, Clause | None]
    stated: Mapping[str, tuple[Stated, ...]]

    def source_text(self, name: str) -> str:
        """«п. 4.4.1» or «умолчание»."""
        clause = self.clauses[name]
        return clause.text if clause else BY_DEFAULT


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One setting in several profiles, in their order."""

    setting: Setting
    texts: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Value and source of each profile."""
        return list(zip(self.texts, self.sources, strict=True))

    @property
    def differs(self) -> bool:
        """The profiles do not agree."""
        return len(set(self.texts)) > 1


def profile_slugs() -> tuple[str, ...]:
    """Slugs of the profiles, the default first."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return (DEFAULT, *(slug for slug in found if slug != DEFAULT))


@cache
def load_profile(slug: str) -> Profile:
    """The profile; UnknownProfile when there is none. ValueError when its file is wrong (a mistake of the product)."""
    if slug not in profile_slugs():
        raise UnknownProfile(f"Профиля «{slug}» нет. Есть: {', '.join(profile_slugs())}.")
    content = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
    silent = tuple(content.get("silent", ()))
    written = _written(content["settings"])
    _check_complete(slug, written, silent)
    values = {name: row["value"] for name, row in written.items() if "value" in row}
    base = None if slug == DEFAULT else load_profile(DEFAULT).rulebook
    rulebook = assemble(base, values)
    return Profile(
        slug=slug,
        title=content["title"],
        about=content["about"],
        documents=content.get("documents", {}),
        rulebook=rulebook,
        clauses={one.name: _clause(written.get(one.name, {})) for one in all_settings()},
        stated={one.name: _stated(one, written.get(one.name, {}), rulebook) for one in all_settings()},
    )


def assemble(base: Rulebook | None, values: Mapping[str, Any]) -> Rulebook:
    """A rulebook of `base` with some values replaced; values are plain (as in TOML or JSON) or typed.

    pydantic.ValidationError (a ValueError) when a value is wrong or, without a base, missing.
    """
    sections: dict[str, dict[str, Any]] = {
        section: dict(getattr(base, section)) if base else {} for section in Rulebook.model_fields
    }
    for name, value in values.items():
        setting = settings_by_name()[name]
        sections[setting.section][setting.field] = None if setting.optional and value == "" else value
    return Rulebook.model_validate(sections)


def assemble_checked(base: Rulebook, setting: Setting, value: object) -> Rulebook:
    """`base` with one value given by a person: Russian words, a plain value or a typed one. Raises WrongValue."""
    read = value_from_text(setting, value) if isinstance(value, str) else value
    if read in ((), [], "") and not (setting.optional or setting.about.may_be_empty):
        raise WrongValue(f"«{setting.title}»: выберите или напишите хотя бы одно значение.")
    try:
        return assemble(base, {setting.name: read})
    except ValidationError as error:
        units = "; ".join(unit.label for unit in setting.about.units)
        hint = f" Срок здесь считают так: {units}." if isinstance(read, Term) else ""
        raise WrongValue(f"«{setting.title}»: такое значение не подходит.{hint}") from error


def plain_value(rulebook: Rulebook, name: str) -> Any:
    """The value of a setting as JSON can hold it."""
    setting = settings_by_name()[name]
    return getattr(rulebook, setting.section).model_dump(mode="json", include={setting.field})[setting.field]


def compare(profiles: Sequence[Profile]) -> list[CompareRow]:
    """Every setting side by side."""
    return [
        CompareRow(
            setting=one,
            texts=tuple(text_of(one, one.value_in(profile.rulebook)) for profile in profiles),
            sources=tuple(profile.source_text(one.name) for profile in profiles),
        )
        for one in all_settings()
    ]


def _written(settings: Mapping[str, Any]) -> dict[str, Any]:
    identity = {f"profile.{name}": row for name, row in settings.get("profile", {}).items()}
    return identity | {name: row for name, row in settings.items() if name != "profile"}


def _check_complete(slug: str, written: Mapping[str, Any], silent: Sequence[str]) -> None:
    names = {one.name for one in all_settings()}
    valued = {name for name, row in written.items() if "value" in row}
    if slug == DEFAULT and valued != names:
        raise ValueError(f"{slug}.toml: {sorted(valued ^ names)}")
    if slug != DEFAULT and (valued | set(silent) != names or valued & set(silent)):
        raise ValueError(f"{slug}.toml: {sorted((valued | set(silent)) ^ names)}, twice {sorted(valued & set(silent))}")


def _clause(row: Mapping[str, Any]) -> Clause | None:
    return Clause(row["clause"]) if row.get("clause") else None


def _stated(setting: Setting, row: Mapping[str, Any], rulebook: Rulebook) -> tuple[Stated, ...]:
    if "stated" in row:
        return tuple(Stated(Clause(clause), text) for clause, text in row["stated"])
    clause = _clause(row)
    return (Stated(clause, text_of(setting, setting.value_in(rulebook))),) if clause else ()
