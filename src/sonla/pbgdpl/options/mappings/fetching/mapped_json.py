"""Read lists of JSON that a mapping describes.

Such a list says what is there now. What is missing in it was taken back, if the list is
complete: that is what inventories are for. A list of what was taken back, where the mapping
knows one, is read after it.
"""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from functools import partial
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import MAPPINGS
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.exchange.field_types import joined_address
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.options.mappings.fetching.mapped_pages import COUNT
from sonla.pbgdpl.options.mappings.fetching.mapped_pages import following_of
from sonla.pbgdpl.options.mappings.fetching.mapped_pages import Place
from sonla.pbgdpl.options.mappings.fetching.mapped_pages import REMOVALS
from sonla.pbgdpl.sync.answers import found_by
from sonla.pbgdpl.sync.answers import json_of
from sonla.pbgdpl.sync.drivers.base import Capabilities
from sonla.pbgdpl.sync.drivers.base import Client
from sonla.pbgdpl.sync.drivers.base import clock_of
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import is_beside
from sonla.pbgdpl.sync.drivers.base import now_utc
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.list_pages import followed
from sonla.pbgdpl.sync.drivers.list_pages import PageParts
from sonla.pbgdpl.sync.drivers.payloads import mapped_digest
from sonla.pbgdpl.sync.drivers.payloads import page_of
from sonla.pbgdpl.sync.drivers.payloads import parsed
from sonla.pbgdpl.sync.drivers.payloads import same_names
from sonla.pbgdpl.sync.drivers.payloads import Versions
from sonla.pbgdpl.sync.drivers.payloads import without_namesakes
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.mapping.definition import ListMapping
from sonla.pbgdpl.sync.mapping.definition import RecordMapping
from sonla.pbgdpl.sync.mapping.definition import SourceMapping
from sonla.pbgdpl.sync.mapping.stored import mapping_named
from sonla.pbgdpl.sync.mapping.values import identifier
from sonla.pbgdpl.sync.mapping.values import is_true
from sonla.pbgdpl.sync.mapping.values import moment
from sonla.pbgdpl.sync.mapping.values import record_of
from sonla.pbgdpl.sync.mapping.values import search
from sonla.pbgdpl.sync.mapping.values import WrongShape
from sonla.pbgdpl.sync.mapping.values import zone_of
from sonla.pbgdpl.sync.messages import ELSEWHERE
from sonla.pbgdpl.sync.messages import NO_SINGLE_RECORDS
from sonla.pbgdpl.sync.messages import not_found
from sonla.pbgdpl.sync.messages import OTHER_PROTOCOL
from sonla.pbgdpl.sync.messages import OTHER_RECORD
from sonla.pbgdpl.sync.messages import TOO_LONG
from typing import Any
from typing import Self
from typing import TYPE_CHECKING
from urllib.parse import quote
from zope.i18nmessageid import Message
from zope.interface import provider

import json

if TYPE_CHECKING:
    from sonla.pbgdpl.sync.sources import Source

JSON_TYPE = "application/json"
JSON_TYPES = (JSON_TYPE,)
"""One alone: plone.restapi answers to no list of types."""
MAX_RECORDS = 10_000
"""Records of one page."""
MAX_DIGITS = 15
"""Of the number of records that a source says it has."""


@provider(ISourceDriver)
class MappedJsonDriver:
    """Read one source by its mapping."""

    title = _("sync_driver_json", default="JSON over REST, by a mapping")
    order = 30
    readable_formats: Mapping[str, Message] = {}
    belongs_to = MAPPINGS

    def __init__(self, client: Client, base_url: str, mapping: SourceMapping) -> None:
        self.client = client
        self.base_url = base_url
        self.mapping = mapping
        if mapping.listing is None or mapping.record is None:
            raise SettingFailure(Message(OTHER_PROTOCOL, mapping={"protocol": "JSON"}))
        self.listing, self.record = mapping.listing, mapping.record

    @classmethod
    def open(cls, client: Client, source: "Source") -> Self:
        """Return what reads a source; its format names the mapping."""
        mapping = mapping_named(source.metadata_prefix)
        if any(source.sets) and mapping.listing is not None:
            if not mapping.listing.set_parameter:
                raise SettingFailure(
                    _(
                        "detail_mapping_no_sets",
                        default="The mapping of this source knows no sets. Leave the sets in its settings empty.",
                    )
                )
        return cls(client, source.base_url, mapping)

    def identify(self) -> RepositoryInfo:
        """Ask for the first page: such a source says nothing of itself.

        What changed since a time can be asked by the source's clock alone: by ours, changes
        would be missed where theirs is late. A list that is read whole needs no clock.
        """
        _found, now = self._ask(self.listing, self._parameters(Window(), None), None)
        if now is None and self.listing.since_parameter:
            raise SettingFailure(
                _(
                    "detail_mapping_no_clock",
                    default="The source does not say what time it is (header “Date”), so what changed since a time can't be asked without missing something. Take “since_parameter” out of the mapping: the list is then read whole each time.",
                )
            )
        return RepositoryInfo(
            repository_id="",
            base_url=self.base_url,
            granularity=self._granularity,
            deleted_record="persistent" if self.mapping.all_removals_reported else "no",
            earliest=None,
            response_date=now or now_utc(),
            name=self.mapping.title,
        )

    @property
    def _granularity(self) -> Granularity:
        by_day = self.listing.since_parameter and self.listing.moments == "day"
        return Granularity.DAY if by_day else Granularity.SECOND

    def capabilities(self, info: RepositoryInfo) -> Capabilities:
        """Return what the mapping knows how to ask for.

        Pages of a list move when rows come or go, whatever the paging is called.
        """
        return Capabilities(
            incremental=bool(self.listing.since_parameter),
            deletions=self.mapping.all_removals_reported,
            ordered=False,
            complete_inventory=True,
            content="body" in self.mapping.fields
            or self.mapping.text_address is not None,
            by_name=bool(self.mapping.detail_path),
        )

    def pages(
        self, window: Window, token: str | None = None, seen: Collection[str] = ()
    ) -> Iterator[SourcePage]:
        """Yield the records of a list, then what was taken back."""
        return self._listed(window, token, seen, self.mapping.removals is not None)

    def inventory(
        self,
        token: str | None = None,
        window: Window | None = None,
        seen: Collection[str] = (),
    ) -> Iterator[SourcePage]:
        """Yield the list again, with the content of its records.

        Of a source that says how many there are, the number must be the same on each page.
        """
        totals: set[int | None] = set()
        for page in self._listed(window or Window(), token, seen, removals=False):
            totals.add(page.declared)
            moved = len(totals) > 1
            yield replace(page, declared=-1, closed=False) if moved else page

    def get(self, remote_id: str) -> SourceChange | None:
        """Return one record; None if the source answers that there is none (404, 410)."""
        if not self.mapping.detail_path:
            raise ProtocolFailure(NO_SINGLE_RECORDS)
        path = self.mapping.detail_path.replace("{id}", quote(remote_id, safe=""))
        try:
            answer = self.client.request("GET", self._below(path), accept=JSON_TYPES)
        except PeerRefusal as refusal:
            if refusal.status in (404, 410):
                return None
            raise ProtocolFailure(refusal.detail, status=refusal.status) from None
        row = json_of(answer.body)
        if self.mapping.detail_record is not None:
            row = found_by(self.mapping.detail_record, row, "detail.record")
        parts = PageParts(clock_of(answer))
        self._add(parts, self.record, row)
        if [change.remote_id for change in parts.changes] != [remote_id]:
            raise DataFailure(OTHER_RECORD)
        return parts.changes[0]

    def parse(
        self, change: SourceChange, left_out: list[Message] | None = None
    ) -> Record:
        """Make a record of a live change; `left_out` gets fields whose values no record may have."""
        return parsed(
            change,
            lambda payload: record_of(
                self.mapping,
                change.remote_id,
                json_of(payload),
                self.base_url,
                left_out,
            ),
        )

    # Lists

    def _listed(
        self,
        window: Window,
        token: str | None,
        seen: Collection[str],
        removals: bool,
    ) -> Iterator[SourcePage]:
        versions: Versions = {}

        def read_page(current: str | None) -> SourcePage:
            place = self._place(current)
            page = self._page(window, place)
            page = without_namesakes(page, versions, place.record.changed is not None)
            if page.token is None and removals and not place.removals:
                return replace(page, token=REMOVALS, closed=False)
            return page

        return followed(read_page, token, seen)

    def _place(self, token: str | None) -> Place:
        removals, removal = self.mapping.removals, self.mapping.removal
        if token is not None and token.startswith(REMOVALS):
            if removals is None or removal is None:
                raise ProtocolFailure(
                    _(
                        "detail_mapping_no_deletions",
                        default="The mapping has no list of deletions any more.",
                    )
                )
            return Place(removals, removal, token.removeprefix(REMOVALS) or None, True)
        return Place(self.listing, self.record, token)

    def _page(self, window: Window, place: Place) -> SourcePage:
        listing = place.listing
        found, answered_at = self._ask(
            listing, self._parameters(window, place.token, listing), place.token
        )
        now = answered_at or now_utc()
        rows = found_by(listing.records, found, "list.records")
        if not isinstance(rows, list):
            table = "deletions" if place.removals else "list"
            raise ProtocolFailure(not_found(f"{table}.records"))
        if len(rows) > MAX_RECORDS:
            raise ProtocolFailure(TOO_LONG)
        parts = PageParts(now)
        for row in rows:
            parts.listed += 1
            self._add(parts, place.record, row, place.removals)
        if rows and len(parts.warnings) == len(rows) and not parts.changes:
            raise ProtocolFailure(
                _(
                    "detail_mapping_no_identifier",
                    default="The mapping finds no identifier in any record. Nothing was read; correct “id” on the page “Mappings”.",
                )
            )
        parts.unreadable += same_names(parts)
        total = self._total(listing, found)
        following, closed = following_of(place, found, len(rows), total)
        if place.removals:
            total, parts.listed = None, 0
        token = place.written(following) if following is not None else None
        return page_of(parts, token, closed=closed, declared=total)

    def _total(self, listing: ListMapping, found: Any) -> int | None:
        if listing.total is None:
            return None
        total = found_by(listing.total, found, "list.total")
        if isinstance(total, str):
            total = parse_int(total, None, MAX_DIGITS)
        if type(total) is not int or not 0 <= total < 10**MAX_DIGITS:
            raise ProtocolFailure(not_found("list.total"))
        return total

    def _add(
        self, parts: PageParts, record: RecordMapping, row: Any, removals: bool = False
    ) -> None:
        """Add a row as a change."""
        name = identifier(record.identifier, row)
        if not name:
            return parts.refuse("", "no_identifier")
        try:
            stamp = self._stamp(record, row, parts.response_date)
            deleted = is_true(record.deleted, row)
        except WrongShape:
            return parts.refuse(name, "bad_datestamp")
        if stamp is None:
            return parts.refuse(name, "bad_datestamp")
        if removals and record.deleted is None:
            deleted = True
        elif removals and not deleted:
            return None  # it is in the other list
        if deleted:
            return parts.put(name, stamp, None, JSON_TYPE)
        payload, changed = canonical(row), stamp if record.changed is not None else None
        load = partial(record_of, self.mapping, name, row, self.base_url)
        digest = mapped_digest(payload, self.mapping.digest, load, changed)
        return parts.put(name, stamp, payload, JSON_TYPE, digest)

    def _stamp(self, record: RecordMapping, row: Any, now: datetime) -> datetime | None:
        """Return when a record changed; the time of the answer where nothing tells."""
        if record.changed is None:
            return now
        return moment(search(record.changed, row, "changed"), self.mapping.dates)

    # Requests

    def _parameters(
        self, window: Window, token: str | None, listing: ListMapping | None = None
    ) -> dict[str, str]:
        listing = listing or self.listing
        found = dict(listing.parameters)
        if listing.size_parameter and listing.size:
            found[listing.size_parameter] = str(listing.size)
        if window.set_spec and listing.set_parameter:
            found[listing.set_parameter] = window.set_spec
        for name, at in (
            (listing.since_parameter, window.since),
            (listing.until_parameter, window.until),
        ):
            if name and at is not None:
                found[name] = self._moment(at, listing.moments)
        if listing.paging in ("page", "offset"):
            number = (token or str(listing.first_page)).partition(COUNT)[0]
            found[listing.page_parameter] = number
        elif listing.paging == "cursor" and token is not None:
            found[listing.page_parameter] = token
        return found

    def _moment(self, at: datetime, form: str) -> str:
        if form == "day":
            return at.astimezone(zone_of(self.mapping.dates)).date().isoformat()
        if form == "moment":
            return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        seconds = int(at.timestamp())
        return str(seconds if form == "seconds" else seconds * 1000)

    def _ask(
        self, listing: ListMapping, parameters: dict[str, str], token: str | None
    ) -> tuple[Any, datetime | None]:
        """Return the JSON of a page, and the source's clock if it tells it."""
        url = self._below(listing.path)
        if listing.paging == "link" and token is not None:
            url, parameters = joined_address(url, token), {}
            if not is_beside(url, self.base_url):
                raise ProtocolFailure(ELSEWHERE)
        try:
            answer = self.client.request(
                "GET", url, params=parameters, accept=JSON_TYPES
            )
        except PeerRefusal as refusal:
            raise ProtocolFailure(refusal.detail, status=refusal.status) from None
        return json_of(answer.body), answer.date

    def _below(self, path: str) -> str:
        return f"{self.base_url.rstrip('/')}/{path}" if path else self.base_url


def canonical(row: Any) -> bytes:
    """Write a row: equal content gives equal bytes, however the source orders its keys."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode(
        "utf-8", "replace"
    )
