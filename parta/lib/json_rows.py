"""Rows of another table as one column of a statement: a page that shows a few of them costs no statement more."""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.db.models.sql.compiler import SQLCompiler

LISTS = {
    "sqlite": "(SELECT JSON_GROUP_ARRAY(JSON(one.beside)) FROM (%(subquery)s) one)",
    "postgresql": "(SELECT COALESCE(JSONB_AGG(one.beside), '[]'::jsonb) FROM (%(subquery)s) one)",
}


class JsonRows(Subquery):
    """A list of objects, [] when there are none, in the order of the queryset. fields: name in the object → expression.

    Moments come as text of the database: `moment_of` reads them.
    """

    def __init__(self, rows: QuerySet[Any], **fields: Any) -> None:
        super().__init__(rows.annotate(beside=JSONObject(**fields)).values("beside"), output_field=JSONField())

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        template: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[Any, ...]]:
        """The list of the vendor's kind."""
        sql, params = super().as_sql(compiler, connection, template or LISTS[connection.vendor], **extra_context)
        return sql, tuple(params)


def moment_of(text: str) -> datetime:
    """A moment inside a row: SQLite writes UTC without saying so, PostgreSQL with its offset."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
