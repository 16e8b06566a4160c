"""Drivers of ours, and the one that the documents build, keep the rules of all drivers."""

from handbook_pages import blocks
from handbook_pages import PAGES
from oai_documents import error
from oai_documents import identify
from oai_documents import listed
from oai_documents import record
from sonla.pbgdpl.sync.drivers.conformance import DriverConformance
from sonla.pbgdpl.sync.drivers.conformance import NOW
from sonla.pbgdpl.sync.drivers.conformance import PAGE_SIZE
from sonla.pbgdpl.sync.drivers.conformance import RECORDS
from sonla.pbgdpl.sync.drivers.conformance import Reply
from sonla.pbgdpl.sync.drivers.feed import FeedDriver
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.sources import Source
from urllib.parse import parse_qs
from urllib.parse import urlsplit
from xml.sax.saxutils import escape
from zope.interface import provider

import pytest

URL = "https://btp.example/oai"
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
