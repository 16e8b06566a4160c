"""The day is that of the portal's people, not that of the server."""

from datetime import date
from datetime import datetime
from datetime import UTC
from pathlib import Path
from plone import api
from sonla.pbgdpl.clock import today

import pytest
import sonla.pbgdpl


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Asia/Ho_Chi_Minh", date(2026, 3, 2)), ("UTC", date(2026, 3, 1))],
)
def test_today_is_the_portals(portal, zone, expected):
    api.portal.set_registry_record("plone.portal_timezone", zone)
    assert today(datetime(2026, 3, 1, 18, 30, tzinfo=UTC)) == expected


def test_nobody_asks_the_server():
    root = Path(sonla.pbgdpl.__file__).parent
    asking = [
        path.name
        for path in root.rglob("*.py")
        if path.name != "clock.py" and "date.today()" in path.read_text()
    ]
    assert asking == []
