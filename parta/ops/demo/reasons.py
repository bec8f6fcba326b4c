"""What the class teacher of 7Б knows this morning: an illness until tomorrow, an olympiad from the fifth lesson on."""

from datetime import date, timedelta

from parta.domain.journal import actions as journal
from parta.domain.journal.choices import CheckKind
from parta.domain.journal.models import AttendanceEntry
from parta.domain.school.models import Student
from parta.domain.school.queries import students_of
from parta.lib import clock
from parta.ops.demo.load import CLASS_TEACHERS
from parta.ops.demo.school import FIRST_DAY, DemoSchool


def show_reasons(built: DemoSchool, today: date) -> None:
    """Reasons on the clock of the morning; one absence is left for the class teacher to ask about."""
    pupils = students_of(built.classes["7Б"], today)
    away = AttendanceEntry.objects.filter(lesson__day=today, student__in=pupils).exclude(code="")
    with clock.frozen_at(clock.at(today, 9, 10)):
        ill = pupils.filter(pk__in=away.filter(code="б").values("student_id")).first()
        if ill:
            _note(built, ill, journal.ReasonFields("б", today, today + timedelta(days=1), basis="звонок мамы"))
        anna = pupils.get(user__last_name="Лебедева", user__first_name="Анна")
        basis = "олимпиада по математике, приказ № 322"
        _note(built, anna, journal.ReasonFields("у", today, today, first_lesson=5, basis=basis))
    _papers(built, today)


def _papers(built: DemoSchool, today: date) -> None:
    """An own sign of absence, medical groups of two pupils, what class teachers have checked."""
    teacher, school_class = built.staff["krylova"].user, built.classes["7Б"]
    with clock.frozen_at(clock.at(today - timedelta(days=60), 15)):
        journal.add_sign(built.staff["admin"].user, sign=journal.SignFields("сор", "соревнования", key="в"))
        for name, kind, last in (("Лебедева", "special_a", None), ("Ковалёв", "relieved", today + timedelta(days=20))):
            pupil = students_of(school_class, today).filter(user__last_name=name)[0]
            paper = journal.MedicalFields(kind, today - timedelta(days=60), last, "№ 318, детская поликлиника № 4")
            journal.add_medical_group(teacher, student=pupil, group=paper)
    with clock.frozen_at(clock.at(FIRST_DAY, 15)):
        for name, login in CLASS_TEACHERS.items():
            leader, of_school = built.staff[login].user, built.classes[name]
            journal.confirm_check(leader, school_class=of_school, kind=CheckKind.TIMETABLE, day=clock.today())
    with clock.frozen_at(clock.at(today - timedelta(days=25), 15)):
        journal.confirm_check(teacher, school_class=school_class, kind=CheckKind.PERSONAL_DATA, day=clock.today())


def _note(built: DemoSchool, student: Student, reason: journal.ReasonFields) -> None:
    teacher = built.staff["krylova"].user
    journal.note_reason(teacher, school_class=built.classes["7Б"], student=student, reason=reason)
