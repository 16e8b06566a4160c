"""Below an article: ways to pass it on that ask no other host before they are used."""

from base64 import b64decode
from lxml import html
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from page_checks import VIEWS
from playwright.sync_api import expect
from plone import api
from plone.namedfile.file import NamedBlobFile
from public_content import make
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from urllib.parse import parse_qs
from urllib.parse import urlsplit
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

import json
import pytest
import requests
import segno
import transaction

PUBLIC = "https://sonla.example.vn"


def block(item):
    root = html.fromstring(requests.get(item.absolute_url(), timeout=60).content)
    return root.xpath("//section[@class='pbgdpl-share']")


@pytest.mark.long
def test_every_article_has_them_once(all_articles):
    for item in all_articles:
        assert len(block(item)) == 1, item


def test_links_lead_to_the_forms_of_services(article):
    api.portal.set_registry_record("sonla.pbgdpl.public_address", PUBLIC)
    transaction.commit()
    (shown,) = block(article)
    links = {link.text: link.get("href") for link in shown.iter("a")}
    address = f"{PUBLIC}/{article.aq_parent.getId()}/{article.getId()}"
    facebook, zalo = (
        parse_qs(urlsplit(links[name]).query) for name in ("Facebook", "Zalo")
    )
    assert facebook["u"] == [address]
    assert json.loads(b64decode(zalo["d"][0])) == {"url": address}
    assert address in shown.text_content()


def test_paper_leads_back_to_the_page(article):
    """The squares are those of the address: a code of another one has others."""
    (shown,) = block(article)
    (drawn,) = shown.xpath(".//*[local-name()='path'][@stroke]")
    (code,) = shown.xpath("./div[contains(@class, 'd-print-block')]")
    assert "d-none" in code.get("class")
    wanted = segno.make_qr(article.absolute_url(), error="m", boost_error=False)
    assert drawn.get("d") in wanted.svg_inline(scale=4, border=2)


def test_nothing_is_loaded_from_elsewhere(article):
    (shown,) = block(article)
    assert not shown.xpath(".//*[@src] | .//script | .//iframe | .//img")


def test_drafts_and_confidential_pages_have_none(article):
    section = article.aq_parent
    confidential = make(
        section, "LifeSituation", "Tôi bị chồng đánh", is_sensitive=True
    )
    transaction.commit()
    assert block(confidential) == []
    set_state(article, editorial_workflow(), "withdrawn")
    transaction.commit()
    assert block(article) == []


@pytest.mark.parametrize(("viewport", "script"), VIEWS)
def test_head_and_end_of_an_article_in_a_browser(article, as_person, viewport, script):
    """With a version in another language and a sound: nothing is cut off, voices read it."""
    other = make(
        article.aq_parent,
        "LegalNews",
        "Txoj cai",
        text_language="hmn",
        recording=NamedBlobFile(b"ID3\x04" + bytes(99), "audio/mpeg", "doc.mp3"),
        made_with_ai=True,
        other_versions=[RelationValue(getUtility(IIntIds).getId(article))],
    )
    transaction.commit()
    page = as_person(viewport=viewport, java_script_enabled=script)
    page.goto(other.absolute_url())
    assert overflow(page) <= 0
    if script:
        assert faults(page) == []
    expect(page.locator(".pbgdpl-versions a")).to_be_visible()
    expect(page.locator("audio")).to_be_visible()
    shoot(page, "version-in-another-language")
    page.locator(".pbgdpl-versions a").click()
    expect(page.locator("h1")).to_have_text(article.title)


def test_the_button_copies_the_public_address(article, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(article.absolute_url())
    page.locator("[data-tool=copy]").click()
    expect(page.locator(".pbgdpl-share [role=status]")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard && navigator.clipboard.readText()")
    assert copied == article.absolute_url()
