"""The administrator's first page: what of the school is set up, what is missing, where to go for it."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from parta.domain.curriculum.models import Course, Subject, ThematicPlan
from parta.domain.curriculum.queries import teacher_duty
from parta.domain.journal.permissions import may_set_weights
from parta.domain.journal.queries import classes_without_scheme, scheme_is_shared
from parta.domain.school import actions as school
from parta.domain.school import permissions, queries
from parta.domain.school.models import AcademicYear, Room, School
from parta.domain.timetable.models import BellSchedule, Lesson, Timetable
from parta.lib import clock, russian
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import TextField, WatchedForm, saved, status_of
from parta.web.setup.loading import values_of

LOGINS = "Логины"
"""No section that describes the educational process: families get their logins through the whole year."""


class SchoolForm(WatchedForm):
    """The school's name and addresses."""

    name = TextField(label="Полное название", max_length=300, help_text="Стоит в документах и печатных формах.")
    short_name = TextField(label="Краткое название", max_length=80, help_text="Стоит вверху каждой страницы.")
    address = TextField(label="Адрес", max_length=300, required=False)
    phone = TextField(label="Телефон", max_length=60, required=False)
    website = forms.URLField(
        label="Сайт",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Адрес сайта целиком, например https://school.example.ru"},
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the checklist."""

    title: str
    done: bool
    text: str
    url: str
    act: str


def school_home(request: PartaRequest) -> HttpResponse:
    """The checklist of the current year."""
    permissions.require_setting_up(request.user, "настраивать школу")
    year = queries.current_year()
    steps = [*_school_steps(year), *_people_steps(year), *_study_steps(year)]
    waiting = [step.title for step in steps if not step.done]
    context = {
        "school": School.objects.first(),
        "year": year,
        "steps": steps,
        "left": len(waiting),
        "duty": queries.setup_duty(year, sum(one != LOGINS for one in waiting), clock.today()) if year else None,
        "counts": queries.head_counts(clock.today()),
        "sets_weights": may_set_weights(request.roles),
    }
    return page(request, "web/setup/school_home.html", context)


def _words(count: int, forms_of: str, nothing: str) -> str:
    """«12 кабинетов», or what to say of none. forms_of: «кабинет кабинета кабинетов»."""
    one, few, many = forms_of.split()
    return russian.counted(count, one, few, many) if count else nothing


def _school_steps(year: AcademicYear | None) -> list[Step]:
    named = School.objects.first()
    grades = year.periods.values("grade_level").distinct().count() if year else 0
    rooms = Room.objects.filter(is_active=True).count()
    at_year = reverse("school_year", args=[year.pk]) if year else reverse("year_new")
    divided = _words(grades, "параллель параллели параллелей", "периоды не заданы")
    return [
        Step("Название школы", bool(named), str(named or "не указано"), reverse("school_settings"), "Указать"),
        Step("Учебный год", bool(year), str(year or "не открыт"), at_year, "Открыть год"),
        Step("Четверти, каникулы, праздники", grades > 0, divided, at_year, "Задать"),
        Step("Кабинеты", rooms > 0, _words(rooms, "кабинет кабинета кабинетов", "нет"), reverse("rooms"), "Добавить"),
    ]


def _people_steps(year: AcademicYear | None) -> list[Step]:
    lines = queries.class_lines(year, clock.today()) if year else []
    counts = queries.head_counts(clock.today())
    headless = [line.school_class.name for line in lines if line.teacher is None]
    missing = f"нет у {', '.join(headless[:8])}{' и других' if len(headless) > 8 else ''}"
    classes, people, load = reverse("class_list"), reverse("people"), reverse("imports")
    opened = _words(len(lines), "класс класса классов", "ни одного")
    staff = _words(counts.staff, "человек человека человек", "никого")
    pupils = _words(counts.students, "ученик ученика учеников", "никого")
    waiting, everybody = counts.without_login, counts.everybody > 0
    logins = f"нет у {waiting}{russian.NBSP}{russian.plural(waiting, 'человека', 'человек', 'человек')}"
    return [
        Step("Классы", bool(lines), opened, classes, "Открыть классы"),
        Step("Сотрудники", counts.staff > 0, staff, load if not counts.staff else f"{people}?who=staff", "Загрузить"),
        Step(
            "Ученики",
            counts.students > 0,
            pupils,
            load if not counts.students else f"{people}?who=students",
            "Загрузить",
        ),
        *([_lists(year, lines), _teachers(year)] if year else []),
        Step(
            "Классные руководители", bool(lines) and not headless, missing if headless else "есть", classes, "Назначить"
        ),
        Step(LOGINS, everybody and not waiting, logins if waiting else "есть", f"{people}?access=none", "Выдать"),
    ]


def _lists(year: AcademicYear, lines: list[queries.ClassLine]) -> Step:
    """The day by which the act wants the lists, late afterwards (S3-4.5.1)."""
    duty = queries.roster_duty(year, lines, clock.today())
    return Step("Списки классов", duty.is_ready, duty.words, reverse("class_list"), "Заполнить")


def _teachers(year: AcademicYear) -> Step:
    """The list of teachers by the same day (S3-4.5.1b): who works here and who teaches every page."""
    duty = teacher_duty(year, clock.today())
    return Step("Список учителей", duty.is_ready, duty.words, reverse("course_list"), "Назначить")


def _study_steps(year: AcademicYear | None) -> list[Step]:
    counts = {
        "subjects": Subject.objects.count(),
        "courses": Course.objects.filter(year=year).count(),
        "bells": BellSchedule.objects.filter(year=year).count(),
        "weekly": Timetable.objects.filter(year=year).count(),
        "lessons": Lesson.objects.filter(course__year=year).count(),
        "plans": ThematicPlan.objects.count(),
    }
    table = (
        ("subjects", "Предметы", "предмет предмета предметов", "subjects", "Добавить"),
        ("courses", "Страницы журнала и нагрузка", "страница страницы страниц", "course_list", "Задать"),
        ("bells", "Звонки", "расписание расписания расписаний", "bells", "Задать"),
        ("weekly", "Расписание недели", "расписание расписания расписаний", "imports", "Загрузить"),
        ("lessons", "Уроки на год", "урок урока уроков", "timetable_edit", "Создать"),
        ("plans", "КТП", "план плана планов", "imports", "Загрузить"),
    )
    found = [
        Step(title, counts[key] > 0, _words(counts[key], words, "пока нет"), reverse(url), act)
        for key, title, words, url, act in table
    ]
    return [*found, *([_scheme(year)] if year and scheme_is_shared(year) else [])]


def _scheme(year: AcademicYear) -> Step:
    """Class teachers agree to the scheme of the timetable on «Мой класс» (S3-4.3.3a)."""
    missing = [one.name for one in classes_without_scheme(year)]
    text = f"ещё нет у {', '.join(missing[:8])}{' и других' if len(missing) > 8 else ''}" if missing else "согласована"
    return Step("Схема расписания с классными руководителями", not missing, text, reverse("timetable_edit"), "Открыть")


def school_settings(request: PartaRequest) -> HttpResponse:
    """Name and addresses of the school."""
    permissions.require_setting_up(request.user, "менять сведения о школе")
    form = SchoolForm.changing(request, lambda: values_of(School.objects.first(), SchoolForm))
    if saved(request, form, lambda: school.create_school(request.user, **form.cleaned_data)):
        messages.success(request, "Сведения о школе записаны.")
        return redirect("school_home")
    return page(request, "web/setup/school_settings.html", {"form": form}, status_of(form))


urlpatterns = [
    path("setup/", school_home, name="school_home"),
    path("setup/school/", school_settings, name="school_settings"),
]
