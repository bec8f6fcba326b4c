"""What the demo family opens first: a file of the homework, materials of a lesson, words of teachers."""

from datetime import date, timedelta

from parta.domain.journal import actions as journal
from parta.domain.journal.actions import NoteFields, Sent
from parta.domain.journal.choices import Purpose
from parta.domain.journal.models import Homework
from parta.domain.journal.queries import lesson_for
from parta.domain.school.models import Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.demo.school import DemoSchool

CARD = (
    "Карточка для повторения. Одночлены и многочлены\n\n"
    "1. Приведите к стандартному виду: 3a·(−2b)·a\n2. Раскройте скобки: 2x(x − 5) − (x² − 3x)\n"
    "3. Решите уравнение: 5(y − 2) = 3y + 4\n"
)
WORDS = (
    ("krylova", "Алгебра", "recommendation", "Повтори формулы сокращённого умножения: § 21, № 480–484.", 1),
    ("guseva", "География", "praise", "Отличный доклад об океанах: карта, свои выводы, ответы на вопросы класса.", 2),
    ("krylova", "Геометрия", "remark", "Второй раз без циркуля и линейки. Положи их в пенал, пожалуйста.", 6),
)  # fmt: skip


def show_words(built: DemoSchool, today: date) -> None:
    """Files and links of yesterday evening, words of the last days to Даниил of 7Б."""
    teacher = built.staff["krylova"].user
    algebra = [one.pk for one in built.courses["7Б", "Алгебра"]]
    tasks = Homework.objects.filter(lesson__course__in=algebra, lesson__day__lte=today, student_ids=[]).exclude(text="")
    task = tasks.order_by("-lesson__day")[0]
    with clock.frozen_at(clock.at(today, 9, 20)):
        lesson = lesson_for(teacher, task.lesson_id)
        card = Sent("Карточка для повторения.txt", CARD.encode())
        journal.attach_file(teacher, lesson=lesson, purpose=Purpose.HOMEWORK, file=card)
        url, title = "https://resh.edu.ru/subject/16/7/", "РЭШ: алгебра, 7 класс"
        journal.attach_link(teacher, lesson=lesson, purpose=Purpose.RESOURCE, url=url, title=title)
    pupil = Student.objects.get(user__login="daniil")
    for login, subject, kind, text, ago in WORDS:
        (course,) = built.courses["7Б", subject]
        day = today - timedelta(days=ago)
        lesson_of = Lesson.objects.filter(course=course, day__lte=day).order_by("-day").first()
        with clock.frozen_at(clock.at(day, 15, 40)):
            fields = NoteFields(kind, text)
            journal.write_note(
                built.staff[login].user, course=course, student=pupil, fields=fields, lesson=lesson_of
            )  # fmt: skip
