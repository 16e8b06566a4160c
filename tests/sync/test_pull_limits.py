"""A source that would fill the database, and records that are asked for one by one."""

from harvested_portal import fetch_once
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from oai_documents import envelope
from oai_documents import header
from offset_token_source import CountingSource
from public_content import make_section
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.sync.harvest import limits
from sonla.pbgdpl.sync.harvest import quarantine
from sonla.pbgdpl.sync.operations import release
from sonla.pbgdpl.sync.operations import retry
from sonla.referenceserver.clock import stamp

import pytest
import transaction

NAMES = [f"oai:dem.example:{number}" for number in range(9)]
TRUSTED = {"sets": "tin", "trusted_sets": "tin"}
MORE = [f"oai:dem.example:them-{number}" for number in range(20)]


class TakingBack(CountingSource):
    """A source that shows some records as deleted to who asks for them by name.

    Or as having come from `origin`.
    """

    def __init__(self, **facts):
        super().__init__(**facts)
        self.gone = set()
        self.origin = ""

    def GetRecord(self, asked):
        name = asked["identifier"]
        if name not in self.gone:
            origin = f"</title><origin>{self.origin}</origin>" if self.origin else ""
            found = super().GetRecord(asked)
            return found.replace(b"</title>", origin.encode() or b"</title>")
        tombstone = header(name, self.records[name][0], deleted=True)
        return envelope(f"<GetRecord><record>{tombstone}</record></GetRecord>")


@pytest.fixture
def unfetched(functional_portal, source_address, monkeypatch):
    """Return a portal and its source of nine records."""
    make_section(functional_portal)
    source = TakingBack()
    source.add(*NAMES)
    source_address.serve(source, monkeypatch)
    return HarvestedPortal(functional_portal, source)


@pytest.fixture
def portal(unfetched):
    """Return it when it is set up to fetch."""
    unfetched.configure(**TRUSTED)
    return unfetched


@pytest.fixture
def filled(unfetched):
    """Return it when it has everything."""
    fetch_once(unfetched, **TRUSTED)
    return unfetched


def state(portal):
    return portal.store.source(portal.source)


def let_go_on(portal):
    release(portal.store, portal.source)
    transaction.commit()


def try_again(portal, names):
    store = portal.store
    for name in names:
        retry(store, portal.source, name, portal.server.clock.now())
    transaction.commit()


def withdrawn(portal):
    return sum(state_of(item) == "withdrawn" for item in portal.items().values())


class TestNew:
    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        monkeypatch.setattr(limits, "MIN_CREATED", 10)

    def test_a_known_source_that_brings_too_many_waits_for_somebody(self, filled):
        filled.server.add(*MORE, at=stamp(filled.server.clock.now()))
        assert filled.run().state == "held"
        assert 0 < len(filled.items()) - len(NAMES) <= 10
        assert state(filled).held.detail == "detail_created"
        assert state(filled).held.detail.mapping == {"number": 12, "known": 9}
        let_go_on(filled)
        assert filled.run().state == "done"
        assert sorted(filled.items()) == sorted([*NAMES, *MORE])

    def test_the_first_time_everything_is_new(self, portal):
        portal.server.add(*MORE)
        assert portal.run().state == "done"
        assert len(portal.items()) == len(NAMES) + len(MORE)

    def test_an_inventory_is_no_way_around(self, filled):
        """They bear an old date, so that no window shows them."""
        filled.server.add(*MORE)
        filled.server.advance(days=8)
        assert filled.run().state == "held"
        assert 0 < len(filled.items()) - len(NAMES) <= 10
        let_go_on(filled)
        assert filled.run_until_done().state == "done"
        assert sorted(filled.items()) == sorted([*NAMES, *MORE])


class TestSetAside:
    def test_too_many_wait_for_somebody(self, portal, monkeypatch):
        monkeypatch.setattr(quarantine, "MAX_RECORDS", 6)
        for name in NAMES[:8]:
            portal.server.records[name] = ("2026-02-01T00:00:00Z", "")
        assert portal.run().state == "held"
        assert len(portal.store.quarantine) == 6
        let_go_on(portal)
        assert portal.run_until_done().state == "done"
        assert len(portal.store.quarantine) == 8
        assert not state(portal).released

    def test_it_is_remembered_in_which_set_it_was_found(self, portal):
        """Its source doesn't say so, and the set decides who has to approve it."""
        at, title = portal.server.records[NAMES[0]]
        portal.server.records[NAMES[0]] = (at, "")
        assert portal.run().state == "done"
        assert portal.item(NAMES[0]) is None
        portal.server.records[NAMES[0]] = (at, title)
        portal.server.advance(days=1)
        assert portal.run().state == "done"
        assert state_of(portal.item(NAMES[0])) == "published"
        assert portal.store.find_by_remote_id("btp", NAMES[0]).sets == ("tin",)

    def test_so_it_is_of_what_was_applied(self, filled):
        try_again(filled, NAMES[:1])
        filled.server.records[NAMES[0]] = ("2026-02-01T00:00:00Z", "Mới")
        assert filled.run().state == "done"
        assert filled.item(NAMES[0]).title == "Mới"
        assert filled.store.find_by_remote_id("btp", NAMES[0]).sets == ("tin",)

    @pytest.mark.parametrize("repository", ["dem.example", "tinh.example"])
    def test_what_turns_out_to_be_ours_leaves(self, portal, repository):
        """By its identifier, or by the origin that the record names."""
        at, title = portal.server.records[NAMES[0]]
        portal.server.records[NAMES[0]] = (at, "")
        assert portal.run().state == "done"
        assert len(portal.store.quarantine) == 1
        portal.server.records[NAMES[0]] = (at, title)
        portal.server.origin = "tinh.example"
        name_repository(repository)
        transaction.commit()
        portal.server.advance(days=1)
        assert portal.run().state == "done"
        assert not portal.store.quarantine
        assert portal.item(NAMES[0]) is None
        journal = portal.jobs.journal
        noted = [
            (entry.action, entry.detail)
            for entry in journal.entries_of(journal.latest())
            if entry.identifier == NAMES[0]
        ]
        assert noted == [("noticed", "ours")]

    def test_what_was_taken_back_meanwhile_meets_the_caps(self, filled):
        filled.server.gone = set(NAMES)
        try_again(filled, NAMES)
        assert filled.run().state == "held"
        assert withdrawn(filled) == limits.MIN_WITHDRAWN
        let_go_on(filled)
        assert filled.run().state == "done"
        assert withdrawn(filled) == len(NAMES)
        assert not filled.store.quarantine
