"""The measurement of figures and sheets runs on a real school, and its statements can be asked by bare SQL."""

import pytest
from django.db import connection

from bench import finals_school
from parta.ops.cast import Cast


@pytest.mark.django_db
def test_every_case_runs_and_its_statements_can_be_asked_again(cast: Cast) -> None:
    for title, act in finals_school.cases().items():
        statements = finals_school.statements_of(act)
        least = 0 if "метод" in title and "чтение" not in title else 5  # what has been read is at hand, history aside
        assert least <= len(statements) <= 20, title
        with connection.cursor() as cursor:
            for sql, values in statements:
                cursor.execute(sql.replace("%", "%%").replace("?", "%s"), values)
