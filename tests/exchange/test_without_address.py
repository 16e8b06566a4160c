"""While nobody has entered the portal's public address: nothing is fetched under names that change."""

from exchange_content import add_text
from lxml import html
from plone import api
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.settings.getters import PREFIX

import pytest
import transaction

FETCHED = ("/{0}/atom.xml", "/{0}/rss.xml", "/@@oai?verb=Identify", "/@@oai")


def add_news(offered):
    """Make a public text."""
    text = add_text(offered.section, "LegalNews", title="Tin")
    transaction.commit()
    offered.advance()
    return text


@pytest.fixture(autouse=True)
def text(offered, monkeypatch):
    """Return a public text of a portal whose address nobody entered."""
    monkeypatch.delenv("PBGDPL_URL", raising=False)
    text = offered.once(add_news)
    enter("")
    return text


def enter(address):
    """Store the public address."""
    api.portal.set_registry_record(f"{PREFIX}.public_address", address)
    transaction.commit()


@pytest.mark.parametrize("path", FETCHED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_fetches_is_asked_to_come_later(offered, path, method):
    path = path.format(offered.section.getId())
    answer = offered.fetch(path, method)
    assert answer.status == 503
    assert int(answer.getheader("Retry-After")) > 0
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("Content-Type") == "text/plain; charset=utf-8"
    assert "public address" in answer.content.decode()
    assert b"localhost" not in answer.content
    enter(offered.url)
    assert offered.fetch(path, method).status == 200


@pytest.mark.parametrize("path", FETCHED)
def test_what_is_not_offered_is_not_there_at_all(offered, path):
    offered.set("oai_enabled", False)
    assert offered.fetch(path.format(offered.section.getId())).status == 404


def test_no_page_leads_to_feeds(offered, text):
    def feeds():
        """Return how many links to feeds section and text have."""
        paths = "", f"/{text.getId()}"
        pages = [offered.fetch(f"/{offered.section.getId()}{path}") for path in paths]
        assert [page.status for page in pages] == [200, 200]
        trees = [html.fromstring(page.content) for page in pages]
        return [len(one.xpath("//*[contains(@href, '.xml')]")) for one in trees]

    assert feeds() == [0, 0]
    enter(offered.url)
    assert min(feeds()) >= 2


def test_health_tells_it(offered):
    found = dict(check_health(offered.portal))["public-address"]
    assert not found.ok
    assert "OAI-PMH" in found.detail
