"""How an item is listed is said by its subject; another add-on says it of its types."""

from chameleon import PageTemplate
from public_content import make
from sample_addon import registered
from sonla.pbgdpl.ui.summaries import brief_list
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import EntryStyle

import lxml.html
import pytest

SAMPLE = """
  <utility
      factory=".SampleStyle"
      name="Document"
      />
"""


class SampleStyle(EntryStyle):
    """Show pages with the number and day of the decision of which they tell."""

    style = "decision"
    template = PageTemplate(
        '<strong>${facts["number"]}</strong> ${facts["day"]}'
        '<a href="${entry.url}">Ban ${entry.title}</a>'
        '<p tal:condition="described">${entry.description}</p>'
    )

    def facts(self, entry):
        return {"number": "12/QĐ-MAU & 13", "day": "02/09/2026"}


@pytest.fixture
def entries(section):
    """Return a function: the entry of a page, made anew."""
    page = make(section, "Document", "Thi tìm hiểu pháp luật")
    catalog = section.portal_catalog

    def found():
        return list(entries_of(catalog.unrestrictedSearchResults(UID=page.UID())))

    return found


def test_a_type_of_another_add_on(entries):
    with registered(SAMPLE, SampleStyle=SampleStyle):
        (line,) = lxml.html.fromstring(brief_list(entries())).cssselect("li")
    assert line.get("class") == "is-decision"
    (number,) = line.cssselect("strong")
    assert number.text == "12/QĐ-MAU & 13" and number.tail.strip() == "02/09/2026"
    (link,) = line.cssselect("a")
    assert link.text == "Ban Thi tìm hiểu pháp luật" and not line.cssselect("p")


def test_a_type_without_a_style_is_a_story(entries):
    (entry,) = entries()
    (line,) = lxml.html.fromstring(brief_list([entry])).cssselect("li")
    assert line.get("class") == "is-story"
    assert (entry.style.style, entry.kind) == ("story", "")


def test_covers_are_asked_for_what_they_show_only(section, texts):
    brains = section.portal_catalog.unrestrictedSearchResults(
        UID=texts["EducationMaterial"].UID()
    )
    (entry,) = entries_of(brains)
    html = brief_list([entry])
    assert entry.style.style == "card" and "is-card" in html
    assert ("obj" in vars(entry)) == ("<img" in html)
