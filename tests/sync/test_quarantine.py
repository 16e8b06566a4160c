"""How records get into quarantine and, above all, out of it."""

from harvested_portal import HarvestedPortal
from oai_documents import envelope
from oai_documents import header
from oai_documents import listed
from offset_token_source import CountingSource
from offset_token_source import serving
from offset_token_source import written
from public_content import make_section
from sonla.pbgdpl.sync.harvest.quarantine import code_version
from sonla.pbgdpl.sync.store import make_store
from sonla.referenceserver.clock import stamp

import pytest
import transaction

NAMES = [f"oai:dem.example:{number}" for number in range(3)]
BAD = NAMES[0]


class Source(CountingSource):
    """A source that tells deletions, and may give a record another kind."""

    def __init__(self) -> None:
        super().__init__(page_size=9, deletedRecord="persistent")
        self.gone: set[str] = set()
        self.kinds: dict[str, str] = {}

    def delete(self, name: str) -> None:
        """Take a record back now."""
        self.records[name] = (stamp(self.clock.now()), "")
        self.gone.add(name)

    def ListRecords(self, asked):
        shown = super().ListRecords(asked)
        names = self._within(asked.get("from", ""), asked.get("until", "9"))
        if not self.gone.intersection(names):
            return self.as_kinds(shown)
        return self.as_kinds(listed(*map(self.shown, names), token=""))

    def ListIdentifiers(self, asked):
        names = self._within(asked.get("from", ""), asked.get("until", "9"))
        headers = [
            header(name, self.records[name][0], deleted=name in self.gone)
            for name in names
        ]
        return listed(*headers, token="", verb="ListIdentifiers")

    def GetRecord(self, asked):
        if asked["identifier"] in self.gone:
            return envelope(f"<GetRecord>{self.shown(asked['identifier'])}</GetRecord>")
        return self.as_kinds(super().GetRecord(asked))

    def shown(self, name: str) -> str:
        if name in self.gone:
            tombstone = header(name, self.records[name][0], deleted=True)
            return f"<record>{tombstone}</record>"
        return written(name, *self.records[name])

    def as_kinds(self, body: bytes) -> bytes:
        for name, kind in self.kinds.items():
            opening = f'type="news"><identifier>{name}<'
            body = body.replace(
                opening.encode(), opening.replace("news", kind).encode()
            )
        return body


@pytest.fixture
def portal(functional_portal, monkeypatch):
    """Yield a portal that has two of the three records; one is no good."""
    make_section(functional_portal)
    source = Source()
    source.add(*NAMES)
    source.records[BAD] = (source.records[BAD][0], "")
    with serving(source, monkeypatch):
        portal = HarvestedPortal(functional_portal, source)
        portal.configure()
        assert portal.run().state == "done"
        assert entry(portal).code == "D"
        yield portal


def entry(portal):
    return portal.store.quarantine.get((portal.source, BAD))


def set_entry(portal, **facts) -> None:
    found = make_store(portal.portal).quarantine[(portal.source, BAD)]
    for name, value in facts.items():
        setattr(found, name, value)
    transaction.commit()


def cancel_inventory(portal) -> None:
    """Let it have been tried so often that it is tried no more."""
    set_entry(portal, attempts=10, next_try=None)


def told(portal, name: str) -> list[str]:
    journal = portal.jobs.journal
    entries = journal.entries_of(journal.latest())
    return [one.detail for one in entries if one.identifier == name]


class TestDeleted:
    def test_a_deletion_ends_the_waiting(self, portal):
        cancel_inventory(portal)
        portal.server.advance(hours=3)
        portal.server.delete(BAD)
        portal.run_until_done()
        assert entry(portal) is None
        assert portal.item(BAD) is None
        assert told(portal, BAD) == ["detail_never_here"]

    def test_also_of_a_record_that_is_withdrawn_here(self, portal):
        source, name = portal.server, NAMES[1]
        source.delete(name)
        portal.run_until_done()
        source.gone.clear()
        source.edit(name, "")
        portal.run_until_done()
        assert (portal.source, name) in portal.store.quarantine
        source.advance(hours=3)
        source.delete(name)
        source.advance(hours=-1.5)  # sooner than it is tried again
        portal.run(source="btp")
        assert (portal.source, name) not in portal.store.quarantine


class TestOtherCode:
    def test_what_was_given_up_is_tried_by_another_release(self, portal):
        cancel_inventory(portal)
        at, _title = portal.server.records[BAD]
        portal.server.records[BAD] = (at, "Có tiêu đề")
        portal.run_until_done()
        assert portal.item(BAD) is None
        set_entry(portal, version="0.1")
        portal.run_until_done()
        assert portal.item(BAD).title == "Có tiêu đề"
        assert entry(portal) is None

    def test_which_has_all_its_tries_before_it(self, portal):
        cancel_inventory(portal)
        set_entry(portal, version="0.1")
        portal.run_until_done()
        assert (entry(portal).attempts, entry(portal).version) == (1, code_version())
        assert entry(portal).next_try is not None


class TestOtherKind:
    def test_a_record_that_becomes_another_kind_is_set_aside_whole(self, portal):
        source, name = portal.server, NAMES[1]
        source.kinds[name] = "guidance"
        source.edit(name, "Kế hoạch")
        for _ in range(2):
            assert portal.run().state == "done"
            assert portal.item(name).title == name
        waiting = portal.store.quarantine[(portal.source, name)]
        assert waiting.code == "D"
        assert waiting.detail == "detail_kind"
        assert waiting.detail.mapping == {"before": "news", "now": "guidance"}

    def test_it_comes_when_it_is_what_it_was(self, portal):
        source, name = portal.server, NAMES[1]
        source.kinds[name] = "guidance"
        source.edit(name, "Kế hoạch")
        portal.run_until_done()
        source.kinds.clear()
        source.edit(name, "Tin")
        portal.run_until_done()
        assert portal.item(name).title == "Tin"
        assert (portal.source, name) not in portal.store.quarantine
