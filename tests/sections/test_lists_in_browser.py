"""A list in a browser: filters are used without a script, and no label moves."""

from page_checks import faults
from page_checks import overflow
from plone.app.testing import applyProfile
from public_content import make
from sonla.pbgdpl.core.section import all_sections

import pytest
import transaction

FIELDS = ("dat-dai", "hon-nhan-gia-dinh", "dan-su")
SIZES = ((360, 740), (683, 384), (1366, 768))


@pytest.fixture
def listed(functional_portal):
    """Return the address of a list with several fields of law and kinds."""
    applyProfile(functional_portal, "sonla.pbgdpl:structure")
    (section,) = all_sections()
    for number in range(6):
        make(
            section,
            "LegalIntroduction",
            f"Luật số {number}",
            kind=("de-cuong", "gioi-thieu-vbqppl")[number % 2],
            legal_fields=(FIELDS[number % 3],),
        )
    transaction.commit()
    return section["gioi-thieu-van-ban"].absolute_url()


def places(page):
    """Return where each label of the filters stands, by its words without numbers."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(
            '.pbgdpl-search label, .pbgdpl-chips a, .pbgdpl-filters summary')].map(one =>
            [one.textContent.replace(/[0-9]+/g, '').trim(), one.getBoundingClientRect().top
             + scrollY]))"""
    )


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_labels_keep_their_places_without_a_script(chromium, listed, size):
    width, height = size
    context = chromium.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False
    )
    tab = context.new_page()
    tab.goto(listed)
    before = places(tab)
    assert len(before) == 2 + 1 + len(FIELDS)
    assert tab.locator(".pbgdpl-filters select").first.is_hidden()
    for number in range(1, 1 + len(FIELDS)):
        with tab.expect_navigation():
            tab.locator(".pbgdpl-chips a").nth(number).press("Enter")
        assert tab.locator(".pbgdpl-list>li").count() == 2
        after = places(tab)
        assert after.keys() == before.keys()
        assert all(abs(after[name] - before[name]) <= 4 for name in before)
    tab.locator(".pbgdpl-filters summary").press("Enter")
    tab.locator(".pbgdpl-filters select").first.select_option(index=1)
    with tab.expect_navigation():
        tab.locator(".pbgdpl-filters button").press("Enter")
    assert tab.locator(".pbgdpl-list>li").count() == 1
    assert tab.locator(".pbgdpl-filters select").first.is_visible()
    after = places(tab)
    assert all(abs(after[name] - before[name]) <= 4 for name in before)
    assert overflow(tab) == 0
    context.close()


def test_nothing_is_wrong_for_the_eye_and_the_ear(page, listed):
    for width in (360, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(f"{listed}?field=dat-dai&kind=de-cuong")
        assert faults(page) == []
