"""The page on which portlets are managed calls our manager by its title."""

from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER

import lxml.html
import pytest
import transaction
import vietnamese_portal


@pytest.fixture
def manage(served):
    browser = Browser(served.aq_parent)
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")

    def open_page(manager):
        transaction.commit()
        browser.open(f"{served.absolute_url()}/@@topbar-manage-portlets/{manager}")
        return lxml.html.fromstring(browser.contents)

    return open_page


def headings(document):
    return [heading.text for heading in document.cssselect("#content h2, main h2")]


def test_heading_is_a_title(manage):
    assert headings(manage(HOMEPAGE_MANAGER)) == ["Centre of the homepage (PBGDPL)"]


def test_heading_is_translated(manage, served):
    vietnamese_portal.speak_vietnamese(served)
    (heading,) = headings(manage(HOMEPAGE_MANAGER))
    assert heading == "Khối ở giữa trang chủ (PBGDPL)"


def test_page_still_lists_and_adds_portlets(manage):
    document = manage(HOMEPAGE_MANAGER)
    assert document.cssselect(".managedPortlet")
    values = [one.get("value") for one in document.cssselect(".add-portlet option")]
    ours = f"/++contextportlets++{HOMEPAGE_MANAGER}/+/portlets.LegalEducation"
    assert ours in values


def test_other_managers_are_shown_as_core_does(manage):
    assert headings(manage("plone.leftcolumn")) == ["plone.leftcolumn"]
