"""Settings of marks, plans and groups (requirements.md §2.3)."""

from typing import Annotated

from parta.domain.regulation import choices as c
from parta.domain.regulation.choices import Theme
from parta.domain.regulation.rules.about import About
from parta.domain.regulation.rules.values import MarksByHours, MinutesByGrade, Rounding, Value

_ALLOWED = ("допускается", "не допускается")


class MarksPlansGroups(Value):
    """What may be marked, how a period is assessed, how plans and groups are kept."""

    mark_scale: Annotated[
        c.MarkScale, About("Шкала отметок", "Какими отметками пользуется школа.", Theme.MARKS, ours=True)
    ]
    mark_one_allowed: Annotated[
        bool,
        About(
            "Отметка «1»",
            "Ставят ли единицу по пятибалльной шкале.",
            Theme.MARKS,
            words=("ставят", "не ставят"),
            ours=True,
        ),
    ]
    final_mark_rounding: Annotated[
        Rounding,
        About(
            "Округление итоговой",
            "С какого среднего журнал предлагает 5, 4 и 3; решает учитель.",
            Theme.FINALS,
            ours=True,
        ),
    ]
    last_control_two_blocks: Annotated[
        bool,
        About(
            "«2» за последнюю контрольную",
            "Мешает ли «2» за последнюю контрольную периода округлить среднее вверх.",
            Theme.FINALS,
            words=("не даёт округлить вверх", "не мешает"),
            ours=True,
        ),
    ]
    year_mark_rule: Annotated[
        c.YearMarkRule,
        About("Годовая отметка", "Из чего журнал предлагает отметку за год; решает учитель.", Theme.FINALS, ours=True),
    ]
    final_mark_9_rule: Annotated[
        c.NinthFinalRule,
        About("Итоговая в 9 классе", "Из чего складывается отметка в аттестат за 9 класс.", Theme.FINALS, ours=True),
    ]
    final_mark_11_rule: Annotated[
        c.EleventhFinalRule,
        About("Итоговая в 11 классе", "Из чего складывается отметка в аттестат за 11 класс.", Theme.FINALS, ours=True),
    ]
    final_deviation_reason: Annotated[
        bool,
        About(
            "Итоговая не как предложена",
            "Отметку, которая расходится с текущими, учитель обосновывает.",
            Theme.FINALS,
            words=("с причиной", "без причины"),
            ours=True,
        ),
    ]
    shown_final_reason: Annotated[
        bool,
        About(
            "Исправление итоговой, которую видит семья",
            "Отметка видна семье сразу; с причиной её меняют с этого часа или только когда прошёл срок.",
            Theme.FINALS,
            words=("с причиной", "без причины до срока"),
            ours=True,
        ),
    ]
    exam_mark_grades: Annotated[
        tuple[c.Grade, ...],
        About(
            "Классы с графой «экзамен»",
            "Где в журнале есть графа экзаменационной отметки: выпускные классы и классы с переводными экзаменами.",
            Theme.FINALS,
            empty="ни в одном",
            ours=True,
        ),
    ]
    final_mark_grades: Annotated[
        tuple[c.Grade, ...],
        About(
            "Классы с итоговой отметкой",
            "Где после годовой ставят и итоговую; с экзаменом она складывается, как в 9 классе.",
            Theme.FINALS,
            empty="ни в одном",
            ours=True,
        ),
    ]
    pass_fail_subjects: Annotated[
        tuple[str, ...],
        About(
            "Предметы с зачётом",
            "По этим предметам за период и год ставят «зачёт» или «незачёт».",
            Theme.FINALS,
            empty="нет таких предметов",
            ours=True,
        ),
    ]
    final_warning_weeks: Annotated[
        int,
        About(
            "Когда предупреждать о нехватке отметок",
            "За сколько недель до конца периода журнал впервые называет учеников, у которых не хватает отметок.",
            Theme.FINALS,
            noun=("неделя", "недели", "недель"),
            empty="не предупреждать",
            ours=True,
        ),
    ]
    final_warning_last_weeks: Annotated[
        int,
        About(
            "Последнее предупреждение о нехватке отметок",
            "За сколько недель до конца периода предупреждение становится срочным.",
            Theme.FINALS,
            noun=("неделя", "недели", "недель"),
            empty="не предупреждать",
            ours=True,
        ),
    ]
    unmarked_weeks: Annotated[
        int,
        About(
            "Давно без отметки",
            "Через сколько учебных недель без отметки по предмету журнал называет ученика учителю.",
            Theme.MARKS,
            noun=("неделя", "недели", "недель"),
            empty="не называть",
            ours=True,
        ),
    ]
    na_mark_allowed: Annotated[
        bool,
        About("«н/а» в итоговых", "Можно ли поставить «н/а» вместо итоговой отметки.", Theme.FINALS, words=_ALLOWED),
    ]
    osv_mark_allowed: Annotated[
        bool, About("«осв.» в журнале", "Можно ли записать «осв.» вместо отметки.", Theme.MARKS, words=_ALLOWED)
    ]
    deferral_allowed: Annotated[
        bool,
        About("Отсрочка итоговой отметки", "Можно ли перенести срок аттестации ученика.", Theme.FINALS, words=_ALLOWED),
    ]
    deferral_reasons: Annotated[
        tuple[c.DeferralReason, ...],
        About("Причины отсрочки", "Из-за чего переносят срок аттестации.", Theme.FINALS),
    ]
    deferral_requires_order: Annotated[
        bool,
        About(
            "Приказ об отсрочке",
            "Нужен ли приказ школы, чтобы продлить срок.",
            Theme.FINALS,
            words=("нужен", "не нужен"),
        ),
    ]
    deferral_makeup_forms: Annotated[
        tuple[c.MakeupForm, ...],
        About("Как сдают материал", "В какой форме ученик сдаёт материал после отсрочки.", Theme.FINALS),
    ]
    final_mark_for_every_student: Annotated[
        bool,
        About(
            "Итоговая каждому",
            "У каждого ученика в конце периода стоит отметка или оформлена отсрочка.",
            Theme.FINALS,
            words=("обязательна", "не обязательна"),
        ),
    ]
    final_mark_kinds: Annotated[
        tuple[c.FinalMarkKind, ...],
        About("Виды итоговых отметок", "Какие итоговые отметки ставит учитель.", Theme.FINALS),
    ]
    min_marks_per_period: Annotated[
        c.MinMarksRule,
        About(
            "Достаточно ли отметок за период",
            "Проверяет ли журнал, хватает ли текущих отметок для итоговой.",
            Theme.FINALS,
        ),
    ]
    min_marks_by_weekly_hours: Annotated[
        MarksByHours,
        About(
            "Сколько отметок нужно",
            "Число отметок за период в зависимости от часов предмета в неделю.",
            Theme.FINALS,
            ours=True,
        ),
    ]
    mandatory_work_kinds: Annotated[
        tuple[c.WorkNature, ...],
        About("Работы, обязательные для итоговой", "Знания по каким работам обязательно учитывают.", Theme.MARKS),
    ]
    emphasis_subjects: Annotated[
        tuple[str, ...],
        About(
            "Предметы особого внимания",
            "По этим предметам число и виды отметок проверяют в первую очередь.",
            Theme.MARKS,
        ),
    ]
    work_kind_weights_set_by: Annotated[
        c.Office, About("Кто задаёт вес работ", "Кто устанавливает вес видов работ в журнале.", Theme.MARKS)
    ]
    brought_marks_count: Annotated[
        bool,
        About(
            "Отметки из другой школы",
            "Считать ли в среднем балле отметки, которые ученик привёз из санатория или другой школы.",
            Theme.MARKS,
            words=("входят в средний балл", "только показаны"),
            ours=True,
        ),
    ]
    pe_medical_group_rule: Annotated[
        c.MedicalGroupRule,
        About("Физкультура и справка", "Как оценивают ученика со справкой о медицинской группе.", Theme.MARKS),
    ]
    grade1_marks_allowed: Annotated[
        bool,
        About("Отметки в 1 классе", "Ставят ли отметки первоклассникам.", Theme.MARKS, words=("ставят", "не ставят")),
    ]
    grade1_homework_allowed: Annotated[
        bool,
        About(
            "Задания на дом в 1 классе",
            "Записывают ли первоклассникам домашнее задание.",
            Theme.MARKS,
            words=("записывают", "не записывают"),
        ),
    ]
    homework_minutes_a_day: Annotated[
        MinutesByGrade,
        About(
            "Домашних заданий в день",
            "Сколько минут в день могут занять задания по всем предметам вместе; журнал предупреждает учителя.",
            Theme.PLANS,
            ours=True,
        ),
    ]
    grade1_records: Annotated[
        tuple[c.GradeOneRecord, ...], About("Что ведут в 1 классе", "Какие записи есть в первом классе.", Theme.MARKS)
    ]
    journal_language: Annotated[
        c.JournalLanguage,
        About(
            "Язык записей",
            "На каком языке записывают темы и задания; о другом языке журнал только предупреждает.",
            Theme.PLANS,
        ),
    ]
    work_topic_required_for: Annotated[
        tuple[c.WorkNature, ...],
        About("У каких работ записывают тему", "Для них нужна не только тема урока, но и тема работы.", Theme.PLANS),
    ]
    ktp_hours_must_equal_curriculum: Annotated[
        bool,
        About(
            "Часы КТП и учебного плана",
            "Должны ли часы тематического плана совпадать с учебным планом.",
            Theme.PLANS,
            words=("совпадают", "могут расходиться"),
        ),
    ]
    group_split_when: Annotated[
        c.SplitMoment, About("Деление на группы", "Когда класс делят на учебные группы.", Theme.PLANS)
    ]
    group_transfer_by: Annotated[
        c.Office, About("Кто переводит между группами", "Кто меняет группу ученика.", Theme.PLANS)
    ]
    group_transfer_when: Annotated[
        c.TransferMoment,
        About("Когда переводят между группами", "Первое место новичка в группе переводом не считается.", Theme.PLANS),
    ]
    lesson_statistics_required: Annotated[
        bool,
        About(
            "Статистика уроков",
            "Сверяют ли проведённые уроки с планом, по видам и по результатам.",
            Theme.PLANS,
            words=("ведётся", "не ведётся"),
        ),
    ]
    summary_sheet_mode: Annotated[
        c.SummaryMode, About("Сводная ведомость", "Как получается сводная ведомость класса.", Theme.FINALS)
    ]

    @property
    def mark_values(self) -> tuple[str, ...]:
        """Marks that may stand in a cell, best first: «5», «4», «3», «2» in the default scale."""
        if self.mark_scale is c.MarkScale.FIVE_POINT:
            return ("5", "4", "3", "2", "1") if self.mark_one_allowed else ("5", "4", "3", "2")
        top, low = (10, 1) if self.mark_scale is c.MarkScale.TEN_POINT else (100, 0)
        return tuple(str(value) for value in range(top, low - 1, -1))
