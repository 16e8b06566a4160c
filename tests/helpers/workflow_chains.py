"""The chains that a portal may have outside of the section, and what comes of them."""

from plone import api
from Products.CMFCore.indexing import processQueue

import pytest

OUTSIDE = ("simple_publication_workflow", "one_state_workflow", "plone_workflow", "")


def tool():
    return api.portal.get_tool("portal_workflow")


def review_state(obj):
    return tool().getInfoFor(obj, "review_state", None)


@pytest.fixture(params=OUTSIDE)
def chain(request, portal):
    """Each kind of chain that a portal may have: even one whose start is public."""
    with api.env.adopt_roles(["Manager"]):
        tool().setChainForPortalTypes(
            ["Document", "News Item", "Folder", "Event", "Collection", "Link"],
            request.param,
        )
    return request.param


def indexed(obj):
    """What the catalog would show to anonymous visitors."""
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(obj.getPhysicalPath())
    brain = catalog.unrestrictedSearchResults(path={"query": path, "depth": 0})[0]
    data = catalog.getIndexDataForRID(brain.getRID())
    return "Anonymous" in data["allowedRolesAndUsers"], brain.review_state
