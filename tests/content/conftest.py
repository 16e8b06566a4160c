"""A browser in which the writer of a unit is logged in."""

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
