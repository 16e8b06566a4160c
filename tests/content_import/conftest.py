"""Fixtures of the tests of this folder."""

from desk_content import desk_site  # noqa: F401
from desk_content import section  # noqa: F401
from desk_content import unit  # noqa: F401
from old_content import make_folder
from old_content import make_mixed
from plone import api

import pytest


@pytest.fixture
def manager(section):  # noqa: F811
    """Act as a Manager."""
    with api.env.adopt_roles(["Manager"]):
        yield


@pytest.fixture
def folder(portal, section, manager):  # noqa: F811
    """Return a folder with news."""
    return make_folder(portal)[0]


@pytest.fixture
def mixed(portal, section, manager):  # noqa: F811
    """Return a folder with an item of each type, two of which are links."""
    return make_mixed(portal)
