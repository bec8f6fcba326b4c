"""Addresses of the setup desk: one line a page module."""

from django.urls import URLPattern

from parta.web.setup.absence_signs import urlpatterns as absence_signs
from parta.web.setup.audit_log import urlpatterns as audit_log
from parta.web.setup.bells import urlpatterns as bells
from parta.web.setup.classes import urlpatterns as classes
from parta.web.setup.course import urlpatterns as course
from parta.web.setup.courses import urlpatterns as courses
from parta.web.setup.divisions import urlpatterns as divisions
from parta.web.setup.groups import urlpatterns as groups
from parta.web.setup.health import urlpatterns as health
from parta.web.setup.imports import urlpatterns as imports
from parta.web.setup.lesson_generation import urlpatterns as lesson_generation
from parta.web.setup.next_year import urlpatterns as next_year
from parta.web.setup.people import urlpatterns as people
from parta.web.setup.person import urlpatterns as person
from parta.web.setup.person_work import urlpatterns as person_work
from parta.web.setup.pupil_study import urlpatterns as pupil_study
from parta.web.setup.rooms import urlpatterns as rooms
from parta.web.setup.rulebook import urlpatterns as rulebook
from parta.web.setup.school_class import urlpatterns as school_class
from parta.web.setup.school_home import urlpatterns as school_home
from parta.web.setup.study_plan import urlpatterns as study_plan
from parta.web.setup.subjects import urlpatterns as subjects
from parta.web.setup.timetable_edit import urlpatterns as timetable_edit
from parta.web.setup.timetable_operation import urlpatterns as timetable_operation
from parta.web.setup.timetable_place import urlpatterns as timetable_place
from parta.web.setup.timetable_publish import urlpatterns as timetable_publish
from parta.web.setup.work_types import urlpatterns as work_types
from parta.web.setup.year import urlpatterns as year

urlpatterns: list[URLPattern] = [
    *school_home,
    *year,
    *next_year,
    *people,
    *person,
    *person_work,
    *classes,
    *school_class,
    *pupil_study,
    *groups,
    *divisions,
    *rooms,
    *audit_log,
    *health,
    *imports,
    *rulebook,
    *subjects,
    *absence_signs,
    *work_types,
    *study_plan,
    *courses,
    *course,
    *bells,
    *timetable_edit,
    *timetable_operation,
    *timetable_place,
    *timetable_publish,
    *lesson_generation,
]
