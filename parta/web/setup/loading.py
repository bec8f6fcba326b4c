"""One row by its number, or the sentence that it does not exist."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.forms import Form

from parta.domain.school.errors import NoSuchThing

Row = TypeVar("Row", bound=Model)


def values_of(row: Model | None, form: type[Form]) -> dict[str, Any]:
    """Stored values of the fields of a form, by name; empty without a row."""
    return {name: getattr(row, name) for name in form.base_fields} if row is not None else {}


def found(source: type[Row] | QuerySet[Row], key: int) -> Row:
    """The row, or NoSuchThing, which becomes a 404."""
    rows = source if isinstance(source, QuerySet) else source._default_manager.all()
    row = rows.filter(pk=key).first()
    if row is None:
        raise NoSuchThing("Такой записи нет.")
    return row
