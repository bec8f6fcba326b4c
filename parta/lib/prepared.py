"""Statements of the hottest requests: written by the ORM once a process, later calls only bind their values.

Most of the processor time of a small Django query is the composing of its SQL. A function that builds a queryset from
plain values is called once with marker values in their places; the SQL and the places of the markers are kept, and rows
are made by `lib.rows`. A marker that does not come back unchanged is an error at the first call.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from threading import local
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from parta.lib.rows import Columns, Instances

Row = TypeVar("Row")
Value = int | str | date | datetime | Sequence[Any] | None
Shape = tuple[object, ...]
Place = tuple[int, ...]
"""Number of the argument; for sequences numbers inside it, at most two deep."""
FIRST_NUMBER = 7_700_000_000_000_000_000
FIRST_SMALL = 31_700
"""A marker alone fits the smallest column: past its range the ORM on PostgreSQL takes the condition for empty."""
STEPS = (20_000, 10, 1)
MAX_LENGTH = 1_000
MAX_SHAPES = 64
"""Lists of other lengths are other statements; past this number a statement is composed anew each time."""


class Prepared(Generic[Row]):
    """A prepared read. Called with plain values it gives a list of rows."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self._of_thread = local()
        update_wrapper(self, build)

    def __call__(self, *values: Value) -> list[Row]:
        """The rows for these values. None, True and False are part of the statement, as are lengths of lists."""
        connection = connections[DEFAULT_DB_ALIAS]
        known = self._statements(connection)
        shape = tuple(_shape(value) for value in values)
        if shape not in known:
            if len(known) >= MAX_SHAPES or any(isinstance(one, list) and len(one) > MAX_LENGTH for one in values):
                return list(self.build(*values))
            known[shape] = _compiled(self.build, values, connection)
        statement = known[shape]
        try:
            return statement.rows(values) if statement else list(self.build(*values))
        except OverflowError:  # a number no column can hold: the ORM knows that nothing is there
            return list(self.build(*values))

    def _statements(self, connection: BaseDatabaseWrapper) -> "dict[Shape, _Statement[Row] | None]":
        """Of this thread and its connection: a statement is in the hands of one caller at a time."""
        if getattr(self._of_thread, "connection", None) is not connection:
            self._of_thread.connection = connection
            self._of_thread.known = {}
        known: dict[Shape, _Statement[Row] | None] = self._of_thread.known
        return known


class _Statement(Generic[Row]):
    """SQL with the places of the values, and the ORM's compiler that turns its answer into rows."""

    def __init__(self, rows: QuerySet[Any, Row], compiler: SQLCompiler, values: Sequence[Value]) -> None:
        self.sql, found = compiler.as_sql()
        markers = {_bound(marker, compiler.connection): place for place, marker in _places(values, ())}
        self.binds: list[tuple[Place | None, Any]] = [(_known(markers, one), one) for one in found]
        missing = set(markers.values()) - {place for place, _ in self.binds}
        if missing:
            raise RuntimeError(f"cannot be prepared: values {sorted(missing)} do not reach the statement as they are")
        self.queryset = cast(Any, rows)
        self.compiler = compiler
        self.columns = Columns(compiler, compiler.connection)
        self.instances = Instances(compiler, compiler.using) if rows._iterable_class is ModelIterable else None
        self.params: tuple[Any, ...] = ()
        if self.queryset._prefetch_related_lookups or self.queryset._known_related_objects:
            raise RuntimeError("cannot be prepared: one statement is one statement")
        object.__setattr__(compiler, "execute_sql", self._execute)
        object.__setattr__(compiler, "results_iter", self._values)
        object.__setattr__(rows.query, "get_compiler", lambda *args, **kwargs: compiler)

    def rows(self, values: Sequence[Value]) -> list[Row]:
        connection = self.compiler.connection
        self.params = tuple(
            constant if place is None else _bound(_at(values, place), connection) for place, constant in self.binds
        )
        if self.instances:
            return list(self.instances.of(self.columns.values(self._execute())))
        found: list[Row] = list(self.queryset._iterable_class(self.queryset))
        return found

    def _values(self, *_args: object, **_kwargs: object) -> Iterator[tuple[Any, ...]]:
        return iter(self.columns.values(self._execute()))

    def _execute(self, *_args: object, **_kwargs: object) -> list[tuple[Any, ...]]:
        with self.compiler.connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _compiled(
    build: Callable[..., QuerySet[Any, Row]], values: Sequence[Value], connection: BaseDatabaseWrapper
) -> _Statement[Row] | None:
    rows = build(*(_marked(value, (number,)) for number, value in enumerate(values)))
    compiler = rows.query.get_compiler(using=connection.alias)
    try:
        return _Statement(rows, compiler, values)
    except EmptyResultSet:
        return None


def _marked(value: Any, place: Place) -> Any:
    """The same value with a marker for each number, text, day and moment in it."""
    if isinstance(value, list | tuple):
        return [_marked(one, (*place, number)) for number, one in enumerate(value)]
    if value is None or isinstance(value, bool):
        return value
    number = sum(one * step for one, step in zip(place, STEPS, strict=False))
    if isinstance(value, datetime):
        return datetime(9000, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    if isinstance(value, date):
        return date(7000, 1, 1) + timedelta(days=number)
    if isinstance(value, str):
        return f"marker {number}"
    return FIRST_NUMBER + number if len(place) > 1 else FIRST_SMALL + place[0]


def _places(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    if isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _places(one, (*place, number))
    elif value is not None and not isinstance(value, bool):
        yield place, _marked(value, place)


def _bound(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """The value as the database's driver wants it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _known(markers: dict[Any, Place], param: Any) -> Place | None:
    return markers.get(param) if isinstance(param, int | str | date) else None


def _at(values: Any, place: Place) -> Any:
    for number in place:
        values = values[number]
    return values


def _shape(value: Any) -> object:
    if value is None or isinstance(value, bool):
        return value
    return tuple(_shape(one) for one in value) if isinstance(value, list | tuple) else type(value)


def prepared(build: Callable[..., QuerySet[Any, Row]]) -> Prepared[Row]:
    """Decorator of a function of plain values that builds a queryset: its calls give lists of rows.

    Time is an argument (`today`), never read inside: the function runs once a process.
    """
    return Prepared(build)
