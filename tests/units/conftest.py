"""A section for units, and pages looked up as traversal would."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.protect.authenticator import createToken
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from typing import Any
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def section(portal, http_request):
    """Make the section, as an administrator."""
    alsoProvides(http_request, IBrowserLayer)
    setRoles(portal, TEST_USER_ID, ["Manager", "Member"])
    return api.content.create(portal, "LegalEducationSection", "pbgdpl", "PBGDPL")


@pytest.fixture
def post(section, http_request):
    """Send a form to one of the pages and give the page's view and HTML."""

    def send(name: str, context: Any = None, **form: Any) -> tuple[Any, Any]:
        http_request.form.clear()
        http_request.form.update({**form, "_authenticator": createToken()})
        http_request.environ["REQUEST_METHOD"] = http_request.method = "POST"
        view = api.content.get_view(name, context or section, http_request)
        return view, view()

    return send
