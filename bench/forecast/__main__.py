"""`make evaluate`: `python -m bench.forecast --help` names the flags."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.forecast import diagram, oulad, report, uci
from bench.forecast.files import Unreadable
from bench.forecast.scoring import scores
from bench.forecast.trial import Answer, answers

ROOT = Path(__file__).resolve().parents[2]
MARKS = ROOT.parent / "shared" / "data" / "marks"
UNREADABLE = 2
STRICTER = (
    ("без прежних потоков", oulad.Reading(), False),
    ("несданная работа — 0 баллов", oulad.Reading(unsubmitted="zero"), True),
    ("баллы сразу как отметки 2–5", oulad.Reading(scale=oulad.MARKS), True),
    ("отметки 2–5, несданная — «2»", oulad.Reading("zero", oulad.MARKS), True),
)
"""Other ways to read OULAD and to judge: what the figures of the table do not depend on."""


def options(arguments: list[str] | None) -> argparse.Namespace:
    """Flags of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.forecast", description="Прогноз итоговой отметки против простых догадок, на живых данных"
    )
    parser.add_argument("--oulad", type=Path, default=MARKS / "oulad_sample", help="папка с файлами OULAD")
    parser.add_argument(
        "--uci", type=Path, default=MARKS / "uci_student_performance" / "student-mat.csv", help="файл UCI"
    )
    parser.add_argument("--json", action="store_true", help="только числа, одним объектом")
    parser.add_argument("--markdown", action="store_true", help="таблица для docs/forecast.md")
    parser.add_argument("--svg", type=Path, help="нарисовать, насколько сбываются вероятности")
    parser.add_argument("--readings", action="store_true", help="ещё и другие чтения OULAD, построже")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Read, judge, print."""
    chosen = options(arguments)
    try:
        runs = oulad.runs(chosen.oulad)
        marks = list(answers(uci.trial(chosen.uci)))
        cuts = {str(share): judged(runs, share) for share in oulad.CUTS}
        others = _others(runs) if chosen.readings else {}
    except (Unreadable, OSError, UnicodeDecodeError) as problem:
        print(problem, file=sys.stderr)
        return UNREADABLE
    if chosen.json:
        print(json.dumps(as_json(cuts, marks), ensure_ascii=False, indent=1))
    else:
        tables = {("OULAD", cut): found for cut, found in cuts.items()} | {("UCI", "G1, G2 → G3"): marks} | others
        print(report.text(tables, markdown=chosen.markdown))
    if chosen.svg:
        everything = [one for found in cuts.values() for one in found]
        chosen.svg.write_text(diagram.svg({"OULAD": everything, "UCI": marks}), encoding="utf-8")
    return 0


def judged(
    runs: Iterable[oulad.Run], share: float, reading: oulad.Reading | None = None, *, history: bool = True
) -> list[Answer]:
    """Answers about every run at a cut, pooled. Raises `Unreadable` when nobody can be judged."""
    trials = (oulad.trial(run, share, reading or oulad.Reading()) for run in runs)
    found = [one for trial in trials if trial for one in answers(trial, history=history)]
    if not found:
        raise Unreadable("В данных OULAD некого оценить: нужны потоки хотя бы с двумя работами и баллами за них.")
    return found


def _others(runs: list[oulad.Run]) -> dict[tuple[str, str], list[Answer]]:
    return {
        (f"OULAD, {name}", str(share)): judged(runs, share, reading, history=history)
        for name, reading, history in STRICTER
        for share in oulad.CUTS
    }


def as_json(cuts: dict[str, list[Answer]], marks: list[Answer]) -> dict[str, object]:
    """Measures by data set, cut and method."""
    return {
        "oulad": {cut: _plain(found) for cut, found in cuts.items()},
        "uci": _plain(marks),
    }


def _plain(found: list[Answer]) -> dict[str, dict[str, float]]:
    return {name: one.as_json() for name, one in scores(found).items()}


if __name__ == "__main__":
    sys.exit(main())
