"""A unit with public content goes nowhere before its content does; its group goes with it."""

from datetime import date
from made_once import made_once
from plone import api
from plone.app.content.browser.folderfactories import FolderFactoriesView
from sonla.pbgdpl.core.interfaces import IOrphaned
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial.exceptions import DeletionRefused
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.units.closing import close_unit
from sonla.pbgdpl.units.closing import move_everything
from sonla.pbgdpl.units.closing import published_inside
from sonla.pbgdpl.units.creation import make_units
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.proposals import from_agencies
from zope.interface import alsoProvides

import pytest

GROUP = "pbgdpl-unit-so-tu-phap"


@pytest.fixture
def unit(two_units):
    return two_units["so-tu-phap"]


@pytest.fixture
def shown(portal, unit):
    return made_once(portal, make_shown)


def make_shown(portal):
    """Publish a text in a folder of the unit."""
    unit = units_by_code(portal["pbgdpl"])["so-tu-phap"]
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", False)
    folder = api.content.create(unit, "Folder", "ho-so", "Hồ sơ")
    text = api.content.create(folder, "Document", "da-dang", "Đã đăng")
    for transition in ("submit", "forward", "approve"):
        api.content.transition(text, transition)
    return text


def has_group():
    return api.group.get(groupname=GROUP) is not None


def test_a_unit_with_public_content_is_not_deleted_by_anybody(section, unit, shown):
    with pytest.raises(DeletionRefused) as refused:
        api.content.delete(unit)
    assert "Đã đăng" in str(refused.value)
    with pytest.raises(DeletionRefused):
        section.manage_delObjects([unit.getId()])
    catalog = api.portal.get_tool("portal_catalog")
    assert unit.getId() in section and has_group()
    assert len(catalog(UID=shown.UID())) == len(catalog(UID=unit.UID())) == 1


def test_a_text_and_its_files_count_as_one(unit, shown):
    picture = api.content.create(unit, "Image", "anh", "Ảnh")
    set_state(
        picture, api.portal.get_tool("portal_workflow")[ATTACHMENT_WORKFLOW], "visible"
    )
    assert published_inside(unit) == [shown]
    api.content.transition(shown, "withdraw", comment="Sai.")
    assert published_inside(unit) == [picture]


def test_nor_is_it_cut_out_of_its_section(portal, section, unit, shown):
    other = api.content.create(portal, "LegalEducationSection", "khac", "Khác")
    with pytest.raises(DeletionRefused):
        api.content.move(unit, other)
    api.content.rename(unit, "ten-khac")
    assert "ten-khac" in section


@pytest.fixture
def above(portal, section):
    return made_once(portal, make_above)


def make_above(portal):
    """Make a folder of the portal that holds a section with a unit that shows something."""
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", False)
    above = api.content.create(portal, "Folder", "tren", "Trên")
    section = api.content.create(above, "LegalEducationSection", "trong", "Trong")
    make_units(section, from_agencies(["so-tu-phap"]))
    text = api.content.create(
        units_by_code(section)["so-tu-phap"], "LegalNews", "tin", "Tin đã đăng"
    )
    for transition in ("submit", "forward", "approve"):
        api.content.transition(text, transition)
    return above


@pytest.mark.parametrize("what", ["folder", "section"])
def test_nor_goes_it_with_what_holds_it(portal, above, what):
    doomed = above if what == "folder" else above["trong"]
    holder, name = doomed.aq_parent, doomed.getId()
    with pytest.raises(DeletionRefused) as refused:
        api.content.delete(doomed)
    assert "Tin đã đăng" in str(refused.value)
    with pytest.raises(DeletionRefused):
        holder.manage_delObjects([name])
    assert name in holder and has_group()
    catalog = api.portal.get_tool("portal_catalog")
    assert len(catalog(portal_type="LegalNews", path="/plone/tren")) == 1


def test_a_section_moves_with_its_units(portal, above):
    place = api.content.create(portal, "Folder", "noi", "Nơi")
    api.content.move(above["trong"], place)
    unit = units_by_code(place["trong"])["so-tu-phap"]
    assert "tin" in unit and has_group()
    api.content.transition(unit["tin"], "withdraw", comment="Hết")
    api.content.delete(place)
    assert not has_group()


def test_drafts_go_with_their_unit_and_so_does_the_group(section, unit):
    api.content.create(unit, "LegalNews", "nhap", "Nháp")
    assert has_group()
    api.content.delete(unit)
    assert "so-tu-phap" not in units_by_code(section) and not has_group()


def test_the_group_stays_while_another_unit_has_it(portal, section, unit):
    other = api.content.create(portal, "LegalEducationSection", "khac", "Khác")
    make_units(other, from_agencies(["so-tu-phap"]))
    api.content.delete(unit)
    assert has_group()


def test_a_deleted_section_leaves_no_groups(section, unit):
    api.content.delete(section)
    assert not has_group()


def test_everything_moves_to_the_unit_that_follows(section, unit, shown):
    successor = units_by_code(section)["ubnd-tinh"]
    close_unit(unit, date.today(), successor)
    assert [result.moved for result in move_everything(unit, successor)] == [True]
    moved = successor["ho-so"]["da-dang"]
    assert api.content.get_state(moved) == "published"
    assert moved.UID() == shown.UID()
    api.content.delete(unit)
    assert "so-tu-phap" not in units_by_code(section)


def test_the_page_of_closing_moves_everything(section, unit, shown, post):
    successor = units_by_code(section)["ubnd-tinh"]
    close_unit(unit, date.today(), successor)
    _view, html = post("pbgdpl-unit-close", unit)
    assert 'name="move_all"' in html
    post("pbgdpl-unit-close", unit, move_all="1")
    assert unit.objectIds() == [] and "ho-so" in successor


def test_plone_keeps_nothing_of_the_group_of_a_deleted_unit(section, unit):
    kept = api.portal.get_tool("portal_groupdata")._members
    assert GROUP in kept
    api.content.delete(unit)
    assert GROUP not in kept


def test_the_menu_of_a_unit_without_its_type_is_drawn(portal, unit):
    """After an uninstallation: administrators find folder contents there, and the menu."""
    portal.portal_types.manage_delObjects([unit.portal_type])
    alsoProvides(unit, IOrphaned)
    view = FolderFactoriesView(unit, portal.REQUEST)
    assert "Folder" in {line["id"] for line in view.addable_types()}
