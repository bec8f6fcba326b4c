"""«Сроки итогов»: what the act says of final marks, deferrals and examination results, and where it was not kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.access.choices import JOURNAL_READERS
from parta.domain.finals.permissions import require_results_watch
from parta.domain.finals.queries.breaches import Breach, breach_kinds, results_breaches
from parta.domain.finals.rules.publication import WORDS, BreachKind
from parta.domain.school.models import SchoolClass
from parta.domain.school.queries import current_year
from parta.web.http import PartaRequest, page

NOT_YET = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Group:
    """Breaches of one kind in one place, of several pupils."""

    first: Breach
    breaches: list[Breach] = field(default_factory=list)

    @property
    def latest(self) -> Breach:
        """The one that took longest: all have one term, what is not done yet takes till now."""
        return max(self.breaches, key=lambda one: one.actual or NOT_YET)

    @property
    def is_open(self) -> bool:
        """Is something still to be done? A month that is over stays as it was."""
        open_ones = [one for one in self.breaches if one.due and one.actual is None]
        return bool(open_ones) and self.first.kind is not BreachKind.NOT_INFORMED


@require_GET
@never_cache
def results_terms(request: PartaRequest) -> HttpResponse:
    """Every breach of the year, or of one class or kind: where, by whom, under which clause, how late."""
    require_results_watch(request.roles)
    year = current_year()
    classes = list(SchoolClass.objects.filter(year=year).order_by("grade_level", "letter")) if year else []
    unit = next((one for one in classes if str(one.pk) == request.GET.get("class")), None)
    kind = next((one for one in BreachKind if one.value == request.GET.get("kind")), None)
    # Too few marks of a whole school is a warning for which every mark of the year is read: only when it is asked for.
    few = unit is not None or kind is BreachKind.TOO_FEW
    found = results_breaches(year, classes=[unit.pk] if unit else None, few=few) if year else []
    kinds: list[tuple[BreachKind, int | None]] = [*breach_kinds(found)]
    if not few:
        kinds.append((BreachKind.TOO_FEW, None))
    shown = [one for one in found if (one.kind is kind if kind else one.kind is not BreachKind.TOO_FEW)]
    context = {
        "year": year,
        "classes": classes,
        "unit": unit,
        "kinds": [(one, WORDS[one], count) for one, count in kinds],
        "kind": kind,
        "groups": grouped(shown),
        "count": len(shown),
        "few": 0 if kind else sum(one.kind is BreachKind.TOO_FEW for one in found),
        "few_unknown": not few and not kind,
        "few_kind": BreachKind.TOO_FEW,
        "reads_journals": bool(request.roles & JOURNAL_READERS),
    }
    return page(request, "web/office/results_terms.html", context)


def grouped(breaches: Iterable[Breach]) -> list[Group]:
    """In the order given; pupils of one place and term together."""
    found: dict[tuple[BreachKind, str, str, str, datetime | None], Group] = {}
    for one in breaches:
        key = (one.kind, one.what, one.class_name if one.exam_id else "", one.who, one.due)
        found.setdefault(key, Group(one)).breaches.append(one)
    return list(found.values())


urlpatterns = [path("results/terms/", results_terms, name="results_terms")]
