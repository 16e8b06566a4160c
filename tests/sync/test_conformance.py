"""Drivers of ours, and the one that the documents build, keep the rules of all drivers."""

from handbook_pages import blocks
from handbook_pages import PAGES
from oai_documents import error
from oai_documents import identify
from oai_documents import listed
from oai_documents import record
from sonla.pbgdpl.options.mappings.fetching.mapped_json import MappedJsonDriver
from sonla.pbgdpl.options.mappings.sending.conformance import SendingConformance
from sonla.pbgdpl.options.mappings.sending.conformance import URL as SENT_TO
from sonla.pbgdpl.options.mappings.shipped import PAGED_LIST
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sonla.pbgdpl.sync.drivers.conformance import DriverConformance
from sonla.pbgdpl.sync.drivers.conformance import NOW
from sonla.pbgdpl.sync.drivers.conformance import PAGE_SIZE
from sonla.pbgdpl.sync.drivers.conformance import RECORDS
from sonla.pbgdpl.sync.drivers.conformance import Reply
from sonla.pbgdpl.sync.drivers.feed import FeedDriver
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from sonla.pbgdpl.sync.sources import Source
from sonla.referenceserver.inbound import PATH
from sonla.referenceserver.messages import Request
from sonla.referenceserver.settings import Settings
from sonla.referenceserver.state import State
from urllib.parse import parse_qs
from urllib.parse import urlsplit
from xml.sax.saxutils import escape
from zope.interface import provider

import json
import pytest

URL = "https://btp.example/oai"
JSON = "application/json"
(PAGE,) = (page for page in PAGES if page.name == "writing-a-driver.rst")
WRITTEN: dict = {}
for _language, _code in blocks(PAGE):
    if _language == "python":
        exec(_code, WRITTEN)


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class TestWrittenDriver(WRITTEN["TestNoticeDriver"]):
    """The driver of the documents, as it stands there."""


class TestOaiPmh(DriverConformance):
    """OAI-PMH, with tombstones and tokens that count."""

    driver = OaiPmhDriver
    source = Source("btp", "Bộ Tư pháp (mẫu)", "oaipmh", URL)

    def answer(self, records, url, params):
        return Reply(self.document(records, params), "text/xml")

    def document(self, records, params):
        verb, shown = params["verb"], [self.shown(one) for one in records]
        if verb == "Identify":
            return identify()
        if verb == "GetRecord":
            for one, text in zip(records, shown, strict=True):
                if params["identifier"] == f"oai:btp.example:{one.name}":
                    return listed(text, verb=verb)
            return error("idDoesNotExist")
        since = params.get("from", "")
        parts = [
            self.shown(one, verb) for one in records if stamp(one.changed) >= since
        ]
        start = int(params.get("resumptionToken", 0))
        end = start + PAGE_SIZE
        token = str(end) if end < len(parts) else ""
        return listed(*parts[start:end], token=token, verb=verb)

    def shown(self, one, verb="ListRecords"):
        name, title = f"oai:btp.example:{one.name}", "" if one.deleted else one.title
        text = record(name, stamp(one.changed), title, one.deleted)
        text = text.replace("<title>", f"<identifier>{name}</identifier><title>")
        if verb == "ListIdentifiers":
            return text[text.index("<header") : text.index("</header>")] + "</header>"
        return text


class TestFeed(DriverConformance):
    """Atom with archives (RFC 5005) and tombstones (RFC 6721)."""

    driver = FeedDriver
    source = Source("so", "Sở (mẫu)", "feed", "https://so.example/atom.xml")

    def answer(self, records, url, params):
        newest = sorted(records, key=lambda one: one.changed, reverse=True)
        start = int(parse_qs(urlsplit(url).query).get("start", ["0"])[0])
        end = start + PAGE_SIZE
        older = f'<link rel="prev-archive" href="?start={end}"/>' * (end < len(newest))
        archive = (
            '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>'
            if start
            else ""
        )
        text = (
            '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:so</id><title>Sở</title>'
            f"<updated>{stamp(NOW)}</updated>{archive}{older}"
            f"{''.join(self.entry(one) for one in newest[start:end])}</feed>"
        )
        return Reply(text.encode(), "application/atom+xml")

    def entry(self, one):
        if one.deleted:
            return (
                '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" '
                f'ref="urn:{one.name}" when="{stamp(one.changed)}"/>'
            )
        return (
            f"<entry><id>urn:{one.name}</id><title>{escape(one.title)}</title>"
            f"<updated>{stamp(one.changed)}</updated><content>Nội dung</content></entry>"
        )


LISTED = PAGED_LIST.text().replace(
    'id = "x_ma_ban_ghi || id"',
    'id = "id"\ndeleted = "da_go"\nall_deletions_reported = true',
)


class TestMappedJson(DriverConformance):
    """A list over REST with its deletions, and each record by its name."""

    driver = MappedJsonDriver
    source = Source("so", "Sở", "mapped-json", URL, metadata_prefix="thu")
    mapping = read_mapping(f'{LISTED}\n[detail]\npath = "{{id}}"\n')

    def opened(self, client=None):
        return MappedJsonDriver(client or self.client(), URL, self.mapping)

    def answer(self, records, url, params):
        rows = {one.name: self.row(one) for one in records}
        if url != URL:
            row = rows.get(url.removeprefix(f"{URL}/"))
            return Reply(json.dumps(row).encode(), JSON, 200 if row else 404)
        start = (int(params["page"]) - 1) * PAGE_SIZE
        found = {
            "data": list(rows.values())[start : start + PAGE_SIZE],
            "pagination": {"total_elements": len(rows)},
        }
        return Reply(json.dumps(found).encode(), JSON)

    def row(self, one):
        return {
            "id": one.name,
            "tieu_de": one.title,
            "ngay_cap_nhat": one.changed.isoformat(),
            "da_go": one.deleted,
        }


class Inbound:
    """The inbound of a reference server, asked without a network."""

    def __init__(self):
        self.state = State(Settings(records=1), URL)

    def answer(self, method, url, headers, body):
        sent = {name.lower(): value for name, value in headers.items()}
        target = PATH + url.removeprefix(SENT_TO)
        answer = self.state.inbound.answer(Request(method, target, sent, body))
        return Reply(answer.body, answer.media_type, answer.status)

    def titles(self):
        held = self.state.push.resources.values()
        return [one.document["tieu_de"] for one in held if not one.deleted]


class TestSendingInBatches(SendingConformance):
    """Batches, with one request for each change."""

    mapping = REST_BATCH.text().replace("batch = 50", "batch = 2")

    def partner(self):
        return Inbound()

    def test_a_request_that_is_repeated_doubles_nothing(self):
        self.check()

    def check(self):
        super().test_a_request_that_is_repeated_doubles_nothing()


class TestSendingOneByOne(TestSendingInBatches):
    """A record a request."""

    mapping = (
        REST_BATCH.text()
        .replace("batch = 50\n", "")
        .replace('records = "ban_ghi"\n', "")
    )


class TestWithoutKeys(TestSendingInBatches):
    """The rules can be broken: a partner that knows no keys has records twice."""

    mapping = TestSendingInBatches.mapping.replace(
        "[send]", '[send]\nkey_header = "X-Nobody-Reads"'
    )

    def test_a_request_that_is_repeated_doubles_nothing(self):
        with pytest.raises(AssertionError):
            self.check()

    def test_all_arrives_under_any_schedule_of_faults(self):
        with pytest.raises(AssertionError):
            super().test_all_arrives_under_any_schedule_of_faults()


@provider(ISourceDriver)
class Careless(OaiPmhDriver):
    """End a list quietly where it breaks off: the fault that costs records."""

    def pages(self, window, token=None, seen=()):
        try:
            yield from super().pages(window, token, seen)
        except Exception:
            return


class TestTheRules(TestOaiPmh):
    """The rules can be broken: a driver that takes a fault for the end fails them."""

    driver = Careless

    def test_a_fault_is_told_and_never_taken_for_the_end(self):
        with pytest.raises(AssertionError):
            super().test_a_fault_is_told_and_never_taken_for_the_end()

    def test_all_is_read_under_any_schedule_of_faults(self):
        with pytest.raises(AssertionError):
            super().test_all_is_read_under_any_schedule_of_faults()


def test_the_sample_is_worth_reading():
    assert len(RECORDS) > 2 * PAGE_SIZE
