"""A long build becomes the school only when it is whole."""

import subprocess
import sys
from pathlib import Path

from tests.servers import ROOT, installation

SCRIPT = """
import django, sys
django.setup()
from django.db import connection
from parta.domain.access.models import User
from parta.ops.demo.beside import beside
try:
    with beside():
        User.objects.create(last_name="Иванов")
        if "stop" in sys.argv:
            raise KeyboardInterrupt
except KeyboardInterrupt:
    pass
print(User.objects.count() if "stop" not in sys.argv else "")
"""


def test_an_interrupted_build_leaves_the_school_as_it_was_and_the_next_one_is_moved_into_place(tmp_path: Path) -> None:
    place = installation(tmp_path / "school", "beside")
    if "PARTA_DATABASE_URL" in place.env:
        return
    env = place.env | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}

    def build(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", SCRIPT, *words]
        return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)

    stopped = build("stop")
    assert (place.data / "parta.building.sqlite3").exists(), stopped.stderr
    done = build()
    assert "Прошлая постройка не закончилась" in done.stderr
    assert done.stdout.strip() == "1"
    assert not (place.data / "parta.building.sqlite3").exists()
