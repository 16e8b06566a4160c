"""The imprint stands on pages of a section, and nowhere else."""

from DateTime import DateTime
from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.sections.imprint import last_update
from sonla.pbgdpl.sections.pages.imprint import TESTED_ON
from zope.component import queryMultiAdapter
from zope.interface import alsoProvides

import pytest
import transaction

BLOCK = "pbgdpl-imprint"
OFFICER = {
    "full_name": "Lò Thị <b>A</b>",
    "position": "Trưởng phòng",
    "unit": "Sở Tư pháp",
    "official_phone": "0212 385.2345",
    "official_email": "lta.stp@sonla.gov.vn",
}


def publish(item):
    """Set the state that every chain of this package calls public."""
    wftool = api.portal.get_tool("portal_workflow")
    (chain,) = wftool.getChainFor(item)
    status = {"review_state": "published", "action": "", "actor": "x", "comments": ""}
    wftool.setStatusOf(chain, item, {**status, "time": DateTime()})
    item.manage_permission("View", ["Anonymous"], acquire=1)
    item.manage_permission("Access contents information", ["Anonymous"], acquire=1)
    item.effective_date = DateTime() - 1
    item.reindexObject()


def make_section(portal):
    with api.env.adopt_roles(["Manager"]):
        section = create(portal, "LegalEducationSection", title="PBGDPL")
        text = create(section, "LegalNews", "Tin")
        page = create(portal, "Document", "Trang")
        for item in (section, text, page):
            publish(item)
    return section


@pytest.fixture
def section(functional_portal):
    section = made_once(functional_portal, make_section)
    transaction.commit()
    return section


@pytest.fixture
def filled(section):
    for name, value in {
        "managing_agency": "Sở Tư pháp tỉnh Sơn La",
        "licence": "Giấy phép số 1/GP",
        "reuse_terms": "Ghi rõ nguồn.",
        "contact_officers": [OFFICER],
    }.items():
        api.portal.set_registry_record(f"sonla.pbgdpl.{name}", value)
    transaction.commit()
    return section


@pytest.fixture
def visit(functional):
    def open_page(url, manager=False):
        browser = Browser(functional["app"])
        browser.handleErrors = False
        if manager:
            login = f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}"
            browser.addHeader("Authorization", f"Basic {login}")
        browser.open(url)
        return browser.contents

    return open_page


@pytest.mark.parametrize("path", ["/tin", "/@@pbgdpl-imprint"])
def test_visitors_see_it_in_the_section(filled, visit, path):
    page = visit(filled.absolute_url() + path)
    assert "Sở Tư pháp tỉnh Sơn La" in page
    assert 'href="tel:02123852345"' in page
    assert 'href="mailto:lta.stp@sonla.gov.vn"' in page
    assert "Lò Thị &lt;b&gt;A&lt;/b&gt;" in page


@pytest.mark.parametrize("path", ["", "/trang", "/sitemap", "/search"])
def test_not_outside(filled, visit, path):
    assert BLOCK not in visit(filled.aq_parent.absolute_url() + path)


def test_not_on_forms(filled, visit):
    assert BLOCK not in visit(f"{filled.absolute_url()}/tin/edit", manager=True)


def test_empty_settings_show_nothing_to_visitors(section, visit):
    assert BLOCK not in visit(section.absolute_url())


def test_empty_settings_show_the_way_to_managers(section, visit):
    page = visit(section.absolute_url(), manager=True)
    assert "@@pbgdpl-settings" in page
    assert BLOCK in visit(section["tin"].absolute_url(), manager=True)


def test_the_page_of_the_section_has_it_in_one_line(filled, visit):
    page = visit(filled.absolute_url())
    assert f'class="{BLOCK}' not in page
    assert "Sở Tư pháp tỉnh Sơn La" in page
    assert 'href="tel:02123852345"' in page
    assert f"{filled.absolute_url()}/@@pbgdpl-imprint" in page


@pytest.mark.parametrize("path", ["", "/tin", "/@@pbgdpl-imprint"])
def test_the_statement_on_accessibility_is_one_click_away(filled, visit, path):
    address = f"{filled.absolute_url()}/@@pbgdpl-accessibility"
    assert f'href="{address}"' in visit(filled.absolute_url() + path)


def test_the_statement_on_accessibility_says_whom_to_tell(filled, visit):
    page = visit(f"{filled.absolute_url()}/@@pbgdpl-accessibility")
    assert format_day(TESTED_ON) in page
    assert 'href="tel:02123852345"' in page
    assert f'href="{filled.absolute_url()}/@@ask-question"' in page
    assert "$" + "{" not in page


def test_page_is_bound_to_sections(section):
    page = section.aq_parent["trang"]
    request = section.REQUEST
    alsoProvides(request, IBrowserLayer)
    assert queryMultiAdapter((section, request), name="pbgdpl-imprint") is not None
    assert queryMultiAdapter((page, request), name="pbgdpl-imprint") is None


def test_last_update_is_that_of_public_texts(section):
    transaction.begin()
    newest = last_update(section)
    assert newest == section["tin"].modified().ISO8601()
    with api.env.adopt_roles(["Manager"]):
        create(section, "LegalNews", title="Nháp")
    assert last_update(section) == newest


def test_approval_of_an_old_text_is_an_update(section):
    """A transition leaves the date of the last edit as it was."""
    with api.env.adopt_roles(["Manager"]):
        old = create(section, "LegalNews", title="Viết từ lâu")
        section["tin"].setModificationDate(DateTime("2019-01-01"))
        section["tin"].effective_date = DateTime("2019-01-01")
        section["tin"].reindexObject(idxs=["modified", "effective"])
        assert last_update(section).startswith("2019-01-01")
        publish(old)
        old.setModificationDate(DateTime("2018-05-05"))
        old.reindexObject(idxs=["modified"])
    assert last_update(section) == old.effective().ISO8601()


def test_no_public_text_no_update(portal):
    with api.env.adopt_roles(["Manager"]):
        section = create(portal, "LegalEducationSection", title="Trống")
    assert last_update(section) is None
