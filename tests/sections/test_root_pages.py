"""Public pages asked for on the site root stand in the section, as they do below it."""

from lxml import html
from plone import api
from plone.testing.zope import Browser
from registered_views import views_with_classes
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import transaction

AGENCY = "Sở Tư pháp tỉnh Sơn La (mẫu)"
PUBLIC_PAGES = {
    "activities",
    "ask-question",
    "councils",
    "courses",
    "dialogues",
    "emergencies",
    "materials",
    "pbgdpl-documents",
    "pbgdpl-search",
    "pbgdpl-statistics",
    "propagandists",
    "question-status",
    "questions",
    "reporter-answer",
    "reporters",
    "request-reporter",
    "situations",
    "topics",
    "verify",
}
BY_LINK = {"reporter-answer"}
"""Pages that are there only for who has the secret of a mail's link."""

ALONE = {
    "emergencies",
    "pbgdpl-documents",
    "pbgdpl-search",
    "pbgdpl-statistics",
    "topics",
}
"""Pages that need the room of the menu, or have their own."""


@pytest.fixture
def site(functional_portal):
    """Return the Vietnamese portal with its section and an imprint."""
    furnish(functional_portal)
    api.portal.set_registry_record("sonla.pbgdpl.managing_agency", AGENCY)
    transaction.commit()
    return functional_portal


@pytest.fixture
def visit(functional, site):
    """Return a function that opens a page as anybody; it gives the page's tree."""

    def do(path):
        browser = Browser(functional["app"])
        browser.open(f"{site.absolute_url()}/{path}")
        assert browser.headers["Status"].startswith("200")
        assert browser.url == f"{site.absolute_url()}/{path}"
        return html.fromstring(browser.contents)

    return do


def crumbs(page):
    """List text and address of each breadcrumb; the last one has no address."""
    return [
        (item.text_content().strip(), next(iter(item.xpath(".//a/@href")), None))
        for item in page.cssselect("#portal-breadcrumbs li")
    ]


def heading(page):
    """Return the heading of a page."""
    (first,) = page.cssselect("h1")
    return " ".join(first.text_content().split())


def menu(page):
    """List what the menu beside the page leads to: the search has its filters there."""
    return page.xpath("//*[@id='portal-column-one']//nav//a/@href")


def root_pages():
    """Name the pages of the site root that are about a section."""
    return {
        view.name
        for view, classes in views_with_classes()
        if view.context == "IPloneSiteRoot" and SectionPage in classes
        if "." not in view.name
    }


def test_all_public_pages_are_pages_of_the_section():
    assert root_pages() == PUBLIC_PAGES


@pytest.mark.parametrize("name", sorted(PUBLIC_PAGES - BY_LINK))
def test_a_page_of_the_root_is_drawn_in_the_section(site, visit, name):
    section = site[SECTION]
    page = visit(f"@@{name}")
    home, place, own = crumbs(page)
    assert home[1] == site.absolute_url()
    assert place == (section.Title(), section.absolute_url())
    assert own == (name_of(page, name), None)
    assert AGENCY in page.cssselect(".pbgdpl-imprint")[0].text_content()
    below = visit(f"{SECTION}/@@{name}")
    assert menu(page) == menu(below)
    assert menu(page) or name in ALONE


def name_of(page, name):
    """Return what the way to a page calls it: its heading, but for one that others may see on a phone."""
    if name != "emergencies":
        return heading(page)
    neutral = page.cssselect("title")[0].text_content().partition(" — ")[0].strip()
    assert neutral != heading(page)
    return neutral


@pytest.mark.parametrize("name", sorted(PUBLIC_PAGES - BY_LINK))
def test_a_page_of_the_section_names_itself_and_leads_back(site, visit, name):
    section = site[SECTION]
    page = visit(f"{SECTION}/@@{name}")
    assert crumbs(page)[1:] == [
        (section.Title(), section.absolute_url()),
        (name_of(page, name), None),
    ]
    assert page.cssselect(".pbgdpl-imprint")


def test_with_two_sections_the_page_is_the_portals(site, visit):
    with api.env.adopt_roles(["Manager"]):
        api.content.create(site, "LegalEducationSection", "hai", "Chuyên trang hai")
    transaction.commit()
    page = visit("@@reporters")
    assert crumbs(page)[1:] == [(heading(page), None)]


@pytest.mark.parametrize("hide", ["private", "early"])
def test_a_section_that_is_not_public_is_not_named(site, visit, hide):
    section = site[SECTION]
    if hide == "private":
        section.manage_permission("View", ["Manager"], acquire=0)
    else:
        section.effective_date = section.created() + 30
    section.reindexObject()
    transaction.commit()
    page = visit("@@reporters")
    assert (
        section.Title() not in page.cssselect("#portal-breadcrumbs")[0].text_content()
    )
    assert not page.cssselect(".pbgdpl-imprint")
