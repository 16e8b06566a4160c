"""Fixtures of the tests of this folder."""

from desk_content import make_people
from harvested_portal import fetch_once
from made_once import made_once
from plone import api
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import all_sections
from zope.interface import alsoProvides

import pytest
import transaction


def make_staff(portal):
    """Make an editor and an approver of the section."""
    with api.env.adopt_roles(["Manager"]):
        make_people()
        for section in all_sections():
            for user_id, role in (
                ("bien-tap", "PBGDPL Editor"),
                ("phe-duyet", "PBGDPL Approver"),
            ):
                api.user.grant_roles(username=user_id, roles=[role], obj=section)
            section.reindexObjectSecurity()


@pytest.fixture
def prepared(unfetched):
    """Return a portal whose section has an editor and an approver, and fetches nothing yet."""
    alsoProvides(unfetched.portal.REQUEST, IBrowserLayer)
    made_once(unfetched.portal, make_staff)
    transaction.commit()
    return unfetched


@pytest.fixture
def staffed(prepared):
    """Return such a portal that is set up to fetch news."""
    prepared.configure(sets="type:news")
    return prepared


@pytest.fixture
def stocked(prepared):
    """Return such a portal that has fetched all news."""
    fetch_once(prepared, sets="type:news")
    return prepared
