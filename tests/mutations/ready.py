"""A school made once for hundreds of runs: the tables and the cast of the tests are there, and are read, not built.

`python -m tests.mutations.ready FOLDER` makes it; `-p tests.mutations.ready` gives it to the tests (PARTA_READY names
the folder). Sound code has built it: a broken rule shows in what the test does, not in how its school came to be.
"""

import os
import pickle
import sys
from pathlib import Path
from typing import Any

PEOPLE = "cast.pickle"


def make(folder: Path) -> None:
    """The tables and the cast in `folder`, written as the tests will find them."""
    folder.mkdir()
    os.environ["PARTA_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django  # noqa: PLC0415  only once the folder is known
    from django.conf import settings  # noqa: PLC0415

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database: dict[str, Any] = settings.DATABASES["default"]
    database["NAME"] = f"{database['NAME']}.test"
    database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from parta.ops.cast import build_cast  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    (folder / PEOPLE).write_bytes(pickle.dumps(build_cast()))


def pytest_collection() -> None:
    """The cast is unpacked instead of built."""
    people = Path(os.environ["PARTA_READY"]) / PEOPLE
    if people.is_file():
        from parta.ops import cast  # noqa: PLC0415  needs settings

        def _unpacked() -> Any:
            return pickle.loads(people.read_bytes())  # made by `make` a moment ago

        cast.build_cast = _unpacked


if __name__ == "__main__":
    make(Path(sys.argv[1]))
elif "PARTA_READY" in os.environ:
    os.environ["PARTA_DATA"] = os.environ["PARTA_READY"]
