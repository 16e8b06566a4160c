"""JSON Feed and RSS 1.0, beside what `test_drivers_rss.py` and `test_drivers_feed.py` read."""

from datetime import datetime
from datetime import UTC
from oai_documents import Script
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.feed import FeedDriver
from sonla.pbgdpl.sync.failures import ProtocolFailure

import json
import pytest

URL = "https://so.example/feed.json"
CLOCK = {"date": "Sun, 01 Mar 2026 08:00:00 GMT"}
WHOLE = {
    "id": 7,
    "url": "/tin/7",
    "title": "Phổ biến & giáo dục",
    "summary": "Tóm tắt",
    "content_html": "<p>Nội dung</p>",
    "date_published": "2026-02-01T07:00:00+07:00",
    "date_modified": "2026-02-02T07:00:00+07:00",
    "tags": ["Đất đai", " ", 3, "chữ\x00lạ"],
    "attachments": [
        {"url": "/tep/1.pdf", "mime_type": "application/pdf", "size_in_bytes": 617}
    ],
}


def feed(*items, **head):
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Tin",
            "home_page_url": "https://so.example/",
            "feed_url": URL,
            "language": "vi",
            "authors": [{"name": "Sở Tư pháp"}],
            "items": list(items),
            **head,
        }
    ).encode()


def driver_of(*documents, media_type="application/feed+json", url=URL):
    return FeedDriver(Script(list(documents), media_type, CLOCK), url)


def only_page(*documents):
    (page,) = driver_of(*documents).pages(Window())
    return page


def test_a_feed_says_who_it_is_and_promises_nothing():
    driver = driver_of(feed(WHOLE))
    found = driver.identify()
    assert (found.repository_id, found.name, found.deleted_record) == (URL, "Tin", "no")
    can = driver.capabilities(found)
    assert can.content
    assert (can.incremental, can.deletions, can.complete_inventory) == (False,) * 3


def test_an_item_becomes_a_record_with_all_that_it_has():
    driver = driver_of(feed(WHOLE))
    ((change,),) = [page.changes for page in driver.pages(Window())]
    assert (change.remote_id, change.state) == ("7", "live")
    assert change.datestamp == datetime(2026, 2, 2, tzinfo=UTC)
    record = driver.parse(change)
    assert record.type == "news"
    found = {name: record.get(name) for name in ("title", "description", "body", "url")}
    assert found == {
        "title": "Phổ biến & giáo dục",
        "description": "Tóm tắt",
        "body": "<p>Nội dung</p>",
        "url": "https://so.example/tin/7",
    }
    assert (record["creator"], record["language"]) == ("Sở Tư pháp", "vi")
    assert record["keywords"] == ("Đất đai",)
    assert record["issued"] == datetime(2026, 2, 1, tzinfo=UTC)
    (file,) = record["attachments"]
    assert (file.url, file.size) == ("https://so.example/tep/1.pdf", 617)


def test_plain_text_is_no_markup_and_version_1_has_one_author():
    item = {"id": "a", "content_text": "1 < 2", "author": {"name": "Bản Mòng"}}
    driver = driver_of(
        feed(item, version="https://jsonfeed.org/version/1", authors=None)
    )
    ((change,),) = [page.changes for page in driver.pages(Window())]
    record = driver.parse(change)
    assert record["body"] == "<p>1 &lt; 2</p>"
    assert record["creator"] == "Bản Mòng"


def test_older_pages_are_followed_and_never_elsewhere():
    older = feed({"id": "b", "content_text": "cũ"})
    first = feed({"id": "a", "content_text": "mới"}, next_url="/feed-2.json")
    pages = list(driver_of(first, older).pages(Window()))
    assert [one.remote_id for page in pages for one in page.changes] == ["a", "b"]
    with pytest.raises(ProtocolFailure, match="another server"):
        list(driver_of(feed(WHOLE, next_url="https://kia.example/")).pages(Window()))


@pytest.mark.parametrize("item", [{}, {"id": ""}, {"id": True}, {"id": "two words"}, 5])
def test_an_item_without_an_identifier_leaves_the_others(item):
    page = only_page(feed(item, WHOLE))
    assert [change.remote_id for change in page.changes] == ["7"]
    assert [one.code for one in page.warnings] == ["no_identifier"] * isinstance(
        item, dict
    )


@pytest.mark.parametrize(
    "body",
    [
        b'{"version": "2", "items": []}',
        b'{"title": "1", "title": "2"}',
        b'{"items": [',
        b"{" + b'"a":[' * 40,
    ],
)
def test_what_is_no_feed_is_a_failure_of_protocol(body):
    with pytest.raises(ProtocolFailure):
        only_page(body)


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<channel rdf:about="https://so.example/rss"><title>Tin</title>'
    "<link>https://so.example/</link><dc:language>vi</dc:language>"
    '<items><rdf:Seq><rdf:li rdf:resource="/tin/1"/></rdf:Seq></items></channel>'
    '<item rdf:about="/tin/1"><title>Luật Đất đai</title><link>/tin/1?xem</link>'
    "<description>&lt;p&gt;Tóm tắt&lt;/p&gt;</description>"
    "<dc:creator>Sở Tư pháp</dc:creator><dc:subject>Đất đai</dc:subject>"
    "<dc:date>2026-02-01T07:00:00+07:00</dc:date></item></rdf:RDF>"
).encode()


def test_rss_1_is_read_like_rss_2():
    driver = driver_of(RDF, RDF, media_type="application/rdf+xml")
    found = driver.identify()
    assert (found.repository_id, found.name) == ("https://so.example/", "Tin")
    ((change,),) = [page.changes for page in driver.pages(Window())]
    assert change.remote_id == "https://so.example/tin/1"
    assert change.datestamp == datetime(2026, 2, 1, tzinfo=UTC)
    record = driver.parse(change)
    assert (record["title"], record["language"]) == ("Luật Đất đai", "vi")
    assert record["url"] == "https://so.example/tin/1?xem"
    assert record["creator"] == "Sở Tư pháp"
    assert record["keywords"] == ("Đất đai",)
