"""Every address of the product, by desk."""

from django.urls import path

from parta.web.account.urls import urlpatterns as account
from parta.web.family.urls import urlpatterns as family
from parta.web.http import not_found
from parta.web.setup.urls import urlpatterns as setup
from parta.web.shared.health import urlpatterns as health
from parta.web.teaching.urls import urlpatterns as teaching

# Names the menus point to before their pages are written; a written page has the same address and comes first.
_coming = [
    path(address, not_found, name=name)
    for name, address in {
        "my_day": "day/",
        "journal_list": "journal/",
        "plan_list": "plans/",
        "timetable": "timetable/",
        "rulebook": "rulebook/",
        "imports": "imports/",
        "timetable_edit": "setup/timetable/",
        "bells": "setup/bells/",
        "subjects": "subjects/",
        "study_plan": "study-plan/",
        "course_list": "courses/",
        "school_home": "setup/",
        "people": "people/",
        "class_list": "classes/",
        "audit_log": "audit/",
        "diary": "students/<int:student_id>/diary/",
        "student_marks": "students/<int:student_id>/marks/",
        "student_timetable": "students/<int:student_id>/timetable/",
        "student_calendar": "students/<int:student_id>/calendar/",
    }.items()
]

urlpatterns = [*health, *account, *teaching, *family, *setup, *_coming]
