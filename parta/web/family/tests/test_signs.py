"""Marks of a period as HTML: nothing a person typed gets through as markup, and a chip is the template's chip."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string

from parta.domain.diary.queries import AbsenceLine, MarkLine, SubjectMarks
from parta.lib import clock
from parta.web.family.signs import chip, row_of_chips, stories

MARK = MarkLine(
    value="5", day=date(2025, 12, 8), kind="Контрольная работа", kind_short="к/р", weight=Decimal(2), counts=True,
    comment="", content="", teacher="Крылова Е. А.", at=clock.at(date(2025, 12, 8), 10, 5),
)  # fmt: skip
STATES = ((replace(MARK, counts=False), "s"), (replace(MARK, value="", owed=True, counts=False), ""))
EVIL = '"><script>alert(1)</script>'


def test_a_chip_is_the_same_by_hand_and_by_the_template() -> None:
    for mark, size in ((MARK, ""), (MARK, "s"), (replace(MARK, weight=Decimal(1), value="3"), "s"), *STATES):
        template = render_to_string("web/family/_mark.html", {"mark": mark, "size": size})
        assert chip(mark, size) == template.strip()


def test_what_people_typed_is_text() -> None:
    mark = replace(MARK, comment=EVIL, content=EVIL, teacher=EVIL, kind=EVIL)
    absence = AbsenceLine("н", EVIL, is_missed=True, day=MARK.day, number=2, comment=EVIL)
    line = SubjectMarks("Алгебра", marks=[mark], absences=[absence])
    html = stories(line) + row_of_chips(line)
    assert "<script" not in html
    assert html.count("&quot;&gt;&lt;script") == 10


def test_a_story_says_kind_day_topic_weight_teacher_and_moment() -> None:
    html = stories(
        SubjectMarks(
            "Алгебра",
            marks=[
                replace(
                    MARK,
                    content="Степень",
                    comment="Молодец",
                    counts=False,
                    correction="была 3",
                    correction_reason="Ошибка",
                )
            ],
        )
    ).replace("\u00a0", " ")
    for words in (
        "<b>Контрольная работа</b>, понедельник, 8 декабря",
        "Тема: Степень",
        "В средний балл не входит",
        "Молодец",
        "<span>Была 3: Ошибка</span>",
    ):
        assert words in html
