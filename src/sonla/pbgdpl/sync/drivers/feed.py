"""Read a source that offers nothing but a feed: Atom (RFC 4287), RSS 1.0 or 2.0, JSON Feed.

A feed is a list of what is new, not of what is there. So it is never asked for a span
of time, nothing that is missing from it counts as deleted, and only what it says itself
(tombstones of RFC 6721) withdraws anything. Older pages are followed where a feed has
them (RFC 5005), but only at the address of the feed itself.

lxml reads it, not a feed library: those repair what is broken, clean HTML by rules of
their own and drop what they don't know, while we need the entry as it was sent, its
tombstones, and the limits of `drivers.xml`.
"""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.formats import atom
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.sync.drivers.base import Capabilities
from sonla.pbgdpl.sync.drivers.base import Client
from sonla.pbgdpl.sync.drivers.base import clock_of
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import is_beside
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import SourceWarning
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.feed_documents import ATOM_TYPE
from sonla.pbgdpl.sync.drivers.feed_documents import FeedDocument
from sonla.pbgdpl.sync.drivers.feed_documents import read_atom
from sonla.pbgdpl.sync.drivers.feed_documents import read_rss
from sonla.pbgdpl.sync.drivers.json_feed import JSON_FEED_TYPES
from sonla.pbgdpl.sync.drivers.json_feed import read_json_feed
from sonla.pbgdpl.sync.drivers.list_pages import followed
from sonla.pbgdpl.sync.drivers.payloads import latest
from sonla.pbgdpl.sync.drivers.payloads import page_of
from sonla.pbgdpl.sync.drivers.payloads import parsed_xml
from sonla.pbgdpl.sync.drivers.xml import parse_xml
from sonla.pbgdpl.sync.drivers.xml import XML_TYPES
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.messages import ELSEWHERE
from sonla.pbgdpl.sync.messages import NO_SINGLE_RECORDS
from sonla.pbgdpl.sync.messages import TOO_LONG
from typing import Self
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message
from zope.interface import provider

if TYPE_CHECKING:
    from sonla.pbgdpl.sync.sources import Source

FEED_TYPES = (
    ATOM_TYPE,
    "application/rss+xml",
    "application/rdf+xml",
    *XML_TYPES,
    *JSON_FEED_TYPES,
)
MAX_ENTRIES = 10_000


@provider(ISourceDriver)
class FeedDriver:
    """Read one feed; the token of a page is the address of the next older document."""

    title = _(
        "sync_driver_feed", default="Feed: Atom, RSS or JSON Feed (knows no deletions)"
    )
    order = 20
    readable_formats: Mapping[str, Message] = {}

    def __init__(self, client: Client, base_url: str) -> None:
        self.client = client
        self.base_url = base_url

    @classmethod
    def open(cls, client: Client, source: "Source") -> Self:
        """Return what reads a source."""
        return cls(client, source.base_url)

    def identify(self) -> RepositoryInfo:
        """Read the feed to see who it is and what it has."""
        document = self._read(self.base_url)
        return RepositoryInfo(
            repository_id=document.identifier,
            base_url=self.base_url,
            granularity=Granularity.SECOND,
            deleted_record="transient" if document.is_atom else "no",
            earliest=None,
            response_date=document.parts.response_date,
            name=document.title,
            features=document.features,
        )

    def capabilities(self, info: RepositoryInfo) -> Capabilities:
        """Return what the feed can do.

        Changes can't be missed if it has archives or is complete. Only a feed that calls
        itself complete (RFC 5005, 2) is an inventory. Older pages are documents that
        don't change (RFC 5005, 4).
        """
        features = info.features
        return Capabilities(
            incremental=bool(features & {"archives", "complete"}),
            deletions=False,
            ordered=False,
            complete_inventory="complete" in features,
            content="content" in features,
            stable_lists=True,
        )

    def pages(
        self, window: Window, token: str | None = None, seen: Collection[str] = ()
    ) -> Iterator[SourcePage]:
        """Yield the feed, then its older documents as far as the window reaches.

        Entries are not filtered by the window: RSS keeps the date of the first
        publication when an item is edited, and what is equal changes nothing.
        """
        return followed(
            lambda url: read_page(self._read(url or self.base_url), window.since),
            token or self.base_url,
            seen,
        )

    def inventory(
        self,
        token: str | None = None,
        window: Window | None = None,
        seen: Collection[str] = (),
    ) -> Iterator[SourcePage]:
        """Yield the whole feed; closed only if it is complete.

        With the content of its entries, since there is no other way to ask for them.
        """
        return self.pages(Window(), token, seen)

    def get(self, remote_id: str) -> SourceChange | None:
        """Refuse: each entry would cost the whole feed, with all that is older."""
        raise ProtocolFailure(NO_SINGLE_RECORDS)

    def parse(self, change: SourceChange) -> Record:
        """Make a record of a live change; items of RSS were made entries of Atom."""
        return parsed_xml(change, atom.load)

    def _read(self, url: str) -> FeedDocument:
        if not is_beside(url, self.base_url):
            raise ProtocolFailure(ELSEWHERE)
        try:
            answer = self.client.request("GET", url, accept=FEED_TYPES)
        except PeerRefusal as refusal:
            raise ProtocolFailure(refusal.detail, status=refusal.status) from None
        document = document_of(answer.body, url, clock_of(answer))
        if document is None:
            raise ProtocolFailure(
                _(
                    "detail_no_feed",
                    default="What stands at the address is no feed: neither Atom nor RSS nor JSON Feed.",
                )
            )
        if document.parts.listed > MAX_ENTRIES:
            raise ProtocolFailure(TOO_LONG)
        return document


def document_of(body: bytes, url: str, now: datetime) -> FeedDocument | None:
    """Read a document in whichever format it is; None for one that is no feed."""
    if body.lstrip()[:1] == b"{":
        return read_json_feed(body, url, now)
    root = parse_xml(body, base_url=url)
    return read_atom(root, now) or read_rss(root, now)


def read_page(document: FeedDocument, since: datetime | None) -> SourcePage:
    """Make a page of a document; `since` is where the last run ended.

    Older documents are followed until one has nothing newer than that; not merely
    something older, because an old entry may stand in a new document.
    """
    parts = document.parts
    stamps = [change.datestamp for change in latest(parts.changes)[0]]
    complete = "complete" in document.features
    passed = since is not None and bool(stamps) and max(stamps) < since
    token = None if passed or complete else document.older
    if since is not None and is_gap(document, stamps, since):
        parts.warnings.append(SourceWarning("gap"))
    return page_of(parts, token, closed=complete)


def is_gap(document: FeedDocument, stamps: list[datetime], since: datetime) -> bool:
    """Return whether a feed that shows only its newest entries no longer shows `since`.

    Without any date in the feed nobody can tell.
    """
    if document.older is not None or document.features & {"archives", "complete"}:
        return False
    return bool(stamps) and since <= min(stamps) < document.parts.response_date
