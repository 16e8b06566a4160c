"""A portal served over HTTP, a section in it, and a browser that is logged in."""

from made_once import made_once
from new_items import create
from plone import api
from public_content import served  # noqa: F401
from web_requests import browser  # noqa: F401
from web_requests import browser_of_content  # noqa: F401

import pytest
import transaction


@pytest.fixture
def section(functional_portal):
    section = made_once(functional_portal, make_section)
    transaction.commit()
    return section


def make_section(portal):
    """Make a section that is not public."""
    with api.env.adopt_roles(["Manager"]):
        return create(portal, "LegalEducationSection", title="PBGDPL")
