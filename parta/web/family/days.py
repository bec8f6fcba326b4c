"""Days of the diary as HTML, built by hand for speed: a week is some forty lines of a dozen conditions each.

What people typed is escaped here, and only here is text declared safe (as in `web/teaching/cells.py`).
"""

from collections.abc import Iterator
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from parta.domain.diary.queries import DiaryDay, DiaryHomework, DiaryLesson, DiaryMark, DiaryWeek
from parta.domain.journal.queries import AttachmentLine
from parta.web.family.signs import chip, fix, note, sentence
from parta.web.templatetags.parta import NBSP, day, day_short, duration, hour, icon, moment, weekday


def week_days(week: DiaryWeek) -> SafeString:
    """Every day as a page of a paper diary, today first."""
    return SafeString("".join(_day(week, one) for one in week.reading_order))


def _day(week: DiaryWeek, one: DiaryDay) -> str:
    at, today = one.day.isoformat(), " today" if one.is_today else ""
    lines = "".join(_line(week, lesson) for lesson in one.lessons)
    return (
        f'<section class="card day wd{one.day.isoweekday()}{today}" id="d{at}" aria-labelledby="h{at}">'
        f'<header><h2 id="h{at}">{sentence(weekday(one.day))} <small>{day(one.day)}</small></h2>{_tags(one)}</header>'
        f"{_load(one)}{_rest(one)}{f'<ol>{lines}</ol>' if lines else ''}{_extra(one.extra)}</section>"
    )


def _tags(one: DiaryDay) -> str:
    now = '<span class="tag info">сегодня</span>' if one.is_today else ""
    special = f'<span class="tag">{escape(one.special)}</span>' if one.special else ""
    starts = one.starts
    hours = f'<span class="end sm sec">{hour(starts)}–{hour(one.ends)}</span>' if starts else ""
    return now + special + hours


def _load(one: DiaryDay) -> str:
    minutes = one.homework_minutes
    return f'<p class="hw-sum">{icon("clock", 14)} Задано на {duration(minutes)}</p>' if minutes else ""


def _rest(one: DiaryDay) -> str:
    if one.rest:
        return f'<p class="rest">{icon("calendar-off", 18)} {escape(sentence(one.rest))}</p>'
    return "" if one.lessons else '<p class="rest">Уроков нет</p>'


def _extra(tasks: list[DiaryHomework]) -> str:
    if not tasks:
        return ""
    lines = "".join(
        _task(f"<b>{escape(task.subject)}:</b> {_said(task, day(task.set_on))}", task.files) for task in tasks
    )
    return f'<div class="extra"><h3>Ещё к этому дню</h3>{lines}</div>'


def _task(html: str, files: list[AttachmentLine]) -> str:
    return f'<p class="hw">{icon("book-open")}<span>{html}</span></p>{_files(files)}'


def _files(lines: list[AttachmentLine]) -> str:
    """Files and links, as `_attached.html` makes them; few lessons have any."""
    return render_to_string("web/shared/_attached.html", {"lines": lines}) if lines else ""


def _said(task: DiaryHomework, day_text: str) -> str:
    minutes = f"{task.minutes}{NBSP}мин, " if task.minutes else ""
    return f"{escape(task.text)} <small>{minutes}задано {day_text}</small>"


def _line(week: DiaryWeek, lesson: DiaryLesson) -> str:
    css = ' class="off"' if lesson.is_off else ' class="sub"' if lesson.change else ""
    marks = "".join(map(chip, lesson.marks))
    absent = f'<b class="mk abs" aria-hidden="true">{escape(lesson.absence.code)}</b>' if lesson.absence else ""
    return (
        f'<li{css}><span class="no"><span class="vh">Урок </span>{lesson.number}</span>'
        f'<div class="mid">{"".join(_middle(week, lesson))}</div><div class="mks">{marks}{absent}</div></li>'
    )


def _middle(week: DiaryWeek, lesson: DiaryLesson) -> Iterator[str]:
    if lesson.is_off:
        yield f'<h3><span class="vh">Отменён: </span><s>{escape(lesson.subject)}</s></h3>'
    else:
        yield _opened(week, lesson)
    if lesson.change:
        yield _change(lesson)
    if lesson.link:
        yield (
            f'<p class="chg"><a href="{escape(lesson.link)}" rel="noopener noreferrer" target="_blank">'
            f"{icon('video', 14)} Войти на дистанционный урок</a></p>"
        )
    if lesson.topic:
        yield f'<p class="topic"><span class="vh">Тема: </span>{escape(lesson.topic)}</p>'
    if lesson.resources:
        yield f'<p class="topic">Материалы урока:</p>{_files(lesson.resources)}'
    yield note(lesson.comment, lesson.teacher)
    yield from _homework(week, lesson)
    if lesson.absence:
        yield f'<p class="miss">{escape(sentence(lesson.absence.word))}</p>{note(lesson.absence.comment)}'
    if lesson.marks or lesson.withdrawn:
        yield from _of_marks(lesson)


def _opened(week: DiaryWeek, lesson: DiaryLesson) -> str:
    """The subject, which opens what is needed less often."""
    new = ' <span class="tag info">новое</span>' if lesson.is_new else ""
    now = ' <span class="tag ok">идёт урок</span>' if lesson.is_now else ""
    return (
        f'<details class="lsn"><summary><h3>{escape(lesson.subject)}{_kind(week, lesson)}{new}{now}</h3>'
        f'{icon("chevron-down", 14)}</summary><dl class="kv">{"".join(_facts(lesson))}</dl></details>'
    )


def _kind(week: DiaryWeek, lesson: DiaryLesson) -> str:
    if not lesson.kind_short:
        return ""
    coming = not lesson.topic and not lesson.marks and lesson.starts is not None and lesson.starts > week.made_at
    words = escape(lesson.kind_short) + (" будет" if coming else "")
    return f' <span class="tag kind" title="{escape(lesson.kind)}">{words}</span>'


def _facts(lesson: DiaryLesson) -> Iterator[str]:
    room = f", каб. {escape(lesson.room)}" if lesson.room else ""
    yield f"<dt>Время</dt><dd>{hour(lesson.starts)}–{hour(lesson.ends)}{room}</dd>"
    if lesson.teacher:
        yield f"<dt>Учитель</dt><dd>{escape(lesson.teacher)}</dd>"
    if lesson.kind:
        yield f"<dt>Работа</dt><dd>{escape(lesson.kind)}</dd>"
    for mark in lesson.marks:
        yield _fact(mark)
    given = lesson.homework_set
    if given:
        due = f"на {day(given.due_on)}: " if given.due_on else ""
        yield f"<dt>Задано</dt><dd>{due}{escape(given.text)}</dd>"
    elif lesson.nothing_set:
        yield "<dt>Задано</dt><dd>на дом ничего не задано</dd>"


def _fact(mark: DiaryMark) -> str:
    title = "Долг" if mark.owed else f"Отметка {escape(mark.value)}"
    weight = f"вес {mark.weight_text}" if mark.counts else "в средний балл не входит"
    reason = f". Причина исправления: {escape(mark.correction_reason)}" if mark.correction_reason else ""
    return (
        f"<dt>{title}</dt><dd>{escape(mark.kind)}, {'работа не сдана' if mark.owed else weight}. "
        f"{escape(mark.teacher)}, {moment(mark.at)}{reason}</dd>"
    )


def _change(lesson: DiaryLesson) -> str:
    detail = escape(lesson.change_text)
    if lesson.change == "замена":
        room = f", каб. {escape(lesson.room)}" if lesson.room else ""
        said = f"Замена: {escape(lesson.teacher)}{room}" + (f" <small>({detail})</small>" if detail else "")
    else:
        said = escape(sentence(lesson.change)) + (f": {detail}" if detail else "")
    return f'<p class="chg">{icon("arrow-left-right", 14)}<span>{said}</span></p>'


def _homework(week: DiaryWeek, lesson: DiaryLesson) -> Iterator[str]:
    """What to do for the lesson, and what was given at it when no line of the week says so."""
    for task in lesson.homework_due:
        yield _task(f'<span class="vh">Домашнее задание: </span>{_said(task, day_short(task.set_on))}', task.files)
    given = lesson.homework_set
    if given and (given.due_on is None or given.due_on > week.last):
        when = f"На {day_short(given.due_on)}" if given.due_on else "Задано"
        yield _task(f"<b>{when}:</b> {escape(given.text)}", given.files)


def _of_marks(lesson: DiaryLesson) -> Iterator[str]:
    """Comments, debts, second tries and corrections, each sort together."""
    for mark in lesson.marks:
        yield note(mark.comment, mark.teacher)
    for mark in lesson.marks:
        if mark.owed:
            yield fix("Не сдана работа", "clock")
        elif mark.first:
            yield fix(f"Пересдача: {escape(mark.first)} → {escape(mark.value)}")
    for mark in lesson.marks:
        if mark.correction:
            yield fix(escape(sentence(mark.correction)))
    for mark in lesson.withdrawn:
        reason = f": {mark.correction_reason}" if mark.correction_reason else ""
        by = f' <span class="by">{escape(mark.teacher)}</span>'
        yield fix(escape(sentence(mark.correction) + reason) + by)
