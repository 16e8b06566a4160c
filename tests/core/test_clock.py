"""The day is that of the portal's people, not that of the server."""

from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st
from plone import api
from plone.app.event.base import default_timezone
from sonla.pbgdpl.core.clock import event_moment
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_of
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.dates import iso_day
from sonla.pbgdpl.core.dates import real_date
from source_tree import ROOT
from zoneinfo import ZoneInfo

import os
import pytest
import subprocess
import sys

ZONES = ("Asia/Ho_Chi_Minh", "Europe/Amsterdam", "America/New_York", "UTC")
DAY = 24 * 60 * 60
EVENING = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


@pytest.fixture
def vietnamese_time(portal):
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Asia/Ho_Chi_Minh", date(2026, 3, 2)), ("UTC", date(2026, 3, 1))],
)
def test_today_is_the_portals(portal, zone, expected):
    api.portal.set_registry_record("plone.portal_timezone", zone)
    assert today(EVENING) == expected


def test_the_portals_zone_goes_before_the_members(vietnamese_time):
    api.user.get_current().setMemberProperties({"timezone": "Europe/Vienna"})
    assert default_timezone() == "Europe/Vienna"
    assert f"{in_portal_zone(EVENING):%d %H:%M}" == "02 01:30"


@pytest.mark.parametrize("moment", [EVENING, DateTime("2026/03/01 18:30 UTC")])
def test_moments_are_written_in_the_portals_zone(vietnamese_time, moment):
    assert format_moment(moment) == "02/03/2026 01:30"
    assert format_day(moment) == "02/03/2026"
    assert iso_day(moment) == "2026-03-02"


@pytest.mark.parametrize("day", [date(2026, 3, 1), datetime(2026, 3, 1, 23, 59)])
def test_what_has_no_zone_is_written_as_it_is(vietnamese_time, day):
    assert (format_day(day), iso_day(day)) == ("01/03/2026", "2026-03-01")


@given(day=st.dates(), zone=st.sampled_from(ZONES))
def test_each_day_begins_once(portal, day, zone):
    """Also where clocks differed by seconds from those of today.

    `DateTime` counts otherwise before the calendar of today.
    """
    api.portal.set_registry_record("plone.portal_timezone", zone)
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    assert abs(float(midnight(day)) - begins.timestamp()) < 13 * DAY
    if day.year > 1582:
        assert utc_of(midnight(day)).timestamp() == begins.timestamp()


@given(moment=st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)))
def test_a_moment_of_an_event_is_the_same_moment(vietnamese_time, moment):
    whole = moment.replace(microsecond=0, tzinfo=UTC)
    found = event_moment(whole)
    assert found == whole
    assert found.tzinfo.zone == "Asia/Ho_Chi_Minh"


def test_no_day_is_written_as_nothing():
    assert (format_day(None), iso_day(None)) == ("", "")


@pytest.mark.parametrize(
    "never", [None, DateTime("1969/12/31"), DateTime("2499/12/31")]
)
def test_plones_dates_of_always_and_never_are_none(never):
    assert real_date(never) is None


def test_a_date_is_real():
    assert real_date(DateTime("2026/03/01")) == DateTime("2026/03/01")


OF_THE_MACHINE = {"clock.py", "test_clock.py", "results.py", "test_results.py"}
"""What figures were measured on is the machine's day."""


@pytest.mark.parametrize("folder", ["src", "tests", "distributions", "bench"])
def test_nobody_asks_the_server(folder):
    """Tests neither: they would fail for hours where machine and portal are in two zones."""
    asking = [
        path.name
        for path in (ROOT / folder).rglob("*.py")
        if path.name not in OF_THE_MACHINE and "date.today" in path.read_text()
    ]
    assert asking == []


LATE_ZONE = """
import os, time
time.tzset()
from DateTime import DateTime
os.environ["TZ"] = "Asia/Ho_Chi_Minh"
time.tzset()
from sonla.pbgdpl.core.clock import utc_of
moment = DateTime()
print(abs(utc_of(moment).timestamp() - time.time()) < 60, moment.asdatetime().hour - utc_of(moment).hour)
"""


def test_a_zone_that_comes_after_the_import_moves_no_moment():
    """Zope sets the variables of zope.conf after it has imported `DateTime`."""
    environment = {**os.environ, "TZ": "UTC"}
    command = [sys.executable, "-c", LATE_ZONE]
    said = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    )
    right, shown = said.stdout.split()
    assert right == "True"
    assert int(shown) % 24 == 7, "the fault of DateTime that this is about is mended"
