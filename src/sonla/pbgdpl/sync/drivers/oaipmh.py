"""Read a source by OAI-PMH 2.0 (openarchives.org, 2002-06-14, with errata of 2015).

The driver is strict where content could be lost or invented, and tolerant where the
implementations in use are known to be sloppy: an empty token element that is left out,
protocol errors with a status of 4xx, times with fractions.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.drivers.base import Capabilities
from sonla.pbgdpl.sync.drivers.base import Client
from sonla.pbgdpl.sync.drivers.base import DeletedRecord
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo
from sonla.pbgdpl.sync.drivers.base import SOURCE_WARNINGS
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.list_pages import followed
from sonla.pbgdpl.sync.drivers.list_pages import PageParts
from sonla.pbgdpl.sync.drivers.oai_responses import Envelope
from sonla.pbgdpl.sync.drivers.oai_responses import envelope_of
from sonla.pbgdpl.sync.drivers.oai_responses import NoSets
from sonla.pbgdpl.sync.drivers.oai_responses import NothingFound
from sonla.pbgdpl.sync.drivers.oai_responses import NS
from sonla.pbgdpl.sync.drivers.oai_responses import read_record
from sonla.pbgdpl.sync.drivers.oai_responses import TAG
from sonla.pbgdpl.sync.drivers.oai_responses import UnknownIdentifier
from sonla.pbgdpl.sync.drivers.payloads import latest
from sonla.pbgdpl.sync.drivers.payloads import mapped_digest
from sonla.pbgdpl.sync.drivers.payloads import page_of
from sonla.pbgdpl.sync.drivers.payloads import parsed_xml
from sonla.pbgdpl.sync.drivers.xml import XML_TYPES
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.mapping.definition import SourceMapping
from sonla.pbgdpl.sync.mapping.stored import mapping_named
from sonla.pbgdpl.sync.mapping.values import record_of
from sonla.pbgdpl.sync.mapping.values import tree_of
from sonla.pbgdpl.sync.messages import ENDLESS
from sonla.pbgdpl.sync.messages import NO_OAI
from sonla.pbgdpl.sync.messages import OTHER_PROTOCOL
from sonla.pbgdpl.sync.messages import OTHER_RECORD
from sonla.pbgdpl.sync.messages import TOO_LONG
from sonla.pbgdpl.sync.record_headers import identifier_of
from sonla.pbgdpl.sync.record_headers import moment_of
from typing import Self
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message
from zope.interface import provider

import time

if TYPE_CHECKING:
    from sonla.pbgdpl.sync.sources import Source

IDENTIFIER_NS = "{http://www.openarchives.org/OAI/2.0/oai-identifier}"
PREFIX = "pbgdpl"
"""The format that carries everything; others carry metadata alone."""
MAX_RECORDS = 10_000
"""Records of one page."""
MAX_SET_PAGES = 100
SETS_WITHIN = 15.0
"""Seconds for the whole list of sets, which people wait for."""

POLICIES: dict[str, DeletedRecord] = {
    "no": "no",
    "transient": "transient",
    "persistent": "persistent",
}
"""What a source may say that it does with deletions (2.5.1)."""


@provider(ISourceDriver)
class OaiPmhDriver:
    """Read one source in one format."""

    title = _("sync_driver_oaipmh", default="OAI-PMH 2.0")
    order = 10
    readable_formats = {PREFIX: _("sync_format_pbgdpl", default="pbgdpl (whole texts)")}
    """Those that can be read without a mapping."""

    def __init__(
        self,
        client: Client,
        base_url: str,
        metadata_prefix: str = PREFIX,
        *,
        mapping: SourceMapping | None = None,
        max_records: int = MAX_RECORDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.client = client
        self.base_url = base_url
        self.mapping = mapping
        self.metadata_prefix = mapping.prefix if mapping else metadata_prefix or PREFIX
        self.max_records = max_records
        self.clock = clock

    @classmethod
    def open(cls, client: Client, source: "Source") -> Self:
        """Return what reads a source."""
        if source.metadata_prefix == PREFIX:
            return cls(client, source.base_url)
        mapping = mapping_named(source.metadata_prefix)
        if mapping.reads != "xml":
            raise SettingFailure(
                Message(OTHER_PROTOCOL, mapping={"protocol": "OAI-PMH"})
            )
        return cls(client, source.base_url, mapping=mapping)

    def identify(self) -> RepositoryInfo:
        """Ask the source who it is (4.2)."""
        envelope = self._ask("Identify")
        facts = {
            str(child.tag).removeprefix(NS): (child.text or "").strip()
            for child in envelope.element
        }
        if facts.get("protocolVersion", "2.0") != "2.0":
            raise ProtocolFailure(NO_OAI)
        try:
            granularity = Granularity(facts.get("granularity", ""))
        except ValueError:
            raise ProtocolFailure(NO_OAI) from None
        policy = POLICIES.get(facts.get("deletedRecord", ""))
        if policy is None:
            raise ProtocolFailure(NO_OAI)
        found = envelope.element.find(f".//{IDENTIFIER_NS}repositoryIdentifier")
        return RepositoryInfo(
            repository_id=plain(found.text or "") if found is not None else "",
            base_url=plain(facts.get("baseURL", "")),
            granularity=granularity,
            deleted_record=policy,
            earliest=moment_of(facts.get("earliestDatestamp")),
            response_date=envelope.response_date,
            name=plain(facts.get("repositoryName", "")),
        )

    def capabilities(self, info: RepositoryInfo) -> Capabilities:
        """Return what the source can do.

        `transient` promises nothing, so only `persistent` counts as knowing deletions;
        an inventory finds the rest. The protocol promises no order, nor does a token
        tell whether it names a place or counts records.
        """
        return Capabilities(
            incremental=True,
            deletions=info.deleted_record == "persistent",
            ordered=False,
            complete_inventory=True,
            content=self._has_content,
            by_name=True,
        )

    @property
    def _has_content(self) -> bool:
        if self.mapping is None:
            return self.metadata_prefix == PREFIX
        return "body" in self.mapping.fields or self.mapping.text_address is not None

    def pages(
        self, window: Window, token: str | None = None, seen: Collection[str] = ()
    ) -> Iterator[SourcePage]:
        """Yield the records of a window, page by page (`ListRecords`, 4.5)."""
        return self._listed("ListRecords", window, token, seen)

    def inventory(
        self,
        token: str | None = None,
        window: Window | None = None,
        seen: Collection[str] = (),
    ) -> Iterator[SourcePage]:
        """Yield the identifiers of everything, or of a window (`ListIdentifiers`, 4.3)."""
        return self._listed("ListIdentifiers", window or Window(), token, seen)

    def get(self, remote_id: str) -> SourceChange | None:
        """Return one record (`GetRecord`, 4.1); None if the source has none of that name."""
        try:
            envelope = self._ask(
                "GetRecord", identifier=remote_id, metadataPrefix=self.metadata_prefix
            )
        except UnknownIdentifier:
            return None
        parts = self._parts("GetRecord", envelope)
        if parts.unreadable:
            raise DataFailure(SOURCE_WARNINGS[parts.unreadable[0].code])
        changes, _notices = latest(parts.changes)
        if [change.remote_id for change in changes] != [remote_id]:
            raise ProtocolFailure(OTHER_RECORD)
        return changes[0]

    def formats(self) -> tuple[str, ...]:
        """List the formats that records are offered in (`ListMetadataFormats`, 4.4)."""
        element = self._ask("ListMetadataFormats").element
        found = (
            plain(one.findtext(f"{NS}metadataPrefix") or "", 60)
            for one in element.findall(f"{NS}metadataFormat")
        )
        return tuple(dict.fromkeys(filter(None, found)))[: self.max_records]

    def sets(self) -> dict[str, str]:
        """Return the names of the sets by their spec (`ListSets`, 4.6); empty without sets."""
        found: dict[str, str] = {}
        arguments: dict[str, str] = {}
        tokens: set[str] = set()
        deadline = self.clock() + SETS_WITHIN
        for _number in range(MAX_SET_PAGES):
            try:
                element = self._ask("ListSets", **arguments).element
            except NoSets:
                return found
            for one in element.findall(f"{NS}set"):
                spec = identifier_of(one.findtext(f"{NS}setSpec"))
                if spec:
                    found[spec] = plain(one.findtext(f"{NS}setName") or "")
            token = (element.findtext(TAG["resumptionToken"]) or "").strip()
            if not token:
                return found
            if token in tokens or len(found) > self.max_records:
                break
            if self.clock() > deadline:
                break
            tokens.add(token)
            arguments = {"resumptionToken": token}
        raise ProtocolFailure(ENDLESS)

    def parse(
        self, change: SourceChange, left_out: list[Message] | None = None
    ) -> Record:
        """Make a record of a live change; raise `DataFailure` if that can't be done.

        `left_out` gets fields whose values no record may have.
        """
        mapping = self.mapping
        if mapping is not None:
            return parsed_xml(
                change,
                lambda element: record_of(
                    mapping, change.remote_id, tree_of(element), self.base_url, left_out
                ),
            )
        if self.metadata_prefix != PREFIX:
            raise DataFailure(
                _(
                    "detail_format",
                    default="Records in the format ${format} can't be read.",
                    mapping={"format": self.metadata_prefix},
                )
            )
        return parsed_xml(change, pbgdpl_xml.load)

    def _listed(
        self, verb: str, window: Window, token: str | None, seen: Collection[str]
    ) -> Iterator[SourcePage]:
        def read_page(current: str | None) -> SourcePage:
            page = self._page(verb, window, current)
            # An answer that is the whole list has no token element (3.5).
            whole = current is None and page.token is None
            return replace(page, closed=True) if whole else page

        return followed(read_page, token, seen)

    def _page(self, verb: str, window: Window, token: str | None) -> SourcePage:
        arguments = (
            self._arguments(window) if token is None else {"resumptionToken": token}
        )
        try:
            envelope = self._ask(verb, **arguments)
        except NothingFound as nothing:
            return SourcePage((), None, nothing.response_date, closed=True, declared=0)
        parts = self._parts(verb, envelope)
        mark = envelope.element.find(TAG["resumptionToken"])
        if mark is None:
            return page_of(parts, None, closed=False)
        following = (mark.text or "").strip()
        return page_of(
            parts,
            following or None,
            closed=not following,
            declared=_number(mark.get("completeListSize")),
            expires=moment_of(mark.get("expirationDate")),
        )

    def _arguments(self, window: Window) -> dict[str, str]:
        arguments = {"metadataPrefix": self.metadata_prefix}
        if window.since is not None:
            arguments["from"] = window.granularity.text(window.since)
        if window.until is not None:
            arguments["until"] = window.granularity.text(window.until)
        if window.set_spec:
            arguments["set"] = window.set_spec
        return arguments

    def _parts(self, verb: str, envelope: Envelope) -> PageParts:
        """Read the records or headers of an answer."""
        parts = PageParts(envelope.response_date)
        wanted = TAG["header" if verb == "ListIdentifiers" else "record"]
        for element in envelope.element:
            if element.tag != wanted:
                continue
            parts.listed += 1
            if parts.listed > self.max_records:
                raise ProtocolFailure(TOO_LONG)
            if verb == "ListIdentifiers":
                read_record(parts, element, None, with_payload=False)
            else:
                read_record(parts, element.find(TAG["header"]), element)
        if self.mapping is not None:
            parts.changes[:] = [self._with_mapping(one) for one in parts.changes]
        return parts

    def _with_mapping(self, change: SourceChange) -> SourceChange:
        """Let the digest tell what the mapping makes of a record."""
        assert self.mapping is not None
        if change.payload is None:
            return change
        load, known = partial(self.parse, change), self.mapping.digest
        digest = mapped_digest(change.payload, known, load, change.datestamp)
        return change._replace(raw_digest=digest)

    def _ask(self, verb: str, **arguments: str) -> Envelope:
        """Send a request and give the element of its verb, or raise its error."""
        try:
            answer = self.client.request(
                "GET",
                self.base_url,
                params={"verb": verb, **arguments},
                accept=XML_TYPES,
            )
        except PeerRefusal as refusal:
            if refusal.media_type in XML_TYPES:
                return envelope_of(verb, refusal.body)
            raise ProtocolFailure(refusal.detail, status=refusal.status) from None
        return envelope_of(verb, answer.body)


def _number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
