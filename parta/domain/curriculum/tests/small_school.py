"""A few invented people, classes and subjects for the tests of the curriculum, the timetable and their pages."""

from dataclasses import dataclass, field
from datetime import date

from parta.domain.access.choices import Role
from parta.domain.access.models import Appointment, User
from parta.domain.curriculum.models import Course, Subject, TeachingAssignment
from parta.domain.school.choices import GroupKind, Shift
from parta.domain.school.models import (
    AcademicYear,
    Enrollment,
    GroupMembership,
    Room,
    SchoolClass,
    StaffMember,
    Student,
    TeachingGroup,
)

FIRST = date(2025, 9, 1)
LAST = date(2026, 5, 26)


@dataclass
class SmallSchool:
    """A year, an administrator, a deputy; everything else is made by its methods when a test needs it."""

    year: AcademicYear
    administrator: User
    deputy: User
    rooms: dict[str, Room] = field(default_factory=dict)

    def school_class(self, name: str, *, days: int = 5, shift: Shift = Shift.FIRST) -> SchoolClass:
        """«7Б»."""
        grade = int("".join(letter for letter in name if letter.isdigit()))
        return SchoolClass.objects.create(
            year=self.year, grade_level=grade, letter=name[len(str(grade)) :], days_per_week=days, shift=shift
        )

    def group(self, name: str, *classes: SchoolClass, kind: GroupKind = GroupKind.SUBGROUP) -> TeachingGroup:
        """A group of the classes."""
        group = TeachingGroup.objects.create(year=self.year, name=name, kind=kind)
        group.classes.set(classes)
        return group

    def teacher(self, last_name: str, first_name: str = "Анна", middle_name: str = "Павловна") -> StaffMember:
        """A member of staff who can sign in as her surname."""
        user = person(last_name, first_name, middle_name)
        return StaffMember.objects.create(user=user, position="учитель", valid_from=FIRST)

    def subject(self, name: str) -> Subject:
        """By name, made once."""
        return Subject.objects.get_or_create(name=name)[0]

    def room(self, name: str) -> Room:
        """By name, made once."""
        return Room.objects.get_or_create(name=name)[0]

    def course(
        self, subject: str, unit: SchoolClass | TeachingGroup, teacher: StaffMember | None = None, start: date = FIRST
    ) -> Course:
        """A page of the journal with its teacher."""
        if isinstance(unit, SchoolClass):
            place = {"school_class": unit, "grade_level": unit.grade_level}
        else:
            place = {"group": unit, "grade_level": max(one.grade_level for one in unit.classes.all())}
        course = Course.objects.create(year=self.year, subject=self.subject(subject), **place)
        if teacher:
            TeachingAssignment.objects.create(course=course, staff=teacher, valid_from=start)
        return course

    def student(self, last_name: str, school_class: SchoolClass, *groups: TeachingGroup) -> Student:
        """A pupil of the class since the first day."""
        student = Student.objects.create(user=person(last_name, "Иван", ""))
        Enrollment.objects.create(student=student, school_class=school_class, valid_from=FIRST)
        for group in groups:
            GroupMembership.objects.create(student=student, group=group, valid_from=FIRST)
        return student


def person(last_name: str, first_name: str = "Анна", middle_name: str = "Павловна", *roles: Role) -> User:
    """A person who can sign in (login = surname), with appointments from the first day."""
    user = User.objects.create(
        login=last_name.lower(), last_name=last_name, first_name=first_name, middle_name=middle_name, password="!"
    )
    for role in roles:
        Appointment.objects.create(user=user, role=role, valid_from=FIRST)
    return user


def make() -> SmallSchool:
    """The year 2025/26, an administrator and a deputy."""
    return SmallSchool(
        year=AcademicYear.objects.create(year=2025, starts_on=FIRST, ends_on=LAST),
        administrator=person("Админова", "Ольга", "Юрьевна", Role.ADMINISTRATOR),
        deputy=person("Завучева", "Инна", "Олеговна", Role.DEPUTY),
    )
