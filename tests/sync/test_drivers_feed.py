from datetime import datetime
from datetime import timedelta
from datetime import UTC
from lxml import etree
from oai_documents import Script
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.feed import FeedDriver
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.harvest.retries import fetch_by_listing
from types import SimpleNamespace

import pytest

URL = "https://so.example/tin/feed"
NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
CLOCK = {"date": "Sun, 01 Mar 2026 08:00:00 GMT"}
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "{http://www.w3.org/XML/1998/namespace}base"


def feed(*parts, links="", attributes="", head="<author><name>Sở</name></author>"):
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:fh="http://purl.org/syndication/history/1.0"'
        ' xmlns:at="http://purl.org/atompub/tombstones/1.0"'
        f' xml:lang="vi" {attributes}><id>tag:so.example,2026:tin</id>'
        f"<title>Tin pháp luật</title>{head}{links}{''.join(parts)}</feed>"
    ).encode()


def entry(name, updated="2026-02-01T00:00:00Z", inner="<content>Nội dung</content>"):
    return f"<entry><id>{name}</id><updated>{updated}</updated>{inner}</entry>"


def tombstone(name, when="2026-02-02T00:00:00Z"):
    return f'<at:deleted-entry ref="{name}" when="{when}"/>'


def link(relation, href):
    return f'<link rel="{relation}" href="{href}"/>'


def driver_of(*answers):
    script = Script(list(answers), "application/atom+xml", CLOCK)
    return FeedDriver(script, URL), script


def pages_of(*answers, since=None, **options):
    return list(driver_of(*answers)[0].pages(Window(since), **options))


def test_a_feed_says_who_it_is():
    found = driver_of(feed(entry("a")))[0].identify()
    assert (found.repository_id, found.name) == (
        "tag:so.example,2026:tin",
        "Tin pháp luật",
    )
    assert (found.base_url, found.response_date) == (URL, NOW)


@pytest.mark.parametrize(
    ("document", "incremental", "complete", "content"),
    [
        (feed(entry("a")), False, False, True),
        (feed(entry("a", inner="")), False, False, False),
        (feed(entry("a"), links=link("prev-archive", "?1")), True, False, True),
        (feed(entry("a"), head="<fh:archive/>"), True, False, True),
        (feed(entry("a"), head="<fh:complete/>"), True, True, True),
        (feed(entry("a"), tombstone("b")), False, False, True),
    ],
)
def test_a_feed_promises_no_more_than_it_has(document, incremental, complete, content):
    driver, _script = driver_of(document)
    found = driver.capabilities(driver.identify())
    assert (found.incremental, found.complete_inventory) == (incremental, complete)
    assert found.content is content
    assert not found.deletions
    assert not found.ordered


def test_entries_and_tombstones_become_changes():
    (page,) = pages_of(feed(entry("urn:uuid:a"), tombstone("urn:uuid:b")))
    live, deleted = page.changes
    assert (live.remote_id, live.state) == ("urn:uuid:a", "live")
    assert live.datestamp == datetime(2026, 2, 1, tzinfo=UTC)
    assert live.media_type == "application/atom+xml"
    assert (deleted.remote_id, deleted.state, deleted.payload) == (
        "urn:uuid:b",
        "deleted",
        None,
    )


def test_a_tombstone_beside_its_entry_wins_at_the_same_time():
    when = "2026-02-02T00:00:00Z"
    (page,) = pages_of(feed(tombstone("a", when), entry("a", when)))
    assert [change.state for change in page.changes] == ["deleted"]


def test_what_is_missing_from_a_feed_is_not_deleted():
    (before,) = pages_of(feed(entry("a"), entry("b")))
    (after,) = pages_of(feed(entry("b")))
    assert [change.state for change in before.changes + after.changes] == ["live"] * 3
    assert not after.closed


def test_an_entry_stands_alone_with_what_it_has_from_its_feed():
    inner = '<link href="1.html"/><content type="image/png" src="/a.png"/>'
    document = feed(entry("a", inner=inner), attributes='xml:base="../van-ban/x"')
    found = etree.fromstring(pages_of(document)[0].changes[0].payload)
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "Sở"
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
    assert found.find(f"{ATOM}link").get("href") == "https://so.example/van-ban/1.html"
    assert found.find(f"{ATOM}content").get("src") == "https://so.example/a.png"
    assert found.get(BASE) == "https://so.example/van-ban/"


def test_an_author_of_its_own_stays_the_only_one():
    own = "<author><name>Người viết</name></author>"
    found = etree.fromstring(
        pages_of(feed(entry("a", inner=own)))[0].changes[0].payload
    )
    names = [name.text for name in found.iter(f"{ATOM}name")]
    assert names == ["Người viết"]


def test_the_same_entry_in_the_feed_and_in_an_archive_has_the_same_digest():
    (first, second) = pages_of(
        feed(entry("a"), links=link("prev-archive", "feed?archive=1")),
        feed(entry("b"), entry("a"), head="<author><name>Sở</name></author>"),
    )
    digests = {change.remote_id: change.raw_digest for change in second.changes}
    assert digests["a"] == first.changes[0].raw_digest


def test_older_documents_are_followed_as_far_as_the_window_reaches():
    driver, script = driver_of(
        feed(entry("e", "2026-02-05T00:00:00Z"), links=link("prev-archive", "?3")),
        feed(
            entry("d", "2026-02-04T00:00:00Z"),
            entry("c", "2026-01-03T00:00:00Z"),
            links=link("prev-archive", "?2"),
        ),
        feed(entry("b", "2026-01-02T00:00:00Z"), links=link("prev-archive", "?1")),
        feed(entry("a", "2026-01-01T00:00:00Z")),
    )
    pages = list(driver.pages(Window(datetime(2026, 2, 1, tzinfo=UTC))))
    assert script.urls == [URL, f"{URL}?3", f"{URL}?2"]
    assert [change.remote_id for page in pages for change in page.changes] == list(
        "edcb"
    )
    assert not any(page.warnings for page in pages)


def test_reading_goes_on_at_an_older_document():
    driver, script = driver_of(feed(entry("a")))
    list(driver.pages(Window(), token=f"{URL}?3"))
    assert script.urls == [f"{URL}?3"]


@pytest.mark.parametrize(
    "older",
    [
        "https://other.example/feed?1",
        "http://so.example/feed",
        "//other.example/",
        "file:///etc/passwd",
        "https://so.example:444/",
        "https://user@so.example/",
    ],
)
def test_older_documents_elsewhere_are_not_asked_for(older):
    driver, script = driver_of(feed(entry("a"), links=link("next", older)))
    with pytest.raises(ProtocolFailure, match="another server"):
        list(driver.pages(Window()))
    assert script.urls == [URL]


@pytest.mark.parametrize("older", ["?1", "feed"])
def test_older_documents_that_go_in_circles_are_a_failure(older):
    documents = [
        feed(entry(str(number)), links=link("next", older)) for number in range(9)
    ]
    with pytest.raises(ProtocolFailure):
        pages_of(*documents)


def test_a_feed_that_shows_too_little_says_so():
    since = datetime(2026, 1, 1, tzinfo=UTC)
    (gap,) = pages_of(feed(entry("a")), since=since)
    assert gap.warnings == (("gap", ""),)
    (whole,) = pages_of(feed(entry("a", "2025-12-31T00:00:00Z")), since=since)
    (first,) = pages_of(feed(entry("a")))
    (complete,) = pages_of(feed(entry("a"), head="<fh:complete/>"), since=since)
    assert not whole.warnings + first.warnings + complete.warnings


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (entry("x", "hôm qua"), "bad_datestamp"),
        (entry("x", "2026-02-01T00:00:00"), "bad_datestamp"),
        (tombstone("x", ""), "bad_datestamp"),
    ],
)
def test_one_bad_entry_does_not_end_the_page(bad, code):
    (page,) = pages_of(feed(entry("a"), bad))
    assert [change.remote_id for change in page.changes] == ["a"]
    assert page.unreadable == (("x", code),)


def test_an_entry_without_an_identifier_is_noticed():
    (page,) = pages_of(feed(entry(""), entry("a")))
    assert (len(page.changes), page.warnings) == (1, (("no_identifier", ""),))


def test_a_time_from_the_future_becomes_that_of_the_answer():
    (page,) = pages_of(feed(entry("a", "2099-01-01T00:00:00Z")))
    assert page.changes[0].datestamp == NOW


def test_no_entry_is_asked_for_by_its_name():
    """Each would cost the whole feed."""
    driver, script = driver_of(feed(entry("a")))
    assert not driver.capabilities(driver.identify()).by_name
    with pytest.raises(ProtocolFailure, match="single records"):
        driver.get("a")
    assert script.urls == [URL]


def test_only_a_complete_feed_is_a_closed_inventory():
    for head, closed in (("<fh:complete/>", True), ("", False)):
        (page,) = driver_of(feed(entry("a"), head=head))[0].inventory()
        assert page.closed is closed
        assert page.changes[0].payload is not None


@pytest.mark.parametrize(
    "answer",
    [
        b"<html/>",
        b"<rss/>",
        b"<rss version='2.0'><other/></rss>",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        PeerRefusal("404", status=404),
    ],
)
def test_what_is_no_feed_is_a_failure_of_protocol(answer):
    with pytest.raises(ProtocolFailure):
        pages_of(answer)


def test_a_deleted_entry_is_not_parsed():
    (page,) = pages_of(feed(tombstone("a")))
    with pytest.raises(DataFailure):
        driver_of(feed())[0].parse(page.changes[0])


def test_a_feed_without_a_clock_is_as_old_as_ours():
    script = Script([feed(entry("a"))], "application/atom+xml")
    found = FeedDriver(script, URL).identify().response_date
    assert abs(found - datetime.now(UTC)) < timedelta(minutes=5)


def test_what_was_set_aside_is_looked_for_once_in_all_that_is_shown():
    driver, script = driver_of(
        feed(entry("a"), links=link("prev-archive", "?2")),
        feed(entry("b"), entry("c"), links=link("prev-archive", "?1")),
        feed(entry("d"), links=link("prev-archive", "?0")),
        feed(entry("e")),
    )
    paused = []
    ingest = SimpleNamespace(driver=driver, pause=lambda: paused.append(script.urls[:]))
    found = dict(fetch_by_listing(ingest, ["d", "b", "c"]))
    assert {name: change.remote_id for name, change in found.items()} == {
        "b": "b",
        "c": "c",
        "d": "d",
    }
    assert script.urls == [URL, f"{URL}?2", f"{URL}?1"]
    assert [len(urls) for urls in paused] == [0, 1, 2], "time is proved before each"


def test_what_a_feed_no_longer_shows_is_a_failure_of_that_record():
    driver, _script = driver_of(feed(entry("a")))
    ingest = SimpleNamespace(driver=driver, pause=lambda: None)
    found = dict(fetch_by_listing(ingest, ["a", "z"]))
    assert found["a"].remote_id == "a"
    assert isinstance(found["z"], DataFailure)
