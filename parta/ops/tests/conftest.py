"""A data folder of its own for commands that read its marks or move its clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from config.data_folder import DataFolder
from parta.lib import clock


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DataFolder]:
    """A folder not yet marked as anything."""
    data = DataFolder.open(tmp_path / "data")
    monkeypatch.setattr(settings, "DATA", data)
    clock.configure(zone=settings.TIME_ZONE, file=data.clock_file())
    yield data
    clock.configure(zone=settings.TIME_ZONE, file=None)
