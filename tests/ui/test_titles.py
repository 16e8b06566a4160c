"""Each page of ours has a title of its own in the browser."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser

import pytest
import re
import transaction

ROOT_PAGES = {
    "@@pbgdpl-review": "Approval desk",
    "@@pbgdpl-check": "What texts lack",
    "@@pbgdpl-documents": "Legal documents",
    "@@pbgdpl-search": "Search legal education",
    "@@pbgdpl-search-switch": "Vietnamese search for the whole portal",
    "@@pbgdpl-uninstall-report": "Before the add-on is uninstalled",
    "@@pbgdpl-mail": "Mail that waits or has failed",
    "@@pbgdpl-settings": "Legal education (PBGDPL)",
    "@@pbgdpl-settings?page=lists": "Controlled lists",
    "@@pbgdpl-settings?page=tools": "Administration of the section",
    "@@pbgdpl-settings?vocabulary=Audiences": "Audiences",
}
SECTION_PAGES = {
    "@@pbgdpl-review": "Approval desk",
    "@@pbgdpl-contributions": "Contributions of the units",
    "@@pbgdpl-content-import": "Bring existing content into the section",
    "@@pbgdpl-units": "Contributing units",
    "@@pbgdpl-units-make": "Make units",
    "@@pbgdpl-units-people": "Add people to units",
    "@@pbgdpl-documents-journal": "Journal of changes to legal documents",
    "@@pbgdpl-imprint": "About this section",
    "@@pbgdpl-accessibility": "Accessibility",
}


@pytest.fixture
def section(functional_portal):
    api.portal.set_registry_record("plone.site_title", "Cổng <tỉnh>")
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", "s", "Luật & đời sống"
        )
        api.content.create(section, "ContributingUnit", "u", "Sở Tư pháp", code="stp")
        api.content.create(section, "LegalNews", "n", "Tin <mới>")
    transaction.commit()
    return section


@pytest.fixture
def title_of(functional, section):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")

    def read(url):
        browser.open(url)
        head = browser.contents.partition("</head>")[0]
        (title,) = re.findall(r"<title>(.*?)</title>", head, re.DOTALL)
        return title

    return read


@pytest.mark.parametrize("page", ROOT_PAGES)
def test_pages_of_the_portal_are_told_apart(title_of, functional_portal, page):
    title = title_of(f"{functional_portal.absolute_url()}/{page}")
    assert title.startswith(f"{ROOT_PAGES[page]} ")
    assert title.endswith("Cổng &lt;tỉnh&gt;")


@pytest.mark.parametrize("page", SECTION_PAGES)
def test_pages_of_a_section_name_it_too(title_of, section, page):
    title = title_of(f"{section.absolute_url()}/{page}")
    assert title.startswith(f"{SECTION_PAGES[page]} ")
    assert "Luật &amp; đời sống" in title


def test_page_on_a_unit_and_on_a_text(title_of, section):
    closing = title_of(f"{section.absolute_url()}/u/@@pbgdpl-unit-close")
    assert closing.startswith("Closing ") and "Sở Tư pháp" in closing
    step = title_of(
        f"{section.absolute_url()}/n/@@pbgdpl-transition?workflow_action=submit"
    )
    assert step.startswith("Send for review") and "Tin &lt;mới&gt;" in step


def test_other_pages_keep_the_title_that_core_gives(title_of, section):
    assert title_of(section.absolute_url()).startswith("Luật &amp; đời sống ")
    assert title_of(api.portal.get().absolute_url()) == "Cổng &lt;tỉnh&gt;"
    sitemap = title_of(f"{api.portal.get().absolute_url()}/sitemap")
    assert sitemap == "Cổng &lt;tỉnh&gt;"
