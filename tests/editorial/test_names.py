"""Content in a section takes the place of no page, whichever way it gets its name."""

from plone import api
from public_content import publish
from sonla.pbgdpl.editorial.additions import ASKED_OF_FOLDERS
from sonla.pbgdpl.editorial.exceptions import AdditionRefused

import pytest
import transaction

PAGES = ("activities", "atom.xml", "pbgdpl-search", "reporters", "rss.xml")
DEFAULT_PAGES = ("FrontPage", "index.htm", "index.html", "index_html")
TAKEN = (*PAGES, *DEFAULT_PAGES, *sorted(ASKED_OF_FOLDERS))


def send(site, name):
    body = {"@type": "LegalNews", "title": "Bài", "id": name}
    return site.rest("POST", site.unit, "", "contributor", json=body)


def test_no_client_chooses_it(site):
    site.save()
    before = list(site.unit.objectIds())
    answers = {name: send(site, name) for name in TAKEN}
    assert {answer.status_code for answer in answers.values()} == {400}
    assert [name for name, answer in answers.items() if name not in answer.text] == []
    transaction.begin()
    assert list(site.unit.objectIds()) == before


def test_other_names_can_be_chosen(site):
    site.save()
    assert send(site, "bai-moi").status_code == 201


def test_the_unit_is_shown_to_visitors(site):
    for place in (site.section, site.unit):
        publish(place)
    site.save()
    for name in ("index_html", "layout", "default_page"):
        send(site, name)
    assert site.http("GET", site.unit).status_code == 200
    assert "/login" not in site.http("GET", site.unit).url


def test_no_item_is_renamed_so(office):
    item = office.make("contributor", "LegalNews", title="Bài")
    with api.env.adopt_roles(["Manager"]), pytest.raises(AdditionRefused):
        api.content.rename(item, "index_html")
    assert item.getId() == "bai"


def test_no_item_is_moved_so(office):
    with api.env.adopt_roles(["Manager"]):
        item = api.content.create(office.portal, "Document", "index_html", title="A")
        with pytest.raises(AdditionRefused):
            api.content.move(item, office.unit)
        folder = api.content.create(office.portal, "Folder", "ngoai", title="B")
        inside = api.content.create(folder, "Document", "index_html", title="C")
        moved = api.content.move(folder, office.unit)
    assert "index_html" in moved, "what a folder brings along is the folder's own"
    assert inside.title == "C"


@pytest.mark.parametrize(
    ("title", "name"), [("Activities", "activities-1"), ("Layout", "layout-1")]
)
def test_titles_lead_to_names_that_are_free(office, title, name):
    item = office.make("contributor", "LegalNews", title=title)
    assert item.getId() == name
