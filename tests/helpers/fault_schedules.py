"""Schedules of what befalls a source, made at random, and what has to hold in the end."""

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from harvested_portal import HarvestedPortal
from harvested_portal import set_record
from hypothesis import strategies as st
from ipaddress import ip_network
from partner_schedules import Fault
from partner_schedules import FAULTS as BOTH_WAYS
from partner_schedules import faults
from partner_schedules import flat
from partner_schedules import Heal
from partner_schedules import KnownFault
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.sanitizing import sanitise
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.harvest.quarantine import waiting
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.operations import release
from sonla.referenceserver.server import ReferenceServer
from typing import Any
from ZODB.serialize import referencesf
from ZODB.utils import get_pickle_metadata
from ZODB.utils import z64
from zope.component import getUtility

import transaction

ENGINE = ("sonla.pbgdpl.sync.", "sonla.pbgdpl.jobs.")
VERBS = ("", "Identify", "ListRecords", "ListIdentifiers", "GetRecord")
FAULTS: tuple[KnownFault, ...] = (
    *BOTH_WAYS,
    ("truncated_xml", {}),
    ("doctype", {}),
    ("doctype", {"kind": "external"}),
    ("expired_token", {}),
    ("same_token", {}),
    ("page_cycle", {}),
    ("no_records_match", {}),
    ("duplicate_id", {}),
    ("deleted_with_metadata", {}),
    ("empty_catalogue", {}),
    ("all_deleted", {}),
    ("all_changed", {}),
    ("missing_record", {}),
    ("deletions", {"policy": "no"}),
    ("deletions", {"policy": "transient", "kept": True}),
    ("identity_change", {}),
    ("scripts", {"stamped": True}),
    ("nfd", {"stamped": True}),
)
"""The first wave of the exchange profile, 1.8, as far as it concerns fetching."""


@dataclass(frozen=True)
class Edit:
    """Let somebody at the source do something to one of its records."""

    kind: str
    which: int

    def happen(self, portal: HarvestedPortal) -> None:
        server = portal.server
        server.advance(minutes=3)
        if self.kind == "add":
            server.add("news")
            return
        names = server.identifiers(deleted=self.kind == "restore")
        if names:
            name = names[self.which % len(names)]
            getattr(server, self.kind)(name)


@dataclass(frozen=True)
class Run:
    """Let the portal run, days later, or cut off after some records."""

    days: int = 0
    limit: int | None = None

    def happen(self, portal: HarvestedPortal) -> None:
        portal.server.advance(days=self.days)
        portal.run(limit=self.limit, budget=2.5)


@dataclass(frozen=True)
class Release:
    """Let an administrator look, and release what was held."""

    def happen(self, portal: HarvestedPortal) -> None:
        let_go_on(portal)


def faults_of_sources(known: tuple[KnownFault, ...]) -> st.SearchStrategy[Fault]:
    """Return faults of a source, some of which meet one verb alone."""
    return faults(
        known,
        requests=st.sampled_from(VERBS).map(lambda verb: (("verb", verb),)),
        nth=st.lists(st.integers(1, 4), max_size=2, unique=True).map(tuple),
        times=st.none() | st.integers(1, 3),
    )


def schedules(
    least: int,
    most: int,
    known: tuple[KnownFault, ...] = FAULTS,
) -> st.SearchStrategy[list[Any]]:
    """Return lists of steps; a run stands behind each fault, or it would meet nobody."""
    run = st.builds(
        Run, st.sampled_from([0, 0, 0, 8]), st.sampled_from([None, None, 1, 4])
    )
    edit = st.builds(
        Edit,
        st.sampled_from(["edit", "edit", "delete", "restore", "add", "purge"]),
        st.integers(0, 30),
    )
    struck = st.tuples(faults_of_sources(known), run)
    other = st.one_of(st.tuples(edit, run), edit, st.just(Release()), st.just(Heal()))
    steps = st.lists(st.one_of(struck, struck, other), min_size=least, max_size=most)
    return steps.map(lambda found: list(flat(found)))


# In the end


def let_go_on(portal: HarvestedPortal) -> None:
    """Release the source as an administrator does."""
    store = portal.store
    if portal.source in store.sources:
        release(store, portal.source)
        transaction.commit()


def come_to_rest(portal: HarvestedPortal, most: int = 30) -> None:
    """Let the source be well, then run until two inventories found nothing to do."""
    portal.server.heal()
    for _ in range(2):
        portal.server.advance(days=8)
        for _number in range(most):
            if is_held(portal):
                let_go_on(portal)
            state = portal.run().state
            waits = is_held(portal) or has_due_tries(portal)
            if state in ("done", "idle") and not waits:
                break
        else:
            raise AssertionError(f"not at rest after {most} runs: {state}")


def is_held(portal: HarvestedPortal) -> bool:
    """Return whether the source waits for an administrator, which no run tells again."""
    state = portal.store.sources.get(portal.source)
    return state is not None and state.held is not None


def has_due_tries(portal: HarvestedPortal) -> bool:
    """Return whether records in quarantine are to be tried again: a run tries only some."""
    now = portal.server.clock.now()
    return any(waiting(portal.store, portal.source, now))


def offered(server: ReferenceServer) -> tuple[dict[str, Record], set[str]]:
    """Read a source that is well, past the engine: live records, and who is gone."""
    client = OutboundClient(
        server.oai_url,
        allowed_hosts=[server.base_url.removeprefix("http://")],
        allowed_networks=[ip_network("127.0.0.0/8")],
    )
    driver = OaiPmhDriver(client, server.oai_url)
    live, gone = {}, set()
    for page in driver.pages(Window()):
        for change in page.changes:
            if change.state == "deleted":
                gone.add(change.remote_id)
            else:
                live[change.remote_id] = sanitise(driver.parse(change))
    return live, gone


def assert_equal_content(portal: HarvestedPortal) -> None:
    """What the source offers is here, once; what it doesn't is not, or withdrawn."""
    live, _gone = offered(portal.server)
    assert sorted(live) == sorted(portal.server.identifiers())
    store, items = portal.store, portal.items()
    shown = {name for name, item in items.items() if state_of(item) != "withdrawn"}
    assert shown == set(live)
    for name, record in live.items():
        identity = store.find_by_remote_id(portal.source, name)
        assert identity.content_hash == content_hash(record), name
        here, there = field_hashes(record_of(items[name])), field_hashes(record)
        for field in compared_fields(record):
            assert here.get(field) == there.get(field), (name, field)
    assert not store.conflicts
    assert not {key[1] for key in store.quarantine} & set(live)
    assert_nothing_doubled(portal, items)


def assert_nothing_doubled(portal: HarvestedPortal, items: dict[str, Any]) -> None:
    """Each record is one item, and each file that it names one more."""
    brains = portal.portal.portal_catalog.unrestrictedSearchResults(
        object_provides=IHarvested.__identifier__
    )
    made = [brain for brain in brains if brain.portal_type not in ("File", "Image")]
    uids = [brain.UID for brain in made]
    assert sorted(uids) == sorted(item.UID() for item in items.values())
    assert len(set(uids)) == len(items)
    files = [brain._unrestrictedGetObject() for brain in brains if brain not in made]
    names = [(getattr(one, "file", None) or one.image).filename for one in files]
    assert len(names) == len(set(names))


def compared_fields(record: Record) -> Iterator[str]:
    """Name the fields that an item tells as they came: images become files."""
    yield from ("title", "description", "issued")
    if "<img" not in (record.get("body") or ""):
        yield "body"


def assert_writes_no_content(portal: HarvestedPortal) -> None:
    """Run once more, with everything due; nothing but the engine's own state changes."""

    def run() -> None:
        portal.server.advance(days=8)
        assert portal.run().state == "done"

    set_record("digest_enabled", False)  # of a mail to nobody a note is kept
    transaction.commit()
    database = portal.portal._p_jar.db()
    assert not content_written_by(
        database, [portal.store._p_oid, portal.jobs._p_oid], run
    )


def content_written_by(
    database: Any, stores: list[bytes], do: Callable[[], None]
) -> set[tuple[str, str]]:
    """Do something and name the classes of what it wrote beside the engine's state.

    `stores` are the engine's; what it keeps refers to nothing else.
    """
    getUtility(IMailer).wait()  # it notes in a thread of its own whom it couldn't reach
    before = database.lastTransaction()
    do()
    written = written_since(database.storage, before)
    kinds = {record.oid: get_pickle_metadata(record.data) for record in written}
    kept = [oid for oid, kind in kinds.items() if kind[0].startswith(ENGINE)]
    # What came and went: objects of the engine, and what they were made of meanwhile.
    own = reachable(database.storage, [*stores, *kept], written)
    return {kind for oid, kind in kinds.items() if oid not in own}


def reachable(storage: Any, oids: list[bytes], written: list[Any]) -> set[bytes]:
    """Return everything that objects are made of, now or in one of the records written."""
    once = defaultdict(list)
    for record in written:
        once[record.oid] += referencesf(record.data)
    found, waiting = set(), list(oids)
    while waiting:
        current = waiting.pop()
        if current not in found and current != z64:
            found.add(current)
            data, _tid = storage.load(current)
            waiting += [*referencesf(data), *once[current]]
    return found


def written_since(storage: Any, tid: bytes) -> list[Any]:
    """Return the records that transactions after this one wrote."""
    return [
        record for one in storage.changes.iterator() if one.tid > tid for record in one
    ]
