"""Fixtures of this room: the first release's portal after its upgrade."""

from first_release import FIRST_RELEASE
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import login
from pytest_plone import fixtures_factory
from typing import Any
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import make_people
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction

pytest.register_assert_rewrite("journeys.test_publication")
globals().update(fixtures_factory(((FIRST_RELEASE, "first_release"),)))


@pytest.fixture
def upgraded(first_release: Any) -> Any:
    """Give the upgraded portal to its Manager."""
    login(first_release["app"]["acl_users"], SITE_OWNER_NAME)
    return first_release["portal"]


@pytest.fixture
def functional_portal(upgraded: Any) -> Any:
    """Let browsers go to the upgraded portal."""
    return upgraded


@pytest.fixture
def site(upgraded: Any) -> Any:
    """Give the portal with the people of the journeys, and a unit for their texts."""
    make_people()
    unit = upgraded[SECTION][UNIT]
    unit.manage_setLocalRoles(CONTRIBUTOR, ["Contributor"])
    unit.reindexObjectSecurity()
    transaction.commit()
    return upgraded
