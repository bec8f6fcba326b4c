"""A small school in an installation of its own."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.servers import ROOT, Installation, copied_database, installation

Desks = dict[str, list[tuple[int, list[int]]]]
"""Login of a teacher → today's lessons with the pupils of the class."""


@dataclass(frozen=True, slots=True)
class SmallSchool:
    """An installation, today's lesson of its journal and the pupils of the class."""

    place: Installation
    lesson: int
    students: list[int]
    desks: Desks

    def marks(self) -> dict[str, list[object]]:
        """What is stored: «lesson-student-slot» → [value, version]."""
        return inside(self.place, "marks")


def inside(place: Installation, what: str) -> dict[str, list[object]]:
    """Run a function of `inside.py` in the installation."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.durability.inside", what], env=place.env, cwd=ROOT, capture_output=True,
        text=True, check=True, timeout=120,
    )  # fmt: skip
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="session")
def small_school(tmp_path_factory: pytest.TempPathFactory) -> SmallSchool:
    """Built once; every test takes another pupil or starts from what it finds."""
    place = installation(tmp_path_factory.mktemp("durable"), "parta_durable")
    return built(place)


def copy_of(place: Installation, data: Path, name: str) -> Installation:
    """The same school in another folder and another database: what is spoiled there is spoiled there only."""
    shutil.copytree(place.data, data)
    env = {**place.env, "PARTA_DATA": str(data)}
    if "PARTA_DATABASE_URL" in env:
        env["PARTA_DATABASE_URL"] = copied_database(env["PARTA_DATABASE_URL"], name)
    return Installation(data, env)


def built(place: Installation) -> SmallSchool:
    """Build the school in an empty installation."""
    told: dict[str, Any] = inside(place, "build")
    return SmallSchool(place, told["lesson"], told["students"], told["desks"])
