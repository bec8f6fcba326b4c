"""Marks of a period as HTML, built by hand for speed: a pupil has hundreds, each with its story.

What people typed is escaped here, and only here is text declared safe (as in `web/teaching/cells.py`).
"""

from datetime import date
from html import escape

from django.utils.safestring import SafeString

from parta.domain.diary.queries import AbsenceLine, DiaryMark, MarkLine, SubjectMarks
from parta.lib import clock
from parta.web.templatetags.parta import day_weekday, icon, moment, nth_lesson


def chip(mark: MarkLine | DiaryMark, size: str = "") -> str:
    """One mark; said in full to a screen reader. The same as `_mark.html`."""
    signs = (
        "mk",
        "owed" if mark.owed else f"m{mark.value}",
        "" if mark.counts else "nc",
        "w2" if mark.is_heavy else "",
    )
    words = " ".join(word for word in (*signs, size) if word)
    kind = escape(mark.kind)
    debt = ", не сдана работа" if mark.owed else "" if mark.counts else ", не входит в средний балл"
    heard = f'<span class="vh"> — {kind.lower()}{debt}</span>'
    return f'<b class="{escape(words)}" title="{kind}">{escape(mark.sign)}{heard}</b>'


def row_of_chips(line: SubjectMarks) -> SafeString:
    """The marks of a subject in a row."""
    return SafeString("".join(chip(mark, "s") for mark in line.marks))


def stories(line: SubjectMarks) -> SafeString:
    """What stands behind the marks and absences of a subject."""
    today = clock.today()
    parts = [_story(mark, today) for mark in line.marks] + [_absence(one) for one in line.absences]
    return SafeString(f'<ul class="md">{"".join(parts)}</ul>')


def _story(mark: MarkLine, today: date) -> str:
    weight = (
        f"Вес {mark.weight_text}" if mark.counts else "Не сдана работа" if mark.owed else "В средний балл не входит"
    )
    topic = f"<p>Тема: {escape(mark.content)}</p>" if mark.content else ""
    return (
        f"<li>{chip(mark)}<div><p><b>{escape(mark.kind)}</b>, {day_weekday(mark.day)}</p>{topic}"
        f'<p class="by">{weight} · {escape(mark.teacher)}, {moment(mark.at, today)}</p>'
        f"{_resit(mark)}{_correction(mark)}{note(mark.comment)}</div></li>"
    )


def _absence(one: AbsenceLine) -> str:
    return (
        f'<li><b class="mk abs" aria-hidden="true">{escape(one.code)}</b><div>'
        f"<p>{escape(sentence(one.word))}, {day_weekday(one.day)}, {nth_lesson(one.number)}</p>"
        f"{note(one.comment)}</div></li>"
    )


def _resit(mark: MarkLine) -> str:
    return fix(f"Пересдача: {escape(mark.first)} → {escape(mark.value)}") if mark.first else ""


def _correction(mark: MarkLine) -> str:
    if not mark.correction:
        return ""
    reason = f": {mark.correction_reason}" if mark.correction_reason else ""
    return fix(escape(sentence(mark.correction) + reason))


def sentence(words: str) -> str:
    """With a capital letter, not escaped yet."""
    return words[:1].upper() + words[1:]


def fix(html: str, sign: str = "pencil") -> str:
    """A line about a change; `html` is escaped already."""
    return f'<p class="fix">{icon(sign, 14)}<span>{html}</span></p>'


def note(comment: str, teacher: str = "") -> str:
    """What a teacher wrote, with the name where it does not stand beside; «» without a comment."""
    by = f' <span class="by">{escape(teacher)}</span>' if teacher else ""
    return f'<p class="note">{icon("message-square", 14)}<span>{escape(comment)}{by}</span></p>' if comment else ""
