"""`make clauses`: which of the specification's requirements have a test that proves them.

Reads the marks without running the tests; fails on an ID that the specification does not have.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWN = (ROOT / "tests" / "clauses.txt").read_text(encoding="utf-8").split()


def marks_in(file: Path) -> Iterator[tuple[str, str]]:
    """(ID, where) of every clause mark on a test of the file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.clause":
                for argument in mark.args:
                    yield ast.literal_eval(argument), f"{file.relative_to(ROOT)}::{node.name}"


def main() -> int:
    """Print the table; 1 when a mark names an unknown requirement."""
    found: dict[str, list[str]] = {}
    for folder in ("parta", "tests"):
        for file in sorted((ROOT / folder).rglob("test_*.py")):
            for clause, where in marks_in(file):
                found.setdefault(clause, []).append(where)
    unknown = sorted(set(found) - set(KNOWN))
    for clause in KNOWN:
        print(f"{clause:<14} {'; '.join(found.get(clause, ['—']))}")
    for clause in unknown:
        print(f"нет такого требования: {clause} ({'; '.join(found[clause])})", file=sys.stderr)
    print(f"proved {len(set(found) & set(KNOWN))} of {len(KNOWN)}")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
