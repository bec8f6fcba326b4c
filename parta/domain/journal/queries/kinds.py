"""Kinds of work as the administrator's page shows them: what each weighs today, and its dated weights."""

from dataclasses import dataclass
from decimal import Decimal

from parta.domain.journal.models import WorkType, WorkTypeWeight
from parta.domain.journal.queries.settings import weights_of
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
    """Every kind, or one, in the school's order. Three statements."""
    rows = WorkType.objects.prefetch_related("subjects", "weights__subject")
    kinds = rows.filter(pk=work_type.pk) if work_type else rows
    today, everywhere = clock.today(), weights_of(0, 0)
    return [
        KindLine(
            kind=kind,
            weight=everywhere.of(kind.pk, today),
            where=_offered(kind),
            weights=[WeightLine(rule, _where(rule), rule.starts_on > today) for rule in kind.weights.all()],
        )
        for kind in kinds
    ]


def _offered(kind: WorkType) -> str:
    subjects = sorted(subject.name for subject in kind.subjects.all())
    grades = "" if (kind.first_grade, kind.last_grade) == (1, 12) else _grades(kind.first_grade, kind.last_grade)
    return ", ".join([*subjects, grades] if grades else subjects)


def _where(rule: WorkTypeWeight) -> str:
    subject = rule.subject.name if rule.subject else ""
    grades = _grades(rule.first_grade, rule.last_grade or rule.first_grade) if rule.first_grade else ""
    return ", ".join(part for part in (subject, grades) if part) or "везде"


def _grades(first: int, last: int) -> str:
    return f"{first} класс" if first == last else f"{first}–{last} классы"
