"""The menu Add in a section: our types in the order of use, the portal's by a setting."""

from content_types import STOCK_TEXT_TYPES
from desk_content import acting
from desk_content import walk
from new_items import create
from plone import api
from plone.app.contentmenu.menu import FactoriesMenu
from plone.dexterity.utils import createContent
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.states import state_of

import pytest

MENU = [
    "LegalNews",
    "LegalActivity",
    "EducationMaterial",
    "LegalIntroduction",
    "Guidance",
    "LegalPropagandist",
    "LegalReporter",
]
STOCK = {*STOCK_TEXT_TYPES, "File", "Image"}


def menu(place):
    """List the types, or ids, of the lines of the menu as the user finds it."""
    lines = FactoriesMenu("plone_contentmenu_factory").getMenuItems(
        place, place.REQUEST.clone()
    )
    return [line.get("id") or line["extra"]["id"] for line in lines]


def all_types(place):
    view = api.content.get_view("folder_factories", place, place.REQUEST.clone())
    return [line["id"] for line in view.addable_types()]


def allow_stock():
    api.portal.set_registry_record("sonla.pbgdpl.stock_types", value=True)


def test_menu_of_a_unit_is_short_and_in_the_order_of_use(unit):
    with acting("tac-gia"):
        lines = menu(unit)
    assert lines[:7] == MENU
    assert lines[7:] == ["plone-contentmenu-more"]


def test_the_eighth_line_leads_to_all_types_of_ours(unit):
    with acting("tac-gia"):
        offered = all_types(unit)
    assert offered[:7] == MENU
    assert set(offered) <= set(types_with("is_own"))
    assert {"TrainingCourse", "CoordinationCouncil"} <= set(offered)


def test_types_of_the_portal_by_setting(unit):
    allow_stock()
    with acting("tac-gia"):
        assert set(all_types(unit)) >= STOCK
        assert menu(unit)[:7] == MENU


def test_administrators_build_the_section_with_them(section, unit):
    with api.env.adopt_roles(["Manager"]):
        assert set(all_types(section)) >= STOCK
        assert not STOCK & set(all_types(unit))


def test_the_portals_own_menu_stays_as_it_is(desk_site):
    with api.env.adopt_roles(["Manager"]):
        lines = menu(desk_site)
    assert set(lines) >= STOCK - {"Collection"}


def test_what_an_administrator_chose_for_a_unit_holds(unit):
    unit.constrain_types_mode = 1
    unit.locally_allowed_types = ["LegalNews", "Guidance"]
    unit.immediately_addable_types = ["Guidance"]
    with acting("tac-gia"):
        assert menu(unit) == ["Guidance", "plone-contentmenu-more"]


@pytest.mark.parametrize("portal_type", STOCK_TEXT_TYPES)
def test_nobody_else_adds_them_by_another_way(unit, portal_type):
    with acting("tac-gia"):
        with pytest.raises(AdditionRefused, match="stands in no list"):
            unit[unit._setObject("moi", createContent(portal_type, id="moi"))]
    allow_stock()
    with acting("tac-gia"):
        made = create(unit, portal_type, title="Mới")
    assert state_of(made) == "draft"


@pytest.mark.parametrize("portal_type", ["File", "Image"])
def test_files_come_with_texts(unit, portal_type):
    with acting("tac-gia"):
        assert create(unit, portal_type, title="Tệp")


@pytest.mark.usefixtures("content_alone")
@pytest.mark.parametrize("portal_type", sorted({*STOCK_TEXT_TYPES} - {"Folder"}))
def test_approved_stock_text_stands_in_the_list_of_its_unit(unit, portal_type):
    with api.env.adopt_roles(["Manager"]):
        made = create(unit, portal_type, title="Bài của cổng")
        api.content.transition(made, "submit")
        walk(made, ("bien-tap", "forward"), ("phe-duyet", "approve"))
        view = api.content.get_view("view", unit, unit.REQUEST.clone())
        assert "Bài của cổng" in view()
