"""Rows of tabs over pages that belong together, of results and of one class. A tab is shown to those who open it."""

from typing import Any

from django import template

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.web.addresses import address
from parta.web.menu import Item

register = template.Library()

KEEPERS = JOURNAL_READERS | {Role.ADMINISTRATOR}
Tab = tuple[str, str, frozenset[Role]]
RESULTS: list[Tab] = [
    ("Показатели", "summary_school", JOURNAL_READERS),
    ("Закрытие", "school_closing", KEEPERS),
    ("Прогноз", "forecast_school", frozenset({Role.DIRECTOR, Role.DEPUTY})),
    ("Экзамены", "exams", KEEPERS),
    ("Сроки итогов", "results_terms", KEEPERS),
    ("Отсрочки", "deferral_list", KEEPERS),
    ("Задолженности", "debt_list", KEEPERS),
]
OF_CLASS: list[Tab] = [
    ("Сегодня", "my_class", KEEPERS),
    ("Посещаемость", "class_attendance", KEEPERS),
    ("Ведомость", "summary_class", JOURNAL_READERS),
    ("Прогноз", "forecast_class", frozenset({Role.DIRECTOR, Role.DEPUTY})),
    ("Закрытие", "class_closing", KEEPERS),
    ("Здоровье", "class_medical", frozenset({Role.ADMINISTRATOR, Role.SECRETARY})),
    ("Список", "school_class", frozenset({Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.SECRETARY})),
]
"""The class teacher opens all of them."""


@register.inclusion_tag("web/shared/_tabs.html", takes_context=True)
def results_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """Pages of «Итоги» for those who look after the school; a teacher comes to some of them from elsewhere."""
    request = context["request"]
    if not request.roles & KEEPERS:
        return {"tabs": []}
    items = [(title, address(name)) for title, name, holders in RESULTS if request.roles & holders]
    return _row("Итоги", items, request.path)


@register.inclusion_tag("web/shared/_tabs.html", takes_context=True)
def class_tabs(context: dict[str, Any], class_id: int) -> dict[str, Any]:
    """Pages of one class: all for its teacher, for others those their office opens, none for a teacher."""
    request, own = context["request"], address("my_class", class_id)
    leads = any(item.url == own for item in context["shell"].menu)
    if not leads and not request.roles & KEEPERS:
        return {"tabs": []}
    items = [(title, address(name, class_id)) for title, name, holders in OF_CLASS if leads or request.roles & holders]
    return _row("Класс", items, request.path.replace("/informed/", "/forecast/"))


def _row(label: str, items: list[tuple[str, str]], path: str) -> dict[str, Any]:
    best = max((url for _, url in items if path.startswith(url)), key=len, default="")
    return {"label": label, "tabs": [Item(title, url, "", current=url == best) for title, url in items]}
