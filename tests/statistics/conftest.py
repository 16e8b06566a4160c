"""Fixtures of the tests of this folder."""

from desk_content import desk_site  # noqa: F401
from desk_content import make_unit
from desk_content import section  # noqa: F401
from desk_content import served_unit  # noqa: F401
from desk_content import unit  # noqa: F401
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from role_tables import acting  # noqa: F401

import pytest


@pytest.fixture
def administrator(portal, section):  # noqa: F811
    setRoles(portal, TEST_USER_ID, ["Manager"])
    return portal


@pytest.fixture
def other(section):  # noqa: F811
    return make_unit(section, "Xã Mẫu", code="03679")
