"""Relations point down the stack, pages do not write, templates stay at their desk, files stay small."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
PARTA = ROOT / "parta"
WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def stack() -> list[str]:
    """Rooms from the top of the stack to its bottom, as the import contract names them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(one["layers"] for one in contracts if one["containers"] == ["parta.domain"])
    return [room for layer in layers for room in re.findall(r"\w+", layer)]


def python_files(*folders: str) -> Iterator[Path]:
    """Our own modules, tests and migrations left out."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if not {"tests", "migrations"} & set(file.parts) and file.name != "conftest.py":
                yield file


def test_every_relation_between_rooms_points_down_the_stack() -> None:
    order = {room: height for height, room in enumerate(reversed(stack()))}
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model.__module__.startswith("parta.domain.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and isinstance(field.related_model, type)
        and order[field.related_model._meta.app_label] > order[model._meta.app_label]
    ]
    assert upward == []


def test_every_relation_knows_both_rooms() -> None:
    rooms = {model._meta.app_label for model in apps.get_models() if model.__module__.startswith("parta.domain.")}
    assert rooms <= set(stack())


def test_pages_and_api_never_write_by_themselves() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno} .{node.func.attr}()"
        for file in python_files("parta/web", "parta/api")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert found == []


def test_reads_do_not_import_writes() -> None:
    guilty = [
        str(file.relative_to(ROOT))
        for file in python_files("parta/domain")
        if ("queries" in file.stem or "queries" in file.parts)
        and re.search(r"^from parta\.domain\.\w+(\.actions| import actions)", file.read_text(encoding="utf-8"), re.M)
    ]
    assert guilty == []


def test_only_the_clock_asks_the_system_for_the_time() -> None:
    asks = re.compile(r"datetime\.now\(|date\.today\(|timezone\.now\(|datetime\.utcnow\(|time\.time\(")
    guilty = [
        str(file.relative_to(ROOT))
        for file in python_files("parta")
        if asks.search(file.read_text(encoding="utf-8")) and file != PARTA / "lib" / "clock.py"
    ]
    assert guilty == []


def test_templates_reach_only_into_their_own_desk_or_the_shared_one() -> None:
    wrong = []
    for file in sorted((PARTA / "web").rglob("*.html")):
        desk = file.parent.relative_to(PARTA).as_posix()
        for target in re.findall(r'{%\s*(?:include|extends)\s+"([^"]+)"', file.read_text(encoding="utf-8")):
            home = target.rsplit("/", 1)[0]
            if home not in {desk, "web", "web/shared"}:
                wrong.append(f"{file.relative_to(ROOT)} → {target}")
    assert wrong == []


def test_no_template_holds_inline_script_or_style() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", re.I)
    guilty = [
        str(file.relative_to(ROOT))
        for file in sorted(PARTA.rglob("*.html"))
        if inline.search(
            re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", file.read_text(encoding="utf-8"), flags=re.S)
        )
    ]
    assert guilty == []


@pytest.mark.parametrize(("pattern", "limit"), [("*.py", 400), ("*.html", 150), ("*.js", 400), ("*.css", 400)])
def test_files_stay_small(pattern: str, limit: int) -> None:
    long = [
        f"{file.relative_to(ROOT)}: {lines}"
        for folder in ("parta", "config", "tests", "bench")
        for file in sorted((ROOT / folder).rglob(pattern))
        if "migrations" not in file.parts  # written by Django
        and (lines := len(file.read_text(encoding="utf-8").splitlines())) > limit
    ]
    assert long == []


def test_functions_stay_short() -> None:
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {length}"
        for file in python_files("parta", "config")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.body[0].lineno + 1) > 40
    ]
    assert long == []


def test_every_room_and_outlet_says_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in python_files("parta", "config")
        if file.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_room_is_on_the_map() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [room.name for room in (PARTA / "domain").iterdir() if (room / "__init__.py").exists()]
    assert [room for room in rooms if f"{room}/" not in text] == []
