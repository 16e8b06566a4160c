"""Core's portlet of events writes moments as ours are written, for who reads Vietnamese."""

from datetime import datetime
from lxml import html
from plone import api
from sonla.pbgdpl.editorial.states import publish
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import pytz
import requests
import transaction

HERE = pytz.timezone("Asia/Ho_Chi_Minh")
THERE = pytz.timezone("Asia/Tokyo")
EVENTS = {
    "le": {"start": HERE.localize(datetime(2036, 11, 26, 8))},
    "hop": {"start": HERE.localize(datetime(2036, 11, 27, 8, 5))},
    "cua-cong": {"start": HERE.localize(datetime(2036, 11, 27, 9))},
    "ca-ngay": {"start": HERE.localize(datetime(2036, 11, 28)), "whole_day": True},
    "noi-khac": {"start": THERE.localize(datetime(2036, 11, 29, 8))},
}
OUTSIDE = ("cua-cong",)
"""What stands in no section, and is written as Plone writes it."""


@pytest.fixture
def written(functional_portal):
    """Return what the portlet on the homepage writes of events in the section, and of the portal's."""
    furnish(functional_portal)
    with api.env.adopt_roles(["Manager"]):
        for name, dates in EVENTS.items():
            place = functional_portal if name in OUTSIDE else functional_portal[SECTION]
            end = dates["start"].replace(hour=10)
            event = api.content.create(place, "Event", name, name, end=end, **dates)
            if name in OUTSIDE:
                api.content.transition(event, to_state="published")
            else:
                publish(event)
                event.reindexObject()
    transaction.commit()

    def read():
        page = requests.get(functional_portal.absolute_url(), timeout=60)
        dates = html.fromstring(page.text).cssselect(".portletItemDetails .dtstart")
        return [" ".join(one.text_content().split()) for one in dates]

    return read


def test_the_hour_comes_first_in_vietnamese_alone(functional_portal, written):
    said = ["8 giờ ngày 26/11/2036", "8 giờ 05 ngày 27/11/2036", "09:00", "08:00"]
    assert written() == said
    api.portal.set_registry_record("plone.available_languages", ["en"])
    api.portal.set_registry_record("plone.default_language", "en")
    transaction.commit()
    assert written() == ["08:00 AM", "08:05 AM", "09:00 AM", "08:00 AM"]
