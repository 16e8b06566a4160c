"""A section with a unit, and the account that writes there, for tests over HTTP."""

from plone import api

import pytest
import transaction

PASSWORD = "secret-123-abc"


@pytest.fixture
def unit(functional_portal):
    """Return the unit; `writer` may write and correct in it, and nowhere else."""
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", title="PBGDPL"
        )
        unit = api.content.create(section, "ContributingUnit", title="STP", code="stp")
        api.user.create(email="a@example.com", username="writer", password=PASSWORD)
        api.user.grant_roles(
            username="writer",
            roles=["PBGDPL Contributor", "PBGDPL Editor"],
            obj=unit,
        )
    transaction.commit()
    return unit
