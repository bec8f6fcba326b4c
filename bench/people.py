"""Who comes in the worst quarter of an hour: plain values for the client processes. Runs inside the product."""

from bench.browsers import Plan
from bench.cases import ended_today, signed_in
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.journal.models import Mark
from parta.domain.school.models import Enrollment, Guardianship, StaffMember
from parta.domain.timetable.models import Lesson

OFFICE = ("/journal/", "/people/", "/classes/", "/timetable/", "/rulebook/")


def people(teachers: int, families: int, deputies: int, think: dict[str, float]) -> list[Plan]:
    """Everybody with a session of their own."""
    return [
        *_teachers(teachers, think["teacher"]),
        *_families(families, think["family"]),
        *_deputies(deputies, think["deputy"]),
    ]


def _teachers(number: int, think: float) -> list[Plan]:
    """Each at the lesson that has just ended, in a class with marks; who has had none today stays away."""
    plans = []
    for member in StaffMember.objects.filter(lessons__isnull=False).select_related("user").distinct()[:number]:
        rows = ended_today().filter(teacher=member, course__grade_level__gt=1)
        lesson = rows.select_related("course__year").order_by("-number").first()
        if lesson is None:
            continue
        known = dict(Mark.objects.filter(lesson=lesson, slot=1).values_list("student_id", "version"))
        values = dict(Mark.objects.filter(lesson=lesson, slot=1).values_list("student_id", "value"))
        pupils = Enrollment.objects.filter(school_class=lesson.course.school_class_id).values_list("student", flat=True)
        cells = [{"student": one, "version": known.get(one, 0), "value": values.get(one, "")} for one in pupils]
        year = lesson.course.year
        plan: Plan = {
            "kind": "teacher", "think": think, "headers": signed_in(member.user), "lesson": lesson.pk, "cells": cells,
            "journal": f"/courses/{lesson.course_id}/journal/",
            "span": [year.starts_on.isoformat(), year.ends_on.isoformat()],
        }  # fmt: skip
        plans.append(plan)
    return plans


def _families(number: int, think: float) -> list[Plan]:
    ties = Guardianship.objects.select_related("guardian__user").order_by("id")[:number]
    return [
        {
            "kind": "family", "think": think, "headers": signed_in(tie.guardian.user),
            "week": f"/students/{tie.student_id}/diary/", "marks": f"/students/{tie.student_id}/marks/",
        }
        for tie in ties
    ]  # fmt: skip


def _deputies(number: int, think: float) -> list[Plan]:
    roles = [Role.DEPUTY, Role.ADMINISTRATOR, Role.DIRECTOR]
    found = list(User.objects.filter(appointments__role__in=roles).distinct()[:number])
    pages = {True: _pages_of_deputy(), False: ["/people/", "/classes/", "/rulebook/"]}
    plans = []
    for turn in range(number if found else 0):
        user = found[turn % len(found)]
        reads = user.appointments.filter(role__in=[Role.DEPUTY, Role.DIRECTOR]).exists()
        plans.append({"kind": "deputy", "think": think, "headers": signed_in(user), "pages": pages[reads]})
    return plans


def _pages_of_deputy() -> list[str]:
    courses = Lesson.objects.order_by().values_list("course_id", flat=True).distinct()[:20]
    return [*OFFICE, *(f"/courses/{one}/journal/" for one in courses)]
