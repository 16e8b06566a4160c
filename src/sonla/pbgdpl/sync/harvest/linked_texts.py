"""Fetch the texts of records that only lead to them, between two transactions.

Dublin Core describes a text and has none. Its page is asked for if its host is among the
allowed ones, as everything; without it the record is a description with a link.
"""

from collections.abc import Iterator
from dataclasses import replace
from lxml import etree
from lxml import html
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import LinkedText
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.sanitizing import sanitise
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import TargetRefused
from sonla.pbgdpl.sync.harvest.files import has_files
from sonla.pbgdpl.sync.harvest.files import MAX_BYTES
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.http.responses import Answer
from sonla.pbgdpl.sync.http.responses import PAGES

import re

USUAL_ELEMENTS = (
    "//*[@id='content-core']",
    "//article",
    "//main",
    "//*[@role='main']",
    "//*[@id='content']",
    "//body",
)
"""Where pages have their text, the narrowest first."""
MAX_PAGE = 8 * 1024 * 1024
"""Bytes of a page: its tree takes thirty times the room, which files don't."""
AROUND = "nav|header|footer|aside|form|script|style|noscript|template|button|dialog"
_AROUND = etree.XPath(f".//*[re:test(local-name(), '^({AROUND})$')]", namespaces={
    "re": "http://exslt.org/regular-expressions"
})  # fmt: skip
_CHARSET = re.compile(r"charset=[\"']?([\w.-]+)", re.I)


def goes_alone(record: Record) -> bool:
    """Return whether more has to be fetched for a record, which takes time and memory."""
    return record.linked_text is not None or has_files(record)


def with_text(
    staged: StagedChange, client: OutboundClient, had_text: bool
) -> StagedChange:
    """Add the text that a record leads to, or the file if it is no page.

    What can't be had now fails, and is tried again; what is refused for good leaves the
    description alone, unless there was a text before, which must not get lost like that.
    """
    record, place = staged.given, staged.given.linked_text
    if place is None or record.get("body"):
        return staged
    try:
        answer = client.request("GET", place.url, max_bytes=MAX_BYTES)
    except LocalFailure:
        raise
    except (TargetRefused, PeerRefusal):
        if had_text:
            failure: Failure = DataFailure(
                _(
                    "detail_text_gone",
                    default="The text is not at its address any more. The one that is here was kept.",
                )
            )
            return replace(staged, failure=failure)
        return staged
    except ProtocolFailure:  # led elsewhere, or too large
        return staged
    except Failure as failure:
        return replace(staged, failure=failure)
    whole = completed(record, place, answer)
    return replace(
        staged,
        record=whole,
        content_hash=content_hash(whole),
        hashes=field_hashes(whole),
    )


def completed(record: Record, place: LinkedText, answer: Answer) -> Record:
    """Return the record with the text of a page, or with a file beside its others."""
    if answer.media_type in PAGES:
        found = text_in(answer, place) if len(answer.body) <= MAX_PAGE else ""
        return sanitise(record.changed(body=found)) if found else record
    file = FileReference(
        place.url.rstrip("/").rpartition("/")[2][:255],
        answer.media_type,
        len(answer.body),
        "",
        place.url,
    )
    return record.changed(attachments=(*record.get("attachments", ()), file))


def text_in(answer: Answer, place: LinkedText) -> str:
    """Return the markup of the text in a page; empty where there is none."""
    charset = _CHARSET.search(answer.headers.get("content-type", ""))
    parser = html.HTMLParser(encoding=charset.group(1) if charset else None)
    try:
        page = html.document_fromstring(answer.body, parser=parser, base_url=place.url)
    except (etree.ParserError, LookupError, ValueError):
        return ""
    page.make_links_absolute(place.url, handle_failures="ignore")
    for element in found_in(page, place.element):
        for around in _AROUND(element):
            around.drop_tree()
        if element.text_content().strip():
            return "".join(inner(element)).strip()
    return ""


def found_in(page: html.HtmlElement, element: str) -> Iterator[html.HtmlElement]:
    """Yield the elements that may have the text, in the order in which they are tried."""
    for path in (element,) if element else USUAL_ELEMENTS:
        found = page.xpath(path)
        yield from (one for one in found if isinstance(one, html.HtmlElement))


def inner(element: html.HtmlElement) -> Iterator[str]:
    """Yield the markup inside of an element."""
    yield element.text or ""
    for child in element:
        yield html.tostring(child, encoding="unicode")
