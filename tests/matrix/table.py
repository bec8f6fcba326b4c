"""The table of rights: one line for an address and a method, with the roles it lets in. Source: requirements §3.

Everybody else meets 403 or 404 and changes nothing; strangers are sent to sign in. To add a page: one line here, and
for a POST its sample in `samples.py`. `python -m tests.matrix` writes docs/rights.md from it.
"""

from tests.matrix.lines import Line, get, post

ADMIN = "administrator"
KEEPERS = "administrator secretary"
APPOINTERS = "administrator director"
LISTS = "administrator director deputy secretary"
CLASS = f"{LISTS} class_teacher"
JOURNAL = "director deputy working_group class_teacher teacher substitute"
CLASS_JOURNAL = "director deputy working_group class_teacher"
JOURNAL_READERS = "director deputy working_group"
WRITERS = "teacher substitute"
OWN_PAGE = "teacher"
"""Who moves a mark: a substitute has one lesson of the page, and no other to move it to."""
MEDICAL_READERS = "administrator secretary class_teacher"
"""Of the class in question nobody here teaches physical education; its teacher reads the own pupils too."""
LESSON_CHANGERS = "administrator deputy"
PLAN_READERS = "administrator director deputy working_group class_teacher teacher other_teacher"
PLAN_MAKERS = "administrator deputy teacher"
CLOSERS = "administrator deputy"
DEFERRING = "administrator director deputy class_teacher teacher"
OFFICE = "administrator director deputy secretary responsible working_group"
TEACHERS = "class_teacher teacher other_teacher substitute"
STAFF = f"{OFFICE} {TEACHERS}"
FAMILY = "student guardian"
PUPILS_AND_PARENTS = "student other_student guardian other_guardian"
EVERYBODY = f"{STAFF} student other_student guardian other_guardian nobody"
PUBLIC = f"{EVERYBODY} stranger"

ACCOUNT = [
    get("health_live", PUBLIC, "Сервер работает"),
    get("health_ready", PUBLIC, "База отвечает"),
    get("service_worker", PUBLIC, "Работа без сети: что хранит браузер"),
    get("manifest", PUBLIC, "Установка на телефон и компьютер"),
    get("offline", PUBLIC, "Страница «Нет связи»"),
    get("offline_key", EVERYBODY, "Ключ своих записей на этом устройстве"),
    get("waiting", EVERYBODY, "Записи на этом устройстве, которые не дошли"),
    get("sign_in", PUBLIC, "Страница входа"),
    post("sign_in", PUBLIC, "Войти", idle=True),
    post("preferences", PUBLIC, "Выбрать вид: тема, плотность, версия для слабовидящих", idle=True),
    get("home", EVERYBODY, "Своя первая страница"),
    post("choose_seat", TEACHERS, "Сменить рабочее место (на своё)", idle=True),
    get("profile", EVERYBODY, "Свой профиль"),
    post("profile", EVERYBODY, "Записать свои телефон и почту"),
    get("change_password", EVERYBODY, "Смена своего пароля"),
    post("change_password", EVERYBODY, "Сменить свой пароль"),
    post("sign_out", EVERYBODY, "Выйти", idle=True),
    post("sign_out_everywhere", EVERYBODY, "Закончить все свои входы"),
]
TEACHING = [
    get("my_day", TEACHERS, "Мой день учителя"),
    get("my_day_finals", TEACHERS, "Мой день: итоговые отметки и кому их не хватает"),
    get("journal_list", f"director deputy working_group {TEACHERS}", "Список своих страниц журнала"),
    get("journal", JOURNAL, "Страница журнала"),
    get("lesson", JOURNAL, "Урок на телефоне"),
    post("lesson", WRITERS, "Записать урок с телефона", soft=True),
    get("lesson_panel", JOURNAL, "Панель урока"),
    get("class_attendance", f"administrator {CLASS_JOURNAL}", "Посещаемость класса за период"),
    post("class_check", "class_teacher", "Подтвердить проверку класса"),
    get("class_medical", MEDICAL_READERS, "Медицинские группы класса"),
    get("medical_group", MEDICAL_READERS, "Медицинская группа ученика"),
    post("medical_group", MEDICAL_READERS, "Внести справку о медицинской группе"),
    post("medical_group_withdraw", MEDICAL_READERS, "Снять медицинскую группу"),
    get("openings", JOURNAL_READERS, "Сроки и открытия"),
    post("openings", "deputy", "Открыть закрытые записи (кто — по регламенту)"),
    post("opening_revoke", "deputy", "Закрыть открытое раньше"),
    get("cell_history", JOURNAL, "История клетки"),
    get("lesson_history", JOURNAL, "История урока: тема, задание, отметки столбца"),
    get("homework_load", JOURNAL, "Сколько задано классу на день"),
    get("homework_copy", "teacher", "Копирование задания в другие свои классы: что будет"),
    post("homework_copy", "teacher", "Скопировать задание в другие свои классы"),
    post("homework_copy_undo", "teacher", "Отменить копирование задания"),
    post("journal_operations", WRITERS, "Записи в журнал", soft=True),
    get("final_marks", JOURNAL, "Отметки за четверть и год"),
    get("final_dates", "administrator director deputy", "Сроки итоговых отметок"),
    post("final_dates", "administrator director deputy", "Записать сроки итоговых отметок по приказу"),
    get("final_offers", JOURNAL, "Прогноз итоговых отметок для столбца журнала"),
    post("final_marks", "teacher", "Поставить итоговые отметки своей страницы", soft=True),
    post("final_operations", "teacher", "Поставить итоговые отметки клавишами", soft=True),
]
EXAMS = [
    get("exams", PLAN_READERS, "Результаты экзаменов и аттестации (учителю — свои ученики и предметы)"),
    get("exam_entry", f"{PLAN_MAKERS} class_teacher other_teacher", "Внесение результатов экзамена"),
    post("exam_entry", PLAN_MAKERS, "Внести результаты (учитель — промежуточную аттестацию своей страницы)", soft=True),
    get("exam_result", f"administrator {CLASS_JOURNAL} teacher", "Один результат экзамена"),
    post("exam_result", PLAN_MAKERS, "Исправить результат экзамена (учитель — записанный им)", soft=True),
    get("results_terms", f"administrator {JOURNAL_READERS}", "Сроки итогов: где не выдержаны"),
]
CLOSING = [
    get("deferral_list", f"administrator director deputy working_group {TEACHERS}", "Отсрочки (учителю — свои)"),
    get("deferral_new", f"{DEFERRING} other_teacher", "Отсрочка ученика: кому, по каким предметам"),
    post("deferral_new", DEFERRING, "Подготовить отсрочку (учителю — по своему предмету)", soft=True),
    get("deferral", f"working_group {DEFERRING}", "Ведомость отсрочки"),
    get("deferral_change", DEFERRING, "Приказ и срок отсрочки (с приказом — только завуч, директор, администратор)"),
    post("deferral_change", DEFERRING, "Вписать приказ, продлить срок"),
    post("deferral_withdraw", DEFERRING, "Отменить отсрочку"),
    post("deferral_result", "teacher", "Записать результат после отсрочки"),
    get("class_closing", f"administrator {CLASS_JOURNAL}", "Закрытие периода класса: что осталось"),
    post("class_close", CLOSERS, "Закрыть период или год класса"),
    post("class_reopen", "director", "Открыть закрытый период или год класса"),
    get("school_closing", f"administrator {JOURNAL_READERS}", "Закрытие периода всей школы"),
    post("close_ready", CLOSERS, "Закрыть готовые классы", idle=True),
    get("council", f"administrator {CLASS_JOURNAL}", "Решение педсовета по классу"),
    post("council", CLOSERS, "Записать решения педсовета"),
    get("debt_list", f"administrator {JOURNAL_READERS}", "Академические задолженности"),
    get("debt_settle", CLOSERS, "Ликвидация задолженности"),
    post("debt_settle", CLOSERS, "Записать результат ликвидации"),
    post("year_close", CLOSERS, "Закрыть учебный год", idle=True),
]
TIMETABLE = [
    get("timetable", STAFF, "Расписание классов, учителей, кабинетов"),
    get("board", LESSON_CHANGERS, "Изменения дня"),
    post("board_decide", LESSON_CHANGERS, "Замена, объединение, перенос, отмена, кабинет, дистанционный урок"),
    get("absence_new", LESSON_CHANGERS, "Кого из учителей нет"),
    post("absence_new", LESSON_CHANGERS, "Записать отсутствие учителя"),
    get("absence_change", LESSON_CHANGERS, "Срок отсутствия учителя"),
    post("absence_change", LESSON_CHANGERS, "Изменить срок отсутствия учителя"),
    get("whole_day", LESSON_CHANGERS, "День без уроков"),
    post("whole_day", LESSON_CHANGERS, "Отменить или вернуть уроки дня"),
    get("substitution_journal", f"{STAFF} nobody", "Журнал замещения (заменяющему — свои записи)"),
    get("substitution_csv", f"{STAFF} nobody", "Журнал замещения таблицей"),
    get("substitution", "substitute", "Своя замена"),
    post("substitution", "substitute", "Подписать свою замену"),
    get("control_works", STAFF, "График контрольных работ"),
    post("control_work_plan", "administrator deputy teacher", "Поставить контрольную в график (учителю — свою)"),
    get("timetable_edit", LESSON_CHANGERS, "Составление расписания"),
    get("timetable_new", LESSON_CHANGERS, "Новая версия расписания"),
    post("timetable_new", LESSON_CHANGERS, "Создать версию расписания"),
    post("timetable_operation", LESSON_CHANGERS, "Поставить, перенести, скопировать урок клавишами"),
    post("place_set", LESSON_CHANGERS, "Поставить урок в сетку"),
    post("place_move", LESSON_CHANGERS, "Переставить уроки в сетке"),
    post("place_remove", LESSON_CHANGERS, "Убрать урок из сетки"),
    get("lesson_generation", LESSON_CHANGERS, "Уроки года: что изменится"),
    post("lesson_generation", LESSON_CHANGERS, "Создать уроки года"),
    get("bells", ADMIN, "Звонки"),
    post("bells", ADMIN, "Изменить звонки"),
    post("bells_remove", ADMIN, "Убрать звонки"),
]
PLANS = [
    get("my_class", f"administrator {CLASS_JOURNAL}", "Мой класс: кого нет и почему"),
    get("absence_reason", "deputy class_teacher", "Причина отсутствия ученика"),
    post("absence_reason", "deputy class_teacher", "Записать причину отсутствия"),
    post("absence_reason_withdraw", "deputy class_teacher", "Снять причину отсутствия"),
    get("plan_list", PLAN_READERS, "База КТП"),
    get("plan_new", f"{PLAN_MAKERS} class_teacher other_teacher", "Новый КТП: программы и планы школы"),
    post("plan_new", PLAN_MAKERS, "Создать КТП по своему предмету", soft=True),
    get("plan_file", f"{PLAN_MAKERS} class_teacher other_teacher", "КТП из файла"),
    post("plan_file", PLAN_MAKERS, "Загрузить файл КТП своего предмета", soft=True, idle=True),
    get("plan_file_check", "teacher", "Что изменит свой файл КТП"),
    post("plan_file_check", "teacher", "Записать КТП из своего файла"),
    get("plan_coverage", "administrator director deputy working_group", "Прохождение программ по школе"),
    post("plans_place", "administrator deputy", "Разместить утверждённые КТП по расписанию"),
    get("plan", PLAN_READERS, "КТП"),
    post("plan_edit", PLAN_MAKERS, "Изменить черновик КТП (свой; завуч и администратор — любой)"),
    post("plan_rename", PLAN_MAKERS, "Переименовать черновик КТП"),
    post("plan_copy", PLAN_MAKERS, "Сделать копию КТП своего предмета"),
    post("plan_attach", PLAN_MAKERS, "Приложить КТП к своей странице журнала"),
    post("plan_send", PLAN_MAKERS, "Отправить КТП на утверждение (свой; завуч и администратор — любой)"),
    post("plan_withdraw", "deputy teacher", "Отозвать КТП с утверждения (свой; завуч — любой)"),
    post("plan_approve", "deputy", "Утвердить КТП"),
    post("plan_return", "deputy", "Вернуть КТП автору"),
    post("plan_revise", PLAN_MAKERS, "Начать новую версию утверждённого КТП своего предмета"),
    post("plan_drop", PLAN_MAKERS, "Удалить черновик КТП (свой; завуч и администратор — любой)"),
    get("plan_catch_up", PLAN_READERS, "Как сдвинутся темы, если догонять план"),
    post("plan_rearrange", PLAN_MAKERS, "Догнать план: объединить и перенести темы своего класса"),
    post("plan_place", PLAN_MAKERS, "Разместить КТП по урокам своего класса"),
]
COURSES = [
    get("subjects", ADMIN, "Предметы"),
    post("subjects", ADMIN, "Добавить предмет"),
    get("subject", ADMIN, "Предмет"),
    post("subject", ADMIN, "Изменить предмет"),
    get("absence_signs", ADMIN, "Знаки отсутствия"),
    post("absence_signs", ADMIN, "Добавить знак отсутствия"),
    get("absence_sign", ADMIN, "Знак отсутствия"),
    post("absence_sign", ADMIN, "Изменить свой знак отсутствия"),
    get("work_types", ADMIN, "Виды работ"),
    post("work_types", ADMIN, "Добавить вид работы"),
    post("work_type_preset", ADMIN, "Применить готовый набор весов"),
    get("work_type", ADMIN, "Вид работы"),
    post("work_type", ADMIN, "Изменить вид работы"),
    post("work_type_weight", ADMIN, "Задать вес вида работы с даты"),
    post("work_type_weight_withdraw", ADMIN, "Отменить будущий вес"),
    get("study_plan", ADMIN, "Учебный план"),
    post("study_plan", ADMIN, "Изменить учебный план"),
    get("course_list", ADMIN, "Страницы журнала и нагрузка"),
    get("course_load", ADMIN, "Нагрузка учителей"),
    get("course_new", ADMIN, "Новая страница журнала"),
    post("course_new", ADMIN, "Открыть страницу журнала"),
    post("courses_open", ADMIN, "Открыть страницы класса по учебному плану"),
    post("courses_assign", ADMIN, "Назначить учителя нескольким страницам"),
    get("course", ADMIN, "Настройка страницы журнала"),
    post("course_assign", ADMIN, "Назначить учителя странице"),
    post("course_replace", ADMIN, "Сменить учителя страницы"),
    post("course_hours", ADMIN, "Часы одного класса"),
    post("course_state", ADMIN, "Закрыть или открыть страницу"),
    post("assignment_end", ADMIN, "Закончить нагрузку"),
]
IMPORTS = [
    get("imports", ADMIN, "Загрузка файлов"),
    get("import_upload", ADMIN, "Выбор файла"),
    post("import_upload", ADMIN, "Показать, что в файле", idle=True),
    get("import_preview", ADMIN, "Предпросмотр загрузки"),
    post("import_preview", ADMIN, "Ответить на вопросы о файле", idle=True),
    post("import_commit", ADMIN, "Записать файл в школу"),
    post("import_cancel", ADMIN, "Отменить загрузку", idle=True),
]
RESULTS = [
    get("summary_class", CLASS_JOURNAL, "Сводная ведомость класса"),
    get("summary_print", CLASS_JOURNAL, "Сводная ведомость на бумаге"),
    get(
        "pupil_results",
        f"{JOURNAL_READERS} class_teacher teacher other_teacher",
        "Итоги ученика и отметки, на которых они стоят (учителю — по своим страницам)",
    ),
    get("summary_school", JOURNAL_READERS, "Показатели школы: классы, предметы, учителя"),
    get("summary_grade", JOURNAL_READERS, "Показатели параллели"),
    get("summary_teacher", f"{JOURNAL_READERS} teacher", "Показатели учителя (ему — свои)"),
]
DIARY = [
    get("diary", FAMILY, "Дневник"),
    post("diary_seen", FAMILY, "Отметить новое прочитанным"),
    get("student_marks", FAMILY, "Отметки по предметам"),
    get("student_results", FAMILY, "Итоги за периоды и год"),
    get("student_timetable", FAMILY, "Расписание ученика"),
    get("student_calendar", FAMILY, "Календарь и каникулы"),
]
SCHOOL = [
    get("school_home", ADMIN, "Настройка школы"),
    get("school_settings", ADMIN, "Сведения о школе"),
    post("school_settings", ADMIN, "Изменить сведения о школе"),
    get("year_new", ADMIN, "Новый учебный год"),
    post("year_new", ADMIN, "Открыть учебный год"),
    get("school_year", ADMIN, "Учебный год и его календарь"),
    post("school_year", ADMIN, "Изменить границы года"),
    get("next_year", ADMIN, "Следующий год из этого: что добавится"),
    post("next_year", ADMIN, "Подготовить следующий год"),
    get("periods", ADMIN, "Четверти, триместры, полугодия"),
    post("periods", ADMIN, "Разделить год"),
    get("vacation_new", ADMIN, "Новые каникулы"),
    post("vacation_new", ADMIN, "Добавить каникулы"),
    get("vacation", ADMIN, "Каникулы"),
    post("vacation", ADMIN, "Изменить каникулы"),
    post("vacation_remove", ADMIN, "Убрать каникулы"),
    post("special_day", ADMIN, "Решить об особом дне"),
    post("special_day_clear", ADMIN, "Сделать день обычным"),
    post("government_days", ADMIN, "Взять праздники и переносы правительства"),
    get("rooms", ADMIN, "Кабинеты"),
    post("rooms", ADMIN, "Добавить кабинеты"),
    get("room", ADMIN, "Кабинет"),
    post("room", ADMIN, "Изменить кабинет"),
    get("audit_log", ADMIN, "История всех действий"),
    get("health", ADMIN, "Состояние сервера"),
]
PEOPLE = [
    get("people", LISTS, "Люди школы"),
    get("person", LISTS, "Карточка человека"),
    get("staff_new", KEEPERS, "Новый сотрудник"),
    post("staff_new", KEEPERS, "Добавить сотрудника"),
    get("student_new", KEEPERS, "Новый ученик"),
    post("student_new", KEEPERS, "Зачислить ученика"),
    get("guardian_new", KEEPERS, "Новый родитель"),
    post("guardian_new", KEEPERS, "Добавить родителя"),
    get("person_change", KEEPERS, "Имя и контакты человека"),
    post("person_change", KEEPERS, "Изменить имя и контакты"),
    get("student_change", KEEPERS, "Личные данные ученика"),
    post("student_change", KEEPERS, "Изменить личные данные ученика"),
    get("appoint", APPOINTERS, "Назначение роли"),
    post("appoint", APPOINTERS, "Назначить роль"),
    get("appointment_end", APPOINTERS, "Снятие роли"),
    post("appointment_end", APPOINTERS, "Снять роль"),
    get("tie_new", KEEPERS, "Связь родителя с ребёнком"),
    post("tie_new", KEEPERS, "Связать родителя с ребёнком"),
    get("tie_end", KEEPERS, "Конец связи родителя с ребёнком"),
    post("tie_end", KEEPERS, "Закончить связь родителя с ребёнком"),
    post("login_issue", f"{ADMIN} class_teacher", "Выдать логин семье этого класса"),
    post("person_block", ADMIN, "Закрыть или открыть вход"),
    get("hire", KEEPERS, "Приём на работу"),
    post("hire", KEEPERS, "Принять на работу"),
    get("position", KEEPERS, "Должность"),
    post("position", KEEPERS, "Изменить должность"),
    get("dismiss", ADMIN, "Увольнение"),
    post("dismiss", ADMIN, "Записать увольнение"),
    get("enroll_again", KEEPERS, "Возвращение ученика"),
    post("enroll_again", KEEPERS, "Зачислить снова"),
    post("person_sign_out", f"{ADMIN} student", "Закончить все входы человека (себе — каждый)"),
]
CLASSES = [
    get("class_list", LISTS, "Классы"),
    post("class_list", KEEPERS, "Добавить классы"),
    get("school_class", CLASS, "Класс"),
    post("class_logins", f"{ADMIN} class_teacher", "Выдать логины классу"),
    get("class_change", KEEPERS, "Настройка класса"),
    post("class_change", KEEPERS, "Изменить класс"),
    get("homeroom", ADMIN, "Назначение классного руководителя"),
    post("homeroom", ADMIN, "Назначить классного руководителя"),
    get("students_move", KEEPERS, "Перевод в другой класс"),
    post("students_move", KEEPERS, "Перевести учеников"),
    get("students_withdraw", KEEPERS, "Выбытие"),
    post("students_withdraw", KEEPERS, "Записать выбытие"),
    get("pupil_study", CLASS, "Движение ученика, учёба отдельно от класса, отметки другой школы"),
    post(
        "pupil_study", f"{KEEPERS} class_teacher", "Внести отметки другой школы (движение — администратор и секретарь)"
    ),
    get("group_list", LISTS, "Группы"),
    get("group_new", ADMIN, "Новая группа"),
    post("group_new", ADMIN, "Создать группу"),
    get("group", LISTS, "Группа"),
    post("group", ADMIN, "Изменить состав группы"),
    get("division", f"{LISTS} class_teacher", "Деление класса на группы (и учителю этих групп)"),
    post("division", f"{ADMIN} class_teacher", "Распределить учеников по группам (и учителю этих групп)"),
    get("division_state", f"{LISTS} class_teacher", "Изменилось ли деление"),
    post("division_list_rule", f"{ADMIN} class_teacher", "Разделить по списку, не записывая", idle=True),
    post("division_transfer", ADMIN, "Перевести ученика в другую группу"),
    post("division_transfer_cancel", ADMIN, "Отменить перевод, который не начался"),
    get("division_new", ADMIN, "Новое деление на группы"),
    post("division_new", ADMIN, "Создать деление на группы"),
]
REGULATION = [
    get("rulebook", STAFF, "Регламент школы"),
    get("rulebook_rule", STAFF, "Одно правило регламента"),
    post("rulebook_rule", ADMIN, "Изменить правило"),
    get("rulebook_compare", STAFF, "Сравнение профилей"),
    get("rulebook_adopt", ADMIN, "Принятие профиля"),
    post("rulebook_adopt", ADMIN, "Принять профиль"),
    get("rulebook_history", STAFF, "История регламента"),
]
PROGRAMS = [
    post(
        "token_issue", f"director deputy working_group {TEACHERS} {PUPILS_AND_PARENTS}", "Сделать себе ключ программы"
    ),
    post("token_revoke", "teacher", "Отозвать ключ (свой)"),
    get("api_openapi", PUBLIC, "Описание вызовов: openapi.json"),
    get("api_me", EVERYBODY, "Кто я"),
    get("api_courses", f"director deputy working_group {TEACHERS}", "Список своих страниц журнала"),
    get("api_journal", JOURNAL, "Страница журнала"),
    post("api_operations", WRITERS, "Записи в журнал", soft=True),
    get("api_diary", FAMILY, "Дневник"),
    get("api_changes", EVERYBODY, "Что изменилось: в своих журналах, у своих детей"),
    get("api_unknown", "", "Адрес, которого нет"),
]
SECTIONS: dict[str, list[Line]] = {
    "Вход и свой профиль": ACCOUNT,
    "Журнал": TEACHING,
    "Экзамены и сроки итогов": EXAMS,
    "Показатели и ведомости": RESULTS,
    "Дневник": DIARY,
    "Отсрочки и закрытие": CLOSING,
    "КТП": PLANS,
    "Расписание": TIMETABLE,
    "Школа и год": SCHOOL,
    "Люди": PEOPLE,
    "Классы и группы": CLASSES,
    "Предметы, учебный план, нагрузка": COURSES,
    "Загрузка файлов": IMPORTS,
    "Регламент": REGULATION,
    "Программы с ключом": PROGRAMS,
}
LINES = [line for lines in SECTIONS.values() for line in lines]
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
