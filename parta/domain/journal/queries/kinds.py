"""Kinds of work as the administrator's page shows them: what each weighs today, and its dated weights."""

from dataclasses import dataclass
from decimal import Decimal

from parta.domain.curriculum.models import Subject
from parta.domain.journal.models import WorkType, WorkTypeWeight
from parta.domain.journal.queries.settings import weight_book
from parta.lib import clock


@dataclass(frozen=True, slots=True)
class WeightLine:
    """A dated weight in words. pending: not in force yet, may be withdrawn."""

    rule: WorkTypeWeight
    where: str
    pending: bool


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of work: its weight today in ordinary pages, where it is offered, weights that differ by place or day."""

    kind: WorkType
    weight: Decimal
    where: str
    weights: list[WeightLine]


def kind_lines(work_type: WorkType | None = None) -> list[KindLine]:
    """Every kind, or one, in the school's order. Five statements."""
    rows = WorkType.objects.prefetch_related("weights__subject")
    kinds = rows.filter(pk=work_type.pk) if work_type else rows
    today, book = clock.today(), weight_book()
    subjects = dict(Subject.objects.values_list("pk", "name"))
    return [
        KindLine(
            kind=kind,
            weight=book.weight(kind.pk, today, subject=0, grade=0),
            where=_offered(kind, subjects),
            weights=[WeightLine(rule, _where(rule), rule.starts_on > today) for rule in kind.weights.all()],
        )
        for kind in kinds
    ]


def _offered(kind: WorkType, names: dict[int, str]) -> str:
    subjects = sorted(names[pk] for pk in kind.subject_ids if pk in names)
    grades = "" if (kind.first_grade, kind.last_grade) == (1, 12) else _grades(kind.first_grade, kind.last_grade)
    return ", ".join([*subjects, grades] if grades else subjects)


def _where(rule: WorkTypeWeight) -> str:
    subject = rule.subject.name if rule.subject else ""
    grades = _grades(rule.first_grade, rule.last_grade or rule.first_grade) if rule.first_grade else ""
    return ", ".join(part for part in (subject, grades) if part) or "везде"


def _grades(first: int, last: int) -> str:
    return f"{first} класс" if first == last else f"{first}–{last} классы"
