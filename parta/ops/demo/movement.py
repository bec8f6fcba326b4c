"""Pupils on the move: a newcomer in the middle of a quarter, one in a sanatorium, one taught at home, a transfer."""

from datetime import date

from parta.domain.access.actions import NewPerson
from parta.domain.curriculum import actions as curriculum
from parta.domain.journal import actions as journal
from parta.domain.school import actions as school
from parta.domain.school.choices import ArrangementKind, GroupKind
from parta.domain.school.models import Division
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.models import Timetable, TimetableEntry
from parta.lib import clock
from parta.ops.demo.school import YEAR, DemoSchool

HOME_SUBJECT, HOME_TEACHER = "Алгебра и начала анализа", "denisov"
HOME_SINCE = date(YEAR, 10, 1)
CAME = date(YEAR, 11, 16)
AWAY, BACK = date(YEAR, 11, 16), date(YEAR, 12, 4)


def move_pupils(built: DemoSchool) -> None:
    """The movement of the autumn, each entry on the day of its order; before anything is taught."""
    _at_home(built)
    _newcomer(built)
    _sanatorium(built)
    _transfer(built)


def bring_marks(built: DemoSchool) -> None:
    """What the newcomer and the one from the sanatorium brought along, written by their class teachers."""
    came = built.pupils["5А"][-1]
    away = built.pupils["5А"][3]
    for student, login, place, day, marks in (
        (came, "petrova", "Школа № 4", date(YEAR, 11, 13), {"Математика": "4 5", "Русский язык": "4 4 5"}),
        (away, "petrova", "Санаторий «Сосновый бор»", BACK, {"Математика": "5 4 5", "Русский язык": "4 5"}),
    ):
        with clock.frozen_at(clock.at(max(day, CAME), 13)):
            for subject, values in marks.items():
                journal.bring_marks(
                    built.staff[login].user, student=student, subject=built.subjects[subject], school=place, day=day,
                    values=values.split(), document="выписка текущих отметок",
                )  # fmt: skip


def _at_home(built: DemoSchool) -> None:
    """A pupil of 10А learns algebra at home: own page, own lessons after the last one of the class."""
    pupil, teacher = built.pupils["10А"][5], built.staff[HOME_TEACHER]
    admin = built.administrator
    with clock.frozen_at(clock.at(date(YEAR, 9, 29), 12)):
        order = school.Terms(
            ArrangementKind.HOME, HOME_SINCE, order_number="146", order_date=date(YEAR, 9, 28), place="на дому"
        )
        school.begin_arrangement(admin, pupil, order)
        group = school.create_group(
            admin, year=built.year, name=f"{pupil.user.list_name}, на дому", classes=[built.classes["10А"]],
            kind=GroupKind.INDIVIDUAL, students=[pupil], valid_from=HOME_SINCE,
        )  # fmt: skip
        subject = built.subjects[HOME_SUBJECT]
        course = curriculum.open_course(admin, year=built.year, subject=subject, group=group)
        curriculum.assign_teacher(admin, course=course, staff=teacher, valid_from=HOME_SINCE)
        week = Timetable.objects.get(year=built.year)
        for weekday in _free_days(week, HOME_TEACHER)[:2]:
            timetable.set_entry(admin, timetable=week, course=course, weekday=weekday, number=7, teacher=teacher)
        timetable.generate_lessons(admin, year=built.year, first=HOME_SINCE, courses=[course.pk])


def _free_days(week: Timetable, login: str) -> list[int]:
    busy = TimetableEntry.objects.filter(timetable=week, number=7, teacher__user__login=login)
    taken = set(busy.values_list("weekday", flat=True))
    return [weekday for weekday in range(1, 6) if weekday not in taken]


def _newcomer(built: DemoSchool) -> None:
    """He comes to 5А in the middle of a quarter, by an order; 7Б keeps its 27 rows."""
    with clock.frozen_at(clock.at(CAME, 9)):
        row = school.enroll_student(
            built.staff["sekretar"].user,
            school.NewPupil(
                built.classes["5А"], CAME, NewPerson("Ярцев", "Глеб", "Олегович"), birth_date=date(YEAR - 11, 5, 17),
                gender="m", file_number="Я-418", joined_order="341", joined_order_date=date(YEAR, 11, 13),
                came_from="школа № 4, г. Заречный",
            ),
        )  # fmt: skip
        built.pupils["5А"].append(row.student)


def _sanatorium(built: DemoSchool) -> None:
    with clock.frozen_at(clock.at(date(YEAR, 11, 13), 15)):
        order = school.Terms(
            ArrangementKind.SANATORIUM, AWAY, BACK, "Санаторий «Сосновый бор»", "340", date(YEAR, 11, 12)
        )
        school.begin_arrangement(built.staff["sekretar"].user, built.pupils["5А"][3], order)


def _transfer(built: DemoSchool) -> None:
    """A transfer asked for in December waits for the first day of the third quarter."""
    with clock.frozen_at(clock.at(date(YEAR, 12, 8), 14)):
        division = Division.objects.get(year=built.year)
        school.transfer_pupil(
            built.administrator, division=division, student=built.pupils["7Б"][2], group=division.groups.all()[1],
            day=date(YEAR + 1, 1, 11), reason="Заявление мамы от 7 декабря, учителя согласны", base=division.version,
        )  # fmt: skip
