"""Reads of the diary, by screen."""

from parta.domain.diary.queries.access import ONE_VISIT, diary_for, last_visit
from parta.domain.diary.queries.belonging import Belonging, belonging_of
from parta.domain.diary.queries.calendar import DaySpan, StudentCalendar, student_calendar
from parta.domain.diary.queries.changes import child_sight
from parta.domain.diary.queries.files import diary_attachment
from parta.domain.diary.queries.lessons import lessons_of
from parta.domain.diary.queries.lines import (
    ComingHomework,
    DiaryAbsence,
    DiaryDay,
    DiaryHomework,
    DiaryLesson,
    DiaryMark,
    DiarySpan,
    DiaryWeek,
)
from parta.domain.diary.queries.marks import AbsenceLine, MarkLine, StudentMarks, SubjectMarks, student_marks
from parta.domain.diary.queries.news import news_since
from parta.domain.diary.queries.news_line import News
from parta.domain.diary.queries.notes import DiaryNote
from parta.domain.diary.queries.policy import DiaryPolicy, policy_of
from parta.domain.diary.queries.prospects import prospects_of, shows_forecast
from parta.domain.diary.queries.teachers import ChildTeachers, SubjectTeachers, teachers_of
from parta.domain.diary.queries.week import diary_span, diary_week
from parta.domain.diary.queries.year_prospects import shows_year, year_prospects_of

__all__ = [
    "ONE_VISIT",
    "AbsenceLine",
    "Belonging",
    "ChildTeachers",
    "ComingHomework",
    "DaySpan",
    "DiaryAbsence",
    "DiaryDay",
    "DiaryHomework",
    "DiaryLesson",
    "DiaryMark",
    "DiaryNote",
    "DiaryPolicy",
    "DiarySpan",
    "DiaryWeek",
    "MarkLine",
    "News",
    "StudentCalendar",
    "StudentMarks",
    "SubjectMarks",
    "SubjectTeachers",
    "belonging_of",
    "child_sight",
    "diary_attachment",
    "diary_for",
    "diary_span",
    "diary_week",
    "last_visit",
    "lessons_of",
    "news_since",
    "policy_of",
    "prospects_of",
    "shows_forecast",
    "shows_year",
    "student_calendar",
    "student_marks",
    "teachers_of",
    "year_prospects_of",
]
