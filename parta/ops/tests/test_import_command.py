"""`parta import` from a keeper's console: one JSON object of a dry run, sentences, exit codes; no database needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from parta.domain.access.queries import system_user
from parta.domain.school.models import Student
from parta.exchange.tests.apply_school import DATA, counts
from parta.ops.cli import main

LIST = "ФИО;Класс;Дата рождения\nАгапов Иван Сергеевич;5А;14.03.2014\nКим София Андреевна;5А;19.11.2014\n"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def class_list(tmp_path: Path) -> str:
    file = tmp_path / "5А.csv"
    file.write_text(LIST, encoding="utf-8")
    return str(file)


def real(path: str) -> str:
    if not (DATA / path).exists():
        pytest.skip(f"нет файла shared/data/{path}")
    return str(DATA / path)


def dry_run(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> dict[str, object]:
    assert main(["import", *arguments, "--dry-run", "--json"]) == 0
    printed: dict[str, object] = json.loads(capsysbinary.readouterr().out.decode())
    return printed


def test_a_dry_run_works_in_an_empty_folder_and_prints_one_json_object(class_list: str, tmp_path: Path) -> None:
    """A process of its own: no database is made, nothing but the object is on standard output."""
    folder = tmp_path / "data"
    environment = {**os.environ, "PARTA_DATA": str(folder), "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    command = [sys.executable, "-m", "parta.ops.cli", "import", "roster", class_list, "--dry-run", "--json"]
    ran = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout) == {
        "class": "5А",
        "students": 2,
        "joined": [],
        "left": [],
        "without_patronymic": [],
        "problems": [],
    }
    assert not list(folder.glob("*.sqlite3"))


@pytest.mark.parametrize(
    ("kind", "path", "told"),
    [
        ("timetable", "timetable/nika/lyceum_2025-09-03.js", {"format": "nika", "classes": 40, "slots": 1332}),
        ("timetable", "timetable/asc/ru_lyceum_derived_cp1251.xml", {"format": "asc", "classes": 40}),
        ("timetable", "timetable/xlsx/school_A_one_grid_grades_1-11.xlsx", {"format": "xlsx", "classes": 31}),
        ("roster", "class_lists/10B_list_cp1251.csv", {"class": "10Б", "students": 24}),
        ("staff", "class_lists/teachers.xlsx", {"staff": 19}),
        ("plan", "ktp/import_layouts/obzr_10_table.docx", {"grade": 10, "lessons": 34, "hours": 34}),
    ],
)
def test_every_kind_of_real_file_is_counted_without_the_database(
    capsysbinary: pytest.CaptureFixture[bytes], kind: str, path: str, told: dict[str, object]
) -> None:
    printed = dry_run(capsysbinary, kind, real(path))
    assert {key: printed[key] for key in told} == told
    assert isinstance(printed["problems"], list)


@pytest.mark.parametrize("kind", ["timetable", "roster", "staff", "plan"])
def test_a_file_that_is_not_understood_gets_a_sentence_and_code_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "письмо.txt"
    file.write_text("Уважаемые родители, собрание в пятницу.", encoding="utf-8")
    assert main(["import", kind, str(file), "--dry-run", "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "письмо.txt" in told.err
    assert told.err.strip().endswith(".")


def test_a_missing_file_and_a_folder_are_said_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["import", "roster", str(tmp_path / "нет.csv"), "--dry-run"]) == 2
    assert "нет. Проверьте путь" in capsys.readouterr().err
    assert main(["import", "roster", str(tmp_path), "--dry-run"]) == 2
    assert "не открылся" in capsys.readouterr().err


@pytest.mark.django_db
def test_without_json_a_dry_run_says_what_would_change_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], class_list: str
) -> None:
    before = counts()
    assert main(["import", "roster", class_list, "--dry-run"]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "ученики: 2" in told
    assert "2 ученика" in told
    assert "ничего не записано" in told
    assert counts() == before


@pytest.mark.django_db
def test_the_command_writes_once_and_says_so_the_second_time(
    capsys: pytest.CaptureFixture[str], class_list: str
) -> None:
    assert main(["import", "roster", class_list]) == 0
    assert "2 ученика" in capsys.readouterr().out.replace("\u00a0", " ")
    assert Student.objects.count() == 2
    assert main(["import", "roster", class_list]) == 0
    assert "изменений нет" in capsys.readouterr().out
    assert Student.objects.count() == 2


@pytest.mark.django_db
def test_a_blocking_problem_stops_the_command_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    system_user()
    file = tmp_path / "5А.csv"
    file.write_text(LIST.replace("19.11.2014", "31.02.2014"), encoding="utf-8")
    before = counts()
    assert main(["import", "roster", str(file)]) == 2
    assert "31.02.2014" in capsys.readouterr().err
    assert counts() == before


@pytest.mark.django_db
def test_the_class_named_on_the_command_line_is_used_where_the_file_names_none(tmp_path: Path) -> None:
    file = tmp_path / "список.csv"
    file.write_text("ФИО\nАгапов Иван Сергеевич\nКим София Андреевна\n", encoding="utf-8")
    assert main(["import", "roster", str(file), "--class", "7б"]) == 0
    assert {row.enrollments.get().school_class.name for row in Student.objects.all()} == {"7Б"}
