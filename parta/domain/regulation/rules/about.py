"""What a setting says about itself: the words on the rulebook page and the limits of its value."""

from dataclasses import dataclass

from parta.domain.regulation.choices import TermUnit, Theme

DEADLINE_UNITS = (TermUnit.HOURS, TermUnit.CALENDAR_DAYS, TermUnit.WORKING_DAYS)
LESSON_UNITS = (TermUnit.SAME_DAY, TermUnit.HOURS, TermUnit.CALENDAR_DAYS)

NOT_SET = "не задано"


@dataclass(frozen=True, slots=True)
class About:
    """Metadata of one setting, kept in the type annotation of its field.

    title: the short Russian name; text: one sentence for a teacher; fixed: a property of the product, never changed;
    units: the term units that make sense; words: how yes and no read; empty: how an empty value or zero reads;
    noun: the word after a number, in three forms; ours: not named by requirements.md §2, needed by the product.
    """

    title: str
    text: str
    theme: Theme
    fixed: bool = False
    units: tuple[TermUnit, ...] = DEADLINE_UNITS
    words: tuple[str, str] = ("да", "нет")
    empty: str = NOT_SET
    noun: tuple[str, str, str] | None = None
    ours: bool = False

    @property
    def may_be_empty(self) -> bool:
        """An empty value has a meaning of its own here."""
        return self.empty != NOT_SET or self.theme is Theme.ACT
