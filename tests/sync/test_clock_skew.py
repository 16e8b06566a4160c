"""A source whose clock is not ours: operators learn of it, and nothing else changes."""

from harvested_portal import HarvestedPortal
from oai_documents import RESPONSE_DATE
from offset_token_source import CountingSource
from offset_token_source import serving
from public_content import make_section
from sonla.referenceserver.clock import stamp

import datetime
import pytest


class Ahead(CountingSource):
    """A source whose clock is so many minutes ahead of what the portal's says."""

    minutes = 0

    def Identify(self, asked):
        late = self.clock.now() + datetime.timedelta(minutes=self.minutes)
        body = super().Identify(asked)
        return body.replace(RESPONSE_DATE.encode(), stamp(late).encode())


@pytest.fixture
def portal(functional_portal, monkeypatch):
    make_section(functional_portal)
    source = Ahead()
    source.add("oai:dem.example:1")
    with serving(source, monkeypatch):
        portal = HarvestedPortal(functional_portal, source)
        portal.configure()
        yield portal


def clock_skew_minutes(portal) -> int:
    return portal.store.source(portal.source).clock_skew_minutes


def told(portal) -> bool:
    """Return whether the last run has a line about it in the journal."""
    journal = portal.jobs.journal
    entries = journal.entries_of(journal.latest())
    return ("noticed", "clock") in {(one.action, one.detail) for one in entries}


@pytest.mark.parametrize("minutes", [6, -90])
def test_it_is_told_once_and_stays_on_the_page_until_it_ends(portal, minutes):
    portal.server.minutes = minutes
    assert portal.run().state == "done"
    assert (told(portal), clock_skew_minutes(portal)) == (True, minutes)
    assert portal.run().state == "done"
    assert (told(portal), clock_skew_minutes(portal)) == (False, minutes)
    portal.server.minutes = 0
    assert portal.run().state == "done"
    assert (told(portal), clock_skew_minutes(portal)) == (False, 0)
    assert len(portal.items()) == 1


@pytest.mark.parametrize("minutes", [5, -5])
def test_a_few_minutes_are_nothing(portal, minutes):
    portal.server.minutes = minutes
    assert portal.run().state == "done"
    assert (told(portal), clock_skew_minutes(portal)) == (False, 0)


def test_a_dry_run_stores_nothing(portal):
    portal.server.minutes = 6
    assert portal.run(dry_run=True).state == "done"
    assert clock_skew_minutes(portal) == 0
