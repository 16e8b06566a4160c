"""Inside a section a wrong address leads on; outside the portal answers as it always did."""

from lxml import html
from new_items import create
from plone import api
from plone.testing.zope import Browser
from questions_content import ask
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from web_requests import Person

import pytest
import transaction

PHONE = "0212 385 0000"
OFFICER = {
    "full_name": "Lò Thị Mẫu",
    "position": "Chuyên viên",
    "unit": "Sở Tư pháp",
    "official_phone": PHONE,
    "official_email": "mau.stp@example.vn",
}


@pytest.fixture
def site(functional_portal):
    """Return the Vietnamese portal with a contact officer."""
    furnish(functional_portal)
    api.portal.set_registry_record("sonla.pbgdpl.contact_officers", [OFFICER])
    unit = functional_portal[SECTION][UNIT]
    unit.manage_permission("View", ["Anonymous"], acquire=1)
    transaction.commit()
    return functional_portal


@pytest.fixture
def visit(functional, site):
    """Return a function that opens a page as anybody, whatever its status."""

    def do(path):
        browser = Browser(functional["app"])
        browser.addHeader("Accept", "text/html")
        browser.raiseHttpErrors = False
        browser.open(f"{site.absolute_url()}/{path}")
        return browser

    return do


@pytest.mark.parametrize(
    "path", ["khong-co-gi", f"{UNIT}/khong-co-gi", "@@khong-co-gi", "a/b/khong-co-gi"]
)
def test_each_link_inside_a_section_works(site, visit, path):
    browser = visit(f"{SECTION}/{path}")
    assert browser.headers["Status"].startswith("404")
    content = html.fromstring(browser.contents).cssselect("#content")[0]
    field = content.cssselect("input[name=SearchableText]")[0]
    assert field.get("value") == "khong co gi"
    section = site[SECTION].absolute_url()
    crumbs = html.fromstring(browser.contents).cssselect("#portal-breadcrumbs")[0]
    assert section in crumbs.xpath(".//a/@href")
    links = [link for link in content.xpath(".//a/@href") if link.startswith("http")]
    assert {section, f"{section}/hoi-dap", f"{section}/@@ask-question"} <= set(links)
    assert (
        "contact-info"
        not in browser.contents.partition('id="content"')[2].partition("</article>")[0]
    )
    found = content.cssselect("form")[0].get("action") + "?SearchableText=khong+co+gi"
    for link in (*links, found):
        answer = visit(link.removeprefix(f"{site.absolute_url()}/"))
        assert answer.headers["Status"].startswith("200")
    assert f"tel:{PHONE.replace(' ', '')}" in content.xpath(".//a/@href")


def test_outside_of_sections_the_page_is_the_portals(site, visit):
    browser = visit("khong-co-gi")
    assert browser.headers["Status"].startswith("404")
    assert "page-not-found" in browser.contents or "contact-info" in browser.contents
    assert "@@pbgdpl-search" not in html.tostring(
        html.fromstring(browser.contents).cssselect("#content")[0], encoding="unicode"
    )


def test_a_hidden_section_is_not_named(site, visit):
    site[SECTION].manage_permission("View", ["Manager"], acquire=0)
    transaction.commit()
    browser = visit(f"{SECTION}/khong-co-gi")
    assert "@@ask-question" not in browser.contents


def test_programs_get_an_answer_for_programs(functional, site):
    browser = Browser(functional["app"])
    browser.addHeader("Accept", "application/json")
    browser.raiseHttpErrors = False
    browser.open(f"{site[SECTION].absolute_url()}/khong-co-gi")
    assert browser.headers["Status"].startswith("404")
    assert b"NotFound" in browser.contents


class TestPrivateItems:
    """The page is no way to read what the address led to before it ended."""

    MARKER = "Bác Mẫu hỏi riêng"

    @pytest.fixture
    def private(self, site):
        """Return the paths of a question that waits and of a draft."""
        section = site[SECTION]
        question = ask(section, self.MARKER)
        with api.env.adopt_roles(["Manager"]):
            draft = create(
                section[UNIT], "LegalNews", title=self.MARKER, description=self.MARKER
            )
        transaction.commit()
        return [item.absolute_url_path() for item in (question, draft)]

    @pytest.mark.parametrize("ending", ["zzz", "@@zzz", "@@zzz/a", "@@images/zzz/a"])
    @pytest.mark.parametrize("accept", ["text/html", "application/json"])
    def test_nothing_is_told_of_them(self, private, ending, accept):
        for path in private:
            answer = Person().ask(f"{path}/{ending}", headers={"Accept": accept})
            assert answer.outcome in (401, 404, "login")
            assert self.MARKER not in answer.text
            if answer.status == 404 and accept == "text/html":
                assert "<title>" in answer.text

    def test_the_body_behind_a_refusal_tells_nothing(self, private):
        for path in private:
            answer = Person().ask(path, headers={"Accept": "text/html"})
            assert answer.outcome == "login"
            assert self.MARKER not in answer.text

    def test_a_hidden_section_keeps_its_name(self, site):
        section = site[SECTION]
        section.title = self.MARKER
        section.manage_permission("View", ["Manager"], acquire=0)
        transaction.commit()
        answer = Person().ask(
            f"{section.absolute_url_path()}/zzz", headers={"Accept": "text/html"}
        )
        assert answer.status == 404
        assert self.MARKER not in html.fromstring(answer.text).findtext(".//title")
