"""What the forms of deferrals, closing and the council are sent."""

from collections.abc import Callable
from typing import Any

from parta.domain.finals.models import ClassClosing, Deferral, FinalMark
from parta.domain.finals.queries.required import marks_of_period
from parta.domain.school.models import GradingPeriod
from tests.matrix.world import Sample, World
from tests.matrix.world import fixed as _fixed


def _first_quarter(world: World) -> GradingPeriod:
    return GradingPeriod.objects.get(year=world.course.year, grade_level=7, number=1)


def _all_marked(world: World) -> object:
    """Everybody of the class has a mark of the first quarter."""
    period, own = _first_quarter(world), world.cast.school.classes["7Б"]
    found = marks_of_period(world.course.year, [own], {7: period})
    entered = {"entered_by": world.users["teacher"], "entered_at": world.cast.now}
    return FinalMark.objects.bulk_create(
        FinalMark(course_id=course, student_id=student, kind=kind.value, period=period, value="4", **entered)
        for student, course, kind in found.missing
    )


def _closed(world: World) -> object:
    return ClassClosing.objects.create(
        year=world.course.year, school_class=world.cast.school.classes["7Б"], period=_first_quarter(world),
        closed_by=world.users["deputy"], closed_at=world.cast.now,
    )  # fmt: skip


def _put_off(world: World, role: str) -> dict[str, Any]:
    return {
        "student": world.pupil.pk, "period": world.period.pk, "courses": [world.course.pk], "reason": "illness",
        "makeup_form": "credit", "due_on": "2027-01-23",
    }  # fmt: skip


def _council(world: World, role: str) -> dict[str, Any]:
    boxes = {f"b-{one.pk}": "0" for one in world.cast.school.pupils["7Б"]}
    return {"protocol": "9", "day": "2026-12-09", f"d-{world.pupil.pk}": "repeats", **boxes}


SAMPLES: dict[str, Sample] = {
    "deferral_new": _put_off,
    "deferral_change": lambda world, role: {**_put_off(world, role), "due_on": "2027-01-30", "base": "1"},
    "deferral_withdraw": _fixed(reason="Выздоровел и всё сдал", base="1"),
    "deferral_result": _fixed(value="4"),
    "class_close": lambda world, role: {"period": _first_quarter(world).pk},
    "class_reopen": lambda world, role: {"period": _first_quarter(world).pk, "reason": "Ошибка в отметке"},
    "close_ready": _fixed(period="quarter-2"),
    "council": _council,
    "debt_settle": _fixed(result="3", result_on="2026-12-09", protocol="4", base="1"),
    "debt_term": _fixed(due_on="2027-12-01", reason="Продлено комиссией", base="1"),
    "year_close": _fixed(),
    "year_reopen": _fixed(reason="Ошибка в переводе"),
}
PREPARE: dict[str, Callable[[World], object]] = {
    "class_close": _all_marked,
    "class_reopen": _closed,
    "deferral_new": lambda world: Deferral.objects.all().delete(),
}
