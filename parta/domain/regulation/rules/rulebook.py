"""The rulebook: every setting of the school's regulation, typed, and the list that describes the settings."""

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import model_validator
from pydantic.fields import FieldInfo

from parta.domain.regulation.choices import Labelled, Theme
from parta.domain.regulation.rules.about import About
from parta.domain.regulation.rules.access import Access
from parta.domain.regulation.rules.archive import ReportsArchive
from parta.domain.regulation.rules.control_works import ControlWorkLimits
from parta.domain.regulation.rules.entry import EntryDeadlines
from parta.domain.regulation.rules.frame import Frame, Identity
from parta.domain.regulation.rules.informing import Informing
from parta.domain.regulation.rules.marks import MarksPlansGroups
from parta.domain.regulation.rules.values import Term, Value


class Rulebook(Value):
    """All rules of one school for one academic year. Read a rule as `rulebook.entry.lesson_entry_deadline`."""

    profile: Identity
    frame: Frame
    entry: EntryDeadlines
    marks: MarksPlansGroups
    control_works: ControlWorkLimits
    informing: Informing
    access: Access
    archive: ReportsArchive

    @model_validator(mode="after")
    def _terms_make_sense(self) -> "Rulebook":
        for setting in all_settings():
            value = setting.value_in(self)
            if isinstance(value, Term) and value.unit not in setting.about.units:
                raise ValueError(f"{setting.name}: a term in {value.unit.value} makes no sense here")
        return self

    def value(self, name: str) -> Any:
        """The value of a setting by its name; KeyError when there is none."""
        return settings_by_name()[name].value_in(self)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: where it lives in the rulebook and what it says about itself."""

    name: str
    section: str
    field: str
    about: About
    annotation: Any
    optional: bool

    @property
    def title(self) -> str:
        """The short Russian name."""
        return self.about.title

    @property
    def theme(self) -> Theme:
        """The group of the rulebook page."""
        return self.about.theme

    @property
    def many(self) -> bool:
        """The value is a list."""
        return getattr(self.annotation, "__origin__", None) is tuple

    @property
    def item(self) -> Any:
        """The type of the value, or of one item of a list."""
        return get_args(self.annotation)[0] if self.many else self.annotation

    @property
    def options(self) -> tuple[Labelled, ...]:
        """The closed set of values; empty when the set is open."""
        item = self.item
        return tuple(item) if isinstance(item, type) and issubclass(item, Labelled) else ()

    @property
    def changeable(self) -> bool:
        """Another value exists and the product allows it."""
        return not self.about.fixed and len(self.options) != 1

    def value_in(self, rulebook: Rulebook) -> Any:
        """The setting's value in a rulebook."""
        return getattr(getattr(rulebook, self.section), self.field)


@cache
def all_settings() -> tuple[Setting, ...]:
    """Every setting, in the order of the rulebook."""
    return tuple(
        _setting(section, field, info)
        for section, part in Rulebook.model_fields.items()
        for field, info in _fields_of(part)
    )


@cache
def settings_by_name() -> dict[str, Setting]:
    """Every setting by its name («final_marks_deadline», «profile.title»)."""
    return {setting.name: setting for setting in all_settings()}


def _fields_of(part: FieldInfo) -> list[tuple[str, FieldInfo]]:
    model = part.annotation
    if not (isinstance(model, type) and issubclass(model, Value)):
        raise TypeError(f"a section of the rulebook must be a group of settings: {model}")
    return list(model.model_fields.items())


def _setting(section: str, field: str, info: FieldInfo) -> Setting:
    about = next(mark for mark in info.metadata if isinstance(mark, About))
    kinds = [kind for kind in get_args(info.annotation) if kind is not type(None)]
    optional = type(None) in get_args(info.annotation)
    return Setting(
        name=f"profile.{field}" if section == "profile" else field,
        section=section,
        field=field,
        about=about,
        annotation=kinds[0] if optional else info.annotation,
        optional=optional,
    )
