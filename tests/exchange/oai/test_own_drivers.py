"""What we fetch with reads what we offer: another portal could be our source."""

from exchange_content import add_text
from ipaddress import ip_network
from public_content import make
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.offering import record_on_offer
from sonla.pbgdpl.exchange.pages.feeds import AtomView
from sonla.pbgdpl.exchange.pages.oai import OaiView
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.harvest.source_list import SourceList
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.sources import open_driver
from sonla.pbgdpl.sync.sources import Source

import pytest
import transaction

TYPES = ("LegalNews", "LegalIntroduction", "Guidance", "EducationMaterial")


def add_texts(offered):
    """Make seven texts, of which one is gone."""
    texts = [
        add_text(offered.section, portal_type, title=f"Bài {number}")
        for number, portal_type in enumerate(TYPES)
    ]
    texts += [
        make(offered.section, TYPES[number % len(TYPES)], f"Bài {number}")
        for number in range(len(TYPES), 7)
    ]
    transaction.commit()
    offered.withdraw(texts[3])
    offered.advance()
    return texts


@pytest.fixture
def harvestable(offered, monkeypatch):
    """Return a portal with them on pages of three."""
    sizes = {"ListRecords": 3, "ListIdentifiers": 3}
    monkeypatch.setattr(OaiView, "page_sizes", sizes)
    monkeypatch.setattr(AtomView, "size", 3)
    monkeypatch.setattr("sonla.pbgdpl.exchange.ledger.PIECE", 3)
    return offered, offered.once(add_texts)


def driver(offered, name, url):
    client = OutboundClient(
        url,
        allowed_hosts=[f"{offered.host}:{offered.port}"],
        allowed_networks=[ip_network("127.0.0.0/8")],
        deadline=30.0,
    )
    return open_driver(Source("portal", "Portal", name, url), client)


def changes(found):
    return {change.remote_id: change for page in found for change in page.changes}


def test_oaipmh(harvestable):
    offered, texts = harvestable
    reader = driver(offered, "oaipmh", offered.oai_url)
    capabilities = reader.capabilities(reader.identify())
    assert capabilities.incremental and capabilities.deletions
    found = changes(reader.pages(Window()))
    names = {text: f"oai:localhost:{text.UID()}" for text in texts}
    assert set(found) == set(names.values())
    assert found[names[texts[3]]].state == "deleted"
    for text in texts[:3] + texts[4:]:
        record = reader.parse(found[names[text]])
        assert record["title"] == text.title
        assert content_hash(record) == content_hash(record_on_offer(text))
    taken = SourceList()
    for page in reader.inventory(None):
        taken.note_page("", page)
    assert taken.done and not taken.incomplete


def test_atom_with_its_archives(harvestable):
    offered, texts = harvestable
    url = f"{offered.url}/{offered.section.getId()}/atom.xml"
    reader = driver(offered, "feed", url)
    reader.identify()
    found = changes(reader.pages(Window()))
    live = {name for name, change in found.items() if change.state == "live"}
    assert len(live) == 6
    titles = {reader.parse(found[name])["title"] for name in live}
    assert titles == {text.title for text in texts if text is not texts[3]}
    assert [change.state for change in found.values()].count("deleted") == 1


def test_rss(harvestable):
    offered, texts = harvestable
    url = f"{offered.url}/{offered.section.getId()}/rss.xml"
    reader = driver(offered, "feed", url)
    found = changes(reader.pages(Window()))
    titles = {reader.parse(change)["title"] for change in found.values()}
    assert titles == {text.title for text in texts if text is not texts[3]}
    assert set(found) == {
        f"oai:localhost:{text.UID()}" for text in texts if text is not texts[3]
    }
