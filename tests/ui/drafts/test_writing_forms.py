"""Each form of ours in which people write keeps what was not saved."""

from journey_pages import LAND_LAW_IDENTITY
from playwright.sync_api import expect
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from plone.testing.zope import Browser
from sample_values import LAND_LAW
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.portlet import Assignment
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import mark_harvested
from sonla.pbgdpl.vocabularies.terms import record_name
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.interface import alsoProvides

import lxml.html
import pytest
import transaction

READY = "form[data-pbgdpl-draft=ready]"
OFFER = ".pbgdpl-draft-offer"
KEPT = "document.querySelector('.pbgdpl-draft-kept')"
AGENCY = "[name='form.widgets.managing_agency']"
TABLE = "[name=table]"
PORTLETS = f"++contextportlets++{HOMEPAGE_MANAGER}"
WATCHED = "textarea, input[type=text], input[type=date], input:not([type])"
FORMS = (
    "@@pbgdpl-settings",
    "@@pbgdpl-settings?page=questions",
    "@@pbgdpl-settings?page=offer",
    "@@pbgdpl-settings?page=exchange",
    "@@pbgdpl-settings?vocabulary=Audiences",
    "@@pbgdpl-settings?vocabulary=Languages",
    "++add++LegalEducationSection",
    "phap-luat/edit",
    "phap-luat/++add++ContributingUnit",
    "phap-luat/++add++LegalNews",
    "phap-luat/luat/edit",
    "phap-luat/luat/@@pbgdpl-transition?workflow_action=submit",
    "phap-luat/@@pbgdpl-contributions",
    "phap-luat/@@pbgdpl-units-make",
    "phap-luat/@@pbgdpl-units-people",
    "phap-luat/don-vi/@@pbgdpl-unit-close",
    f"phap-luat/@@pbgdpl-document-decision?document={LAND_LAW_IDENTITY}",
    "@@pbgdpl-review?tab=synced&source=btp",
    "phap-luat/@@pbgdpl-review?tab=synced&source=btp&set=type:news",
    "phap-luat/@@pbgdpl-review?tab=synced&source=btp&set=rieng",
    f"{PORTLETS}/+/portlets.LegalEducation",
    f"{PORTLETS}/phap-luat/edit",
)


@pytest.fixture
def site(portal_with_text):
    """Add a unit, a document, what was fetched and the portlet to the section."""
    transaction.begin()  # the login of the browser has written meanwhile
    section = portal_with_text["phap-luat"]
    api.content.create(section, "ContributingUnit", "don-vi", "Đơn vị", code="dv")
    section["luat"].legal_documents = [LAND_LAW]
    section["luat"].reindexObject()
    fetch(portal_with_text, section)
    manager = getUtility(IPortletManager, name=HOMEPAGE_MANAGER)
    portlets = getMultiAdapter((portal_with_text, manager), IPortletAssignmentMapping)
    portlets["phap-luat"] = Assignment()
    transaction.commit()
    return portal_with_text


def fetch(portal, section):
    """Let a text have come from elsewhere, in two sets; it waits for a decision."""
    text = api.content.create(section, "LegalNews", "tin-cua-bo", "Tin của Bộ")
    alsoProvides(text, IHarvested)
    set_state(text, portal.portal_workflow[EDITORIAL_WORKFLOW], "pending_approval")
    text.reindexObject()
    tie = Binding(text.UID(), sets=("type:news", "rieng"))
    make_store(portal).bind("btp", "oai:btp.example.vn:1", tie)
    mark_harvested(portal)


@pytest.fixture
def opened(functional, site):
    """Return a function that opens a form as the administrator."""
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")

    def open_form(path):
        browser.open(f"{site.absolute_url()}/{path}")
        return lxml.html.fromstring(browser.contents)

    return open_form


def form_key(shown):
    (script,) = shown.cssselect("script[src*='drafts.js']")
    return script.get("data-form")


def in_a_new_tab(editor, context, url):
    """Close the tab of an editor, and open the form in another one."""
    editor.close()
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page, url)
    return page


@pytest.mark.parametrize("path", FORMS)
def test_form_has_the_script(opened, path):
    shown = opened(path)
    assert form_key(shown)
    forms = shown.cssselect("#content form[method=post]")
    assert any(form.cssselect(WATCHED) for form in forms)


@pytest.mark.long
def test_each_form_has_a_draft_of_its_own(opened):
    keys = [form_key(opened(path)) for path in FORMS]
    assert len(set(keys)) == len(FORMS)


def test_form_of_a_portlet_of_others_has_no_script(opened, site):
    shown = opened("++contextportlets++plone.leftcolumn/+/portlets.Search")
    assert not shown.cssselect("script[src*='drafts.js']")


def open_form(page, url):
    page.goto(url)
    page.wait_for_selector(READY)


def drafts(page):
    return page.evaluate(
        "Object.entries(localStorage)"
        ".filter(([key]) => key.startsWith('pbgdpl-draft:')).map(([, value]) => value)"
    )


@pytest.mark.long
def test_settings_of_a_closed_tab(editor, browser_context, site):
    url = f"{site.absolute_url()}/@@pbgdpl-settings"
    open_form(editor, url)
    editor.fill(AGENCY, "Sở Tư pháp tỉnh Sơn La")
    editor.wait_for_function(KEPT)
    page = in_a_new_tab(editor, browser_context, url)
    expect(page.locator(OFFER)).to_contain_text("Sở Tư pháp")
    with page.expect_navigation():
        page.locator(f"{OFFER} .btn-primary").click()
    page.wait_for_selector(READY)
    assert page.input_value(AGENCY) == "Sở Tư pháp tỉnh Sơn La"
    with page.expect_navigation():
        page.click("#form-buttons-save")
    open_form(page, url)
    assert page.input_value(AGENCY) == "Sở Tư pháp tỉnh Sơn La"
    assert drafts(page) == []


@pytest.mark.long
def test_term_begun_in_a_closed_tab(editor, browser_context, site):
    """A row just begun comes back as a row, and the comparison knows both openings."""
    url = f"{site.absolute_url()}/@@pbgdpl-settings?vocabulary=Audiences"
    open_form(editor, url)
    # The row gets its number when something is typed in it: its cells are found by it.
    row = editor.query_selector(".datagridwidget-row[data-index=AA]")
    for cell, value in (("title", "Người mới học"), ("token", "nguoi-moi-hoc")):
        row.query_selector(f"[name$='widgets.{cell}']").fill(value)
        editor.wait_for_function(
            "value => Object.values(localStorage).some(kept => kept.includes(value))",
            arg=value,
        )
    page = in_a_new_tab(editor, browser_context, url)
    with page.expect_navigation():
        page.locator(f"{OFFER} .btn-primary").click()
    page.wait_for_selector(READY)
    with page.expect_navigation():
        page.click("#form-buttons-save")
    transaction.begin()
    rows = api.portal.get_registry_record(record_name("Audiences"))
    assert rows[-1]["token"] == "nguoi-moi-hoc"


@pytest.mark.long
def test_pasted_table_of_a_closed_tab(editor, browser_context, site):
    url = f"{site.absolute_url()}/phap-luat/@@pbgdpl-units-people"
    table = "full_name,login,email,unit\nLò Văn A,lo-van-a,a@example.vn,dv"
    open_form(editor, url)
    editor.fill(TABLE, table)
    editor.wait_for_function(KEPT)
    editor.click("button[name=preview]")
    editor.wait_for_selector("#pbgdpl-people")
    page = in_a_new_tab(editor, browser_context, url)
    page.locator(f"{OFFER} .btn-primary").click()
    assert page.input_value(TABLE) == table
    page.wait_for_function(KEPT)
    page.click("button[name=preview]")
    page.wait_for_selector("#pbgdpl-people")
    with page.expect_navigation():
        page.click("button[name=apply]")
    open_form(page, url)
    assert drafts(page) == []


@pytest.mark.long
def test_portlet_of_a_closed_tab(editor, browser_context, site):
    url = f"{site.absolute_url()}/{PORTLETS}/phap-luat/edit"
    heading = "[name='form.widgets.heading']"
    open_form(editor, url)
    editor.fill(heading, "Pháp luật cho mọi nhà")
    editor.wait_for_function(KEPT)
    page = in_a_new_tab(editor, browser_context, url)
    with page.expect_navigation():
        page.locator(f"{OFFER} .btn-primary").click()
    page.wait_for_selector(READY)
    assert page.input_value(heading) == "Pháp luật cho mọi nhà"
    with page.expect_navigation():
        page.click("#form-buttons-apply")
    open_form(page, url)
    assert drafts(page) == []
    assert page.input_value(heading) == "Pháp luật cho mọi nhà"


@pytest.mark.long
def test_validity_begun_in_a_closed_tab(editor, browser_context, site):
    """The draft goes with the last step, whose form holds nothing to type."""
    decision = f"@@pbgdpl-document-decision?document={LAND_LAW_IDENTITY}"
    url = f"{site.absolute_url()}/phap-luat/{decision}"
    open_form(editor, url)
    editor.fill("[name=replaced_by]", "99/2030/QH17")
    editor.wait_for_function(KEPT)
    page = in_a_new_tab(editor, browser_context, url)
    page.locator(f"{OFFER} .btn-primary").click()
    assert page.input_value("[name=replaced_by]") == "99/2030/QH17"
    page.wait_for_function(KEPT)
    with page.expect_navigation():
        page.click("button[name=preview]")
    with page.expect_navigation():
        page.click("button[name=apply]")
    open_form(page, url)
    assert drafts(page) == []


@pytest.mark.long
def test_reason_to_decline_a_set_of_a_closed_tab(editor, browser_context, site):
    """The form is sent to an address that does not name the set: it has it hidden."""
    url = f"{site['phap-luat'].absolute_url()}/@@pbgdpl-review?tab=synced&source=btp"
    uid = site["phap-luat"]["tin-cua-bo"].UID()
    field = f"#pbgdpl-comment-{uid}"
    reason = "Không thuộc phạm vi của tỉnh"
    open_form(editor, f"{url}&set=rieng")
    editor.fill(field, reason)
    editor.wait_for_function(KEPT)
    editor.close()
    page = browser_context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page, f"{url}&set=type:news")
    assert page.locator(OFFER).count() == 0
    open_form(page, f"{url}&set=rieng")
    page.locator(f"{OFFER} .btn-primary").click()
    assert page.input_value(field) == reason
    page.wait_for_function(KEPT)
    with page.expect_navigation():
        page.click(f"button[value='{uid}:return_to_author']")
    transaction.begin()
    assert state_of(site["phap-luat"]["tin-cua-bo"]) == "draft"
    page.goto(f"{url}&set=rieng")
    assert drafts(page) == []


def test_user_name_in_an_address_is_not_kept(editor, site):
    open_form(editor, f"{site.absolute_url()}/@@pbgdpl-settings?page=exchange")
    push_url = "[name='form.widgets.push_url']"
    secret = "https://may:bi-mat-123@btp.example.vn/nhan"
    editor.locator(push_url).evaluate(
        "(input, value) => { input.value = value; }", secret
    )
    editor.locator(push_url).dispatch_event("change")
    editor.wait_for_function(KEPT)
    kept = "".join(drafts(editor))
    assert "bi-mat-123" not in kept
    assert "https://btp.example.vn/nhan" in kept
