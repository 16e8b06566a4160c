"""The pages of `@@pbgdpl-settings` in a browser, and what they refuse."""

from new_items import create
from plone import api
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from plone.testing.zope import Browser
from sonla.pbgdpl.administration.pages.overview import ToolsPage
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import record_name
from urllib.parse import urlencode
from zope.interface import alsoProvides

import lxml.html
import pytest
import transaction

SETTINGS = "@@pbgdpl-settings"
LEVELS = "form.widgets.government_levels"
SAVE = "form.buttons.save"


def record(name):
    transaction.begin()
    return api.portal.get_registry_record(f"sonla.pbgdpl.{name}")


def rows_of(vocabulary):
    transaction.begin()
    return api.portal.get_registry_record(record_name(vocabulary))


@pytest.fixture
def page(browser, browser_of_content, functional_portal):
    url = functional_portal.absolute_url()

    def open_page(query=""):
        browser.open(f"{url}/{SETTINGS}{query}")
        return browser

    return open_page


def test_site_setup_leads_to_the_settings(browser, functional_portal):
    browser.open(f"{functional_portal.absolute_url()}/@@overview-controlpanel")
    browser.getLink("PBGDPL").click()
    assert browser.url.endswith(SETTINGS)


def test_settings_are_saved(page):
    browser = page()
    browser.getControl(name="form.widgets.managing_agency").value = "Sở Tư pháp"
    browser.getControl(name="form.widgets.centre_position:list").value = ["below"]
    browser.getControl(name="form.widgets.allowed_hosts").value = "youtu.be\nvimeo.com"
    browser.getControl(name=SAVE).click()
    assert record("managing_agency") == "Sở Tư pháp"
    assert record("homepage.centre_position") == "below"
    assert record("allowed_hosts") == ["youtu.be", "vimeo.com"]


def test_officer_is_added_as_a_row(page):
    browser = page()
    prefix = "form.widgets.contact_officers"
    add_row(browser, prefix, 0)
    browser.getControl(name=f"{prefix}.0.widgets.full_name").value = "Lò Văn A"
    browser.getControl(
        name=f"{prefix}.0.widgets.official_email"
    ).value = "a@sonla.gov.vn"
    browser.getControl(name=SAVE).click()
    (officer,) = record("contact_officers")
    assert officer["full_name"] == "Lò Văn A"
    assert officer["official_phone"] is None


@pytest.mark.parametrize(
    "name,value,words",
    [
        ("allowed_hosts", "https://youtu.be/", "https://youtu.be/"),
        ("centre_pages", "/khong-co", "/khong-co"),
    ],
)
def test_refused_setting_keeps_what_was_typed(page, name, value, words):
    before = record("managing_agency")
    browser = page()
    browser.getControl(name=f"form.widgets.{name}").value = value
    browser.getControl(name="form.widgets.managing_agency").value = "Sở Nội vụ"
    browser.getControl(name=SAVE).click()
    assert f"“{words}”" in browser.contents
    assert browser.getControl(name=f"form.widgets.{name}").value.strip() == value
    assert browser.getControl(name="form.widgets.managing_agency").value == "Sở Nội vụ"
    assert record("managing_agency") == before


def test_bad_officer_keeps_what_was_typed(page):
    browser = page()
    prefix = "form.widgets.contact_officers"
    add_row(browser, prefix, 0)
    browser.getControl(name=f"{prefix}.0.widgets.full_name").value = "Lò Văn A"
    browser.getControl(name=f"{prefix}.0.widgets.official_email").value = "khong-phai"
    browser.getControl(name=SAVE).click()
    assert "“khong-phai”" in browser.contents
    typed = browser.getControl(name=f"{prefix}.0.widgets.official_email").value
    assert typed == "khong-phai"
    assert not record("contact_officers")


def add_row(browser, prefix, index):
    """Do what the script of the grid does: name the empty row after its number."""
    source = browser.contents
    counter = f'name="{prefix}.count" value="{index}"'
    assert counter in source
    source = source.replace(counter, f'name="{prefix}.count" value="{index + 1}"')
    source = source.replace(f"{prefix}.AA", f"{prefix}.{index}")
    source = source.replace(
        f"{prefix.replace('.', '-')}-AA", f"{prefix.replace('.', '-')}-{index}"
    )
    browser._response.body = source.encode()
    browser._response._forms_indexed = None
    browser._changed()
    browser._contents = source.encode()


def test_lists_page_names_every_list(page):
    browser = page("?page=lists")
    for name in VOCABULARY_FIELDS:
        assert f"?vocabulary={name}" in browser.contents


def test_term_is_renamed_and_ended(page):
    browser = page("?vocabulary=GovernmentLevels")
    browser.getControl(name=f"{LEVELS}.3.widgets.title").value = "Cấp xã, phường"
    browser.getControl(name=f"{LEVELS}.3.widgets.valid_to").value = "2030-01-31"
    browser.getControl(name=SAVE).click()
    row = rows_of("GovernmentLevels")[3]
    assert row["title"] == "Cấp xã, phường"
    assert row["valid_to"].isoformat() == "2030-01-31"
    assert row["token"] == "xa"


def test_other_spellings_of_a_term_are_edited(page):
    browser = page("?vocabulary=GovernmentLevels")
    browser.getControl(name=f"{LEVELS}.3.widgets.aliases").value = "xã\r\nphường"
    browser.getControl(name=SAVE).click()
    assert rows_of("GovernmentLevels")[3]["aliases"].split() == ["xã", "phường"]
    assert all_terms("GovernmentLevels")[3].aliases == ("xã", "phường")


def test_saving_unchanged_changes_nothing(page):
    before = rows_of("AdministrativeUnits")
    page("?vocabulary=AdministrativeUnits").getControl(name=SAVE).click()
    assert rows_of("AdministrativeUnits") == before


@pytest.mark.parametrize(
    "cell,value,words",
    [
        ("token", "tinh", "“tinh”"),
        ("token", "a;b", "“a;b”"),
        ("valid_to", "1900-13-45", ""),
        ("title", "", ""),
    ],
)
def test_refused_term_keeps_what_was_typed(page, cell, value, words):
    before = rows_of("GovernmentLevels")
    browser = page("?vocabulary=GovernmentLevels")
    browser.getControl(name=f"{LEVELS}.0.widgets.title").value = "Toàn quốc"
    browser.getControl(name=f"{LEVELS}.3.widgets.{cell}").value = value
    browser.getControl(name=SAVE).click()
    assert (
        'class="invalid-feedback"' in browser.contents
        or "alert-danger" in browser.contents
    )
    assert words in browser.contents
    assert browser.getControl(name=f"{LEVELS}.0.widgets.title").value == "Toàn quốc"
    assert browser.getControl(name=f"{LEVELS}.3.widgets.{cell}").value == value
    assert rows_of("GovernmentLevels") == before


def test_code_of_a_used_term_stays(page, section):
    with api.env.adopt_roles(["Manager"]):
        create(section, "Guidance", title="G", document_type="ke-hoach", level="xa")
    transaction.commit()
    browser = page("?vocabulary=GovernmentLevels")
    browser.getControl(name=f"{LEVELS}.3.widgets.token").value = "phuong"
    browser.getControl(name=SAVE).click()
    assert "Cấp xã" in browser.contents
    assert browser.getControl(name=f"{LEVELS}.3.widgets.token").value == "phuong"
    assert rows_of("GovernmentLevels")[3]["token"] == "xa"


def test_removed_row_of_a_used_term_comes_back(page, section):
    with api.env.adopt_roles(["Manager"]):
        create(section, "Guidance", title="G", document_type="ke-hoach", level="tinh")
    transaction.commit()
    before = rows_of("GovernmentLevels")
    tokens = [row["token"] for row in before]
    number, unused = tokens.index("tinh"), tokens.index("xa")
    browser = page("?vocabulary=GovernmentLevels")
    browser.getControl(name=f"{LEVELS}.{unused}.widgets.title").value = "Phường"
    body = lxml.html.fromstring(browser.contents).get_element_by_id("form")
    last = len(tokens) - 1
    sent = [
        (name.replace(f"{LEVELS}.{last}.", f"{LEVELS}.{number}."), value)
        for name, value in body.form_values()
        if not name.startswith(f"{LEVELS}.{number}.")
    ]
    sent = [(n, str(last) if n == f"{LEVELS}.count" else v) for n, v in sent]
    browser.post(browser.url, urlencode([*sent, (SAVE, "1")]))
    shown = lxml.html.fromstring(browser.contents)
    status = shown.cssselect(".portalMessage, .alert-danger")[0].text_content()
    assert before[number]["title"] in status
    cells = [
        browser.getControl(name=f"{LEVELS}.{row}.widgets.token").value
        for row in range(len(tokens))
    ]
    assert sorted(cells) == sorted(tokens)
    assert rows_of("GovernmentLevels") == before


def test_tools_page_leads_only_to_pages_that_exist(
    functional_portal, section, browser, browser_of_content
):
    view = ToolsPage(functional_portal, functional_portal.REQUEST)
    alsoProvides(view.request, IBrowserLayer)
    urls = [link.url for group in view.groups() for link in group["links"]]
    urls += [one["status"].remedy for one in view.tasks]
    homepage = "/plone/@@topbar-manage-portlets/sonla.pbgdpl.homepagecentre"
    assert any(url.endswith(homepage) for url in urls)
    for url in urls:
        browser.open(url)
        assert browser.headers["status"].startswith("200")


def test_structure_needs_the_button_of_our_page(page, browser):
    url = page("?page=tools").url
    browser.handleErrors = True
    browser.raiseHttpErrors = False
    browser.post(url, "create_structure=1")
    assert browser.headers["status"].startswith("403")


def test_structure_is_not_made_by_a_link(page, browser, functional_portal):
    source = page("?page=tools")
    token = source.getControl(name="_authenticator", index=0).value
    browser.handleErrors = True
    browser.raiseHttpErrors = False
    browser.open(f"{source.url}&create_structure=1&_authenticator={token}")
    assert browser.headers["status"].startswith("403")


def test_settings_are_for_managers(functional, functional_portal):
    browser = Browser(functional["app"])
    browser.addHeader("Authorization", f"Basic {TEST_USER_NAME}:{TEST_USER_PASSWORD}")
    browser.open(f"{functional_portal.absolute_url()}/{SETTINGS}")
    assert "require_login" in browser.url or "insufficient" in browser.url
