"""From the catalog's answers to the items: each as it stands, one stale answer costs none."""

from plone import api
from public_content import make_section
from sonla.pbgdpl.core import catalog
from sonla.pbgdpl.core.catalog import brains_with_objects
from sonla.pbgdpl.core.catalog import load_objects

import pytest


@pytest.fixture
def items(portal):
    section = make_section(portal)
    with api.env.adopt_roles(["Manager"]):
        unit = api.content.create(
            section, "ContributingUnit", "xa", "Xã Mẫu", code="xa"
        )
        return [
            api.content.create(place, "LegalNews", f"tin-{number}", f"Tin {number}")
            for number, place in enumerate([section, unit, section, unit])
        ]


def found():
    return api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="LegalNews", sort_on="id"
    )


def test_items_come_in_order_and_stand_in_their_folders(items):
    loaded = list(load_objects(found()))
    assert loaded == items
    for one, item in zip(loaded, items, strict=True):
        assert one.absolute_url() == item.absolute_url()
        assert one.aq_parent == item.aq_parent
    pairs = [(brain.getPath(), item) for brain, item in brains_with_objects(found())]
    assert pairs == [("/".join(item.getPhysicalPath()), item) for item in items]


def test_what_is_gone_is_passed_over(items):
    """A folder that was lost without a word to the catalog, and an item."""
    answers = found()
    items[0].aq_parent._delOb("xa")
    items[0].aq_parent._delOb("tin-2")
    assert list(load_objects(answers)) == [items[0]]


def test_the_way_to_a_folder_is_gone_once(items, monkeypatch):
    """It costs far more than the items: thousands of people stand in one folder."""
    asked = []
    original = catalog.folder_of

    def folder_of(brain, path):
        asked.append(path)
        return original(brain, path)

    monkeypatch.setattr(catalog, "folder_of", folder_of)
    assert len(list(load_objects(found()))) == 4
    assert len(asked) == 2
