"""Dialogues in Plone's own portlet of coming events, which keeps what it found in memory."""

from content_types import EVENT_TYPES
from datetime import timedelta
from icalendar import Calendar
from lxml import html
from made_once import made_once
from plone import api
from plone.app.event.base import IEventAccessor
from plone.app.event.base import localized_now
from plone.app.event.dx.behaviors import EventAccessor
from plone.event.interfaces import IICalendarEventComponent
from plone.testing.zope import Browser
from Products.CMFEditions.interfaces import IVersioned
from Products.CMFPlone.utils import get_installer
from public_content import make
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.activities.event_accessor import KEY
from sonla.pbgdpl.activities.event_accessor import SectionEventAccessor
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.exchange.calendars import CalendarEvent
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest
from zope.interface import alsoProvides

import pytest
import re
import transaction

ZONE = "Asia/Ho_Chi_Minh"
TYPES = (*EVENT_TYPES, DIALOGUE_TYPE)


@pytest.fixture
def site(functional_portal):
    """Return the Vietnamese portal with one coming event of each type of ours."""
    made_once(functional_portal, make_events)
    transaction.commit()
    return functional_portal


def make_events(portal):
    """Make the Vietnamese portal, and one coming event of each type of ours."""
    furnish(portal)
    make(portal[SECTION], "Document", "Trang mẫu", id="trang")
    start = localized_now().replace(hour=8, minute=0) + timedelta(days=30)
    for portal_type in TYPES:
        make(
            portal[SECTION],
            portal_type,
            f"Mẫu {portal_type}",
            id=portal_type.lower(),
            start=start,
            end=start + timedelta(hours=3),
            location="Hội trường mẫu",
        )


def portlet(site, app):
    """Read Plone's portlet of events beside a page of the section, as anybody."""
    browser = Browser(app)
    browser.open(f"{site.absolute_url()}/{SECTION}/trang")
    (box,) = html.fromstring(browser.contents).cssselect(".portletEvents")
    return " ".join(box.text_content().split())


def test_what_the_portlet_kept_is_shown_in_vietnamese_to_the_next_visitor(
    functional, site
):
    day = (localized_now() + timedelta(days=30)).strftime("%d/%m/%Y")
    first, *others = [portlet(site, functional["app"]) for _visit in range(4)]
    assert re.findall(r"\d+ giờ ngày [\d/]+", first) == (
        [f"8 giờ ngày {day}"] * len(TYPES)
    )
    assert others == [first] * 3
    assert ZONE not in first


def test_the_portlet_names_a_zone_that_is_not_the_portals(functional, site):
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Tokyo")
    transaction.commit()
    assert portlet(site, functional["app"]).count(f"({ZONE})") == len(TYPES)


@pytest.mark.parametrize("portal_type", TYPES)
def test_calendar_files_name_the_portals_zone(functional, site, portal_type):
    browser = Browser(functional["app"])
    browser.open(f"{site[SECTION][portal_type.lower()].absolute_url()}/ics_view")
    calendar = Calendar.from_ical(browser.contents)
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == ZONE
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == ZONE


def test_what_the_portlet_kept_is_found_where_the_section_stands_now(functional, site):
    for number, portal_type in enumerate(TYPES):
        item = site[SECTION][portal_type.lower()]
        item.start += timedelta(hours=number)
        item.end += timedelta(hours=number)
        item.reindexObject(idxs=["start", "end"])
    transaction.commit()
    shown = portlet(site, functional["app"])
    assert f"Mẫu {TYPES[0]}" in shown
    with api.env.adopt_roles(["Manager"]):
        api.content.rename(site[SECTION], new_id="ten-moi")
    transaction.commit()
    browser = Browser(functional["app"])
    browser.open(f"{site.absolute_url()}/ten-moi/trang")
    (box,) = html.fromstring(browser.contents).cssselect(".portletEvents")
    assert " ".join(box.text_content().split()) == shown
    links = box.xpath(".//li/a/@href")
    assert len(links) == len(TYPES) and all("/ten-moi/" in link for link in links)


@pytest.mark.parametrize("portal_type", TYPES)
def test_an_accessor_that_was_kept_finds_what_was_moved(site, portal_type):
    accessor = IEventAccessor(site[SECTION][portal_type.lower()])
    with api.env.adopt_roles(["Manager"]):
        api.content.rename(site[SECTION], new_id="ten-moi")
    IAnnotations(getRequest()).pop(KEY)
    assert accessor.title == f"Mẫu {portal_type}"
    assert accessor.url == f"{site.absolute_url()}/ten-moi/{portal_type.lower()}"


@pytest.mark.parametrize("portal_type", TYPES)
def test_an_event_that_is_gone_fails_nobody(site, portal_type):
    item = site[SECTION][portal_type.lower()]
    accessor, start = IEventAccessor(item), item.start
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(item, check_linkintegrity=False)
    IAnnotations(getRequest()).pop(KEY)
    assert accessor.title == f"Mẫu {portal_type}"
    assert accessor.start == start and accessor.end > start
    assert accessor.url == f"{site.absolute_url()}/"
    assert accessor.timezone == ZONE and not accessor.location
    assert getattr(accessor.context.aq_base, "image", None) is None


@pytest.mark.parametrize("portal_type", TYPES)
def test_items_with_versions_have_our_accessor(site, portal_type):
    """What Plone keeps versions of is marked; the order of its interfaces is another then."""
    item = site[SECTION][portal_type.lower()]
    alsoProvides(item, IVersioned)
    assert isinstance(IEventAccessor(item), SectionEventAccessor)
    assert type(IICalendarEventComponent(item)) is CalendarEvent


def test_the_portlet_goes_with_the_add_on_and_comes_back_with_it(
    functional, site, caplog
):
    shown = portlet(site, functional["app"])
    installer = get_installer(site, getRequest())
    with api.env.adopt_roles(["Manager"]):
        installer.uninstall_product(PACKAGE_NAME)
        transaction.commit()
        caplog.clear()
        browser = Browser(functional["app"])
        browser.open(site.absolute_url())
        assert "Mẫu" not in browser.contents
        assert not [one for one in caplog.records if one.levelname == "ERROR"]
        installer.install_product(PACKAGE_NAME)
        transaction.commit()
    assert portlet(site, functional["app"]) == shown


def test_events_of_plone_keep_plones_accessor(site):
    with api.env.adopt_roles(["Manager"]):
        event = api.content.create(site, "Event", "su-kien", title="Sự kiện")
    assert type(IEventAccessor(event)) is EventAccessor


@pytest.mark.parametrize("portal_type", TYPES)
def test_the_accessor_gives_what_cores_gives(site, portal_type):
    item = site[SECTION][portal_type.lower()]
    accessor = IEventAccessor(item)
    assert isinstance(accessor, SectionEventAccessor)
    assert accessor.context == item
    assert (accessor.title, accessor.location) == (item.title, "Hội trường mẫu")
    assert (accessor.start, accessor.end) == (item.start, item.end)
    assert accessor.timezone == ZONE
    accessor.location = "Nhà văn hóa"
    assert item.location == "Nhà văn hóa"


def test_the_accessor_works_for_what_stands_nowhere_yet(site):
    item = api.content.get(f"/{SECTION}/{EVENT_TYPES[0].lower()}").aq_base
    assert IEventAccessor(item).title == item.title
