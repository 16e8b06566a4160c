"""The page of a component leads to the lists that belong to it."""

from councils import make_council
from people import enter
from people import recognition
from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import logout
from public_content import publish
from sample_addon import registered
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from zope.component import getMultiAdapter

import lxml.html
import pytest

COUNCIL = "hoi-dong-phoi-hop"
ASKING = "request-reporter"
"""The form by which a reporter is asked for, whether anybody is in the register or not."""
SECTION_PAGES = """
  <adapter
      factory=".SamplePages"
      for="sonla.pbgdpl.core.interfaces.ISectionRoot"
      name="sample"
      />
"""


@pytest.fixture
def made(site):
    """Return the section that the profile makes."""
    applyProfile(site, "sonla.pbgdpl:structure")
    (section,) = all_sections()
    return section


@pytest.fixture
def leads(http_request):
    """Return a function: where a page leads, and whether it says that it is empty."""

    def read(page):
        logout()
        view = getMultiAdapter((page, http_request), name="listing_view")
        shown = lxml.html.fromstring(view())
        links = shown.cssselect("nav.pbgdpl-pages a")
        return {
            "lists": [link.get("href").rpartition("/@@")[2] for link in links],
            "empty": bool(shown.cssselect(".pbgdpl-empty")),
        }

    return read


def test_to_the_lists_in_which_somebody_stands(made, leads):
    assert leads(made[COUNCIL]) == {"lists": [ASKING], "empty": False}
    enter(made, "Lò Văn Mẫu", full_name="Lò Văn Mẫu")
    assert leads(made[COUNCIL]) == {"lists": ["reporters", ASKING], "empty": False}
    row = recognition("xa", "03646")
    enter(made, "Cà Thị Mẫu", "LegalPropagandist", [row], full_name="Cà Thị Mẫu")
    found = leads(made[COUNCIL])
    lists = ["reporters", "propagandists", ASKING]
    assert found == {"lists": lists, "empty": False}


def test_to_the_council_first(made, leads):
    enter(made, "Lò Văn Mẫu", full_name="Lò Văn Mẫu")
    council = publish(make_council(made))
    found = leads(made[COUNCIL])["lists"]
    assert found == [council.absolute_url(), "reporters", ASKING]


def test_from_no_other_page(made, leads):
    enter(made, "Lò Văn Mẫu", full_name="Lò Văn Mẫu")
    assert leads(made["tai-lieu"]) == {"lists": [], "empty": True}
    with api.env.adopt_roles(["Manager"]):
        own = api.content.create(made, "Collection", "rieng", title="Riêng")
    assert leads(own)["lists"] == []


def test_a_page_that_was_renamed_and_rewritten_is_still_that_of_its_component(
    made, leads
):
    enter(made, "Lò Văn Mẫu", full_name="Lò Văn Mẫu")
    with api.env.adopt_roles(["Manager"]):
        page = api.content.rename(made[COUNCIL], "hoi-dong")
    page.title, page.query = "Hội đồng", []
    assert leads(page)["lists"] == ["reporters", ASKING]


def test_lists_of_other_subjects_by_registration(made, leads):
    class SamplePages(SectionPages):
        component = COUNCIL
        order = 30

        def links(self):
            yield PageLink(f"{self.place.absolute_url()}/@@sample", "Mẫu")

    enter(made, "Lò Văn Mẫu", full_name="Lò Văn Mẫu")
    with registered(SECTION_PAGES, SamplePages=SamplePages):
        assert leads(made[COUNCIL])["lists"] == ["sample", "reporters", ASKING]
