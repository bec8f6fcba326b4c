"""The registry of dotted codes and the past-tense sentences people read in the log."""

SENTENCES: dict[str, str] = {
    "access.user.created": "Добавлен человек",
    "access.user.changed": "Изменены данные человека",
    "access.user.login_issued": "Выданы логин и пароль",
    "access.user.password_changed": "Изменён пароль",
    "access.user.blocked": "Вход закрыт",
    "access.user.unblocked": "Вход открыт",
    "access.user.signed_out": "Закончены все входы",
    "access.appointment.made": "Назначена роль",
    "access.appointment.ended": "Снята роль",
    "access.signed_in": "Вход",
    "access.token.issued": "Сделан ключ программы",
    "access.token.revoked": "Отозван ключ программы",
    "regulation.profile.adopted": "Принят профиль регламента",
    "regulation.setting.changed": "Изменено правило регламента",
    "journal.mark.set": "Поставлена отметка",
    "journal.mark.erased": "Стёрта отметка",
    "journal.brought.added": "Внесена отметка другой школы",
    "journal.brought.removed": "Убрана отметка другой школы",
    "journal.attendance.set": "Отмечена посещаемость",
    "journal.comment.set": "Написан комментарий",
    "journal.roll_called": "Проведена перекличка",
    "journal.topic.set": "Записана тема урока",
    "journal.work_type.set": "Выбран вид урока",
    "journal.homework.set": "Записано домашнее задание",
    "journal.reason.noted": "Записана причина отсутствия",
    "journal.reason.changed": "Изменена причина отсутствия",
    "journal.reason.withdrawn": "Снята причина отсутствия",
    "journal.kind.created": "Добавлен вид работы",
    "journal.kind.changed": "Изменён вид работы",
    "journal.check.attendance": "Классный руководитель проверил посещаемость",
    "journal.check.personal_data": "Классный руководитель сверил данные учеников",
    "journal.check.timetable": "Классный руководитель согласовал схему расписания",
    "journal.health.read": "Прочитаны сведения о здоровье",
    "journal.medical.added": "Внесена медицинская группа",
    "journal.medical.withdrawn": "Снята медицинская группа",
    "journal.sign.created": "Добавлен знак отсутствия",
    "journal.sign.changed": "Изменён знак отсутствия",
    "journal.weight.set": "Задан вес вида работы",
    "journal.weight.withdrawn": "Отменён будущий вес вида работы",
    "journal.mark.corrected": "Исправлена отметка после срока",
    "journal.mark.moved": "Отметка перенесена в другую колонку",
    "journal.mark.owed": "Отмечен долг: работа не сдана",
    "journal.mark.resat": "Пересдача: прежняя отметка сохранена",
    "journal.work.checked": "Проверка работы закончена",
    "journal.work.received": "Получены результаты внешней работы",
    "journal.opening.made": "Открыты закрытые записи",
    "journal.opening.revoked": "Открытие закончено раньше",
    "journal.homework.copied": "Домашнее задание скопировано в другие классы",
    "journal.homework.copy_undone": "Отменено копирование домашнего задания",
    "journal.work_topic.set": "Записана тема работы",
    "journal.lesson_comment.set": "Написан комментарий к уроку",
    "exchange.import.committed": "Загружен файл",
}


def register(sentences: dict[str, str]) -> None:
    """A room adds its codes; called from its `apps.ready`."""
    SENTENCES.update(sentences)


def sentence(code: str) -> str:
    """What a person reads for a code; an unknown code is shown as it is."""
    return SENTENCES.get(code, code)
