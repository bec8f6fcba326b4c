"""`python -m tests.matrix`: write docs/rights.md."""

from tests.matrix.document import FILE, document

FILE.write_text(document(), encoding="utf-8")
print(FILE)
