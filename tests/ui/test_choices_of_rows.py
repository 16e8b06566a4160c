"""What cells of rows offer is that of the section in which the form stands, however many there are."""

from bank_content import make_bank
from content_types import OWN_TYPES
from ended_terms import end_term
from ended_terms import ROW
from made_once import made_once
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.dexterity.utils import iterSchemataForType
from plone.testing.zope import Browser
from public_content import make
from public_content import make_section
from sonla.pbgdpl.ui.fields import IRows
from web_requests import ask_for_content
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice

import lxml.html
import pytest
import transaction

BANK = "Đất đai"


def grids_of(portal_type):
    """List the fields of a type that hold rows with something to choose."""
    return [
        name
        for schema in iterSchemataForType(portal_type)
        for name, field in getFieldsInOrder(schema)
        if IRows.providedBy(field) and any(map(IChoice.providedBy, cells_of(field)))
    ]


def cells_of(field):
    return [cell for _name, cell in getFieldsInOrder(field.value_type.schema)]


def make_places(portal):
    """Make a section with a unit and a bank with something to choose."""
    section = make_section(portal)
    unit = make(section, "ContributingUnit", "Phường Mẫu", code="phuong-mau")
    make_bank(section, BANK, state="approved")
    return unit


def add_section_before(unit):
    """Add a section that comes first of all, with a bank of its own."""
    with api.env.adopt_roles(["Manager"]):
        before = api.content.create(
            api.portal.get(), "LegalEducationSection", "aaa", title="Chuyên trang khác"
        )
    make_bank(before, "Của chuyên trang khác", state="approved")
    transaction.commit()


@pytest.fixture
def unit(functional_portal):
    unit = made_once(functional_portal, make_places)
    transaction.commit()
    return unit


@pytest.fixture
def browser(functional, unit):
    browser = Browser(functional["app"])
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    ask_for_content(browser)
    return browser


def offered(browser, unit, portal_type):
    """Return what the grids of the form for a new item offer, by the name of each cell."""
    place = unit.aq_parent if portal_type == "ContributingUnit" else unit
    browser.open(f"{place.absolute_url()}/++add++{portal_type}")
    page = lxml.html.fromstring(browser.contents)
    return {
        choice.get("name"): [option.get("value") for option in choice.iter("option")]
        for choice in page.iter("select")
        if ".widgets." in choice.get("name", "").removeprefix("form.widgets")
    }


def test_a_second_section_changes_nothing_of_what_rows_offer(browser, unit):
    apart = ("LegalEducationSection", "BankQuestion", "StatisticsReport")
    types = [one for one in OWN_TYPES if grids_of(one) and one not in apart]
    before = {one: offered(browser, unit, one) for one in types}
    assert "TrainingCourse" in types and all(before.values())
    add_section_before(unit)
    assert {one: offered(browser, unit, one) for one in types} == before


def test_a_course_offers_the_banks_of_its_own_section_alone(browser, unit):
    add_section_before(unit)
    offered(browser, unit, "TrainingCourse")
    assert BANK in browser.contents
    assert "Của chuyên trang khác" not in browser.contents


def test_an_ended_term_in_a_row_is_still_chosen_and_stays(browser, unit):
    text = make(unit, "LegalIntroduction", "L", kind="de-cuong", legal_documents=[ROW])
    end_term("DocumentTypes", "luat")
    transaction.commit()
    browser.open(f"{text.absolute_url()}/edit")
    choice = browser.getControl(
        name="form.widgets.ILegalDocuments.legal_documents.0.widgets.document_type:list"
    )
    assert choice.value == ["luat"]
    browser.getControl(name="form.widgets.IDublinCore.title").value = "Khác"
    browser.getControl(name="form.buttons.save").click()
    transaction.begin()
    assert (text.title, text.legal_documents[0]["document_type"]) == ("Khác", "luat")


def test_an_ended_term_is_not_offered_for_a_new_row(browser, unit):
    make(unit, "LegalIntroduction", "L", kind="de-cuong", legal_documents=[ROW])
    end_term("DocumentTypes", "luat")
    transaction.commit()
    shown = offered(browser, unit, "LegalIntroduction")
    (choice,) = (
        one for name, one in shown.items() if "AA.widgets.document_type" in name
    )
    assert "nghi-dinh" in choice and "luat" not in choice
