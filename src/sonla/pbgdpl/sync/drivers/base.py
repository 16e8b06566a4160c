"""The words in which drivers and the engine speak of a source."""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from enum import StrEnum
from hashlib import sha256
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.sync.http.responses import Answer
from typing import Literal
from typing import NamedTuple
from typing import Protocol
from urllib.parse import urlsplit
from zope.i18nmessageid import Message

DeletedRecord = Literal["no", "transient", "persistent"]
"""What a source does with deletions, in the words of OAI-PMH (2.5.1)."""


class Granularity(StrEnum):
    """Name how finely a source tells times; the values are those of OAI-PMH."""

    DAY = "YYYY-MM-DD"
    SECOND = "YYYY-MM-DDThh:mm:ssZ"

    @property
    def step(self) -> timedelta:
        """One granule."""
        return timedelta(days=1) if self is Granularity.DAY else timedelta(seconds=1)

    def floor(self, moment: datetime) -> datetime:
        """Round down: rounding up would skip what happened in between."""
        if self is Granularity.DAY:
            return moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return moment.replace(microsecond=0)

    def text(self, moment: datetime) -> str:
        """Write a moment in UTC for a request."""
        whole = self.floor(moment.astimezone(UTC))
        return whole.strftime(
            "%Y-%m-%d" if self is Granularity.DAY else "%Y-%m-%dT%H:%M:%SZ"
        )


class SourceChange(NamedTuple):
    """One record as a source lists it; `parse` of the driver makes a record of it.

    A named tuple, since a harvest makes one for every record it skips, too.
    """

    remote_id: str
    datestamp: datetime
    """UTC, in whole seconds; never after the source's own clock."""
    state: Literal["live", "deleted"]
    payload: bytes | None
    """The record as it came (UTF-8); None for deleted ones and in inventories."""
    media_type: str
    sets: tuple[str, ...]
    raw_digest: str
    """SHA-256 in hex of the payload, or of all that is read of it: equal means that nothing
    needs to be parsed."""


@dataclass(frozen=True)
class Capabilities:
    """What a source can do; the engine does nothing that it can't."""

    incremental: bool
    """A window gives everything that changed in it."""
    deletions: bool
    """Every deletion is told, so that inventories are a mere precaution."""
    ordered: bool
    """Records come in the order of their datestamps."""
    complete_inventory: bool
    """What is missing in a full list is gone."""
    content: bool
    """Records have their text, not only their metadata."""
    by_name: bool = False
    """One record can be asked for without reading a list."""
    stable_lists: bool = False
    """What is edited while a list is read moves nothing between its pages."""


@dataclass(frozen=True)
class Window:
    """A span of the source's time, both ends inclusive; None means open."""

    since: datetime | None = None
    until: datetime | None = None
    granularity: Granularity = Granularity.SECOND
    set_spec: str = ""


@dataclass(frozen=True)
class RepositoryInfo:
    """What a source says of itself."""

    repository_id: str
    """Empty if it does not say."""
    base_url: str
    granularity: Granularity
    deleted_record: DeletedRecord
    earliest: datetime | None
    response_date: datetime
    """The source's clock in UTC; it decides about windows, ours does not."""
    name: str = ""
    features: frozenset[str] = frozenset()
    """What a feed was seen to have: `archives`, `complete`, `content`, `tombstones`."""

    def differences(self, other: "RepositoryInfo") -> tuple[str, ...]:
        """Name what must never change by itself but did.

        `earliest` may become later: with many sources it is the lowest datestamp, and a
        record that is edited gets a new one. Earlier would mean that there are records
        behind our cursor.
        """
        names = ("repository_id", "base_url", "granularity", "deleted_record")
        changed = [
            name for name in names if getattr(self, name) != getattr(other, name)
        ]
        if self.earliest and other.earliest and other.earliest < self.earliest:
            changed.append("earliest")
        return tuple(changed)


SOURCE_WARNINGS: dict[str, Message] = {
    "duplicate": _(
        "sync_notice_duplicate",
        default="The record stands in one page several times; the latest was taken.",
    ),
    "clash": _(
        "sync_notice_clash",
        default="The source sent this record in two different versions with the same time, so the time does not tell which is right. The version that the source gives when asked for the record alone was kept, or the one sent last. Compare the text with the original; if it is wrong, tell the operators of the source.",
    ),
    "live_and_deleted": _(
        "sync_notice_live_and_deleted",
        default="The record is live and deleted at the same time; it counts as deleted.",
    ),
    "future": _(
        "sync_notice_future",
        default="The time of the record lies in the future of its source; the time of the answer was taken.",
    ),
    "gap": _(
        "sync_notice_gap",
        default="The feed does not reach back to the last run: changes may have been missed.",
    ),
    "uncompared": _(
        "sync_notice_uncompared",
        default="The source could not list identifiers, so nobody knows whether its pages left something out; the next comparison of everything will tell.",
    ),
    "clock": _(
        "sync_notice_clock",
        default="The clock of the source and ours differ by more than five minutes. Nothing is lost by that, but one of the two should be set right. The page of the exchange tells by how much.",
    ),
    "ours": _(
        "sync_notice_ours",
        default="The record was set aside, but is one of ours that came back. It is not fetched and no longer waits.",
    ),
    "no_identifier": _(
        "sync_notice_no_identifier",
        default="A record without a usable identifier was left out.",
    ),
    "bad_datestamp": _(
        "sync_notice_bad_datestamp", default="The time of the record can't be read."
    ),
    "same_identifier": _(
        "sync_notice_same_identifier",
        default="Several different records bear this identifier, so nobody knows which one is meant. What is here was kept. Correct where the mapping finds the identifier, or tell the operators of the source.",
    ),
    "no_content": _(
        "sync_notice_no_content", default="The record is live but has no content."
    ),
}
"""What is worth a line in the journal although nothing failed."""


class SourceWarning(NamedTuple):
    """One of `SOURCE_WARNINGS` about a record; the identifier may be empty."""

    code: str
    remote_id: str = ""


class UnreadableRecord(NamedTuple):
    """Name a record that could not become a change; it belongs into quarantine."""

    remote_id: str
    code: str


@dataclass(frozen=True)
class SourcePage:
    """What one request gave."""

    changes: tuple[SourceChange, ...]
    """Each identifier once."""
    token: str | None
    """How to go on; None at the end. A hint: the source may forget it."""
    response_date: datetime
    expires: datetime | None = None
    digest: str = ""
    """Of the content: the same one again means that the source goes in circles."""
    closed: bool = False
    """The source itself says that this is the end."""
    declared: int | None = None
    """How many records the source says that the whole list has."""
    listed: int = 0
    """How many it listed here, doubled and unreadable ones included."""
    warnings: tuple[SourceWarning, ...] = ()
    unreadable: tuple[UnreadableRecord, ...] = ()


class Client(Protocol):
    """Ask over HTTP, as `sync.http.client.OutboundClient` does."""

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        accept: Collection[str] = (),
    ) -> Answer:
        """Return the answer or raise a failure."""


class Driver(Protocol):
    """Read a source. Every method raises failures of `sync.failures` and no others.

    Iterators ask for a page only when the next one is wanted, so nothing is held
    between two pages.
    """

    def identify(self) -> RepositoryInfo:
        """Ask the source who it is; also the probe of a half-open breaker."""

    def capabilities(self, info: RepositoryInfo) -> Capabilities:
        """Return what the source can do, by what it said of itself."""

    def pages(
        self, window: Window, token: str | None = None, seen: Collection[str] = ()
    ) -> Iterator[SourcePage]:
        """Yield the changes of a window; `seen` are digests of its earlier pages."""

    def inventory(
        self,
        token: str | None = None,
        window: Window | None = None,
        seen: Collection[str] = (),
    ) -> Iterator[SourcePage]:
        """Yield identifiers and datestamps; payloads where no record is had by name."""

    def get(self, remote_id: str) -> SourceChange | None:
        """Return one record; None if the source does not show it, which deletes nothing.

        Only of sources that can (`Capabilities.by_name`).
        """

    def parse(self, change: SourceChange) -> Record:
        """Make a record of a live change."""


def digest_of(payload: bytes) -> str:
    """Return the raw digest of a payload."""
    return sha256(payload).hexdigest()


def clock_of(answer: Answer) -> datetime:
    """Return the time of the source when it answered; ours where it told none."""
    return answer.date or now_utc()


def now_utc() -> datetime:
    """Return the time of our clock, for sources that tell none."""
    return datetime.now(UTC).replace(microsecond=0)


def is_beside(url: str, base_url: str) -> bool:
    """Return whether two addresses have scheme, host and port in common, as they are written."""
    try:
        first, second = urlsplit(url), urlsplit(base_url)
    except ValueError:
        return False
    return (first.scheme, first.netloc.lower()) == (
        second.scheme,
        second.netloc.lower(),
    )
