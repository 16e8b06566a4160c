"""Who hides a place by its date is noted on each road, with and without the exchange."""

from DateTime import DateTime
from plone import api
from Products.CMFCore.indexing import processQueue
from public_content import make
from public_content import make_section
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.editorial.opening import IOpeningChanged
from sonla.pbgdpl.editorial.opening import OpeningNoticing
from sonla.pbgdpl.exchange.ledger import ANNOTATION
from zope.annotation.interfaces import IAnnotations
from zope.component import getGlobalSiteManager

import pytest

LATER = DateTime("2099-01-01T00:00:00+00:00")


@pytest.fixture
def told(portal):
    """Collect what is told of openings."""
    events = []
    manager = getGlobalSiteManager()
    manager.registerHandler(events.append, (IOpeningChanged,))
    yield events
    manager.unregisterHandler(events.append, (IOpeningChanged,))


@pytest.fixture
def section(portal, told):
    section = make_section(portal)
    processQueue()
    assert told == []
    return section


def put(place, date):
    """Set a date as folder contents do: without an event, then index."""
    place.effective_date = date
    place.reindexObject()
    processQueue()


@pytest.mark.parametrize("exchange", [True, False])
def test_a_date_is_told_once_and_noted(portal, section, told, exchange):
    if not exchange:
        del IAnnotations(portal)[ANNOTATION]
    before = log.count()
    put(section, LATER)
    put(section, LATER)
    put(section, None)
    days = [(event.place, event.old, event.new) for event in told]
    moment = int(LATER)
    assert days == [(section, None, moment), (section, moment, None)]
    assert log.count() == before + 2


def test_a_day_that_has_come_is_nobodys_doing(section, told):
    put(section, LATER)
    section.effective_date = DateTime() - 1
    kept = IAnnotations(section)
    key = "sonla.pbgdpl.opening"
    kept[key] = (kept[key][0], int(DateTime() - 1))
    OpeningNoticing().notice(section)
    assert len(told) == 1
    assert kept[key][1] is None


def test_texts_and_places_outside_sections_are_not_told(portal, section, told):
    put(make(section, "LegalNews", "Tin"), LATER)
    put(make(portal, "Folder", "Ngoài"), LATER)
    assert told == []


def test_a_copy_does_not_share_what_is_known_of_the_place(section, told):
    folder = make(section, "Folder", "Thư mục")
    put(folder, LATER)
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(folder, section, id="ban-sao")
    assert [event.place for event in told] == [folder, copy]
    put(copy, None)
    assert [event.new for event in told if event.place == copy] == [int(LATER), None]
    assert OpeningNoticing().notice(folder) is None and len(told) == 3
