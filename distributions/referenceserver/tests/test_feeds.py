"""The feeds, read by parsers that are not ours."""

from lxml import etree

import atoma
import feedparser
import pytest

ATOM = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "dcterms": "http://purl.org/dc/terms/",
}


def walk(server, target: str = "/atom"):
    """Yield the documents from the current feed back to the oldest archive."""
    while target:
        root = etree.fromstring(server.get(target).content)
        yield root
        before = root.find("a:link[@rel='prev-archive']", ATOM)
        target = (
            None if before is None else before.get("href").removeprefix(server.base_url)
        )


def names(root) -> list[str]:
    return [name.text for name in root.iterfind("a:entry/dcterms:identifier", ATOM)]


def test_archives_have_everything_there_ever_was(server):
    name = server.identifiers()[0]
    title = server.record(name).fields["title"]
    server.edit(name, title="Tên mới")
    documents = list(walk(server))
    assert len(documents) == 3
    assert [root.find("fh:archive", ATOM) is None for root in documents] == [
        True,
        False,
        False,
    ]
    assert {one for root in documents for one in names(root)} == set(
        server.identifiers()
    )
    titles = [
        entry.findtext("a:title", namespaces=ATOM)
        for root in documents
        for entry in root.iterfind("a:entry", ATOM)
        if entry.findtext("dcterms:identifier", namespaces=ATOM) == name
    ]
    assert titles == ["Tên mới", title]


def test_an_archive_never_changes(server):
    before = server.get("/atom?archive=0").content
    server.edit_some(3)
    server.delete(server.identifiers()[0])
    assert server.get("/atom?archive=0").content == before


def test_newest_first_and_deletions_as_tombstones(server):
    name = server.identifiers()[5]
    server.advance(minutes=1)
    server.delete(name)
    root = next(walk(server))
    entries = [
        child for child in root if child.tag.endswith(("entry", "deleted-entry"))
    ]
    assert entries[0].tag == f"{{{ATOM['at']}}}deleted-entry"
    assert entries[0].get("ref") == f"urn:uuid:{name.rpartition(':')[2]}"
    stamps = [one.get("when") or one.findtext("{*}updated") for one in entries]
    assert stamps == sorted(stamps, reverse=True)


def test_parsers_read_atom(server):
    content = server.get("/atom").content
    parsed = feedparser.parse(content)
    assert not parsed.bozo
    own = atoma.parse_atom_bytes(content)
    assert [one.title for one in parsed.entries] == [
        one.title.value for one in own.entries
    ]
    assert [one.id for one in parsed.entries] == [one.id_ for one in own.entries]
    name = names(etree.fromstring(content))[0]
    fields = server.record(name).fields
    assert parsed.entries[0].content[0].value.startswith(fields["body"][:40])
    assert parsed.entries[0].summary == fields["description"]


def test_parsers_read_rss(server):
    content = server.get("/rss").content
    parsed = feedparser.parse(content)
    assert not parsed.bozo
    own = atoma.parse_rss_bytes(content)
    newest = server.identifiers()[-10:][::-1]
    assert [one.id for one in parsed.entries] == newest
    assert [one.guid for one in own.items] == newest
    assert [one.title for one in own.items] == [
        server.record(name).fields["title"] for name in newest
    ]


def test_files_are_enclosures(serve):
    server = serve(records=60, page_size=60)
    parsed = feedparser.parse(server.get("/atom").content)
    found = [one for entry in parsed.entries for one in entry.enclosures]
    assert len(found) > 5
    for one in found[:5]:
        answer = server.get(one.href.removeprefix(server.base_url))
        assert answer.status == 200
        assert answer.getheader("Content-Type") == one.type
        assert len(answer.content) == int(one.length)


@pytest.mark.parametrize("path", ["/atom", "/rss"])
def test_a_set_is_a_type(server, path):
    entries = feedparser.parse(server.get(f"{path}?set=type:news").content).entries
    titles = {
        server.record(name).fields["title"] for name in server.identifiers("news")
    }
    assert entries
    assert {entry.title for entry in entries} <= titles


@pytest.mark.parametrize("path", ["/atom", "/rss"])
def test_unchanged_is_not_sent_again(server, path):
    etag = server.get(path).getheader("ETag")
    again = server.get(path, If_None_Match=etag)
    assert (again.status, again.content) == (304, b"")
    server.edit_some(1)
    assert server.get(path, If_None_Match=etag).status == 200


@pytest.mark.parametrize("number", ["9", "-1", "x"])
def test_an_archive_that_is_not_there(server, number):
    assert server.get(f"/atom?archive={number}").status == 404


@pytest.mark.parametrize("path", ["/atom", "/rss"])
def test_an_empty_repository_has_an_empty_feed(serve, path):
    parsed = feedparser.parse(serve(records=0).get(path).content)
    assert parsed.entries == []
    assert not parsed.bozo
