"""A section with a unit, served over HTTP, and a contributor's session."""

from plone import api

import pytest
import transaction

PASSWORD = "secret-123-abc"


@pytest.fixture
def unit(functional_portal):
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", title="PBGDPL"
        )
        unit = api.content.create(section, "ContributingUnit", title="STP", code="stp")
        api.user.create(email="a@example.com", username="writer", password=PASSWORD)
        api.user.grant_roles(
            username="writer", roles=["Contributor", "Editor", "Reader"], obj=unit
        )
    transaction.commit()
    return unit


@pytest.fixture
def writer(unit, request_factory):
    return request_factory(basic_auth=("writer", PASSWORD))
