"""The cells of the journal as HTML: what a teacher sees, and that nothing typed becomes markup."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from parta.domain.journal.queries import GridCell, GridColumn, GridMark, GridRow
from parta.lib import clock
from parta.web.teaching.cells import column_classes, render_row_cells


def column(**changes: object) -> GridColumn:
    usual = GridColumn(
        lesson_id=12, day=date(2025, 12, 11), number=3, kind_code="lesson", kind_short="", kind_title="Работа на уроке",
        weight=Decimal(1), is_today=False, is_future=False, is_cancelled=False, may_write=True, note="",
        label="четверг, 11 декабря", record_version=0,
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


def mark(value: str, **changes: object) -> GridMark:
    moment: datetime = clock.at(date(2025, 12, 11), 10, 52)
    usual = GridMark(1, value, 1, "", Decimal(1), "", "Крылова Е. А.", moment)
    return usual._replace(**changes)  # type: ignore[arg-type]


def strip(*cells: GridCell, columns: list[GridColumn] | None = None, writable: bool = True) -> str:
    row = GridRow(34, 1, "Ковалёв Даниил", list(cells), "4,27", 3, "")
    shown = columns or [column(day=date(2025, 12, 11)) for _ in cells]
    return render_row_cells(row, shown, writable=writable)


def test_a_comment_with_markup_stays_text() -> None:
    html = strip(GridCell(marks=(mark("4", comment='"><script>alert(1)</script>'),)))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'data-c="&quot;&gt;' in html


def test_a_value_with_markup_stays_text() -> None:
    html = strip(GridCell(absence="<i>", absence_version=2))
    assert "<i>" not in html
    assert "&lt;i&gt;" in html


def test_an_empty_cell_costs_nothing_but_its_tag() -> None:
    assert strip(GridCell(), GridCell()) == '<td class="ms"></td><td></td>'


@pytest.mark.parametrize(
    ("cell", "text", "tone"),
    [
        (GridCell(marks=(mark("4"), mark("5", slot=2))), "4/5", "m4"),
        (GridCell(marks=(mark("2"),)), "2", "m2"),
        (GridCell(absence="б", absence_version=1), "б", "a"),
        (GridCell(marks=(mark("4"),), absence="н", absence_version=1), "н\u00a04", "m4"),
    ],
)
def test_a_cell_shows_its_text_in_the_tone_of_the_lowest_mark(cell: GridCell, text: str, tone: str) -> None:
    html = strip(GridCell(), cell)
    assert f">{text}</td>" in html
    assert f'<td class="{tone}"' in html


def test_versions_of_erased_values_are_kept_for_the_next_entry() -> None:
    html = strip(GridCell(), GridCell(marks=(mark("", version=4),), absence_version=2))
    assert 'data-v="4"' in html
    assert 'data-va="2"' in html


def test_a_lone_second_mark_says_that_it_is_the_second() -> None:
    html = strip(GridCell(marks=(mark("", version=3), mark("5", slot=2, version=1))))
    assert 'data-s="2"' in html


def test_a_kind_of_its_own_goes_with_the_mark() -> None:
    assert 'data-w="homework"' in strip(GridCell(marks=(mark("5", work_type="homework"),)))


def test_columns_say_what_may_not_be_written() -> None:
    columns = [
        column(),
        column(is_future=True),
        column(is_cancelled=True),
        column(may_write=False),
        column(weight=Decimal(2)),
        column(day=date(2026, 1, 12)),
    ]
    assert column_classes(columns) == ["ms", "fut", "off", "lock", "work", "ms"]


def test_a_page_for_reading_is_not_grey_all_over() -> None:
    assert column_classes([column(), column(may_write=False)], writable=False) == ["ms", ""]


def test_a_pupil_not_in_the_class_that_day_has_a_closed_cell() -> None:
    assert strip(GridCell(), GridCell(outside=True)).endswith('<td class="out"></td>')


def test_the_quick_way_of_a_lone_mark_escapes_too() -> None:
    html = strip(GridCell(marks=(mark('5"><b>'),)))
    assert "<b>" not in html
    assert strip(GridCell(), GridCell(marks=(mark("5"),))).endswith('<td class="m5" data-v="1">5</td>')
