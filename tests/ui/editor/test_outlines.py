"""Outlines of frequent texts: offered by type, put into the body, stored by nobody else."""

from content_types import OWN_TYPES
from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import empty_cache  # noqa: F401
from public_content import make
from public_content import make_section
from sonla.pbgdpl.ui.editor.outlines import all_outlines

import pytest
import requests
import transaction

OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


@pytest.fixture
def unit(functional_portal):
    section = make_section(functional_portal)
    made = make(section, "ContributingUnit", "Đơn vị", code="don-vi")
    transaction.commit()
    return made


def form(place, portal_type, query=""):
    url = f"{place.absolute_url()}/++add++{portal_type}{query}"
    answer = requests.get(url, auth=OWNER, timeout=60)
    assert answer.status_code == 200
    root = html.fromstring(answer.content)
    body = root.xpath("//textarea[contains(@name, 'IRichTextBehavior.text')]")
    return root, (body[0].text or "").strip() if body else None


@pytest.mark.parametrize("outline", all_outlines(), ids=lambda one: one.token)
def test_outline_is_offered_and_fills_the_body(unit, outline):
    root, body = form(unit, outline.type)
    links = root.xpath("//nav[@id='pbgdpl-outlines']//a")
    (link,) = [link for link in links if link.text == outline.title]
    assert body == ""
    chosen, filled = form(unit, outline.type, "?" + link.get("href").partition("?")[2])
    assert filled == outline.body
    (current,) = chosen.xpath("//nav[@id='pbgdpl-outlines']//a[@aria-current]")
    assert current.text == outline.title


@pytest.mark.parametrize("query", ["?outline=", "?outline=khac", "?outline=tinh-huong"])
def test_an_outline_of_another_type_or_none_leaves_the_body_empty(unit, query):
    assert form(unit, "LegalNews", query)[1] == ""


def test_types_without_outlines_offer_none(unit):
    root, _body = form(unit, "Guidance")
    assert not root.xpath("//nav[@id='pbgdpl-outlines']")


def test_outlines_are_of_our_types_and_tell_each_other_apart():
    tokens = [outline.token for outline in all_outlines()]
    assert len(tokens) == len(set(tokens))
    assert {outline.type for outline in all_outlines()} <= set(OWN_TYPES)


def test_stock_forms_are_as_they_were(functional_portal, unit):
    root, body = form(functional_portal, "Document", "?outline=tin-hoi-nghi")
    assert body == ""
    assert not root.xpath("//nav[@id='pbgdpl-outlines']")
