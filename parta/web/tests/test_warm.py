"""A worker has nothing left to load for its first reader: templates and icons are there before it is forked."""

import pytest
from django.template import engines
from django.template.loaders.cached import Loader

from parta.web import icons
from parta.web.warm import warm


def test_daily_templates_and_their_icons_are_loaded() -> None:
    icons.svg.cache_clear()
    warm()
    loaders = engines["django"].engine.template_loaders  # type: ignore[attr-defined]
    kept = next(one for one in loaders if isinstance(one, Loader)).get_template_cache
    for page in ("teaching/journal", "teaching/my_day", "family/diary", "family/marks", "account/sign_in"):
        assert any(page in key for key in kept), page
    before = icons.svg.cache_info().misses
    icons.svg("triangle-alert", 18)
    icons.svg("calendar-off", 18)  # of a page made in Python
    assert icons.svg.cache_info().misses == before


def test_an_icon_is_drawn_in_its_size_and_hidden_from_screen_readers() -> None:
    drawn = icons.svg("plus", 14)
    assert drawn.startswith('<svg width="14" height="14" viewBox="0 0 24 24"')
    assert 'aria-hidden="true"' in drawn
    assert drawn.endswith('<path d="M5 12h14" /><path d="M12 5v14" /></svg>')


def test_an_icon_the_set_does_not_have_is_an_error() -> None:
    with pytest.raises(icons.UnknownIcon):
        icons.svg("no-such-icon", 16)
