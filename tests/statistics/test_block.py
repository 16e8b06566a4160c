"""The block of key figures on homepage and landing page, and the way to the figures."""

from datetime import datetime
from datetime import timedelta
from functools import partial
from new_items import create
from people import enter
from plone import api
from sample_addon import registered
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from sonla.pbgdpl.homepage.rendering import offered_blocks
from sonla.pbgdpl.statistics.interfaces import IKeyFigure
from sonla.pbgdpl.statistics.pages.section_pages import StatisticsPages
from statistics_content import activity
from statistics_content import moment
from zope.component import getMultiAdapter
from zope.interface import alsoProvides
from zope.interface import implementer

import lxml.html
import pytest

SAMPLE = """
  <utility
      factory=".Contests"
      name="contests"
      />
"""


@implementer(IKeyFigure)
class Contests:
    """Count the contests of another add-on."""

    order = 5
    counter = ""

    def figures(self, place):
        yield f"Cuộc thi ở {place.title}", 1234
        yield "Cuộc thi đã hủy", 0


@pytest.fixture
def held(portal):
    """Return a function that makes an activity of this year, as of its first day."""
    start = datetime(today().year, 1, 1, tzinfo=portal_zone())
    return partial(activity, start=start)


@pytest.fixture
def render(portal, section):
    request = portal.REQUEST
    alsoProvides(request, IBrowserLayer)

    def rendered(*roots, count=9):
        block = getMultiAdapter((portal, request), IHomepageBlock, name="key-figures")
        return block.render(BlockOptions(count=count, roots=roots or None))

    return rendered


def test_there_is_no_block_without_figures(render):
    assert render().html == ""


def test_the_largest_figures_of_the_year(portal, section, unit, held, render):
    held(unit, sessions=3, attendees=1200)
    activity(unit, start=moment(2020, 1, 1), sessions=100)
    enter(unit, "<b>Lò</b>")
    content = render()
    assert "Số lượt người tham dự" in content.html and "1.200" in content.html
    assert "100" not in content.html.replace("1.200", "")
    assert content.html.count("<dt>") == 3
    assert content.more_url == f"{portal.absolute_url()}/@@pbgdpl-statistics"
    assert content.valid_until == midnight(today() + timedelta(days=1))
    assert render(count=1).html.count("<dt>") == 1


def test_a_section_shows_its_own(section, unit, held, render):
    held(unit, sessions=3)
    assert "Số cuộc" in render(path_of(section)).html
    assert "Số cuộc" in render(path_of(unit)).html
    with api.env.adopt_roles(["Manager"]):
        other = create(
            api.portal.get(), "LegalEducationSection", title="Chuyên trang khác"
        )
    assert render(path_of(other)).html == ""


def test_figures_of_another_add_on_stand_in_their_place(section, unit, held, render):
    held(unit, sessions=3)
    enter(unit, "Lò")
    with registered(SAMPLE, Contests=Contests):
        shown = lxml.html.fromstring(render(path_of(section)).html)
    lines = [line.text for line in shown.cssselect("dt")]
    place = lines.index(f"Cuộc thi ở {section.title}")
    assert shown.cssselect("dd")[place].text == "1.234"
    assert "Cuộc thi đã hủy" not in lines
    (sessions,) = (one for one in lines if one.startswith("Số cuộc"))
    assert lines.index(sessions) < place == len(lines) - 2
    assert "Cuộc thi" not in render(path_of(section)).html


def test_a_form_is_passed_over_whose_counter_a_figure_stands_for(unit, held, render):
    held(unit, sessions=3)

    class Counted(Contests):
        counter = "activities"

    with registered(SAMPLE, Contests=Counted):
        assert "Số cuộc" not in render().html
    assert "Số cuộc" in render().html


def test_it_can_be_picked(portal, section, render):
    assert "key-figures" in dict(offered_blocks(portal, portal.REQUEST))


def test_the_landing_page_leads_to_the_figures_once_there_are_some(section, unit):
    pages = StatisticsPages(section)
    assert list(pages.links()) == []
    activity(unit)
    (page,) = pages.links()
    assert page.url == f"{section.absolute_url()}/@@pbgdpl-statistics"
