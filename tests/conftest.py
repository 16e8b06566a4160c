"""Fixtures that all tests share."""

from hypothesis import settings
from pytest_plone import fixtures_factory
from sonla.pbgdpl.testing import FUNCTIONAL
from sonla.pbgdpl.testing import INTEGRATION

import os

# The same examples each time, so that a change is judged by what it changes. New ones
# are looked for with HYPOTHESIS_PROFILE=default.
settings.register_profile("steady", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

pytest_plugins = ["pytest_plone", "browser_fixtures"]
globals().update(
    fixtures_factory(((FUNCTIONAL, "functional"), (INTEGRATION, "integration")))
)
