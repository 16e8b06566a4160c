"""A section served over HTTP, with somebody who may write in it."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import pytest
import transaction

PASSWORD = "Mat-khau-1234"


@pytest.fixture
def section(functional_portal):
    setRoles(functional_portal, TEST_USER_ID, ["Manager"])
    api.user.create("a@example.vn", "bien-tap", PASSWORD, roles=["Member", "Manager"])
    section = api.content.create(
        functional_portal, "LegalEducationSection", "pbgdpl", "PBGDPL"
    )
    api.content.create(functional_portal, "Folder", "ngoai", "Ngoài")
    transaction.commit()
    return section


@pytest.fixture
def writer(section, request_factory):
    """Return a session of the REST interface."""
    return request_factory(basic_auth=("bien-tap", PASSWORD))
