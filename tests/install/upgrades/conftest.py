"""Fixtures of this room: the first release's portal after its upgrade."""

from first_release import FirstRelease
from typing import Any
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import make_people
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction

pytest.register_assert_rewrite("journeys.test_publication", "journeys.test_reading")


@pytest.fixture(scope="session")
def first_release(tmp_path_factory):
    """Return the database of the first release; upgraded once, when it is needed."""
    return FirstRelease(tmp_path_factory.mktemp("first-release"))


@pytest.fixture
def upgraded(functional: Any, first_release: FirstRelease) -> Any:
    """Yield the upgraded portal to its Manager."""
    with first_release.portal(functional) as portal:
        yield portal


@pytest.fixture
def functional_portal(upgraded: Any) -> Any:
    """Let browsers go to the upgraded portal."""
    return upgraded


@pytest.fixture
def site(upgraded: Any) -> Any:
    """Return the portal with the people of the journeys, and a unit for their texts."""
    make_people()
    unit = upgraded[SECTION][UNIT]
    unit.manage_setLocalRoles(CONTRIBUTOR, ["PBGDPL Contributor"])
    unit.reindexObjectSecurity()
    transaction.commit()
    return upgraded
