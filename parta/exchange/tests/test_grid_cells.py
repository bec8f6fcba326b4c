"""What one lesson cell says, word by word, and what is refused."""

import time as clock

import pytest

from parta.exchange.errors import UnreadableFile
from parta.exchange.tests.grid_builder import DAYS, SUBJECTS, messages, read, slots, table, week, workbook
from parta.exchange.timetable.grid import read_grid
from parta.exchange.timetable.grid.cells import parts_of, read_cell
from parta.exchange.timetable.grid.classes import parse_class
from parta.exchange.timetable.grid.labels import lesson_number, shift_of, weekday


def said(text: str) -> list[str]:
    """«subject|rooms|teachers|group|week» of each lesson in the cell."""
    parts = parts_of(read_cell(text).entries)
    return [
        "|".join((one.subject, ",".join(one.rooms), ",".join(one.teachers), one.group, one.week)).rstrip("|")
        for one in parts
    ]


@pytest.mark.parametrize(
    ("text", "lessons"),
    [
        ("англ. яз. 308,313", ["англ. яз.|308||1", "англ. яз.|313||2"]),
        ("физика 211/химия 213", ["физика|211||1", "химия|213||2"]),
        ("Инф/Англ 205/310", ["Инф|205||1", "Англ|310||2"]),
        ("Инф/Англ 205/-", ["Инф|205||1", "Англ|||2"]),
        ("англ. яз. 314, географ. 212", ["англ. яз.|314||1", "географ.|212||2"]),
        ("Англ яз 205 инф 310", ["Англ яз|205||1", "инф|310||2"]),
        ("1 гр. англ 205 / 2 гр. инф 310", ["англ|205||1", "инф|310||2"]),
        ("Англ. 1 гр. 205, 2 гр. 310", ["Англ.|205||1", "Англ.|310||2"]),
        (
            "Технология (мальчики) маст. / Технология (девочки) 12",
            ["Технология|маст.||мальчики", "Технология|12||девочки"],
        ),
        ("Информатика\nАнглийский язык", ["Информатика|||1", "Английский язык|||2"]),
        ("Англ (1) 12 / Инф (2) 14", ["Англ|12||1", "Инф|14||2"]),
        ("Англ. 12 (1), 14 (2)", ["Англ.|12||1", "Англ.|14||2"]),
        ("физ-ра (м) с/з, (д) м/з", ["физ-ра|с/з||м", "физ-ра|м/з||д"]),
        ("Ин.яз. гр.1-12, гр.2-14", ["Ин.яз.|12||1", "Ин.яз.|14||2"]),
        ("ИКТ/ИКТ", ["ИКТ|||1", "ИКТ|||2"]),
    ],
)
def test_several_lessons_in_one_cell(text: str, lessons: list[str]) -> None:
    assert said(text) == lessons


@pytest.mark.parametrize(
    ("text", "lesson"),
    [
        ("англ. яз. 307/", "англ. яз.|307||1"),
        ("/англ. яз. 306", "англ. яз.|306||2"),
        ("ИКТ/-", "ИКТ|||1"),
        ("-/ИКТ", "ИКТ|||2"),
    ],
)
def test_one_group_has_a_lesson_and_the_other_is_free(text: str, lesson: str) -> None:
    assert said(text) == [lesson]


@pytest.mark.parametrize(
    ("text", "lesson"),
    [
        ("Алгебра (каб. 12)", "Алгебра|12"),
        ("Алгебра к.12", "Алгебра|12"),
        ("Геометрия[12]", "Геометрия|12"),
        ("физика211", "физика|211"),
        ("Физика - 205", "Физика|205"),
        ("205 Алгебра", "Алгебра|205"),
        ("алгебра 203-205", "алгебра|203-205"),
        ("Физ-ра с/з", "Физ-ра|с/з"),
        ("Физ-ра спорт. зал", "Физ-ра|спорт. зал"),
        ("Технология мастерские", "Технология|мастерские"),
        ("Русский\nязык 205", "Русский язык|205"),
        ("Физическая\nкультура", "Физическая культура"),
        ("История 20 века", "История 20 века"),
        ("2 иностранный язык 14", "2 иностранный язык|14"),
        ("Труд (технология) 12а", "Труд (технология)|12а"),
        ("рус. яз, лит. 205", "рус. яз, лит.|205"),
        ("Музыка (5)", "Музыка|5"),
        ("8:30–9:10 Математика 12", "Математика|12"),
        ("с/о", "с/о"),
        ("Разговоры о важном", "Разговоры о важном"),
        ("кл. час", "кл. час"),
    ],
)
def test_subject_and_room(text: str, lesson: str) -> None:
    assert said(text) == [lesson]


@pytest.mark.parametrize(
    ("text", "lessons"),
    [
        ("Русский язык\nИванова И.И.\n205", ["Русский язык|205|Иванова И.И."]),
        ("Алгебра И.И. Иванов", ["Алгебра||И.И. Иванов"]),
        ("Иванова И.И. Математика 205", ["Математика|205|Иванова И.И."]),
        ("Физика (Петров А. А.) 12", ["Физика|12|Петров А. А."]),
        ("Англ. Иванова И.И./Петрова П.П. 205/310", ["Англ.|205|Иванова И.И.|1", "Англ.|310|Петрова П.П.|2"]),
        ("Англ. язык\nИванова И.И. 205\nКим О.Н. 310", ["Англ. язык|205|Иванова И.И.|1", "Англ. язык|310|Ким О.Н.|2"]),
    ],
)
def test_teachers(text: str, lessons: list[str]) -> None:
    assert said(text) == lessons


@pytest.mark.parametrize(
    ("text", "lessons"),
    [
        ("Физика (ч)/Химия (з)", ["Физика||||10", "Химия||||01"]),
        ("Физика (ч)/Химия (н)", ["Физика||||01", "Химия||||10"]),
        ("Физика (чёт.)", ["Физика||||01"]),
        ("Физика (ч)", ["Физика (ч)"]),
    ],
)
def test_weeks(text: str, lessons: list[str]) -> None:
    assert said(text) == lessons


@pytest.mark.parametrize("text", ["", "-", "—", "---", "*", " – ", "окно", "Нет урока"])
def test_no_lesson(text: str) -> None:
    assert said(text) == []
    assert read_cell(text).doubts == []


@pytest.mark.parametrize(
    "text", ["Вт", "СР ", "П о н е д е л ь н и к", "четверг, 4 сентября", "Пятн.", "сб.", "1. Понедельник"]
)
def test_days(text: str) -> None:
    assert weekday(text)


@pytest.mark.parametrize("text", ["10в(с)", "лит. ср.", "среда обитания", "вс1", "чтение"])
def test_not_days(text: str) -> None:
    assert weekday(text) is None


@pytest.mark.parametrize("text", ["2 в неделю", "1 и 2", "2-й", "1 ур", "1 гр", "3 с/з", "5А, 5Б", "12", "1 к. 205"])
def test_not_classes(text: str) -> None:
    assert parse_class(text) is None


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), ("3 урок", 3), ("3.", 3), ("III", 3), ("урок 3", 3), ("3 (9:45–10:25)", 3)]
)
def test_lesson_numbers(text: str, number: int) -> None:
    found = lesson_number(text)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize("text", ["205", "2-15", "3а", "30"])
def test_not_lesson_numbers(text: str) -> None:
    assert lesson_number(text) is None


def test_shifts_are_told_by_digits_roman_numbers_and_words() -> None:
    assert [shift_of(text) for text in ("2 смена", "II смена", "Вторая смена", "1-я смена", "смена")] == [
        2,
        2,
        2,
        1,
        None,
    ]


NUMBERED = [[index + 1, f"Тетрадь {index}", 10 * index] for index in range(12)]
PEOPLE = [[index + 1, f"Иванов Иван {index}", "01.01.2015"] for index in range(25)]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["№", "Товар", "Цена"], *NUMBERED], "нет дней недели и названий классов"),
        ([["5А класс"], ["№", "ФИО", "Дата рождения"], *PEOPLE], "нет дней недели"),
        ([["№", *DAYS[:5]], *[[index + 1, *SUBJECTS[:5]] for index in range(5)]], "нет названий классов"),
    ],
)
def test_what_is_no_timetable_is_refused_with_the_reason(rows: list[list[object]], reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read({"Лист1": table(rows)})


def test_timetable_of_teachers_is_refused_as_such() -> None:
    rows: list[list[object]] = [
        ["Учитель", *[cell for day in DAYS[:5] for cell in (day, None, None)]],
        [None, *[1, 2, 3] * 5],
    ]
    rows += [[f"Иванова {letter}.И.", *["5а", "6б", "7в"] * 5] for letter in "АБВГД"]
    with pytest.raises(UnreadableFile, match="расписание по учителям"):
        read({"Лист1": table(rows)})


def test_empty_workbook_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read({"Лист1": {}})


def grid() -> dict[str, object]:
    rows: list[list[object]] = [["День", "№", "5а"]]
    for day in DAYS[:5]:
        rows += [[day if index == 0 else None, index + 1, SUBJECTS[index]] for index in range(5)]
    return table(rows)


def test_sheet_that_is_no_timetable_is_named_and_skipped() -> None:
    result = read({"Расписание": grid(), "Цены": table([["№", "Товар", "Цена"], *NUMBERED])})
    assert slots(result) == 25
    assert "Лист «Цены»: На этом листе расписание не найдено" in messages(result)


def test_far_too_long_sheet_is_refused_soon() -> None:
    data = workbook({"Лист1": {f"A{row}": row for row in range(1, 6000)}})
    started = clock.monotonic()
    with pytest.raises(UnreadableFile, match="это больше любого расписания"):
        read_grid(data, "много.xlsx")
    assert clock.monotonic() - started < 5


def test_rooms_of_a_separate_column_are_dealt_out_to_the_halves() -> None:
    rows: list[list[object]] = [["День", "№", "5а", "каб"]]
    for day in DAYS[:5]:
        rows += [
            [day, 1, "немец. язык/испан. язык", "414/*"],
            [None, 2, "математика", "308/310"],
            [None, 3, "ИКТ/-", "126/-"],
        ]
    result = read({"Л": table(rows)})
    assert week(result, "5А")[1, 1] == ["испан. язык||2", "немец. язык|414|1"]
    assert week(result, "5А")[1, 2] == ["математика|308|1", "математика|310|2"]
    assert week(result, "5А")[1, 3] == ["ИКТ|126|1"]
    assert result.problems == []
