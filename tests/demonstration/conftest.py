"""Fixtures of these tests: the portal is one where the distribution is installed."""

from pytest_plone import fixtures_factory
from sonla.demonstration.testing import INTEGRATION

globals().update(fixtures_factory(((INTEGRATION, "integration"),)))
