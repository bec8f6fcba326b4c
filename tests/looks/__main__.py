"""`python -m tests.looks --into folder`: every page by those who may see it, at 1366×768 and 390×844, in pictures.

Ends with 1 when a page does not answer, complains in the console, sticks out sideways, breaks a rule of axe-core, has
words no person wrote, or no heading. Takes some twenty minutes: a person runs it before a release, not `make check`.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.servers import Installation, installation


def options() -> argparse.Namespace:
    """Flags of the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.looks", description="Все страницы на экране и на телефоне")
    parser.add_argument("--into", type=Path, required=True, help="папка для картинок")
    parser.add_argument("--only", default="", help="только страницы, в имени которых есть слово; через запятую")
    parser.add_argument("--data", type=Path, help="папка учебной школы; нет её — построить")
    parser.add_argument("--at", default="", help="перевести часы школы: 2027-05-26T14:00")
    return parser.parse_args()


def main() -> int:
    """Build, walk, draw, print."""
    chosen = options()
    chosen.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as spare:
        place = installation(chosen.data or Path(spare) / "demo", "parta_looks")
        place.must("demo", "--if-empty")
        if chosen.at:
            place.must("clock", chosen.at, "--freeze")
        return _walk(place, chosen.into, [word for word in chosen.only.split(",") if word])


def _walk(place: Installation, folder: Path, words: list[str]) -> int:
    os.environ |= place.env | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    import django  # noqa: PLC0415  the folder is chosen by a flag

    django.setup()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.browser.people import People  # noqa: PLC0415
    from tests.looks import places, sheets  # noqa: PLC0415
    from tests.looks.walk import Walk, browser_of  # noqa: PLC0415

    places.prepare()
    todo = places.places(lambda name: not words or any(word in name for word in words))
    with place.serving() as address, sync_playwright() as playwright:
        browser = browser_of(playwright)
        people = People(browser, address, {})
        looks = []
        for look in Walk(people, folder).looks(todo):
            looks.append(look)
            for fault in look.faults:
                print(f"{look.place.name} · {look.place.login} · {look.size} · {look.place.query}: {fault}", flush=True)
        sheets.write(folder, looks, browser)
        browser.close()
    bad = Counter(look.place.name for look in looks if look.faults)
    print(f"\nСтраниц: {len({one.name for one in todo})}, видов: {len(todo)}, картинок: {len(looks)}, ", end="")
    print(f"с замечанием: {sum(bad.values())}")
    for name, count in sorted(bad.items()):
        print(f"{name:24} {count}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
