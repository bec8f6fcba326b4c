"""The table people read is the table the tests try."""

from tests.matrix.document import FILE, document


def test_the_published_table_of_rights_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == document(), "выполните: python -m tests.matrix"
