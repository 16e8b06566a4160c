"""Section and unit lead to the pages that subjects register, in their order."""

from new_items import create
from plone import api
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from sample_addon import registered
from sonla.pbgdpl.ui.section_pages import actions_of
from sonla.pbgdpl.ui.section_pages import links_of
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from zope.component import getMultiAdapter

import lxml.html
import pytest

SAMPLE = """
  <adapter
      factory=".SamplePages"
      for="sonla.pbgdpl.core.interfaces.ISectionRoot"
      name="sample"
      />
  <adapter
      factory=".SamplePages"
      for="sonla.pbgdpl.units.content.IContributingUnit"
      name="sample"
      />
"""


class SamplePages(SectionPages):
    """Lead to a list and to a form of another add-on."""

    order = 65

    def links(self):
        yield PageLink(f"{self.place.absolute_url()}/@@contests", "Cuộc thi mẫu", "Thi")

    def actions(self):
        yield PageLink(f"{self.place.absolute_url()}/@@enter-contest", "Dự thi mẫu")


@pytest.fixture
def shown(http_request):
    """Return a function: the page of a place as it is drawn."""
    return lambda place: lxml.html.fromstring(
        getMultiAdapter((place, http_request), name="view")()
    )


@pytest.fixture
def unit(section):
    """Return a unit in which nothing stands."""
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    return create(section, "ContributingUnit", title="Phường Mẫu")


def test_a_section_leads_to_the_pages_of_another_add_on(section, shown):
    logout()
    with registered(SAMPLE, SamplePages=SamplePages):
        page = shown(section)
    links = {link.text: link.get("href") for link in page.cssselect(".pbgdpl-pages a")}
    assert links["Cuộc thi mẫu"] == f"{section.absolute_url()}/@@contests"
    (ask, enter) = page.cssselect("a.pbgdpl-button")
    assert ask.get("class") == "pbgdpl-button is-signal"
    assert enter.get("href") == f"{section.absolute_url()}/@@enter-contest"
    assert enter.get("class") == "pbgdpl-button is-plain"
    assert shown(section).cssselect("a.pbgdpl-button")[1:] == []


def test_a_unit_leads_to_the_pages_of_another_add_on(unit, shown):
    with registered(SAMPLE, SamplePages=SamplePages):
        links = shown(unit).cssselect(".pbgdpl-unit p a")
    names = [link.get("href").rpartition("/@@")[2] for link in links]
    assert names == [
        *("contests", "quick-activity", "register-import", "enter-contest"),
        *("pbgdpl-statistics", "pbgdpl-expenditures", "pbgdpl-banks"),
    ]


def test_the_order_is_that_of_the_subjects(section):
    with registered(SAMPLE, SamplePages=SamplePages):
        names = [link.url.rpartition("/@@")[2] for link in links_of(section)]
        assert names == [
            *("emergencies", "request-reporter", "contests", "ask-question"),
            "questions",
        ]
        assert actions_of(section)[0].title == "Dự thi mẫu"
