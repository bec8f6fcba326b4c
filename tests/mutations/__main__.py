"""Breaks one rule after another in a copy of the project and expects its test to fail.

    python -m tests.mutations [table…] [--only WORD]

Not a part of the checks: an hour of work. Exit 1 when a test did not notice, or a line no longer fits the code.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutations.table import ROOT, Mutation, mutations

COPIED = ("parta", "config", "tests", "bench", "conftest.py", "pyproject.toml", "manage.py")
TIMEOUT = 900
PEOPLE = "from parta.ops.cast import Cast"
"""A module of tests that plays with the cast says so."""
PASSED, FAILED = 0, 1
"""Exit codes of pytest; any other one is no verdict: nothing was collected, or the code did not even load."""
WORDS = {PASSED: "ВЫЖИЛА", FAILED: "замечена"}


class Copy:
    """A copy of the project in which rules are broken and put right again."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.root.mkdir()
        for name in COPIED:
            source, target = ROOT / name, self.root / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, target)
        self.environment = {**os.environ, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}
        self.empty, self.peopled = folder / "empty", folder / "peopled"
        self.empty.mkdir()
        maker = [sys.executable, "-m", "tests.mutations.ready", str(self.peopled)]
        subprocess.run(maker, cwd=self.root, env=self.environment, check=True)

    def run(self, tests: Sequence[str]) -> tuple[int, str]:
        """The exit code of pytest and the last lines it said. All tests of one call, or none, play with the cast."""
        peopled = PEOPLE in (self.root / tests[0].partition("::")[0]).read_text(encoding="utf-8")
        self.environment["PARTA_READY"] = str(self.peopled if peopled else self.empty)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=line", "-p", "tests.mutations.ready", "--reuse-db"]
        done = subprocess.run(
            [*command, *tests],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        return done.returncode, "\n".join((done.stdout + done.stderr).splitlines()[-6:])

    def verdict(self, one: Mutation) -> tuple[int, str]:
        """What the test says with the rule broken."""
        file = self.root / one.file
        sound = file.read_text(encoding="utf-8")
        file.write_text(one.broken(sound), encoding="utf-8")
        try:
            return self.run([one.test])
        finally:
            file.write_text(sound, encoding="utf-8")


def chosen(arguments: Sequence[str]) -> list[Mutation]:
    """The lines asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("tables", nargs="*", help="имена таблиц без .toml; по умолчанию все")
    parser.add_argument("--only", default="", help="только строки, где встречается это слово")
    options = parser.parse_args(arguments)
    found = mutations(*options.tables)
    return [one for one in found if options.only in " ".join((one.rule, one.what, one.file, one.test))]


def main(arguments: Sequence[str]) -> int:
    """Print a line for each broken rule."""
    wanted = chosen(arguments)
    stale = [one for one in wanted if one.stale]
    for one in stale:
        print(f"устарела: {one.rule} ({one.what}), {one.file}: {one.stale}")
    if stale:
        return 1
    survived = 0
    with tempfile.TemporaryDirectory(prefix="parta-mutations-") as folder:
        copy = Copy(Path(folder))
        for module in sorted({one.test.partition("::")[0] for one in wanted}):
            code, said = copy.run(sorted({one.test for one in wanted if one.test.startswith(f"{module}::")}))
            if code != PASSED:
                print(f"Тесты не проходят и без ошибок в правилах: {module}\n{said}")
                return 1
        for one in wanted:
            code, said = copy.verdict(one)
            survived += code != FAILED
            print(f"{WORDS.get(code, 'не запустилась'):<14} {one.rule:<34} {one.what}", flush=True)
            if code != FAILED:
                print(f"    {one.file}\n    {one.test}\n    {said}", flush=True)
    print(f"сломано правил: {len(wanted)}, не замечено: {survived}")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
