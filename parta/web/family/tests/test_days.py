"""Days of the diary as HTML: nothing a person typed gets through as markup, and nothing entered is left unsaid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from parta.domain.diary.queries import (
    DiaryAbsence,
    DiaryDay,
    DiaryHomework,
    DiaryLesson,
    DiaryMark,
    DiaryPolicy,
    DiaryWeek,
)
from parta.domain.school.models import Student
from parta.lib import clock
from parta.web.family.days import week_days

MONDAY = date(2025, 12, 8)
EVIL = '"><script>alert(1)</script>'


def _mark(text: str) -> DiaryMark:
    return DiaryMark(
        value="5", kind=text, weight=Decimal(2), counts=True, comment=text, teacher=text,
        at=clock.at(MONDAY, 10, 5), correction=text, correction_reason=text, first=text,
    )  # fmt: skip


def _lesson(text: str) -> DiaryLesson:
    task = DiaryHomework(text, text, MONDAY, date(2026, 1, 12), minutes=20)
    return DiaryLesson(
        lesson_id=1, number=2, starts=clock.at(MONDAY, 9, 0), ends=clock.at(MONDAY, 9, 45), subject=text, room=text,
        teacher=text, topic=text, comment=text, kind=text, kind_short=text, marks=[_mark(text)],
        withdrawn=[_mark(text)], absence=DiaryAbsence(text, text, True, text), homework_due=[task],
        homework_set=task, change=text, change_text=text, link=text,
    )  # fmt: skip


def _html(*lessons: DiaryLesson, extra: list[DiaryHomework] | None = None, rest: str = "", special: str = "") -> str:
    day = DiaryDay(MONDAY, True, rest, special, list(lessons), extra or [])
    week = DiaryWeek(
        cast(Student, None), None, MONDAY, date(2025, 12, 12), True, [day], None, DiaryPolicy(), None, [], None,
        clock.at(MONDAY, 12, 0),
    )  # fmt: skip
    return week_days(week).replace("\u00a0", " ")


def test_what_people_typed_is_text() -> None:
    task = DiaryHomework(EVIL, EVIL, MONDAY, MONDAY)
    lessons = [_lesson(EVIL), replace(_lesson(EVIL), change="замена"), replace(_lesson(EVIL), is_off=True)]
    html = _html(*lessons, extra=[task], rest=EVIL, special=EVIL)
    assert "<script" not in html.lower()
    assert '""' not in html, "no attribute is closed by what was typed"
    assert html.count("&lt;script") > 60


def test_a_line_says_everything_that_was_entered() -> None:
    html = _html(replace(_lesson("икс"), change="замена", change_text="болезнь"))
    for words in (
        "9:00–9:45, каб. икс", "<dt>Учитель</dt><dd>икс</dd>", "<dt>Работа</dt><dd>икс</dd>", "вес 2. икс, ",
        "Причина исправления: икс", "<dt>Задано</dt><dd>на 12 января: икс</dd>", "Замена: икс, каб. икс",
        "<small>(болезнь)</small>", "Войти на дистанционный урок", 'Тема: </span>икс', "20 мин, задано 8 дек.",
        "<b>На 12 янв.:</b> икс", '<p class="miss">Икс</p>', "Пересдача: икс → 5", "<span>Икс: икс", "Задано на 20 мин",
    ):  # fmt: skip
        assert words in html, words


def test_a_cancelled_lesson_an_empty_day_and_a_debt_are_said() -> None:
    off = replace(_lesson("икс"), is_off=True, change="урока не будет", change_text="")
    assert "Отменён: </span><s>икс</s>" in _html(off)
    assert "<span>Урока не будет</span>" in _html(off)
    assert "Уроков нет" in _html()
    assert "Каникулы" in _html(rest="каникулы")
    debt = replace(_mark("икс"), value="", owed=True, counts=False)
    html = _html(replace(_lesson("икс"), marks=[debt], homework_set=None, nothing_set=True))
    assert "<dt>Долг</dt><dd>икс, работа не сдана." in html
    assert "<span>Не сдана работа</span>" in html
    assert "на дом ничего не задано" in html
