"""A section, and `acting`, which lets somebody with one role act in it."""

from grid_rows import add_row  # noqa: F401
from public_content import make_section
from role_tables import acting  # noqa: F401
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from workflow_chains import chain  # noqa: F401
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def section(portal, http_request):
    alsoProvides(http_request, IBrowserLayer)
    return make_section(portal)
