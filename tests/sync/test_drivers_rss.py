from datetime import datetime
from datetime import UTC
from lxml import etree
from oai_documents import Script
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.feed import FeedDriver

import pytest

URL = "https://so.example/rss.aspx"
CLOCK = {"date": "Sun, 01 Mar 2026 08:00:00 GMT"}
ATOM = "{http://www.w3.org/2005/Atom}"
WHOLE = """
<title>Phổ biến &amp; giáo dục</title>
<link>/tin/1</link>
<guid isPermaLink="false">tin-1</guid>
<pubDate>Sun, 01 Feb 2026 07:00:00 +0700</pubDate>
<description>&lt;p&gt;Tóm tắt&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Nội dung</p>]]></content:encoded>
<dc:creator>Sở Tư pháp</dc:creator>
<category>Đất đai</category><category> </category>
<enclosure url="/tep/1.pdf" type="application/pdf" length="617"/>
"""


def rss(*items, head=""):
    inner = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">'
        "<channel><title>Tin</title><link>https://so.example/</link>"
        f"<language>vi</language>{head}{inner}</channel></rss>"
    ).encode()


def driver_of(*documents):
    return FeedDriver(Script(list(documents), "application/rss+xml", CLOCK), URL)


def changes_of(*items, since=None):
    (page,) = driver_of(rss(*items)).pages(Window(since))
    return page.changes


def entry_of(item):
    return etree.fromstring(changes_of(item)[0].payload)


def test_a_feed_says_who_it_is_and_promises_nothing():
    driver = driver_of(rss(WHOLE))
    found = driver.identify()
    assert (found.repository_id, found.name) == ("https://so.example/", "Tin")
    assert found.deleted_record == "no"
    capabilities = driver.capabilities(found)
    assert capabilities.content
    assert not capabilities.incremental
    assert not capabilities.deletions
    assert not capabilities.complete_inventory


def test_an_item_becomes_an_entry_with_all_that_it_has():
    (change,) = changes_of(WHOLE)
    assert (change.remote_id, change.state) == ("tin-1", "live")
    assert change.datestamp == datetime(2026, 2, 1, tzinfo=UTC)
    found = etree.fromstring(change.payload)
    texts = {
        name: found.findtext(f"{ATOM}{name}")
        for name in ("id", "title", "summary", "content", "published", "updated")
    }
    assert texts == {
        "id": "tin-1",
        "title": "Phổ biến & giáo dục",
        "summary": "<p>Tóm tắt</p>",
        "content": "<p>Nội dung</p>",
        "published": "2026-02-01T00:00:00+00:00",
        "updated": "2026-02-01T00:00:00+00:00",
    }
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "Sở Tư pháp"
    assert [one.get("term") for one in found.iter(f"{ATOM}category")] == ["Đất đai"]
    assert [dict(one.attrib) for one in found.iter(f"{ATOM}link")] == [
        {"rel": "alternate", "href": "https://so.example/tin/1"},
        {
            "rel": "enclosure",
            "href": "https://so.example/tep/1.pdf",
            "type": "application/pdf",
            "length": "617",
        },
    ]
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"


def test_a_title_in_rss_may_be_markup_and_is_marked_so():
    found = entry_of("<title>&lt;b&gt;Luật&lt;/b&gt;</title><guid>a</guid>")
    assert found.find(f"{ATOM}title").get("type") == "html"


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("<guid>a</guid><link>https://so.example/b</link>", "a"),
        ("<link>https://so.example/b</link>", "https://so.example/b"),
        ("<link>/b</link>", "https://so.example/b"),
        ("<guid>  a  </guid>", "a"),
    ],
)
def test_an_item_is_known_by_its_guid_else_by_its_link(item, name):
    assert changes_of(item)[0].remote_id == name


@pytest.mark.parametrize("item", ["<title>Tin</title>", "<guid>two words</guid>"])
def test_an_item_without_either_is_noticed(item):
    (page,) = driver_of(rss(item, WHOLE)).pages(Window())
    assert [warning.code for warning in page.warnings] == ["no_identifier"]
    assert [change.remote_id for change in page.changes] == ["tin-1"]


@pytest.mark.parametrize(
    "date",
    [
        "<pubDate>Sun, 01 Feb 2026 07:00:00 +0700</pubDate>",
        "<dc:date>2026-02-01T07:00:00+07:00</dc:date>",
        "<atom:updated>2026-02-01T00:00:00Z</atom:updated>"
        "<pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate>",
        "<pubDate>hôm qua</pubDate><dc:date>2026-02-01</dc:date>",
    ],
)
def test_the_date_is_the_first_that_can_be_read(date):
    (found,) = changes_of(f"<guid>a</guid>{date}")
    assert found.datestamp == datetime(2026, 2, 1, tzinfo=UTC)


def test_items_without_a_date_are_as_old_as_the_answer_and_leave_no_gap():
    since = datetime(2026, 1, 1, tzinfo=UTC)
    (page,) = driver_of(rss("<guid>a</guid>")).pages(Window(since))
    assert page.changes[0].datestamp == page.response_date
    assert page.warnings == ()


def test_an_edit_that_keeps_the_date_is_seen_by_the_digest():
    before, after = (
        changes_of(WHOLE.replace("Nội dung", text), since=datetime.now(UTC))[0]
        for text in ("Cũ", "Mới")
    )
    assert before.datestamp == after.datestamp
    assert before.raw_digest != after.raw_digest
    assert (
        before.raw_digest == changes_of(WHOLE.replace("Nội dung", "Cũ"))[0].raw_digest
    )


def test_older_pages_are_followed_in_rss_too():
    older = '<atom:link rel="next" href="?page=2"/>'
    pages = list(
        driver_of(rss(WHOLE, head=older), rss("<guid>b</guid>")).pages(Window())
    )
    assert [change.remote_id for page in pages for change in page.changes] == [
        "tin-1",
        "b",
    ]
