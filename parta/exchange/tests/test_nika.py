"""NIKA exports: the real lyceum recounted by other means, and every oddity of the format on small files."""

import json
import re
from collections import Counter, defaultdict
from datetime import date, time
from typing import Any

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.tests.timetable_files import as_bytes, nika, real_file, week
from parta.exchange.timetable.nika import read_nika
from parta.exchange.timetable.parsed import ParsedTimetable
from parta.exchange.timetable.report import timetable_report

LYCEUM = "nika/lyceum_2025-09-03.json"
EXCHANGES = "nika/exchange_excerpt_2025-10-13.json"


def read(tables: dict[str, object], on: date | None = None) -> ParsedTimetable:
    return read_nika(as_bytes(tables), "rasp.json", on)


def sentences(parsed: ParsedTimetable) -> str:
    return "\n".join(f"{problem.place}: {problem.message}" for problem in parsed.problems)


def raw_entries(raw: dict[str, Any]) -> list[tuple[str, str, dict[str, list[str]]]]:
    (schedule,) = raw["CLASS_SCHEDULE"].values()
    return [(code, key, entry) for code, days in schedule.items() for key, entry in days.items()]


# --- the lyceum -----------------------------------------------------------------------------------------------------


def test_the_lyceum_has_as_many_of_everything_as_its_description_says() -> None:
    report = timetable_report(read_nika(real_file(LYCEUM), "lyceum.json"))
    expected = {"classes": 40, "teachers": 77, "subjects": 87, "rooms": 57, "bells": 12, "slots": 1332}
    assert {key: report[key] for key in expected} == expected


def test_the_lyceum_is_counted_as_its_text_is_when_searched_with_regular_expressions() -> None:
    text = real_file(LYCEUM).decode("utf-8-sig")
    schedule = text[text.index('"CLASS_SCHEDULE"') : text.index('"CLASS_EXCHANGE"')]
    entries = re.findall(r'"\d{3}":\s*\{"s":\s*\[([^\]]*)\]', schedule)
    report = timetable_report(read_nika(real_file(LYCEUM), "lyceum.json"))
    assert report["slots"] == len(entries)
    assert report["split_slots"] == sum(entry.count(",") > 0 for entry in entries)
    assert report["slots_with_free_group"] == sum('""' in entry for entry in entries)


def test_slots_and_hours_of_every_class_of_the_lyceum_agree_with_a_recount() -> None:
    data = real_file(LYCEUM)
    raw = json.loads(data)
    classes = raw["CLASSES"]
    slots: Counter[str] = Counter()
    hours: dict[str, Counter[str]] = defaultdict(Counter)
    for code, _key, entry in raw_entries(raw):
        slots[classes[code]] += 1
        hours[classes[code]].update({names_of(raw, subject) for subject in entry["s"] if subject})
    report = timetable_report(read_nika(data, "lyceum.json"))
    assert report["slots_by_class"] == dict(slots)
    assert report["hours_by_class_and_subject"] == {name: dict(found) for name, found in hours.items()}


def names_of(raw: dict[str, Any], subject: str) -> str:
    return " ".join(raw["SUBJECTS"].get(subject, subject).split())


def test_every_lesson_of_the_lyceum_keeps_its_teacher_and_room() -> None:
    data = real_file(LYCEUM)
    raw = json.loads(data)
    expected: Counter[tuple[str, int, int, str, str, str]] = Counter()
    for code, key, entry in raw_entries(raw):
        for subject, teacher, room in zip(entry["s"], entry["t"], entry["r"], strict=True):
            if subject:
                who, where = raw["TEACHERS"].get(teacher, ""), raw["ROOMS"].get(room, "")
                name = names_of(raw, subject)
                expected[raw["CLASSES"][code], int(key[0]), int(key[1:]), name, " ".join(who.split()), where] += 1
    found = Counter(
        (one.classes[0], one.weekday, one.number, one.subject, "".join(one.teachers), "".join(one.rooms))
        for one in read_nika(data, "lyceum.json").lessons
    )
    assert found == expected


def test_the_second_shift_of_the_lyceum_is_its_class_shift_table() -> None:
    data = real_file(LYCEUM)
    raw = json.loads(data)
    (shifts,) = raw["CLASS_SHIFT"].values()
    parsed = read_nika(data, "lyceum.json")
    assert set(parsed.second_shift_classes) == {raw["CLASSES"][code] for code in shifts}


def test_the_site_script_gives_the_same_timetable_as_the_json() -> None:
    plain = timetable_report(read_nika(real_file(LYCEUM), "a.json"))
    assert timetable_report(read_nika(real_file("nika/lyceum_2025-09-03.js"), "a.js")) == plain


def test_odd_names_of_the_lyceum_are_reported_and_kept() -> None:
    parsed = read_nika(real_file(LYCEUM), "lyceum.json")
    text = sentences(parsed)
    for odd in ("Литературное чтениечтение", "Обед", "Прогрммирование на Python", "виртуальная реальность"):
        assert odd in text
    assert parsed.doubtful_teachers == ["ВУЗ 1", "Физкультура 10", "Физкультура 11"]
    assert "виртуальная реальность" in parsed.subjects


def test_the_lyceums_teachers_table_agrees_with_its_classes_so_nothing_is_reported_about_it() -> None:
    assert "TEACH_SCHEDULE" not in sentences(read_nika(real_file(LYCEUM), "lyceum.json"))
    assert "расходятся" not in sentences(read_nika(real_file(LYCEUM), "lyceum.json"))


def test_exchanges_of_the_excerpt_are_counted_once_for_each_class_date_and_lesson() -> None:
    data = real_file(EXCHANGES)
    raw = json.loads(data)
    entries = [one for days in raw["CLASS_EXCHANGE"].values() for lessons in days.values() for one in lessons.values()]
    parsed = read_nika(data, "excerpt.json")
    report = timetable_report(parsed)
    assert report["substitutions"] == len(entries)
    assert report["cancelled"] == sum(one["s"] == "F" for one in entries)
    assert len(parsed.substitutions) == sum(1 if isinstance(one["s"], str) else len(one["s"]) for one in entries)
    assert {one.day for one in parsed.substitutions} == {date(2025, 10, day) for day in (13, 16, 17, 18)}


def test_an_excerpt_without_most_tables_is_understood_and_its_gaps_are_listed() -> None:
    data = real_file(EXCHANGES)
    (schedule,) = json.loads(data)["CLASS_SCHEDULE"].values()
    parsed = read_nika(data, "excerpt.json")
    assert timetable_report(parsed)["slots"] == sum(len(days) for days in schedule.values())
    text = sentences(parsed)
    assert "Предмета с кодом 036 нет в таблице SUBJECTS" in text
    assert "LESSON_TIMES" in text
    assert not any(lesson.subject_known for lesson in parsed.lessons if lesson.subject == "036")


# --- the container --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrapped",
    [
        "var NIKA={};",
        "\ufeffvar NIKA =\r\n{};\r\n",
        '// выгрузка\n/* var NIKA={{"CLASSES":1}} */\nlet OTHER={{a:1,\'b\':"}}"}};\nwindow.NIKA = /* тут */ {}',
        "const NIKA=({});var LOADED=true;",
        "var SCHEDULE = {};",
    ],
)
def test_the_script_is_found_among_comments_spaces_and_other_variables(wrapped: str) -> None:
    body = json.dumps(nika(SCHOOL_NAME='Лицей "Парус" // {не комментарий}'), ensure_ascii=False)
    text = wrapped.replace("{{", "\x01").replace("}}", "\x02").replace("{}", body)
    text = text.replace("\x01", "{").replace("\x02", "}")
    assert read_nika(text.encode(), "nika_data.js").classes == ["5А", "10-1"]


def test_javascript_that_is_not_quite_json_is_read() -> None:
    text = """var NIKA = {
      CLASSES: {'001': '5А', /* ещё */ "002": "5Б: профиль, {химия}",}, // классы
      SUBJECTS: {021: 'Алгебра'}, TEACHERS: {},
      CLASS_SCHEDULE: {90: {'001': {101: {s: ['021'], t: [], r: []}}}},
    };"""
    parsed = read_nika(text.encode(), "nika.js")
    assert parsed.classes == ["5А", "5Б: профиль, {химия}"]
    assert [lesson.subject for lesson in parsed.lessons] == ["Алгебра"]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = json.dumps(nika(), ensure_ascii=False)
    assert read_nika(text.encode(encoding), "a.json").subjects[0] == "Алгебра"


def test_a_cut_file_is_refused_with_its_line() -> None:
    text = json.dumps(nika(), ensure_ascii=False, indent=1)
    with pytest.raises(UnreadableFile, match=r"оборван или испорчен \(строка \d+"):
        read_nika(text[:-300].encode(), "a.json")
    with pytest.raises(UnreadableFile, match=r"оборван или испорчен \(строка \d+"):
        read_nika(f"var NIKA=\n{text[:-300]}".encode(), "a.js")


@pytest.mark.parametrize("text", ['{"a": 1}', "[1, 2]", "var NIKA = 5;", '"CLASSES"', "[" * 100_000, "{" * 100_000])
def test_what_is_no_nika_export_is_refused_in_words(text: str) -> None:
    with pytest.raises(UnreadableFile, match=r"«a[.]json»"):
        read_nika(text.encode(), "a.json")


def test_answers_of_webuntis_are_named_as_such() -> None:
    with pytest.raises(UnreadableFile, match="WebUntis"):
        read_nika(real_file("untis/getklassen.json"), "getklassen.json")


# --- the week -------------------------------------------------------------------------------------------------------


def test_a_split_lesson_is_a_lesson_for_each_group() -> None:
    entry = {"s": ["023", "022"], "t": ["011", "012"], "r": ["031", "032"], "g": ["0", "1"]}
    parsed = read(nika(CLASS_SCHEDULE=week(k203=entry)))
    assert [(one.group, one.subject, one.teachers, one.rooms) for one in parsed.lessons] == [
        ("Группа 1", "Английский язык", ("Соколова А. П.",), ("101",)),
        ("Группа 2", "Физика", ("Лебедев И.И.",), ("102",)),
    ]
    report = timetable_report(parsed)
    assert (report["slots"], report["split_slots"]) == (1, 1)
    assert report["hours_by_class_and_subject"] == {"5А": {"Английский язык": 1, "Физика": 1}}


def test_an_empty_subject_means_that_the_group_is_free_and_a_place_of_free_groups_is_empty() -> None:
    half = {"s": ["", "023"], "t": ["", "011"], "r": ["", "031"], "g": ["0", "1"]}
    empty = {"s": ["", ""], "t": ["", ""], "r": ["", ""], "g": ["0", "1"]}
    parsed = read(nika(CLASS_SCHEDULE=week(k101=half, k102=empty)))
    assert [(one.number, one.group) for one in parsed.lessons] == [(1, "Группа 2")]
    report = timetable_report(parsed)
    assert (report["slots"], report["slots_with_free_group"]) == (1, 1)


def test_several_teachers_and_rooms_of_one_lesson_are_a_team() -> None:
    entry = {"s": ["021"], "t": ["011", "012"], "r": ["031", "032"]}
    (lesson,) = read(nika(CLASS_SCHEDULE=week(k101=entry))).lessons
    assert lesson.teachers == ("Соколова А. П.", "Лебедев И.И.")
    assert lesson.rooms == ("101", "102")
    assert lesson.group == ""


def test_one_group_named_twice_with_one_subject_has_two_teachers() -> None:
    entry = {"s": ["021", "021"], "t": ["011", "012"], "r": ["031", "031"], "g": ["0", "0"]}
    (lesson,) = read(nika(CLASS_SCHEDULE=week(k101=entry))).lessons
    assert lesson.teachers == ("Соколова А. П.", "Лебедев И.И.")


def test_parts_without_named_groups_are_kept_apart_and_reported() -> None:
    entry = {"s": ["021", "022"], "t": ["011", "012"], "r": ["031", "032"]}
    parsed = read(nika(CLASS_SCHEDULE=week(k101=entry)))
    assert [one.group for one in parsed.lessons] == ["Группа 1", "Группа 2"]
    assert "5А, понедельник, урок 1: Урок разделён, а группы не названы" in sentences(parsed)


def test_unknown_codes_are_reported_by_place_and_never_become_names() -> None:
    entry = {"s": ["999"], "t": ["998"], "r": ["997"], "g": ["7"]}
    parsed = read(nika(CLASS_SCHEDULE=week(k604=entry)))
    (lesson,) = parsed.lessons
    assert (lesson.subject, lesson.subject_known, lesson.teachers, lesson.rooms) == ("999", False, (), ())
    assert "999" not in parsed.subjects
    text = sentences(parsed)
    for code in ("999", "998", "997", "7"):
        assert f"5А, суббота, урок 4: {'Группы' if code == '7' else ''}" in text
        assert f"кодом {code} " in text


def test_a_class_missing_from_its_table_keeps_its_lessons_and_is_reported() -> None:
    parsed = read(nika(CLASS_SCHEDULE={"90": {"777": {"101": {"s": ["021"], "t": ["011"], "r": []}}}}))
    assert parsed.lessons[0].classes == ("777",)
    assert "Класса с кодом 777 нет в таблице" in sentences(parsed)


def test_codes_may_be_numbers_and_tables_may_be_empty_lists() -> None:
    tables = nika(
        CLASS_SCHEDULE=week(k101={"s": [21], "t": [11], "r": 31}),
        CLASS_EXCHANGE=[],
        HOLIDAY_TRANSFER=[],
        CLASS_SHIFT=[],
        TEACH_SCHEDULE=[],
    )
    (lesson,) = read(tables).lessons
    assert (lesson.subject, lesson.teachers, lesson.rooms) == ("Алгебра", ("Соколова А. П.",), ("101",))


def test_a_key_that_is_no_day_and_lesson_is_reported_and_left_out() -> None:
    entry = {"s": ["021"], "t": ["011"], "r": ["031"]}
    parsed = read(nika(CLASS_SCHEDULE=week(k901=entry, kпн1=entry, k11=entry, k105=entry)))
    assert [(one.weekday, one.number) for one in parsed.lessons] == [(1, 5)]
    for key in ("901", "пн1", "11"):
        assert f"5А, запись «{key}»" in sentences(parsed)
    assert "Для урока 5 нет времени" in sentences(parsed)


def test_four_digits_begin_with_the_week() -> None:
    algebra, physics = {"s": ["021"], "t": ["011"], "r": ["031"]}, {"s": ["022"], "t": ["012"], "r": ["032"]}
    parsed = read(nika(CLASS_SCHEDULE=week(k1101=algebra, k2101=physics, k1102=algebra, k2102=algebra)))
    assert [(one.number, one.subject, one.week) for one in parsed.lessons] == [
        (1, "Алгебра", "10"),
        (1, "Физика", "01"),
        (2, "Алгебра", ""),
    ]
    assert timetable_report(parsed)["slots"] == 2
    assert timetable_report(parsed)["split_slots"] == 0


def test_a_lesson_without_a_teacher_is_reported() -> None:
    parsed = read(nika(CLASS_SCHEDULE=week(k101={"s": ["021"], "t": [""], "r": [""]})))
    assert "5А, понедельник, урок 1: У урока нет учителя" in sentences(parsed)


def test_of_several_periods_the_one_of_the_day_is_read_and_otherwise_the_latest() -> None:
    algebra, physics = {"s": ["021"], "t": ["011"], "r": ["031"]}, {"s": ["022"], "t": ["012"], "r": ["032"]}
    tables = nika(
        PERIODS={
            "9": {"b": "01.09.2025", "e": "31.10.2025"},
            "10": {"b": "01.11.2025", "e": "31.12.2025"},
        },
        CLASS_SCHEDULE={"9": {"001": {"101": algebra}}, "10": {"001": {"101": physics}}},
    )
    assert read(tables, date(2025, 9, 15)).lessons[0].subject == "Алгебра"
    latest = read(tables)
    assert latest.lessons[0].subject == "Физика"
    assert (latest.starts_on, latest.ends_on) == (date(2025, 11, 1), date(2025, 12, 31))
    assert "несколько периодов (01.09.2025–31.10.2025; 01.11.2025–31.12.2025)" in sentences(latest)
    assert "Ни один период файла не включает 01.03.2026" in sentences(read(tables, date(2026, 3, 1)))


def test_bells_are_times_and_a_wrong_one_is_reported() -> None:
    parsed = read(nika(LESSON_TIMES={"2": ["8.55", "09:40"], "1": ["8:00", "8:45"], "3": ["10:45", "10:00"]}))
    assert [(bell.number, bell.starts_at) for bell in parsed.bells] == [(1, time(8)), (2, time(8, 55))]
    assert "таблица LESSON_TIMES, урок 3: Время урока не понято" in sentences(parsed)


def test_a_first_lesson_of_one_is_the_first_shift() -> None:
    parsed = read(nika(CLASS_SHIFT={"90": {"001": 1, "002": "7"}}))
    assert parsed.second_shift_classes == ["10-1"]


def test_the_grade_comes_from_the_courses_table_or_the_name() -> None:
    parsed = read(nika(CLASSES={"001": "5А", "002": "10-1", "003": "Кадеты"}, CLASS_COURSES={"001": "6"}))
    assert parsed.class_grades == {"5А": 6, "10-1": 10}
    assert "Кадеты: Не понятно, какая это параллель" in sentences(parsed)


def test_namesakes_among_teachers_are_told_apart_and_reported() -> None:
    parsed = read(nika(TEACHERS={"011": "Соколова А.П.", "012": " Соколова  А.П."}))
    assert parsed.teachers == ["Соколова А.П.", "Соколова А.П. (2)"]
    assert "записано как «Соколова А.П. (2)»" in sentences(parsed)


def test_teachers_and_classes_that_disagree_are_reported_with_the_lesson() -> None:
    teach = {"90": {"012": {"101": {"s": "022", "c": ["001"], "r": "031"}, "102": {"s": "M"}}}}
    text = sentences(read(nika(TEACH_SCHEDULE=teach)))
    assert "Лебедев И.И.: Физика, 5А, понедельник, урок 1: Урок есть только у учителя" in text
    assert "Соколова А. П.: Алгебра, 5А, понедельник, урок 1: Урок есть только у класса" in text


# --- the dates ------------------------------------------------------------------------------------------------------


def exchange(entry: object, lesson: str = "2", day: str = "13.10.2025") -> ParsedTimetable:
    return read(nika(CLASS_EXCHANGE={"001": {day: {lesson: entry}}}))


@pytest.mark.parametrize("entry", [{"s": "F"}, {"s": ["F"]}, {"s": ["F", "F"], "g": ["0", "1"]}])
def test_f_is_a_cancelled_lesson(entry: object) -> None:
    parsed = exchange(entry)
    assert all(one.cancelled and one.subject == "" for one in parsed.substitutions)
    report = timetable_report(parsed)
    assert (report["substitutions"], report["cancelled"]) == (1, 1)


def test_one_cancelled_group_does_not_cancel_the_lesson() -> None:
    parsed = exchange({"s": ["021", "F"], "t": ["011", ""], "r": ["031", ""], "g": ["0", "1"]})
    assert [(one.group, one.cancelled) for one in parsed.substitutions] == [("Группа 1", False), ("Группа 2", True)]
    report = timetable_report(parsed)
    assert (report["substitutions"], report["cancelled"]) == (1, 0)


def test_an_exchange_says_what_is_taught_instead() -> None:
    (one,) = exchange({"s": ["022"], "t": ["012"], "r": ["032"]}).substitutions
    assert (one.day, one.number, one.school_class) == (date(2025, 10, 13), 2, "5А")
    assert (one.subject, one.teachers, one.rooms, one.cancelled) == ("Физика", ("Лебедев И.И.",), ("102",), False)


def test_a_room_named_in_words_in_an_exchange_is_kept_and_reported() -> None:
    parsed = exchange({"s": ["022"], "t": ["012"], "r": ["актовый зал"]})
    assert parsed.substitutions[0].rooms == ("актовый зал",)
    assert "записано так, как стоит в замене" in sentences(parsed)


@pytest.mark.parametrize(("lesson", "day"), [("2", "31.02.2025"), ("2", "завтра"), ("второй", "13.10.2025")])
def test_an_exchange_without_a_clear_date_or_lesson_is_reported_and_left_out(lesson: str, day: str) -> None:
    parsed = exchange({"s": ["022"]}, lesson, day)
    assert parsed.substitutions == []
    assert parsed.counts["substitutions"] == 0
    assert "замены, 5А" in sentences(parsed)


def test_moved_and_free_days_are_read_and_shown() -> None:
    changes = {
        "04.11.2025": {"type": "vacation"},
        "08.11.2025": {"type": "transfer", "daynum": "1", "weeknum": 2},
        "09.11.2025": {"type": "?"},
    }
    parsed = read(nika(HOLIDAY_TRANSFER=changes))
    assert [(one.day.day, one.as_weekday, one.week) for one in parsed.day_changes] == [(4, None, 0), (8, 1, 2)]
    text = sentences(parsed)
    assert "04.11.2025: В этот день занятий нет" in text
    assert "по расписанию другого дня (понедельник)" in text
    assert "09.11.2025: Перенос дня не понят" in text
