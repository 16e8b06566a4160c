"""A source, a reader that loses its token now and then, edits, and the promise that nothing is lost."""

from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import event
from hypothesis import given
from hypothesis import strategies
from sonla.pbgdpl.sync.drivers.base import Capabilities
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.list_pages import page_digest
from sonla.pbgdpl.sync.harvest import windows

START = datetime(2026, 3, 1, tzinfo=UTC)
PRESENT = START + timedelta(hours=1)


OAI = Capabilities(True, True, False, True, True)


class Source:
    """List records in an order of its own, so many a page, from and until inclusive.

    Its tokens count from the start of the list.
    """

    def __init__(self, minutes, size):
        self.size = size
        self.records = [
            SourceChange(
                f"r{number}", START + timedelta(minutes=at), "live", None, "", (), ""
            )
            for number, at in enumerate(minutes)
        ]

    def edit(self, number):
        """Move a record to the present, out of every window that is being read."""
        if self.records:
            record = self.records.pop(number % len(self.records))
            self.records.append(record._replace(datestamp=PRESENT))

    def inside(self, window):
        return [
            record
            for record in self.records
            if (window.since is None or window.since <= record.datestamp)
            and record.datestamp <= window.until
        ]

    def page(self, window, offset):
        found = self.inside(window)
        listed = tuple(found[offset : offset + self.size])
        more = offset + self.size < len(found)
        return SourcePage(
            listed,
            str(offset + self.size) if more else None,
            PRESENT,
            digest=page_digest(listed),
        )


def read(source, losses=(), edits=(), cursor=None):
    """Read one window; after a page whose number is in `losses` the token is gone.

    After each of the first pages one of `edits` happens; None for none.
    """
    reading = windows.begin(windows.next_window(cursor, PRESENT, Granularity.SECOND))
    applied, asked, token = set(), reading.window, None
    edits = list(edits)
    for number in range(500):
        page = source.page(asked, int(token or 0))
        applied |= {change.remote_id for change in page.changes}
        reading = windows.page_applied(reading, page)
        if page.token is None:
            return applied, windows.end_pages(reading)
        if edits and (edited := edits.pop(0)) is not None:
            source.edit(edited)
        if number in losses:
            reading = windows.without_token(reading) if number == losses[0] else reading
            later = PRESENT + timedelta(days=9)
            if reading.token is not None:
                reading = expired(reading)
            reading, token = windows.resume(reading, later)
            asked = windows.remaining_window(reading)
        else:
            reading, token = windows.resume(reading, PRESENT)
    raise AssertionError("the window does not end")


def compare(source, reading, applied, edits=()):
    """Compare if there is doubt; after each page one of `edits` happens."""
    edits = list(edits)
    if windows.may_be_incomplete(reading, OAI):
        reading, token = windows.resume(reading, PRESENT)
        while True:
            page = source.page(reading.window, int(token or 0))
            missing = {change.remote_id for change in page.changes} - applied
            applied |= missing
            reading = windows.page_compared(reading, page)
            if edits and (edited := edits.pop(0)) is not None:
                source.edit(edited)
            if page.token is None:
                break
            reading, token = windows.resume(reading, PRESENT)
        reading = windows.comparison_ended(reading)
    return reading


def expired(reading):
    return replace(reading, token_expires=PRESENT)


minutes = strategies.lists(strategies.integers(0, 58), max_size=25)
sizes = strategies.integers(1, 6)
losses = strategies.lists(strategies.integers(0, 12), max_size=4, unique=True)
edits = strategies.lists(strategies.none() | strategies.integers(0, 24), max_size=6)


def wanted(source, reading):
    """Name what the window still has: the next one gives what was edited since."""
    return {record.remote_id for record in source.inside(reading.window)}


@given(minutes.map(sorted), sizes, losses)
def test_a_source_in_order_loses_nothing_however_often_the_token_is_lost(
    minutes, size, losses
):
    """Equal times across a border of pages are the hard part: `from` is inclusive."""
    source = Source(minutes, size)
    applied, reading = read(source, losses)
    assert applied == wanted(source, reading)


@given(minutes, sizes, losses, edits)
def test_what_is_lost_is_doubted_and_found(minutes, size, losses, edits):
    """Whatever the order, lost tokens and edits between the pages leave out."""
    source = Source(minutes, size)
    applied, reading = read(source, losses, edits)
    missing = wanted(source, reading) - applied
    event("left out" if missing else "complete")
    assert not missing or windows.may_be_incomplete(reading, OAI)
    compare(source, reading, applied)
    assert applied >= wanted(source, reading)


@given(minutes, sizes, edits, edits)
def test_only_an_edit_while_comparing_can_leave_a_record_out(
    minutes, size, edits, more
):
    """It needs one at the very moment in each list; the next inventory brings it."""
    source = Source(minutes, size)
    applied, reading = read(source, (), edits)
    compare(source, reading, applied, more)
    missing = wanted(source, reading) - applied
    event("left out" if missing else "complete")
    assert not missing or any(one is not None for one in more)


@given(minutes, sizes)
def test_one_page_is_beyond_doubt(minutes, size):
    source = Source(minutes, size)
    applied, reading = read(source)
    assert applied == wanted(source, reading)
    assert windows.may_be_incomplete(reading, OAI) is (len(minutes) > size)


def test_what_a_checkpoint_passed_over_is_really_missing():
    """The third record is older, but the token is lost before it shows."""
    source = Source([5, 6, 1], 1)
    applied, reading = read(source, [1])
    assert applied == {"r0", "r1"}
    compare(source, reading, applied)
    assert applied == {"r0", "r1", "r2"}


def test_what_an_edit_moved_is_really_missing():
    source = Source([1, 2, 3, 4], 2)
    applied, reading = read(source, (), [0])
    assert applied == {"r0", "r1", "r3"}
    compare(source, reading, applied)
    assert applied == {"r0", "r1", "r2", "r3"}


def test_what_does_not_move_needs_no_second_look():
    _applied, reading = read(Source([1, 2, 3, 4], 2))
    assert not windows.may_be_incomplete(reading, replace(OAI, stable_lists=True))
