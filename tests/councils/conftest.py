"""A section with a public council."""

from councils import make_council
from grid_rows import add_row  # noqa: F401
from new_items import create
from plone import api
from public_content import make_section
from public_content import publish
from role_tables import acting  # noqa: F401
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def section(portal, http_request):
    alsoProvides(http_request, IBrowserLayer)
    return make_section(portal)


@pytest.fixture
def draft(section):
    return make_council(section)


@pytest.fixture
def council(draft):
    return publish(draft)


@pytest.fixture
def fill(council):
    """Make something published in the council."""

    def make_inside(portal_type, title, **fields):
        with api.env.adopt_roles(["Manager"]):
            item = create(council, portal_type, title=title, **fields)
        publish(item)
        item.reindexObject()
        return item

    return make_inside
