"""How an item is listed is said by its subject; another add-on says it of its types."""

from public_content import make
from sample_addon import registered
from sonla.pbgdpl.ui.summaries import brief_list
from sonla.pbgdpl.ui.summaries import CARD
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import STORY

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

    style = "guidance"

    def facts(self, entry):
        return {
            "number": "12/QĐ-MAU",
            "document_type": "",
            "issued_text": "02/09/2026",
            "issuer": f"Ban {entry.title}",
            "validity": "",
            "validity_title": "",
        }


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
    assert line.get("class") == "is-guidance"
    (number,) = line.cssselect("strong")
    assert number.text == "12/QĐ-MAU" and number.tail.strip() == "02/09/2026"
    assert line.cssselect("p")[1].text.strip() == "Ban Thi tìm hiểu pháp luật"


def test_a_type_without_a_style_is_a_story(entries):
    (entry,) = entries()
    (line,) = lxml.html.fromstring(brief_list([entry])).cssselect("li")
    assert line.get("class") == "is-story is-lead"
    assert (entry.style.style, entry.kind, entry.facts) == (STORY, "", {})


def test_covers_are_asked_for_what_they_show_only(section, texts):
    brains = section.portal_catalog.unrestrictedSearchResults(
        UID=texts["EducationMaterial"].UID()
    )
    (entry,) = entries_of(brains)
    html = brief_list([entry])
    assert entry.style.style == CARD and "is-card" in html
    assert ("obj" in vars(entry)) == ("<img" in html)
