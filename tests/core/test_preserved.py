"""What waits while the add-on is away is found wherever its section has gone."""

from plone import api
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore

import pytest


@pytest.fixture
def section(portal):
    with api.env.adopt_roles(["Manager"]):
        return api.content.create(portal, SECTION_TYPE, "phap-luat", "PBGDPL")


def test_another_section_has_become_the_first(portal, section):
    preserve("key", {"a": 1})
    with api.env.adopt_roles(["Manager"]):
        api.content.create(portal, SECTION_TYPE, "an-ban", "Trước")
    assert restore("key") == {"a": 1}
    assert restore("key") == {}


def test_a_copy_of_the_section_tells_nothing_later(portal, section):
    preserve("key", {"a": 1})
    with api.env.adopt_roles(["Manager"]):
        api.content.copy(section, portal, "sao")
    assert restore("key") == {"a": 1}
    assert restore("key") == {}
