"""`make clauses` counts honestly: an unknown requirement fails, a known one is counted once."""

from pathlib import Path

import pytest

from tests import clauses


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one test."""
    for folder in ("parta", "tests"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(clauses, "ROOT", tmp_path)
    return tmp_path


def write(tree: Path, *ids: str) -> None:
    marks = "\n".join(f'@pytest.mark.clause("{one}")' for one in ids)
    (tree / "parta" / "test_one.py").write_text(f"import pytest\n\n{marks}\ndef test_it() -> None: ...\n")


def test_an_unknown_requirement_fails_and_is_named(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tree, "S3-4.4.1a", "S9-1")
    assert clauses.main() == 1
    said = capsys.readouterr()
    assert "нет такого требования: S9-1 (parta/test_one.py::test_it)" in said.err
    assert said.out.splitlines()[-1] == f"proved 1 of {len(clauses.KNOWN)}"


def test_a_requirement_is_counted_once(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tree, "S3-4.4.1a", "S3-4.4.1a")
    assert clauses.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"proved 1 of {len(clauses.KNOWN)}"


def test_the_specification_has_391_requirements() -> None:
    assert len(clauses.KNOWN) == len(set(clauses.KNOWN)) == 391
