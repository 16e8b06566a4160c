"""What machines find: sitemap, feeds, social cards, Dublin Core; nothing that is not public."""

from gzip import decompress
from lxml import html
from plone import api
from plone.app.testing import TEST_USER_ID
from public_content import make
from public_content import picture

import pytest
import requests
import transaction


def head(item):
    root = html.fromstring(requests.get(item.absolute_url(), timeout=60).content)
    return root.find("head")


def metas(item, attribute="name"):
    found = {}
    for meta in head(item).iter("meta"):
        found.setdefault(meta.get(attribute), []).append(meta.get("content"))
    return found


def test_sitemap_has_our_types_and_no_drafts(all_articles):
    api.portal.set_registry_record("plone.enable_sitemap", True)
    section = all_articles[0].aq_parent
    with api.env.adopt_roles(["Manager"]):
        draft = api.content.create(section, "LegalNews", "nhap-kin", "Nháp")
    transaction.commit()
    url = f"{api.portal.get().absolute_url()}/sitemap.xml.gz?page=1"
    found = decompress(requests.get(url, timeout=60).content).decode()
    for item in (section, *all_articles):
        assert f"<loc>{item.absolute_url()}" in found, item.portal_type
    assert draft.absolute_url() not in found


def test_feeds_are_announced(article):
    links = head(article).xpath("link[@rel='alternate']")
    kinds = {link.get("type") for link in links}
    assert {"application/atom+xml", "application/rss+xml"} <= kinds


def test_social_card(article):
    article.description = "Vì sao cần biết"
    article.image = picture()
    article.reindexObject()
    transaction.commit()
    found = metas(article, "property")
    assert "đời sống" in found["og:title"][0]
    assert found["og:description"] == ["Vì sao cần biết"]
    assert found["og:url"] == [article.absolute_url()]
    assert article.absolute_url() in found["og:image"][0]


def test_dublin_core_of_every_record(all_articles):
    for item in all_articles:
        found = metas(item)
        if item.portal_type in ("TrainingCourse",):
            continue  # a section or a unit is no record
        assert found["DC.title"] == [item.title], item.portal_type
        assert found["DC.identifier"]
        assert found["DC.language"]
        assert TEST_USER_ID not in str(found)


def test_dublin_core_is_escaped_and_told_once(article):
    hostile = make(article.aq_parent, "LegalNews", '"><script>alert(1)</script>')
    api.portal.set_registry_record("plone.exposeDCMetaTags", False)
    transaction.commit()
    text = requests.get(hostile.absolute_url(), timeout=60).text
    assert "<script>alert(1)" not in text
    assert metas(hostile)["DC.title"] == ['"><script>alert(1)</script>']


def test_portal_that_tells_it_itself_is_not_doubled(article):
    api.portal.set_registry_record("plone.exposeDCMetaTags", True)
    transaction.commit()
    found = metas(article)
    assert all(
        len(values) == 1 for name, values in found.items() if name == "DC.format"
    )
    assert "DC.identifier" not in found


@pytest.mark.parametrize("portal_type", ["LegalNews", "Guidance"])
def test_nothing_of_a_draft(article, portal_type):
    with api.env.adopt_roles(["Manager"]):
        fields = {"document_type": "ke-hoach"} if portal_type == "Guidance" else {}
        draft = api.content.create(
            article.aq_parent, portal_type, "kin", "Nháp kín", **fields
        )
    transaction.commit()
    assert "DC.title" not in metas(draft)
