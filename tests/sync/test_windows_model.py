"""A source, a reader that loses its token now and then, and the promise that nothing is lost."""

from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import event
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies
from sonla.pbgdpl.sync import windows
from sonla.pbgdpl.sync.drivers.base import Change
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import Page
from sonla.pbgdpl.sync.drivers.base import page_digest

START = datetime(2026, 3, 1, tzinfo=UTC)
PRESENT = START + timedelta(hours=1)


class Source:
    """List records in an order of its own, so many a page, from and until inclusive."""

    def __init__(self, minutes, size):
        self.size = size
        self.records = [
            Change(
                f"r{number}", START + timedelta(minutes=at), "live", None, "", (), ""
            )
            for number, at in enumerate(minutes)
        ]

    def page(self, window, offset):
        found = [
            record
            for record in self.records
            if (window.since is None or window.since <= record.datestamp)
            and record.datestamp <= window.until
        ]
        listed = tuple(found[offset : offset + self.size])
        more = offset + self.size < len(found)
        return Page(
            listed,
            str(offset + self.size) if more else None,
            PRESENT,
            digest=page_digest(listed),
        )


def read(source, losses, cursor=None):
    """Read one window; after a page whose number is in `losses` the token is gone."""
    reading = windows.begin(windows.next_window(cursor, PRESENT, Granularity.SECOND))
    applied, asked, token = set(), reading.window, None
    for number in range(500):
        page = source.page(asked, int(token or 0))
        applied |= {change.remote_id for change in page.changes}
        reading = windows.page_applied(reading, page)
        if page.token is None:
            return applied, windows.finish(reading, cursor)
        if number in losses:
            reading = windows.without_token(reading) if number == losses[0] else reading
            later = PRESENT + timedelta(days=9)
            if reading.token is not None:
                reading = expired(reading)
            reading, token = windows.going_on(reading, later)
            asked = windows.rest_of(reading)
        else:
            reading, token = windows.going_on(reading, PRESENT)
    raise AssertionError("the window does not end")


def expired(reading):
    return replace(reading, token_expires=PRESENT)


minutes = strategies.lists(strategies.integers(0, 58), max_size=25)
sizes = strategies.integers(1, 6)
losses = strategies.lists(strategies.integers(0, 12), max_size=4, unique=True)


def wanted(source):
    return {record.remote_id for record in source.records}


@given(minutes.map(sorted), sizes, losses)
def test_a_source_in_order_loses_nothing_however_often_the_token_is_lost(
    minutes, size, losses
):
    """Equal times across a border of pages are the hard part: `from` is inclusive."""
    source = Source(minutes, size)
    applied, _finished = read(source, losses)
    assert applied == wanted(source)


@settings(max_examples=300)
@given(minutes, sizes, losses)
def test_a_source_without_order_loses_nothing_unseen(minutes, size, losses):
    """What a checkpoint skipped is found, because the end of the window demands it."""
    source = Source(minutes, size)
    applied, finished = read(source, losses)
    missing = wanted(source) - applied
    event("skipped" if missing else "complete")
    assert not missing or finished.verify


@given(minutes, sizes)
def test_without_losses_nothing_needs_to_be_verified(minutes, size):
    source = Source(minutes, size)
    applied, finished = read(source, [])
    assert applied == wanted(source)
    assert not finished.verify


def test_what_is_to_be_verified_can_really_be_missing():
    """The third record is older, but the token is lost before it shows."""
    applied, finished = read(Source([5, 6, 1], 1), [1])
    assert applied == {"r0", "r1"}
    assert finished.verify
