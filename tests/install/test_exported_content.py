"""Plone's files of content have what an option keeps, whether it is on or off, and bring it back."""

from expenditures import spend
from loaded_zcml import loaded_zcml
from plone.app.testing import SITE_OWNER_NAME
from plone.exportimport.exporters.content import ContentExporter
from plone.exportimport.importers.content import ContentImporter
from plone.testing.zope import login
from public_content import make
from public_content import make_section
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import switch_to
from sonla.pbgdpl.core.types import content_paths
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from zope.interface import alsoProvides

import json
import pytest

ROYALTY = {"royalty_kind": "tin", "word_count": 300}


@pytest.fixture
def portal(functional, functional_portal):
    """Yield the portal, which can export as one that is served."""
    login(functional["app"]["acl_users"], SITE_OWNER_NAME)
    with loaded_zcml(functional_portal, '<include package="plone.exportimport" />'):
        yield functional_portal


@pytest.fixture
def news(portal):
    """Return news with a royalty, and nothing of a type that an option has."""
    alsoProvides(portal.REQUEST, IBrowserLayer)
    unit = make(make_section(portal), "ContributingUnit", "Đơn vị", code="don-vi")
    return make(unit, "LegalNews", "Tin", **ROYALTY)


def written(portal, folder):
    """Export all content; map the addresses of items to what was written."""
    folder.mkdir()
    ContentExporter(portal).export_data(folder)
    found = map(json.loads, (one.read_text() for one in folder.rglob("data.json")))
    return {one["@id"]: one for one in found}


def royalty_of(portal, path):
    item = portal.unrestrictedTraverse(path)
    return {name: stored_value(item, name) for name in ROYALTY}


def test_fields_of_an_option_that_is_off_are_written_and_read(portal, news, tmp_path):
    path, name, unit = news.getPhysicalPath(), news.getId(), news.aq_parent
    on = written(portal, tmp_path / "on")
    switch_to([])
    assert written(portal, tmp_path / "off") == on
    unit.manage_delObjects([name])
    ContentImporter(portal).import_data(tmp_path / "off")
    assert royalty_of(portal, path) == ROYALTY


def test_what_an_option_alone_has_is_refused_while_it_is_off_and_comes_in_later(
    portal, news, tmp_path
):
    unit = news.aq_parent
    spent = spend(unit, 1_500_000)
    path = "/".join(spent.getPhysicalPath())
    switch_to([])
    assert path.removeprefix("/plone") in written(portal, tmp_path / "off")
    unit.manage_delObjects([spent.getId()])
    with pytest.raises(AdditionRefused, match="switched off in this portal"):
        ContentImporter(portal).import_data(tmp_path / "off")
    assert path not in content_paths()
    switch_to(dict(all_options()))
    ContentImporter(portal).import_data(tmp_path / "off")
    assert stored_value(portal.unrestrictedTraverse(path), "amount") == 1_500_000
