"""A portal served over HTTP, a section in it, and a browser that is logged in."""

from made_once import made_once
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from public_content import served  # noqa: F401

import pytest
import transaction


@pytest.fixture
def section(functional_portal):
    section = made_once(functional_portal, make_section)
    transaction.commit()
    return section


def make_section(portal):
    """Make a section that is not public."""
    with api.env.adopt_roles(["Manager"]):
        return api.content.create(portal, "LegalEducationSection", title="PBGDPL")


@pytest.fixture
def browser(functional, functional_portal):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    return browser
