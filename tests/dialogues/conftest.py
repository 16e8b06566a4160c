"""A section with a dialogue that is open now."""

from dialogues import make_dialogue
from grid_rows import add_row  # noqa: F401
from made_once import made_once
from plone import api
from public_content import empty_cache  # noqa: F401
from public_content import make_section
from reset_rate_limits import reset_rate_limits  # noqa: F401
from role_tables import acting  # noqa: F401
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def section(portal, http_request):
    alsoProvides(http_request, IBrowserLayer)
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Ho_Chi_Minh")
    return make_section(portal)


@pytest.fixture
def dialogue(section):
    place = section.getPhysicalPath()
    return made_once(api.portal.get(), make_dialogue_at, place)


def make_dialogue_at(portal, place):
    """Make a dialogue in the section at a path."""
    return make_dialogue(portal.unrestrictedTraverse(place))
