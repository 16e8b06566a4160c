"""Fixtures of the tests of scheduled jobs, of any package."""

from contextlib import ExitStack
from sample_jobs import make_job
from sample_jobs import registered
from zope_instance import made_instance

import pytest


@pytest.fixture
def site(functional_portal):
    return functional_portal


@pytest.fixture
def add_job():
    """Register jobs for the time of a test."""
    with ExitStack() as stack:

        def register(name, run, **facts):
            factory = run if isinstance(run, type) else make_job(run, **facts)
            stack.enter_context(registered(name, factory))

        yield register


@pytest.fixture(scope="session")
def instance(tmp_path_factory):
    """A Zope instance with a portal, for processes of its own; made once."""
    with made_instance(tmp_path_factory.mktemp("instance")) as instance:
        yield instance
