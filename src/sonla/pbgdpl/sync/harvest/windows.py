"""Decide what to ask a source for, and what counts as done: the cursor rules.

Pure functions over values; the engine stores them together with the content. The
*cursor* says that everything up to it is applied or in quarantine, and alone counts for
correctness. A `Reading` is the window that is being read: its checkpoint and token only
save work. All times are in the source's clock and UTC; ours is used for none of that.

The numbers in brackets are the rules of the exchange profile, section 1.5.
"""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.sync.drivers.base import Capabilities
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired
from sonla.pbgdpl.sync.messages import CIRCLE
from sonla.pbgdpl.sync.messages import ENDLESS

OVERLAP = timedelta(minutes=10)
LAG = timedelta(seconds=60)
SKEW_WARNING = timedelta(minutes=5)
SKEW_SUSPICIOUS = timedelta(days=1)
MAX_PAGES = 100_000
"""Pages of one window; a source that has more goes in circles."""
MAX_DIGESTS = 50
"""Digests of pages that are stored with each page."""


def next_window(
    cursor: datetime | None,
    response_date: datetime,
    granularity: Granularity,
    set_spec: str = "",
) -> Window | None:
    """Return the window after a cursor, or from the beginning without one.

    It overlaps the last one and ends a little before the source's present, because
    what is stamped first may be stored later [2, 3]. Both ends are rounded down. None
    means that there is nothing to ask for yet, or that the source's clock went back.
    """
    until = granularity.floor(response_date - LAG)
    if cursor is None:
        return Window(None, until, granularity, set_spec)
    if until < granularity.floor(cursor):
        return None
    since = granularity.floor(cursor - max(granularity.step, OVERLAP))
    return Window(since, until, granularity, set_spec)


@dataclass(frozen=True)
class Reading:
    """A window that is being read; a value that can be stored as it is."""

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
    continued: bool = False
    """A page was got by a token: what moved meanwhile may have been passed over."""
    all_pages_read: bool = False
    """No more pages are read; what the window holds is compared with what is here."""
    incomplete: bool = False
    """A page could not be read, so comparing has to bring the rest."""
    compared: bool = False
    """The whole window was compared."""
    forced: datetime | None = None
    """When, by our clock, an operator had it read again: older versions count, too [8]."""
    pages: int = 0
    digests: tuple[str, ...] = ()
    """Of the last pages since the last start."""
    anchor: str = ""
    """Of one page further back, set anew whenever their number has doubled.

    So circles of any length are found with little to store (Brent's algorithm).
    """

    @property
    def seen(self) -> frozenset[str]:
        """The digests of pages that must not come again."""
        return frozenset({*self.digests, self.anchor} - {""})


def begin(window: Window, forced: datetime | None = None) -> Reading:
    """Start reading a window."""
    return Reading(window, forced=forced)


def page_applied(
    reading: Reading, page: SourcePage, max_pages: int = MAX_PAGES
) -> Reading:
    """Return the reading after everything of a page was applied or quarantined.

    A checkpoint stands only while datestamps don't decrease; the first that does
    ends that for the whole window [4]. Raises `ProtocolFailure` for a page that was
    there before.
    """
    checkpoint = _ordered_end(reading, page) if reading.ordered else None
    return replace(
        _after_page(reading, page, max_pages),
        checkpoint=checkpoint,
        ordered=checkpoint is not None or (reading.ordered and not page.changes),
        continued=reading.continued or reading.token is not None,
    )


def _after_page(reading: Reading, page: SourcePage, max_pages: int) -> Reading:
    """Return the reading behind a page, which must be another one than all before."""
    if page.digest in reading.seen:
        raise ProtocolFailure(CIRCLE)
    pages = reading.pages + 1
    if pages > max_pages:
        raise ProtocolFailure(ENDLESS)
    is_power_of_two = pages & (pages - 1) == 0
    digests = (*reading.digests, page.digest) if page.digest else reading.digests
    return replace(
        reading,
        token=page.token,
        token_expires=page.expires,
        pages=pages,
        digests=digests[-MAX_DIGESTS:],
        anchor=(page.digest if is_power_of_two else "") or reading.anchor,
    )


def _ordered_end(reading: Reading, page: SourcePage) -> datetime | None:
    """Return the last datestamp; None at the first that is smaller than the one before.

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


def resume(reading: Reading, now: datetime) -> tuple[Reading, str | None]:
    """Return how to continue: by the token while it is valid, else by the window.

    Without a token the window starts at the checkpoint, or anew if the order was
    broken: what is equal changes nothing [4, 5]. `now` may be the local clock: a token
    that is tried too late is refused and comes back here.
    """
    expires = reading.token_expires
    if reading.token is not None and (expires is None or now < expires):
        return reading, reading.token
    return _restarted(reading), None


def without_token(reading: Reading) -> Reading:
    """Return the reading after `badResumptionToken`: once from the checkpoint [5].

    The second time in a window it raises: the page counts as failed.
    """
    if reading.token_refused:
        raise ResumptionTokenExpired(
            _(
                "detail_token_refused",
                default="The source refused twice to go on where it had said.",
            )
        )
    return replace(_restarted(reading), token_refused=True)


def _restarted(reading: Reading) -> Reading:
    """Forget the token and the pages; `window` stays the whole one.

    A comparison starts at its beginning, not at a checkpoint: what is missing is older.
    """
    anew = _without_position(reading)
    if reading.all_pages_read:
        return anew
    skips = reading.checkpoint not in (None, reading.window.since)
    return replace(anew, restarted=reading.restarted or skips)


def remaining_window(reading: Reading) -> Window:
    """Return what is still to be asked for when there is no token."""
    if reading.checkpoint is None:
        return reading.window
    since = reading.window.granularity.floor(reading.checkpoint)
    return replace(reading.window, since=since)


def end_pages(reading: Reading, incomplete: bool = False) -> Reading:
    """Return the reading after its last page, or after one that can't be read (`incomplete`)."""
    return replace(
        _without_position(reading),
        all_pages_read=True,
        incomplete=incomplete,
        pages=0,
        token_refused=False,
    )


def may_be_incomplete(reading: Reading, source: Capabilities) -> bool:
    """Return whether the window has to be compared with what is here, once more or at all.

    Three things leave records out unseen: a page that could not be read; a checkpoint,
    unless the order is promised, for the source may have sent something older later;
    and a token that counts from the start of the list, for a record that is edited
    leaves the window, and the next page begins one too late. Nobody sees in a token
    how it counts. A comparison ends the doubt: to leave out the same record, it would
    have needed an edit of its own. The next inventory brings that one.
    """
    if reading.compared:
        return False
    moved = reading.continued and not source.stable_lists
    return moved or needs_comparison(reading, source)


def needs_comparison(reading: Reading, source: Capabilities) -> bool:
    """Return whether the window is not done without a comparison, however often it fails."""
    return reading.incomplete or (reading.restarted and not source.ordered)


def _without_position(reading: Reading) -> Reading:
    return replace(reading, token=None, token_expires=None, digests=(), anchor="")


def page_compared(reading: Reading, page: SourcePage) -> Reading:
    """Return the reading after a page of identifiers whose records are all here."""
    return _after_page(reading, page, MAX_PAGES)


def comparison_ended(reading: Reading) -> Reading:
    """Return the reading after the last page of identifiers."""
    return replace(reading, compared=True, pages=0)


def finish(reading: Reading, cursor: datetime | None) -> datetime:
    """Return the end of the window as the new cursor, which never goes back [1, 7]."""
    until = reading.window.until
    if until is None:
        raise ValueError("a window without an end moves no cursor")
    return max(until, cursor) if cursor is not None else until


@dataclass(frozen=True)
class Skew:
    """How far the source's clock is from ours; positive when it is ahead."""

    difference: timedelta

    @property
    def minutes(self) -> int:
        """The span in whole minutes, for people."""
        return round(self.difference.total_seconds() / 60)

    @property
    def is_notable(self) -> bool:
        """Whether operators should know [3]."""
        return abs(self.difference) > SKEW_WARNING

    @property
    def is_suspicious(self) -> bool:
        """Whether nothing may be applied until somebody has looked."""
        return abs(self.difference) > SKEW_SUSPICIOUS


def skew(response_date: datetime, now: datetime) -> Skew:
    """Compare the source's clock with ours."""
    return Skew(response_date - now)
