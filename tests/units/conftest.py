"""A section for units, and pages looked up as traversal would."""

from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.protect.authenticator import createToken
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.units.creation import make_units
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.proposals import from_agencies
from typing import Any
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def section(portal, http_request):
    """Make the section, as an administrator."""
    alsoProvides(http_request, IBrowserLayer)
    setRoles(portal, TEST_USER_ID, ["Manager", "Member"])
    return made_once(portal, make_section)


def make_section(portal):
    return create(portal, "LegalEducationSection", "PBGDPL", id="pbgdpl")


@pytest.fixture
def two_units(portal, section):
    """Return two units of the section, by their codes."""
    return made_once(portal, make_two_units)


def make_two_units(portal):
    section = portal["pbgdpl"]
    make_units(section, from_agencies(["so-tu-phap", "ubnd-tinh"]))
    return units_by_code(section)


@pytest.fixture
def post(section, http_request, content_alone):
    """Send a form to one of the pages and give the page's view and HTML."""

    def send(name: str, context: Any = None, **form: Any) -> tuple[Any, Any]:
        http_request.form.clear()
        http_request.form.update({**form, "_authenticator": createToken()})
        http_request.environ["REQUEST_METHOD"] = http_request.method = "POST"
        view = api.content.get_view(name, context or section, http_request)
        return view, view()

    return send
