"""The menu Add in a section: our types in three groups, the portal's by a setting."""

from content_types import STOCK_TEXT_TYPES
from DateTime import DateTime
from desk_content import acting
from desk_content import walk
from lxml.html import fromstring
from new_items import create
from operator import itemgetter
from plone import api
from plone.app.contentmenu.menu import FactoriesMenu
from plone.dexterity.utils import createContent
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.states import state_of
from zope.i18n import translate

import pytest

WRITE = ["LegalNews", "LegalIntroduction", "EducationMaterial", "LifeSituation"]
LISTS = ["LegalActivity", "LegalPropagandist", "LegalReporter", "StatisticsReport"]
LISTS += ["Guidance", "TrainingCourse", "Expenditure"]
OTHER = ["CoordinationCouncil", "PolicyDialogue", "QuestionBank"]
HEADINGS = ["Viết", "Danh sách, báo cáo", "Khác"]
STOCK = {*STOCK_TEXT_TYPES, "File", "Image"}


def lines_of(place):
    """List the lines of the menu as the user finds it."""
    menu = FactoriesMenu("plone_contentmenu_factory")
    return menu.getMenuItems(place, place.REQUEST.clone())


def menu(place):
    """List the types, or ids, of the lines that lead somewhere."""
    lines = filter(itemgetter("action"), lines_of(place))
    return [line.get("id") or line["extra"]["id"] for line in lines]


def page(place):
    """Return the page of the same."""
    view = api.content.get_view("folder_factories", place, place.REQUEST.clone())
    return fromstring(view())


def allow_stock():
    api.portal.set_registry_record("sonla.pbgdpl.stock_types", value=True)


def test_menu_has_three_groups_in_the_order_of_use(unit):
    with acting("tac-gia"):
        assert menu(unit) == [*WRITE, *LISTS, *OTHER]
        headings = [one for one in lines_of(unit) if not one["action"]]
    assert all(one["extra"]["separator"] for one in headings)
    words = [translate(one["title"], target_language="vi") for one in headings]
    assert words == HEADINGS


def test_what_somebody_made_last_stands_first_in_its_group(unit):
    with acting("tac-gia"):
        for day, name in enumerate(("TrainingCourse", "Guidance", "LifeSituation"), 1):
            made = create(unit, name, title="Bài")
            made.creation_date = DateTime(2026, 1, day)
            made.reindexObject(idxs=["created"])
        found = menu(unit)
    assert found[:2] == ["LifeSituation", "LegalNews"]
    assert found[4:7] == ["Guidance", "TrainingCourse", "LegalActivity"]
    with acting("bien-tap"):
        assert menu(unit) == [*WRITE, *LISTS, *OTHER]


def test_page_has_the_same_with_a_line_of_help(unit):
    with acting("tac-gia"):
        (groups,) = page(unit).xpath("//div[contains(@class, 'row-cols')]")
    names = [link.rpartition("++add++")[2] for link in groups.xpath(".//a/@href")]
    assert names == [*WRITE, *LISTS, *OTHER]
    assert all(one.text for one in groups.xpath(".//li/div"))


def test_what_rests_is_not_offered(unit):
    switch("learning", on=False)
    with acting("tac-gia"):
        assert menu(unit) == [*WRITE, *LISTS, *OTHER[:-1]]


def test_types_of_the_portal_by_setting(unit):
    allow_stock()
    with acting("tac-gia"):
        assert set(menu(unit)) >= STOCK
        assert menu(unit)[:4] == WRITE


def test_administrators_build_the_section_with_them(section, unit):
    with api.env.adopt_roles(["Manager"]):
        assert set(menu(section)) >= STOCK
        assert not STOCK & set(menu(unit))


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
