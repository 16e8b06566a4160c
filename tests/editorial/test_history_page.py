"""The page of a text's history, for those who work on it and nobody else."""

from AccessControl import Unauthorized
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def text(portal):
    """Make a text that waits for approval, and one editor."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    section = api.content.create(portal, "LegalEducationSection", "phap-luat", "Luật")
    text = api.content.create(section, "LegalNews", "tin", "Tin")
    api.user.create("e@example.vn", "bien-tap", "Mat-khau-1234")
    api.user.create("d@example.vn", "ban-doc", "Mat-khau-1234")
    section.manage_setLocalRoles("bien-tap", ["PBGDPL Editor"])
    api.content.transition(text, "submit")
    api.content.transition(text, "forward")
    return text


def history(text, request):
    alsoProvides(request, IBrowserLayer)
    return api.content.get_view("historyview", text, request)()


def test_editor_reads_it_after_forwarding(portal, text, http_request):
    login(portal, "bien-tap")
    assert "Forward for approval" in history(text, http_request)


@pytest.mark.parametrize("name", [None, "ban-doc"])
def test_readers_do_not(portal, text, http_request, name):
    login(portal, name) if name else logout()
    with pytest.raises(Unauthorized):
        history(text, http_request)
