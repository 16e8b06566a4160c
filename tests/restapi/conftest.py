"""A contributor's session with the REST API."""

from unit_with_writer import PASSWORD
from unit_with_writer import unit  # noqa: F401

import pytest


@pytest.fixture
def writer(unit, request_factory):  # noqa: F811
    """Return the session of the unit's writer."""
    return request_factory(basic_auth=("writer", PASSWORD))
