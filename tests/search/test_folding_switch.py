"""The page that turns Vietnamese search on and off, without JavaScript."""

from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from search_content import make
from search_content import stock_search
from sonla.pbgdpl.search import folding_switch
from sonla.pbgdpl.search.pages import folding_switch as page
from web_requests import ask_for_content

import pytest
import transaction

URL = "/@@pbgdpl-search-switch"


@pytest.fixture
def items(functional_portal):
    for number in range(6):
        make(functional_portal, "Document", description=f"ấn phẩm {number}")
    transaction.commit()


@pytest.fixture
def anonymous(functional):
    browser = Browser(functional["app"])
    browser.handleErrors = True
    browser.raiseHttpErrors = False
    browser.followRedirects = True
    ask_for_content(browser)
    return browser


@pytest.fixture
def browser(functional):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    ask_for_content(browser)
    return browser


@pytest.fixture
def slowly(monkeypatch):
    """Let each request do two objects only."""
    monkeypatch.setattr(page, "BATCH", 2)
    monkeypatch.setattr(page, "SECONDS", 0)


def test_on_and_off_in_one_go(functional_portal, items, browser):
    browser.open(functional_portal.absolute_url() + URL)
    assert 'name="turn_off"' not in browser.contents
    browser.getControl(name="turn_on").click()
    assert 'name="turn_on"' not in browser.contents
    transaction.begin()
    assert len(stock_search("an pham")) == 6
    browser.getControl(name="turn_off").click()
    transaction.begin()
    assert stock_search("an pham") == []
    assert folding_switch.status() == folding_switch.Status(False, False, 0, 0)


def test_batches_go_on_by_button_and_by_refresh(
    functional_portal, items, browser, slowly
):
    browser.open(functional_portal.absolute_url() + URL)
    browser.getControl(name="turn_on").click()
    assert 'role="progressbar"' in browser.contents
    transaction.begin()
    assert folding_switch.status().done == 2
    browser.getControl(name="continue").click()
    transaction.begin()
    assert folding_switch.status().done == 4
    refresh = browser.headers["Refresh"].partition("url=")[2]
    while "Refresh" in browser.headers:
        refresh = browser.headers["Refresh"].partition("url=")[2]
        browser.open(refresh)
    transaction.begin()
    assert folding_switch.status().on and not folding_switch.status().running
    assert len(stock_search("an pham")) == 6


def test_a_paused_switch_is_shown_and_goes_on(
    functional_portal, items, browser, slowly
):
    folding_switch.start(on=True)
    folding_switch.run_batch(3)
    transaction.commit()
    browser.open(functional_portal.absolute_url() + URL)
    assert "Refresh" not in browser.headers
    transaction.begin()
    assert folding_switch.status().done == 3
    browser.getControl(name="continue").click()
    transaction.begin()
    assert folding_switch.status().done == 5


@pytest.mark.parametrize("query", ["continue=1", "turn_on=1", "turn_off=1"])
def test_an_address_alone_changes_nothing(functional_portal, items, browser, query):
    browser.handleErrors = True
    browser.raiseHttpErrors = False
    browser.open(f"{functional_portal.absolute_url()}{URL}?{query}")
    assert not browser.headers["Status"].startswith("200")
    transaction.begin()
    assert folding_switch.status() == folding_switch.Status(False, False, 0, 0)


def test_visitors_are_sent_to_log_in(functional_portal, anonymous):
    anonymous.open(functional_portal.absolute_url() + URL)
    assert "turn_on" not in anonymous.contents
