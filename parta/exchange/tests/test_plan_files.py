"""The real plans of the data folder and every federal programme, compared with independent lists of their lessons."""

import csv
import io
import json
from collections import defaultdict

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.plan.detect import read_plan
from parta.exchange.plan.report import plan_report
from parta.exchange.tests.table_files import SHARED, shared_file


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(shared_file(f"ktp/{name}").decode("utf-8-sig"))))


def test_the_plan_with_a_letterhead_has_102_lessons_in_28_sections() -> None:
    data = shared_file("ktp/import_layouts/literatura_6A_letterhead.xlsx")
    report = plan_report(read_plan(data, "literatura_6A_letterhead.xlsx", None, None))
    topics = report.pop("topics")
    assert report == {
        "subject": "Литература", "grade": 6, "lessons": 102, "hours": 102, "sections": 28, "first_date": "2025-09-01",
        "problems": [],
    }  # fmt: skip
    expected = [
        row["lesson_topic"] for row in table("lessons.csv") if row["slug"] == "literatura-ooo" and row["grade"] == "6"
    ]
    assert topics == expected


def test_the_plan_without_numbers_has_136_lessons_in_21_sections() -> None:
    data = shared_file("ktp/import_layouts/russkij_yazyk_7_no_numbers.xlsx")
    report = plan_report(read_plan(data, "russkij_yazyk_7_no_numbers.xlsx", "Русский язык", 7))
    assert (report["lessons"], report["hours"], report["sections"], report["first_date"]) == (136, 136, 21, None)
    expected = [
        row["lesson_topic"]
        for row in table("lessons.csv")
        if row["slug"] == "russkij-yazyk-ooo" and row["grade"] == "7"
    ]
    assert report["topics"] == expected


def test_the_windows_csv_has_68_lessons_in_10_sections() -> None:
    data = shared_file("ktp/import_layouts/okruzhayuschij_mir_2_cp1251.csv")
    plan = read_plan(data, "okruzhayuschij_mir_2_cp1251.csv", "Окружающий мир", 2)
    lines = list(csv.reader(io.StringIO(data.decode("cp1251")), delimiter=";"))[1:]
    assert [topic.text for topic in plan.topics] == [line[2] for line in lines]
    assert (len(plan.topics), len(plan.units)) == (68, len({line[1] for line in lines}))
    assert plan.problems == []


def test_the_word_table_has_34_lessons_and_its_total_agrees() -> None:
    data = shared_file("ktp/import_layouts/obzr_10_table.docx")
    report = plan_report(read_plan(data, "obzr_10_table.docx", "Основы безопасности и защиты Родины", 10))
    assert (report["lessons"], report["hours"], report["first_date"], report["problems"]) == (34, 34, "2025-09-04", [])


def test_every_federal_programme_gives_the_lessons_of_its_lists() -> None:
    lessons: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in table("lessons.csv"):
        lessons[row["slug"], row["grade"]][row["plan_variant"]].append(row["lesson_topic"])
    themes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in table("thematic.csv"):
        themes[row["slug"], row["grade"]] += [row["topic"]] * int(row["hours"] or 0)
    assert len(themes) == 194
    for (slug, grade), by_hours in themes.items():
        data = (SHARED / "ktp" / "frp_json" / f"{slug}.json").read_bytes()
        plan = read_plan(data, slug, None, int(grade))
        variants = lessons.get((slug, grade))
        expected = next(iter(variants.values())) if variants else by_hours
        assert [topic.text for topic in plan.topics] == [text.removesuffix(" 0,5") for text in expected], (slug, grade)


def test_of_several_variants_the_first_is_taken_and_the_others_are_named() -> None:
    plan = read_plan(shared_file("ktp/frp_json/russkij-yazyk-ooo.json"), "russkij.json", None, 6)
    assert len(plan.topics) == 204
    (problem,) = [problem for problem in plan.problems if "Вариантов" in problem.message]
    assert "уроков: 170" in problem.message


def programme(**change: object) -> bytes:
    entry: dict[str, object] = {
        "grade": 7, "declaredHours": 4, "lessonVariants": [],
        "sections": [{"name": "Числа", "hours": 4, "topics": [{"num": "1", "name": "Дроби", "hours": 3},
                                                            {"num": "2", "name": "Проценты", "hours": 1}]}],
    }  # fmt: skip
    return json.dumps({"subject": "Алгебра", "classes": [{**entry, **change}]}).encode()


def test_a_theme_of_three_hours_is_three_lessons() -> None:
    plan = read_plan(programme(), "algebra.json", None, None)
    assert [topic.text for topic in plan.topics] == ["Дроби", "Дроби", "Дроби", "Проценты"]
    assert (plan.subject, plan.grade, plan.problems) == ("Алгебра", 7, [])
    assert plan.hours == 4


def test_hours_that_differ_from_the_declared_are_told() -> None:
    plan = read_plan(programme(declaredHours=34), "algebra.json", "Алгебра", 7)
    assert "объявляет 34 ч, а по темам выходит 4 ч" in plan.problems[0].message


def test_another_subject_than_chosen_is_told() -> None:
    assert "Выбран предмет «Физика»" in read_plan(programme(), "algebra.json", "Физика", 7).problems[0].message


@pytest.mark.parametrize(
    ("data", "grade", "said"),
    [
        (programme(), 9, "нет программы для 9 класса. В нём есть классы: 7"),
        (programme()[:80], 7, "скачан не целиком"),
        (b'{"classes": []}', 7, "нет рабочей программы"),
        (b"[1, 2]", 7, "нет рабочей программы"),
        (b'{"classes": ' + b"[" * 5000, 7, "не читается как JSON"),
    ],
)
def test_a_json_file_of_another_kind_is_refused_in_words(data: bytes, grade: int, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_plan(data, "algebra.json", None, grade)


def test_a_programme_of_several_grades_needs_the_grade_chosen() -> None:
    with pytest.raises(UnreadableFile, match="программы для классов: 5, 6, 7, 8, 9"):
        read_plan(shared_file("ktp/frp_json/russkij-yazyk-ooo.json"), "russkij.json", None, None)
