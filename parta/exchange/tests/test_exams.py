"""Tables of examination results: what is read of them, and how rows become pupils of the school."""

from datetime import date

import pytest

from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import ExamResult
from parta.domain.finals.tests.steps import DANIIL, algebra
from parta.exchange import apply
from parta.exchange.apply.exams import ExamAsked
from parta.exchange.errors import UnreadableFile
from parta.exchange.exams.parsed import ParsedResults
from parta.exchange.exams.reader import read_results
from parta.exchange.preview import ImportKind, ImportOptions, ImportPreview, ImportResult, Sign
from parta.exchange.tests.table_files import Row, csv_bytes, ods, xlsx
from parta.lib import clock
from parta.ops.cast import Cast

OFFICE: list[Row] = [
    ["Протокол проверки результатов ЕГЭ", None, None, None, None, None, None, None],
    ["№", "Класс", "Фамилия", "Имя", "Отчество", "Номер паспорта", "Первичный балл", "Балл"],
    [1, "11А", "Юдин", "Марк", "Олегович", 123456, 21, 74],
    [2, "11А", "Ким", "София", "Андреевна", 123457, None, "не явилась"],
]


def told(parsed: ParsedResults) -> list[tuple[str, str, str, str]]:
    return [(row.name.full(), row.class_name, row.value.text, row.points.text) for row in parsed.rows]


def said(found: ParsedResults | ImportPreview) -> str:
    return "\n".join(f"{problem.place}: {problem.message}" for problem in found.problems)


def test_the_protocol_of_an_office_is_read_and_passports_are_not() -> None:
    expected = [("Юдин Марк Олегович", "11А", "", "74"), ("Ким София Андреевна", "11А", "", "")]
    for data, name in ((xlsx(OFFICE), "егэ.xlsx"), (ods(OFFICE), "егэ.ods")):
        parsed = read_results(data, name)
        assert told(parsed) == expected
        assert "123456" not in repr(parsed)
        assert parsed.columns["Балл"] == "балл"
        assert parsed.columns["Номер паспорта"] == ""


def test_a_table_of_a_teacher_has_one_column_of_names() -> None:
    parsed = read_results(csv_bytes("9 «Б» класс\nФИО;Оценка;Баллы\nЮдин Марк;4;18\n2. Ким София;зачет;\n"), "а.csv")
    assert told(parsed) == [("Юдин Марк", "9Б", "4", "18"), ("Ким София", "9Б", "зачет", "")]
    assert parsed.rows[0].value.place == "ячейка B3, столбец «Оценка»"


def test_only_primary_points_are_the_points() -> None:
    parsed = read_results(csv_bytes("ФИО;Первичный балл\nЮдин Марк;18\n"), "а.csv")
    assert told(parsed)[0][3] == "18"


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("ФИО;Результат\nЮдин Марк;5\n", "ячейка B1, столбец «Результат»: Отметка это или балл?"),
        ("№;ФИО;Класс\n1;Юдин Марк;9А\n", "строка 1: Рядом с именами нет столбца «Отметка» или «Балл»."),
        ("ФИО;Балл\nЮдин Марк;5\n;7\n", "строка 3: Результат есть, а имени нет."),
        ("ФИО;Балл\nЮдин;5\n", "строка 2: В ячейке «Юдин» нет имени."),
        ("ФИО;Балл\nЮдин Марк;=2+3\n", "ячейка B2, столбец «Балл»: В ячейке B2 формула."),
        ("ФИО;Класс;Балл\nЮдин Марк;девятый;7\n", "ячейка B2, столбец «Класс»: Класс «девятый» не понят."),
    ],
)
def test_what_is_wrong_is_told_with_its_place(table: str, sentence: str) -> None:
    parsed = read_results(csv_bytes(table), "а.csv")
    assert sentence in said(parsed)
    assert any(problem.blocking for problem in parsed.problems)


@pytest.mark.parametrize("data", [csv_bytes("Дата;Тема\n01.09;Дроби\n"), b"%PDF-1.4", b"PK\x03\x04oops"])
def test_a_file_that_is_no_such_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"Файл|В файле"):
        read_results(data, "а.csv")


def options(cast: Cast, *classes: str) -> ImportOptions:
    held, subject = date(2026, 12, 7), algebra(cast).subject
    ids = tuple(cast.school.classes[name].pk for name in classes or ("7Б",))
    asked = ExamAsked(cast.school.year.pk, ExamKind.TRIAL, subject.pk, held, clock.at(date(2026, 12, 9), 15), ids)
    return ImportOptions(answers=asked.as_answers())


def look(cast: Cast, table: str, chosen: ImportOptions | None = None) -> ImportPreview:
    parsed = read_results(csv_bytes(table), "а.csv")
    return apply.plan_changes(ImportKind.EXAMS, parsed, chosen or options(cast), "а.csv")


def write(cast: Cast, table: str, actor: User | None = None) -> ImportResult:
    data = csv_bytes(table)
    return apply.commit_file(actor or cast.user("zavuch"), ImportKind.EXAMS, data, "а.csv", options(cast))


@pytest.mark.django_db
def test_a_table_is_written_as_by_hand(cast: Cast) -> None:
    """Names with and without a patronymic, ё as е, initials; each result has its own record beside that of the file."""
    daniil, anna = cast.pupil(DANIIL), cast.pupil("Лебедева Анна")
    short = f"{anna.user.last_name} {anna.user.first_name[0]}."
    table = f"ФИО;Отметка;Балл\n{daniil.user.full_name.replace('ё', 'е')};4;18\n{short};зачет;\nЧернов Лев;-;н/я\n"
    seen = look(cast, table)
    assert not seen.problems, said(seen)
    assert [(line.sign, line.text) for line in seen.lines] == [(Sign.ADD, "4, 18\u00a0баллов"), (Sign.ADD, "зачёт")]
    assert seen.notes == ["Без результата 1\u00a0строка: Чернов Лев."]
    assert not ExamResult.objects.exists(), "a preview writes nothing"
    assert write(cast, table).summary == "2\u00a0результата"
    rows = {row.student_id: (row.value, row.points) for row in ExamResult.objects.all()}
    assert rows == {daniil.pk: ("4", 18), anna.pk: ("зачёт", None)}
    assert AuditEntry.objects.filter(code="finals.exam.entered").count() == 2
    again = look(cast, table)
    assert [line.sign for line in again.lines] == [Sign.SAME, Sign.SAME]
    assert not again.may_commit


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("{d};;7;\n", "ячейка C2, столбец «Отметка»: «7» — не отметка. Можно: 5, 4, 3, 2, зачёт, незачёт."),
        ("{d};;;201\n", "ячейка D2, столбец «Балл»: «201» — не балл."),
        ("{d};;;18,5\n", "ячейка D2, столбец «Балл»: «18,5» — не балл."),
        ("Небывалов Иван;;4;\n", "строка 2: Ученика «Небывалов Иван» нет среди тех, кто выбран."),
        ("{d};7А;4;\n", "строка 2: В файле {d} — 7А, в школе — 7Б."),
        ("{d};;4;\n{d};;5;\n", "строка 3: {d}, 7Б: этот ученик уже есть в файле (строка 2)."),
    ],
)
def test_one_bad_row_holds_back_the_whole_file(cast: Cast, rows: str, sentence: str) -> None:
    head = "ФИО;Класс;Отметка;Балл\n"
    table = (head + rows).replace("{d}", DANIIL) + "Лебедева Анна;;4;\n"
    assert sentence.replace("{d}", DANIIL) in said(look(cast, table)).replace("\u00a0", " ")
    with pytest.raises(apply.ImportBlocked, match="Файл не записан"):
        write(cast, table)
    assert not ExamResult.objects.exists()


@pytest.mark.django_db
def test_a_result_that_stands_is_not_written_over(cast: Cast) -> None:
    write(cast, f"ФИО;Отметка\n{DANIIL};4\n")
    seen = look(cast, f"ФИО;Отметка\n{DANIIL};5\n")
    assert "уже записано 4, в файле 5. Исправьте его в списке результатов, с причиной" in said(seen)
    assert ExamResult.objects.get().value == "4"


@pytest.mark.django_db
def test_another_subject_in_the_table_is_told(cast: Cast) -> None:
    seen = look(cast, f"ФИО;Предмет;Отметка\n{DANIIL};Физика;4\nЛебедева Анна;алгебра;4\n")
    assert "ячейка B2, столбец «Предмет»: Предмет «Физика», а вы вносите «Алгебра»." in said(seen)
    assert seen.count(Sign.ADD) == 1


@pytest.mark.django_db
def test_namesakes_are_asked_about(cast: Cast) -> None:
    """Two of one name in the classes chosen: the person says who is meant; nothing is written before."""
    one, two = cast.pupil(DANIIL), cast.pupil("Лебедева Анна")
    User.objects.filter(pk=two.user_id).update(last_name=one.user.last_name, first_name=one.user.first_name)
    table = f"ФИО;Отметка\n{one.user.last_name} {one.user.first_name};4\n"
    seen = look(cast, table)
    assert len(seen.waiting) == 1
    assert not seen.may_commit
    question = seen.waiting[0]
    chosen = options(cast)
    answers = {**chosen.answers, question.key: str(two.pk)}
    answered = look(cast, table, ImportOptions(answers=answers))
    assert not answered.waiting
    assert [line.student.pk for line in answered.work.lines] == [two.pk]
