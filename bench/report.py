"""The table people read, and the same as JSON and Markdown."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

PEERS = {
    "journal": (41.0, "RosarioSIS 12"),
    "mark": (46.0, "AlekSIS 2025.1"),
    "marks": (30.0, "Gibbon 30"),
}
"""Processor milliseconds a request of the best peer on the same action, measured once on a machine of two cores."""
TITLES = {
    "journal": "Страница журнала",
    "mark": "Записанная отметка",
    "week": "Неделя ученика",
    "marks": "Отметки за период",
    "day": "Мой день",
}
CEILINGS = {"mark": 8}
PAGE_CEILING = 10
TIMES_FLOOR = 3.0
TIMES_CHEAPER = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """One action. Milliseconds; bytes as sent; requests a second with several clients."""

    name: str
    p50: float
    p95: float
    cpu_ms: float
    statements: int
    bytes: int
    rate: float
    errors: int
    floor_p50: float
    floor_cpu_ms: float
    floor_rate: float
    floor_sql_ms: float

    @property
    def times_floor(self) -> float:
        """Processor time against the floor's."""
        return self.cpu_ms / self.floor_cpu_ms if self.floor_cpu_ms else 0.0

    @property
    def times_floor_wall(self) -> float:
        """Median time against the floor's."""
        return self.p50 / self.floor_p50 if self.floor_p50 else 0.0

    @property
    def times_cheaper(self) -> float | None:
        """How many times less processor time than the best peer; None where no peer was measured."""
        peer = PEERS.get(self.name)
        return peer[0] / self.cpu_ms if peer and self.cpu_ms else None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        ratios = {"times_floor": self.times_floor, "times_floor_wall": self.times_floor_wall}
        plain = {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()}
        peer = {"times_cheaper_than_peer": self.times_cheaper, "peer": PEERS.get(self.name, (0, ""))[1]}
        return plain | {key: round(value, 2) for key, value in ratios.items()} | peer | {"missed": self.missed()}

    def missed(self) -> list[str]:
        """Aims that are not met, in words."""
        found = []
        ceiling = CEILINGS.get(self.name, PAGE_CEILING)
        if self.statements > ceiling:
            found.append(f"запросов {self.statements} вместо {ceiling}")
        if self.times_floor > TIMES_FLOOR:
            found.append(f"{_short(self.times_floor)} пола вместо {TIMES_FLOOR:.0f}")
        if self.times_cheaper is not None and self.times_cheaper < TIMES_CHEAPER:
            found.append(f"дешевле аналога в {_short(self.times_cheaper)} раза вместо {TIMES_CHEAPER:.0f}")
        if self.name == "mark" and self.bytes >= 2048:
            found.append(f"ответ {self.bytes} байт вместо 2048")
        return found


HEAD = (
    "Действие", "p50, мс", "p95, мс", "ЦП, мс", "SQL", "байт", "запр/с ×8", "пол p50", "пол ЦП", "пол запр/с",
    "× пола (ЦП)", "× пола (p50)", "дешевле аналога",
)  # fmt: skip


def cells(line: Line) -> list[str]:
    """A row of the table."""
    cheaper = f"в {_short(line.times_cheaper)} раза" if line.times_cheaper is not None else "—"
    return [
        TITLES[line.name], _short(line.p50), _short(line.p95), _short(line.cpu_ms), str(line.statements),
        f"{line.bytes}", f"{line.rate:.0f}", _short(line.floor_p50), _short(line.floor_cpu_ms),
        f"{line.floor_rate:.0f}", _short(line.times_floor), _short(line.times_floor_wall), cheaper,
    ]  # fmt: skip


def table(rows: list[list[str]], head: tuple[str, ...] = HEAD) -> str:
    """Columns aligned with spaces."""
    every = [list(head), *rows]
    widths = [max(len(row[at]) for row in every) for at in range(len(head))]
    return "\n".join(
        "  ".join(
            value.ljust(width) if at == 0 else value.rjust(width)
            for at, (value, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in every
    )


def markdown(rows: list[list[str]], head: tuple[str, ...] = HEAD) -> str:
    """The same to paste into a page."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@dataclass(frozen=True, slots=True)
class Work:
    """A work of the whole school. Milliseconds of processor; the floor is named in `floor`."""

    title: str
    statements: int
    ceiling: int
    cpu_ms: float
    floor: str
    floor_cpu_ms: float

    @property
    def times_floor(self) -> float:
        """Against the floor measured in the same run."""
        return self.cpu_ms / self.floor_cpu_ms if self.floor_cpu_ms else 0.0

    def cells(self) -> list[str]:
        """A row of the table."""
        limits = [str(self.statements), str(self.ceiling)]
        spent = [_short(self.cpu_ms), _short(self.floor_cpu_ms), _short(self.times_floor)]
        return [self.title, *limits, *spent, self.floor]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {**asdict(self), "times_floor": round(self.times_floor, 2)}


SCALE_HEAD = ("Работа", "SQL", "не больше", "ЦП, мс", "пол ЦП", "× пола", "пол")


def write(page: Path, name: str, table_text: str, notes: list[str]) -> None:
    """Put a table and its notes between the marks `<!-- figures: NAME -->` and `<!-- /figures -->` of a page."""
    text = page.read_text(encoding="utf-8")
    head, start, rest = text.partition(f"<!-- figures: {name} -->\n")
    _, end, tail = rest.partition("<!-- /figures -->")
    if not start or not end:
        raise RuntimeError(f"{page}: no marks for «{name}»")
    body = "\n".join([table_text, "", *(f"{one}  " for one in notes), ""])
    page.write_text(head + start + body + end + tail, encoding="utf-8")


def _short(value: float | None) -> str:
    return f"{value:.1f}".replace(".", ",") if value is not None else "—"
