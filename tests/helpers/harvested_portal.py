"""A portal that fetches from a reference server, for the tests of the engine."""

from collections.abc import Collection
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from made_once import made_once
from plone import api
from public_content import make_section
from public_content import publish
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import JobStore
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.sync.running import run_exchange
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore
from sonla.referenceserver.server import ReferenceServer
from stacked_portal import stacked_portal
from typing import Any
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import transaction


class HarvestedPortal:
    """Drive a portal and its source through time; runs and looks as a test reads."""

    source = "btp"

    def __init__(self, portal: Any, server: ReferenceServer) -> None:
        self.portal = portal
        self.server = server
        self.late = 0.0

    @property
    def section(self) -> Any:
        """The section."""
        return self.portal["pho-bien-giao-duc-phap-luat"]

    def configure(self, **row: Any) -> None:
        """Switch fetching on, with this row of the settings besides what is usual."""
        usual = {
            "name": self.source,
            "title": "Bộ Tư pháp (mẫu)",
            "enabled": True,
            "driver": "oaipmh",
            "base_url": self.server.oai_url,
            "authentication": "bearer",
            "metadata_prefix": "pbgdpl",
            "sets": None,
            "trusted_sets": None,
            "target": None,
        }
        set_record("sources", [{**usual, **row}])
        set_record("pull_enabled", True)
        transaction.commit()

    def run(self, **how: Any) -> RunResult:
        """Run once, so late that every source has its turn."""
        self.server.advance(hours=2)
        return run_exchange(
            self.portal, now=self.server.clock.now, **{"budget": 300.0, **how}
        )

    def run_until_done(
        self, most: int = 20, states: Collection[str] = ("done", "idle")
    ) -> RunResult:
        """Run until everything is done, or until another state."""
        for _ in range(most):
            result = self.run()
            if result.state in states:
                return result
        raise AssertionError(f"not done after {most} runs: {result}")

    @property
    def store(self) -> SyncStore:
        """What is stored, as it is committed."""
        transaction.begin()
        return store_of(self.portal)

    @property
    def jobs(self) -> JobStore:
        """Return what the runs remember, as it is committed."""
        transaction.begin()
        return job_store_of(self.portal)

    def item(self, remote_id: str) -> Any:
        """Return the item that a record is tied to; None if there is none."""
        identity = self.store.find_by_remote_id(self.source, remote_id)
        return None if identity is None else api.content.get(UID=identity.uid)

    def items(self) -> dict[str, Any]:
        """Return every item that came from the source, by its identifier there."""
        known = self.store.bindings.get(self.source, {})
        return {
            remote_id: api.content.get(UID=identity.uid)
            for remote_id, identity in known.items()
        }

    def edit(self, remote_id: str, **fields: Any) -> Any:
        """Edit an item as an editor does who saves a form."""
        item = self.item(remote_id)
        for name, value in fields.items():
            setattr(item, name, value)
        notify(ObjectModifiedEvent(item))
        item.reindexObject()
        transaction.commit()
        return item


def keep_waiting(harvested: HarvestedPortal) -> None:
    """Let the source have been switched on a day ago."""
    make_store(harvested.portal).expected_since[harvested.source] -= timedelta(days=1)
    transaction.commit()


def approve(item: Any) -> None:
    """Publish an item as an approver does."""
    publish(item)
    transaction.commit()


def set_record(name: str, value: Any) -> None:
    """Set a record of the settings."""
    api.portal.set_registry_record(f"{PREFIX}.{name}", value)


def name_repository(name: str) -> None:
    """Set the name of our own repository."""
    get_exchange_settings().repository_id = name


@contextmanager
def reference_server(monkeypatch: pytest.MonkeyPatch, **settings: Any) -> Iterator[Any]:
    """Start a server that this process may ask."""
    with ReferenceServer(**settings) as server:
        allow(server, monkeypatch)
        yield server


def allow(server: ReferenceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process ask a server."""
    host = server.base_url.removeprefix("http://")
    monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", host)
    monkeypatch.setenv("PBGDPL_ALLOWED_NETWORKS", "127.0.0.0/8")


@pytest.fixture(scope="session")
def lasting_server():
    """Yield a server of 16 records for all tests; each begins with `reset`."""
    with ReferenceServer(records=16, page_size=6) as server:
        yield server


@pytest.fixture
def unfetched(functional_portal, lasting_server, monkeypatch):
    """Return a portal with a section, and a source of 16 records, not set up yet."""
    make_section(functional_portal)
    transaction.commit()
    getUtility(IMailer).wait()  # it writes down, later, whom it couldn't reach
    lasting_server.reset()
    allow(lasting_server, monkeypatch)
    return HarvestedPortal(functional_portal, lasting_server)


@pytest.fixture
def harvested(unfetched):
    """Return such a portal that is set up to fetch."""
    unfetched.configure()
    return unfetched


@pytest.fixture(scope="class")
def harvested_once(functional_class, functional_portal_class, lasting_server):
    """Yield a server of 16 records and the layer, whose portal has them all; made once."""
    make_section(functional_portal_class)
    transaction.commit()
    getUtility(IMailer).wait()
    lasting_server.reset()
    with pytest.MonkeyPatch.context() as monkeypatch:
        allow(lasting_server, monkeypatch)
        fetch_once(HarvestedPortal(functional_portal_class, lasting_server))
        yield functional_class, lasting_server, lasting_server.clock.offset


def fetch_once(harvested: HarvestedPortal, **row: Any) -> None:
    """Fetch everything from a server, or copy what an earlier test fetched from there.

    What the server noted meanwhile is not repeated.
    """
    server = harvested.server

    def fetch(_portal: Any, _url: str, _names: list[str], row: Any) -> timedelta:
        harvested.configure(**row)
        harvested.run_until_done()
        return server.clock.offset

    offered = server.oai_url, server.identifiers()
    server.clock.offset = made_once(harvested.portal, fetch, *offered, row)
    transaction.commit()


@pytest.fixture
def filled(harvested_once):
    """Yield a portal that has everything of its source, for the time of one test."""
    layer, server, offset = harvested_once
    server.reset()
    server.clock.offset = offset
    with stacked_portal(layer) as portal:
        yield HarvestedPortal(portal, server)


def shown(portal):
    """Return the titles of what was fetched and isn't withdrawn, by their remote ids."""
    return {
        name: item.title
        for name, item in portal.items().items()
        if state_of(item) != "withdrawn"
    }
