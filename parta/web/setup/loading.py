"""One row by its number, or the sentence that it does not exist."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from parta.domain.school.errors import NoSuchThing

Row = TypeVar("Row", bound=Model)


def found(source: type[Row] | QuerySet[Row], key: int) -> Row:
    """The row, or NoSuchThing, which becomes a 404."""
    rows = source if isinstance(source, QuerySet) else source._default_manager.all()
    row = rows.filter(pk=key).first()
    if row is None:
        raise NoSuchThing("Такой записи нет.")
    return row
