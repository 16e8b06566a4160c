"""Plone's own feeds and REST, of stock content that is outside of any section, are read."""

from datetime import timedelta
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import set_record
from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.textfield.value import RichTextValue
from public_content import make
from public_content import make_section
from push_schedules import Killed
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.options.mappings.sending.mapped_sender import MappedSender
from sonla.pbgdpl.options.mappings.shipped import PLONE_REST
from sonla.pbgdpl.sync.store import make_store
from sonla.referenceserver.clock import Clock
from urllib.parse import urlsplit
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

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
    made_once(functional_portal, fill)
    transaction.commit()
    url = functional_portal["tin-tuc"].absolute_url()
    return HarvestedPortal(functional_portal, PloneFolder(url))


def fill(portal):
    """Make a folder of news that everybody may read, with its feeds."""
    portal.portal_workflow.setDefaultChain("simple_publication_workflow")
    prefix = "plone.base.interfaces.syndication.ISiteSyndicationSettings"
    for name in ("allowed", "default_enabled"):
        api.portal.set_registry_record(f"{prefix}.{name}", True)
    with api.env.adopt_roles(["Manager"]):
        folder = create(portal, "Folder", id="tin-tuc", title="Tin tức")
        api.content.transition(folder, "publish")
        for number in NUMBERS:
            item = create(
                folder,
                "News Item",
                id=f"tin-{number}",
                title=f"Luật Đất đai <{number}>",
                description="Tóm tắt",
                text=RichTextValue(
                    f"<p>Nội dung {number}</p>", "text/html", "text/html"
                ),
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


def test_rest_is_read_over_several_pages(portal):
    """Plone says where the next page is; what it has no more is missed by two inventories."""
    text = PLONE_REST.text().replace('b_size = "100"', 'b_size = "5"')
    set_record("mappings", [{"name": "tung-trang", "text": text}])
    url = f"{portal.server.url}/@search"
    portal.configure(driver="mapped-json", base_url=url, metadata_prefix="tung-trang")
    portal.run_until_done()
    assert shown(portal) == WHOLE
    assert len(portal.items()) == len(WHOLE)
    folder = portal.portal["tin-tuc"]
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(folder["tin-3"])
    folder["tin-7"].title = "Luật Đất đai đã sửa"
    notify(ObjectModifiedEvent(folder["tin-7"]))
    make_store(portal.portal).source("btp").last_inventory -= timedelta(days=1)
    transaction.commit()
    portal.run_until_done()
    expected = {**WHOLE, "Luật Đất đai đã sửa": "<p>Nội dung 7</p>"}
    del expected["Luật Đất đai <3>"], expected["Luật Đất đai <7>"]
    assert shown(portal) == expected


@pytest.fixture
def sending(portal, monkeypatch):
    """Return a portal that sends to the folder, as somebody who may add content there."""
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(objects=portal.portal["tin-tuc"].objectValues())
    name_repository("sonla.example")
    for name, value in {
        "pull_enabled": False,
        "push_enabled": True,
        "push_url": portal.server.url,
        "push_format": "plone-rest",
        "push_authentication": "basic",
    }.items():
        set_record(name, value)
    monkeypatch.setenv("PBGDPL_PUSH_USER", SITE_OWNER_NAME)
    monkeypatch.setenv("PBGDPL_PUSH_PASSWORD", SITE_OWNER_PASSWORD)
    transaction.commit()
    return portal


TEXT = RichTextValue("<p>Nội dung</p>", "text/html", "text/html")


def html(item):
    return item.text.raw if item.text else ""


def there(sending):
    transaction.begin()
    folder = sending.portal["tin-tuc"]
    return sorted(
        (item.getId(), item.portal_type, item.title, html(item), item.subject)
        for item in folder.objectValues()
    )


def here(*texts):
    return sorted(
        (text.UID(), "News Item", text.title, html(text), text.subject)
        for text in texts
    )


def test_rest_is_written_changed_and_taken_back(sending):
    first, second = (
        make(sending.section, "LegalNews", title, subject=("Đất đai",), text=TEXT)
        for title in ("Một", "Hai")
    )
    transaction.commit()
    assert sending.run().state == "done"
    assert there(sending) == here(first, second)
    delivery = sending.store.outbox.deliveries[first.UID()]
    folder = sending.portal["tin-tuc"]
    assert delivery.remote_id == folder[first.UID()].UID()
    first.title, first.subject = "Một đã sửa", ()
    notify(ObjectModifiedEvent(first))
    transaction.commit()
    assert sending.run().state == "done"
    assert there(sending) == here(first, second)
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(second, check_linkintegrity=False)
    transaction.commit()
    assert sending.run().state == "done"
    assert there(sending) == here(first)


def test_what_rest_was_told_and_nobody_heard_is_looked_up(sending, monkeypatch):
    """Plone knows no keys, and would make another one beside it."""
    text = make(sending.section, "LegalNews", "Một")
    transaction.commit()

    def die(self, *arguments):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(MappedSender, "_settle", die)
        with pytest.raises(Killed):
            sending.run()
    transaction.abort()
    text.title = "Một đã sửa"
    notify(ObjectModifiedEvent(text))
    transaction.commit()
    sending.server.advance(hours=1)
    sending.run_until_done()
    assert there(sending) == here(text)


def test_what_rest_refuses_is_told_in_its_words(sending):
    set_record("push_url", f"{sending.server.url}/khong-co")
    text = make(sending.section, "LegalNews", "Một")
    transaction.commit()
    assert sending.run().state == "failed"
    assert sending.store.outbox.deliveries[text.UID()].state == "waiting"
    set_record("push_url", sending.server.url)
    transaction.commit()
    sending.server.advance(hours=2)
    sending.run_until_done()
    assert there(sending) == here(text)


@pytest.mark.parametrize("name", ["RSS", "rss.xml", "atom.xml"])
def test_feeds_are_read(portal, name):
    portal.configure(driver="feed", base_url=f"{portal.server.url}/{name}")
    portal.run_until_done()
    assert shown(portal).keys() == WHOLE.keys()
