"""Whom to call, on a phone and on a desk: a number within a thumb's reach, and away at once."""

from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from page_checks import small_targets
from page_checks import VIEWS
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import transaction

FIRST_NUMBER = "document.querySelector('a[href^=tel]').getBoundingClientRect().bottom"
EXIT = ".pbgdpl-exit"


@pytest.fixture
def site(functional_portal):
    """Return a Vietnamese portal."""
    furnish(functional_portal)
    transaction.commit()
    return functional_portal


@pytest.mark.parametrize(("viewport", "script"), VIEWS)
def test_call_and_leave(site, as_person, viewport, script):
    page = as_person(viewport=viewport, java_script_enabled=script)
    pages = {
        "emergencies": "@@emergencies",
        "search-danger": "@@pbgdpl-search?q=%C4%83n+l%C3%A1+ng%C3%B3n",
        "portal-search-danger": "@@search?SearchableText=chay+nha",
    }
    for name, path in pages.items():
        page.goto(f"{site.absolute_url()}/{SECTION}/{path}")
        assert overflow(page) == 0
        shoot(page, f"{name}-{viewport['width']}")
        if script:
            assert page.evaluate(FIRST_NUMBER) < viewport["height"], name
    page.goto(f"{site.absolute_url()}/{SECTION}/@@emergencies")
    assert small_targets(page) == []
    if script:
        assert faults(page) == []
        page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
        assert page.locator(EXIT).bounding_box()["y"] < viewport["height"] / 2
        page.keyboard.press("Escape")
    else:
        page.locator(EXIT).click()
    page.wait_for_url(site.absolute_url())
