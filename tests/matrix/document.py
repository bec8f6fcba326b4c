"""docs/rights.md: the table of rights in Russian, for those who set a school up."""

from pathlib import Path

from tests.matrix.lines import Line
from tests.matrix.operation_kinds import OPERATIONS
from tests.matrix.roles import ROLES, STRANGER
from tests.matrix.table import OWN_PAGE, SECTIONS, WRITERS

FILE = Path(__file__).resolve().parents[2] / "docs" / "rights.md"
INTRO = """# Кто что может

Таблица пишется из `tests/matrix/table.py` командой `python -m tests.matrix`;
тесты пробуют каждую её строку за каждую роль.
Пусто — права нет: страница отвечает 403 или 404 и ничего не меняет. Незнакомца отправляют ко входу.

За пример взята одна страница журнала, география в 7Б, и один ученик этого класса.
"""


def document() -> str:
    """The whole text."""
    people = "\n".join(f"- **{part.short}** — {part.title}" for part in ROLES.values())
    sections = [_section(title, lines) for title, lines in SECTIONS.items()]
    return "\n".join([INTRO, people, "", *sections, _operations()])


def _section(title: str, lines: list[Line]) -> str:
    return "\n".join([f"## {title}", "", _head(), *(_row(line.title, line.allowed) for line in lines), ""])


def _operations() -> str:
    rows = [
        _row(title, frozenset((OWN_PAGE if kind == "move" else WRITERS).split())) for kind, title in OPERATIONS.items()
    ]
    return "\n".join(["## Записи в журнал по видам", "", _head(), *rows, ""])


def _head() -> str:
    names = [part.short for part in ROLES.values()]
    return f"| | {' | '.join([*names, 'незнакомец'])} |\n|---|{':-:|' * (len(names) + 1)}"


def _row(title: str, allowed: frozenset[str]) -> str:
    marks = ["✓" if role in allowed else "" for role in [*ROLES, STRANGER]]
    return f"| {title} | {' | '.join(marks)} |"
