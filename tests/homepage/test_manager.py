"""Which portlets the centre has: what core's retriever finds for places, without asking more."""

from plone import api
from plone.app.portlets.portlets import classic
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.portlets.constants import CONTEXT_ASSIGNMENT_KEY
from plone.portlets.constants import CONTEXT_CATEGORY
from plone.portlets.interfaces import ILocalPortletAssignmentManager
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletAssignmentSettings
from plone.portlets.interfaces import IPortletManager
from plone.portlets.interfaces import IPortletRetriever
from plone.portlets.retriever import PortletRetriever
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.manager import CentreRetriever
from zope.annotation.interfaces import IAnnotations
from zope.component import getMultiAdapter
from zope.component import getUtility

import pytest


@pytest.fixture
def manager(site):
    """Return the portlet manager of the centre."""
    return getUtility(IPortletManager, HOMEPAGE_MANAGER)


@pytest.fixture
def page(site, manager):
    """Return a page in a folder; each of both has one portlet, and so has the portal."""
    setRoles(site, TEST_USER_ID, ["Manager"])
    folder = api.content.create(site, "Folder", "thu-muc")
    page = api.content.create(folder, "Document", "trang")
    for place in (site, folder, page):
        mapping(place, manager)[f"mau-{place.getId()}"] = classic.Assignment()
    return page


def mapping(place, manager):
    """Return the portlets of the centre that are stored at a place."""
    return getMultiAdapter((place, manager), IPortletAssignmentMapping)


def names(place, manager):
    """Name the portlets that are found, in order."""
    found = getMultiAdapter((place, manager), IPortletRetriever).getPortlets()
    return [portlet["name"] for portlet in found]


def block(place, manager):
    """Let a place inherit nothing."""
    local = getMultiAdapter((place, manager), ILocalPortletAssignmentManager)
    local.setBlacklistStatus(CONTEXT_CATEGORY, True)


def as_core(place, manager):
    """Return whether core's retriever finds the same."""
    ours = getMultiAdapter((place, manager), IPortletRetriever)
    assert isinstance(ours, CentreRetriever)
    return ours.getPortlets() == PortletRetriever(place, manager).getPortlets()


def test_of_the_page_first_then_of_the_places_above(page, manager, site):
    found = names(page, manager)
    assert found[:2] == ["mau-trang", "mau-thu-muc"]
    assert f"mau-{site.getId()}" in found[2:]
    assert as_core(page, manager)


def test_a_block_ends_what_is_inherited(page, manager):
    block(page.aq_parent, manager)
    assert names(page, manager) == ["mau-trang", "mau-thu-muc"]
    assert as_core(page, manager)


def test_hidden_ones_are_left_out(page, manager):
    hidden = mapping(page.aq_parent, manager)["mau-thu-muc"]
    IPortletAssignmentSettings(hidden)["visible"] = False
    assert "mau-thu-muc" not in names(page, manager)
    assert as_core(page, manager)


def test_of_the_portal_itself(page, manager, site):
    assert f"mau-{site.getId()}" in names(site, manager)
    assert "mau-thu-muc" not in names(site, manager)
    assert as_core(site, manager)


def test_asking_writes_nothing(site, manager):
    setRoles(site, TEST_USER_ID, ["Manager"])
    page = api.content.create(site, "Document", "trang")
    names(page, manager)
    assert CONTEXT_ASSIGNMENT_KEY not in IAnnotations(page)
