"""Reading of CSV files: what is missing is said in a sentence."""

import csv
from collections.abc import Sequence
from pathlib import Path


class Unreadable(Exception):
    """A sentence for the person at the terminal."""


def read(path: Path, columns: Sequence[str], separator: str = ",") -> list[dict[str, str]]:
    """Rows of a file with these columns; other columns are not looked at."""
    if not path.is_file():
        raise Unreadable(f"Нет файла {path}. Укажите, где лежат данные: --oulad ПАПКА и --uci ФАЙЛ.")
    with path.open(encoding="utf-8-sig", newline="") as source:
        table = csv.DictReader(source, delimiter=separator)
        missing = [one for one in columns if one not in (table.fieldnames or ())]
        if missing:
            raise Unreadable(f"В файле {path} нет столбцов: {', '.join(missing)}.")
        return [{one: (row[one] or "").strip() for one in columns} for row in table]


def number(text: str) -> float | None:
    """A number, or None for an empty place and «?» (the way OULAD writes what is not known)."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
