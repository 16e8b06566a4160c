from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import RateLimited
from sonla.pbgdpl.sync.http.backoff import backoff
from sonla.pbgdpl.sync.http.backoff import http_date
from sonla.pbgdpl.sync.http.backoff import quarantine_wait
from sonla.pbgdpl.sync.http.backoff import RATE_DEFAULT
from sonla.pbgdpl.sync.http.backoff import retry_after
from sonla.pbgdpl.sync.http.backoff import wait_after

import pytest

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def test_backoff_grows_from_half_a_minute_to_an_hour():
    waits = [backoff(attempts, lambda: 1.0).total_seconds() for attempts in range(9)]
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_backoff_is_random_as_a_whole():
    assert backoff(3, lambda: 0.0) == timedelta(0)
    assert backoff(3, lambda: 0.5) == timedelta(seconds=120)


@given(strategies.integers(-5, 10**6))
def test_backoff_never_exceeds_an_hour(attempts):
    assert timedelta(0) <= backoff(attempts) <= timedelta(hours=1)


def test_each_class_has_its_wait():
    later = NOW + timedelta(hours=3)
    assert wait_after(RateLimited(not_before=later), 9, NOW) == later
    assert wait_after(AuthorityFailure(), 0, NOW) == NOW + timedelta(hours=1)
    wait = wait_after(TransientFailure(), 1, NOW, lambda: 1.0)
    assert wait == NOW + timedelta(seconds=60)


def test_records_in_quarantine_are_tried_ten_times_from_an_hour_to_a_week():
    waits = [quarantine_wait(attempts) for attempts in range(1, 12)]
    assert waits[0] == timedelta(hours=1)
    assert waits[8] == timedelta(days=7)
    assert waits[:9] == sorted(waits[:9])
    assert waits[9:] == [None, None]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 1),
        ("86401", 86400),
        ("9" * 18, 86400),
        ("Sun, 01 Mar 2026 08:10:00 GMT", 600),
        ("Sun, 01 Mar 2026 07:00:00 GMT", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86400),
    ],
)
def test_retry_after_is_obeyed_up_to_a_day(value, seconds):
    assert retry_after(value, NOW).total_seconds() == seconds


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "١٢", "9" * 40])
def test_what_says_nothing_has_a_default(value):
    assert retry_after(value, NOW) == RATE_DEFAULT


def test_a_date_is_compared_with_the_clock_of_who_sent_it():
    date = "Sun, 01 Mar 2026 10:00:00 GMT"
    until = "Sun, 01 Mar 2026 10:05:00 GMT"
    assert retry_after(until, NOW, date) == timedelta(minutes=5)


@given(strategies.text(max_size=40), strategies.text(max_size=40))
def test_no_header_breaks_it(value, date):
    assert timedelta(seconds=1) <= retry_after(value, NOW, date) <= DAY


@given(strategies.text(max_size=60))
def test_a_date_is_utc_or_none(value):
    moment = http_date(value)
    assert moment is None or moment.utcoffset() == timedelta(0)


def test_dates_of_feeds_have_zones():
    assert http_date("Sun, 01 Mar 2026 15:00:00 +0700") == NOW
