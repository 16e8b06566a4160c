"""Fixtures of the tests of this folder."""

from desk_content import make_people
from harvested_portal import harvested  # noqa: F401
from plone import api
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import all_sections
from zope.interface import alsoProvides

import pytest
import transaction


@pytest.fixture
def staffed(harvested):  # noqa: F811
    """Return a harvested portal whose section has an editor and an approver."""
    alsoProvides(harvested.portal.REQUEST, IBrowserLayer)
    with api.env.adopt_roles(["Manager"]):
        make_people()
        for section in all_sections():
            for user_id, role in (
                ("bien-tap", "PBGDPL Editor"),
                ("phe-duyet", "PBGDPL Approver"),
            ):
                api.user.grant_roles(username=user_id, roles=[role], obj=section)
            section.reindexObjectSecurity()
    transaction.commit()
    harvested.configure(sets="type:news")
    return harvested
