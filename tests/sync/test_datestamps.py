"""What datestamps say: the same version under a new one, two states under one, older ones."""

from datetime import datetime
from datetime import UTC
from email.utils import format_datetime
from harvested_portal import fetch_once
from harvested_portal import HarvestedPortal
from loopback_http import answer
from oai_documents import header
from oai_documents import listed
from offset_token_source import CountingSource
from offset_token_source import serving
from public_content import make_section
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.sync.harvest import limits
from sonla.pbgdpl.sync.operations import detach
from sonla.referenceserver.clock import stamp

import pytest
import transaction

NAMES = [f"oai:dem.example:{number}" for number in range(9)]
LONG_AGO = "2026-01-05T00:00:00Z"
EARLY = datetime(2000, 1, 1, tzinfo=UTC)


class Contradicting(CountingSource):
    """A source that lists a record in two states, each on a page of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, tuple[str, ...]] = {}
        """Record → the states in which it is listed, in this order, and nothing else."""

    def _list(self, asked, write):
        if not self.states:
            return super()._list(asked, write)
        pages = [
            self._shown(name, state, write)
            for name, states in self.states.items()
            for state in states
        ]
        number = int(asked.get("resumptionToken", 0))
        token = str(number + 1) if number + 1 < len(pages) else ""
        return listed(pages[number], token=token, verb=asked["verb"])

    def _shown(self, name, state, write):
        if state == "live":
            return write(name)
        head = header(name, self.records[name][0], deleted=True)
        return head if "<record>" not in write(name) else f"<record>{head}</record>"


@pytest.fixture
def portal(functional_portal, source_address, monkeypatch):
    """Return a portal that has the nine records of its source, three of them a page."""
    make_section(functional_portal)
    source = Contradicting()
    source.add(*NAMES)
    source_address.serve(source, monkeypatch)
    portal = HarvestedPortal(functional_portal, source)
    fetch_once(portal)
    source.asked.clear()
    return portal


def restamp(source, *names: str) -> None:
    """Let the source give records other datestamps, and nothing else."""
    for name in names:
        source.records[name] = (stamp(source.clock.now()), source.records[name][1])


def counts(portal) -> dict[str, int]:
    """Return what the last run counted, but for zeros."""
    return {name: number for name, number in totals(portal).items() if number}


def totals(portal) -> dict[str, int]:
    return portal.jobs.journal.latest().totals


def details(portal) -> list[str]:
    journal = portal.jobs.journal
    return [entry.detail for entry in journal.entries_of(journal.latest())]


def stamps(portal) -> list[str]:
    known = portal.store.bindings[portal.source]
    return [stamp(known[name].datestamp) for name in NAMES]


def serial(one) -> bytes:
    """Return by which transaction an object was written last."""
    one._p_activate()
    return one._p_serial


def serials(portal) -> list[bytes]:
    """Return what is stored of the records."""
    return list(map(serial, portal.store.bindings[portal.source].values()))


def content(portal) -> dict[str, bytes]:
    """Return that of the items."""
    return {name: serial(one) for name, one in portal.items().items()}


def state(portal) -> str:
    return state_of(portal.item(NAMES[0]))


class TestRestamped:
    def test_it_is_read_once_and_written_down(self, portal):
        source = portal.server
        before = content(portal)
        for _ in range(2):
            restamp(source, *NAMES)
            assert portal.run().state == "done"
            assert counts(portal) == {"seen": 9, "unchanged": 9}
            assert stamps(portal) == [source.records[name][0] for name in NAMES]
        assert source.times("GetRecord") == 0
        assert content(portal) == before

    def test_an_inventory_asks_for_none(self, portal):
        restamp(portal.server, *NAMES)
        portal.run_until_done()
        portal.server.advance(days=8)
        assert portal.run().state == "done"
        assert portal.server.times("GetRecord") == 0

    def test_equal_datestamps_write_nothing(self, portal):
        before = serials(portal)
        assert portal.run(since=EARLY, source="btp").state == "done"
        assert serials(portal) == before

    def test_after_a_version_that_was_no_good_nothing_waits(self, portal):
        source = portal.server
        source.edit(NAMES[0], " ")
        portal.run()
        assert len(portal.store.quarantine) == 1
        source.edit(NAMES[0], NAMES[0])
        source.advance(hours=-1.5)  # sooner than it is tried again
        portal.run(source="btp")
        assert not portal.store.quarantine

    def test_what_nobody_listens_to_is_not_asked_for(self, portal):
        detach(portal.store, portal.item(NAMES[0]).UID())
        transaction.commit()
        restamp(portal.server, *NAMES)
        portal.run_until_done()
        assert portal.server.times("GetRecord") == 0


class Undated(CountingSource):
    """A feed whose items bear no dates, so that the time of the answer stands for them."""

    def reply(self, connection, request):
        items = "".join(
            f"<item><title>{title}</title><link>{name}</link>"
            f"<description>Nội dung</description></item>"
            for name, (_at, title) in self.records.items()
        )
        channel = f"<title>Tin</title><link>https://dem.example/</link>{items}"
        body = f'<rss version="2.0"><channel>{channel}</channel></rss>'.encode()
        date = format_datetime(self.clock.now(), usegmt=True)
        connection.sendall(answer(body, content_type="application/rss+xml", Date=date))


def test_a_feed_without_dates_writes_nothing(functional_portal, monkeypatch):
    make_section(functional_portal)
    source = Undated()
    source.add(*(f"https://dem.example/{number}" for number in range(3)))
    with serving(source, monkeypatch):
        portal = HarvestedPortal(functional_portal, source)
        portal.configure(driver="feed")
        assert portal.run().state == "done"
        before = serials(portal)
        assert len(before) == 3
        assert portal.run().state == "done"
        assert counts(portal) == {"seen": 3, "unchanged": 3}
        assert serials(portal) == before


class TestLiveAndDeleted:
    @pytest.mark.parametrize("order", [("live", "deleted"), ("deleted", "live")])
    def test_on_two_pages_it_is_deleted(self, portal, order):
        source = portal.server
        source.edit(NAMES[0], "Mới")
        source.states = {NAMES[0]: order}
        for _ in range(3):
            assert portal.run().state == "done"
            assert state(portal) == "withdrawn"
        assert "live_and_deleted" in details(portal)

    def test_a_newer_version_brings_it_back(self, portal):
        source = portal.server
        source.edit(NAMES[0], "Mới")
        source.states = {NAMES[0]: ("deleted",)}
        portal.run()
        assert state(portal) == "withdrawn"
        source.states = {}
        restamp(source, NAMES[0])
        portal.run()
        assert state(portal) == "pending_approval"

    def test_what_an_inventory_missed_comes_back_as_it_was(self, portal):
        source = portal.server
        found = source.records.pop(NAMES[0])
        source.advance(days=8)
        portal.run_until_done()
        assert state(portal) == "withdrawn"
        source.records[NAMES[0]] = found
        portal.run(since=EARLY, source="btp")
        assert state(portal) == "pending_approval"
        assert "live_and_deleted" not in details(portal)


class TestOlder:
    @pytest.fixture
    def older(self, portal):
        """Let the source show an older version than it did."""
        portal.server.edit(NAMES[0], "Mới")
        portal.run_until_done()
        portal.server.records[NAMES[0]] = (LONG_AGO, "Cũ hơn")
        return portal

    def title(self, portal) -> str:
        return portal.item(NAMES[0]).title

    def test_a_late_delivery_is_left(self, older):
        older.server.states = {NAMES[0]: ("live",)}
        assert older.run().state == "done"
        assert self.title(older) == "Mới"

    def test_an_operator_has_it_taken(self, older):
        assert older.run(since=EARLY, source="btp").state == "done"
        assert self.title(older) == "Cũ hơn"
        older.run_until_done()
        assert self.title(older) == "Cũ hơn"

    def test_also_in_the_runs_that_end_it(self, older):
        assert older.run(since=EARLY, source="btp", limit=3).state == "partial"
        older.server.records[NAMES[8]] = ("2026-01-31T00:00:00Z", "Cũ hơn nữa")
        assert older.run_until_done().state == "done"
        assert older.item(NAMES[8]).title == "Cũ hơn nữa"

    def test_the_caps_count(self, portal, monkeypatch):
        monkeypatch.setattr(limits, "MIN_CHANGED", 10)
        source = portal.server
        source.page_size = 100
        names = [*NAMES, *(f"oai:dem.example:more-{number}" for number in range(6))]
        source.add(*names, at=stamp(source.clock.now()))
        portal.run_until_done()
        for name in names:
            source.records[name] = (LONG_AGO, "Cũ hơn")
        assert portal.run(since=EARLY, source="btp").state == "held"

    def test_from_the_beginning_means_an_inventory(self, portal):
        del portal.server.records[NAMES[0]]
        recent = portal.server.clock.now()
        portal.run_until_done()
        portal.run(since=recent, source="btp")
        assert state(portal) == "pending_approval"
        assert portal.run(since=EARLY, source="btp", limit=3).state == "partial"
        portal.run_until_done()
        assert state(portal) == "withdrawn"
