"""Core's byline, with its dangling dash, is not on pages that have one of their own."""

from content_types import TEXT_TYPES
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from public_content import make

import pytest
import transaction

BYLINE = 'id="section-byline"'


@pytest.fixture
def contents(served):
    browser = Browser(served.aq_parent)
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")

    def read(item):
        transaction.commit()
        browser.open(item.absolute_url())
        return browser.contents

    return read


@pytest.mark.parametrize("portal_type", TEXT_TYPES)
def test_texts_have_one_byline_and_it_is_ours(served, contents, portal_type):
    brains = api.content.find(portal_type=portal_type)
    section = served["pho-bien-giao-duc-phap-luat"]
    item = brains[0].getObject() if brains else make(section, portal_type, "Kết hôn")
    html = contents(item)
    assert BYLINE not in html
    assert html.count('class="pbgdpl-byline"') == 1


def test_section_and_listing_have_none(served, contents):
    section = served["pho-bien-giao-duc-phap-luat"]
    with api.env.adopt_roles(["Manager"]):
        listing = api.content.create(section, "Collection", "tin", "Tin")
    assert BYLINE not in contents(section)
    assert BYLINE not in contents(listing)


def test_stock_pages_keep_theirs(served, contents):
    with api.env.adopt_roles(["Manager"]):
        page = api.content.create(served, "Document", "ngoai", "Ngoài")
    assert BYLINE in contents(page)
