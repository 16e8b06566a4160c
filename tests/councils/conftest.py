"""A section with a public council."""

from councils import make_council
from grid_rows import add_row  # noqa: F401
from made_once import made_once
from new_items import create
from plone import api
from public_content import publish
from role_tables import acting  # noqa: F401

import pytest


@pytest.fixture
def draft(portal, section):
    return made_once(portal, make_draft, section.getPhysicalPath())


@pytest.fixture
def council(portal, draft):
    return made_once(portal, publish_at, draft.getPhysicalPath())


def make_draft(portal, path):
    """Make a council in the section at a path."""
    return make_council(portal.unrestrictedTraverse(path))


def publish_at(portal, path):
    """Publish the council at a path."""
    return publish(portal.unrestrictedTraverse(path))


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
