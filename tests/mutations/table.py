"""The tables of broken rules, `*.toml` beside this file."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A rule broken by one replacement.

    rule: its requirement or setting. what: how it is broken, in words. file, test: paths from the project's root, the
    test with its name. old: stands in the file exactly once.
    """

    rule: str
    what: str
    file: str
    old: str
    new: str
    test: str

    def broken(self, text: str) -> str:
        """The text of the file with the rule broken."""
        return text.replace(self.old, self.new)

    @property
    def stale(self) -> str:
        """Why the line no longer fits the code, «» when it does."""
        path, _, name = self.test.partition("::")
        if not (ROOT / self.file).is_file() or not (ROOT / path).is_file():
            return "нет файла"
        found = (ROOT / self.file).read_text(encoding="utf-8").count(self.old)
        if found != 1:
            return f"прежний текст найден {found} раз(а)"
        name = name.partition("[")[0]
        return "" if f"def {name}(" in (ROOT / path).read_text(encoding="utf-8") else "нет такого теста"


def mutations(*tables: str) -> Iterator[Mutation]:
    """Of the tables named, of all by default. A table names once the folders of its code and of its tests."""
    for file in sorted(HERE.glob("*.toml")):
        if tables and file.stem not in tables:
            continue
        body = tomllib.loads(file.read_text(encoding="utf-8"))
        for one in body["mutation"]:
            code, tests = one.get("code", body["code"]), one.get("tests", body["tests"])
            path, test = f"{code}/{one['file']}", f"{tests}/{one['test']}"
            yield Mutation(one["rule"], one["what"], path, one["old"], one["new"], test)
