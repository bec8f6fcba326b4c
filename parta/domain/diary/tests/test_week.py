"""The week of one pupil: own lessons only, homework on the day it is due, every change and day off by name."""

from datetime import date, timedelta

from pytest_django import DjangoAssertNumQueries

from parta.domain.diary.queries import DiaryDay, DiaryLesson, DiaryWeek, diary_week, student_marks
from parta.domain.diary.tests.cast import FRIDAY, MONDAY, NEXT_MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast, noon
from parta.domain.journal.models import Homework, Mark
from parta.domain.regulation.actions import adopt_profile, change_setting
from parta.domain.school.choices import DayKind
from parta.domain.school.models import CalendarException, Enrollment, GroupMembership, Student
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.models import Lesson
from parta.lib import clock

QUERIES = 11


def _week(cast: Cast, student: Student | None = None, day: date = THURSDAY) -> DiaryWeek:
    student = student or cast.daniil
    return diary_week(student.user, student, day)


def _day(week: DiaryWeek, day: date) -> DiaryDay:
    return next(one for one in week.days if one.day == day)


def _line(week: DiaryWeek, day: date, subject: str) -> DiaryLesson:
    return next(one for one in _day(week, day).lessons if one.subject == subject)


def test_a_mark_is_there_at_the_next_opening_with_what_it_is_for(cast: Cast) -> None:
    lesson = cast.lessons["algebra_thursday"]
    assert _line(_week(cast), THURSDAY, "Алгебра").marks == []
    cast.enter(lesson, "topic", "Формулы сокращённого умножения")
    cast.mark(lesson, cast.daniil, "4", work_type="control", comment="Проверь знаки")
    line = _line(_week(cast), THURSDAY, "Алгебра")
    (mark,) = line.marks
    assert (mark.value, mark.kind, mark.weight_text, mark.comment) == ("4", "Контрольная работа", "2", "Проверь знаки")
    assert mark.teacher == "Крылова\u00a0Е.\u00a0А."
    assert line.topic == "Формулы сокращённого умножения"


def test_an_erased_mark_is_gone(cast: Cast) -> None:
    lesson = cast.lessons["algebra_thursday"]
    cast.mark(lesson, cast.daniil, "2")
    cast.mark(lesson, cast.daniil, "", base=1)
    assert _line(_week(cast), THURSDAY, "Алгебра").marks == []


def test_marks_and_absences_of_a_classmate_are_not_in_the_diary(cast: Cast) -> None:
    cast.mark(cast.lessons["algebra_thursday"], cast.maria, "2", comment="Только Марии")
    cast.absent(cast.lessons["russian_thursday"], cast.maria, "б", "Справка")
    week = _week(cast)
    assert week.marks == []
    assert week.missed == 0
    assert "Марии" not in repr(week)


def test_only_lessons_of_the_own_group_are_shown(cast: Cast) -> None:
    week = _week(cast)
    english = [one for one in _day(week, THURSDAY).lessons if one.subject == "Английский язык"]
    assert [one.teacher for one in english] == ["Ким\u00a0А.\u00a0С."]


def test_a_change_of_group_counts_from_its_day(cast: Cast) -> None:
    GroupMembership.objects.filter(student=cast.daniil).update(valid_to=WEDNESDAY)
    GroupMembership.objects.create(student=cast.daniil, group=cast.english_two, valid_from=THURSDAY)
    week = _week(cast)
    assert _line(week, THURSDAY, "Английский язык").teacher == "Лось\u00a0И.\u00a0О."
    assert [one.subject for one in _day(week, FRIDAY).lessons] == ["Русский язык"]


def test_homework_stands_on_the_day_it_is_due_and_says_when_it_was_set(cast: Cast) -> None:
    cast.homework(cast.lessons["algebra_monday"], "§ 20, № 467", THURSDAY)
    week = _week(cast)
    (task,) = _line(week, THURSDAY, "Алгебра").homework_due
    assert (task.text, task.set_on, task.due_on) == ("§ 20, № 467", MONDAY, THURSDAY)
    assert _line(week, MONDAY, "Алгебра").homework_due == []
    given = _line(week, MONDAY, "Алгебра").homework_set
    assert given is not None
    assert given.text == "§ 20, № 467"


def test_homework_due_on_a_day_without_the_subject_is_not_lost(cast: Cast) -> None:
    cast.homework(cast.lessons["algebra_monday"], "Проект", WEDNESDAY)
    assert [task.text for task in _day(_week(cast), WEDNESDAY).extra] == ["Проект"]


def test_homework_of_the_other_group_is_not_shown(cast: Cast) -> None:
    cast.homework(cast.lessons["english_other"], "WB p. 40", FRIDAY)
    assert _day(_week(cast), FRIDAY).homework == []


def test_homework_over_the_weekend_is_announced_with_its_day(cast: Cast) -> None:
    cast.homework(cast.lessons["algebra_thursday"], "§ 21", NEXT_MONDAY)
    coming = _week(cast).coming
    assert coming is not None
    assert coming.day == NEXT_MONDAY
    assert coming.subjects == "Алгебра"


def test_a_pupil_who_came_today_sees_the_homework_set_before(cast: Cast) -> None:
    cast.homework(cast.lessons["algebra_monday"], "§ 20", THURSDAY)
    Enrollment.objects.filter(student=cast.daniil).update(valid_from=THURSDAY)
    week = _week(cast)
    assert [task.text for task in _day(week, THURSDAY).homework] == ["§ 20"]
    assert _day(week, MONDAY).lessons == []


def test_absence_is_told_in_words_that_fit_everybody(cast: Cast) -> None:
    cast.absent(cast.lessons["algebra_thursday"], cast.daniil, "б", "справка")
    cast.absent(cast.lessons["russian_thursday"], cast.daniil, "оп")
    week = _week(cast)
    absence = _line(week, THURSDAY, "Алгебра").absence
    assert absence is not None
    assert (absence.word, absence.comment) == ("пропуск по болезни", "справка")
    assert (week.missed, week.late) == (1, 1)


def test_substitution_cancellation_and_move_are_seen(cast: Cast) -> None:
    deputy, lessons = cast.school.deputy, cast.lessons
    timetable.substitute_lesson(deputy, lesson=lessons["algebra_thursday"], teacher=cast.belykh)
    timetable.cancel_lesson(deputy, lesson=lessons["russian_friday"], reason="Олимпиада")
    timetable.move_lesson(deputy, lesson=lessons["english_friday"], day=TUESDAY, number=6)
    week = _week(cast)
    algebra = _line(week, THURSDAY, "Алгебра")
    assert (algebra.change, algebra.teacher) == ("замена", "Белых\u00a0Н.\u00a0П.")
    russian = _line(week, FRIDAY, "Русский язык")
    assert (russian.change, russian.change_text, russian.is_off) == ("урока не будет", "Олимпиада", True)
    english = _line(week, FRIDAY, "Английский язык")
    assert english.is_off
    assert "9\u00a0декабря" in english.change_text
    assert _line(week, TUESDAY, "Английский язык").change == "перенос"


def test_days_off_have_their_names(cast: Cast) -> None:
    holidays = _week(cast, day=date(2026, 1, 5))
    assert {day.rest for day in holidays.days} == {"зимние каникулы"}
    november = _week(cast, day=date(2025, 11, 4))
    assert _day(november, date(2025, 11, 4)).rest == "День народного единства"


def test_a_working_saturday_with_lessons_is_in_the_week_and_named(cast: Cast) -> None:
    saturday = date(2025, 12, 13)
    CalendarException.objects.create(day=saturday, kind=DayKind.SCHOOL_DAY, title="рабочая суббота", as_weekday=1)
    cast.lesson(cast.algebra, saturday, 1)
    day = _day(_week(cast), saturday)
    assert day.special == "рабочая суббота"
    assert [one.subject for one in day.lessons] == ["Алгебра"]


def test_a_phone_reads_today_first_and_past_days_last(cast: Cast) -> None:
    assert [day.day for day in _week(cast).reading_order] == [THURSDAY, FRIDAY, MONDAY, TUESDAY, WEDNESDAY]


def test_the_lesson_that_goes_on_and_the_next_one_are_named(cast: Cast) -> None:
    with clock.frozen_at(noon(hour=10, minute=30)):
        week = _week(cast)
    assert week.now is not None
    assert week.now.subject == "Алгебра"
    assert week.next is not None
    assert week.next.subject == "Русский язык"


def test_the_topic_of_a_lesson_to_come_is_not_told_beforehand(cast: Cast) -> None:
    cast.enter(cast.lessons["russian_friday"], "topic", "Контрольный диктант")
    assert _line(_week(cast), FRIDAY, "Русский язык").topic == ""


def test_grade_one_has_topics_and_attendance_and_says_why_nothing_else(cast: Cast) -> None:
    adopt_profile(cast.school.administrator, year=2025, profile="full-act-2021", reason="Положение школы")
    lesson = cast.lessons["reading"]
    cast.enter(lesson, "topic", "Буква Ш")
    cast.absent(lesson, cast.vera, "оп")
    week = _week(cast, cast.vera)
    line = _line(week, THURSDAY, "Обучение грамоте")
    assert line.topic == "Буква Ш"
    assert line.absence is not None
    assert week.policy.notice == "В 1 классе нет отметок и домашних заданий."
    assert week.policy.clause == "п. 3.7"


def test_a_school_that_sets_homework_in_grade_one_shows_it(cast: Cast) -> None:
    change_setting(
        cast.school.administrator, year=2025, name="grade1_homework_allowed", value=True, reason="Решение педсовета"
    )
    cast.homework(cast.lessons["reading"], "Прописи", FRIDAY)
    week = _week(cast, cast.vera)
    assert [task.text for task in _day(week, FRIDAY).homework] == ["Прописи"]
    assert week.policy.notice == "В 1 классе нет отметок."


def test_marks_and_homework_that_got_into_grade_one_stay_hidden(cast: Cast) -> None:
    _force(cast)
    week = diary_week(cast.mother, cast.vera, THURSDAY)
    assert week.marks == []
    assert [day.homework for day in week.days if day.homework] == []
    assert _line(week, THURSDAY, "Обучение грамоте").homework_set is None
    assert week.coming is None


def _force(cast: Cast) -> None:
    """Rows that no operation would write: an import from elsewhere, or a rule changed in the middle of the year."""
    entered = {"entered_by": cast.belykh.user, "entered_at": clock.now()}
    Mark.objects.create(lesson=cast.lessons["reading"], student=cast.vera, value="5", **entered)
    Homework.objects.create(lesson=cast.lessons["reading"], text="Прописи", due_on=FRIDAY, **entered)


def test_a_pupil_without_a_class_has_an_empty_week(cast: Cast) -> None:
    Enrollment.objects.filter(student=cast.daniil).delete()
    GroupMembership.objects.filter(student=cast.daniil).delete()
    week = _week(cast)
    assert week.school_class is None
    assert all(day.lessons == [] for day in week.days)


def test_the_number_of_statements_does_not_grow_with_the_week(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, 8):
        for day in (MONDAY + timedelta(days=shift) for shift in range(3)):
            if number not in (2, 3):
                cast.mark(cast.lesson(cast.algebra, day, number), cast.daniil, "5")
    with django_assert_max_num_queries(QUERIES):
        assert len(_week(cast).marks) == 15


def _corrected(cast: Cast, value: str) -> Lesson:
    """A three of Tuesday, changed on Wednesday evening, after its deadline."""
    lesson = cast.lesson(cast.algebra, TUESDAY, 6)
    with clock.frozen_at(lesson.ends):
        cast.mark(lesson, cast.daniil, "3")
    with clock.frozen_at(clock.at(WEDNESDAY, 18)):
        cast.mark(lesson, cast.daniil, value, base=1, reason="Ошибка при проверке")
    return lesson


def test_a_mark_corrected_after_its_deadline_is_shown_as_old_and_new(cast: Cast) -> None:
    lesson = _corrected(cast, "4")
    line = next(one for one in _day(_week(cast), TUESDAY).lessons if one.lesson_id == lesson.pk)
    (mark,) = line.marks
    assert (mark.value, mark.correction, mark.correction_reason) == ("4", "исправлено: 3 → 4", "Ошибка при проверке")
    algebra = next(one for one in student_marks(cast.daniil).subjects if one.subject == "Алгебра")
    assert "исправлено: 3 → 4" in [one.correction for one in algebra.marks]


def test_a_mark_taken_back_after_its_deadline_does_not_vanish_silently(cast: Cast) -> None:
    lesson = _corrected(cast, "")
    line = next(one for one in _day(_week(cast), TUESDAY).lessons if one.lesson_id == lesson.pk)
    assert line.marks == []
    assert [one.correction for one in line.withdrawn] == ["отметка 3 снята"]
