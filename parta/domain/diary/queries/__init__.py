"""Reads of the diary, by screen."""

from parta.domain.diary.queries.access import diary_for, last_visit
from parta.domain.diary.queries.calendar import StudentCalendar, student_calendar
from parta.domain.diary.queries.lessons import lessons_of_student
from parta.domain.diary.queries.marks import MarkLine, StudentMarks, SubjectMarks, student_marks
from parta.domain.diary.queries.news import News, news_since
from parta.domain.diary.queries.week import (
    DiaryDay,
    DiaryHomework,
    DiaryLesson,
    DiaryMark,
    DiaryWeek,
    diary_week,
)

__all__ = [
    "DiaryDay",
    "DiaryHomework",
    "DiaryLesson",
    "DiaryMark",
    "DiaryWeek",
    "MarkLine",
    "News",
    "StudentCalendar",
    "StudentMarks",
    "SubjectMarks",
    "diary_for",
    "diary_week",
    "last_visit",
    "lessons_of_student",
    "news_since",
    "student_calendar",
    "student_marks",
]
