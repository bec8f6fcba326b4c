"""A class, its algebra and its teachers: what the page tests of the desk stand on."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from parta.domain.access.choices import Role
from parta.domain.access.models import Appointment, User
from parta.domain.curriculum.models import Course, PlanTopic, Subject, TeachingAssignment, ThematicPlan
from parta.domain.school.choices import PeriodKind
from parta.domain.school.models import AcademicYear, Enrollment, GradingPeriod, Room, SchoolClass, StaffMember, Student
from parta.domain.timetable.models import Lesson, Substitution
from parta.lib import clock

TODAY = date(2025, 12, 11)
NAMES = (
    "Абрамов Тимофей", "Алиева Самира", "Белова Дарья", "Васильев Артём", "Волкова Полина", "Гаврилов Матвей",
    "Григорян Арсен", "Дмитриева Ксения", "Егоров Кирилл", "Жукова Варвара", "Зайцев Максим", "Ибрагимов Ренат",
    "Калинина Софья", "Ковалёв Даниил", "Королёва Виктория", "Кузнецов Илья", "Лебедева Анна", "Макарова Елизавета",
    "Морозов Егор", "Никитина Алиса", "Орлов Михаил", "Павлова Мария", "Рождественский Александр", "Семёнова Ульяна",
    "Соколов Лев", "Тарасенко Глеб", "Яковлева Таисия",
)  # fmt: skip
PERIODS = ((date(2025, 9, 1), date(2025, 10, 24)), (date(2025, 11, 5), date(2025, 12, 28)),
           (date(2026, 1, 12), date(2026, 3, 20)), (date(2026, 3, 30), date(2026, 5, 26)))  # fmt: skip


@dataclass
class SmallSchool:
    """The people and things by name."""

    year: AcademicYear
    klass: SchoolClass
    course: Course
    teacher: User
    staff: StaffMember
    deputy: User
    stranger: User
    students: list[Student]
    lessons: list[Lesson] = field(default_factory=list)

    def lesson_on(self, day: date) -> Lesson:
        """The algebra of that day."""
        return next(lesson for lesson in self.lessons if lesson.day == day)


def person(text: str, login: str = "") -> User:
    """«Крылова Екатерина Андреевна»."""
    last, first, *middle = text.split()
    return User.objects.create(last_name=last, first_name=first, middle_name=" ".join(middle), login=login or None)


def build(*, grade: int = 7, pupils: int = 27) -> SmallSchool:
    """7Б with algebra on Mondays, Tuesdays and Thursdays, a plan of 60 topics, a deputy and a stranger."""
    year = AcademicYear.objects.create(year=2025, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 26))
    for number, (first, last) in enumerate(PERIODS, start=1):
        GradingPeriod.objects.create(
            year=year, grade_level=grade, kind=PeriodKind.QUARTER, number=number, starts_on=first, ends_on=last
        )
    klass = SchoolClass.objects.create(year=year, grade_level=grade, letter="Б")
    teacher = person("Крылова Екатерина Андреевна", "krylova")
    staff = StaffMember.objects.create(user=teacher, valid_from=year.starts_on)
    deputy = person("Тихомирова Ольга Викторовна", "tikhomirova")
    Appointment.objects.create(user=deputy, role=Role.DEPUTY, valid_from=year.starts_on)
    students = [Student.objects.create(user=person(name)) for name in NAMES[:pupils]]
    Enrollment.objects.bulk_create(
        Enrollment(student=one, school_class=klass, valid_from=year.starts_on) for one in students
    )
    subject = Subject.objects.create(name="Алгебра" if grade > 1 else "Математика")
    plan = ThematicPlan.objects.create(
        subject=subject, grade_level=grade, title="Алгебра, 7 класс", author=teacher, created_at=clock.now()
    )
    PlanTopic.objects.bulk_create(
        PlanTopic(plan=plan, position=position, title=f"Одночлены, занятие {position}") for position in range(1, 61)
    )
    course = Course.objects.create(year=year, subject=subject, school_class=klass, grade_level=grade, plan=plan)
    TeachingAssignment.objects.create(course=course, staff=staff, valid_from=year.starts_on)
    school = SmallSchool(year, klass, course, teacher, staff, deputy, person("Чужой Пётр Ильич", "chuzhoy"), students)
    room = Room.objects.create(name="214")
    school.lessons = [lesson_at(school, day, 3, room) for day in _days(year)]
    return school


def lesson_at(school: SmallSchool, day: date, number: int, room: Room | None = None) -> Lesson:
    """A lesson of the course; the third is 10:25–11:10."""
    starts = datetime.combine(day, time(8, 30)) + timedelta(minutes=57 * (number - 1) + number // 3)
    return Lesson.objects.create(
        course=school.course, day=day, number=number, starts_at=starts.time(),
        ends_at=(starts + timedelta(minutes=45)).time(), room=room, teacher=school.staff,
    )  # fmt: skip


def substitute(school: SmallSchool, lesson: Lesson) -> User:
    """Another teacher for one lesson."""
    user = person("Рогов Илья Львович", "rogov")
    staff = StaffMember.objects.create(user=user, valid_from=school.year.starts_on)
    Substitution.objects.create(lesson=lesson, teacher=staff)
    return user


def _days(year: AcademicYear) -> list[date]:
    span = (year.starts_on + timedelta(days=n) for n in range((year.ends_on - year.starts_on).days))
    return [day for day in span if day.weekday() in (0, 1, 3) and any(first <= day <= last for first, last in PERIODS)]
