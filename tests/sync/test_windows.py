from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies
from sonla.pbgdpl.sync.drivers.base import Capabilities
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.list_pages import page_digest
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired
from sonla.pbgdpl.sync.harvest import windows
from sonla.pbgdpl.sync.harvest.source_list import SourceList

import pytest

NOW = datetime(2026, 3, 1, 8, 30, 15, tzinfo=UTC)
SECOND, DAY = Granularity.SECOND, Granularity.DAY
OAI = Capabilities(True, True, False, True, True)
MINUTE = timedelta(minutes=1)


def change(name, minutes=0, state="live", digest="d"):
    stamp = NOW + minutes * MINUTE
    return SourceChange(name, stamp, state, None, "application/xml", (), digest)


def page(*changes, token=None, **facts):
    return SourcePage(changes, token, NOW, digest=page_digest(changes), **facts)


def window(since=None, until=60):
    start = None if since is None else NOW + since * MINUTE
    return Window(start, NOW + until * MINUTE)


# ---- which window


def test_the_first_window_is_open_at_its_beginning():
    found = windows.next_window(None, NOW, SECOND, "lĩnh-vực")
    assert found == Window(None, NOW - MINUTE, SECOND, "lĩnh-vực")


def test_a_window_overlaps_and_ends_before_the_present_of_the_source():
    found = windows.next_window(NOW - 60 * MINUTE, NOW, SECOND)
    assert (found.since, found.until) == (NOW - 70 * MINUTE, NOW - MINUTE)


def test_days_overlap_by_a_day_and_are_read_again_until_they_are_over():
    morning = windows.next_window(None, NOW, DAY)
    assert morning.until == NOW.replace(hour=0, minute=0, second=0)
    noon = windows.next_window(morning.until, NOW + timedelta(hours=4), DAY)
    assert noon.until == morning.until
    assert noon.since == morning.until - timedelta(days=1)


def test_both_ends_are_rounded_down():
    half = timedelta(milliseconds=500)
    found = windows.next_window(NOW - 60 * MINUTE + half, NOW + half, SECOND)
    assert (found.since, found.until) == (NOW - 70 * MINUTE, NOW - MINUTE)


def test_a_clock_that_went_back_asks_for_nothing():
    assert windows.next_window(NOW, NOW - timedelta(hours=1), SECOND) is None
    assert windows.next_window(NOW, NOW + 30 * timedelta(seconds=1), SECOND) is None


@given(
    strategies.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),
    strategies.timedeltas(timedelta(0), timedelta(days=400)),
    strategies.sampled_from([SECOND, DAY]),
)
def test_no_moment_is_between_two_windows(cursor, later, granularity):
    cursor = granularity.floor(cursor.replace(tzinfo=UTC))
    response = cursor + later
    found = windows.next_window(cursor, response, granularity)
    if found is not None:
        assert found.since <= cursor - granularity.step
        assert found.until <= response - windows.LAG
        assert found.since <= found.until
        assert windows.finish(windows.begin(found), cursor) >= cursor


# ---- inside a window


def test_the_checkpoint_follows_what_is_in_order():
    reading = windows.begin(window())
    reading = windows.page_applied(reading, page(change("a", 1), change("b", 2)))
    reading = windows.page_applied(reading, page(change("c", 2), token="t"))
    assert reading.checkpoint == NOW + 2 * MINUTE
    assert windows.remaining_window(reading).since == NOW + 2 * MINUTE
    assert windows.remaining_window(reading).until == reading.window.until


@pytest.mark.parametrize(
    "pages",
    [
        [page(change("a", 2), change("b", 1))],
        [page(change("a", 5)), page(change("b", 4))],
        [page(change("a", 5)), page(change("b", 4)), page(change("c", 9))],
    ],
)
def test_the_first_disorder_ends_checkpoints_for_the_window(pages):
    reading = windows.begin(window())
    for one in pages:
        reading = windows.page_applied(reading, one)
    assert (reading.ordered, reading.checkpoint) == (False, None)
    assert windows.remaining_window(reading) == reading.window


def test_a_source_that_ignores_the_window_moves_no_checkpoint_out_of_it():
    early = windows.page_applied(windows.begin(window(10)), page(change("a", 1)))
    assert not early.ordered
    late = windows.page_applied(windows.begin(window(10)), page(change("a", 600)))
    assert late.checkpoint == late.window.until


def test_an_empty_page_says_nothing_about_the_order():
    reading = windows.page_applied(windows.begin(window()), page(token="t"))
    assert reading.ordered
    assert (reading.token, reading.pages) == ("t", 1)


def test_the_same_page_again_is_a_failure_even_in_a_later_run():
    reading = windows.page_applied(windows.begin(window()), page(change("a", 1)))
    reading = windows.page_applied(reading, page(change("b", 1)))
    with pytest.raises(ProtocolFailure, match="same page"):
        windows.page_applied(reading, page(change("a", 1)))


@pytest.mark.parametrize("length", [1, 2, 50, 51, 300])
def test_pages_in_circles_are_found_with_little_stored(length):
    reading = windows.begin(window())
    for number in range(10):
        reading = windows.page_applied(reading, page(change(f"before {number}")))
    with pytest.raises(ProtocolFailure, match="same page"):
        for number in range(4 * length + 10):
            reading = windows.page_applied(reading, page(change(str(number % length))))
            assert len(reading.digests) <= windows.MAX_DIGESTS


def test_an_empty_page_stands_for_no_other():
    reading = windows.begin(window())
    for _ in range(9):
        reading = windows.page_applied(reading, page(token="t"))
    assert reading.seen == frozenset()


def test_a_list_without_end_is_a_failure():
    reading = windows.begin(window())
    with pytest.raises(ProtocolFailure, match="does not end"):
        for number in range(9):
            reading = windows.page_applied(reading, page(change(str(number))), 3)


def test_a_token_is_used_until_it_expires():
    until = NOW + 5 * MINUTE
    reading = windows.page_applied(
        windows.begin(window()), page(change("a", 1), token="t", expires=until)
    )
    assert windows.resume(reading, NOW) == (reading, "t")
    restarted, token = windows.resume(reading, until)
    assert (token, restarted.restarted, restarted.digests) == (None, True, ())


def test_a_refused_token_starts_at_the_checkpoint_once():
    reading = windows.page_applied(
        windows.begin(window()), page(change("a", 1), token="t")
    )
    reading = windows.without_token(reading)
    assert windows.remaining_window(reading).since == NOW + MINUTE
    reading = windows.page_applied(reading, page(change("a", 1), token="u"))
    with pytest.raises(ResumptionTokenExpired):
        windows.without_token(reading)


# ---- comparing


def test_a_comparison_goes_on_by_its_token_else_from_the_beginning_of_the_window():
    reading = windows.page_applied(windows.begin(window()), page(change("a", 1)))
    reading = windows.end_pages(reading)
    assert windows.resume(reading, NOW) == (reading, None)
    until = NOW + 5 * MINUTE
    reading = windows.page_compared(
        reading, page(change("a", 1), token="t", expires=until)
    )
    assert windows.resume(reading, NOW) == (reading, "t")
    anew, token = windows.resume(reading, until)
    assert (token, anew.digests) == (None, ())
    assert anew.window == reading.window


def test_a_comparison_survives_one_refused_token():
    reading = windows.end_pages(windows.begin(window()))
    reading = windows.without_token(reading)
    with pytest.raises(ResumptionTokenExpired):
        windows.without_token(reading)


def test_a_comparison_in_circles_is_a_failure():
    reading = windows.end_pages(windows.begin(window()))
    reading = windows.page_compared(reading, page(change("a", 1)))
    with pytest.raises(ProtocolFailure, match="same page"):
        windows.page_compared(reading, page(change("a", 1)))


def test_one_comparison_ends_the_doubt():
    reading = windows.end_pages(windows.begin(window()), incomplete=True)
    assert windows.may_be_incomplete(reading, OAI)
    reading = windows.page_compared(reading, page(change("a", 1)))
    assert windows.may_be_incomplete(reading, OAI)
    assert not windows.may_be_incomplete(windows.comparison_ended(reading), OAI)


# ---- the end


def test_the_cursor_goes_to_the_end_of_the_window_and_never_back():
    reading = windows.begin(window(0, 60))
    assert windows.finish(reading, NOW) == NOW + 60 * MINUTE
    assert windows.finish(reading, NOW + 99 * MINUTE) == NOW + 99 * MINUTE
    with pytest.raises(ValueError, match="end"):
        windows.finish(windows.begin(Window()), NOW)


def test_clocks_may_differ_by_minutes_and_not_by_days():
    story = [(5, False, False), (6, True, False), (-6, True, False), (1441, True, True)]
    for minutes, is_notable, is_suspicious in story:
        found = windows.skew(NOW + minutes * MINUTE, NOW)
        assert (found.is_notable, found.is_suspicious) == (is_notable, is_suspicious)


# ---- inventories


@pytest.mark.parametrize(
    ("pages", "complete"),
    [
        ([{"listed": 3, "closed": True}], True),
        ([{"listed": 3, "closed": True, "declared": 3}], True),
        ([{"listed": 3, "closed": True, "declared": 4}], False),
        ([{"listed": 0, "closed": True, "declared": 0}], True),
        ([{"listed": 3}], False),
        ([{"listed": 2, "token": "t", "declared": 3}, {"listed": 1}], True),
        ([{"listed": 2, "token": "t", "declared": 4}, {"listed": 1}], False),
        ([{"listed": 2, "token": "t"}, {"listed": 1}], False),
        ([{"listed": 2, "token": "t"}, {"listed": 1, "closed": True}], True),
        ([{"listed": 2, "token": "t", "declared": 2}], False),
    ],
)
def test_an_inventory_is_complete_only_if_the_source_says_so(pages, complete):
    found = SourceList()
    for facts in pages:
        found.note_page("", page(**facts))
    assert (bool(found.done) and not found.incomplete) is complete


def test_a_record_on_two_pages_is_counted_once():
    one, two = change("a"), change("b")
    for last, complete in ((two, True), (one, False)):
        found = SourceList()
        found.note_page("", page(one, token="t", listed=1, declared=2))
        found.note_page("", page(last, listed=1))
        assert found.incomplete is not complete
