"""Fixtures of the tests of installation."""

from foreign_portal import FOREIGN
from foreign_portal import manager_browser
from foreign_portal import SITE_ID
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import login
from plone.testing.zope import logout
from pytest_plone import fixtures_factory
from zope.component.hooks import setSite

import pytest

globals().update(fixtures_factory(((FOREIGN, "foreign"),), keep_session=False))


@pytest.fixture()
def foreign_portal(foreign):
    """Give the foreign portal to its Manager."""
    app = foreign["app"]
    before = foreign["portal"]
    setSite(app[SITE_ID])
    login(app["acl_users"], SITE_OWNER_NAME)
    yield app[SITE_ID]
    logout()
    setSite(before)


@pytest.fixture()
def manager(foreign):
    """Give a browser logged in as the Manager."""
    return manager_browser(foreign["app"])
