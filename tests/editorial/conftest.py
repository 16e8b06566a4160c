"""A section with a unit, and the people who work in it.

`office` stands in the integration layer, `site` in the functional one, whose changes
are committed so that real requests see them.
"""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import contextmanager
from dataclasses import dataclass
from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from plone.protect.authenticator import createToken
from sample_values import PNG
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.states import state_of
from typing import Any
from workflow_chains import chain  # noqa: F401
from zope.interface import alsoProvides

import pytest
import requests
import transaction

TITLE = "Luật Đất đai có gì mới"
PASSWORD = "Correct.Horse.14"
ROLES = {
    "contributor": "PBGDPL Contributor",
    "colleague": "PBGDPL Contributor",
    "editor": "PBGDPL Editor",
    "approver": "PBGDPL Approver",
    "approver2": "PBGDPL Approver",
    "siteadmin": "Site Administrator",
    "manager": "Manager",
    "sync": "PBGDPL Sync",
    "member": None,
}
"""User id → the role that they have on the section."""


@dataclass
class Office:
    """Hold the section and its unit, and act as one of its people."""

    portal: Any
    section: Any
    unit: Any

    def acting(self, user_id: str) -> AbstractContextManager[None]:
        """Act as a user, or as an anonymous visitor."""
        return acting(user_id)

    def make(self, user_id: str, portal_type: str = "LegalNews", **fields: Any) -> Any:
        """Create an item in the unit as a user; copy what an earlier test made if it can."""
        container = fields.pop("container", self.unit)
        asked = (container.getPhysicalPath(), user_id, portal_type, fields)
        if "file" in fields or "image" in fields:
            return make_at(self.portal, *asked)
        return made_once(self.portal, make_at, *asked)

    def do(self, user_id: str, obj: Any, *transitions: str, comment: str = "") -> Any:
        """Perform transitions as a user and return the item that remains."""
        tool = api.portal.get_tool("portal_workflow")
        with self.acting(user_id):
            for transition in transitions:
                result = tool.doActionFor(obj, transition, comment=comment)
                obj = obj if result is None else result
        return obj

    def published(self, portal_type: str = "LegalNews") -> Any:
        """Make a public item in the unit; copy what an earlier test made if it can."""
        return made_once(
            self.portal, make_public, self.unit.getPhysicalPath(), portal_type
        )

    def publish(self, obj: Any) -> Any:
        """Bring a draft through the whole chain."""
        if state_of(obj) == "draft":
            self.do("contributor", obj, "submit")
        self.do("editor", obj, "forward")
        return self.do("approver", obj, "approve")

    def withdraw(self, obj: Any) -> Any:
        """Withdraw a public item."""
        return self.do("approver", obj, "withdraw", comment="Sai số liệu")


@contextmanager
def acting(user_id: str) -> Iterator[None]:
    """Act as a user, or as an anonymous visitor."""
    if user_id == "anonymous":
        before = getSecurityManager()
        noSecurityManager()
        try:
            yield
        finally:
            setSecurityManager(before)
    else:
        with api.env.adopt_user(username=user_id):
            yield


def make_at(
    portal: Any,
    path: tuple[str, ...],
    user_id: str,
    portal_type: str,
    fields: dict[str, Any],
) -> Any:
    """Create an item in the container at a path as a user."""
    fields = {"title": TITLE, **fields}
    if portal_type == "File":
        fields.setdefault("file", NamedBlobFile(b"%PDF-1.4", filename="a.pdf"))
    if portal_type == "Image":
        fields.setdefault("image", NamedBlobImage(PNG, filename="a.png"))
    with acting(user_id):
        return create(portal.unrestrictedTraverse(path), portal_type, **fields)


def make_public(portal: Any, path: tuple[str, ...], portal_type: str) -> Any:
    """Bring an item that a contributor makes in the unit at a path through the chain."""
    unit = portal.unrestrictedTraverse(path)
    office = Office(portal, unit.aq_parent, unit)
    return office.publish(make_at(portal, path, "contributor", portal_type, {}))


def furnish(portal: Any) -> Office:
    """Make the section, the unit and the people."""
    alsoProvides(portal.REQUEST, IBrowserLayer)
    return Office(portal, *made_once(portal, make_office))


def make_office(portal: Any) -> tuple[Any, Any]:
    """Make the section, the unit and the people, who may add Plone's own types, too."""
    api.portal.set_registry_record("sonla.pbgdpl.stock_types", value=True)
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            portal, "LegalEducationSection", id="phap-luat", title="Pháp luật"
        )
        unit = api.content.create(
            section, "ContributingUnit", id="so-tp", title="Sở Tư pháp", code="so-tp"
        )
        for user_id, role in ROLES.items():
            api.user.create(
                email=f"{user_id}@example.org", username=user_id, password=PASSWORD
            )
            if role:
                section.manage_addLocalRoles(user_id, [role])
        section.reindexObjectSecurity()
    return section, unit


@pytest.fixture
def office(portal: Any) -> Office:
    return furnish(portal)


@dataclass
class Site(Office):
    """Reach the office over HTTP."""

    def save(self) -> None:
        """Let the server see what the test did, and the test what the server did."""
        transaction.commit()

    def http(
        self, method: str, obj: Any, path: str = "", user: str = "", **kwargs: Any
    ) -> requests.Response:
        """Ask for a page as a browser does, without following redirects."""
        transaction.commit()
        auth = None
        if user:
            password = SITE_OWNER_PASSWORD if user == SITE_OWNER_NAME else PASSWORD
            auth = (user, password)
        url = obj if isinstance(obj, str) else obj.absolute_url()
        response = requests.request(
            method, f"{url}{path}", auth=auth, allow_redirects=False, **kwargs
        )
        transaction.begin()
        return response

    def rest(
        self, method: str, obj: Any, path: str = "", user: str = "", **kwargs: Any
    ) -> requests.Response:
        """Ask the REST API."""
        headers = {"Accept": "application/json"}
        return self.http(method, obj, path, user, headers=headers, **kwargs)

    def token(self, user: str) -> str:
        """Make the authenticator that a page would give to the user."""
        with self.acting(user):
            return createToken()


@pytest.fixture
def site(functional_portal: Any) -> Site:
    made = furnish(functional_portal)
    transaction.commit()
    return Site(made.portal, made.section, made.unit)
