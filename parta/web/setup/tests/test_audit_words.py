"""The history is read in Russian: names and values that actions record have words."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from parta.domain.audit import actions as audit
from parta.web.conftest import Enter
from parta.web.setup.audit_words import LABELS, UNSAID
from parta.web.setup.tests.conftest import Cast

DOMAIN = Path(__file__).resolve().parents[3] / "domain"
INNER = {"at", "before", "after", "by", "entered_at", "entered_by", "id", "person", "person_id", "previous_at"}
"""Keys of dictionaries that are not values of the log."""


def _recorded() -> Iterator[tuple[str, str]]:
    for file in [*DOMAIN.rglob("actions/*.py"), *DOMAIN.glob("*/actions.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for key in node.keys if isinstance(node, ast.Dict) else []:
                if isinstance(key, ast.Constant) and re.fullmatch(r"[a-z][a-z_0-9]*", str(key.value)):
                    yield str(key.value), str(file.relative_to(DOMAIN))


def _russian_fields() -> set[str]:
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    return {one.name for one in fields if re.search("[а-я]", str(getattr(one, "verbose_name", "")))}


def test_whatever_actions_record_is_called_in_russian() -> None:
    known = {*LABELS, *UNSAID, *INNER, *_russian_fields()}
    assert sorted({(key, room) for key, room in _recorded() if key not in known}) == []


@pytest.mark.django_db
def test_codes_moments_and_tables_are_shown_as_people_write_them(cast: Cast, enter: Enter) -> None:
    after = {"work_type": "control", "due": "2025-12-08T16:00:00+03:00", "profile": "full-act-2021", "sha256": "ab12"}
    slots = {"slots": {"1": "08:30–09:15"}, "to": date(2025, 12, 8).isoformat()}
    audit.record(cast.admin, "school.settings.changed", subject=cast.admin, after=after | slots)
    text = enter(cast.admin).get(reverse("audit_log")).content.decode()
    shown = re.sub(r"<[^>]+>", " ", text)
    for words in ("Контрольная работа", "08.12.2025, 16:00", "Полный акт школы, 2021", "1: 08:30–09:15", "08.12.2025"):
        assert words in shown
    assert not {"work_type", "sha256", "ab12", "full-act-2021", "slots"} & set(re.findall(r"[\w-]+", shown))
