"""Read lists of JSON that a mapping describes.

Such a list says what is there now. What is missing in it was taken back, if the list is
complete: that is what inventories are for. A list of what was taken back, where the mapping
knows one, is read after it.
"""

from collections import Counter
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from sonla.pbgdpl import _
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.exchange.field_types import joined_address
from sonla.pbgdpl.exchange.formats.safe_parsers import read_json
from sonla.pbgdpl.exchange.formats.safe_parsers import UnreadableDocument
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.sync.drivers.base import Capabilities
from sonla.pbgdpl.sync.drivers.base import Client
from sonla.pbgdpl.sync.drivers.base import digest_of
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import page_digest
from sonla.pbgdpl.sync.drivers.base import PageOrder
from sonla.pbgdpl.sync.drivers.base import PageParts
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import UnreadableRecord
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.feed import origin
from sonla.pbgdpl.sync.drivers.payloads import latest
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
MAX_PAGES = 100_000
MAX_DIGITS = 15
"""Of the number of records that a source says it has."""
COUNT = "@"
"""In a token between the number of a page and that of the records before it: a source may
put fewer on a page than it is asked for."""
REMOVALS = "deletions:"
"""Before the token of a page of the list of what was taken back."""


Versions = dict[str, tuple[datetime, str]]
"""Identifier → time and digest, of what a list had so far."""


@dataclass(frozen=True)
class Place:
    """A page of one of the two lists."""

    listing: ListMapping
    record: RecordMapping
    token: str | None
    """None for the first page."""
    removals: bool = False

    def written(self, token: str) -> str:
        """Write the token of another page of the same list."""
        return f"{REMOVALS}{token}" if self.removals else token


@provider(ISourceDriver)
class MappedJsonDriver:
    """Read one source by its mapping."""

    title = _("sync_driver_json", default="JSON over REST, by a mapping")
    order = 30
    readable_formats: Mapping[str, Message] = {}

    def __init__(self, client: Client, base_url: str, mapping: SourceMapping) -> None:
        self.client = client
        self.base_url = base_url
        self.mapping = mapping
        if mapping.listing is None or mapping.record is None:
            raise SettingFailure("the mapping of this source is not for JSON")
        self.listing, self.record = mapping.listing, mapping.record

    @classmethod
    def open(cls, client: Client, source: "Source") -> Self:
        """Return what reads a source; its format names the mapping."""
        mapping = mapping_named(source.metadata_prefix)
        if any(source.sets) and mapping.listing is not None:
            if not mapping.listing.set_parameter:
                raise SettingFailure("the mapping of this source has no sets")
        return cls(client, source.base_url, mapping)

    def identify(self) -> RepositoryInfo:
        """Ask for the first page: such a source says nothing of itself.

        What changed since a time can be asked by the source's clock alone: by ours, changes
        would be missed where theirs is late. A list that is read whole needs no clock.
        """
        _found, now = self._ask(self.listing, self._parameters(Window(), None), None)
        if now is None and self.listing.since_parameter:
            raise SettingFailure("the source tells no time for since_parameter")
        return RepositoryInfo(
            repository_id="",
            base_url=self.base_url,
            granularity=self._granularity,
            deleted_record="persistent" if self.mapping.all_removals_told else "no",
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
            deletions=self.mapping.all_removals_told,
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
            raise ProtocolFailure("the source gives no single records")
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
        parts = PageParts(answer.date or now_utc())
        self._add(parts, self.record, row)
        if [change.remote_id for change in parts.changes] != [remote_id]:
            raise DataFailure("the source sent another record than was asked for")
        return parts.changes[0]

    def parse(self, change: SourceChange) -> Record:
        """Make a record of a live change."""
        return self.parse_noting(change, [])

    def parse_noting(
        self, change: SourceChange, left_out: list[tuple[str, str]]
    ) -> Record:
        """Make a record, and note the fields whose values no record may have."""
        if change.payload is None:
            raise DataFailure("no_content")
        try:
            row = json.loads(change.payload)
        except ValueError:
            raise DataFailure("not JSON") from None
        try:
            return record_of(
                self.mapping, change.remote_id, row, self.base_url, left_out
            )
        except InvalidRecord as error:
            raise classify(error) from error

    # Lists

    def _listed(
        self,
        window: Window,
        token: str | None,
        seen: Collection[str],
        removals: bool,
    ) -> Iterator[SourcePage]:
        order = PageOrder(token, seen)
        versions: Versions = {}
        for _number in range(MAX_PAGES):
            place = self._place(token)
            page = self._page(window, place)
            page = without_namesakes(page, versions, place.record.changed is not None)
            if page.token is None and removals and not place.removals:
                page = replace(page, token=REMOVALS, closed=False)
            order.check(page)
            yield page
            if page.token is None:
                return
            token = page.token
        raise ProtocolFailure(f"the list has more than {MAX_PAGES} pages")

    def _place(self, token: str | None) -> Place:
        removals, removal = self.mapping.removals, self.mapping.removal
        if token is not None and token.startswith(REMOVALS):
            if removals is None or removal is None:
                raise ProtocolFailure("the mapping has no list of deletions any more")
            return Place(removals, removal, token.removeprefix(REMOVALS) or None, True)
        return Place(self.listing, self.record, token)

    def _page(self, window: Window, place: Place) -> SourcePage:
        listing = place.listing
        found, told = self._ask(
            listing, self._parameters(window, place.token, listing), place.token
        )
        now = told or now_utc()
        rows = found_by(listing.records, found, "list.records")
        if not isinstance(rows, list):
            raise ProtocolFailure("the answer has no list where the mapping says")
        if len(rows) > MAX_RECORDS:
            raise ProtocolFailure(f"a page has more than {MAX_RECORDS} records")
        parts = PageParts(now)
        for row in rows:
            parts.listed += 1
            self._add(parts, place.record, row, place.removals)
        if rows and len(parts.warnings) == len(rows) and not parts.changes:
            raise ProtocolFailure("the mapping finds no identifier in any record")
        alike = same_names(parts)
        changes, warnings = latest(parts.changes)
        total = self._total(listing, found)
        following, closed = following_of(place, found, len(rows), total)
        return SourcePage(
            changes=tuple(changes),
            token=place.written(following) if following is not None else None,
            response_date=now,
            digest=page_digest(parts.changes),
            closed=closed,
            declared=None if place.removals else total,
            listed=0 if place.removals else parts.listed,
            warnings=(*parts.warnings, *warnings),
            unreadable=(*parts.unreadable, *alike),
        )

    def _total(self, listing: ListMapping, found: Any) -> int | None:
        if listing.total is None:
            return None
        total = found_by(listing.total, found, "list.total")
        if isinstance(total, str):
            total = parse_int(total, None, MAX_DIGITS)
        if type(total) is not int or not 0 <= total < 10**MAX_DIGITS:
            raise ProtocolFailure(
                "the answer has no number of records where the mapping says"
            )
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
        payload = None if deleted else canonical(row)
        digest = digest_of(payload + self.mapping.digest.encode()) if payload else ""
        return parts.add(
            SourceChange(
                name,
                stamp,
                "deleted" if deleted else "live",
                payload,
                JSON_TYPE,
                (),
                digest,
            )
        )

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
            if origin(url) != origin(self.base_url):
                raise ProtocolFailure("the next page of the list is somewhere else")
        try:
            answer = self.client.request(
                "GET", url, params=parameters, accept=JSON_TYPES
            )
        except PeerRefusal as refusal:
            raise ProtocolFailure(refusal.detail, status=refusal.status) from None
        return json_of(answer.body), answer.date

    def _below(self, path: str) -> str:
        return f"{self.base_url.rstrip('/')}/{path}" if path else self.base_url


def following_of(
    place: Place, found: Any, rows: int, total: int | None
) -> tuple[str | None, bool]:
    """Return what names the next page, and whether the source itself says that there is none."""
    listing = place.listing
    if listing.paging == "none":
        return None, True
    if listing.paging in ("cursor", "link"):
        following = None
        if listing.following is not None:
            following = found_by(listing.following, found, "list.next")
        if isinstance(following, int) and not isinstance(following, bool):
            following = str(following)
        if following in (None, "", False):
            return None, True
        if not isinstance(following, str):
            raise ProtocolFailure("the answer has no next page where the mapping says")
        return following, False
    if not rows:
        return None, False
    here, before = numbers_of(place)
    behind = before + rows
    if total is not None and behind >= total:
        return None, True
    if listing.paging == "offset":
        return str(here + rows), False
    return f"{here + 1}{COUNT}{behind}", False


def numbers_of(place: Place) -> tuple[int, int]:
    """Return which page, or which record, a page begins with, and how many came before."""
    first = place.listing.first_page
    number, _mark, count = (place.token or str(first)).partition(COUNT)
    here = int(number)
    before = here - first if place.listing.paging == "offset" else int(count or 0)
    return here, before


def same_names(parts: PageParts) -> list[UnreadableRecord]:
    """Take out records that bear one identifier and differ; return them as unreadable.

    Nobody knows which of them is meant, and what is here is kept.
    """
    digests = {(one.remote_id, one.raw_digest) for one in parts.changes}
    often = Counter(name for name, _digest in digests)
    alike = {name for name, number in often.items() if number > 1}
    parts.changes[:] = [one for one in parts.changes if one.remote_id not in alike]
    return [UnreadableRecord(name, "same_identifier") for name in sorted(alike)]


def without_namesakes(page: SourcePage, versions: Versions, dated: bool) -> SourcePage:
    """Take out records that a page before has otherwise, as of the same time.

    What was edited in between has another time, where the source tells any, and is taken.
    """
    kept, alike = [], []
    for change in page.changes:
        if change.state == "deleted":
            kept.append(change)
            continue
        version = (change.datestamp, change.raw_digest)
        before = versions.setdefault(change.remote_id, version)
        same_time = not dated or before[0] == change.datestamp
        if before[1] != change.raw_digest and same_time:
            alike.append(UnreadableRecord(change.remote_id, "same_identifier"))
        else:
            kept.append(change)
    if not alike:
        return page
    return replace(page, changes=tuple(kept), unreadable=(*page.unreadable, *alike))


def json_of(body: bytes) -> Any:
    """Read an answer; raise `ProtocolFailure` for what is no JSON."""
    try:
        return read_json(body)
    except UnreadableDocument as error:
        raise ProtocolFailure(str(error)) from None


def found_by(expression: Any, data: Any, place: str) -> Any:
    """Return what an expression finds in an answer; raise `ProtocolFailure`."""
    try:
        return search(expression, data, place)
    except WrongShape as error:
        raise ProtocolFailure(f"the mapping does not fit the answer: {error}") from None


def canonical(row: Any) -> bytes:
    """Write a row: equal content gives equal bytes, however the source orders its keys."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode(
        "utf-8", "replace"
    )


def now_utc() -> datetime:
    """Return the time of our clock, for sources that tell none."""
    return datetime.now(UTC).replace(microsecond=0)
