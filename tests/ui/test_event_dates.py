"""In sections core's portlet of events writes moments as ours are written, in Vietnamese."""

from datetime import datetime
from lxml import html
from plone import api
from public_content import make
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import pytz
import requests
import transaction

HERE = pytz.timezone("Asia/Ho_Chi_Minh")
THERE = pytz.timezone("Asia/Tokyo")
PAGE = f"{SECTION}/trang"
EVENTS = {
    "le": {"start": HERE.localize(datetime(2036, 11, 26, 8))},
    "hop": {"start": HERE.localize(datetime(2036, 11, 27, 8, 5))},
    "ca-ngay": {"start": HERE.localize(datetime(2036, 11, 28)), "whole_day": True},
    "noi-khac": {"start": THERE.localize(datetime(2036, 11, 29, 8))},
}


@pytest.fixture
def written(functional_portal):
    """Return what the portlet writes of events of the portal's own beside a page."""
    furnish(functional_portal)
    make(functional_portal[SECTION], "Document", "Trang mẫu", id="trang")
    with api.env.adopt_roles(["Manager"]):
        for name, dates in EVENTS.items():
            end = dates["start"].replace(hour=10)
            event = api.content.create(
                functional_portal, "Event", name, name, end=end, **dates
            )
            api.content.transition(event, to_state="published")
    transaction.commit()

    def read(path):
        address = f"{functional_portal.absolute_url()}/{path}"
        return html.fromstring(requests.get(address, timeout=60).text)

    return read


def moments(page):
    """Return what stands in the portlet where events begin."""
    dates = page.cssselect(".portletItemDetails .dtstart")
    return [" ".join(one.text_content().split()) for one in dates]


def test_the_hour_comes_first_in_vietnamese_alone(functional_portal, written):
    said = ["8 giờ ngày 26/11/2036", "8 giờ 05 ngày 27/11/2036", "08:00"]
    assert moments(written(PAGE)) == said
    api.portal.set_registry_record("plone.available_languages", ["en"])
    api.portal.set_registry_record("plone.default_language", "en")
    transaction.commit()
    assert moments(written(PAGE)) == ["08:00 AM", "08:05 AM", "08:00 AM"]


@pytest.mark.parametrize("path", ["", "le"])
def test_outside_of_sections_the_portlet_is_plones(written, path):
    page = written(path)
    assert moments(page) == ["08:00", "08:05", "08:00"]
    assert page.cssselect(".portletItemDetails time") == []
