"""Settings of the entry deadlines (requirements.md §2.2)."""

from typing import Annotated

from parta.domain.regulation import choices as c
from parta.domain.regulation.choices import TermUnit, Theme
from parta.domain.regulation.rules.about import LESSON_UNITS, About
from parta.domain.regulation.rules.values import FinalWindow, Repeat, Term, Value, YearDay

_HOMEWORK_UNITS = (TermUnit.AFTER_CLASS, *LESSON_UNITS)


class EntryDeadlines(Value):
    """When each record of the journal is due."""

    journal_update_interval: Annotated[
        c.UpdateInterval,
        About("Актуальность журнала", "Как часто журнал приводят в актуальное состояние.", Theme.DEADLINES),
    ]
    lesson_entry_deadline: Annotated[
        Term,
        About(
            "Запись урока",
            "До какого времени учитель записывает тему и отмечает отсутствующих.",
            Theme.DEADLINES,
            units=LESSON_UNITS,
        ),
    ]
    late_lesson_entry_deadline: Annotated[
        Term,
        About(
            "Урок кончился позже этого времени",
            "Срок записи, когда урок второй смены кончился после общего срока.",
            Theme.DEADLINES,
            units=LESSON_UNITS,
            ours=True,
        ),
    ]
    lesson_mark_deadline: Annotated[
        Term,
        About(
            "Отметки за урок",
            "До какого времени ставят отметки за работу на уроке.",
            Theme.DEADLINES,
            units=LESSON_UNITS,
        ),
    ]
    attendance_entry_by: Annotated[
        tuple[c.AttendanceEntry, ...],
        About("Кто отмечает посещаемость", "Кто записывает отсутствующих.", Theme.DEADLINES),
    ]
    absence_reason_set_by: Annotated[
        tuple[c.Office, ...],
        About(
            "Кто указывает причину отсутствия", "Кто записывает, почему ученика не было.", Theme.DEADLINES, ours=True
        ),
    ]
    health_signs_in_journal: Annotated[
        bool,
        About(
            "Болезнь в журнале",
            "Видят ли учителя, что ученик болел, или в их журналах стоит «у», а причину знает классный руководитель.",
            Theme.DEADLINES,
            words=("учителя видят знак болезни", "учителя видят «у», причину знает классный руководитель"),
            ours=True,
        ),
    ]
    attendance_check_by_homeroom: Annotated[
        Repeat,
        About("Проверка посещаемости", "Как часто классный руководитель проверяет пропуски класса.", Theme.DEADLINES),
    ]
    homework_entry_deadline: Annotated[
        Term,
        About(
            "Домашнее задание", "До какого времени записывают домашнее задание.", Theme.DEADLINES, units=_HOMEWORK_UNITS
        ),
    ]
    homework_optional: Annotated[
        bool,
        About(
            "Урок без домашнего задания",
            "Можно ли отметить «не задано»; нарушением это не считается.",
            Theme.DEADLINES,
            words=("можно", "нельзя"),
        ),
    ]
    control_work_mark_deadline: Annotated[
        Term, About("Отметки за контрольную", "Срок со дня контрольной работы.", Theme.DEADLINES)
    ]
    written_work_mark_deadline: Annotated[
        Term,
        About(
            "Отметки за письменную работу",
            "Крайний срок со дня работы, сочинения 10–11 классов тоже; цель — "
            "поставить их в день, когда проверка закончена.",
            Theme.DEADLINES,
        ),
    ]
    external_diagnostic_mark_deadline: Annotated[
        Term,
        About("Результаты внешней диагностики", "Срок с момента, когда школа получила результаты.", Theme.DEADLINES),
    ]
    final_marks_deadline: Annotated[
        FinalWindow,
        About("Итоговые отметки", "Когда ставят отметки за период; дата в приказе школы важнее.", Theme.FINALS),
    ]
    entry_places: Annotated[
        tuple[c.EntryPlace, ...],
        About("Где заполняют журнал", "С каких мест учителя вносят записи.", Theme.DEADLINES),
    ]
    roster_due_date: Annotated[
        YearDay,
        About("Списки классов и учителей", "К какому дню секретарь передаёт списки администратору.", Theme.DEADLINES),
    ]
    roster_change_notice_within: Annotated[
        Term,
        About("Изменения в списках", "За какое время секретарь сообщает о прибывших и выбывших.", Theme.DEADLINES),
    ]
    year_setup_due_date: Annotated[
        YearDay,
        About(
            "Журнал готов к году",
            "К какому дню журнал настроен на новый год; записи первых дней сентября не "
            "считаются опоздавшими раньше этого дня.",
            Theme.DEADLINES,
        ),
    ]
    personal_data_check_period: Annotated[
        Repeat,
        About(
            "Сверка данных учеников",
            "Как часто классный руководитель сверяет данные учеников и родителей.",
            Theme.DEADLINES,
        ),
    ]
    timetable_scheme_by_homeroom: Annotated[
        bool,
        About(
            "Схема расписания",
            "Готовит ли её в начале года классный руководитель вместе с администратором журнала.",
            Theme.DEADLINES,
            words=("с классным руководителем", "без классного руководителя"),
            ours=True,
        ),
    ]
    late_window_days: Annotated[
        int,
        About(
            "Сколько дней принимаются опоздавшие записи",
            "Запись после срока принимается и помечается; потом клетка закрыта. Ноль закрывает её сразу.",
            Theme.DEADLINES,
            empty="нисколько, клетка закрывается в срок",
            noun=("день", "дня", "дней"),
            ours=True,
        ),
    ]
    late_correction_needs_reason: Annotated[
        bool,
        About(
            "Исправление после срока",
            "Нужна ли причина, чтобы исправить отметку после её срока.",
            Theme.DEADLINES,
            words=("с указанием причины", "без причины"),
            ours=True,
        ),
    ]
    closed_entry_opened_by: Annotated[
        tuple[c.Office, ...],
        About(
            "Кто открывает закрытую запись",
            "К кому идти, когда срок и дни опоздания прошли.",
            Theme.DEADLINES,
            ours=True,
        ),
    ]
    offline_entry_limit: Annotated[
        Term,
        About(
            "Записи без сети",
            "Сколько времени запись, сделанная без сети, судят по времени ввода.",
            Theme.DEADLINES,
            units=(TermUnit.MINUTES, TermUnit.HOURS),
            ours=True,
        ),
    ]
