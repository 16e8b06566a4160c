"""Fixtures of the tests of scheduled jobs, of any package."""

from contextlib import ExitStack
from sample_jobs import make_job
from sample_jobs import registered
from zope_instance import copied_instance

import os
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
    """A Zope instance with a portal, for processes of its own; made once for all workers."""
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    with copied_instance(tmp_path_factory.mktemp("instance"), common) as instance:
        yield instance
