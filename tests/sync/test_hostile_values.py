"""One value that was made to harm, anywhere in an answer: its record is lost at most.

Whatever stands in the place of a value, reading fails by a class that is known, if at all,
and soon; the record beside it comes, unless the value is none of a record.
"""

from copy import deepcopy
from oai_documents import Script
from sonla.pbgdpl.exchange.sanitizing import sanitise
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.options.mappings.fetching.mapped_json import MappedJsonDriver
from sonla.pbgdpl.options.mappings.reconciliation.partner_list import read_page
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import MappedEndpoint
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import NEW
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sonla.pbgdpl.sync.deliveries import SentRecord
from sonla.pbgdpl.sync.deliveries import SentRequest
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.feed import FeedDriver
from sonla.pbgdpl.sync.drivers.list_pages import MAX_EMPTY_PAGES
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.http.responses import Answer
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from sonla.pbgdpl.sync.outbox.endpoint import receipt_of

import json
import pytest

URL = "https://so.example/api/tin"
CLOCK = {"date": "Sun, 01 Mar 2026 08:00:00 GMT"}
INFINITE = "__1e999__"
"""Stands for a number that JSON writes and no program can hold."""
HARMFUL = {
    "half of a sign": "a\ud800b",
    "control characters": "a\x00\x1b[31m\r\nX-Header: 1",
    "broken address": "http://[x",
    "broken path": "//[",
    "step up": "..",
    "long text": "x" * 100_000,
    "many digits": "9" * 5_000,
    "large number": 10**4_000,
    "endless number": INFINITE,
    "fraction": -0.5,
    "late time": "9999-12-31T23:59:59-12:00",
    "truth": True,
    "nothing": None,
    "list": [["a"], {}],
    "table": {"url": "http://[x", "name": "../../x\r\n", "size": -1, "code": "\ud800"},
}
MAPPING = """
title = "Thử"
[list]
records = "data"
paging = "{paging}"
page_parameter = "c"
next = "next"
total = "total"
[record]
id = "id"
changed = "at"
deleted = "gone"
type = "kind"
[detail]
path = "{{id}}"
[fields]
title = "t"
body = "html"
url = "link"
issued = "at"
keywords = "tags"
legal_documents = "laws"
attachments = "files"
media = "files[0]"
subjects = "fields"
[text]
address = "text"
"""


def record(name):
    return {
        "id": name,
        "t": f"Tin {name}",
        "at": "2026-02-01T00:00:00Z",
        "gone": False,
        "kind": "news",
        "html": f"<p>Nội dung <a href='/x'>{name}</a></p>",
        "link": f"/tin/{name}",
        "tags": ["đất đai"],
        "laws": [{"number": "31/2024/QH15", "url": "/luat"}],
        "files": [{"url": "/tep/1.pdf", "name": "tệp.pdf", "size": 5}],
        "fields": [{"code": "dat-dai", "title": "Đất đai"}],
        "text": "/tin/van-ban",
    }


LIST = {"data": [record("1"), record("2")], "total": 2, "next": None}
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Tin",
    "home_page_url": "https://so.example/",
    "feed_url": URL,
    "next_url": None,
    "authors": [{"name": "Sở"}],
    "items": [
        {
            "id": name,
            "url": f"/tin/{name}",
            "title": f"Tin {name}",
            "content_html": "<p>Nội dung <img src='/a.png'></p>",
            "date_published": "2026-02-01T07:00:00+07:00",
            "date_modified": "2026-02-01T07:00:00+07:00",
            "tags": ["Đất đai"],
            "language": "vi",
            "attachments": [
                {"url": "/a.pdf", "mime_type": "application/pdf", "size_in_bytes": 5}
            ],
        }
        for name in ("1", "2")
    ],
}


def places(tree, path=()):
    """Yield where values stand, tables and lists among them."""
    if path:
        yield path
    if isinstance(tree, dict | list):
        keys = tree if isinstance(tree, dict) else range(len(tree))
        for key in keys:
            yield from places(tree[key], (*path, key))


def with_value(tree, path, value):
    found = deepcopy(tree)
    *before, last = path
    at = found
    for key in before:
        at = at[key]
    at[last] = value
    return found


def written(tree):
    return json.dumps(tree).replace(f'"{INFINITE}"', "1e999").encode()


def read(driver):
    """Read as the engine does; return the records that came."""
    records = {}
    for page in driver.pages(Window()):
        for change in page.changes:
            if change.state == "live":
                try:
                    records[change.remote_id] = sanitise(driver.parse(change))
                except Failure as failure:
                    assert not isinstance(failure, Bug)
    return records


def json_driver(body, paging="cursor"):
    mapping = read_mapping(MAPPING.format(paging=paging))
    return MappedJsonDriver(Script([body], "application/json", CLOCK), URL, mapping)


def feed_driver(body):
    kind = "application/feed+json" if body[:1] == b"{" else "application/rss+xml"
    return FeedDriver(Script([body], kind, CLOCK), URL)


def is_of_first(path):
    return path[:2] in (("data", 0), ("items", 0))


@pytest.mark.parametrize("harm", HARMFUL)
@pytest.mark.parametrize(
    ("whole", "open_driver"),
    [
        (LIST, json_driver),
        (LIST, lambda body: json_driver(body, "link")),
        (FEED, feed_driver),
    ],
    ids=["mapped JSON", "mapped JSON by links", "JSON Feed"],
)
def test_a_value_costs_its_record_at_most(whole, open_driver, harm):
    assert set(read(open_driver(written(whole)))) == {"1", "2"}
    for path in places(whole):
        body = written(with_value(whole, path, HARMFUL[harm]))
        try:
            found = read(open_driver(body))
        except Failure as failure:
            assert not isinstance(failure, Bug)
            assert not is_of_first(path), f"{path}: {failure}"
        else:
            assert not is_of_first(path) or "2" in found, path


RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Tin</title><link>https://so.example/</link>
<atom:link rel="next" href="{next}"/>
<item><guid>{guid}</guid><title>Tin 1</title><link>{link}</link>
<pubDate>{date}</pubDate><description>Nội dung</description>
<enclosure url="{file}" length="{length}" type="application/pdf"/></item>
<item><guid>2</guid><title>Tin 2</title><link>/2</link></item></channel></rss>"""
VALUES = {
    "next": "",
    "guid": "1",
    "link": "/1",
    "date": "Sun, 01 Feb 2026 08:00:00 GMT",
    "file": "/1.pdf",
    "length": "5",
}
TEXTS = [
    harm
    for harm, value in HARMFUL.items()
    if isinstance(value, str) and value.isprintable() and "\ud800" not in value
]


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("harm", TEXTS)
def test_a_value_of_a_feed_costs_its_item_at_most(name, harm):
    body = RSS.format(**VALUES | {name: HARMFUL[harm]}).encode()
    try:
        found = read(feed_driver(body))
    except Failure as failure:
        assert not isinstance(failure, Bug)
        assert name == "next"
    else:
        assert "2" in found


@pytest.mark.parametrize("harm", HARMFUL)
def test_a_partner_s_list_that_is_none_is_refused(harm):
    whole = {
        "records": [{"identifier": "oai:x:1", "digest": "00", "deleted": False}],
        "next": None,
        "total": 1,
    }
    for path in places(whole):
        body = written(with_value(whole, path, HARMFUL[harm]))
        try:
            page = read_page(Script([body], "application/json"), URL, None)
        except ProtocolFailure:
            continue
        shown = json.dumps([*page.records, page.token, page.total], ensure_ascii=False)
        assert len(shown.encode()) < 10_000


RECEIPTS = {
    "data": [
        {"ma_ban_ghi": f"oai:x:{one}", "id": one, "trang_thai": "DA_NHAN", "ma_loi": ""}
        for one in (1, 2)
    ],
    "error": {"code": "x", "message": "y"},
}
SENT = tuple(
    SentRecord(str(one), 1, f"oai:x:{one}", f"oai:x:{one}", "00", gone=False)
    for one in (1, 2)
)


@pytest.mark.parametrize("harm", HARMFUL)
@pytest.mark.parametrize("is_list", [True, False])
def test_a_receipt_that_is_none_is_refused(harm, is_list):
    """What is read of it can be written down, and sent back in an address."""
    endpoint = MappedEndpoint(None, URL, read_mapping(REST_BATCH.text()).sending)
    records = SENT if is_list else SENT[:1]
    request = SentRequest("k", "p", NEW, "POST", URL, b"", is_list, records)
    for path in places(RECEIPTS):
        body = written(with_value(RECEIPTS, path, HARMFUL[harm]))
        refusal = PeerRefusal("no", status=422, body=body)
        found = [endpoint.refused(request, refusal)]
        try:
            found += endpoint.receipts(request, body).values()
        except ProtocolFailure:
            pass
        for receipt in found:
            assert receipt.words.isprintable()
            assert endpoint.address("{remote_id}", "x", receipt.remote_id).isascii()


class Endless:
    """Answer with one empty page after the other, each with a name of its own."""

    asked = 0

    def request(self, method, url, **options):
        """Return the next page."""
        self.asked += 1
        body = {"data": [], "next": f"trang-{self.asked}", "total": 5}
        return Script([json.dumps(body).encode()], "application/json", CLOCK).request(
            method, url
        )


@pytest.mark.parametrize("paging", ["cursor", "link"])
def test_empty_pages_without_end_are_left(paging):
    client = Endless()
    driver = MappedJsonDriver(client, URL, read_mapping(MAPPING.format(paging=paging)))
    with pytest.raises(ProtocolFailure, match="does not end"):
        list(driver.pages(Window()))
    assert client.asked == MAX_EMPTY_PAGES + 1


def test_lists_in_lists_are_not_read_at_all():
    body = b'{"data": [' + b",".join([b"[]"] * 1_000_000) + b"]}"
    with pytest.raises(ProtocolFailure, match="more than 500000 parts"):
        list(json_driver(body).pages(Window()))


def test_elements_without_end_are_not_read_at_all():
    body = b"<rss><channel>" + b"<a/>" * 3_000_000 + b"</channel></rss>"
    with pytest.raises(ProtocolFailure, match="more than 500000 parts"):
        list(feed_driver(body).pages(Window()))


ENTRY = "<entry><id>{}</id><updated>2026-02-01T00:00:00Z</updated></entry>"


def atom_driver(attributes="", people=""):
    entries = "".join(ENTRY.format(f"urn:{one}") for one in range(2_000))
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"{attributes}>{people}{entries}</feed>'
    return FeedDriver(Script([feed.encode()], "application/atom+xml", CLOCK), URL)


def test_what_holds_for_a_whole_feed_is_not_multiplied():
    """Each entry gets it: a megabyte would become thousands, and take hours."""
    people = "<author><name>a</name></author>" * 40_000
    (page,) = atom_driver(people=people).pages(Window())
    assert max(len(one.payload) for one in page.changes) < 10_000
    spaces = "".join(f' xmlns:n{one}="urn:{one}"' for one in range(20_000))
    with pytest.raises(ProtocolFailure, match="far longer"):
        list(atom_driver(spaces).pages(Window()))
    author = {"name": "x" * 1_000_000}
    items = [{**FEED["items"][0], "id": str(one)} for one in range(100)]
    body = written({**FEED, "authors": [author], "items": items})
    with pytest.raises(ProtocolFailure, match="far longer"):
        list(feed_driver(body).pages(Window()))


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ("abc", True),
        ('"a b"', False),
        ('"a\r\n b"', False),
        ('"á"', False),
        (f'"{"x" * 5000}"', False),
    ],
)
def test_a_tag_that_no_header_can_carry_is_none(tag, kept):
    """It would go back in a header of the next request, and stop all sending."""
    assert receipt_of(Answer(200, URL, {"etag": tag})).etag == (tag if kept else "")
