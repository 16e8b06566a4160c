"""Readers of feeds that are not ours read the same from both."""

from exchange_content import add_text
from lxml import etree
from plone.app.portlets.portlets import rss
from sonla.pbgdpl.exchange.formats import atom as atom_binding

import atoma
import fastfeedparser
import feedparser
import pytest
import transaction

TYPES = ("LegalNews", "LegalIntroduction", "Guidance", "EducationMaterial", "Document")


def add_texts(offered):
    """Make a text of each type."""
    made = []
    for number, portal_type in enumerate(TYPES):
        made.append(add_text(offered.section, portal_type, title=f"Bài số {number}"))
        transaction.commit()
        offered.advance(10)
    offered.advance()
    return made


@pytest.fixture
def texts(offered):
    """Return a text of each type, newest first."""
    return offered.once(add_texts)[::-1]


@pytest.fixture
def fetched(offered, texts):
    """Fetch a feed."""
    path = offered.section.getId()
    return lambda name: offered.fetch(f"/{path}/{name}").content


def test_atom(fetched, texts):
    content = fetched("atom.xml")
    titles, ids = [text.title for text in texts], [text.UID() for text in texts]
    first = feedparser.parse(content)
    assert not first.bozo
    second = atoma.parse_atom_bytes(content)
    third = fastfeedparser.parse(content)
    assert [one.title for one in first.entries] == titles
    assert [one.title.value for one in second.entries] == titles
    assert [one.title for one in third.entries] == titles
    for found in (
        [one.id for one in first.entries],
        [one.id_ for one in second.entries],
        [one.id for one in third.entries],
    ):
        assert [
            name.removeprefix("urn:uuid:").replace("-", "") for name in found
        ] == ids
    assert first.feed.id == second.id_
    for one, other in zip(first.entries, second.entries, strict=True):
        assert one.link == next(
            link.href for link in other.links if link.rel == "alternate"
        )
        assert "Điều 1" in one.content[0].value
        assert one.summary == other.summary.value == "Hơn 200 người dự.\nCó hỏi đáp."
        assert {"tập huấn", "đất đai"} <= {tag.term for tag in one.tags}
        assert other.published is not None


def test_rss(fetched, texts):
    content = fetched("rss.xml")
    titles = [text.title for text in texts]
    first = feedparser.parse(content)
    assert not first.bozo
    second = atoma.parse_rss_bytes(content)
    third = fastfeedparser.parse(content)
    assert [one.title for one in first.entries] == titles
    assert [one.title for one in second.items] == titles
    assert [one.title for one in third.entries] == titles
    names = [f"oai:localhost:{text.UID()}" for text in texts]
    assert [one.id for one in first.entries] == names
    assert [one.guid for one in second.items] == names
    for one, other in zip(first.entries, second.items, strict=True):
        assert one.link == other.link
        assert "Điều 1" in one.content[0].value
        assert other.pub_date is not None
        assert not one.guidislink


def test_the_portlet_of_another_plone_shows_it(offered, texts, monkeypatch):
    """It takes the first link of an item, whatever that leads to.

    It never asks an address with a port, as those of tests are.
    """
    monkeypatch.setattr(rss, "_rss_feed_url_validator", lambda url: True)
    address = f"{offered.url}/{offered.section.getId()}"
    for name in ("rss.xml", "atom.xml"):
        feed = rss.RSSFeed(f"{address}/{name}", timeout=100)
        assert feed.update() and feed.ok
        assert [one["title"] for one in feed.items] == [text.title for text in texts]
        links = [f"{address}/{text.getId()}" for text in texts]
        assert [one["url"] for one in feed.items] == links
        assert all(one["updated"] for one in feed.items)


def test_files_are_enclosures_that_can_be_fetched(offered, fetched):
    for name in ("atom.xml", "rss.xml"):
        parsed = feedparser.parse(fetched(name))
        found = [file for entry in parsed.entries for file in entry.enclosures]
        assert len(found) >= len(TYPES)
        for file in found:
            answer = offered.fetch(file.href.removeprefix(offered.url))
            assert answer.status == 200
            assert len(answer.content) == int(file.length)
            assert answer.getheader("Content-Type").startswith(file.type)


def test_what_is_gone_is_not_in_rss(offered, fetched, texts):
    offered.withdraw(texts[0])
    offered.advance()
    parsed = feedparser.parse(fetched("rss.xml"))
    assert [one.title for one in parsed.entries] == [text.title for text in texts[1:]]


def test_rss_tells_its_own_address_and_is_escaped_once(offered, fetched, texts):
    offered.edit(texts[0], description="1 < 2 & 3 > 2")
    offered.advance()
    root = etree.fromstring(fetched("rss.xml"))
    (own,) = root.iterfind("channel/{http://www.w3.org/2005/Atom}link")
    assert own.get("href") == f"{offered.url}/{offered.section.getId()}/rss.xml"
    parsed = feedparser.parse(fetched("rss.xml"))
    assert parsed.entries[0].summary == "1 &lt; 2 &amp; 3 &gt; 2"


def test_an_entry_is_read_back_as_its_record(fetched, texts):
    root = etree.fromstring(fetched("atom.xml"))
    records = [
        atom_binding.load(entry)
        for entry in root.iterfind("{http://www.w3.org/2005/Atom}entry")
    ]
    assert [record.identifier[-32:] for record in records] == [
        text.UID() for text in texts
    ]
    assert {record.type for record in records} == {
        "news",
        "introduction",
        "guidance",
        "material",
    }
