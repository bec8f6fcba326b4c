"""Kinds of journal operations, as the table of rights names them."""

OPERATIONS = {
    "mark": "Отметка",
    "move": "Перенос отметки в другую колонку",
    "attendance": "Отсутствие",
    "comment": "Комментарий",
    "roll_call": "Перекличка",
    "topic": "Тема урока",
    "work_type": "Вид урока",
    "homework": "Домашнее задание",
    "checked": "День, когда работа проверена",
    "received": "Когда пришли результаты внешней работы",
    "lesson_comment": "Комментарий к уроку",
    "work_topic": "Тема контрольной, лабораторной, практической работы",
}
"""Kinds of journal operations: written by the teacher of the page and by the substitute on the very day."""
