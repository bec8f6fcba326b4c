"""Run in the folder of an installation, in a process of its own: build its small school, or tell what it holds."""

import json
import os
import sys
from datetime import date

import django

TEACHERS = 4


def build() -> dict[str, object]:
    """The demo's people and timetable without its teaching; the clock stands on the Thursday, after the lessons."""
    from django.conf import settings  # noqa: PLC0415  settings load with django.setup
    from django.core.management import call_command  # noqa: PLC0415

    from parta.domain.timetable.models import Lesson  # noqa: PLC0415
    from parta.lib import clock  # noqa: PLC0415
    from parta.ops.demo.build import TODAY  # noqa: PLC0415
    from parta.ops.demo.school import YEAR, build_school  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    settings.DATA.mark(kind="demo", time_zone=settings.TIME_ZONE)
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 9)):
        school = build_school(plans=False)
    clock.move(clock.at(TODAY, 15), frozen=False)
    lesson = Lesson.objects.get(course=school.courses["7Б", "Геометрия"][0], day=TODAY)
    desks: dict[str, list[tuple[int, list[int]]]] = {}
    for (unit, _subject), courses in school.courses.items():
        if unit.startswith("1") or courses[0].school_class_id is None:
            continue  # no marks in the first grade; a group has its own list
        for one in Lesson.objects.filter(course=courses[0], day=TODAY).select_related("teacher__user"):
            pupils = [pupil.pk for pupil in school.pupils[unit]]
            desks.setdefault(str(one.teacher and one.teacher.user.login), []).append((one.pk, pupils))
    chosen = {login: desks[login] for login in sorted(desks)[:TEACHERS]}
    return {"lesson": lesson.pk, "students": [one.pk for one in school.pupils["7Б"]], "desks": chosen}


def marks() -> dict[str, object]:
    """Every mark: «lesson-student-slot» → [value, version]."""
    from parta.domain.journal.models import Mark  # noqa: PLC0415

    rows = Mark.objects.values_list("lesson_id", "student_id", "slot", "value", "version")
    return {f"{lesson}-{student}-{slot}": [value, version] for lesson, student, slot, value, version in rows}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps({"build": build, "marks": marks}[sys.argv[1]]()))
