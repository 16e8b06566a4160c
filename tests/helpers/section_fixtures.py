"""The section that most tests stand in; packages that need another one have their own."""

from public_content import make_section
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def section(portal, http_request):
    """Return a public section, asked with the add-on's layer."""
    alsoProvides(http_request, IBrowserLayer)
    return make_section(portal)
