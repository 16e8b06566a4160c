"""Fixtures of this room."""

from contextlib import ExitStack
from tick_works import make_work
from tick_works import registered

import pytest


@pytest.fixture
def site(functional_portal):
    return functional_portal


@pytest.fixture
def work():
    """Register works for the time of a test."""
    with ExitStack() as stack:

        def register(name, run, **facts):
            factory = run if isinstance(run, type) else make_work(run, **facts)
            stack.enter_context(registered(name, factory))

        yield register
