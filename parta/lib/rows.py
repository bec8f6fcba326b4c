"""Rows of a prepared statement turned into values and instances: what the ORM does row by row, done column by column.

Equal to the ORM's own work and a few times cheaper: a column without a converter is not touched, a value met before is
not parsed again, and of a related row met twice in one answer one instance is made.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler

Row = tuple[Any, ...]
Known = dict[tuple[int, Any], Any]
SAME_FOR_EVER = frozenset({"BooleanField", "DateField", "TimeField", "DecimalField", "DurationField", "UUIDField"})
"""Immutable values of few kinds: parsed once and kept. Moments are as many as rows, JSON is a value of each row."""
MOST_KEPT = 4096


class _Kept(dict[Any, Any]):
    """Values by their raw form."""

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        super().__init__()
        self.convert = convert

    def __missing__(self, raw: Any) -> Any:
        value = self.convert(raw)
        if len(self) < MOST_KEPT:
            self[raw] = value
        return value


class Columns:
    """Converters of a statement's columns, by place."""

    def __init__(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> None:
        self.width = compiler.col_count if compiler.has_extra_select else None
        expressions = [one[0] for one in compiler.select[: compiler.col_count]]
        found = compiler.get_converters(expressions)
        self.converters = {at: _converter(steps, one, connection) for at, (steps, one) in found.items()}

    def values(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Rows as the database's driver gave them, converted."""
        if not rows or not self.converters:
            return rows if self.width is None else [row[: self.width] for row in rows]
        columns: list[Any] = list(zip(*rows, strict=True))[: self.width]
        for at, convert in self.converters.items():
            columns[at] = map(convert, columns[at])
        return list(zip(*columns, strict=True))


def _converter(steps: Sequence[Any], expression: Any, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    kind = expression.output_field.get_internal_type()
    return _Kept(convert).__getitem__ if kind in SAME_FOR_EVER else convert


class Instances:
    """Makes instances of a queryset of models, related ones beside them."""

    def __init__(self, compiler: SQLCompiler, db: str | None) -> None:
        # Without a receiver nobody can tell an instance made this way from one made by the model's own constructor.
        info, select = compiler.klass_info or {}, compiler.select
        places = info["select_fields"]
        self.first, self.last = places[0], places[-1] + 1
        self.make = _maker(info["model"], [one[0].target.attname for one in select[self.first : self.last]], db)
        self.related = [_filler(one, db) for one in get_related_populators(info, select, db)]  # type: ignore[call-arg, arg-type]  # types of the next Django
        self.annotations = list((compiler.annotation_col_map or {}).items())

    def of(self, rows: Sequence[Row]) -> Iterator[Any]:
        """One instance a row."""
        known: Known = {}
        for row in rows:
            made = self.make(row[self.first : self.last])
            for fill in self.related:
                fill(row, made, known)
            for name, at in self.annotations:
                setattr(made, name, row[at])
            yield made


def _filler(populator: RelatedPopulator, db: str | None) -> Callable[[Row, Any, Known], None]:
    make = _maker(populator.model_cls, populator.init_list, db)
    nested = [_filler(one, db) for one in populator.related_populators]
    place, key_at = slice(populator.cols_start, populator.cols_end), populator.pk_idx
    reorder = populator.reorder_for_init
    local, remote = populator.local_setter, populator.remote_setter

    def fill(row: Row, owner: Any, known: Known) -> None:
        values = reorder(row) if reorder else row[place]
        key = (id(populator), values[key_at])
        if key[1] is None:
            local(owner, None)
            return
        made = known.get(key)
        if made is None:
            made = known[key] = make(values)
            for one in nested:
                one(row, made, known)
        local(owner, made)
        remote(made, owner)

    return fill


def _maker(model: type[Model], names: Sequence[str], db: str | None) -> Callable[[Sequence[Any]], Any]:
    own = model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
    if own or pre_init.has_listeners(model) or post_init.has_listeners(model):
        return lambda values: model.from_db(db, names, values)

    def make(values: Sequence[Any]) -> Any:
        made = model.__new__(model)
        state = ModelState()
        state.adding, state.db = False, db
        made.__dict__["_state"] = state
        made.__dict__.update(zip(names, values, strict=True))
        return made

    return make
