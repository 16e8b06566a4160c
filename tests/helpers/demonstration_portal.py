"""The portal of `make start`: the demonstration, with an administrator."""

from collections.abc import Iterator
from handbook_pictures import ADMINISTRATOR
from loaded_zcml import loaded_zcml
from plone import api
from plone.app.testing import applyProfile
from Products.GenericSetup import profile_registry
from sonla.demonstration import PROFILE
from typing import Any
from vietnamese_portal import PASSWORD
from vietnamese_portal import speak_vietnamese

import pytest
import transaction


@pytest.fixture
def demonstration(functional_portal) -> Iterator[Any]:
    """Yield the portal of `make start`, with an administrator."""
    speak_vietnamese(functional_portal)
    with loaded_zcml(functional_portal, '<include package="sonla.demonstration" />'):
        with api.env.adopt_roles(["Manager"]):
            applyProfile(functional_portal, PROFILE)
            api.user.create(
                f"{ADMINISTRATOR}@example.vn",
                ADMINISTRATOR,
                PASSWORD,
                properties={"fullname": "Quản trị viên (mẫu)"},
            )
            api.group.add_user(groupname="Administrators", username=ADMINISTRATOR)
        transaction.commit()
        yield functional_portal
    # The registry of profiles belongs to the process.
    profile_registry.unregisterProfile("default", "sonla.demonstration")
