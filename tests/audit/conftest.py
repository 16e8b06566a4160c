"""A section, and `acting`, which lets somebody with one role act in it."""

from grid_rows import add_row  # noqa: F401
from outer_chains import chain  # noqa: F401
from plone import api
from public_content import make_section
from sonla.pbgdpl.interfaces import IBrowserLayer
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def section(portal, http_request):
    alsoProvides(http_request, IBrowserLayer)
    return make_section(portal)


@pytest.fixture
def acting(section):
    """Make accounts, each with one role on the section, as they are asked for."""

    def act(role):
        name = "has-" + role.lower().replace(" ", "-")
        if api.user.get(userid=name) is None:
            api.user.create(email=f"{name}@example.org", username=name)
            if role != "Member":
                section.manage_addLocalRoles(name, [role])
                section.reindexObjectSecurity()
        return api.env.adopt_user(username=name)

    return act
