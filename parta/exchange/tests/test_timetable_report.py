"""What a dry run prints, and how a file's format is told by its content."""

import io
import json
import re
import time
import zipfile
from pathlib import Path

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.problems import Problem
from parta.exchange.tests.timetable_files import FOLDER, as_bytes, asc, nika, real_file
from parta.exchange.timetable.detect import read_timetable
from parta.exchange.timetable.findings import Findings
from parta.exchange.timetable.naming import alike_pairs, grade_of
from parta.exchange.timetable.parsed import ParsedLesson, ParsedTimetable
from parta.exchange.timetable.report import timetable_report

COMMON = {
    "format", "classes", "teachers", "subjects", "rooms", "bells", "slots", "split_slots", "slots_by_class",
    "hours_by_class_and_subject", "second_shift_classes", "problems",
}  # fmt: skip
OF_ASC = {
    "lessons", "cards", "groups", "cards_by_class",
    "lessons_without_class", "lessons_without_teacher", "lessons_without_card",
}  # fmt: skip
REAL = ["nika/lyceum_2025-09-03.json", "nika/lyceum_2025-09-03.js", "nika/exchange_excerpt_2025-10-13.json"]
REAL_ASC = [
    "asc/sg_school_2026_term3_week1.xml",
    "asc/br_federal_institute_2026.xml",
    "asc/ru_lyceum_derived_cp1251.xml",
]


def lesson(day: int, number: int, subject: str, *classes: str, group: str = "", week: str = "") -> ParsedLesson:
    return ParsedLesson(weekday=day, number=number, classes=classes, subject=subject, group=group, week=week)


# --- the report -------------------------------------------------------------------------------------------------------


def test_a_report_counts_places_not_lessons() -> None:
    parsed = ParsedTimetable(
        format="xlsx",
        classes=["5А", "5Б", "5В"],
        lessons=[
            lesson(1, 1, "Алгебра", "5А", "5Б"),
            lesson(1, 2, "Физика", "5А", group="1 группа"),
            lesson(1, 2, "Химия", "5А", group="2 группа"),
            lesson(2, 1, "Физика", "5А", week="10"),
            lesson(2, 1, "Алгебра", "5А", week="01"),
            lesson(3, 1, "Педсовет"),
        ],
    )
    report = timetable_report(parsed)
    assert (report["slots"], report["split_slots"]) == (4, 1)
    assert report["slots_by_class"] == {"5А": 3, "5Б": 1}
    assert report["hours_by_class_and_subject"] == {
        "5А": {"Алгебра": 2, "Физика": 2, "Химия": 1},
        "5Б": {"Алгебра": 1},
    }


def test_two_groups_of_one_subject_are_one_hour_of_it() -> None:
    halves = [lesson(1, 1, "Труд", "7А", group=name) for name in ("Мальчики", "Девочки")]
    report = timetable_report(ParsedTimetable(format="xlsx", classes=["7А"], lessons=halves))
    assert report["hours_by_class_and_subject"] == {"7А": {"Труд": 1}}
    assert report["split_slots"] == 1


def test_problems_are_given_by_place_and_message() -> None:
    parsed = ParsedTimetable(format="xlsx", problems=[Problem("лист «5А», B2", "Не понято.", blocking=True)])
    assert timetable_report(parsed)["problems"] == [{"place": "лист «5А», B2", "message": "Не понято."}]


@pytest.mark.parametrize("name", REAL + REAL_ASC)
def test_every_real_file_gives_all_promised_keys_as_one_json_object(name: str) -> None:
    report = timetable_report(read_timetable(real_file(name), Path(name).name))
    promised = COMMON | (OF_ASC if name in REAL_ASC else {"substitutions", "cancelled"})
    assert promised <= report.keys()
    assert json.loads(json.dumps(report, ensure_ascii=False)) == report
    assert all(problem.keys() == {"place", "message"} for problem in report["problems"])  # type: ignore[attr-defined]
    numbers = promised - {"format", "problems", "second_shift_classes"} - {key for key in promised if "_by_" in key}
    assert all(type(report[key]) is int for key in numbers)


@pytest.mark.parametrize("name", REAL + REAL_ASC)
def test_every_real_file_is_read_in_a_moment(name: str) -> None:
    data = real_file(name)
    started = time.process_time()
    timetable_report(read_timetable(data, "file"))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("name", REAL + REAL_ASC)
def test_sums_of_a_report_agree_with_each_other(name: str) -> None:
    report = timetable_report(read_timetable(real_file(name), "file"))
    by_class: dict[str, int] = report["slots_by_class"]  # type: ignore[assignment]
    hours: dict[str, dict[str, int]] = report["hours_by_class_and_subject"]  # type: ignore[assignment]
    assert sum(by_class.values()) == report["slots"]
    assert hours.keys() == by_class.keys()
    assert all(count <= by_class[who] for who, found in hours.items() for count in found.values())


def test_one_sentence_about_many_places_is_one_problem_that_names_them() -> None:
    findings = Findings()
    for number in range(1, 8):
        findings.add(f"урок {number}", "Нет учителя.")
    (problem,) = findings.problems()
    assert problem.place == "урок 1; урок 2; урок 3; урок 4; урок 5 и ещё 2\u00a0места"


# --- the content tells the format -------------------------------------------------------------------------------------

LESSON = {"id": "L1", "subjectid": "S1", "classids": "C1", "groupids": "G1", "teacherids": "*1"}
CARD = {"lessonid": "L1", "period": "1", "days": "10000", "weeks": "1", "terms": "1", "classroomids": "R1"}


@pytest.mark.parametrize("name", ["a.json", "a.xlsx", "a", "расписание.txt"])
def test_the_extension_means_nothing(name: str) -> None:
    assert read_timetable(as_bytes(nika()), name).format == "nika"
    assert read_timetable(b"\xef\xbb\xbf// site\nvar NIKA=" + as_bytes(nika()) + b";", name).format == "nika"
    assert read_timetable(asc([LESSON], [CARD]).encode(), name).format == "asc"
    assert read_timetable(b"\xef\xbb\xbf\n" + asc([LESSON], [CARD]).encode(), name).format == "asc"
    utf16 = asc([LESSON], [CARD]).replace("UTF-8", "utf-16").encode("utf-16")
    assert read_timetable(utf16, name).format == "asc"


def test_a_workbook_goes_to_the_reader_of_grids() -> None:
    parsed = read_timetable(real_file("xlsx/school_A_one_grid_grades_1-11.xlsx"), "school_A.xlsx")
    assert parsed.format.startswith("xlsx")
    assert parsed.classes


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<xml/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "пуст"),
        (b"  \n ", "пуст"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "картинка"),
        (b"{\\rtf1 text}", "RTF"),
        (bytes(range(256)) * 10, "«file»"),
        (b"\x00" * 100, "двоичные данные"),
        (zipped("word/document.xml"), "Word"),
        ("Дорогие родители!".encode(), "нет расписания известного вида"),
        ("Класс;Понедельник\n5А;Алгебра".encode(), "нет расписания известного вида"),
        (b"<!DOCTYPE html><html><body><p>x</body>", "веб-страница"),
        (b"<html><body><table><tr><td>1", "веб-страница"),
        (b"<fet version='6'><Comments/></fet>", "FET"),
        (b"<document xmlns='https://untis.at/untis/XmlInterface'/>", "другой программы"),
        (b"<timetable></timetable>", "aSc"),
        (b"<timetable><cards>", "оборван или испорчен"),
        (b'{"CLASS_SCHEDULE": {"1": ', "оборван или испорчен"),
        (b'{"data": []}', "нет расписания «Ники»"),
    ],
)
def test_what_is_no_timetable_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=re.escape(sentence)):
        read_timetable(data, "file")


def test_a_hundred_thousand_rows_are_refused_in_words() -> None:
    cards = [CARD] * 100_000
    with pytest.raises(UnreadableFile, match="слишком много записей"):
        read_timetable(asc([LESSON], cards).encode(), "big.xml")
    entry = {"s": ["021"]}
    days = {f"{number:03}": {str(key): entry for key in range(101, 201)} for number in range(1_000)}
    with pytest.raises(UnreadableFile, match="слишком много записей"):
        read_timetable(as_bytes(nika(CLASS_SCHEDULE={"90": days})), "big.json")


def test_many_rows_of_one_school_are_read_without_a_long_wait() -> None:
    lessons = [{**LESSON, "id": f"L{number}", "teacherids": f"*{number}"} for number in range(20_000)]
    cards = [{**CARD, "lessonid": f"L{number}"} for number in range(20_000)]
    started = time.process_time()
    assert timetable_report(read_timetable(asc(lessons, cards).encode(), "big.xml"))["cards"] == 20_000
    assert time.process_time() - started < 20


@pytest.mark.parametrize("folder", ["fet", "xhstt", "untis"])
def test_every_foreign_file_of_the_folder_is_refused_in_russian(folder: str) -> None:
    files = sorted((FOLDER / folder).glob("*")) if FOLDER.exists() else []
    if not files:
        pytest.skip("the folder of real school files is not beside the project")
    for path in files:
        with pytest.raises(UnreadableFile, match="Парта читает"):
            read_timetable(path.read_bytes(), path.name)


# --- names ------------------------------------------------------------------------------------------------------------


def test_names_one_letter_or_one_space_apart_are_pairs_and_different_names_are_not() -> None:
    names = [
        "Программирование на Python", "Прогрммирование на Python", "Физика", "физика ", "Труд (технология)",
        "Труд(технология)", "Физкультура 10", "Физкультура 11", "Геометрия I", "Геометрия II", "Химия", "Физика лаб",
    ]  # fmt: skip
    assert alike_pairs(names) == [
        ("Программирование на Python", "Прогрммирование на Python"),
        ("Физика", "физика "),
        ("Труд (технология)", "Труд(технология)"),
    ]


@pytest.mark.parametrize(
    ("given", "name", "grade"),
    [("7", "5А", 7), ("", "10-1", 10), ("", "Кадеты", None), ("12", "11Б", 11), (None, "2026", None)],
)
def test_a_grade_is_as_given_or_as_the_name_begins(given: str | None, name: str, grade: int | None) -> None:
    assert grade_of(given, name) == grade
