"""Decide what to ask a source for, and what counts as done: the cursor rules.

Pure functions over values; the engine stores them together with the content. The
*cursor* says that everything up to it is applied or in quarantine, and alone counts for
correctness. A `Reading` is the window that is being read: its checkpoint and token only
save work. All times are in the source's clock and UTC; ours is never used.

The numbers in brackets are the rules of the exchange profile, section 1.5.
"""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from sonla.pbgdpl.sync.drivers.base import Change
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import Identity
from sonla.pbgdpl.sync.drivers.base import Page
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.failures import BadResumptionToken
from sonla.pbgdpl.sync.failures import ProtocolFailure

OVERLAP = timedelta(minutes=10)
LAG = timedelta(seconds=60)
SKEW_WARNING = timedelta(minutes=5)
SKEW_SUSPICIOUS = timedelta(days=1)
MAX_PAGES = 100_000
"""Pages of one window; a source that has more goes in circles."""


def next_window(
    cursor: datetime | None,
    response_date: datetime,
    granularity: Granularity,
    set_spec: str = "",
    *,
    overlap: timedelta = OVERLAP,
    lag: timedelta = LAG,
) -> Window | None:
    """Give the window after a cursor, or from the beginning without one.

    It overlaps the last one and ends a little before the source's present, because
    what is stamped first may be stored later [2, 3]. Both ends are rounded down. None
    means that there is nothing to ask for yet, or that the source's clock went back.
    """
    until = granularity.floor(response_date - lag)
    if cursor is None:
        return Window(None, until, granularity, set_spec)
    if until < granularity.floor(cursor):
        return None
    since = granularity.floor(cursor - max(granularity.step, overlap))
    return Window(since, until, granularity, set_spec)


def full_window(
    identity: Identity, response_date: datetime, set_spec: str = ""
) -> Window:
    """Give the window of a full harvest, which never resets identities [10]."""
    until = identity.granularity.floor(response_date - LAG)
    since = identity.earliest
    if since is not None and since > until:
        since = None
    return Window(since, until, identity.granularity, set_spec)


@dataclass(frozen=True)
class Reading:
    """Hold a window that is being read; a value that can be stored as it is."""

    window: Window
    checkpoint: datetime | None = None
    """Everything of the window before it is applied, if the source keeps its order."""
    ordered: bool = True
    """No record came after a later one so far."""
    token: str | None = None
    token_expires: datetime | None = None
    token_refused: bool = False
    """The source did not know its token once in this window."""
    restarted: bool = False
    """Reading went on from a checkpoint, trusting the order."""
    pages: int = 0
    digests: tuple[str, ...] = ()
    """Of the pages since the last start."""


def begin(window: Window) -> Reading:
    """Start reading a window."""
    return Reading(window)


def page_applied(reading: Reading, page: Page, max_pages: int = MAX_PAGES) -> Reading:
    """Give the reading after everything of a page was applied or set aside.

    A checkpoint stands only while datestamps don't decrease; the first that does
    ends that for the whole window [4]. Raises `ProtocolFailure` for a page that was
    there before.
    """
    if page.digest and page.digest in reading.digests:
        raise ProtocolFailure("the source sent the same page again")
    if reading.pages + 1 > max_pages:
        raise ProtocolFailure(f"the list has more than {max_pages} pages")
    checkpoint = _ordered_end(reading, page) if reading.ordered else None
    return replace(
        reading,
        checkpoint=checkpoint,
        ordered=checkpoint is not None or (reading.ordered and not page.changes),
        token=page.token,
        token_expires=page.expires,
        pages=reading.pages + 1,
        digests=(*reading.digests, page.digest) if page.digest else reading.digests,
    )


def _ordered_end(reading: Reading, page: Page) -> datetime | None:
    """Give the last datestamp; None at the first that is smaller than the one before.

    It is kept inside the window: a source that ignores `from` or `until` must not move
    us beyond what was asked for.
    """
    last = reading.checkpoint or reading.window.since
    for change in page.changes:
        if last is not None and change.datestamp < last:
            return None
        last = change.datestamp
    if last is not None and reading.window.until is not None:
        last = min(last, reading.window.until)
    return last


def going_on(reading: Reading, now: datetime) -> tuple[Reading, str | None]:
    """Give how to continue: by the token while it is valid, else by the window.

    Without a token the window starts at the checkpoint, or anew if the order was
    broken: what is equal changes nothing [4, 5]. `now` may be the local clock: a token
    that is tried too late is refused and comes back here.
    """
    alive = reading.token_expires is None or now < reading.token_expires
    if reading.token is not None and alive:
        return reading, reading.token
    return _restarted(reading), None


def without_token(reading: Reading) -> Reading:
    """Give the reading after `badResumptionToken`: once from the checkpoint [5].

    The second time in a window it raises: the page counts as failed.
    """
    if reading.token_refused:
        raise BadResumptionToken("the source refused its own token twice")
    return replace(_restarted(reading), token_refused=True)


def _restarted(reading: Reading) -> Reading:
    """Forget the token and the pages; `window` stays the whole one."""
    skips = reading.checkpoint not in (None, reading.window.since)
    return replace(
        reading,
        token=None,
        token_expires=None,
        digests=(),
        restarted=reading.restarted or skips,
    )


def rest_of(reading: Reading) -> Window:
    """Give what is still to be asked for when there is no token."""
    if reading.checkpoint is None:
        return reading.window
    since = reading.window.granularity.floor(reading.checkpoint)
    return replace(reading.window, since=since)


@dataclass(frozen=True)
class Finished:
    """Hold what follows from a window that is through."""

    cursor: datetime
    verify: bool
    """Compare the identifiers of the window with what was applied.

    The window went on from a checkpoint, and the source only seemed to keep the order:
    what it would have sent later, with an older time, was not seen.
    """


def finish(reading: Reading, cursor: datetime | None, proven: bool = False) -> Finished:
    """Move the cursor to the end of the window; it never goes back [1, 7].

    `proven` says that the driver promises the order (`Capabilities.ordered`).
    """
    until = reading.window.until
    if until is None:
        raise ValueError("a window without an end moves no cursor")
    return Finished(
        cursor=max(until, cursor) if cursor is not None else until,
        verify=reading.restarted and not proven,
    )


def is_outdated(change: Change, applied: datetime | None) -> bool:
    """Tell whether a change is older than what was applied, and thus ignored [8]."""
    return applied is not None and change.datestamp < applied


@dataclass(frozen=True)
class Skew:
    """Hold how far the source's clock is from ours; positive when it is ahead."""

    difference: timedelta

    @property
    def warn(self) -> bool:
        """Tell whether operators should know [3]."""
        return abs(self.difference) > SKEW_WARNING

    @property
    def suspicious(self) -> bool:
        """Tell whether nothing may be applied until somebody has looked."""
        return abs(self.difference) > SKEW_SUSPICIOUS


def skew(response_date: datetime, now: datetime) -> Skew:
    """Compare the source's clock with ours."""
    return Skew(response_date - now)


@dataclass(frozen=True)
class Inventory:
    """Hold how complete a list of identifiers is; a value that can be stored."""

    listed: int = 0
    declared: int | None = None
    ended: bool = False
    complete: bool = False
    """Only then does a missing identifier mean anything."""


def inventory_page(inventory: Inventory, page: Page) -> Inventory:
    """Give the inventory after one more page.

    It is complete when the source said itself that the list ends, and as many were
    listed as it declared. A source that merely sends no token is believed only if it
    declared a number: to stop in the middle looks the same.
    """
    listed = inventory.listed + page.listed
    declared = page.declared if page.declared is not None else inventory.declared
    ended = page.token is None
    agrees = declared == listed if declared is not None else page.closed
    return Inventory(listed, declared, ended, ended and agrees)
