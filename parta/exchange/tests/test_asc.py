"""aSc Timetables exports: the real files recounted by other means, and every oddity of the format on small files."""

import re
from collections import Counter, defaultdict
from datetime import time
from html import unescape

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.tests.timetable_files import asc, real_file
from parta.exchange.timetable.asc import read_asc
from parta.exchange.timetable.nika import read_nika
from parta.exchange.timetable.parsed import ParsedTimetable
from parta.exchange.timetable.report import timetable_report

REAL = ["asc/sg_school_2026_term3_week1.xml", "asc/br_federal_institute_2026.xml", "asc/ru_lyceum_derived_cp1251.xml"]
ALGEBRA = {"id": "L1", "subjectid": "S1", "classids": "C1", "groupids": "G1", "teacherids": "*1", "classroomids": "R1"}
MONDAY_1 = {"lessonid": "L1", "period": "1", "days": "10000", "weeks": "1", "terms": "1", "classroomids": "R1"}


def read(text: str) -> ParsedTimetable:
    return read_asc(text.encode(), "school.xml")


def sentences(parsed: ParsedTimetable) -> str:
    return "\n".join(f"{problem.place}: {problem.message}" for problem in parsed.problems)


# --- the real files, counted with regular expressions over their text ------------------------------------------------


def text_of(name: str) -> str:
    data = real_file(name)
    return data.decode("cp1251" if "cp1251" in name else "utf-8")


def elements(text: str, tag: str) -> list[dict[str, str]]:
    found = re.findall(rf"<{tag}\s([^>]*?)/?>", text)
    return [{key: unescape(value) for key, value in re.findall(r'(\w+)="([^"]*)"', row)} for row in found]


def ids(value: str) -> list[str]:
    return [part for part in value.split(",") if part]


@pytest.mark.parametrize("name", REAL)
def test_sizes_of_a_real_file_are_the_numbers_of_its_elements(name: str) -> None:
    text = text_of(name)
    report = timetable_report(read_asc(real_file(name), name))
    tags = {
        "classes": "class", "teachers": "teacher", "subjects": "subject", "rooms": "classroom",
        "bells": "period", "lessons": "lesson", "cards": "card", "groups": "group",
    }  # fmt: skip
    assert {key: report[key] for key in tags} == {key: len(elements(text, tag)) for key, tag in tags.items()}


@pytest.mark.parametrize("name", REAL)
def test_cards_by_class_and_lessons_with_gaps_of_a_real_file_agree_with_a_recount(name: str) -> None:
    text = text_of(name)
    classes = {row["id"]: row["name"] for row in elements(text, "class")}
    lessons = {row["id"]: row for row in elements(text, "lesson")}
    cards = elements(text, "card")
    by_class = Counter(classes[one] for card in cards for one in ids(lessons[card["lessonid"]]["classids"]))
    placed = {card["lessonid"] for card in cards}
    report = timetable_report(read_asc(real_file(name), name))
    assert report["cards_by_class"] == dict(by_class)
    assert report["lessons_without_class"] == sum(not row["classids"] for row in lessons.values())
    assert report["lessons_without_teacher"] == sum(not row["teacherids"] for row in lessons.values())
    assert report["lessons_without_card"] == len(lessons.keys() - placed)


@pytest.mark.parametrize("name", REAL)
def test_slots_and_hours_of_a_real_file_agree_with_a_recount(name: str) -> None:
    text = text_of(name)
    classes = {row["id"]: row["name"] for row in elements(text, "class")}
    subjects = {row["id"]: " ".join(row["name"].split()) for row in elements(text, "subject")}
    lessons = {row["id"]: row for row in elements(text, "lesson")}
    places: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    hours: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for card in elements(text, "card"):
        lesson = lessons[card["lessonid"]]
        for one in ids(lesson["classids"]):
            places[classes[one], card["days"], card["period"]].append(card["lessonid"])
            if lesson["subjectid"]:
                hours[classes[one]].add((subjects[lesson["subjectid"]], card["days"], card["period"]))
    report = timetable_report(read_asc(real_file(name), name))
    assert report["slots"] == len(places)
    assert report["split_slots"] == sum(len(found) > 1 for found in places.values())
    assert report["slots_by_class"] == dict(Counter(place[0] for place in places))
    assert report["hours_by_class_and_subject"] == {
        who: dict(Counter(subject for subject, _day, _period in found)) for who, found in hours.items()
    }


def test_the_lyceum_reads_the_same_from_asc_as_from_nika() -> None:
    from_asc = timetable_report(read_asc(real_file(REAL[2]), "a.xml"))
    from_nika = timetable_report(read_nika(real_file("nika/lyceum_2025-09-03.json"), "a.json"))
    for key in ("slots", "split_slots", "slots_by_class", "hours_by_class_and_subject", "bells", "rooms"):
        assert from_asc[key] == from_nika[key]


def test_lessons_without_class_teacher_or_card_of_a_real_file_are_all_named() -> None:
    name = REAL[0]
    numbers = {row["id"]: index for index, row in enumerate(elements(text_of(name), "lesson"), start=1)}
    text = sentences(read_asc(real_file(name), name))
    for row in elements(text_of(name), "lesson"):
        if not row["classids"] or not row["teacherids"]:
            assert f"№\u00a0{numbers[row['id']]} " in text


# --- encodings and the container --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "actual", "reported"),
    [
        ("windows-1251", "cp1251", False),
        ("UTF-8", "utf-8", False),
        ("utf-16", "utf-16", False),
        ("koi8-r", "koi8-r", False),
        ("UTF-8", "cp1251", True),
        ("windows-1251", "utf-8", True),
        ("windows-1252", "cp1251", True),
        ("win-1251", "cp1251", True),
    ],
)
def test_the_declared_encoding_is_honoured_and_a_wrong_one_is_found_out(
    declared: str, actual: str, reported: bool
) -> None:
    text = asc([ALGEBRA], [MONDAY_1]).replace('encoding="UTF-8"', f'encoding="{declared}"')
    parsed = read_asc(text.encode(actual), "school.xml")
    assert parsed.classes == ["5А", "6Б"]
    assert parsed.teachers == ["Соколова А. П.", "Лебедев И. И."]
    assert ("кодировка" in sentences(parsed)) is reported


def test_latin_letters_in_their_own_encoding_stay_as_they_are() -> None:
    text = asc([ALGEBRA], [MONDAY_1]).replace('encoding="UTF-8"', 'encoding="windows-1252"')
    latin = re.sub("[А-Яа-яЁё]+", "Educação é útil", text)
    parsed = read_asc(latin.encode("cp1252"), "escola.xml")
    assert parsed.subjects[0].startswith("Educação")
    assert "кодировка" not in sentences(parsed)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE timetable [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE timetable SYSTEM "http://example.org/evil.dtd">',
    ],
)
def test_entities_and_dtd_are_refused_in_words(doctype: str) -> None:
    text = asc([ALGEBRA], [MONDAY_1]).replace("<timetable", f"{doctype}<timetable", 1)
    with pytest.raises(UnreadableFile, match="сущности или DTD"):
        read(text)


def test_a_cut_file_is_refused_with_its_line() -> None:
    text = asc([ALGEBRA], [MONDAY_1])
    lines = text[: text.index("<lessons")].count("\n") + 1
    with pytest.raises(UnreadableFile, match=rf"оборван или испорчен \(строка {lines},"):
        read(text[: text.index("<lessons")])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("fet/bg_high_school_2007.fet", "FET"), ("xhstt/es_school_2008.xml", "XHSTT")],
)
def test_files_of_other_programs_are_named(name: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read_asc(real_file(name), name)


def test_attributes_that_columns_does_not_name_are_left_out_and_reported() -> None:
    text = asc([ALGEBRA], [MONDAY_1]).replace(
        'columns="id,subjectid,classids,groupids,teacherids', 'columns="classids,groupids,subjectid'
    )
    parsed = read(text)
    assert parsed.lessons[0].teachers == ()
    assert parsed.counts["lessons_without_teacher"] == 1
    assert "таблица lessons: Эти столбцы не перечислены в columns и поэтому не прочитаны: teacherids." in sentences(
        parsed
    )


def test_without_columns_everything_is_read_in_any_order_of_attributes() -> None:
    text = re.sub(r' columns="[^"]*"', "", asc([dict(reversed(ALGEBRA.items()))], [MONDAY_1]))
    (lesson,) = read(text).lessons
    assert (lesson.classes, lesson.subject, lesson.teachers) == (("5А",), "Алгебра", ("Соколова А. П.",))


def test_a_file_without_most_tables_is_understood_and_its_gaps_are_listed() -> None:
    text = '<timetable><classes><class id="1" name="5А"/></classes><lessons><lesson id="9" classids="1"/></lessons>'
    parsed = read(text + '<cards><card lessonid="9" days="10000" period="1"/></cards></timetable>')
    assert timetable_report(parsed)["slots"] == 1
    assert "Таблицы subjects нет в файле" in sentences(parsed)


# --- lessons, groups, teams -------------------------------------------------------------------------------------------


def test_a_card_gives_a_lesson_its_day_number_and_room() -> None:
    (lesson,) = read(asc([ALGEBRA], [{**MONDAY_1, "days": "00010", "period": "3", "classroomids": "R2"}])).lessons
    assert (lesson.weekday, lesson.number, lesson.rooms, lesson.group, lesson.week) == (4, 3, ("102",), "", "")


def test_groups_of_one_class_split_its_place_and_the_whole_class_is_no_group() -> None:
    one = {**ALGEBRA, "id": "L1", "groupids": "G2"}
    two = {**ALGEBRA, "id": "L2", "groupids": "G3", "subjectid": "S2", "teacherids": "*2"}
    parsed = read(asc([one, two], [MONDAY_1, {**MONDAY_1, "lessonid": "L2"}]))
    assert [(lesson.group, lesson.subject) for lesson in parsed.lessons] == [
        ("Группа 1", "Алгебра"),
        ("Группа 2", "Физика"),
    ]
    report = timetable_report(parsed)
    assert (report["slots"], report["split_slots"]) == (1, 1)


def test_joined_classes_and_a_team_of_teachers_are_one_lesson_at_two_places() -> None:
    joined = {**ALGEBRA, "classids": "C1,C2", "groupids": "G2,G5", "teacherids": "*1,*2", "classroomids": "R1,R2"}
    parsed = read(asc([joined], [{**MONDAY_1, "classroomids": "R1,R2"}]))
    (lesson,) = parsed.lessons
    assert lesson.classes == ("5А", "6Б")
    assert lesson.class_groups == ("Группа 1", "Девочки")
    assert lesson.group == "Группа 1 (5А), Девочки (6Б)"
    assert lesson.teachers == ("Соколова А. П.", "Лебедев И. И.")
    assert lesson.rooms == ("101", "102")
    report = timetable_report(parsed)
    assert (report["slots"], report["split_slots"], report["cards_by_class"]) == (2, 0, {"5А": 1, "6Б": 1})


def test_classes_are_taken_from_groups_when_the_lesson_names_none() -> None:
    parsed = read(asc([{**ALGEBRA, "classids": "", "groupids": "G4"}], [MONDAY_1]))
    assert parsed.lessons[0].classes == ("6Б",)
    assert parsed.counts["lessons_without_class"] == 0


def test_lessons_without_class_teacher_or_card_are_counted_and_reported() -> None:
    rows = [
        {"id": "L1", "subjectid": "S1", "classids": "", "groupids": "", "teacherids": "*1"},
        {"id": "L2", "subjectid": "S2", "classids": "C1", "groupids": "G1", "teacherids": ""},
    ]
    parsed = read(asc(rows, [MONDAY_1]))
    report = timetable_report(parsed)
    keys = ("lessons_without_class", "lessons_without_teacher", "lessons_without_card", "slots")
    assert [report[key] for key in keys] == [1, 1, 1, 0]
    text = sentences(parsed)
    assert "Не указан класс, в расписание не попали уроки: №\u00a01 Алгебра" in text
    assert "5А: Не указан учитель у уроков: №\u00a02 Физика" in text
    assert "5А: Есть в нагрузке, но не поставлены в сетку уроки: №\u00a02 Физика" in text


def test_a_lesson_without_a_subject_fills_its_place_but_names_nothing() -> None:
    parsed = read(asc([{**ALGEBRA, "subjectid": ""}], [MONDAY_1]))
    assert (parsed.lessons[0].subject, parsed.lessons[0].subject_known) == ("", False)
    report = timetable_report(parsed)
    assert (report["slots"], report["hours_by_class_and_subject"]) == (1, {"5А": {}})


def test_unknown_ids_are_reported_with_the_lesson() -> None:
    lesson = {**ALGEBRA, "subjectid": "S9", "classids": "C1,C9", "groupids": "G1,G9", "teacherids": "*9"}
    parsed = read(asc([lesson], [{**MONDAY_1, "classroomids": "R9"}, {**MONDAY_1, "lessonid": "L9"}]))
    text = sentences(parsed)
    for code in ("S9", "C9", "G9", "*9", "R9", "L9"):
        assert f"кодом {code} " in text
    assert parsed.lessons[0].classes == ("5А",)
    assert parsed.counts["cards"] == 2


# --- days, weeks, periods ---------------------------------------------------------------------------------------------


def test_a_place_of_alternating_weeks_is_one_slot_and_not_split() -> None:
    physics = {**ALGEBRA, "id": "L2", "subjectid": "S2"}
    cards = [{**MONDAY_1, "weeks": "10"}, {**MONDAY_1, "lessonid": "L2", "weeks": "01"}]
    parsed = read(asc([ALGEBRA, physics], cards))
    assert [lesson.week for lesson in parsed.lessons] == ["10", "01"]
    report = timetable_report(parsed)
    assert (report["slots"], report["split_slots"]) == (1, 0)
    assert report["hours_by_class_and_subject"] == {"5А": {"Алгебра": 1, "Физика": 1}}


def test_all_weeks_and_all_terms_are_no_restriction_and_some_are_kept() -> None:
    cards = [{**MONDAY_1, "weeks": "11", "terms": "11"}, {**MONDAY_1, "period": "2", "weeks": "11", "terms": "10"}]
    lessons = read(asc([ALGEBRA], cards)).lessons
    assert [(lesson.week, lesson.term) for lesson in lessons] == [("", ""), ("", "10")]


def test_a_card_on_two_days_is_two_lessons() -> None:
    parsed = read(asc([ALGEBRA], [{**MONDAY_1, "days": "10100"}]))
    assert [lesson.weekday for lesson in parsed.lessons] == [1, 3]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"days": ""}, "не поставлена в сетку"),
        ({"period": ""}, "не поставлена в сетку"),
        ({"days": "10000,01000"}, "День не выбран"),
        ({"days": "пн"}, "Непонятные дни"),
        ({"days": "100000"}, "В карточке дней: 6, а в таблице daysdefs: 5"),
        ({"weeks": "10,01"}, "Непонятно, в какие недели"),
    ],
)
def test_a_card_with_an_unclear_place_is_reported(change: dict[str, str], sentence: str) -> None:
    assert sentence in sentences(read(asc([ALGEBRA], [{**MONDAY_1, **change}])))


def test_days_are_taken_by_their_names_when_the_week_does_not_begin_on_monday() -> None:
    text = asc([ALGEBRA], [MONDAY_1])
    for old, new in (("Понедельник", "Воскресенье"), ("Вторник", "Понедельник"), ("Среда", "Вторник")):
        text = text.replace(f'name="{old}"', f'name="{new}*"')
    text = text.replace("*", "").replace('name="Четверг"', 'name="Среда"').replace('name="Пятница"', 'name="Четверг"')
    assert read(text).lessons[0].weekday == 7


def double(**change: str) -> dict[str, str]:
    return {**ALGEBRA, "periodspercard": "2", **change}


def test_cards_of_a_double_lesson_written_for_each_period_are_not_doubled() -> None:
    parsed = read(asc([double(periodsperweek="2")], [MONDAY_1, {**MONDAY_1, "period": "2"}]))
    assert [lesson.number for lesson in parsed.lessons] == [1, 2]


def test_one_card_of_double_length_takes_two_periods() -> None:
    tuesday = {**MONDAY_1, "days": "01000", "period": "2"}
    parsed = read(asc([double(periodsperweek="4.0")], [MONDAY_1, tuesday]))
    assert [(lesson.weekday, lesson.number) for lesson in parsed.lessons] == [(1, 1), (1, 2), (2, 2), (2, 3)]
    report = timetable_report(parsed)
    assert (report["slots"], report["cards"], report["cards_by_class"]) == (4, 2, {"5А": 2})


def test_half_an_hour_a_week_is_an_hour_in_one_of_two_weeks() -> None:
    parsed = read(asc([{**ALGEBRA, "periodsperweek": "0.5"}], [{**MONDAY_1, "weeks": "10"}]))
    assert [(lesson.number, lesson.week) for lesson in parsed.lessons] == [(1, "10")]


def test_bells_are_times_without_leading_zeros_and_lesson_zero_exists() -> None:
    text = asc([ALGEBRA], [MONDAY_1]).replace('<period period="1" name="1" short="1"', '<period period="0" name="0"')
    parsed = read(text)
    assert [(bell.number, bell.starts_at) for bell in parsed.bells][:2] == [(0, time(8)), (2, time(8, 55))]


def test_more_days_than_a_week_has_blocks_the_import() -> None:
    text = asc([ALGEBRA], [{**MONDAY_1, "days": "0000000010"}])
    assert any(problem.blocking for problem in read(text).problems)


# --- older exports ----------------------------------------------------------------------------------------------------

OLD = """<timetable importtype="database" options="{options}">
<days columns="day,name,short">{days}</days>
<periods columns="period,starttime,endtime"><period period="1" starttime="8:00" endtime="8:45"/></periods>
<subjects columns="id,name"><subject id="*1" name="Алгебра"/></subjects>
<teachers columns="id,name"><teacher id="*2" name="Соколова А. П."/></teachers>
<classrooms columns="id,name"><classroom id="*5" name="101"/></classrooms>
<classes columns="id,name,gradeid"><class id="*3" name="5А" gradeid=""/></classes>
<lessons columns="id,subjectid,teacherid,classids">
<lesson id="*4" subjectid="*1" teacherid="*2" classids="*3"/></lessons>
<cards columns="day,period,lessonid,subjectid,teacherid,classroomid,classids">{cards}</cards></timetable>"""
FLAT = 'period="1" subjectid="*1" teacherid="*2" classroomid="*5" classids="*3"'


@pytest.mark.parametrize(
    ("options", "days", "day", "weekday"),
    [
        ("daynumbering1", "", "2", 2),
        ("", '<day day="0" name="день 1"/><day day="1" name="день 2"/>', "1", 2),
        ("", '<day day="1" name="день 1"/><day day="2" name="день 2"/>', "2", 2),
        ("", '<day day="7" name="Вторник"/>', "7", 2),
    ],
)
def test_day_numbers_of_older_exports_are_understood(options: str, days: str, day: str, weekday: int) -> None:
    cards = f'<card day="{day}" lessonid="*4" {FLAT}/>'
    (lesson,) = read(OLD.format(options=options, days=days, cards=cards)).lessons
    assert (lesson.weekday, lesson.teachers, lesson.rooms) == (weekday, ("Соколова А. П.",), ("101",))


def test_a_flat_card_carries_its_lesson_itself() -> None:
    parsed = read(OLD.format(options="daynumbering1", days="", cards=f'<card day="1" {FLAT}/>'))
    (lesson,) = parsed.lessons
    assert (lesson.classes, lesson.subject, lesson.teachers) == (("5А",), "Алгебра", ("Соколова А. П.",))
    assert parsed.counts["lessons_without_card"] == 1
