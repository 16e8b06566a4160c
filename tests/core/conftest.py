"""Sessions of somebody who writes for a unit: in a browser, and over REST."""

from grid_rows import add_row  # noqa: F401
from plone.testing.zope import Browser
from unit_with_writer import PASSWORD
from unit_with_writer import unit  # noqa: F401

import pytest


@pytest.fixture
def browser(functional, unit):  # noqa: F811
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic writer:{PASSWORD}")
    return browser


@pytest.fixture
def writer(unit, request_factory):  # noqa: F811
    """Return the session of the unit's writer."""
    return request_factory(basic_auth=("writer", PASSWORD))
