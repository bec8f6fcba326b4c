"""A problem in an otherwise readable file: where it is and what to do about it, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing the importer did not guess.

    place: sheet, row, column or cell as the file's owner sees it («Лист «5А», ячейка B12», «строка 14»).
    message: a Russian sentence: what is wrong and what to do.
    blocking: the file cannot be written to the school until this is mended.
    """

    place: str
    message: str
    blocking: bool = False

    def as_json(self) -> dict[str, str]:
        """The two keys promised by `parta import --json`."""
        return {"place": self.place, "message": self.message}
