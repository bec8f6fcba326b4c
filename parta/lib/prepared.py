"""Statements of the hottest requests: written by the ORM once a process, later calls only bind their values.

Most of the processor time of a small Django query is the composing of its SQL. A function that builds a queryset from
plain values is called once with marker values in their places; the SQL and the places of the markers are kept, and rows
are made by the ORM's own iterators. A marker that does not come back unchanged is an error at the first call.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from threading import local
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Value = int | str | date | datetime | Sequence[int] | None
Shape = tuple[object, ...]
Place = tuple[int, int | None]
"""Number of the argument; number inside it, when it is a sequence."""
FIRST_NUMBER = 7_700_000_000_000_000_000
MAX_SHAPES = 64
"""Lists of other lengths are other statements; past this number a statement is composed anew each time."""


class Prepared(Generic[Row]):
    """A prepared read. Called with plain values it gives a list of rows."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self._of_thread = local()
        update_wrapper(self, build)

    def __call__(self, *values: Value) -> list[Row]:
        """The rows for these values. Sequences are of numbers; None, True and False are part of the statement."""
        connection = connections[DEFAULT_DB_ALIAS]
        known = self._statements(connection)
        shape = tuple(_shape(value) for value in values)
        if shape not in known:
            if len(known) >= MAX_SHAPES:
                return list(self.build(*values))
            known[shape] = _compiled(self.build, values, connection)
        statement = known[shape]
        return statement.rows(values) if statement else []

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
        markers = {_bound(marker, compiler.connection): place for place, marker in _markers(values)}
        self.binds: list[tuple[Place | None, Any]] = [(markers.get(_key(one)), one) for one in found]
        missing = set(markers.values()) - {place for place, _ in self.binds}
        if missing:
            raise RuntimeError(f"cannot be prepared: values {sorted(missing)} do not reach the statement as they are")
        self.queryset = rows
        self.compiler = compiler
        self.params: tuple[Any, ...] = ()
        self.converters: dict[int, Any] = {}
        self._make_converters = compiler.get_converters
        object.__setattr__(compiler, "as_sql", self._as_sql)
        object.__setattr__(compiler, "get_converters", self._get_converters)
        object.__setattr__(rows.query, "get_compiler", lambda *args, **kwargs: compiler)

    def rows(self, values: Sequence[Value]) -> list[Row]:
        connection = self.compiler.connection
        self.params = tuple(
            constant if place is None else _bound(_at(values, place), connection) for place, constant in self.binds
        )
        return list(self.queryset.all())

    def _as_sql(self, *_args: object, **_kwargs: object) -> tuple[str, tuple[Any, ...]]:
        return self.sql, self.params

    def _get_converters(self, expressions: Sequence[Any]) -> Any:
        """The columns are always the same; only their number differs between calls of one statement."""
        columns = list(expressions)
        if len(columns) not in self.converters:
            self.converters[len(columns)] = self._make_converters(columns)
        return self.converters[len(columns)]


def _compiled(
    build: Callable[..., QuerySet[Any, Row]], values: Sequence[Value], connection: BaseDatabaseWrapper
) -> _Statement[Row] | None:
    markers = dict(_markers(values))
    arguments = [
        [markers[number, inner] for inner in range(len(value))]
        if isinstance(value, list | tuple)
        else markers.get((number, None), value)
        for number, value in enumerate(values)
    ]
    rows = build(*arguments)
    compiler = rows.query.get_compiler(using=connection.alias)
    try:
        return _Statement(rows, compiler, values)
    except EmptyResultSet:
        return None


def _markers(values: Sequence[Value]) -> Iterator[tuple[Place, Any]]:
    for number, value in enumerate(values):
        if isinstance(value, list | tuple):
            yield from (((number, inner), FIRST_NUMBER + number * 10_000 + inner) for inner in range(len(value)))
        elif value is not None and not isinstance(value, bool):
            yield (number, None), _marker(number, value)


def _marker(number: int, value: Value) -> Value:
    if isinstance(value, datetime):
        return datetime(9000, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if isinstance(value, date):
        return date(9100, 1, 1) + timedelta(days=number)
    return f"marker {number}" if isinstance(value, str) else FIRST_NUMBER + number * 10_000 + 9_999


def _bound(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """The value as the database's driver wants it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _key(param: Any) -> Any:
    return param if isinstance(param, int | str | date) else None


def _at(values: Sequence[Any], place: Place) -> Any:
    number, inner = place
    return values[number] if inner is None else values[number][inner]


def _shape(value: Value) -> object:
    if value is None or isinstance(value, bool):
        return value
    return len(value) if isinstance(value, list | tuple) else type(value)


def prepared(build: Callable[..., QuerySet[Any, Row]]) -> Prepared[Row]:
    """Decorator of a function of plain values that builds a queryset: its calls give lists of rows.

    Time is an argument (`today`), never read inside: the function runs once a process.
    """
    return Prepared(build)
