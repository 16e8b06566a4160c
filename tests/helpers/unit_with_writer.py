"""A section with a unit, and the account that writes there, for tests over HTTP."""

from made_once import made_once
from new_items import create
from plone import api
from typing import Any

import pytest
import transaction

PASSWORD = "secret-123-abc"


@pytest.fixture
def unit(functional_portal):
    """Return the unit; `writer` may write and correct in it, and nowhere else."""
    unit = made_once(functional_portal, make_unit)
    transaction.commit()
    return unit


def make_unit(portal: Any) -> Any:
    """Make the unit and its writer."""
    with api.env.adopt_roles(["Manager"]):
        section = create(portal, "LegalEducationSection", title="PBGDPL")
        unit = create(section, "ContributingUnit", title="STP", code="stp")
        api.user.create(email="a@example.com", username="writer", password=PASSWORD)
        api.user.grant_roles(
            username="writer",
            roles=["PBGDPL Contributor", "PBGDPL Editor"],
            obj=unit,
        )
    return unit
