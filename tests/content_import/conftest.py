"""Fixtures of the tests of this folder."""

from desk_content import desk_site  # noqa: F401
from desk_content import section  # noqa: F401
from desk_content import unit  # noqa: F401
from made_once import made_once
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
def old_folder(portal, section):  # noqa: F811
    return made_once(portal, make_folder)[0]


@pytest.fixture
def folder(old_folder, manager):
    """Return a folder with news."""
    return old_folder


@pytest.fixture
def old_mixed(portal, section):  # noqa: F811
    return made_once(portal, make_mixed)


@pytest.fixture
def mixed(old_mixed, manager):
    """Return a folder with an item of each type, two of which are links."""
    return old_mixed
