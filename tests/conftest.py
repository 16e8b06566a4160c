"""Fixtures that all tests share."""

from collections.abc import Iterator
from hypothesis import settings
from pytest_plone import fixtures_factory
from sonla.pbgdpl.testing import FUNCTIONAL
from sonla.pbgdpl.testing import INTEGRATION

import os
import pytest

# The same examples each time, so that a change is judged by what it changes. New ones
# are looked for with HYPOTHESIS_PROFILE=default.
settings.register_profile("steady", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

pytest_plugins = ["pytest_plone", "browser_fixtures", "job_fixtures"]

MARKS = {"chromium": "browser", "first_release": "first_release"}
"""What a fixture says of every test that asks for it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they ask for, before `-m` chooses."""
    for item in items:
        for name in MARKS.keys() & getattr(item, "fixturenames", ()):
            item.add_marker(MARKS[name])


globals().update(
    fixtures_factory(((FUNCTIONAL, "functional"), (INTEGRATION, "integration")))
)


@pytest.fixture(autouse=True)
def answers_agree_with_what_was_committed() -> Iterator[None]:
    """Fail the test in which a request was refused and left something nevertheless."""
    yield
    found = FUNCTIONAL.refused.take()
    assert not found, "\n".join(found)
