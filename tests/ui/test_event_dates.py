"""Core's portlet of events writes moments as ours are written, for who reads Vietnamese."""

from datetime import datetime
from lxml import html
from plone import api
from vietnamese_portal import furnish

import pytest
import pytz
import requests
import transaction

HERE = pytz.timezone("Asia/Ho_Chi_Minh")
THERE = pytz.timezone("Asia/Tokyo")
EVENTS = {
    "le": {"start": HERE.localize(datetime(2036, 11, 26, 8))},
    "hop": {"start": HERE.localize(datetime(2036, 11, 27, 8, 5))},
    "ca-ngay": {"start": HERE.localize(datetime(2036, 11, 28)), "whole_day": True},
    "noi-khac": {"start": THERE.localize(datetime(2036, 11, 29, 8))},
}


@pytest.fixture
def written(functional_portal):
    """Return what the portlet on the homepage writes of events of the portal's own."""
    furnish(functional_portal)
    with api.env.adopt_roles(["Manager"]):
        for name, dates in EVENTS.items():
            end = dates["start"].replace(hour=10)
            event = api.content.create(
                functional_portal, "Event", name, name, end=end, **dates
            )
            api.content.transition(event, to_state="published")
    transaction.commit()

    def read():
        page = requests.get(functional_portal.absolute_url(), timeout=60)
        dates = html.fromstring(page.text).cssselect(".portletItemDetails .dtstart")
        return [" ".join(one.text_content().split()) for one in dates]

    return read


def test_the_hour_comes_first_in_vietnamese_alone(functional_portal, written):
    said = ["8 giờ ngày 26/11/2036", "8 giờ 05 ngày 27/11/2036", "08:00"]
    assert written() == said
    api.portal.set_registry_record("plone.available_languages", ["en"])
    api.portal.set_registry_record("plone.default_language", "en")
    transaction.commit()
    assert written() == ["08:00 AM", "08:05 AM", "08:00 AM"]
