"""An article as a file: whole, by itself, and no more than a visitor may read."""

from DateTime import DateTime
from lxml import html
from plone import api
from public_content import make
from rich_texts import rich

import pytest
import requests
import transaction

SCRIPT = "<script>alert(1)</script>"


def saved(item):
    return requests.get(f"{item.absolute_url()}/@@pbgdpl-save", timeout=60)


def test_every_article_is_saved(all_articles):
    for item in all_articles:
        answer = saved(item)
        assert answer.status_code == 200, item
        assert item.title in html.fromstring(answer.content).findtext(".//h1")
        disposition = answer.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="{item.getId()}.html"'


def test_file_needs_nothing_but_itself(article):
    root = html.fromstring(saved(article).content)
    assert not root.xpath("//script | //link | //form | //button | //iframe")
    for address in root.xpath("//@href | //@src"):
        assert address.startswith(("http://", "https://", "mailto:")), address
    assert "Người dân có quyền hỏi." in root.text_content()
    assert article.absolute_url() in root.text_content()
    assert root.get("lang") == "vi"


def test_nothing_of_the_portal_comes_along(article):
    text = saved(article).text
    assert "portal-header" not in text
    assert "pbgdpl-tools" not in text


def test_typed_markup_is_text(article):
    hostile = make(
        article.aq_parent, "LegalNews", SCRIPT, text=rich(f"<p>a{SCRIPT}</p>")
    )
    transaction.commit()
    assert SCRIPT not in saved(hostile).text


def test_expired_text_says_so(article):
    article.expiration_date = DateTime() - 1
    transaction.commit()
    assert "hết hạn" in saved(article).text


def test_draft_is_not_given_to_visitors(article):
    with api.env.adopt_roles(["Manager"]):
        draft = api.content.create(article.aq_parent, "LegalNews", "nhap", "Nháp kín")
    transaction.commit()
    answer = saved(draft)
    assert "Nháp kín" not in answer.text


@pytest.mark.parametrize("name", ["section", "portal"])
def test_what_is_no_article_is_not_found(article, name):
    place = article.aq_parent if name == "section" else api.portal.get()
    assert saved(place).status_code == 404
