"""Fixtures that all tests share."""

from pytest_plone import fixtures_factory
from sonla.pbgdpl.testing import FUNCTIONAL
from sonla.pbgdpl.testing import INTEGRATION

pytest_plugins = ["pytest_plone", "browser_fixtures"]
globals().update(
    fixtures_factory(((FUNCTIONAL, "functional"), (INTEGRATION, "integration")))
)
