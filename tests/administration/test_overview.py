"""The administrator's page of links, and what it says of the homepage."""

from multilingual_portal import speak_languages
from plone import api
from plone.app.viewletmanager.interfaces import IViewletSettingsStorage
from sonla.pbgdpl.administration.pages.overview import ToolsPage
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.ui.admin_pages import OPEN
from zope.component import getUtility
from zope.interface import alsoProvides

import pytest
import transaction

ONCE_A_SECTION = (
    "pbgdpl-units",
    "pbgdpl-contributions",
    "pbgdpl-documents-journal",
    "pbgdpl-content-import",
)
FIRST = {
    *("homepage", "public-address", "agency"),
    *("pbgdpl-units", "pbgdpl-mail", "pbgdpl-jobs"),
}
"""Names of what each portal needs on its first day."""
ONCE_A_PORTAL = ("pbgdpl-review", "pbgdpl-check", "pbgdpl-documents", "pbgdpl-health")


@pytest.fixture
def tools(functional_portal, section):
    request = functional_portal.REQUEST
    alsoProvides(request, IBrowserLayer)
    return ToolsPage(functional_portal, request)


@pytest.fixture
def page(browser, functional_portal):
    def open_page():
        transaction.commit()
        browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-settings?page=tools")
        return browser

    return open_page


def links(tools):
    return [link for group in tools.groups() for link in group["links"]]


def urls(tools, name):
    """Return where links and tasks lead, each with what it names."""
    led_to = {one["status"].remedy for one in tools.tasks}
    found = {*led_to, *(link.url for link in links(tools))}
    return [url for url in found if url.endswith(f"@@{name}")]


@pytest.mark.parametrize("name", [*ONCE_A_SECTION, *ONCE_A_PORTAL])
def test_every_page_of_administrators_is_linked(tools, name):
    assert len(urls(tools, name)) == 1


def test_pages_of_sections_name_theirs_when_there_are_several(tools, portal):
    with api.env.adopt_roles(["Manager"]):
        other = api.content.create(portal, "LegalEducationSection", "hai", "Trang hai")
    found = {
        link.where: link.url
        for link in links(tools)
        if link.url.endswith("@@pbgdpl-contributions")
    }
    assert set(found) == {"PBGDPL", "Trang hai"}
    assert found["Trang hai"].startswith(other.absolute_url())
    assert len(urls(tools, "pbgdpl-check")) == 1


def test_what_each_portal_needs_first_is_there(tools):
    told = {(one["name"], one["status"].state) for one in tools.tasks}
    assert told == {(name, OPEN) for name in FIRST}


def test_empty_homepage_leads_to_the_choice_of_blocks(page):
    browser = page()
    assert "There is nothing to show" in browser.contents
    browser.getLink("Choose what is shown").click()
    assert browser.url.endswith(f"@@topbar-manage-portlets/{HOMEPAGE_MANAGER}")
    assert browser.headers["status"].startswith("200")


def test_switched_off_leads_to_the_settings(page):
    api.portal.set_registry_record("sonla.pbgdpl.homepage.show_centre", False)
    browser = page()
    assert "does not show the section" in browser.contents
    browser.getLink("To the settings: The section on the homepage").click()
    assert browser.url.endswith("@@pbgdpl-settings")
    assert "form.widgets.show_centre" in browser.contents


def test_shown_homepage_is_told(served, page):
    assert "Visitors see the section" in page().contents


def test_homepage_without_a_place_is_told(served, page):
    storage = getUtility(IViewletSettingsStorage)
    for manager, viewlet in (
        ("plone.abovecontentbody", "sonla.pbgdpl.centre.above"),
        ("plone.belowcontentbody", "sonla.pbgdpl.centre.below"),
    ):
        storage.setHidden(manager, "Plone Default", (viewlet,))
    browser = page()
    assert "has no place for the centre" in browser.contents
    assert "@@pbgdpl-centre" in browser.contents


def test_each_language_has_a_homepage_of_its_own(tools, functional_portal):
    speak_languages(functional_portal, "en", "vi")
    heading = "heading_homepage_status"
    homepages = [one for one in tools.tasks if one["status"].heading == heading]
    remedies = {one["status"].remedy for one in homepages}
    root = functional_portal.absolute_url()
    page = f"@@topbar-manage-portlets/{HOMEPAGE_MANAGER}"
    assert remedies == {f"{root}/en/{page}", f"{root}/vi/{page}"}
