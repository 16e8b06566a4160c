"""A portal served over HTTP, a section in it, and a browser that is logged in."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from public_content import served  # noqa: F401

import pytest
import transaction


@pytest.fixture
def section(functional_portal):
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", title="PBGDPL"
        )
    transaction.commit()
    return section


@pytest.fixture
def browser(functional, functional_portal):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    return browser
