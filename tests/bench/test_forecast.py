"""`make evaluate` on small made data: what it reads, refuses and prints, and that nobody's future leaks."""

import csv
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from bench.forecast import diagram, oulad, uci
from bench.forecast.__main__ import main
from bench.forecast.files import Unreadable
from bench.forecast.scoring import LEAST, calibration, off, score, scores
from bench.forecast.trial import BASELINES, FOLDS, Answer, Trial, answers, deal

WORKS = [
    ("1", "XXX", "2020A", "TMA", "20", "10"),
    ("2", "XXX", "2020A", "TMA", "50", "30"),
    ("3", "XXX", "2020A", "CMA", "60", "0"),
    ("4", "XXX", "2020A", "TMA", "90", "30"),
    ("5", "XXX", "2020A", "TMA", "120", "20"),
    ("6", "XXX", "2020A", "Exam", "", "100"),
]


def write(path: Path, head: str, rows: Iterable[Iterable[object]], separator: str = ",") -> None:
    """A CSV file."""
    with path.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target, delimiter=separator)
        table.writerow(head.split(","))
        table.writerows(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sixty students of one run with missing scores, a banked one, a withdrawn one, one without marks before a cut."""
    chance = random.Random(2)
    rows: list[tuple[object, ...]] = []
    for student in range(60):
        level = chance.gauss(65, 15)
        for work, _, _, _, day, _ in WORKS:
            score = min(100, max(0, round(chance.gauss(level, 9))))
            rows.append((work, student, int(day or 240) + chance.randint(-5, 2), 0, "" if score < 35 else score))
    rows += [("1", 100, -1, 1, 80), ("2", 100, 48, 0, "?"), ("5", 101, 119, 0, 70), ("1", 102, 19, 0, 55)]
    write(
        tmp_path / "assessments.csv", "id_assessment,code_module,code_presentation,assessment_type,date,weight", WORKS
    )
    write(tmp_path / "student_assessment.csv", "id_assessment,id_student,date_submitted,is_banked,score", rows)
    results = [("XXX", "2020A", student, 0, "Pass") for student in range(60)] + [("XXX", "2020A", 102, 0, "Withdrawn")]
    write(
        tmp_path / "student_result.csv",
        "code_module,code_presentation,id_student,num_of_prev_attempts,final_result", results,
    )  # fmt: skip
    return tmp_path


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """Eighty pupils with marks of two periods and columns nobody may read."""
    chance = random.Random(4)
    rows = []
    for _ in range(80):
        level = chance.uniform(4, 17)
        first, second, final = (min(20, max(0, round(chance.gauss(level, 1.2)))) for _ in range(3))
        rows.append(("F", chance.choice("15"), chance.randint(0, 20), chance.randint(0, 3), first, second, final))
    write(tmp_path / "marks.csv", "sex,health,absences,failures,G1,G2,G3", rows, ";")
    return tmp_path / "marks.csv"


def at(folder: Path, share: float = 0.5) -> Trial:
    """The only run at a cut."""
    (run,) = oulad.runs(folder)
    trial = oulad.trial(run, share, oulad.Reading())
    assert trial is not None
    return trial


def test_json_has_the_agreed_shape(folder: Path, marks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--oulad", str(folder), "--uci", str(marks), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"oulad", "uci"}
    assert set(found["oulad"]) == {"0.25", "0.5", "0.75"}
    for table in (*found["oulad"].values(), found["uci"]):
        assert set(table) == {"ours", *BASELINES}
        for measures in table.values():
            assert set(measures) == {"mae", "accuracy", "log_loss", "brier"}
            assert 0 <= measures["accuracy"] <= 1


def test_the_command_gives_the_same_figures_twice(
    folder: Path, marks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--oulad", str(folder), "--uci", str(marks), "--json"]
    assert main(command) == main(command) == 0
    first, second = capsys.readouterr().out.split("\n}\n", 1)
    assert first + "\n}\n" == second


def test_table_and_diagram(folder: Path, marks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = tmp_path / "drawn.svg"
    assert main(["--oulad", str(folder), "--uci", str(marks), "--readings", "--svg", str(drawn)]) == 0
    out = capsys.readouterr().out
    assert "последняя отметка" in out
    assert "без прежних потоков" in out
    assert drawn.read_text(encoding="utf-8").count("<polyline") == 2


@pytest.mark.parametrize("missing", ["assessments.csv", "student_assessment.csv", "student_result.csv"])
def test_a_missing_file_is_named(folder: Path, marks: Path, missing: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / missing).unlink()
    assert main(["--oulad", str(folder), "--uci", str(marks)]) == 2
    assert f"Нет файла {folder / missing}" in capsys.readouterr().err


def test_a_missing_column_and_a_mark_off_the_scale_are_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    write(path, "absences,failures,G1,G2", [(0, 0, 1, 2)], ";")
    with pytest.raises(Unreadable, match="нет столбцов: G3"):
        uci.trial(path)
    write(path, "absences,failures,G1,G2,G3", [(0, 0, 1, 2, 21)], ";")
    with pytest.raises(Unreadable, match="строка 2: отметка вне шкалы"):
        uci.trial(path)
    write(path, "absences,failures,G1,G2,G3", [(0, 0, "", 2, 3)], ";")
    with pytest.raises(Unreadable, match="нет ни одной строки"):
        uci.trial(path)


def test_an_examination_without_a_day_is_the_last_work_and_weights_need_not_be_a_hundred(folder: Path) -> None:
    (run,) = oulad.runs(folder)
    assert run.works[-1].kind == "Exam"
    trial = at(folder)
    assert [one.work for one in trial.ahead] == ["4", "5", "6"]
    one = next(one for one in trial.people if len(one.pupil.marks + one.later) == 6)
    held = [*one.pupil.marks, *one.later]
    final = sum(mark.value * mark.weight for mark in held) / 190
    assert one.truth == oulad.SCORES.place(final)


def test_who_is_judged(folder: Path) -> None:
    """The withdrawn one is seen and not judged; without a counted score so far there is nothing to say."""
    trial = at(folder)
    assert sum(not one.judged for one in trial.people) == 1
    with_banked = [one for one in trial.people if len(one.pupil.marks) == 1 and one.pupil.marks[0].value == 80]
    assert with_banked
    (run,) = oulad.runs(folder)
    assert "101" in run.scores
    assert oulad._someone(run, "101", oulad.cut_day(run.works, 0.25) or 0, oulad.Reading()) is None


def test_a_work_handed_in_after_the_cut_is_not_known(folder: Path) -> None:
    (run,) = oulad.runs(folder)
    day = oulad.cut_day(run.works, 0.5)
    assert day == 70
    late = oulad.Run(run.name, run.works, {"7": {"1": (50, 19), "2": (90, 71), "4": (20, 30)}}, frozenset())
    someone = oulad._someone(late, "7", 70, oulad.Reading())
    assert someone is not None
    assert [one.work for one in someone.pupil.marks] == ["1"]
    assert someone.pupil.silent == 1
    assert [one.work for one in someone.later] == ["2", "4"]


def test_a_run_of_zero_weights_counts_all_works_alike_and_one_work_is_nothing_to_forecast() -> None:
    works = (oulad.Work("1", "TMA", 10, 0), oulad.Work("2", "TMA", 20, 0), oulad.Work("3", "Exam", 30, 100))
    assert [one.weight for one in oulad._scored(works, {"7": {"1": (50, 9), "2": (60, 19)}})] == [1.0, 1.0]
    assert oulad.cut_day(works, 0.5) is None


def test_works_of_one_last_day_leave_something_to_forecast() -> None:
    works = [oulad.Work(str(n), "TMA", day, 1) for n, day in enumerate((10, 50, 50, 50))]
    assert oulad.cut_day(works, 0.75) == 30


def test_the_future_of_a_pupil_does_not_change_what_is_said_of_them(folder: Path) -> None:
    """Every later score of one fold is turned over: answers about that fold stay as they were."""
    trial = at(folder)
    fold = deal(len(trial.people))
    people = [
        one if its else replace(one, later=tuple(m._replace(value=100 - m.value) for m in one.later), truth=0)
        for one, its in zip(trial.people, fold, strict=True)
    ]
    turned = replace(trial, people=tuple(people))
    said = [one.probabilities for one in answers(trial) if one.fold == 0]
    assert said == [one.probabilities for one in answers(turned) if one.fold == 0]
    assert said


def test_without_history_nobody_s_future_is_read(folder: Path) -> None:
    trial = at(folder)
    blind = replace(trial, people=tuple(replace(one, later=(), truth=0) for one in trial.people))
    assert [one.probabilities for one in answers(trial, history=False)] == [
        one.probabilities for one in answers(blind, history=False)
    ]


def test_only_marks_absences_and_failures_are_read(marks: Path, tmp_path: Path) -> None:
    with marks.open(encoding="utf-8") as source:
        rows = [row | {"sex": "M", "health": "1"} for row in csv.DictReader(source, delimiter=";")]
    other = tmp_path / "other.csv"
    write(other, "sex,health,absences,failures,G1,G2,G3", [row.values() for row in rows], ";")
    assert uci.trial(other) == uci.trial(marks)


def test_it_is_better_than_every_guess_where_works_differ(folder: Path) -> None:
    """300 students, harder works later: no guess knows it, history does."""
    chance = random.Random(9)
    (run,) = oulad.runs(folder)
    scores_of: dict[str, dict[str, tuple[float, float]]] = {}
    for student in range(300):
        level = chance.gauss(74, 11)
        scores_of[str(student)] = {
            work.id: (min(100.0, max(0.0, chance.gauss(level - 4 * place, 7))), min(work.day, 240) - 1)
            for place, work in enumerate(run.works)
        }
    for share in oulad.CUTS:
        trial = oulad.trial(replace(run, scores=scores_of), share, oulad.Reading())
        assert trial is not None
        table = scores(list(answers(trial)))
        ours = table["ours"]
        for name in BASELINES:
            other = table[name]
            assert ours.accuracy > other.accuracy
            assert all(own < its for own, its in zip(ours[:1] + ours[2:], other[:1] + other[2:], strict=True))


def test_everybody_is_answered_once_and_folds_are_even() -> None:
    folds = deal(103)
    counts = [folds.count(one) for one in range(FOLDS)]
    assert max(counts) - min(counts) <= 1


def test_measures_of_known_answers() -> None:
    sure = score([(1, (0.0, 1.0), 1), (0, (1.0, 0.0), 0)])
    assert (sure.mae, sure.accuracy, sure.brier) == (0.0, 1.0, 0.0)
    wrong = score([(0, (1.0, 0.0), 1)])
    assert (wrong.mae, wrong.accuracy, wrong.brier) == (1.0, 0.0, 2.0)
    assert wrong.log_loss == pytest.approx(9.21, abs=0.01)
    assert LEAST == 1e-4


def test_a_baseline_that_is_always_right_cannot_be_beaten_and_is_not() -> None:
    """The probabilities of a baseline are honest: a perfect guess has the better log loss of the two."""
    found = [
        Answer(n % FOLDS, n % 4, (0.25,) * 4, n % 4, dict.fromkeys(BASELINES, n % 4)) for n in range(400)
    ]  # fmt: skip
    table = scores(found)
    assert table["mean"].log_loss < 0.05 < table["ours"].log_loss
    assert table["mean"].accuracy == 1.0


def test_calibration_of_honest_and_of_boastful_probabilities() -> None:
    honest = [Answer(0, int(n >= 80), (0.8, 0.2), 0, {}) for n in range(100)]
    assert off(calibration(honest)) == pytest.approx(0.0, abs=1e-9)
    boastful = [Answer(0, int(n >= 80), (1.0, 0.0), 0, {}) for n in range(100)]
    assert off(calibration(boastful)) == pytest.approx(0.2)
    assert "<circle" in diagram.svg({"": honest})
