"""The folder of remembered values: looked through now and then, and still kept within its size."""

from pathlib import Path
from typing import Any

import pytest

from parta.lib.shared_files import LOOK_EVERY, SharedFiles


def test_the_folder_is_looked_through_once_in_many_writes_and_stays_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SharedFiles, "_written", 0)
    looks = []
    kept: Any = SharedFiles(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 50}})
    found = kept._list_cache_files

    def counted() -> list[str]:
        looks.append(1)
        return list(found())

    monkeypatch.setattr(kept, "_list_cache_files", counted)
    for number in range(2 * LOOK_EVERY):
        kept.set(f"key-{number}", number)
    assert kept.get("key-0") in (0, None)
    assert kept.get(f"key-{2 * LOOK_EVERY - 1}") == 2 * LOOK_EVERY - 1
    assert len(looks) == 2
    kept.set("one more", 1)
    assert len(list(tmp_path.iterdir())) < LOOK_EVERY + 50, "every look throws a third away"
