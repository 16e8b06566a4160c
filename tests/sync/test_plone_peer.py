"""Plone's own feeds and REST, of stock content that is outside of any section, are read."""

from harvested_portal import HarvestedPortal
from plone import api
from plone.app.textfield.value import RichTextValue
from public_content import make_section
from sonla.pbgdpl.editorial.states import state_of
from sonla.referenceserver.clock import Clock
from urllib.parse import urlsplit

import pytest
import transaction

NUMBERS = range(12)


class PloneFolder:
    """Stand for the server of a harvested portal: only its clock is asked."""

    def __init__(self, url):
        self.url = url
        self.clock = Clock()
        self.oai_url = url

    def advance(self, **time):
        self.clock.advance(**time)


@pytest.fixture
def portal(functional_portal, monkeypatch):
    """Return a portal that is to fetch from a folder of stock content of its own Plone."""
    host = urlsplit(functional_portal.absolute_url()).netloc
    monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", host)
    monkeypatch.setenv("PBGDPL_ALLOWED_NETWORKS", "127.0.0.0/8")
    make_section(functional_portal)
    with api.env.adopt_roles(["Manager"]):
        fill(functional_portal)
    transaction.commit()
    url = functional_portal["tin-tuc"].absolute_url()
    return HarvestedPortal(functional_portal, PloneFolder(url))


def fill(portal):
    """Make a folder of news that everybody may read, with its feeds."""
    portal.portal_workflow.setDefaultChain("simple_publication_workflow")
    prefix = "plone.base.interfaces.syndication.ISiteSyndicationSettings"
    for name in ("allowed", "default_enabled"):
        api.portal.set_registry_record(f"{prefix}.{name}", True)
    folder = api.content.create(portal, "Folder", id="tin-tuc", title="Tin tức")
    api.content.transition(folder, "publish")
    for number in NUMBERS:
        item = api.content.create(
            folder,
            "News Item",
            id=f"tin-{number}",
            title=f"Luật Đất đai <{number}>",
            description="Tóm tắt",
            text=RichTextValue(f"<p>Nội dung {number}</p>", "text/html", "text/html"),
            subject=("Đất đai",),
        )
        api.content.transition(item, "publish")


def shown(portal):
    return {
        item.title: item.text.raw if item.text else ""
        for item in portal.items().values()
        if state_of(item) != "withdrawn"
    }


WHOLE = {f"Luật Đất đai <{number}>": f"<p>Nội dung {number}</p>" for number in NUMBERS}


def test_rest_is_read_whole(portal):
    url = f"{portal.server.url}/@search"
    portal.configure(driver="mapped-json", base_url=url, metadata_prefix="plone-rest")
    portal.run_until_done()
    assert shown(portal) == WHOLE
    (item,) = (one for one in portal.items().values() if one.title.endswith("<3>"))
    assert "Đất đai" in item.subject


@pytest.mark.parametrize("name", ["RSS", "rss.xml", "atom.xml"])
def test_feeds_are_read(portal, name):
    portal.configure(driver="feed", base_url=f"{portal.server.url}/{name}")
    portal.run_until_done()
    assert shown(portal).keys() == WHOLE.keys()
