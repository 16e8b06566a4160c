"""Two portals in one Zope that fetch from each other over HTTP, and send to a third."""

from collections.abc import Iterator
from contextlib import contextmanager
from growth import uncollected
from harvested_portal import name_repository
from harvested_portal import set_record
from http.client import HTTPConnection
from lxml import etree
from offered_portal import OAI
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from plone.testing import Layer
from plone.testing.zope import login as login_to_zope
from Products.CMFPlone.factory import addPloneSite
from public_content import make
from public_content import make_section
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.testing import portal_profiles
from sonla.pbgdpl.testing import switch_all_on
from sonla.referenceserver.clock import Clock
from source_rows import source_row
from typing import Any
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from zope.event import notify
from zope.globalrequest import getRequest
from zope.globalrequest import setRequest
from zope.lifecycleevent import ObjectModifiedEvent

import transaction

PROFILES = ("plonetheme.barceloneta:default", "plone.app.contenttypes:default")
"""What the layer's own portal has besides those that our layer applies."""


def new_site(app: Any, name: str, has_addon: bool = True) -> Any:
    """Make one more portal beside the one of the layer, as an installation leaves it.

    Dexterity makes the schema of a type twice meanwhile, and `zope.interface` takes both for
    one: no garbage is collected between them, or the second is forgotten with the first.
    """
    login_to_zope(app["acl_users"], SITE_OWNER_NAME)
    profiles = [*PROFILES, *(portal_profiles() if has_addon else ())]
    with uncollected():
        return addPloneSite(
            app, name, title=name, setup_content=False, extension_ids=profiles
        )


def second_site(app: Any, name: str) -> Any:
    """Make one more portal beside the one of the layer, with the same test user and options."""
    site = new_site(app, name)
    here = getSite()
    setSite(site)
    switch_all_on()
    setSite(here)
    users = site["acl_users"]
    users.source_users.addUser(TEST_USER_ID, TEST_USER_NAME, TEST_USER_PASSWORD)
    users.portal_role_manager.doAssignRoleToPrincipal(TEST_USER_ID, "Member")
    transaction.commit()
    return site


class Peer:
    """Drive one of several portals."""

    def __init__(self, layer: Layer, portal: Any, repository: str, clock: Clock):
        self.layer, self.portal = layer, portal
        self.repository, self.clock = repository, clock
        with self.acting():
            self.section = make_section(portal)
            name_repository(repository)

    @property
    def url(self) -> str:
        host = f"{self.layer['host']}:{self.layer['port']}"
        return f"http://{host}/{self.portal.getId()}/@@oai"

    @contextmanager
    def acting(self) -> Iterator[Any]:
        """Be in this portal as its user, and commit what is done."""
        self.enter()
        yield self.portal
        transaction.commit()

    def enter(self) -> None:
        """Be in this portal with a request of its own: Plone keeps catalogs in them."""
        transaction.begin()
        setRequest(getRequest().clone())
        setSite(self.portal)
        login(self.portal, TEST_USER_NAME)

    def fetch_from(self, other: "Peer") -> None:
        """Switch fetching on, trusting what comes."""
        row = source_row(
            name="ban",
            title=other.repository,
            base_url=other.url,
            trusted_sets="type:news",
        )
        with self.acting():
            set_record("sources", [row])
            set_record("pull_enabled", True)
            # Nobody approves here, of which the mail of a day would leave a note.
            set_record("digest_enabled", False)

    def send_to(self, url: str) -> None:
        """Switch sending on."""
        with self.acting():
            set_record("push_url", url)
            set_record("push_enabled", True)

    def publish(self, title: str) -> Any:
        with self.acting():
            return make(self.section, "LegalNews", title)

    def edit(self, item: Any, title: str) -> None:
        with self.acting():
            item.title = title
            notify(ObjectModifiedEvent(item))
            item.reindexObject()

    def delete(self, item: Any) -> None:
        with self.acting(), api.env.adopt_roles(["Manager"]):
            api.content.delete(item, check_linkintegrity=False)

    def run(self) -> RunResult:
        self.enter()
        return run_jobs(self.portal, now=self.clock.now, budget=300.0)

    def titles(self) -> dict[str, str]:
        """Map the titles of all news to their states."""
        transaction.begin()
        brains = self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type="LegalNews"
        )
        assert len({brain.UID for brain in brains}) == len(brains)
        found = [(brain.Title, brain.review_state) for brain in brains]
        assert len(dict(found)) == len(found), "something is here twice"
        return dict(found)

    def offered(self) -> list[str]:
        """Ask as others do which live records are offered."""
        connection = HTTPConnection(self.layer["host"], self.layer["port"], timeout=60)
        path = self.url.partition(str(self.layer["port"]))[2]
        asked = "verb=ListIdentifiers&metadataPrefix=pbgdpl"
        connection.request("GET", f"{path}?{asked}")
        root = etree.fromstring(connection.getresponse().read())
        connection.close()
        return [
            header.findtext("oai:identifier", namespaces=OAI)
            for header in root.iterfind(".//oai:header", OAI)
            if header.get("status") != "deleted"
        ]

    def store_oids(self) -> list[bytes]:
        transaction.begin()
        return [
            store_of(self.portal)._p_oid,
            job_store_of(self.portal)._p_oid,
        ]
