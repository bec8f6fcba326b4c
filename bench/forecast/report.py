"""The table people read."""

from collections.abc import Mapping, Sequence

from bench.forecast.scoring import Score, calibration, off, scores
from bench.forecast.trial import Answer
from parta.lib.russian import plural

HEAD = ("данные", "доля работ", "учеников", "метод", "MAE", "точность", "log loss", "Brier", "калибровка")
NAMES = {
    "ours": "прогноз",
    "last_mark": "последняя отметка",
    "mean": "среднее",
    "weighted_mean": "средневзвешенное",
}
Tables = Mapping[tuple[str, str], Sequence[Answer]]


def text(tables: Tables, *, markdown: bool) -> str:
    """A table of every data set and cut, and whether a baseline is better anywhere."""
    rows: list[tuple[str, ...]] = []
    worse: list[str] = []
    for (data, cut), answers in tables.items():
        found = scores(answers)
        wrong = f"{100 * off(calibration(answers)):.1f} %".replace(".", ",")
        for name, score in found.items():
            first = (data, cut, str(len(answers))) if name == "ours" else ("", "", "")
            rows.append((*first, NAMES[name], *_figures(score), wrong if name == "ours" else ""))
        worse += _worse(f"{data}, {cut}", found)
    table = _markdown(rows) if markdown else _columns(rows)
    return "\n".join([table, "", *(worse or ["Прогноз лучше каждой догадки по каждой мере."])])


def _figures(score: Score) -> tuple[str, ...]:
    mae, accuracy, loss, brier = score
    return tuple(
        one.replace(".", ",") for one in (f"{mae:.3f}", f"{100 * accuracy:.1f} %", f"{loss:.3f}", f"{brier:.3f}")
    )


def _worse(place: str, found: Mapping[str, Score]) -> list[str]:
    """Sentences about measures a baseline does not lose on."""
    ours = found["ours"]
    out = []
    for name, score in found.items():
        held = [
            measure
            for measure, own, other in zip(ours._fields, ours, score, strict=True)
            if (own <= other if measure == "accuracy" else own >= other)
        ]
        if name != "ours" and held:
            word = plural(len(held), "мере", "мерам", "мерам")
            out.append(f"{place}: {NAMES[name]} не хуже прогноза по {word} {', '.join(held)}.")
    return out


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = [HEAD, ["---"] * 4 + ["--:"] * (len(HEAD) - 4), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _columns(rows: Sequence[Sequence[str]]) -> str:
    table = [HEAD, *rows]
    widths = [max(len(row[n]) for row in table) for n in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    )
